//! One content line: name, parameters, value (RFC 5545, 3.1). Knows nothing of components or meaning.

use std::borrow::Cow;

use icalendar::parser::Property as ParsedProperty;

/// Most parameters of a property that are looked at.
const MAX_PARAMETERS: usize = 64;

/// Properties of type TEXT of which the value is used.
const TEXT_PROPERTIES: [&str; 8] =
    ["SUMMARY", "LOCATION", "UID", "STATUS", "CLASS", "TRANSP", "METHOD", "TZID"];

/// A property. The value of TEXT properties is unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    /// Name in upper case.
    pub(super) name: Cow<'static, str>,
    /// Parameters, names in upper case, values without quotes.
    parameters: Vec<(Cow<'static, str>, String)>,
    /// The value.
    pub(super) value: String,
}

impl Property {
    /// Reads a content line; `None` where it is none.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let name = property_name(line)?;
        Self::parse_named(name, upper_case(name), line)
    }

    /// Reads a content line that begins with `written`, which is `name` in upper case.
    pub(super) fn parse_named(written: &str, name: Cow<'static, str>, line: &str) -> Option<Self> {
        let rest = line.trim_start().get(written.len()..)?;
        if let Some((parameters, value)) = plain(rest) {
            return Some(Self { name, parameters, value });
        }
        let upper = format!("{name}{rest}");
        Self::parsed(&name, &upper).or_else(|| Self::tolerant(name, &upper))
    }

    fn parsed(name: &str, line: &str) -> Option<Self> {
        let property = ParsedProperty::try_from(line).ok()?;
        // The parser answers with a bare name where it stumbles over the rest of the line.
        let stumbled = property.val.as_str().is_empty() && !line.ends_with(':');
        if property.name.as_str() != name || stumbled || property.params.len() > MAX_PARAMETERS {
            return None;
        }
        let parameters = property.params.iter().map(|parameter| {
            let value = parameter.val.as_ref().map_or("", |value| value.as_str());
            (upper_case(parameter.key.as_str()), unquote(value))
        });
        Some(Self {
            name: Cow::Owned(name.to_owned()),
            parameters: parameters.collect(),
            value: property.val.as_str().to_owned(),
        })
    }

    /// For lines that the parser refuses: parameters with odd names, several quoted values, stray quotes.
    fn tolerant(name: Cow<'static, str>, line: &str) -> Option<Self> {
        let rest = line.get(name.len()..)?;
        let colon = outside_quotes(rest, ':').or_else(|| rest.find(':'))?;
        let (mut head, value) = (rest.get(..colon)?, rest.get(colon + 1..)?);
        let mut parameters = Vec::new();
        while let Some(at) = outside_quotes(head, ';').filter(|_| parameters.len() < MAX_PARAMETERS) {
            head = head.get(at + 1..)?;
            let one = head.get(..outside_quotes(head, ';').unwrap_or(head.len()))?;
            if let Some((key, value)) = one.split_once('=') {
                parameters.push((upper_case(key.trim()), unquote(value)));
            }
        }
        let is_text = TEXT_PROPERTIES.contains(&name.as_ref());
        let value = if is_text { unescape(value) } else { value.to_owned() };
        Some(Self { name, parameters, value })
    }

    /// The value of a parameter, where it is there and not empty.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// Parameters of a property, by name, and its value.
