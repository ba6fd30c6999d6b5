//! Lines that announce another message: "-----Original Message-----", "Begin forwarded message:".

use super::lines::starts_with_any;

/// Words between dashes that say that another message begins.
const RULE_WORDS: &[&str] = &[
    "original message",
    "original appointment",
    "forwarded message",
    "forwarded by",
    "reply message",
    "originalnachricht",
    "original nachricht",
    "ursprüngliche nachricht",
    "ursprünglicher termin",
    "weitergeleitete nachricht",
    "message d'origine",
    "message original",
    "message d’origine",
    "message transféré",
    "message transmis",
    "mensaje original",
    "mensaje reenviado",
    "mensagem original",
    "mensagem encaminhada",
    "messaggio originale",
    "messaggio inoltrato",
    "messaggio originario",
    "oorspronkelijk bericht",
    "origineel bericht",
    "doorgestuurd bericht",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "wiadomość przekazana",
    "ursprungligt meddelande",
    "originalmeddelande",
    "vidarebefordrat meddelande",
    "oprindelig meddelelse",
    "videresendt meddelelse",
    "videresendt besked",
    "oprindelig besked",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "original-nachricht",
    "元のメッセージ",
    "転送メッセージ",
    "转发邮件",
    "原始邮件",
    "пересылаемое сообщение",
    "исходное сообщение",
    "original email",
    "begin forwarded text",
    "begin forwarded message",
    "původní zpráva",
    "eredeti üzenet",
];

/// Lines that announce a forwarded message without dashes.
const BEGIN_WORDS: &[&str] = &[
    "begin forwarded message:",
    "start of forwarded message",
    "anfang der weitergeleiteten nachricht:",
    "début du message transféré",
    "début du message réexpédié",
    "inicio del mensaje reenviado:",
    "inizio messaggio inoltrato:",
    "begin doorgestuurd bericht:",
    "início da mensagem encaminhada:",
    "início da mensagem reencaminhada:",
    "vidarebefordrat brev:",
    "start på videresendt besked:",
    "videresendt melding:",
    "początek przekazywanej wiadomości:",
    "転送されたメッセージ",
    "転送されたメール:",
    "original message processed by",
    "välitetty viesti alkaa:",
];

pub(super) fn is_message_rule(text: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '_' | '=' | '*' | '~' | '?' | '\u{2010}'..='\u{2015}');
    let dashes = |text: &str| text.chars().take_while(|&c| is_dash(c)).count();
    if dashes(text) >= 2 {
        let words = text.trim_matches(|c: char| is_dash(c) || c.is_whitespace());
        if words.is_empty() || words.len() > 200 {
            return false;
        }
        let words = words.to_lowercase();
        return RULE_WORDS.iter().any(|rule| {
            words.starts_with(rule) && (words.len() <= rule.len() + 4 || *rule == "forwarded by")
        });
    }
    if text.len() > 90 {
        return false;
    }
    let first = text.chars().next().unwrap_or(' ');
    if !matches!(first.to_ascii_lowercase(), 'b' | 's' | 'a' | 'i' | 'v' | 'p' | 'o' | 'd' | '転' | 'ä') {
        return false;
    }
    let lower = text.to_lowercase();
    starts_with_any(&lower, BEGIN_WORDS)
}
