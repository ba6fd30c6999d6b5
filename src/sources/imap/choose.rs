//! Which folders of an account to read, and why, and why not the others. Pure.

use std::fmt;

use super::account::{Account, FolderName, Role};
use super::folders::{Listed, Opens};
use super::purpose::Purpose;
use crate::config::{Folder, Pattern};

/// Most folders of an account that are read.
const MAX_READ: usize = 500;

/// A folder to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The folder.
    pub name: FolderName,
    /// What it holds.
    pub role: Role,
    /// Why it is read.
    pub why: Why,
    /// By what its messages are told apart.
    pub(super) labels: Labels,
}

/// Why a folder is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is INBOX.
    Inbox,
    /// The server says what it is for.
    Mark(Purpose),
    /// Its name says what it is for.
    Name(Purpose),
    /// It lies below the archive.
    BelowArchive,
    /// It holds all mail, with labels that tell what was sent and what lies in the inbox.
    AllMail,
    /// The owner named it.
    Named,
    /// A pattern of the owner's fits.
    Fits(Pattern),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inbox => f.write_str(Purpose::Inbox.text()),
            Self::Mark(purpose) => write!(f, "{}, the server says", purpose.text()),
            Self::Name(purpose) => write!(f, "{} by its name", purpose.text()),
            Self::BelowArchive => f.write_str("below the archive"),
            Self::AllMail => f.write_str("all mail, received and sent by its labels"),
            Self::Named => f.write_str("named in `folders`"),
            Self::Fits(pattern) => write!(f, "fits `{}`", pattern.as_str()),
        }
    }
}

/// By what the messages of a folder are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labels {
    /// By nothing: all are of the folder's role.
    None,
    /// By the labels of Gmail.
    Gmail,
}

/// Why a folder is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Nothing in the config asks for it.
    NotChosen,
    /// `exclude` names it.
    Excluded,
    /// It is for something that patterns do not choose.
    For(Purpose),
    /// What it holds lies in another folder that is read.
    InAllMail,
    /// There are too many.
    TooMany,
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotChosen => "not chosen",
            Self::Excluded => "`exclude` names it",
            Self::For(purpose) => purpose.text(),
            Self::InAllMail => "part of all mail",
            Self::TooMany => "more than 500 folders",
        })
    }
}

/// Which folders are read, which are not, and what the owner named in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Each once, in the order of the config.
    pub(super) chosen: Vec<Chosen>,
    /// In the order of the server.
    pub(super) left: Vec<(FolderName, Left)>,
    /// As the owner wrote it.
    pub(super) missing: Vec<String>,
}

/// Chooses of the folders there are; `labels` where the server knows labels.
pub(super) fn choose(account: &Account, listed: &[Listed], labels: Labels) -> Choice {
    let places = Places::of(listed, labels);
    let (mut chosen, mut missing) = (Vec::new(), Vec::new());
    for folder in &account.folders {
        let found = match folder {
            // It is there by definition (RFC 3501, 5.1), listed or not.
            Folder::Inbox => vec![(FolderName::new("INBOX"), Why::Inbox)],
            Folder::Sent => places.sent.iter().map(Place::chosen).collect(),
            Folder::Archive => places.archive(listed),
            Folder::Named(name) => Listed::find(name, listed)
                .map(|folder| (folder.name.clone(), Why::Named))
                .into_iter()
                .collect(),
        };
        match folder {
            Folder::Sent if found.is_empty() && places.all.is_none() => missing.push("@sent".to_owned()),
            Folder::Named(name) if found.is_empty() => missing.push(name.clone()),
            _ => chosen.extend(found),
        }
    }
    for pattern in &account.include {
        let fitting =
            listed.iter().filter(|folder| folder.opens == Opens::Yes && pattern.fits(&folder.path()));
        let before = chosen.len();
        chosen.extend(fitting.map(|folder| (folder.name.clone(), Why::Fits(pattern.clone()))));
        if chosen.len() == before {
            missing.push(pattern.as_str().to_owned());
        }
    }
    let has_all = chosen.iter().any(|(_, why)| *why == Why::AllMail);
    let mut choice = Choice { chosen: Vec::new(), left: Vec::new(), missing };
    for (name, why) in chosen {
        let folder = listed.iter().find(|folder| folder.name == name);
        let is_taken = choice.chosen.iter().any(|other| same(&other.name, &name));
        if !is_taken && reason_to_leave(account, &places, (&name, folder, &why), has_all).is_none() {
            let role = places.role(&name, folder);
            let labels = if why == Why::AllMail { labels } else { Labels::None };
            choice.chosen.push(Chosen { name, role, why, labels });
        }
    }
    choice.chosen.truncate(MAX_READ);
    choice.left = left(account, &places, listed, &choice.chosen, has_all);
    choice
}

/// INBOX is the one name whose case says nothing (RFC 3501, 5.1).
fn same(one: &FolderName, other: &FolderName) -> bool {
    one == other || (is_inbox(one) && is_inbox(other))
}

fn is_inbox(name: &FolderName) -> bool {
    name.as_str().eq_ignore_ascii_case("INBOX")
}

