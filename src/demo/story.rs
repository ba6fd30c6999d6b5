//! The format of the stories: blocks of fields and a text, one a message.
//!
//! ```text
//! # a comment, before the first block only
//! == name-of-the-message
//! when: w7 tue 09:12          (see `days::day`; Lisbon time)
//! from: priya                 (keys of the cast)
//! to: alex, ben
//! cc: lena
//! re: name-of-what-it-answers
//! subject: …                  (left out in an answer: Re: and the parent's)
//! flags: html quote outlook both phone file=name.pdf invite
//!
//! The text, with placeholders (see `days::fill_in`). A line for each paragraph.
//! ```

/// One message as the story tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The day, as `days::day` reads it.
    pub(super) day: &'a str,
    /// The hour, `09:12`.
    pub(super) time: &'a str,
    /// Key of the author.
    pub(super) from: &'a str,
    /// Keys of the addressees.
    pub(super) to: Vec<&'a str>,
    /// Keys of those in Cc.
    pub(super) cc: Vec<&'a str>,
    /// Name of the message that it answers.
    pub(super) re: Option<&'a str>,
    /// Subject; may be empty in an answer.
    pub(super) subject: &'a str,
    /// How it is written.
    pub(super) flags: Vec<&'a str>,
    /// The text.
    pub(super) text: &'a str,
}

/// The messages of a story, in its order.
pub(super) fn read(story: &str) -> Vec<Told<'_>> {
    let story =
        story.strip_prefix("== ").unwrap_or_else(|| story.split_once("\n== ").map_or("", |(_, rest)| rest));
    story.split("\n== ").filter(|block| !block.trim().is_empty()).map(block).collect()
}

fn block(block: &str) -> Told<'_> {
    let (fields, text) = block.split_once("\n\n").unwrap_or((block, ""));
    let mut lines = fields.lines();
    let mut told =
        Told { name: lines.next().unwrap_or_default().trim(), text: text.trim_end(), ..Told::default() };
    for (key, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        let keys = || value.split(',').map(str::trim).collect();
        match key {
            "when" => (told.day, told.time) = value.rsplit_once(' ').unwrap_or((value, "09:00")),
            "from" => told.from = value,
            "to" => told.to = keys(),
            "cc" => told.cc = keys(),
            "re" => told.re = Some(value),
            "subject" => told.subject = value,
            "flags" => told.flags = value.split_whitespace().collect(),
            _ => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_a_message() {
        let told = read(
            "# why\n== a\nwhen: w7 tue 09:12\nfrom: x\nto: y, z\nsubject: On: it\n\nHi.\n\nBye.\n\n\
                         == b\nwhen: 4d 10:00\nfrom: y\nto: x\nre: a\nflags: html quote\n\nOk.\n",
        );
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].day, told[0].time, told[0].subject), ("w7 tue", "09:12", "On: it"));
        assert_eq!((told[0].text, &*told[0].to), ("Hi.\n\nBye.", &["y", "z"][..]));
        assert_eq!((told[1].re, &*told[1].flags), (Some("a"), &["html", "quote"][..]));
    }
}
