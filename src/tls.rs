//! Whom TLS trusts: the system's certificates, or those of one file in their place; there is no way to trust a
//! server without either. And what is wrong with a server's certificate, with the step that helps. It knows no
//! protocol above.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

/// Largest file of certificates that is read, in bytes.
const MAX_CA_BYTES: u64 = 1 << 20;
/// Longest reason that is shown, in characters.
const MAX_SHOWN_CHARS: usize = 200;

/// Why nobody can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// The owner's CA file cannot be used.
    #[error("the CA file {} holds no usable certificate (PEM)", .0.display())]
    CaFile(PathBuf),
    /// This machine trusts nobody.
    #[error("this machine has no trusted certificates: install the package ca-certificates")]
    NoRoots,
}

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// Nobody we trust vouches for the server.
    #[error(
        "its certificate is signed by nobody this machine trusts: if it is your own server, \
         give its CA's file as `ca`"
    )]
    Untrusted,
    /// It is another host's.
    #[error("its certificate is for another host: write the name that the certificate has into the config")]
    WrongHost,
    /// It has run out.
    #[error("its certificate has expired: whoever runs the server must renew it")]
    Expired,
    /// It is not valid yet.
    #[error("its certificate is not valid yet: check this machine's clock")]
    NotYetValid,
    /// It is unsound in another way.
    #[error("its certificate is unsound ({0}): whoever runs the server must replace it")]
    Unsound(String),
}

impl CertificateFault {
    /// What an error of TLS says of the server's certificate; nothing where it is about something else.
    #[must_use]
    pub fn of(error: &rustls::Error) -> Option<Self> {
        let rustls::Error::InvalidCertificate(error) = error else { return None };
        Some(match error {
            CertificateError::UnknownIssuer => Self::Untrusted,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongHost
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            other => {
                let text = other.to_string();
                Self::Unsound(text.chars().filter(|c| !c.is_control()).take(MAX_SHOWN_CHARS).collect())
            }
        })
    }
}

/// TLS that trusts the certificates in `ca` (PEM), or where that is not given the system's.
#[expect(clippy::missing_panics_doc, reason = "it never does")]
pub fn client_config(ca: Option<&Path>) -> Result<ClientConfig, TlsError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has the suites of TLS 1.2 and 1.3");
    let builder = match ca {
        None => builder.with_platform_verifier().map_err(|_| TlsError::NoRoots)?,
        Some(path) => {
            let roots = roots(path).ok_or_else(|| TlsError::CaFile(path.to_owned()))?;
            builder.with_root_certificates(roots)
        }
    };
    Ok(builder.with_no_client_auth())
}

fn roots(path: &Path) -> Option<RootCertStore> {
    let mut pem = Vec::new();
    File::open(path).ok()?.take(MAX_CA_BYTES).read_to_end(&mut pem).ok()?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        roots.add(certificate.ok()?).ok()?;
    }
    (!roots.is_empty()).then_some(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ca.pem");
        let unusable =
            |path: &Path| client_config(Some(path)).err() == Some(TlsError::CaFile(path.to_owned()));
        assert!(unusable(&path));
        std::fs::write(&path, "no certificate\n").unwrap();
        assert!(unusable(&path));
        std::fs::write(&path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        assert!(unusable(&path));
    }
}
