//! Whoever the owner never wrote a word to has given him nothing: what reads like it is an offer of trade.

use std::collections::BTreeSet;

use crate::conversations::{Exchange, Party};
use crate::people::PersonId;

use super::Favor;

/// Fewest letters of the owner's that show that his own mail is here.
const MIN_OWN: usize = 20;

/// Takes out what strangers are said to have given.
pub(super) fn drop_what_strangers_gave(favors: &mut Vec<Favor>, exchanges: &[Exchange]) {
    let own = exchanges.iter().filter(|exchange| exchange.by == Party::Owner);
    if own.clone().take(MIN_OWN).count() < MIN_OWN {
        return;
    }
    let known: BTreeSet<PersonId> =
        own.flat_map(|exchange| &exchange.people).map(|&(person, _)| person).collect();
    favors.retain(|favor| favor.giver == Party::Owner || known.contains(&favor.person));
}

#[cfg(test)]
mod tests {
    use crate::inference::scenario::{Scenario, person};
    use crate::observations::cues::Act;
    use crate::people::Regime;

    /// Ana gives the owner something who wrote so many letters, the last of them to Ana or to nobody but Lena.
    fn given(letters: i64, to_ana: bool) -> usize {
        let ana = person("ana@studio.example", Regime::Equality);
        let lena = person("lena@site.example", Regime::Equality);
        let own = (1..letters).fold(Scenario::with(Regime::Equality), |scenario, day| {
            scenario.owner_wrote(&[&lena], day, "roof")
        });
        let last = if to_ana { &ana } else { &lena };
        own.knows(&[&lena])
            .owner_wrote(&[last], letters, "van")
            .ana(letters + 1, "plums", Act::Gift, &[])
            .favors(letters + 2)
            .len()
    }

    #[test]
    fn strangers_give_nothing_where_the_owners_own_mail_is_seen() {
        assert_eq!(given(20, false), 0);
        assert_eq!(given(20, true), 1);
        assert_eq!(given(19, false), 1);
    }
}
