//! Whole messages: what is read of them.

use super::*;
use proptest::prelude::*;

fn reception(trust: Trust<'_>) -> Reception<'_> {
    let window = Window { from: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH };
    Reception { received: None, trust, floating: TimeZone::UTC, window }
}

fn message(raw: &str) -> MessageReading {
    read(raw.as_bytes(), &reception(Trust::Owner))
}

#[test]
fn a_message_is_read_whole() {
    let reading = message(
        "Message-ID: <1@studio.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nFrom: \"Lima, Ana\" <ana@studio.example>\n\
         To: Ben Roth <ben@home.example>, undisclosed-recipients:;\nCc: carla@home.example\nSubject: Re: Roses\n\
         In-Reply-To: <0@home.example>\n\nThe roses are in the shed behind the house.\n\nOn Sun, 1 Mar 2026 at 09:00, Ben Roth \
         <ben@home.example> wrote:\n> Where are they?\n",
    );
    let facts = reading.facts;
    assert_eq!(reading.authored, "The roses are in the shed behind the house.");
    assert_eq!(facts.from.unwrap().name.as_deref(), Some("Ana Lima"));
    assert_eq!(facts.to.len(), 1);
    assert_eq!(facts.cc[0].address.as_str(), "carla@home.example");
    assert_eq!(facts.utc_offset_minutes, 60);
    assert_eq!(facts.references[0].as_str(), "<0@home.example>");
    assert_eq!((facts.words, facts.line_hashes.len()), (9, 1));
    assert!(facts.bulk.is_empty() && facts.skipped.is_empty());
    assert_eq!(facts.authenticity, super::super::Authenticity::Verified);
}

#[test]
fn cues_and_quoted_lines_are_known_by_their_hashes() {
    let said = message(
        "From: ana@studio.example\nTo: ben@home.example\nSubject: Roses\n\nHello Ben,\n\nCould you please send me the plan of \
         the garden\nbefore the end of the week?\n\nAna",
    );
    let request = said.facts.cues.iter().find(|cue| cue.act == Act::Request).unwrap();
    assert_eq!(request.lines, said.facts.line_hashes);
    assert_eq!(request.lines.len(), 2);
    for answer in [
        "Here it is.\n\nOn Mon, 2 Mar 2026, Ana wrote:\n> Hello Ben,\n>\n> Could you please send me the plan of the garden\n\
         > before the end of the week?\n",
        "Here it is.\n\n-----Original Message-----\nFrom: Ana Lima\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ben\nSubject: \
         A subject that is rather long\n\nCould you please send me the plan of the garden\nbefore the end of the week?\n",
    ] {
        let answer = message(&format!("From: ben@home.example\nTo: ana@studio.example\n\n{answer}"));
        assert_eq!(answer.facts.quoted_hashes, said.facts.line_hashes);
    }
}

#[test]
fn two_senders_are_nobody() {
    assert_eq!(message("From: ana@studio.example, ben@home.example\n\nx").facts.from, None);
    assert_eq!(message("From: ana@studio.example\nFrom: ben@home.example\n\nx").facts.from, None);
    assert_eq!(message("Subject: x\n\nx").facts.from, None);
}

#[test]
fn a_pure_forward_has_nothing_new() {
    for raw in [
        "Subject: Fwd: x\n\n---------- Forwarded message ---------\nFrom: Ana <ana@studio.example>\nDate: Monday\nSubject: x\n\nText.",
        "Content-Type: text/html\n\n<div><br></div><div class=\"gmail_quote\"><div class=\"gmail_attr\">Forwarded</div>\
         <blockquote>old</blockquote></div>",
    ] {
        assert_eq!(message(raw).authored, "", "{raw}");
    }
}

#[test]
fn endless_headers_and_deep_nesting_are_read_at_once() {
    let mut raw = b"Subject: x\n".to_vec();
    raw.extend(b"A: b\n".iter().copied().cycle().take(5_000_000));
    raw.extend_from_slice(b"\nHello");
    let reading = read(&raw, &reception(Trust::Nobody));
    assert_eq!(reading.authored, "Hello");
    assert!(!reading.facts.skipped.is_empty());
    let mut raw = Vec::new();
    for _ in 0..10_000 {
        raw.extend_from_slice(b"Content-Type: message/rfc822\n\n");
    }
    assert_eq!(read(&raw, &reception(Trust::Nobody)).authored, "");
}

#[test]
fn html_of_many_programs_leaves_the_new_lines() {
    for (program, html) in [
        (
            "Gmail",
            "<div dir=\"ltr\">Hello Ana,<div><br></div><div>new.</div></div><br><div class=\"gmail_quote\"><div dir=\"ltr\" \
             class=\"gmail_attr\">On Mon, Mar 2, 2026 at 9:00 AM Ana wrote:<br></div><blockquote class=\"gmail_quote\">old</blockquote></div>",
        ),
        (
            "Outlook on the web",
            "<html><head><style>p {x}</style></head><body><div>Hello Ana,</div><div><br></div><div>new.</div><div id=\"appendonsend\"></div>\
             <hr><div id=\"divRplyFwdMsg\"><b>From:</b> Ana<br><b>Sent:</b> Monday</div><div>old</div></body></html>",
        ),
        (
            "Outlook",
            "<p class=MsoNormal>Hello Ana,<o:p></o:p></p><p class=MsoNormal>new.<o:p></o:p></p><div><div style='border:none;border-top:\
             solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> Ana</p></div></div><p>old</p>",
        ),
        (
            "Outlook 2003",
            "<div>Hello Ana,</div><div>new.</div><DIV class=OutlookMessageHeader>-----Original Message-----</DIV>old",
        ),
        (
            "Thunderbird",
            "<p>Hello Ana,</p><p>new.</p><div class=\"moz-cite-prefix\">Am 02.03.26 um 09:00 schrieb Ana:<br></div>\
             <blockquote type=\"cite\">alt</blockquote>",
        ),
        (
            "Apple Mail",
            "<html><body>Hello Ana,<div>new.<br><div><br><blockquote type=\"cite\"><div>On 2 Mar 2026, at 09:00, Ana wrote:</div>\
             <div>old</div></blockquote></div></div></body></html>",
        ),
        (
            "Yahoo",
            "<div>Hello Ana,</div><div>new.</div><div id=\"ydp1yahoo_quoted_1\" class=\"ydp1yahoo_quoted\"><div>On Monday, Ana wrote:</div>old</div>",
        ),
        (
            "Proton",
            "<div>Hello Ana,</div><div>new.</div><div class=\"protonmail_quote\">On Monday Ana wrote:<blockquote>old</blockquote></div>",
        ),
        (
            "header block in plain paragraphs",
            "<p>Hello Ana,</p><p>new.</p><p><b>De :</b> Ana<br><b>Envoyé :</b> lundi<br><b>À :</b> Ben<br><b>Objet :</b> Plan</p><p>vieux</p>",
        ),
    ] {
        let reading =
            message(&format!("From: ben@home.example\nContent-Type: text/html; charset=utf-8\n\n{html}"));
        let lines: Vec<&str> =
            reading.authored.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["Hello Ana,", "new."], "{program}");
    }
}

