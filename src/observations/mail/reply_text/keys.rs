//! Keys of header lines in the languages of mail programs.

use std::sync::LazyLock;

use crate::people::HashMap;

/// Which header a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    From,
    Date,
    To,
    Cc,
    Subject,
    Other,
}

/// Keys in the languages of mail programs, in lower case.
const KEYS: &[(Key, &[&str])] = &[
    (
        Key::From,
        &[
            "from",
            "von",
            "de",
            "da",
            "van",
            "od",
            "fra",
            "från",
            "lähettäjä",
            "差出人",
            "发件人",
            "寄件者",
            "от",
            "expéditeur",
            "absender",
            "remetente",
            "mittente",
            "kimden",
            "feladó",
            "보낸 사람",
        ],
    ),
    (
        Key::Date,
        &[
            "sent",
            "date",
            "gesendet",
            "datum",
            "envoyé",
            "envoyé le",
            "enviado",
            "enviado el",
            "enviada em",
            "enviado em",
            "fecha",
            "data",
            "inviato",
            "verzonden",
            "wysłano",
            "skickat",
            "sendt",
            "dato",
            "送信日時",
            "日付",
            "日時",
            "发送时间",
            "日期",
            "дата",
            "отправлено",
            "lähetetty",
            "odesláno",
            "sent at",
            "elküldve",
            "보낸 날짜",
            "gesendet am",
        ],
    ),
    (
        Key::To,
        &[
            "to",
            "an",
            "à",
            "a",
            "para",
            "aan",
            "do",
            "till",
            "til",
            "宛先",
            "收件人",
            "кому",
            "vastaanottaja",
            "komu",
            "pour",
            "destinataire",
            "címzett",
            "받는 사람",
            "per",
        ],
    ),
    (
        Key::Cc,
        &[
            "cc",
            "kopie",
            "kopia",
            "copie à",
            "copie",
            "kopi",
            "bcc",
            "dw",
            "抄送",
            "копия",
            "kopio",
            "reply-to",
            "antwort an",
            "responder a",
            "répondre à",
        ],
    ),
    (
        Key::Subject,
        &[
            "subject",
            "betreff",
            "objet",
            "asunto",
            "oggetto",
            "onderwerp",
            "temat",
            "assunto",
            "ämne",
            "emne",
            "件名",
            "主题",
            "主旨",
            "тема",
            "aihe",
            "předmět",
            "tárgy",
            "제목",
            "ärende",
            "thema",
        ],
    ),
    (
        Key::Other,
        &[
            "importance",
            "sensitivity",
            "attachments",
            "priority",
            "organization",
            "wichtigkeit",
            "priorität",
            "anlagen",
            "importancia",
            "importance élevée",
            "reply to",
            "categories",
            "newsgroups",
            "resent-from",
            "sent by",
            "please respond to",
        ],
    ),
];

/// Which header each key names; of one that stands for two, the first.
static BY_NAME: LazyLock<HashMap<&'static str, Key>> = LazyLock::new(|| {
    let names = KEYS.iter().rev().flat_map(|&(key, names)| names.iter().map(move |&name| (name, key)));
    names.collect()
});

/// Longest key in characters.
pub(super) const MAX_KEY_CHARS: usize = 24;

pub(super) fn key_of(text: &str) -> Option<(Key, &str)> {
    let text = text.trim_start_matches(['*', '>', ' ', '\t', '|']);
    let colon = text.char_indices().take(MAX_KEY_CHARS).find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = text.get(..colon.0)?.trim_matches(|c: char| c == '*' || c.is_whitespace()).to_lowercase();
    let value =
        text.get(colon.0 + colon.1.len_utf8()..)?.trim_matches(|c: char| c == '*' || c.is_whitespace());
    BY_NAME.get(name.as_str()).map(|&key| (key, value))
}

/// The key that stands alone on a line, as Notes writes it above or beside its value.
pub(super) fn bare_key(text: &str) -> Option<Key> {
    if text.chars().nth(MAX_KEY_CHARS).is_some() {
        return None;
    }
    let name = text.to_lowercase();
    BY_NAME.get(name.as_str()).copied().filter(|key| matches!(key, Key::To | Key::Cc | Key::Subject))
}
