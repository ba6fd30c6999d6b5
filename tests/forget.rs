//! Whoever is forgotten leaves no byte behind and does not come back.

use goodwill::people::{Address, Directory, Society};
use goodwill::store::Store;

use crate::world::{ME, World, files_under};

const ANA: &str = "Ana Reis <ana@studio.example>";
const BEN: &str = "Ben Ito <ben@yard.example>";
/// Everything that tells of Ana.
const TRACES: [&str; 6] = ["Reis", "reis", "Ana ", "studio.example", "greenhouse", "1@mail.example"];

fn story() -> World {
    let world = World::at("2026-06-01")
        .from(ANA, "2026-03-03 10:00", "The greenhouse", "Hi Sam,\n\nHere is the plan of the greenhouse you asked for.\n\nAna")
        .message(
            ME,
            &format!("{ANA}, {BEN}"),
            "2026-03-04 10:00",
            "You two",
            "In-Reply-To: <1@mail.example>\n",
            "Hi Ana and Ben,\n\nI would like to introduce you to each other: you both build a greenhouse.\n\nSam",
        )
        .message(
            BEN,
            ME,
            "2026-03-05 10:00",
            "Re: You two",
            "In-Reply-To: <2@mail.example>\nReferences: <1@mail.example> <2@mail.example>\n",
            "Hi Sam,\n\nThank you so much for introducing me to Ana Reis, she helped me a lot.\n\nBen",
        )
        .from(BEN, "2026-03-06 10:00", "The van", "Hi Sam,\n\nHere are the keys of the van you asked for.\n\nBen");
    std::fs::write(
        world.path("friends.vcf"),
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Reis\nEMAIL:ana@studio.example\nEMAIL:ana@reis.example\nEND:VCARD\n",
    )
    .unwrap();
    std::fs::write(world.path("calendar.ics"), calendar()).unwrap();
    read_all(&world);
    world
}

fn calendar() -> String {
    let meeting = |uid: &str, organizer: &str, summary: &str| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260301T000000Z\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z\n\
             SUMMARY:{summary}\nORGANIZER:mailto:{organizer}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\n\
             ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana Reis:mailto:ana@studio.example\n\
             ATTENDEE;PARTSTAT=ACCEPTED;CN=Ben Ito:mailto:ben@yard.example\nEND:VEVENT\n"
        )
    };
    let hers = meeting("a", "ana@studio.example", "The greenhouse");
    let mine = meeting("b", ME, "Greenhouse with Ana Reis");
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{hers}{mine}END:VCALENDAR\n").replace('\n', "\r\n")
}

fn read_all(world: &World) {
    let mail = world.write_mail();
    for path in [mail, world.path("friends.vcf"), world.path("calendar.ics")] {
        let run = world.run(&["import", path.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
}

fn traces(world: &World) -> Vec<String> {
    let export = world.run(&["export", "--all"]).out;
    let mut files = files_under(&world.path("state"));
    files.push(("export".into(), export.into_bytes()));
    let found = files.iter().flat_map(|(path, content)| {
        let here = |trace: &&&str| content.windows(trace.len()).any(|window| window == trace.as_bytes());
        TRACES.iter().filter(here).map(|trace| format!("{trace} in {}", path.display())).collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn forget_leaves_no_byte_and_survives_a_full_import() {
    let world = story();
    world.run(&["add", "Ana", "received", "gift", "a kettle of Ana Reis"]);
    world.run(&["add", "Ben", "given", "gift", "the kettle from Ana Reis"]);
    assert!(traces(&world).len() >= TRACES.len(), "they are there before: {:?}", traces(&world));
    let run = world.run(&["forget", "Ana Reis", "--yes"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(traces(&world), Vec::<String>::new());
    let after = world.ledger();
    read_all(&world);
    assert_eq!(traces(&world), Vec::<String>::new(), "after another import");
    assert_eq!(world.ledger(), after);
    let replay = world.run(&["replay"]);
    assert_eq!(replay.code, Some(0), "{}", replay.err);
    assert!(
        world.entries().contains(&"Ben Ito received help favor pending".to_owned()),
        "{:?}",
        world.entries()
    );
    assert!(world.entries().iter().all(|entry| entry.starts_with("Ben Ito")));
}

#[test]
fn new_mail_of_the_forgotten_leaves_nothing_either() {
    let world = story();
    let run = world.run(&["forget", "Ana Reis", "--yes"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let more = world.from(ANA, "2026-03-09 10:00", "Again", "Hi Sam,\n\nare you there?\n\nAna").import();
    assert_eq!(traces(&more), Vec::<String>::new());
}

#[test]
fn forget_asks_for_a_yes() {
    let world = story();
    let before = world.ledger();
    let run = world.run(&["forget", "Ana Reis"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("--yes"), "{}", run.err);
    assert_eq!(world.ledger(), before);
}

#[test]
fn what_a_forget_that_was_stopped_has_left_is_erased_by_the_next() {
    let world = story();
    assert_eq!(world.run(&["forget", "Ana Reis", "--yes"]).code, Some(0));
    let directory = world.path("state");
    assert!(!Store::open(&directory).unwrap().has_traces().unwrap());
    let again = world.run(&["forget", "Ana Reis", "--yes"]);
    assert_eq!((again.code, again.err.contains("nobody here")), (Some(1), true), "{}", again.err);
    // As if it had been stopped before the end.
    let ben = world.json(&["people"]).remove(0);
    assert_eq!(ben["name"], "Ben Ito");
    let books = Directory::build(
        &[(Address::parse("ben@yard.example").unwrap(), [("Ben Ito".to_owned(), 1)].into())].into(),
        &Society::default(),
    );
    Store::open(&directory).unwrap().forget(books.people().values().next().unwrap()).unwrap();
    assert!(Store::open(&directory).unwrap().has_traces().unwrap());
    let finished = world.run(&["forget", "Ben Ito", "--yes"]);
    assert_eq!(finished.code, Some(0), "{}", finished.err);
    assert!(finished.err.contains("erased what a `forget` that was stopped had left"), "{}", finished.err);
    assert!(!Store::open(&directory).unwrap().has_traces().unwrap());
    assert_eq!(world.entries(), Vec::<String>::new());
}
