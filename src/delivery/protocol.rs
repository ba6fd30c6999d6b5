//! Exactly once in effect: what to do with a letter after an attempt or a look into the mailbox.
//!
//! A letter is marked as sending before its first byte leaves. If then nothing is heard of it, be it for
//! a lost reply or a crash, it may have arrived (RFC 1047): the owner's mailbox is asked for its
//! Message-ID before it is sent again. Nothing here does I/O or knows a clock.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{DeliveryError, Fault, Queued, Reason};

/// A part of a delay, in thousandths, that the jitter takes away at most.
const MAX_JITTER_THOUSANDTHS: u32 = 250;

/// How patient delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// First delay after a temporary fault; every next one is twice as long.
    pub retry: SignedDuration,
    /// Longest delay.
    pub max_retry: SignedDuration,
    /// Delay before the one retry after a refusal that may be meant for now only.
    pub pardon: SignedDuration,
    /// How long nothing is sent after a refused login.
    pub pause: SignedDuration,
    /// Delays before the looks into the mailbox, each from what was before it.
    pub looks: [SignedDuration; 3],
    /// Most attempts after ones that were looked for and not found.
    pub max_resends: u32,
    /// Longest that one attempt may take; what takes longer may have arrived. Shorter than all delays
    /// before looks together, so that no letter is sent again while it is on its way.
    pub attempt: SignedDuration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            retry: SignedDuration::from_mins(1),
            max_retry: SignedDuration::from_hours(4),
            pardon: SignedDuration::from_hours(1),
            pause: SignedDuration::from_hours(4),
            looks: [60, 240, 600].map(SignedDuration::from_secs),
            max_resends: 5,
            attempt: SignedDuration::from_mins(5),
        }
    }
}

/// What becomes of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It arrived.
    Sent,
    /// It did not leave: try again.
    Retry {
        /// When.
        at: Timestamp,
        /// Refusals taken as meant for now only, this one included.
        pardons: u32,
        /// Whether no other letter shall leave before that either.
        pause: Pause,
    },
    /// It may have arrived: look into the mailbox.
    Look {
        /// When.
        at: Timestamp,
        /// Looks so far.
        looks: u32,
    },
    /// Begin another attempt.
    Resend(Reason),
    /// Give it up.
    Fail(String),
    /// It is stale.
    Expire,
}

/// Whether a fault concerns every letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// It does.
    All,
    /// It concerns this letter.
    ThisOne,
}

/// What a look into the mailbox gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The letter is there.
    Found,
    /// It is not.
    NotFound,
    /// The mailbox cannot be read, or there is none.
    Unreadable,
}

/// When the first look is due for an attempt that ends, or may end, at `now`.
#[must_use]
pub fn first_look(patience: &Patience, now: Timestamp) -> Timestamp {
    let [first, ..] = patience.looks;
    after(now, first)
}

/// What becomes of a letter whose attempt has ended at `now`. `queued` is as it was before that attempt.
#[must_use]
pub fn after_attempt(
    queued: &Queued,
    outcome: &Result<(), DeliveryError>,
    patience: &Patience,
    now: Timestamp,
) -> Verdict {
    let error = match outcome {
        Ok(()) => return Verdict::Sent,
        Err(error) => error,
    };
    let retry = |delay, pardons, pause| {
        let at = after(now, delay);
        if at >= queued.message.expires_at { Verdict::Expire } else { Verdict::Retry { at, pardons, pause } }
    };
    let pardons = queued.tries.pardons;
    match error.fault {
        Fault::Unknown => Verdict::Look { at: first_look(patience, now), looks: 0 },
        Fault::Permanent => Verdict::Fail(error.reason().to_owned()),
        Fault::Doubtful if pardons > 0 => Verdict::Fail(error.reason().to_owned()),
        Fault::Doubtful => retry(patience.pardon, pardons + 1, Pause::ThisOne),
        // The pause may end before its time, so what is stale by its end waits all the same.
        Fault::Login if now < queued.message.expires_at => {
            Verdict::Retry { at: after(now, patience.pause), pardons, pause: Pause::All }
        }
        Fault::Login => Verdict::Expire,
        Fault::Temporary => retry(backoff(queued, patience), pardons, Pause::ThisOne),
    }
}

