//! From cues to deeds: what one person did toward another, seen in its conversation.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, Said, Standing, ThreadId, Told};
use crate::observations::MessageId;
use crate::observations::cues::{Act, Back, Bearing, Confidence, Cue, ShortAnswer, Sign, Wording};
use crate::people::{Directory, HashMap, HashSet, OwnerAddresses};

use super::Deed;
use super::credit::{Names, pairs};
use super::joining::speaks_of;
use super::leave::{asks_for_leave, asks_to_swap, is_clearance};
use super::little::{costs_nothing, drop_what_costs_nothing};
use super::seekers::drop_what_nobody_came_for;

/// What is left of a cue's confidence when the addressee is one of two or three.
const FEW_THOUSANDTHS: u16 = 850;

/// A short answer answers what was said so long before at most.
const ANSWER_HOURS: i64 = 30 * 24;
/// How sure an act is that shows by what it answers: the two together are surer than a doubtful request,
/// and less sure than a plain one.
const LEAST_ANSWER: Confidence = Confidence::from_thousandths(650);
const MOST_ANSWER: Confidence = Confidence::from_thousandths(850);
/// How sure an introduction is of which nobody else reads and that tells no way to each other: it is kept, unclear.
const UNCLEAR: Confidence = Confidence::from_thousandths(550);

/// The deeds in these exchanges, by time, message and act. `told` are the letters in which something was said, in the
/// order of the exchanges.
#[must_use]
pub fn deeds(
    exchanges: &[Exchange],
    told: impl IntoIterator<Item = Told>,
    directory: &Directory,
    owner: &OwnerAddresses,
) -> Vec<Deed> {
    let names = Names::new(directory, owner);
    let mut deeds = Vec::new();
    let mut answering = Vec::new();
    let mut entertained = HashSet::default();
    for mut letter in told {
        let exchange = exchanges.get(letter.exchange).filter(|exchange| !exchange.sensitive);
        let Some(exchange) = exchange else { continue };
        if speaks_of_guests(&letter.said) {
            entertained.insert(&exchange.thread);
        }
        let mut cues = std::mem::take(&mut letter.said.cues);
        cues.retain(|cue| !exchange.repeats(&cue.lines));
        if let Some(answer) = put_in_its_mood(&mut cues) {
            letter.said.hint.get_or_insert(answer);
        }
        for cue in cues {
            add_deeds(&mut deeds, cue, exchange, &letter, &names);
        }
        if meaning(exchange, &letter.said).is_some() {
            answering.push((exchange, letter));
        }
    }
    let answers = answers(&answering, &deeds, &names);
    deeds.extend(answers);
    grant_what_was_agreed_to(&mut deeds);
    confirm_what_was_asked_for(&mut deeds);
    drop_what_costs_nothing(&mut deeds);
    deeds.retain(|deed| deed.act != Act::Gift || !entertained.contains(&deed.thread));
    deeds.sort_by(|a, b| key(a).cmp(&key(b)));
    drop_what_nobody_came_for(&mut deeds, exchanges);
    deeds.shrink_to_fit();
    deeds
}

fn key(deed: &Deed) -> impl Ord + '_ {
    (deed.at, &deed.message, deed.act, deed.by, deed.toward)
}

/// Words for whom one vouches.
const SOMEBODY: [&str; 12] =
    ["he", "she", "him", "her", "they", "them", "he's", "she's", "they're", "who", "guy", "people"];

