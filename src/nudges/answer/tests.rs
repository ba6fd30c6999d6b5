//! What the owner reads after an answer.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::nudges::commands::LetterCode;
use crate::nudges::lint::offences;
use crate::nudges::scenario::{AS_OF, days_ago};
use crate::observations::MessageId;
use crate::people::Address;

use super::*;

fn composed(told: &[Told], subject: &str) -> Letter {
    let code = LetterCode::of(&MessageId::parse("<nudges.1@home.example>").unwrap(), "s");
    let answers = Answers { owner: Address::parse("alex@home.example").unwrap(), code };
    answer(told, subject, Today::new(AS_OF.parse().unwrap(), &TimeZone::UTC), &answers)
}

fn spoken(name: &str, kind: NudgeKind) -> Spoken {
    Spoken { name: name.to_owned(), kind }
}

fn wished(outcome: Outcome) -> Told {
    Told::Wished { item: spoken("Tomás Rey", NudgeKind::Neglected), outcome }
}

/// Everything that can be told.
fn everything() -> Vec<Told> {
    let ground = Ground {
        from: "Ingrid Solheim".into(),
        at: days_ago(19),
        subject: "Tax".into(),
        quote: "Here is the contact".into(),
    };
    let mut told: Vec<Told> = [
        Outcome::Done,
        Outcome::NotBefore(days_ago(-23)),
        Outcome::Never,
        Outcome::More,
        Outcome::Less,
        Outcome::NoFavor(0),
        Outcome::NoFavor(1),
    ]
    .map(wished)
    .into();
    told.extend([
        Told::Noted { name: "Ana Ruiz".into(), words: "moved to Porto".into() },
        Told::Grounds { item: spoken("Ingrid Solheim", NudgeKind::Thanks), grounds: vec![ground] },
        Told::Grounds { item: spoken("Ana Ruiz", NudgeKind::Neglected), grounds: vec![] },
        Told::Paused(days_ago(-14)),
        Told::Resumed,
        Told::Undone(vec![]),
        Told::Undone(vec![wished(Outcome::Never)]),
        Told::Undone(vec![
            Told::Resumed,
            Told::Noted { name: "Ana Ruiz".into(), words: "moved to Porto".into() },
        ]),
        Told::NothingToUndo,
        Told::NoSuchItem(7),
        Told::WhichItem,
        Told::DoesNotFit(4),
        Told::OnlyWho { number: 6, name: "Ana Ruiz".into() },
        Told::NotUnderstood("7 never again, please".into()),
        Told::DayOutOfReach,
        Told::Help,
    ]);
    let roles = [Role::Family, Role::Friend, Role::Work, Role::Nobody];
    told.extend(roles.map(|role| Told::Settled { name: "Ben Okafor".into(), role }));
    told
}

#[test]
fn an_answer_reads_so() {
    let letter = composed(&everything(), "Re: Tomás: quiet for longer than usual");
    insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text));
    assert_eq!(offences(&letter.text), Vec::<String>::new());
    assert!(letter.html.len() < 20_000);
    for forbidden in ["<img", "<script", "<style", "<link", "src=", "url(", "http", "data:"] {
        assert!(!letter.html.contains(forbidden), "{forbidden}");
    }
    assert_eq!(letter.html.matches("href=").count(), 1);
    assert!(letter.html.contains("href=\"mailto:alex@home.example?subject=goodwill%20"));
}

#[test]
fn only_what_can_be_taken_back_offers_it() {
    for (told, offers) in [
        (Told::Help, false),
        (Told::NotUnderstood("why so?".into()), false),
        (Told::Undone(vec![wished(Outcome::Done)]), false),
        (Told::Grounds { item: spoken("Ana", NudgeKind::Thanks), grounds: vec![] }, false),
        (wished(Outcome::Done), true),
        (Told::Paused(days_ago(-1)), true),
    ] {
        let letter = composed(&[told], "goodwill 0123");
        assert_eq!(letter.text.contains("undo to this letter"), offers);
        assert_eq!(letter.subject, "Re: goodwill 0123");
    }
}

proptest! {
    #[test]
    fn no_name_or_note_breaks_it(name in "(?s).{0,90}", words in "(?s).{0,300}", subject in "(?s).{0,300}") {
        let told = [
            Told::NotUnderstood(words.clone()),
            Told::Noted { name: name.clone(), words },
            Told::Settled { name, role: Role::Work },
        ];
        let letter = composed(&told, &subject);
        prop_assert!(letter.text.lines().all(|line| wrap::columns(line) <= 72));
        prop_assert!(letter.text.chars().all(|c| c == '\n' || !c.is_control()));
        let (noted, settled) = (Told::Noted { name: "a".into(), words: "b".into() }, Role::Work);
        let tame = [Told::NotUnderstood("b".into()), noted, Told::Settled { name: "a".into(), role: settled }];
        let tags = |html: &str| html.matches('<').count();
        prop_assert_eq!(tags(&letter.html), tags(&composed(&tame, "c").html));
    }
}
