//! Waiting for news of servers that say much, little or nothing, in their own time.

use super::super::peer::{Heard, Step, account, say, session_with};
use super::*;

const MINUTE: Duration = Duration::from_mins(1);

async fn watch_for(
    minutes: u32,
    answer: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static,
) -> (Result<Watched, ImapError>, Duration, Heard) {
    let (session, heard) = session_with(answer).await;
    let began = Instant::now();
    let watched = wait_over(session, &account(), &[], began + MINUTE * minutes).await;
    (watched, began.elapsed(), heard)
}

/// After how many minutes each command of this name came.
fn minutes_of(heard: &Heard, name: &str) -> Vec<u64> {
    let heard = heard.lock().unwrap();
    let begin = heard.first().unwrap().0;
    let named = heard.iter().filter(|(_, command)| command == name);
    named.map(|(at, _)| at.duration_since(begin).as_secs().div_ceil(60)).collect()
}

#[tokio::test(start_paused = true)]
async fn idle_is_renewed_before_a_server_may_log_us_out() {
    let (watched, took, heard) = watch_for(60, |_| Vec::new()).await;
    assert_eq!((watched.unwrap(), took.as_secs() / 60), (Watched::Timeout, 60));
    assert_eq!(minutes_of(&heard, "IDLE"), [0, 25, 50]);
    assert_eq!(minutes_of(&heard, "DONE"), [25, 50, 60]);
}

#[tokio::test(start_paused = true)]
async fn news_end_idle_at_once_even_while_it_is_renewed() {
    for (command, minute) in [("IDLE", 7), ("DONE", 25)] {
        let (watched, took, _) = watch_for(60, move |came| match came {
            "IDLE" if command == "IDLE" => {
                vec![say("+ idling\r\n"), Step::Wait(7 * MINUTE), say("* 4 EXISTS\r\n")]
            }
            "DONE" if command == "DONE" => vec![say("* 4 EXISTS\r\nTAG OK done\r\n")],
            _ => Vec::new(),
        })
        .await;
        assert_eq!((watched.unwrap(), took.as_secs() / 60), (Watched::Changed, minute), "{command}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_that_it_is_still_there_wakes_nobody() {
    let (watched, took, heard) = watch_for(50, |came| match came {
        "IDLE" => {
            let still = [Step::Wait(2 * MINUTE), say("* OK Still here\r\n* 3 EXISTS\r\n")];
            [say("+ idling\r\n")].into_iter().chain(still.into_iter().cycle().take(24)).collect()
        }
        _ => Vec::new(),
    })
    .await;
    assert_eq!((watched.unwrap(), took.as_secs() / 60), (Watched::Timeout, 50));
    assert_eq!(minutes_of(&heard, "DONE").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_there_no_more_is_found_out_when_idle_is_to_end() {
    // What becomes of what is sent nobody tells: the other end is gone, and nothing in between says so.
    let (watched, took, _) = watch_for(5, |came| match came {
        "DONE" => vec![Step::Wait(600 * MINUTE)],
        _ => Vec::new(),
    })
    .await;
    assert!(matches!(watched, Err(ImapError::Timeout { what: "DONE", seconds: 15 })), "{watched:?}");
    assert_eq!(took.as_secs(), 5 * 60 + 15);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_begin_idle_is_given_half_a_minute() {
    let (watched, ..) = watch_for(5, |came| match came {
        "IDLE" => vec![Step::Wait(600 * MINUTE)],
        _ => Vec::new(),
    })
    .await;
    assert!(matches!(watched, Err(ImapError::Timeout { what: "IDLE", seconds: 30 })), "{watched:?}");
}

#[tokio::test(start_paused = true)]
async fn where_idle_is_refused_the_rest_of_the_time_is_waited() {
    let (watched, took, heard) = watch_for(5, |came| match came {
        "IDLE" => vec![say("TAG NO not today\r\n")],
        _ => Vec::new(),
    })
    .await;
    assert_eq!((watched.unwrap(), took.as_secs()), (Watched::Unsupported, 300));
    assert_eq!(minutes_of(&heard, "IDLE"), [0]);
}
