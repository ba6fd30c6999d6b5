//! Silence on simulated people, whose rhythm is known: are the flags as rare as they say, and is somebody who
//! stops noticed sooner than by the rules of other programs?

use goodwill::people::{Address, PersonId};
use goodwill::relationships::{History, Occasion, OccasionSource, Policy, Rhythm, rhythms};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::Outcome;
use crate::people::{Dice, Kind, Simulated, YEARS};
use crate::rules::Rule;

pub(crate) const HELP: &str = "\
simulate [--people 300] [--rounds 40] [--seed 1]
  Flags on simulated people over ten years. Of each kind (Poisson; Erlang of shape 4, which is regular; bursts of some
  days in a row; seasons; a drift, whose gaps grow by half each year in the second half) so many people live, with mean
  gaps from 5 to 150 days. Printed: the share of ordinary gaps that reach each flag (20 % and 5 % by p_silence), which
  should be what the flag says; then for the flags of goodwill, for a fixed number of days, and for the rules of Monica
  (every N days whatever happens), Dex and Bonds (N days after the last contact, one N for all) and PingCRM (30, 60 or
  180 days by a priority that suits the person) what they raise on living people, as the share of weekly looks at which
  somebody is flagged, as the share of a person's ordinary gaps that raise an alarm, and as alarms a year, and after
  how many days, in the median, somebody who died is flagged. The fixed N beside each flag of goodwill are those that
  raise as many false alarms by each of these measures.";

/// Days of a simulated life.
const DAYS: i32 = YEARS * 365;
/// The flags.
const FLAGS: [f64; 2] = [0.20, 0.05];
/// Days of silence after a death at which people are looked at: each so much longer than the one before.
const STEP: f64 = 1.06;
/// Longest silence looked at, in days.
const LONGEST: f64 = 2000.0;

/// Simulates, judges, prints.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let (mut people, mut rounds, mut seed) = (300, 40, 1);
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let value = rest.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--people" => people = value.parse()?,
            "--rounds" => rounds = value.parse()?,
            "--seed" => seed = value.parse()?,
            _ => return Err(format!("{word} is no option").into()),
        }
    }
    let mut dice = Dice::new(seed);
    let mut stable = Vec::new();
    for kind in Kind::ALL {
        let all: Vec<Simulated> = (0..people).map(|_| Simulated::new(kind, &mut dice)).collect();
        let shares = flagged_gaps(&all, rounds, &mut dice);
        println!(
            "{:8} {} people: of ordinary gaps {:.1} % reach the flag of 20 %, {:.1} % that of 5 %",
            kind.name(),
            all.len(),
            100.0 * shares[0],
            100.0 * shares[1]
        );
        if kind.is_stable() {
            stable.extend(all);
        }
    }
    let shares = flagged_gaps(&stable, rounds, &mut dice);
    println!("stable rhythms together: {:.1} % and {:.1} %", 100.0 * shares[0], 100.0 * shares[1]);
    compare(&stable, rounds, &mut dice);
    Ok(())
}

/// The share of completed gaps of the second half that reach each flag before they end. One gap a person and
/// round; each life is moved so that the gap ends at one instant for all.
fn flagged_gaps(people: &[Simulated], rounds: usize, dice: &mut Dice) -> [f64; 2] {
    let (mut seen, mut flagged) = (0.0, [0.0; 2]);
    for _ in 0..rounds {
        let mut moved = Vec::new();
        for one in people {
            let late = one.days.partition_point(|&day| day < DAYS / 2).max(3);
            if late + 1 < one.days.len() {
                let end = late + dice.below(one.days.len() - late);
                let at = one.days[end];
                moved.push(one.days[..end].iter().map(|day| day - at).collect::<Vec<i32>>());
            }
        }
        for rhythm in judged(&moved, 0).into_iter().flatten() {
            seen += 1.0;
            for (count, flag) in flagged.iter_mut().zip(FLAGS) {
                *count += f64::from(u8::from(rhythm.p_silence <= flag));
            }
        }
    }
    flagged.map(|count| count / seen)
}