type Parts = (Vec<(Cow<'static, str>, String)>, String);

/// What follows the name of a property, where it has no quotes, escapes or odd names in it, as most have none:
/// the parser would find the same, but takes several times as long.
fn plain(rest: &str) -> Option<Parts> {
    if rest.bytes().fold(false, |odd, byte| odd | matches!(byte, b'"' | b'\\' | b'^')) {
        return None;
    }
    let (head, value) = rest.split_once(':')?;
    let mut parameters = Vec::new();
    for one in head.split(';').skip(1) {
        let (key, value) = one.split_once('=')?;
        let simple = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let readable = |byte: u8| byte.is_ascii_alphanumeric() || b" -_./@+".contains(&byte);
        if key.is_empty() || value.is_empty() || !key.bytes().all(simple) || !value.bytes().all(readable) {
            return None;
        }
        if parameters.len() >= MAX_PARAMETERS || value.trim().len() < value.len() {
            return None;
        }
        parameters.push((upper_case(key), value.to_owned()));
    }
    Some((parameters, value.to_owned()))
}

/// A name in upper case; those that most lines have need no memory of their own.
fn upper_case(name: &str) -> Cow<'static, str> {
    const USUAL: [&str; 10] =
        ["TZID", "VALUE", "CN", "PARTSTAT", "ROLE", "CUTYPE", "RSVP", "EMAIL", "RANGE", "SENT-BY"];
    let usual = USUAL.iter().find(|usual| name.eq_ignore_ascii_case(usual));
    usual.map_or_else(|| Cow::Owned(name.to_ascii_uppercase()), |usual| Cow::Borrowed(*usual))
}

/// The name at the start of a content line.
pub(super) fn property_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let end = line.bytes().position(|byte| !plain(byte))?;
    let (name, rest) = line.split_at_checked(end)?;
    (!name.is_empty() && rest.starts_with([':', ';'])).then_some(name)
}

/// Where `wanted` first stands outside double quotes.
fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == wanted && !quoted).then_some(at)
    })
}

/// Takes the quotes off and undoes the escapes of RFC 6868.
fn unquote(value: &str) -> String {
    let bare = value.trim().trim_matches('"');
    if !bare.contains('^') {
        return bare.to_owned();
    }
    bare.replace("^n", " ").replace("^'", "\"").replace("^^", "^")
}

/// TEXT without its escapes (RFC 5545, 3.3.11).
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_case_are_read() {
        let property = Property::parse("dtstart;tzid=Europe/Lisbon:20260302T090000").unwrap();
        assert_eq!((property.name.as_ref(), property.parameter("TZID")), ("DTSTART", Some("Europe/Lisbon")));
        assert_eq!(property.value, "20260302T090000");
    }

    #[test]
    fn odd_parameters_cost_no_property() {
        for line in [
            r#"ATTENDEE;MEMBER="mailto:a@list.example","mailto:b@list.example";CN="Ana; Lopes":mailto:ana@studio.example"#,
            r#"ATTENDEE;X ODD!=1;CN="Ana; Lopes":mailto:ana@studio.example"#,
            r#"ATTENDEE;=;CN=Ana; Lopes;CN="Ana; Lopes":mailto:ana@studio.example"#,
        ] {
            let property = Property::parse(line).unwrap();
            assert_eq!(property.value, "mailto:ana@studio.example", "{line}");
        }
        let line =
            r#"ATTENDEE;MEMBER="mailto:a@b.example","mailto:c@d.example";CN="A: B":mailto:e@f.example"#;
        assert_eq!(Property::parse(line).unwrap().parameter("CN"), Some("A: B"));
    }

    #[test]
    fn text_is_unescaped_once_on_both_ways() {
        for line in [r"SUMMARY:a\, b\\n\nc", r#"SUMMARY;X="1","2":a\, b\\n\nc"#] {
            assert_eq!(Property::parse(line).unwrap().value, "a, b\\n\nc", "{line}");
        }
    }

    #[test]
    fn what_is_no_content_line_is_none() {
        for line in ["", ":", "just words", "two words: and more", ";x=1:y", "\u{e9}t\u{e9}:1"] {
            assert_eq!(Property::parse(line), None, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_finds_what_the_parser_does(
            name in "(SUMMARY|UID|DTSTART|ATTENDEE|X-NOTE)",
            parameters in "(;(TZID|CN|x-a|ROLE)=[A-Za-z0-9 _./@+-]{1,8}){0,3}",
            value in "[ -~\u{e9}\u{4f1a}]{0,30}",
        ) {
            let line = format!("{name}{parameters}:{value}");
            if let Some((parameters, value)) = plain(&line[name.len()..]) {
                let long = Property::parsed(&name, &line)
                    .or_else(|| Property::tolerant(Cow::Owned(name.clone()), &line));
                proptest::prop_assert_eq!(long, Some(Property { name: Cow::Owned(name), parameters, value }));
            }
        }

        #[test]
        fn no_line_panics(line in "(SUMMARY|DTSTART|x-y)?[;:=\"^\\\\a-z\u{e9} ,]{0,60}") {
            let _ = Property::parse(&line);
        }
    }
}
