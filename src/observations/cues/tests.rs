//! Invented cases: for each act wordings that are it, and wordings that only look like it.

mod dated;
mod languages;
mod stance;

use jiff::civil::{date, datetime};
use proptest::prelude::*;

use super::Act::{
    Advice, Apology, Care, Concession, Decline, Gift, Help, Introduction, Offer, Opportunity, Praise,
    Pressure, Promise, Recommendation, Request, Thanks,
};
use super::*;
use crate::people::Address;

fn reading(text: &str) -> TextReading {
    let to = [Mailbox { name: None, address: Address::parse("ana@studio.example").unwrap() }];
    let context = TextContext {
        subject: "",
        from: None,
        to: &to,
        sent: datetime(2026, 3, 4, 10, 0, 0, 0),
        has_attachment: false,
        is_reply: true,
        passed_on: &[],
    };
    read(text, &context)
}

fn says(text: &str, act: Act) -> bool {
    reading(text).cues.iter().any(|cue| cue.act == act)
}

const CASES: [(Act, [&str; 6], [&str; 6]); 16] = [
    (
        Thanks,
        [
            "Thank you so much for helping me with the move.",
            "Thanks for turning the draft around so quickly.",
            "I really appreciate your help with the garden.",
            "Many thanks for sending the photos.",
            "Thanks a lot for looking into this.",
            "Thank you for taking care of the garden.",
        ],
        [
            "Could you send the list?\n\nThanks in advance,\nIda",
            "See you on Monday.\n\nThanks,\nIda",
            "Thank you for your attention.",
            "No thanks, we have enough chairs.",
            "I thanked her for the photos.",
            "Any help would be much appreciated.",
        ],
    ),
    (
        Request,
        [
            "Could you send me the list by Friday?",
            "Please call Ben about the tent.",
            "Can you take a look at the draft?",
            "What is the status of the order?",
            "Would you mind checking the numbers?",
            "Please let me know which day suits you.",
        ],
        [
            "Let me know if you have any questions.",
            "See you on Monday.",
            "The train was late.",
            "She asked him for the list.",
            "It rained all day.",
            "I met Ben at the station.",
        ],
    ),
    (
        Offer,
        [
            "Let me know if I can help.",
            "I'd be happy to help with the move.",
            "Do you want me to bring the tent?",
            "If you need any help, just call me.",
            "I can cover for you on Tuesday.",
            "Would you like me to read a draft?",
        ],
        [
            "Let me know if you have any questions.",
            "I am happy to hear that.",
            "Can you help me with the move?",
            "She offered him a seat.",
            "I cannot help with that.",
            "The shop was open.",
        ],
    ),
    (
        Promise,
        [
            "I'll send you the file tomorrow.",
            "I will check and get back to you.",
            "I'll call Ben tonight and let you know.",
            "We will send the chairs on Monday.",
            "I will forward the photos to you tomorrow.",
            "I'll fix it and let you know.",
        ],
        [
            "I will be out of town on Friday.",
            "He will probably be late.",
            "Will you come?",
            "I sent the file yesterday.",
            "It will rain tomorrow.",
            "We will see.",
        ],
    ),
    (
        Help,
        [
            "Attached is the list you asked for.",
            "Here is the address you asked for.",
            "As you requested, I have attached the plan.",
            "Attached are the photos you wanted.",
            "Here are the numbers you asked for.",
            "As you asked, here is the list of names.",
        ],
        [
            "Can you fix it?",
            "The weather was good.",
            "I haven't fixed it.",
            "See you soon.",
            "Please send me the list.",
            "Let me know when it is fixed.",
        ],
    ),
    (
        Introduction,
        [
            "I'd like to introduce you to Ben, who runs the choir.",
            "Let me introduce Ida.",
            "I'm copying Ben, who knows the garden best.",
            "You two should meet.",
            "Ida, meet Ben.\n\nI'm putting you two in touch.",
            "I wanted to connect you with Ida.",
        ],
        [
            "We introduced a new form.",
            "Could you introduce me to Ben?",
            "It was nice to meet you.",
            "I met Ida on Monday.",
            "The introduction is too long.",
            "Connect the cable to the box.",
        ],
    ),
    (
        Recommendation,
        [
            "I highly recommend Ida for the job.",
            "She is an excellent teacher.",
            "I can vouch for Ben.",
            "I put in a good word for you.",
            "I recommended you to the editor.",
            "He is one of the best carpenters in town.",
        ],
        [
            "I recommend using the back door.",
            "Can you recommend a dentist?",
            "Is she a good teacher?",
            "She is late.",
            "We followed the recommendations.",
            "He is on the train.",
        ],
    ),
    (
        Advice,
        [
            "I would suggest that you start with the second chapter.",
            "I think you should wait another week before you sign.",
            "If I were you, I would use the older version.",
            "You might want to consider a smaller hall.",
            "I would recommend that you avoid the long title.",
            "In my opinion you should keep it short.",
        ],
        [
            "Any advice?",
            "See you on Monday.",
            "Thanks for the advice.",
            "The hall is small.",
            "I'll send the second chapter.",
            "What should I do?",
        ],
    ),
    (
        Praise,
        [
            "Congratulations on your new job!",
            "Great job on the poster.",
            "Well done!",
            "I am very impressed with your work.",
            "Your talk was excellent.",
            "Keep up the good work.",
        ],
        [
            "Good luck on Monday.",
            "Good morning,\n\nthe train is late.",
            "Great, thanks.",
            "That would be great.",
            "Friday is not good for me.",
            "Good to know.",
        ],
    ),
    (
        Care,
        [
            "I am so sorry to hear about your mother.",
            "Happy birthday!",
            "Get well soon!",
            "How is your family?",
            "We miss you here.",
            "I hope you are feeling better.",
        ],
        [
            "I hope you are well.",
            "I hope this helps.",
            "Sorry I missed your call.",
            "We hope to meet on Monday.",
            "He asked about the trip.",
            "The team is happy with the hall.",
        ],
    ),
    (
        Gift,
        [
            "Dinner is on me.",
            "I bought you a little present.",
            "You can have my tickets.",
            "Let me know when you are free, lunch is my treat.",
            "You are welcome to stay at our place.",
            "I'd like to buy you lunch.",
        ],
        [
            "Thank you for the gift.",
            "The gift shop is closed.",
            "Can you buy me a ticket?",
            "I booked the tickets for the team.",
            "Lunch meeting at noon.",
            "Order now and get a free gift.",
        ],
    ),
    (
        Apology,
        [
            "I'm sorry for the delay.",
            "Sorry about the confusion.",
            "I apologize for the mistake.",
            "My apologies, I missed your message.",
            "Sorry, I forgot to attach the file.",
            "I am sorry that I did not answer earlier.",
        ],
        [
            "I am sorry for your loss.",
            "I'm sorry to hear that you are ill.",
            "No need to apologize.",
            "He apologized to her.",
            "Better safe than sorry.",
            "Sorry to bother you.",
        ],
    ),
    (
        Pressure,
        [
            "This is the third time I ask.",
            "Finish those reports by four or you are fired.",
            "This is unacceptable.",
            "You still haven't answered.",
            "I am tired of waiting.",
            "If it is not here by noon we will take legal action.\n\nThis is your last chance.",
        ],
        [
            "The deadline is Friday.",
            "Just a reminder that we meet on Monday.",
            "Please send it by noon.",
            "I am pressed from above.",
            "The second time I saw the film I liked it.",
            "Are you still in town?",
        ],
    ),
    (
        Decline,
        [
            "Unfortunately I will not be able to attend.",
            "I'm sorry, but I can't make it on Friday.",
            "I have to decline.",
            "I am unable to attend the meeting.",
            "I'm afraid I cannot help with this.",
            "We are unable to come on Sunday.",
        ],
        [
            "I can't wait to see you.",
            "He can't come.",
            "If you cannot come, tell me.",
            "I can come on Friday.",
            "She declined the offer.",
            "Can't you come?",
        ],
    ),
    (
        Concession,
        [
            "Take Friday off, you earned it.",
            "I'll extend the deadline until Monday.",
            "You can leave early today.",
            "We will waive the late fee.",
            "You don't have to come in tomorrow.",
            "I'll cover for you on Tuesday.",
        ],
        [
            "Can I take Friday off?",
            "The deadline is Friday.",
            "Please take a moment to read this.",
            "He left early.",
            "The fee is due on Monday.",
            "I took the day off.",
        ],
    ),
    (
        Opportunity,
        [
            "There is an opening at the museum that would be perfect for you.",
            "Would you like to write a guest article for our site?",
            "We'd love you to speak at our spring conference.",
            "I know a publisher looking for someone like you.",
            "They are looking for someone with your skills, and I put your name forward.",
            "I saw a job and thought of you.",
        ],
        [
            "I am looking for a job.",
            "Do you know of an opening?",
            "The job took two days.",
            "The opening is at eight.",
            "Would you like some tea?",
            "We hired a new editor.",
        ],
    ),
];

