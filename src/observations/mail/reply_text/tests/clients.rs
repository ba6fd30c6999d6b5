//! What mail programs write around an answer, in each language that they speak, and what stands below it.

use super::new;

/// Lines above a quote: program, language, line.
pub(super) const ATTRIBUTIONS: &[(&str, &str, &str)] = &[
    ("Gmail", "en", "On Mon, Mar 2, 2026 at 9:00 AM Ana Lima <ana@studio.example> wrote:"),
    ("Gmail", "de", "Am Mo., 2. März 2026 um 09:00 Uhr schrieb Ana Lima <ana@studio.example>:"),
    ("Gmail", "fr", "Le lun. 2 mars 2026 à 09:00, Ana Lima <ana@studio.example> a écrit :"),
    ("Gmail", "es", "El lun, 2 mar 2026 a las 9:00, Ana Lima (<ana@studio.example>) escribió:"),
    ("Gmail", "it", "Il giorno lun 2 mar 2026 alle ore 09:00 Ana Lima <ana@studio.example> ha scritto:"),
    ("Gmail", "nl", "Op ma 2 mrt 2026 om 09:00 schreef Ana Lima <ana@studio.example>:"),
    ("Gmail", "pl", "pon., 2 mar 2026 o 09:00 Ana Lima <ana@studio.example> napisał(a):"),
    ("Gmail", "pt", "Em seg., 2 de mar. de 2026 às 09:00, Ana Lima <ana@studio.example> escreveu:"),
    ("Gmail", "sv", "Den mån 2 mars 2026 kl 09:00 skrev Ana Lima <ana@studio.example>:"),
    ("Gmail", "da", "Den man. 2. mar. 2026 kl. 09.00 skrev Ana Lima <ana@studio.example>:"),
    ("Gmail", "ja", "2026年3月2日(月) 9:00 Ana Lima <ana@studio.example>:"),
    ("Apple Mail", "en", "On Mar 2, 2026, at 9:00 AM, Ana Lima <ana@studio.example> wrote:"),
    ("Apple Mail", "de", "Am 02.03.2026 um 09:00 schrieb Ana Lima <ana@studio.example>:"),
    ("Apple Mail", "fr", "Le 2 mars 2026 à 09:00, Ana Lima <ana@studio.example> a écrit :"),
    ("Apple Mail", "es", "El 2 mar 2026, a las 9:00, Ana Lima <ana@studio.example> escribió:"),
    ("Apple Mail", "it", "Il giorno 2 mar 2026, alle ore 09:00, Ana Lima <ana@studio.example> ha scritto:"),
    (
        "Apple Mail",
        "nl",
        "Op 2 mrt. 2026, om 09:00 heeft Ana Lima <ana@studio.example> het volgende geschreven:",
    ),
    (
        "Apple Mail",
        "pl",
        "Wiadomość napisana przez Ana Lima <ana@studio.example> w dniu 2 mar 2026, o godz. 09:00:",
    ),
    ("Apple Mail", "pt", "No dia 02/03/2026, às 09:00, Ana Lima <ana@studio.example> escreveu:"),
    ("Apple Mail", "sv", "2 mars 2026 kl. 09:00 skrev Ana Lima <ana@studio.example>:"),
    ("Apple Mail", "da", "Den 2. mar. 2026 kl. 09.00 skrev Ana Lima <ana@studio.example>:"),
    ("Apple Mail", "ja", "2026/03/02 9:00、Ana Lima <ana@studio.example>のメール:"),
    ("Thunderbird", "en", "On 3/2/26 09:00, Ana Lima wrote:"),
    ("Thunderbird", "de", "Am 02.03.26 um 09:00 schrieb Ana Lima:"),
    ("Thunderbird", "fr", "Le 02/03/2026 à 09:00, Ana Lima a écrit :"),
    ("Thunderbird", "es", "El 2/3/26 a las 9:00, Ana Lima escribió:"),
    ("Thunderbird", "it", "Il 02/03/26 09:00, Ana Lima ha scritto:"),
    ("Thunderbird", "nl", "Op 02-03-2026 om 09:00 schreef Ana Lima:"),
    ("Thunderbird", "pl", "W dniu 2.03.2026 o 09:00, Ana Lima pisze:"),
    ("Thunderbird", "pt", "Em 02/03/2026 09:00, Ana Lima escreveu:"),
    ("Thunderbird", "sv", "Den 2026-03-02 kl. 09:00, skrev Ana Lima:"),
    ("Thunderbird", "da", "Den 02.03.2026 kl. 09.00 skrev Ana Lima:"),
    ("Thunderbird", "ja", "2026/03/02 9:00, Ana Lima さんは書きました:"),
    ("Yahoo", "en", "On Monday, March 2, 2026 at 09:00:00 AM GMT, Ana Lima <ana@studio.example> wrote:"),
    (
        "Yahoo",
        "de",
        "Am Montag, 2. März 2026 um 09:00:00 MEZ hat Ana Lima <ana@studio.example> Folgendes geschrieben:",
    ),
    ("Yahoo", "fr", "Le lundi 2 mars 2026 à 09:00:00 UTC+1, Ana Lima <ana@studio.example> a écrit :"),
    ("Yahoo", "es", "En lunes, 2 de marzo de 2026, 09:00:00 CET, Ana Lima <ana@studio.example> escribió:"),
    (
        "Yahoo",
        "it",
        "Il lunedì 2 marzo 2026 alle ore 09:00:00 CET, Ana Lima <ana@studio.example> ha scritto:",
    ),
    ("Yahoo", "nl", "Op maandag 2 maart 2026 om 09:00:00 CET schreef Ana Lima <ana@studio.example>:"),
    (
        "Yahoo",
        "pl",
        "W dniu poniedziałek, 2 marca 2026 09:00:00 CET użytkownik Ana Lima <ana@studio.example> napisał:",
    ),
    (
        "Yahoo",
        "pt",
        "Em segunda-feira, 2 de março de 2026 09:00:00 WET, Ana Lima <ana@studio.example> escreveu:",
    ),
    ("Yahoo", "sv", "Den måndag 2 mars 2026 09:00:00 CET skrev Ana Lima <ana@studio.example>:"),
    ("Yahoo", "da", "Den mandag den 2. marts 2026 09.00.00 CET skrev Ana Lima <ana@studio.example>:"),
    ("Yahoo", "ja", "2026年3月2日月曜日 09:00:00 JST、Ana Lima <ana@studio.example>さんは書きました:"),
];

