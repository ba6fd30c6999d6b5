//! One file, split into code, the insides of string literals, and comments, so that a rule about one
//! is not fooled by the others. Enough of Rust's lexis for that, and no more.

/// Stands where a part has nothing: no rule looks for it.
const NOTHING: char = '\0';

/// One file of code.
pub(super) struct Source {
    /// Relative to the root, with `/`.
    pub(super) path: String,
    /// The whole text.
    pub(super) text: String,
    /// Every path of the code, in order; a name by itself is a path too.
    pub(super) paths: Vec<CodePath>,
    /// The text with strings, characters and comments blanked.
    pub(super) code: Part,
    /// Only what stands inside string literals.
    pub(super) strings: Part,
    /// Only the comments.
    pub(super) comments: Part,
}

/// One part of a text, every character in its old place.
pub(super) struct Part {
    chars: Vec<char>,
    /// Where lines end.
    breaks: Vec<usize>,
}

/// A path of the code such as `std::fs::read`, groups in braces taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CodePath {
    /// From 1.
    pub(super) line: usize,
    /// The names between the colons.
    pub(super) names: Vec<String>,
    /// The first character after it that is no space.
    pub(super) next: Option<char>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Text,
    Comment,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut kinds = Vec::with_capacity(chars.len());
        while kinds.len() < chars.len() {
            let (start, token) = (kinds.len(), token(&chars, kinds.len()));
            let end = (start + token.length).min(chars.len());
            let inside = start + token.opening..end.saturating_sub(token.closing);
            let kind_at =
                |at| if token.kind == Kind::Text && !inside.contains(&at) { Kind::Code } else { token.kind };
            kinds.extend((start..end).map(kind_at));
        }
        let part = |wanted: Kind| {
            let keep = |(&c, &kind): (&char, &Kind)| if c == '\n' || kind == wanted { c } else { NOTHING };
            Part::new(chars.iter().zip(&kinds).map(keep).collect())
        };
        let (code, strings, comments) = (part(Kind::Code), part(Kind::Text), part(Kind::Comment));
        let paths = code.paths();
        Self { path: path.replace('\\', "/"), text: text.to_owned(), paths, code, strings, comments }
    }

    /// Whether the file is written by a program.
    pub(super) fn is_generated(&self) -> bool {
        self.text.starts_with("// @generated")
    }

    /// The top module it belongs to: `people` of `src/people/address.rs`; `None` outside `src`.
    pub(super) fn module(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.split(['/', '.']).next()
    }
}

/// A piece of the text that is of one kind.
struct Token {
    length: usize,
    kind: Kind,
    /// Characters before and after the inside of a literal.
    opening: usize,
    closing: usize,
}

impl Token {
    fn plain(length: usize, kind: Kind) -> Self {
        Self { length, kind, opening: 0, closing: 0 }
    }

    fn literal(length: usize) -> Self {
        Self { length, kind: Kind::Text, opening: 1, closing: 1 }
    }
}

