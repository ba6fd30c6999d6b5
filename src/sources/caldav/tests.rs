//! An account on a server in memory that has the whims of real ones: whatever happens, what is kept ends as what the
//! server holds.

mod discovery;
mod fake;

use std::collections::BTreeMap;

use proptest::prelude::*;

use self::fake::{CALENDAR, Fake, SOUND, Whims, multistatus, status};
use super::client::{Answer, Server};
use super::pass::read_all;
use super::request::{Request, Verb};
use super::*;

#[derive(Default)]
struct Memory {
    home: Option<Home>,
    cursor: Option<Cursor>,
    etags: BTreeMap<Key, Option<String>>,
    contents: BTreeMap<Key, String>,
    steps: usize,
}

impl Keeper for Memory {
    fn home(&mut self) -> Result<Option<Home>, KeeperError> {
        Ok(self.home.clone())
    }

    fn found(&mut self, home: &Home) -> Result<(), KeeperError> {
        self.home = Some(home.clone());
        Ok(())
    }

    fn cursor(&mut self, _: &Key) -> Result<Option<Cursor>, KeeperError> {
        Ok(self.cursor.clone())
    }

    fn known(&mut self, _: &Key) -> Result<BTreeMap<Key, Option<String>>, KeeperError> {
        Ok(self.etags.clone())
    }

    fn keep(&mut self, step: Step) -> Result<(), KeeperError> {
        self.steps += 1;
        for Resource { key, etag, content } in step.present {
            self.etags.insert(key.clone(), etag);
            self.contents.insert(key, String::from_utf8(content.unwrap()).unwrap());
        }
        for key in step.gone {
            self.etags.remove(&key);
            self.contents.remove(&key);
        }
        self.cursor = step.cursor.or(self.cursor.take());
        Ok(())
    }
}

impl Memory {
    fn holds(&self) -> Vec<String> {
        let mut all: Vec<String> = self.contents.values().cloned().collect();
        all.sort();
        all
    }
}

fn account() -> Account {
    Account {
        name: "home".into(),
        url: FeedUrl::parse(&format!("https://dav.example{CALENDAR}")).unwrap(),
        access: None,
        ca: None,
        selection: Selection::default(),
    }
}

fn pass(server: &mut impl Server, keeper: &mut Memory) -> Result<Report, CalDavFault> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(read_all(server, keeper, &account()))
}

#[test]
fn an_unchanged_calendar_takes_one_request_and_no_step() {
    for (tells_ctag, tells_token) in [(true, false), (false, true)] {
        let mut server = Fake::new(Whims { tells_ctag, tells_token, ..SOUND });
        let mut keeper = Memory::default();
        server.set("a.ics", Some("A".into()));
        pass(&mut server, &mut keeper).unwrap();
        let (asked, steps) = (server.asked, keeper.steps);
        pass(&mut server, &mut keeper).unwrap();
        assert_eq!((server.asked - asked, keeper.steps), (1, steps));
    }
    // Where the server tells neither, the listing tells that nothing changed.
    let mut server = Fake::new(Whims { knows_sync: false, tells_ctag: false, tells_token: false, ..SOUND });
    let mut keeper = Memory::default();
    server.set("a.ics", Some("A".into()));
    pass(&mut server, &mut keeper).unwrap();
    let asked = server.asked;
    pass(&mut server, &mut keeper).unwrap();
    assert_eq!(server.asked - asked, 2);
}

#[test]
fn a_change_takes_three_requests_however_many_members_there_are() {
    let mut server = Fake::new(SOUND);
    let mut keeper = Memory::default();
    (0..1000).for_each(|nth| server.set(&format!("{nth}.ics"), Some(nth.to_string())));
    server.whims.page = 5000;
    pass(&mut server, &mut keeper).unwrap();
    assert_eq!((server.asked, keeper.steps), (1 + 1 + 1 + 20, 20));
    server.set("7.ics", Some("other".into()));
    server.set("8.ics", None);
    pass(&mut server, &mut keeper).unwrap();
    assert_eq!((server.asked, keeper.steps), (23 + 3, 21));
    assert_eq!(keeper.holds(), server.holds());
}