/// What speaks of a deed that is still ahead is the promise or the offer of it, and whoever vouches for a third person
/// to the reader does nothing for the reader who did not ask for it: that is given back, as help for who did.
fn put_in_its_mood(cues: &mut Vec<Cue>) -> Option<Cue> {
    let third = |cue: &mut Cue| cue.act == Act::Recommendation && cue.bearing.of_third;
    let helps = cues.iter().any(|cue| matches!(cue.act, Act::Help | Act::Advice));
    let of_somebody = |cue: &Cue| Wording::of(&cue.quote).has(&SOMEBODY);
    let told: Vec<Cue> = cues.extract_if(.., third).collect();
    let answer = told.into_iter().find(|cue| !helps && of_somebody(cue));
    let unfinished: Vec<Cue> = cues.extract_if(.., |cue| cue.bearing.ahead.is_some()).collect();
    for cue in unfinished {
        let Some(act) = cue.bearing.ahead else { continue };
        if let Some(said) = cues.iter_mut().find(|said| said.act == act) {
            said.bearing.would_be.get_or_insert(cue.act);
        } else {
            let bearing = Bearing { would_be: Some(cue.act), ..cue.bearing };
            cues.push(Cue { act, bearing, ..cue });
        }
    }
    answer.map(|cue| {
        let bearing = Bearing { toward: Vec::new(), of_third: false, ..cue.bearing };
        Cue { act: Act::Help, bearing, ..cue }
    })
}

/// What little things mean after what they answer: "That will be fine" grants the leave that was asked for; "Done.",
/// an attachment, or a sentence that may speak of help is help after a request, "Will do" a promise, "Sorry, can't" a
/// refusal, "Great, thanks!" after help is thanks. By themselves they are nothing. An attachment may answer from
/// another conversation, where its name or its subject tells what was asked for.
fn answers(answering: &[(&Exchange, Told)], deeds: &[Deed], names: &Names<'_>) -> Vec<Deed> {
    // What was found grows as it goes: "Great, thanks!" may answer a "Done." that answered a request.
    let mut by_pair: BTreeMap<(Party, Party), Vec<Cow<'_, Deed>>> = BTreeMap::new();
    for deed in deeds {
        by_pair.entry((deed.by, deed.toward)).or_default().push(Cow::Borrowed(deed));
    }
    for earlier in by_pair.values_mut() {
        earlier.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
    }
    let mut said: HashSet<(&MessageId, Act)> = HashSet::default();
    said.extend(deeds.iter().map(|deed| (&deed.message, deed.act)));
    let mut found = Vec::new();
    for (exchange, letter) in answering {
        let Some((act, answered, quote, signs)) = meaning(exchange, &letter.said) else { continue };
        if said.contains(&(&exchange.message, act)) {
            continue;
        }
        for (by, toward, standing) in pairs(act, &Bearing::default(), exchange, letter, names) {
            let earlier = by_pair.get(&(toward, by)).map(Vec::as_slice).unwrap_or_default();
            let Some(trigger) = answered_deed(answered, exchange, &letter.said, earlier) else { continue };
            if act == Act::Promise && costs_nothing(&trigger.quote) {
                continue;
            }
            let grants = matches!(act, Act::Promise | Act::Help) && asks_for_leave(trigger);
            if grants && (said.contains(&(&exchange.message, Act::Concession)) || is_clearance(quote)) {
                continue;
            }
            let act = if grants { Act::Concession } else { act };
            let elsewhere = trigger.thread != exchange.thread;
            let cue = Cue {
                act,
                confidence: trigger.confidence.clamp(LEAST_ANSWER, MOST_ANSWER),
                quote: quote.to_owned(),
                signs: signs.to_vec(),
                due: trigger.due.filter(|_| act == Act::Promise),
                occasion: trigger.occasion.filter(|_| act == Act::Promise),
                bearing: Bearing {
                    back: elsewhere.then_some(Back { to: answered, on: Some(trigger.day) }),
                    ..Bearing::default()
                },
                lines: Vec::new(),
            };
            let by_words = letter.said.by_words || trigger.by_words;
            let deed = Deed { by_words, ..deed(exchange, letter, cue, (by, toward, standing)) };
            let same = by_pair.entry((by, toward)).or_default();
            same.insert(same.partition_point(|other| other.at <= deed.at), Cow::Owned(deed.clone()));
            found.push(deed);
        }
    }
    found
}

