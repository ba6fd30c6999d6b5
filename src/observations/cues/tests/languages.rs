//! Languages beside English.

use super::*;

#[test]
fn german_french_and_spanish_are_read_by_their_packs() {
    for (text, language, act) in [
        ("Könntest du mir bitte bis Freitag die Liste schicken?", "de", Request),
        ("Danke, dass du beim Umzug geholfen hast!", "de", Thanks),
        ("Merci beaucoup pour ton aide avec le déménagement !", "fr", Thanks),
        ("¿Podrías enviarme la lista de los invitados?", "es", Request),
    ] {
        let reading = reading(text);
        assert_eq!(reading.language.as_deref(), Some(language), "{text}");
        assert!(reading.cues.iter().any(|cue| cue.act == act), "{text}: {:?}", reading.cues);
    }
    let sale = reading("Liebe Kunden, im Newsletter stehen die Angebote. Hier können Sie sich abmelden.");
    assert!(sale.announcement && sale.cues.is_empty());
    let grief = reading("Mein Vater ist am Sonntag gestorben. Ich danke dir für deine Hilfe in der Klinik.");
    assert!(grief.sensitive && grief.cues.iter().all(|cue| cue.quote.is_empty()));
}
