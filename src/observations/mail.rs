//! Messages (RFC 5322, MIME): from bytes to facts.

mod addresses;
mod authenticity;
mod authserv;
mod body;
mod bulk;
mod dates;
mod decode;
mod header_block;
mod headers;
mod html;
mod line_hashes;
mod names;
mod notices;
mod parts;
mod reply_text;
mod text;

pub use addresses::{is_role, names_group};
pub use authserv::{CheckingServer, checking_server};
pub use names::display_name;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use mail_parser::HeaderName;

use self::bulk::Envelope;
use self::line_hashes::HashedText;
use self::parts::Structure;
use self::reply_text::NewText;
use super::calendar::{self, Window};
use super::cues::{self, Act, TextContext};
use super::{Answer, BulkMark, Facts, Quoted, salutation};

/// Most notes of what could not be read.
const MAX_SKIPPED: usize = 20;
/// An answer of so few words names nothing that was done.
const MAX_BARE_WORDS: u32 = 3;
/// How much of a bulk message is read, in bytes.
const MAX_BULK_TEXT_BYTES: usize = 2 * 1024;

/// What one message says.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageReading {
    /// What is kept.
    pub facts: Facts,
    /// What the sender newly wrote, line breaks as written. Shown by `read`, never stored.
    pub authored: String,
    /// Whether it answers another message, by its header, subject or text.
    pub is_reply: bool,
}

/// What is known of a message beside its bytes.
#[derive(Debug, Clone)]
pub struct Reception<'a> {
    /// When the server or the mbox says it arrived; bounds a wrong `Date`.
    pub received: Option<Timestamp>,
    /// Who vouches for the sender.
    pub trust: Trust<'a>,
    /// Zone of floating calendar times.
    pub floating: TimeZone,
    /// Window in which the occurrences of invitations are listed.
    pub window: Window,
}

/// Who vouches for a message's sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust<'a> {
    /// The owner: his own Sent folder, or what he imports.
    Owner,
    /// The server with this id, in the topmost `Authentication-Results` (RFC 8601).
    Server(&'a str),
    /// Nobody.
    Nobody,
}

/// Reads a message. Never fails: what cannot be read is named in `facts.skipped`.
#[must_use]
pub fn read(raw: &[u8], reception: &Reception<'_>) -> MessageReading {
    let structure = parts::take_apart(raw);
    let mut skipped = structure.skipped.clone();
    let text = body::text(&structure, &mut skipped);
    let new = reply_text::read(&text);
    let mut facts = header_facts(&structure, &text, reception, &mut skipped);
    let is_reply = new.answers || !facts.references.is_empty() || headers::is_reply_subject(&facts.subject);
    facts.bulk = bulk::marks(&structure, &Envelope::of(&facts, is_reply));
    judge_text(&mut facts, &text, &new, is_reply, body::has_attachment(&structure));
    facts.quoted = if is_reply { new.quotes } else { Quoted::default() };
    facts.quoted_hashes = new.quoted.iter().filter_map(|line| line_hashes::of_line(line)).collect();
    for bytes in body::calendars(&structure) {
        let calendar = calendar::read(&bytes, &reception.floating, reception.window);
        facts.calendar.extend(calendar.objects);
        skipped.extend(calendar.skipped.into_iter().take(MAX_SKIPPED));
    }
    skipped.truncate(MAX_SKIPPED);
    facts.skipped = skipped;
    MessageReading { facts, authored: new.authored, is_reply }
}

/// The facts that a message's header alone gives, its marks of bulk mail among them; the id is another where the header
/// names none.
#[must_use]
pub fn read_header(raw: &[u8], reception: &Reception<'_>) -> Facts {
    let structure = parts::take_apart(raw);
    let mut facts = header_facts(&structure, "", reception, &mut Vec::new());
    let is_reply = !facts.references.is_empty() || headers::is_reply_subject(&facts.subject);
    facts.bulk = bulk::marks(&structure, &Envelope::of(&facts, is_reply));
    facts
}

