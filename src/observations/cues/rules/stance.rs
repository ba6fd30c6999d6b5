//! What a sentence that speaks of an act does not do: it denies it, supposes it, asks after it, tells of another's,
//! quotes it, or means the contrary.

use super::{Never, Rule};
use crate::observations::cues::Act::{
    Advice, Apology, Care, Decline, Gift, Help, Introduction, Offer, Praise, Promise, Recommendation,
    Request, Thanks,
};

/// Direct speech of somebody else.
const QUOTED: &str = r#"\b(?:said|says|wrote|writes|asked|told (?:me|us|him|her|them)|replied|answered|goes|went)[:,]? ?['"].*['"]|^['"][^'"]+[,.!?]?['"],? (?:he|she|they|@[a-z]+) (?:said|says|wrote|asked|replied|answered)"#;
/// A question that greets and wants no answer.
const GREETING: &str = r"^(?:(?:hi|hello|hey|so|and)?,? ?(?:<name>)?,? ?)how (?:are (?:you|things|u)(?: all| both| guys)?|is it|is everything|is life|have you been)(?: doing| going| today| these days)?\?+$";
/// What somebody else did, told in the third person.
const TOLD: &str = r"^(?:(?:yesterday|today|and|but|then|later|last week|this morning),? )?(?:he|she|they|my (?:boss|friend|mother|father|wife|husband|sister|brother|colleague)|ben|@[a-z]+)(?: also| never| even| just)? (?:thanked|apologi[sz]ed|promised|offered|declined|refused|praised|said (?:that )?(?:he|she|they)|told (?:him|her|them)|asked (?:him|her|them)) ";

