//! Who came for help in a conversation. What that one writes there is part of getting it: what was tried,
//! the facts that were asked back for, how it came out. And who joins in a talk of others was not helped by
//! what they answer. Neither is a favor, unless the other gives thanks for it, or the writer volunteered. Deep in
//! a conversation of which the beginning is not here, what reads like help is as often part of a debate.

use jiff::Timestamp;

use crate::conversations::{Answers, Exchange, Party, Standing, ThreadId};
use crate::observations::MessageId;
use crate::observations::cues::Act;
use crate::people::{HashMap, HashSet, PersonId};

use super::Deed;
use super::list_talk::{self, Evidence, speaks_to_reader};

/// Who came for help gives none in that conversation for so long; later it may be about something else.
const SEEKING_HOURS: i64 = 60 * 24;

/// What is left of the confidence of help that may be part of a debate.
const DEBATE_THOUSANDTHS: u16 = 500;

/// Takes out help and advice that nobody came for, and doubts what may be debate. `deeds` and `exchanges` are by
/// time.
pub(super) fn drop_what_nobody_came_for(deeds: &mut Vec<Deed>, exchanges: &[Exchange]) {
    let talks = Talks::of(exchanges, deeds);
    let mut told = Told::default();
    deeds.retain_mut(|deed| {
        let verdict = if is_help(deed.act) { told.verdict(deed, &talks) } else { Verdict::Wanted };
        told.note(deed, &talks);
        if is_help(deed.act) && talks.on_list.contains(&deed.message) {
            deed.confidence = list_talk::confidence(deed, &talks.evidence(deed, verdict));
            return deed.confidence >= list_talk::LEAST;
        }
        if verdict == Verdict::Doubtful {
            deed.confidence = deed.confidence.scaled(DEBATE_THOUSANDTHS);
        }
        verdict != Verdict::Unwanted
    });
}

/// What help is in its conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Somebody came for it, or it came unasked where nobody else had spoken.
    Wanted,
    /// As likely an argument in a debate.
    Doubtful,
    /// Nobody came for it.
    Unwanted,
}

/// Who began a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginner {
    /// The first message is here.
    Seen(Party),
    /// A message here answers the first one, which is not.
    Told(Party),
}

fn is_help(act: Act) -> bool {
    matches!(act, Act::Help | Act::Advice)
}

/// What is known of the conversations before their deeds are gone through.
struct Talks<'a> {
    /// Who began each.
    beginners: HashMap<&'a ThreadId, Beginner>,
    /// Messages that began a conversation.
    first: HashSet<&'a MessageId>,
    /// Messages that answer another than the first.
    later: HashSet<&'a MessageId>,
    /// Each one's first message in a conversation.
    joined: HashMap<(&'a ThreadId, Party), Timestamp>,
    /// The last thanks for something of a pair's conversation, by who is thanked.
    thanks: HashMap<(ThreadId, PersonId, Party), Timestamp>,
    /// Messages that help, and whom, with the number of acts by which they do.
    helping: HashMap<(MessageId, PersonId), usize>,
    /// By who answers whom: how many messages do.
    answers: HashMap<(Party, Party), u64>,
    /// Messages in the talk of a list, by its tag before their subjects.
    on_list: HashSet<&'a MessageId>,
}

impl<'a> Talks<'a> {
    fn of(exchanges: &'a [Exchange], deeds: &[Deed]) -> Self {
        let mut talks = Self {
            beginners: HashMap::default(),
            first: HashSet::default(),
            later: HashSet::default(),
            joined: HashMap::default(),
            thanks: HashMap::default(),
            helping: HashMap::default(),
            answers: HashMap::default(),
            on_list: HashSet::default(),
        };
        let helped: HashSet<&ThreadId> =
            deeds.iter().filter(|deed| is_help(deed.act)).map(|deed| &deed.thread).collect();
        for exchange in exchanges.iter().filter(|exchange| helped.contains(&exchange.thread)) {
            talks.take(exchange);
        }
        for exchange in exchanges {
            talks.count(exchange);
        }
        for deed in deeds {
            if deed.act == Act::Thanks {
                talks.thanks.insert((deed.thread.clone(), deed.person(), deed.toward), deed.at);
            } else if is_help(deed.act) {
                *talks.helping.entry((deed.message.clone(), deed.person())).or_default() += 1;
            }
        }
        talks
    }

