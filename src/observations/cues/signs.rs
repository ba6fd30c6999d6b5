//! Signs beside an act that tell a favor from routine.

use std::sync::LazyLock;

use super::sentence::Sentence;
use super::sieve::{Lines, Sieve};
use super::{Act, Sign};

use Sign::{
    BeyondHours, Concession, Delivery, Paid, PersonalBenefit, Routine, SaidToBeFavor, SpecificThanks,
    Unasked, Vouching,
};

const PATTERNS: &[(Sign, &str)] = &[
    (
        SaidToBeFavor,
        r"\b(?:as|do (?:me|you|us|him|her)|a (?:personal|huge|big|small)) a? ?favou?r\b|\bthis favou?r\b|\bnot (?:my|your|his|her|really my|really your) job\b|\b(?:above and )?beyond the call|\babove and beyond\b|\bout of (?:your|my|his|her) way to\b|\byou (?:didn't|did not) have to\b|\bas a friend\b|\bfor old times|\bi owe you (?:one|a beer|big)",
    ),
    // What is asked of a person and not of a colleague, and what was given up for it.
    (
        SaidToBeFavor,
        r"\bnon-?work\b|\bnot (?:a )?work(?:[- ]related| thing| question| stuff)\b|\bnothing to do with work\b|\b(?:isn't|is not|wasn't|was not|aren't|hardly) (?:at all )?(?:my|your|his|her|really (?:my|your)) job\b|\b(?:you can|you're free to|feel free to|okay to|ok to) (?:say no|ignore (?:this|me)|tell me no)\b|\bpersonal (?:favou?r|question|request|ask)\b|\bfeel free to ignore\b|\b(?:i'd|i would|i'll|i will) owe you\b|\bowe you (?:forever|for (?:this|that|the))\b|\bshameless(?:ly)?\b|\bbribe (?:you|accepted)\b",
    ),
    (
        SaidToBeFavor,
        r"\b(?:really|very|so|incredibly|awfully|too) (?:kind|good|nice|generous|sweet|decent) of you\b|\byou(?:'re| are| were)(?: just| far| way| much)? (?:too|so) (?:kind|generous|good to (?:me|us))\b|\b(?:gave|given|giving|give) up your (?:[a-z]+ )?(?:day|days|weekend|evening|night|lunch|holidays?|vacation|week|time)\b|\bon your (?:day|days) off\b|\bwon't forget (?:it|this|that|what you)\b",
    ),
    (
        PersonalBenefit,
        r"\b@?(?:linkedin) (?:recommendation|reference)\b|\b(?:recommendation|reference) for (?:my|your|his|her) (?:application|visa|promotion|job)\b",
    ),
    (
        PersonalBenefit,
        r"\b(?:resume|cv|career|promotion|job (?:interview|search|offer|hunt)|new job|letter of recommendation|reference letter|your (?:kids?|son|daughter|wife|husband|mother|father|mom|dad|family|thesis|dissertation|studies|degree|exam|application|school|college|house|home|flat|apartment|move|wedding|health|doctor|back|knee|book|visa|mortgage|garden|baby))\b|\bscholarship\b|\bmoving house|\bbabysit|\b(?:your|my|our) (?:honeymoon|cruise|trip home)\b|\b(?:what|things|clothes|cold|warm|light) to (?:pack|wear)\b|\bto pack (?:for|my|your)\b",
    ),
    (
        Concession,
        r"\b(?:day|week|afternoon|morning|monday|tuesday|wednesday|thursday|friday|time) off\b|\bextend(?:ed)? (?:the|your) deadline|\bextension\b|\bwaive[ds]?\b|\bwaiver for you|\bcover(?:ed)? (?:for you|your shift)|\bleave early|\bwork from home\b",
    ),
    (
        Vouching,
        r"\bvouch|\bput in a (?:[a-z]+ )?word|\bput(?:ting)? your name (?:in front|forward)|\bnobody [a-z ]{0,24}better than you\b|\btold (?:him|her|them|@[a-z]+)[^.?!]{0,30} you(?:'re| are|'d be) (?:the|a|an|my)\b|\b(?:highly|strongly|warmly) recommend|\b(?:recommended|nominated) you\b|\b(?:recommend|nominat)(?:e|ed|ing)? @[a-z]+(?: @[a-z]+)? for\b|\bcan recommend (?:him|her|@)|\breference for you|\bspoke highly",
    ),
    (
        Unasked,
        r"\b(?:thought|figured) (?:that )?(?:you|this|it) (?:might|may|would|could|'d|'ll)|\b(?:thought of|made me think of|reminded me of) you|\bmight (?:interest|be of interest|be useful) (?:to )?you|\bmight interest you|\b(?:i|just) (?:came across|stumbled (?:on|upon|across)|noticed|happened to)|\bno need to (?:reply|answer|thank|pay)|\bjust because\b|\bi took the liberty",
    ),
    (
        BeyondHours,
        r"\bover the (?:weekend|holidays?)|\b(?:this|all|last) weekend\b|\blast night|\b(?:late|all) (?:at )?night|\bstay(?:ed|ing)? (?:up|late)|\bshort notice|\bday off\b|\bafter hours|\bmidnight|\bon (?:a |your |the )?(?:saturday|sunday|vacation|holiday|time off|evening)|\bworked late|\bovertime",
    ),
    (
        SpecificThanks,
        r"\b(?:thanks|thank you)[^.]* for (?:[a-z]+ing|your help (?:with|on|in|this|last|over|during|all)|your (?:offer|willingness) to|the help (?:with|on)|all (?:the|your) (?:help|work)|(?:the|your) [a-z]+ (?:on|with|about|you)) [a-z@]+ [a-z@]+|\bit (?:really )?(?:helped|made|saved|meant)|\byou (?:saved|made) (?:me|my|us|our)",
    ),
    // Thanks for a thing that one has of somebody, or for what somebody did with the thanker.
    (
        SpecificThanks,
        r"\b(?:thanks|thank you|thx)[^.]* for (?:the|your|that|those|these|all the|all your|a|an|my)(?: [a-z-]+){0,2} (?:ride|lift|drive|loan|keys?|sofa|couch|bed|room|flowers|wine|cake|soup|cookies|jam|eggs|plums|book|books|present|gift|card|dinner|lunch|meal|tickets?|ladder|drill|bike|tent|van|car|hospitality|rescue|template|recipe|favou?r)\b",
    ),
    (
        SpecificThanks,
        r"\b(?:thanks|thank you|thx)[^.]* for (?:taking|driving|picking|helping|hosting|having|putting|feeding|saving|bailing|covering|lending|watching|minding|fixing|carrying|bringing|cheering|rescuing|teaching|coaching|jumping|dropping|walking|stepping|standing)(?: in for| up)? (?:me|us|my|our|him|her|them|it|the|by|over|up|in|out|down|round|around)\b|\bthanks to your [a-z]+",
    ),
    (
        Paid,
        r"\b(?:an|the|your|our|my|this|attached) invoice\b|\binvoice (?:number|#|no\b|is|for|attached)|\binvoiced\b|\b(?:pay|paid|paying|settle|settled) (?:the |your |our |these |those )?invoices?\b|\bfees?\b|\bper our contract|\bunder (?:the|our) contract|\bpurchase order|\bhourly rate|\bticket #|\bticket (?:number|[a-z]*[0-9]{3,})|\bpayments? (?:due|of|for|terms)|\bbill(?:ed|ing|able)\b|\border (?:number|#)|\bquotation\b|\bsupport case",
    ),
    (
        Routine,
        r"\b(?:(?:the|your|our|this|attached) reports?|(?:weekly|monthly|quarterly|annual|daily|status|trip|progress|sales)(?: [a-z-]+)? reports?|(?:the|our|meeting) minutes|nominations?|timesheets?|agenda|weekly|monthly|quarterly|spreadsheet|status update|action items?|conference call|staff meeting|expense report|budget|per (?:your|the) instructions?|as instructed|the contract|confirm(?:ation)? (?:of|the) (?:trade|deal|order))\b",
    ),
    (
        Routine,
        r"\b(?:forward|pass|send|refer|rout|direct)(?:ed|ing)? (?:your|the|this|that) (?:[a-z]+ )?(?:request|question|e-?mail|message|note|inquiry|query|complaint)s?\b|\b(?:handles?|in charge of|responsible for|looks after) (?:it|this|that|these|those|such)\b|\b(?:right|best|main|our) (?:person|contact)(?: to (?:ask|call|contact|talk to))?\b|\bpoint of contact\b",
    ),
    // A subject that names nothing else.
    (Routine, r"^(?:[a-z0-9'#-]+ ){0,3}reports?$"),
    (Delivery, r"\b(?:here|below) (?:it |they |you )?(?:is|are|go)\b|^here's\b|\battached\b|\benclosed\b"),
];

