//! Looking for a topic in short texts, by SQLite's full-text search (FTS5). The index lives in memory for one
//! question: nothing of it is kept, so nothing of it must be forgotten.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, named_params};

use super::{StoreError, explain};

/// Most texts found for a topic.
const MAX_HITS: i64 = 2_000;
/// Most words of a topic that are looked for.
const MAX_WORDS: usize = 40;
/// Words that stand in texts on anything, in the languages whose acts are read: those of grammar, and those by which
/// one asks, whatever for.
const COMMON: &str = "the and for you your with that this have has can could would will are was were not but from about \
    what how who when where why any some please thanks thank know does did do is it in on of to me my we \
    our us if or be as at an by re fw so find found need want help send give tell let look looking see \
    get make take think like there then also just one somebody someone anybody anyone they them he she \
    his her no yes ok good new time today tomorrow monday tuesday wednesday thursday friday saturday \
    sunday week der die das und ist ich sie wir mit für ein eine den dem du er es mir mich dir dich uns \
    ihr bitte danke kannst kann könntest hast habe hat haben nicht noch auch wie wo wer wann am im auf \
    zu bis um morgen heute montag dienstag mittwoch donnerstag freitag samstag sonntag woche mal le la \
    les des et un une pour que je tu vous nous moi toi peux pouvez merci est pas dans avec sur el los \
    las de en por para con puedes gracias favor se";
/// What stands before and behind a word that was found.
const MARKS: (char, char) = ('\u{1}', '\u{2}');
/// Letters by which words found are told apart: forms of one word are one.
const STEM_LETTERS: usize = 4;

/// Short texts in which a topic can be looked for.
#[derive(Debug)]
pub struct TopicIndex {
    connection: Connection,
}

impl TopicIndex {
    /// An index of these texts, which are known by their place in the order given.
    ///
    /// # Errors
    ///
    /// SQLite's, such as want of memory.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, StoreError> {
        filled(texts).map(|connection| Self { connection }).map_err(failed)
    }

    /// The texts on a topic, with their relevance (BM25, 0 and more) and how many of its words they hold, the most
    /// relevant first.
    ///
    /// # Errors
    ///
    /// SQLite's.
    pub fn search(&self, topic: &str) -> Result<Vec<(usize, f64, usize)>, StoreError> {
        let Some(query) = query(topic) else { return Ok(Vec::new()) };
        let found = || -> rusqlite::Result<Vec<(i64, f64, String)>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT rowid, -bm25(topics), highlight(topics, 0, :before, :behind) FROM topics
                 WHERE topics MATCH :query ORDER BY bm25(topics), rowid LIMIT :most",
            )?;
            let (before, behind) = (MARKS.0.to_string(), MARKS.1.to_string());
            let hits =
                named_params! { ":query": query, ":most": MAX_HITS, ":before": before, ":behind": behind };
            statement.query_map(hits, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        };
        let place = |(row, relevance, text): (_, _, String)| {
            Some((usize::try_from(row).ok()?, relevance, words_found(&text)))
        };
        Ok(found().map_err(failed)?.into_iter().filter_map(place).collect())
    }
}

fn filled<'a>(texts: impl IntoIterator<Item = &'a str>) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch(
        "CREATE VIRTUAL TABLE topics USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')",
    )?;
    let transaction = connection.transaction()?;
    let mut insert = transaction.prepare("INSERT INTO topics (rowid, text) VALUES (:row, :text)")?;
    for (row, text) in (0_i64..).zip(texts) {
        insert.execute(named_params! { ":row": row, ":text": text })?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(connection)
}

fn failed(error: rusqlite::Error) -> StoreError {
    explain(Path::new(":memory:"), error)
}

/// How many different words of a text are marked as found.
fn words_found(marked: &str) -> usize {
    let words = marked.split(MARKS.0).skip(1).filter_map(|rest| rest.split(MARKS.1).next());
    let stems = words.map(|word| word.to_lowercase().chars().take(STEM_LETTERS).collect::<String>());
    stems.collect::<BTreeSet<_>>().len()
}

fn is_common(word: &str) -> bool {
    COMMON.split_ascii_whitespace().any(|common| common == word)
}

/// Any of the topic's words; `None` where it has none. Each is quoted: nothing in it is read as an operator.
fn query(topic: &str) -> Option<String> {
    let words = topic
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 2 && !is_common(word));
    let mut quoted: Vec<String> = Vec::new();
    for word in words {
        let word = format!("\"{word}\"");
        if quoted.len() < MAX_WORDS && !quoted.contains(&word) {
            quoted.push(word);
        }
    }
    (!quoted.is_empty()).then(|| quoted.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_found_by_any_of_its_words_in_any_form() {
        let texts = ["Pruning roses", "The roof", "A rose for the roof garden", "Tax return"];
        let index = TopicIndex::of(texts).unwrap();
        let found =
            |topic| -> Vec<usize> { index.search(topic).unwrap().into_iter().map(|(row, ..)| row).collect() };
        assert_eq!(found("prune a rose")[0], 0);
        assert_eq!(found("TAXES"), [3]);
        assert!(found("and the of").is_empty());
        assert!(found("\" OR * NEAR(").is_empty(), "operators are words");
        assert!(index.search("roses").unwrap().iter().all(|&(_, relevance, _)| relevance > 0.0));
        let words = |topic: &str| index.search(topic).unwrap()[0].2;
        assert_eq!((words("prune a rose"), words("rose roses rosy"), words("a tax on roofs")), (2, 1, 1));
    }
}
