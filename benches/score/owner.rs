//! Mailboxes with their owners, as the command line names them, and the config that each needs.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Outcome;

/// A mailbox and whose it is.
pub(crate) struct Owned {
    /// The file or directory.
    pub(crate) path: String,
    /// Addresses of the owner, lower-case.
    pub(crate) owner: Vec<String>,
}

impl Owned {
    /// Reads `MAILBOX OWNER[,OWNER…] …`.
    pub(crate) fn pairs(words: &[String]) -> Outcome<Vec<Self>> {
        let pair = |pair: &[String]| match pair {
            [path, owner] => Ok(Self {
                path: path.clone(),
                owner: owner.split(',').map(|address| address.trim().to_lowercase()).collect(),
            }),
            _ => Err("name the owner's address after each mailbox".into()),
        };
        if words.is_empty() {
            Err("name a mailbox and its owner".into())
        } else {
            words.chunks(2).map(pair).collect()
        }
    }

    /// The file name without its extensions.
    pub(crate) fn name(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(name);
        name.strip_suffix(".mbox").unwrap_or(name)
    }

    /// A config for this owner, in UTC.
    pub(crate) fn config(&self) -> String {
        format!("[me]\nname = \"Owner\"\naddresses = {:?}\ntimezone = \"UTC\"\n", self.owner)
    }
}

/// The beginning of a date in UTC, the zone of all owners here.
pub(crate) fn midnight(date: Date) -> Outcome<Timestamp> {
    Ok(date.to_zoned_datetime(TimeZone::UTC)?.timestamp())
}