/// The latest of the earlier deeds of a pair that a message answers.
fn answered_deed<'a>(
    act: Act,
    exchange: &Exchange,
    said: &Said,
    earlier: &'a [Cow<'_, Deed>],
) -> Option<&'a Deed> {
    let until = earlier.partition_point(|deed| deed.at < exchange.at);
    let recent = earlier
        .get(..until)
        .unwrap_or_default()
        .iter()
        .map(AsRef::as_ref)
        .rev()
        .take_while(|deed: &&Deed| exchange.at.duration_since(deed.at).as_hours() <= ANSWER_HOURS)
        .filter(|deed| deed.act == act);
    let here = recent.clone().find(|deed| deed.thread == exchange.thread);
    let texts: Vec<&str> = said.attachments.iter().map(String::as_str).chain([&*exchange.topic]).collect();
    let elsewhere = || recent.clone().find(|deed| !said.attachments.is_empty() && speaks_of(deed, &texts));
    here.or_else(elsewhere)
}

/// Whether a letter is about what is there for the firm's guests: "Does anyone have a customer who would like to go?"
/// What is given in its conversation is the firm's.
fn speaks_of_guests(said: &Said) -> bool {
    const GUESTS: [&str; 4] = ["customer", "customers", "client", "clients"];
    said.cues.iter().any(|cue| Wording::of(&cue.quote).has(&GUESTS))
}

/// Who says that he will do what he is asked to swap or to give up has granted it.
fn grant_what_was_agreed_to(deeds: &mut [Deed]) {
    let mut asked: HashMap<(ThreadId, Party, Party), Timestamp> = HashMap::default();
    for deed in deeds.iter_mut() {
        if deed.act == Act::Request && asks_to_swap(deed) {
            asked.insert((deed.thread.clone(), deed.toward, deed.by), deed.at);
        } else if deed.act == Act::Promise
            && let Some(at) = asked.get(&(deed.thread.clone(), deed.by, deed.toward))
            && *at < deed.at
        {
            deed.act = Act::Concession;
        }
    }
}

/// When something was asked, with what `tells` says of it, by conversation, who is asked, and who asks.
pub(super) fn requests<T>(
    deeds: &[Deed],
    tells: impl Fn(&Deed) -> T,
) -> HashMap<(ThreadId, Party, Party), Vec<(Timestamp, T)>> {
    let mut asked: HashMap<_, Vec<_>> = HashMap::default();
    for deed in deeds.iter().filter(|deed| deed.act == Act::Request) {
        asked.entry((deed.thread.clone(), deed.toward, deed.by)).or_default().push((deed.at, tells(deed)));
    }
    asked
}

/// What answers a request in its conversation, help, promise, leave or refusal, is surer than its words alone.
fn confirm_what_was_asked_for(deeds: &mut [Deed]) {
    let asked = requests(deeds, |_| ());
    let promised: HashSet<(MessageId, Party)> = deeds
        .iter()
        .filter(|deed| deed.act == Act::Promise)
        .map(|deed| (deed.message.clone(), deed.by))
        .collect();
    for deed in deeds.iter_mut().filter(|deed| {
        matches!(deed.act, Act::Help | Act::Promise | Act::Decline | Act::Concession)
            && deed.confidence < LEAST_ANSWER
    }) {
        // What the same letter promises is still to come.
        if deed.act == Act::Help && promised.contains(&(deed.message.clone(), deed.by)) {
            continue;
        }
        let mut requests =
            asked.get(&(deed.thread.clone(), deed.by, deed.toward)).into_iter().flatten().map(|(at, ())| *at);
        let in_time = |at: Timestamp| at < deed.at && deed.at.duration_since(at).as_hours() <= ANSWER_HOURS;
        if requests.any(in_time) {
            deed.confidence = LEAST_ANSWER;
        }
    }
}

/// The act that a message may be by what it answers: the act, the one it would answer, words and signs.
fn meaning<'a>(exchange: &Exchange, said: &'a Said) -> Option<(Act, Act, &'a str, &'a [Sign])> {
    if let Some(answer) = &said.answer {
        let (act, answered) = match answer.says {
            ShortAnswer::Done | ShortAnswer::Attached => (Act::Help, Act::Request),
            ShortAnswer::Yes => (Act::Promise, Act::Request),
            ShortAnswer::No => (Act::Decline, Act::Request),
            ShortAnswer::Thanks => (Act::Thanks, Act::Help),
        };
        return Some((act, answered, &answer.quote, &[]));
    }
    if let Some(hint) = said.hint.as_ref().filter(|hint| !exchange.repeats(&hint.lines)) {
        return Some((hint.act, Act::Request, &hint.quote, &hint.signs));
    }
    said.attachments.first().map(|name| (Act::Help, Act::Request, name.as_str(), &[][..]))
}