/// What becomes of a letter that may have arrived, after a look at `now`.
#[must_use]
pub fn after_look(queued: &Queued, seen: Seen, patience: &Patience, now: Timestamp) -> Verdict {
    let looks = queued.tries.looks.saturating_add(1);
    let more = usize::try_from(looks).ok().and_then(|looks| patience.looks.get(looks));
    match (seen, more) {
        (Seen::Found, _) => Verdict::Sent,
        (_, Some(&delay)) => Verdict::Look { at: after(now, delay), looks },
        (Seen::NotFound, None) => resend(queued, Reason::NotFound, patience, now),
        (Seen::Unreadable, None) => resend(queued, Reason::Blind, patience, now),
    }
}

/// Another attempt with a letter that may have arrived, unless it is stale or was sent too often.
#[must_use]
pub fn resend(queued: &Queued, reason: Reason, patience: &Patience, now: Timestamp) -> Verdict {
    if now >= queued.message.expires_at {
        return Verdict::Expire;
    }
    match reason {
        Reason::Blind if queued.tries.blind_resends > 0 => Verdict::Fail(
            "sent twice without a reply, and your mailbox cannot be searched: it may have arrived".to_owned(),
        ),
        Reason::NotFound if queued.tries.resends >= patience.max_resends => {
            Verdict::Fail("sent many times without a reply and never found in your mailbox".to_owned())
        }
        reason => Verdict::Resend(reason),
    }
}