/// The rhythm of each life on a day, if there was any contact before.
fn judged(lives: &[Vec<i32>], today: i32) -> Vec<Option<Rhythm>> {
    let start: Timestamp = "2010-01-01T00:00:00Z".parse().expect("an instant");
    let at = |day: i32| start + SignedDuration::from_hours(24 * i64::from(day));
    let date = |at: Timestamp| at.to_zoned_datetime(TimeZone::UTC).date();
    let who = |number: usize| {
        PersonId::of(&Address::parse(&format!("n{number}@people.example")).expect("an address"))
    };
    let occasions: Vec<Vec<Occasion>> = lives
        .iter()
        .enumerate()
        .map(|(number, life)| {
            let contact = |&day: &i32| {
                let at = at(day);
                Occasion {
                    person: who(number),
                    at,
                    day: date(at),
                    weight: 1000,
                    source: OccasionSource::MailIn,
                    thread: None,
                }
            };
            life.iter().filter(|&&day| day < today).map(contact).collect()
        })
        .collect();
    let histories: Vec<History<'_>> = occasions
        .iter()
        .enumerate()
        .map(|(number, occasions)| History {
            person: who(number),
            occasions,
            ideal_days: None,
            expect_days: None,
        })
        .collect();
    let found = rhythms(&histories, at(today), date(at(today)), &Policy::default());
    (0..lives.len()).map(|number| found.get(&who(number)).copied()).collect()
}

/// What a rule raises on the living, and how soon it tells of the dead.
struct Score {
    /// Share of weekly looks at which a living person is flagged.
    share: f64,
    /// Alarms a year and living person.
    alarms: f64,
    /// Share of the ordinary gaps of a living person that raise an alarm, each person counting as much.
    gaps: f64,
    /// Days until the dead are flagged, in the median.
    delay: f64,
}

fn compare(people: &[Simulated], rounds: usize, dice: &mut Dice) {
    let heads = ["living flagged %", "gaps flagged %", "alarms a year", "median days"];
    println!("{:36} {:>16} {:>14} {:>14} {:>12}", "rule", heads[0], heads[1], heads[2], heads[3]);
    let print = |name: &str, score: &Score| {
        let (share, gaps) = (100.0 * score.share, 100.0 * score.gaps);
        println!("{name:36} {share:16.1} {gaps:14.1} {:14.2} {:12.0}", score.alarms, score.delay);
    };
    let looks: Vec<i32> = (0..rounds)
        .map(|_| DAYS / 2 + i32::try_from(dice.below(usize::try_from(DAYS / 2).unwrap_or(1))).unwrap_or(0))
        .collect();
    let fixed = |n: i32| of_rule(Rule::Fixed(n), people);
    for (flag, score) in FLAGS.into_iter().zip(of_goodwill(people, &looks)) {
        print(&format!("goodwill at {:.0} %", 100.0 * flag), &score);
        let by = |measure: &dyn Fn(&Score) -> f64| (1..2000).find(|&n| measure(&fixed(n)) <= measure(&score));
        let as_many = [
            ("people flagged", by(&|score| score.share)),
            ("gaps flagged", by(&|score| score.gaps)),
            ("alarms a year", by(&|score| score.alarms)),
        ];
        for (what, n) in as_many {
            if let Some(n) = n {
                print(&format!("  Dex, Bonds, as many {what}: {n}"), &fixed(n));
            }
        }
        if let Some(n) = (1..2000).find(|&n| of_rule(Rule::Periodic(n), people).alarms <= score.alarms) {
            print(&format!("  as many by Monica: {n}"), &of_rule(Rule::Periodic(n), people));
        }
    }
    for n in [30, 60, 90, 180] {
        print(&format!("Dex, Bonds: {n}"), &fixed(n));
        print(&format!("Monica: every {n}"), &of_rule(Rule::Periodic(n), people));
    }
    print("PingCRM: 30, 60, 180", &of_rule(Rule::Priority, people));
}

