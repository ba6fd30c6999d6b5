//! A mail server of our own (Debian's aiosmtpd), a process of its own, that misbehaves as told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use goodwill::clock::SystemClock;
use goodwill::config::{Proof, SecretSource, Security, Server, Smtp, SmtpLogin};
use goodwill::delivery::{BoxFuture, Mailbox, MailboxError, SmtpMailer};
use goodwill::observations::MessageId;
use goodwill::service::keys::Keys;

/// The interpreter that Debian's packages are for.
const PYTHON: &str = "/usr/bin/python3";
/// Longest wait for the server to listen, in steps of 20 ms.
const MAX_WAITS: usize = 1000;

/// How the way to the server is protected, from its side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    Plain,
    Tls,
    StartTls,
}

/// The server, up to its end.
pub(crate) struct Sink {
    child: Child,
    pub(super) directory: PathBuf,
    port: u16,
    protection: Protection,
    _temporary: tempfile::TempDir,
}

impl Sink {
    pub(crate) fn start(protection: Protection) -> Self {
        Self::start_with(protection, &["--user", "alex", "--password", "open sesame"])
    }

    /// A server with STARTTLS that takes tokens, about which it asks a provider (RFC 7662).
    pub(crate) fn start_asking(introspection: &str) -> Self {
        Self::start_with(Protection::StartTls, &["--introspect", introspection])
    }

    /// The CA that vouches for it.
    pub(crate) fn ca(&self) -> PathBuf {
        self.directory.join("ca.pem")
    }

    fn start_with(protection: Protection, login: &[&str]) -> Self {
        ensure_aiosmtpd();
        let temporary = tempfile::tempdir().expect("a directory");
        let directory = temporary.path().to_owned();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/smtp_sink.py");
        let mut command = Command::new(PYTHON);
        command.arg(script).arg(&directory).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if protection != Protection::Plain {
            let [certificate, key] = certify(&directory);
            let option = if protection == Protection::Tls { "--tls" } else { "--starttls" };
            command.arg(option).args([certificate, key]);
        }
        if protection == Protection::StartTls {
            command.args(login);
        }
        let child = command.spawn().expect("the server starts");
        let mut sink = Self { child, directory, port: 0, protection, _temporary: temporary };
        for _ in 0..MAX_WAITS {
            if let Ok(port) = fs::read_to_string(sink.directory.join("port")) {
                sink.port = port.parse().expect("a port");
                return sink;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server does not listen");
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn behave(&self, how: &str) {
        fs::write(self.directory.join("behave"), how).expect("the file is writable");
    }

    /// What the server kept: the line of the envelope, and the message.
    pub(crate) fn kept(&self) -> Vec<String> {
        kept(&self.directory)
    }

    /// Attempts to log in.
    pub(super) fn logins(&self) -> String {
        fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }

    /// The config of a mailer to this server.
    pub(super) fn smtp(&self) -> Smtp {
        let (security, login, ca) = match self.protection {
            Protection::Plain => (Security::Plain, None, None),
            Protection::Tls => (Security::Tls, None, Some(self.directory.join("ca.pem"))),
            Protection::StartTls => {
                let login = Self::login("open sesame");
                (Security::StartTls, Some(login), Some(self.directory.join("ca.pem")))
            }
        };
        Smtp { server: Server { host: "127.0.0.1".into(), port: self.port }, security, login, ca }
    }

    pub(super) fn login(password: &str) -> SmtpLogin {
        let words = ["printf", "%s", password].map(str::to_owned);
        SmtpLogin { user: "alex".into(), proof: Proof::Password(SecretSource::Command(words.to_vec())) }
    }

    pub(super) fn mailer(&self) -> Box<SmtpMailer> {
        mailer(self.smtp())
    }

    pub(super) fn mailbox(&self) -> Box<dyn Mailbox> {
        Box::new(Kept(self.directory.clone()))
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn mailer(smtp: Smtp) -> Box<SmtpMailer> {
    let keys = Keys::new(PathBuf::from("/nonexistent"), Arc::new(SystemClock));
    Box::new(SmtpMailer::new(smtp, Arc::new(keys)).expect("certificates"))
}

/// What a server kept in a directory, as a mailbox.
pub(super) struct Kept(pub(super) PathBuf);

impl Mailbox for Kept {
    fn has<'a>(&'a self, id: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>> {
        Box::pin(async move {
            let line = format!("Message-ID: {id}\r\n");
            Ok(kept(&self.0).iter().any(|message| message.contains(&line)))
        })
    }
}

fn kept(directory: &Path) -> Vec<String> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        fs::read_to_string(entry.expect("an entry").path()).expect("a message")
    };
    fs::read_dir(directory.join("new")).expect("the directory").map(read).collect()
}

/// Makes a CA and a certificate for 127.0.0.1; paths of certificate and key. The CA is in `ca.pem`.
fn certify(directory: &Path) -> [PathBuf; 2] {
    let (ca, ca_key) = authority();
    let key = rcgen::KeyPair::generate().expect("a key");
    let server = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    let issuer = rcgen::Issuer::new(authority_params(), ca_key);
    let certificate = server.signed_by(&key, &issuer).expect("a certificate");
    let write = |name: &str, text: String| {
        let path = directory.join(name);
        fs::write(&path, text).expect("the file is writable");
        path
    };
    write("ca.pem", ca.pem());
    write("other-ca.pem", authority().0.pem());
    [write("cert.pem", certificate.pem()), write("key.pem", key.serialize_pem())]
}

fn authority_params() -> rcgen::CertificateParams {
    let mut params = rcgen::CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "Test CA");
    params
}

fn authority() -> (rcgen::Certificate, rcgen::KeyPair) {
    let key = rcgen::KeyPair::generate().expect("a key");
    (authority_params().self_signed(&key).expect("a certificate"), key)
}

/// Installs the server where it is missing and we may; else says how.
fn ensure_aiosmtpd() {
    static CHECKED: OnceLock<()> = OnceLock::new();
    CHECKED.get_or_init(|| {
        let there = || {
            let import = Command::new(PYTHON).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
            import.is_ok_and(|status| status.success())
        };
        let setup = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/setup.sh");
        if !there() {
            let _ = Command::new(&setup).stdout(Stdio::null()).status();
            assert!(there(), "these tests need Debian's python3-aiosmtpd; run: sudo {}", setup.display());
        }
    });
}
