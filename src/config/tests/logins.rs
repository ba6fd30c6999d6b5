//! Tests of how accounts prove who one is.

use super::*;

fn account(proof: &str) -> String {
    format!("[[mail]]\naddress = \"alex@studio.example\"\nimap = \"imap.studio.example\"\n{proof}\n")
}

fn proof(text: &str) -> Proof {
    config(&format!("{MINIMAL}{}", account(text))).mail.remove(0).proof
}

fn oauth(text: &str) -> OAuth {
    let Proof::OAuth(oauth) = proof(&format!("name = \"main\"\noauth = {{ {text} }}")) else {
        panic!("{text}")
    };
    *oauth
}

#[test]
fn microsoft_needs_a_client_id_and_nothing_more() {
    let microsoft = oauth("provider = \"microsoft\", client_id = \"x\"");
    assert_eq!(microsoft.token_url.as_str(), "https://login.microsoftonline.com/common/oauth2/v2.0/token");
    assert_eq!(
        microsoft.device_url.as_str(),
        "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode"
    );
    assert_eq!((microsoft.scopes.len(), microsoft.account.as_str()), (3, "main"));
    let firm =
        oauth("provider = \"microsoft\", client_id = \"x\", tenant = \"studio.example\", scopes = [\"a\"]");
    assert!(firm.token_url.path().starts_with("/studio.example/"));
    assert_eq!(firm.scopes, ["a"]);
}

#[test]
fn one_way_to_log_in_is_enough() {
    for (text, told) in [
        ("", "lacks `password`"),
        ("password = { file = \"/x\" }\ntoken_command = [\"x\"]", "keep one of `password`, `token_command`"),
        ("token_command = []", "a command needs at least the program"),
        ("oauth = { client_id = \"x\" }", "lacks `token_url`"),
        ("oauth = { provider = \"microsoft\" }", "lacks `client_id`"),
        ("oauth = { provider = \"microsoft\", client_id = \"x\", tenant = \"a/b\" }", "letters, digits"),
        (
            "oauth = { client_id = \"x\", token_url = \"http://a.example\", device_url = \"https://a.example\", \
             scopes = [] }",
            "tokens travel by https only",
        ),
        (
            "oauth = { client_id = \"x\", tenant = \"a\", token_url = \"https://a.example\", \
             device_url = \"https://a.example\", scopes = [] }",
            "only with provider",
        ),
    ] {
        let report = report_with(&account(text));
        assert!(report.contains(told), "{text}: {report}");
    }
    assert_eq!(proof("token_command = [\"oama\", \"a b\"]"), {
        Proof::TokenCommand(SecretSource::Command(vec!["oama".into(), "a b".into()]))
    });
}

#[test]
fn a_server_that_begins_in_clear_has_a_port_of_its_own() {
    for (keys, port) in [("", 993), ("security = \"starttls\"", 143)] {
        let text = account(&format!("password = {{ file = \"/x\" }}\n{keys}"));
        assert_eq!(config(&format!("{MINIMAL}{text}")).mail[0].server.port, port);
    }
}

#[test]
fn letters_leave_by_the_login_of_an_account() {
    let account = account("name = \"main\"\nuser = \"alex\"\ntoken_command = [\"oama\"]");
    let delivery =
        |keys: &str| format!("{account}[delivery]\nvia = \"smtp\"\nsmtp = \"smtp.studio.example\"\n{keys}\n");
    let read = config(&format!("{MINIMAL}{}", delivery("account = \"main\"")));
    let Some(Delivery { via: Via::Smtp(smtp), .. }) = read.delivery else { panic!("a way") };
    let login = SmtpLogin { user: "alex".into(), proof: read.mail[0].proof.clone() };
    assert_eq!(smtp.login, Some(login));
    for (keys, told) in [
        ("account = \"man\"", "there is no account `man`"),
        ("account = \"main\"\npassword = { file = \"/x\" }", "keep `account` or `password`"),
        ("", "lacks `password`"),
    ] {
        let report = report_with(&delivery(keys));
        assert!(report.contains(told), "{keys}: {report}");
    }
}
