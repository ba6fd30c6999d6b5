//! The figures of one relationship.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conversations::Party;
use crate::ledger::{Balance, Points};
use crate::observations::MessageId;
use crate::observations::cues::{Confidence, Due};
use crate::people::PersonId;

/// Days after which something open leads neither a list nor a letter any more.
const LEAD_DAYS: i64 = 30;

/// One contact with one person: all messages of one local day and thread, or one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// With whom.
    pub person: PersonId,
    /// The first instant of it.
    pub at: Timestamp,
    /// The day in the owner's time zone.
    pub day: Date,
    /// How much it counts, in thousandths: 1000 for a message to one, less in company or in Cc.
    pub weight: u32,
    /// Mail or meeting, and who wrote.
    pub source: OccasionSource,
    /// The conversation of the messages; none of a meeting.
    pub thread: Option<ThreadMark>,
}

/// The mark of a conversation, only good for telling two apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreadMark(u64);

impl ThreadMark {
    /// Of the conversation of this name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// How an occasion came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OccasionSource {
    /// Only the owner wrote.
    MailOut,
    /// Only the other wrote.
    MailIn,
    /// Both wrote.
    MailBoth,
    /// They met; or, where no mail and no meeting shows a person, the owner entered a favor with him or her.
    Meeting,
}

/// Two decayed sums of occasion weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Warmth {
    /// The long sum (half-life 365 days): how close the two have been.
    pub level: f64,
    /// The short sum over what the long one would make of it if contact were steady: above 1 it grows
    /// warmer, below 1 it cools. 0 without any contact.
    pub trend: f64,
}

/// How often the two are in touch, learnt from their past without the current silence. What is usual is told by their
/// own pauses between conversations; the chances are learnt from all of the owner's people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rhythm {
    /// The owner's own wish where he gave one, else the median of their pauses in days, if they are enough to tell.
    pub expected_gap_days: Option<f64>,
    /// Pauses between conversations known of the two, at most the latest 60.
    pub pauses: usize,
    /// How many of them were as long as the present silence.
    pub pauses_as_long: usize,
    /// Days since the last occasion.
    pub silence_days: f64,
    /// Chance of a gap this long if nothing has changed.
    pub p_silence: f64,
    /// Chance of at least one occasion in the next 30 days.
    pub p_contact_30d: f64,
    /// Chance of at least one occasion in the next 365 days.
    pub p_contact_365d: f64,
    /// Chance that the relation is alive at all, by a buy-till-you-die model.
    pub p_alive: f64,
    /// What the silence means.
    pub silence: Silence,
}

/// What a silence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Too little is known of the two to tell.
    Unknown,
    /// As usual, or no longer than the owner wants.
    Usual,
    /// Unusual: such a gap comes in one of five.
    Late,
    /// Very unusual: such a gap comes in one of twenty, or the owner's own limit is passed.
    Overdue,
    /// So long that the relation has most likely ended.
    DriftedAway,
}

impl Silence {
    /// Whether the silence is known to be longer than usual, or than the owner wants.
    #[must_use]
    pub fn is_unusual(self) -> bool {
        matches!(self, Self::Late | Self::Overdue | Self::DriftedAway)
    }
}

/// Something open between the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loop {
    /// What.
    pub kind: LoopKind,
    /// How likely it is still open: that it was meant so, and was not settled where no mail shows it.
    pub p_open: Confidence,
    /// With whom.
    pub person: PersonId,
    /// Whose turn it is.
    pub turn: Party,
    /// Since when.
    pub since: Timestamp,
    /// Until when, where a time was said.
    pub due: Option<Due>,
    /// The message that opened it.
    pub message: MessageId,
    /// The words that opened it; empty where none may be kept.
    pub quote: String,
    /// The subject of the conversation, without reply marks.
    pub topic: String,
    /// Whether it was said to one alone.
    pub alone: bool,
    /// Whether it is plain that the owner is meant: he is called by name, or had written to the other in the
    /// conversation before. What answers a letter in a list may be meant for any of its readers.
    pub meant: bool,
}

