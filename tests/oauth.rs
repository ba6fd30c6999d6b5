//! Accounts that take no password: a provider of tokens of our own, and a real Dovecot that asks it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use goodwill::clock::SystemClock;
use goodwill::config;
use goodwill::service::keys::Keys;
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;

use crate::delivery::sink::Sink;
use crate::servers::authority::Authority;
use crate::servers::dovecot::{Dovecot, USER};
use crate::world::{World, files_under, run};

/// An account whose tokens come from a provider, and its server with a message.
struct Setting {
    authority: Authority,
    dovecot: Dovecot,
    world: World,
}

impl Setting {
    /// The server offers these mechanisms beside PLAIN.
    fn new(mechanisms: &str) -> Self {
        let authority = Authority::start();
        let dovecot = Dovecot::start_asking(&authority.url("/introspect"), mechanisms);
        let setting = Self { authority, dovecot, world: World::new() };
        setting.arrives("first");
        let proof = format!("oauth = {}", setting.authority.oauth());
        setting.configured(&proof, "")
    }

    fn configured(self, proof: &str, added: &str) -> Self {
        let config = format!(
            "[me]\nname = \"Alex\"\naddresses = [\"{USER}\"]\ntimezone = \"UTC\"\n[[mail]]\nname = \"main\"\n\
             address = \"{USER}\"\nimap = \"localhost:{}\"\nca = \"{}\"\n{proof}\ntrust = \"inbox\"\n{added}",
            self.dovecot.tls_port,
            self.dovecot.ca().display()
        );
        Self { world: self.world.raw_config(&config), ..self }
    }

    fn arrives(&self, id: &str) {
        #[expect(clippy::disallowed_methods, reason = "the program under test asks the same clock")]
        let at = Timestamp::now() - SignedDuration::from_hours(48);
        let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let message = format!(
            "Message-ID: <{id}@mail.example>\nDate: {date}\nFrom: Ana <ana@rey.example>\nTo: {USER}\nSubject: {id}\n\n\
             Thank you for the plans.\n"
        );
        self.dovecot.deliver("INBOX", id, at, &message);
    }

    fn log_in(&self) {
        let done = self.world.run(&["login", "main"]);
        assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
        assert!(done.out.contains("/enter") && done.out.contains("WDJB-MJHT"), "{}", done.out);
    }

    /// What a pass prints, which must succeed.
    fn sync(&self) -> String {
        let pass = self.world.run(&["sync"]);
        assert_eq!(pass.code, Some(0), "{}{}", pass.out, pass.err);
        pass.out
    }
}

#[test]
fn a_first_pass_after_a_login_by_code_and_tokens_renewed_as_they_run_out() {
    for mechanisms in ["oauthbearer", "xoauth2"] {
        let setting = Setting::new(mechanisms);
        let before = setting.world.run(&["sync"]);
        assert!(before.out.contains("run `goodwill login main`"), "{}", before.out);
        setting.log_in();
        assert!(setting.sync().contains("read 1, 1 new"));
        setting.arrives("second");
        assert!(setting.sync().contains("read 1, 1 new"));
        assert_eq!(setting.authority.renewals(), 0, "a token is used for as long as it is good");
        // From the next one on they are as good as run out when they come.
        setting.authority.lasts(1);
        setting.authority.void_access();
        for renewals in 1..=3 {
            assert!(setting.sync().contains("read 0, 0 new"));
            assert_eq!(
                setting.authority.renewals(),
                renewals,
                "each run is a restart with the rotated token"
            );
        }
    }
}

#[test]
fn a_login_that_was_revoked_is_told_with_the_one_step_that_helps() {
    let setting = Setting::new("oauthbearer xoauth2");
    setting.log_in();
    setting.sync();
    setting.authority.revoke();
    let step = "has expired or was revoked: run `goodwill login main`";
    for command in ["sync", "check"] {
        let run = setting.world.run(&[command]);
        assert_eq!((run.code, run.out.contains(step)), (Some(1), true), "{}{}", run.out, run.err);
    }
    assert!(setting.world.run(&["status"]).out.contains(step));
    setting.log_in();
    setting.sync();
    assert!(!setting.world.run(&["status"]).out.contains(step));
}

