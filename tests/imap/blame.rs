//! Messages over which a server stumbles: they are passed over and named, and all others are read.

use goodwill::sources::imap::{Extent, FetchedWindow, ImapError};

use super::{Kept, plain, sync};
use crate::servers::scripted::{Fault, Scripted, header};

/// The UIDs that were passed over, in the order in which they were.
fn unreadable(kept: &Kept) -> Vec<u32> {
    kept.windows.iter().flat_map(|window| &window.unreadable).map(|uid| uid.get()).collect()
}

/// Cursors only ever move on.
fn moves_on(windows: &[FetchedWindow]) -> bool {
    let floors =
        windows.iter().filter_map(|window| window.cursor.floor).map(|floor| std::cmp::Reverse(floor.get()));
    floors.is_sorted()
}

fn faults() -> Vec<Fault> {
    vec![
        Fault::Says("* 23 FETCH (BODYSTRUCTURE ((((((((((((((((((((((((((((((((((((((\r\n".into()),
        Fault::Says("* 23 FETCH (UID 23 BODY[HEADER]<0> {9000000}\r\n".into()),
        Fault::Says("* 23 FETCH (UID 23 BODY ???\r\n".into()),
        Fault::Says("* 23 FETCH (UID 23 BODY[HEADER]<0> {16}\r\nshort)\r\n".into()),
        Fault::Refuses("NO [UNAVAILABLE] FETCH Server error"),
        Fault::Refuses("NO [SERVERBUG] sorry"),
        Fault::Refuses("BAD internal error"),
        Fault::Closes,
        Fault::Waits(""),
        Fault::Waits("* 23 FETCH (UID 23 BODY[HEADER]<0> {900}\r\nshort)\r\n"),
    ]
}

#[tokio::test]
async fn one_message_that_cannot_be_read_does_not_stop_the_others() {
    for fault in faults() {
        let server = Scripted::sound(40).fault(23, fault.clone());
        let port = server.start().await;
        let (kept, report) =
            sync(&plain(port), &[]).await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!((report.fetched(), report.folders[0].unreadable), (39, 1), "{fault:?}");
        assert_eq!(unreadable(&kept), [23], "{fault:?}");
        assert!(moves_on(&kept.windows), "{fault:?}");
        let cursor = &kept.windows.last().unwrap().cursor;
        assert_eq!((cursor.uid.get(), cursor.floor), (40, None));
        assert!(server.heard("LOGIN").len() <= 4, "{fault:?}: {}", server.heard("LOGIN").len());
    }
}

#[tokio::test]
async fn many_bad_messages_in_one_window_are_all_found() {
    let bad = [3, 4, 5, 99, 100, 250, 251, 300, 333, 334, 401, 500];
    for fault in [faults().swap_remove(2), Fault::Refuses("NO [UNAVAILABLE] FETCH Server error")] {
        let server = bad.iter().fold(Scripted::sound(500), |server, uid| server.fault(*uid, fault.clone()));
        let port = server.start().await;
        let (kept, report) = sync(&plain(port), &[]).await.unwrap();
        let mut found = unreadable(&kept);
        found.sort_unstable();
        assert_eq!((report.fetched(), found), (500 - bad.len(), bad.to_vec()), "{fault:?}");
        assert!(moves_on(&kept.windows));
        let mut subjects = kept.subjects();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 500 - bad.len(), "none is doubled");
    }
}

#[tokio::test]
async fn what_is_odd_about_a_message_costs_no_more_than_that() {
    let odd = "* 7 FETCH (UID 7 INTERNALDATE NIL RFC822.SIZE 20)\r\n";
    let port = Scripted::sound(9).fault(7, Fault::SaysInFull(odd.into())).start().await;
    let (kept, report) = sync(&plain(port), &[]).await.unwrap();
    assert_eq!((report.fetched(), report.folders[0].unreadable), (9, 0));
    let (_, message) = kept.messages().find(|(_, message)| message.uid.get() == 7).unwrap();
    assert_eq!(
        (message.extent, message.bytes.as_slice()),
        (Extent::Beginning, &b"Subject: 007\r\n\r\nHi\r\n"[..])
    );
}

#[tokio::test]
async fn an_outage_is_no_message_s_fault() {
    for fault in [Fault::Refuses("NO [UNAVAILABLE] down"), Fault::Refuses("NO sorry"), Fault::Closes] {
        for messages in [1, 2, 40] {
            let all = (1..=messages)
                .fold(Scripted::sound(messages), |server, uid| server.fault(uid, fault.clone()));
            let error = sync(&plain(all.start().await), &[]).await.unwrap_err();
            assert!(error.is_transient(), "{fault:?} {messages}: {error}");
            assert!(all.heard("LOGIN").len() < 16, "{}", all.heard("LOGIN").len());
        }
    }
}

#[tokio::test]
async fn rows_in_another_order_accuse_nobody_wrongly() {
    let mut server = Scripted::sound(40);
    server.uids.reverse();
    let port = server.fault(23, faults().swap_remove(2)).start().await;
    let (kept, report) = sync(&plain(port), &[]).await.unwrap();
    assert_eq!((report.fetched(), unreadable(&kept)), (39, vec![23]));
}

#[tokio::test]
async fn a_server_that_asks_for_a_long_pause_gets_it() {
    let said = "BAD Request is throttled. Suggested Backoff Time: 920000 milliseconds";
    let server = Scripted::sound(40).fault(23, Fault::Refuses(said));
    let error = sync(&plain(server.start().await), &[]).await.unwrap_err();
    assert!(matches!(error, ImapError::Throttled { .. }), "{error}");
    assert_eq!(error.suggested_pause(), Some(std::time::Duration::from_secs(920)));
    assert_eq!(server.heard("UID FETCH").len(), 1, "it is not asked again at once");
}

#[tokio::test]
async fn rows_of_others_in_between_are_no_fault() {
    let more = format!("* 4 FETCH (FLAGS (\\Seen))\r\n{}* 9 EXPUNGE\r\n", header(4));
    let port = Scripted::sound(9).fault(4, Fault::SaysInFull(more)).start().await;
    let (_, report) = sync(&plain(port), &[]).await.unwrap();
    // The server left out what comes behind, and is asked for it once more.
    assert_eq!((report.fetched(), report.folders[0].unreadable), (9, 0));
}
