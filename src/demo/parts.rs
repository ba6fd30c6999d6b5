//! The body of a message as MIME parts: plain, HTML, both, with files or an invitation.

use super::dice::Dice;
use super::encode::{base64, quoted_printable, wrapped};

/// How the text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Plain text.
    Plain,
    /// HTML alone.
    Html,
    /// Both, as alternatives.
    Both,
}

/// What a message says.
#[derive(Debug, Clone)]
pub(super) struct Body {
    /// What its author newly wrote.
    pub(super) text: String,
    /// Signature, quotes and the like, which follow.
    pub(super) tail: String,
    /// How it is written.
    pub(super) format: Format,
    /// Names of attached files.
    pub(super) files: Vec<String>,
    /// An invitation (`text/calendar`), with its method.
    pub(super) invitation: Option<(&'static str, String)>,
}

impl Body {
    /// Plain text alone.
    pub(super) fn plain(text: String) -> Self {
        Self { text, tail: String::new(), format: Format::Plain, files: Vec::new(), invitation: None }
    }
}

/// Header fields and content of a body; boundaries follow from `unique`.
pub(super) fn part(body: &Body, unique: &str) -> (String, String) {
    let mut dice = Dice::of(unique);
    let text = match body.format {
        Format::Plain => plain(body),
        Format::Html => html(body),
        Format::Both => multipart("alternative", &[plain(body), html(body)], &mut dice),
    };
    let mut parts = vec![text];
    if let Some((method, calendar)) = &body.invitation {
        let fields = format!(
            "Content-Type: text/calendar; charset=utf-8; method={method}\nContent-Transfer-Encoding: base64\n"
        );
        parts.push((fields, base64(calendar.as_bytes())));
    }
    for name in &body.files {
        let kind = match name.rsplit('.').next() {
            Some("pdf") => "application/pdf",
            Some("csv") => "text/csv",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        };
        let fields = format!(
            "Content-Type: {kind}; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\n\
             Content-Transfer-Encoding: base64\n"
        );
        let filler: Vec<u8> = (0..96).flat_map(|_| dice.next().to_le_bytes().into_iter().take(1)).collect();
        parts.push((fields, base64(&filler)));
    }
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => multipart("mixed", &parts, &mut dice),
    }
}

fn multipart(kind: &str, parts: &[(String, String)], dice: &mut Dice) -> (String, String) {
    let boundary = format!("=_{:016x}", dice.next());
    let mut content = String::new();
    for (fields, inside) in parts {
        content.extend(["--", &boundary, "\n", fields, "\n", inside, "\n"]);
    }
    content.extend(["--", &boundary, "--\n"]);
    (format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\n"), content)
}

fn plain(body: &Body) -> (String, String) {
    let text = format!("{}{}", wrapped(body.text.trim_end()), wrapped(&body.tail));
    if text.is_ascii() {
        let fields = "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n";
        return (fields.to_owned(), text);
    }
    let fields = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n";
    (fields.to_owned(), quoted_printable(&text))
}

fn html(body: &Body) -> (String, String) {
    let mut page = String::from("<html><head><style>p { margin: 0 0 1em }</style></head><body>\n");
    paragraphs(&body.text, &mut page);
    if !body.tail.trim().is_empty() {
        let quoted: Vec<&str> = body
            .tail
            .lines()
            .filter_map(|line| line.strip_prefix("> ").or_else(|| line.strip_prefix('>')))
            .collect();
        let above: Vec<&str> = body.tail.lines().filter(|line| !line.starts_with('>')).collect();
        paragraphs(&above.join("\n"), &mut page);
        if !quoted.is_empty() {
            page.push_str("<blockquote type=\"cite\">\n");
            paragraphs(&quoted.join("\n"), &mut page);
            page.push_str("</blockquote>\n");
        }
    }
    page.push_str("</body></html>\n");
    let fields = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n";
    (fields.to_owned(), quoted_printable(&page))
}

fn paragraphs(text: &str, page: &mut String) {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for paragraph in escaped.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        page.extend(["<p>", &paragraph.trim().replace('\n', "<br>\n"), "</p>\n"]);
    }
}