/// The delay before the next attempt: twice as long after each, never beyond the longest, shortened by up
/// to a quarter so that letters do not all come at once. The same letter has the same delays.
fn backoff(queued: &Queued, patience: &Patience) -> SignedDuration {
    let attempts = queued.tries.attempts;
    let factor = 1_i32.checked_shl(attempts.min(20)).unwrap_or(i32::MAX);
    let delay = patience.retry.checked_mul(factor).unwrap_or(SignedDuration::MAX).min(patience.max_retry);
    let hash = Sha256::new()
        .chain_update(queued.message.nudge_key.as_str())
        .chain_update(attempts.to_be_bytes())
        .finalize();
    let number = hash.iter().take(4).fold(0_u32, |number, &byte| (number << 8) | u32::from(byte));
    let taken = number % (MAX_JITTER_THOUSANDTHS + 1);
    let seconds = i128::from(delay.as_secs()) * i128::from(1000 - taken) / 1000;
    SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn after(now: Timestamp, delay: SignedDuration) -> Timestamp {
    now.checked_add(delay).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scenario::{at, queued};
    use super::*;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    fn fails(fault: Fault) -> Result<(), DeliveryError> {
        Err(DeliveryError::new(fault, "no"))
    }

    fn attempt(queued: &Queued, outcome: &Result<(), DeliveryError>) -> Verdict {
        after_attempt(queued, outcome, &Patience::default(), at(0))
    }

    fn delay(verdict: &Verdict) -> SignedDuration {
        match verdict {
            Verdict::Retry { at: next, .. } | Verdict::Look { at: next, .. } => *next - at(0),
            other => panic!("{other:?} has no delay"),
        }
    }

    #[test]
    fn what_is_accepted_is_sent() {
        assert_eq!(attempt(&queued(), &Ok(())), Verdict::Sent);
    }

    #[test]
    fn what_is_refused_is_not_tried_again() {
        assert_eq!(attempt(&queued(), &fails(Fault::Permanent)), Verdict::Fail("no".into()));
    }

    #[test]
    fn a_doubtful_refusal_is_pardoned_once() {
        let mut letter = queued();
        let verdict = attempt(&letter, &fails(Fault::Doubtful));
        assert_eq!(delay(&verdict), MINUTE * 60);
        assert!(matches!(verdict, Verdict::Retry { pardons: 1, pause: Pause::ThisOne, .. }));
        letter.tries.pardons = 1;
        assert_eq!(attempt(&letter, &fails(Fault::Doubtful)), Verdict::Fail("no".into()));
    }

    #[test]
    fn a_refused_login_stops_all_letters_for_hours() {
        let verdict = attempt(&queued(), &fails(Fault::Login));
        assert!(matches!(verdict, Verdict::Retry { pause: Pause::All, .. }));
        assert_eq!(delay(&verdict), MINUTE * 240);
    }

    #[test]
    fn delays_double_up_to_four_hours_and_lose_at_most_a_quarter() {
        let mut letter = queued();
        for (attempts, longest) in [(0, 1), (1, 2), (2, 4), (7, 128), (8, 240), (40, 240), (u32::MAX, 240)] {
            letter.tries.attempts = attempts;
            let delay = delay(&attempt(&letter, &fails(Fault::Temporary)));
            let longest = MINUTE * longest;
            assert!(delay <= longest && delay * 4 >= longest * 3, "{attempts}: {delay}");
        }
    }

    #[test]
    fn delays_differ_between_letters_and_never_between_runs() {
        let (mut one, mut other) = (queued(), queued());
        other.message.nudge_key = crate::delivery::NudgeKey::new("another matter");
        (one.tries.attempts, other.tries.attempts) = (6, 6);
        let delays = [&one, &one, &other].map(|letter| delay(&attempt(letter, &fails(Fault::Temporary))));
        assert_eq!(delays[0], delays[1]);
        assert_ne!(delays[0], delays[2]);
    }

    #[test]
    fn a_letter_is_not_tried_when_stale() {
        let mut letter = queued();
        letter.message.expires_at = at(30);
        assert_eq!(attempt(&letter, &fails(Fault::Temporary)), Verdict::Expire);
        letter.message.expires_at = at(0);
        assert_eq!(resend(&letter, Reason::NotFound, &Patience::default(), at(0)), Verdict::Expire);
    }

    /// The looks after an attempt that ended at 0, all with the same result, up to the last verdict.
    fn look_until_settled(letter: &mut Queued, seen: Seen) -> (Vec<i64>, Verdict) {
        let patience = Patience::default();
        let (mut verdict, mut times) = (attempt(letter, &fails(Fault::Unknown)), Vec::new());
        while let Verdict::Look { at: next, looks } = verdict {
            times.push((next - at(0)).as_secs());
            letter.tries.looks = looks;
            verdict = after_look(letter, seen, &patience, next);
        }
        (times, verdict)
    }

    #[test]
    fn a_letter_without_a_reply_is_looked_for_three_times_in_a_quarter_of_an_hour() {
        let (times, verdict) = look_until_settled(&mut queued(), Seen::NotFound);
        assert_eq!(times, [60, 300, 900]);
        assert_eq!(verdict, Verdict::Resend(Reason::NotFound));
        let (times, verdict) = look_until_settled(&mut queued(), Seen::Found);
        assert_eq!((times, verdict), (vec![60], Verdict::Sent));
    }

    #[test]
    fn without_a_mailbox_a_letter_is_sent_again_once() {
        let mut letter = queued();
        assert_eq!(look_until_settled(&mut letter, Seen::Unreadable).1, Verdict::Resend(Reason::Blind));
        letter.tries.blind_resends = 1;
        assert!(matches!(look_until_settled(&mut letter, Seen::Unreadable).1, Verdict::Fail(_)));
        assert_eq!(look_until_settled(&mut letter, Seen::NotFound).1, Verdict::Resend(Reason::NotFound));
    }

    #[test]
    fn a_letter_that_is_never_found_is_not_sent_for_ever() {
        let mut letter = queued();
        letter.tries.resends = 5;
        assert!(matches!(look_until_settled(&mut letter, Seen::NotFound).1, Verdict::Fail(_)));
    }

    #[test]
    fn an_attempt_ends_before_it_is_given_up_as_lost() {
        let patience = Patience::default();
        let looking: SignedDuration =
            patience.looks.iter().fold(SignedDuration::ZERO, |sum, &look| sum + look);
        assert!(patience.attempt < looking);
    }

    proptest! {
        #[test]
        fn no_figures_make_it_panic(
            attempts in any::<u32>(), looks in any::<u32>(), resends in any::<u32>(),
            now in prop_oneof![Just(Timestamp::MAX), Just(Timestamp::MIN), Just(at(0))],
        ) {
            let mut letter = queued();
            letter.tries.attempts = attempts;
            letter.tries.looks = looks;
            letter.tries.resends = resends;
            for fault in [Fault::Temporary, Fault::Permanent, Fault::Doubtful, Fault::Login, Fault::Unknown] {
                let _ = after_attempt(&letter, &fails(fault), &Patience::default(), now);
            }
            for seen in [Seen::Found, Seen::NotFound, Seen::Unreadable] {
                let _ = after_look(&letter, seen, &Patience::default(), now);
            }
        }
    }
}
