//! Takes one letter a step from the outbox to the owner. It keeps no state, spawns nothing and knows no
//! clock: whoever calls it says what time it is.

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, timeout};
use tracing::{debug, error, info, warn};

use super::protocol::{self, Patience, Pause, Seen, Verdict};
use super::{
    Claim, DeliveryError, Fault, Mailbox, Mailer, Outbox, OutboxState, Queued, Reason, Recipient, Repeatable,
    Share,
};

/// Everything needed to deliver.
pub struct Dispatch {
    /// To whom.
    pub recipient: Recipient,
    /// By which way.
    pub mailer: Box<dyn Mailer>,
    /// Where it arrives, if that can be read.
    pub mailbox: Option<Box<dyn Mailbox>>,
    /// How patiently.
    pub patience: Patience,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It settled something about one letter; there may be more to do at once.
    Worked(OutboxState),
    /// There is nothing to do before this instant; `None` before a letter is queued.
    Idle(Option<Timestamp>),
}

impl Dispatch {
    /// Does the most urgent thing that is due at `now`: looks for one letter, or sends one.
    ///
    /// Call it until it is [`Step::Idle`], and again when that instant comes or a letter was queued. Only
    /// one process may call it at a time.
    pub async fn step<O: Outbox>(&self, outbox: &mut O, now: Timestamp) -> Result<Step, O::Error> {
        outbox.expire(now)?;
        if let Some(until) = outbox.paused()?.filter(|&until| until > now) {
            return Ok(Step::Idle(Some(until)));
        }
        let (unknown, due) = (outbox.unknown()?, outbox.due(now)?);
        let mut next = None;
        // What goodwill has to say by itself comes first. Where its places are spent, others may be left.
        for share in [Share::Own, Share::Acknowledgements] {
            let is_of = |queued: &&Queued| queued.message.share() == share;
            // Letters that may have arrived come first: they were due before any other.
            let mut unknown = unknown.iter().filter(is_of);
            let (queued, verdict) = if let Some(queued) = unknown.find(|queued| self.is_ripe(queued, now)) {
                (queued, self.look(queued, now).await)
            } else if let Some(queued) = due.iter().find(is_of) {
                (queued, Verdict::Resend(Reason::Due))
            } else {
                continue;
            };
            match self.carry_out(outbox, queued, verdict, now).await? {
                Carried::Out(state) => return Ok(Step::Worked(state)),
                Carried::Until(until) => next = earlier(next, Some(until)),
            }
        }
        Ok(Step::Idle(earlier(next, outbox.next_at(now)?)))
    }

