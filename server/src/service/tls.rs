//! TLS with a certificate of our own: browsers give positions and offline work to `https` only, so phones need it.
//!
//! TLS 1.3 and 1.2 by rustls with ring: no C library of the system, no cmake.

use crate::cli::Failure;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// The files of a certificate.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The chain of certificates, the service's own first, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM (PKCS#8, PKCS#1 or SEC 1).
    pub key: PathBuf,
}

/// What speaks TLS with these files.
///
/// # Errors
/// `tls_file_unreadable` (not there, or not ours to read), `tls_file_empty` (no certificate, or no key, in it),
/// `tls_mismatch` (the key is not the certificate's, or either cannot be used).
pub fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, Failure> {
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_file_iter(&files.certificate).and_then(|items| items.collect());
    let chain = chain.map_err(|error| broken(&files.certificate, &error))?;
    if chain.is_empty() {
        return Err(broken(&files.certificate, &pem::Error::NoItemsFound));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| broken(&files.key, &error))?;
    let mismatch = |error: rustls::Error| {
        Failure::new("tls_mismatch")
            .with("certificate", files.certificate.display())
            .with("key", files.key.display())
            .with("reason", error)
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(mismatch)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(mismatch)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn broken(file: &Path, error: &pem::Error) -> Failure {
    match error {
        pem::Error::NoItemsFound => Failure::new("tls_file_empty").with("file", file.display()),
        other => Failure::new("tls_file_unreadable").with("file", file.display()).with("reason", other),
    }
}