/// Why a folder that something asks for is not read all the same.
fn reason_to_leave(
    account: &Account,
    places: &Places<'_>,
    (name, folder, why): (&FolderName, Option<&Listed>, &Why),
    has_all: bool,
) -> Option<Left> {
    let path = folder.map_or_else(|| name.display(), Listed::path);
    let purpose = folder.and_then(|folder| places.purpose(folder));
    if account.exclude.iter().any(|pattern| pattern.fits(&path)) {
        return Some(Left::Excluded);
    }
    match (why, purpose) {
        (Why::AllMail, _) => None,
        (Why::Named, Some(purpose)) if purpose.is_left() => None,
        (_, Some(purpose)) if purpose.is_left() => Some(Left::For(purpose)),
        _ if has_all => Some(Left::InAllMail),
        // What XLIST calls INBOX by a name of the owner's language.
        (_, Some(Purpose::Inbox)) if !is_inbox(name) => Some(Left::For(Purpose::Inbox)),
        _ => None,
    }
}

fn left(
    account: &Account,
    places: &Places<'_>,
    listed: &[Listed],
    chosen: &[Chosen],
    has_all: bool,
) -> Vec<(FolderName, Left)> {
    let is_read = |folder: &&Listed| chosen.iter().any(|other| same(&other.name, &folder.name));
    let open = listed.iter().filter(|folder| folder.opens == Opens::Yes);
    let reason = |folder: &Listed| {
        let why = Why::Fits(Pattern::new("*"));
        let reason = reason_to_leave(account, places, (&folder.name, Some(folder), &why), has_all);
        reason.unwrap_or(if chosen.len() >= MAX_READ { Left::TooMany } else { Left::NotChosen })
    };
    open.filter(|folder| !is_read(folder)).map(|folder| (folder.name.clone(), reason(folder))).collect()
}

/// A folder for something.
struct Place<'a> {
    folder: &'a Listed,
    purpose: Purpose,
}

impl Place<'_> {
    fn chosen(&self) -> (FolderName, Why) {
        let Self { folder, purpose } = self;
        let why = if folder.mark == Some(*purpose) { Why::Mark(*purpose) } else { Why::Name(*purpose) };
        (folder.name.clone(), why)
    }
}

/// The folders that are for something.
struct Places<'a> {
    sent: Option<Place<'a>>,
    archive: Option<Place<'a>>,
    /// Where all mail lies, labelled.
    all: Option<&'a Listed>,
}

impl<'a> Places<'a> {
    fn of(listed: &'a [Listed], labels: Labels) -> Self {
        let all =
            listed.iter().find(|folder| folder.mark == Some(Purpose::All) && folder.opens == Opens::Yes);
        Self {
            sent: place(Purpose::Sent, listed),
            archive: place(Purpose::Archive, listed),
            all: all.filter(|_| labels == Labels::Gmail),
        }
    }

    fn archive(&self, listed: &[Listed]) -> Vec<(FolderName, Why)> {
        if let Some(all) = self.all {
            return vec![(all.name.clone(), Why::AllMail)];
        }
        let Some(archive) = &self.archive else { return Vec::new() };
        let own = (archive.folder.opens == Opens::Yes).then(|| archive.chosen());
        let below =
            listed.iter().filter(|folder| folder.opens == Opens::Yes && folder.is_below(archive.folder));
        own.into_iter().chain(below.map(|folder| (folder.name.clone(), Why::BelowArchive))).collect()
    }

    /// What a folder is for, as far as can be told.
    fn purpose(&self, folder: &Listed) -> Option<Purpose> {
        let is =
            |place: &Option<Place<'_>>| place.as_ref().is_some_and(|place| place.folder.name == folder.name);
        if is_inbox(&folder.name) {
            return Some(Purpose::Inbox);
        }
        let by_name = || match Purpose::of_name(&folder.last_level()).map(|(purpose, _)| purpose) {
            // There is one of each; another of such a name is for something of its owner's.
            Some(Purpose::Sent) if !is(&self.sent) => None,
            Some(Purpose::Archive) if !is(&self.archive) => None,
            found => found,
        };
        folder.mark.or_else(by_name)
    }

    fn role(&self, name: &FolderName, folder: Option<&Listed>) -> Role {
        let archive = self.archive.as_ref();
        match folder.and_then(|folder| self.purpose(folder)) {
            _ if is_inbox(name) => Role::Inbox,
            Some(Purpose::Sent) => Role::Sent,
            Some(Purpose::Archive) => Role::Archive,
            _ if folder.zip(archive).is_some_and(|(folder, archive)| folder.is_below(archive.folder)) => {
                Role::Archive
            }
            _ => Role::Other,
        }
    }
}

/// The folder for something: the one marked so, else of those with a telling name the one nearest to the root.
fn place(purpose: Purpose, listed: &[Listed]) -> Option<Place<'_>> {
    let fits = |folder: &&Listed| folder.opens == Opens::Yes || purpose == Purpose::Archive;
    let rank = |folder: &Listed| {
        let (found, rank) = Purpose::of_name(&folder.last_level())?;
        (found == purpose && folder.mark.is_none()).then_some(rank)
    };
    let marked = listed.iter().filter(fits).find(|folder| folder.mark == Some(purpose));
    let named = || {
        let named =
            listed.iter().filter(fits).filter_map(|folder| Some((folder.levels(), rank(folder)?, folder)));
        named.min_by_key(|(levels, rank, folder)| (*levels, *rank, folder.name.clone()))
    };
    marked.or_else(|| named().map(|(.., folder)| folder)).map(|folder| Place { folder, purpose })
}

#[cfg(test)]
mod tests;
