//! Quoted-printable, base64, and header words in UTF-8 (RFC 2045 and 2047), as mail programs write them.

use std::fmt::Write as _;

/// Longest line of quoted-printable text.
const MAX_LINE: usize = 74;

/// Text in quoted-printable, with lines ended by LF.
pub(super) fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        let last = line.len().saturating_sub(1);
        for (at, byte) in line.bytes().enumerate() {
            let plain = (byte.is_ascii_graphic() && byte != b'=') || byte == b' ' && at != last;
            let width = if plain { 1 } else { 3 };
            if column + width > MAX_LINE {
                out.push_str("=\n");
                column = 0;
            }
            if plain {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "={byte:02X}");
            }
            column += width;
        }
        out.push('\n');
    }
    out
}

/// Bytes in base64, in lines of 76.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (count, chunk) in bytes.chunks(3).enumerate() {
        if count > 0 && count % 19 == 0 {
            out.push('\n');
        }
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            let letter = ALPHABET.get(index).map_or('=', |&letter| char::from(letter));
            out.push(if place <= chunk.len() { letter } else { '=' });
        }
    }
    out
}

/// A header text: as it is where ASCII, else as encoded words of whole characters.
pub(super) fn header(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words: Vec<String> = vec![String::new()];
    for character in text.chars() {
        let full = words.last().is_some_and(|word| word.len() + character.len_utf8() > 40);
        if full {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    let encoded: Vec<String> = words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", base64(word.as_bytes()).replace('\n', "")))
        .collect();
    encoded.join("\n ")
}

/// A name and address for a header.
pub(super) fn mailbox(name: &str, address: &str) -> String {
    if name.is_empty() {
        address.to_owned()
    } else if name.is_ascii() && name.contains([',', '.', '(', ')']) {
        format!("\"{name}\" <{address}>")
    } else {
        format!("{} <{address}>", header(name))
    }
}

/// Text in lines of at most 74 characters, broken at spaces; quoted lines and signatures stay as they are.
pub(super) fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with('>') || line == "-- " || line.chars().count() <= MAX_LINE {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let mut column = 0;
        for word in line.split(' ') {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > MAX_LINE {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += width;
        }
        out.push('\n');
    }
    out
}

/// A content line folded so that no part is longer than 75 octets (RFC 5545, 3.1).
pub(super) fn wrapped_by_octets(line: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for character in line.chars() {
        if column + character.len_utf8() > 73 {
            out.push_str("\r\n ");
            column = 1;
        }
        out.push(character);
        column += character.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_text_are_encoded_as_the_standards_say() {
        assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
        assert_eq!(base64(b"any carnal pleasu"), "YW55IGNhcm5hbCBwbGVhc3U=");
        assert_eq!(quoted_printable("a = é \n"), "a =3D =C3=A9=20\n");
        assert_eq!(mailbox("José", "j@x.example"), "=?UTF-8?B?Sm9zw6k=?= <j@x.example>");
        assert_eq!(mailbox("Dr. Lee", "j@x.example"), "\"Dr. Lee\" <j@x.example>");
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let line = "word ".repeat(30);
        let wrapped = wrapped(line.trim());
        assert!(wrapped.lines().all(|line| line.len() <= MAX_LINE) && wrapped.lines().count() == 2);
        assert_eq!(super::wrapped("> a\n-- \nb"), "> a\n-- \nb\n");
    }
}
