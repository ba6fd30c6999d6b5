//! Lines that programs, companies and lists add below (or above) what a person wrote: mobile signatures,
//! list footers, disclaimers, banners.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::lines::{Line, is_rule, starts_with, starts_with_any};
use super::mobile::is_mobile_signature;

/// What a line says about itself and those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Footer {
    /// Only this line is none of the sender's.
    Line,
    /// It and all below it, to the next quote, are none of the sender's.
    Rest,
}

/// Whether a footer starts at line `at`.
pub(super) fn footer_at(lines: &[Line<'_>], at: usize) -> Option<Footer> {
    let text = lines.get(at)?.text;
    let first = text.bytes().next()?;
    if is_mobile_signature(text) || is_banner(text) || is_attachment_rest(text) {
        return Some(Footer::Line);
    }
    if text.len() > 2_000 {
        return None;
    }
    // Footers begin with a capital, a sign or a rule; most lines of a text begin in lower case.
    if first.is_ascii_lowercase() && !starts_with(text, "to unsubscribe") && !text.contains("mailing list") {
        return None;
    }
    let follows_rule = lines
        .get(..at)
        .and_then(|above| above.iter().rfind(|line| !line.is_blank()))
        .is_some_and(|line| is_rule(line.text));
    let lower = text.to_lowercase();
    (is_list_footer(&lower) || is_disclaimer(lines, at, &lower, if follows_rule { 2 } else { 3 }))
        .then_some(Footer::Rest)
}

/// Words of the footers of lists, in lower case.
static LIST_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new([
        "you received this message because you are subscribed",
        "you received this message because you are",
        "to unsubscribe from this group",
        "to unsubscribe from this list",
        "to unsubscribe, e",
        "to unsubscribe send",
        "to unsubscribe, send",
        "unsubscribe send an email",
        "to post to this group",
        "this sf.net email is sponsored",
        "this sf.net email sponsored",
        "please do read the posting guide",
        "your use of yahoo! groups is subject",
        "do you yahoo!?",
        "get your free download of msn",
        "get your private, free e",
        "join the world’s largest e-mail service",
        "for (un)subscription information",
        "/mailman/listinfo/",
        "reply to this email directly",
        "view it on github",
        "yahoo! groups links",
        "yahoo! groups sponsor",
        "um die gruppe abzumelden",
        "manage your subscription",
        "unsubscribe | ",
        "please consider the environment before printing",
    ])
    .expect("the words are short and few")
});

/// Whether a line speaks of the list that passed the message on; `lower` is in lower case.
pub(super) fn is_list_footer(lower: &str) -> bool {
    if lower.len() > 300 {
        return false;
    }
    LIST_WORDS.is_match(lower)
        || lower.ends_with(" mailing list")
        || lower.contains(" mailing list -")
        || lower.contains(" mailing list <")
        || lower.contains(" mailing list,") && lower.contains('@')
        || lower.starts_with("list maintainer:")
        || lower.starts_with("[[alternative html version deleted")
        || lower.ends_with('}') && lower.contains("{{dropped")
        || lower.trim_matches(['-', ' ']) == "next part" && lower.starts_with("----")
}

/// Words that legal footers are made of, in lower case.
const LEGAL_WORDS: &[&str] = &[
    "confidential",
    "privileged",
    "intended recipient",
    "intended solely",
    "intended only",
    "disclos",
    "unauthori",
    "dissemination",
    "in error",
    "delete",
    "recipient",
    "virus",
    "liability",
    "prohibited",
    "addressee",
    "proprietary",
    "vertraulich",
    "adressat",
    "empfänger",
    "unbefugt",
    "irrtümlich",
    "vernichten",
    "confidentiel",
    "destinataire",
    "par erreur",
    "confidencial",
    "destinatario",
    "por error",
    "riservat",
    "per errore",
    "vertrouwelijk",
    "geadresseerde",
    "poufn",
    "adresata",
    "konfidentiell",
    "fortrolig",
    "monitored",
    "attorney-client",
    "solicitation",
    "uitsluitend bestemd",
    "ten onrechte",
    "verwijderen",
    "wyłącznie dla",
    "omyłkowo",
    "usunięcie",
    "destina-se",
    "por engano",
    "avsett för",
    "av misstag",
    "radera",
    "beregnet til",
    "ved en fejl",
    "slette den",
    "機密",
    "宛先",
    "誤って",
    "削除",
];

