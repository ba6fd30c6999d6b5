//! No text, damage or value makes the reader of a config panic.

use proptest::prelude::*;

use super::*;

/// Values of all types, many of them wrong.
const VALUES: &str = concat!(
    r#""\PC{0,30}"|"-?[0-9]{1,22} (year|week|s|d|h)s?"|"#,
    r#"-?[0-9]{1,25}(\.[0-9]{1,5})?|0x[0-9a-f]{1,20}|inf|nan|true|\[""\]|1979-05-27"#,
);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*|(?s).{0,200}") {
        if let Err(error) = parse(&text, "config.toml") {
            prop_assert!(!error.report(Colour::Never).is_empty());
        }
    }

    #[test]
    fn no_damage_to_a_config_makes_it_panic(
        at in 0..EXAMPLE.len(),
        length in 0..60_usize,
        patch in "[\\[\\]{}\"'=.,#a-z0-9é\n ]{0,8}",
    ) {
        let at = EXAMPLE.floor_char_boundary(at);
        let end = EXAMPLE.floor_char_boundary((at + length).min(EXAMPLE.len())).max(at);
        let text = format!("{}{patch}{}", &EXAMPLE[..at], &EXAMPLE[end..]);
        if let Err(error) = parse(&text, "config.toml") {
            prop_assert!(!error.report(Colour::Never).is_empty());
        }
    }

    #[test]
    fn no_value_makes_it_panic(
        section in prop::sample::select(vec!["me", "ledger", "nudges", "ledger.worth", "circles.a", "relationships"]),
        key in "name|timezone|addresses|half_life_given|help|late|expect|people|importance|kinds|regime|[a-z_]{1,9}",
        value in VALUES,
    ) {
        if let Err(error) = parse(&format!("[{section}]\n{key} = {value}\n"), "config.toml") {
            prop_assert!(!error.report(Colour::Never).is_empty());
        }
    }
}
