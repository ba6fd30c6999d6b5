//! Which folders there are: their names, what parts the levels of these, what each is for. Which of them to read
//! is decided in `choose`.

use imap_proto::{MailboxDatum, NameAttribute, Response};

use super::account::FolderName;
use super::command::Command;
use super::error::ImapError;
use super::purpose::Purpose;
use super::session::Session;

/// Most folders taken from a server.
const MAX_FOLDERS: usize = 10_000;

/// A folder of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) name: FolderName,
    /// Whether it can be opened, or only holds others.
    pub(super) opens: Opens,
    /// What parts the levels of its name.
    delimiter: Option<char>,
    /// What the server says that it is for.
    pub(super) mark: Option<Purpose>,
}

/// Whether a folder can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    Yes,
    No,
}

/// Lists the folders, with those that only hold others.
pub(super) async fn list(session: &mut Session) -> Result<Vec<Listed>, ImapError> {
    let command = if session.can("SPECIAL-USE") && session.can("LIST-EXTENDED") {
        Command::ListSpecialUse
    } else if session.can("XLIST") && !session.can("SPECIAL-USE") {
        Command::XList
    } else {
        Command::List
    };
    let mut folders = Vec::new();
    session
        .run(command, &mut |response| {
            if let Response::MailboxData(MailboxDatum::List(data)) = response
                && folders.len() < MAX_FOLDERS
            {
                folders.extend(listed(&data.name, data.delimiter.as_deref(), &data.name_attributes));
            }
        })
        .await?;
    Ok(folders)
}

/// A folder as a server lists it; nothing where it has no name that could be sent back.
pub(super) fn listed(name: &str, delimiter: Option<&str>, marks: &[NameAttribute<'_>]) -> Option<Listed> {
    let closed = |mark: &NameAttribute<'_>| match mark {
        NameAttribute::NoSelect => true,
        NameAttribute::Extension(name) => name.eq_ignore_ascii_case("\\NonExistent"),
        _ => false,
    };
    // What was not UTF-8 cannot be written back, and a line break ends a command.
    if name.is_empty() || name.contains(['\r', '\n', '\0', '\u{fffd}']) {
        return None;
    }
    Some(Listed {
        name: FolderName::new(unescape(name)),
        opens: if marks.iter().any(closed) { Opens::No } else { Opens::Yes },
        delimiter: delimiter.map(unescape).and_then(|delimiter| delimiter.chars().next()),
        mark: marks.iter().find_map(Purpose::of_mark),
    })
}

/// The parser leaves the backslashes of quoted strings where they are.
fn unescape(quoted: &str) -> String {
    let mut out = String::with_capacity(quoted.len());
    let mut chars = quoted.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(|next| matches!(next, '\\' | '"')) {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
    out
}

impl Listed {
    /// Its name as the owner sees it, levels parted by `/`.
    pub(super) fn path(&self) -> String {
        let shown = self.name.display();
        self.delimiter.map_or(shown.clone(), |delimiter| shown.replace(delimiter, "/"))
    }

    /// The last level of its name in lower case.
    pub(super) fn last_level(&self) -> String {
        let path = self.path();
        // Without levels a `/` is part of the name.
        let last = self.delimiter.and_then(|_| path.rsplit('/').next());
        last.unwrap_or(&path).to_lowercase()
    }

    /// How many levels its name has.
    pub(super) fn levels(&self) -> usize {
        self.delimiter.map_or(1, |_| self.path().split('/').count())
    }

    /// Whether it lies below another one.
    pub(super) fn is_below(&self, other: &Self) -> bool {
        let below = self.name.as_str().strip_prefix(other.name.as_str());
        below.zip(self.delimiter).is_some_and(|(rest, delimiter)| rest.starts_with(delimiter))
    }

    /// The folder of that name, as the owner writes it.
    pub(super) fn find<'a>(name: &str, listed: &'a [Self]) -> Option<&'a Self> {
        let open = || listed.iter().filter(|folder| folder.opens == Opens::Yes);
        let exact = open().find(|folder| folder.name.as_str() == name || folder.name.display() == name);
        exact.or_else(|| open().find(|folder| folder.path() == name)).or_else(|| {
            let lower = name.to_lowercase();
            open().find(|folder| folder.path().to_lowercase() == lower)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_or_named_is_told_apart() {
        let opens = |mark| listed("Top", Some("/"), &[mark]).unwrap().opens;
        assert_eq!(opens(NameAttribute::NoSelect), Opens::No);
        assert_eq!(opens(NameAttribute::Extension("\\NonExistent".into())), Opens::No);
        assert_eq!(opens(NameAttribute::Marked), Opens::Yes);
        assert!(listed("a\u{fffd}", None, &[]).is_none());
        assert_eq!(listed("a\\\"b\\\\c", Some("\\\\"), &[]).unwrap().name.as_str(), "a\"b\\c");
    }
}