/// What Outlook writes: language, its rule, the keys of sender, date, addressee and subject, and a date.
pub(super) const OUTLOOK: &[(&str, &str, [&str; 4], &str)] = &[
    ("en", "-----Original Message-----", ["From", "Sent", "To", "Subject"], "Monday, March 2, 2026 9:00 AM"),
    (
        "de",
        "-----Ursprüngliche Nachricht-----",
        ["Von", "Gesendet", "An", "Betreff"],
        "Montag, 2. März 2026 09:00",
    ),
    ("fr", "-----Message d'origine-----", ["De", "Envoyé", "À", "Objet"], "lundi 2 mars 2026 09:00"),
    (
        "es",
        "-----Mensaje original-----",
        ["De", "Enviado el", "Para", "Asunto"],
        "lunes, 2 de marzo de 2026 9:00",
    ),
    ("it", "-----Messaggio originale-----", ["Da", "Inviato", "A", "Oggetto"], "lunedì 2 marzo 2026 09:00"),
    (
        "nl",
        "-----Oorspronkelijk bericht-----",
        ["Van", "Verzonden", "Aan", "Onderwerp"],
        "maandag 2 maart 2026 9:00",
    ),
    (
        "pl",
        "-----Wiadomość oryginalna-----",
        ["Od", "Wysłano", "Do", "Temat"],
        "poniedziałek, 2 marca 2026 09:00",
    ),
    (
        "pt",
        "-----Mensagem original-----",
        ["De", "Enviado", "Para", "Assunto"],
        "segunda-feira, 2 de março de 2026 09:00",
    ),
    ("sv", "-----Ursprungligt meddelande-----", ["Från", "Skickat", "Till", "Ämne"], "den 2 mars 2026 09:00"),
    ("da", "-----Oprindelig meddelelse-----", ["Fra", "Sendt", "Til", "Emne"], "2. marts 2026 09:00"),
    ("ja", "-----元のメッセージ-----", ["差出人", "送信日時", "宛先", "件名"], "2026年3月2日 9:00"),
];

/// What Lotus Notes writes.
const NOTES: &[&str] = &[
    "Ana Lima@CORP\n03/02/2026 09:00 AM\nTo: Ben Roth/HOU/Corp@CORP\ncc: \nSubject: Plan\n\nold line",
    "Ana Lima/Berlin/Corp@CORP\n02.03.2026 09:00\n\nAn\nBen Roth/Berlin/Corp@CORP\nKopie\n\nThema\nPlan\n\nalt",
    "Von:\tAna Lima/Berlin/Corp\nAn:\tBen Roth/Berlin/Corp@CORP\nDatum:\t02.03.2026 09:00\nBetreff:\tPlan\n\nalt",
    "De :\tAna Lima/Paris/Corp\nA :\tBen Roth/Paris/Corp@CORP\nDate :\t02/03/2026 09:00\nObjet :\tPlan\n\nvieux",
    "---------------------- Forwarded by Ben Roth/HOU/Corp on 03/02/2026 09:00 AM ---------------------------\n\nAna Lima\n03/02/2026 08:00 AM\nTo: Ben Roth/HOU/Corp@CORP\ncc: \nSubject: Plan\n\nold line",
];

