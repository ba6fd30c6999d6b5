//! German.

use super::{Against, Rule, Strong, Weak};
use crate::observations::cues::Act::{
    Advice, Apology, Care, Decline, Gift, Help, Introduction, Offer, Praise, Pressure, Promise,
    Recommendation, Request, Thanks,
};

/// Words of which a German text of a few words holds some, and others hardly any.
pub(super) const WORDS: &str = "ich du wir ihr er der das und ist nicht fuer mit auf dir dich dein deine deinen deiner \
     deinem mir mich ein eine einen einer zu den dem uns euch ihnen ihre ihren habe haben hast hat noch auch wenn es \
     bitte danke vielen dank sehr wie geht kannst koenntest koennten koennen kann soll gerne leider zum zur beim von \
     bis dass schon alles gute im bei morgen gestern heute am aus nach um als oder aber wurde war wird werde deren sich \
     herzlichen herzliches hallo anbei anhang hier sind vom viel viele lieber liebe gruss gruesse mein meine meinen meiner unser unsere damit euer eure diese dieser dieses";

/// Marks of mail to all.
pub(super) const BULK: &str = r"\bnewsletter\b|\b(?:abmelden|abbestellen|austragen)\b|automatisch (?:generiert|erstellt|erzeugt|versandt)|nicht auf diese (?:e-?mail|nachricht)|\bsehr geehrte (?:kunden|kundinnen|mitglieder|damen und herren,? liebe)|\bliebe (?:kunden|kundinnen|mitglieder|abonnenten|leser)\b";

