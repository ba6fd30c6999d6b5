//! Does standing matter: does the balance before a request tell whether it is answered?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use goodwill::books::Books;
use goodwill::config;
use goodwill::conversations::Party;
use goodwill::inference::Basis;
use goodwill::ledger::{Direction, Entry, Status, decayed};
use goodwill::observations::MessageId;
use goodwill::people::{Address, PersonId};
use goodwill::relationships::{Occasion, Policy, warmth};
use goodwill::service::intake::{self, Assertion};
use goodwill::service::journal;
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};

use crate::Outcome;
use crate::arithmetic::{Forecast, auc, bootstrap};
use crate::letters::letters;
use crate::logistic::Logistic;
use crate::owner::{Owned, midnight};

pub(crate) const HELP: &str = "\
standing MBOX OWNER[,ADDRESS…] [MBOX OWNER …] [--until 2016-01-01]
  Does the balance before a request tell whether it is answered, beyond warmth and the rate of replies? Requests are
  those of the owner that goodwill reads; answered is one which a letter of the person within 30 days names in its
  References. Two logistic regressions are learnt on nine tenths of the people and judged on the tenth, in turn: one
  on the warmth of the moment and the share of earlier requests that the person answered, the other also on the
  balance of the moment, its size and sign. Printed: requests, the AUC of both, the gain with 95 % of 1,000
  bootstraps over people, and the weight of the balance learnt on all.";

/// Days within which an answer counts.
const WITHIN_DAYS: i64 = 30;
/// Parts of the people, each judged by what is learnt on the others.
const FOLDS: u64 = 10;
const DRAWS: usize = 1000;

/// One request of the owner.
#[derive(Clone)]
struct Request {
    who: String,
    features: [f64; 3],
    answered: bool,
}

/// Judges each mailbox, and all together.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let (mut words, mut until) = (Vec::new(), "2016-01-01".parse()?);
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--until" => until = rest.next().ok_or("--until needs a value")?.parse()?,
            _ => words.push(word.clone()),
        }
    }
    let mut pooled = Vec::new();
    let mailboxes = Owned::pairs(&words)?;
    for mailbox in &mailboxes {
        let requests = requests(mailbox, midnight(until)?)?;
        print(mailbox.name(), &requests);
        pooled.extend(requests);
    }
    if mailboxes.len() > 1 {
        print("pooled", &pooled);
    }
    Ok(())
}

fn requests(mailbox: &Owned, until: Timestamp) -> Outcome<Vec<Request>> {
    let path = Path::new(&mailbox.path);
    let directory = tempfile::tempdir()?;
    let config = config::parse(&mailbox.config(), "config.toml")?;
    let mut store = Store::open_or_create(directory.path())?;
    intake::import(&mut store, &config, path, Assertion::Trusted, until, &|_| {})?;
    let books = journal::fold(&store, &config, until)?;
    let mut answers: BTreeMap<(PersonId, MessageId), Timestamp> = BTreeMap::new();
    for letter in letters(path, &mailbox.owner)?.into_iter().filter(|letter| !letter.by_owner) {
        let person = Address::parse(&letter.other).and_then(|address| books.directory.find(&address));
        for id in letter.answers {
            let Some(person) = person else { continue };
            let first = answers.entry((person, id)).or_insert(letter.at);
            *first = letter.at.min(*first);
        }
    }
    let mut asked: BTreeSet<(Timestamp, PersonId, MessageId)> = BTreeSet::new();
    for favor in books.favors.iter().filter(|favor| favor.giver != Party::Owner) {
        asked.extend(favor.asked.iter().map(|step| (step.at, favor.person, step.message.clone())));
    }
    let occasions: BTreeMap<PersonId, Vec<Occasion>> = books
        .relationships
        .iter()
        .map(|one| (one.person, books.occasions_with(one.person).copied().collect()))
        .collect();
    let within = SignedDuration::from_hours(24 * WITHIN_DAYS);
    let mut earlier: BTreeMap<PersonId, Vec<(Timestamp, bool)>> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, person, message) in asked {
        let reply = answers.get(&(person, message));
        let answered = reply.is_some_and(|&reply| reply > at && reply.duration_since(at) <= within);
        let past = earlier.entry(person).or_default();
        // Whether a request was answered is known once its days have passed.
        let known: Vec<bool> = past
            .iter()
            .filter(|(then, _)| at.duration_since(*then) > within)
            .map(|&(_, answered)| answered)
            .collect();
        let rate =
            (known.iter().filter(|&&answered| answered).count() as f64 + 1.0) / (known.len() as f64 + 2.0);
        past.push((at, answered));
        let level = occasions.get(&person).map_or(0.0, |all| warmth(all, at, &Policy::default()).level);
        let balance = balance(&books, person, at);
        found.push(Request {
            who: format!("{}:{person}", mailbox.name()),
            features: [level.ln_1p(), (rate / (1.0 - rate)).ln(), balance.signum() * balance.abs().sqrt()],
            answered,
        });
    }
    Ok(found)
}

