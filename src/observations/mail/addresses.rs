//! Addresses behind which no single person stands: roles, programs, groups and lists.

use crate::people::Address;

/// Local parts, without dots, dashes and underscores, behind which no person stands.
const ROLES: &[&str] = &[
    "noreply",
    "donotreply",
    "dontreply",
    "nepasrepondre",
    "noresponder",
    "nicht antworten",
    "mailerdaemon",
    "postmaster",
    "noaddress",
    "mailer",
    "automailer",
    "listserv",
    "majordomo",
    "newsletters",
    "newsletter",
    "notification",
    "notifications",
    "notify",
    "alerts",
    "alert",
    "announcements",
    "announcement",
    "announce",
    "bounce",
    "bounces",
    "autoreply",
    "autoresponder",
    "donotrespond",
    "nobody",
    "root",
    "cron",
    "wwwdata",
    "daemon",
    "invitations",
    "mailings",
    "mailing",
    "promotions",
    "promotion",
    "offers",
    "deals",
    "specialoffers",
    "marketing",
    "updates",
    "reminders",
    "reminder",
    "digest",
    "feeds",
    "rssfeeds",
    "exchangeadministrator",
    "systemadministrator",
    "special",
    "specials",
    "news",
    "list",
    "unsubscribe",
    "subscriptions",
    "subscribe",
];

/// Words that say so as one of several words of a local part.
const ROLE_WORDS: &[&str] = &[
    "noreply",
    "donotreply",
    "notifications",
    "notification",
    "newsletter",
    "newsletters",
    "announcements",
    "announcement",
    "bounces",
    "bounce",
    "autoreply",
    "mailer",
    "rssfeeds",
    "nepasrepondre",
    "robot",
    "helpdesk",
    "servicedesk",
    "arsystem",
    "update",
    "updates",
];

/// Whether nobody, or a program, reads what is sent to an address, as its name says.
#[must_use]
pub fn is_role(address: &Address) -> bool {
    let local = address.local();
    let joined: String = local.chars().filter(|c| !matches!(c, '.' | '-' | '_')).collect();
    let plain = joined.split('+').next().unwrap_or_default();
    ROLES.contains(&plain)
        || joined.contains("noreply")
        || joined.contains("donotreply")
        || local.split(['.', '-', '_', '+', '=']).any(|word| ROLE_WORDS.contains(&word))
        || address.domain().split('.').any(|label| matches!(label, "bounce" | "bounces" | "noreply"))
}

/// Words of addresses that stand for a group, as a whole word of the local part.
const GROUP_WORDS: &[&str] = &[
    "all",
    "everyone",
    "everybody",
    "employees",
    "staff",
    "users",
    "participants",
    "members",
    "list",
    "lists",
    "help",
    "devel",
    "dev",
    "discuss",
    "discussion",
    "announce",
    "announcements",
    "announcement",
    "subscribers",
    "customers",
    "team",
    "desk",
    "group",
    "talk",
    "dl",
    "distribution",
    "sig",
    "zzzlist",
    "community",
    "forum",
    "alumni",
    "volunteers",
];

/// Whether an address is that of many, as its name says.
#[must_use]
pub fn names_group(address: &Address) -> bool {
    is_group(address, "")
}

pub(super) fn is_group(address: &Address, subject: &str) -> bool {
    let (local, domain) = (address.local(), address.domain());
    let first_label = domain.split('.').next().unwrap_or_default();
    if matches!(first_label, "lists" | "list" | "groups" | "listserv" | "listserver" | "mailman")
        || matches!(domain, "yahoogroups.com" | "googlegroups.com" | "groups.io" | "freelists.org")
    {
        return true;
    }
    // Dev is also a given name, which stands before a dot.
    let mut words =
        local.split(['.', '-', '_', '+']).filter(|word| *word != "dev" || !local.starts_with("dev."));
    words.any(|word| {
        GROUP_WORDS.contains(&word.trim_start_matches(|c: char| c.is_ascii_digit()))
            || GROUP_ENDS.iter().any(|end| word.ends_with(end))
    }) || is_tagged_with(subject, local)
}

/// Ends of such words where they are run together with others: `marketparticipants`.
const GROUP_ENDS: &[&str] =
    &["participants", "employees", "members", "subscribers", "customers", "announcements", "mailinglist"];

/// Most tags of a subject looked at.
const MAX_TAGS: usize = 3;

/// Lists put their name in brackets before the subject: `[Gardeners] …` to `gardeners@…`, `[Gardeners-Talk]`
/// to `talk@…`, `[G] …` to `g-help@…`.
fn is_tagged_with(subject: &str, local: &str) -> bool {
    let mut rest = subject.trim_start();
    for _ in 0..MAX_TAGS {
        let Some((tag, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { break };
        rest = after.trim_start();
        let tag = tag.trim().to_lowercase();
        if tag.is_empty() {
            continue;
        }
        let starts =
            local.strip_prefix(tag.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        let ends = tag.strip_suffix(local).is_some_and(|before| before.ends_with(['-', ' ', '_']));
        if starts || ends {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_addresses_are_no_people() {
        for (address, group) in [
            ("all-staff@studio.example", true),
            ("gardeners@lists.garden.example", true),
            ("garden-dev@soil.example", true),
            ("team@studio.example", true),
            ("marketparticipants@soil.example", true),
            ("dev.patel@studio.example", false),
            ("ana.lima@studio.example", false),
            ("allan@studio.example", false),
        ] {
            assert_eq!(names_group(&Address::parse(address).unwrap()), group, "{address}");
        }
    }

    #[test]
    fn role_addresses_are_no_people() {
        for (address, role) in [
            ("no-reply@shop.example", true),
            ("do_not_reply@shop.example", true),
            ("garden-noreply@shop.example", true),
            ("MAILER-DAEMON@home.example", true),
            ("bounce+x=y@shop.example", true),
            ("bounces-12@shop.example", true),
            ("newsletter@shop.example", true),
            ("company.announcements@shop.example", true),
            ("notifications@shop.example", true),
            ("helpdesk.printers@shop.example", true),
            ("arsystem@shop.example", true),
            ("ana.lima@studio.example", false),
            ("info@studio.example", false),
            ("billing@studio.example", false),
            ("newsom@studio.example", false),
            ("alan.alert@studio.example", false),
        ] {
            assert_eq!(is_role(&Address::parse(address).unwrap()), role, "{address}");
        }
    }
}
