//! Modified UTF-7, in which servers write folder names (RFC 3501, 5.1.3): read only, for matching and
//! showing. What is sent back is always the server's own spelling.

/// The name in Unicode. What is no sound modified UTF-7 stays as it is.
pub(super) fn decode(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, shifted)) = rest.split_once('&') {
        out.push_str(before);
        let Some((coded, after)) = shifted.split_once('-') else {
            rest = &rest[before.len()..];
            break;
        };
        match (coded, decode_run(coded)) {
            ("", _) => out.push('&'),
            (_, Some(text)) => out.push_str(&text),
            (_, None) => out.extend(["&", coded, "-"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A run of UTF-16 in base64 with `,` for `/` and no padding.
fn decode_run(coded: &str) -> Option<String> {
    let (mut bits, mut count) = (0_u32, 0);
    let mut units = Vec::new();
    for byte in coded.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b',' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 16 {
            count -= 16;
            units.push(u16::try_from((bits >> count) & 0xffff).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    let text = String::from_utf16(&units).ok()?;
    // Control characters have no place in a name.
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_decoded() {
        for (wire, name) in [
            ("Sent", "Sent"),
            ("Gel&APY-scht", "Gelöscht"),
            ("Envoy&AOk-s", "Envoyés"),
            ("&kAFP4W4IMH8w4TD8MOs-", "送信済みメール"),
            ("&2DzfDA-", "🌌"),
            ("A&-B", "A&B"),
            ("R&D", "R&D"),
            ("&!!-x", "&!!-x"),
            ("&AAo-", "&AAo-"),
            ("&", "&"),
        ] {
            assert_eq!(decode(wire), name, "{wire}");
        }
    }

    proptest! {
        #[test]
        fn no_name_makes_it_panic(name in "\\PC*|[&A-Za-z0-9+,-]{0,40}") {
            let _ = decode(&name);
        }
    }
}