/// What Notes writes above a forwarded message, in each language.
const NOTES_FORWARDS: &[&str] = &[
    "Forwarded by",
    "Weitergeleitet von",
    "Réexpédié par",
    "Remitido por",
    "Inoltrato da",
    "Doorgestuurd door",
    "Przekazane przez",
    "Encaminhado por",
    "Vidarebefordrat av",
    "Videresendt af",
    "転送者",
];

/// What telephones add: language, line.
pub(super) const TELEPHONES: &[(&str, &str)] = &[
    ("en", "Sent from my iPhone"),
    ("de", "Von meinem iPhone gesendet"),
    ("fr", "Envoyé de mon iPhone"),
    ("es", "Enviado desde mi iPhone"),
    ("it", "Inviato da iPhone"),
    ("nl", "Verstuurd vanaf mijn iPhone"),
    ("pl", "Wysłane z iPhone'a"),
    ("pt", "Enviado do meu iPhone"),
    ("sv", "Skickat från min iPhone"),
    ("da", "Sendt fra min iPhone"),
    ("ja", "iPhoneから送信"),
];

/// What lists, companies and web mailers add: whose, lines.
const FOOTERS: &[(&str, &str)] = &[
    (
        "mailman",
        "_______________________________________________\nGardeners mailing list\nGardeners@lists.garden.example\nhttps://lists.garden.example/mailman/listinfo/gardeners",
    ),
    (
        "google groups",
        "-- \nYou received this message because you are subscribed to the Google Groups \"gardeners\" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to gardeners+unsubscribe@googlegroups.example.",
    ),
    (
        "google groups nodash",
        "--~--~---------~--~----~------------~-------~--~----~\nYou received this message because you are subscribed to the Google Groups \"gardeners\" group.\n-~----------~----~----~----~------~----~------~--~---",
    ),
    (
        "yahoo groups",
        "------------------------ Yahoo! Groups Sponsor ---------------------~-->\nBuy seeds\n---------------------------------------------------------------------~->\n\nTo unsubscribe from this group, send an email to:\ngardeners-unsubscribe@groups.example",
    ),
    (
        "topica",
        "____________________________________________________________\nTo unsubscribe, email: listserv@garden.example with signoff gardeners in the body",
    ),
    (
        "listserv",
        "########################################################################\n\nTo unsubscribe from the GARDEN list, click the following link:\nhttps://listserv.garden.example/cgi?SUBED1=GARDEN",
    ),
    (
        "disclaimer en",
        "This message and any attachments are confidential and intended solely for the addressee.\nIf you have received this message in error, please notify the sender and delete it.",
    ),
    (
        "disclaimer between rows of stars",
        "**********************************************************************\nThis e-mail is the property of Garden Corp. and may contain confidential and privileged material for\nthe sole use of the intended recipient. Any review, use or disclosure by others is prohibited.\n**********************************************************************",
    ),
    (
        "disclaimer de",
        "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige\nAdressat sind, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail.",
    ),
    (
        "disclaimer fr",
        "Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leur destinataire.\nSi vous avez reçu ce message par erreur, merci d'en avertir l'expéditeur et de le détruire.",
    ),
    (
        "disclaimer es",
        "Este mensaje y sus adjuntos son confidenciales y se dirigen exclusivamente a su destinatario.\nSi ha recibido este mensaje por error, le rogamos que lo comunique y lo elimine.",
    ),
    (
        "disclaimer it",
        "Questo messaggio e i suoi allegati sono riservati e destinati esclusivamente al destinatario.\nSe avete ricevuto questo messaggio per errore, vi preghiamo di eliminarlo.",
    ),
    (
        "disclaimer nl",
        "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.\nIndien u dit bericht ten onrechte hebt ontvangen, verzoeken wij u de afzender te informeren en het te verwijderen.",
    ),
    (
        "disclaimer pl",
        "Ta wiadomość jest poufna i przeznaczona wyłącznie dla adresata.\nJeśli otrzymali ją Państwo omyłkowo, prosimy o powiadomienie nadawcy i usunięcie wiadomości.",
    ),
    (
        "disclaimer pt",
        "Esta mensagem é confidencial e destina-se exclusivamente ao destinatário.\nSe recebeu esta mensagem por engano, por favor avise o remetente e apague-a.",
    ),
    (
        "disclaimer sv",
        "Detta meddelande är konfidentiellt och endast avsett för adressaten.\nOm du har fått det av misstag, vänligen meddela avsändaren och radera det.",
    ),
    (
        "disclaimer da",
        "Denne e-mail er fortrolig og kun beregnet til modtageren.\nHvis du har modtaget den ved en fejl, bedes du kontakte afsenderen og slette den.",
    ),
    (
        "disclaimer ja",
        "このメールには機密情報が含まれており、宛先の方のみを対象としています。\n誤って受信された場合は、送信者に連絡し、削除してください。",
    ),
    (
        "virus",
        "---\nThis email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus",
    ),
    ("print", "Please consider the environment before printing this e-mail."),
    (
        "hotmail",
        "_________________________________________________________________\nGet your FREE download of MSN Explorer at http://explorer.msn.com",
    ),
    (
        "yahoo",
        "__________________________________________________\nDo You Yahoo!?\nGet personalized email addresses from Yahoo! Mail\nhttp://personal.mail.yahoo.com/",
    ),
    ("outlook ios", "Get Outlook for iOS<https://aka.ms/o0ukef>"),
    ("outlook ios de", "Outlook für iOS beziehen"),
    ("android", "Gesendet von Outlook für Android"),
    ("samsung", "Sent from my Samsung Galaxy smartphone."),
    ("samsung de", "Von meinem Samsung Galaxy Smartphone gesendet."),
    ("proton", "Sent with Proton Mail secure email."),
    ("yahoo mobile", "Sent from Yahoo Mail on Android"),
    ("yahoo mobile de", "Von Yahoo Mail auf Android gesendet"),
    ("yahoo fr", "Envoyé depuis Yahoo Mail pour iPhone"),
    ("blackberry", "Sent from my BlackBerry Wireless Handheld (www.BlackBerry.net)"),
];

