//! The outbox on disk, without a server.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use goodwill::delivery::{
    Admitted, BoxFuture, Claim, DeliveryError, Enqueued, Fault, FileMailer, Mailbox, MailboxError, Mailer,
    NudgeKey, Outbox, OutboxState, Outgoing, Reason, Said,
};
use goodwill::nudges::NudgeKind;
use goodwill::observations::MessageId;
use goodwill::people::{Address, Person, PersonId, Regime, RegimeSource, Stance};
use goodwill::store::Store;

use super::{at, dispatch, letter, run, store};

const DAY: i64 = 24 * 3600;

/// Fails in one way, and counts.
struct Failing(Fault, Arc<AtomicUsize>);

impl Mailer for Failing {
    fn deliver<'a>(&'a self, _: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Err(DeliveryError::new(self.0, "no")) })
    }
}

fn said(address: &str, seconds: i64) -> Said {
    let person = Address::parse(address).expect("an address").identity_key();
    Said { person, kind: NudgeKind::Neglected, at: at(seconds), matter: "<a@x.example>".into() }
}

#[test]
fn a_letter_is_queued_once_by_its_key_and_by_its_id() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let (first, mut same_key, mut same_id) = (letter(1), letter(2), letter(3));
    same_key.nudge_key = first.nudge_key.clone();
    same_id.message_id = first.message_id.clone();
    assert_eq!(store.enqueue(&first, &[said("ana@rey.example", 0)], &[]).unwrap(), Enqueued::Now);
    for again in [&first, &same_key, &same_id] {
        assert_eq!(store.enqueue(again, &[said("ben@rey.example", 0)], &[]).unwrap(), Enqueued::Already);
    }
    assert_eq!(store.due(at(0)).unwrap().len(), 1);
    assert_eq!(store.said_since(at(0)).unwrap(), [said("ana@rey.example", 0)]);
}

#[tokio::test]
async fn a_sixth_letter_of_a_day_waits() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let dispatch = dispatch(Box::new(FileMailer::new(directory.path().join("out"))), None);
    for number in 0..7 {
        store.enqueue(&letter(number), &[], &[]).unwrap();
    }
    let files = || std::fs::read_dir(directory.path().join("out")).unwrap().count();
    assert_eq!(
        run(&dispatch, &mut store, at(60)).await.map(jiff::Timestamp::as_second),
        Some(at(60 + DAY).as_second())
    );
    assert_eq!(files(), 5);
    run(&dispatch, &mut store, at(60 + DAY - 1)).await;
    assert_eq!(files(), 5);
    assert_eq!(run(&dispatch, &mut store, at(61 + DAY)).await, None);
    assert_eq!(files(), 7);
}

/// The letter with this number, of a kind.
fn of_kind(number: usize, kind: &str) -> Outgoing {
    Outgoing { kind: kind.to_owned(), ..letter(number) }
}

#[tokio::test]
async fn acknowledgements_and_other_letters_leave_each_other_their_places() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let dispatch = dispatch(Box::new(FileMailer::new(directory.path().join("out"))), None);
    for number in 0..7 {
        store.enqueue(&of_kind(number, "answer"), &[], &[]).unwrap();
    }
    let sent = |store: &Store, kind: &str| {
        let rows = store.outbox(99).unwrap();
        rows.iter().filter(|row| row.kind == kind && row.state == OutboxState::Sent).count()
    };
    run(&dispatch, &mut store, at(60)).await;
    assert_eq!(sent(&store, "answer"), 5);
    for number in 7..14 {
        store.enqueue(&of_kind(number, "brief"), &[], &[]).unwrap();
    }
    run(&dispatch, &mut store, at(120)).await;
    assert_eq!((sent(&store, "answer"), sent(&store, "brief")), (5, 5));
    // The places of the acknowledgements are free again before those of the others.
    let next = run(&dispatch, &mut store, at(61 + DAY)).await;
    assert_eq!((sent(&store, "answer"), sent(&store, "brief")), (7, 5));
    assert_eq!(next, Some(at(120 + DAY)));
}

/// Takes letters, or refuses the login, and notes which came.
struct Gate(Arc<AtomicBool>, Arc<Mutex<Vec<String>>>);

impl Mailer for Gate {
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        self.1.lock().unwrap().push(letter.message_id().to_string());
        let opens = self.0.load(Ordering::Relaxed);
        Box::pin(async move { if opens { Ok(()) } else { Err(DeliveryError::new(Fault::Login, "no")) } })
    }
}

#[tokio::test]
async fn after_a_refused_login_no_letter_overtakes_the_first_and_a_pause_can_be_ended() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let (opens, tried) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
    let dispatch = dispatch(Box::new(Gate(opens.clone(), tried.clone())), None);
    let mut first = of_kind(1, "first");
    first.expires_at = at(2 * 3600);
    store.enqueue(&first, &[], &[]).unwrap();
    assert_eq!(run(&dispatch, &mut store, at(0)).await, Some(at(4 * 3600)));
    // The password is right now, and other letters were queued meanwhile.
    opens.store(true, Ordering::Relaxed);
    store.enqueue(&of_kind(2, "brief"), &[], &[]).unwrap();
    store.enqueue(&of_kind(3, "answer"), &[], &[]).unwrap();
    run(&dispatch, &mut store, at(60)).await;
    assert_eq!(tried.lock().unwrap().len(), 1, "it is paused for letters that come later, too");
    let waits = store.outbox(9).unwrap().iter().all(|row| row.next_at == at(4 * 3600));
    assert!(waits, "as `status` says");
    store.end_pause().unwrap();
    assert_eq!(run(&dispatch, &mut store, at(61)).await, None);
    let id = |number: usize| letter(number).message_id.to_string();
    assert_eq!(*tried.lock().unwrap(), [id(1), id(1), id(2), id(3)]);
}

