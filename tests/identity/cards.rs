//! Who is who by the owner's address book.

use super::*;

#[test]
fn one_card_is_one_person_until_the_owner_says_otherwise() {
    let world = steve();
    let card = world.path("book.vcf");
    std::fs::write(
        &card,
        "BEGIN:VCARD\nVERSION:4.0\nFN:Steve Hall\nEMAIL:steve.hall@studio.example\nEMAIL:shall@home-mail.example\nEND:VCARD\n",
    )
    .unwrap();
    done(&world, &["import", card.to_str().unwrap()]);
    assert_eq!(world.json(&["people"]).len(), 2);
    done(&world, &["split", "Steve Hall", "shall@home-mail.example"]);
    assert_eq!(world.json(&["people"]).len(), 3);
}

/// What `people` calls Steve after these books were imported, one after the other.
fn called_after(books: &[&str]) -> String {
    let world = steve();
    for (number, book) in books.iter().enumerate() {
        let path = world.path(&format!("book{number}.vcf"));
        std::fs::write(&path, book).unwrap();
        done(&world, &["import", path.to_str().unwrap()]);
    }
    let people = world.json(&["people"]);
    let steve =
        people.iter().find(|person| person["addresses"].to_string().contains("steve.hall@studio.example"));
    steve.unwrap()["name"].as_str().unwrap().to_owned()
}

#[test]
fn a_later_version_of_a_card_takes_its_place() {
    let card = |uid: &str, name: &str| {
        format!("BEGIN:VCARD\nVERSION:4.0\n{uid}FN:{name}\nEMAIL:steve.hall@studio.example\nEND:VCARD\n")
    };
    // Whichever of the two would come first by its digest.
    for (old, new) in [("Stephen Hall", "Stephen Baker"), ("Stephen Baker", "Stephen Hall")] {
        let (old, new) = (card("UID:u1\n", old), card("UID:u1\n", new));
        let name = new.split("FN:").nth(1).unwrap().split('\n').next().unwrap();
        assert_eq!(called_after(&[&old, &new]), name);
    }
}

#[test]
fn of_two_cards_with_one_address_the_one_whose_name_stands_in_the_mail_is_meant() {
    let card = |name: &str| {
        format!("BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nEMAIL:steve.hall@studio.example\nEND:VCARD\n")
    };
    for other in ["Anna Hall", "Zoe Hall", "Ida Hall", "Maud Hall"] {
        assert_eq!(called_after(&[&card(other), &card("Steve Hall")]), "Steve Hall");
        assert_eq!(called_after(&[&card("Steve Hall"), &card(other)]), "Steve Hall");
    }
}
