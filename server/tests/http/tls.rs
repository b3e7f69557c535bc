//! TLS by the service itself: a certificate and its key, or a clear word why not.

use crate::support::House;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;
use server::app::Transport;
use server::service::door::{Patience, serve};
use server::service::tls::{TlsFiles, acceptor};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::accounts::AccountName;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use world::Role;

/// A certificate for this machine and its key, as files.
fn certificate(folder: &Path, name: &str) -> (TlsFiles, rustls::pki_types::CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let files =
        TlsFiles { certificate: folder.join(format!("{name}.crt")), key: folder.join(format!("{name}.key")) };
    std::fs::write(&files.certificate, cert.pem()).unwrap();
    std::fs::write(&files.key, signing_key.serialize_pem()).unwrap();
    (files, cert.der().clone())
}

#[tokio::test]
async fn a_browser_reads_healthz_over_tls_and_its_session_travels_over_tls_only() {
    let house = House::open();
    house.app.transport.set(Transport::Tls).unwrap();
    let folder = TempDir::new().unwrap();
    let (files, trusted) = certificate(folder.path(), "one");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let patience = Patience { head: Duration::from_millis(800), ..Patience::default() };
    let speaks = Some(acceptor(&files).unwrap());
    let serving =
        tokio::spawn(serve(listener, house.router(), patience, speaks, async { drop(stopped.await) }));

    let mut roots = RootCertStore::empty();
    roots.add(trusted).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let stream = TcpStream::connect(address).await.unwrap();
    let mut stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut said)).await.unwrap().ok();
    let said = String::from_utf8_lossy(&said);
    assert!(said.starts_with("HTTP/1.1 200") && said.ends_with("ok\n"), "{said}");
    assert!(!said.to_lowercase().contains("strict-transport-security"));

    // Who speaks plain HTTP, or says nothing, is let go.
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    for stream in [&mut plain, &mut silent] {
        let mut said = Vec::new();
        timeout(Duration::from_secs(5), stream.read_to_end(&mut said)).await.expect("it hangs up").ok();
        assert!(!String::from_utf8_lossy(&said).contains("200 OK"));
    }

    house.account("duty", Role::DutyOfficer, None, None);
    let name = AccountName::new("duty").unwrap();
    let link =
        house.app.accounts.create_link(&name, geo_core::Milliseconds::from_minutes(5), house.now()).unwrap();
    let answer = house.browser().post("/api/v1/session/link", json!({ "token": link.reveal() })).await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().ends_with("; Secure"));
    // The newcomer's link of the exercise leads to a door that answers.
    let link = server::service::demo::link(&house.app, address).await.map_err(|_| "no link").unwrap();
    assert!(link.starts_with(&format!("https://{address}/link/")), "{link}");
    drop(stop);
    timeout(Duration::from_secs(5), serving).await.expect("it stops").unwrap();
}

#[test]
fn files_that_do_not_fit_are_named_before_anything_is_served() {
    let folder = TempDir::new().unwrap();
    let (one, _) = certificate(folder.path(), "one");
    let (two, _) = certificate(folder.path(), "two");
    let missing = TlsFiles { certificate: folder.path().join("none.crt"), ..one.clone() };
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing\n").unwrap();
    let code = |files: &TlsFiles| acceptor(files).err().map(|failure| failure.code().to_owned());
    let said = |code: &str| Some(code.to_owned());
    assert_eq!(code(&one), None);
    assert_eq!(code(&missing), said("tls_file_unreadable"));
    assert_eq!(code(&TlsFiles { certificate: empty.clone(), ..one.clone() }), said("tls_file_empty"));
    assert_eq!(code(&TlsFiles { key: empty, ..one.clone() }), said("tls_file_empty"));
    assert_eq!(code(&TlsFiles { key: one.certificate.clone(), ..one.clone() }), said("tls_file_empty"));
    assert_eq!(code(&TlsFiles { key: two.key, ..one }), said("tls_mismatch"));
}