#[tokio::test]
async fn nothing_but_acknowledgements_goes_out_before_the_first_letter() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let count = Arc::new(AtomicUsize::new(0));
    let failing = dispatch(Box::new(Failing(Fault::Temporary, count.clone())), None);
    store.enqueue(&of_kind(1, "first"), &[], &[]).unwrap();
    run(&failing, &mut store, at(0)).await;
    for (number, kind) in [(2, "nudges"), (3, "answer")] {
        store.enqueue(&of_kind(number, kind), &[], &[]).unwrap();
    }
    let dispatch = dispatch(Box::new(FileMailer::new(directory.path().join("out"))), None);
    let sent = |store: &Store| {
        let rows = store.outbox(9).unwrap().into_iter().rev();
        rows.filter(|row| row.state == OutboxState::Sent).map(|row| row.kind).collect::<Vec<_>>()
    };
    let next = run(&dispatch, &mut store, at(1)).await;
    assert_eq!(sent(&store), ["answer"]);
    run(&dispatch, &mut store, next.unwrap()).await;
    assert_eq!(sent(&store), ["first", "nudges", "answer"]);
}

#[tokio::test]
async fn what_a_backup_holds_as_waiting_is_looked_for_before_it_is_sent() {
    let directory = tempfile::tempdir().unwrap();
    let mut original = store(directory.path());
    for number in 1..=2 {
        original.enqueue(&letter(number), &[], &[]).unwrap();
    }
    let other = tempfile::tempdir().unwrap();
    original.backup(&other.path().join("goodwill.db")).unwrap();
    let mut restored = store(other.path());
    let (opens, tried) = (Arc::new(AtomicBool::new(true)), Arc::new(Mutex::new(Vec::new())));
    // The first arrived after the copy was made.
    let arrived = Holding(letter(1).message_id);
    let dispatch = dispatch(Box::new(Gate(opens, tried.clone())), Some(Box::new(arrived)));
    assert_eq!(run(&dispatch, &mut restored, at(60)).await, None);
    assert_eq!(*tried.lock().unwrap(), [letter(2).message_id.to_string()]);
    assert!(restored.outbox(9).unwrap().iter().all(|row| row.state == OutboxState::Sent));
    run(&dispatch, &mut original, at(60)).await;
    assert_eq!(tried.lock().unwrap().len(), 3, "the journal itself sends what it never tried without a look");
}

/// A mailbox with one message in it.
struct Holding(MessageId);

impl Mailbox for Holding {
    fn has<'a>(&'a self, id: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>> {
        Box::pin(async move { Ok(*id == self.0) })
    }
}

#[tokio::test]
async fn a_stale_letter_is_dropped_and_what_it_said_was_not_said() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    store.enqueue(&letter(1), &[said("ana@rey.example", 0)], &[]).unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let dispatch = dispatch(Box::new(Failing(Fault::Temporary, count.clone())), None);
    let mut next = run(&dispatch, &mut store, at(0)).await;
    while let Some(now) = next {
        next = run(&dispatch, &mut store, now).await;
    }
    assert_eq!(store.outbox(9).unwrap()[0].state, OutboxState::Expired);
    assert_eq!(store.said_since(at(0)).unwrap(), []);
    let attempts = count.load(Ordering::Relaxed);
    assert!((18..=26).contains(&attempts), "{attempts} attempts in two days");
}

#[tokio::test]
async fn a_refused_login_is_not_tried_again_for_any_letter() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let count = Arc::new(AtomicUsize::new(0));
    let dispatch = dispatch(Box::new(Failing(Fault::Login, count.clone())), None);
    for number in 0..3 {
        store.enqueue(&letter(number), &[], &[]).unwrap();
    }
    run(&dispatch, &mut store, at(0)).await;
    run(&dispatch, &mut store, at(3 * 3600)).await;
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn an_attempt_is_begun_by_one_only() {
    let directory = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (store(directory.path()), store(directory.path()));
    one.enqueue(&letter(1), &[], &[]).unwrap();
    let [first, second] = [&mut one, &mut other].map(|store| store.due(at(0)).unwrap().remove(0));
    assert_eq!(one.mark_sending(&first, Reason::Due, at(0), at(60)).unwrap(), Claim::Ours);
    assert_eq!(other.mark_sending(&second, Reason::Due, at(0), at(60)).unwrap(), Claim::Gone);
}

#[test]
fn the_words_of_a_letter_do_not_outlive_its_use() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    let mut secret = letter(1);
    secret.bytes.extend(b"canary-words\r\n");
    secret.nudge_key = NudgeKey::new("hashed");
    store.enqueue(&secret, &[said("ana@rey.example", 0), said("ben@rey.example", 0)], &[]).unwrap();
    store.forget(&person("Ana+x@rey.example")).unwrap();
    assert_eq!(store.outbox(9).unwrap()[0].state, OutboxState::Expired);
    assert_eq!(store.enqueue(&secret, &[], &[]).unwrap(), Enqueued::Already);
    drop(store);
    let bytes = std::fs::read(directory.path().join("goodwill.db")).unwrap();
    for gone in [&b"canary-words"[..], b"ana@rey.example"] {
        assert!(!bytes.windows(gone.len()).any(|window| window == gone), "closing empties the log");
    }
}

fn person(address: &str) -> Person {
    let address = Address::parse(address).unwrap();
    Person {
        id: PersonId::of(&address),
        name: "Ana".to_owned(),
        addresses: vec![address],
        circle: None,
        regime: Regime::Equality,
        regime_source: RegimeSource::Default,
        tally: true,
        expect_days: None,
        ideal_days: None,
        importance: 1000,
        stance: Stance::Steady,
    }
}
