//! Texts that no person wrote for particular people, known by their shape: notices of calendar programs
//! and advertisements. Only what several independent signs agree on is marked.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::bulk::Envelope;
use super::text::start_of;
use crate::observations::BulkMark;

/// How much of a text is looked at, in bytes.
const MAX_BYTES: usize = 16 * 1024;
/// Signs that make an advertisement or announcement.
const ENOUGH_SIGNS: u32 = 4;

/// The mark of a text as it came, quotes and footers included.
pub(super) fn mark(text: &str, authored: &str, envelope: &Envelope<'_>) -> Option<BulkMark> {
    let text = start_of(text, MAX_BYTES);
    if is_calendar_notice(text) {
        return Some(BulkMark::CalendarNotice);
    }
    if envelope.is_reply {
        return None;
    }
    is_advertisement(text, authored, envelope).then_some(BulkMark::Announcement)
}

/// Keys of calendar notices that are written out as text, in lower case.
const NOTICE_KEYS: &[&str] = &[
    "description",
    "date",
    "time",
    "chairperson",
    "detailed description",
    "meeting dates",
    "when",
    "where",
    "location",
    "duration",
    "organizer",
    "required attendees",
    "optional attendees",
    "task priority",
    "task due on",
    "task start date",
    "start",
    "end",
    "recurrence",
    "invitees",
    "appointment type",
    "rooms",
    "resources",
    "subject",
    "starts",
    "ends",
    "wann",
    "wo",
    "termin",
    "beginn",
    "ende",
    "ort",
    "quand",
    "où",
    "cuándo",
    "dónde",
];

/// First lines that calendar programs begin their notices with, in lower case.
const NOTICE_TITLES: &[&str] = &[
    "calendar entry:",
    "task assignment",
    "meeting invitation",
    "meeting request",
    "meeting cancel",
    "meeting update",
    "meeting reschedule",
    "appointment reminder",
    "event invitation",
    "event reminder",
    "this is a reminder for:",
    "you have been invited to the following event",
    "this event has been",
    "this event has been changed",
    "this event has been canceled",
];

fn is_calendar_notice(text: &str) -> bool {
    let written = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = written.clone().next() else { return false };
    let title = start_of(first, 80).to_lowercase();
    let keys = written.clone().take(15).filter(|line| has_notice_key(line)).count();
    if NOTICE_TITLES.iter().any(|start| title.starts_with(start)) {
        return keys >= 2;
    }
    // Outlook writes the time and place above a row of tildes, and the organizer's words below it.
    let head: Vec<&str> = written.take(6).collect();
    head.iter().any(|line| line.starts_with("*~*~*~*"))
        && head.first().is_some_and(|line| has_notice_key(line))
        && keys >= 1
}

fn has_notice_key(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, _)| key.len() <= 24 && NOTICE_KEYS.contains(&key.trim().to_lowercase().as_str()))
}

/// Ways to leave a list, in lower case. Footers of discussion lists say them too, so one alone is not enough.
const LEAVING: &[&str] = &[
    "unsubscribe",
    "opt out",
    "opt-out",
    "no longer wish to receive",
    "no longer want to receive",
    "to be removed",
    "remove your e",
    "removed from our",
    "removed from this",
    "stop receiving",
    "manage your preferences",
    "update your preferences",
    "email preferences",
    "view this email in your browser",
    "abmelden",
    "abbestellen",
    "se désabonner",
    "désinscri",
    "darse de baja",
    "cancelar suscrip",
    "annulla l'iscrizione",
    "cancella iscrizione",
    "afmelden",
    "uitschrijven",
    "wypisz",
    "cancelar inscri",
    "avregistrera",
    "afmeld",
    "配信停止",
];

/// Words of offers, in lower case.
const OFFERS: &[&str] = &[
    "special offer",
    "% off",
    "for free",
    "free shipping",
    "click here",
    "order now",
    "order today",
    "buy now",
    "limited time",
    "act now",
    "save up to",
    "save $",
    "discount",
    "guarantee",
    "credit report",
    "credit card",
    "lowest price",
    "subscribers",
    "advertis",
    "sponsor",
    "shop now",
    "sign up",
    "register now",
    "early bird",
    "per month",
    "money back",
    "sale",
    "rabatt",
    "angebot",
    "jetzt bestellen",
    "offre",
    "promotion",
    "oferta",
    "sconto",
    "aanbieding",
    "visit our",
    "our website",
    "our web site",
    "new release",
    "in this issue",
    "newsletter",
    "this week",
    "daily",
    "free",
];

/// Greetings to nobody in particular and words that programs say of themselves, in lower case: one of them
/// in the first lines is enough.
const MASS_GREETINGS: &[&str] = &[
    "dear customer",
    "dear valued",
    "dear subscriber",
    "dear member",
    "dear participant",
    "dear trial subscriber",
    "dear user",
    "dear reader",
    "dear investor",
    "dear homeowner",
    "dear shareholder",
    "dear list",
    "to all employees",
    "attention all",
    "all employees:",
    "participants:",
    "market participants",
    "to: all employees",
    "hello friends!",
    "sehr geehrte kund",
    "liebe kund",
    "cher client",
    "chers clients",
    "estimado cliente",
    "estimados clientes",
    "gentile cliente",
    "beste klant",
    "prezado cliente",
    "kära kund",
    "kære kunde",
    "for immediate release",
    "you have received this e",
    "you are receiving this e",
    "this is an automat",
    "this email was automatically",
    "this message was automatically",
    "automatically generated",
    "please do not reply to this",
    "do not reply to this",
    "diese nachricht wurde automatisch",
    "no responda a este",
    "ceci est un message automatique",
    "questo è un messaggio automatico",
    "view this email in your browser",
];

