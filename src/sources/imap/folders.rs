//! Which folders there are, and which of them to read: INBOX, sent mail by its mark (RFC 6154) or by one
//! of the names that mail programs give it, others by the name the owner wrote.

use imap_proto::{MailboxDatum, NameAttribute, Response};

use super::account::{FolderName, Role};
use super::command::Command;
use super::error::ImapError;
use super::session::Session;
use crate::config::Folder;

/// Most folders taken from a server.
const MAX_FOLDERS: usize = 10_000;

/// Names of sent mail, most telling first, in lower case.
const SENT_NAMES: [&str; 30] = [
    "sent",
    "sent mail",
    "sent items",
    "sent messages",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "gesendete nachrichten",
    "envoyés",
    "éléments envoyés",
    "messages envoyés",
    "courrier envoyé",
    "enviados",
    "elementos enviados",
    "itens enviados",
    "mensajes enviados",
    "inviata",
    "posta inviata",
    "elementi inviati",
    "verzonden",
    "verzonden items",
    "wysłane",
    "elementy wysłane",
    "skickat",
    "sendt",
    "sendte elementer",
    "lähetetyt",
    "отправленные",
    "送信済み",
    "已发送",
];

/// A folder of the server that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) name: FolderName,
    /// What parts the levels of its name.
    delimiter: Option<char>,
    /// Whether the server says that it holds sent mail.
    marked_sent: bool,
}

/// A folder to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) name: FolderName,
    pub(super) role: Role,
}

