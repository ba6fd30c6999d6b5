//! French.

use super::{Against, Rule, Strong, Weak};
use crate::observations::cues::Act::{
    Advice, Apology, Care, Decline, Gift, Help, Introduction, Offer, Praise, Pressure, Promise,
    Recommendation, Request, Thanks,
};

/// Words of which a French text of a few words holds some, and others hardly any.
pub(super) const WORDS: &str = "bonjour salut voici je tu il elle nous vous le les des du et est sont pas pour avec que qui une un votre vos ton \
     ta tes mon ma mes merci dans sur ce cette au aux ne plus bien si ai avez suis es sera ici demain tout tres comment \
     voici bon bonne de la ci-joint j'ai c'est d'avoir n'hesite t'ai t'envoie l'invitation toutes chere cher se te me sans sous chez par son sa ses leur etait ont ete suis vient viens dire quand depuis \
     vers jusqu'a lundi mardi mercredi jeudi vendredi samedi dimanche huit deja encore peux peut veux veut";

/// Marks of mail to all.
pub(super) const BULK: &str = r"\bnewsletter\b|\bdesabonner|\bdesinscri|message (?:est )?(?:genere |envoye )?automatique|ne pas repondre a ce (?:message|mail|courriel)|\bchers? (?:clients?|abonnes?|membres)\b|\bchere? cliente?\b";

/// Matters that no ledger should hold.
pub(super) const SENSITIVE: &str = concat!(
    r"\b(?:condoleances|obseques|enterrement|deuil|decedee?|deces|fausse couche)\b|",
    r"\b(?:est|sont) (?:morte?s?)\b|",
    r"\b(?:cancer|chimio(?:therapie)?|tumeur|depression|burn-?out|suicide|diagnostic|arret maladie)\b|",
    r"\b(?:bon|prompt) retablissement\b|\b(?:divorce|garde des enfants|separation)\b|",
    r"\b(?:harcelement|harcelee?|discrimination|agression)\b|\b(?:ete|suis) (?:licenciee?|viree?|arretee?)\b|",
    r"\blicenciement\b|\bmon avocat\b|",
    r"\b(?:cercueil|cendres|veuve|veuf|crematorium|inhumation|faire-part de deces|mort-nee?|palliatifs?)\b|",
    r"\b(?:a|ont|avons|ai|as) perdu (?:mon|ma|mes|son|sa|notre|le bebe|un bebe|leur|ton|ta)\b|",
    r"\bperte de (?:mon|ma|son|sa|ton|ta|votre|notre)|\bn'est plus (?:la|parmi nous|de ce monde)\b|",
    r"\bnous a quittes?\b|\b(?:mort|disparition) de (?:mon|ma|son|sa|ton|ta|notre|votre)\b|",
    r"\bapprendre pour (?:ta|ton|votre|sa|son)\b|\bvient de mourir|\best decedee?|",
    r"\bpique(?:r)? (?:le|notre|mon) (?:chat|chien)|\bmis fin a ses jours|",
    r"\bs'est (?:suicidee?|donne la mort|taille)|\b(?:tous ses|avale) (?:cachets|comprimes|medicaments)|",
    r"\b(?:malade|fievre|grippe|covid|gastro|angine|migraine|pneumonie|avc|infarctus|alzheimer|parkinson|demence|metastases?|tumeurs?|leucemie|radiotherapie|dialyse|greffe|biopsie|irm|urgences|reanimation|hospitalisee?s?|clinique|ehpad|fauteuil roulant|handicap|enceinte|grossesse|prematuree?|pma|fiv|anxiete|angoisses?|depressif|depressive|bipolaire|anorexi\w+|boulimi\w+|psychiatr\w+|psychologue|therapie|therapeute|addiction|alcoolique|alcoolisme|sevrage|cure de desintoxication|surmenage|fracture|platre|cotes cassees|jambe cassee|bras casse|operee?|accident de (?:voiture|scooter|moto|velo|la route))\b|",
    r"\bcloue au lit|\barret de travail|\b(?:sans boire|ne bois plus|arrete de boire|rechute)\b|",
    r"\b(?:garde a vue|mise en examen|tribunal|proces|prison|perquisition|plainte|condamnee?|sursis|casier judiciaire|surendettement|huissiers?|dettes|expulsion|expulsee?s?|saisie sur salaire|interdit bancaire|sans papiers|titre de sejour|oqtf|demande d'asile|faillite personnelle)\b|",
    r"\b(?:m'a|l'a|nous a|t'a) (?:quittee?|trompee?|frappee?|battue?|giflee?|menacee?|insultee?|violee?|agressee?|touchee?)\b|",
    r"\b(?:fait|etre|ete) (?:agresser|frapper|violer|insulter|harceler|licencier|virer|mettre a la porte)\b|",
    r"\b(?:s'est|sommes|etes|se sont|s'etait|nous sommes) separee?s?\b|\bon (?:s'est|se) separe|",
    r"\b(?:nous|on) divorc|\bdivorcer\b|\bmon ex\b|\bson ex\b|\bune semaine sur deux|\bun week-end sur deux|",
    r"\bde couple\b|",
    r"\b(?:viol|violee?|violences?|coups|raciste|racisme|sexiste|homophobe|discriminee?|insultes|attouchements|harceleur|menaces? de mort)\b|",
    r"\b(?:chomage|licencie\w*|rupture conventionnelle|conseil de discipline|avertissement|mise a pied|periode d'essai|virer|perdu (?:mon|son) (?:emploi|travail|boulot|poste))\b|",
    r"\brefuse l'appartement|\b(?:a|de) l'hopital (?:depuis|pour|hier|apres|ce)|",
    r"\b(?:mon|son|ma|sa|une) operation (?:du|de la|au|s'est|jeudi|lundi|mardi|mercredi|vendredi)|",
    r"\bse faire operer|\bperdu (?:mamie|papi|papa|maman)|\bs'est eteinte?\b|\bme trompait|",
    r"\bla garde a (?:leur|sa)|\bla garde des\b|\brecommence a boire|\bevaluation annuelle|",
    r"\bentretien prealable|\brefaire des examens",
);

