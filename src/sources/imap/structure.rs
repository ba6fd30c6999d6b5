//! Reads BODYSTRUCTURE (RFC 3501, 7.4.2): which parts a message has, of what type and size. Pure, and without
//! trust: servers send broken ones, and messages make them deep.

/// Deepest nesting of brackets, and most things in them, that are read.
const MAX_DEPTH: usize = 32;
const MAX_NODES: usize = 5_000;

/// One part of a message, or the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Such as `text/plain`, in lower case.
    pub(super) media_type: String,
    pub(super) parameters: Parameters,
    /// In lower case; empty where the server gives none.
    pub(super) encoding: String,
    /// Bytes of the body, still encoded.
    pub(super) octets: u32,
    /// `Content-Disposition` in lower case, with its parameters.
    pub(super) disposition: Option<(String, Parameters)>,
    /// What a multipart holds.
    pub(super) parts: Vec<Part>,
}

/// Reads a list of words, as labels are; nothing where it makes no sense.
pub(super) fn words(bytes: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader { rest: bytes, nodes: 0 };
    let Some(Node::List(items)) = reader.node(0) else { return None };
    let word = |item: Node| match item {
        Node::Text(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        Node::List(_) | Node::Nil => None,
    };
    Some(items.into_iter().filter_map(word).collect())
}

/// Names in lower case, with their values as the message has them.
pub(super) type Parameters = Vec<(String, Vec<u8>)>;

impl Part {
    /// Reads a structure; nothing where it makes no sense.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { rest: bytes, nodes: 0 };
        let node = reader.node(0)?;
        reader.rest.is_empty().then(|| Self::of(&node)).flatten()
    }

    /// Whether it is a multipart, whatever it holds.
    pub(super) fn is_multipart(&self) -> bool {
        self.media_type.starts_with("multipart/")
    }

    /// Bytes of all bodies in it.
    pub(super) fn all_octets(&self) -> u64 {
        u64::from(self.octets) + self.parts.iter().map(Self::all_octets).sum::<u64>()
    }

    /// The value of a parameter of its type.
    pub(super) fn parameter(&self, name: &str) -> Option<&[u8]> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }

    fn of(node: &Node) -> Option<Self> {
        let Node::List(items) = node else { return None };
        let parts = items.iter().take_while(|item| matches!(item, Node::List(_))).map(Self::of);
        let parts = parts.collect::<Option<Vec<_>>>()?;
        if parts.is_empty() { Self::leaf(items) } else { Self::multipart(items, parts) }
    }

    fn multipart(items: &[Node], parts: Vec<Self>) -> Option<Self> {
        let rest = items.get(parts.len()..)?;
        Some(Self {
            media_type: format!("multipart/{}", rest.first()?.word()?),
            parameters: rest.get(1).map(Node::parameters).unwrap_or_default(),
            disposition: rest.get(2).and_then(Node::disposition),
            parts,
            ..Self::default()
        })
    }

    fn leaf(items: &[Node]) -> Option<Self> {
        let media_type = format!("{}/{}", items.first()?.word()?, items.get(1)?.word()?);
        // Behind the size: lines of a text; envelope, structure and lines of a message; then a checksum.
        let at = match media_type.as_str() {
            "message/rfc822" => 11,
            text if text.starts_with("text/") => 9,
            _ => 8,
        };
        Some(Self {
            parameters: items.get(2).map(Node::parameters).unwrap_or_default(),
            encoding: items.get(5).and_then(Node::word).unwrap_or_default(),
            octets: items.get(6).and_then(Node::word).and_then(|octets| octets.parse().ok())?,
            disposition: items.get(at).and_then(Node::disposition),
            media_type,
            parts: Vec::new(),
        })
    }
}

/// A bracketed list, or what stands in one.
#[derive(Debug)]
enum Node {
    List(Vec<Node>),
    Text(Vec<u8>),
    Nil,
}

impl Node {
    /// A word in lower case.
    fn word(&self) -> Option<String> {
        let Self::Text(text) = self else { return None };
        Some(String::from_utf8_lossy(text).trim().to_lowercase())
    }

    fn parameters(&self) -> Parameters {
        let Self::List(items) = self else { return Vec::new() };
        let pairs = items.as_chunks::<2>().0.iter();
        pairs
            .filter_map(|[name, value]| match value {
                Self::Text(value) => Some((name.word()?, value.clone())),
                _ => None,
            })
            .collect()
    }

