//! A simulated year of the daemon: letters, meetings, summer time, suspends, outages and kills, all drawn from a
//! seed, so that any year can be lived again.

mod story;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex};

use goodwill::config::{self, Config};
use goodwill::delivery::{
    Admitted, BoxFuture, DAILY_CAP, DeliveryError, Dispatch, Fault, Mailbox, MailboxError, Mailer, Outbox,
    OutboxId, OutboxState, Recipient, Step, protocol::Patience,
};
use goodwill::observations::MessageId;
use goodwill::observations::mail::Trust;
use goodwill::people::Address;
use goodwill::service::intake::Reading;
use goodwill::service::{agenda, journal};
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

use self::story::{Dice, ME, Story};

const CONFIG: &str = "[me]\nname = \"Sam Okafor\"\naddresses = [\"sam@home.example\"]\ntimezone = \"Europe/Berlin\"\n\
    [nudges]\nbar = 0.1\n[delivery]\nvia = \"file\"\nfirst_letter = false\n";
const START: &str = "2026-01-05T06:00:00Z";
const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Most letters settled at one tick.
const MAX_STEPS: usize = 200;

/// The line to the owner and what arrived there.
#[derive(Default)]
struct Line {
    up: bool,
    now: Timestamp,
    arrived: Vec<(Timestamp, String)>,
    kills: Vec<Kill>,
}

/// Where the daemon is killed in an attempt.
#[derive(Clone, Copy, PartialEq)]
enum Kill {
    No,
    BeforeArrival,
    AfterArrival,
}

#[derive(Clone)]
struct Post(Arc<Mutex<Line>>, Arc<Notify>);