fn of_rule(rule: Rule, people: &[Simulated]) -> Score {
    let (mut share, mut alarms, mut gaps) = (0.0, 0.0, 0.0);
    let mut delays = Vec::new();
    for one in people {
        let told = rule.judge(&one.days, one.mean_gap, DAYS / 2, DAYS);
        share += told.share;
        alarms += told.alarms_a_year;
        gaps += (told.alarms_a_year / gaps_a_year(one)).min(1.0);
        delays.push(told.delay);
    }
    let count = people.len() as f64;
    Score { share: share / count, alarms: alarms / count, gaps: gaps / count, delay: median(delays) }
}

/// The same for the flags of goodwill.
fn of_goodwill(people: &[Simulated], looks: &[i32]) -> Vec<Score> {
    let lives: Vec<Vec<i32>> = people.iter().map(|one| one.days.clone()).collect();
    let (mut flagged, mut seen) = ([0.0; 2], 0.0);
    for &look in looks {
        for rhythm in judged(&lives, look).into_iter().flatten() {
            seen += 1.0;
            for (count, flag) in flagged.iter_mut().zip(FLAGS) {
                *count += f64::from(u8::from(rhythm.p_silence <= flag));
            }
        }
    }
    // Alarms: ordinary gaps that reach the flag, by how many gaps a year has.
    let mut dice = Dice::new(3);
    let per_person: Vec<[f64; 2]> = flagged_shares(people, looks.len(), &mut dice);
    // The dead: all lives end at one instant, and silence grows.
    let ended: Vec<Vec<i32>> = lives
        .iter()
        .map(|life| life.iter().map(|day| day - life.last().copied().unwrap_or(0)).collect())
        .collect();
    let mut delays = vec![[f64::INFINITY; 2]; people.len()];
    let mut silence = 1.0_f64;
    while silence < LONGEST {
        #[expect(clippy::cast_possible_truncation, reason = "at most 2000")]
        let today = silence.round() as i32;
        for (delay, rhythm) in delays.iter_mut().zip(judged(&ended, today)) {
            for (days, flag) in delay.iter_mut().zip(FLAGS) {
                if rhythm.is_some_and(|rhythm| rhythm.p_silence <= flag) {
                    *days = days.min(f64::from(today));
                }
            }
        }
        silence = (silence * STEP).max(silence + 1.0);
    }
    (0..FLAGS.len())
        .map(|at| Score {
            share: flagged[at] / seen,
            alarms: mean(people.iter().zip(&per_person).map(|(one, share)| share[at] * gaps_a_year(one))),
            gaps: mean(per_person.iter().map(|share| share[at])),
            delay: median(delays.iter().map(|delay| delay[at]).collect()),
        })
        .collect()
}

/// The share of each living person's gaps that reach each flag.
fn flagged_shares(people: &[Simulated], rounds: usize, dice: &mut Dice) -> Vec<[f64; 2]> {
    let mut found = vec![([0.0; 2], 0.0); people.len()];
    for _ in 0..rounds {
        let mut moved = Vec::new();
        for one in people {
            let late = one.days.partition_point(|&day| day < DAYS / 2).clamp(1, one.days.len() - 1);
            let end = late + dice.below(one.days.len() - late);
            moved.push(one.days[..end].iter().map(|day| day - one.days[end]).collect::<Vec<i32>>());
        }
        for ((flagged, seen), rhythm) in found.iter_mut().zip(judged(&moved, 0)) {
            let Some(rhythm) = rhythm else { continue };
            *seen += 1.0;
            for (count, flag) in flagged.iter_mut().zip(FLAGS) {
                *count += f64::from(u8::from(rhythm.p_silence <= flag));
            }
        }
    }
    found.iter().map(|(flagged, seen)| flagged.map(|count| count / f64::max(*seen, 1.0))).collect()
}

/// How many gaps end in a year of the second half of a life.
fn gaps_a_year(one: &Simulated) -> f64 {
    let late = one.days.iter().filter(|&&day| day >= DAYS / 2).count() as f64;
    late.max(1.0) * 365.0 / f64::from(DAYS - DAYS / 2)
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
