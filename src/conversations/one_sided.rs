//! Bulk that only behaviour shows: senders who write the same again and again, or to nobody by name, and to whom
//! the owner never wrote a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::people::{Address, HashMap, HashSet, Identity, Mailbox, Society};

use super::Policy;
use super::letter::Letter;
use super::lines::AllLines;
use super::names::{AddressNo, Column, Names};
use super::roll::Roll;

/// Fewest letters of the owner's that show that he answers mail, and that goodwill sees it.
const MIN_OWN: usize = 20;
/// Fewest letters of a sender who repeats himself.
const MIN_REPEATED: usize = 6;
/// Fewest letters of a sender who calls nobody by name.
const MIN_NAMELESS: usize = 12;
/// A line or subject that stands in so many letters of one sender is none of a letter to somebody.
const MIN_COPIES: u32 = 3;

/// A sender with whom there is no correspondence, as both sides' behaviour shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OneSided {
    /// The address.
    pub address: Address,
    /// How many letters came from it.
    pub letters: usize,
    /// How many of them repeat others of its own, small changes aside.
    pub repeated: usize,
}

/// What shows of a sender's letters.
#[derive(Debug, Clone, Copy, Default)]
struct Habits {
    letters: usize,
    /// Whether something shows a conversation: an answer, or the owner's name.
    converses: bool,
}

/// The senders of that kind, by address. Whom the owner wrote to, met, keeps in his address book or a circle, or
/// spoke of in a ruling is none of them.
pub(super) fn one_sided(
    letters: &[Letter],
    lines: &AllLines,
    roll: &Roll<'_>,
    met: &[Mailbox],
    policy: &Policy,
    society: &Society,
) -> Vec<OneSided> {
    let names = roll.names;
    let own = || letters.iter().filter(|letter| letter.from.is_some_and(|from| roll.is_owner(from)));
    if own().count() < MIN_OWN {
        return Vec::new();
    }
    let mut known: HashSet<Address> = met.iter().map(|mailbox| mailbox.address.identity_key()).collect();
    let mut written_to = names.each_address(|_| false);
    let mut written = Column::filled(false, names.ids.len());
    for letter in own() {
        written[letter.id] = true;
        letter.addressees().for_each(|to| written_to[names.address_of(to)] = true);
    }
    let written_to = written_to.iter().filter(|(_, is_written_to)| **is_written_to);
    known.extend(written_to.map(|(number, _)| names.address(number).identity_key()));
    known.extend(spoken_of(society));
    let own_names: Vec<String> = policy.name.split_whitespace().map(str::to_lowercase).collect();
    let is_own_name = names.words.map(|word| own_names.iter().any(|name| **word == **name));
    let mut senders = names.each_address(|_| Habits::default());
    for letter in letters.iter().filter(|letter| letter.is_personal) {
        let Some(from) = letter.from.filter(|from| !roll.is_owner(*from)) else { continue };
        let habits = &mut senders[names.address_of(from)];
        habits.converses = habits.converses
            || roll.is_reply(letter.subject)
            || letter.references().any(|id| written[id])
            || letter.greeted().any(|word| is_own_name[word]);
        habits.letters += 1;
    }
    let mut theirs: BTreeMap<AddressNo, Vec<&Letter>> = BTreeMap::new();
    for (sender, habits) in senders.iter() {
        let may_be = !habits.converses && habits.letters >= MIN_REPEATED;
        if may_be && !known.contains(&names.address(sender).identity_key()) {
            theirs.insert(sender, Vec::with_capacity(habits.letters));
        }
    }
    for letter in letters.iter().filter(|letter| letter.is_personal) {
        let sender = letter.from.map(|from| names.address_of(from));
        if let Some(letters) = sender.and_then(|sender| theirs.get_mut(&sender)) {
            letters.push(letter);
        }
    }
    let judged = theirs.into_iter().filter_map(|(sender, letters)| {
        let repeated = repeated(&letters, lines, names);
        (repeated * 3 >= letters.len() * 2 || letters.len() >= MIN_NAMELESS).then(|| OneSided {
            address: names.address(sender).clone(),
            letters: letters.len(),
            repeated,
        })
    });
    let mut judged: Vec<OneSided> = judged.collect();
    judged.sort_unstable();
    judged
}

/// Identity keys of all whom the owner named as somebody.
fn spoken_of(society: &Society) -> BTreeSet<Address> {
    let mut keys: BTreeSet<Address> =
        society.cards.iter().flat_map(|card| &card.addresses).map(Address::identity_key).collect();
    keys.extend(society.circles.iter().flat_map(|circle| &circle.addresses).cloned());
    keys.extend(society.rulings.iter().filter(|(_, ruling)| !ruling.ignored).map(|(key, _)| key.clone()));
    for identity in &society.identities {
        match identity {
            Identity::Same(one, other) => keys.extend([one.clone(), other.clone()]),
            Identity::Apart(leaving) => keys.extend(leaving.iter().cloned()),
        }
    }
    keys
}

