//! Scores the forecast of contact: who will still be in touch?
//!
//! Truth is counted here from the headers, by a rule of its own, so that a mistake in what goodwill takes for
//! contact costs it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use goodwill::config;
use goodwill::service::intake::{self, Assertion};
use goodwill::service::journal;
use goodwill::store::Store;
use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use crate::Outcome;
use crate::arithmetic::{
    Forecast, auc, bootstrap, brier, calibration_error, log_loss, standard_error, tenths,
};
use crate::letters::contact_days;
use crate::owner::{Owned, midnight};

/// Dates judged where none are named.
const DATES: [&str; 5] = ["2004-01-01", "2006-01-01", "2009-01-01", "2012-01-01", "2015-01-01"];
/// Fewest days of contact of somebody who is judged.
const MIN_CONTACTS: usize = 3;
/// Longest silence of somebody who is judged, in days.
const MAX_SILENCE_DAYS: i32 = 3 * 365;
/// Fewest people of a date that is judged.
const MIN_PEOPLE: usize = 20;
/// Draws of people for the bounds of the ratio.
const DRAWS: usize = 1000;

pub(crate) const HELP: &str = "\
rhythm MBOX OWNER[,ADDRESS…] [MBOX OWNER …] [--days 365|30] [--at DATE …] [--rival FILE.json]
  How well it is foretold who will be in contact within the next 365 (or 30) days. MBOX is a mailbox of many years
  (mbox, also .gz), OWNER the owner's addresses. On each DATE (without any: 2004, 2006, 2009, 2012 and 2015,
  1 January) everybody is judged who had at least 3 days of contact before it, the last at most 3 years before;
  a date with fewer than 20 such people is left out. Contact is a message From one of the two To the other, by its
  Date in UTC. The forecast is that of goodwill as of DATE, with the whole mailbox imported: what is later must not
  leak into it; somebody whom goodwill does not know has 0.
  FILE.json holds the forecasts of another method, {MAILBOX: {DAYS: {DATE: {ADDRESS: CHANCE}}}}; MAILBOX is the
  file name without .mbox and .gz.
  Printed for each mailbox and for all together: AUC, Brier score, log loss and expected calibration error by tenths,
  beside those of the rival (where it knows everybody judged), of the base rate of what came (an oracle), and the AUC of ranking by recency only and by
  number of contacts only; the ratio of the Brier scores with 95 % of 1,000 bootstraps over
  people, its standard error by them, and whether it is worse than 1 by more than that.";

/// One person at one date.
#[derive(Debug, Clone)]
struct Judgement {
    who: String,
    came: bool,
    goodwill: f64,
    rival: Option<f64>,
    base_rate: f64,
    recency: f64,
    frequency: f64,
}

/// What the command line asks for.
struct Request {
    mailboxes: Vec<Owned>,
    days: i32,
    dates: Vec<Date>,
    rival: Value,
}

impl Request {
    fn read(arguments: &[String]) -> Outcome<Self> {
        let (mut words, mut dates, mut days, mut rival) = (Vec::new(), Vec::new(), 365, Value::Null);
        let mut rest = arguments.iter();
        while let Some(word) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--at" => dates.push(value()?.parse()?),
                "--days" => days = value()?.parse()?,
                "--rival" => rival = serde_json::from_str(&fs::read_to_string(value()?)?)?,
                _ => words.push(word.clone()),
            }
        }
        if days != 365 && days != 30 {
            return Err("--days is 365 or 30".into());
        }
        if dates.is_empty() {
            dates = DATES.iter().map(|date| date.parse()).collect::<Result<_, _>>()?;
        }
        Ok(Self { mailboxes: Owned::pairs(&words)?, days, dates, rival })
    }
}

/// Scores each mailbox, and all together.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let request = Request::read(arguments)?;
    let mut pooled = Vec::new();
    for mailbox in &request.mailboxes {
        let judged = judge_mailbox(mailbox, &request)?;
        if !judged.is_empty() {
            println!("{}, {} judgements, {} days ahead", mailbox.name(), judged.len(), request.days);
            print(&judged);
        }
        pooled.extend(judged);
    }
    if request.mailboxes.len() > 1 && !pooled.is_empty() {
        println!("pooled, {} judgements, {} days ahead", pooled.len(), request.days);
        print(&pooled);
    }
    Ok(())
}