#[test]
fn answers_inside_html_quotes_are_kept() {
    let reading = message(
        "Content-Type: text/html\n\n<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Monday Ana wrote:</div>\
         <blockquote class=\"gmail_quote\">one?</blockquote><div>First.</div><blockquote class=\"gmail_quote\">two?</blockquote>\
         <div>Second.</div></div>",
    );
    assert_eq!(reading.authored, "First.\n\nSecond.");
}

#[test]
fn a_calendar_notice_and_an_own_nudge_are_bulk() {
    let notice = "From: ana@studio.example\nTo: ben@home.example\n\nCALENDAR ENTRY:\tINVITATION\n\nDescription:\n\tWalk\n\nDate:\t3/2/2026\n\
        Time:\t9:00 AM\n\nChairperson:\tAna\n";
    assert_eq!(message(notice).facts.bulk, [BulkMark::CalendarNotice]);
    assert_eq!(message("X-Goodwill-Kind: nudge\n\nHello").facts.bulk, [BulkMark::OwnNudge]);
}

#[test]
fn the_trusted_server_decides_whom_to_believe() {
    let raw = b"Authentication-Results: mx.home.example; dmarc=pass header.from=studio.example\nReceived: x\nFrom: ana@studio.example\n\nx";
    let trust = |trust| read(raw, &reception(trust)).facts.authenticity;
    assert_eq!(trust(Trust::Server("mx.home.example")), super::super::Authenticity::Verified);
    assert_eq!(trust(Trust::Server("mx.other.example")), super::super::Authenticity::Unverified);
    assert_eq!(trust(Trust::Nobody), super::super::Authenticity::Unverified);
}

