//! Connections that are kept open for nothing.

use crate::support::House;
use server::service::door::{Patience, serve};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const SHORT: Patience = Patience { head: Duration::from_millis(400), taken: Duration::from_secs(5) };

/// What the other end says until it hangs up.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await;
    read.expect("it hangs up in time").ok();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn who_sends_half_a_request_is_let_go_and_others_are_answered_meanwhile() {
    let house = House::open();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, house.router(), SHORT, None, async { drop(stopped.await) }));

    let mut slow = Vec::new();
    for index in 0..200 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // Some say nothing at all.
        let said: &[u8] = if index % 2 == 0 { b"GET /healthz HTTP/1.1\r\nHost: 127.0" } else { b"" };
        stream.write_all(said).await.unwrap();
        slow.push(stream);
    }
    let asked = Instant::now();
    let mut other = TcpStream::connect(address).await.unwrap();
    other.write_all(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(rest(&mut other).await.ends_with("ok\n"));
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    for mut stream in slow {
        assert!(!rest(&mut stream).await.contains("200 OK"));
    }

    drop(stop);
    timeout(Duration::from_secs(5), serving).await.expect("it stops").unwrap();
}
