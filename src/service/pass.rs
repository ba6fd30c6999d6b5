//! One pass over all sources, and a look at all of them that reads nothing into the journal.

use std::sync::Arc;

use tokio_util::task::AbortOnDropHandle;

use crate::causes::sentence;
use crate::config::{Delivery, Mail, Via};
use crate::delivery::SmtpMailer;
use crate::observations::mail::{CheckingServer, Trust, checking_server};
use crate::sources::caldav::Survey;
use crate::sources::imap::{self, Account, Haste, ImapError, Role};

use super::accounts::{self, AccountError, SENT, note};
use super::desk::Desk;
use super::feeds::{self, Look, Seen};
use super::intake::is_vouched_for;
use super::letters;

/// What came of one source, in a sentence; an error says what to do.
pub type Outcome = Result<String, String>;

/// Reads all accounts once, as many at once as may be, and then the calendars, one after the other. `told` hears of
/// each in the order of the config, when it and those before it are done.
pub async fn pass(desk: &Desk, told: &mut (dyn FnMut(&str, &Outcome) + Send)) {
    let begin = |mail: &Mail| {
        let (desk, mail) = (desk.clone(), mail.clone());
        AbortOnDropHandle::new(tokio::spawn(async move { read_account(&desk, &mail).await }))
    };
    let reading: Vec<_> = desk.config.mail.iter().map(begin).collect();
    for (mail, reading) in desk.config.mail.iter().zip(reading) {
        let outcome = reading.await.unwrap_or_else(|broken| Err(format!("reading broke off: {broken}")));
        told(&accounts::source_name(mail), &outcome);
    }
    for calendar in &desk.config.calendars {
        let source = feeds::source_name(calendar);
        let outcome = match feeds::read_once(desk, calendar).await {
            Ok(pass) => {
                feeds::note_pass(desk, &source, &pass);
                let new = match pass.new {
                    0 => "nothing new".to_owned(),
                    new => format!("{new} new or changed"),
                };
                Ok(pass.lacking().map_or(new.clone(), |why| format!("{new}; {why}")))
            }
            Err(error) => failed(desk, &source, &error),
        };
        told(&source, &outcome);
    }
}

async fn read_account(desk: &Desk, mail: &Mail) -> Outcome {
    let source = accounts::source_name(mail);
    match accounts::read_once(desk, mail, Haste::Usual).await {
        Ok(pass) => {
            accounts::note_pass(desk, &source, &pass);
            let lacking = pass.lacking.map_or_else(String::new, |why| format!("; {why}"));
            let told = format!("read {}, {} new{lacking}", pass.fetched, pass.new);
            pass.failed.map_or(Ok(told.clone()), |why| Err(format!("{told}; {why}")))
        }
        Err(error) => failed(desk, &source, &error),
    }
}

fn failed(desk: &Desk, source: &str, error: &dyn std::error::Error) -> Outcome {
    let text = sentence(error);
    note(desk, source, Err(&text));
    Err(text)
}

/// Tries every account, calendar and the way of letters. `told` hears of each when it is done. Gives the server of
/// each account that was seen to check senders.
pub async fn check(
    desk: &Desk,
    told: &mut (dyn FnMut(&str, &Outcome) + Send),
) -> Vec<Option<CheckingServer>> {
    let (mut servers, mut failed) = (Vec::new(), Vec::new());
    for mail in &desk.config.mail {
        let source = accounts::source_name(mail);
        let (outcome, server) = match look(desk, mail).await {
            Err(error) => {
                let outcome = Err(sentence(&error));
                failed.push((mail, error));
                (outcome, None)
            }
            Ok(report) => (looked(mail, &report), checking_server(&report.newest)),
        };
        told(&source, &outcome);
        servers.push(server);
    }
    for calendar in &desk.config.calendars {
        let outcome = match feeds::look(desk, calendar).await {
            Err(error) => Err(sentence(&error)),
            Ok(Look::Feed(Seen { entries: 0, .. })) => {
                Err("connected, but nothing to read: the calendar has no entry".to_owned())
            }
            Ok(Look::Feed(seen)) => Ok(seen_in(seen)),
            Ok(Look::Server(survey)) => surveyed(&survey),
        };
        told(&feeds::source_name(calendar), &outcome);
    }
    match &desk.config.delivery {
        None => told("delivery", &Ok("not set up: no letter is sent (section [delivery])".to_owned())),
        Some(delivery) => match failed.iter().find(|failure| would_fail_too(delivery, failure)) {
            Some((mail, _)) => {
                let why = format!("not tried, as {} fails", accounts::source_name(mail));
                told("delivery", &Err(why));
            }
            None => told("delivery", &reach(desk, delivery).await),
        },
    }
    servers
}

