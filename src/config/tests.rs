//! Tests of the config as a whole: defaults, the example, mistakes as the owner sees them.

mod damage;
mod letters;
mod logins;

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::conversations::ListPosts;
use crate::inference::Kind;
use crate::ledger::Points;
use crate::nudges::NudgeKind;
use crate::people::{Address, Regime, Stance};

const EXAMPLE: &str = include_str!("../../config/goodwill.toml");

fn config(text: &str) -> Config {
    parse(text, "config.toml").unwrap_or_else(|error| panic!("{}", error.report(Colour::Never)))
}

/// The report on the minimal config with something added.
fn report_with(addition: &str) -> String {
    report(&format!("{MINIMAL}{addition}"))
}

fn report(text: &str) -> String {
    parse(text, "config.toml").expect_err("a mistake is found").report(Colour::Never)
}

#[test]
fn three_keys_are_enough() {
    let config = config(MINIMAL);
    assert_eq!(config.me.name, "Alex Moreau");
    assert_eq!(config.me.address, Address::parse("alex@studio.example").unwrap());
    assert_eq!(config.me.domains, BTreeSet::from(["studio.example".to_owned()]));
    assert_eq!(config.me.timezone.iana_name(), Some("Europe/Lisbon"));
    assert_eq!(config.circles, []);
    let windows = format!("\u{feff}{}", MINIMAL.replace('\n', "\r\n"));
    assert_eq!(parse(&windows, "config.toml").ok().as_ref(), Some(&config), "a file saved on Windows");
    assert_eq!((config.nudges.kinds.len(), config.nudges.birthdays), (12, false));
    assert_eq!(config.nudges.statement.to_string(), "1st 09:00");
}

#[test]
fn the_example_shows_the_defaults() {
    let (plain, mut example) = (config(MINIMAL), config(EXAMPLE));
    assert!(example.me.addresses.contains(&Address::parse("alex@old.example").unwrap()));
    assert_eq!(example.circles.len(), 2);
    example.me = plain.me.clone();
    example.circles.clear();
    assert_eq!(example.mail.len(), 4);
    example.mail.clear();
    assert_eq!(example.calendars.len(), 3);
    example.calendars.clear();
    assert!(matches!(example.delivery.take(), Some(Delivery { via: Via::Smtp(_), .. })));
    example.ignore = Ignore::default();
    assert_eq!(example, plain);
}

#[test]
fn the_example_has_every_key() {
    let (_, sink) = examine(EXAMPLE);
    let mut section = String::new();
    let mut shown = BTreeSet::new();
    for line in EXAMPLE.lines() {
        let header = line.trim_start_matches('[').split_once(']').filter(|_| line.starts_with('['));
        if let Some((header, _)) = header {
            section = if header.starts_with("circles.") { "circles.NAME".into() } else { header.to_owned() };
        } else if let Some((key, _)) =
            // What stands in place of another key is shown as a comment.
            line
                .strip_prefix("# ")
                .unwrap_or(line)
                .split_once(" = ")
                .filter(|(key, _)| !key.contains([' ', '#']))
        {
            shown.insert(format!("{section}.{key}"));
        }
    }
    let keys: BTreeSet<_> = sink
        .known()
        .iter()
        .filter(|known| !known.section.is_empty() && known.key != "worth" && known.key != "oauth")
        .filter(|known| {
            let secrets = [".password", ".token", ".client_secret"];
            !secrets.iter().any(|end| known.section.ends_with(end))
        })
        .map(|known| format!("{}.{}", known.section, known.key))
        .collect();
    assert_eq!(shown, keys);
}

#[test]
fn domains_of_public_providers_make_no_colleagues() {
    let text = MINIMAL.replace("[\"alex@", "[\"alex@gmail.com\", \"alex@yahoo.co.uk\", \"alex@");
    assert_eq!(config(&text).me.domains, BTreeSet::from(["studio.example".to_owned()]));
    let none = config(&format!("{MINIMAL}domains = []\n"));
    assert!(none.me.domains.is_empty(), "what the owner says counts");
}

#[test]
fn a_circle_is_read_whole() {
    let text = "[circles.close]\npeople = [\"A.Na+x@Gmail.com\", \" Tomás  REY \"]\ndomains = [\"Rey.example\"]\n\
                ideal = \"2 weeks\"\nexpect = \"1 month\"\nregime = \"authority-above\"\nimportance = 2.5\nstance = \"ease\"\n";
    let expected = Circle {
        name: "close".into(),
        addresses: [Address::parse("ana@gmail.com").unwrap()].into(),
        names: ["tomás rey".to_owned()].into(),
        domains: ["rey.example".to_owned()].into(),
        regime: Some(Regime::AuthorityAbove),
        tally: true,
        ideal_days: Some(14),
        expect_days: Some(30),
        importance: 2500,
        stance: Stance::Ease,
    };
    assert_eq!(config(&format!("{MINIMAL}{text}")).circles, [expected]);
}

