//! A pass over the calendars of an account, and a look at them that keeps nothing.

use super::choose::{Left, choose};
use super::client::{Server, WebServer};
use super::discover::{Found, calendars, discover};
use super::error::{CalDavError, CalDavFault};
use super::place::Key;
use super::{Account, Home, Keeper, Limits, sync as calendar};

/// What a pass came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The calendars that were read, those without a change too.
    pub read: Vec<Key>,
    /// The calendars that the account has besides.
    pub left: Vec<Key>,
    /// Names in the selection that no calendar has.
    pub missing: Vec<String>,
}

/// What a look at an account shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// The calendars that would be read, and how many entries each has.
    pub read: Vec<(String, usize)>,
    /// The others, and why.
    pub left: Vec<(String, Left)>,
    /// Names in the selection that no calendar has.
    pub missing: Vec<String>,
}

/// Reads what is new in the calendars of an account and gives it to `keeper`.
pub async fn sync(account: &Account, keeper: &mut impl Keeper) -> Result<Report, CalDavError> {
    sync_within(account, keeper, Limits::default()).await
}

/// As [`sync`], within other limits.
pub async fn sync_within(
    account: &Account,
    keeper: &mut impl Keeper,
    limits: Limits,
) -> Result<Report, CalDavError> {
    let work = async {
        let mut server = WebServer::connect(account, limits).await?;
        read_all(&mut server, keeper, account).await
    };
    within(account, limits, work).await
}

/// Finds the calendars of an account.
pub async fn survey(account: &Account) -> Result<Survey, CalDavError> {
    let limits = Limits::default();
    let work = async {
        let mut server = WebServer::connect(account, limits).await?;
        let home = discover(&mut server, &account.url).await?;
        let chosen = choose(calendars(&mut server, &home).await?, &account.selection);
        let mut survey = Survey { left: chosen.left, missing: chosen.missing, read: Vec::new() };
        for found in chosen.read {
            let count = calendar::count(&mut server, &found).await?;
            survey.read.push((found.name, count));
        }
        Ok(survey)
    };
    within(account, limits, work).await
}

async fn within<T>(
    account: &Account,
    limits: Limits,
    work: impl Future<Output = Result<T, CalDavFault>>,
) -> Result<T, CalDavError> {
    let done = tokio::time::timeout(limits.total, work).await;
    done.unwrap_or(Err(CalDavFault::TimedOut { seconds: limits.total.as_secs() }))
        .map_err(|fault| CalDavError { calendar: account.name.clone(), fault })
}

/// Reads all calendars that are wanted.
pub(super) async fn read_all(
    server: &mut impl Server,
    keeper: &mut impl Keeper,
    account: &Account,
) -> Result<Report, CalDavFault> {
    let chosen = choose(at_home(server, keeper, account).await?, &account.selection);
    let left = chosen.left_at.iter().map(Key::of).collect();
    let mut report = Report { missing: chosen.missing, left, ..Report::default() };
    for found in &chosen.read {
        calendar::read(server, keeper, found).await?;
        report.read.push(Key::of(&found.url));
    }
    Ok(report)
}

/// The calendars where they were last time; where they are not there any more, they are looked for again.
async fn at_home(
    server: &mut impl Server,
    keeper: &mut impl Keeper,
    account: &Account,
) -> Result<Vec<Found>, CalDavFault> {
    if let Some(home) = keeper.home()? {
        match calendars(server, &home).await {
            Ok(found) if !found.is_empty() => return Ok(found),
            Ok(_)
            | Err(
                CalDavFault::NotThere { .. }
                | CalDavFault::Forbidden
                | CalDavFault::BadRedirect { .. }
                | CalDavFault::OtherOrigin { .. },
            ) => {}
            Err(fault) => return Err(fault),
        }
    }
    let home: Home = discover(server, &account.url).await?;
    let found = calendars(server, &home).await?;
    keeper.found(&home)?;
    Ok(found)
}
