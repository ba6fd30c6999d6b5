//! Tests of the choice of folders.

use imap_proto::NameAttribute as Mark;

use super::*;
use crate::config;
use crate::sources::imap::folders::listed;

fn folder(name: &str, marks: &[Mark<'_>]) -> Listed {
    listed(name, Some("/"), marks).unwrap()
}

fn folders(names: &[&str]) -> Vec<Listed> {
    names.iter().map(|name| folder(name, &[])).collect()
}

/// What is chosen by these lines of config, with its role and why; what is left and why; what is missing.
fn chosen(keys: &str, listed: &[Listed], labels: Labels) -> (String, String, Vec<String>) {
    let text = format!(
        "{}[[mail]]\naddress = \"a@b.example\"\nimap = \"b.example\"\npassword = {{ file = \"/x\" }}\n{keys}\n",
        config::MINIMAL
    );
    let account = Account::new(&config::parse(&text, "config.toml").unwrap().mail[0]);
    let choice = choose(&account, listed, labels);
    let read: Vec<_> = choice
        .chosen
        .iter()
        .map(|chosen| format!("{} {:?} {}", chosen.name.display(), chosen.role, chosen.why))
        .collect();
    let left: Vec<_> = choice.left.iter().map(|(name, left)| format!("{} {left}", name.display())).collect();
    (read.join("; "), left.join("; "), choice.missing)
}

fn sent_of(names: &[&str]) -> Option<String> {
    let folders = folders(names);
    place(Purpose::Sent, &folders).map(|place| place.folder.name.as_str().to_owned())
}

#[test]
fn sent_mail_is_found_by_its_mark_or_its_name() {
    let marked = [folder("Sent", &[]), folder("Outgoing", &[Mark::Sent])];
    assert_eq!(place(Purpose::Sent, &marked).unwrap().folder.name.as_str(), "Outgoing");
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
    assert_eq!(place(Purpose::Sent, &[folder("Sent", &[Mark::NoSelect])]).map(|_| ()), None);
}

#[test]
fn without_a_word_of_the_owner_s_inbox_sent_mail_and_the_archive_are_read() {
    let all =
        folders(&["INBOX", "Sent", "Drafts", "Work", "Papierkorb", "Archive", "Archive/2024", "Archives2"]);
    let (read, left, missing) = chosen("", &all, Labels::None);
    assert_eq!(
        read,
        "INBOX Inbox what arrives; Sent Sent sent mail by its name; Archive Archive the archive by its name; \
         Archive/2024 Archive below the archive"
    );
    assert_eq!(left, "Drafts drafts; Work not chosen; Papierkorb trash; Archives2 not chosen");
    assert!(missing.is_empty());
    // Thunderbird's holds nothing itself.
    let yearly = [folder("Archives", &[Mark::NoSelect]), folder("Archives/2024", &[])];
    let (read, _, missing) = chosen("folders = [\"@archive\"]", &yearly, Labels::None);
    assert_eq!((read.as_str(), missing.len()), ("Archives/2024 Archive below the archive", 0));
    let (read, _, missing) = chosen("", &[], Labels::None);
    assert_eq!((read.as_str(), missing), ("INBOX Inbox what arrives", vec!["@sent".to_owned()]));
}

#[test]
fn folders_are_chosen_once_and_the_missing_named() {
    let all = folders(&["inbox", "Sent", "Work/B&APw-cher"]);
    let keys =
        "folders = [\"INBOX\", \"@sent\", \"sent\", \"work/bücher\", \"Gone\"]\ninclude = [\"*\", \"Old/*\"]";
    let (read, left, missing) = chosen(keys, &all, Labels::None);
    assert_eq!(
        read,
        "INBOX Inbox what arrives; Sent Sent sent mail by its name; Work/Bücher Other named in `folders`"
    );
    assert_eq!((left.as_str(), missing), ("", vec!["Gone".to_owned(), "Old/*".to_owned()]));
}

#[test]
fn patterns_choose_and_leave_whatever_the_levels_are_parted_by() {
    let dotted: Vec<_> =
        ["INBOX", "INBOX.Work", "INBOX.Work.Kunden", "INBOX.Work.News", "INBOX.Spam", "INBOX.Trash"]
            .iter()
            .map(|name| listed(name, Some("."), &[]).unwrap())
            .collect();
    let keys = "folders = [\"INBOX\"]\ninclude = [\"inbox/*\"]\nexclude = [\"*/news\"]";
    let (read, left, missing) = chosen(keys, &dotted, Labels::None);
    assert_eq!(
        read,
        "INBOX Inbox what arrives; INBOX.Work Other fits `inbox/*`; INBOX.Work.Kunden Other fits `inbox/*`"
    );
    assert_eq!(left, "INBOX.Work.News `exclude` names it; INBOX.Spam junk; INBOX.Trash trash");
    assert!(missing.is_empty());
    // What is excluded is not read though it is named, and junk only where it is.
    let keys = "folders = [\"INBOX\", \"INBOX/Work\", \"INBOX/Spam\"]\nexclude = [\"INBOX/Work\", \"INBOX\"]";
    assert_eq!(chosen(keys, &dotted, Labels::None).0, "INBOX.Spam Other named in `folders`");
}

#[test]
fn where_all_mail_is_labelled_it_is_read_alone() {
    let gmail = [
        folder("INBOX", &[]),
        folder("Clients", &[]),
        folder("[Gmail]", &[Mark::NoSelect]),
        folder("[Gmail]/Alle Nachrichten", &[Mark::All]),
        folder("[Gmail]/Gesendet", &[Mark::Sent]),
        folder("[Gmail]/Spam", &[Mark::Junk]),
        folder("[Gmail]/Wichtig", &[Mark::Extension("\\Important".into())]),
    ];
    let (read, left, missing) = chosen("include = [\"Clients\"]", &gmail, Labels::Gmail);
    assert_eq!(read, "[Gmail]/Alle Nachrichten Other all mail, received and sent by its labels");
    assert_eq!(
        left,
        "INBOX part of all mail; Clients part of all mail; [Gmail]/Gesendet part of all mail; [Gmail]/Spam junk; \
         [Gmail]/Wichtig marked mail once more"
    );
    assert!(missing.is_empty());
    // Without @archive, or where All Mail is not shown by IMAP, folders are folders.
    let folders = "folders = [\"INBOX\", \"@sent\"]";
    assert!(
        chosen(folders, &gmail, Labels::Gmail)
            .0
            .starts_with("INBOX Inbox what arrives; [Gmail]/Gesendet Sent")
    );
    let hidden: Vec<_> = gmail.into_iter().filter(|folder| folder.mark != Some(Purpose::All)).collect();
    assert!(
        chosen("", &hidden, Labels::Gmail).0.starts_with("INBOX Inbox what arrives; [Gmail]/Gesendet Sent")
    );
}

#[test]
fn a_name_of_inbox_in_the_owner_s_language_is_not_another_folder() {
    let xlist = [folder("Posteingang", &[Mark::Extension("\\Inbox".into())]), folder("Work", &[])];
    let (read, left, _) = chosen("include = [\"*\"]", &xlist, Labels::None);
    assert_eq!(read, "INBOX Inbox what arrives; Work Other fits `*`");
    assert_eq!(left, "Posteingang what arrives");
}
