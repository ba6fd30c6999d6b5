//! Rows and structures of messages that are odd or broken.

use super::{Case, Failed, HEADERS, LessOne, Whole, completes, rows, says};
use crate::servers::scripted::{Answer, Fault, Scripted, header};

/// A server of multiparts with this structure.
fn shaped(structure: &str) -> Scripted {
    let more = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    let headers = rows(|row| row.replace("{16}", "{61}").replace("\r\n\r\n)", &format!("\r\n{more})")));
    let row = |uid: u32| format!("* {uid} FETCH (UID {uid} BODYSTRUCTURE {structure})\r\n");
    let structures = [row(1), row(2), row(3)].concat();
    says("UID FETCH 1:3 (UID BODYSTRUCTURE)", &structures)
        .with(HEADERS, Answer::Say(format!("{headers}TAG OK done\r\n")))
}

pub(super) fn broken_rows() -> Vec<Case> {
    let bad = |text: &str| Scripted::sound(3).fault(2, Fault::Says(text.to_owned()));
    vec![
        Case(
            "a literal larger than announced",
            bad("* 2 FETCH (UID 2 BODY[HEADER]<0> {3}\r\nSubject: x\r\n\r\n)\r\n"),
            LessOne,
        ),
        Case(
            "a literal smaller than announced",
            Scripted::sound(3).fault(2, Fault::Waits("* 2 FETCH (UID 2 BODY[HEADER]<0> {900}\r\nshort)\r\n")),
            LessOne,
        ),
        Case("a literal of 400 MB", bad("* 2 FETCH (UID 2 BODY[HEADER]<0> {400000000}\r\n"), LessOne),
        Case("a literal of no number", bad("* 2 FETCH (UID 2 BODY[HEADER]<0> {many}\r\n"), LessOne),
        Case(
            "a row that never ends",
            bad(&format!("* 2 FETCH (UID 2 X {}\r\n", "x".repeat(70_000))),
            LessOne,
        ),
        Case("brackets without end", bad(&format!("* 2 FETCH {}\r\n", "(".repeat(100_000))), LessOne),
        Case("brackets that only close", bad("* 2 FETCH ))))\r\n"), LessOne),
        Case("quotes without end", bad("* 2 FETCH (UID 2 X \"(((\r\n"), LessOne),
        Case("a row of another protocol", bad("* 2 FETCH HTTP/1.1 200\r\n"), LessOne),
        Case(
            "a message that is refused",
            Scripted::sound(3).fault(2, Fault::Refuses("NO [UNAVAILABLE] Server error")),
            LessOne,
        ),
        Case(
            "a message that is bad",
            Scripted::sound(3).fault(2, Fault::Refuses("BAD internal error")),
            LessOne,
        ),
        Case("a message over which it hangs up", Scripted::sound(3).fault(2, Fault::Closes), LessOne),
        Case("a message over which it falls silent", Scripted::sound(3).fault(2, Fault::Waits("")), LessOne),
        Case("all messages refused", completes("UID FETCH", "NO [LIMIT] later"), Failed),
        Case("rows and then a refusal", says(HEADERS, &format!("{}TAG NO sorry\r\n", header(1))), Whole),
        Case("a flood", Scripted::sound(3).with(HEADERS, Answer::Flood("* 1 EXISTS\r\n")), Whole),
        Case("a line without end", Scripted::sound(3).with(HEADERS, Answer::Flood("* OK x")), Whole),
    ]
}

pub(super) fn structures() -> Vec<Case> {
    let deep = |depth: usize| format!("{}\"x\"{}", "(".repeat(depth), ")".repeat(depth));
    vec![
        Case("an empty multipart", shaped("(\"mixed\" (\"boundary\" \"b\") NIL NIL)"), Whole),
        Case("NIL for a multipart", shaped("NIL"), Whole),
        Case("NIL for its parts", shaped("(NIL \"mixed\")"), Whole),
        Case("no extension data", shaped("((\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1) \"mixed\")"), Whole),
        Case(
            "NIL for a boundary",
            shaped("((\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1) \"mixed\" (\"boundary\" NIL))"),
            Whole,
        ),
        Case(
            "NIL for an encoding",
            shaped("((\"text\" \"plain\" NIL NIL NIL NIL 4 1) \"mixed\" (\"boundary\" \"b\"))"),
            Whole,
        ),
        Case(
            "a quote that nobody escaped",
            shaped("((\"text\" \"plain\" (\"name\" \"a\"b\") NIL NIL \"7bit\" 4 1) \"mixed\")"),
            Whole,
        ),
        Case(
            "eight-bit names",
            shaped(
                "((\"text\" \"plain\" (\"name\" \"grün\") NIL NIL \"7bit\" 4 1) \"mixed\" (\"boundary\" \"b\"))",
            ),
            Whole,
        ),
        Case(
            "a name as a literal",
            shaped(
                "((\"text\" \"plain\" (\"name\" {3}\r\n\")() NIL NIL \"7bit\" 4 1) \"mixed\" (\"boundary\" \"b\"))",
            ),
            Whole,
        ),
        Case(
            "a size that is none",
            shaped("((\"text\" \"plain\" NIL NIL NIL \"7bit\" NIL 1) \"mixed\" (\"boundary\" \"b\"))"),
            Whole,
        ),
        Case("a text that is no multipart", shaped("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1)"), Whole),
        Case("twenty deep", shaped(&deep(20)), Whole),
        Case("a thousand deep", shaped(&deep(1000)), Whole),
        Case(
            "a thousand parts",
            shaped(&format!(
                "({} \"mixed\" (\"boundary\" \"b\"))",
                "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1)".repeat(1000)
            )),
            Whole,
        ),
        Case("a line break within", shaped("((\"text\"\r\n"), Whole),
        Case(
            "structures refused",
            completes("UID FETCH 1:3 (UID BODYSTRUCTURE)", "NO no")
                .with(HEADERS, Answer::Say(format!("{}TAG OK done\r\n", rows(|row| row)))),
            Whole,
        ),
    ]
}
