//! Asks for TLS after a greeting in clear (STARTTLS, RFC 9051, 6.2.1).
//!
//! It is read byte by byte to the end of the server's yes, so that nothing that arrived in clear can be taken
//! for an answer given under TLS: what follows the yes meets the handshake, which it breaks. Nothing that was
//! said before TLS is kept.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::error::{ImapError, TlsCause, is_throttle, shown};

/// How long the greeting and the answer may take together.
const ANSWER_TIME: Duration = Duration::from_secs(20);
/// Longest line before TLS, in bytes.
const MAX_LINE_BYTES: usize = 8 * 1024;
/// Most lines before TLS.
const MAX_LINES: usize = 100;
/// The tag of the one command sent in clear.
const TAG: &str = "g0";

/// Gets a fresh connection to the point where the handshake begins. `server` names it in errors.
pub(super) async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    server: &str,
) -> Result<(), ImapError> {
    let refused = |cause| ImapError::Tls { server: server.to_owned(), cause };
    let asking = async {
        let greeting = line(stream).await?;
        let (status, said) = greeting.strip_prefix("* ").map_or(("", ""), words);
        match status.to_ascii_uppercase().as_str() {
            "OK" => {}
            // Who is logged in cannot ask for TLS any more (RFC 9051, 7.1.4), so this would stay in clear.
            "PREAUTH" => return Err(refused(TlsCause::Preauth)),
            "BYE" if is_throttle(said) => return Err(ImapError::Throttled { said: shown(said, &[]) }),
            "BYE" => return Err(ImapError::Closed { during: "the greeting", said: shown(said, &[]) }),
            _ => return Err(ImapError::Protocol { what: "its greeting is none".to_owned() }),
        }
        stream.write_all(format!("{TAG} STARTTLS\r\n").as_bytes()).await.map_err(closed)?;
        for _ in 0..MAX_LINES {
            let line = line(stream).await?;
            let Some(answer) = line.strip_prefix(TAG).and_then(|rest| rest.strip_prefix(' ')) else {
                continue;
            };
            let (status, said) = words(answer);
            return match status.to_ascii_uppercase().as_str() {
                "OK" => Ok(()),
                _ => Err(refused(TlsCause::NoStartTls(shown(said, &[])))),
            };
        }
        Err(ImapError::Protocol { what: "it does not come to an answer to STARTTLS".to_owned() })
    };
    timeout(ANSWER_TIME, asking)
        .await
        .unwrap_or(Err(ImapError::Timeout { what: "STARTTLS", seconds: ANSWER_TIME.as_secs() }))
}

/// One line without its end, and not a byte more.
async fn line<S: AsyncRead + Unpin>(stream: &mut S) -> Result<String, ImapError> {
    let mut line = Vec::new();
    while line.len() < MAX_LINE_BYTES {
        match stream.read_u8().await.map_err(closed)? {
            b'\n' => return Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()),
            byte => line.push(byte),
        }
    }
    Err(ImapError::Protocol { what: "it sends lines without an end before TLS".to_owned() })
}

fn words(text: &str) -> (&str, &str) {
    text.split_once(' ').unwrap_or((text, ""))
}

