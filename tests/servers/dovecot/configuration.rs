//! What a Dovecot is told: 2.4 has other names for it than those before.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::write;

/// Who runs it, and whose mail it is.
pub(super) struct Ids {
    /// User and group of the mail.
    pub(super) owner: (u32, u32),
    pub(super) is_root: bool,
}

/// The config of a server with one account. `tokens` is mechanisms and the address to ask (RFC 7662), or nothing.
pub(super) fn text(root: &Path, ports: (u16, u16), tokens: &str, ids: &Ids) -> String {
    let tokens = tokens.rsplit_once(' ');
    let own = if is_2_3() { of_2_3(root, ids.owner, tokens) } else { of_2_4(root, ids.owner, tokens) };
    let (plain_port, tls_port) = ports;
    let mechanisms = tokens.map_or("login", |(mechanisms, _)| mechanisms);
    let root = root.display();
    let mut out = format!(
        "{own}base_dir = {root}/run\nstate_dir = {root}/state\nlog_path = {root}/log\n\
         instance_name = goodwill-{plain_port}\nprotocols = imap\nlisten = 127.0.0.1\n\
         first_valid_uid = 1\nfirst_valid_gid = 1\nauth_mechanisms = plain {mechanisms}\nauth_failure_delay = 0\n\
         ssl = yes\n\
         namespace inbox {{\n  inbox = yes\n  separator = /\n  mailbox Sent {{\n    special_use = \\Sent\n  }}\n}}\n\
         service imap-login {{\n  inet_listener imap {{\n    port = {plain_port}\n  }}\n\
         \x20 inet_listener imaps {{\n    port = {tls_port}\n    ssl = yes\n  }}\n}}\n"
    );
    if !ids.is_root {
        let name = Command::new("id").arg("-un").output().unwrap();
        let name = String::from_utf8(name.stdout).unwrap();
        let name = name.trim();
        for key in ["default_login_user", "default_internal_user"] {
            writeln!(out, "{key} = {name}").unwrap();
        }
        // Only root may lock its helpers in.
        for service in ["imap-login", "anvil"] {
            writeln!(out, "service {service} {{\n  chroot =\n}}").unwrap();
        }
    }
    out
}

fn is_2_3() -> bool {
    let version = Command::new("dovecot").arg("--version").output().unwrap().stdout;
    ["2.2", "2.3"].iter().any(|old| version.starts_with(old.as_bytes()))
}

const INTROSPECTION: &str = "introspection_mode = post\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n";

fn of_2_3(root: &Path, (user, group): (u32, u32), tokens: Option<(&str, &str)>) -> String {
    let more = tokens.map_or_else(String::new, |(mechanisms, introspection)| {
        let path = root.join("oauth2.conf");
        write(&path, &format!("introspection_url = {introspection}\n{INTROSPECTION}"));
        let path = path.display();
        format!("passdb {{\n  driver = oauth2\n  mechanisms = {mechanisms}\n  args = {path}\n}}\n")
    });
    let root = root.display();
    format!(
        "disable_plaintext_auth = no\nssl_cert = <{root}/server.pem\nssl_key = <{root}/server.key\n\
         mail_location = maildir:{root}/mail:INBOX={root}/mail/INBOX:LAYOUT=fs\n\
         passdb {{\n  driver = passwd-file\n  args = scheme=PLAIN username_format=%u {root}/users\n}}\n{more}\
         userdb {{\n  driver = static\n  args = uid={user} gid={group} home={root}/mail\n}}\n"
    )
}

fn of_2_4(root: &Path, (user, group): (u32, u32), tokens: Option<(&str, &str)>) -> String {
    let more = tokens.map_or_else(String::new, |(mechanisms, introspection)| {
        format!(
            "oauth2 {{\nintrospection_url = {introspection}\n{INTROSPECTION}}}\n\
             passdb oauth2 {{\n  mechanisms_filter = {mechanisms}\n}}\n"
        )
    });
    let root = root.display();
    format!(
        "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\nauth_allow_cleartext = yes\n\
         ssl_server_cert_file = {root}/server.pem\nssl_server_key_file = {root}/server.key\n\
         mail_driver = maildir\nmail_path = {root}/mail\nmail_inbox_path = {root}/mail/INBOX\n\
         mailbox_list_layout = fs\n\
         passdb passwd-file {{\n  passwd_file_path = {root}/users\n  auth_username_format = %{{user}}\n}}\n{more}\
         userdb static {{\n  fields {{\n    uid = {user}\n    gid = {group}\n    home = {root}/mail\n  }}\n}}\n"
    )
}
