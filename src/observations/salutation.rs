//! Whom a text addresses by name.

/// Longest salutation looked at, in characters.
const MAX_CHARS: usize = 80;
/// Most words of a salutation kept.
const MAX_WORDS: usize = 8;

/// Words that open a salutation.
const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "dear",
    "good",
    "morning",
    "afternoon",
    "evening",
    "greetings",
    "thanks",
    "thank",
    "you",
    "hallo",
    "liebe",
    "lieber",
    "guten",
    "tag",
    "morgen",
    "sehr",
    "geehrte",
    "geehrter",
    "bonjour",
    "salut",
    "cher",
    "chère",
    "hola",
    "querido",
    "querida",
    "estimado",
    "estimada",
    "buenos",
    "días",
    "ciao",
    "caro",
    "cara",
    "olá",
    "oi",
    "hej",
    "hoi",
    "beste",
    "cześć",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "herr",
    "frau",
];

/// Words that stand in a salutation and join names, or mean nobody in particular.
const NOBODY: &[&str] = &[
    "and",
    "all",
    "team",
    "everyone",
    "everybody",
    "folks",
    "guys",
    "both",
    "there",
    "again",
    "und",
    "et",
    "y",
    "e",
    "alle",
    "zusammen",
    "tous",
    "todos",
    "yes",
    "no",
    "sorry",
    "well",
    "so",
    "ok",
    "okay",
    "sure",
    "please",
    "sir",
    "madam",
    "friends",
    "colleagues",
    "list",
    "fyi",
    "great",
    "but",
    "also",
    "however",
    "first",
    "attached",
    "per",
];

/// Words that often begin a text, set off by a comma, and name nobody.
const OPENINGS: &[&str] = &[
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "effective",
    "recently",
    "currently",
    "finally",
    "congratulations",
    "reminder",
    "attention",
    "note",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "customer",
    "customers",
    "subscriber",
    "member",
    "members",
    "reader",
    "user",
    "employees",
    "participants",
    "valued",
];

/// Whether a text opens as a letter to somebody does: with a name before a comma or dash, or after a greeting.
#[must_use]
pub fn opens_letter(authored: &str) -> bool {
    let names = names(authored);
    let Some(line) = authored.lines().map(str::trim).find(|line| !line.is_empty()) else { return false };
    let end = line.find([',', ':', '!', '.', '?', ';', '–', '—']);
    let set_off = end.is_none_or(|end| line.get(end..).is_some_and(|rest| rest.starts_with([',', '–', '—'])));
    set_off && !names.is_empty() && !names.iter().any(|name| OPENINGS.contains(&name.as_str()))
}

/// Whether a line greets and says nothing else: `Hello,` or `Guten Tag!`.
#[must_use]
pub fn is_bare_greeting(line: &str) -> bool {
    let words: Vec<String> = line
        .split_whitespace()
        .take(MAX_WORDS)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    let greets = |word: &String| GREETINGS.contains(&word.as_str());
    words.first().is_some_and(greets)
        && words.iter().all(|word| greets(word) || NOBODY.contains(&word.as_str()))
}

/// The names, in lower case, by which the first line of a text addresses its readers: `Hi Ana and Ben,`
/// gives `ana` and `ben`. Without a greeting word only one or two capitalised words before a comma,
/// dash or colon count.
#[must_use]
pub fn names(authored: &str) -> Vec<String> {
    let Some(line) = authored.lines().map(str::trim).find(|line| !line.is_empty()) else { return Vec::new() };
    let head: String = line.chars().take(MAX_CHARS).collect();
    let end = head.find([',', ':', '!', '.', '?', ';', '–', '—']).or_else(|| head.find(" -"));
    let salutation = match end {
        Some(end) => head.get(..end).unwrap_or_default(),
        None if line.chars().count() < MAX_CHARS => &head,
        None => return Vec::new(),
    };
    let words: Vec<&str> = salutation.split([' ', '/', '&', '\t']).filter(|word| !word.is_empty()).collect();
    if words.len() > MAX_WORDS {
        return Vec::new();
    }
    let greeted = words.first().is_some_and(|word| GREETINGS.contains(&word.to_lowercase().as_str()));
    // A bare line of words is a sentence, not a salutation, unless it is short and set off.
    if !greeted && (words.len() > 2 || end.is_none()) {
        return Vec::new();
    }
    let capitalised = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let names = words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let names = names.filter(|word| greeted || capitalised(word)).map(str::to_lowercase);
    names
        .filter(|word| {
            !word.is_empty() && !GREETINGS.contains(&word.as_str()) && !NOBODY.contains(&word.as_str())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_opens_with_a_name() {
        for text in ["Ana,\n\nplease", "Hi Ana and Ben,\nso", "Ana - fine with me", "hello søren"] {
            assert!(opens_letter(text), "{text}");
        }
        for text in [
            "All,\nplease",
            "Today, we opened.",
            "Dear customer,",
            "URL: http://x.example",
            "Congratulations!",
            "",
        ] {
            assert!(!opens_letter(text), "{text}");
        }
    }

    #[test]
    fn a_bare_greeting_says_nothing_else() {
        for text in ["Hello,", "Guten Tag!", "hi there", "Bonjour à tous", "Hola"] {
            assert_eq!(is_bare_greeting(text), text != "Bonjour à tous", "{text}");
        }
        for text in ["", "1 done", "Hi, 1 done", "Hello Ana,", "more 2"] {
            assert!(!is_bare_greeting(text), "{text}");
        }
    }

    #[test]
    fn salutations_name_their_readers() {
        for (text, expected) in [
            ("Hi Ana and Ben,\n\nhow are you?", vec!["ana", "ben"]),
            ("Dear Dr. Okafor,", vec![]),
            ("Dear Ms Okafor,\nplease", vec!["okafor"]),
            ("hello søren", vec!["søren"]),
            ("Ana, please look at this.", vec!["ana"]),
            ("Ana - fine with me", vec!["ana"]),
            ("Thanks Ana!", vec!["ana"]),
            ("Liebe Ana, lieber Ben", vec!["ana"]),
            ("All,", vec![]),
            ("Hi all,", vec![]),
            ("We met on Tuesday, and it rained.", vec![]),
            ("Please send it.", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text:?}");
        }
    }
}
