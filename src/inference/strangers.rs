//! Whoever writes to the owner without having been written to, and gets no answer, has given him nothing: what reads
//! like it is an offer of trade. Who answers him, be it from a list, is none of these.

use crate::conversations::{Exchange, Party, ThreadId};
use crate::people::{HashSet, PersonId};

use super::Favor;

/// Fewest letters of the owner's that show that his own mail is here.
const MIN_OWN: usize = 20;

/// Takes out what strangers are said to have given in conversations that they began.
pub(super) fn drop_what_strangers_gave(favors: &mut Vec<Favor>, exchanges: &[Exchange]) {
    let own = exchanges.iter().filter(|exchange| exchange.by == Party::Owner);
    if own.clone().take(MIN_OWN).count() < MIN_OWN {
        return;
    }
    let known: HashSet<PersonId> =
        own.flat_map(|exchange| &exchange.people).map(|&(person, _)| person).collect();
    let begun: HashSet<&ThreadId> = exchanges
        .iter()
        .filter(|exchange| exchange.first && !exchange.is_in_list())
        .map(|exchange| &exchange.thread)
        .collect();
    favors.retain(|favor| {
        favor.giver == Party::Owner || known.contains(&favor.person) || !begun.contains(&favor.thread)
    });
}

#[cfg(test)]
mod tests {
    use crate::inference::scenario::{Scenario, person};
    use crate::observations::cues::Act;
    use crate::people::Regime;

    /// What counts of what Ana gives the owner in a conversation that she began or not, when he has written so many
    /// letters, the last of them to her or all to Lena.
    fn given(letters: i64, to_ana: bool, subject: &str) -> usize {
        let ana = person("ana@studio.example", Regime::Equality);
        let lena = person("lena@site.example", Regime::Equality);
        let own = (1..letters).fold(Scenario::with(Regime::Equality), |scenario, day| {
            scenario.owner_wrote(&[&lena], day, "roof")
        });
        let last = if to_ana { &ana } else { &lena };
        own.knows(&[&lena])
            .owner_wrote(&[last], letters, "van")
            .wrote(&ana, &[], letters + 1, subject)
            .ana(letters + 1, subject, Act::Gift, &[])
            .favors(letters + 2)
            .len()
    }

    #[test]
    fn strangers_give_nothing_unless_they_answer() {
        assert_eq!(given(20, false, "plums"), 0);
        assert_eq!(given(20, false, "re plums"), 1, "she answers");
        assert_eq!(given(20, true, "plums"), 1, "he wrote to her");
        assert_eq!(given(19, false, "plums"), 1, "his own mail is not here");
    }
}