    /// Does what a verdict says.
    async fn carry_out<O: Outbox>(
        &self,
        outbox: &mut O,
        queued: &Queued,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<Carried, O::Error> {
        let Verdict::Resend(reason) = verdict else {
            return Ok(Carried::Out(settle(outbox, queued, verdict, "no reply came", now)?));
        };
        let look_at = protocol::first_look(&self.patience, now);
        Ok(match outbox.mark_sending(queued, reason, now, look_at)? {
            Claim::Ours if self.arrived_since(queued, reason).await => {
                Carried::Out(settle(outbox, queued, Verdict::Sent, "", now)?)
            }
            Claim::Ours => {
                let (verdict, error, now) = self.attempt(queued, now).await;
                Carried::Out(settle(outbox, queued, verdict, &error, now)?)
            }
            Claim::Gone => Carried::Out(queued.state),
            Claim::DailyCap(until) => {
                debug!(outbox = queued.id.get(), "the day's letters are spent");
                Carried::Until(until)
            }
        })
    }

    /// Whether something may be done about a letter whose fate is unknown. What may be repeated waits for no look,
    /// but as long as any other where it was put off.
    fn is_ripe(&self, queued: &Queued, now: Timestamp) -> bool {
        let look = |at: Timestamp| self.patience.looks.iter().any(|&delay| at.duration_since(now) <= delay);
        queued.next_at <= now || (self.mailer.repeatable() == Repeatable::Yes && look(queued.next_at))
    }

    /// Whether a letter that is due has arrived after all. One that was tried before did not leave then, but where
    /// the journal is an older copy it did since.
    async fn arrived_since(&self, queued: &Queued, reason: Reason) -> bool {
        let may_have = reason == Reason::Due && queued.tries.attempts > 0;
        may_have && self.mailer.repeatable() == Repeatable::No && self.seen(queued).await == Seen::Found
    }

    async fn look(&self, queued: &Queued, now: Timestamp) -> Verdict {
        if self.mailer.repeatable() == Repeatable::Yes {
            return protocol::resend(queued, Reason::Due, &self.patience, now);
        }
        protocol::after_look(queued, self.seen(queued).await, &self.patience, now)
    }

    /// Whether a letter is in the mailbox.
    async fn seen(&self, queued: &Queued) -> Seen {
        let Some(mailbox) = &self.mailbox else { return Seen::Unreadable };
        match timeout(limit(&self.patience), mailbox.has(&queued.message.message_id)).await {
            Ok(Ok(true)) => Seen::Found,
            Ok(Ok(false)) => Seen::NotFound,
            Ok(Err(error)) => {
                let error: &dyn std::error::Error = &error;
                warn!(outbox = queued.id.get(), error, "could not search the mailbox");
                Seen::Unreadable
            }
            Err(_) => Seen::Unreadable,
        }
    }

    /// One attempt; also what went wrong, and when it ended.
    async fn attempt(&self, queued: &Queued, now: Timestamp) -> (Verdict, String, Timestamp) {
        let begun = Instant::now();
        let outcome = match self.recipient.admit(&queued.message) {
            Err(error) => Err(error),
            Ok(letter) => timeout(limit(&self.patience), self.mailer.deliver(letter))
                .await
                .unwrap_or_else(|_| Err(DeliveryError::new(Fault::Unknown, "the attempt took too long"))),
        };
        let passed = SignedDuration::try_from(begun.elapsed()).unwrap_or(SignedDuration::ZERO);
        let now = now.checked_add(passed).unwrap_or(now);
        let error = outcome.as_ref().err().map_or_else(String::new, |error| error.reason().to_owned());
        (protocol::after_attempt(queued, &outcome, &self.patience, now), error, now)
    }
}

/// What came of a verdict.
enum Carried {
    /// It is carried out.
    Out(OutboxState),
    /// It cannot be before this instant: the day's letters of that share are spent.
    Until(Timestamp),
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

fn limit(patience: &Patience) -> std::time::Duration {
    std::time::Duration::try_from(patience.attempt).unwrap_or_default()
}

/// Writes down what becomes of a letter.
fn settle<O: Outbox>(
    outbox: &mut O,
    queued: &Queued,
    verdict: Verdict,
    error: &str,
    now: Timestamp,
) -> Result<OutboxState, O::Error> {
    let id = queued.id;
    let number = id.get();
    Ok(match verdict {
        Verdict::Sent => {
            outbox.mark_sent(id, now)?;
            info!(outbox = number, "sent a letter");
            OutboxState::Sent
        }
        Verdict::Retry { at, pardons, pause: Pause::All } => {
            // The letter stays due, so that it is the next one whenever the pause ends.
            outbox.pause(at)?;
            outbox.mark_retry(id, pardons, now, error)?;
            error!(outbox = number, reason = error, "paused: the login was refused");
            OutboxState::Queued
        }
        Verdict::Retry { at, pardons, pause: Pause::ThisOne } => {
            outbox.mark_retry(id, pardons, at, error)?;
            warn!(outbox = number, reason = error, "will try a letter again");
            OutboxState::Queued
        }
        Verdict::Look { at, looks } => {
            outbox.mark_unknown(id, looks, at, error)?;
            warn!(outbox = number, reason = error, "will look for a letter in the mailbox");
            OutboxState::Sending
        }
        Verdict::Fail(reason) => {
            outbox.mark_failed(id, &reason)?;
            error!(outbox = number, reason, "gave a letter up");
            OutboxState::Failed
        }
        Verdict::Expire => {
            outbox.mark_expired(id)?;
            warn!(outbox = number, "dropped a stale letter");
            OutboxState::Expired
        }
        Verdict::Resend(_) => queued.state,
    })
}
