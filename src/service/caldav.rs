//! One CalDAV account of the daemon: what its server says is new goes into the journal, step by step, each with how
//! far it leads in one transaction.

use std::collections::BTreeMap;

use crate::config::{self, CalDavPlace, Calendar, FeedUrl, SecretError};
use crate::observations::calendar::Method;
use crate::observations::mail::Trust;
use crate::people::hex_digest;
use crate::sources::caldav::{
    self, Access, Account, Cursor, Home, Keeper, KeeperError, Key, Resource, Selection, Step, Survey,
};
use crate::store::{CalendarKey, Recorded, StoreError, StoredHome, StoredMember, StoredSync};

use super::desk::Desk;
use super::feeds::{CalendarError, source_name};
use super::intake::Reading;
use super::keys;

/// What a pass over an account brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pass {
    /// Entries that were new, changed or taken off.
    pub new: u64,
    /// Calendars that the owner named and the server does not have.
    pub missing: Vec<String>,
}

impl Pass {
    /// What is wrong where a calendar is missing.
    #[must_use]
    pub fn lacking(&self) -> Option<String> {
        let names = self.missing.join(", ");
        let missing = !self.missing.is_empty();
        missing.then(|| format!("the server has no calendar {names}; correct `include`"))
    }
}

/// Reads what is new in the calendars of an account.
pub async fn read_once(desk: &Desk, calendar: &Calendar, place: &CalDavPlace) -> Result<Pass, CalendarError> {
    let account = account(calendar, place).await?;
    let mut keeper = Recorder::new(desk, calendar, place)?;
    let outcome = caldav::sync(&account, &mut keeper).await;
    // What the journal said is the better reason than that the keeper refused.
    if let Some(error) = keeper.failed {
        return Err(error.into());
    }
    let report = outcome?;
    let names = |keys: &[Key]| -> Vec<String> { keys.iter().map(|key| key.as_str().to_owned()).collect() };
    let (read, left) = (names(&report.read), names(&report.left));
    if read.is_empty() && left.is_empty() {
        // A server that suddenly has no calendar at all is rather out of order.
        return Ok(Pass { new: keeper.new, missing: report.missing });
    }
    let seen = desk.store().health(&source_name(calendar))?.and_then(|health| health.last_success);
    let seen = seen.unwrap_or_else(|| desk.now());
    let gone = desk.store().release_caldav(&calendar.name, (&read, &left), seen)?;
    Ok(Pass { new: keeper.new + gone, missing: report.missing })
}

/// What calendars an account has, and which would be read.
pub async fn look(calendar: &Calendar, place: &CalDavPlace) -> Result<Survey, CalendarError> {
    Ok(caldav::survey(&account(calendar, place).await?).await?)
}

async fn account(calendar: &Calendar, place: &CalDavPlace) -> Result<Account, SecretError> {
    let access = match &place.access {
        Some(config::Access::Login(login)) => {
            Some(Access::Password(login.user.clone(), keys::read(&login.password).await?))
        }
        Some(config::Access::Token(token)) => Some(Access::Token(keys::read(token).await?)),
        None => None,
    };
    Ok(Account {
        name: calendar.name.clone(),
        url: place.url.clone(),
        access,
        ca: place.ca.clone(),
        selection: Selection { include: place.include.clone(), exclude: place.exclude.clone() },
    })
}

/// Records steps.
struct Recorder<'a> {
    desk: &'a Desk,
    calendar: &'a Calendar,
    /// A hash of the address and user.
    place: String,
    read_as: String,
    new: u64,
    failed: Option<StoreError>,
}

impl<'a> Recorder<'a> {
    fn new(desk: &'a Desk, calendar: &'a Calendar, place: &CalDavPlace) -> Result<Self, StoreError> {
        let user = match &place.access {
            Some(config::Access::Login(login)) => login.user.as_str(),
            Some(config::Access::Token(_)) | None => "",
        };
        let place = hex_digest(&format!("{}\n{user}", place.url.expose()));
        let read_as = Reading::new(&desk.config, Trust::Owner, desk.now()).circumstances(calendar.whose);
        let known = desk.store().caldav_home(&calendar.name)?;
        if known.is_some_and(|home| home.place != place) {
            desk.store().release_caldav_account(&calendar.name)?;
        }
        Ok(Self { desk, calendar, place, read_as, new: 0, failed: None })
    }

