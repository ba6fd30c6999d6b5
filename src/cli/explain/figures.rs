//! The figures of a relationship in words and numbers that one can check by hand.

use std::io::Write;

use crate::cli::context::Loaded;
use crate::cli::error::CliError;
use crate::cli::text::{day, loop_words, percent, plural, word};
use crate::people::Person;
use crate::relationships::{Pauses, Relationship, Silence};

/// Gaps shown, the latest.
const GAPS: usize = 12;

/// Letters that are no contact, and why.
pub(super) fn unvouched(out: &mut dyn Write, loaded: &Loaded, person: &Person) -> Result<(), CliError> {
    let letters: Vec<_> = loaded.books.unvouched_of(person.id).collect();
    let Some(last) = letters.last() else { return Ok(()) };
    writeln!(
        out,
        "{} in this name not counted, the last of {}: no server that you trust vouches for the sender, and you did not answer",
        plural(letters.len() as u64, "letter", "letters"),
        day(last.at, &loaded.config.me.timezone)
    )?;
    Ok(())
}

/// First and last contact, and the gaps between conversations.
pub(super) fn contact(
    out: &mut dyn Write,
    loaded: &Loaded,
    person: &Person,
    relationship: &Relationship,
) -> Result<(), CliError> {
    let zone = &loaded.config.me.timezone;
    let on = |at: Option<jiff::Timestamp>| at.map_or("never".to_owned(), |at| day(at, zone));
    writeln!(
        out,
        "first contact {}, last {}; last from them or in a meeting {}, from you {}",
        day(relationship.first_contact, zone),
        day(relationship.last_contact, zone),
        on(relationship.last_in),
        on(relationship.last_out)
    )?;
    let pauses = Pauses::of(loaded.books.occasions_with(person.id), &loaded.books.relationship_policy);
    let pauses = pauses.as_slice();
    if pauses.is_empty() {
        return Ok(writeln!(out, "no gap between two conversations is known")?);
    }
    let latest: Vec<String> = pauses.iter().rev().take(GAPS).rev().map(ToString::to_string).collect();
    writeln!(
        out,
        "{} between your conversations, of which the days of one exchange are one; the latest, in days: {}",
        plural(pauses.len() as u64, "gap", "gaps"),
        latest.join(", ")
    )?;
    match (person.ideal_days, person.expect_days) {
        (Some(ideal), Some(longest)) => {
            writeln!(
                out,
                "you would like to be in touch every {ideal} days and want no silence longer than {longest}; that counts, not the gaps"
            )?;
        }
        (Some(ideal), None) => {
            writeln!(out, "you would like to be in touch every {ideal} days; that counts, not the gaps")?;
        }
        (None, Some(days)) => {
            writeln!(out, "you want no silence longer than {days} days; that counts, not the gaps")?;
        }
        (None, None) => {
            writeln!(
                out,
                "the usual gap is the one in their middle, told from three on; what only went to many or in Cc is left out"
            )?;
        }
    }
    Ok(())
}

/// What the silence is called and why, and the chances of contact.
pub(super) fn chances(out: &mut dyn Write, relationship: &Relationship) -> Result<(), CliError> {
    let rhythm = &relationship.rhythm;
    let called = match rhythm.silence {
        Silence::Unknown => "neither usual nor unusual: too few gaps, or too short a time, are known to tell",
        Silence::Usual => {
            "usual: such a gap comes more often than one in five, one in four of your own was as long, or you allow it"
        }
        Silence::Late => "late: such a gap comes less often than `late` allows (one in five)",
        Silence::Overdue => {
            "overdue: such a gap comes less often than `overdue` allows (one in twenty), or you want it shorter"
        }
        Silence::DriftedAway => {
            "drifted away: overdue for half a year at least, and the relation is most likely over"
        }
    };
    writeln!(out, "the silence is {called}")?;
    writeln!(
        out,
        "how much a nudge is worth: {:.2}, which is the warmth times {} (how much of your contact is your doing), halved for every 125 days of silence",
        relationship.neglect(),
        percent(relationship.initiative)
    )?;
    writeln!(
        out,
        "chance of contact within 30 days {}, within 365 days {}; that the relation lives {}: of people of your mail with as many contacts, as spread and as long silent",
        percent(rhythm.p_contact_30d),
        percent(rhythm.p_contact_365d),
        percent(rhythm.p_alive)
    )?;
    Ok(())
}

/// Who begins with an ask, who presses, what was never thanked for, what is open.
pub(super) fn manner(
    out: &mut dyn Write,
    loaded: &Loaded,
    relationship: &Relationship,
) -> Result<(), CliError> {
    let zone = &loaded.config.me.timezone;
    let share = |share: Option<f64>| share.map_or("too few to say".to_owned(), percent);
    writeln!(
        out,
        "share of conversations that begin with an ask: yours {}, theirs {}",
        share(relationship.giving.ask_share),
        share(relationship.giving.their_ask_share)
    )?;
    writeln!(
        out,
        "{} of pressure by either side in the last 90 days; never in the balance",
        plural(u64::from(relationship.strain), "act", "acts")
    )?;
    for help in &relationship.unthanked_helps {
        let words = if help.quote.is_empty() { &help.topic } else { &help.quote };
        writeln!(out, "  help, no thanks found: {}  “{words}”  {}", day(help.at, zone), help.message)?;
    }
    for open in &relationship.loops {
        let due = open.due.map(|due| format!(", due {} ({})", due.date, word(&due.certainty)));
        let aged =
            if open.is_aged(loaded.books.as_of) { ", for more than 30 days: leads nothing" } else { "" };
        writeln!(
            out,
            "  open since {}: {}{}{aged}  {}",
            day(open.since, zone),
            loop_words(open.kind),
            due.unwrap_or_default(),
            open.message
        )?;
    }
    Ok(())
}

/// The share of giving with its posterior.
pub(super) fn giving(out: &mut dyn Write, relationship: &Relationship) -> Result<(), CliError> {
    let giving = relationship.giving;
    writeln!(
        out,
        "favors found: {} given, {} received; {} of your asks came to nothing",
        giving.given_count, giving.received_count, giving.unmet_asks
    )?;
    writeln!(
        out,
        "chance that you give more than three quarters {}, that they do {}; over-invested is said from four favors, two unmet asks and 90 % on: {}",
        percent(giving.p_over_giving),
        percent(giving.p_over_taking),
        if giving.over_invested { "yes" } else { "no" }
    )?;
    Ok(())
}
