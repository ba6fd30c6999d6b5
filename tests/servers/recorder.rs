//! A relay on loopback that writes down what a client sends.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A relay to one port.
pub(crate) struct Recorder {
    pub(crate) port: u16,
    sent: Arc<Mutex<Vec<u8>>>,
    open: Arc<AtomicUsize>,
}

impl Recorder {
    /// Relays to `port` for as long as the runtime lives.
    pub(crate) async fn start(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own_port = listener.local_addr().unwrap().port();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let transcript = Arc::clone(&sent);
        let open = Arc::new(AtomicUsize::new(0));
        let connections = Arc::clone(&open);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let transcript = Arc::clone(&transcript);
                let connections = Arc::clone(&connections);
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    relay(client, server, transcript).await;
                    connections.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port: own_port, sent, open }
    }

    /// Whether a client is connected.
    pub(crate) fn is_in_use(&self) -> bool {
        self.open.load(Ordering::SeqCst) > 0
    }

    /// All bytes sent so far.
    pub(crate) fn sent(&self) -> Vec<u8> {
        self.sent.lock().unwrap().clone()
    }

    /// The commands sent so far, without tags.
    pub(crate) fn commands(&self) -> Vec<String> {
        let text = String::from_utf8(self.sent()).unwrap();
        let untagged = |line: &str| line.split_once(' ').map_or(line, |(_, command)| command).to_owned();
        text.split("\r\n").filter(|line| !line.is_empty()).map(untagged).collect()
    }
}

async fn relay(client: TcpStream, server: TcpStream, transcript: Arc<Mutex<Vec<u8>>>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let mut buffer = vec![0; 4096];
    while let Ok(count @ 1..) = from_client.read(&mut buffer).await {
        transcript.lock().unwrap().extend_from_slice(&buffer[..count]);
        if to_server.write_all(&buffer[..count]).await.is_err() {
            break;
        }
    }
    drop(to_server);
    let _ = back.await;
}