fn judge_mailbox(mailbox: &Owned, request: &Request) -> Outcome<Vec<Judgement>> {
    let path = Path::new(&mailbox.path);
    let contacts = contact_days(path, &mailbox.owner)?;
    let directory = tempfile::tempdir()?;
    let config = config::parse(&mailbox.config(), "config.toml")?;
    let mut store = Store::open_or_create(directory.path())?;
    let now = midnight(request.dates.iter().max().copied().unwrap_or_default())?;
    intake::import(&mut store, &config, path, Assertion::Trusted, now, &|_| {})?;
    let mut judged = Vec::new();
    for &date in &request.dates {
        let people = people_to_judge(&contacts, date, request.days);
        if people.len() < MIN_PEOPLE {
            continue;
        }
        let books = journal::fold(&store, &config, midnight(date)?)?;
        let mut foretold: BTreeMap<&str, f64> = BTreeMap::new();
        for relationship in &books.relationships {
            let rhythm = relationship.rhythm;
            let chance = if request.days == 30 { rhythm.p_contact_30d } else { rhythm.p_contact_365d };
            let person = books.directory.person(relationship.person);
            let addresses = person.iter().flat_map(|person| &person.addresses);
            foretold.extend(addresses.map(|address| (address.as_str(), chance)));
        }
        let came = people.iter().filter(|person| person.came).count();
        let unknown = people.iter().filter(|person| !foretold.contains_key(person.address)).count();
        println!(
            "{} {date}: {} people, {came} in contact after, {unknown} unknown to goodwill",
            mailbox.name(),
            people.len()
        );
        let rival = request.rival.get(mailbox.name()).and_then(|of| of.get(request.days.to_string()));
        let rival = rival.and_then(|of| of.get(date.to_string()));
        judged.extend(people.iter().map(|person| Judgement {
            who: format!("{}:{}", mailbox.name(), person.address),
            came: person.came,
            goodwill: foretold.get(person.address).copied().unwrap_or(0.0),
            rival: rival.and_then(|of| of.get(person.address)).and_then(Value::as_f64),
            base_rate: came as f64 / people.len() as f64,
            recency: -f64::from(person.silence_days),
            frequency: person.contacts as f64,
        }));
    }
    Ok(judged)
}

/// Somebody whose contact is to be foretold.
struct Person<'a> {
    address: &'a str,
    contacts: usize,
    silence_days: i32,
    came: bool,
}

fn people_to_judge<'c>(
    contacts: &'c BTreeMap<String, BTreeSet<Date>>,
    date: Date,
    days: i32,
) -> Vec<Person<'c>> {
    let end = date.saturating_add(Span::new().days(days));
    let judge = |(address, met): (&'c String, &BTreeSet<Date>)| {
        // Spans between dates count whole days.
        let silence_days = (date - *met.range(..date).next_back()?).get_days();
        let contacts = met.range(..date).count();
        let came = met.range(date..end).next().is_some();
        let judged = contacts >= MIN_CONTACTS && silence_days <= MAX_SILENCE_DAYS;
        judged.then_some(Person { address: address.as_str(), contacts, silence_days, came })
    };
    contacts.iter().filter_map(judge).collect()
}

fn print(judged: &[Judgement]) {
    let by = |figure: &dyn Fn(&Judgement) -> Option<f64>| -> Option<Vec<Forecast>> {
        judged.iter().map(|one| Some(Forecast { said: figure(one)?, came: one.came })).collect()
    };
    let goodwill = by(&|one| Some(one.goodwill)).unwrap_or_default();
    let rival = by(&|one| one.rival);
    let base_rate = by(&|one| Some(one.base_rate));
    for (name, forecasts) in
        [("goodwill", Some(&goodwill)), ("rival", rival.as_ref()), ("base rate", base_rate.as_ref())]
    {
        let Some(forecasts) = forecasts else { continue };
        println!(
            "  {name:15} AUC {:.3}  Brier {:.4}  log loss {:.4}  ECE {:.3}",
            auc(forecasts),
            brier(forecasts),
            log_loss(forecasts),
            calibration_error(forecasts)
        );
    }
    for (name, ranking) in
        [("recency only", by(&|one| Some(one.recency))), ("frequency only", by(&|one| Some(one.frequency)))]
    {
        println!("  {name:15} AUC {:.3}", auc(&ranking.unwrap_or_default()));
    }
    if rival.is_some() {
        print_ratio(judged);
    }
    let told = tenths(&goodwill);
    let told: Vec<String> = told
        .iter()
        .map(|tenth| format!("{:.2}/{:.2} ({})", tenth.said(), tenth.came(), tenth.count))
        .collect();
    println!("  said/seen by tenths: {}", told.join("  "));
}

/// The ratio of the Brier scores, and how far it would move with other people.
fn print_ratio(judged: &[Judgement]) {
    let ratio = |judged: &[Judgement]| {
        let score = |said: &dyn Fn(&Judgement) -> f64| {
            let forecasts: Vec<_> =
                judged.iter().map(|one| Forecast { said: said(one), came: one.came }).collect();
            brier(&forecasts)
        };
        score(&|one| one.goodwill) / score(&|one| one.rival.unwrap_or(0.0))
    };
    let mut people: BTreeMap<String, Vec<Judgement>> = BTreeMap::new();
    for one in judged {
        people.entry(one.who.clone()).or_default().push(one.clone());
    }
    if let Some((low, high)) = bootstrap(&people, DRAWS, ratio) {
        println!(
            "  Brier ratio to the rival {:.3}, 95 % of person bootstraps {low:.3} to {high:.3}",
            ratio(judged)
        );
        let error = standard_error(&people, DRAWS, ratio);
        let apart = (ratio(judged) - 1.0) / error;
        let verdict = match apart {
            apart if apart <= 0.0 => "not worse",
            apart if apart <= 1.0 => "worse by less than one standard error",
            _ => "worse by more than one standard error",
        };
        println!("  standard error of the ratio {error:.3}; from 1 it lies {apart:+.2} of them: {verdict}");
    }
}