#[test]
fn a_refused_token_costs_one_comparison_and_no_content_that_is_known() {
    for refusal in [200, 400, 403, 405, 409, 410, 412, 500] {
        let mut server = Fake::new(Whims { refusal, ..SOUND });
        let mut keeper = Memory::default();
        (0..100).for_each(|nth| server.set(&format!("{nth}.ics"), Some(nth.to_string())));
        pass(&mut server, &mut keeper).unwrap();
        server.set("7.ics", None);
        server.oldest = server.revision + 1;
        let asked = server.asked;
        pass(&mut server, &mut keeper).unwrap();
        // The calendars, the refusal, the comparison.
        assert_eq!(server.asked - asked, 3, "{refusal}");
        assert_eq!(keeper.holds(), server.holds(), "{refusal}");
    }
}

#[test]
fn a_server_that_stands_still_is_left() {
    struct Still(u32);
    impl Server for Still {
        async fn ask(&mut self, request: Request) -> Result<Answer, CalDavFault> {
            self.0 += 1;
            let body = if request.body.contains("sync-collection") && request.verb == Verb::Report {
                multistatus(&format!("{}<d:sync-token>same</d:sync-token>", status(CALENDAR, 507)))
            } else {
                multistatus(&Fake::new(SOUND).itself())
            };
            Ok(Answer { status: 207, etag: None, body: body.into_bytes(), url: request.url })
        }
    }
    let (mut server, mut keeper) = (Still(0), Memory::default());
    pass(&mut server, &mut keeper).unwrap();
    assert_eq!(server.0, 5, "found, listed, two pages, the plain listing");
    assert_eq!(keeper.cursor.unwrap().sync_token, None);
}

#[derive(Debug, Clone)]
enum Event {
    Put(u8, u8),
    Delete(u8),
    LoseTokens,
    Break(u32),
    Pass,
}

fn whims() -> impl Strategy<Value = Whims> {
    let refusal = prop::sample::select(vec![200_u16, 400, 403, 405, 409, 410, 412, 500]);
    (any::<[bool; 6]>(), 1..4_usize, refusal).prop_map(|(tells, page, refusal)| {
        let [knows_sync, tells_ctag, tells_token, tells_etags, forgetful, knows_multiget] = tells;
        Whims { knows_sync, tells_ctag, tells_token, tells_etags, page, refusal, forgetful, knows_multiget }
    })
}

proptest! {
    #[test]
    fn what_is_kept_ends_as_what_the_server_holds(
        whims in whims(),
        events in prop::collection::vec(prop_oneof![
            4 => (0..6_u8, any::<u8>()).prop_map(|(name, content)| Event::Put(name, content)),
            2 => (0..6_u8).prop_map(Event::Delete),
            1 => Just(Event::LoseTokens),
            1 => (0..8_u32).prop_map(Event::Break),
            3 => Just(Event::Pass),
        ], 0..40),
    ) {
        let (mut server, mut keeper) = (Fake::new(whims), Memory::default());
        for (nth, event) in events.into_iter().enumerate() {
            match event {
                // No two contents are alike, so that none is taken for another.
                Event::Put(name, content) => server.set(&format!("{name}.ics"), Some(format!("{content} {nth}"))),
                Event::Delete(name) => {
                    let name = format!("{name}.ics");
                    if server.members.contains_key(&name) {
                        server.set(&name, None);
                    }
                }
                Event::LoseTokens => server.oldest = server.revision + 1,
                Event::Break(requests) => server.breaks_after = Some(requests),
                Event::Pass => {
                    let passed = pass(&mut server, &mut keeper).is_ok();
                    prop_assert!(!passed || keeper.holds() == server.holds());
                }
            }
        }
        server.breaks_after = None;
        pass(&mut server, &mut keeper).unwrap();
        prop_assert_eq!(keeper.holds(), server.holds());
    }
}
