//! `oauth` of an account: where tokens come from (RFC 6749, RFC 8628).

use url::Url;

use super::value::{FromValue, Line, Value};
use super::{SecretSource, Section, secret};

/// What mail needs of Microsoft: to read, to send, and to do so for as long as the owner does not object.
const MICROSOFT_SCOPES: [&str; 3] = [
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
    "offline_access",
];
/// The accounts that Microsoft's endpoints are asked about where the owner names none: of all kinds.
const TENANT: &str = "common";

/// Where tokens come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth {
    /// The account that logs in: whose tokens these are.
    pub account: String,
    /// Under which the provider knows the program.
    pub client_id: String,
    /// Where the client's secret is kept, where the provider gave one with the id.
    pub client_secret: Option<SecretSource>,
    /// Where tokens are had (RFC 6749, 3.2).
    pub token_url: Url,
    /// Where a login by another device begins (RFC 8628, 3.1).
    pub device_url: Url,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Certificates (PEM) that are trusted for these addresses in place of the system's.
    pub ca: Option<std::path::PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preset {
    Microsoft,
    None,
}

impl OAuth {
    /// Reads the section of an account whose name is not known yet; `None` where the file has none, or it lacks
    /// something, which the sink then knows.
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let preset = section.choice("provider", &[("microsoft", Preset::Microsoft)], Preset::None);
        let tenant = section.read::<Tenant>("tenant");
        let client_id = section.required::<Line>("client_id").map(|Line(id)| id);
        let client_secret = secret::optional(section, "client_secret");
        let (token_url, device_url, scopes) = if preset == Preset::Microsoft {
            let Tenant(tenant) = tenant.unwrap_or_else(|| Tenant(TENANT.to_owned()));
            let url = |end| {
                Url::parse(&format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/{end}"))
                    .ok()
                    .map(Endpoint)
            };
            let token = section.read("token_url").or_else(|| url("token"));
            let device = section.read("device_url").or_else(|| url("devicecode"));
            let scopes = section.read::<Vec<Line>>("scopes");
            let usual = || MICROSOFT_SCOPES.iter().map(|&scope| Line(scope.to_owned())).collect();
            (token, device, Some(scopes.unwrap_or_else(usual)))
        } else {
            if section.has("tenant") {
                let title = "`tenant` is Microsoft's word".to_owned();
                section.refuse(&["tenant"], title, "only with provider = \"microsoft\"".to_owned());
            }
            (section.required("token_url"), section.required("device_url"), section.required("scopes"))
        };
        let ca = section.read::<Line>("ca").map(|Line(path)| path.into());
        let (Endpoint(token_url), Endpoint(device_url)) = (token_url?, device_url?);
        let scopes = scopes?.into_iter().map(|Line(scope)| scope).collect();
        Some(Self {
            account: String::new(),
            client_id: client_id?,
            client_secret,
            token_url,
            device_url,
            scopes,
            ca,
        })
    }
}

/// An address that secrets may be sent to: https, or http at this machine.
struct Endpoint(Url);

impl FromValue for Endpoint {
    const WHAT: &str = "an address such as \"https://login.studio.example/token\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        let Ok(url) = Url::parse(text) else { return value.refuse(Self::WHAT, "no address of the web") };
        let is_here = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => return value.refuse(Self::WHAT, "it names no host"),
        };
        match url.scheme() {
            "https" => Some(Self(url)),
            "http" if is_here => Some(Self(url)),
            _ => value.refuse(Self::WHAT, "tokens travel by https only"),
        }
    }
}

/// The name or id of an organisation at Microsoft.
struct Tenant(String);

impl FromValue for Tenant {
    const WHAT: &str = "a tenant such as \"consumers\", \"studio.example\" or its id";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if text.is_empty() || text.len() > 253 || !text.chars().all(sound) {
            return value.refuse(Self::WHAT, "letters, digits, dots and hyphens only");
        }
        Some(Self(text.to_owned()))
    }
}