/// The balance before an instant, in points: what was given less what was received, by confidence.
fn balance(books: &Books, person: PersonId, at: Timestamp) -> f64 {
    let counts =
        |entry: &&Entry| entry.at < at && entry.basis == Basis::Favor && entry.status != Status::Voided;
    let worth = |entry: &Entry| {
        let half_life = books.ledger_policy.half_life(entry.direction);
        let worth = decayed(entry.worth, entry.at, at, half_life).thousandths() as f64 / 1000.0;
        let sign = if entry.direction == Direction::Given { 1.0 } else { -1.0 };
        sign * worth * entry.confidence.fraction()
    };
    books.entries_with(person).filter(counts).map(worth).sum()
}

/// Forecasts without and with the balance.
fn foretold(requests: &[Request]) -> Vec<(Request, f64, f64)> {
    let fold = |request: &Request| {
        request.who.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte)) % FOLDS
    };
    let rows = |width: usize, requests: &mut dyn Iterator<Item = &Request>| -> Vec<(Vec<f64>, bool)> {
        requests.map(|request| (request.features[..width].to_vec(), request.answered)).collect()
    };
    let mut found = Vec::new();
    for part in 0..FOLDS {
        let model = |width| Logistic::fit(&rows(width, &mut requests.iter().filter(|one| fold(one) != part)));
        let (without, with) = (model(2), model(3));
        for one in requests.iter().filter(|one| fold(one) == part) {
            found.push((one.clone(), without.chance(&one.features[..2]), with.chance(&one.features)));
        }
    }
    found
}

fn print(name: &str, requests: &[Request]) {
    let answered = requests.iter().filter(|request| request.answered).count();
    let standing = requests.iter().filter(|request| request.features[2].abs() > 0.0).count();
    println!(
        "{name}: {} requests, {answered} answered, {standing} with a balance that is not 0",
        requests.len()
    );
    if answered == 0 || answered == requests.len() {
        return;
    }
    let told = foretold(requests);
    let score = |told: &[(Request, f64, f64)], which: fn(&(Request, f64, f64)) -> f64| {
        let forecasts: Vec<Forecast> =
            told.iter().map(|one| Forecast { said: which(one), came: one.0.answered }).collect();
        auc(&forecasts)
    };
    let gain = |told: &[(Request, f64, f64)]| score(told, |one| one.2) - score(told, |one| one.1);
    let mut people: BTreeMap<String, Vec<(Request, f64, f64)>> = BTreeMap::new();
    for one in &told {
        people.entry(one.0.who.clone()).or_default().push(one.clone());
    }
    let (low, high) = bootstrap(&people, DRAWS, gain).unwrap_or((f64::NAN, f64::NAN));
    println!(
        "  AUC by warmth and reply rate {:.3}, with the balance {:.3}: gain {:+.3} ({low:+.3} to {high:+.3})",
        score(&told, |one| one.1),
        score(&told, |one| one.2),
        gain(&told)
    );
    let all: Vec<(Vec<f64>, bool)> =
        requests.iter().map(|request| (request.features.to_vec(), request.answered)).collect();
    let weights: Vec<String> =
        Logistic::fit(&all).weights().iter().map(|weight| format!("{weight:+.2}")).collect();
    println!("  weights per standard deviation of warmth, reply rate, balance: {}", weights.join(", "));
}
