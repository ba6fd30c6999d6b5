//! What reads like help or advice and is talk: it sends the reader on, asks back, takes up what he proposed, or
//! argues. These rules came after the weights were learnt and only rule out.

use super::{Never, Rule};
use crate::observations::cues::Act::{Advice, Help};

/// Sends the reader on to somebody else.
const REDIRECTS: &str = r"\bwrong (?:place|list|forum|address|person|department)\b|\boff[- ]topic\b|\b(?:you should|you'd better|better(?: to)?|best to|please|try|suggest|need to|have to) (?:be )?(?:ask|asking|contact|contacting|write to|report (?:it|this|that) to) (?:@[a-z.'-]+ this|the (?:@?[a-z.'-]+ ){0,2}(?:maintainers?|authors?|vendors?|list|support)\b|(?:it |this |that |them )?(?:on|in) (?:the|another|a) )|\b(?:answered|fixed|handled) (?:only )?by the (?:maintainers?|authors?|vendors?)\b|\bthere(?:'s| is) (?:a|an|another) (?:@?[a-z.'-]+ ){0,3}(?:mailing list|list for|forum for|newsgroup)\b";
/// Asks back for what it would take to help.
const ASKS_BACK: &str = r"\b(?:if|unless|until) you(?:'d| would| had| could| can)? ?(?:don't |do not |didn't |had )?(?:give|gave|given|provide|provided|post|posted|show|showed|shown|send|sent) (?:us |me )?(?:an? |the |some |your |more )?(?:[a-z]+ ){0,2}(?:example|code|information|details?|files?|data|output)\b|\b(?:by|start|help) (?:giving|posting|providing|sending|showing) (?:us |me )?(?:an? |the |some |your |more )?(?:[a-z]+ ){0,2}(?:example|code|information|details?|files?|data|output)\b|\b(?:isn't|doesn't|aren't|wasn't|weren't|haven't|hasn't) (?:it|that|this|they|there)\?+$";
/// Takes up what the reader proposed.
const TAKES_UP: &str = r"^(?:(?:yes|ok|okay|thanks|thank you|right|agreed)[,.!]? )?(?:that's |that is |this is |it's |i think (?:that|this|it)(?:'s| is) )?(?:an? )?(?:very |really )?(?:good|great|nice|excellent|fine|interesting) (?:idea|suggestion|point|question|catch)[;.,!]*$";
/// Is pleased at what the reader did himself.
const PLEASED: &str = r"^(?:i'm |i am |we're |we are |so |very )*(?:glad|happy|pleased) (?:that )?(?:you|they|it|this|everything)\b";
/// Tells what others did for themselves.
const OF_OTHERS: &str = r"^(?:he|she|they|@[a-z]+) (?:has |have |had |just |already |finally )*(?:[a-z]+ed|made|got|sent|found|built|wrote|took|bought|sold|set) (?:his|her|their)\b[^,;]*$";
/// Tells that something is lost.
const LOST: &str = r"\b(?:it|they|that|this|those) (?:has |have |had )?(?:all )?(?:burn(?:ed|t)|broke|got lost|(?:was|were|is|are) (?:lost|stolen|gone|destroyed|thrown away)|no longer exists?|fell apart)\b";
/// Argues by asking.
const ARGUES: &str =
    r"^why (?:would|should|do|does|did|is|are|provide|have|bother|use|add|make|change|keep) [^?]*\?+$";

pub(super) const PACK: &[Rule] = &[
    (Help, Never, REDIRECTS),
    (Help, Never, ASKS_BACK),
    (Help, Never, TAKES_UP),
    (Help, Never, PLEASED),
    (Help, Never, OF_OTHERS),
    (Help, Never, LOST),
    (Advice, Never, REDIRECTS),
    (Advice, Never, ASKS_BACK),
    (Advice, Never, TAKES_UP),
    (Advice, Never, ARGUES),
];

#[cfg(test)]
mod tests {
    use crate::observations::cues::features::{bit, hits};
    use crate::observations::cues::sentence::split;

    use super::{Advice, Help};

    fn ruled_out(text: &str) -> bool {
        let muted = hits(&split(text)[0]).muted;
        muted & (bit(Help) | bit(Advice)) != 0
    }

    #[test]
    fn talk_is_no_help() {
        for text in [
            "I am afraid this is the wrong list for kilns.",
            "You should ask the maintainer of the kiln.",
            "That can only be answered by the author.",
            "There is a mailing list for that.",
            "It would be easier if you posted an example.",
            "You could start by giving some details of the clay.",
            "Good idea.",
            "Glad you all were able to mend it.",
            "She finally mended her kiln.",
            "It burned with the shed.",
            "Thanks, that's a good suggestion;",
            "That looks like the old glaze, doesn't it?",
            "Why would anybody fire it twice?",
        ] {
            assert!(ruled_out(text), "{text}");
        }
    }

    #[test]
    fn help_that_speaks_of_the_same_is_help() {
        for text in [
            "You should fire it twice.",
            "The maintainer of the kiln fixed that in May, so take the new one.",
            "Put the list in the second field.",
            "A good idea is to fire it at night.",
            "Why not fire it twice?",
            "I have sent you the data.",
        ] {
            assert!(!ruled_out(text), "{text}");
        }
    }
}
