//! The days of acts: in their own sentence, or in the next.

use super::*;

#[test]
fn a_request_carries_its_sentence_and_its_day() {
    let cues = reading("I am back in town. Could you send me the list by Friday? See you.").cues;
    let cue = cues.iter().find(|cue| cue.act == Request).unwrap();
    assert_eq!(cue.quote, "Could you send me the list by Friday?");
    assert_eq!(cue.due.map(|due| due.date), Some(date(2026, 3, 6)));
}

#[test]
fn a_last_day_may_stand_in_the_next_sentence() {
    for (text, act, day) in [
        (
            "Would you be ok with sharing the mason? He needs an answer by May 4.",
            Request,
            Some(date(2026, 5, 4)),
        ),
        ("Could you lend me the van? I need it before Friday.", Request, Some(date(2026, 3, 6))),
        ("Hast du Zeit im Mai? Könntest du mir bis Freitag Bescheid geben?", Request, Some(date(2026, 3, 6))),
        ("I'll send you the drawings. You'll have them by Monday.", Promise, Some(date(2026, 3, 9))),
        ("Could you lend me the van? See you on Friday.", Request, None),
        ("Could you lend me the van? I'll send you the keys by Friday.", Request, None),
        ("I'll send you the drawings. Could you pay the mason by Monday?", Promise, None),
    ] {
        let cues = reading(text).cues;
        let cue = cues.iter().find(|cue| cue.act == act);
        assert_eq!(cue.and_then(|cue| cue.due).map(|due| due.date), day, "{text}: {cues:?}");
    }
}