/// Whether words tell how to reach somebody, or that he knows.
fn tells_how(quote: &str) -> bool {
    const HOW: [&str; 16] = [
        "number",
        "e-mail",
        "email",
        "@",
        "contact",
        "details",
        "touch",
        "introduc",
        "connect",
        "call",
        "write to",
        "phone",
        "your name",
        "expecting",
        "vorgestellt",
        "kontakt",
    ];
    Wording::of(quote).holds(&HOW)
}

/// Adds the deeds of a cue: one for each pair between whom its act took place.
fn add_deeds(deeds: &mut Vec<Deed>, cue: Cue, exchange: &Exchange, letter: &Told, names: &Names<'_>) {
    let pairs = pairs(cue.act, &cue.bearing, exchange, letter, names);
    // Who is brought together with somebody is hardly told alone, and if, he is told how.
    let cue = if cue.act == Act::Introduction && letter.to.len() + letter.cc.len() < 2 {
        let most = if tells_how(&cue.quote) { LEAST_ANSWER } else { UNCLEAR };
        Cue { confidence: cue.confidence.min(most), ..cue }
    } else {
        cue
    };
    let Some((&pair, others)) = pairs.split_last() else { return };
    for &pair in others {
        deeds.push(deed(exchange, letter, cue.clone(), pair));
    }
    deeds.push(deed(exchange, letter, cue, pair));
}

/// The deed of a cue between two, by one toward the other, who has this standing in its message.
fn deed(
    exchange: &Exchange,
    letter: &Told,
    cue: Cue,
    (by, toward, standing): (Party, Party, Standing),
) -> Deed {
    Deed {
        act: cue.act,
        by,
        toward,
        message: exchange.message.clone(),
        thread: exchange.thread.clone(),
        topic: exchange.topic.clone(),
        at: exchange.at,
        day: exchange.day,
        confidence: in_company(&cue, standing),
        by_words: letter.said.by_words,
        quote: cue.quote.into(),
        signs: cue.signs,
        due: cue.due,
        occasion: cue.occasion,
        thanked: cue.bearing.thanked,
        would_be: cue.bearing.would_be,
        back: cue.bearing.back,
        quoted: exchange.quoted,
        trusted: exchange.trusted,
    }
}

/// A message to several counts less for each, but an introduction needs several.
fn in_company(cue: &Cue, standing: Standing) -> Confidence {
    if standing == Standing::Few && cue.act != Act::Introduction {
        return cue.confidence.scaled(FEW_THOUSANDTHS);
    }
    cue.confidence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::scenario::Scenario;
    use crate::people::Regime;

    #[test]
    fn what_the_same_letter_promises_is_not_taken_for_done() {
        let sure = |together: bool| {
            let scenario = Scenario::with(Regime::Equality)
                .owner(0, "kiln", Act::Request, &[])
                .ana(1, "kiln", Act::Help, &[])
                .ana(1, "kiln", Act::Promise, &[]);
            let mut deeds = scenario.deeds;
            let message = |name: &str| MessageId::parse(name).unwrap();
            (deeds[1].message, deeds[2].message) = (message("<a@x.example>"), message("<b@x.example>"));
            if together {
                deeds[2].message = deeds[1].message.clone();
            }
            deeds[1].confidence = Confidence::from_thousandths(560);
            confirm_what_was_asked_for(&mut deeds);
            deeds[1].confidence.thousandths()
        };
        assert_eq!((sure(false), sure(true)), (650, 560));
    }

    #[test]
    fn an_introduction_told_alone_tells_how() {
        assert!(tells_how("I gave Ben your number.") && tells_how("Ben is expecting your call"));
        assert!(!tells_how("I told her that you would have views."));
    }
}