#[test]
fn a_communal_circle_is_not_tallied() {
    let circles = config(&format!("{MINIMAL}[circles.kin]\nregime = \"communal\"\n[circles.work]\n")).circles;
    let tally: Vec<_> = circles.iter().map(|circle| (circle.name.as_str(), circle.tally)).collect();
    assert_eq!(tally, [("kin", false), ("work", true)]);
}

#[test]
fn every_value_can_be_changed() {
    let text = "domains = [\"guild.example\"]\ncoverage = 0.5\n\
        [ignore]\naddresses = [\"*@notices.example\"]\ndomains = [\"shop.example\"]\n[lists]\nposts = \"ignore\"\n\
        [privacy]\nquotes = \"hash\"\nsubject = \"counts\"\n\
        [ledger]\nhalf_life_given = \"2 years\"\nhalf_life_received = \"3 years\"\nleast_confidence = 0.7\nworth = { help = 2, care = 0.5 }\n\
        [relationships]\nshort_half_life = \"2 weeks\"\nlong_half_life = \"6 months\"\nlate = 0.3\noverdue = 0.1\n\
        [meetings]\nmax_people = 5\nunlisted_confidence = 0.3\n\
        [nudges]\nmax_people = 7\ncooldown = \"1 week\"\nkinds = [\"thanks\"]\nbar = 0\n";
    let config = config(&format!("{MINIMAL}{text}"));
    assert_eq!(config.me.domains, BTreeSet::from(["guild.example".to_owned()]));
    assert!((config.me.coverage.get() - 0.5).abs() < f64::EPSILON);
    let ignored = |text| config.ignore.patterns().iter().any(|p| p.matches(&Address::parse(text).unwrap()));
    assert!(ignored("x@notices.example"));
    assert!(ignored("x@shop.example"));
    assert_eq!(config.lists.posts, ListPosts::Ignore);
    assert_eq!((config.privacy.quotes, config.privacy.subject), (Quotes::Hash, SubjectLine::Counts));
    assert_eq!((config.ledger.half_life_given.get(), config.ledger.half_life_received.get()), (730, 1095));
    assert_eq!(config.ledger.least_confidence.thousandths(), 700);
    let worth =
        [Kind::Help, Kind::Care, Kind::Praise].map(|kind| config.ledger.worth.table()[&kind].thousandths());
    assert_eq!(worth, [2000, 500, 1000]);
    let relationships = config.relationships;
    assert_eq!((relationships.short_half_life.get(), relationships.long_half_life.get()), (14, 182));
    assert!((relationships.late.get(), relationships.overdue.get()) == (0.3, 0.1));
    assert_eq!((config.meetings.max_people, config.nudges.max_people), (5, 7));
    assert_eq!(config.meetings.unlisted_owner.thousandths(), 300);
    assert_eq!((config.nudges.cooldown.get(), config.nudges.bar.get().to_bits()), (7, 0));
    assert_eq!(config.nudges.kinds, BTreeSet::from([NudgeKind::Thanks]));
}

#[test]
fn all_kinds_of_favor_have_their_worth() {
    let worth = config(MINIMAL).ledger.worth;
    for (kind, points) in [
        (Kind::Introduction, 8),
        (Kind::Recommendation, 8),
        (Kind::Opportunity, 6),
        (Kind::Concession, 5),
        (Kind::Gift, 4),
        (Kind::Help, 3),
        (Kind::Advice, 3),
        (Kind::Care, 2),
        (Kind::Praise, 1),
    ] {
        assert_eq!(worth.table()[&kind], Points::from_thousandths(points * 1000), "{kind:?}");
    }
}

#[test]
fn ranges_hold_at_their_ends() {
    for (section, key, good, bad) in [
        ("me", "coverage", ["0.05", "1"], ["0.049", "1.01"]),
        ("circles.a", "importance", ["0", "0xa"], ["-0.1", "0xb"]),
        ("circles.a", "ideal", ["\"1 day\"", "\"100 years\""], ["\"23 hours\"", "\"36 hours\""]),
        ("circles.a", "expect", ["\"1 day\"", "\"100 years\""], ["\"23 hours\"", "\"36 hours\""]),
        ("ledger.worth", "gift", ["0", "100"], ["-1", "101"]),
        ("relationships", "late", ["0.06", "1.0"], ["nan", "1.1"]),
        ("relationships", "overdue", ["0", "0.19"], ["-0.0001", "0.2"]),
        ("relationships", "short_half_life", ["\"1 day\"", "\"364 days\""], ["\"1 year\"", "30"]),
        ("meetings", "max_people", ["2", "1_000"], ["1", "1001"]),
        ("meetings", "max_people_free", ["0", "1000"], ["-1", "1001"]),
        ("meetings", "whole_day_hours", ["1", "24"], ["0", "25"]),
        ("meetings", "tentative_weight", ["0", "1"], ["-0.1", "1.1"]),
        ("meetings", "accepted_confidence", ["0", "1"], ["-0.1", "1.1"]),
        ("nudges", "max_people", ["1", "0x32"], ["0", "51"]),
        ("nudges", "bar", ["0", "1.0"], ["inf", "2"]),
    ] {
        let text = |value: &str| match section {
            "me" => format!("{MINIMAL}{key} = {value}\n"),
            _ => format!("{MINIMAL}[{section}]\n{key} = {value}\n"),
        };
        for value in good {
            assert!(parse(&text(value), "").is_ok(), "{key} = {value}");
        }
        for value in bad {
            assert!(parse(&text(value), "").is_err(), "{key} = {value}");
        }
    }
}

