//! An HTTP server for tests: it answers connection after connection as its script says, and keeps what was
//! asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What to do with one connection, after its request was read.
pub(crate) type Answer = Box<dyn FnOnce(&mut TcpStream) + Send>;

/// A server on this machine.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers one connection with each of `answers`, in order, then no more.
    pub(crate) fn answering(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else { return };
                seen.lock().unwrap().push(read_request(&mut stream));
                answer(&mut stream);
            }
        });
        Self { address, requests }
    }

    /// Answers every connection alike, with `response`.
    pub(crate) fn saying(responses: &[&[u8]]) -> Self {
        Self::answering(responses.iter().map(|response| bytes(response)).collect())
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, head only.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Writes some bytes and hangs up.
pub(crate) fn bytes(response: &[u8]) -> Answer {
    let response = response.to_vec();
    // Who stops reading early closes the connection, which is no failure of the server.
    Box::new(move |stream| drop(stream.write_all(&response)))
}

/// A response with its length.
pub(crate) fn response(head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    [format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n").as_bytes(), body].concat()
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        request.extend_from_slice(&byte);
    }
    let request = String::from_utf8(request).unwrap();
    // A body that is left unread would be answered by a reset.
    let mut lines = request.lines().map(str::to_ascii_lowercase);
    let length = lines.find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    if let Some(length) = length {
        stream.read_exact(&mut vec![0; length]).unwrap();
    }
    request
}