    fn take(&mut self, exchange: &'a Exchange) {
        if exchange.first {
            self.beginners.insert(&exchange.thread, Beginner::Seen(exchange.by));
            self.first.insert(&exchange.message);
        } else if let Some(answered) = answered(exchange) {
            self.beginners.entry(&exchange.thread).or_insert(Beginner::Told(answered));
        }
        if exchange.answers == Answers::ALater {
            self.later.insert(&exchange.message);
        }
        if exchange.tagged {
            self.on_list.insert(&exchange.message);
        }
        self.joined.entry((&exchange.thread, exchange.by)).or_insert(exchange.at);
    }

    fn count(&mut self, exchange: &Exchange) {
        if exchange.answers == Answers::Untold {
            return;
        }
        for &(person, _) in exchange.people.iter().filter(|(_, standing)| *standing > Standing::Aside) {
            let toward = if exchange.by == Party::Owner { Party::Person(person) } else { Party::Owner };
            *self.answers.entry((exchange.by, toward)).or_default() += 1;
        }
    }

    /// What tells help from talk on a list.
    fn evidence(&self, deed: &Deed, place: Verdict) -> Evidence {
        Evidence {
            place,
            is_later: self.later.contains(&deed.message),
            acts: self.helping.get(&(deed.message.clone(), deed.person())).copied().unwrap_or_default(),
            answers: self.answers.get(&(deed.by, deed.toward)).copied().unwrap_or_default(),
        }
    }

    /// Whether help to the receiver was wanted, by who began the conversation and who asked.
    fn place(&self, deed: &Deed, asked: bool) -> Verdict {
        let wanted = asked || self.may_be_unasked(deed);
        match self.beginners.get(&deed.thread) {
            _ if self.first.contains(&deed.message) => Verdict::Wanted,
            Some(Beginner::Seen(party)) if *party == deed.toward => Verdict::Wanted,
            // A proposal to many is weighed; only what tells its author what to do is advice to him.
            Some(Beginner::Told(party)) if *party == deed.toward => {
                let weighs = deed.act == Act::Advice && !asked && !speaks_to_reader(&deed.quote);
                if weighs { Verdict::Doubtful } else { Verdict::Wanted }
            }
            Some(Beginner::Told(party)) if *party == deed.by => Verdict::Unwanted,
            Some(Beginner::Told(_)) if wanted => Verdict::Doubtful,
            None if wanted && self.later.contains(&deed.message) => Verdict::Doubtful,
            _ if wanted => Verdict::Wanted,
            _ => Verdict::Unwanted,
        }
    }

    fn is_thanked(&self, deed: &Deed) -> bool {
        let thanks = self.thanks.get(&(deed.thread.clone(), deed.person(), deed.by));
        thanks.is_some_and(|&thanks| thanks > deed.at)
    }

    fn of_volunteer(&self, deed: &Deed) -> Verdict {
        match self.beginners.get(&deed.thread) {
            Some(Beginner::Told(_)) => Verdict::Doubtful,
            None if self.later.contains(&deed.message) => Verdict::Doubtful,
            _ => Verdict::Wanted,
        }
    }

    /// Whether the help may have been wanted without a word: whom it helps had said nothing in it yet.
    fn may_be_unasked(&self, deed: &Deed) -> bool {
        self.joined.get(&(&deed.thread, deed.toward)).is_none_or(|&joined| joined >= deed.at)
    }

    /// Who came for help, by the first act of a pair that tells: the one who asks, or whom an answer helps.
    fn seeker(&self, deed: &Deed) -> Option<Party> {
        if self.helping.contains_key(&(deed.message.clone(), deed.person())) {
            // Who begins with help and asks for something too came for both.
            return (!self.first.contains(&deed.message)).then_some(deed.toward);
        }
        (deed.act == Act::Request).then_some(deed.by)
    }
}

/// Whom a message answers that answers the first of its conversation; none where it speaks to several.
fn answered(exchange: &Exchange) -> Option<Party> {
    if exchange.answers != Answers::TheFirst {
        return None;
    }
    let mut spoken_to = exchange.people.iter().filter(|(_, standing)| *standing > Standing::Aside);
    let (person, standing) = spoken_to.next()?;
    match exchange.by {
        Party::Owner => spoken_to.next().is_none().then_some(Party::Person(*person)),
        Party::Person(_) => (*standing >= Standing::Only).then_some(Party::Owner),
    }
}

/// What the deeds so far have told.
#[derive(Default)]
struct Told {
    /// Who came for help in the conversation of a pair, and since when.
    seeking: HashMap<(ThreadId, PersonId), (Party, Timestamp)>,
    /// Who asked anybody for anything in a conversation.
    asked: HashSet<(ThreadId, Party)>,
    /// Who said in a conversation that he would do something.
    volunteered: HashSet<(ThreadId, Party)>,
}

