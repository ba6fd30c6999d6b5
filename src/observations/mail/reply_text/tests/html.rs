//! The same in HTML: what each program writes around an answer, in each language that it speaks, with the marks
//! that it gives its quotes and without them, as when a gateway or another program took the marks away.

use super::super::super::html::to_text;
use super::clients::{ANSWER, ATTRIBUTIONS, OUTLOOK, TELEPHONES};
use super::new;

/// The answer as most editors write it.
const NEW: &str =
    "<div dir=\"ltr\"><div>Hello Ana,</div><div><br></div><div>this is new.</div><div>Ben</div></div>";
/// The answered letter.
const OLD: &str = "<div>Dear Ben,</div><div><br></div><p>an old line of the letter.</p><div>Ana</div>";

/// How programs mark the answer below an attribution: program, before the line, between line and letter, behind.
const QUOTES: &[(&str, &str, &str, &str)] = &[
    (
        "Gmail",
        "<br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">",
        "<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">",
        "</blockquote></div>",
    ),
    (
        "Gmail",
        "<div class=\"gmail_extra\"><br><div class=\"gmail_quote\">",
        "<br><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">",
        "</blockquote></div><br></div>",
    ),
    (
        "Apple Mail",
        "<div><br><blockquote type=\"cite\"><div>",
        "</div><br class=\"Apple-interchange-newline\"><div>",
        "</div></blockquote></div><br>",
    ),
    (
        "Apple Mail",
        "<div><br></div><div><div>",
        "</div><br class=\"Apple-interchange-newline\"><blockquote type=\"cite\">",
        "</blockquote></div>",
    ),
    (
        "Thunderbird",
        "<div class=\"moz-cite-prefix\">",
        "<br></div><blockquote type=\"cite\" cite=\"mid:1@studio.example\">",
        "</blockquote><br>",
    ),
    (
        "Thunderbird",
        "<div class=\"x_moz-cite-prefix\">",
        "<br></div><blockquote type=\"cite\">",
        "</blockquote><div class=\"moz-signature\">-- <br>Ben</div>",
    ),
    (
        "Yahoo",
        "<div><br></div><div id=\"ydp3e5fyahoo_quoted_12\" class=\"ydp3e5fyahoo_quoted\"><div style=\"color:#26282a\"><div>",
        "</div><div><br></div><div><br></div><div>",
        "</div></div></div>",
    ),
    (
        "Yahoo",
        "<div class=\"yahoo_quoted\" style=\"display: block;\"><div><div dir=\"ltr\"><font size=\"2\">",
        "<br></font></div><br><br><div class=\"y_msg_container\">",
        "</div></div></div>",
    ),
];

/// How Outlook marks the header block of the answered letter: where, before the block, behind it.
const OUTLOOKS: &[(&str, &str, &str)] = &[
    (
        "desktop",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>",
        "</p></div></div><p class=MsoNormal>&nbsp;</p>",
    ),
    (
        "web",
        "<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri, sans-serif\">",
        "</font><div>&nbsp;</div></div>",
    ),
    (
        "web, passed on by another",
        "<hr tabindex=\"-1\"><div id=\"x_divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\">",
        "</font></div>",
    ),
    (
        "2003",
        "<div class=OutlookMessageHeader dir=ltr align=left><hr tabindex=-1><font face=Tahoma size=2>",
        "<br></font></div>",
    ),
    (
        "telephone",
        "<div id=\"ms-outlook-mobile-signature\"><div><br></div>Get <a href=\"https://aka.ms/x\">Outlook for iOS</a></div><hr><div id=\"mail-editor-reference-message-container\"><div style=\"text-align:left\">",
        "</div></div>",
    ),
    (
        "Mac",
        "<span id=\"OLK_SRC_BODY_SECTION\"><div style=\"border-right:medium none;border-top:#b5c4df 1pt solid\">",
        "</div></span>",
    ),
    ("no marks", "<p class=MsoNormal>", "</p><p class=MsoNormal>&nbsp;</p>"),
    ("no marks, below a rule", "<hr><div>", "</div><div><br></div>"),
];

/// Keys of Notes: language, to, copy, subject, and a date.
const NOTES: &[(&str, [&str; 3], &str)] = &[
    ("en", ["To", "cc", "Subject"], "03/02/2026 09:00 AM"),
    ("de", ["An", "Kopie", "Thema"], "02.03.2026 09:00"),
    ("fr", ["Pour", "cc", "Objet"], "02/03/2026 09:00"),
    ("es", ["Para", "cc", "Asunto"], "02/03/2026 09:00"),
    ("it", ["Per", "CC", "Oggetto"], "02/03/2026 09.00"),
    ("nl", ["Aan", "cc", "Onderwerp"], "02-03-2026 09:00"),
    ("pl", ["Do", "DW", "Temat"], "2026-03-02 09:00"),
    ("pt", ["Para", "cc", "Assunto"], "02/03/2026 09:00"),
    ("sv", ["Till", "Kopia", "Ärende"], "2026-03-02 09:00"),
    ("da", ["Til", "cc", "Emne"], "02-03-2026 09:00"),
    ("ja", ["宛先", "cc", "件名"], "2026/03/02 09:00"),
];