fn closed(_: io::Error) -> ImapError {
    ImapError::Closed { during: "STARTTLS", said: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a server that says this, and what it hears.
    async fn answer(said: &str) -> (Result<(), ImapError>, String, Vec<u8>) {
        let mut heard = Vec::new();
        let mut said = said.as_bytes();
        let result = ask(&mut tokio::io::join(&mut said, &mut heard), "mx.example:143").await;
        (result, String::from_utf8(heard).unwrap(), said.to_vec())
    }

    #[tokio::test]
    async fn a_yes_is_read_to_its_end_and_not_a_byte_further() {
        let said =
            "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n* 1 EXISTS\r\ng0 OK go\r\ng1 OK injected\r\n";
        let (result, heard, rest) = answer(said).await;
        assert!(result.is_ok());
        assert_eq!(heard, "g0 STARTTLS\r\n");
        assert_eq!(rest, b"g1 OK injected\r\n", "what came too early is left to break the handshake");
        for early in
            ["* OK x\r\n", "\r\n", "g1 OK in\r\n* CAPABILITY IMAP4rev1\r\n", "x", "\u{16}\u{3}", "+ \r\n"]
        {
            let (result, heard, rest) = answer(&format!("* OK hi\r\ng0 OK go\r\n{early}")).await;
            assert!(result.is_ok() && heard == "g0 STARTTLS\r\n" && rest == early.as_bytes(), "{early:?}");
        }
    }

    #[tokio::test]
    async fn anything_but_a_yes_ends_it() {
        for (said, told) in [
            ("* PREAUTH welcome\r\n", "logged in before TLS"),
            ("* preauth\r\n", "logged in before TLS"),
            ("* BYE full\r\n", "full"),
            ("* BYE [UNAVAILABLE] try again later\r\n", "for now"),
            ("* 3 EXISTS\r\n", "greeting"),
            ("+OK pop3 here\r\n", "greeting"),
            ("* OK hi\r\ng0 NO not here\r\n", "not here"),
            ("* OK hi\r\ng0 BAD what?\r\n", "what?"),
            ("* OK hi\r\ng0OK go\r\n", "closed"),
            ("* OK hi\r\ng1 OK go\r\n", "closed"),
            ("* OK hi", "closed"),
            ("", "closed"),
            ("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] in\r\ng0 OK go\r\n", "logged in before TLS"),
            ("* PreAuth\r\ng0 OK go\r\n", "logged in before TLS"),
            ("* BYE\r\ng0 OK go\r\n", ""),
            ("* bye so long\r\n", "so long"),
            ("* NO hi\r\ng0 OK go\r\n", "greeting"),
            ("* BAD hi\r\ng0 OK go\r\n", "greeting"),
            ("* OKAY hi\r\ng0 OK go\r\n", "greeting"),
            ("*OK hi\r\ng0 OK go\r\n", "greeting"),
            ("OK hi\r\ng0 OK go\r\n", "greeting"),
            ("g0 OK go\r\n", "greeting"),
            ("* \r\n", "greeting"),
            ("\r\n\r\n", "greeting"),
            ("220 mx ESMTP\r\n", "greeting"),
            ("HTTP/1.1 400 Bad Request\r\n", "greeting"),
            ("SSH-2.0-x\r\n", "greeting"),
            ("\u{15}\u{3}\u{1}\r\n", "greeting"),
            ("+ OK hi\r\n", "greeting"),
            ("* CAPABILITY IMAP4rev1 STARTTLS\r\n", "greeting"),
            ("* OK hi\r\ng0 PREAUTH in\r\n", ""),
            ("* OK hi\r\ng0 BYE bye\r\n", ""),
            ("* OK hi\r\ng0\r\n", ""),
            ("* OK hi\r\ng0 \r\n", ""),
            ("* OK hi\r\ng00 OK go\r\n", "closed"),
            ("* OK hi\r\nG0 OK go\r\n", "closed"),
            ("* OK hi\r\n* OK go\r\n", "closed"),
            ("* OK hi\r\n+ go on\r\n", "closed"),
            ("* OK hi\r\n* BYE going down\r\n", "closed"),
            ("* OK hi\r\ng0 OK", "closed"),
            ("* OK hi\r\n* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] log in now\r\n", "closed"),
            ("* OK [CAPABILITY IMAP4rev1] hi\r\ng0 NO [PRIVACYREQUIRED] no\r\n", "no"),
        ] {
            let (result, heard, _) = answer(said).await;
            let error = result.expect_err(said).to_string();
            assert!(error.contains(told), "{said:?}: {error}");
            assert!(heard.is_empty() || heard == "g0 STARTTLS\r\n", "{heard}");
        }
        let (result, ..) = answer(&"x".repeat(MAX_LINE_BYTES + 1)).await;
        assert!(matches!(result, Err(ImapError::Protocol { .. })));
        let (result, ..) = answer(&"* OK hi\r\n".repeat(MAX_LINES + 2)).await;
        assert!(matches!(result, Err(ImapError::Protocol { .. })));
    }
}
