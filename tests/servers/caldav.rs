//! Real CalDAV servers of our own on loopback, Radicale and Xandikos, each with one user and one calendar. They end
//! with the value.
//!
//! `GOODWILL_RADICALE` and `GOODWILL_XANDIKOS` choose other programs than those of the system.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::free_port;

pub(crate) const PASSWORD: &str = "open sesame";
/// `alex:open sesame` as RFC 7617 has it.
const CREDENTIALS: &str = "YWxleDpvcGVuIHNlc2FtZQ==";

/// Which server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Make {
    Radicale,
    Xandikos,
}

impl Make {
    fn program(self) -> String {
        let (variable, name) = match self {
            Self::Radicale => ("GOODWILL_RADICALE", "radicale"),
            Self::Xandikos => ("GOODWILL_XANDIKOS", "xandikos"),
        };
        env::var(variable).unwrap_or_else(|_| name.to_owned())
    }
}

/// A running server.
pub(crate) struct CalDav {
    make: Make,
    directory: TempDir,
    process: Child,
    port: u16,
}

impl CalDav {
    /// Starts a server whose one calendar is empty.
    pub(crate) fn start(make: Make) -> Self {
        install();
        let directory = tempfile::Builder::new().prefix("goodwill-caldav").tempdir().unwrap();
        let port = free_port();
        let mut command = Command::new(make.program());
        match make {
            Make::Radicale => {
                let root = directory.path().display();
                fs::write(directory.path().join("users"), format!("alex:{PASSWORD}\n")).unwrap();
                let config = directory.path().join("config");
                let text = format!(
                    "[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {root}/users\n\
                     htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {root}/calendars\n"
                );
                fs::write(&config, text).unwrap();
                command.arg("--config").arg(config);
            }
            Make::Xandikos => {
                // Newer ones have commands.
                let serves = Command::new(make.program()).args(["serve", "--help"]).output();
                if serves
                    .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("xandikos serve "))
                {
                    command.arg("serve");
                }
                command.args(["--defaults", "--current-user-principal", "/alex", "-l", "127.0.0.1", "-p"]);
                command.arg(port.to_string()).arg("-d").arg(directory.path().join("calendars"));
            }
        }
        let log = || Stdio::from(fs::File::create(directory.path().join("log")).unwrap());
        let process = command.current_dir(directory.path()).stdout(log()).stderr(log()).spawn().unwrap();
        let server = Self { make, directory, process, port };
        server.wait_until_it_listens();
        if make == Make::Radicale {
            server.must("MKCALENDAR", &server.path(""), "");
        }
        server
    }

    /// The config of goodwill for it.
    pub(crate) fn config(&self) -> String {
        let login = match self.make {
            Make::Radicale => {
                format!("user = \"alex\"\npassword = {{ command = [\"echo\", {PASSWORD:?}] }}\n")
            }
            Make::Xandikos => String::new(),
        };
        format!("[[calendar]]\nname = \"home\"\nkind = \"caldav\"\nurl = \"{}/\"\n{login}", self.origin())
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The path of a member of the calendar.
    pub(crate) fn path(&self, name: &str) -> String {
        match self.make {
            Make::Radicale => format!("/alex/work/{name}").replace("/work/../", "/"),
            Make::Xandikos => format!("/alex/calendars/calendar/{name}"),
        }
    }

    pub(crate) fn put(&self, name: &str, calendar: &str) {
        self.must("PUT", &self.path(name), calendar);
    }

    /// Adds a calendar beside the first, called by the end of its path.
    pub(crate) fn add_calendar(&self, name: &str) {
        self.must("MKCALENDAR", &self.path(&format!("../{name}/")), "");
    }

    pub(crate) fn delete(&self, name: &str) {
        self.must("DELETE", &self.path(name), "");
    }

    fn must(&self, method: &str, path: &str, body: &str) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Basic {CREDENTIALS}\r\n\
             Content-Type: text/calendar; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
            self.port
        );
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.get(8..11).is_some_and(|status| status.starts_with(" 2")),
            "{method} {path}: {answer}"
        );
    }

    fn wait_until_it_listens(&self) {
        for _ in 0..400 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let said = fs::read_to_string(self.directory.path().join("log")).unwrap_or_default();
        panic!("{:?} does not listen: {said}", self.make);
    }
}

impl Drop for CalDav {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Installs the servers where they are missing and may be installed; else says how to.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let is_there = |make: Make| {
            let program = make.program();
            let there = |directory: &Path| directory.join(&program).is_file();
            Path::new(&program).is_file()
                || env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|one| there(&one)))
        };
        if [Make::Radicale, Make::Xandikos].into_iter().all(is_there) {
            return;
        }
        super::run_setup();
    });
}
