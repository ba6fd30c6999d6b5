//! Answers that are read in one go: the later word stands, and undo takes back the last one.

use goodwill::delivery::OutboxState;
use jiff::SignedDuration;

use super::{Setting, USER, citing, now};

/// Puts an answer among the sent messages that was written some seconds ago.
fn answered(setting: &Setting, letter: &goodwill::store::OutboxRow, id: &str, seconds: i64, words: &str) {
    let at = now() - SignedDuration::from_secs(seconds);
    let text = format!(
        "Date: {}\nFrom: {USER}\nTo: {USER}\nSubject: Re: The attic\n{}\n{words}\n",
        at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        citing(letter, id)
    );
    setting.mail.deliver("Sent", id, now(), &text);
}

#[test]
fn the_later_line_and_the_later_answer_stand() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    // So many that they do not come in their order by chance.
    let first: Vec<String> = (1..=9).map(|number| format!("1 note: word {number}")).collect();
    // The later one lies before the earlier one, as where two devices share a folder.
    answered(&setting, &letter, "later", 10, "1 ignore\n1 friend\n1 note: word 10\npause all 3w\nresume");
    answered(&setting, &letter, "earlier", 60, &format!("{}\n1 family\npause 9w", first.join("\n")));
    setting.sync();
    let told = setting.rulings();
    let notes: Vec<&String> = told.iter().filter(|line| line.contains("word ")).collect();
    assert_eq!(notes.len(), 10, "{told:?}");
    for (number, line) in (1..).zip(&notes) {
        assert!(line.ends_with(&format!("word {number}")), "{told:?}");
    }
    let regimes = ["Ana Rey", "Ben Ito"].map(|name| setting.world.person(name)["regime"].clone());
    assert!(
        !regimes.contains(&serde_json::json!("communal")),
        "family, then nobody, then a friend: {regimes:?}"
    );
    assert_eq!(setting.letters().len(), 3);
    let standing = setting.store().standing_rulings().unwrap();
    assert!(standing.windows(2).all(|two| two[0].at < two[1].at), "{standing:#?}");
}

#[test]
fn undo_takes_back_the_last_answer_alone_and_names_it() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    // By name the last one comes first.
    answered(&setting, &letter, "c", 60, "1 less\n1 note: has a boat");
    answered(&setting, &letter, "b", 50, "1 less\n1 not a favor");
    answered(&setting, &letter, "a", 40, "1 less\n2 snooze 3w\n1 friend");
    setting.sync();
    assert_eq!(setting.rulings().len(), 7);
    setting.answer(&letter, "d", "undo");
    setting.sync();
    let text = setting.last_sent();
    assert!(text.contains("Three things are taken back:"), "{text}");
    for told in [": less often.", ": not before ", ": a friend."] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let rulings = setting.rulings();
    assert_eq!(rulings.len(), 4, "what was said twice is taken back once: {rulings:?}");
    // Twice in one answer: the two before it.
    setting.answer(&letter, "e", "undo\nundo\nundo");
    setting.sync();
    let text = setting.last_sent();
    assert!(text.contains("has a boat") && text.contains("There was nothing to take back."), "{text}");
    assert_eq!(setting.rulings().len(), 0);
    assert!(setting.letters().iter().all(|letter| letter.state == OutboxState::Sent));
}

#[test]
fn what_is_put_off_after_it_was_called_done_is_open_again() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    let open = || {
        let people = setting.world.json(&["people"]);
        people.iter().filter(|one| one["loops"].to_string().contains("reply_owed")).count()
    };
    setting.answer(&letter, "one", "1 done");
    setting.sync();
    assert_eq!(open(), 1);
    setting.answer(&letter, "two", "1 snooze 3w");
    setting.sync();
    assert_eq!(open(), 2);
}
