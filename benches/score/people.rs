//! Simulated people: days of contact by a rhythm that is known.

/// Years of a simulated life.
pub(crate) const YEARS: i32 = 10;
/// Shortest and longest mean gap, in days.
const MEAN_GAPS: (f64, f64) = (5.0, 150.0);

/// Chance: the same numbers for the same seed (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// A sequence by its seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// In 0.0 to 1.0, neither included.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        ((mixed >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Below a bound, 0 where the bound is.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the bound")]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.uniform() * bound as f64) as usize
    }

    /// Exponential with mean 1.
    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }
}

/// How a simulated person keeps in touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// At random.
    Poisson,
    /// Regularly: gaps of Erlang shape 4.
    Erlang,
    /// Some days in a row, then a pause at random.
    Bursts,
    /// Four times as often in half of the year.
    Seasons,
    /// Gaps that grow by half each year in the second half of the ten.
    Drift,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Poisson, Self::Erlang, Self::Bursts, Self::Seasons, Self::Drift];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Poisson => "Poisson",
            Self::Erlang => "Erlang",
            Self::Bursts => "bursts",
            Self::Seasons => "seasons",
            Self::Drift => "drift",
        }
    }

    /// Whether the rhythm stays what it is.
    pub(crate) fn is_stable(self) -> bool {
        matches!(self, Self::Poisson | Self::Erlang | Self::Bursts)
    }
}

/// One simulated life.
pub(crate) struct Simulated {
    /// Mean days between contacts, of pauses for bursts.
    pub(crate) mean_gap: f64,
    /// Days of contact from day 0 on, in order, each once; at least five.
    pub(crate) days: Vec<i32>,
}

impl Simulated {
    /// A life of ten years.
    pub(crate) fn new(kind: Kind, dice: &mut Dice) -> Self {
        let (least, most) = MEAN_GAPS;
        loop {
            let mean_gap = least * (dice.uniform() * (most / least).ln()).exp();
            let days = days(kind, mean_gap, dice);
            if days.len() >= 5 {
                return Self { mean_gap, days };
            }
        }
    }
}

fn days(kind: Kind, mean_gap: f64, dice: &mut Dice) -> Vec<i32> {
    let end = f64::from(YEARS * 365);
    let (mut at, mut found) = (dice.uniform() * mean_gap, Vec::new());
    while at < end {
        #[expect(clippy::cast_possible_truncation, reason = "days of ten years")]
        let day = at as i32;
        found.push(day);
        if kind == Kind::Bursts {
            let more = i32::try_from(dice.below(4)).unwrap_or(0);
            found.extend((1..=more).map(|next| day + next));
            at += f64::from(more);
        }
        let unit = if kind == Kind::Erlang {
            (0..4).map(|_| dice.exponential()).sum::<f64>() / 4.0
        } else {
            dice.exponential()
        };
        at += 1.0_f64.max(unit * mean_gap * stretch(kind, at, end));
    }
    found.retain(|&day| f64::from(day) < end);
    found.dedup();
    found
}

/// By how much gaps that begin on a day are longer than usual.
fn stretch(kind: Kind, at: f64, end: f64) -> f64 {
    match kind {
        Kind::Seasons if at.rem_euclid(365.0) < 182.0 => 0.5,
        Kind::Seasons => 2.0,
        Kind::Drift => 1.5_f64.powf((at - end / 2.0).max(0.0) / 365.0),
        Kind::Poisson | Kind::Erlang | Kind::Bursts => 1.0,
    }
}
