//! Words that were once misread: what they are not.

use super::{Never, Rule, Sure};
use crate::observations::cues::Act::{Care, Gift, Help, Recommendation, Thanks};

pub(super) const PACK: &[Rule] = &[
    // A lunch that nobody was treated to.
    (
        Gift,
        Never,
        r"\b(?:work|works|worked|working|skip|skips|skipped|miss|missed|after|before|during|until|through|over) (?:through )?(?:my |our |the )?lunch(?:es| ?time| hour)?\b",
    ),
    (
        Care,
        Never,
        r"\b(?:work|works|worked|working|skip|skips|skipped) (?:right |straight )?(?:through|over) (?:my |our |the )?(?:lunch|night|weekend)|\b(?:see|hear|know|tell me|wonder|wondering|share|get) (?:us |me )?(?:what )?(?:your|any|their) thoughts\b|\bwhat(?:'s| is| are)? your thoughts\b|\byour thoughts (?:are|on|about|regarding)\b",
    ),
    (
        Recommendation,
        Sure,
        r"\b(?:i|we)(?:'ve| have)?(?: just| also| already)?(?: (?:highly|warmly|strongly))? (?:recommended|vouched for|nominated) you\b|\bput in a good word for you\b",
    ),
    // What has not been done cannot be thanked for.
    (Thanks, Never, r"\b(?:thanks|thank you|thanking you|thx)[^.]*\bin advance\b"),
    // A repair or an errand that the sender says he did for the reader.
    (
        Help,
        Sure,
        r"^(?:<name>,? )?(?:i|we)(?:'ve| have)?(?: just| already| now| also| gone ahead and| went ahead and)* (?:fixed|repaired|mended|restored|unlocked|booked|reserved|ordered|translated|proofread|cleaned|restarted|reset|rebuilt|filled in) (?:your\b|(?:the|a|an|that|those|these) [^.?!]{1,60} for you\b)",
    ),
];
