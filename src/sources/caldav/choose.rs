//! Which calendars are read: those that hold events, as far as the owner wants them. Pure.

use super::discover::Found;
use super::place::decoded;
use crate::config::FeedUrl;

/// Which calendars the owner wants. Each is named as its server shows it, or by its path or the end of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; all where it is empty.
    pub include: Vec<String>,
    /// Not these.
    pub exclude: Vec<String>,
}

/// Why a calendar is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It holds tasks or journals only.
    NoEvents,
    /// `include` names others.
    NotIncluded,
    /// `exclude` names it.
    Excluded,
}

impl Left {
    /// The reason in words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::NoEvents => "it holds no events",
            Self::NotIncluded => "`include` names others",
            Self::Excluded => "`exclude` names it",
        }
    }
}

/// What a selection comes to.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) read: Vec<Found>,
    pub(super) left: Vec<(String, Left)>,
    /// Where those are that are left.
    pub(super) left_at: Vec<FeedUrl>,
    /// Names in `include` that no calendar has.
    pub(super) missing: Vec<String>,
}

pub(super) fn choose(found: Vec<Found>, selection: &Selection) -> Chosen {
    let missing = selection.include.iter().filter(|wanted| !found.iter().any(|one| is_named(one, wanted)));
    let mut chosen = Chosen { missing: missing.cloned().collect(), ..Chosen::default() };
    for one in found {
        let among = |names: &[String]| names.iter().any(|name| is_named(&one, name));
        let left = if !one.holds_events {
            Some(Left::NoEvents)
        } else if !selection.include.is_empty() && !among(&selection.include) {
            Some(Left::NotIncluded)
        } else {
            among(&selection.exclude).then_some(Left::Excluded)
        };
        match left {
            Some(left) => {
                chosen.left.push((one.name, left));
                chosen.left_at.push(one.url);
            }
            None => chosen.read.push(one),
        }
    }
    chosen
}

fn is_named(found: &Found, name: &str) -> bool {
    let path = decoded(&found.url);
    let wanted = name.trim().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    found.name.to_lowercase() == name.trim().to_lowercase()
        || path == wanted
        || (last == wanted && !last.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, path: &str, holds_events: bool) -> Found {
        let url = FeedUrl::parse(&format!("https://dav.example{path}")).unwrap();
        Found { url, name: name.into(), holds_events, knows_sync: true, ctag: None, sync_token: None }
    }

    #[test]
    fn calendars_are_chosen_by_name_or_path() {
        let all = || {
            vec![
                found("Work", "/alex/w%20k/", true),
                found("Home", "/alex/home/", true),
                found("Tasks", "/alex/tasks/", false),
            ]
        };
        for (include, exclude, read, left, missing) in [
            (vec![], vec![], "Work,Home", vec![Left::NoEvents], vec![]),
            (vec!["work"], vec![], "Work", vec![Left::NotIncluded, Left::NoEvents], vec![]),
            (vec!["/alex/w k/"], vec![], "Work", vec![Left::NotIncluded, Left::NoEvents], vec![]),
            (
                vec!["w k", "Holidays"],
                vec![],
                "Work",
                vec![Left::NotIncluded, Left::NoEvents],
                vec!["Holidays"],
            ),
            (vec![], vec!["home"], "Work", vec![Left::Excluded, Left::NoEvents], vec![]),
            (vec![], vec!["/alex"], "Work,Home", vec![Left::NoEvents], vec![]),
        ] {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let chosen = choose(all(), &Selection { include: names(&include), exclude: names(&exclude) });
            let shown: Vec<&str> = chosen.read.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(shown.join(","), read, "{include:?} {exclude:?}");
            assert_eq!(chosen.left.iter().map(|(_, left)| *left).collect::<Vec<_>>(), left, "{include:?}");
            assert_eq!(chosen.missing, missing);
        }
    }
}