#[test]
fn a_header_of_any_size_is_read_to_its_limit_and_said_to_be_cut() {
    let one_line =
        [b"From: ana@studio.example\nSubject: ".as_slice(), &vec![b'x'; 2_000_000], b"\n\nhello\n"];
    let many_lines = "From: ana@studio.example\n".to_owned() + &"X: 1\n".repeat(300_000) + "\nhello\n";
    for raw in [one_line.concat(), many_lines.into_bytes()] {
        let facts = read(&raw, &reception(Trust::Owner)).facts;
        assert_eq!(facts.from.unwrap().address.as_str(), "ana@studio.example");
        assert!(facts.skipped.iter().any(|reason| reason.contains("header")), "{:?}", facts.skipped);
        assert!(facts.subject.chars().count() <= 500);
    }
}

#[test]
fn tricks_with_character_sets_give_text_without_control_characters() {
    for (charset, body) in [
        ("utf-7", "+AGEAYg-c+"),
        ("utf-16", "a\0b"),
        ("no-such-set", "caf\u{e9}"),
        ("utf-8", "lone\rreturn\0and\u{202e}turned\u{7f}"),
        ("iso-2022-jp", "\u{1b}$B%F%9%H"),
        ("hz-gb-2312", "~{~~{"),
    ] {
        let subject = format!("=?{charset}?b?AAECG1sb?= =?{charset}?q?=1B=00x?= =?=?{charset}?x?y?=");
        let raw = format!(
            "From: a@b.example\nSubject: {subject}\nContent-Type: text/plain; charset={charset}\n\n{body}\n"
        );
        let reading = message(&raw);
        let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(!reading.facts.subject.contains(bad), "{charset}: {:?}", reading.facts.subject);
        assert!(!reading.authored.contains(bad), "{charset}: {:?}", reading.authored);
    }
}

const VALID: &str = "Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\nMessage-ID: <1@x>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n\
    From: =?utf-8?q?Ana_L=C3=ADma?= <ana@studio.example>\nTo: \"Roth, Ben\" <ben@home.example>\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\n\
    Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\
    Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nHallo =C3=A4\n\nAm 2. M=C3=A4rz 2026 um 09:00 \
    schrieb Ben:\n> alt\n--c\nContent-Type: text/html; charset=iso-8859-1\n\n<div class=\"gmail_quote\">On x wrote<blockquote>alt</blockquote>\
    </div><p>neu\n--c--\n--b\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\nQkVHSU46VkNBTEVOREFSCg==\n--b--\n";

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&raw, &reception(Trust::Server("mx.home.example")));
    }

    #[test]
    fn arbitrary_text_never_panics(text in "(?s).{0,400}", html in any::<bool>()) {
        let kind = if html { "html" } else { "plain" };
        let raw = format!("From: a@b.example\nContent-Type: text/{kind}; charset=utf-8\n\n{text}");
        let _ = message(&raw);
    }

    #[test]
    fn lines_like_those_of_mail_never_panic(lines in proptest::collection::vec(
        proptest::sample::select(vec![
            "> a", "", "On 1/2/2026 9:00, Ana wrote:", "-- ", "-----", "From: Ana", "To: Ben", "Subject: x", "Sent: Monday",
            "é", "Ana Lima", "tel 020 555 0188", "____________", "<div>", "<blockquote>", "</blockquote>", " > x", "JH> y",
            "-----Original Message-----", "--b", "Content-Type: text/html", "Sent from my iPhone", "03/02/2026 09:00 AM",
        ]), 0..40)) {
        let reading = message(&format!("From: a@b.example\n\n{}", lines.join("\n")));
        for line in reading.authored.lines() {
            prop_assert!(!line.starts_with('>'));
        }
    }

    #[test]
    fn mutated_mail_never_panics(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..30),
    ) {
        let mut raw = VALID.as_bytes().to_vec();
        for (index, byte, kind) in changes {
            let at = index.index(raw.len().max(1)).min(raw.len().saturating_sub(1));
            match kind {
                0 => raw[at] = byte,
                1 => raw.insert(at, byte),
                _ => { raw.remove(at); }
            }
        }
        let _ = read(&raw, &reception(Trust::Server("b")));
    }
}