/// The facts that the header gives.
fn header_facts(
    structure: &Structure<'_>,
    text: &str,
    reception: &Reception<'_>,
    skipped: &mut Vec<String>,
) -> Facts {
    let (header, parsed) = (&structure.header, &structure.parsed);
    let id = headers::message_id(header, text);
    let written = headers::written(parsed, header, reception.received);
    if !written.from_date {
        skipped.push("date missing, unreadable or in the future".to_owned());
    }
    let from = names::sender(parsed, header);
    let mut to = names::mailboxes(parsed, &HeaderName::To);
    names::add_exported_names(&mut to, header.first("X-To").as_deref());
    let mut cc = names::mailboxes(parsed, &HeaderName::Cc);
    names::add_exported_names(&mut cc, header.first("X-cc").as_deref());
    for hidden in names::mailboxes(parsed, &HeaderName::Bcc) {
        if !cc.iter().any(|known| known.address == hidden.address) {
            cc.push(hidden);
        }
    }
    let subject = headers::subject(parsed);
    let references = headers::references(header, &id);
    let authenticity = authenticity::judge(header, from.as_ref().map(|from| &from.address), reception.trust);
    Facts {
        id,
        date: written.at,
        utc_offset_minutes: written.utc_offset_minutes,
        attachments: body::attachments(structure),
        bulk: Vec::new(),
        authenticity,
        from,
        to,
        cc,
        subject,
        references,
        greeted: Vec::new(),
        words: 0,
        line_hashes: Vec::new(),
        quoted_hashes: Vec::new(),
        quoted: Quoted::default(),
        cues: Vec::new(),
        hint: None,
        answer: None,
        model: cues::MODEL_VERSION,
        sensitive: false,
        grief: false,
        language: None,
        calendar: Vec::new(),
        skipped: Vec::new(),
    }
}

/// Adds what the text says: its cues, unless it is bulk, and what may be kept of it.
fn judge_text(facts: &mut Facts, text: &str, new: &NewText, is_reply: bool, has_attachment: bool) {
    let authored = new.authored.as_str();
    if facts.is_personal() {
        let mark = notices::mark(text, authored, &Envelope::of(facts, is_reply));
        facts.bulk.extend(mark);
    }
    let context = TextContext {
        subject: &facts.subject,
        from: facts.from.as_ref(),
        to: &facts.to,
        sent: headers::local_time(facts.date, facts.utc_offset_minutes),
        has_attachment,
        is_reply,
        passed_on: &new.quoted,
    };
    let reading = if facts.is_personal() {
        cues::read(authored, &context)
    } else {
        // What is wanted of bulk mail its first lines tell.
        cues::skim(text::start_of(authored, MAX_BULK_TEXT_BYTES), &facts.subject)
    };
    if reading.announcement && facts.is_personal() {
        facts.bulk.push(BulkMark::Announcement);
    }
    facts.words = word_count(authored);
    facts.greeted = salutation::names(authored);
    let hashed = HashedText::of(authored);
    facts.line_hashes = hashed.all();
    facts.language = reading.language;
    facts.sensitive = reading.sensitive;
    facts.grief = reading.grief;
    if facts.is_personal() {
        facts.cues = reading.cues;
        facts.hint = reading.hint;
        for cue in facts.cues.iter_mut().chain(&mut facts.hint) {
            cue.lines = hashed.around(&cue.quote);
        }
        // What "Done." says depends on what it answers; by itself it is no help. "Anbei die Bilder" says in three
        // words what takes four in English.
        let bare = MAX_BARE_WORDS - u32::from(cues::reads_by_words(facts.language.as_deref()));
        facts.cues.retain(|cue| cue.act != Act::Help || word_count(&cue.quote) > bare);
        facts.answer = reading.short_answer.map(|says| Answer { says, quote: cues::quote(authored) });
    }
    if facts.sensitive {
        facts.subject.clear();
        facts.answer = None;
        facts.hint = None;
        for cue in &mut facts.cues {
            cue.quote.clear();
        }
    }
}

fn word_count(authored: &str) -> u32 {
    let words = authored.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
