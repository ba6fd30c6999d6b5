//! How one deals with a person, and what one wants to give, as the command line says it.

use clap::ValueEnum;

use crate::people::{Regime, Stance};

/// A regime, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum RegimeArgument {
    Equality,
    Colleague,
    AuthorityAbove,
    AuthorityBelow,
    Market,
    Communal,
}

impl From<RegimeArgument> for Regime {
    fn from(regime: RegimeArgument) -> Self {
        match regime {
            RegimeArgument::Equality => Self::Equality,
            RegimeArgument::Colleague => Self::Colleague,
            RegimeArgument::AuthorityAbove => Self::AuthorityAbove,
            RegimeArgument::AuthorityBelow => Self::AuthorityBelow,
            RegimeArgument::Market => Self::Market,
            RegimeArgument::Communal => Self::Communal,
        }
    }
}

/// A stance, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum StanceArgument {
    Invest,
    Steady,
    Ease,
}

impl From<StanceArgument> for Stance {
    fn from(stance: StanceArgument) -> Self {
        match stance {
            StanceArgument::Invest => Self::Invest,
            StanceArgument::Steady => Self::Steady,
            StanceArgument::Ease => Self::Ease,
        }
    }
}
