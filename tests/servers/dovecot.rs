//! A Dovecot of our own on loopback: one user, one Maildir, TLS under a CA made for it. It ends with the
//! value.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::thread;
use std::time::{Duration, SystemTime};

use super::{free_port, signal};
use jiff::Timestamp;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
mod configuration;
pub(crate) const USER: &str = "alex@studio.example";
pub(crate) const PASSWORD: &str = "four word pass phrase";

/// A running Dovecot.
pub(crate) struct Dovecot {
    directory: TempDir,
    process: Child,
    pub(crate) plain_port: u16,
    pub(crate) tls_port: u16,
}

impl Dovecot {
    /// Starts a server whose Maildir is empty.
    pub(crate) fn start() -> Self {
        Self::start_with(2100, "")
    }

    /// A server whose account has an INBOX and nothing else.
    pub(crate) fn start_without_sent_mail() -> Self {
        let server = Self::start_with(2100, "");
        fs::remove_dir_all(server.folder("Sent")).unwrap();
        server
    }

    /// The same with a certificate of years ago.
    pub(crate) fn start_with_expired_certificate() -> Self {
        Self::start_with(2020, "")
    }

    /// A server that asks a provider (RFC 7662) about the tokens that it gets by these mechanisms.
    pub(crate) fn start_asking(introspection: &str, mechanisms: &str) -> Self {
        Self::start_with(2100, &format!("{mechanisms} {introspection}"))
    }

    fn start_with(certified_until: i32, tokens: &str) -> Self {
        install();
        let directory = tempfile::Builder::new().prefix("goodwill-dovecot").tempdir().unwrap();
        let root = directory.path();
        // Its processes run as several users, who must reach the mail.
        fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
        make_certificates(root, certified_until);
        write(&root.join("users"), &format!("{USER}:{{PLAIN}}{PASSWORD}\n"));
        let (plain_port, tls_port) = (free_port(), free_port());
        for folder in ["INBOX", "Sent"] {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(root.join("mail").join(folder).join(part)).unwrap();
            }
        }
        let config = root.join("dovecot.conf");
        let ids = configuration::Ids { owner: owner(), is_root: is_root() };
        write(&config, &configuration::text(root, (plain_port, tls_port), tokens, &ids));
        own(&root.join("mail"));
        let process = run(root);
        let server = Self { directory, process, plain_port, tls_port };
        server.wait_until_it_listens();
        server
    }

    /// Stops the server, as for good.
    pub(crate) fn stop(&mut self) {
        // Asked to end by its own means it takes its helpers along.
        signal(self.process.id(), "-TERM");
        let _ = self.process.wait();
    }

    /// Starts it again, with the mail and at the ports that it had.
    pub(crate) fn start_again(&mut self) {
        self.process = run(self.directory.path());
        self.wait_until_it_listens();
    }

    /// The CA's certificate, as a file.
    pub(crate) fn ca(&self) -> PathBuf {
        self.directory.path().join("ca.pem")
    }

    /// A CA that vouches for nobody here.
    pub(crate) fn other_ca(&self) -> PathBuf {
        self.directory.path().join("other.pem")
    }

    /// Gives the user another password.
    pub(crate) fn change_password(&self, password: &str) {
        let path = self.directory.path().join("users");
        fs::write(&path, format!("{USER}:{{PLAIN.HEX}}{}\n", hex(password))).unwrap();
        // Dovecot looks at the file once a second at most.
        thread::sleep(Duration::from_millis(1_200));
    }

    /// Puts a message into a folder as a mail program would: unread.
    pub(crate) fn deliver(&self, folder: &str, name: &str, arrived: Timestamp, message: &str) {
        let part = self.folder(folder).join("new");
        let path = self.folder(folder).join("tmp").join(name);
        let file = fs::File::create(&path).unwrap();
        fs::write(&path, message.replace('\n', "\r\n")).unwrap();
        // Dovecot takes the file's time for the time of arrival.
        let seconds = u64::try_from(arrived.as_second()).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        own(&path);
        fs::rename(path, part.join(name)).unwrap();
    }

    /// The names of all message files of a folder, with their flags.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<_> = ["cur", "new"]
            .iter()
            .flat_map(|part| fs::read_dir(self.folder(folder).join(part)).unwrap())
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// All messages of a folder.
    pub(crate) fn messages(&self, folder: &str) -> Vec<String> {
        let parts = ["cur", "new"].map(|part| self.folder(folder).join(part));
        let files = parts.iter().flat_map(|part| fs::read_dir(part).unwrap());
        files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    /// Makes the server number the messages of a folder anew, under another UIDVALIDITY.
    pub(crate) fn renumber(&self, folder: &str) {
        for name in ["dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"] {
            let _ = fs::remove_file(self.folder(folder).join(name));
        }
        let validity = "3 V77777 N1 G0123456789abcdef0123456789abcdef\n";
        let path = self.folder(folder).join("dovecot-uidlist");
        fs::write(&path, validity).unwrap();
        own(&path);
    }

    fn folder(&self, folder: &str) -> PathBuf {
        self.directory.path().join("mail").join(folder)
    }

    fn wait_until_it_listens(&self) {
        for _ in 0..200 {
            if [self.plain_port, self.tls_port]
                .iter()
                .all(|port| TcpStream::connect(("127.0.0.1", *port)).is_ok())
            {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let said: Vec<_> = ["stderr", "log"]
            .iter()
            .map(|name| fs::read_to_string(self.directory.path().join(name)).unwrap_or_default())
            .collect();
        panic!("dovecot does not listen: {}", said.join("\n"));
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(root: &Path) -> Child {
    let log = fs::File::create(root.join("stderr")).unwrap();
    let mut dovecot = Command::new("dovecot");
    dovecot.args(["-F", "-c"]).arg(root.join("dovecot.conf"));
    dovecot.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap()
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// Installs Dovecot where it is missing and may be installed; else says how to.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let there = || Command::new("dovecot").arg("--version").stdout(Stdio::null()).status().is_ok();
        if there() {
            return;
        }
        super::run_setup();
        assert!(there(), "dovecot is missing: run tests/setup.sh once as root");
    });
}

pub(super) fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

/// Writes a file that each of its processes may read, whatever the tester's umask is.
pub(super) fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
}

/// The user whose mail it is: as root another one, since Dovecot serves no mail as root.
fn owner() -> (u32, u32) {
    let id = |flag: &str| {
        let out = Command::new("id").arg(flag).output().unwrap();
        String::from_utf8(out.stdout).unwrap().trim().parse::<u32>().unwrap()
    };
    if is_root() { (65_534, 65_534) } else { (id("-u"), id("-g")) }
}

fn own(path: &Path) {
    if !is_root() {
        return;
    }
    let (user, group) = owner();
    chown(path, Some(user), Some(group)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            own(&entry.unwrap().path());
        }
    }
}

fn make_certificates(root: &Path, until: i32) {
    let authority = |name: &str, file: &str| {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        fs::write(root.join(file), certificate.pem()).unwrap();
        Issuer::new(params, key)
    };
    let issuer = authority("goodwill test CA", "ca.pem");
    authority("another CA", "other.pem");
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(until, 1, 1);
    let certificate = params.signed_by(&key, &issuer).unwrap();
    fs::write(root.join("server.pem"), certificate.pem()).unwrap();
    fs::write(root.join("server.key"), key.serialize_pem()).unwrap();
}