#[test]
fn many_at_once_renew_a_token_once() {
    let setting = Setting::new("oauthbearer");
    setting.log_in();
    setting.authority.void_access();
    let start = || setting.world.command().arg("check").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let running: Vec<_> = (0..4).map(|_| start().unwrap()).collect();
    for child in running {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
    assert_eq!(setting.authority.renewals(), 1);
}

#[test]
fn a_login_waits_slows_down_and_ends_as_the_provider_says() {
    let setting = Setting::new("oauthbearer");
    setting.authority.answers(&["authorization_pending", "slow_down"]);
    let begun = std::time::Instant::now();
    setting.log_in();
    assert_eq!(setting.authority.questions(), 3);
    // One second, and five more after the wish to slow down (RFC 8628, 3.5).
    assert!(begun.elapsed().as_secs() >= 7);
    for (answer, told) in [
        ("access_denied", "was declined"),
        ("expired_token", "the code has expired"),
        ("invalid_client", "check `client_id`"),
    ] {
        setting.authority.answers(&[answer]);
        let run = setting.world.run(&["login", "main"]);
        assert_eq!((run.code, run.err.contains(told)), (Some(1), true), "{answer}: {}", run.err);
    }
    let unknown = setting.world.run(&["login", "maine"]);
    assert_eq!((unknown.code, unknown.err.contains("accounts with `oauth`: main")), (Some(2), true));
}

#[test]
fn no_token_stands_anywhere_but_in_its_file() {
    let setting = Setting::new("oauthbearer");
    let mut said = String::new();
    let mut trace = |arguments: &[&str]| {
        let run = run(setting.world.command().env("RUST_LOG", "trace").args(arguments));
        said += &(run.out + &run.err);
    };
    trace(&["-vv", "login", "main"]);
    trace(&["-vv", "sync"]);
    setting.authority.void_access();
    trace(&["-vv", "check"]);
    trace(&["-vv", "sync"]);
    setting.authority.revoke();
    trace(&["-vv", "sync"]);
    trace(&["status", "--json"]);
    let backup = setting.world.path("backup.db");
    trace(&["backup", backup.to_str().unwrap()]);
    trace(&["export", "--format", "json"]);
    assert!(said.contains("WDJB-MJHT") && said.contains("TRACE"), "{said}");
    let given = setting.authority.given();
    assert!(given.len() >= 5, "{given:?}");
    for secret in &given {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    let encoded = ["YWNjZXNzLWNhbmFyeS", "FjY2Vzcy1jYW5hcnkt", "hY2Nlc3MtY2FuYXJ5L"];
    assert!(encoded.iter().all(|part| !said.contains(part)), "{said}");
    let mut holders = 0;
    for (path, content) in files_under(&setting.world.path("")) {
        if content.windows(7).any(|window| window == b"-canary") {
            assert!(path.starts_with(setting.world.path("state/oauth")), "{}", path.display());
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            holders += 1;
        }
    }
    assert_eq!(holders, 1);
}

#[test]
fn a_program_gives_tokens_too_and_letters_leave_by_them() {
    let setting = Setting::new("xoauth2");
    let sink = Sink::start_asking(&setting.authority.url("/introspect"));
    let delivery = format!(
        "[delivery]\nvia = \"smtp\"\nsmtp = \"127.0.0.1:{}\"\nsecurity = \"starttls\"\nca = \"{}\"\naccount = \"main\"\n",
        sink.port(),
        sink.ca().display()
    );
    let oauth = format!("oauth = {}", setting.authority.oauth());
    let setting = setting.configured(&oauth, &delivery);
    setting.log_in();
    let check = |setting: &Setting| setting.world.run(&["check"]);
    let sound = check(&setting);
    assert!(sound.out.contains("takes letters to"), "{}{}", sound.out, sound.err);
    setting.authority.void_access();
    assert_eq!(check(&setting).code, Some(0), "a token void before its time is renewed");
    setting.authority.revoke();
    let revoked = check(&setting);
    assert_eq!(revoked.out.matches("run `goodwill login main`").count(), 2, "{}", revoked.out);

    let token = setting.authority.issue();
    let command = |token: &str| format!("token_command = [\"echo\", \"{token}\"]");
    let setting = setting.configured(&command(&token), &delivery);
    let sound = check(&setting);
    assert_eq!(sound.code, Some(0), "{}{}", sound.out, sound.err);
    let setting = setting.configured(&command("wrong"), &delivery);
    let wrong = check(&setting);
    assert!(wrong.out.contains("it does not accept the token"), "{}", wrong.out);
    assert!(wrong.out.contains("delivery: failed: not tried, as mail main fails"), "{}", wrong.out);
}

#[test]
fn keys_of_oauth_decide_what_is_asked_and_whom() {
    let setting = Setting::new("oauthbearer");
    let keys = setting.authority.oauth();
    let secret = "client_secret = { command = [\"echo\", \"hush\"] }, scopes = [\"mail.read\", \"offline\"]";
    let oauth = format!("oauth = {}", keys.replace("scopes = [\"mail\"]", secret));
    let setting = setting.configured(&oauth, "");
    setting.log_in();
    assert_eq!(setting.authority.asked("scope"), ["mail.read offline"]);
    assert_eq!(setting.authority.asked("client_secret"), ["hush", "hush"]);
    // Tokens given to one client are not another's.
    let setting = setting.configured(&oauth.replace("goodwill-test", "another"), "");
    assert!(setting.world.run(&["sync"]).out.contains("nobody has logged in to this account yet"));
    assert!(setting.world.run(&["login", "main"]).err.contains("check `client_id`"));
    let setting = setting.configured(&oauth.replace("{ client_id", "{ ca = \"/no/such.pem\", client_id"), "");
    assert!(setting.world.run(&["login", "main"]).err.contains("the CA file /no/such.pem cannot be read"));
    let elsewhere = oauth.replace("/device", "/nowhere").replace("/token", "/nowhere");
    let setting = setting.configured(&elsewhere, "");
    assert!(setting.world.run(&["login", "main"]).err.contains("does not speak OAuth"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_nobody_waits_for_any_more_is_kept() {
    let setting = Setting::new("oauthbearer");
    setting.log_in();
    let config = config::load(&setting.world.path("config.toml")).unwrap();
    let keys = Keys::new(setting.world.path("state"), Arc::new(SystemClock));
    let mail = &config.mail[0];
    let first = keys.mail(mail, None).await.unwrap();
    setting.authority.takes(Duration::from_secs(3));
    let waiting = tokio::time::timeout(Duration::from_millis(50), keys.mail(mail, Some(&first)));
    assert!(waiting.await.is_err(), "a reload of the config ends the wait so");
    // This one waits for its turn, and finds what the other has got.
    let second = keys.mail(mail, Some(&first)).await.unwrap();
    assert_ne!(first.expose_secret(), second.expose_secret());
    assert_eq!(setting.authority.renewals(), 1);
    keys.mail(mail, Some(&second)).await.unwrap();
}
