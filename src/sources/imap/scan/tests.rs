//! Tests of the scanner, against the parser that it guards.

use imap_proto::Response as Parsed;
use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits { line: 200, literal: 300, depth: 8, total: 2000, responses: 100 };

fn verdict(text: &str) -> Result<(), Violation> {
    in_pieces(text.as_bytes(), &[]).1
}

/// What was released, and the verdict, with the bytes cut at `cuts`.
fn in_pieces(bytes: &[u8], cuts: &[usize]) -> (Vec<u8>, Result<(), Violation>) {
    let mut scanner = Scanner::new(LIMITS);
    let (mut start, mut released, mut out) = (0, 0, Vec::new());
    let mut ends: Vec<_> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).chain([bytes.len()]).collect();
    ends.sort_unstable();
    for end in ends {
        let (safe, verdict) = scanner.scan(&bytes[start..end], &mut out);
        released = safe.unwrap_or(released);
        if verdict.is_err() {
            out.truncate(released);
            return (out, verdict);
        }
        start = end;
    }
    out.truncate(released);
    (out, Ok(()))
}

#[test]
fn sound_answers_pass() {
    for text in [
        "* OK [CAPABILITY IMAP4rev1] ((((((((((((((((( \" ready\r\n",
        "* 1 FETCH (UID 1 BODY[HEADER] {5}\r\n((((( RFC822.SIZE 5 FLAGS (\\Seen))\r\n",
        "* 1 FETCH (UID 1 BODY[HEADER]<0> NIL INTERNALDATE \" 1-Feb-2026 10:00:00 +0100\")\r\n",
        "* LIST (\\Sent) \"/\" \"((((((((((((\\\"(((\"\r\n",
        "* LIST () \"/\" {12}\r\n((((((((((((\r\n",
        "A1 NO ((((((((((((((\r\n+ ((((((((((((((\r\n",
        "* 1 FETCH (BODY[] {0}\r\n)\r\n* 2 EXISTS\r\n* 3 EXPUNGE\r\n",
        "* SEARCH 1 2 3\r\n* FLAGS (\\Seen)\r\n* bye bye\r\n* PREAUTH hi\r\n",
    ] {
        assert_eq!(in_pieces(text.as_bytes(), &[]), (text.as_bytes().to_vec(), Ok(())), "{text}");
    }
}

#[test]
fn what_a_parser_would_choke_on_is_refused() {
    let nested = |open: usize| format!("* 1 FETCH (BODYSTRUCTURE {}", "(".repeat(open));
    assert_eq!(verdict(&nested(8)), Ok(()));
    assert_eq!(verdict(&nested(9)), Err(Violation::Depth(8)));
    let nested = |open: usize| format!("* 1 FETCH (BODY {}", "(".repeat(open));
    assert_eq!(verdict(&nested(7)), Ok(()));
    assert_eq!(verdict(&nested(8)), Err(Violation::Depth(8)));
    assert_eq!(verdict(&"a".repeat(201)), Err(Violation::Line(200)));
    let too_large = |announced| Err(Violation::Literal { announced, limit: 300 });
    assert_eq!(verdict("* 1 FETCH (BODY[] {300}\r\n"), Ok(()));
    assert_eq!(verdict("* 1 FETCH (BODY[] {301}\r\n"), too_large(301));
    assert_eq!(verdict("* 1 FETCH (BODY[] {99999999999999999999999}\r\n"), too_large(u64::MAX));
    assert_eq!(verdict("* 1 FETCH (A {1}\r\nx B {300}\r\n"), too_large(301));
    assert_eq!(verdict(&"* 1 EXISTS\r\n".repeat(100)), Ok(()));
    assert_eq!(verdict(&"* 1 EXISTS\r\n".repeat(101)), Err(Violation::Responses(100)));
    assert_eq!(verdict(&"* OK hello to you all\r\n".repeat(90)), Err(Violation::Total(2000)));
    for odd in [
        "* 1 FETCH (INTERNALDATE NIL)",
        "* 1 FETCH (internaldate nil)",
        "* OK [ALERT]é",
        "A1 NO [PARSE]\u{fffd}",
    ] {
        assert_eq!(verdict(odd), Err(Violation::Odd), "the parser panics on {odd}");
    }
    for unasked in ["* METADATA x", "* QUOTA", "* XFOO", "* ("] {
        assert_eq!(verdict(unasked), Err(Violation::Unasked), "{unasked}");
    }
}

#[test]
fn structures_are_handed_on_as_content() {
    for (text, expected) in [
        (
            "* 1 FETCH (BODYSTRUCTURE (\"a)\\\"\" NIL) UID 1)\r\n",
            "* 1 FETCH (BODY[0] {12}\r\n(\"a)\\\"\" NIL) UID 1)\r\n",
        ),
        (
            "* 1 FETCH (UID 1 bodystructure (((\"x\"({3}\r\n)) y) z))))\r\n",
            "* 1 FETCH (UID 1 BODY[0] {22}\r\n(((\"x\"({3}\r\n)) y) z))))\r\n",
        ),
        // Broken ones: a quote too many, brackets that never close.
        (
            "* 1 FETCH (BODYSTRUCTURE (\"a\"b\") UID 1)\r\n* 2 EXISTS\r\n",
            "* 1 FETCH (BODY[0] {0}\r\n)\r\n* 2 EXISTS\r\n",
        ),
        ("* 1 FETCH (UID 1 BODYSTRUCTURE ((NIL)\r\n", "* 1 FETCH (UID 1 BODY[0] {0}\r\n)\r\n"),
    ] {
        let (out, verdict) = in_pieces(text.as_bytes(), &[]);
        assert_eq!((String::from_utf8(out).unwrap().as_str(), verdict), (expected, Ok(())), "{text}");
    }
    assert_eq!(verdict("* 1 FETCH (BODYSTRUCTURE (\"a {5}\r\n"), Err(Violation::Odd));
}

