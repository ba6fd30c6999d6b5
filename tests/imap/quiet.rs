//! Passwords and mail stay out of the log, whatever is switched on.

use std::io::Write;
use std::sync::{Arc, Mutex};

use goodwill::sources::imap::{self, is_loggable};
use secrecy::SecretString;
use tracing::Level;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::{now, plain};
use crate::servers::scripted::{Answer, Scripted};

#[derive(Debug, Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// All that is logged while a server refuses the login and echoes the password, with or without our filter.
async fn logged(filtered: bool) -> String {
    let echo = Answer::Say("TAG NO canary-4711 is wrong\r\n".to_owned());
    let port = Scripted::sound(1).with("LOGIN", echo).start().await;
    let written = Written::default();
    let writer = written.clone();
    let everything = tracing_subscriber::fmt::layer().with_writer(move || writer.clone());
    let filter = filter_fn(move |metadata| !filtered || is_loggable(metadata));
    let guard = tracing_subscriber::registry().with(filter).with(everything).set_default();
    let error = imap::check(&plain(port), &SecretString::from("canary-4711"), now()).await.unwrap_err();
    drop(guard);
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
}

#[tokio::test]
async fn the_filter_keeps_what_a_server_says_out_of_the_log() {
    assert!(logged(false).await.contains("canary-4711"), "without the filter this test would see nothing");
    assert!(!logged(true).await.contains("canary"));
}

#[test]
fn warnings_of_talkative_crates_pass() {
    for (level, target, passes) in [
        (Level::WARN, "async_imap::client", true),
        (Level::DEBUG, "async_imap::client", false),
        (Level::TRACE, "imap_proto", false),
        (Level::TRACE, "goodwill::sources::imap", true),
    ] {
        let callsite = tracing::callsite::Identifier(&CALLSITE);
        let fields = tracing::field::FieldSet::new(&[], callsite);
        let metadata = tracing::Metadata::new(
            "event",
            target,
            level,
            None,
            None,
            None,
            fields,
            tracing::metadata::Kind::EVENT,
        );
        assert_eq!(is_loggable(&metadata), passes, "{target} at {level}");
    }
}

struct Callsite;

static CALLSITE: Callsite = Callsite;

impl tracing::Callsite for Callsite {
    fn set_interest(&self, _: tracing::subscriber::Interest) {}

    fn metadata(&self) -> &tracing::Metadata<'_> {
        unreachable!("nobody asks")
    }
}