pub(super) const PACK: &[Rule] = &[
    (
        Thanks,
        Strong,
        r"\bmerci\b.*\b(?:pour|d'avoir|de m'avoir|de nous avoir|d'etre)\b|\b(?:te|vous) (?:re)?mercier? (?:beaucoup |vivement |encore |sincerement )?(?:pour|de|d')|\b(?:te|vous) remercie\b|\b(?:suis|sommes) (?:tres |vraiment |infiniment )?reconnaissante?s?\b|\bun grand merci\b.*\b(?:a toi|a vous|pour)\b",
    ),
    (
        Thanks,
        Against,
        r"\bd'avance\b|\bnon,? merci\b|pour (?:votre|ton) (?:comprehension|attention|commande|patience|interet|confiance)|pour l'invitation,? mais|\bmerci de (?:me|nous|bien|ne|vouloir|lui|renvoyer|confirmer|preciser)\b|\b(?:il|elle) (?:m'a|t'a|l'a|nous a) remercie",
    ),
    (
        Request,
        Strong,
        r"\b(?:pourrais|pourriez|peux|pouvez|voudrais|voudriez|aurais|auriez|as|avez|sais|savez)[- ](?:tu|vous)\b.*\?|\best-ce que (?:tu|vous)\b.*\?|\b(?:tu|vous) (?:pourrais|pourriez|peux|pouvez|aurais|auriez)\b.*\?|\bj'(?:aurais|ai) besoin (?:de (?:ton|ta|tes|votre|vos)|que (?:tu|vous))|\bmerci de (?:me|nous|bien|ne|renvoyer|confirmer|preciser|lui)\b|\b(?:envoie|dis|donne|appelle|tiens|rappelle|previens|envoyez|dites|donnez|appelez|tenez|rappelez|prevenez)-(?:moi|nous)\b|\bs'il (?:te|vous) plait\b|\b(?:je|nous) (?:te|vous) (?:prie|demande|demandons|prions) de\b|\bveuillez (?:me|nous|m'|confirmer|envoyer|trouver le temps|remplir|signer|renvoyer)\b|\bce serait (?:bien|super|gentil) (?:si|que) (?:tu|vous)\b",
    ),
    (
        Request,
        Against,
        r"\bpour toute (?:question|information)\b|\bcomment (?:vas|allez|va)\b|\bveuillez (?:agreer|recevoir|trouver ci|accepter)|\bveux-tu que je\b|\bvoulez-vous que je\b|\bje vous prie d'(?:agreer|accepter|excuser)",
    ),
    (
        Offer,
        Strong,
        r"\b(?:veux-tu|voulez-vous|tu veux|vous voulez|souhaites-tu|souhaitez-vous) que (?:je|j'|nous)\b|\bje (?:peux|pourrais) (?:t'|te |vous |l'|le |la |les |venir |passer )[a-z' ]*(?:aider|chercher|preter|conduire|envoyer|remplacer|montrer|expliquer|accompagner|garder|emmener)|\bje (?:serais|suis) (?:ravie?|heureux|heureuse|content|contente) (?:de|d')(?: ?)(?:t'|te |vous |jeter|relire|aider|regarder|passer|venir|partager)|\bsi je peux (?:faire|t'aider|vous aider|etre utile)|\bsi (?:tu|vous) (?:veux|voulez|as besoin|avez besoin)\b.*\bje\b|\bje (?:suis|reste) (?:a ta|a votre) disposition pour (?:t'|vous )aider|\bfais-moi signe si tu as besoin",
    ),
    (Offer, Against, r"\bpour toute (?:question|information)\b|\bje ne peux (?:pas|malheureusement)"),
    (
        Promise,
        Strong,
        r"\bje (?:t'|te |vous |m'en |m'|l'|le |la |les )(?:re)?(?:envoie|enverrai|contacterai|rappelle|rappellerai|appelle|appellerai|apporte|apporterai|donne|donnerai|dis|dirai|tiens au courant|tiendrai|occupe|occuperai|ferai|fais suivre|transmets|transmettrai|reponds|repondrai|ramene|ramenerai|prepare|preparerai|reserve|reserverai)\b|\bje vais (?:t'|te |vous |m'en |le |la |les |verifier|demander|m'occuper)[a-z' ]*|\bje (?:verifierai|reviendrai vers|reviens vers|promets|ferai de mon mieux)\b|\bnous (?:vous )?(?:enverrons|recontacterons|reviendrons|ferons parvenir)\b|\bc'est note,? je\b",
    ),
    (
        Promise,
        Against,
        r"\?|\bsi (?:j'avais|tu|vous ne)\b|\bpeut-etre\b|\bavocat\b|\bci-joint|\bje vais bien\b|\bje t'envoie (?:ici|voici)|\bje (?:te |t'|vous )?(?:envoie|transmets|donne|dis)\b[^.]*\b(?:bisous?|baisers?|bises?|salutations|pensees|amities|bonjour|courage|bravo|merci|felicitations|raison)\b",
    ),
    (
        Help,
        Strong,
        r"\bvoici (?:le|la|les|l'|mon|ma|mes|ton|ta|tes|votre|vos|ce)\b.*\b(?:que|demande|demandee?s?|promis|comme|voulais|cherchais|pour toi|pour vous)|\bci-(?:joint|jointe|joints|jointes)\b.*\b(?:demande|demandee?s?|souhaite|comme|promis)|\bj'ai (?:bien )?(?:repare|corrige|envoye|reserve|traduit|rempli|regle|resolu|termine|relu|commande|installe|debloque|mis a jour|retrouve|prepare)\b.*\b(?:ton|ta|tes|votre|vos|pour toi|pour vous)\b|\bc'est (?:fait|regle|repare|corrige)\b|\bcomme (?:demande|convenu|promis|tu (?:me )?l'avais demande)\b",
    ),
    (
        Help,
        Weak,
        r"\b(?:voici|voila) (?:enfin |donc |deja )?(?:le|la|les|l'|mon|ma|mes|ton|ta|tes|votre|vos|nos|notre)(?:\b|')|\b(?:ci-joint|ci-jointe|ci-joints|ci-jointes|en piece jointe|en pj)\b|\bje (?:te |vous )?joins\b",
    ),
    (Help, Against, r"\?|\bje n'ai pas\b|\bpas encore\b"),
    (
        Introduction,
        Strong,
        r"\b(?:je|j'aimerais|permettez-moi de|laisse-moi|laissez-moi|j'ai le plaisir de|je voudrais) ?(?:te|vous) present(?:e|er)\b|\bje (?:mets|met|ajoute|copie) [a-z ]+ en copie\b|\bje (?:te|vous) mets? en (?:contact|relation)\b|\bmettre en (?:contact|relation) avec [a-z]+|\bj'ai donne (?:ton|votre) (?:nom|numero|adresse) a\b",
    ),
    (Introduction, Against, r"\bpresente(?:r)? (?:mes|nos|le projet|la situation|un|une|les)\b|\?"),
    (
        Recommendation,
        Strong,
        r"\bje (?:te|vous) (?:recommande|conseille) (?:vivement |chaudement |fortement )?(?:mon|ma|notre|le|la|monsieur|madame|m\.)\b|\b(?:t'ai|vous ai|l'ai) (?:chaudement |vivement )?recommandee?\b|\bje (?:me porte|peux me porter) garante?\b|\bdit (?:beaucoup |le plus grand )?(?:de )?bien de (?:toi|vous)\b|\bc'est (?:la|une) personne (?:de confiance|qu'il te faut)",
    ),
    (
        Advice,
        Strong,
        r"\ba (?:ta|votre) place\b|\b(?:tu devrais|vous devriez|tu ferais mieux|vous feriez mieux)\b|\b(?:je )?(?:te|vous) (?:conseille(?:rais)?|suggere(?:rais)?|recommande(?:rais)?) (?:vivement )?(?:de|d'|plutot)|\bmon conseil\b|\b(?:il|ce) (?:vaudrait|serait) mieux\b|\bpourquoi ne pas\b|\bas-tu essaye\b|\bavez-vous essaye\b",
    ),
    (
        Praise,
        Strong,
        r"\bfelicitations?\b|\bbravo\b|\bchapeau\b|\b(?:ton|ta|tes|votre|vos) [a-z']+.*\b(?:est|etait|sont|etaient)\b.*\b(?:formidable|excellente?s?|superbe?s?|remarquables?|magnifiques?|geniale?s?|brillante?s?|tres bien|parfaite?s?|impressionnante?s?)\b|\b(?:tu as|vous avez) (?:fait |ecrit |rendu )?(?:un|une|du) (?:travail|boulot|article|presentation|job)? ?(?:remarquable|excellent|formidable|magnifique|superbe|beau|bon|super)|\b(?:excellent|beau|bon|super|tres bon) (?:travail|boulot)\b|\bj'ai (?:adore|beaucoup aime) (?:ton|ta|votre)\b",
    ),
    (Praise, Against, r"\?"),
    (
        Care,
        Strong,
        r"\bbon retablissement\b|\bprompt retablissement\b|\bcondoleances\b|\bde tout coeur avec (?:toi|vous)\b|\b(?:joyeux|bon) anniversaire\b|\bjoyeux noel\b|\bbonne annee\b|\bbonnes (?:fetes|vacances)\b|\bbon voyage\b|\bcomment (?:va|vont|se porte|se portent) (?:ton|ta|tes|votre|vos)\b|\bprends (?:bien )?soin de toi\b|\bprenez soin de vous\b|\b(?:tu me manques|vous me manquez|tu nous manques)\b|\bje pense (?:bien |beaucoup )?a (?:toi|vous)\b|\brepose-toi\b|\bdesolee? (?:d'apprendre|pour ta|pour ton|pour votre perte)",
    ),
    (
        Gift,
        Strong,
        r"\bc'est moi qui (?:invite|regale|paie)\b|\bc'est (?:ma tournee|pour moi|un cadeau pour)\b|\bje (?:t'|vous )(?:invite|offre|ai (?:rapporte|apporte|achete|pris))\b.*\b(?:cadeau|diner|dejeuner|restaurant|verre|places|billets|livre|fleurs|vin|chocolats?|a (?:diner|dejeuner))|\bun petit (?:cadeau|quelque chose) pour (?:toi|vous)\b|\bje t'ai rapporte\b",
    ),
    (
        Apology,
        Strong,
        r"\b(?:je suis|nous sommes|suis) (?:vraiment |tres |sincerement |navree?|tellement )*(?:desolee?s?|navree?s?|confuse?)\b|^(?:vraiment )?desolee?\b|\bexcuse-moi\b|\bexcusez-(?:moi|nous)\b|\b(?:mes|nos|toutes mes|toutes nos) excuses\b|\b(?:prie|prions|demande) (?:de|d') ?(?:m'excuser|nous excuser|bien vouloir)|\bpardon (?:pour|de)\b|\bc'est (?:de )?ma faute\b|\bje m'excuse\b",
    ),
    (
        Apology,
        Against,
        r"\bs'est excusee?\b|\bdesolee? (?:d'apprendre|pour (?:ta|ton|votre) (?:perte|mere|pere|deuil))|\bdesolee? de (?:te|vous) deranger\b",
    ),
    (
        Pressure,
        Strong,
        r"\b(?:troisieme|quatrieme|cinquieme|enieme|derniere) fois que (?:je|j')|\bdernier (?:rappel|avertissement)\b|\bderniere relance\b|\b(?:avocat|huissier|tribunal|poursuites|suites judiciaires)\b|\bsinon (?:je|vous|tu)\b|\binacceptable\b|\bcombien de fois (?:faut-il|dois-je)\b|\bvous (?:n'avez jamais|ne prenez meme pas)\b",
    ),
    (
        Decline,
        Strong,
        r"\b(?:malheureusement|helas|desolee?),? (?:mais )?(?:je|nous) ne (?:peux|pourrai|pouvons|pourrons|suis|serai)\b.*\bpas\b|\bje (?:dois|prefere|vais devoir) (?:malheureusement )?(?:decliner|refuser|annuler|renoncer)\b|\bje ne (?:peux|pourrai) (?:malheureusement )?pas (?:venir|accepter|participer|t'aider|vous aider|me liberer|etre la)\b|\bce (?:n'est|ne sera) malheureusement pas possible\b",
    ),
];
