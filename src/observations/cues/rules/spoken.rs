//! How people write to friends today: short, without a subject, with a wink. These rules came after the weights were
//! learnt: each is sure of itself, or rules out.

use super::{Never, Rule, Strong, Sure};
use crate::observations::cues::Act::{
    Advice, Concession, Gift, Help, Introduction, Offer, Opportunity, Praise, Promise, Recommendation,
    Request, Thanks,
};

pub(super) const PACK: &[Rule] = &[
    // Thanks without the word: what it did, who did it, what is owed for it.
    (
        Thanks,
        Sure,
        r"\byou(?:'re| are|'ve been)(?: such)?(?: an?| my| the)? (?:absolute |total |complete |real |actual |literal )?(?:life-?saver|life saver|angel|hero|gem|saint|legend|godsend|star)\b|\byou(?:'re| are)(?: just| far| way| much)? too (?:kind|generous|good to (?:me|us))\b|\b(?:really|very|so|incredibly|awfully|too) (?:kind|generous|sweet|decent) of you\b",
    ),
    (
        Thanks,
        Sure,
        r"\b(?:saved?|saving) (?:my|our) (?:skin|neck|butt|ass|hide|bacon|life|day|week|weekend)\b|\byou (?:really |totally |absolutely )?saved (?:me|us)\b|\b(?:thanks|thank you) (?:a million|a bunch|a ton|a bundle|from the bottom)\b|\byou (?:gave|took|spent) (?:up )?(?:your|all|both|half|three|two|a whole)\b[^.?!]{0,60}\b(?:for me|for us|my|our)\b|\bthanks to your [a-z]+ing\b|\byour (?:[a-z]+ ){1,3}(?:was|were|is|are) (?:the reason|what did it|why)\b|\byour (?:[a-z]+ ){1,3}made (?:all )?the difference\b",
    ),
    (
        Thanks,
        Sure,
        r"\b(?:never|not) have (?:happened|made it|done (?:it|this|that)|got(?:ten)? (?:it|this|there|here)|managed|known|finished|found)\b[^.?!]{0,30}\bwithout you(?:rs?)?\b|\b(?:it|this|that) (?:is|was|'s) (?:all )?(?:because of|thanks to|down to) you\b|\b(?:i|we) owe (?:it|this|that|all of it) (?:all )?to you\b|\btell(?:ing)? every(?:body|one) (?:that )?it was you\b|\bi(?:'ll| will) never forget (?:it|this|that|what you)\b|\b(?:my|our) (?:eyes|back|wife|husband|kids?|mother|mom|mum|family|sister|brother) thanks? you\b",
    ),
    // Whoever says that the other was right agrees, and whoever says whose doing it was gives no help by that.
    (
        Praise,
        Never,
        r"^(?:and |well,? |yes,? |ok,? )?you(?:'re| are| were)(?: so| absolutely| totally| completely| quite| both)? right\b",
    ),
    (
        Help,
        Never,
        r"^your (?:[a-z]+ ){1,3}(?:was|were|is|are) (?:the reason|what did it|why)\b|\bmade (?:all )?the difference\b",
    ),
    // Particulars, consent and coming are no help; nor is what one passed on to one's own people, unless it was asked
    // for, which the conversation tells.
    (
        Help,
        Never,
        r"^(?:perfect[.,!]? |great[.,!]? |sure[.,!]? |and )?here(?:'s| is| are) my (?:number|cell|mobile|phone|address|e-?mail|bio|headshot|calendar|availability|details|link|zoom)\b|^(?:yes,? |of course,? )?(?:i'm |we're |i am |we are )?coming to (?:your|the)\b|^(?:with pleasure|gladly|go ahead|by all means|of course you can|feel free)\b",
    ),
    (
        Help,
        Never,
        r"^(?:it is[.,!]? |i(?:'ve| have)? |we(?:'ve| have)? )?(?:just |already )?(?:shared|forwarded|passed|sent|posted) (?:it|this|them|that|yours)(?: on| along| around)? (?:with|to) (?:the|my|our) (?:whole |entire )?(?:team|group|folks|guys|boss|colleagues|office|staff|wife|husband|family|friends)\b",
    ),
    // What the speaker thinks of his own life.
    (
        Advice,
        Never,
        r"^(?:and |but |so |honestly,? )?i (?:think|believe|guess|suspect|feel like|know) (?:that )?i(?:'d| would|'ll| will|'m| am|'ve| have| was| could| can| might)?(?: [a-z]+ly| just| also| even| actually)* (?:be|been|am|hate|love|like|enjoy|feel|miss|need|want|prefer|die|cry|manage|know|deserve|learned|learnt)\b",
    ),
    // "Give me ten minutes" and "let me ask her first" ask for nothing.
    (
        Request,
        Never,
        r"^(?:ok,? |sure,? |there isn't[.,]? |just |yes,? |please )?give me (?:just )?(?:a|an|one|two|three|five|ten|fifteen|twenty|thirty|half an|[0-9]+|a few|a couple of) ?(?:more )?(?:secs?|seconds?|mins?|minutes?|moments?|hours?|days?|weeks?|bit)\b[^?]*$|^(?:ok,? |sure,? |well,? |but |so )?let me (?:just |first |quickly )?(?:ask|check|look|find out|think|talk|speak|run|see|sleep on|dig|get back to you|come back to you)\b[^?]*$",
    ),
    (
        Promise,
        Sure,
        r"^(?:ok,? |sure,? |well,? |but |so )?let me (?:just |first |quickly )?(?:ask|check|look|find out|talk|speak|dig)\b[^?]*\b(?:get|come|be) back to you\b",
    ),
    // Errands undertaken without "I will".
    (
        Promise,
        Sure,
        r"^(?:ok,? |sure,? |great,? |yes,? |perfect,? )?(?:picking (?:you|it|them|her|him) up|dropping (?:it|them|you|by)|bringing (?:it|them|you|some|the|my|a)|driving (?:you|over)|coming (?:over|round|by|to get you)|sending (?:it|them|you|over)|fetching (?:it|you|them))\b[^?]*\b(?:at [0-9]|[0-9]{1,2}:[0-9]{2}|tomorrow|tonight|in (?:an? |five |ten |the )|on @?[a-z]+|this (?:afternoon|evening|weekend)|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    ),
    (
        Promise,
        Sure,
        r"\b(?:i|we)(?:'ll| will|'m going to| am going to)(?: (?:also|certainly|gladly|definitely|happily))* (?:introduce (?:you|the two)|connect (?:you|the two)|put (?:you|the two)[^.?!]{0,30} in touch|make the (?:intro|introduction))\b",
    ),
    // Asking for a ride and the like without a verb of asking.
    (
        Request,
        Sure,
        r"\byou (?:wouldn't|don't|couldn't) (?:by any chance|happen to|perchance)\b|\bany chance of (?:a|an|some|you)\b|^who(?:'s| is| has| wants to| can| could)\b[^?]{0,60}\b(?:arms|a (?:van|car|truck|ladder|drill|spare)|free on|up for|help)\b[^?]*\?",
    ),
    // Offers of a thing, in a question or as the other's.
    (
        Offer,
        Sure,
        r"^(?:do you |d'you |u |would you |anyone |anybody |wanna |you )?(?:want|like|need|fancy|care for|interested in)(?: to have)? (?:it|them|one|two|these|those|some|mine|either|my (?:old|spare|extra|second)[^?]*|our (?:old|spare|extra|second)[^?]*)\?|\b(?:it|they|that|these|those|this one)(?:'s| is|'re| are) (?:all )?yours(?:[.,!]| if\b|$| for\b)|\bfree to (?:a )?good home\b|\byours (?:for the taking|if you want|to keep)\b",
    ),
    (
        Offer,
        Sure,
        r"\byou(?:'re| are|'d be)(?: both| all)?(?: always| very| more than| most)? welcome to (?:have|use|stay|take|borrow|come|join|it|them|crash)\b|\b(?:would|'d) be (?:very |so |more than )?(?:glad|happy|delighted|pleased) to (?:give|lend|let|pass|hand|drop|bring)\b|\bi have an? (?:extra|spare) (?:[a-z]+ ){0,2}(?:ticket|seat|pass|room|bed|bike|copy)\b|\b(?:just )?(?:shout|holler|yell)(?:[.!]|$)",
    ),
    (
        Offer,
        Sure,
        r"\b(?:i|we) (?:can|could|would be (?:happy|glad|delighted) to|'d be (?:happy|glad|delighted) to)(?: (?:also|certainly|gladly|definitely|happily|easily))* (?:introduce you|connect you|put (?:you|your name)|recommend you|put in a (?:good )?word|vouch for you|pass (?:on )?your (?:name|cv|resume)|mention your name)\b|\b(?:want|shall|should|would you like) (?:me|i|us)(?: to)? (?:introduce|connect|put you|make the intro|pass)\b",
    ),
    // On the reader's word: an offer, and no promise before it.
    (
        Offer,
        Sure,
        r"\b(?:let me know|say the word|just say so|just ask|tell me|give me a (?:shout|call))\b[^.?!]{0,24}\band (?:i|we)(?:'ll| will| can)\b",
    ),
    (
        Promise,
        Never,
        r"\b(?:let me know|say the word|just say so|just ask|tell me|give me a (?:shout|call))\b[^.?!]{0,24}\band (?:i|we)(?:'ll| will| can)\b",
    ),
    // What is given without a verb of giving.
    (
        Gift,
        Strong,
        r"^(?:it's |they're |that's |all )?on (?:me|us|the house)(?:[,.!]|$)|\bfree to (?:a )?good home\b|^(?:zero|no) (?:dollars|money|charge)(?:[,.!]|$)",
    ),
    // Two brought together.
    (
        Introduction,
        Strong,
        r"\bover to you (?:two|both|guys)\b|\bi(?:'ll| will) (?:get|step) out of (?:the|your) way\b|\btake it from here\b|\bi(?:'ll| will) let (?:you (?:two|both)|the two of you)\b|<name> \((?:in )?cc'?e?d\)|^[a-z~'-]+ \((?:in )?cc'?e?d?\)",
    ),
    // Vouching for the reader, or for somebody named.
    (
        Recommendation,
        Strong,
        r"\b(?:i|we)(?:'ve| have)? (?:just |already |also )?told (?:him|her|them|@[a-z~.'-]+)(?: @[a-z~.'-]+)?(?: and @[a-z~.'-]+)? (?:that )?(?:you(?:'re| are|'d be| would be|'ve been) (?:the|a|an|my|one|exactly|perfect|great|by far|very|really)|nobody|no one|there's no(?:body| one) better)\b|\bput(?:ting)? in a (?:[a-z]+ )?word (?:in )?for\b|\b(?:i|we)(?:'ve| have)? (?:just )?put your name (?:in front|forward|down|in)\b|\b(?:just )?(?:hung up|got off the phone|spoke|talked|been on the phone) with (?:them|her|him|@[a-z]+|your (?:new |future )?(?:boss|landlord))\b[^.?!]*\b(?:about you|told (?:them|her|him))\b",
    ),
    // Leads.
    (
        Opportunity,
        Strong,
        r"\b(?:he|she|they|@[a-z~.'-]+|[a-z]+)(?:'s| is|'re| are) (?:hiring|looking for|searching for|recruiting|after) (?:his|her|their|an?|some(?:one|body)|@[a-z]+)\b[^.?!]*\b(?:(?:hasn't|haven't|has not|have not|not yet|isn't|nobody|before (?:it|they))\b[^.?!]{0,30}\b(?:posted|advertised|public|out|knows)|and (?:i )?thought of you|and you)\b|\bthought of you (?:right away|immediately|at once|straight away|first)\b|\bsay (?:that )?i sent you\b|\b(?:could|can|would like to) put your name (?:in front of|forward|in)\b",
    ),
    (
        Opportunity,
        Strong,
        r"\bwould you (?:like to |be willing to |want to |consider )?(?:give|giv(?:e|ing)|do|hold|run|deliver)\b[^?]{0,40}\b(?:talk|keynote|version|session|workshop|lecture|reading|master ?class|panel|seminar)\b[^?]{0,40}\b(?:at|on|for|in|to) (?:our|the|@)[^?]*\?|\bon (?:the|our) main stage\b|\b(?:speak|talk|read|play|perform|exhibit) at our (?:[a-z]+ )?(?:conference|festival|meetup|event|fair|retreat|summit|school|guild|gallery)\b",
    ),
    // To take back what one gave up is no leave.
    (
        Concession,
        Never,
        r"\btake (?:a|the|your|that|another) (?:[a-z]+ )?(?:day|days|afternoon|morning|week|weekend) back\b",
    ),
];

#[cfg(test)]
mod tests {
    use crate::observations::cues::Act;
    use crate::observations::cues::features::{bit, hits};
    use crate::observations::cues::rules::tests::assert_ruled;
    use crate::observations::cues::sentence::split;

    use super::*;

    const SAID: &[(Act, &str)] = &[
        (Thanks, "You're a lifesaver!"),
        (Thanks, "You are an absolute gem."),
        (Thanks, "You're too kind, my back thanks you."),
        (Thanks, "You saved my neck on Monday."),
        (Thanks, "You gave up your Sunday to carry my boxes."),
        (Thanks, "Made it thanks to your driving."),
        (Thanks, "Your two pages were the reason."),
        (Thanks, "It would never have happened without you."),
        (Thanks, "We owe it all to you."),
        (Promise, "Let me ask Ida first and get back to you."),
        (Promise, "Picking you up at 4:15."),
        (Promise, "Sure, dropping it off tomorrow."),
        (Promise, "I'll introduce you two in May."),
        (Request, "You wouldn't by any chance have a saw?"),
        (Request, "Any chance of a lift to the station?"),
        (Request, "Who has a van on Saturday?"),
        (Offer, "Want one?"),
        (Offer, "Do you want my old desk?"),
        (Offer, "If so they're yours."),
        (Offer, "You're welcome to have it in August."),
        (Offer, "I have a spare ticket for the opera."),
        (Offer, "I would be glad to lend you mine."),
        (Offer, "I could put your name in front of the board."),
        (Offer, "Want me to connect you?"),
        (Offer, "Let me know and I'll put your name down."),
        (Thanks, "Thanks a million Kate!"),
        (Gift, "On me, you have had a hard week."),
        (Introduction, "Over to you two!"),
        (Introduction, "Ida (cc'd) is looking for a singer."),
        (Recommendation, "I told Ida you're the one to ask."),
        (Recommendation, "I told her nobody sings it better than you."),
        (Recommendation, "I want to put in a strong word for Ida."),
        (Opportunity, "She's looking for her first baker and hasn't posted it yet."),
        (Opportunity, "I thought of you right away."),
        (Opportunity, "Write to her this week and say I sent you."),
        (Opportunity, "Would you give a short version of the talk at our festival?"),
    ];

    const SILENCED: &[(Act, &str)] = &[
        (Praise, "You were right about both."),
        (Help, "Your two pages were the reason."),
        (Help, "Here is my number."),
        (Help, "Coming to your party, of course."),
        (Help, "With pleasure, I remember her song."),
        (Help, "Shared it with the team."),
        (Advice, "I think I would be good at it and I think I would hate it."),
        (Request, "Give me ten minutes, I am at the market."),
        (Request, "Let me ask her first and get back to you."),
        (Promise, "Just ask and I will bring mine."),
        (Concession, "Please take a day back, you earned it."),
    ];

    /// Look-alikes that say nothing of the kind.
    const OTHERWISE: &[(Act, &str)] = &[
        (Thanks, "She is a star of the stage."),
        (Thanks, "I saved my file."),
        (Thanks, "It would not have happened without the rain."),
        (Promise, "Let me know and get back to me."),
        (Promise, "Picking a colour is hard."),
        (Request, "Who has read the book?"),
        (Offer, "Do you want the report by Monday?"),
        (Offer, "Sincerely yours"),
        (Offer, "You're welcome!"),
        (Gift, "It depends on me."),
        (Introduction, "The ball goes over to you."),
        (Recommendation, "I told her you are late."),
        (Opportunity, "He's looking for his keys."),
        (Opportunity, "Would you give me the list?"),
    ];

    const NOT_SILENCED: &[(Act, &str)] = &[
        (Help, "Here is my draft of your letter."),
        (Help, "I shared your survey with forty people."),
        (Advice, "I think I would wait a week."),
        (Request, "Give me the list by Monday."),
        (Request, "Let me know by Monday."),
        (Request, "Could you give me ten minutes of your time?"),
        (Concession, "Take the afternoon off."),
    ];

    #[test]
    fn what_is_spoken_rather_than_written_is_read() {
        assert_ruled(SAID, OTHERWISE);
    }

    #[test]
    fn what_only_looks_like_it_is_silenced() {
        for (act, text) in SILENCED {
            assert!(hits(&split(text)[0]).muted & bit(*act) != 0, "{act:?} {text}");
        }
        for (act, text) in NOT_SILENCED {
            assert!(hits(&split(text)[0]).muted & bit(*act) == 0, "{act:?} {text}");
        }
    }
}