/// What telephones write between answer and quote: program, before the signature, behind it.
const SIGNATURES: &[(&str, &str, &str)] = &[
    ("iOS", "<br id=\"lineBreakAtBeginningOfSignature\"><div dir=\"ltr\">", "</div>"),
    ("older iOS", "<div id=\"AppleMailSignature\">", "</div>"),
    (
        "Samsung",
        "<div><br></div><div id=\"composer_signature\"><div style=\"font-size:85%\">",
        "</div></div>",
    ),
    ("none", "<br><br>", "<br>"),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn only_the_answer_is_new(html: &str, what: &str) {
    assert_eq!(new(&to_text(html)), ANSWER, "{what}:\n{html}\n{}", to_text(html));
}

#[test]
fn quotes_of_every_program_and_language_are_known() {
    for (program, language, line) in ATTRIBUTIONS {
        let line = escaped(line);
        let own = QUOTES.iter().filter(|(marks, ..)| marks == program);
        for (at, (_, before, between, behind)) in own.enumerate() {
            let what = format!("{program} {at}, {language}");
            only_the_answer_is_new(
                &format!(
                    "<html><head><style>p {{}}</style></head><body>{NEW}{before}{line}{between}{OLD}{behind}</body></html>"
                ),
                &what,
            );
        }
        let bare = format!("{NEW}<div>{line}</div><blockquote>{OLD}</blockquote>");
        only_the_answer_is_new(&bare, &format!("{program}, {language}, quote alone"));
        let between = format!(
            "<div>{line}</div><blockquote type=\"cite\"><div>one?</div></blockquote><div>First.</div>\
             <blockquote type=\"cite\"><div>two?</div></blockquote><div>Second.</div>"
        );
        assert_eq!(new(&to_text(&between)), "First.\n\nSecond.", "{program}, {language}, between");
        let unmarked = format!("{NEW}<div><br></div><div>{line}</div><div><br></div>{OLD}");
        only_the_answer_is_new(&unmarked, &format!("{program}, {language}, without marks"));
    }
}

#[test]
fn header_blocks_of_outlook_are_known_in_every_language() {
    for (language, rule, [from, sent, to, subject], date) in OUTLOOK {
        let block = format!(
            "<b>{from}:</b> Ana Lima &lt;ana@studio.example&gt;<br><b>{sent}:</b> {date}<br><b>{to}:</b> Ben Roth<br><b>{subject}:</b> Plan"
        );
        for (place, before, behind) in OUTLOOKS {
            let what = format!("{place}, {language}");
            only_the_answer_is_new(&format!("{NEW}{before}{block}{behind}{OLD}"), &what);
            assert_eq!(new(&to_text(&format!("{before}{block}{behind}{OLD}"))), "", "{what}, forwarded");
        }
        let ruled = format!("{NEW}<br><div>{}</div><div>{block}</div><br>{OLD}", escaped(rule));
        only_the_answer_is_new(&ruled, &format!("{language}, below a written rule"));
    }
}

#[test]
fn header_blocks_of_notes_are_known_in_every_language() {
    for (language, [to, cc, subject], date) in NOTES {
        let cell = |text: &str| format!("<td><font size=1 face=\"sans-serif\">{text}</font></td>");
        let row = |key: &str, value: &str| {
            format!(
                "<tr valign=top><td><div align=right><font size=1 face=\"sans-serif\">{key}</font></div></td>{}</tr>",
                cell(value)
            )
        };
        let table = format!(
            "<br><table width=100%><tr valign=top><td width=40%><font size=1 face=\"sans-serif\"><b>Ana Lima/Office/Corp@CORP</b></font>\
             <p><font size=1 face=\"sans-serif\">{date}</font></p></td><td width=59%><table width=100%>{}{}{}</table><br></td></tr></table><br>",
            row(to, "Ben Roth/Office/Corp@CORP"),
            row(cc, "&nbsp;"),
            row(subject, "Plan"),
        );
        only_the_answer_is_new(&format!("{NEW}{table}{OLD}"), &format!("table, {language}"));
    }
    for (language, _, [from, _, to, subject], date) in OUTLOOK {
        let line = |key: &str, value: &str| {
            format!(
                "<font size=1 color=#5f5f5f face=\"sans-serif\">{key}: &nbsp; &nbsp; &nbsp; &nbsp;</font>\
                 <font size=1 face=\"sans-serif\">{value}</font><br>"
            )
        };
        let block = [
            line(from, "Ana Lima/Office/Corp"),
            line(to, "Ben Roth/Office/Corp@CORP"),
            line("Date", date),
            line(subject, "Plan"),
            "<hr noshade><br>".to_owned(),
        ];
        only_the_answer_is_new(
            &format!("{NEW}<br><br>{}{OLD}", block.concat()),
            &format!("lines, {language}"),
        );
    }
}

#[test]
fn signatures_of_telephones_are_known_in_every_language() {
    for (language, signature) in TELEPHONES {
        let (_, _, attribution) = ATTRIBUTIONS
            .iter()
            .find(|(program, spoken, _)| *program == "Gmail" && spoken == language)
            .expect("each language has a line");
        let quote = format!(
            "<div dir=\"ltr\"><br><blockquote type=\"cite\">{}<br><br></blockquote></div><blockquote type=\"cite\">{OLD}</blockquote>",
            escaped(attribution)
        );
        for (program, before, behind) in SIGNATURES {
            let what = format!("{program}, {language}");
            only_the_answer_is_new(&format!("{NEW}{before}{signature}{behind}"), &what);
            only_the_answer_is_new(&format!("{NEW}{before}{signature}{behind}{quote}"), &what);
        }
    }
}
