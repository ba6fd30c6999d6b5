//! HTML mail: cuts what mail programs mark as quoted, and turns the rest to text with the line breaks
//! that a reader sees. What is cut leaves a line `>` so that the reply stripper knows a quote stood there.

use mail_parser::decoders::html::html_to_text;

/// Longest attribute list looked at, in bytes.
const MAX_TAG_BYTES: usize = 16 * 1024;
/// Most tags without an end before the rest of a page is given up.
const MAX_OPEN_ENDED_TAGS: usize = 100;
/// Deepest nesting that is followed inside a quote; beyond it everything counts as quoted.
const MAX_QUOTE_DEPTH: usize = 10_000;
/// Stands for a quote in the text.
const QUOTE_LINE: &str = "<br>&gt;<br>";

/// The text of an HTML part without what it quotes.
pub(super) fn to_text(html: &str) -> String {
    html_to_text(&simplify(html))
}

/// HTML reduced to text, entities and `<br>`: the converter breaks lines at nothing else reliably.
fn simplify(html: &str) -> String {
    let mut page = Page { out: String::with_capacity(html.len() / 2), quote: None, pre: 0 };
    let mut rest = html;
    let mut open_ended = 0;
    while let Some(at) = rest.find('<') {
        let (text, from_tag) = rest.split_at(at);
        page.text(text);
        if let Some(comment) = from_tag.strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let Some((tag, after)) = read_tag(from_tag) else {
            // Each tag that never ends costs a look at all that follows it: a page of them is no page.
            open_ended += usize::from(begins_tag(from_tag));
            if open_ended > MAX_OPEN_ENDED_TAGS {
                return page.out;
            }
            page.text("&lt;");
            rest = from_tag.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        if !tag.closes && matches!(tag.name.as_str(), "script" | "style" | "head" | "template" | "title") {
            rest = after_closing(rest, &tag.name);
            continue;
        }
        if page.tag(&tag) == Goes::NoFurther {
            rest = "";
        }
    }
    page.text(rest);
    page.out
}

/// Whether anything the sender wrote can follow.
#[derive(Debug, PartialEq, Eq)]
enum Goes {
    On,
    NoFurther,
}

#[derive(Debug)]
struct Page {
    out: String,
    /// Inside a quote: the element that opened it, and how many of its kind are open.
    quote: Option<(String, usize)>,
    /// How many `pre` are open: inside, line breaks count.
    pre: usize,
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.quote.is_some() {
            return;
        }
        if self.pre == 0 {
            self.out.push_str(text);
            return;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.out.push_str("<br>");
            }
            self.out.push_str(line);
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) -> Goes {
        if let Some((name, depth)) = &mut self.quote {
            if *name == tag.name && !tag.closes_itself {
                if !tag.closes {
                    *depth += 1;
                } else if *depth <= 1 {
                    self.quote = None;
                    self.out.push_str(QUOTE_LINE);
                } else {
                    *depth -= 1;
                }
            }
            let too_deep = self.quote.as_ref().is_some_and(|(_, depth)| *depth > MAX_QUOTE_DEPTH);
            return if too_deep { Goes::NoFurther } else { Goes::On };
        }
        if !tag.closes {
            match tag.marks() {
                Marks::Nothing => {}
                Marks::Quote if tag.closes_itself => {}
                Marks::Quote => {
                    self.out.push_str("<br>");
                    self.quote = Some((tag.name.clone(), 1));
                    return Goes::On;
                }
                Marks::EndOfNew => {
                    self.out.push_str(QUOTE_LINE);
                    return Goes::NoFurther;
                }
            }
        }
        if tag.name == "pre" {
            self.pre = if tag.closes { self.pre.saturating_sub(1) } else { self.pre.saturating_add(1) };
        }
        self.breaks(tag);
        Goes::On
    }

    fn breaks(&mut self, tag: &Tag<'_>) {
        let at_line_start = self.out.is_empty() || self.out.ends_with("<br>");
        match tag.name.as_str() {
            "br" => self.out.push_str("<br>"),
            "li" if !tag.closes => self.out.push_str(if at_line_start { "- " } else { "<br>- " }),
            "td" | "th" if tag.closes => self.out.push(' '),
            "hr" => self.out.push_str("<br>________________________________<br>"),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "ul" | "ol" if tag.closes => {
                self.out.push_str("<br><br>");
            }
            "div" | "p" | "tr" | "table" | "ul" | "ol" | "li" | "blockquote" | "pre" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "section" | "article" | "header" | "footer" | "center" | "body" | "dd"
            | "dt" | "address" | "fieldset"
                if !at_line_start =>
            {
                self.out.push_str("<br>");
            }
            _ => {}
        }
    }
}