pub(super) const PACK: &[Rule] = &[
    (Thanks, Never, QUOTED),
    (Thanks, Never, TOLD),
    (
        Thanks,
        Never,
        r"\b(?:thanks|thank you)(?: a lot| so much| very much)?,? for (?:nothing|ruining|breaking|ignoring|wasting|forgetting|losing|letting (?:me|us) down|making (?:me|us) wait|keeping (?:me|us) waiting|never|not)\b|\b(?:don't|do not|didn't|did not) (?:really |at all )?(?:appreciate|thank)\b|\bnot (?:very |really |at all )?(?:grateful|thankful)\b|^(?:did|have|should) (?:i|we|you|he|she|they)\b.*\bthank.*\?|\bif i (?:could|had|were)\b.*\bthank\b|\b(?:would|should) have (?:thanked|appreciated)\b|\bforgot to thank (?:him|her|them|<name>)",
    ),
    (Promise, Never, QUOTED),
    (Promise, Never, TOLD),
    // What it answers makes it a promise, and that is seen in the conversation.
    (Promise, Never, r"^(?:yes|ok|okay|sure|yep|great)?,? ?will do[.!]*$"),
    (
        Promise,
        Never,
        r"\b(?:i|we) (?:can't|cannot|don't|do not|won't|will not|never|didn't|did not) promise\b|\b(?:i|we) (?:won't|will not|will never|am not going to|are not going to|'m not going to) (?:send|call|bring|do|fix|come|help|write|look|check|give|forward|make|be able)\b|\bif (?:i|we) (?:had|were|could|knew)\b.*\b(?:i|we)(?:'d| would)\b|\b(?:i|we)(?:'d| would) have (?:sent|called|helped|come|done|brought|fixed|written)\b|\bi wish i could\b|^(?:will|shall|should|would) (?:i|we)\b.*\?|^did (?:i|we) (?:promise|say)\b.*\?",
    ),
    (Offer, Never, QUOTED),
    (Offer, Never, TOLD),
    (
        Offer,
        Never,
        r"\b(?:i|we) (?:can't|cannot|couldn't|won't be able to|am not able to|am unable to) (?:help|offer|assist|do)\b|\bif (?:i|we) (?:had|were|could)\b.*\b(?:i|we)(?:'d| would)\b|\b(?:i|we)(?:'d| would| could) have (?:helped|offered|come|driven|lent)\b|^(?:did|have|had) (?:i|we|he|she|they)\b.*\boffer.*\?",
    ),
    (Apology, Never, QUOTED),
    (Apology, Never, TOLD),
    (
        Apology,
        Never,
        r"\bnot (?:at all |really |a bit )?sorry\b|\b(?:won't|will not|don't|do not|not going to|refuse to|no reason to) apologi[sz]e\b|^(?:should|must|do|did|why should) (?:i|we|you|he|she|they)\b.*\bapologi[sz]e?d?\b.*\?|\bif i (?:had|were)\b.*\bapologi[sz]e\b|\bsorry (?:excuse|state|sight|mess)\b|\bwho is sorry\b|\b(?:he|she|they|you)(?:'ll| will) be sorry\b",
    ),
    (Praise, Never, QUOTED),
    (
        Praise,
        Never,
        r"\b(?:great|nice|good|brilliant|fine|excellent|fantastic) (?:job|work|going|one)(?: on| at)? (?:breaking|ruining|losing|forgetting|messing|wasting|deleting|destroying|ignoring)\b|\b(?:wasn't|isn't|was not|is not|not) (?:a |an |very |so |such a |particularly |really |exactly |your )*(?:good|great|nice|impressed|well done|impressive|excellent|best)\b|\b(?:would|could) have been (?:a )?(?:<mod>)<good>\b|^(?:was|is|did) (?:my|the|this|it|that|he|she)\b.*\?|\b(?:nobody|no one) (?:was|is) impressed\b",
    ),
    (Help, Never, QUOTED),
    (
        Help,
        Never,
        r"^(?:have|did|had|should|could) (?:i|we)\b.*\?|\b(?:i|we)(?:'d| would| could| should) have (?:fixed|sent|done|helped|called|attached|updated|booked)\b|\bif (?:i|we) had (?:fixed|sent|done|known|attached|updated|booked)\b|\b(?:i|we) (?:have not|haven't|did not|didn't|never) (?:yet )?(?:fixed|sent|done|attached|updated|booked|fix|send|do|attach|update|book|repair|repaired)\b|\bnot (?:yet )?(?:attached|done|fixed|finished|ready)\b|^(?:no,? |sorry,? )?(?:i|we) (?:don't|do not|won't|will not|wouldn't) (?:really )?(?:want|plan|intend|wish|support)\b|\bwe (?:can't|cannot) help\b",
    ),
    (Request, Never, GREETING),
    (Care, Never, GREETING),
    (Care, Never, r"^take (?:good )?care[.!]*$"),
    (
        Advice,
        Never,
        r"^(?:i|we) (?:really |very much |do |greatly )?appreciate your (?:comments|input|feedback|advice|thoughts|suggestions?)[^,;]*$|^(?:i|we) (?:completely |fully |strongly |also |quite |tend to |don't |do not )*(?:agree|disagree)(?: with (?:you|this|that|him|her|them|it|<name>))?[.!]*$|^(?:yes,? |no,? |well,? |ok,? )?(?:i|we) (?:completely |fully |strongly |also |quite |tend to |don't |do not )*(?:agree|disagree) (?:with|that|on|about)\b[^,;]*$|^i(?:'d| would) say (?:probably |definitely |maybe |certainly )*(?:not|no|yes|so)[.!]*$|^(?:yes,? )?(?:i think )?(?:that|this|it)(?:'d| would) be (?:<mod>)(?:great|nice|fantastic|good|wonderful|lovely|helpful|useful|fine)[.!]*$",
    ),
    // Places handed out for the firm's guests, and what is not taken, are no gifts either.
    (
        Gift,
        Never,
        r"\b(?:customers?|clients?)\b|\([0-9]+ (?:tickets?|seats)\)|(?:^|[,;.] |\b(?:but|and|so) )(?:i|we) (?:will not|won't|can't|cannot|don't|do not)(?: be able to)? (?:use|need|want|take|accept|make|attend|go|have)\b|^(?:do|does|did|is|are|who|what|which|how) [^?]*\?$|\b(?:i|we)(?:'ll| will| would| can|'d)?(?: gladly| also)? (?:contribute|pledge|chip in)\b|\bput me down for\b",
    ),
    (Request, Never, QUOTED),
    (
        Request,
        Never,
        r"^(?:there is |there's )?no need to [a-z]+[^?]*$|\bno need to (?:reply|answer|respond|write back)\b[^?]*$|\byou (?:don't|do not|needn't) (?:need|have) to (?:send|call|bring|do|reply|answer|come|worry)\b[^?]*$",
    ),
    (Decline, Never, QUOTED),
    (Decline, Never, TOLD),
    (
        Decline,
        Never,
        r"\b(?:i|we) (?:won't|will not|can't|cannot|could not|couldn't) (?:say no|decline|refuse)\b|\bif i (?:have|had|were) to (?:decline|pass)\b|^(?:did|should|must|why did) (?:i|you|we|he|she|they)\b.*\b(?:decline|refuse)\b.*\?",
    ),
    (Gift, Never, QUOTED),
    (
        Gift,
        Never,
        r"\b(?:isn't|not|never) (?:on me|on us|my treat)\b|^(?:did|was|is|who)\b.*\b(?:gift|present|treat)\b.*\?|\bif i had (?:a spare|an extra|tickets|the money)\b",
    ),
    (
        Introduction,
        Never,
        r"\b(?:haven't|have not|didn't|did not|never|not) (?:yet )?(?:been )?(?:introduced?|met)\b|^(?:did|have|has|who)\b.*\bintroduc.*\?|\bif i (?:had|were)\b.*\bintroduce",
    ),
    (
        Recommendation,
        Never,
        r"^(?:he|she|they)(?:'s|'re| is| are| was| were) (?:late|early|away|out|here|there|back|gone|busy|ready|coming|leaving|home|in|at|on)\b[^,;]{0,40}$|\b(?:can't|cannot|don't|do not|didn't|did not|wouldn't|would not|won't|never) (?:really |honestly |in good conscience )?(?:recommend|vouch|nominate)\b|^(?:did|have|would|can|could) (?:i|you|he|she|they)\b.*\b(?:recommend|vouch).*\?|\bif i (?:had|knew|were)\b.*\brecommend",
    ),
];