impl Mailer for Post {
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let id = letter.message_id().to_string();
        Box::pin(async move {
            let kill = {
                let mut line = self.0.lock().unwrap();
                let kill = line.kills.pop().unwrap_or(Kill::No);
                if kill != Kill::BeforeArrival {
                    if !line.up {
                        return Err(DeliveryError::new(Fault::Temporary, "no route to host"));
                    }
                    let now = line.now;
                    line.arrived.push((now, id));
                }
                kill
            };
            if kill != Kill::No {
                self.1.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }
}

impl Mailbox for Post {
    fn has<'a>(&'a self, id: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>> {
        let found = self.0.lock().unwrap().arrived.iter().any(|(_, arrived)| *arrived == id.to_string());
        Box::pin(async move { Ok(found) })
    }
}

/// What a year came to.
#[derive(Debug, Default, PartialEq)]
struct Year {
    arrived: Vec<(Timestamp, String)>,
    kills: usize,
    suspends: usize,
    replaced: usize,
}

/// A daemon, its disk and its world.
struct Life {
    config: Config,
    directory: tempfile::TempDir,
    store: Store,
    post: Post,
    dispatch: Dispatch,
    dice: Dice,
    story: Story,
    year: Year,
    let_go: BTreeSet<OutboxId>,
}

impl Life {
    fn new(seed: u64, days: i64) -> Self {
        let config = config::parse(CONFIG, "config.toml").unwrap();
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(directory.path()).unwrap();
        let post = Post(Arc::default(), Arc::default());
        let owner = Address::parse(ME).unwrap();
        let dispatch = Dispatch {
            recipient: Recipient::new(&owner, &config.me.addresses).unwrap(),
            mailer: Box::new(post.clone()),
            mailbox: Some(Box::new(post.clone())),
            patience: Patience::default(),
        };
        let mut dice = Dice::new(seed);
        let told = Story::new(&mut dice, START.parse().unwrap(), days);
        Self {
            config,
            directory,
            store,
            post,
            dispatch,
            dice,
            story: told,
            year: Year::default(),
            let_go: BTreeSet::new(),
        }
    }

    /// Lives all days and checks each minute that something is done in.
    async fn live(mut self, days: i64) -> Year {
        let start: Timestamp = START.parse().unwrap();
        let end = start + DAY * i32::try_from(days).unwrap();
        let mut now = start;
        self.wake(now);
        while now < end {
            self.read(now);
            agenda::write_due(&mut self.store, &self.config, now).unwrap();
            self.deliver(now).await;
            self.check_tick(now);
            now += SignedDuration::from_mins(5 + self.dice.below(40));
            if let Some(until) =
                self.story.suspends.iter().find(|(from, until)| (*from..*until).contains(&now))
            {
                now = until.1;
                self.year.suspends += 1;
            }
            if self.dice.below(200) == 0 {
                self.wake(now);
            }
        }
        self.check_year();
        // Ids hold a secret of each ledger; the kind is what two lives share.
        let arrived = std::mem::take(&mut self.post.0.lock().unwrap().arrived);
        let kind = |id: String| id.split('.').next().unwrap_or_default().to_owned();
        self.year.arrived = arrived.into_iter().map(|(at, id)| (at, kind(id))).collect();
        self.year
    }

    /// The daemon starts, the first time or again.
    fn wake(&mut self, now: Timestamp) {
        self.store = Store::open(self.directory.path()).unwrap();
        agenda::plan(&mut self.store, &self.config, now).unwrap();
    }

    /// Reads what has come, where the source answers, and folds if it is something.
    fn read(&mut self, now: Timestamp) {
        let out = self.story.source_outages.iter().any(|(from, until)| (*from..*until).contains(&now));
        let mut reading = Reading::new(&self.config, Trust::Owner, now);
        if !out {
            for item in self.story.come_by(now) {
                if item.starts_with("BEGIN:VCALENDAR") {
                    super::world::read_calendar(&mut reading, &item);
                } else {
                    reading.message("mail", item.as_bytes(), None);
                }
            }
        }
        if !reading.batch.is_empty() {
            self.store.record(&reading.batch).unwrap();
            journal::refold(&mut self.store, &self.config, now).unwrap();
        }
    }

    /// What the delivering task does at one look.
    async fn deliver(&mut self, now: Timestamp) {
        if agenda::is_quiet(&self.config, now) {
            return;
        }
        let expired =
            |store: &Store| states(store).into_iter().filter(|state| *state == OutboxState::Expired).count();
        let before = expired(&self.store);
        agenda::recheck(&mut self.store, &self.config, now).unwrap();
        self.year.replaced += expired(&self.store) - before;
        self.note_let_go(now);
        let up = !self.story.line_outages.iter().any(|(from, until)| (*from..*until).contains(&now));
        let kill = match self.dice.below(4) {
            0 => Kill::BeforeArrival,
            1 => Kill::AfterArrival,
            _ => Kill::No,
        };
        {
            let mut line = self.post.0.lock().unwrap();
            (line.up, line.now, line.kills) = (up, now, vec![kill]);
        }
        for _ in 0..MAX_STEPS {
            let killed = self.post.1.notified();
            let idle = tokio::select! {
                biased;
                step = self.dispatch.step(&mut self.store, now) => matches!(step.unwrap(), Step::Idle(_)),
                () = killed => { self.year.kills += 1; true }
            };
            if idle {
                break;
            }
        }
        if self.post.0.lock().unwrap().kills.is_empty() && kill != Kill::No {
            self.wake(now);
        }
    }

    /// Letters that are not sent (again) before they are stale: the owner went away, or they are no longer true.
    fn note_let_go(&mut self, now: Timestamp) {
        let waiting = [self.store.due(Timestamp::MAX).unwrap(), self.store.unknown().unwrap()].concat();
        let away = self.story.is_away(now);
        let stale = waiting.iter().filter(|queued| {
            let put_off = away && queued.message.expires_at <= queued.next_at;
            put_off || (queued.state == OutboxState::Sending && queued.message.expires_at <= now)
        });
        self.let_go.extend(stale.map(|queued| queued.id));
    }

    /// What must hold after each minute of work: nothing that is due was left, unless the owner rests.
    fn check_tick(&mut self, now: Timestamp) {
        if !agenda::is_quiet(&self.config, now) && !self.story.is_away(now) {
            for job in [agenda::DIGEST, agenda::STATEMENT] {
                let due = self.store.due_at(job).unwrap().unwrap();
                assert!(due > now, "the {job} of {due} was not handled at {now}");
            }
        }
    }

    /// What must hold of the whole year.
    fn check_year(&mut self) {
        let arrived = self.post.0.lock().unwrap().arrived.clone();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, id) in &arrived {
            *times.entry(id).or_default() += 1;
            assert!(!agenda::is_quiet(&self.config, *at), "{id} came at {at}");
            let waits = ["<nudges.", "<statement."].iter().any(|kind| id.starts_with(kind));
            assert!(!waits || !self.story.is_away(*at), "{id} came on holiday, at {at}");
        }
        assert!(times.values().all(|&times| times == 1), "something came twice: {times:?}");
        for (at, _) in &arrived {
            let day =
                arrived.iter().filter(|(other, _)| other <= at && at.duration_since(*other) < DAY).count();
            assert!(day <= usize::try_from(DAILY_CAP).unwrap());
        }
        let statements = arrived.iter().filter(|(_, id)| id.starts_with("<statement."));
        let mut months: Vec<_> = statements.map(|(at, _)| at.strftime("%Y-%m").to_string()).collect();
        months.dedup();
        assert_eq!(months.len(), arrived.iter().filter(|(_, id)| id.starts_with("<statement.")).count());
        let said = self.store.said_since(Timestamp::MIN).unwrap();
        for one in &said {
            let week =
                said.iter().filter(|other| other.at <= one.at && one.at.duration_since(other.at) < WEEK);
            assert!(week.count() <= 5, "more than the week's places at {}", one.at);
            assert!(
                said.iter().filter(|other| other.at == one.at).count() <= 3,
                "a long letter at {}",
                one.at
            );
        }
        self.check_outbox(&arrived);
    }

    /// Each letter arrived, or waits still, or grew stale with no chance to leave, or was replaced.
    fn check_outbox(&self, arrived: &[(Timestamp, String)]) {
        let mut stale = 0;
        for row in self.store.outbox(1000).unwrap() {
            let came = arrived.iter().any(|(_, id)| *id == row.message_id);
            match row.state {
                OutboxState::Sent => assert!(came, "{} is lost", row.message_id),
                OutboxState::Expired => {
                    assert!(!came, "{} came and is called stale", row.message_id);
                    stale += 1;
                }
                OutboxState::Failed => panic!("{} was given up: {}", row.message_id, row.last_error),
                OutboxState::Queued | OutboxState::Sending => {}
            }
        }
        // Briefs grow stale when the meeting begins, which an outage or suspend may span; digests have two days.
        let briefs = self.store.outbox(1000).unwrap();
        let briefs =
            briefs.iter().filter(|row| row.kind == "brief" && row.state == OutboxState::Expired).count();
        let excused = self.year.replaced + briefs + self.let_go.len();
        assert!(stale <= excused, "{stale} stale, {} replaced", self.year.replaced);
    }
}

fn states(store: &Store) -> Vec<OutboxState> {
    store.outbox(1000).unwrap().into_iter().map(|row| row.state).collect()
}

fn live(seed: u64, days: i64) -> Year {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(Life::new(seed, days).live(days))
}

/// `20` for the first twenty, `18-20` for some.
fn seeds(text: &str) -> Option<RangeInclusive<u64>> {
    let (first, last) = text.split_once('-').unwrap_or(("1", text));
    Some(first.parse().ok()?..=last.parse().ok()?)
}

#[test]
fn in_a_year_nothing_is_missed_or_doubled_and_the_owner_is_left_in_peace() {
    let seeds = std::env::var("GOODWILL_YEARS").ok().and_then(|years| seeds(&years)).unwrap_or(1..=1);
    let many = seeds.end() > seeds.start();
    for seed in seeds {
        let began = std::time::Instant::now();
        let year = live(seed, 365);
        let seconds = began.elapsed().as_secs_f64();
        // Where one asks for many, each is lived twice.
        assert!(!many || live(seed, 365) == year, "year {seed} is not the same again");
        let of = |kind: &str| year.arrived.iter().filter(|(_, id)| id == kind).count();
        println!(
            "seed {seed}: {seconds:.1} s, {} digests, {} briefs, {} statements, {} kills, {} suspends, {} replaced",
            of("<nudges"),
            of("<brief"),
            of("<statement"),
            year.kills,
            year.suspends,
            year.replaced
        );
        assert!(of("<nudges") >= 12, "hardly a letter in year {seed}");
        assert!(of("<brief") >= 3, "hardly a brief in year {seed}");
        assert!(of("<statement") >= 11, "a month without its statement in year {seed}");
        assert!(year.kills >= 10 && year.suspends >= 40, "a calm year {seed}");
    }
}

#[test]
fn the_same_seed_is_the_same_year() {
    assert_eq!(live(7, 60), live(7, 60));
    assert_ne!(live(7, 60).arrived, live(8, 60).arrived);
}