/// How many letters are made of lines that stand in others of theirs, or are called as others but for a number.
fn repeated(letters: &[&Letter], all: &AllLines, names: &Names) -> usize {
    let mut lines: HashMap<u64, u32> = HashMap::default();
    let mut subjects: HashMap<&str, u32> = HashMap::default();
    let bare: Vec<String> =
        letters.iter().map(|letter| without_numbers(&names.subjects[letter.subject])).collect();
    for (letter, name) in letters.iter().zip(&bare) {
        for line in all.written(letter.lines).iter().collect::<HashSet<_>>() {
            *lines.entry(*line).or_default() += 1;
        }
        *subjects.entry(name).or_default() += 1;
    }
    let is_repeated = |(letter, name): &(&&Letter, &String)| {
        let written = all.written(letter.lines);
        let copied =
            written.iter().filter(|line| lines.get(line).is_some_and(|count| *count >= MIN_COPIES)).count();
        let numbered = names.subjects[letter.subject].contains(|c: char| c.is_ascii_digit())
            && subjects.get(name.as_str()).is_some_and(|count| *count >= MIN_COPIES);
        copied > 0 && copied * 2 >= written.len() || numbered
    };
    letters.iter().zip(&bare).filter(is_repeated).count()
}

/// The letters of a subject, without numbers, months and days: what stays the same from one issue to the next.
fn without_numbers(subject: &str) -> String {
    const DATES: [&str; 19] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue",
        "wed", "thu", "fri", "sat", "sun",
    ];
    let words = subject.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let words = words.map(str::to_lowercase).filter(|word| !DATES.iter().any(|date| word.starts_with(date)));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::{Facts, MessageId};
    use crate::people::{Card, PersonRuling};

    use super::super::ListPosts;
    use super::super::tests::{letters, mailbox, message, policy};

    const ME: &str = "me@home.example";
    const STOCK: &str = "stock@mill.example";

    fn of(messages: &[Facts], society: &Society) -> Vec<OneSided> {
        let policy = policy(ListPosts::Weak);
        let (letters, lines, _, names) = letters(messages).into_parts();
        one_sided(&letters, &lines, &Roll::of(&names, &policy), &[], &policy, society)
    }

    /// Twenty letters of the owner's to Ana, and `count` of the mill's, each changed by `change`.
    fn found(count: i64, society: &Society, change: impl Fn(i64, &mut Facts)) -> Vec<OneSided> {
        let own = (0..20).map(|n| message(&format!("o{n}@x"), n, ME, &["ana@studio.example"], "roses", &[]));
        let theirs = (0..count).map(|n| {
            let mut facts =
                message(&format!("s{n}@x"), n * 24, STOCK, &[ME], &format!("Stock on March {n}"), &[]);
            facts.line_hashes = vec![1, 2, 100 + n.unsigned_abs()];
            change(n, &mut facts);
            facts
        });
        let all: Vec<_> = own.chain(theirs).collect();
        of(&all, society)
    }

    #[test]
    fn who_repeats_himself_and_was_never_written_to_is_no_correspondent() {
        let nobody = Society::default();
        let mill = [OneSided { address: Address::parse(STOCK).unwrap(), letters: 6, repeated: 6 }];
        assert_eq!(found(6, &nobody, |_, _| {}), mill);
        assert_eq!(found(6, &nobody, |_, facts| facts.line_hashes.clear()), mill, "the subjects are alike");
        assert_eq!(
            found(6, &nobody, |_, facts| "Stock".clone_into(&mut facts.subject)),
            mill,
            "the lines are"
        );
        assert_eq!(found(5, &nobody, |_, _| {}), [], "too few");
        let differ = |n: i64, facts: &mut Facts| {
            facts.subject = format!("letter {}", char::from(b'a' + u8::try_from(n).unwrap()));
            facts.line_hashes = vec![n.unsigned_abs()];
        };
        assert_eq!(found(6, &nobody, differ), [], "each is new");
        assert_eq!(found(12, &nobody, differ).len(), 1, "twelve without a word between the two");
    }

    #[test]
    fn whatever_shows_a_conversation_makes_a_correspondent() {
        let nobody = Society::default();
        let once = |n: i64| n == 3;
        for change in [
            &(|n, facts: &mut Facts| {
                if once(n) {
                    facts.subject = "Re: roses".to_owned();
                }
            }) as &dyn Fn(i64, &mut Facts),
            &|n, facts| {
                if once(n) {
                    facts.references = vec![MessageId::parse("o1@x").unwrap()];
                }
            },
            &|n, facts| {
                if once(n) {
                    facts.greeted = vec!["sam".to_owned()];
                }
            },
            &|n, facts| {
                if once(n) {
                    (facts.from, facts.to) = (Some(mailbox(ME)), vec![mailbox("stock+march@mill.example")]);
                }
            },
        ] {
            assert_eq!(found(12, &nobody, change), []);
        }
        let address = Address::parse(STOCK).unwrap();
        let mut named = Society::default();
        named.rulings.insert(address.clone(), PersonRuling::default());
        assert_eq!(found(12, &named, |_, _| {}), []);
        let card = Card { name: "The Mill".to_owned(), addresses: vec![address], birthday: None, uid: None };
        assert_eq!(found(12, &Society { cards: vec![card], ..Society::default() }, |_, _| {}), []);
    }

    #[test]
    fn where_the_owners_own_mail_is_not_seen_nothing_is_concluded() {
        let theirs: Vec<_> = (0..12)
            .map(|n| message(&format!("s{n}@x"), n, STOCK, &[ME], &format!("Stock {n}"), &[]))
            .collect();
        assert_eq!(of(&theirs, &Society::default()), []);
    }
}
