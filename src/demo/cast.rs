//! Who appears in the demo: a line a person in `stories/people.txt`.
//!
//! `key | name | address | zone | mailer`, where the mailer is one of `web`, `desk`, `office`, `phone`.

use std::collections::BTreeMap;

use super::dice::Dice;

/// How a person's mail program names messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mailer {
    /// Webmail.
    Web,
    /// A mail program at home.
    Desk,
    /// A company's mail server.
    Office,
    /// A telephone.
    Phone,
}

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    /// Name, maybe none.
    pub(super) name: &'static str,
    /// Address.
    pub(super) address: &'static str,
    /// Time zone of his mail program.
    pub(super) zone: &'static str,
    /// His mail program.
    pub(super) mailer: Mailer,
}

impl Actor {
    /// Whether it is the owner.
    pub(super) fn is_owner(&self) -> bool {
        self.name == "Alex Moreau"
    }

    /// The domain of the address.
    pub(super) fn domain(&self) -> &'static str {
        self.address.split_once('@').map_or("mail.example", |(_, domain)| domain)
    }

    /// The Message-ID, without brackets, of what he writes under a name of its own.
    pub(super) fn message_id(&self, unique: &str) -> String {
        let mut dice = Dice::of(&format!("{}/{unique}", self.address));
        let (a, b, c) = (dice.next(), dice.next(), dice.next());
        let domain = self.domain();
        match self.mailer {
            Mailer::Web => format!("CA{a:014x}{b:016x}@mail.{domain}"),
            Mailer::Desk => format!(
                "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}@{domain}",
                a >> 32,
                b >> 48,
                (b >> 32) & 0xffff,
                b & 0xffff,
                c >> 16
            ),
            Mailer::Office => format!("{a:016X}{b:016X}@EX{:02}.{domain}", c % 7 + 1),
            Mailer::Phone => format!("{:X}.{:X}-{:04x}@{domain}", a >> 24, b >> 24, c >> 48),
        }
    }
}

/// Everybody, by key.
#[derive(Debug)]
pub(super) struct Cast(BTreeMap<&'static str, Actor>);

impl Cast {
    /// Reads the cast.
    pub(super) fn read() -> Self {
        let lines = include_str!("stories/people.txt").lines();
        Self(lines.filter(|line| !line.starts_with('#')).filter_map(actor).collect())
    }

    /// Who goes by a key.
    pub(super) fn get(&self, key: &str) -> Option<&Actor> {
        self.0.get(key.trim())
    }
}

fn actor(line: &'static str) -> Option<(&'static str, Actor)> {
    let mut fields = line.split('|').map(str::trim);
    let mut field = || fields.next();
    let (key, name, address, zone, mailer) = (field()?, field()?, field()?, field()?, field()?);
    let mailer = match mailer {
        "web" => Mailer::Web,
        "office" => Mailer::Office,
        "phone" => Mailer::Phone,
        _ => Mailer::Desk,
    };
    Some((key, Actor { name, address, zone, mailer }))
}