impl Told {
    fn verdict(&self, deed: &Deed, talks: &Talks<'_>) -> Verdict {
        if talks.is_thanked(deed) {
            return Verdict::Wanted;
        }
        let asked = self.has_asked(deed) || deed.quoted.asks;
        let verdict = if self.is_seeker(deed) { Verdict::Unwanted } else { talks.place(deed, asked) };
        // What was promised is wanted, if it was no promise made in a debate.
        match verdict {
            Verdict::Unwanted | Verdict::Doubtful if self.has_volunteered(deed) => talks.of_volunteer(deed),
            verdict => verdict,
        }
    }

    fn is_seeker(&self, deed: &Deed) -> bool {
        let seeking = self.seeking.get(&(deed.thread.clone(), deed.person()));
        seeking.is_some_and(|&(seeker, since)| {
            seeker == deed.by && deed.at.duration_since(since).as_hours() <= SEEKING_HOURS
        })
    }

    fn has_volunteered(&self, deed: &Deed) -> bool {
        self.volunteered.contains(&(deed.thread.clone(), deed.by))
    }

    fn has_asked(&self, deed: &Deed) -> bool {
        self.asked.contains(&(deed.thread.clone(), deed.toward))
    }

    fn note(&mut self, deed: &Deed, talks: &Talks<'_>) {
        if let Some(seeker) = talks.seeker(deed) {
            self.seeking.entry((deed.thread.clone(), deed.person())).or_insert((seeker, deed.at));
        }
        let place = (deed.thread.clone(), deed.by);
        match deed.act {
            Act::Request => drop(self.asked.insert(place)),
            Act::Offer | Act::Promise => drop(self.volunteered.insert(place)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::scenario::{Scenario, person};
    use crate::people::Regime;

    /// What is left of the deeds: act, whether the owner did it, confidence.
    fn left(scenario: &Scenario) -> Vec<(Act, bool, u16)> {
        let mut deeds = scenario.deeds.clone();
        drop_what_nobody_came_for(&mut deeds, &scenario.exchanges);
        deeds.iter().map(|deed| (deed.act, deed.by == Party::Owner, deed.confidence.thousandths())).collect()
    }

    /// The owner answers Ana's question to a list, which is not here.
    fn answered() -> Scenario {
        let ana = person("ana@studio.example", Regime::Equality);
        Scenario::with(Regime::Equality)
            .owner_wrote(&[&ana], 1, "re roof")
            .answering(Answers::TheFirst)
            .owner(1, "re roof", Act::Help, &[])
    }

    #[test]
    fn who_answers_the_first_message_helps_its_writer() {
        assert_eq!(left(&answered()), [(Act::Help, true, 900)]);
    }

    #[test]
    fn who_began_helps_nobody_by_going_on() {
        let ana = person("ana@studio.example", Regime::Equality);
        let went_on = answered().wrote(&ana, &[], 2, "re roof").answering(Answers::ALater).ana(
            2,
            "re roof",
            Act::Help,
            &[],
        );
        assert_eq!(left(&went_on), [(Act::Help, true, 900)]);
    }

    #[test]
    fn deep_in_a_talk_help_is_half_believed_unless_thanks_come_for_it() {
        let ana = person("ana@studio.example", Regime::Equality);
        let deep = || {
            Scenario::with(Regime::Equality)
                .owner_wrote(&[&ana], 1, "re roof")
                .answering(Answers::ALater)
                .owner(1, "re roof", Act::Help, &[])
        };
        assert_eq!(left(&deep()), [(Act::Help, true, 450)]);
        let thanked = deep().wrote(&ana, &[], 2, "re roof").ana(2, "re roof", Act::Thanks, &[]);
        assert_eq!(left(&thanked)[0], (Act::Help, true, 900));
    }

    #[test]
    fn an_opinion_on_a_proposal_is_half_believed_and_advice_is_not() {
        let advised = |words: &str| {
            let ana = person("ana@studio.example", Regime::Equality);
            let scenario = Scenario::with(Regime::Equality)
                .owner_wrote(&[&ana], 1, "re roof")
                .answering(Answers::TheFirst)
                .owner(1, "re roof", Act::Advice, &[])
                .saying(words);
            left(&scenario)[0].2
        };
        assert_eq!(advised("I think that is too dear to be worth it"), 450);
        assert_eq!(advised("You could take slates"), 900);
    }
}
