//! Answers as eight mail programs write them.

use super::*;

/// A mail program: what it makes of an answer.
pub(super) struct Client {
    pub(super) name: &'static str,
    write: fn(&Draft<'_>) -> String,
}

/// What the owner does in a mail program.
pub(super) struct Draft<'a> {
    /// What he writes above the quote.
    pub(super) words: &'a str,
    /// Which of the languages his program speaks: 0 to 3.
    pub(super) language: usize,
    /// Header fields of this answer, each ended by a line break.
    pub(super) fields: String,
}

impl Client {
    pub(super) fn answer(&self, draft: &Draft<'_>) -> String {
        (self.write)(draft).replace("\r\n", "\n").replace('\n', "\r\n")
    }
}

pub(super) const CLIENTS: [Client; 8] = [
    Client { name: "Gmail", write: gmail },
    Client { name: "Outlook", write: outlook },
    Client { name: "Apple Mail", write: apple },
    Client { name: "Thunderbird", write: thunderbird },
    Client { name: "K-9", write: k9 },
    Client { name: "Yahoo", write: yahoo },
    Client { name: "mutt", write: mutt },
    Client { name: "iOS Mail", write: ios },
];

/// The header fields of an answer to the letter.
pub(super) fn fields(number: usize) -> String {
    format!(
        "Message-ID: <answer.{number}@mail.example>\nDate: Tue, 24 Nov 2026 09:00:00 +0100\n\
         From: Alex Kim <{OWNER}>\nTo: Alex Kim <{OWNER}>\nSubject: Re: Priya: a promise of yours\n\
         In-Reply-To: {LETTER}\nReferences: {LETTER}\n"
    )
}

fn quoted() -> String {
    QUOTED.lines().map(|line| if line.is_empty() { ">\n".into() } else { format!("> {line}\n") }).collect()
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.lines().fold(String::new(), |page, line| page + "<div>" + line + "</div>")
}

fn plain(draft: &Draft<'_>, body: &str) -> String {
    let fields = &draft.fields;
    format!(
        "{fields}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n{body}"
    )
}

fn both(draft: &Draft<'_>, text: &str, page: &str) -> String {
    let fields = &draft.fields;
    format!(
        "{fields}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"b1\"\n\n\
         --b1\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n\
         --b1\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n--b1--\n"
    )
}

fn in_language(draft: &Draft<'_>, lines: [&'static str; 4]) -> &'static str {
    lines[draft.language % 4]
}

fn gmail(draft: &Draft<'_>) -> String {
    let wrote = in_language(
        draft,
        [
            "On Sun, Nov 22, 2026 at 6:00 PM Goodwill <alex@studio.example> wrote:",
            "Am So., 22. Nov. 2026 um 18:00 Uhr schrieb Goodwill <alex@studio.example>:",
            "Le dim. 22 nov. 2026 à 18:00, Goodwill <alex@studio.example> a écrit :",
            "El dom, 22 nov 2026 a las 18:00, Goodwill (<alex@studio.example>) escribió:",
        ],
    );
    let page = format!(
        "<div dir=\"ltr\">{}</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{}<br></div>\
         <blockquote class=\"gmail_quote\">{}</blockquote></div>",
        html(draft.words),
        html(wrote),
        html(QUOTED)
    );
    both(draft, &format!("{}\n\n{wrote}\n\n{}", draft.words, quoted()), &page)
}

/// Only HTML, and the quote under a rule and a block of header fields.
fn outlook(draft: &Draft<'_>) -> String {
    let [from, sent, to, subject] = match draft.language % 4 {
        0 => ["From", "Sent", "To", "Subject"],
        1 => ["Von", "Gesendet", "An", "Betreff"],
        2 => ["De", "Envoyé", "À", "Objet"],
        _ => ["De", "Enviado", "Para", "Asunto"],
    };
    let paragraphs = draft
        .words
        .lines()
        .fold(String::new(), |page, line| page + "<p class=\"MsoNormal\">" + line + "<o:p></o:p></p>");
    let page = format!(
        "<html><body><div class=\"WordSection1\">{paragraphs}<p class=\"MsoNormal\">&nbsp;</p>\
         <div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p class=\"MsoNormal\">\
         <b>{from}:</b> Goodwill &lt;{OWNER}&gt; <br><b>{sent}:</b> Sunday, November 22, 2026 6:00 PM<br>\
         <b>{to}:</b> Alex Kim &lt;{OWNER}&gt;<br><b>{subject}:</b> Priya: a promise of yours<o:p></o:p></p></div></div>{}\
         </div></body></html>",
        html(QUOTED)
    );
    let fields = &draft.fields;
    format!(
        "{fields}MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n"
    )
}

fn apple(draft: &Draft<'_>) -> String {
    let wrote = in_language(
        draft,
        [
            "On 22. Nov 2026, at 18:00, Goodwill <alex@studio.example> wrote:",
            "Am 22.11.2026 um 18:00 schrieb Goodwill <alex@studio.example>:",
            "Le 22 nov. 2026 à 18:00, Goodwill <alex@studio.example> a écrit :",
            "El 22 nov 2026, a las 18:00, Goodwill <alex@studio.example> escribió:",
        ],
    );
    plain(draft, &format!("{}\n\n> {wrote}\n> \n{}\n", draft.words, quoted()))
}

