//! Eighty and more things that servers do, by habit or by malice, each against a mailbox of three messages:
//! nothing hangs, nothing aborts, and after the next pass over a sound server every message was handed on,
//! none of them twice.

mod memory;
mod parts;

use std::time::Duration;

use goodwill::sources::imap::{self, FolderCursor};

use super::{Kept, now, password, plain};
use crate::servers::scripted::{Answer, Fault, Scripted, header};

/// What a pass over the odd server comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// All is read at once.
    Whole,
    /// All but one message, which is named.
    LessOne,
    /// Nothing or a part; the error says why.
    Failed,
}
use Comes::{Failed, LessOne, Whole};

struct Case(&'static str, Scripted, Comes);

/// A server that answers a command by this, and then completes it.
fn says(command: &'static str, data: &str) -> Scripted {
    Scripted::sound(3).with(command, Answer::Say(format!("{data}TAG OK done\r\n")))
}

fn completes(command: &'static str, text: &str) -> Scripted {
    Scripted::sound(3).with(command, Answer::Say(format!("TAG {text}\r\n")))
}

const HEADERS: &str = "UID FETCH 1:3 (UID INTERNALDATE";
const EXAMINED: &str = "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\n";

fn rows(change: impl Fn(String) -> String) -> String {
    (1..=3).map(|uid| change(header(uid))).collect()
}

fn greets(text: &str) -> Scripted {
    Scripted { greeting: Answer::Say(text.to_owned()), ..Scripted::sound(3) }
}

fn greetings_and_logins() -> Vec<Case> {
    let greeting = |text| greets(text);
    vec![
        Case("a greeting with nothing behind OK", greeting("* OK\r\n"), Whole),
        Case("a greeting with one blank behind OK", greeting("* OK \r\n"), Whole),
        Case("a greeting in another alphabet", greeting("* OK Добро пожаловать\r\n"), Whole),
        Case("a greeting with an unknown code", greeting("* OK [XFOO bar] hi\r\n"), Whole),
        Case("a greeting that is a farewell", greeting("* BYE too many connections\r\n"), Failed),
        Case("a greeting that says logged in", greeting("* PREAUTH hi\r\n"), Whole),
        Case("a greeting of another protocol", greeting("220 mx ESMTP\r\n"), Failed),
        Case("a greeting with bare line feeds", greeting("* OK hi\n* OK there\r\n"), Failed),
        Case("capabilities nobody knows", says("CAPABILITY", "* CAPABILITY IMAP4rev1 XA X-B=C\r\n"), Whole),
        Case(
            "capabilities twice",
            says("CAPABILITY", "* CAPABILITY IMAP4rev1\r\n* CAPABILITY IMAP4rev1\r\n"),
            Whole,
        ),
        Case("a login that is unavailable", completes("LOGIN", "NO [UNAVAILABLE] later"), Failed),
        Case(
            "a login that tells its capabilities",
            completes("LOGIN", "OK [CAPABILITY IMAP4rev1] in"),
            Whole,
        ),
        Case("a login with no text", completes("LOGIN", "OK "), Whole),
        Case("an alert at the login", says("LOGIN", "* OK [ALERT] read our terms\r\n"), Whole),
        Case(
            "a login that is throttled",
            completes("LOGIN", "NO [THROTTLED] Account exceeded its limits"),
            Failed,
        ),
        Case("a login beyond a quota", completes("LOGIN", "NO [OVERQUOTA] too much for today"), Failed),
        Case(
            "a login that refers elsewhere",
            completes("LOGIN", "NO [REFERRAL imap://;AUTH=*@other.example/] go there"),
            Failed,
        ),
        Case("capabilities refused", completes("CAPABILITY", "NO not now"), Failed),
        Case("capabilities that never come", completes("CAPABILITY", "OK"), Whole),
        Case("namespaces unasked", says("LOGIN", "* NAMESPACE NIL NIL NIL\r\n"), Failed),
        Case("a warning at the login", says("LOGIN", "* NO your quota is nearly used\r\n"), Whole),
    ]
}

fn folders() -> Vec<Case> {
    let listed = |data| says("LIST", data);
    let inbox = "* LIST () \"/\" INBOX\r\n";
    let and = |more: &str| says("LIST", &format!("{inbox}{more}"));
    vec![
        Case("no folder at all", listed(""), Whole),
        Case("INBOX as inbox", listed("* LIST () \"/\" inbox\r\n"), Whole),
        Case("no delimiter", listed("* LIST () NIL INBOX\r\n"), Whole),
        Case("a name as a literal", and("* LIST () \"/\" {3}\r\na\"b\r\n"), Whole),
        Case("a name that leads out", and("* LIST () \"/\" \"../../etc\"\r\n"), Whole),
        Case(
            "a name with brackets",
            and("* LIST () \"/\" \"((((((((((((((((((((((((((((((((((((((((((\"\r\n"),
            Whole,
        ),
        Case(
            "a name that is no UTF-8",
            Scripted::sound(3)
                .with("LIST", Answer::Say(format!("{inbox}* LIST () \"/\" \"\u{fffd}\"\r\nTAG OK done\r\n"))),
            Whole,
        ),
        Case("a folder that cannot be opened", and("* LIST (\\Noselect) \"/\" Sent\r\n"), Whole),
        Case("flags nobody knows", and("* LIST (\\HasNoChildren \\XFoo) \"/\" Old\r\n"), Whole),
        Case("a line between lines", and("* OK still here\r\n"), Whole),
        Case(
            "a folder with extended data",
            and("* LIST () \"/\" Old (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n"),
            Failed,
        ),
        Case("the state of a folder unasked", and("* STATUS INBOX ()\r\n"), Whole),
        Case("a kind of line nobody knows", and("* XFOO bar\r\n"), Failed),
        Case("the same folder twice", and(inbox), Whole),
        Case("a name in Latin letters beyond ASCII", and("* LIST () \"/\" \"Gr\u{f6}\u{df}e\"\r\n"), Whole),
        Case(
            "a list that ends early",
            Scripted::sound(3).with("LIST", Answer::SayAndClose(inbox.into())),
            Failed,
        ),
        Case("a list that is refused", completes("LIST", "NO not now"), Failed),
        Case("a list that is bad", completes("LIST", "BAD what"), Failed),
        Case("a response nobody asked for", and("* METADATA \"\" (/shared/x)\r\n"), Failed),
    ]
}

fn opening() -> Vec<Case> {
    let examined = |data: &str| says("EXAMINE", data);
    let with = |more: &str| says("EXAMINE", &format!("{EXAMINED}{more}"));
    vec![
        Case("no UIDNEXT", Scripted { uid_next: None, ..Scripted::sound(3) }, Whole),
        Case("UIDNEXT far ahead", Scripted { uid_next: Some(4_000_000_000), ..Scripted::sound(3) }, Whole),
        Case("UIDNEXT behind", Scripted { uid_next: Some(2), ..Scripted::sound(3) }, Whole),
        Case("UIDNEXT of zero", Scripted { uid_next: Some(0), ..Scripted::sound(3) }, Whole),
        Case("no UIDVALIDITY", Scripted { uid_validity: None, ..Scripted::sound(3) }, Failed),
        Case("UIDVALIDITY of zero", Scripted { uid_validity: Some(0), ..Scripted::sound(3) }, Failed),
        Case("another UIDVALIDITY", Scripted { uid_validity: Some(8), ..Scripted::sound(3) }, Whole),
        Case("more than there are", examined(&EXAMINED.replace("* 3", "* 9")), Whole),
        Case("as many as can be counted", examined(&EXAMINED.replace("* 3", "* 4294967295")), Whole),
        Case("flags", with("* FLAGS (\\Seen \\*)\r\n* OK [PERMANENTFLAGS ()] no\r\n"), Whole),
        Case("flags with brackets in them", with("* FLAGS (OIB-Seen-[Gmail]/All)\r\n"), Whole),
        Case("a warning", with("* NO the disk is nearly full\r\n"), Whole),
        Case("modification numbers", with("* OK [HIGHESTMODSEQ 715194045007] ok\r\n"), Whole),
        Case("an id of the mailbox", with("* OK [MAILBOXID (F123)] ok\r\n"), Whole),
        Case("recent and unseen", with("* 0 RECENT\r\n* OK [UNSEEN 1] first\r\n"), Whole),
        Case("capabilities unasked", with("* CAPABILITY IMAP4rev1\r\n"), Whole),
        Case("an expunge meanwhile", with("* 9 EXPUNGE\r\n"), Whole),
        Case("hundreds of numbers unasked", with(&"* 3 EXISTS\r\n* 0 RECENT\r\n".repeat(300)), Whole),
        Case("messages that vanished earlier", with("* VANISHED (EARLIER) 41,43:116\r\n"), Failed),
        Case("a text that ends in a code", with("* OK [READ-ONLY]\r\n"), Whole),
        Case("unsafe login", completes("EXAMINE", "NO EXAMINE Unsafe Login. Please contact us"), Failed),
        Case("not connected", completes("EXAMINE", "BAD User is authenticated but not connected."), Failed),
        Case(
            "a farewell",
            Scripted::sound(3).with("EXAMINE", Answer::SayAndClose("* BYE so long\r\n".into())),
            Failed,
        ),
    ]
}

fn searching() -> Vec<Case> {
    let found = |data| says("UID SEARCH", data);
    vec![
        Case("a blank at the end", found("* SEARCH 1 2 3 \r\n"), Whole),
        Case("in two lines", found("* SEARCH 1 2\r\n* SEARCH 3\r\n"), Whole),
        Case("one of them twice", found("* SEARCH 1 2 3 2\r\n"), Whole),
        Case("none before and all behind", found("* SEARCH\r\n* SEARCH 3 2 1\r\n"), Whole),
        Case("with some that are not there", found("* SEARCH 1 2 3 77 4000000000\r\n"), Whole),
        Case("with a zero", found("* SEARCH 0 1 2 3\r\n"), Whole),
        Case("with its modification number", found("* SEARCH 1 2 3 (MODSEQ 9)\r\n"), Failed),
        Case("an extended answer", found("* ESEARCH (TAG \"g5\") UID ALL 1:3\r\n"), Failed),
        Case("a number too large", found("* SEARCH 99999999999\r\n"), Failed),
        Case("a search that fails", completes("UID SEARCH", "NO [SERVERBUG] SEARCH Server error"), Failed),
        Case(
            "a search that is throttled",
            completes("UID SEARCH", "BAD Request is throttled. Suggested Backoff Time: 9 milliseconds"),
            Failed,
        ),
    ]
}

fn beside_headers() -> Vec<Case> {
    let fetched = |data: String| says(HEADERS, &data);
    let all = || rows(|row| row);
    vec![
        Case(
            "flags of others in between",
            fetched(rows(|row| format!("* 2 FETCH (FLAGS (\\Seen))\r\n{row}"))),
            Whole,
        ),
        Case("messages nobody asked for", fetched(format!("{}{}", header(77), all())), Whole),
        Case("each twice", fetched(rows(|row| format!("{row}{row}"))), Whole),
        Case("from the last to the first", fetched([header(3), header(2), header(1)].concat()), Whole),
        Case(
            "flags that look like lists beside",
            fetched(rows(|row| row.replace("(UID", "(FLAGS ([x] $MDNSent) UID"))),
            Whole,
        ),
        Case(
            "an envelope unasked",
            fetched(rows(|row| {
                row.replace("(UID", "(ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) UID")
            })),
            Whole,
        ),
        Case(
            "rows without a UID",
            fetched(format!("{}{}", rows(|row| row.replace("UID ", "X-ID ")), all())),
            Whole,
        ),
        Case(
            "hundreds of flags of others",
            fetched("* 2 FETCH (FLAGS (\\Seen))\r\n".repeat(300) + &all()),
            Whole,
        ),
        Case("flags beside", fetched(rows(|row| row.replace("(UID", "(FLAGS (\\Seen $X) UID"))), Whole),
        Case(
            "modification numbers beside",
            fetched(rows(|row| row.replace("(UID", "(MODSEQ (12) UID"))),
            Whole,
        ),
        Case(
            "an attribute nobody knows",
            fetched(rows(|row| row.replace("(UID", "(X-GM-MSGID 1278455344230334865 UID"))),
            Whole,
        ),
        Case(
            "a structure unasked",
            fetched(rows(|row| row.replace("(UID", "(BODYSTRUCTURE ((((\"a\" \"b)\")))) UID"))),
            Whole,
        ),
    ]
}

fn headers() -> Vec<Case> {
    let fetched = |data: String| says(HEADERS, &data);
    let all = || rows(|row| row);
    let full = |text: &str| Scripted::sound(3).fault(2, Fault::SaysInFull(text.to_owned()));
    vec![
        Case(
            "a blank before the last bracket",
            fetched(rows(|row| row.replace("\r\n\r\n)", "\r\n\r\n )"))),
            Whole,
        ),
        Case("a new message meanwhile", fetched(format!("* 4 EXISTS\r\n{}", all())), Whole),
        Case("an expunge meanwhile", fetched(format!("{}* 1 EXPUNGE\r\n", all())), Whole),
        Case("a date with blanks", fetched(rows(|row| row.replace("\"17-", "\" 7-"))), Whole),
        Case(
            "a date that is none",
            fetched(rows(|row| row.replace("17-Jul-2026 02:44:25 +0000", "soon"))),
            Whole,
        ),
        Case("a date before all mail", full("* 2 FETCH (UID 2 INTERNALDATE NIL)\r\n"), Whole),
        Case("a size of nothing", fetched(rows(|row| row.replace("SIZE 20", "SIZE 0"))), Whole),
        Case("a size beyond numbers", full("* 2 FETCH (UID 2 RFC822.SIZE 99999999999)\r\n"), Whole),
        Case(
            "a header of nothing",
            full(
                "* 2 FETCH (UID 2 BODY[HEADER]<0> {0}\r\n)\r\n* 3 FETCH (UID 3 BODY[HEADER]<0> {0}\r\n)\r\n",
            ),
            Whole,
        ),
        Case(
            "NIL in place of a header",
            full("* 2 FETCH (UID 2 BODY[HEADER]<0> NIL)\r\n* 3 FETCH (UID 3 BODY[HEADER]<0> NIL)\r\n"),
            Whole,
        ),
        Case("NUL within a header", fetched(rows(|row| row.replace("Subject", "Sub\0ect"))), Whole),
    ]
}

fn all_cases() -> Vec<Case> {
    [
        greetings_and_logins(),
        folders(),
        opening(),
        searching(),
        beside_headers(),
        headers(),
        parts::broken_rows(),
        parts::structures(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn pass(server: &Scripted, cursors: &[FolderCursor], known: Option<&'static str>) -> (Kept, bool) {
    let mut kept = Kept { known, ..Kept::default() };
    let port = server.start().await;
    let account = plain(port);
    let password = password();
    let outcome = imap::sync(&account, &password, cursors, &mut kept, now()).await;
    (kept, outcome.is_ok())
}

#[tokio::test]
async fn whatever_a_server_does_nothing_is_lost_or_doubled() {
    let cases = all_cases();
    assert!(cases.len() >= 80, "{}", cases.len());
    let mut wrong = Vec::new();
    for Case(name, server, expected) in cases {
        let began = std::time::Instant::now();
        let (first, succeeded) = pass(&server, &[], None).await;
        let unreadable: Vec<u32> =
            first.windows.iter().flat_map(|window| &window.unreadable).map(|uid| uid.get()).collect();
        let comes = match (succeeded, unreadable.as_slice()) {
            (false, _) => Failed,
            (true, []) => Whole,
            (true, _) => LessOne,
        };
        let (second, sound) =
            pass(&Scripted::sound(3), &first.cursors(), succeeded.then_some("Subject: ")).await;
        let renumbered = server.uid_validity.is_some_and(|number| !matches!(number, 0 | 7));
        let passes = if renumbered { vec![&first] } else { vec![&first, &second] };
        let seen = passes.iter().flat_map(|kept| kept.messages()).map(|(_, message)| message.uid.get());
        let mut all: Vec<u32> = seen.chain(unreadable).filter(|uid| *uid < 77).collect();
        all.sort_unstable();
        let slow = began.elapsed() > Duration::from_mins(1);
        if comes != expected || all != [1, 2, 3] || !sound || slow {
            wrong.push(format!("{name}: {comes:?} {all:?} sound {sound} slow {slow}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
