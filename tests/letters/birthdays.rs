//! Letters on birthdays, and which card or calendar entry tells of one.

use super::*;

const BOOK: &str = "BEGIN:VCARD\nVERSION:4.0\nFN:Ana Reis\nEMAIL:ana@studio.example\nBDAY:--0410\nEND:VCARD\n\
                    BEGIN:VCARD\nVERSION:3.0\nFN:Someone Else\nEMAIL:else@shop.example\nBDAY:1970-04-10\nEND:VCARD\n";

fn with_book(nudges: &str) -> Desk {
    let desk = Desk::of(dealings(), nudges, false);
    let book = desk.world.path("book.vcf");
    fs::write(&book, BOOK).unwrap();
    let run = desk.world.run(&["import", book.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    desk
}

#[test]
fn a_birthday_has_a_letter_on_its_day_where_the_owner_wants_it() {
    let mut desk = with_book("digest = \"off\"\nstatement = \"off\"\nbirthdays = true\n");
    journal::refold(&mut desk.store, &desk.config, at("2026-04-08T09:00:00Z")).unwrap();
    assert_eq!(desk.write("2026-04-10T05:59:00Z"), Written::Nothing, "7:59 in Berlin");
    assert_eq!(desk.write("2026-04-10T06:00:00Z"), Written::Queued);
    assert_eq!(desk.write("2026-04-10T06:01:00Z"), Written::Nothing, "once");
    let letters = desk.waiting();
    assert_eq!(letters.len(), 1);
    let text = &letters[0].1;
    assert!(text.contains("Ana Reis: a birthday\n") && text.contains("Ana has a birthday today."), "{text}");
    assert!(!text.contains("Someone") && !text.contains("Happy"), "{text}");

    // A word to her that morning is all there was to do.
    let mut reading = Reading::new(&desk.config, Trust::Owner, at("2026-04-10T08:00:00Z"));
    let wishes = format!(
        "Message-ID: <wishes@home.example>\r\nDate: Fri, 10 Apr 2026 08:00:00 +0000\r\nFrom: {ME}\r\nTo: {ANA}\r\n\
         Subject: Today\r\n\r\nHi Ana,\r\n\r\nall the best to you.\r\n"
    );
    reading.message("mail", wishes.as_bytes(), None);
    desk.store.record(&reading.batch).unwrap();
    agenda::recheck(&mut desk.store, &desk.config, at("2026-04-10T08:05:00Z")).unwrap();
    assert_eq!(desk.waiting(), []);
}

/// What a letter of 10 April 2026 says of birthdays after these cards were imported one after the other.
fn birthdays_of(cards: &[&str]) -> String {
    let mut desk = Desk::of(dealings(), "digest = \"off\"\nstatement = \"off\"\nbirthdays = true\n", false);
    for (number, card) in cards.iter().enumerate() {
        let book = desk.world.path(&format!("book{number}.vcf"));
        fs::write(&book, format!("BEGIN:VCARD\nVERSION:4.0\n{card}END:VCARD\n")).unwrap();
        let run = desk.world.run(&["import", book.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    journal::refold(&mut desk.store, &desk.config, at("2026-04-08T09:00:00Z")).unwrap();
    desk.write("2026-04-10T06:00:00Z");
    desk.waiting().into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_card_tells_a_birthday_by_any_of_its_addresses() {
    let card = "FN:Ana Reis\nEMAIL:ana@old.example\nEMAIL:ana@studio.example\nBDAY:--0410\n";
    assert!(birthdays_of(&[card]).contains("Ana has a birthday today."));
}

#[test]
fn a_corrected_birthday_is_the_one_that_counts() {
    let card = |uid: &str, day: &str| format!("{uid}FN:Ana Reis\nEMAIL:ana@studio.example\nBDAY:--{day}\n");
    for uid in ["UID:u1\n", ""] {
        for other in ["0411", "0609", "1202", "0101"] {
            let (right, wrong) = (card(uid, "0410"), card(uid, other));
            assert!(birthdays_of(&[&wrong, &right]).contains("Ana has a birthday"), "{other}");
            assert!(!birthdays_of(&[&right, &wrong]).contains("birthday"), "{other}");
        }
    }
}

#[test]
fn a_partner_at_the_same_address_has_a_birthday_of_his_own() {
    let (ana, tom) = (
        "FN:Ana Reis\nEMAIL:ana@studio.example\nBDAY:--0609\n",
        "FN:Tom Reis\nEMAIL:ana@studio.example\nBDAY:--0410\n",
    );
    assert_eq!(birthdays_of(&[ana, tom]), "");
    assert_eq!(birthdays_of(&[tom, ana]), "");
}

#[test]
fn a_birthday_told_on_its_eve_has_its_letter_on_the_day_all_the_same() {
    let mut desk =
        with_book("digest = \"thursday 18:00\"\nstatement = \"off\"\nbirthdays = true\nkinds = []\n");
    agenda::plan(&mut desk.store, &desk.config, at("2026-04-08T09:00:00Z")).unwrap();
    journal::refold(&mut desk.store, &desk.config, at("2026-04-08T09:00:00Z")).unwrap();
    assert_eq!(desk.write("2026-04-09T16:00:00Z"), Written::Queued);
    let letters = desk.waiting();
    assert!(letters[0].1.contains("Ana has a birthday tomorrow."), "{}", letters[0].1);
    assert_eq!(desk.write("2026-04-10T06:00:00Z"), Written::Queued);
    let letters = desk.waiting();
    assert_eq!(letters.len(), 2);
    assert!(letters.iter().any(|(_, text)| text.contains("Ana has a birthday today.")), "{letters:?}");
    desk.store.schedule(agenda::DIGEST, at("2026-04-10T08:00:00Z")).unwrap();
    assert_eq!(desk.write("2026-04-10T08:00:00Z"), Written::Nothing, "once a day");
}

#[test]
fn no_birthday_is_spoken_of_unasked() {
    let mut desk = with_book("digest = \"off\"\nstatement = \"off\"\n");
    journal::refold(&mut desk.store, &desk.config, at("2026-04-08T09:00:00Z")).unwrap();
    assert_eq!(desk.write("2026-04-10T06:00:00Z"), Written::Nothing);
    let said = desk.world.run(&["nudge", "--as-of", "2026-04-10T06:00:00Z"]).out;
    assert!(!said.contains("birthday"), "{said}");
}

#[test]
fn a_calendar_tells_birthdays_by_the_whole_name() {
    let yearly = |uid: &str, title: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20200101T000000Z\r\n\
             DTSTART;VALUE=DATE:20200410\r\nRRULE:FREQ=YEARLY\r\nTRANSP:TRANSPARENT\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    for (title, expected) in [
        ("Ana Reis’s birthday", Written::Queued),
        ("Geburtstag: Ana Reis (40)", Written::Queued),
        ("Ana’s birthday", Written::Nothing),
        ("Ana Reis: portraits", Written::Nothing),
    ] {
        let mut desk =
            Desk::of(dealings(), "digest = \"off\"\nstatement = \"off\"\nbirthdays = true\n", false);
        desk.shows(&yearly("born", title), "2026-04-08T09:00:00Z");
        assert_eq!(desk.write("2026-04-10T06:00:00Z"), expected, "{title}");
    }
}