fn thunderbird(draft: &Draft<'_>) -> String {
    let wrote = in_language(
        draft,
        [
            "On 22/11/2026 18:00, Goodwill wrote:",
            "Am 22.11.26 um 18:00 schrieb Goodwill:",
            "Le 22/11/2026 à 18:00, Goodwill a écrit :",
            "El 22/11/26 a las 18:00, Goodwill escribió:",
        ],
    );
    plain(draft, &format!("{}\n\n{wrote}\n{}\n-- \nAlex Kim\nStudio, 3rd floor\n", draft.words, quoted()))
}

fn k9(draft: &Draft<'_>) -> String {
    let wrote = in_language(
        draft,
        [
            "On 22 November 2026 18:00:00 CET, Goodwill <alex@studio.example> wrote:",
            "Am 22. November 2026 18:00:00 MEZ schrieb Goodwill <alex@studio.example>:",
            "Le 22 novembre 2026 18:00:00 GMT+01:00, Goodwill <alex@studio.example> a écrit :",
            "El 22 de noviembre de 2026 18:00:00 CET, Goodwill <alex@studio.example> escribió:",
        ],
    );
    let sent = in_language(
        draft,
        [
            "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
            "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
            "Envoyé de mon appareil Android avec K-9 Mail.",
            "Enviado desde mi dispositivo Android con K-9 Mail.",
        ],
    );
    plain(draft, &format!("{}\n-- \n{sent}\n\n{wrote}\n{}", draft.words, quoted()))
}

fn yahoo(draft: &Draft<'_>) -> String {
    let wrote = in_language(
        draft,
        [
            "On Sunday, November 22, 2026 at 06:00:00 PM GMT+1, Goodwill <alex@studio.example> wrote:",
            "Am Sonntag, 22. November 2026 um 18:00:00 MEZ hat Goodwill <alex@studio.example> Folgendes geschrieben:",
            "Le dimanche 22 novembre 2026 à 18:00:00 UTC+1, Goodwill <alex@studio.example> a écrit :",
            "En domingo, 22 de noviembre de 2026, 18:00:00 CET, Goodwill <alex@studio.example> escribió:",
        ],
    );
    let indented = QUOTED.lines().fold(String::new(), |text, line| text + "  " + line + "\n");
    let page = format!(
        "<div class=\"ydp1yahoo-style-wrap\">{}</div><div id=\"ydp2yahoo_quoted\" class=\"ydp2yahoo_quoted\"><div>\
         <div>{}</div><div>{}</div></div></div>",
        html(draft.words),
        html(wrote),
        html(QUOTED)
    );
    both(draft, &format!(" {}\n\n    {wrote}  \n \n {indented}", draft.words.replace('\n', "\n ")), &page)
}

fn mutt(draft: &Draft<'_>) -> String {
    let wrote = in_language(
        draft,
        [
            "On Sun, Nov 22, 2026 at 05:00:00PM +0000, Goodwill wrote:",
            "Am So, 22. Nov 2026, um 17:00:00 +0000 schrieb Goodwill:",
            "Le Sun, Nov 22, 2026 at 05:00:00PM +0000, Goodwill a écrit :",
            "El Sun, Nov 22, 2026 at 05:00:00PM +0000, Goodwill escribió:",
        ],
    );
    plain(draft, &format!("{}\n\n{wrote}\n{}\n-- \nAlex\n", draft.words, quoted()))
}

fn ios(draft: &Draft<'_>) -> String {
    let sent = in_language(
        draft,
        [
            "Sent from my iPhone",
            "Von meinem iPhone gesendet",
            "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
        ],
    );
    let wrote = in_language(
        draft,
        [
            "On 22 Nov 2026, at 18:00, Goodwill <alex@studio.example> wrote:",
            "Am 22.11.2026 um 18:00 schrieb Goodwill <alex@studio.example>:",
            "Le 22 nov. 2026 à 18:00, Goodwill <alex@studio.example> a écrit :",
            "El 22 nov 2026, a las 18:00, Goodwill <alex@studio.example> escribió:",
        ],
    );
    plain(draft, &format!("{}\n\n{sent}\n\n> {wrote}\n> \n{}", draft.words, quoted()))
}

#[test]
fn the_same_commands_from_eight_programs_all_count() {
    let mut count = 0;
    for client in &CLIENTS {
        for language in 0..4 {
            for (words, expected) in dictionary() {
                let raw = client.answer(&Draft { words, language, fields: fields(count) });
                let judged = judged(&raw, Place::Sent, Record::default());
                let expected = Commands { commands: expected, unread: Unread::Nothing };
                assert_eq!(judged, Ok(expected), "{} {language} {words}\n{raw}", client.name);
                count += 1;
            }
            let words = "1 done\n2 snooze 3w\nnever 3";
            let raw = client.answer(&Draft { words, language, fields: fields(count) });
            let judged = judged(&raw, Place::Sent, Record::default()).unwrap();
            assert_eq!(judged.commands.len(), 3, "{} {language}\n{raw}", client.name);
        }
    }
    assert!(count > 2000, "{count}");
}
