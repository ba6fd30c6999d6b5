//! Offer, promise, help, introduction, recommendation, gift, concession and opportunity.

use super::{Against, Never, Rule, Strong, Sure, Weak};
use crate::observations::cues::Act::{
    Concession, Gift, Help, Introduction, Offer, Opportunity, Promise, Recommendation,
};

pub(super) const PACK: &[Rule] = &[
    // Offers.
    (
        Offer,
        Strong,
        r"\b(?:let (?:me|us) know|tell me) (?:if|how|what|whether|when) (?:else )?(?:there(?:'s| is) anything |else )?(?:i|we|@[a-z]+) (?:can|could|may)(?: be of)?(?: (?:help|do|assist|assistance|offer|provide|answer|send|support|be|make|bring|contribute))?",
    ),
    (
        Offer,
        Strong,
        r"(?:'d| would| will|'ll| am|'m| are|'re)(?: also)?(?: be)?(?: <mod>)? ?(?:more than |only too )?(?:happy|glad|delighted|pleased|willing|honou?red) to (?:also )?[a-z]+ ",
    ),
    (
        Offer,
        Strong,
        r"^(?:<mod>)?(?:more than |always )?(?:happy|glad) to (?:help|assist|look|come|meet|talk|discuss|send|share|explain|show|cover|review|read|do|answer|speak|give|walk|take|host|join|introduce|call)",
    ),
    (
        Offer,
        Strong,
        r"\b(?:do you want|would you like|do you need|would it help|want|would you want|would you prefer)(?: for)? (?:me|us|if i) to\b|\bshall (?:i|we) (?:send|bring|call|come|help|pick|book|ask|try|do|get|look|take)\b|\b(?:should|shall) i (?:bring|pick|book) |\bwould it (?:help|be helpful|be useful) if (?:i|we)",
    ),
    (
        Offer,
        Strong,
        r"\bif you(?:'d| would)? (?:ever )?(?:need|want|like)(?: any| some)? (?:help|a hand|a copy|an extra|assistance|me to|us to|support|someone to)|\bif (?:there(?:'s| is) anything|i|we) (?:else )?(?:i |we )?can (?:be of |do|help|assist)|\banything (?:i|we) can do\b|\b(?:count|put|sign) me (?:in|down)|\bi(?:'d| would)? volunteer|\bi don't mind (?:doing|helping|taking|driving|covering)|\blet me help|\bi can help\b|\bat your (?:service|disposal)",
    ),
    (
        Offer,
        Strong,
        r"\b(?:i|we) (?:can|could) (?:easily |gladly |always |also |certainly |probably |either |just )*(?:help (?:you|out|with|him|her|them|in)|cover|send you|bring you|give (?:you|one)|lend|pick (?:you|it|them)|drive you|take (?:you|over|that|care)|show you|provide|share|fill in|introduce you|put you|host)\b|(?:\b(?:he|she)|<name>) can (?:certainly |also )?(?:help|assist)|\bi'll give you (?:one|some|half|mine|my)|\bif (?:you|folks|you guys)(?:'d| would) (?:still )?like (?:him|her|us|me|them) to\b|\bwould gladly\b|\bfeel free to (?:work with|call on|use) (?:me|us|my|our)",
    ),
    (
        Offer,
        Strong,
        r"\b(?:you(?:'re| are)?|your) (?:are )?(?:always |very |more than |most )?welcome to\b|\b(?:you can|feel free to) (?:always )?(?:use|borrow|stay|crash|keep|have) (?:my|our|at|with|on|one of)|\bi(?:'m| am) (?:available|free) (?:to (?:help|meet|talk|participate|join)|if you|whenever|any ?time)|\bmy door is (?:always )?open|\bwould you (?:like|find it helpful|care for) (?:a|some|to (?:have|see|get|use|borrow|be|join))\b",
    ),
    (
        Offer,
        Strong,
        r"\b(?:i|we) (?:can|could|would|will|'ll|'d) [a-z]+ .*\bif (?:you(?:'d| would)? (?:like|want|wish|prefer|need)|that (?:helps|would help|works)|it (?:helps|would help))|^if (?:you(?:'d| would)? (?:like|want|wish|prefer|need)|it (?:helps|would help))[^?]*,? (?:i|we)(?:'d| would| can| could|'ll| will) |\blet (?:me|us) know (?:if|when|whether) you(?:'d| would)? (?:like|want|need|prefer) (?:me|us|<name>) to\b|\b(?:i|we)(?:'m| am|'re| are| would be|'d be) (?:available|around|here|free) (?:to|for you|if|should)\b",
    ),
    (
        Offer,
        Weak,
        r"\b(?:i|we) can (?:meet|drive|come|pick|stop by|drop|do|take|bring|get|talk|go|walk|run|have|put|save|send|show)\b[^?]*\b(?:if|so that you|so you|to save you|in your place|for you)\b|\bif (?:it|that) (?:fits|suits|works|makes|is easier)|<name>(?: @[a-z~.'-]+)? (?:and i )?(?:can|could|would be (?:happy|glad) to) (?:certainly |also |definitely |probably )?(?:give|do|help|assist|cover|take|handle|fill in|show|walk)|\banything (?:else )?i can\b|\bjust (?:holler|shout|ask|say so|say the word|give me a shout)|\bif (?:you|they) (?:need|want) (?:a|another|some|somebody|someone|me|us)\b|\bavailable (?:to|if you|should you|all)\b|\b(?:i'm|i am|we're|we are) (?:free|around|open) (?:on |all |this |tomorrow|monday|tuesday|wednesday|thursday|friday|if)",
    ),
    (
        Offer,
        Against,
        r"\b(?:happy|glad|pleased|delighted) to (?:hear|see|know|learn|announce|report|inform|say|note|find|get|receive|be |have (?:you|met|been))|\b(?:call|contact) (?:me|us) (?:if|with|should)|\bif you have (?:any )?(?:further |other )?questions|\bcan you\b|\b(?:could|can) (?:i|we) .*\?|\bwe can (?:discuss|talk)|\bi can't|\bi cannot|^if (?:we|i) (?:can|could)",
    ),
    // Promises.
    (Promise, Strong, r"<will> <do>\b"),
    (
        Promise,
        Strong,
        r"^(?:ok,? |okay,? |yes,? |sure,? |so |and |but )?(?:will|shall) (?:do|send|forward|call|get|check|let|look|review|fix|add|update|provide|email|fax|follow|keep|ask|talk|take|bring|set|try|work|find|see|make|have|be in touch|come)\b|\bwill do\b|[,.] will (?:let|send|call|get|check|keep|advise|follow)",
    ),
    (
        Promise,
        Strong,
        r"\bi promise\b|\b(?:you can )?count on (?:me|it)\b|\bconsider it done|\bleave it (?:to|with) (?:me|us)|\bi(?:'m| am) on it\b|\bi(?:'ve| have)? got (?:it|this) covered|\byou(?:'ll| will) (?:have|get|receive|hear) (?:it|the|a|my|from|an answer|them|this|something|our)|\bi(?:'ll| will) be (?:in touch|back to you|sending|calling|following|getting|happy to|glad to)|\bi(?:'m| am) (?:sending|getting|working on|going to (?:send|call|get|check|ask)|following up|arranging|putting) .*(?:shortly|soon|today|tomorrow|now|this|for you|later)|\bwill get back to you|\b(?:i|we) (?:plan|intend) to (?:send|have|get|finish|fix|release|provide|circulate)|\b(?:will|'ll) be ready (?:by|on|tomorrow|for)|\bwill follow (?:shortly|soon|tomorrow|up)|\bi owe you (?:a|an) (?:call|reply|answer|email)",
    ),
    (
        Promise,
        Weak,
        r"\b(?:i|we)(?:'ll| will| shall|'m going to| am going to| are going to)\b|\bi'llcall\b|^will\b",
    ),
    (Promise, Weak, r"<name> will <do>\b|\b(?:i|we)(?:'d| would) be (?:<mod>)?(?:happy|glad|delighted) to\b"),
    (
        Promise,
        Weak,
        r"\b(?:will|shall|'ll) (?:then |also |separately |shortly )?(?:forward|send|fax|e-?mail|call|co-?ordinate|have|ask|get) (?:you|it|them|him|her|the|a|my|this|someone|<name>|through|with|back)\b|\bwill (?:follow|be (?:revised|sent|coming|ready|faxed|e-?mailed|delivered|posted|circulated|forthcoming))\b|\b(?:i|we) (?:hope|expect|plan|intend|aim|endeavor) to (?:get|have|send|close|finish|complete|be able)|\b(?:i|we) shall be (?:<mod>)?(?:glad|happy) to|\b(?:i'm|i am|we're|we are) (?:sending|going to|working on|getting|having|putting)\b|\b(?:my|our) (?:assistant|secretary|office|team|people) will\b|^(?:ok|okay|sure|yes|absolutely|of course|no problem)[,.!] ",
    ),
    // Plans of one's own, and the weather.
    (
        Promise,
        Never,
        r"^(?:so |and |but |also )?(?:i|we)(?:'ll| will) be (?:out|away|off|gone|travell?ing|on (?:vacation|leave|holiday|the road)|in (?:town|the office))\b(?: [a-z0-9,#/-]+){0,5}[ .!]*$|\b(?:it|there)(?:'s going to| will|'ll) (?:rain|snow|be (?:cold|hot|warm|dark|fun|hard|difficult|tough)\b)",
    ),
    (
        Promise,
        Against,
        r"\b(?:i|we)(?:'ll| will) (?:be (?:out|away|on vacation|traveling|travelling|in (?:@|london|town|the)|off|gone|attending|unable|able|at|late|leaving|working from)|not|never|have (?:been|to)|need|see you|miss|go|probably|assume|want|likely|know|start|begin|continue|still|only|soon|receive|lose|wait|meet you)\b|\b(?:if|unless|until|whether|when) (?:i|we) (?:will|'ll)|will (?:you|i|we|it|they|he|she)\b.*\?|\bwon't\b|\bi(?:'ll| will) let you (?:go|guess|decide)|\bi(?:'ll| will) try (?:not|to be)|\bwe(?:'ll| will) (?:see|have to|need|be|all|never)\b",
    ),
    // A threat commits to nothing that the reader wants.
    (
        Promise,
        Never,
        r"\bor (?:else )?(?:i|we)(?:'ll| will| shall)\b|\b(?:i|we)(?:'ll| will| shall)(?: have to| be forced to| then)? (?:sue|fire|terminate|escalate|hold you|report you|take (?:legal|you to|this (?:to|further))|stop (?:paying|working)|go to (?:your|the) (?:boss|manager|management|court|press)|see you in court|make you)",
    ),
    // Help that is delivered by the message or done.
    (
        Help,
        Sure,
        r"\b(?:i|we)(?:'ve| have)?(?: just| already| now| also| gone ahead and)* (?:fixed|repaired|corrected|reset|restored|renewed|unlocked|booked|reserved|filled in|set up|sorted out|taken care of|took care of|picked up|cleaned up|translated|proofread|mended) (?:your\b|[a-z ]{2,40} for you\b)",
    ),
    (
        Help,
        Strong,
        r"\b(?:i|we)(?:'ve| have)?(?: just| already| now| also| finally)* (?:fixed|repaired|corrected|updated|changed|added|removed|reset|set up|resolved|arranged|booked|scheduled|created|completed|installed|moved|made|put|posted|uploaded|forwarded|prepared|revised|ordered|entered|found|got|checked) (?:the|your|it|them|this|that|a|an|these|those|all)\b|\b(?:here|below) (?:is|are)\b|\bas (?:you )?(?:requested|promised|discussed|asked)\b|\bper your (?:request|question|e-?mail)|\bin (?:answer|response|reply) to your\b|\bto answer your (?:question|e-?mail)|^the answer (?:is|to)\b",
    ),
    (
        Help,
        Strong,
        r"\battached (?:is|are|please|you(?:'ll| will)? find|for your|below|file|spreadsheet)|\b(?:is|are) (?:also )?attached|\b(?:see|find)(?: the| enclosed and)? (?:attached|enclosed)|\b(?:i|we)(?:'ve| have|'m| am)? (?:also )?(?:attached|attaching|enclosed|enclosing)|\benclosed (?:is|are|please|you)",
    ),
    (
        Help,
        Strong,
        r"^(?:<mod>)?(?:ok|okay|and|sorry)?,? ?here(?:'s| is| are| you go| it is| they are|'s the)\b|\bbelow (?:is|are|you will find|please find|for your)|\bfollowing (?:is|are)\b|\bhere (?:is|are) (?:the|a|an|my|some|what|your)",
    ),
    (
        Help,
        Strong,
        r"\bas (?:you )?(?:requested|asked|promised|discussed|per your)|\bper (?:your|our) (?:request|conversation|discussion)|\byou (?:asked|requested|wanted|were looking for|were asking|inquired)|\bin (?:answer|response|reply|regards?) to your|\bto answer your|\bthe answer (?:is|to)",
    ),
    (
        Help,
        Strong,
        r"<have> (?:fixed|updated|corrected|added|sent|forwarded|completed|resolved|checked|changed|reviewed|uploaded|posted|spoken?|talked|contacted|scheduled|booked|called|set up|found|created|entered|removed|approved|faxed|mailed|made|finished|verified|confirmed|asked|arranged|written|prepared|submitted|restored|committed|left a|looked|put|got|gotten|placed|ordered|copied|included|incorporated|picked up|signed|printed|revised|emailed|e-mailed|reserved|cleared|tested|implemented|paid|filed|met with|discussed)\b",
    ),
    (
        Help,
        Strong,
        r"\b(?:is|are|has been|have been|was|were|it's|that's) (?:now |all |already )?(?:fixed|done|resolved|updated|completed|sorted|taken care of|corrected|restored|on (?:its|the) way|approved|booked|scheduled|ready|set up|in place|posted)\b|^(?:all )?done\b|^fixed\b|\b(?:it|this|that) should (?:now )?(?:work|be fixed|do (?:it|the trick))",
    ),
    (
        Help,
        Strong,
        r"\b(?:you can|you could|you'll|you will|you should be able to) (?:find|get|use|see|download|access|do (?:this|that|it)|try|call|reach|contact|set)\b|^try (?:this|the|using|to|something)?\b|\buse (?:the )?`|\bto do (?:this|that|so),? ",
    ),
    (Help, Weak, r"^(?:fyi|for your information)\b|^(?:yes|no|yep|nope|correct|not yet|right)[,.!]"),
    (
        Help,
        Weak,
        r"\b(?:this|that|it|the (?:problem|issue|reason|cause|error)) (?:is|was|means|happens|comes|seems)\b|\bthe (?:reason|problem|issue|solution|trick)\b",
    ),
    (
        Help,
        Weak,
        r"\b(?:his|her|the|my|their) (?:number|address|email|e-mail|phone|extension|fax|cell)(?: number| address)? (?:is|:)|https?:|\bsee \?|\bhelp page|\bthe following|\bworks for me|\bmy guess",
    ),
    (
        Help,
        Weak,
        r"\b(?:i|we) (?:spoke|talked|checked|called|looked|asked|met|contacted|confirmed|reviewed|sent|forwarded|received|heard|left)\b",
    ),
    (Help, Weak, r"^(?:he|she|they|the|it|there|<name>) .*\b(?:is|are|was|were|said|has|have|will)\b"),
    (
        Help,
        Against,
        r"\b(?:could|can|would|will) you\b|\bplease (?:send|fix|call|review|comment|provide|forward)|\bi (?:haven't|have not|don't|do not|can't|cannot)\b|\bhave you\b|\?|\bneeds? to be (?:fixed|done|updated|completed)|\b(?:when|once|if|until|unless|after) (?:it|this|that|i|we|you)(?:'s| is|'ve| have)? (?:been )?(?:fixed|done|completed|updated|sent|finished)",
    ),
    (
        Help,
        Never,
        r"^(?:no,? )?(?:i|we) (?:have not|haven't|have never)(?: yet)?(?: [a-z]+){1,4}[ .!]*$|^(?:he|she|they) (?:has |have )?(?:just )?(?:fixed|repaired|mended|cleaned|painted|washed|renewed) (?:your|the|my|our)\b",
    ),
    // Introductions.
    (
        Introduction,
        Strong,
        r"\b(?:i(?:'d| would)? (?:like|want|wanted)|let me|allow me|(?:i(?:'m| am) )?(?:happy|pleased|delighted|glad)|may i|wanted) (?:you to meet|to (?:introduce|connect (?:you|the two)))|\b(?:let|allow) me (?:to )?introduce|\bintroduc(?:e|ing) (?:you|the two|ben|yourself)(?: two| both)?(?: to|\b)|\bby way of introduction|^(?:i(?:'m| am) )?introducing you\b|\bplease meet <name>|^meet <name>|\bmeet my (?:friend|colleague|former)",
    ),
    (
        Introduction,
        Strong,
        r"\b(?:put|putting|get|getting) (?:you (?:two|both|guys)?|the two of you|<name>|him|her|them) ?(?:and <name> )?(?:directly )?in (?:touch|contact)|\bconnect(?:ing)? (?:you (?:two|both|with|to|and)|the two)|\byou (?:two|both) should (?:meet|talk|connect|chat|know)|\b(?:i'll|i will) let you two|\byou two can take it from here|\bi(?:'ve| have) told (?:him|her|<name>) (?:about you|to (?:call|contact|expect)|you)",
    ),
    (
        Introduction,
        Strong,
        r"<am> (?:copying|cc'?ing|cc-ing|looping in) (?:in )?<name>|\b(?:i|we)(?:'ve| have) (?:copied|cc'?e?d|cc'd|looped in) (?:in )?<name>|<name>(?: @[a-z]+)?,? (?:who is )?(?:copied|cc'?d|cc'ed)\b|\blooping in <name>|^copying <name>|\badding <name>(?: @[a-z]+)? to this",
    ),
    (
        Introduction,
        Strong,
        r"\b(?:i|we)(?:'ve| have)?(?: just| also)? (?:forwarded|passed|given|gave|sent|handed) your (?:resume|cv|name|number|details|information|contact)[a-z ]* (?:to|along to) (?:<name>|our|the|my)|\b(?:i|we)(?:'ve| have)? (?:gave|given) (?:him|her|them|<name>) your (?:name|number|address|card|e-?mail)|\bgave your (?:name|number|address) to\b|\bi(?:'ve| have)? (?:told|asked|let) (?:him|her|them|<name>(?: @[a-z~.'-]+)?) (?:to (?:call you|contact you|get in touch|expect)|know (?:that )?you|about you|you(?:'d| would| will|'ll| might))|\bthis is the (?:person|guy|woman|man|lady|fellow|professor) (?:you|that|who|at|from|i|in)|\b(?:is|are) the (?:right )?(?:person|people|one|guy|woman) (?:to (?:talk|speak|see|call|contact)|you (?:want|need|should|asked))|\byour (?:new )?contact (?:at|in|there|for|will be|is)\b|\bwill be your (?:new )?(?:contact|account manager|liaison)|\byou (?:two|both|guys) (?:should|ought to|need to) (?:get together|know each other|meet|talk|connect)|\bshould know each other|\bconnect you (?:with|to)\b|^(?:please )?welcome <name>",
    ),
    (
        Introduction,
        Weak,
        r"\b(?:contact|call|see|talk to|talk with|speak with|speak to|get in touch with|coordinate with|try) (?:with )?<name>(?: @[a-z~.'-]+)*,? ?(?:\(|who\b|our\b|in (?:our|the|@)|at (?:the|@|our)|from\b|she\b|he\b)|<name>(?: @[a-z~.'-]+)?,? (?:is on point|manages (?:this|that|the)|runs (?:this|that|the|our)|handles (?:this|that|the|these)|heads (?:the|our)|owns (?:this|the))|\b(?:can|will) help you from here|\bshow you around|\bget you set up|\bmeet with you|\bcoordinate with him",
    ),
    (
        Introduction,
        Weak,
        r"\b(?:contact|get in touch with|reach out to|touch base with|speak (?:to|with)|talk to|call|coordinate with) <name>|\bi(?:'ve| have)? (?:forwarded|passed|given|gave|sent) (?:your|his|her) (?:resume|cv|name|number|details|email)|<name>(?: @[a-z]+)? (?:is on point|is the (?:person|one|contact|right person)|manages|handles|can help|will be (?:happy|able))|\bis (?:the|your) (?:person|contact)\b",
    ),
    (
        Introduction,
        Against,
        r"\bintroduc(?:e|ed|ing|tion) (?:a |the |new |an |our|of )|\b(?:can|could|would|will) you (?:please )?(?:introduce|connect|put)|\banyone\b|\bintroductory|\bconnect(?:ed|ing)? (?:to|with) the\b",
    ),
    // Recommendations of people and providers.
    (
        Recommendation,
        Strong,
        r"<we>(?: can|'d| would| do)?(?: <mod>)? ?(?:strongly |heartily |wholeheartedly |warmly )?recommend(?:ed)? (?:that you (?:talk|speak|hire|contact) |hiring |talking to |contacting )?(?:you|him|her|them|<name>|this (?:guy|person|company|firm|restaurant|place|doctor|plumber))\b|\bvouch for|\bput in a (?:good )?word|\b(?:letter of|my) recommendation (?:for|to you)|\bi(?:'ve| have)? (?:recommended|nominated|suggested|mentioned|put forward) (?:you|your (?:name|work))\b|\bcomes? highly recommended|\bsang your praises|\bspoke highly of you",
    ),
    (
        Recommendation,
        Strong,
        r"\b(?:he|she)(?:'s| is| was| has been| would be| will be|'d be)(?: also)? (?:a |an |the |one of the |definitely |someone )?(?:<mod>)(?:great|excellent|outstanding|best|good|superb|fantastic|terrific|perfect|wonderful|bright|talented|brilliant|sharp|capable|keeper|smart|reliable|trustworthy|knowledgeable|first-rate|top-notch|ideal)\b|\b(?:he|she|they)(?:'s| is|'re| are)? (?:definitely |really |well )?worth (?:talking|meeting|a (?:look|call|try|chat)|contacting|hiring|knowing)|\bwho is (?:a |an )?<mod><good>|\bkeeper\b|\bi know (?:him|her|them|well|quite well)|\bis easy to work with|\bi know and trust|\b(?:he|she|they) (?:did|does|do) (?:a |an )?(?:<mod>)<good>",
    ),
    (
        Recommendation,
        Strong,
        r"\b(?:good|great|excellent|perfect|strong) (?:fit|match|candidate|addition) (?:for|to)|\bi(?:'d| would)? (?:suggest|recommend)(?: that)? <name>",
    ),
    (
        Recommendation,
        Strong,
        r"\b(?:find|found) (?:<name>|him|her)(?: @[a-z~.'-]+)? (?:to be )?(?:<mod>)(?:easy to|good|helpful|capable|reliable|excellent|great|professional|knowledgeable)|(?:\b(?:he|she)|<name>)(?:'s| has| have)? been (?:a |an )?(?:real|very|really|extremely|so|absolutely)? ?(?:good|helpful|great|excellent|terrific|tremendous) (?:about|at|with|to work|for us|asset)|\bi(?:'ve| have) (?:known|worked with) (?:him|her|them|<name>)\b|\b(?:would|'d) hire (?:him|her|them|<name>)|^hire (?:him|her|them|<name>)|\btell (?:him|her|them) (?:that )?i sent you|\b(?:my|our) (?:doctor|dentist|accountant|lawyer|plumber|mechanic|contractor|realtor|sitter|vet|agent|consultant) (?:is|was|did) (?:<mod>)(?:a |an )?(?:<good>|first rate|honest|reliable)|\bgood things about (?:you|him|her|them)|\b(?:strong|best|top|excellent|ideal|great) (?:candidate|hire) (?:i|we|for|that|you)|\bdeserves (?:to be (?:promoted|recognized|considered|moved up)|a (?:promotion|raise|bonus))|\bthink (?:very |so |quite )?highly of\b|\bgood word (?:in )?(?:for|with|about)\b|\bwith(?:out)? (?:any )?reservations?\b",
    ),
    (
        Recommendation,
        Weak,
        r"\b(?:definitely )?(?:include|invite|hire|ask|use|try) <name>(?: @|$|[ .,!]*$)|\b(?:you should|you might want to|you may want to|i would|i'd) (?:definitely )?(?:talk|speak) (?:to|with) <name>|\bhow about <name> @|\bconsider (?:someone like )?<name> @|\b(?:he|she) (?:has|is) (?:<mod>)?(?:excellent|great|strong|outstanding) |\bmy (?:recommendation|suggestion|choice|pick|nominee)\b.*<name>|\bwell worth (?:the|a|your)",
    ),
    (
        Recommendation,
        Weak,
        r"\brecommend|\bsuggest <name>|\bhighly of\b|\bexpert\b|\btrust (?:him|her|them)\b",
    ),
    (
        Recommendation,
        Against,
        r"\brecommend(?:ed|ations?|ing)? (?:that|to (?:us|do)|a |an |the |using|against|you (?:use|try|do|read|not|upgrade))|\bcan you recommend|\banyone recommend|\byou(?:'d| would)? recommend\b|\?",
    ),
    // Gifts.
    (
        Gift,
        Strong,
        r"\b(?:dinner|lunch|drinks?|coffee|beers?|it|this one|breakfast|that)(?:'s| is| are|'ll be| will be)? on (?:me|us)\b|\bmy treat\b|\btreat you (?:to|all)|\bbuy(?:ing)? you (?:a |an |lunch|dinner|some|drinks|coffee|breakfast)|\btak(?:e|ing) you (?:all |both |guys |two )?(?:out )?(?:to|for) (?:lunch|dinner|drinks|a (?:drink|beer|meal|game|show)|coffee|breakfast|the (?:game|opera|theat))",
    ),
    (
        Gift,
        Strong,
        r"\b(?:i|we)(?:'ve| have|'m| am)? (?:also )?(?:got|bought|brought|baked|made|sent|sending|picked up|ordered|left|leaving|saved) (?:you |your (?:kids|family) )(?:a |an |some |two |the |your )?(?:little |small )?(?:gift|present|flowers|tickets?|chocolates?|book|bottle|card|cake|cookies|wine|basket|something|toy|souvenir)|\b(?:gift|present|flowers|cake|chocolates|cookies|wine|book) (?:is |are )?(?:for you\b|as a thank|for your birthday|for the baby)|\bsmall token|\blittle (?:something|gift|present)\b|\bgift (?:card|certificate) for you",
    ),
    (
        Gift,
        Strong,
        r"\b(?:you|you two|you guys|you both)(?: two)? (?:can|may|should) have (?:the|my|these|both|our|two) (?:tickets|seats|old|spare|extra)|\b(?:have|got) (?:two |an |some |four |a pair of )?(?:extra |spare )?tickets .*(?:want|like|interested|for you|yours|\?)|\bwould like to give (?:you|all|the|my|these) |\b(?:tickets|seats) (?:are yours|for you)",
    ),
    (
        Gift,
        Strong,
        r"\bwelcome to (?:stay|crash|sleep) (?:at|with|on|in|here)|\b(?:stay|crash) (?:at|with|on) (?:our|my|us|me)\b|\b(?:you can|feel free to|welcome to) (?:borrow|use|have) (?:my|our) (?:car|house|cabin|flat|apartment|place|bike|tools?|camera|tent|office)|\b(?:join|have) (?:us|you) (?:over )?for (?:dinner|lunch|thanksgiving|christmas|a (?:meal|drink|barbecue|bbq))|\bcome (?:over )?(?:for|to) dinner|\blend you (?:my|our|the|a)|\bi(?:'d| would) like to treat",
    ),
    (
        Gift,
        Strong,
        r"\b(?:tickets?|seats|pass(?:es)?)\b.*\b(?:are yours|is yours|you can have|with your name|that i can't use|free of charge|no charge)\b|\b(?:put|sign) me down for \$?[0-9]|\bi(?:'ll| will) (?:give|donate|contribute|pledge|sponsor) (?:you )?\$?[0-9]|\b(?:would|'d) (?:love|like|be delighted|be happy|be pleased)\b[a-z ,]*(?:if you (?:could|would|can) |to have you(?: both| all| two)? |you(?: both| all| two)? to )(?:and [a-z]+ )?(?:join (?:us|me) for (?:dinner|lunch|drinks|breakfast|a)|stay with|come (?:over|for dinner|to dinner)|over for)|\b(?:you can|please|go ahead and|feel free to)? ?(?:borrow|keep|have|take) (?:my|our) (?:car|truck|old|spare|boat|bike|seats|tickets|place|cabin)|\b(?:let me|i(?:'d| would) like to|i want to|i'll|i will) (?:buy|treat|take) (?:you|both of you|you both)(?: all| guys| two)? (?:a |an |to |for |out )|\b(?:i(?:'m| am)|we(?:'re| are)|i'll be) (?:sending|bringing|getting|buying|mailing|making|baking) you (?:a|an|some|the)\b|\b(?:a|my) (?:little|small) (?:something|thank you|token) (?:for you|from (?:us|me|all))|\byou(?:'re| are)(?: all| both)? invited to (?:our|my) (?:house|home|place|cabin|wedding)",
    ),
    (Gift, Weak, r"\b(?:gift|present for|tickets?|flowers|treat|lunch|dinner)\b"),
    (
        Gift,
        Against,
        r"\bthank(?:s| you)\b|\bfree gift|\bgift shop|\bremedy ticket|\bticket (?:number|#|[a-z]*[0-9])|\b(?:can|could|would) you (?:buy|lend|give|bring|get)|\blunch (?:meeting|session|and learn)|\bhelp ?desk ticket|\bclick\b|\boffer\b|\border now",
    ),
    // Concessions: leave, an extension, a waiver, cover.
    (
        Concession,
        Strong,
        r"\b(?:you (?:can|may|should)|feel free to|please|go ahead and|why don't you|just)(?: all)? (?:take|have) (?:the (?:rest of the )?(?:day|week|afternoon|morning)|tomorrow|today|monday|tuesday|wednesday|thursday|friday|as (?:much|long)|all the time|a (?:day|week|few days)|some (?:extra )?time|an extra|another)\b.*\b(?:off|time|need|like|days?|week)?|\btake all the time you need|\btake (?:the day|tomorrow|friday|monday|the afternoon|the week|some time) off",
    ),
    (
        Concession,
        Strong,
        r"\b(?:i(?:'ll| will|'ve| have)?|we(?:'ll| will|'ve| have)?|happy to|i can) (?:extend(?:ed)?|push(?:ed)? back|move[d]?|relax(?:ed)?|waive[d]?) (?:the|your|that) (?:deadline|due date|fee|late fee|charge|requirement|penalty|date)|\b(?:extension|extra (?:time|day|week|days)) (?:is (?:fine|granted|ok|okay|no problem)|granted|until|till)|\byou (?:can|may) (?:have|hand it in|turn it in|send it|submit it) (?:until|till|late|an extension)|\b(?:waive|waiving|waived) (?:the|your)|\bwon't charge you|\bno charge\b.*\byou\b|\bon the house",
    ),
    (
        Concession,
        Strong,
        r"\b(?:i(?:'ll| will|'ve| have| can)|we(?:'ll| will| can)) (?:got you covered|cover(?:ed)? (?:for you|your (?:shift|class|desk|calls|on-?call|tuesday|monday|friday))|take your (?:shift|turn|place))|\byou (?:can|may) (?:leave early|go home early|work from home|come in late|skip)|\b(?:go ahead and|you can|you may|feel free to|please) (?:take off|head home|go home|leave at noon)\b|\bgo ahead and take (?:the|your|a|that|those|tomorrow|monday|tuesday|wednesday|thursday|friday)\b|\byou don't (?:have|need) to (?:come in|pay (?:me|us)|attend|work (?:on|this|the)|make up)",
    ),
    (
        Concession,
        Against,
        r"\b(?:can|could|may|should) i\b|\bplease take (?:the time|a (?:moment|minute|look))|\btake a (?:day|week) (?:or|to)|\?",
    ),
    // Opportunities: a lead, an opening, an invitation that serves the addressee.
    (
        Opportunity,
        Strong,
        r"\b(?:job|position|role|opening|vacancy|opportunity|gig|slot|grant|fellowship|scholarship|project|client|contract|call for (?:papers|proposals)|internship)\b.*\b(?:thought (?:of|about) you|might (?:interest|suit) you|may (?:interest|suit) you|(?:right |straight )?up your (?:street|alley)|perfect for you|fits? you|you(?:'d| would) be (?:perfect|great|ideal)|you should apply|you might (?:want to apply|be interested))|\b(?:thought (?:of|about) you|you should apply)\b.*\b(?:job|position|role|opening|opportunity|gig|when)\b",
    ),
    (
        Opportunity,
        Strong,
        r"\bwould you (?:like|be interested in|be willing|consider) (?:to )?(?:speak|speaking|writ(?:e|ing)|contribut(?:e|ing)|present(?:ing)?|teach(?:ing)?|co-author(?:ing)?|exhibit(?:ing)?) (?:at|for|a|an|to|on|in|with|your)|\b(?:we(?:'d| would) (?:like|love)|i(?:'d| would) (?:like|love)) (?:to (?:have|invite) )?you to (?:speak|write|present|contribute|give a|join our|exhibit|teach|keynote)|\binvite you to (?:speak|write|contribute|present|give a|keynote|exhibit|apply)|\b(?:write|publish) (?:a|your) guest (?:post|article)",
    ),
    (
        Opportunity,
        Strong,
        r"\b(?:i|we) know (?:of )?(?:a|an|some|someone|somebody) (?:client|company|person|firm|team|publisher|editor|people)?.*\b(?:looking for|who needs|hiring)\b.*\b(?:you|your|like you)\b|\b(?:they|we)(?:'re| are) (?:hiring|looking for (?:someone|somebody|a person|people) (?:like you|with your|who))|\bi(?:'ve| have)? (?:put your name|passed your name|suggested your name)",
    ),
    (
        Opportunity,
        Against,
        r"\bclick\b|\bunsubscribe|\bdo you know (?:of )?(?:a|an|any)|\bi(?:'m| am) looking for",
    ),
];