/// What an element means for the question of who wrote its content.
#[derive(Debug, PartialEq, Eq)]
enum Marks {
    Nothing,
    /// Its content is quoted.
    Quote,
    /// From here on everything is quoted.
    EndOfNew,
}

#[derive(Debug)]
struct Tag<'a> {
    name: String,
    closes: bool,
    closes_itself: bool,
    attributes: &'a str,
}

impl Tag<'_> {
    fn marks(&self) -> Marks {
        if self.attributes.is_empty() {
            return if self.name == "blockquote" { Marks::Quote } else { Marks::Nothing };
        }
        let class = self.attribute("class").unwrap_or_default();
        let id = self.attribute("id").unwrap_or_default();
        let has = |names: &[&str]| names.iter().any(|name| named(&class, name) || named(&id, name));
        if has(QUOTED) {
            return Marks::Quote;
        }
        if has(LAST) || self.is_outlook_rule() {
            return Marks::EndOfNew;
        }
        if self.name == "blockquote" {
            let style = self.attribute("style").unwrap_or_default().to_ascii_lowercase();
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            let cites = self.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"))
                || self.attribute("cite").is_some();
            // A frame without a rule at its side is what editors write for plain indentation.
            if !cites && (style.contains("border:none") || style.contains("border:medium")) {
                return Marks::Nothing;
            }
            return Marks::Quote;
        }
        Marks::Nothing
    }

    /// Outlook draws a blue or grey rule above the header block of the answered message.
    fn is_outlook_rule(&self) -> bool {
        if self.name != "div" {
            return false;
        }
        let style = self.attribute("style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        style.contains("border:none;border-top:solid#") && style.contains("padding:3.0pt0")
            || style.contains("border-top:#b5c4df1ptsolid")
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some(equals) = rest.find('=') {
            let key = rest.get(..equals)?.trim_end();
            let key = key.rsplit(|c: char| c.is_whitespace() || c == '/').next().unwrap_or(key);
            let value = rest.get(equals + 1..)?.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inside = value.get(1..)?;
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value.to_owned());
            }
            rest = after;
        }
        None
    }
}

/// Elements whose content is quoted: attributions, quote bodies, and signatures that programs mark.
const QUOTED: &[&str] = &[
    "gmail_attr",
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-cite-prefix",
    "moz-signature",
    "moz-forward-container",
    "yahoo_quoted",
    "yQTDBase",
    "yahoo-signature",
    "ymail_android_signature",
    "protonmail_quote",
    "protonmail_signature_block",
    "zmail_extra",
    "tutanota_quote",
    "AppleMailSignature",
    "ms-outlook-mobile-signature",
    "ms-outlook-ios-signature",
    "Signature",
    "reply-intro",
];

/// Elements after which nothing new comes: their programs write answers above the quote only.
const LAST: &[&str] = &[
    "divRplyFwdMsg",
    "appendonsend",
    "divTaggedContent",
    "mail-editor-reference-message-container",
    "OLK_SRC_BODY_SECTION",
    "OutlookMessageHeader",
    "freemail_quote",
    "ms-outlook-mobile-reference-message",
    "isForwardContent",
];

/// Whether one of the names in an attribute is `name`, also with a prefix that a web mailer put before it
/// (`x_`, `m_123`).
fn named(value: &str, name: &str) -> bool {
    value.split_ascii_whitespace().any(|word| {
        word.strip_suffix(name).is_some_and(|prefix| {
            prefix.is_empty()
                || ((prefix.starts_with("x_") || prefix.starts_with("ydp")) && prefix.len() <= 32)
                || (prefix.starts_with("m_")
                    && prefix.bytes().skip(2).all(|byte| !byte.is_ascii_alphabetic()))
        })
    })
}