async fn look(desk: &Desk, mail: &Mail) -> Result<imap::CheckReport, AccountError> {
    let secret = desk.keys.mail(mail, None).await?;
    let _place = desk.gate.enter(&mail.name, &mail.server.host).await;
    match imap::check(&Account::new(mail), &secret, desk.now()).await {
        Err(error) if error.is_refused_token() => {
            let secret = desk.keys.mail(mail, Some(&secret)).await?;
            Ok(imap::check(&Account::new(mail), &secret, desk.now()).await?)
        }
        outcome => Ok(outcome?),
    }
}

fn entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn seen_in(Seen { entries: count, with_guests, skipped }: Seen) -> String {
    let told = format!("would read {}, {skipped} in part or not at all", entries(count));
    if with_guests > 0 {
        return told;
    }
    format!(
        "{told}; none says who was invited, so none counts: published feeds often leave the guests out. Have the \
         calendar shared with its guests (a private address, or a file exported by your calendar program), or read \
         the mailbox that the invitations come to"
    )
}

/// Says which calendars of a server would be read.
fn surveyed(survey: &Survey) -> Outcome {
    let read: Vec<String> =
        survey.read.iter().map(|(name, count)| format!("{name} ({})", entries(*count as u64))).collect();
    let left: Vec<String> =
        survey.left.iter().map(|(name, left)| format!("not {name}: {}", left.text())).collect();
    let all = |first: String| std::iter::once(first).chain(left).collect::<Vec<_>>().join("; ");
    if !survey.missing.is_empty() {
        let names: Vec<&str> = survey.read.iter().map(|(name, _)| name.as_str()).collect();
        let others: Vec<&str> = survey.left.iter().map(|(name, _)| name.as_str()).collect();
        let there = [names, others].concat().join(", ");
        return Err(format!(
            "the server has no calendar {}, but {there}; correct `include`",
            survey.missing.join(", ")
        ));
    }
    if survey.read.is_empty() {
        return Err(all("connected, but nothing to read: no calendar of this user is chosen".to_owned()));
    }
    if survey.read.iter().all(|(_, count)| *count == 0) {
        return Err(all(format!("connected, but nothing to read: {}", read.join(", "))));
    }
    Ok(all(format!("would read {}", read.join(", "))))
}

/// Most folders of which it is told why they are not read.
const TOLD_FOLDERS: usize = 20;

