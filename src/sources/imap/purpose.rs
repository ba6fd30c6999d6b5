//! What a folder is for: by the mark that its server gives it (RFC 6154, or XLIST of before), or by one of the
//! names that mail programs give it. It knows no server and no choice of the owner's.

use imap_proto::NameAttribute;

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// What arrives.
    Inbox,
    /// What the owner sent.
    Sent,
    /// What is done with.
    Archive,
    /// All there is, which lies in other folders, too.
    All,
    /// What lies in other folders, too, and was marked.
    Marked,
    /// What is not sent yet.
    Drafts,
    /// What nobody wants.
    Junk,
    /// What was thrown away.
    Trash,
}

impl Purpose {
    /// What it is for by a mark of its server.
    pub(super) fn of_mark(mark: &NameAttribute<'_>) -> Option<Self> {
        match mark {
            NameAttribute::Sent => Some(Self::Sent),
            NameAttribute::Archive => Some(Self::Archive),
            NameAttribute::All => Some(Self::All),
            NameAttribute::Flagged => Some(Self::Marked),
            NameAttribute::Drafts => Some(Self::Drafts),
            NameAttribute::Junk => Some(Self::Junk),
            NameAttribute::Trash => Some(Self::Trash),
            // XLIST has words of its own, and RFC 8457 one more.
            NameAttribute::Extension(word) => match word.to_lowercase().as_str() {
                "\\inbox" => Some(Self::Inbox),
                "\\important" | "\\starred" => Some(Self::Marked),
                "\\spam" => Some(Self::Junk),
                _ => None,
            },
            _ => None,
        }
    }

    /// What it is for by the last level of its name in lower case, and how telling that is: less is more.
    pub(super) fn of_name(name: &str) -> Option<(Self, usize)> {
        let in_names = |names: &[&str]| {
            let whole = names.iter().position(|known| *known == name);
            // `送信済みメール`, `已发送邮件` and the like.
            let begins = |known: &&str| is_of_east_asia(known) && name.starts_with(*known);
            whole.or_else(|| names.iter().position(begins))
        };
        NAMES.iter().find_map(|(purpose, names)| in_names(names).map(|rank| (*purpose, rank)))
    }

    /// Whether its messages are neither received nor sent, or lie in other folders, too, so that only the owner's
    /// own word makes it one to read.
    pub(super) fn is_left(self) -> bool {
        matches!(self, Self::All | Self::Marked | Self::Drafts | Self::Junk | Self::Trash)
    }

    /// What the owner calls it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Inbox => "what arrives",
            Self::Sent => "sent mail",
            Self::Archive => "the archive",
            Self::All => "all mail once more",
            Self::Marked => "marked mail once more",
            Self::Drafts => "drafts",
            Self::Junk => "junk",
            Self::Trash => "trash",
        }
    }
}

/// In these scripts words are written without blanks in between.
fn is_of_east_asia(name: &str) -> bool {
    name.chars().all(|c| c >= '\u{3000}')
}

/// Names of folders in lower case, most telling first.
const NAMES: [(Purpose, &[&str]); 5] = [
    (
        Purpose::Sent,
        &[
            "sent",
            "sent mail",
            "sent items",
            "sent messages",
            "gesendet",
            "gesendete elemente",
            "gesendete objekte",
            "gesendete nachrichten",
            "envoyés",
            "éléments envoyés",
            "messages envoyés",
            "courrier envoyé",
            "enviados",
            "elementos enviados",
            "itens enviados",
            "mensajes enviados",
            "inviata",
            "posta inviata",
            "elementi inviati",
            "verzonden",
            "verzonden items",
            "wysłane",
            "elementy wysłane",
            "skickat",
            "sendt",
            "sendte elementer",
            "lähetetyt",
            "отправленные",
            "送信済み",
            "已发送",
            "보낸편지함",
        ],
    ),
    (
        Purpose::Archive,
        &[
            "archive",
            "archives",
            "archiv",
            "archivos",
            "archivo",
            "arquivo",
            "archivio",
            "archief",
            "archiwum",
            "arkiv",
            "arkisto",
            "архив",
            "アーカイブ",
            "归档",
            "存档",
            "보관함",
        ],
    ),
    (
        Purpose::Drafts,
        &[
            "drafts",
            "draft",
            "entwürfe",
            "brouillons",
            "borradores",
            "rascunhos",
            "bozze",
            "concepten",
            "szkice",
            "wersje robocze",
            "utkast",
            "kladder",
            "luonnokset",
            "черновики",
            "下書き",
            "草稿",
            "임시보관함",
        ],
    ),
    (
        Purpose::Junk,
        &[
            "junk",
            "spam",
            "junk e-mail",
            "junk email",
            "junk mail",
            "bulk mail",
            "junk-e-mail",
            "spamverdacht",
            "unerwünscht",
            "courrier indésirable",
            "indésirables",
            "pourriel",
            "correo no deseado",
            "lixo eletrônico",
            "lixo eletrónico",
            "posta indesiderata",
            "ongewenste e-mail",
            "wiadomości-śmieci",
            "skräppost",
            "søppelpost",
            "uønsket mail",
            "roskaposti",
            "спам",
            "迷惑メール",
            "垃圾邮件",
            "스팸편지함",
        ],
    ),
    (
        Purpose::Trash,
        &[
            "trash",
            "deleted items",
            "deleted messages",
            "deleted",
            "bin",
            "papierkorb",
            "gelöscht",
            "gelöschte elemente",
            "gelöschte objekte",
            "corbeille",
            "éléments supprimés",
            "messages supprimés",
            "papelera",
            "elementos eliminados",
            "lixeira",
            "itens excluídos",
            "cestino",
            "posta eliminata",
            "prullenbak",
            "verwijderde items",
            "kosz",
            "elementy usunięte",
            "papperskorgen",
            "papirkurv",
            "roskakori",
            "корзина",
            "удаленные",
            "удалённые",
            "ゴミ箱",
            "已删除",
            "휴지통",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_languages_tell_what_a_folder_is_for() {
        for (name, purpose) in [
            ("sent items", Some(Purpose::Sent)),
            ("送信済みメール", Some(Purpose::Sent)),
            ("archives", Some(Purpose::Archive)),
            ("entwürfe", Some(Purpose::Drafts)),
            ("垃圾邮件", Some(Purpose::Junk)),
            ("éléments supprimés", Some(Purpose::Trash)),
            ("sent to me", None),
            ("отправленные письма", None),
            ("presents", None),
        ] {
            assert_eq!(Purpose::of_name(name).map(|(purpose, _)| purpose), purpose, "{name}");
        }
    }
}
