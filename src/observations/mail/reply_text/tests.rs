//! Bodies of many programs and languages: what is new in them.

mod clients;
mod html;

use super::*;

fn new(text: &str) -> String {
    read(text).authored
}

/// What programs write below an answer.
const QUOTES: &[(&str, &str)] = &[
    ("Gmail", "On Mon, Mar 2, 2026 at 9:00 AM Ana Lima <ana@studio.example> wrote:\n\n> old\n> older"),
    (
        "Gmail, wrapped",
        "On Mon, Mar 2, 2026 at 9:00 AM Ana Lima <\nana.of.the.long.address@studio.example> wrote:\n> old",
    ),
    ("Apple Mail", "> On 2 Mar 2026, at 09:00, Ana Lima <ana@studio.example> wrote:\n> \n> old"),
    (
        "Apple Mail, no marks",
        "On Mar 2, 2026, at 9:00 AM, Ana Lima <ana@studio.example> wrote:\n\nold\n\nAna",
    ),
    (
        "Outlook",
        "-----Original Message-----\nFrom: Ana Lima\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ben\nSubject: Plan\n\nold",
    ),
    (
        "Outlook, no rule",
        "From: Ana Lima <ana@studio.example>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ben\nSubject: Plan\n\nold",
    ),
    (
        "Outlook for iOS",
        "Get Outlook for iOS<https://aka.ms/x>\n________________________________\nFrom: Ana\nSent: Monday\nTo: Ben\nSubject: Plan\n\nold",
    ),
    (
        "Yahoo",
        "--- On Mon, 3/2/26, Ana Lima <ana@studio.example> wrote:\n\nFrom: Ana Lima\nSubject: Plan\n\nold",
    ),
    ("Thunderbird", "Ana Lima wrote:\n> old\n"),
    ("Notes", "Ana Lima@CORP\n03/02/2026 09:00 AM\nTo: Ben Roth/HOU/Corp@CORP\ncc: \nSubject: Plan\n\nold"),
    (
        "Notes, forwarded",
        "---------------------- Forwarded by Ben Roth/HOU/Corp on 03/02/2026 09:00 AM \n---------------------------\n\nold",
    ),
    (
        "telephone",
        "Sent from my iPhone\n\nOn Mar 2, 2026, at 9:00 AM, Ana Lima <ana@studio.example> wrote:\n\n> old",
    ),
    ("German", "Am 02.03.2026 um 09:00 schrieb Ana Lima:\n> alt"),
    ("German Outlook", "Von: Ana Lima\nGesendet: Montag, 2. März 2026 09:00\nAn: Ben\nBetreff: Plan\n\nalt"),
    ("German rule", "-------- Ursprüngliche Nachricht --------\nVon: Ana Lima\n\nalt"),
    ("French", "Le lun. 2 mars 2026 à 09:00, Ana Lima <ana@studio.example> a\nécrit :\n\n> vieux"),
    ("French rule", "-------- Message d'origine --------\nDe : Ana\nvieux"),
    ("Spanish", "El lun, 2 mar 2026 a las 9:00, Ana Lima (<ana@studio.example>)\nescribió:\n\n> viejo"),
    (
        "Italian",
        "Il giorno lun 2 mar 2026 alle ore 09:00 Ana Lima <\nana@studio.example> ha scritto:\n\n> vecchio",
    ),
    ("Dutch", "Op ma 2 mrt 2026 om 09:00 schreef Ana Lima <ana@studio.example>:\n\n> oud"),
    ("Polish", "W dniu 2.03.2026 o 09:00, Ana Lima pisze:\n> stare"),
    (
        "Portuguese",
        "Em seg., 2 de mar. de 2026 às 09:00, Ana Lima <ana@studio.example>\nescreveu:\n\n> velho",
    ),
    ("Swedish", "Den mån 2 mars 2026 kl 09:00 skrev Ana Lima <ana@studio.example>:\n\n> gammalt"),
    ("Danish", "Fra: Ana Lima\nSendt: 2. marts 2026 09:00\nTil: Ben\nEmne: Plan\n\ngammelt"),
    ("Japanese", "2026年3月2日(月) 9:00 Ana Lima <ana@studio.example>:\n\n> 古い"),
    ("Japanese Outlook", "差出人: Ana Lima\n送信日時: 2026年3月2日 9:00\n宛先: Ben\n件名: Plan\n\n古い"),
];

#[test]
fn answers_above_the_quote_are_kept_alone() {
    for (program, below) in QUOTES {
        assert_eq!(
            new(&format!("Hello Ana,\n\nthis is new.\nBen\n\n{below}")),
            "Hello Ana,\n\nthis is new.\nBen",
            "{program}"
        );
    }
}

#[test]
fn answers_between_quoted_lines_are_all_kept() {
    let text = "On 02/03/2026 09:00, Ana Lima wrote:\n> one?\nFirst.\n\n> two?\n> really two?\n\nSecond.\nThird.\n> end\n";
    assert_eq!(new(text), "First.\n\nSecond.\nThird.");
    assert!(read(text).answers);
}

#[test]
fn a_forward_has_nothing_new_and_its_comment_is_kept() {
    let forwarded = "Begin forwarded message:\n\nFrom: Ana\nSubject: Plan\nDate: today\nTo: Ben\n\nold";
    assert_eq!(new(forwarded), "");
    assert_eq!(new(&format!("FYI\n\n{forwarded}")), "FYI");
}

#[test]
fn signatures_and_footers_are_cut() {
    for below in [
        "-- \nBen Roth\nGarden Works",
        "--\nBen",
        "________________________________________\nGardeners mailing list\nGardeners@lists.garden.example",
        "This e-mail is confidential and intended only for the recipient. If you received it in error,\ndelete it.",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----",
        "--------------------------\nSent from my BlackBerry Wireless Handheld",
        "=================\nBen Roth\nTel. 020 555 0188\nwww.garden.example",
    ] {
        assert_eq!(new(&format!("See you at ten.\n\n{below}")), "See you at ten.", "{below}");
    }
}

#[test]
fn what_only_looks_like_a_quote_or_footer_is_kept() {
    for text in [
        "On the whole I agree.\nOn Monday I wrote to her: she has not answered.",
        "The plan:\n-----\none\n-----\ntwo",
        "I have three points:\n-- one\n-- two\n-- three",
        "From: the station, take the tram.\nThen walk.",
        "Dear Ben,\n\nplease unsubscribe me from your plans.\n\nAna",
        "Run this:\n\n > plot(roses)\nand look.",
    ] {
        assert_eq!(new(text), text);
    }
}

#[test]
fn many_rules_cost_one_search() {
    let rules = "-----\nx\n".repeat(9_000);
    assert!(new(&rules).len() > 9_000);
    let keys = "From: Ana <ana@studio.example>\n".repeat(2_000);
    let _ = new(&keys);
}

#[test]
fn below_an_answer_the_letter_it_passes_on_is_quoted_whole() {
    let header = "________________________________\nFrom: Ana Lima\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ben\nSubject: Roses";
    let older = "> When do you prune?\n\nIn March, before they bud.\n\n> And water?\n\nTwice a week.";
    let answered = format!("I pruned them all on Sunday.\n\n{header}\n\n{older}");
    assert_eq!(new(&answered), "I pruned them all on Sunday.");
    // Who answers between the lines says so, or only greets.
    for above in ["My answers are below.", "Hi Ana,"] {
        assert!(new(&format!("{above}\n\n{header}\n\n{older}")).contains("before they bud"), "{above}");
    }
}