/// Starts of legal footers, in lower case.
const LEGAL_STARTS: &[&str] = &[
    "this e-mail",
    "this email",
    "this message",
    "this communication",
    "this transmission",
    "the information",
    "the contents of this",
    "confidential",
    "notice:",
    "disclaimer",
    "important",
    "privileged",
    "please note that this e",
    "*****",
    "if you are not the",
    "if you have received this",
    "any views",
    "e-mail communications",
    "email communications",
    "note:",
    "nota:",
    "diese e-mail",
    "diese nachricht",
    "der inhalt dieser",
    "ce message",
    "cet e-mail",
    "ce courriel",
    "este mensaje",
    "este correo",
    "esta mensagem",
    "este e-mail",
    "questo messaggio",
    "la presente e-mail",
    "dit bericht",
    "deze e-mail",
    "ta wiadomość",
    "niniejsza wiadomość",
    "detta meddelande",
    "denne e-mail",
    "denne mail",
    "the preceding e-mail",
    "attention:",
    "caution:",
    "warning:",
    "legal notice",
    "hinweis:",
    "avis de confid",
    "privacy",
    "このメール",
    "本メール",
];

/// A legal footer begins with one of its phrases and goes on with at least `least` of its words.
fn is_disclaimer(lines: &[Line<'_>], at: usize, lower: &str, least: usize) -> bool {
    let lower = lower.trim_start_matches(['*', '_', '-', ' ', '"', '[', '(']);
    if !starts_with_any(lower, LEGAL_STARTS) {
        return false;
    }
    let mut seen = 0;
    let mut found = [false; LEGAL_WORDS.len()];
    for line in lines.iter().skip(at).take_while(|line| !line.is_blank()).take(20) {
        let line = super::super::text::start_of(line.text, 2_000).to_lowercase();
        for (word, found) in LEGAL_WORDS.iter().zip(found.iter_mut()) {
            if !*found && line.contains(word) {
                *found = true;
                seen += 1;
            }
        }
    }
    seen >= least
}

/// A warning that a company's gateway puts above mail from outside.
fn is_banner(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '[', ' ', '-', '\u{26a0}', '\u{fe0f}']);
    let known = [
        "caution",
        "external",
        "warning",
        "achtung",
        "attention",
        "this email originated",
        "this message originated",
    ]
    .iter()
    .any(|start| starts_with(text, start));
    if !known || text.len() > 600 {
        return false;
    }
    let lower = text.to_lowercase();
    lower == "external"
        || lower == "external]"
        || lower == "external email"
        || lower == "external sender"
        || [
            "originated from outside",
            "originated outside",
            "external email",
            "external sender",
            "from an external",
            "outside of the organi",
            "outside of your organi",
            "outside your organi",
            "outside the organi",
            "outside the company",
            "externe e-mail",
            "externen absender",
            "do not click links",
            "expéditeur externe",
        ]
        .iter()
        .any(|words| lower.contains(words))
}

/// The name of an attachment that a program wrote where the file was: `<<plan.doc>>`, ` - plan.doc`,
/// `(See attached file: plan.doc)`.
fn is_attachment_rest(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    if let Some(inside) = text.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")) {
        return has_extension(inside.trim());
    }
    if starts_with(text, "(see attached file:") || starts_with(text, "[image: ") || starts_with(text, "[cid:")
    {
        return text.ends_with([')', ']']);
    }
    text.strip_prefix("- ")
        .is_some_and(|name| has_extension(name) && !name.contains(". ") && !name.contains("://"))
}

fn has_extension(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && !stem.contains('@')
            && matches!(
                extension.to_ascii_lowercase().as_str(),
                "doc"
                    | "docx"
                    | "xls"
                    | "xlsx"
                    | "ppt"
                    | "pptx"
                    | "pdf"
                    | "txt"
                    | "rtf"
                    | "zip"
                    | "jpg"
                    | "jpeg"
                    | "gif"
                    | "png"
                    | "bmp"
                    | "tif"
                    | "tiff"
                    | "htm"
                    | "html"
                    | "csv"
                    | "wpd"
                    | "vcf"
                    | "ics"
                    | "mpp"
                    | "vsd"
                    | "mdb"
                    | "pcx"
                    | "wav"
                    | "exe"
                    | "msg"
                    | "eml"
                    | "odt"
                    | "ods"
                    | "pps"
                    | "dat"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    #[test]
    fn footers_are_known_and_sentences_are_not() {
        let at = |text: &str| footer_at(&split(text), 0);
        assert_eq!(at("Gardeners mailing list -- see https://lists.garden.example"), Some(Footer::Rest));
        assert_eq!(
            at("You received this message because you are subscribed to the group."),
            Some(Footer::Rest)
        );
        assert_eq!(
            at(
                "This e-mail is confidential and meant for the\naddressee only. If you got it in error, delete it."
            ),
            Some(Footer::Rest)
        );
        assert_eq!(
            at("Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Adressat sind oder sie \
                irrtümlich erhalten haben, vernichten Sie sie."),
            Some(Footer::Rest)
        );
        assert_eq!(at("CAUTION: This email originated from outside the organization."), Some(Footer::Line));
        assert_eq!(at("<<garden plan.doc>>"), Some(Footer::Line));
        assert_eq!(at("This message is for you and it is confidential."), None);
        assert_eq!(at("I joined the mailing list yesterday."), None);
        assert_eq!(at("- call Ben. He has plan.doc"), None);
    }
}