#[test]
fn wordings_of_an_act_are_it() {
    let missed: Vec<_> = CASES
        .iter()
        .flat_map(|(act, are, _)| are.iter().filter(|text| !says(text, *act)).map(move |text| (*act, *text)))
        .collect();
    assert_eq!(missed, []);
}

#[test]
fn wordings_that_only_look_like_an_act_are_not() {
    let wrong: Vec<_> = CASES
        .iter()
        .flat_map(|(act, _, not)| not.iter().filter(|text| says(text, *act)).map(move |text| (*act, *text)))
        .collect();
    assert_eq!(wrong, []);
}

#[test]
fn announcements_and_other_languages_hold_no_cue() {
    let sale =
        reading("Spring sale! Please call us today. Click here to order. To unsubscribe, follow this link.");
    assert!(sale.announcement);
    assert_eq!(sale.cues, []);
    let italian =
        reading("Potresti mandarmi la lista delle persone che vengono alla riunione di venerdì prossimo?");
    assert_eq!(italian.language.as_deref(), Some("it"));
    assert_eq!(italian.cues, []);
}

#[test]
fn sensitive_text_keeps_no_quote() {
    let reading = reading("I am so sorry for your loss. Please let me know which day the funeral is.");
    assert!(reading.sensitive);
    assert!(!reading.cues.is_empty());
    assert!(reading.cues.iter().all(|cue| cue.quote.is_empty()));
}

#[test]
fn a_quote_is_cut_at_two_hundred_characters() {
    let long = format!("Could you send {}é by Friday?", "the list and ".repeat(30));
    assert!(says(&long, Request) && reading(&long).cues.iter().all(|cue| cue.quote.chars().count() <= 200));
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,300}") {
        let reading = reading(&text);
        prop_assert!(reading.cues.len() <= CASES.len());
        prop_assert_eq!(&reading, &self::reading(&text));
    }
}
