//! From what the owner configures to where the calendars are.

use std::collections::BTreeMap;

use super::fake::{member, multistatus};
use crate::config::FeedUrl;
use crate::sources::caldav::client::{Answer, Server};
use crate::sources::caldav::request::Request;
use crate::sources::caldav::{CalDavFault, Home, discover};

/// What answers at a few paths.
struct Places(BTreeMap<&'static str, (u16, String)>);

impl Server for Places {
    async fn ask(&mut self, request: Request) -> Result<Answer, CalDavFault> {
        let found = self.0.get(request.url.expose().path()).cloned();
        let (status, body) = found.unwrap_or((404, String::new()));
        Ok(Answer { status, etag: None, body: body.into_bytes(), url: request.url })
    }
}

fn home(places: &[(&'static str, u16, &str)], url: &str) -> Result<Home, CalDavFault> {
    let places = places.iter().map(|(path, status, properties)| {
        let body =
            if *status == 207 { multistatus(&member(path, properties)) } else { (*properties).to_owned() };
        (*path, (*status, body))
    });
    let mut server = Places(places.collect());
    let url = FeedUrl::parse(&format!("https://dav.example{url}")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(discover::discover(&mut server, &url))
}

#[test]
fn the_home_is_found_from_wherever_the_owner_points() {
    let principal = "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>";
    let set = "<c:calendar-home-set><d:href>/homes/me/</d:href></c:calendar-home-set>";
    let sets = |path: &str| Home::Sets(vec![FeedUrl::parse(&format!("https://dav.example{path}")).unwrap()]);
    let me = ("/me/", 207, set);
    for (places, url, found) in [
        (vec![("/.well-known/caldav", 207, principal), me], "/", "/homes/me/"),
        (vec![("/", 207, principal), me], "/", "/homes/me/"),
        (vec![("/.well-known/caldav", 500, ""), ("/", 207, principal), me], "/", "/homes/me/"),
        (vec![me], "/me/", "/homes/me/"),
        (
            vec![("/page", 200, "<html></html>"), ("/.well-known/caldav", 207, principal), me],
            "/page",
            "/homes/me/",
        ),
        (vec![("/x/", 405, ""), ("/.well-known/caldav", 207, set)], "/x/", "/homes/me/"),
        (vec![("/dir/", 207, "<d:resourcetype><d:collection/></d:resourcetype>")], "/dir/", "/dir/"),
    ] {
        assert_eq!(home(&places, url).unwrap(), sets(found), "{places:?}");
    }
    let calendar = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
    let one = FeedUrl::parse("https://dav.example/c/").unwrap();
    assert_eq!(home(&[("/c/", 207, calendar)], "/c/").unwrap(), Home::Calendar(one));
}

#[test]
fn what_keeps_the_home_from_being_found_is_said_with_a_next_step() {
    let elsewhere = "<c:calendar-home-set><d:href>https://p7.dav.example/me/</d:href></c:calendar-home-set>";
    for (places, text) in [
        (vec![], "there is no CalDAV at its address (404)"),
        (vec![("/dav/", 403, "")], "does not let this user in there (403)"),
        (vec![("/dav/", 200, "<!DOCTYPE html><title>Log in</title>")], "a web page came instead"),
        (vec![("/dav/", 200, "BEGIN:VCALENDAR")], "no answer of CalDAV but no list"),
        (vec![("/dav/", 207, "")], "does not say where this user's calendars are"),
        (vec![("/dav/", 207, elsewhere)], "at https://p7.dav.example; if you trust that host"),
        (vec![("/dav/", 418, "")], "status 418"),
        (vec![("/dav/", 500, "")], "out of order (500)"),
        (
            vec![("/dav/", 404, ""), ("/.well-known/caldav", 207, elsewhere)],
            "at https://p7.dav.example; if you",
        ),
    ] {
        let fault = home(&places, "/dav/").unwrap_err().to_string();
        assert!(fault.contains(text), "{places:?}: {fault}");
    }
}
