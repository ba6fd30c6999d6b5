//! Thanks, apology, praise and care.

use super::{Against, Never, Rule, Strong, Sure, Weak};
use crate::observations::cues::Act::{Apology, Care, Praise, Thanks};

pub(super) const PACK: &[Rule] = &[
    // Thanks that name what for.
    // "Thanks to your introduction I met Ida" credits the reader.
    (
        Thanks,
        Sure,
        r"\bthanks to (?:you\b|your (?:[a-z]+ )?(?:intro|introduction|help|advice|tip|work|effort|efforts|support|note|letter|recommendation|suggestion)\b)",
    ),
    (
        Thanks,
        Strong,
        r"\b(?:thanks|thank you|thank-you|thks|thx|thank u|thanx)(?: (?:you|both|all|everyone|guys|<name>|very much|so much|a lot|a million|again|once again|a bunch|and <name>|everybody))*,? (?:for (?:all |the |your |that|this|these|those|letting|getting|taking|being|having|putting|sending|coming|looking|helping|checking|handling|responding|talking|turning|[a-z]+ing\b|a |an |such |it|both|sharing|everything))",
    ),
    (
        Thanks,
        Weak,
        r"\b(?:thanks|thank you|thks|thx|thank u|thanx)\b[^.?]{0,24} for\b|\b(?:we|i) (?:do |did |really |truly |greatly )*(?:appreciate|appreicate|appreciated)\b|^(?:yes|no|ok|okay|great|good|wow|oh|ah|well)[,.!]* (?:many )?(?:thanks|thank you)",
    ),
    (
        Thanks,
        Strong,
        r"\b(?:many thanks|thanks (?:so much )?(?:also )?)(?: are due)? to (?:you|all|everyone|both|<name>|those|the)",
    ),
    (
        Thanks,
        Strong,
        r"(?:<we>|^|, |\band )(?: do| did)? ?(?:<mod>)(?:appreciate|appreicate|appreciated) (?:all|the|that|this|it\b|how|you\b|your|everyone|everybody)",
    ),
    (Thanks, Strong, r"\b(?:much|greatly|really|most) appreciated<end>"),
    (Thanks, Strong, r"<am> <mod>(?:grateful|thankful|indebted|obliged)"),
    (
        Thanks,
        Strong,
        r"\b(?:i|we) owe you|couldn't have done (?:it|this|that) without|saved (?:my|our|the) (?:day|life|bacon|week)|made my (?:day|week)|you(?:'re| are) a (?:lifesaver|life saver|star|saint)|exactly what i (?:needed|was looking for)|(?:it|that|this) helps me a (?:lot|great deal)|can't thank you enough",
    ),
    (
        Thanks,
        Strong,
        r"\bthank you (?:so|very) much(?:<end>|!| )|\bthanks so much|\bthanks a (?:lot|million|ton)!|\bthank you!|\bthanks!!|many thanks!|^(?:thanks|thank you) <name>(?: and <name>)? -|^(?:first,? )?(?:i|we)(?: just)? (?:want|wanted|would like|\'d like) to (?:say )?(?:thank|a big thank)",
    ),
    (Thanks, Weak, r"\bthank(?:s|ing)?\b|\bthx\b|\bappreciat"),
    (
        Thanks,
        Weak,
        r"^(?:ok|okay|great|excellent|perfect|wonderful|super|cool|good|yes|ah|oh)[,.!]* (?:and |many )?(?:thanks|thank you)",
    ),
    (
        Thanks,
        Weak,
        r"^(?:many )?(?:thanks|thank you)(?: again| very much| so much| all| both| guys| <name>)*<end>",
    ),
    (
        Thanks,
        Weak,
        r"\b(?:that|it|this) (?:worked|works|did the trick|solved|helped|fixed)|was very helpful|(?:your|the) (?:suggestion|advice|tip|fix)[a-z ]* (?:worked|works|helped|led to|solved)",
    ),
    (
        Thanks,
        Never,
        r"\bin advance\b|would be (?:<mod>)appreciated|appreciate (?:it if|any|hearing|your (?:consideration|attention|prompt (?:response|reply)))|will be (?:<mod>)appreciated|would <mod>appreciate",
    ),
    (
        Thanks,
        Never,
        r"thank(?:s| you)(?: very much| so much)? for (?:your |the )?(?:any|attention|time|consideration|cooperation|interest|patience|understanding|business|order|ordering|subscribing|choosing|shopping|using|registering|your (?:attention|time|consideration|cooperation|interest|patience|understanding|order|business|purchase|payment))",
    ),
    (
        Thanks,
        Never,
        r"\bno,? thanks|\bno thank you|thanks,? but no|\bthankfully\b|^thanks to (?:the|this|that|our)\b.*,|^thanks to (?:the|this|that|a|an|our|his|her|their) [a-z]+ (?:i|we|he|she|they|it|the)\b",
    ),
    (Thanks, Never, r"(?:thanked|thanks (?:him|her|them)|thank (?:him|her|them|<name>))\b"),
    // Apology for an own act or omission.
    (
        Apology,
        Strong,
        r"\b(?:i|we)(?:'m| am|'re| are)(?: <mod>)? ?(?:sorry)(?: (?:for|about|that|i|we|if|it|this|to (?:have|be))|[.,!]|$)",
    ),
    (
        Apology,
        Strong,
        r"^(?:<mod>)sorry(?: <name>| guys| all| everyone)?(?:,|<end>| (?:for|about|that|i|we|if|it|my|this) ?)",
    ),
    (
        Apology,
        Strong,
        r"\b(?:and|but|so) sorry (?:for|about|that|i|we|it)|\bsorry (?:for|about) (?:the|any|my|all|being|not|that|this|taking|missing|delay|confusion)",
    ),
    (
        Apology,
        Strong,
        r"\b(?:i|we|please accept)(?: do| must| want to| would like to|'d like to)? (?:<mod>)apologi[sz]e|\b(?:my|our|sincere|many) apolog(?:y|ies)|^apologies\b",
    ),
    (
        Apology,
        Strong,
        r"\bmy (?:bad|fault|mistake|error|oversight)\b|\bi (?:screwed|messed) up|\bforgive me|\bplease excuse (?:my|the|me|our)|\bi (?:really )?should have (?:told|asked|called|checked|sent|let|written|read)|\bi didn't mean to|\bi (?:completely |totally )?forgot to\b|\bi dropped the ball",
    ),
    (Apology, Weak, r"\bsorry\b|\bapolog|\bregret"),
    (
        Apology,
        Never,
        r"sorry (?:to (?:hear|bother|trouble|disturb|see|learn|interrupt|say)|for (?:your|his|her|their) (?:loss|pain|trouble)|about your|to hear|you(?:'re| are))|(?:so|very|truly|deeply|i'm|i am) sorry (?:to hear|for your|about your)",
    ),
    (
        Apology,
        Never,
        r"no (?:need to |reason to )?apolog|don't (?:be sorry|apologi)|sorry\?|feel sorry|apologi[sz]ed to|owes? (?:me|us|you) an apology|better safe than sorry|(?:he|she|they)(?:'s| is| are|'re)? (?:was |were )?(?:<mod>)sorry",
    ),
    // Praise of the addressee.
    (
        Praise,
        Strong,
        r"\bcongrat|\bkudos\b|\bbravo\b|\bwell done\b|\bhats off|\bway to go\b|\bwell deserved|\bkeep up the (?:good|great)",
    ),
    (
        Praise,
        Strong,
        r"(?:^|, |\bi think (?:that )?|\band )(?:this|that|it|these|those)?(?:'s| is| was| are| were| looks like)? ?(?:a |an |such a |some )?(?:<mod>)<good>(?: [a-z]+)? <thing>\b",
    ),
    (
        Praise,
        Strong,
        r"\b(?:you|you guys|your team|the team)(?:'ve| have| all)? (?:did|do|done|are doing|were doing|made|have been doing)(?: such)? (?:a |an )?<mod><good>|\byou (?:were|are|'re) (?:<mod>)?(?:the best|awesome|amazing|a genius|a star|great|brilliant|a pro|right on|much better|a big hit|wonderful|fantastic|terrific)",
    ),
    (
        Praise,
        Strong,
        r"<am>(?: was| were)? ?<mod>(?:impressed|proud of you)|\b(?:i|we) (?:was|were) <mod>impressed|\b(?:he|she|they)(?: was| were)? (?:duly |very |really )?impressed (?:with|by) you",
    ),
    (
        Praise,
        Strong,
        r"\b(?:loved|love|enjoyed|admire) (?:your|how you|the way you)|\byour (?:talk|presentation|speech|work|article|report|paper|site|book|code|letter|memo|notes?|team|advice|piece|summary|analysis|patch|help|efforts?) (?:was|were|is|are|has been|looks?) (?:<mod>)(?:<good>|helpful|invaluable|inspiring|well)",
    ),
    (
        Praise,
        Strong,
        r"(?:^|\b(?:it|this|that|these|otherwise|letter|memo|draft|document|everything|page|site|presentation) )(?:all )?looks? (?:<mod>)(?:great|excellent|fantastic|terrific|wonderful|fabulous|awesome|beautiful|super|amazing)",
    ),
    (
        Praise,
        Strong,
        r"\b(?:a|the|your) (?:<mod>)<good> (?:job|work|effort|contribution)\b|\bgreat (?:job|work)\b|\bnice (?:job|work)\b|\bgood (?:job|work)\b|excellent (?:job|work)|\bwell[- ](?:written|put|said|thought|organized|organised)\b",
    ),
    (Praise, Weak, r"\b<good>\b"),
    (Praise, Weak, r"\byour?\b.*\b<good>\b|\b<good>\b.*\byour?\b"),
    (
        Praise,
        Against,
        r"\bgood (?:luck|morning|afternoon|evening|night|day|time to|for (?:me|us|you)|to (?:hear|know|see|go))|\bgreat(?:ly)?[,.!]* (?:thanks|see you|to hear|i)|\b(?:that|it)(?:'s| is| would be| will be|'ll be)? (?:fine|good|great|nice)(?: with| for| by|<end>)|have a (?:great|good|nice)|would be (?:<mod>)<good>|in good|no good|as good|a good (?:time|day|way|deal)|(?:\b(?:he|she|they)|<name>)(?:\'s| is| was)? (?:did|does|do|doing|made) |good point|not (?:<mod>|a )*<good>",
    ),
    // Care for the addressee as a person; "are you OK with that" asks for a consent.
    (
        Care,
        Against,
        r"\b(?:are|is|were) (?:you|everyone|everybody)(?: all| guys| both)? (?:ok|okay|alright|all right|fine) with\b",
    ),
    (
        Care,
        Strong,
        r"\b(?:so|very|deeply|truly|terribly|i'm|i am|we are|we're) sorry (?:to hear|for your loss|about your|to learn)|\bsorry (?:for your loss|to hear (?:about|that|of) your?)|\bcondolence|\bsympath(?:y|ies)\b|\b(?:thoughts|prayers) (?:are|go|and prayers)|\bpraying for|\bthinking (?:of|about) you|\bget well\b|\bspeedy recovery|\bfeel better|\bfeeling better",
    ),
    (
        Care,
        Strong,
        r"\b(?:i|we)?(?: do| really| sure| all)* ?miss(?:ed)? you\b|\bwe(?:'ll| will)? miss (?:you|having you)|\bhang in there|\btake care of yourself|\btake (?:good )?care<end>|\bstay (?:safe|warm|strong|well)|\bsafe (?:travels|trip|journey|flight|drive)|\bbon voyage|\bbe safe",
    ),
    (
        Care,
        Strong,
        r"\bhappy (?:birthday|anniversary|thanksgiving|holidays?|easter|new year|mother|father|@)|\bmerry christmas|\bseason's greetings|\bwish(?:ing)? you (?:both |all |and (?:your family|yours) )?(?:a |an |the |all |every |well|good|much|merry|happy)|\bbest wishes (?:for|to|on)",
    ),
    (
        Care,
        Strong,
        r"\bhow(?:'s| is| are| was| were| did) (?:your|the (?:family|kids|baby|wife|boys|girls|trip|vacation|new (?:house|baby|place)|weekend)|you (?:feeling|holding|doing since))|\bare you (?:feeling|ok\b|okay|alright|all right)|\bwere you (?:guys )?(?:ok|okay)|(?:you|your (?:mom|mother|dad|father|wife|husband|son|daughter|family|parents|kids|mum)) (?:is|are) (?:feeling|doing) (?:ok|okay|better|well)",
    ),
    (
        Care,
        Strong,
        r"\bhope (?:that )?(?:you|your|all your|everyone|everything|the|to hear)(?: and your family)?.*\b(?:feeling|better|recover|safe|enjoy|trip|vacation|holiday|weekend|family|baby|healthy|christmas|birthday|rest|ok at|mom|mother|dad|father|wife|husband|surgery|parents|move)\b",
    ),
    (
        Care,
        Strong,
        r"\b(?:have|enjoy) (?:a |an |your )?(?:<mod>)?(?:<good>|safe|happy|wonderful|relaxing|fun|blessed)? ?(?:trip|holidays?|vacation|flight|honeymoon|thanksgiving|christmas|time with|day with|easter|time off|birthday)\b",
    ),
    (
        Care,
        Strong,
        r"\bdrive (?:safe|safely|carefully)|\bdon't work too hard|\bget some (?:rest|sleep)\b|\benjoy (?:your|the|yourself|yourselves)(?: (?:vacation|trip|time off|beach|holidays?|weekend|honeymoon|retirement|day off|break))|\b(?:you|your family|you and [a-z@ ]+) (?:are|is) in (?:our|my) (?:thoughts|prayers)|\b(?:my|our) hearts? (?:goes|go) out|\b(?:so |very |really )?happy for you\b|\bsad to hear\b|\bdeepest sympathy|\bhow are you (?:holding up|feeling|coping)|\bworr(?:y|ied) about you\b|\bwelcome (?:home|back)\b",
    ),
    (
        Care,
        Weak,
        r"\bhope\b.*\b(?:you|your|everyone)\b|\bmiss\b|\bhave a (?:great|good|nice|wonderful)|\bworried about you|\byour family\b",
    ),
    (
        Care,
        Strong,
        r"\b(?:hope|trust|glad|happy|relieved|sorry) (?:to hear |that |to learn )?(?:that )?you(?:'re|r| are| had| have| got| enjoy|'ve)?(?: all| both)?(?: had| having| doing| feeling| getting)? .*\b(?:well|better|safe|home|fun|rest|time|weekend|vacation|trip|holiday|recovered|recovering|ok|okay)\b|\byou (?:are|were|will be|'ll be) (?:<mod>)?missed|\b(?:give|send) my (?:love|regards|best) to|\bsay (?:hi|hello) to (?:your|the (?:kids|family)|<name>)|\bhow are (?:you (?:doing|feeling)|things (?:at home|with you))|\bcongratulations on the (?:baby|wedding|birth|engagement)",
    ),
    (
        Care,
        Against,
        r"^(?:i |we )?(?:trust|hope)(?: that)? (?:you(?:'re| are)?|this|all is|everything is|all's)(?: (?:email|e-mail|note|message|mail|letter))?(?: finds you)?(?: (?:are|is|all|both|doing))*(?: well| ok| okay| fine| good| great| going well)*(?: with you| there)?<end>|\bhope (?:this|that) helps|\bhope to (?:see|hear|meet|talk)|\bhope (?:you|we) (?:can|will|could|don't mind|find)|missed (?:your call|you on the phone)",
    ),
];