    fn key(&self, calendar: &Key) -> CalendarKey {
        CalendarKey {
            account: self.calendar.name.clone(),
            calendar: calendar.as_str().to_owned(),
            read_as: self.read_as.clone(),
        }
    }

    /// Remembers what the journal said, and tells the source that it said something.
    fn kept<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, KeeperError> {
        outcome.map_err(|error| {
            let told = KeeperError(error.to_string().into());
            self.failed = Some(error);
            told
        })
    }

    /// Members as they are recorded, with notes of what could not be read.
    fn members(&self, step: Step, key: &CalendarKey) -> Vec<Recorded> {
        let mut reading = Reading::new(&self.desk.config, Trust::Owner, self.desk.now());
        let name = format!("{}/{}", source_name(self.calendar), step.name);
        for Resource { key: member, etag, content } in step.present {
            let mut objects = match content {
                Ok(bytes) => reading.objects(&name, &bytes, self.calendar.whose),
                Err(why) => {
                    reading.skip(format!("{name} {}", member.as_str().get(..8).unwrap_or_default()), why);
                    Vec::new()
                }
            };
            // What is kept in a calendar is no message to anybody (RFC 4791, 4.1).
            for object in &mut objects {
                object.method = object.method.filter(|method| *method == Method::Cancel);
            }
            let member = StoredMember { key: key.clone(), member: member.as_str().to_owned(), etag, objects };
            reading.batch.push(Recorded::Member(member));
        }
        reading.batch
    }

    fn record(&mut self, step: Step) -> Result<u64, StoreError> {
        let key = self.key(&step.calendar);
        let gone: Vec<String> = step.gone.iter().map(|key| key.as_str().to_owned()).collect();
        let sync = step.cursor.clone().map(|Cursor { sync_token, ctag }| StoredSync { sync_token, ctag });
        let batch = self.members(step, &key);
        let (now, mut store) = (self.desk.now(), self.desk.store());
        // When all of it was last read, or this calendar last brought something: then it was still there.
        let source = store.health(&source_name(self.calendar))?.and_then(|health| health.last_success);
        let seen = source.max(store.caldav_read_at(&key)?).unwrap_or(now);
        store.record_caldav(&key, &batch, &gone, sync.as_ref(), (seen, now))
    }
}

impl Keeper for Recorder<'_> {
    fn home(&mut self) -> Result<Option<Home>, KeeperError> {
        let outcome = self.desk.store().caldav_home(&self.calendar.name);
        Ok(self.kept(outcome)?.and_then(|home| read_home(&home)))
    }

    fn found(&mut self, home: &Home) -> Result<(), KeeperError> {
        let (is_calendar, urls) = match home {
            Home::Sets(urls) => (false, urls.as_slice()),
            Home::Calendar(url) => (true, std::slice::from_ref(url)),
        };
        let urls = urls.iter().map(|url| url.expose().to_string()).collect();
        let home = StoredHome { place: self.place.clone(), is_calendar, urls };
        let outcome = self.desk.store().record_caldav_home(&self.calendar.name, &home);
        self.kept(outcome)
    }

    fn cursor(&mut self, calendar: &Key) -> Result<Option<Cursor>, KeeperError> {
        let outcome = self.desk.store().caldav_sync(&self.key(calendar));
        let sync = self.kept(outcome)?;
        Ok(sync.map(|StoredSync { sync_token, ctag }| Cursor { sync_token, ctag }))
    }

    fn known(&mut self, calendar: &Key) -> Result<BTreeMap<Key, Option<String>>, KeeperError> {
        let outcome = self.desk.store().caldav_members(&self.key(calendar));
        Ok(self.kept(outcome)?.into_iter().map(|(member, etag)| (Key::kept(member), etag)).collect())
    }

    fn keep(&mut self, step: Step) -> Result<(), KeeperError> {
        let outcome = self.record(step);
        self.new += self.kept(outcome)?;
        Ok(())
    }
}

fn read_home(home: &StoredHome) -> Option<Home> {
    let urls = home.urls.iter().map(|url| FeedUrl::parse(url).ok()).collect::<Option<Vec<_>>>()?;
    if home.is_calendar { urls.into_iter().next().map(Home::Calendar) } else { Some(Home::Sets(urls)) }
}
