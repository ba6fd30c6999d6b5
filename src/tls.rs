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
/// What rustls-webpki calls a CA's certificate that a server shows; rustls has no name of its own for it.
const USED_AS_SERVER: &str = "CaUsedAsEndEntity";

/// Why nobody can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// The owner's CA file cannot be read.
    #[error("the CA file {} cannot be read: {why}", .path.display())]
    CaUnread {
        /// The file.
        path: PathBuf,
        /// Why, in words.
        why: String,
    },
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
    /// It is that of an authority, such as a self-signed one that may sign others.
    #[error(
        "its certificate is one of an authority (CA:TRUE) and none of a server: whoever runs the server must make one \
         for the server, signed by it or by itself"
    )]
    Authority,
    /// It is unsound in another way.
    #[error("its certificate is unsound ({0}): whoever runs the server must replace it")]
    Unsound(&'static str),
}

impl CertificateFault {
    /// What an error of TLS says of the server's certificate; nothing where it is about something else.
    #[must_use]
    pub fn of(error: &rustls::Error) -> Option<Self> {
        let rustls::Error::InvalidCertificate(error) = error else { return None };
        Some(match error {
            // Signed by nobody we know, or by somebody who only bears the name of one we know.
            CertificateError::UnknownIssuer
            | CertificateError::BadSignature
            | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
            | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => Self::Untrusted,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongHost
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::Revoked => Self::Unsound("it was revoked"),
            CertificateError::BadEncoding => Self::Unsound("it cannot be read"),
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                Self::Unsound("it is for another purpose than a server's")
            }
            CertificateError::Other(other) if other.to_string().contains(USED_AS_SERVER) => Self::Authority,
            _ => Self::Unsound("it breaks the rules of certificates"),
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
            let roots = roots(&read(path)?).ok_or_else(|| TlsError::CaFile(path.to_owned()))?;
            builder.with_root_certificates(roots)
        }
    };
    Ok(builder.with_no_client_auth())
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    let mut pem = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_CA_BYTES).read_to_end(&mut pem));
    match read {
        Ok(_) => Ok(pem),
        Err(error) => Err(TlsError::CaUnread { path: path.to_owned(), why: error.to_string() }),
    }
}

fn roots(pem: &[u8]) -> Option<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.ok()?).ok()?;
    }
    (!roots.is_empty()).then_some(roots)
}

#[cfg(test)]
mod tests {
    use rustls::OtherError;

    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ca.pem");
        let unusable =
            |path: &Path| client_config(Some(path)).err() == Some(TlsError::CaFile(path.to_owned()));
        let missing = client_config(Some(&path)).unwrap_err().to_string();
        assert!(missing.contains("cannot be read: No such file"), "{missing}");
        std::fs::write(&path, "no certificate\n").unwrap();
        assert!(unusable(&path));
        std::fs::write(&path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        assert!(unusable(&path));
    }

    #[test]
    fn what_is_wrong_with_a_certificate_is_said_in_words() {
        use CertificateFault::{Authority, Unsound, Untrusted};
        for (error, fault) in [
            (CertificateError::BadSignature, Untrusted),
            (CertificateError::UnknownIssuer, Untrusted),
            (CertificateError::Revoked, Unsound("it was revoked")),
            (CertificateError::Other(OtherError(Arc::new(std::io::Error::other(USED_AS_SERVER)))), Authority),
            (CertificateError::UnhandledCriticalExtension, Unsound("it breaks the rules of certificates")),
        ] {
            assert_eq!(CertificateFault::of(&rustls::Error::InvalidCertificate(error)), Some(fault));
        }
    }
}
