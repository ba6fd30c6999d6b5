//! Requests and pressure.

use super::{Against, Never, Rule, Strong, Weak};
use crate::observations::cues::Act::{Pressure, Request};

pub(super) const PACK: &[Rule] = &[
    // Requests.
    (
        Request,
        Strong,
        r"\b(?:can|could|would|will|cd|coule) (?:you|u|ya|someone|somebody|anyone|anybody|you guys|you all|one of you)\b",
    ),
    (
        Request,
        Strong,
        r"\b(?:would|do) you mind\b|\bwould you be (?:able|willing|available|interested|so kind)|\bare you (?:able|willing|available|free|around)\b|\bi was (?:wondering|hoping)|\bi(?:'m| am) wondering|\bi wonder (?:if|whether)|\bis (?:it|there) (?:a chance|any chance|any way|a way|possible)|\bany chance\b",
    ),
    (
        Request,
        Strong,
        r"(?:^|[,;] |\band |\bso |\bthen |\bor |- )(?:also |but )?(?:please|pls|plse|plz|kindly),? (?:also |do |do not |don't |just |then |be |go ahead and )?<ask>\b",
    ),
    (Request, Strong, r"\b(?:please|pls|plz|kindly)\b"),
    (
        Request,
        Strong,
        r"\b(?:let|tell) (?:me|us|everyone|<name>) (?:know|have)(?:,| asap| by| as soon)? ?(?:if|whether|when|what|how|who|where|which|why|your|the|by|asap|that|as|what's|about|of|on|so|soon|today)?\b",
    ),
    (
        Request,
        Strong,
        r"<would>(?: <mod>)? ?(?:appreciate|be grateful|be (?:interested in|curious)|love (?:to (?:hear|get|know|have|meet)|your)|like (?:you|for you|your|to (?:meet|talk|discuss|get|have|know|see|speak|set|schedule|hear|ask|visit|request|receive|find|understand|sit)|<name> to|it if|someone|a copy)|prefer (?:it if|that you|you))",
    ),
    (
        Request,
        Strong,
        r"\b(?:i|we)(?:'ll| will)? (?:<mod>)?need (?:you|your|to (?:know|have|get|hear|meet|talk|discuss|see|schedule|set|understand|speak)|someone|some (?:help|info|advice|feedback)|help|a (?:copy|list|report|favor|favour|response|decision|volunteer|hand|call)|an (?:answer|update|estimate)|the|this|these|it by|more)",
    ),
    (
        Request,
        Strong,
        r"\bi(?:'d like| would like| need| want| hope|'m hoping| was hoping| am hoping) to (?:take|be|have) [^.?!]{0,40}\b(?:off|vacation|half day|leave)\b|\bi(?:'d like| would like| need| want) to (?:leave|go home|come in) (?:[a-z]+ )?(?:early|late|at noon)\b|\bany (?:ideas?|suggestions?|thoughts|comments|help|advice|news|update|luck|objections?|feedback|input|pointers?|hints?|preferences?|word on|takers|volunteers)\b",
    ),
    (
        Request,
        Strong,
        r"\b(?:what|how) about (?:you|we|meeting|next|@|monday|tuesday|wednesday|thursday|friday)|\bwhat do you (?:think|say|suggest|recommend|want|need|prefer)|\bwhat(?:'s| is) (?:the|your) (?:status|plan|timing|deadline|address|phone|number|deal|schedule|name|best|latest|story|reason|view|opinion|take)|\bdo you (?:have|know|want|think|need|agree|remember|still|happen|see|by chance|plan|recall|intend|prefer|guys|all|get|like|understand|believe)\b",
    ),
    (
        Request,
        Strong,
        r"^(?:also |and |then |so |just |ok |okay |now |but |next |go ahead and )?<ask> (?:me|us|the|this|a|an|your|it|him|her|them|that|with|to|out|up|all|any|these|those|for|back|at|in|on|over|by|<name>|both|sure|if|how|whether|together)\b",
    ),
    (
        Request,
        Strong,
        r"\b(?:can|could|should|may|shall|might) (?:i|we) (?:please |also |just |still |at least |ever )?(?:<do>|have|be|use|borrow|assume|expect|plan|move|start|go|also|push|get together|count|sit|hold|say|tell|mention)\b.*\?",
    ),
    (
        Request,
        Strong,
        r"\b(?:make|be) sure (?:you|to|that|and|your|we|nothing|everyone|it|the)|\bget back to (?:me|us)|\b(?:give|drop) (?:me|us|<name>) (?:a|an) (?:call|ring|line|note|shout|hand)|\bcall me (?:at|on|when|if|to|asap|back|with|tomorrow|today|during)|\btake a (?:quick )?look at|\brsvp\b|\blend (?:me|us) a hand|\bdo me a (?:favou?r|kindness)|\b(?:ask|need) (?:you )?a (?:small |big |quick )?favou?r|\bneed(?:s|ed)? (?:this|it|them|these|your [a-z]+) (?:by|before|asap|today|back)|\bhelp (?:me|us)\b(?: out)?",
    ),
    (
        Request,
        Strong,
        r"^(?:<mod>)?(?:let'?s) (?:talk|discuss|meet|get|set|schedule|plan|do|regroup|try|see|have|make|go|use|keep|wait|add|put|not|move)\b",
    ),
    (
        Request,
        Strong,
        r"\bshould be (?:received|submitted|sent|returned|completed) (?:no later|by)|\byou (?:need|have|will need|'ll need|must) (?:to )|\bi(?:'m| am) (?:asking|requesting|looking for)|\b(?:we|i) (?:request|ask)(?: that)? you|\bwe ask that|\bit would (?:also )?be (?:<mod>)?(?:helpful|great|nice|good|useful|appreciated|wonderful) (?:if|to (?:have|get|know|hear)) |if you (?:could|would|will|can) (?:please |just |also )?<ask>\b|\byour (?:phone|address|thoughts|comments|views?|number)\b.*\?|\bthoughts\?|\bcomments\?",
    ),
    (
        Request,
        Weak,
        r"^(?:also |and |then |so |just |but |or |next )?(?:do not |don't |never )?(?:<ask>|print|address|accept|include|give|put|bring|pass|remember|avoid|use|look|try|wait|skip|ignore|sort|fill|drop|pull|run|start|assume|attach|cc|copy|count|decide|delete|describe|figure|finish|focus|notify|order|pay|pick|prepare|provide|push|review|ring|scan|ship|split|swap|touch base|treat|type|visit)\b",
    ),
    (
        Request,
        Weak,
        r"^(?:<mod>)?(?:ok,? |so,? )?let'?s [a-z]+|\b(?:thoughts|comments|views|feedback|input) (?:on|as to|about|from you)|\b(?:what|all) (?:i|we) need (?:from you|is)|\bneeds? to be (?:ready|done|in|signed|sent|here) by|\binterested in (?:any|your)|\bif you (?:will|would|could|can) (?:please )?(?:send|forward|call|sign|get|check|let|give|tell|provide|bring)|\byou (?:can|should also|may want to|might want to|could) <ask>\b|\bwe (?:should|need to|have to|must) <ask>\b|\bremind (?:me|us)|\bkeep (?:me|us) (?:posted|informed|updated|in the loop)|\bcount on you|\bcheck with <name>",
    ),
    (
        Request,
        Weak,
        r"^(?:so |and |but |also |or |then |if [^,?]*, )?(?:what|when|where|who|which|how|why|is|are|do|does|did|have|has|can|could|would|will|should|any|was|were|am|may|shall|whose)\b.*\?",
    ),
    (Request, Weak, r"\?"),
    (Request, Weak, r"\?.*\b(?:right|correct|ok|okay|agree)\b|,? (?:right|correct|ok|okay|agreed|no|yes)\?"),
    (
        Request,
        Weak,
        r"\b(?:need|needs|want|would like|looking for|must|asap|urgent|as soon as possible|deadline|due|by (?:monday|tuesday|wednesday|thursday|friday|tomorrow|noon|close of business|cob|eod|end of))\b",
    ),
    (
        Request,
        Against,
        r"\bplease (?:find|note|see (?:the )?(?:attached|below|enclosed)|be (?:advised|aware|informed)|feel free|do not hesitate|don't hesitate|accept|excuse|forgive|ignore|disregard|don't worry|do not reply|contact (?:me|us) (?:if|with any|should)|call (?:me )?(?:if|with any|should)|let (?:me|us) know if (?:you have (?:any )?(?:further |other |additional |more )?(?:questions?|problems?|concerns?)|you need any|you would like|i can|we can|there(?:'s| is) any|you wish|you'd like|you (?:need|want) (?:any|more|further|additional|me|us|help)))|\bthe attached (?:is|are)|\byes,? please<end>",
    ),
    (
        Request,
        Against,
        r"\blet (?:me|us) know (?:if|should|how|what) (?:you (?:have|need|require|want|would like)(?: any| anything| more| further| additional| other| me| us| a)* ?(?:questions?|problems?|concerns?|help|else|information|assistance|anything|further|me|us|copy)?|i can|we can|(?:there is|there's) any|this (?:works|helps))|\bif (?:you have|there are) (?:any )?(?:further |other |additional )?(?:questions|problems|concerns)\b",
    ),
    (
        Request,
        Against,
        r"\bhow are you\b|\bhow(?:'s| is) (?:it going|everything|life)|\bwho knows\?|\bwhat(?:'s| is) (?:up|new)\?|\bisn't (?:it|that)\?|\bwhy not\?|\bokay\?$|(?:\b(?:he|she|they)|<name>) (?:asked|wants|would like|wanted|requested|can|could|will|would)\b|\basked (?:me|us|him|her|them|if|whether)|\bi(?:'ll| will) (?:let|send|call|make sure|ask)|\bwe(?:'ll| will) (?:let|send|call|make sure)",
    ),
    (
        Request,
        Against,
        r"\blet me (?:just |first |also )?(?:say|explain|see|check|add|introduce|begin|start|try|tell)|\bplease(?:d| to)\b",
    ),
    (
        Request,
        Never,
        r"^(?:and |but |as always,? |again,? |of course,? )?(?:please )?(?:feel free to |do not hesitate to |don't hesitate to )?(?:let (?:me|us) know|call(?: me| us)?|contact (?:me|us)|e-?mail (?:me|us)|give (?:me|us) a call) (?:if|should|with) (?:you(?:'ve)? |there are )?(?:have |need |require |got )?(?:any )?(?:further |other |additional |more )?(?:questions?|problems|concerns|anything)(?: or (?:comments|concerns|problems|questions|need anything))?<end>",
    ),
    // Pressure.
    (
        Pressure,
        Strong,
        r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|umpteenth) time (?:that )?(?:i|we)(?:'ve| have| had|'m| am)? (?:to )?(?:ask|asked|asking|write|remind|tell|told|request)|\b(?:second|third|last|final) (?:and final )?(?:reminder|warning|chance)|\bhow many times|\btime and (?:time )?again|\bi(?:'ve| have) (?:already )?(?:asked|told|reminded|written to) you (?:twice|before|several|repeatedly|many|three|[0-9])|\bi keep asking|\bonce again,? i (?:have|must|am)",
    ),
    (
        Pressure,
        Strong,
        r"\bor (?:else\b|you(?:'re| are|'ll be| will be) (?:fired|out|off|gone)|(?:i|we)(?:'ll| will| shall) (?:have to |be forced to )?(?:go to|take|escalate|report|cancel|find|terminate|hold|tell))|\blegal action|\bescalate (?:this|it|the)|\b(?:will|would) have consequences|\bconsequences for (?:you|your)|\bheads will roll|\byour job (?:is|depends)|\byou(?:'ll| will) (?:regret|be sorry|be fired)|\bno more (?:excuses|delays)|\bno excuses?\b|\bi(?:'m| am) (?:done|through) (?:asking|waiting)",
    ),
    (
        Pressure,
        Strong,
        r"\b(?:unacceptable|inexcusable|disgraceful)\b|\b(?:this|that|you|your [a-z]+) (?:is|are|was|were) (?:simply |just |completely |totally |so )?(?:outrageous|ridiculous|appalling|pathetic|stupid|an idiot|incompetent)|\byou (?:idiot|moron|screwed)|^get a clue|\bwhat(?:'s| is) wrong with you|\bshame on you",
    ),
    (
        Pressure,
        Strong,
        r"\byou (?:have )?(?:failed|never (?:bother|answer|repl|respond|do|did|even|call)|keep (?:ignoring|forgetting|missing|saying|promising)|still (?:haven't|have not|owe)|didn't (?:bother|even)|have (?:ignored|let (?:me|us) down)|ignored|let (?:me|us) down|should have (?:known|read|told|done|asked))|\bwhy (?:didn't|haven't|did) you (?:not |even |ever )?",
    ),
    (
        Pressure,
        Strong,
        r"\b(?:fed up|sick (?:and tired )?of|tired of (?:waiting|asking|hearing|chasing|your)|lost (?:all )?patience|losing (?:my )?patience|(?:very |deeply |extremely )?disappointed (?:in|with|by|that) you|i(?:'m| am) not happy|is not good enough|(?:i|we) expect(?:ed)? (?:you|better|more|an answer|this to))",
    ),
    (
        Pressure,
        Strong,
        r"\byou (?:said|promised|told (?:me|us)|agreed|assured (?:me|us))\b[^.]*\b(?:but|still|never|nothing|was not|wasn't|is not|isn't|have not|haven't|did not|didn't)\b|\bunless (?:we|i) (?:are paid|receive|hear|get|have)\b[^.]*\b(?:will|shall|'ll)\b|\bif (?:this|it|that) (?:ever )?happens again|\byou had no right|\bare you (?:just )?ignoring|\bknock it off|\bhow hard (?:can|could|is) it|\bdo i have to do everything|\bget your act together|\bleaves? (?:us|me) (?:with )?no (?:choice|alternative|option)|\b(?:i|we) (?:don't|do not) appreciate (?:the|your|being|you)|\bit(?:'s| is) (?:all )?your (?:own )?fault|\bbehind my back|\b(?:i|we) asked you (?:for (?:this|it)|to do this)?\b[^.]*\b(?:ago|last (?:week|month)|twice|repeatedly)|\bturn (?:this|it|the matter) over to (?:our|my|the)|\bwhat part of\b.*\?|^(?:please )?stop (?:sending|calling|bothering|wasting|this)\b|\bmore than patient|\byou(?:'re| are) wasting (?:my|our|everyone)|\blast one to (?:hear|know)|\bmade (?:all of |both of )?us look bad",
    ),
    (
        Pressure,
        Weak,
        r"\b(?:still (?:waiting|haven't heard|have not heard|no answer|nothing)|as i (?:said|told you|have said)|why (?:is|hasn't|has) this|overdue|immediately|at once|must|read the (?:posting guide|manual|faq|documentation)|posting guide|clearly you|did you (?:actually|even)|please do)\b",
    ),
];