/// Lists the folders that can be opened.
pub(super) async fn list(session: &mut Session) -> Result<Vec<Listed>, ImapError> {
    let extended = session.can("SPECIAL-USE") && session.can("LIST-EXTENDED");
    let command = if extended { Command::ListSpecialUse } else { Command::List };
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

fn listed(name: &str, delimiter: Option<&str>, attributes: &[NameAttribute<'_>]) -> Option<Listed> {
    let closed = |attribute: &NameAttribute<'_>| match attribute {
        NameAttribute::NoSelect => true,
        NameAttribute::Extension(name) => name.eq_ignore_ascii_case("\\NonExistent"),
        _ => false,
    };
    // What was not UTF-8 cannot be written back, and a line break ends a command.
    if attributes.iter().any(closed) || name.is_empty() || name.contains(['\r', '\n', '\0', '\u{fffd}']) {
        return None;
    }
    Some(Listed {
        name: FolderName::new(unescape(name)),
        delimiter: delimiter.map(unescape).and_then(|delimiter| delimiter.chars().next()),
        marked_sent: attributes.contains(&NameAttribute::Sent),
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

/// The folders to read of those there are, each once, and how the owner wrote those that are not there.
pub(super) fn choose(wanted: &[Folder], listed: &[Listed]) -> (Vec<Chosen>, Vec<String>) {
    let (mut chosen, mut missing) = (Vec::<Chosen>::new(), Vec::new());
    let sent = sent(listed).map(|folder| &folder.name);
    for folder in wanted {
        let (found, written) = match folder {
            // It is there by definition (RFC 3501, 5.1), listed or not.
            Folder::Inbox => (Some(FolderName::new("INBOX")), "INBOX"),
            Folder::Sent => (sent.cloned(), "@sent"),
            Folder::Named(name) => (named(name, listed), name.as_str()),
        };
        match found {
            Some(name) if chosen.iter().any(|other| other.name == name) => {}
            Some(name) => chosen.push(Chosen { role: role(&name, sent), name }),
            None => missing.push(written.to_owned()),
        }
    }
    (chosen, missing)
}

fn role(name: &FolderName, sent: Option<&FolderName>) -> Role {
    if name.as_str().eq_ignore_ascii_case("INBOX") {
        Role::Inbox
    } else if Some(name) == sent {
        Role::Sent
    } else {
        Role::Other
    }
}

/// The folder of sent mail.
fn sent(listed: &[Listed]) -> Option<&Listed> {
    let marked = listed.iter().find(|folder| folder.marked_sent);
    marked.or_else(|| {
        let rank = |folder: &&Listed| {
            let name = folder.last_level().to_lowercase();
            let by_name = SENT_NAMES.iter().position(|sent| *sent == name);
            // `送信済みメール`, `已发送邮件` and the like.
            by_name.or_else(|| SENT_NAMES.iter().position(|sent| !sent.is_ascii() && name.starts_with(sent)))
        };
        // Of two equal names the one nearer to the root.
        listed
            .iter()
            .filter(|folder| rank(folder).is_some())
            .min_by_key(|folder| (folder.levels(), rank(folder), folder.name.clone()))
    })
}

fn named(name: &str, listed: &[Listed]) -> Option<FolderName> {
    let path = |folder: &Listed| {
        let shown = folder.name.display();
        folder.delimiter.map_or(shown.clone(), |delimiter| shown.replace(delimiter, "/"))
    };
    let exact = listed.iter().find(|folder| folder.name.as_str() == name || folder.name.display() == name);
    let alike = || listed.iter().find(|folder| path(folder) == name);
    let found = exact.or_else(alike).or_else(|| {
        let lower = name.to_lowercase();
        listed.iter().find(|folder| path(folder).to_lowercase() == lower)
    });
    found.map(|folder| folder.name.clone())
}

impl Listed {
    fn last_level(&self) -> String {
        let shown = self.name.display();
        let last = self.delimiter.and_then(|delimiter| shown.rsplit(delimiter).next().map(str::to_owned));
        last.unwrap_or(shown)
    }

    fn levels(&self) -> usize {
        let shown = self.name.display();
        self.delimiter.map_or(1, |delimiter| shown.split(delimiter).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, attributes: &[NameAttribute<'_>]) -> Listed {
        listed(name, Some("/"), attributes).unwrap()
    }

    fn sent_of(names: &[&str]) -> Option<String> {
        let folders: Vec<_> = names.iter().map(|name| folder(name, &[])).collect();
        sent(&folders).map(|folder| folder.name.as_str().to_owned())
    }

    #[test]
    fn sent_mail_is_found_by_its_mark_or_its_name() {
        let marked = [folder("Sent", &[]), folder("Outgoing", &[NameAttribute::Sent])];
        assert_eq!(sent(&marked).map(|folder| folder.name.as_str()), Some("Outgoing"));
        for name in [
            "Sent",
            "INBOX/Sent Items",
            "[Gmail]/Gesendet",
            "Envoy&AOk-s",
            "&kAFP4W4IMH8w4TD8MOs-",
            "Wys&AUI-ane",
        ] {
            assert_eq!(sent_of(&["INBOX", "Trash", name]).as_deref(), Some(name));
        }
        assert_eq!(sent_of(&["Old/Sent", "Sent Items"]).as_deref(), Some("Sent Items"));
        assert_eq!(sent_of(&["INBOX", "Presents", "Consent"]), None);
    }

    #[test]
    fn folders_are_chosen_once_and_the_missing_named() {
        let listed = [folder("INBOX", &[]), folder("Sent", &[]), folder("Work/B&APw-cher", &[])];
        let wanted = [
            Folder::Inbox,
            Folder::Sent,
            Folder::Named("sent".into()),
            Folder::Named("work/bücher".into()),
            Folder::Named("Gone".into()),
        ];
        let (chosen, missing) = choose(&wanted, &listed);
        let chosen: Vec<_> = chosen.iter().map(|chosen| (chosen.name.as_str(), chosen.role)).collect();
        let expected = [("INBOX", Role::Inbox), ("Sent", Role::Sent), ("Work/B&APw-cher", Role::Other)];
        assert_eq!(chosen, expected);
        assert_eq!(missing, ["Gone"]);
    }

    #[test]
    fn what_cannot_be_opened_is_left_out() {
        assert!(listed("Top", Some("/"), &[NameAttribute::NoSelect]).is_none());
        assert!(listed("Top", None, &[NameAttribute::Extension("\\NonExistent".into())]).is_none());
        assert!(listed("a\u{fffd}", None, &[]).is_none());
        assert_eq!(listed("a\\\"b\\\\c", Some("\\\\"), &[]).unwrap().name.as_str(), "a\"b\\c");
    }
}
