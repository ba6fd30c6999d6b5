//! How people do a thing without naming it: an offer in a question, a present told by where it lies, concern as a
//! question, two people brought together by telling one to expect the other, a refusal by what stands in the way.
//! These rules came after the weights were learnt; each says its act by itself.

use super::{Never, Rule, Strong, Sure};
use crate::observations::cues::Act::{
    Care, Concession, Decline, Gift, Introduction, Offer, Opportunity, Praise, Pressure, Promise,
    Recommendation,
};

/// Hugs and greetings that are sent in words.
const HUGS: &str = r"\b(?:send|sending|sends|blowing|giving)(?: you(?: both| all)?| him| her| them)? (?:an? |all |my |our |some |such |lots (?:and lots )?of |much |of )*(?:big |huge |warm |tight |virtual |sunny |best |warmest |great |enormous )*(?:hugs?|kiss(?:es)?|love|greetings|wishes|regards|vibes|prayers)\b";

pub(super) const PACK: &[Rule] = &[
    (Gift, Never, HUGS),
    (Promise, Never, HUGS),
    // Hands, eyes and hours of one's own, in a question or on a condition.
    (
        Offer,
        Sure,
        r"\b(?:want|need|fancy|could you use|could use|would you like|do you want) (?:another|a second|a fresh|an extra|some|a) (?:pair of (?:eyes|hands)|spare hands?|hand with|company on|lift|ride (?:to|home|back))\b[^?]*\?|\b(?:want|shall|should) (?:me|i|us|we)(?: to)? (?:bring|fetch|pick|drive|drop|bake|cook|lend|come (?:over|by|round|with)|cover for|stand in|babysit|mind|ring (?:him|her|them)|talk to (?:him|her|them)|speak to (?:him|her|them)|put in a word)\b[^?]*\?",
    ),
    (
        Offer,
        Sure,
        r"\b(?:i|we|one of us|someone)(?:'d| would| could| can|'ll)?\b[^.?!]{0,80}\bif (?:that|it|this)(?:'s| is|'d be| would be)(?: of)? any (?:use|help|good)\b|\b(?:pass|send|give|hand|throw|toss) me\b[^.?!]{0,60}\bif you(?:'re| are) (?:drowning|swamped|snowed under|short|stuck|stretched|buried)\b|\b(?:i|we)(?:'d| would) be up for [a-z]+ing\b",
    ),
    (
        Offer,
        Sure,
        r"\bif you need (?:an?|any|some|more|another)(?: [a-z]+){1,3}\b[^.?!]{0,30},? you(?:'ve| have)? got (?:one|me|it|them|us)\b|\b(?:one|two|some) of (?:us|my (?:people|team|guys)) (?:could|can) (?:come|go|drive|sit|help|pop|drop)\b|\b(?:borrow|take|use|have|help yourself to)\b[^.?!]{0,20}\bas (?:many|much|long|often) as you (?:like|want|need|please)\b",
    ),
    (
        Offer,
        Sure,
        r"\bgive me\b[^.?!]{0,60}\band i(?:'ll| will) (?:take|have|give it) a (?:crack|go|look|stab|shot|try)\b|\b(?:i|we|our lot|our people) (?:could|can)(?: (?:easily|happily|gladly|also))? (?:lend|loan|spare|tide|bridge|float|drive|put) you\b|\b(?:i|we) (?:could|can)(?: (?:easily|happily|gladly|also))? (?:cover|stand in|fill in|step in|babysit|cook|cat-?sit|dog-?sit|house-?sit|keep an eye on (?:it|them|things)) for you\b|\b(?:i|we|he|she|they)(?:'d| would) (?:gladly|happily)\b[^.?!]{0,60}\bfor you\b",
    ),
    (
        Offer,
        Sure,
        r"\b(?:i|we)(?:'ve| have)(?: got)? (?:nothing|no plans|a free|an hour|the (?:day|afternoon|evening|morning|weekend) (?:off|free))\b[^.?!]{0,30}\band (?:i |we )?(?:can|could)\b|\b(?:my|our) (?:sofa|couch|spare (?:room|bed)|guest (?:room|bed)|door|garage|shed|van|kitchen) is (?:always )?(?:open|free|yours|there)\b",
    ),
    (
        Offer,
        Sure,
        r"\bwant a hand (?:with|moving|carrying|packing|painting|getting)\b|\bif (?:it|that)(?:'d| would) help,? (?:i|we) (?:could|can)\b|\b(?:i|we) (?:wouldn't|would not) mind (?:doing|taking|helping|having|driving|looking)\b[^.?!]{0,40}(?:\bfor you\b|\bif you\b)|\bif you(?:'re| are) (?:ever )?(?:stuck|short) (?:for|of) (?:an?|the|some)\b[^.?!]{0,40}\bi(?:'m| am)\b|\bbring (?:it|them) (?:round|over|along),? (?:and )?i(?:'ll| will)\b|\bsend (?:it|them) (?:over|across|to me) if you like\b",
    ),
    // What lies ready for the reader, is his from now on, or will cost him nothing.
    (
        Gift,
        Strong,
        r"\b(?:cake|slice|bottle|beer|pint|wine|pie|plate|parcel|box|jar|loaf|seat|ticket)\b[^.?!]{0,20}\b(?:with|has|got) your name on\b|^(?:so |and |please |just |no,? )*keep the (?:[a-z]+ ){0,2}(?:desk|book|books|chair|lamp|bike|umbrella|coat|jacket|camera|change|pan|pot|dish|plant|tent|guitar|lens|ladder|drill|tools)\b|\byours to keep\b|\bconsider (?:it|them|that|this) (?:on the house|a (?:gift|present)|my treat|our treat)\b",
    ),
    (
        Gift,
        Strong,
        r"\b(?:i|we)(?:'m| am|'re| are|'ll be)(?: so)? (?:taking you (?:to|out)|treating you)\b|\b(?:lunch|dinner|coffee|drinks?|breakfast|supper|the first round|the tickets|tonight|this one|the (?:bill|tab|check))(?:'s| is|'re| are|'ll be| will be) (?:on (?:me|us)|my treat|our treat)\b|\byou(?:'ll| will)? (?:not|won't|never) (?:be )?(?:get|getting|see|receive|find) an? (?:invoice|bill) (?:from|for)\b",
    ),
    (
        Gift,
        Strong,
        r"\byou can have (?:my|our) (?:(?:old|spare|extra|second|other) )?(?:tickets?|seats?|car|van|bike|room|couch|sofa|cabin|flat|apartment|house|place|tent|camera|lens|guitar|piano|laptop|desk|share|half)\b|\bi(?:'ve| have)?(?: just)? (?:popped|left|put|dropped(?: off)?|slipped|hidden|hid) (?:an?|some|two|three|the)\b[^.?!]{0,40}\b(?:bottle|cake|soup|jar|cookies|biscuits|pie|bread|flowers|chocolates?|wine|present|eggs|jam|honey|casserole|lasagn[ae]|muffins|tomatoes|plums|apples|basket)\b[^.?!]{0,40}\byour?\b",
    ),
    (
        Gift,
        Strong,
        r"\b(?:sofa ?bed|spare (?:room|bed)|guest (?:room|bed)|couch|bed)(?:'s| is) (?:made(?: up)?|yours|all yours)\b|\bstay (?:at ours|at my place|at our place|with us for as long|as long as you (?:like|want|need))\b|\b(?:box|parcel|package|little something)\b[^.?!]{0,20}\b(?:should|will|is|'ll) (?:land|arrive|be|on its way|come)\b[^.?!]{0,30}\byour (?:door|doorstep|house|place|desk)\b",
    ),
    (
        Gift,
        Strong,
        r"\b(?:he|she|it|they|the [a-z]+) (?:is|are|'s|'re)? ?(?:all )?washed and waiting for you\b|\bput something in your (?:account|envelope|bag)\b|\b(?:slipped|tucked) (?:an?|some|two|the)\b[^.?!]{0,40}\b(?:in|into) (?:his|her|your|their) (?:bag|kit bag|coat|pocket|locker)\b|\b(?:a )?(?:dozen|bag|box|tray|pot|jar|loaf|lasagn[ae]|casserole|pie|cake|soup|crate)s?\b[^.?!]{0,30}\bon your (?:porch|wall|step|steps|doorstep|desk|door|table)\b|\b(?:borrow|take) (?:our|my|the) (?:car|van|bike|truck|trailer|tent|cabin|flat|boat|pram|cot)\b[^.?!]{0,20}\b(?:till|until|for the)\b",
    ),
    // Concern for the reader and his own.
    (
        Care,
        Sure,
        r"\bmany happy returns\b|\b(?:gutted|heartbroken|devastated|saddened|so sad)(?: and [a-z]+)? (?:for you|to (?:hear|learn|read)|by the news|about your)\b|\b(?:everything|things|all) (?:all right|alright|ok|okay|fine|well) (?:at home|with you|with your (?:mum|mom|mother|dad|father|wife|husband|family|kids?|son|daughter|back|knee|health))\b|\b(?:did|have) you (?:get|got|make it|made it|arrive) home (?:all right|alright|ok|okay|safe(?:ly)?|in one piece)\b",
    ),
    (
        Care,
        Sure,
        r"\bare you (?:two |both |all )?(?:sleeping|eating|resting|holding up|coping|managing|bearing up|feeling (?:better|any better|well again))\b[^?]*\?|\bhow are you (?:two |both |all )?(?:really |actually )?(?:holding up|bearing up|coping|feeling)\b|\bhow(?:'s| is| are) (?:your|the) (?:mum|mom|mother|dad|father|wife|husband|partner|knee|back|arm|leg|ankle|hip|shoulder|wrist|baby|little one|family|kids?|children|son|daughter|boys|girls)\b[^?]{0,30}\?|\bhow did (?:@[a-z~.'-]+|your [a-z]+|the)(?:'s)?\b[^?]{0,30}\b(?:first (?:day|week) (?:at|of) (?:school|nursery|kindergarten)|surgery|operation|scan|chemo|birth)\b[^?]*\?",
    ),
    (
        Care,
        Sure,
        r"\bworri(?:ed|es me|ying)\b[^.?!]{0,20}\babout you\b|\b(?:it's|it is|feels?) (?:so )?(?:odd|strange|quiet|empty|not the same)(?: in)?(?: here)? without you\b|\bjust (?:go )?be with (?:him|her|them|your (?:mum|mom|mother|dad|father|family|wife|husband))\b|\bglad (?:he|she|you|they|you both)(?:'s| is|'re| are) (?:out of (?:hospital|danger)|home safe|safe|in one piece|on the mend|back on (?:his|her|your|their) feet)\b|\bthinking of you(?: all| both)?(?: this| today| on| and| at|[.!]|$)",
    ),
    (
        Care,
        Sure,
        r"\b(?:had you|have you|you(?:'re| are|'ve been)(?: both| all)?) in (?:my|our) (?:thoughts|minds?|prayers)\b|\bfingers crossed for (?:@[a-z~.'-]+|you|him|her|them|the (?:operation|scan|exams?|results|interview))\b|\bgive (?:@[a-z~.'-]+|him|her|them|your [a-z]+|the [a-z]+) a (?:big )?(?:hug|kiss|squeeze)\b|^(?:heal up|get yourself better|rest up|get well)\b|\bdid you (?:land|arrive|get there|get in) (?:all right|alright|ok|okay|safe(?:ly)?)\b|\bhas the (?:fever|pain|swelling|cough) (?:gone|eased|stopped|let up)\b|\b(?:will be|must be|is going to be) (?:so )?(?:hard|strange|odd) without (?:him|her|them|@[a-z~.'-]+|your (?:mum|mom|mother|dad|father))\b",
    ),
    // One is told of the other, or spoken to beside him.
    (
        Introduction,
        Strong,
        r"<name>,? (?:please )?meet <name>|<name>,? over to <name>|\b(?:i|we)(?:'ve| have)? (?:just |already )?told (?:him|her|them|<name>) to (?:expect (?:you|a|your)|look out for (?:you|your)|knock on your|drop by your|call you|ring you|write (?:to )?you|give you a (?:call|ring|shout)|contact you|get in touch with you)\b|\b(?:he|she|they|<name>)(?:'s| is|'re| are)(?: perfectly| totally)? (?:fine|happy|glad|ok|okay) (?:with|for) (?:me|us) (?:to )?(?:passing|pass|giving|give|sharing|share)\b",
    ),
    (
        Introduction,
        Strong,
        r"\b(?:looping in|bringing in) (?:my [a-z-]+(?: [a-z-]+)? )?<name>\b[^.?!]{0,60}\b(?:who|she|he|knows|runs|does)\b|\b(?:he|she|<name>)(?:'d| would) (?:like|love) to (?:compare notes|meet you|talk to you|hear from you)\b[^.?!]*",
    ),
    (
        Introduction,
        Strong,
        r"\b(?:put|have|got|with) <name> (?:on copy|in copy|on this (?:mail|thread|e-mail)|in cc|on cc)\b|\bsay (?:hello|hi) to <name>(?: \(|,? (?:in|on) (?:cc|copy)|,? who|,? cc)|<name>(?:'s| is) (?:reading along|on this (?:mail|one|thread|e-mail)|in cc|on copy|cc'?e?d)\b|^[a-z~'-]+(?:'s| is) (?:reading along|in cc|on copy|cc'?e?d here)\b|\bi(?:'ve| have)? (?:just |already )?mentioned you to (?:him|her|them|<name>)\b",
    ),
    // Vouching by what one would do again.
    (
        Recommendation,
        Strong,
        r"\b(?:snap|grab|hire|sign) (?:him|her|them) (?:up )?(?:before|while|at once|now)\b|\b(?:i|we)(?:'d| would) (?:grab|hire|have|take|use|trust|book) (?:him|her|them)(?: [a-z]+)?(?: back)? (?:again|in a heartbeat|with (?:anything|my life|my kids)|any day|tomorrow|at once|without (?:a second thought|hesitation|blinking))\b|\bif you don't (?:hire|take|sign) (?:him|her|them)\b|\b(?:can|could) give no (?:warmer|higher|better) (?:account|reference|recommendation)\b|\bnever (?:once )?had to check (?:behind|after|up on) (?:him|her|them)\b",
    ),
    // What someone made, called what one calls few things.
    (
        Praise,
        Sure,
        r"\b(?:your|the) (?:new )?(?:site|talk|book|paper|piece|speech|essay|song|cake|garden|photos?|pictures?|design|draft|article|show|concert|play|film|deck|pitch|toast)(?:'s| is| was| were| are) (?:absolutely |just |so |really |simply |truly )?(?:gorgeous|stunning|brilliant|first[- ]class|superb|a (?:joy|delight|masterclass|triumph|work of art)|outstanding|magnificent)\b|\bchuffed (?:to bits )?for you\b|\b(?:couldn't|could not) have (?:chosen|picked) (?:anyone )?better\b|\byou passed!",
    ),
    // Leave, time and money let go.
    (
        Concession,
        Strong,
        r"^(?:yes,? |sure,? |of course,? |ok,? |fine,? |go on,? )?(?:take|have) (?:the (?:[0-9]{1,2}(?:st|nd|rd|th)|whole (?:of [a-z@]+|week|day|month)|day|afternoon|morning|week)|(?:on )?(?:monday|tuesday|wednesday|thursday|friday)) off\b|\b(?:monday|tuesday|wednesday|thursday|friday|next week|the week after) (?:will do|is fine|would do|is soon enough) instead\b|\bpay (?:me|us) (?:when(?:ever)? you (?:can|are paid|'re paid|have it)|later|next month)\b|\b(?:forget|don't worry|never mind) (?:about )?the (?:[a-z]+ )?(?:charge|fee|fine|deposit|penalty|deadline)\b|\bi can spare you\b",
    ),
    // Openings told in passing.
    (
        Opportunity,
        Strong,
        r"\b(?:i said|i told (?:him|her|them)) you (?:knew|know|might|could|would be)\b|\bfree to who(?:m)?ever (?:fetches|wants|takes|collects)\b|\b(?:hasn't|haven't|has not|have not|not) (?:been |gone |put it |told anybody |told anyone )?(?:up|out|advertised|to an agent|yet advertised|posted)(?: yet)?\b[^.?!]{0,60}\byou\b",
    ),
    // What stands in the way, or plainly no.
    (
        Decline,
        Strong,
        r"\bnot for me,? (?:dear|mate|thanks|thank you|i'm afraid)\b|\b(?:let it|it'll have to|it will have to) be (?:@[a-z~.'-]+|somebody else|someone else)\b|\bi(?:'d| would) sooner (?:leave|let|not)\b|\b(?:so )?that's a no from\b|^better not\b|\b(?:i|we)(?:'ll| will|'m going to|'re going to| have to|'ll have to| must)(?: [a-z]+)? (?:pass on (?:this|that|it)|sit (?:this|that) (?:one )?out|give (?:it|this one|that) a miss|bow out|take a rain ?check)\b|^(?:nope|no)[,.!]? (?:not (?:again|this time|for me)|can't do)\b|\bwould if i could\b|\bnot this time,? i'm afraid\b|\bi(?:'d| would) be the wrong (?:person|one|reader|man|woman|choice) for\b|^must (?:pass|decline)\b|\bcan't help (?:you )?(?:with|on) that one\b|\b(?:is|am|are) not in a position to (?:take|offer|do|help|join|accept|lend|give)\b",
    ),
    // A threat, an ultimatum, a sneer.
    (
        Pressure,
        Strong,
        r"\bunless\b[^.?!]{0,80}\b(?:returned|paid|settled|received|signed|fixed)\b[^.?!]{0,60}\b(?:will|shall) (?:issue|start|take|sue|cancel|terminate|withdraw|involve)\b|\bif i (?:see|hear|get) nothing (?:by|until|before)\b|\b(?:couldn't|could not|can't|cannot) be bothered to\b|\beither you\b[^.?!]{0,60}\bor (?:i|we)(?:'ll| will| go| take| walk)\b|\bit would be a (?:pity|shame) if\b[^.?!]{0,60}\b(?:heard|knew|found out|learned|saw)\b|\bmy next (?:message|mail|e-mail|call|letter) (?:goes|will go|will be|is) to\b|\bnever (?:put me|speak to me|do (?:that|this) to me)\b[^.?!]{0,30}\bagain\b|\bis there (?:some|any|a) reason (?:why )?you (?:can't|cannot|won't|don't|reply|ignore|refuse|never)\b",
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
        (Offer, "Want a second pair of eyes on the poem?"),
        (Offer, "Shall I bring the long ladder on Sunday?"),
        (Offer, "I could sit with your aunt on Tuesday if that's any use."),
        (Offer, "Hand me two of the boxes if you're swamped."),
        (Offer, "If you need a goalkeeper on Saturday, you've got one."),
        (Offer, "Borrow the trailer as long as you like."),
        (Offer, "We could lend you our tent."),
        (Offer, "I could feed the hens, and cover for you at the stall, I could cook for you."),
        (Offer, "I have nothing on after four and can run the stall."),
        (Offer, "Our couch is always free."),
        (Offer, "Want a hand with the loft?"),
        (Offer, "If it would help I could take the early train."),
        (Gift, "There is a jar of honey with your name on it."),
        (Gift, "Keep the umbrella, I have three."),
        (Gift, "Lunch is on me."),
        (Gift, "I'm taking you to the opera."),
        (Gift, "You can have our cabin in June."),
        (Gift, "I left a basket of plums on your steps."),
        (Gift, "The guest room is yours."),
        (Gift, "A tray of eggs is on your porch."),
        (Care, "You are in our thoughts."),
        (Care, "Fingers crossed for Ida this morning."),
        (Care, "Did you land all right?"),
        (Introduction, "Ida is reading along."),
        (Introduction, "Say hello to Ida (in cc)."),
        (Concession, "Take the 14th off."),
        (Concession, "Forget about the late charge."),
        (Opportunity, "The old piano is free to whoever fetches it."),
        (Opportunity, "I told them you know bees."),
        (Decline, "Not for me, thanks."),
        (Decline, "I would sooner leave it to a younger throat."),
        (Care, "Many happy returns!"),
        (Care, "So sad to hear about your dog."),
        (Care, "Is everything all right at home?"),
        (Care, "Are you sleeping again?"),
        (Care, "How is your knee?"),
        (Care, "I'm worried about you."),
        (Care, "The stall feels empty without you."),
        (Introduction, "Ida, meet Tom."),
        (Introduction, "I told her to expect your call."),
        (Introduction, "Looping in Ida, who runs the kiln."),
        (Recommendation, "Snap her up before the theatre does."),
        (Recommendation, "We would hire him again tomorrow, I'd trust her with my kids."),
        (Praise, "Your toast was brilliant."),
        (Praise, "Chuffed for you!"),
        (Decline, "We'll have to sit this one out."),
        (Decline, "Would if I could."),
        (Decline, "Our choir is not in a position to take on a tour."),
        (Pressure, "If I hear nothing by Friday I go to the council."),
        (Pressure, "My next letter goes to the press."),
        (Pressure, "Nobody could be bothered; you could not be bothered to ring."),
    ];

    /// Look-alikes that say nothing of the kind.
    const OTHERWISE: &[(Act, &str)] = &[
        (Offer, "Do you want another list?"),
        (Offer, "Shall we meet at four?"),
        (Offer, "Is it any use to anybody?"),
        (Offer, "I have an hour on Monday."),
        (Gift, "Keep the list up to date."),
        (Gift, "You can have my comments on Friday."),
        (Gift, "I left a message on your phone."),
        (Gift, "The focus is on us."),
        (Care, "Is everything all right with the order?"),
        (Care, "How is the project?"),
        (Care, "How did the meeting go?"),
        (Introduction, "I told her to bring a coat."),
        (Introduction, "We meet Ida on Monday."),
        (Recommendation, "We would take them to the dump."),
        (Introduction, "Ida, Tom and Lena sang."),
        (Concession, "Take the lid off."),
        (Opportunity, "I told her you are late."),
        (Praise, "The draft is done."),
        (Decline, "Sit down and pass the salt."),
        (Pressure, "If I see the list by Friday I am glad."),
    ];

    #[test]
    fn a_hug_sent_in_words_is_no_gift_and_no_promise() {
        for text in [
            "I'm sending you a big hug.",
            "Sending lots of love from Porto!",
            "I send you all my best wishes.",
        ] {
            let muted = hits(&split(text)[0]).muted;
            assert!(muted & bit(Gift) != 0 && muted & bit(Promise) != 0, "{text}");
        }
        for text in ["I'm sending you a scarf with love.", "I am sending you the big list."] {
            assert!(hits(&split(text)[0]).muted & bit(Gift) == 0, "{text}");
        }
    }

    #[test]
    fn what_is_done_without_being_named_is_read() {
        assert_ruled(SAID, OTHERWISE);
    }
}