static SIEVE: LazyLock<Sieve> =
    LazyLock::new(|| Sieve::new(PATTERNS.iter().map(|(_, pattern)| (*pattern).to_owned()), Lines::One));

/// Whose life a request is about: said of one's own people it asks a person and not a colleague.
const OWN_LIFE: &str = r"\b(?:my|our) (?:[a-z]+ )?(?:wife|husband|partner|sister|brother|mother|mom|mum|father|dad|son|daughter|kids?|children|parents|niece|nephew|cousin|grand[a-z]+)(?:'s)? (?:wedding|birthday|visa|thesis|school|application|cv|resume|job|exam|move|house|flat|party|essay|cover letter|college|is (?:applying|moving|looking|writing|getting))\b|\bmy (?:thesis|wedding|visa|house move|application essay|citizenship)\b";

static OWN: LazyLock<Sieve> = LazyLock::new(|| Sieve::new([OWN_LIFE.to_owned()], Lines::One));

/// The signs in the sentence at `at`, which does an act, and in the ones beside it, ascending, without repeats.
/// Considered advice is not made routine by a word beside it.
pub(crate) fn around(act: Act, sentences: &[Sentence<'_>], at: usize) -> Vec<Sign> {
    let from = at.saturating_sub(1);
    let near = sentences.get(from..sentences.len().min(at + 2)).unwrap_or(&[]);
    let of = |sentence: &Sentence<'_>| {
        let matches = SIEVE.matches(sentence.folded.as_bytes());
        matches.filter_map(|number| PATTERNS.get(number).map(|(sign, _)| *sign)).collect::<Vec<_>>()
    };
    let mut signs: Vec<Sign> = near.iter().flat_map(of).collect();
    if act == Act::Advice && !sentences.get(at).is_some_and(|own| of(own).contains(&Routine)) {
        signs.retain(|sign| *sign != Routine);
    }
    if act == Act::Request && near.iter().any(|sentence| OWN.is_match(sentence.folded.as_bytes())) {
        signs.push(PersonalBenefit);
    }
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// Signs against a favor that the subject of a message shows.
pub(crate) fn of_subject(subject: &str) -> Vec<Sign> {
    SIEVE
        .matches(subject.to_lowercase().as_bytes())
        .filter_map(|number| PATTERNS.get(number).map(|(sign, _)| *sign))
        .filter(|sign| matches!(sign, Paid | Routine))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::sentence::split;

    #[test]
    fn each_sign_is_seen_in_a_sentence_that_shows_it() {
        for (sign, text) in [
            (SaidToBeFavor, "Could you do me a favor and look at it?"),
            (SaidToBeFavor, "I know it is not your job."),
            (PersonalBenefit, "I passed your resume to the hiring manager."),
            (Concession, "Take Friday off, you earned it."),
            (Vouching, "I put in a good word for you."),
            (Unasked, "I thought you might like this article."),
            (BeyondHours, "I know this is short notice."),
            (BeyondHours, "You fixed it over the weekend."),
            (SpecificThanks, "Thank you for turning this around so fast."),
            (Paid, "The invoice is attached."),
            (Routine, "The weekly report is attached."),
            (Routine, "I have passed your question on to Bob, who handles these."),
            (Delivery, "Here it is."),
        ] {
            assert!(around(Act::Help, &split(text), 0).contains(&sign), "{sign:?} {text}");
        }
    }

    #[test]
    fn what_is_asked_of_a_person_and_not_of_a_colleague_is_told() {
        for text in [
            "Totally non-work, and you can say no.",
            "I know it isn't your job at all.",
            "Personal favor, feel free to ignore.",
            "You gave up your Saturday evening for this, and your weekend before.",
            "That was really kind of you.",
        ] {
            assert!(around(Act::Request, &split(text), 0).contains(&SaidToBeFavor), "{text}");
        }
        let own = "My sister is applying for a job, could you look at her letter?";
        assert!(around(Act::Request, &split(own), 0).contains(&PersonalBenefit));
        assert!(!around(Act::Help, &split(own), 0).contains(&PersonalBenefit));
        for text in ["It is not a problem.", "Please say no to the vendor.", "I gave up on the printer."] {
            assert_eq!(around(Act::Request, &split(text), 0), [], "{text}");
        }
    }

    #[test]
    fn thanks_for_a_thing_or_a_deed_are_told_from_thanks_for_a_letter() {
        for text in [
            "Thanks so much for the ride!",
            "Thanks for taking her!",
            "Thank you for the loan.",
            "Thank you for taking me in.",
        ] {
            assert!(around(Act::Thanks, &split(text), 0).contains(&SpecificThanks), "{text}");
        }
        for text in [
            "Thanks for the update.",
            "Thank you for your note.",
            "Thanks for the quick reply.",
            "Thanks for coming.",
            "Thanks for asking me.",
        ] {
            assert!(!around(Act::Thanks, &split(text), 0).contains(&SpecificThanks), "{text}");
        }
    }

    #[test]
    fn signs_are_read_only_near_the_act() {
        let sentences = split("The invoice is here. One. Two. I fixed your bike.");
        assert_eq!(around(Act::Help, &sentences, 3), []);
        assert_eq!(around(Act::Help, &sentences, 1), [Paid]);
    }

    #[test]
    fn plain_sentences_show_no_sign() {
        for text in [
            "See you at three.",
            "Thanks, Ana",
            "Our new program sorts invoices.",
            "I will call Ben tomorrow.",
            "The favorite color is blue.",
        ] {
            assert_eq!(around(Act::Help, &split(text), 0), [], "{text}");
        }
    }
}
