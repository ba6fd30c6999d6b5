//! Which texts are notices and advertisements.

use super::*;

fn marked(text: &str) -> Option<BulkMark> {
    let envelope = Envelope { from: None, to: &[], cc: &[], subject: "Hello", is_reply: false };
    mark(text, text, &envelope)
}

#[test]
fn notices_of_calendar_programs_are_known_by_their_shape() {
    for text in [
        "CALENDAR ENTRY:\tAPPOINTMENT\n\nDescription:\n\tGarden walk\n\nDate:\t\t3/2/2026\nTime:\t\t9:00 AM\n\nChairperson:\tAna",
        "When: Monday, March 2, 2026 9:00 AM-10:00 AM\nWhere: Studio\n\n*~*~*~*~*~*~*~*~*~*\n\nSee you",
        "TASK ASSIGNMENT\n\nTask Priority: 2\nTask Due On:\nTask Start Date:",
    ] {
        assert_eq!(marked(text), Some(BulkMark::CalendarNotice), "{text}");
    }
    assert_eq!(marked("When: tomorrow?\nWhere shall we meet?"), None);
    assert_eq!(marked("Meeting invitation for you, dear Ben: come by when you like."), None);
}

#[test]
fn advertisements_need_several_signs() {
    assert_eq!(
        marked(
            "Dear customer,\nsave 20% off all roses, click here: http://shop.example\nTo unsubscribe, reply STOP."
        ),
        Some(BulkMark::Announcement)
    );
    assert_eq!(
        marked(
            "The garden day is on Friday.\nPlease join us at noon. For more information call Ben, RSVP by May 4."
        ),
        Some(BulkMark::Announcement)
    );
    for text in [
        "Ana, can you unsubscribe me from the garden list? Thanks",
        "Hi Ben, tickets are free, click here to see: http://garden.example",
        "Are you free on Monday?",
        "Please join us on Friday, Ana. Ben",
    ] {
        assert_eq!(marked(text), None, "{text}");
    }
}