/// Matters that no ledger should hold.
pub(super) const SENSITIVE: &str = concat!(
    r"\b(?:beileid|beerdigung|trauerfeier|verstorben|gestorben|begraebnis|fehlgeburt)\b|",
    r"\btod (?:deine|ihre|meine|seine|eure)|",
    r"\b(?:krebs|chemotherapie|tumor|depression|burn-?out|suizid|therapeut|diagnose|krankschreibung|krankgeschrieben)\b|",
    r"\bgute besserung\b|\b(?:scheidung|geschieden|sorgerecht)\b|",
    r"\b(?:abmahnung|belaestigung|belaestigt|mobbing|diskriminiert|missbrauch)\b|",
    r"\b(?:wurde|wurden|werde|bin) (?:gekuendigt|entlassen|gefeuert|verhaftet)\b|",
    r"\b(?:mein|meine|dein|deine) (?:bewaehrung|insolvenz|anwalt|verhaftung)\b|",
    r"\b(?:trauern|trauert|trauerkarte|traueranzeige|sarg|urne|witwe|witwer|hospiz|palliativ\w*|todesfall|fruehgeburt|fruehchen|sternenkind)\b|",
    r"\beingeschlafen(?:$|[.,!]| und| fuer immer)|\beinschlaefern|\beingeschlaefert|",
    r"\b(?:ist|sind|war|bist) (?:\w+ ){0,4}(?:tot|gestorben|verunglueckt|umgekommen)\b|\bums leben\b|",
    r"\bam grab\b|\bnicht mehr (?:unter uns|am leben|leben|da ist|gaebe)\b|",
    r"\b(?:baby|kind|zwillinge|vater|mutter|mama|papa|mann|frau|bruder|schwester|freund|freundin|oma|opa|sohn|tochter) (?:\w+ ){0,5}verloren\b|",
    r"\bverloren(?:e|es)? (?:baby|kind)\b|\b(?:seit|nach) (?:\w+ ){0,2}tod\b|",
    r"\btod (?:von|des|der|ihrer|seiner|meiner|deiner)\b|\bmir fehlen die worte\b|",
    r"\bleid,? was (?:mit|passiert|euch|dir|geschehen)|\bkrebs\w*|",
    r"\b(?:klinik|intensivstation|notaufnahme|krankenwagen|notarzt|reha|chemo|bestrahlung|metastasen|demenz|dement|alzheimer|pflegeheim|schlaganfall|herzinfarkt|bandscheibe\w*|lungenentzuendung|migraene|fieber|grippe|corona|covid|magen-darm|schwanger|schwangerschaft|risikoschwangerschaft|depressiv|depressionen|panikattacken?|angststoerung|zwangsstoerung|magersucht|psychiatrie|psychiater|psychiaterin|psychologin|psychologe|psychotherapie|therapie|therapeutin|suizidversuch|selbstmord|alkoholiker|alkoholikerin|alkoholismus|entzug|suechtig|drogen|spielsucht|ausgebrannt|zusammenbruch|mrt|befund|biopsie)\b|",
    r"\b(?:bin|ist|war|sind|liegt|liege|bist|sehr|schwer|immer noch|wieder) krank\b|",
    r"\bkrank(?:heit|gemeldet|schreibung|melden)|\berkrankt?\b|",
    r"\b(?:werde|wird|wurde|worden|frisch|bin|ist) (?:\w+ ){0,3}operiert\b|",
    r"\b(?:meine|seine|ihre|deine|vor der|nach der|die) op\b|\bins krankenhaus|\bim krankenhaus|",
    r"\b(?:bein|arm|fuss|huefte|rippe|rippen|hand|finger|knoechel|schluesselbein|kreuzband) (?:\w+ ){0,2}(?:gebrochen|gerissen|verstaucht)|",
    r"\b(?:umbringen|umgebracht|das leben (?:nehmen|genommen))\b|\bwegen (?:dem |des )?alkohol|",
    r"\b(?:trinkt|trinke) (?:\w+ )?(?:wieder|nicht mehr)\b|\btage trocken\b|",
    r"\bsich (?:selbst )?(?:ritzt|geritzt|verletzt)|\bgepfaendet|\bpfaendung|\bgerichtsvollzieher|",
    r"\b(?:schulden|verschuldet|pleite|privatinsolvenz|mahnbescheid|mietrueckstand|raeumungsklage|tafel)\b|",
    r"\b(?:vor gericht|angeklagt|anklage|haft|u-haft|gefaengnis|knast|vorbestraft|bewaehrung|festgenommen|verhaftet)\b|",
    r"\b(?:polizei (?:war|hat|kam|weiss|stand)|anzeige erstattet|angezeigt)\b|\babgeschoben|\babschiebung|",
    r"\basyl\w*|\baufenthalts(?:titel|erlaubnis|genehmigung)|\bduldung\b|\bscheiden lassen\b|",
    r"\blassen uns scheiden|\bgetrennt (?:haben|von|lebend|und)|",
    r"\b(?:haben|leben|sind) (?:\w+ ){0,3}getrennt(?:$|[.,!])|\b(?:trennen|trenne|trennte) (?:uns|mich|sich)\b|",
    r"\b(?:unsere|meine) trennung\b|\bschluss gemacht|\bmit \w+ (?:ist|is) (?:es )?(?:schluss|aus|vorbei)|",
    r"\b(?:hat|haben) (?:mich|ihn|sie|uns|ihre familie|seine familie) (?:\w+ ){0,3}verlassen|",
    r"\bbin (?:\w+ ){0,3}ausgezogen|\bsorgerecht|\bjedes zweite wochenende|\bfremdgegangen|\bbetrogen\b|",
    r"\baffaere\b|\bex-?(?:mann|frau|freund|freundin)\b|\b(?:eheberatung|paartherapie)\b|",
    r"\b(?:geschlagen|frauenhaus|drohbriefe?|todesdrohung\w*|gestalkt|stalker|vergewaltig\w*|missbraucht?|begrapscht|rassis\w*|sexis\w*|homophob\w*|gemobbt|mobbt|bedroht mich|angst vor (?:meinem|ihm|ihr|ihm))\b|",
    r"\bbemerkungen ueber mein|",
    r"\b(?:mir|ihm|ihr|uns|wurde|wurden|bin|worden|fristlos) (?:\w+ ){0,3}gekuendigt\b|\bfristlos|",
    r"\brausgeworfen|\brausgeschmissen|\barbeitslos|\bjob verloren|",
    r"\bstelle (?:\w+ ){0,4}(?:faellt (?:\w+ )?weg|gestrichen|verloren|weg)|\babfindung\b|\baufhebungsvertrag|",
    r"\b(?:vertrag|probezeit) (?:\w+ ){0,3}nicht (?:verlaengert|bestanden)|\bpersonalgespraech|",
    r"\b(?:meine|seine|ihre|deine|schwere|vor der|nach der) operation\b|\btrauerfall|\bvon uns gegangen|",
    r"\bautounfall|\bunfall (?:gehabt|hatte)|\bnoch ein paar wochen\b|\bbehinderung\b|\bnicht ansprechbar|",
    r"\b(?:leihen|borgen)\b.*\beuro|\beuro leihen|\bmit der miete|",
    r"\b(?:raten|kredit) (?:\w+ ){0,4}(?:zahlen|gekuendigt)|\beine anzeige bekommen|\bvernehmung\b|",
    r"\bmeine verhandlung|\bhat einen anderen\b|\bhat eine andere\b|\bfreigestellt\b|\bprobezeit\b|",
    r"\bbeurteilung\b|\bangespuckt|\bkopftuch",
);

