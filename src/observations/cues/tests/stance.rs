//! Invented sentences that name an act: some do it, some only speak of it.

use super::*;

/// Sentences that name an act and do not do it: what they are instead, the act, and the sentence.
const NO_ACTS: [(&str, Act, &str); 41] = [
    ("negation", Thanks, "I do not appreciate your help with the garden."),
    ("negation", Promise, "I cannot promise that I will send it by Friday."),
    ("negation", Promise, "I won't send you the list."),
    ("negation", Apology, "I am not sorry for what I said."),
    ("negation", Apology, "I won't apologize for the delay."),
    ("negation", Recommendation, "I cannot recommend him."),
    ("negation", Help, "I have not fixed your bike."),
    ("negation", Offer, "I can't help you with the move."),
    ("negation", Request, "You don't have to send me the list."),
    ("negation", Praise, "This was not a great job."),
    ("hypothetical", Promise, "If I had the time, I would send you the list."),
    ("hypothetical", Help, "I would have fixed your bike."),
    ("hypothetical", Offer, "If I had a car, I would be happy to drive you."),
    ("hypothetical", Offer, "I could have helped you with the move."),
    ("hypothetical", Praise, "It could have been a great talk."),
    ("report", Thanks, "Ben thanked her for the photos."),
    ("report", Promise, "He promised to send the list by Friday."),
    ("report", Apology, "She apologized for the delay."),
    ("report", Offer, "They offered to drive her to the station."),
    ("report", Decline, "He declined the invitation."),
    ("report", Help, "She fixed her bike."),
    ("question", Thanks, "Did I thank you for the photos?"),
    ("question", Help, "Have I sent you the list?"),
    ("question", Promise, "Will I see the list on Friday?"),
    ("question", Apology, "Should I apologize for that?"),
    ("question", Recommendation, "Would you recommend him?"),
    ("question", Introduction, "Have you been introduced to Ida?"),
    ("sarcasm", Thanks, "Thanks for nothing."),
    ("sarcasm", Thanks, "Thanks a lot for ruining my weekend."),
    ("sarcasm", Thanks, "Thank you so much for ignoring me."),
    ("sarcasm", Praise, "Great job breaking the build."),
    ("sarcasm", Praise, "Nice work losing the keys again."),
    ("quote", Thanks, "He said \"thank you so much for your help\"."),
    ("quote", Promise, "She wrote: \"I will send you the list tomorrow.\""),
    ("quote", Request, "Ida asked, \"could you send me the list?\""),
    ("quote", Apology, "He said \"I am sorry for the delay\"."),
    ("formula", Thanks, "Thank you for your attention to this matter."),
    ("formula", Offer, "Please call me if you have any questions."),
    ("formula", Care, "I hope you are well."),
    ("formula", Apology, "Sorry to bother you."),
    ("formula", Request, "Let me know if you have any questions."),
];

#[test]
fn an_act_that_is_denied_supposed_asked_after_told_of_quoted_or_meant_otherwise_is_none() {
    let wrong: Vec<_> = NO_ACTS.iter().filter(|(_, act, text)| says(text, *act)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_same_acts_meant_are_said() {
    for (act, text) in [
        (Thanks, "I really appreciate your help with the garden."),
        (Thanks, "I can't thank you enough for your help."),
        (Promise, "I will send you the list by Friday."),
        (Apology, "I am so sorry for the delay."),
        (Help, "I have fixed your bike."),
        (Offer, "I would be happy to help you with the move."),
        (Request, "Could you send me the list?"),
        (Praise, "You did a great job on the talk."),
    ] {
        assert!(says(text, act), "{text}");
    }
}

#[test]
fn greetings_courtesies_and_pledges_are_none() {
    for (act, text) in [
        (Request, "How are you?"),
        (Care, "How are you?"),
        (Request, "Hi Ana, how are things?"),
        (Care, "See you on Monday.\n\nTake care."),
        (Advice, "I appreciate your comments."),
        (Advice, "I completely agree with you."),
        (Gift, "Do you have anyone you want to give the tickets to?"),
        (Gift, "Ana, put me down for $25 for the walk."),
        (Gift, "I will contribute ten dollars."),
    ] {
        assert!(!says(text, act), "{act:?}: {text}");
    }
    assert!(says("How is your mother doing after the move?", Care));
}