/// An answer above what a program writes.
pub(super) const ANSWER: &str = "Hello Ana,\n\nthis is new.\nBen";

fn only_the_answer_is_new(above: &str, what: &str) {
    assert_eq!(new(&format!("{ANSWER}\n\n{above}")), ANSWER, "{what}");
}

/// The text with a line break at the last space before its sixtieth byte.
fn wrapped(text: &str) -> Option<String> {
    let head = text.char_indices().take_while(|(at, _)| *at < 60).filter(|(_, c)| *c == ' ').last()?;
    let (before, after) = (text.get(..head.0)?, text.get(head.0 + 1..)?);
    (text.len() > 60).then(|| format!("{before}\n{after}"))
}

#[test]
fn attributions_of_every_program_and_language_are_known() {
    for (program, language, line) in ATTRIBUTIONS {
        let what = format!("{program}, {language}");
        only_the_answer_is_new(&format!("{line}\n\n> old line of the letter\n> older"), &what);
        if let Some(line) = wrapped(line) {
            only_the_answer_is_new(
                &format!("{line}\n\n> old line of the letter"),
                &format!("{what}, wrapped"),
            );
        }
        only_the_answer_is_new(&format!("{line}\n\nold line\nolder"), &format!("{what}, without marks"));
        let between = format!("{line}\n> one?\n\nFirst.\n\n> two?\n\nSecond.");
        assert_eq!(new(&between), "First.\n\nSecond.", "{what}, between");
    }
}

#[test]
fn header_blocks_of_outlook_and_notes_are_known_in_every_language() {
    for (language, rule, [from, sent, to, subject], date) in OUTLOOK {
        let block = format!(
            "{from}: Ana Lima\n{sent}: {date}\n{to}: Ben Roth\n{subject}: Plan\n\nold line of the letter"
        );
        only_the_answer_is_new(&block, language);
        only_the_answer_is_new(&format!("{rule}\n{block}"), &format!("{language}, below a rule"));
        let bold = format!(
            "*{from}:* Ana Lima <ana@studio.example>\n*{sent}:* {date}\n*{to}:* Ben\n*{subject}:* Plan\n\nold line"
        );
        only_the_answer_is_new(&bold, &format!("{language}, in bold"));
        assert_eq!(new(&block), "", "{language}, forwarded");
    }
    for block in NOTES {
        only_the_answer_is_new(block, block);
    }
    for words in NOTES_FORWARDS {
        for dashes in [" -----", "\n---------------------------"] {
            let rule = format!("----- {words} Ben Roth/Office/Corp on 02.03.2026 09:00{dashes}");
            only_the_answer_is_new(&format!("{rule}\n\nold line of the letter"), words);
        }
    }
}

#[test]
fn what_telephones_lists_and_companies_add_is_not_new() {
    for (who, lines) in TELEPHONES.iter().chain(FOOTERS) {
        only_the_answer_is_new(lines, who);
    }
}
