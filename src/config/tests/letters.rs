//! Tests of `[delivery]` and of when letters are written.

use super::*;
use crate::nudges::Digest;

#[test]
fn letters_go_into_files_unless_a_way_is_chosen() {
    let delivery = |text: &str| config(&format!("{MINIMAL}{text}")).delivery;
    let to = Address::parse("alex@studio.example").unwrap();
    assert_eq!(delivery(""), None);
    assert_eq!(
        delivery("[delivery]\n"),
        Some(Delivery { to: to.clone(), via: Via::File(None), replies: true, first_letter: true })
    );
    for (text, via) in [
        ("via = \"sendmail\"", Via::Sendmail(vec!["/usr/sbin/sendmail".into(), "-i".into()])),
        ("via = \"append\"", Via::Append("INBOX".into())),
        ("directory = \"/srv/letters\"", Via::File(Some("/srv/letters".into()))),
    ] {
        assert_eq!(
            delivery(&format!("[delivery]\n{text}\n")),
            Some(Delivery { to: to.clone(), via, replies: true, first_letter: true })
        );
    }
}

#[test]
fn a_mail_server_has_the_port_of_its_security_and_the_name_of_the_owner() {
    for (security, host, port) in [
        ("tls", "smtp.studio.example", 465),
        ("starttls", "smtp.studio.example", 587),
        ("plain", "localhost", 25),
    ] {
        let text = format!(
            "{MINIMAL}[delivery]\nvia = \"smtp\"\nsmtp = \"{host}\"\nsecurity = \"{security}\"\n\
             password = {{ credential = \"smtp\" }}\n"
        );
        let Some(Delivery { via: Via::Smtp(smtp), .. }) = config(&text).delivery else { panic!("{text}") };
        assert_eq!(smtp.server, Server { host: host.into(), port });
        let login = SmtpLogin {
            user: "alex@studio.example".into(),
            proof: Proof::Password(SecretSource::Credential("smtp".into())),
        };
        assert_eq!(smtp.login, Some(login));
    }
}

#[test]
fn letters_are_written_on_sundays_unless_another_time_is_chosen() {
    for (line, digest) in [
        ("", "sunday 18:00"),
        ("[nudges]\ndigest = \"daily 07:30\"\n", "daily 07:30"),
        ("[nudges]\ndigest = \"off\"\n", "off"),
    ] {
        let config = config(&format!("{MINIMAL}{line}"));
        assert_eq!(config.nudges.digest, Digest::parse(digest).unwrap(), "{line}");
    }
    let report = report_with("[nudges]\ndigest = \"sometimes\"\n");
    assert!(report.contains("`nudges.digest` must be a time such as \"sunday 18:00\""), "{report}");
}