/// The token at `at`.
fn token(chars: &[char], at: usize) -> Token {
    let rest = chars.get(at..).unwrap_or_default();
    let get = |offset: usize| rest.get(offset).copied().unwrap_or(NOTHING);
    let until = |from: usize, end: &dyn Fn(&[char]) -> bool| {
        (from..rest.len()).find(|&i| end(rest.get(i..).unwrap_or_default())).unwrap_or(rest.len())
    };
    match (get(0), get(1)) {
        ('/', '/') => Token::plain(until(2, &|r| r.starts_with(&['\n'])), Kind::Comment),
        ('/', '*') => Token::plain(block_comment(rest), Kind::Comment),
        ('"', _) => Token::literal(quoted(rest, '"')),
        ('\'', '\\') => Token::literal(quoted(rest, '\'')),
        ('\'', _) if get(2) == '\'' => Token::literal(3),
        (c, _) if is_name(c) => {
            let word = until(1, &|r| !r.first().is_some_and(|&c| is_name(c)));
            let hashes = rest.iter().skip(word).take_while(|&&c| c == '#').count();
            let prefix: String = rest.iter().take(word).collect();
            if !matches!(prefix.as_str(), "r" | "br" | "cr") || get(word + hashes) != '"' {
                return Token::plain(word, Kind::Code);
            }
            let (opening, closing) = (word + hashes + 1, hashes + 1);
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let length = until(opening, &|r| r.starts_with(&close)) + closing;
            Token { length, kind: Kind::Text, opening, closing }
        }
        _ => Token::plain(1, Kind::Code),
    }
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match rest.get(at..at + 2) {
            Some(['/', '*']) => (depth, at) = (depth + 1, at + 2),
            Some(['*', '/']) => (depth, at) = (depth.saturating_sub(1), at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while let Some(&c) = rest.get(at) {
        at += if c == '\\' { 2 } else { 1 };
        if c == quote {
            break;
        }
    }
    at
}

impl Part {
    fn new(chars: Vec<char>) -> Self {
        let breaks = (0..chars.len()).filter(|&at| chars.get(at) == Some(&'\n')).collect();
        Self { chars, breaks }
    }

    /// The line of a place, from 1.
    fn line(&self, at: usize) -> usize {
        1 + self.breaks.partition_point(|&end| end < at)
    }

    /// The lines, with their numbers from 1.
    pub(super) fn lines(&self) -> Vec<(usize, String)> {
        self.chars.split(|&c| c == '\n').enumerate().map(|(i, line)| (i + 1, line.iter().collect())).collect()
    }

    /// Every attribute, `#[…]` or `#![…]`, with its line.
    pub(super) fn attributes(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for at in (0..self.chars.len()).filter(|&at| self.chars.get(at) == Some(&'#')) {
            let mut depth = 0_usize;
            let rest = self.chars.iter().skip(at + 1).skip_while(|&&c| c == '!');
            let text: String = rest
                .take_while(|&&c| {
                    depth = match c {
                        '[' => depth + 1,
                        ']' => depth.saturating_sub(1),
                        _ => depth,
                    };
                    depth > 0
                })
                .collect();
            if !text.is_empty() {
                found.push((self.line(at), text));
            }
        }
        found
    }

    fn paths(&self) -> Vec<CodePath> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(&c) = self.chars.get(at) {
            if is_name(c) { at = self.path(at, &[], &mut found) } else { at += 1 }
        }
        found
    }

    /// Reads the path at `at`, which goes on from `before`; returns where it ends.
    fn path(&self, at: usize, before: &[String], found: &mut Vec<CodePath>) -> usize {
        let mut names = before.to_vec();
        let mut end = at;
        loop {
            let name: String = self.chars.iter().skip(end).take_while(|&&c| is_name(c)).collect();
            end += name.chars().count();
            if !name.is_empty() {
                names.push(name);
            }
            let more = self.skip_spaces(end);
            if self.chars.get(more..more + 2) != Some(&[':', ':']) {
                let next = self.chars.get(more).copied();
                found.push(CodePath { line: self.line(at), names, next });
                return end;
            }
            end = self.skip_spaces(more + 2);
            match self.chars.get(end) {
                Some('{') => return self.group(end + 1, &names, found),
                Some(&c) if is_name(c) => {}
                next => {
                    found.push(CodePath { line: self.line(at), names, next: next.copied() });
                    return end;
                }
            }
        }
    }

    /// Reads the members of a group in braces.
    fn group(&self, at: usize, before: &[String], found: &mut Vec<CodePath>) -> usize {
        let mut at = at;
        while let Some(&c) = self.chars.get(at) {
            match c {
                '}' => return at + 1,
                _ if is_name(c) => at = self.path(at, before, found),
                _ => at += 1,
            }
        }
        at
    }

    fn skip_spaces(&self, at: usize) -> usize {
        let blank = |c: &char| c.is_whitespace() || *c == NOTHING;
        at + self.chars.iter().skip(at).take_while(|c| blank(c)).count()
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl CodePath {
    /// Whether it is, or lies under, the path written `std::fs`.
    pub(super) fn is_under(&self, parent: &str) -> bool {
        let mut names = self.names.iter();
        parent.split("::").all(|part| names.next().is_some_and(|name| name == part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_strings_and_comments_are_told_apart() {
        let text = "let a = \"str // no\"; // com \"x\"\n\
                    let b = r#\"raw \" x\"#; /* c /* d */ e */ f('\"', 'l', '\\'');\n&'a g";
        let source = Source::new("src/x.rs", text);
        let show = |part: &Part| {
            let text: String = part.chars.iter().filter(|&&c| c != NOTHING).collect();
            text.replace('\n', "|")
        };
        assert_eq!(show(&source.strings), "str // no|raw \" x\"l\\'|");
        assert_eq!(show(&source.comments), "// com \"x\"|/* c /* d */ e */|");
        assert_eq!(show(&source.code), "let a = \"\"; |let b = r#\"\"#;  f('', '', '');|&'a g");
    }

    #[test]
    fn groups_are_taken_apart() {
        let source =
            Source::new("src/x.rs", "use std::{\n    fs::File,\n    env as e,\n};\nlet x = a::b::<C>();");
        let paths: Vec<_> = source.paths.iter().map(|p| (p.line, p.names.join("::"))).collect();
        for expected in [(2, "std::fs::File"), (3, "std::env"), (5, "a::b")] {
            assert!(paths.contains(&(expected.0, expected.1.to_owned())), "{expected:?} in {paths:?}");
        }
    }
}
