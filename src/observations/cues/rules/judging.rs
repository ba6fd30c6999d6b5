//! Advice and refusals.

use super::{Against, Rule, Strong, Weak};
use crate::observations::cues::Act::{Advice, Decline};

pub(super) const PACK: &[Rule] = &[
    // Advice.
    (
        Advice,
        Strong,
        r"<we>(?:'d| would)?(?: <mod>)? ?(?:strongly |respectfully )?(?:suggest|recommend|advise|propose|urge|caution|encourage you)\b",
    ),
    (
        Advice,
        Strong,
        r"\byou (?:should|might (?:want|wish|like|consider|try|also)|may (?:want|wish|like|consider)|could (?:try|also|consider|just|use|ask)|ought to|would be (?:better|well|wise)|'d better|had better|shouldn't|should not|need to (?:be careful|consider|think|watch)|don't (?:need|have) to|are better off|'re better off|must not)\b",
    ),
    (
        Advice,
        Strong,
        r"\b(?:my|our) (?:advice|suggestions?|recommendations?|two cents|2 cents|opinion|view|preference|take|feeling|thoughts?|instinct|gut|comments?|sense|only (?:comment|concern))\b",
    ),
    (
        Advice,
        Strong,
        r"<would> (?:probably |also |definitely |personally |rather |just |simply |not |strongly )*(?:be careful|avoid|include|change|add|use|go with|go for|leave|put|start|try|say|keep|remove|delete|ask|pull|decline|wait|get|make|take|drop|stick|consider|argue|focus|do|stay|write|steer|think (?:twice|about))\b",
    ),
    (
        Advice,
        Strong,
        r"\bhave you (?:considered|tried|thought (?:of|about))|\bwhy (?:not|don't you) [a-z]+|\bif i were you|\bin (?:my|our) (?:opinion|view|experience|judgment|humble)|\bimho\b|\bimo\b|\b(?:might|may|would|could) be (?:<mod>)?(?:better|best|worth|wise|wiser|easier|quicker|safer|a good idea|useful to|helpful to|more) |\bis (?:probably )?(?:better|best|worth|easier|safer|wiser) (?:to|if|not)|\b(?:better|best) (?:off|bet|to (?:use|wait|ask|do|avoid|keep))|\bpersonally\b|\bbe careful|\bbeware|\bword of (?:advice|caution)|\bdon't (?:forget|use|rely|let|worry|bother|try|assume|be)",
    ),
    (
        Advice,
        Strong,
        r"<we>(?: do| really| still| also| personally)? (?:think|believe|feel|agree|suspect)(?: that| strongly)? (?:you|your|we|it|this|that|the|there|a|our|they|@)",
    ),
    (
        Advice,
        Strong,
        r"\bperhaps (?:you|we|it|a|the)|\bmaybe (?:you|we|it would)|\bconsider (?:using|adding|including|whether|the|a|making|asking)|\binstead of\b|\brather than\b|\bone (?:suggestion|option|idea|thought|possibility|concern|improvement|way)\b|\b(?:may|might|can) i suggest|\ba (?:few|couple of) (?:thoughts|suggestions|comments|ideas)|\bsuggested (?:changes|edits|revisions)|\bsome (?:thoughts|suggestions|comments|ideas)\b",
    ),
    (Advice, Weak, r"\b(?:we|it|they) (?:should|ought|shouldn't|need to|must)\b|\bshould\b"),
    (
        Advice,
        Weak,
        r"\b(?:concern|problem|risk|issue|however|although|seems|appears|looks like|likely|agree|disagree|not sure|prefer)\b",
    ),
    (Advice, Weak, r"\bthe (?:letter|memo|draft|document|changes?) looks? (?:fine|good|ok|okay)"),
    (
        Advice,
        Against,
        r"\?|\bplease\b|\bcould you|\bany (?:advice|suggestions)|\bwhat (?:should|do you)|\bi(?:'ll| will)\b|\byou should (?:have|receive|get|see|be (?:receiving|getting))|\b(?:your|any) (?:advice|suggestions|recommendations|opinion|thoughts)",
    ),
    // Refusals.
    (
        Decline,
        Strong,
        r"\b(?:i|we)(?:'m| am| are)?(?: really| very| so)?(?: afraid| sorry,?| sorry but)?(?: that)?(?: i| we)? ?(?:can't|cannot|can not|won't|will not|am not able to|are not able to|are unable to|am unable to|couldn't|shall not|will be unable to|won't be able to|will not be able to|am not going to|'m not going to|am not in a position)(?: really| actually| possibly| be able to)* (?:make|attend|join|do|help|come|be (?:there|able|on|at|going|in|available)|participate|commit|accept|approve|send|go|offer|take|agree|support|give|provide|meet|walk|swap|spare|recommend|answer|fit|be attending)\b",
    ),
    (
        Decline,
        Strong,
        r"\b(?:unable|not able) to (?:attend|attenfd|make|join|participate|help|come|accept|assist|do|provide|meet)|\b(?:have|need|going|like|'ll have) to (?:pass|decline|say no|skip)\b|\bi(?:'ll| will| must|'d prefer to| would prefer to)? (?:respectfully |regretfully |have to |politely )?(?:pass\b(?: on)?|decline)|^decline|\bregret (?:that )?(?:i|we|to)|\bi(?:'d| would) (?:love|like) to,? (?:but|however)",
    ),
    (
        Decline,
        Strong,
        r"\bno,? thanks\b|\bno thank you|\bthanks,? but no|\bthank(?:s| you)[^.]*,? but (?:i|we)(?:'m| am| have|'ll| will|'ve| can|'d)|\bi(?:'d| would) (?:rather not|prefer not|prefer to skip|rather skip)|\b(?:not|isn't|doesn't) (?:interested|going to (?:be able|work out|happen)|work for (?:me|us))|\bprior (?:commitment|engagement)|\bcount me out|\bi(?:'m| am) (?:already |otherwise )?(?:booked|committed|tied up)|\bno way[.,!]|^no way$|\bout of the question|\bdon't have (?:the |any )?(?:time|bandwidth|capacity|resources)|\bnot something (?:that )?(?:i|we) (?:can|could|want)|\bi don't see a fit|\bmaybe (?:next|another|some other) time|\b(?:conflict|conflicts) with (?:my|another|a)\b",
    ),
    (
        Decline,
        Strong,
        r"^(?:i |sorry,? (?:i |we )?|we )?(?:can't|cannot|won't) (?:do|make) (?:it|that|this|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|lunch|[0-9])|\bnot something (?:that )?(?:i|we|our group) (?:can|do|could|want)|\bi(?:'m| am) (?:totally |completely )?(?:swamped|slammed|overbooked|booked (?:up|solid))|\bno (?:openings|positions?|vacanc)\b|\b(?:i|we)(?:'m| am|'re| are) not in a position to|\bmy answer (?:is|has to be) no|\b(?:i|we)(?:'ll| will| must| have to) (?:regretfully |respectfully |unfortunately )?(?:decline|turn (?:this|it|that|you) down)|\bnot the right person|\b(?:going|decided) to pass\b|\b(?:i|we)(?:'m| am|'re| are)? (?:not going to|won't|will not|don't|do not) (?:really )?(?:have|find) (?:the |any )?time\b|^(?:i )?don't have (?:the )?time (?:to|for)|\b(?:i|we) (?:already )?have (?:other|another) (?:plans|commitments?|engagement)|\bi already have plans|\bi have (?:something|another (?:meeting|appointment)) (?:else )?(?:at|on|then|that)|\b(?:i|we) (?:can't|cannot|can not|are unable to|am unable to) (?:agree|approve|accept|extend|let you|lend|release)\b|\bask someone else|find (?:someone|somebody) else",
    ),
    (
        Decline,
        Weak,
        r"\b(?:can't|cannot|can not|won't|unable|unfortunately|afraid|conflict|decline|not be able|out of town|don't know)\b",
    ),
    (
        Decline,
        Against,
        r"(?:\b(?:you|he|she|they|it)|<name>) (?:can't|cannot|won't|will not|couldn't|declined|is unable|are unable|was unable)|\bcan't (?:wait|thank|believe|help but|say enough|stress)|\bif (?:you|we|i) (?:can't|cannot|won't)|\bcan't you|\bwon't be (?:long|a problem)|\bif you(?:'re| are) (?:unable|not able)|\bwhy (?:can't|won't)|\bcan't (?:find|see|open|get|access|figure|remember|read|tell)\b",
    ),
];