pub(super) const PACK: &[Rule] = &[
    (
        Thanks,
        Strong,
        r"\b(?:danke|dank|dankeschoen|dankbar)\b.*\b(?:fuer|dass|wegen)\b|\bbei (?:dir|ihnen|euch)\b.*\bbedanken\b|\bbedanke? mich\b|\b(?:weiss|wissen) (?:das|es) (?:sehr )?zu schaetzen|\bdas hat mir (?:sehr|wirklich|unheimlich) geholfen",
    ),
    (
        Thanks,
        Against,
        r"\bim voraus\b|\bnein,? danke\b|fuer (?:ihre|eure|deine) (?:aufmerksamkeit|bemuehungen|geduld|bestellung|verstaendnis|interesse|einladung, aber)|fuer ihr (?:verstaendnis|interesse)|\b(?:hat|haben) sich bedankt\b|\bwaere(?:n)? (?:ich |wir )?(?:sehr )?dankbar",
    ),
    (
        Request,
        Strong,
        r"\b(?:koenntest|koennten|kannst|koennen|wuerdest|wuerden|magst|moechtest|hast|haettest|haetten|haben) (?:du|sie|ihr)\b.*\?|\bbitte (?:gib|geben|schick|schicke|schicken|sende|senden|sag|sage|sagen|ruf|rufen|melde|melden|schreib|schreibe|schreiben|lass|lassen|bring|bringe|bringen|pruef|pruefe|pruefen|schau|schauen|teile|teilen|denk|denken|komm|kommen|hilf|helfen|lies|lesen|bestaetige|bestaetigen|erklaer|erklaere|erklaeren|nimm|nehmen|ueberweise|ueberweisen|unterschreib|unterschreiben)\b|\b(?:ich|wir) (?:brauche|brauchen|benoetige|benoetigen) (?:noch )?(?:von (?:dir|ihnen|euch)|dein|deine|deinen|ihre|ihren|eure)\b|\b(?:weisst|wisst|wissen) (?:du|ihr|sie)\b.*\?|\bwaere (?:super|toll|schoen|nett|lieb|gut),? wenn (?:du|sie|ihr)\b|\b(?:ich|wir) (?:bitte|bitten) (?:dich|sie|euch)\b|\bwann (?:kannst|hast|passt|koennen|haben)\b.*\?|\b(?:gib|gebt|geben sie) (?:mir|uns)\b.*\bbescheid\b",
    ),
    (
        Request,
        Against,
        r"\bbei fragen\b|\bwie geht es\b|\bwenn ich\b.*\bfuer (?:dich|sie|euch) tun|\b(?:er|sie) (?:hat|bat) .*gebeten|\bkoennen sie (?:sich )?(?:jederzeit|gerne|mich)\b[^?]*[.]",
    ),
    (
        Offer,
        Strong,
        r"\bsoll(?:en)? (?:ich|wir) (?:dir|dich|ihnen|sie|euch|das|die|den|mal)\b.*\?|\bich (?:kann|koennte) (?:dir|dich|ihnen|euch|das|die|den)\b.*\b(?:helfen|abholen|mitbringen|leihen|fahren|uebernehmen|schicken|zeigen|erklaeren|abnehmen|besorgen|unterstuetzen|vertreten)\b|\bwenn (?:du|sie|ihr) (?:moechtest|moechten|moechtet|willst|wollen|magst|hilfe|jemanden)\b.*\b(?:ich|wir)\b|\bhelfe (?:dir |ihnen |euch )?gern|\bbescheid,? wenn (?:ich|wir)\b|\bkann ich (?:dir|ihnen|euch) (?:irgendwie |dabei )?(?:helfen|behilflich)|\b(?:du kannst|ihr koennt|sie koennen) (?:gerne |jederzeit )*(?:bei (?:mir|uns)|mein|meine|meinen|unser)\b",
    ),
    (Offer, Against, r"\bbei fragen\b|\bich kann (?:dir|ihnen|euch)? ?(?:leider|nicht)\b|\bkann .*\bnicht\b"),
    (
        Promise,
        Strong,
        r"\bich (?:schicke|sende|maile|bringe|gebe|rufe|hole|mache|erledige|pruefe|klaere|kuemmere|melde|frage|besorge|buche|reserviere|ueberweise|schreibe|liefere|reiche|leite) (?:dir|dich|ihnen|sie|euch|mich|es|das|die|den)\b|\bich werde (?:dir|ihnen|euch|mich|es|das|die|den)\b.*\b(?:schicken|senden|melden|bringen|kuemmern|erledigen|anrufen|pruefen|klaeren|geben|machen|liefern|schreiben)\b|\bwird (?:erledigt|gemacht)\b|\b(?:bringe|schicke|sende|gebe|mache|melde|erledige|rufe|pruefe) ich (?:dir|dich|ihnen|sie|euch|mich|es|das)?\b|\bwir (?:melden uns|schicken (?:dir|ihnen|euch)|kuemmern uns)\b|\bverspreche ich\b|\bich verspreche\b|\bdu bekommst .* (?:von mir|bis|morgen)",
    ),
    (
        Promise,
        Against,
        r"\?|\bwenn (?:ich|wir|du|sie|ihr|es)\b|\bvielleicht\b|\bwuerde\b|\bhabe ich\b|\banwalt\b|\bschicke dir (?:anbei|hier|hiermit)\b|\bentschuldig|\berst jetzt\b|\b(?:schicke|sende|gebe|bringe)\b[^.]*\b(?:gruesse|gruss|umarmung|umarmungen|kuesse|kuss|kuesschen|busserl|recht|glueckwuensche)\b",
    ),
    (
        Help,
        Strong,
        r"\b(?:anbei|im anhang|beigefuegt|angehaengt|hier) (?:findest|finden|findet|ist|sind|kommt|kommen|sende|schicke|erhaeltst|erhalten|bekommst|der|die|das)\b.*\b(?:du|sie|ihr|den|die|das|der|dein|deine|wie)\b|\bich habe (?:dein|deine|deinen|ihr|ihre|ihren|dir|ihnen|euch|euer|eure|das|den|die|es|mich um)\b.*\b(?:repariert|erledigt|geschickt|gesendet|gebucht|reserviert|korrigiert|uebersetzt|ausgefuellt|besorgt|geprueft|freigeschaltet|eingerichtet|behoben|geloest|gekuemmert|bestellt|abgeholt|hochgeladen|aktualisiert|angepasst)\b|\bwie (?:gewuenscht|besprochen|versprochen|erbeten|angefragt)\b|\bum (?:den|die|das) du gebeten|\bnach (?:der|dem|denen) du gefragt",
    ),
    (
        Help,
        Weak,
        r"\b(?:anbei|im anhang|hier|beigefuegt|angehaengt)(?: nun| jetzt| endlich| noch| schon)? (?:findest|finden|findet|ist|sind|kommt|kommen|sende|schicke|der|die|das|dein|deine|deinen|ihr|ihre|ihren|euer|eure)\b|\b(?:ist|sind|haengt|haengen) (?:anbei|angehaengt|beigefuegt|im anhang)\b",
    ),
    (Help, Against, r"\?|\bnoch nicht\b|\bhabe .* nicht\b|\bwenn ich\b"),
    (
        Introduction,
        Strong,
        r"\b(?:darf|moechte|wollte|kann) (?:ich )?(?:dir|ihnen|euch|dich|sie)\b.*\bvorstellen\b|\bich (?:stelle|moechte) (?:dir|ihnen|euch)\b.*\b(?:vor|vorstellen)\b|\b(?:das|dies) ist [a-z]+, (?:von (?:dem|der)|der|die) ich\b|\b(?:setze|nehme|habe) [a-z ]+ (?:in|ins) (?:kopie|cc)\b.*\b(?:damit|ihr|sie|direkt)\b|\bmache (?:euch|sie) (?:beide )?(?:miteinander )?bekannt\b|\bbringe (?:euch|sie) (?:beide )?zusammen\b|\bdarf (?:ich )?(?:euch|sie) (?:beide )?bekannt machen",
    ),
    (
        Recommendation,
        Strong,
        r"\b(?:ich|wir) (?:kann|koennen|habe|moechte|wuerde)? ?(?:dir|ihnen|euch|dich|sie|ihn)\b.*\b(?:empfehlen|empfohlen|vorgeschlagen)\b|\b(?:ich|wir) empfehle[n]? (?:dir|ihnen|euch) (?:mein|meine|meinen|unser|unsere|unseren|herrn|frau|den|die)\b|\bein gutes wort fuer dich\b|\blege (?:meine )?hand fuer (?:ihn|sie|dich)\b",
    ),
    (Recommendation, Against, r"\bempfohlen(?:,)? (?:zu|dass)\b|\bempfehle(?:n)? .*, .* zu [a-z]+en\b|\?"),
    (
        Advice,
        Strong,
        r"\ban (?:deiner|ihrer|eurer) stelle\b|\b(?:du solltest|sie sollten|ihr solltet|solltest du|sollten sie)\b|\bich (?:wuerde|kann) (?:dir|ihnen|euch) (?:dringend |nur )?(?:raten|empfehlen,)|\b(?:ich|wir) rate[n]? (?:dir|ihnen|euch)\b|\bmein (?:rat|tipp|vorschlag)\b|\b(?:besser|sinnvoller) waere\b|\bes waere (?:besser|sinnvoll|klueger)\b|\bich wuerde (?:den|die|das|es|an deiner|eher|lieber|erst)\b|\bhast du schon (?:mal )?versucht\b",
    ),
    (Advice, Against, r"\bwenn ich (?:zeit|geld)\b|\bsollte(?:n|st|t)? .*\?"),
    (
        Praise,
        Strong,
        r"\b(?:glueckwunsch|glueckwuensche|gratuliere|gratulation|gratulieren)\b|\b(?:dein|deine|ihr|ihre|euer|eure) [a-z]+ .*\b(?:war|ist|sind|waren|hat)\b.*\b(?:grossartig|toll|super|klasse|hervorragend|ausgezeichnet|wunderbar|beeindruckend|beeindruckt|spitze|brillant|genial|sehr gut|richtig gut|gelungen|gefallen)\b|\b(?:hast du|habt ihr|haben sie) .*\b(?:gut|toll|super|klasse|grossartig|hervorragend|wunderbar|prima)\b(?: gemacht| geschrieben| geloest| hinbekommen)?|\b(?:tolle|grossartige|hervorragende|super|gute|starke) (?:arbeit|leistung|sache)\b|\bgut gemacht\b|\bhut ab\b",
    ),
    (Praise, Against, r"\?|\bgeburtstag|\bwetter\b|\bwenn\b"),
    (
        Care,
        Strong,
        r"\bgute besserung\b|\bbeileid\b|\bmitgefuehl\b|\balles (?:gute|liebe) (?:zum|zur|zu deinem|fuer (?:dich|die|deine))\b|\bherzlichen glueckwunsch zum geburtstag\b|\bfrohe (?:weihnachten|ostern)\b|\bwie geht(?:'s| es) (?:deiner|deinem|deinen|ihrer|ihrem|ihren|eurer|euren)\b|\b(?:erhol|erholen|pass|passen) (?:dich|sie|sich)?\b.*\b(?:gut|auf)\b|\bdenke[n]? (?:sehr |viel )?an (?:dich|euch|sie)\b|\bvermisse[n]? (?:dich|euch)\b|\bgute reise\b|\bschoenen urlaub\b|\btut mir leid,? (?:das )?(?:zu hoeren|dass (?:du|deine|dein))\b|\bkomm gut (?:an|nach hause)\b",
    ),
    (
        Gift,
        Strong,
        r"\b(?:das |die )?(?:essen|abendessen|mittagessen|kaffee|getraenke|runde|rechnung)\b.*\b(?:geht|gehen)\b.*\bauf (?:mich|uns)\b|\b(?:ich )?lade (?:dich|sie|euch) (?:zum|zu einem|auf|ins)\b|\b(?:habe|bringe|schenke|schicke) (?:ich )?(?:dir|ihnen|euch)\b.*\b(?:geschenk|kleinigkeit|mitgebracht|mitbringsel|karten|blumen|wein|kuchen|schokolade)\b|\bist (?:ein )?geschenk fuer (?:dich|euch|sie)\b",
    ),
    (Gift, Against, r"\bum (?:den|die|das)\b|\?"),
    (
        Apology,
        Strong,
        r"\b(?:es |das )?tut mir (?:sehr |so |wirklich |furchtbar )?leid\b|\btut uns (?:sehr )?leid\b|\bentschuldige\b|\bentschuldigung\b|\bentschuldigen sie\b|\bverzeih(?:ung|en sie)?\b|\b(?:ich|wir)\b.*\b(?:fuer|wegen)\b.*\bentschuldigen\b|\bmein fehler\b|\bsorry\b.*\b(?:fuer|dass|wegen)\b",
    ),
    (
        Apology,
        Against,
        r"\b(?:hat|haben) sich\b.*\bentschuldigt\b|\bleid,? (?:das )?zu hoeren\b|\bleid,? dass (?:du|sie|dein|deine|ihr)\b|\bentschuldige die stoerung\b",
    ),
    (
        Pressure,
        Strong,
        r"\bdas (?:dritte|vierte|fuenfte|x-te|letzte) mal\b|\bzum (?:dritten|vierten|letzten|wiederholten) mal\b|\bletzte (?:mahnung|warnung|frist)\b|\b(?:anwalt|inkasso|gericht|rechtliche schritte|konsequenzen)\b.*\b(?:einschalten|uebergeben|einleiten|ziehen|vorbehalten|haben)\b|\bsonst (?:werde|muss|sind|bist|fliegst|kuendige)\b|\bunverschaemt|\binakzeptabel\b|\bwie oft (?:muss|soll) ich\b|\bes reicht\b(?: mir)?",
    ),
    (
        Decline,
        Strong,
        r"\bleider (?:kann|koennen|muss|muessen|schaffe|schaffen|geht|passt)\b.*\b(?:nicht|absagen|ablehnen|verzichten|passen)\b|\b(?:kann|koennen|schaffe|schaffen|schaffe es) (?:ich |wir )?(?:das |es |am [a-z]+ |heute |morgen )*leider\b.*\bnicht\b|\bmuss (?:ich )?(?:leider )?(?:absagen|ablehnen|passen)\b|\b(?:das )?(?:geht|passt) (?:bei mir )?leider nicht\b|\bnein,? (?:danke|leider|das geht nicht)\b|\bich moechte (?:das )?lieber nicht\b",
    ),
    (Decline, Against, r"\bgenug\b|\b(?:er|sie) kann leider\b"),
];
