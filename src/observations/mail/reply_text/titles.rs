//! What lines of a signature say beside numbers: farewells, names, posts and firms, places.

/// Words of farewell that stand alone on their line, in lower case.
const CLOSINGS: &[&str] = &[
    "thanks",
    "thank you",
    "thanks again",
    "many thanks",
    "thanks in advance",
    "regards",
    "best regards",
    "kind regards",
    "warm regards",
    "best",
    "best wishes",
    "all the best",
    "cheers",
    "sincerely",
    "sincerely yours",
    "yours",
    "yours sincerely",
    "yours truly",
    "cordially",
    "respectfully",
    "love",
    "take care",
    "with kind regards",
    "many thanks and best regards",
    "mit freundlichen grüßen",
    "mit freundlichem gruß",
    "viele grüße",
    "liebe grüße",
    "beste grüße",
    "schöne grüße",
    "gruß",
    "grüße",
    "mfg",
    "danke",
    "vielen dank",
    "cordialement",
    "bien cordialement",
    "amicalement",
    "merci",
    "bien à vous",
    "salutations",
    "saludos",
    "un saludo",
    "atentamente",
    "gracias",
    "un abrazo",
    "cordiali saluti",
    "saluti",
    "grazie",
    "a presto",
    "met vriendelijke groet",
    "groeten",
    "groet",
    "bedankt",
    "pozdrawiam",
    "z poważaniem",
    "dziękuję",
    "atenciosamente",
    "obrigado",
    "obrigada",
    "abraços",
    "cumprimentos",
    "hälsningar",
    "med vänliga hälsningar",
    "vänliga hälsningar",
    "mvh",
    "tack",
    "med venlig hilsen",
    "venlig hilsen",
    "hilsen",
    "tak",
    "vennlig hilsen",
    "よろしくお願いします",
    "敬具",
    "rgds",
    "br",
];

pub(super) fn is_closing(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let lower = text.trim_end_matches([',', '.', '!', ';', ' ', '-']).to_lowercase();
    CLOSINGS.contains(&lower.as_str())
}

/// A sentence: it ends like one and is longer than a title, or holds a verb-like run of small words.
pub(super) fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let small = text
        .split_whitespace()
        .filter(|word| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
        })
        .count();
    text.ends_with(['?', '!']) && words > 5 || text.ends_with('.') && words > 6 || small >= 5
}

/// Words of posts, firms and schools.
const POST_WORDS: &[&str] = &[
    "manager",
    "director",
    "president",
    "engineer",
    "analyst",
    "assistant",
    "department",
    "dept",
    "university",
    "institute",
    "inc",
    "inc.",
    "corp",
    "corp.",
    "corporation",
    "llc",
    "ltd",
    "ltd.",
    "gmbh",
    "ag",
    "s.a.",
    "b.v.",
    "company",
    "consultant",
    "consulting",
    "ceo",
    "cto",
    "cfo",
    "coo",
    "cio",
    "officer",
    "professor",
    "lecturer",
    "coordinator",
    "specialist",
    "attorney",
    "counsel",
    "associate",
    "partner",
    "founder",
    "developer",
    "administrator",
    "supervisor",
    "secretary",
    "scientist",
    "fellow",
    "researcher",
    "editor",
    "designer",
    "architect",
    "representative",
    "services",
    "group",
    "team",
    "laboratory",
    "school",
    "faculty",
    "college",
    "hospital",
    "center",
    "centre",
    "division",
    "leiter",
    "geschäftsführer",
    "abteilung",
    "universität",
    "directeur",
    "ingénieur",
    "université",
    "gerente",
    "ingeniero",
    "universidad",
    "direttore",
    "università",
    "projektleiterin",
    "projektleiter",
    "chair",
    "chairman",
    "vp",
    "head",
    "technologies",
    "solutions",
    "limited",
    "bank",
    "association",
    "lead",
];

/// A line that names a post or a firm.
pub(super) fn is_post(text: &str) -> bool {
    if text.len() > 80 || text.ends_with(['?', ':', ';']) || is_sentence(text) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() > 9 || !text.starts_with(|c: char| c.is_uppercase() || c == '(') {
        return false;
    }
    let known = words.iter().any(|word| {
        let word = word.trim_matches(|c: char| matches!(c, ',' | '(' | ')' | '/' | '|')).to_lowercase();
        POST_WORDS.contains(&word.as_str())
    });
    let capital = words.iter().filter(|word| !word.starts_with(|c: char| c.is_lowercase())).count();
    known && capital * 3 >= words.len() * 2 && !text.ends_with('.')
        || known && words.len() <= 4 && !text.ends_with('!')
        || known && words.len() <= 5 && words.iter().any(|word| matches!(*word, "@" | "at" | "of"))
}

/// One to four words, each with a capital, no digits: a person's name, perhaps with initials or a dash.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '/', '~', '*', ' ']).trim_end_matches([',', '.', '*']);
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && text.len() <= 50
        && !is_closing(text)
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_uppercase())
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '(' | ')' | ','))
                || matches!(
                    *word,
                    "von"
                        | "van"
                        | "de"
                        | "der"
                        | "den"
                        | "la"
                        | "le"
                        | "di"
                        | "da"
                        | "dos"
                        | "el"
                        | "bin"
                        | "ter"
                        | "&"
                        | "af"
                )
        })
}

/// A street, town or box, as it stands between telephone lines.
pub(super) fn is_place(text: &str) -> bool {
    text.len() <= 80
        && text.contains(|c: char| c.is_ascii_digit() || c == ',')
        && !is_sentence(text)
        && !text.ends_with(['?', '!', ':', '.'])
        && text
            .split_whitespace()
            .filter(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
            .count()
            * 2
            >= text.split_whitespace().count()
}
