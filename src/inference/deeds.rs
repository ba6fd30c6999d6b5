//! From cues to deeds: what one person did toward another, seen in its conversation.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, Standing, ThreadId};
use crate::observations::cues::{Act, Confidence, Cue, ShortAnswer, Sign};
use crate::observations::{Facts, MessageId};
use crate::people::PersonId;

use super::Deed;

/// What is left of a cue's confidence when the addressee is one of two or three.
const FEW_THOUSANDTHS: u32 = 850;

/// A short answer answers what was said so long before at most.
const ANSWER_HOURS: i64 = 30 * 24;
/// How sure an act is that shows by what it answers: the two together are surer than a doubtful request,
/// and less sure than a plain one.
const LEAST_ANSWER: Confidence = Confidence::from_thousandths(650);
const MOST_ANSWER: Confidence = Confidence::from_thousandths(850);

/// The deeds in these exchanges, by time, message and act.
#[must_use]
pub fn deeds(exchanges: &[Exchange], facts: &BTreeMap<&MessageId, &Facts>) -> Vec<Deed> {
    let told: Vec<(&Exchange, &Facts)> = exchanges
        .iter()
        .filter(|exchange| !exchange.sensitive)
        .filter_map(|exchange| Some((exchange, *facts.get(&exchange.message)?)))
        .collect();
    let mut deeds: Vec<Deed> = told
        .iter()
        .flat_map(|&(exchange, facts)| facts.cues.iter().flat_map(move |cue| of_cue(exchange, cue)))
        .collect();
    let answers = answers(&told, &deeds);
    deeds.extend(answers);
    confirm_what_was_asked_for(&mut deeds);
    deeds.sort_by(|a, b| key(a).cmp(&key(b)));
    deeds
}

fn key(deed: &Deed) -> impl Ord + '_ {
    (deed.at, &deed.message, deed.act, deed.by, deed.toward)
}

/// What little things mean after what they answer: "Done.", an attachment, or a sentence that may speak of
/// help is help after a request, "Will do" a promise, "Sorry, can't" a refusal, "Great, thanks!" after help is
/// thanks. By themselves they are nothing.
fn answers(told: &[(&Exchange, &Facts)], deeds: &[Deed]) -> Vec<Deed> {
    let mut by_thread: BTreeMap<&ThreadId, Vec<&Deed>> = BTreeMap::new();
    for deed in deeds {
        by_thread.entry(&deed.thread).or_default().push(deed);
    }
    let mut found = Vec::new();
    for &(exchange, facts) in told {
        let Some(earlier) = by_thread.get(&exchange.thread) else { continue };
        let Some((act, answered, quote, signs)) = meaning(facts) else { continue };
        let said_already = earlier.iter().any(|deed| deed.message == exchange.message && deed.act == act);
        for &(person, standing) in exchange.people.iter().filter(|(_, standing)| *standing > Standing::Aside)
        {
            let trigger = earlier
                .iter()
                .filter(|deed| deed.act == answered && deed.person() == person && deed.toward == exchange.by)
                .filter(|deed| {
                    deed.at < exchange.at && exchange.at.duration_since(deed.at).as_hours() <= ANSWER_HOURS
                })
                .max_by_key(|deed| (deed.at, &deed.message));
            let Some(trigger) = trigger.filter(|_| !said_already) else { continue };
            let cue = Cue {
                act,
                confidence: trigger.confidence.clamp(LEAST_ANSWER, MOST_ANSWER),
                quote: quote.to_owned(),
                signs: signs.to_vec(),
                due: trigger.due.filter(|_| act == Act::Promise),
            };
            found.push(deed(exchange, &cue, person, standing));
        }
    }
    found
}

/// Help that was asked for in its conversation is surer than its words alone.
fn confirm_what_was_asked_for(deeds: &mut [Deed]) {
    let mut asked: BTreeMap<(ThreadId, Party, Party), Vec<Timestamp>> = BTreeMap::new();
    for deed in deeds.iter().filter(|deed| deed.act == Act::Request) {
        asked.entry((deed.thread.clone(), deed.toward, deed.by)).or_default().push(deed.at);
    }
    for deed in deeds.iter_mut().filter(|deed| deed.act == Act::Help && deed.confidence < LEAST_ANSWER) {
        let requests =
            asked.get(&(deed.thread.clone(), deed.by, deed.toward)).map(Vec::as_slice).unwrap_or_default();
        let in_time =
            |at: &Timestamp| *at < deed.at && deed.at.duration_since(*at).as_hours() <= ANSWER_HOURS;
        if requests.iter().any(in_time) {
            deed.confidence = LEAST_ANSWER;
        }
    }
}

/// The act that a message may be by what it answers: the act, the one it would answer, words and signs.
fn meaning(facts: &Facts) -> Option<(Act, Act, &str, &[Sign])> {
    if let Some(answer) = &facts.answer {
        let (act, answered) = match answer.says {
            ShortAnswer::Done | ShortAnswer::Attached => (Act::Help, Act::Request),
            ShortAnswer::Yes => (Act::Promise, Act::Request),
            ShortAnswer::No => (Act::Decline, Act::Request),
            ShortAnswer::Thanks => (Act::Thanks, Act::Help),
        };
        return Some((act, answered, &answer.quote, &[]));
    }
    if let Some(hint) = &facts.hint {
        return Some((hint.act, Act::Request, &hint.quote, &hint.signs));
    }
    facts.attachments.first().map(|name| (Act::Help, Act::Request, name.as_str(), &[][..]))
}

/// One deed for everybody that the message is meant for in particular.
fn of_cue<'a>(exchange: &'a Exchange, cue: &'a Cue) -> impl Iterator<Item = Deed> + 'a {
    let particular = exchange.people.iter().filter(|(_, standing)| *standing > Standing::Aside);
    particular.map(move |&(person, standing)| deed(exchange, cue, person, standing))
}

fn deed(exchange: &Exchange, cue: &Cue, person: PersonId, standing: Standing) -> Deed {
    Deed {
        act: cue.act,
        by: exchange.by,
        toward: if exchange.by == Party::Owner { Party::Person(person) } else { Party::Owner },
        message: exchange.message.clone(),
        thread: exchange.thread.clone(),
        at: exchange.at,
        confidence: in_company(cue, standing),
        quote: cue.quote.clone(),
        signs: cue.signs.clone(),
        due: cue.due,
        trusted: exchange.trusted,
    }
}

/// A message to several counts less for each, but an introduction needs several.
fn in_company(cue: &Cue, standing: Standing) -> Confidence {
    if standing == Standing::Few && cue.act != Act::Introduction {
        let thousandths = u32::from(cue.confidence.thousandths()) * FEW_THOUSANDTHS / 1000;
        return Confidence::from_thousandths(u16::try_from(thousandths).unwrap_or(u16::MAX));
    }
    cue.confidence
}