#[test]
fn brackets_cannot_hide_in_what_only_looks_like_a_literal() {
    for head in ["* OK hi", "* OKAY", "* PREAUTH", "* bye", "A1 NO", "+ go", "* OK [BADCHARSET ("] {
        assert_eq!(verdict(&format!("{head} {{90}}\r\n")), Err(Violation::Odd), "{head}");
    }
    // In all of these the parser could go on in what would count as content, or in the next line.
    for odd in [
        "* 1 FETCH (X a{90}\r\n",
        "* 1 FETCH (X ({90}\r\n",
        "* 1 FETCH (X ( {90}\r\n",
        "* 1 FETCH (X \"(\" Y {90}\r\n",
        "* 1 FETCH (X \")\" Y (BODY[] {90}\r\n",
        "* 1 FETCH (X (\") BODYSTRUCTURE (((",
        "* 1 FETCH (X (\r\n",
        "* 1 FETCH (X a\r\n",
        "* 1 FETCH (X a) Y",
        "* 1 FETCH )",
        "* 1 EXISTS {90}\r\n",
    ] {
        assert_eq!(verdict(odd), Err(Violation::Odd), "{odd:?}");
    }
    // Brackets that close do not count as closed, and depth goes on behind a literal.
    assert_eq!(verdict("* 1 FETCH (()()()()()()()()"), Err(Violation::Depth(8)));
    assert_eq!(verdict("* 1 FETCH (()()()()() X {2}\r\n))(((("), Err(Violation::Depth(8)));
}

#[test]
fn nothing_is_handed_on_before_its_line_is_whole() {
    let (mut scanner, mut out) = (Scanner::new(LIMITS), Vec::new());
    assert_eq!(scanner.scan(b"* 1 FETCH (BODY[] {4}\r", &mut out), (None, Ok(())));
    for (bytes, safe) in [(&b"\n"[..], 23), (b"ab", 25), (b"cd)", 27), (b"\r\n* 2", 30)] {
        assert_eq!(scanner.scan(bytes, &mut out), (Some(safe), Ok(())));
    }
    let odd = scanner.scan(b" EXISTS\r\n* 3 EXISTS)", &mut out);
    assert_eq!(odd, (Some(42), Err(Violation::Odd)), "what was sound is kept");
}

/// Bytes as servers and their enemies send them.
fn answers() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "* OK ",
        "* OK [",
        "* 1 FETCH (",
        "* LIST () ",
        "A1 NO ",
        "+ ",
        "(",
        "(",
        ")",
        ")",
        "\"",
        "\\",
        " {5}\r\n",
        "{9}\r\n",
        " {0}\r\n",
        "{301}\r\n",
        "\r\n",
        ")\r\n",
        "\r",
        "\n",
        "{",
        "}",
        "abcde",
        "((((((((",
        "* PRE",
        "* B",
        "ALERT",
        "]",
        "é",
        "BODY[] ",
        "X ",
        " ",
        "INTERNALDATE ",
        "NIL",
        "BODYSTRUCTURE ",
        " BODYSTRUCTURE (",
        "* 1 FETCH (BODYSTRUCTURE ((",
        "\"mixed\"))",
        "\\\"",
        "UID 1 ",
        "BADCHARSET",
        "FLAGS (",
        "* SEARCH",
        " 1",
        "* FLAGS (",
        "* STATUS ",
        "* CAPABILITY IMAP4rev1",
        "\"a\"",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

/// Where responses end, as the scanner sees it.
fn ends(bytes: &[u8]) -> Vec<usize> {
    let (mut scanner, mut out) = (Scanner::new(LIMITS), Vec::new());
    let mut ends = Vec::new();
    for byte in bytes {
        scanner.scan(&[*byte], &mut out).1.unwrap();
        if scanner.response.line == 0 && scanner.literal_left == 0 {
            ends.push(out.len());
        }
    }
    ends
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn how_bytes_are_cut_changes_nothing(
        bytes in answers(),
        cuts in prop::collection::vec(any::<usize>(), 0..20),
    ) {
        let whole = in_pieces(&bytes, &[]);
        prop_assert_eq!(&in_pieces(&bytes, &cuts), &whole);
        let each: Vec<_> = (0..bytes.len()).collect();
        prop_assert_eq!(&in_pieces(&bytes, &each), &whole);
    }

    /// If the two ever disagreed, what passes as content could be structure to the parser. If the parser
    /// panicked, or its stack overflowed, this would fail, too.
    #[test]
    fn the_parser_ends_responses_where_the_scanner_does(bytes in answers()) {
        let (released, verdict) = in_pieces(&bytes, &[]);
        if verdict.is_ok() {
            let ends = ends(&bytes);
            let mut rest = released.as_slice();
            while let Ok((after, response)) = Parsed::parse(rest) {
                prop_assert!(ends.contains(&(released.len() - after.len())));
                let seen = format!("{response:?}");
                prop_assert!(!seen.contains("BodyStructure"), "{}", seen);
                rest = after;
            }
        }
    }
}