impl Loop {
    /// Whether it has been open, or past its due date, for so long that it leads nothing any more.
    #[must_use]
    pub fn is_aged(&self, as_of: Timestamp) -> bool {
        let due = self.due.and_then(|due| due.date.to_zoned_datetime(TimeZone::UTC).ok());
        let from = due.map_or(self.since, |due| due.timestamp().max(self.since));
        as_of.duration_since(from) > SignedDuration::from_hours(24 * LEAD_DAYS)
    }
}

/// What can stay open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoopKind {
    /// The owner has not answered a question or request.
    ReplyOwed,
    /// The other has not answered a question or request of the owner.
    AwaitingReply,
    /// The owner promised something.
    PromiseByMe,
    /// The other promised something.
    PromiseToMe,
    /// The other helped beyond duty and was not thanked.
    ThanksOwed,
    /// The other offered something that was never taken up.
    OfferOpen,
    /// An introduction of which nothing more was heard.
    IntroductionOpen,
    /// One asked to meet, the other agreed, and no calendar shows a meeting.
    MeetingUnset,
}

/// Who gives how much to whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Giving {
    /// Favors given.
    pub given_count: u32,
    /// Favors received.
    pub received_count: u32,
    /// Asks of the owner that were no duty and were refused or left lying by the other.
    pub unmet_asks: u32,
    /// Posterior chance that the share given exceeds 75 %.
    pub p_over_giving: f64,
    /// Posterior chance that the share received exceeds 75 %.
    pub p_over_taking: f64,
    /// True where over-investing is said: at least four favors, two unmet asks, and a posterior above 90 %.
    pub over_invested: bool,
    /// Share of the owner's own threads to the person that begin with an ask; `None` below four threads.
    pub ask_share: Option<f64>,
    /// Share of the person's threads to the owner that begin with an ask; `None` below two threads.
    pub their_ask_share: Option<f64>,
}

/// What one message between the two was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The message.
    pub message: MessageId,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub by: Party,
    /// The subject of the conversation, without reply marks; may be empty.
    pub topic: String,
    /// Words of it; empty where none may be kept or none were read.
    pub quote: String,
}

impl Matter {
    /// Whether these words tell of it already.
    #[must_use]
    pub fn is_told_by(&self, words: &str) -> bool {
        !self.quote.is_empty() && self.quote == words
    }
}

/// All figures of one relationship as of an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Relationship {
    /// With whom.
    pub person: PersonId,
    /// Number of occasions.
    pub occasions: u32,
    /// First occasion.
    pub first_contact: Timestamp,
    /// Last occasion.
    pub last_contact: Timestamp,
    /// Last time the other wrote or met the owner.
    pub last_in: Option<Timestamp>,
    /// Last time the owner wrote or met the other.
    pub last_out: Option<Timestamp>,
    /// Closeness and its trend.
    pub warmth: Warmth,
    /// How much of their contact is the owner's doing, 0.0 to 1.0; see [`initiative`](super::initiative()).
    pub initiative: f64,
    /// Rhythm and silence.
    pub rhythm: Rhythm,
    /// Balance, decayed; zero where nothing is tallied.
    pub balance: Balance,
    /// Given, decayed, weighed by confidence.
    pub given: Points,
    /// Received, decayed, weighed by confidence.
    pub received: Points,
    /// Share of giving.
    pub giving: Giving,
    /// Open loops, the most pressing first.
    pub loops: Vec<Loop>,
    /// Acts of pressure by either side in the last 90 days: a private signal, never in the balance.
    pub strain: u32,
    /// Routine help of late of which not one was thanked for, the newest first.
    pub unthanked_helps: Vec<Matter>,
    /// Start of the next meeting planned with the person, if any.
    pub next_meeting: Option<Timestamp>,
    /// The last letter between the two that is not sensitive and has a subject.
    pub last_matter: Option<Matter>,
    /// When the last letter of either on a sensitive matter was written. Of the matter itself nothing is known.
    pub last_sensitive: Option<Timestamp>,
    /// Whether the two have met in mailing lists only.
    pub listed: bool,
}

impl Relationship {
    /// What is open and leads: the most pressing, unless it has been open for too long.
    #[must_use]
    pub fn leading_loop(&self, as_of: Timestamp) -> Option<&Loop> {
        self.loops.first().filter(|open| !open.is_aged(as_of))
    }
}
