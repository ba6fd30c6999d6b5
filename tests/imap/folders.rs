//! Which folders are read: on Dovecot, on a server with the labels of Gmail, on one that knows XLIST only.

use goodwill::sources::imap::{self, Role};

use super::{account, account_of, days_ago, message, now, password, plain, sync, trusting};
use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::imap_client::Client;
use crate::servers::scripted::{Answer, Scripted, header};

fn done(data: &str) -> Answer {
    Answer::Say(format!("{data}TAG OK done\r\n"))
}

#[tokio::test]
async fn the_archive_patterns_and_new_folders_are_read_on_a_real_server() {
    let server = Dovecot::start();
    let mut owner = Client::open(server.plain_port, USER, PASSWORD);
    for folder in ["Archive", "Work", "Trash"] {
        owner.command(&format!("CREATE {folder}"));
    }
    server.deliver("INBOX", "a", days_ago(9), &message("in"));
    server.deliver("Archive", "b", days_ago(9), &message("archived"));
    server.deliver("Work", "c", days_ago(9), &message("work"));
    server.deliver("Trash", "d", days_ago(9), &message("thrown-away"));
    let (kept, _) = sync(&account_of(&server), &[]).await.unwrap();
    assert_eq!(kept.subjects(), ["in", "archived"]);
    assert_eq!(kept.messages().map(|(role, _)| role).collect::<Vec<_>>(), [Role::Inbox, Role::Archive]);

    let keys = format!("{}\ninclude = [\"*\"]\nexclude = [\"Archive\"]", trusting(&server.ca()));
    let all = account(server.tls_port, &keys);
    let (kept, report) = sync(&all, &[]).await.unwrap();
    assert_eq!((kept.subjects(), report.missing.len()), (vec!["in".to_owned(), "work".to_owned()], 0));
    // As the server spells Größe.
    owner.command("CREATE \"Gr&APYA3w-e\"");
    server.deliver("Gr&APYA3w-e", "e", days_ago(1), &message("new-folder"));
    let (kept, _) = sync(&all, &kept.cursors()).await.unwrap();
    assert_eq!(kept.subjects(), ["new-folder"]);

    let checked = imap::check(&all, &password(), now()).await.unwrap();
    let read: Vec<_> =
        checked.chosen.iter().map(|chosen| format!("{}: {}", chosen.name.display(), chosen.why)).collect();
    assert!(read.contains(&"Größe: fits `*`".to_owned()), "{read:?}");
    let left: Vec<_> =
        checked.left.iter().map(|(name, left)| format!("{}: {left}", name.display())).collect();
    assert!(left.contains(&"Archive: `exclude` names it".to_owned()), "{left:?}");
    assert!(left.contains(&"Trash: trash".to_owned()), "{left:?}");
}

#[tokio::test]
async fn labels_tell_what_was_sent_and_received_and_what_is_neither() {
    let labels = [
        ("\"\\\\Inbox\" \"\\\\Important\"", Some(Role::Inbox)),
        ("\"\\\\Sent\" \"\\\\Inbox\"", Some(Role::Sent)),
        ("", Some(Role::Archive)),
        ("\\Sent Work", Some(Role::Sent)),
        ("\"Kunden (alt) \\\"A\\\"\" {9}\r\nB {3}) \\(", Some(Role::Archive)),
        ("\"\\\\Draft\"", None),
        ("\"\\\\Trash\"", None),
        ("News/Daily \"\\\\Inbox\"", None),
    ];
    let count = u32::try_from(labels.len()).unwrap();
    let rows: String = (1..=count)
        .zip(labels)
        .map(|(uid, (labels, _))| header(uid).replace("(UID", &format!("(X-GM-LABELS ({labels}) UID")))
        .collect();
    let server = Scripted::sound(count)
        .with("CAPABILITY", done("* CAPABILITY IMAP4rev1 X-GM-EXT-1\r\n"))
        .with(
            "LIST",
            done("* LIST () \"/\" INBOX\r\n* LIST (\\All) \"/\" All\r\n* LIST (\\Sent) \"/\" Out\r\n"),
        )
        .with("UID FETCH 1:8 (UID INTERNALDATE RFC822.SIZE X-GM-LABELS", done(&rows));
    let account = account(server.start().await, "security = \"plain\"\nexclude = [\"News/*\"]");
    let (kept, report) = sync(&account, &[]).await.unwrap();
    assert_eq!(server.heard("EXAMINE"), ["EXAMINE \"All\""]);
    let read: Vec<_> = kept.messages().map(|(role, message)| (message.uid.get(), role)).collect();
    let expected: Vec<_> =
        (1..).zip(labels).filter_map(|(uid, (_, role))| role.map(|role| (uid, role))).collect();
    assert_eq!(read, expected);
    assert_eq!((report.fetched(), report.missing.len()), (5, 0));
}

#[tokio::test]
async fn labels_that_make_no_sense_are_no_ground_for_trust() {
    for labels in ["(\"\\\\Sent", "NIL", "((((((((((((((((((((((((((((((((((((((((((((((((("] {
        let row = header(2).replace("(UID", &format!("(X-GM-LABELS {labels} UID"));
        let rows = format!("{}{row}", header(1));
        let server = Scripted::sound(2)
            .with("CAPABILITY", done("* CAPABILITY IMAP4rev1 X-GM-EXT-1\r\n"))
            .with("LIST", done("* LIST (\\All) \"/\" All\r\n"))
            .with("UID FETCH 1:2 (UID INTERNALDATE RFC822.SIZE X-GM-LABELS", done(&rows));
        if let Ok((kept, _)) = sync(&plain(server.start().await), &[]).await {
            assert!(kept.messages().all(|(role, _)| role == Role::Other), "{labels}");
        }
    }
}

#[tokio::test]
async fn servers_that_only_know_xlist_tell_by_it_what_folders_are_for() {
    let list = "* XLIST (\\HasNoChildren \\Inbox) \"/\" \"Posteingang\"\r\n\
                * XLIST (\\HasNoChildren \\AllMail) \"/\" \"Alle\"\r\n\
                * XLIST (\\Sent \\HasNoChildren) \"/\" \"Ausgang\"\r\n\
                * XLIST (\\Spam) \"/\" \"\\\\AllMail\"\r\n";
    let server = Scripted::sound(3)
        .with("CAPABILITY", done("* CAPABILITY IMAP4rev1 XLIST\r\n"))
        .with("XLIST", done(list));
    let account = plain(server.start().await);
    let (_, report) = sync(&account, &[]).await.unwrap();
    let read: Vec<_> = report.folders.iter().map(|folder| (folder.name.as_str(), folder.role)).collect();
    assert_eq!(read, [("INBOX", Role::Inbox), ("Ausgang", Role::Sent)]);
    let checked = imap::check(&account, &password(), now()).await.unwrap();
    let left: Vec<_> = checked.left.iter().map(|(name, left)| format!("{}: {left}", name.as_str())).collect();
    assert_eq!(left, ["Posteingang: what arrives", "Alle: all mail once more", "\\AllMail: junk"]);
}