    fn disposition(&self) -> Option<(String, Parameters)> {
        let Self::List(items) = self else { return None };
        Some((items.first()?.word()?, items.get(1).map(Self::parameters).unwrap_or_default()))
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    nodes: usize,
}

impl Reader<'_> {
    fn node(&mut self, depth: usize) -> Option<Node> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return None;
        }
        match self.rest.first()? {
            b'(' => self.list(depth),
            b'"' => self.quoted(),
            b'{' => self.literal(),
            _ => self.atom(),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Node> {
        self.take(1)?;
        let mut items = Vec::new();
        loop {
            match self.rest.first()? {
                b')' => {
                    self.take(1)?;
                    return Some(Node::List(items));
                }
                b' ' => {
                    self.take(1)?;
                }
                _ => items.push(self.node(depth + 1)?),
            }
        }
    }

    fn quoted(&mut self) -> Option<Node> {
        self.take(1)?;
        let mut text = Vec::new();
        loop {
            match self.take(1)? {
                b"\"" => return Some(Node::Text(text)),
                b"\\" => text.extend_from_slice(self.take(1)?),
                other => text.extend_from_slice(other),
            }
        }
    }

    fn literal(&mut self) -> Option<Node> {
        let end = self.rest.iter().position(|&byte| byte == b'}')?;
        let digits = self.take(end)?.get(1..)?;
        let length = std::str::from_utf8(digits).ok()?.parse().ok()?;
        self.rest = self.rest.strip_prefix(b"}\r\n")?;
        Some(Node::Text(self.take(length)?.to_vec()))
    }

    fn atom(&mut self) -> Option<Node> {
        let end = self.rest.iter().position(|byte| b" ()\"".contains(byte)).unwrap_or(self.rest.len());
        let text = self.take(end)?;
        let is_nothing = text.is_empty();
        let node = if text.eq_ignore_ascii_case(b"NIL") { Node::Nil } else { Node::Text(text.to_vec()) };
        (!is_nothing).then_some(node)
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_are_read_with_what_is_known_of_them() {
        let text = br#"((("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "QUOTED-PRINTABLE" 12 1 NIL NIL NIL NIL)("text" "html" NIL NIL NIL NIL 34 2) "ALTERNATIVE" ("BOUNDARY" "a\"b") NIL NIL)("application" "pdf" ("name" {3}
x"y) "<id>" NIL "base64" 56 NIL ("ATTACHMENT" ("filename*" "utf-8''x")) NIL) "mixed" ("boundary" "o"))"#;
        let text = String::from_utf8_lossy(text).replace("{3}\n", "{3}\r\n");
        let root = Part::parse(text.as_bytes()).unwrap();
        assert_eq!(
            (root.media_type.as_str(), root.parameter("boundary")),
            ("multipart/mixed", Some(&b"o"[..]))
        );
        let [alternative, pdf] = root.parts.as_slice() else { panic!("{root:?}") };
        assert_eq!(alternative.parameter("boundary"), Some(&b"a\"b"[..]));
        let plain = &alternative.parts[0];
        let known = (plain.media_type.as_str(), plain.encoding.as_str(), plain.octets);
        assert_eq!(known, ("text/plain", "quoted-printable", 12));
        assert_eq!(pdf.parameter("name"), Some(&b"x\"y"[..]));
        let filename = vec![("filename*".to_owned(), b"utf-8''x".to_vec())];
        assert_eq!(pdf.disposition, Some(("attachment".to_owned(), filename)));
    }

    #[test]
    fn what_makes_no_sense_is_nothing() {
        for text in [
            "",
            "()",
            "NIL",
            "(NIL \"mixed\" (\"boundary\" \"b\"))",
            "(\"mixed\" (\"boundary\" \"b\") NIL NIL)",
            "(\"text\" \"plain\" NIL NIL NIL \"7bit\" many 1)",
            "(\"text\" \"plain",
            "(\"text\" \"a\"b\" NIL NIL NIL \"7bit\" 1 1",
            "({99}\r\ntext",
            "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1) x",
        ] {
            assert_eq!(Part::parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Part::parse("(".repeat(100_000).as_bytes()), None);
        assert_eq!(Part::parse(format!("({})", "() ".repeat(100_000)).as_bytes()), None);
    }

    proptest! {
        #[test]
        fn no_structure_makes_it_panic(bytes in prop::collection::vec(
            prop::sample::select(br#"() "{}3\NtextIL/"#.to_vec()), 0..200)) {
            let _ = Part::parse(&bytes);
        }
    }
}
