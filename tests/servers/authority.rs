//! A provider of tokens on loopback (RFC 6749, RFC 7662, RFC 8628). It renews by rotation: an earlier token that
//! comes back is taken for a theft and ends the login, as providers do.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::dovecot::USER;

/// A running provider; it serves as long as the test's process lives.
#[derive(Clone)]
pub(crate) struct Authority {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Every token and device code ever given out.
    given: Vec<String>,
    /// The access tokens that are good.
    good: Vec<String>,
    /// The one refresh token that is good.
    refresh: Option<String>,
    /// Seconds for which access tokens are said to last.
    lasts: u32,
    /// What is said to questions after a login before it succeeds, or for good where it is no wish to wait.
    answers: VecDeque<&'static str>,
    renewals: u32,
    /// How long an answer about tokens takes.
    takes: Duration,
    questions: u32,
    /// The fields that it was asked with, by question.
    forms: Vec<Vec<(String, String)>>,
}

impl Authority {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { lasts: 3600, ..State::default() }));
        let authority = Self { address, state };
        let serving = authority.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = serving.clone();
                thread::spawn(move || serving.serve(stream));
            }
        });
        authority
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The keys of an account that gets its tokens here.
    pub(crate) fn oauth(&self) -> String {
        format!(
            "{{ client_id = \"goodwill-test\", token_url = \"{}\", device_url = \"{}\", scopes = [\"mail\"] }}",
            self.url("/token"),
            self.url("/device")
        )
    }

    /// From now on access tokens are said to last so long.
    pub(crate) fn lasts(&self, seconds: u32) {
        self.state.lock().unwrap().lasts = seconds;
    }

    /// From now on answers about tokens take so long.
    pub(crate) fn takes(&self, time: Duration) {
        self.state.lock().unwrap().takes = time;
    }

    /// Says these to the next questions after a login.
    pub(crate) fn answers(&self, answers: &[&'static str]) {
        self.state.lock().unwrap().answers = answers.iter().copied().collect();
    }

    /// Voids all access tokens before their time.
    pub(crate) fn void_access(&self) {
        self.state.lock().unwrap().good.clear();
    }

    /// Takes the login back.
    pub(crate) fn revoke(&self) {
        let mut state = self.state.lock().unwrap();
        state.good.clear();
        state.refresh = None;
    }

    /// An access token, as another program would get it.
    pub(crate) fn issue(&self) -> String {
        self.state.lock().unwrap().tokens();
        self.state.lock().unwrap().good.last().unwrap().clone()
    }

    /// Everything secret that was given out.
    pub(crate) fn given(&self) -> Vec<String> {
        self.state.lock().unwrap().given.clone()
    }

    /// What was asked in this field, by question.
    pub(crate) fn asked(&self, field: &str) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let fields = state.forms.iter().flatten().filter(|(name, _)| name == field);
        fields.map(|(_, value)| value.clone()).collect()
    }

    /// How often tokens were renewed.
    pub(crate) fn renewals(&self) -> u32 {
        self.state.lock().unwrap().renewals
    }

    /// How often it was asked after a login.
    pub(crate) fn questions(&self) -> u32 {
        self.state.lock().unwrap().questions
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some((path, form)) = read(&mut stream) else { return };
        let (status, body) = {
            let mut state = self.state.lock().unwrap();
            state.forms.push(form.clone());
            let field = |name: &str| {
                form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
            };
            match path.as_str() {
                "/device" => (200, state.device(&self.url("/enter"))),
                "/token" => state.token(field("grant_type"), field("refresh_token"), field("client_id")),
                "/introspect" => (200, state.introspect(field("token"))),
                _ => (404, String::new()),
            }
        };
        let takes = self.state.lock().unwrap().takes;
        thread::sleep(if path == "/token" { takes } else { Duration::ZERO });
        let length = body.len();
        // Who hangs up early wants no answer.
        let _ = stream.write_all(
            format!(
                "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n{body}"
            )
            .as_bytes(),
        );
    }
}

impl State {
    fn secret(&mut self, kind: &str) -> String {
        let secret = format!("{kind}-canary-{}", self.given.len());
        self.given.push(secret.clone());
        secret
    }

    fn device(&mut self, url: &str) -> String {
        let code = self.secret("device");
        format!(
            r#"{{"device_code":"{code}","user_code":"WDJB-MJHT","verification_uri":"{url}","expires_in":600,"interval":1}}"#
        )
    }

    fn tokens(&mut self) -> String {
        let (access, refresh, lasts) = (self.secret("access"), self.secret("refresh"), self.lasts);
        self.good.push(access.clone());
        self.refresh = Some(refresh.clone());
        format!(
            r#"{{"access_token":"{access}","refresh_token":"{refresh}","token_type":"Bearer","expires_in":{lasts}}}"#
        )
    }

    fn token(&mut self, grant: &str, refresh: &str, client: &str) -> (u16, String) {
        let refused = |error: &str| (400, format!(r#"{{"error":"{error}"}}"#));
        if client != "goodwill-test" {
            return refused("invalid_client");
        }
        if grant == "refresh_token" {
            self.renewals += 1;
            if self.refresh.as_deref() != Some(refresh) {
                self.refresh = None;
                self.good.clear();
                return refused("invalid_grant");
            }
            return (200, self.tokens());
        }
        self.questions += 1;
        match self.answers.pop_front() {
            Some(error) => refused(error),
            None => (200, self.tokens()),
        }
    }

    fn introspect(&self, token: &str) -> String {
        if self.good.iter().any(|good| good == token) {
            format!(r#"{{"active":true,"username":"{USER}"}}"#)
        } else {
            r#"{"active":false}"#.to_owned()
        }
    }
}

/// Path and form of a request.
fn read(stream: &mut TcpStream) -> Option<(String, Vec<(String, String)>)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.extend_from_slice(&byte);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    let form = url::form_urlencoded::parse(&body).into_owned().collect();
    Some((head.split(' ').nth(1)?.to_owned(), form))
}