/// Words of notices to many, in lower case: signs, but weak ones.
const NOTICE_WORDS: &[&str] = &[
    "dear friend",
    "dear sir or madam",
    "dear client",
    "to all ",
    "all employees",
    "dear colleagues",
    "ladies and gentlemen",
    "attention:",
    "notice:",
    "press release",
    "dear students",
    "please be advised",
    "this is to inform",
    "this is a notice",
    "notice is hereby",
    "this notice is",
    "pleased to announce",
    "announcing",
    "dear all",
];

/// Words of people who write to many at once, in lower case: signs, two of which make an announcement.
const PUBLIC_WORDS: &[&str] = &[
    "rsvp",
    "for more information",
    "for additional information",
    "for further information",
    "in an effort to",
    "please join us",
    "cordially invited",
    "all employees",
];

/// The words that are counted all over a text, by list.
const LISTS: [&[&str]; 3] = [LEAVING, OFFERS, PUBLIC_WORDS];
static LISTED: LazyLock<AhoCorasick> = LazyLock::new(|| finder(LISTS.concat()));
static MASS: LazyLock<AhoCorasick> = LazyLock::new(|| finder(MASS_GREETINGS.to_vec()));
static NOTICE: LazyLock<AhoCorasick> = LazyLock::new(|| finder(NOTICE_WORDS.to_vec()));

fn finder(words: Vec<&str>) -> AhoCorasick {
    AhoCorasick::new(words).expect("the words are few")
}

/// How many of the words of each of the lists stand in a text in lower case.
fn counts(lower: &str) -> [u32; LISTS.len()] {
    let found: BTreeSet<usize> =
        LISTED.find_overlapping_iter(lower).map(|found| found.pattern().as_usize()).collect();
    let mut end = 0;
    LISTS.map(|list| {
        let start = end;
        end += list.len();
        u32::try_from(found.range(start..end).count()).unwrap_or(u32::MAX)
    })
}

fn is_advertisement(text: &str, authored: &str, envelope: &Envelope<'_>) -> bool {
    let lower = text.to_lowercase();
    let [leaving, offers, public] = counts(&lower);
    let mut signs = 0;
    if leaving > 0 && !(lower.contains("/listinfo/") || lower.contains("mailing list")) {
        signs += 2;
    }
    signs += offers.min(3);
    let images = lower.matches("[image]").count() + lower.matches("[image:").count();
    if images >= 2 {
        signs += 2;
    }
    let start: String =
        lower.lines().map(str::trim).filter(|line| !line.is_empty()).take(6).collect::<Vec<_>>().join("\n");
    if MASS.is_match(&start) {
        signs += ENOUGH_SIGNS;
    } else if NOTICE.is_match(&start) {
        signs += 2;
    }
    signs += 2 * public.min(2);
    if is_notice_title(text) {
        signs += 3;
    }
    let links = lower.matches("http://").count() + lower.matches("https://").count();
    if links >= 3 && links * 60 >= authored.split_whitespace().count() {
        signs += 1;
    }
    if is_loud(envelope.subject) {
        signs += 1;
    }
    // Feeds that a program turned to mail begin with their address.
    if start.starts_with("url: http") {
        signs += 4;
    }
    if greets_addressee(&start, envelope) {
        signs = signs.saturating_sub(3);
    }
    signs >= ENOUGH_SIGNS
}

/// A first line all in capitals that calls itself a notice.
fn is_notice_title(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    first.len() <= 120
        && !first.contains(char::is_lowercase)
        && [
            "NOTICE",
            "NOTIFICATION",
            "ALERT",
            "CANCELLATION",
            "BULLETIN",
            "ANNOUNCEMENT",
            "REMINDER",
            "UPDATE",
        ]
        .iter()
        .any(|word| first.contains(word))
}

/// Capitals, prices and exclamation marks in a subject.
fn is_loud(subject: &str) -> bool {
    let shouted = subject
        .split_whitespace()
        .filter(|word| word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
        .count();
    let lower = subject.to_lowercase();
    shouted >= 2
        || subject.contains("!!")
        || subject.contains('%')
        || ["free", "offer", "save", "newsletter", "notice", "announce", "$"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Whether the first lines call one of the addressees by name.
fn greets_addressee(start: &str, envelope: &Envelope<'_>) -> bool {
    let first = start.lines().next().unwrap_or_default();
    envelope.to.iter().take(5).any(|to| {
        let name = to.name.as_deref().unwrap_or_default().to_lowercase();
        let local = to.address.local();
        name.split_whitespace().chain(local.split(['.', '_', '-'])).any(|word| {
            word.len() >= 3
                && first.split(|c: char| !c.is_alphanumeric()).take(3).any(|greeted| greeted == word)
        })
    })
}

#[cfg(test)]
mod tests;