/// An account with what it needs, and something added.
fn mail_with(addition: &str) -> String {
    let needed = "[[mail]]\naddress = \"alex@studio.example\"\nimap = \"imap.studio.example\"\n\
                  password = { file = \"/secret\" }\n";
    format!("{needed}{addition}")
}

#[test]
fn an_account_needs_three_keys() {
    let mail = config(&format!("{MINIMAL}{}", mail_with(""))).mail;
    let [mail] = mail.as_slice() else { panic!("one account") };
    let server = Server { host: "imap.studio.example".into(), port: 993 };
    assert_eq!((&mail.server, mail.security), (&server, Security::Tls));
    assert_eq!((mail.name.as_str(), mail.user.as_str()), ("alex@studio.example", "alex@studio.example"));
    assert_eq!(mail.proof, Proof::Password(SecretSource::File("/secret".into())));
    assert_eq!(mail.folders, [Folder::Inbox, Folder::Sent, Folder::Archive]);
    assert!(mail.include.is_empty() && mail.exclude.is_empty());
    assert_eq!((mail.since.get(), mail.trust), (1095, Trust::Server));
    assert_eq!((&mail.ca, &mail.trusted_authserv_id), (&None, &None));
}

#[test]
fn every_key_of_an_account_can_be_changed() {
    let mail = &config(EXAMPLE).mail[1];
    assert_eq!((mail.name.as_str(), mail.user.as_str()), ("old", "alex"));
    assert_eq!(mail.server, Server { host: "localhost".into(), port: 1143 });
    assert_eq!((mail.security, mail.trust), (Security::Plain, Trust::Inbox));
    assert_eq!(mail.proof, Proof::Password(SecretSource::Credential("old".into())));
    assert_eq!(mail.ca.as_deref(), Some(Path::new("/etc/ssl/bridge.pem")));
    assert_eq!(mail.folders, [Folder::Inbox, Folder::Sent, Folder::Named("Letters/2020".into())]);
    assert_eq!(
        (&mail.include, &mail.exclude),
        (&vec![Pattern::new("Clients/*")], &vec![Pattern::new("*/Newsletters")])
    );
    assert_eq!(mail.trusted_authserv_id.as_deref(), Some("mx.old.example"));
    assert_eq!(mail.since.get(), 5 * 365);
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    for (name, addition) in [
        ("unknown_key", "time_zone = \"Europe/Lisbon\"\n"),
        ("unknown_key_without_a_likeness", "[meetings]\nroom = 3\n"),
        ("unknown_section", "[nudge]\nmax_people = 3\n"),
        ("key_of_another_section", "[privacy]\ncooldown = \"3 weeks\"\n"),
        ("wrong_type", "[meetings]\nmax_people = \"twelve\"\n"),
        ("out_of_range", "coverage = 7\n"),
        ("bad_duration", "[nudges]\ncooldown = \"-3 weeks\"\n[circles.close]\nexpect = \"14\"\n"),
        (
            "bad_address",
            "[ignore]\naddresses = [\"ana@studio.example\", \"no-reply*@shop.example\", \"ben\"]\n",
        ),
        ("bad_choice", "[circles.boss]\nregime = \"authority_above\"\n[nudges]\nkinds = [\"thank\"]\n"),
        (
            "contradictions",
            "[relationships]\nlate = 0.01\n[circles.kin]\nregime = \"communal\"\ntally = true\n",
        ),
        (
            "two_circles",
            "[circles.a]\npeople = [\"ana@x.example\"]\n[circles.b]\npeople = [\"ana+b@x.example\"]\n",
        ),
        (
            "bad_people",
            "[circles.a]\npeople = [\"*@x.example\", \"Ana <ana@x.example>\", \"Ana\\nRey\", \"\"]\n",
        ),
        ("letters_to_another", "[delivery]\nto = \"ana@rey.example\"\n"),
        (
            "bad_delivery",
            "[delivery]\nvia = \"smtp\"\nsmtp = \"smtp://a.example\"\ncommand = [\"sendmail\", \"-t\"]\n",
        ),
        (
            "delivery_in_clear",
            "[delivery]\nvia = \"smtp\"\nsmtp = \"mail.studio.example\"\nsecurity = \"plain\"\n",
        ),
        ("bad_domain", "domains = [\"alex@studio.example\", \"two words\"]\n"),
        ("mail_lacks_all", "[[mail]]\nimap_server = \"a.example\"\n"),
        ("mail_is_no_section", "[mail]\naddress = \"a@b.example\"\n"),
        (
            "mail_in_clear",
            &mail_with("security = \"plain\"\nfolders = [\"INBOX\", \"@send\"]\nsince = \"6 hours\"\n"),
        ),
        ("mail_twice", &[mail_with(""), mail_with("user = \"other\"\n")].concat()),
        (
            "mail_secrets",
            &[
                "password = \"hunter2\"",
                "password = { }",
                "password = { file = \"a\", command = [\"b\"] }",
                "password = { credential = \"../a\" }",
                "password = { command = [] }",
            ]
            .map(|line| mail_with("").replace("password = { file = \"/secret\" }", line))
            .concat(),
        ),
        ("syntax", "[circles.close\npeople = [\"ana@studio.example\"]\n"),
    ] {
        insta::assert_snapshot!(name, report_with(addition), addition);
    }
}

