//! Further wordings of acts that the other packs name: what people write when they do not write by the book.

use super::{Against, Never, Rule, Strong, Weak};
use crate::observations::cues::Act::{
    Advice, Apology, Care, Decline, Gift, Help, Introduction, Offer, Praise, Pressure, Promise,
    Recommendation, Request, Thanks,
};

pub(super) const PACK: &[Rule] = &[
    (
        Thanks,
        Strong,
        r"\bthank(?:s| you)(?: [a-z]+){0,3} for (?:your|the|all|being|doing|making|keeping|bringing|giving|pointing|letting|clearing|taking)\b|\b(?:very|so|really) (?:kind|nice|thoughtful|generous|sweet|good|helpful) of you\b|\byou(?:'ve| have) been (?:<mod>)?(?:a (?:great|big|huge) help|helpful|kind)\b|\b(?:appreciate|appreciated|appreciative of) (?:you|your|the (?:help|quick|effort|support|feedback|info|time|heads[- ]up|opportunity|invit))|\b(?:we|i) (?:can't|cannot) thank you\b|\bthanks for (?:everything|dinner|lunch|the)\b",
    ),
    // Offers.
    (
        Offer,
        Strong,
        r"\b(?:i|we)(?:'m| am|'re| are|'d be| would be) (?:also |more than |quite |always )?(?:willing|available|free|ready|prepared|able) to (?:help|assist|meet|discuss|talk|answer|provide|look|come|take|do|serve|participate|join|give)\b|\bi(?:'d| would| will|'ll) (?:gladly|happily)\b|\bhow (?:can|may|could) (?:i|we) (?:help|assist|be of)|\bwhat (?:can|could) (?:i|we) do (?:to help|for you)|\b(?:happy|glad|delighted) to (?:help|assist|do (?:it|this|that|so)|come|meet|talk|discuss|share|oblige)\b|\b(?:give|lend) (?:you|them|him|her) a hand\b|\bpitch in\b",
    ),
    (
        Offer,
        Strong,
        r"\b(?:do|would|did) you (?:guys |all |still )?(?:want|need|like|prefer)(?: for)? (?:me|us|<name>) to\b|\bif you (?:guys |all |still )?(?:want|need|like|prefer)(?: for)? (?:me|us) to\b|\b(?:let me know|tell me|just ask|holler|shout) if (?:you|they) need (?:anything|a hand|help|more help|any help|any assistance|assistance|me)\b|\bif you (?:ever )?need (?:anything|a hand|any help|some help|a ride|a place to stay)\b",
    ),
    (
        Offer,
        Weak,
        r"(?:\b(?:i|we)|<name>) (?:can|could) (?:certainly |also |easily |probably |definitely |always )?(?:help|provide|send|give|meet|come|look|take|add|make|regenerate|set up|arrange|show|share|cover|get|bring|forward|do)\b|\blet me know and (?:i|we)(?:'ll| will| can| could)\b|\b(?:i|we) could (?:just )?(?:do|try|send|make|write|fix|add)\b|\bwhy don't (?:i|we)\b|\bhow about (?:if )?i\b|\bcall me (?:when|if) you\b|\bi don't mind [a-z]+ing\b",
    ),
    (
        Offer,
        Never,
        r"\b(?:call|contact|e-?mail|write to|get in touch with|let) (?:me|us|<name>)(?: know)? (?:if|with|should you have|at [^.]*if) (?:you have )?(?:any )?(?:further |other |additional |more )?(?:questions?|comments|concerns|problems)(?: or (?:comments|concerns|problems|questions))?[ .!,]*$",
    ),
    // Promises.
    (
        Promise,
        Strong,
        r"\b(?:i|we)(?:'ll| will| shall)(?: [a-z]+ly)? (?:send|forward|call|e-?mail|fax|mail|get back|let you know|follow up|check|look into|take care|make sure|set up|have|bring|try to get|ask|work on|keep you|update you|review|provide|prepare|schedule|pass)\b|\bi(?:'m| am) (?:going to|gonna) (?:send|call|ask|check|get|look|try|work|talk|set|make|fix|write|take|put|finish)\b|\b(?:more|details|the rest|copies|a draft) (?:to come|will follow|to follow|coming)\b|\bwill (?:get|send|have|call|forward|advise|update|report|respond|revert|be in touch)\b",
    ),
    (
        Promise,
        Against,
        r"\b(?:i|we)(?:'ll| will) (?:see|be|miss|have to|need|never|probably have|assume|say|admit|tell you (?:that|what)|bet|guess)\b|^if (?:you|they|he|she|this|that|it|there)\b.*\b(?:i|we)(?:'ll| will| can) (?:be|consider|assume)",
    ),
    // Help that the message delivers, or of which it tells.
    (
        Help,
        Strong,
        r"^(?:please )?(?:find |see )?(?:attached|enclosed)\b|^(?:and |also |ok |okay |so |yes,? |sure,? )?here (?:is|are|it is|they are|you go|you are)\b|^(?:the )?(?:below|following|attachment)\b.*\b(?:is|are)\b|\b(?:i|we)(?:'ve| have)? (?:just )?(?:attached|enclosed|pasted|included|forwarded|faxed|sent you|emailed you|put together|pulled together|drafted)\b|\bi(?:'m| am) (?:attaching|enclosing|forwarding|sending|faxing)\b",
    ),
    (
        Help,
        Strong,
        r"\b(?:per|as per|in response to|in answer to|following|further to|pursuant to) (?:your|our|my|the) (?:request|question|e-?mail|note|message|voice ?mail|conversation|discussion|call|inquiry|meeting)\b|\b(?:that|which|as) you (?:had |have )?(?:asked|requested|wanted|needed|mentioned|inquired|were looking)\b|\b(?:i|we) (?:promised|mentioned|told you about|was telling you about|owed) (?:you|to you)?\b|\byou (?:asked|wanted to know|had asked|inquired|were asking|requested)\b",
    ),
    (
        Help,
        Weak,
        r"^(?:yes|no|nope|yep|yeah|correct|right|exactly|sure|not (?:yet|that|really|exactly)|actually|it (?:is|was|does|will)|that (?:is|was|does)|there (?:is|are|was)|this (?:is|was)|the (?:answer|reason|problem|meeting|number|address))\b|\byou (?:can|could|need to|have to|just|should be able to) (?:use|do|find|get|call|add|set|try|download|install|change|make|put)\b|\bthe (?:easiest|simplest|best|usual|standard) way\b|\b(?:works?|worked) (?:for me|fine|ok)\b|\bshould (?:do|work|fix|solve|help)\b",
    ),
    (
        Help,
        Weak,
        r"\b(?:his|her|the|my|their|its) (?:cell |home |work |phone |fax |email |e-?mail )?(?:number|address|extension|phone|cell|fax|e-?mail) (?:is|was)\b|\b(?:has|have) (?:been|already) (?:approved|sent|updated|fixed|changed|resolved|completed|submitted|scheduled|entered|paid|added|posted|confirmed)\b|\b(?:i|we)(?:'ve| have)? (?:spoke|spoken|talked|met|checked|confirmed|reviewed|looked|called|contacted|verified) (?:with|to|into|at|the|your|all)?\b",
    ),
    // Introductions.
    (
        Introduction,
        Strong,
        r"\b(?:i(?:'ve| have|'m| am)|we(?:'ve| have|'re| are)|am|have) (?:also )?(?:cc'?e?d|cc[- ]?ing|cc'ing|copied|copying|bcc'?e?d) (?:this (?:message |e-?mail |note )?to |in )?(?:<name>|him|her|them|the (?:maintainer|author)|my (?:colleague|friend|boss))|\bto whom i(?:'ve| have) (?:cc'?e?d|copied)|\b(?:i(?:'d| would)?|let me) (?:like you to|want you to) (?:meet|know) <name>|\b(?:this|here) is my (?:friend|colleague|brother|sister|cousin|boss|husband|wife) <name>|\b(?:e-?introduce|virtually introduce|make (?:an|the) introduction)\b|\b(?:i|we)(?:'ve| have)? (?:already )?(?:asked|told) <name>(?: @[a-z~.'-]+)? to (?:call|contact|e-?mail|help|get in touch with) you\b",
    ),
    (
        Introduction,
        Weak,
        r"\bplease (?:work|get|meet|coordinate|talk|speak|touch base|follow up|visit|check|discuss|communicate) (?:this )?(?:directly )?with <name>|\bplease (?:call|contact|see|e-?mail|ask|meet) <name>|\bwork with <name>(?: @[a-z~.'-]+)?(?: and <name>)? (?:on|to)\b|<name> is (?:the|your|our) (?:new )?(?:contact|person|guy|lead|manager|replacement)\b|\b(?:i|we)(?:'d| would)? (?:recommend|suggest) (?:contacting|talking to|calling)|\bpassed (?:this|it|your [a-z]+) (?:on |along )?to <name>|\byou should (?:write|talk|speak|contact)",
    ),
    // Recommendations.
    (
        Recommendation,
        Strong,
        r"\b(?:you(?:'ll| will| would) (?:really |definitely )?(?:like|love|enjoy (?:working|talking|meeting)|be (?:impressed|happy|pleased) with)) (?:him|her|them|<name>|it there)\b|\b(?:he|she|they)(?:'s| is|'re| are)(?: also)? (?:very |really |extremely |highly |exceptionally )(?:good|smart|bright|capable|talented|knowledgeable|reliable|honest|thorough|professional|competent|well[- ]respected|qualified|experienced|sharp|strong|responsive)\b|\b(?:best|finest|smartest|nicest) (?:person|guy|lawyer|engineer|doctor|people|analyst|colleague|student|candidate|restaurant|hotel|place) (?:i|we|for|in|on|that|around)\b|\b(?:we|i) (?:use|used|hired|worked with) (?:him|her|them|<name>) (?:and|for|on|in)\b.*\b(?:<good>|happy|pleased|impressed|recommend)",
    ),
    (
        Recommendation,
        Never,
        r"(?:\b(?:he|she|they)|<name>) (?:is|are|was) (?:very |really |so )?(?:good|happy|glad|pleased|excited|ready|busy|sorry|interested|concerned|upset|tired|sure|fine|ok|late) (?:to|about|that|with|at|for)\b|\bshould (?:be )?good to go\b",
    ),
    // Advice.
    (
        Advice,
        Strong,
        r"\b(?:you|we) (?:should|might want to|may want to|ought to|might consider|may wish to|would do well to|could consider|are better off|'d be better off)\b|\bi(?:'d| would) (?:strongly |also |probably |definitely |just |rather |not )*(?:suggest|recommend|advise|propose|encourage|urge|consider|be inclined|lean toward|think about|be careful|avoid|go|keep|leave|add|change|delete|drop|wait|say|use|put|make)\b|\bit (?:might|may|would|could) be (?:a good idea|better|best|worth|wise|helpful|useful|more [a-z]+) (?:to|if|for)\b|\bmy (?:advice|suggestion|recommendation|preference|inclination|view|feeling|thought)s? (?:is|are|would be|was)\b|\bmake sure (?:that )?(?:you|we|it|to)\b|\b(?:a|one|another) (?:thought|suggestion|idea|option|alternative)\b|\bkeep in mind\b",
    ),
    // Praise.
    (
        Praise,
        Strong,
        r"\b(?:great|excellent|good|brilliant|wonderful|fantastic|super|nice|cool|neat|clever|terrific) (?:idea|suggestion|point|question|work|job|news about your|effort|letter|memo|draft|article|presentation|summary|initiative|catch|thinking|stuff|response|discussion|analysis|team|book|talk|paper|package)\b|\bi (?:really |very much |particularly )?(?:like|liked|love|loved|enjoyed|admire|admired) (?:your|the way you|how you|what you|this|that|<name>'s) (?:idea|suggestion|approach|work|draft|letter|memo|talk|presentation|article|[a-z]+)|\b(?:you(?:'re| are)|you(?:'ve| have) been) (?:doing|done) (?:a |an )?(?:<mod>)?<good>|\bcongratulations?\b|\bgrats\b|\bi(?:'m| am) (?:<mod>)?(?:proud of|impressed (?:with|by)|in awe)\b|\blooks (?:really |very |pretty )?good\b|\bfine (?:job|work|piece)\b|\bthumbs up\b",
    ),
    // Care.
    (
        Care,
        Strong,
        r"\b(?:have|hope you (?:had|have|all have|are having)|hope everyone (?:has|had)|wish(?:ing)? (?:you|everyone|all of you)(?: all| both)?) (?:a |an )?(?:<mod>)?(?:great|good|nice|wonderful|safe|happy|fun|terrific|fantastic|relaxing|very|super|blessed|lovely|merry)\b[^.!]*\b(?:trip|vacation|holidays?|thanksgiving|christmas|new year|easter|time|weekend|birthday|honeymoon|summer|flight|visit|season|day with|evening)\b|\bwelcome back\b|\bglad you(?:'re| are) (?:back|ok|okay|safe|well|feeling|home|better)\b|\bbest wishes (?:for|to|on)\b|\btake care[ .!,]*$|\bget some rest\b|\bhow(?:'s| is| are) (?:the )?(?:baby|kids?|family|wife|husband|mom|dad|new (?:baby|house|place)|everything (?:else )?(?:going|at home))\b|\bsorry to hear\b|\bsad news\b|\bstay (?:safe|warm|healthy|well)\b|\bkeep your chin up\b|\bmiss(?:ing)? you\b",
    ),
    (
        Care,
        Never,
        r"\btake care of (?:it|this|that|the|these|those|any|your|everything|him|her|my|our)\b|\bhave a (?:great|good|nice) (?:day|one|week|evening|afternoon)[ .!]*$",
    ),
    // Gifts.
    (
        Gift,
        Strong,
        r"\b(?:i|we)(?:'ve| have)? got you (?:a |an |some |something)|\b(?:a |your )?(?:birthday|christmas|wedding|farewell|thank[- ]you|little|small) (?:present|gift) (?:for you|from (?:me|us|all))|\b(?:dinner|lunch|drinks|breakfast|coffee|the first round) (?:is|are) on (?:me|us)\b|\b(?:i|we)(?:'d| would) (?:like|love) to (?:take you (?:out )?(?:to|for)|have you (?:over|stay|for dinner)|buy you|treat you)|\bcome (?:over )?(?:for|to) (?:dinner|lunch|a barbecue|bbq|brunch) at (?:our|my)\b|\b(?:you|they)(?:'re| are) welcome to (?:stay|use our|borrow|have (?:my|our))|\b(?:i|we) have (?:an |some |two |a few )?(?:extra|spare) tickets?\b|\btickets? (?:are )?(?:for you|yours)\b|(?:\b(?:you)|<name>) (?:two |both )?can have (?:the|my|our|these) tickets?\b",
    ),
    // Apologies.
    (
        Apology,
        Strong,
        r"\b(?:i|we) (?:do |sincerely |really |must )?apologi[sz]e\b|\b(?:my|our) (?:sincere |deepest |humble )?apologies\b|\bsorry (?:for|about) (?:my|the|any|all|that|this|not|being|missing|taking|the (?:delay|late|confusion|mix|short|long|trouble|inconvenience|typo|error))\b|\bsorry (?:that )?(?:i|we) (?:didn't|did not|missed|forgot|haven't|have not|was|were|am|took|couldn't|could not|wasn't|can't|cannot|won't|got)\b|\bi (?:goofed|blew it|misspoke|misread|overlooked|was wrong|stand corrected)\b|\bmea culpa\b|\b(?:my|that was my) (?:fault|bad|mistake|error|oops)\b|^(?:oops|whoops)\b",
    ),
    // Pressure.
    (
        Pressure,
        Strong,
        r"\bstop (?:wasting (?:my|our|everyone|people)|double[- ]posting|sending me|ignoring|making excuses)|\b(?:please )?(?:do not|don't) (?:double|cross)[- ]post\b|\b(?:please )?(?:read|study|follow|consult) the posting guide\b|\byou (?:have )?(?:clearly|obviously|evidently|apparently) (?:did not|didn't|have not|haven't|failed|never)\b|\b(?:as|like) i (?:have )?(?:already )?(?:said|told you|mentioned|explained|wrote) (?:before|already|several times|twice|repeatedly)\b|\b(?:this is|it's|that's|that is) (?:now |already )?the second time\b|\bwrong (?:place|list) (?:to|for)\b|\b(?:i|we) (?:have )?(?:still )?(?:never|not) (?:received|had|got|gotten) (?:any|a|an) (?:reply|answer|response|update)\b|\bis (?:rather |very |extremely |just |simply |plain )?(?:rude|unprofessional|disrespectful|insulting|unfair)\b|\byou (?:really )?(?:must|had better) (?:learn|stop|do better|fix this|get this)\b",
    ),
    // Refusals.
    (
        Decline,
        Strong,
        r"\b(?:i|we)(?:'m| am|'re| are)?(?: still| just| probably| also| sorry,? but i)* (?:can't|cannot|can not|won't be able to|will not be able to|am not able to|are not able to|won't|will not be|may not be able to|unable to) (?:be able to )?(?:make (?:it|the|that|this)|attend|come|join|help(?: you| with|,|\.)|participate|accommodate|commit|go\b|be (?:there|at the|on the call|available)|do (?:it|this|that|lunch|dinner)|accept|give you|support (?:this|that)|approve)|\bi(?:'d| would) (?:rather|prefer) (?:not|to (?:skip|pass))\b|\bsorry,? (?:but )?(?:i|we)? ?(?:can't|cannot|won't) (?:help|make|do|be)\b|\bi have (?:a (?:prior|previous|scheduling|time) (?:commitment|engagement|conflict)|a conflict|jury duty|another (?:meeting|commitment|engagement))\b|\bi(?:'m| am) (?:afraid|sorry) (?:that )?(?:i|we) (?:can't|cannot|won't|will not|don't|have to)\b|\bnot something (?:i|we)(?:'d| would| want| can| are| am)\b|\b(?:i|we)(?:'m| am|'re| are) not (?:going|willing|prepared|interested|comfortable|inclined) (?:to|in)\b|\bthanks for the (?:invite|invitation|offer),? (?:but|however)\b",
    ),
    (
        Decline,
        Weak,
        r"\bi(?:'ll| will|'m| am) (?:be )?(?:in|out of|at|on) (?:town|the office|<name>|vacation|london|a [a-z]+) (?:that|this|all|on|until|the)\b|\b(?:i|we) (?:don't|do not) (?:think|want|plan|intend|have|agree|believe|see)\b|\bunfortunately\b|\bi(?:'d| would) (?:love|like) to\b.*\bbut\b|\bnot (?:possible|feasible|going to happen|a good (?:time|idea))\b|\bno longer\b|\bi doubt\b",
    ),
    (
        Request,
        Weak,
        r"\b(?:need|want|would like|'d like) (?:you|your|someone|somebody|<name>) to\b|\b(?:let|keep) me (?:know|posted|informed)\b|\bany (?:idea|chance|word|news|update|thoughts|luck|help|feedback|comments|suggestions)\b.*\?|\b(?:when|what|where|who|which|how|why) (?:do|does|did|is|are|was|were|will|would|can|could|should|about|much|many|long)\b.*\?|^(?:please|pls|kindly)\b",
    ),
];