fn looked(mail: &Mail, report: &imap::CheckReport) -> Outcome {
    let read: Vec<_> =
        report.chosen.iter().map(|folder| format!("{} ({})", folder.name.display(), folder.why)).collect();
    let mut told = vec![format!("would read {}", read.join(", "))];
    told.push(format!("{} messages in INBOX, {} of the last week", report.inbox, report.inbox_last_week));
    told.extend(vouched(mail, &report.newest));
    if !report.left.is_empty() {
        let left: Vec<_> =
            report.left.iter().map(|(name, left)| format!("{} ({left})", name.display())).collect();
        let more = match left.len().saturating_sub(TOLD_FOLDERS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let left = left.get(..TOLD_FOLDERS).unwrap_or(&left).join(", ");
        told.push(format!("would not read {left}{more}"));
    }
    if report.chosen.is_empty() {
        return Err(format!("connected, but no folder is to be read; {}", told.join("; ")));
    }
    told.extend(lacking(report).into_iter().map(|warning| format!("warning: {warning}")));
    Ok(told.join("; "))
}

/// What an account may come to have, so that reading it is worth while already.
fn lacking(report: &imap::CheckReport) -> Vec<String> {
    let mut lacking = Vec::new();
    if report.inbox == 0 {
        lacking.push("INBOX is empty, so nothing of it is read yet".to_owned());
    }
    if report.sent.is_none() {
        let is_wanted = report.missing.iter().any(|missing| missing == SENT);
        let there =
            if is_wanted { "there is no folder of sent mail yet" } else { "no sent mail is to be read" };
        lacking.push(format!(
            "{there}, and without it goodwill sees half of every story; if it lies in a folder of another name, write \
             that in `folders`"
        ));
    }
    // Of sent mail that was said.
    lacking.extend(accounts::lacking(&report.missing));
    lacking
}

/// For how many of the newest messages the config has somebody vouch, where it does not have the owner do so.
fn vouched(mail: &Mail, headers: &[Vec<u8>]) -> Option<String> {
    let trust = accounts::trust_in(mail, Role::Inbox);
    if headers.is_empty() || trust == Trust::Owner {
        return None;
    }
    let (count, newest) =
        (headers.iter().filter(|header| is_vouched_for(header, trust)).count(), headers.len());
    let hint = match (trust, checking_server(headers)) {
        (Trust::Server(_), _) | (_, None) => String::new(),
        (_, Some(CheckingServer { id, .. })) => {
            format!(" (its server checks as {id}: `trusted_authserv_id`)")
        }
    };
    let told = format!("{count} of the newest {newest} are vouched for{hint}");
    Some(if count * 2 < newest {
        format!("{told}, and what is not posts nothing: see `trust`")
    } else {
        told
    })
}

/// Whether letters go the way of an account that fails, or with its password where that is refused: each further
/// wrong one may lock the account.
fn would_fail_too(delivery: &Delivery, (mail, error): &(&Mail, AccountError)) -> bool {
    match &delivery.via {
        Via::Append(_) => mail.address.identity_key() == delivery.to.identity_key(),
        Via::Smtp(smtp) => {
            let is_same = smtp.login.as_ref().is_some_and(|login| login.proof == mail.proof);
            is_same && matches!(error, AccountError::Imap(ImapError::Login { .. }))
        }
        Via::Sendmail(_) | Via::File(_) => false,
    }
}

async fn reach(desk: &Desk, delivery: &Delivery) -> Outcome {
    match &delivery.via {
        Via::Smtp(smtp) => {
            let mailer = SmtpMailer::new(smtp.clone(), Arc::new(desk.keys.clone()))
                .map_err(|error| sentence(&error))?;
            mailer.try_login().await.map_err(|error| sentence(&error))?;
            Ok(format!("{} takes letters to {}", smtp.server.host, delivery.to))
        }
        Via::Sendmail(command) => {
            let program = command.first().map_or("", String::as_str);
            if std::path::Path::new(program).is_file() || !program.contains('/') {
                Ok(format!("letters go to {program}"))
            } else {
                Err(format!("there is no program {program}; correct `command` in [delivery]"))
            }
        }
        Via::File(_) => Ok("letters are written into files".to_owned()),
        Via::Append(folder) => {
            let mailbox = letters::own_mailbox(&desk.config, delivery, (&desk.keys, &desk.gate));
            let mailbox = mailbox.map_err(|error| sentence(&error))?;
            let folder = mailbox.folder(folder).await.map_err(|error| sentence(&error))?;
            Ok(format!("letters are put into {folder} of {}", delivery.to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry_is_no_plural() {
        assert_eq!([0, 1, 2].map(entries), ["0 entries", "1 entry", "2 entries"]);
    }
}
