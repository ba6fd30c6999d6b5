//! Meetings in the ledger: what counts, and that `explain` says why.

use std::fs;

use serde_json::Value;

use crate::world::{ME, World};

/// A calendar of one meeting on 2 March 2026 at 11:00 in Berlin, with lines of its own.
pub(crate) fn calendar(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:review@cal.example\nDTSTAMP:20260201T000000Z\n\
         DTSTART:20260302T100000Z\nDTEND:20260302T110000Z\nSUMMARY:Review\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
}

pub(crate) const ME_ACCEPTED: &str = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:sam@home.example";
pub(crate) const ANA_ACCEPTED: &str = "ATTENDEE;CN=Ana Reis;PARTSTAT=ACCEPTED:mailto:ana@studio.example";

/// A year of letters to Ana, none of them on the day of the meeting.
fn world() -> World {
    World::at("2026-06-01")
        .to("Ana Reis <ana@studio.example>", "2026-01-05 09:00", "Plan", "Hi Ana,\n\nhow is the plan?\n\nSam")
        .from("Ana Reis <ana@studio.example>", "2026-01-06 09:00", "Re: Plan", "Hi Sam,\n\nfine.\n\nAna")
}

pub(crate) fn import_calendar(world: &World, text: &str) {
    let path = world.path("meeting.ics");
    fs::write(&path, text).unwrap();
    let run = world.run(&["import", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

/// All meetings, as `explain --meetings --json` tells them.
pub(crate) fn meetings(world: &World) -> Vec<Value> {
    world.json(&["explain", "--meetings"])
}

#[test]
fn a_lunch_that_names_its_guest_is_a_meeting_ahead_and_no_contact() {
    let world = world().import();
    let entered = |title: &str, times: &str| {
        let text = calendar("").replace("SUMMARY:Review", &format!("SUMMARY:{title}"));
        let text = text.replace("DTSTART:20260302T100000Z\nDTEND:20260302T110000Z", times);
        let text = text.replace("review@", &format!("{}@", title.len()));
        import_calendar(&world, &text);
        world.run(&["show", "Ana Reis"]).out
    };
    let noon = "DTSTART:20260603T100000Z\nDTEND:20260603T110000Z";
    assert!(!entered("Lunch", noon).contains("you meet on"));
    assert!(!entered("Ana Reis: holiday", "DTSTART;VALUE=DATE:20260603").contains("you meet on"));
    let before = world.json(&["people"])[0]["occasions"].clone();
    assert!(entered("Lunch with Ana Reis", noon).contains("you meet on 3 Jun 2026"));
    assert_eq!(world.json(&["people"])[0]["occasions"], before);
    let said = world.run(&["explain", "--meetings", "Ana Reis"]).out;
    assert!(said.contains("Lunch with Ana Reis") && said.contains("Ana Reis: holiday"), "{said}");
    assert!(!said.contains("Lunch: "), "{said}");
}

#[test]
fn where_there_are_no_meetings_explain_says_so() {
    let world = world().import();
    assert_eq!(world.run(&["explain", "--meetings"]).out, "no meetings in the calendars\n");
    let said = world.run(&["explain", "--meetings", "Ana Reis"]).out;
    assert_eq!(said, "no meetings with Ana Reis in the calendars\n");
}

#[test]
fn explain_says_of_every_meeting_why_how_much_and_for_whom() {
    let world = world().import();
    import_calendar(
        &world,
        &calendar(&format!(
            "{ME_ACCEPTED}\n{ANA_ACCEPTED}\nATTENDEE;CN=Ben;PARTSTAT=DECLINED:mailto:ben@firm.example"
        )),
    );
    let met = &meetings(&world)[0];
    assert_eq!((&met["counts"], &met["why"]), (&Value::Bool(true), &Value::from("you met")));
    let people = met["people"].as_array().unwrap();
    let ana = people.iter().find(|one| one["address"] == "ana@studio.example").unwrap();
    assert_eq!((&ana["weight"], &ana["confidence"]), (&Value::from(1.0), &Value::from(0.95)));
    let ben = people.iter().find(|one| one["address"] == "ben@firm.example").unwrap();
    assert_eq!((&ben["weight"], &ben["absent"]), (&Value::from(0.0), &Value::from("declined")));
    let text = world.run(&["explain", "--meetings"]).out;
    assert!(text.contains("2 Mar 2026  Review: you met\n"), "{text}");
    assert!(text.contains("Ana Reis: counts in full, sure to 95 %\n"), "{text}");
    assert!(text.contains("ben@firm.example: declined\n"), "{text}");
    let text = world.run(&["explain", "Ana Reis"]).out;
    assert!(text.contains("2 Mar 2026  Review: you met; counts in full, sure to 95 %\n"), "{text}");
    assert_eq!(world.json(&["explain", "--meetings", "Ana Reis"]).len(), 1);
    assert_eq!(world.json(&["explain", "Ana Reis"])[0]["meetings"][0]["uid"], "review@cal.example");
}

#[test]
fn a_meeting_without_guests_only_suggests_whom_its_title_names() {
    let world = world().import();
    let before = world.ledger();
    import_calendar(&world, &calendar("").replace("Review", "Lunch with Ana"));
    assert_eq!(meetings(&world)[0]["suggested"][0], "Ana Reis");
    assert_eq!(meetings(&world)[0]["counts"], false);
    let text = world.run(&["explain", "--meetings"]).out;
    assert!(text.contains("perhaps with Ana Reis, whom the title names"), "{text}");
    assert_eq!(world.ledger(), before);
}

#[test]
fn who_invites_has_not_yet_done_a_favor() {
    let world = world().import();
    import_calendar(
        &world,
        &calendar(&format!("ORGANIZER:mailto:ana@studio.example\n{ME_ACCEPTED}\n{ANA_ACCEPTED}")),
    );
    assert_eq!(meetings(&world)[0]["counts"], true);
    assert_eq!(world.entries(), Vec::<String>::new());
}

#[test]
fn an_unanswered_invitation_counts_with_whom_mail_went_both_ways_that_day() {
    let unanswered = calendar(&format!(
        "ORGANIZER:mailto:ana@studio.example\nATTENDEE:mailto:{ME}\n{ANA_ACCEPTED}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@firm.example"
    ));
    let silent = world().import();
    import_calendar(&silent, &unanswered);
    assert_eq!(meetings(&silent)[0]["why"], "you never answered the invitation");
    let one_way =
        world().to("ana@studio.example", "2026-03-02 07:00", "Room", "Hi Ana,\n\nwhich room?").import();
    import_calendar(&one_way, &unanswered);
    assert_eq!(meetings(&one_way)[0]["counts"], false);
    let both = world()
        .to("ana@studio.example", "2026-03-02 07:00", "Room", "Hi Ana,\n\nwhich room?")
        .from("ana@studio.example", "2026-03-02 08:00", "Re: Room", "Hi Sam,\n\nthe blue one.")
        .import();
    import_calendar(&both, &unanswered);
    let met = &meetings(&both)[0];
    assert_eq!(met["why"], "you never answered, but wrote to each other that day");
    let ben = met["people"].as_array().unwrap().iter().find(|one| one["address"] == "ben@firm.example");
    assert_eq!(ben.unwrap()["absent"], "no mail between you that day");
}

#[test]
fn the_address_of_a_list_is_nobody_met() {
    let guest = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:gardeners@green.example";
    let people = |with_list: bool| {
        let world = if with_list {
            world().message(
                "Cleo <cleo@lists-people.example>",
                "gardeners@green.example",
                "2026-02-01 09:00",
                "Roses",
                "List-Id: <gardeners.green.example>\n",
                "The roses are out.",
            )
        } else {
            world()
        };
        let world = world.import();
        import_calendar(&world, &calendar(&format!("{ME_ACCEPTED}\n{guest}")));
        let all = world.json(&["people"]);
        all.iter().filter(|person| person["addresses"][0] == "gardeners@green.example").count()
    };
    assert_eq!((people(false), people(true)), (1, 0));
}

#[test]
fn who_keeps_moving_meetings_is_told_and_owes_nothing_for_it() {
    let world = world().import();
    let version = |sequence: u32, day: u32| {
        calendar(&format!(
            "SEQUENCE:{sequence}\nORGANIZER:mailto:ana@studio.example\n{ME_ACCEPTED}\n{ANA_ACCEPTED}"
        ))
        .replace("20260302T1", &format!("202603{day:02}T1"))
    };
    for (sequence, day) in [(1, 2), (2, 3), (3, 4)] {
        import_calendar(&world, &version(sequence, day));
    }
    let explained = &world.json(&["explain", "Ana Reis"])[0];
    assert_eq!(explained["rescheduled"]["by_them"], 2);
    assert_eq!(explained["rescheduled"]["by_you"], 0);
    let text = world.run(&["explain", "Ana Reis"]).out;
    assert!(text.contains("moved or called off: 2 by them, 0 by you; a sign, it counts nothing"), "{text}");
    assert!(world.run(&["explain", "--meetings"]).out.contains("moved 2 times by Ana Reis"));
    assert_eq!(world.entries(), Vec::<String>::new());
}
