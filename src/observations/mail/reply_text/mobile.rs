//! Lines that telephones and web mailers add to what was written with them.

use super::lines::starts_with_any;

/// Longest line that can be a mobile signature, in bytes.
const MAX_MOBILE_BYTES: usize = 110;

/// Starts of the lines that telephones and web mailers add, in lower case.
const MOBILE_STARTS: &[&str] = &[
    "sent from ",
    "sent via ",
    "sent using ",
    "get outlook for ",
    "sent with ",
    "sent by ",
    "download outlook",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "holen sie sich outlook",
    "diese nachricht wurde von meinem",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir ",
    "envoyé avec ",
    "télécharger outlook",
    "obtenez outlook",
    "obtenir outlook",
    "enviado desde ",
    "enviado do ",
    "enviado de ",
    "enviado con ",
    "obtener outlook",
    "obter o outlook",
    "inviato da ",
    "inviato dal ",
    "scarica outlook",
    "ottieni outlook",
    "verstuurd vanaf ",
    "verzonden vanaf ",
    "verstuurd met ",
    "outlook voor ",
    "outlook für ios",
    "outlook für android",
    "download outlook voor",
    "wysłane z ",
    "wysłano z ",
    "pobierz program outlook",
    "skickat från ",
    "hämta outlook",
    "sendt fra ",
    "hent outlook",
    "lähetetty ",
    "отправлено ",
    "skaffa outlook",
    "få outlook",
    "yahoo mail: search",
    "yahoo mail for iphone",
];

/// Words in lines that end such signatures instead of beginning them.
const MOBILE_ENDS: &[&str] = &["から送信", "を入手", " gesendet", " geschickt", "发自我的", "從我的"];

/// Whether the line was added by the program that sent the message.
pub(super) fn is_mobile_signature(text: &str) -> bool {
    if text.len() > MAX_MOBILE_BYTES {
        return false;
    }
    let text = text.trim_start_matches(['-', '_', '*', '<', '(', '[', '—', ' ']);
    let lower = text.to_lowercase();
    if starts_with_any(&lower, MOBILE_STARTS) {
        // "Sent from the office this morning, please check." is a sentence.
        let words = lower.split_whitespace().count();
        let generic = lower.starts_with("sent by ")
            || lower.starts_with("von meinem ")
            || lower.starts_with("sent from ")
            || lower.starts_with("sent with ")
            || lower.starts_with("sent via ")
            || lower.starts_with("enviado de ");
        let names_program = PROGRAMS.iter().any(|program| lower.contains(program));
        return names_program
            || generic && words <= 8 && !lower.ends_with(['?', ',', ':']) && !lower.starts_with("sent by ");
    }
    lower.starts_with("发自我的")
        || MOBILE_ENDS.iter().any(|end| lower.ends_with(end))
            && PROGRAMS.iter().any(|program| lower.contains(program))
}

/// Devices and programs that mobile signatures name.
const PROGRAMS: &[&str] = &[
    "iphone",
    "ipad",
    "outlook",
    "android",
    "blackberry",
    "samsung",
    "galaxy",
    "huawei",
    "yahoo",
    "gmail",
    "gmx",
    "mail for windows",
    "mobile",
    "phone",
    "handy",
    "smartphone",
    "windows",
    "proton",
    "handheld",
    "thunderbird",
    "mail app",
    "téléphone",
    "telefon",
    "teléfono",
    "mobil",
    "tablet",
    "spark",
    "airmail",
    "k-9",
    "nokia",
    "xperia",
    "ios",
    "treo",
    "palm",
    "superhuman",
    "mailspring",
    "hey",
    "web.de",
    "mail.ru",
    "myMail",
    "htc",
    "motorola",
    "pixel",
    "mailbox",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_of_telephones_are_known_in_many_languages() {
        for text in [
            "Sent from my iPhone",
            "Get Outlook for iOS<https://aka.ms/x>",
            "Von meinem iPhone gesendet",
            "Gesendet von Outlook für Android",
            "Envoyé de mon iPhone",
            "Envoyé à partir de Outlook pour iOS",
            "Enviado desde mi iPhone",
            "Inviato da iPhone",
            "Verstuurd vanaf mijn iPhone",
            "Wysłane z iPhone'a",
            "Enviado do meu iPhone",
            "Skickat från min iPhone",
            "Sendt fra min iPhone",
            "iPhoneから送信",
            "Sent from Mail for Windows",
            "Sent via BlackBerry from T-Mobile",
            "Sent from a small screen",
            "--Sent from Yahoo Mail",
        ] {
            assert!(is_mobile_signature(text), "{text}");
        }
        for text in [
            "Sent from the warehouse this morning; the boxes should be with you by noon",
            "Von meinem Bruder soll ich dich herzlich grüßen und dir danken",
            "Sent by Ana yesterday.",
            "Enviado ayer a todos los socios del estudio",
        ] {
            assert!(!is_mobile_signature(text), "{text}");
        }
    }
}