#[test]
fn mistakes_in_me_are_shown_where_they_stand() {
    for (name, text) in [
        ("nothing", ""),
        ("missing_keys", "[me]\nname = \"Alex\"\n"),
        ("no_address", "[me]\nname = \"Alex\"\naddresses = []\ntimezone = \"Europe/Lisbon\"\n"),
        ("everything", "[me]\nname = 7\naddresses = [\"alex\"]\ntimezone = \"Europe/Lisbonn\"\n"),
        (
            "address_without_brackets",
            "[me]\nname = \" \"\naddresses = \"a@b.example\"\ntimezone = \"Lisbon\"\n",
        ),
        (
            "key_before_its_section",
            "timezone = \"Europe/Lisbon\"\n[me]\nname = \"A\"\naddresses = [\"a@b.example\"]\n",
        ),
    ] {
        insta::assert_snapshot!(name, report(text), text);
    }
}

#[test]
fn colour_is_for_terminals_whose_user_wants_it() {
    let env = |value: &'static str| move |name: &str| (name == "NO_COLOR").then(|| value.into());
    assert_eq!(Colour::choose(true, &|_| None), Colour::Always);
    assert_eq!(Colour::choose(true, &env("")), Colour::Always);
    assert_eq!(Colour::choose(true, &env("1")), Colour::Never);
    assert_eq!(Colour::choose(false, &|_| None), Colour::Never);
    let error = parse("", "config.toml").unwrap_err();
    assert!(error.report(Colour::Always).contains('\u{1b}'));
    assert!(!error.report(Colour::Never).contains('\u{1b}'));
}

#[test]
fn a_file_is_read_or_named() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("config.toml");
    assert!(load(&path).unwrap_err().report(Colour::Never).contains("config.toml"));
    std::fs::write(&path, MINIMAL).unwrap();
    assert_eq!(load(&path).unwrap(), config(MINIMAL));
    std::fs::write(&path, b"[me]\nname = \"Jos\xe9\"\n").unwrap();
    assert!(matches!(load(&path), Err(ConfigError::NotText { line: 2, .. })));
    std::fs::write(&path, vec![b'\n'; (1 << 20) + 1]).unwrap();
    assert!(matches!(load(&path), Err(ConfigError::TooLarge { .. })));
    assert!(matches!(load(directory.path()), Err(ConfigError::Read { .. })));
}

#[test]
fn who_has_no_config_is_shown_one() {
    let error = ConfigError::Missing { looked: vec!["/a/config.toml".into(), "/b/config.toml".into()] };
    insta::assert_snapshot!("missing", error.report(Colour::Never));
    assert!(locate(Some(Path::new("/no/such/file")), &|_| None).is_err());
}

#[test]
fn many_mistakes_are_cut_short_and_deep_nesting_is_refused() {
    let many = report(&"x = 1\n".repeat(50).replace("x =", "[ignore]\nx ="));
    assert!(many.contains("not TOML"), "duplicate sections are slips too: {many}");
    let unknown: Vec<String> = (0..50).map(|n| format!("key{n} = 1\n")).collect();
    assert!(report_with(&unknown.concat()).contains("and 30 more"));
    assert!(!report_with("\"\\u001b[31m\" = 1\n").contains('\u{1b}'), "a key cannot paint the terminal");
    let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(parse(&deep, "config.toml").is_err());
}