/// The tag at the start of `text` and what follows it; `None` where it is no tag.
fn read_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    if !begins_tag(text) {
        return None;
    }
    let inside = text.get(1..)?;
    let end = tag_end(inside)?;
    let (content, after) = (inside.get(..end)?, inside.get(end + 1..)?);
    let closes = content.starts_with('/');
    let content = content.trim_start_matches('/');
    let name_end = content
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')))
        .unwrap_or(content.len());
    let attributes = content.get(name_end..)?.trim();
    let tag = Tag {
        name: content.get(..name_end)?.to_ascii_lowercase(),
        closes,
        closes_itself: attributes.ends_with('/'),
        attributes: super::text::start_of(attributes, MAX_TAG_BYTES),
    };
    Some((tag, after))
}

fn begins_tag(text: &str) -> bool {
    text.get(1..)
        .and_then(|inside| inside.chars().next())
        .is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?'))
}

/// Where the tag ends: at the first `>` outside quotes, or the first at all where a quote never closes.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate().take(MAX_TAG_BYTES) {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    super::text::start_of(inside, MAX_TAG_BYTES).find('>')
}

/// What follows the closing tag of an element whose content is no text.
fn after_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let after = rest.get(at + 2..).unwrap_or_default();
        if after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return after.split_once('>').map_or("", |(_, after)| after);
        }
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        to_text(html).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn blocks_break_lines_and_inline_elements_do_not() {
        assert_eq!(
            lines(
                "<head><title>t</title></head><body><div>Hi <b>An</b>a,</div><p>one<br>two</p><ul><li>x<li>y</ul>"
            ),
            ["Hi Ana,", "one", "two", "- x", "- y"]
        );
        assert_eq!(lines("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), ["a b", "c"]);
        assert_eq!(lines("<pre>a\nb</pre>c &lt; d <!-- no --> &eacute; 1 < 2"), ["a", "b", "c < d é 1 < 2"]);
        assert_eq!(lines("<style>p{}</style><script>if (a<b) {}</script>x"), ["x"]);
    }

    #[test]
    fn quotes_of_each_program_leave_one_mark() {
        for (html, expected) in [
            (
                "<div>New</div><div class=\"gmail_quote\"><div class=gmail_attr>On Mon Ana wrote:<br></div>\
                 <blockquote class=\"gmail_quote\">old<blockquote>older</blockquote></blockquote><div>Inline</div></div>",
                vec!["New", ">", ">", "Inline"],
            ),
            (
                "<p>New</p><div id=\"appendonsend\"></div><hr><div id=divRplyFwdMsg>From: x</div><div>old</div>",
                vec!["New", ">"],
            ),
            (
                "New<div class=\"moz-cite-prefix\">Am 1.1. schrieb Ana:</div><blockquote type=\"cite\">old</blockquote>",
                vec!["New", ">", ">"],
            ),
            (
                "New<div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\">old<div>older</div></div>",
                vec!["New", ">"],
            ),
            (
                "<p>New</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>\
                 <p><b>Von:</b> Ana</p></div><p>old</p>",
                vec!["New", ">"],
            ),
            ("New<div class=\"x_gmail_signature\">Ana<br>Studio</div>", vec!["New", ">"]),
        ] {
            assert_eq!(lines(html), expected, "{html}");
        }
    }

    #[test]
    fn indentation_is_no_quote() {
        assert_eq!(lines("<blockquote style=\"margin:0 0 0 40px;border:none\">mine</blockquote>"), ["mine"]);
    }

    #[test]
    fn broken_html_is_read_to_its_end() {
        for html in
            ["<", "<a href=\"x", "a<b", "</", "<!--", "<blockquote", "<div class='", "<style>", "&", "&#x;"]
        {
            let _ = to_text(html);
        }
        assert_eq!(lines("a <div title=\"x>b</div> c"), ["a", "b", "c"]);
    }
}
