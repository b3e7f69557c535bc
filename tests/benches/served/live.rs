//! How soon every subscriber of the live feed has read what became different.
//!
//! All subscribers read on one thread of this process; it is woken for each of them, which the figures include.

use super::client::{Asking, Connection, Session};
use super::duty::{call, fix};
use super::middle_and_p99;
use super::service::Service;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Subscribers.
const SUBSCRIBERS: usize = 1_000;
/// Changes measured, and positions.
const CHANGES: usize = 20;
const POSITIONS: usize = 10;
/// Files that must be allowed beside the sockets.
const SPARE_FILES: usize = 100;
/// Whoever has not read it by then never will.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a subscriber has read, and when.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    /// A journaled change, by its sequence.
    Change(u64),
    /// Positions of teams.
    Positions,
}

/// Measures, unless the system allows too few open files.
pub fn measure(service: &Service, session: &Session, places: &[Value]) {
    if let Some(allowed) = files_allowed().filter(|allowed| *allowed < SUBSCRIBERS + SPARE_FILES) {
        return println!(
            "skipped: {SUBSCRIBERS} subscribers; the system allows {allowed} open files (ulimit -n)"
        );
    }
    let (told, events) = channel();
    let request: Arc<[u8]> = session.request("GET", &session.path("live"), None, Asking::Browser).into();
    let host = session.host.clone();
    // Ends with the process: the service closes the connections when it ends.
    std::thread::spawn(move || subscribe(&host, &request, &told));
    // Each is sent where everybody is as soon as it connects.
    await_all(&events, Event::Positions);
    service.settle();

    let mut connection = Connection::open(&session.host);
    let (mut after_answer, mut after_request) = (Vec::new(), Vec::new());
    for number in 0..CHANGES {
        let asked = Instant::now();
        let opened = session.post(&mut connection, "incidents", &call(&places[number * 37 % places.len()]));
        let answered = Instant::now();
        let seq = opened["version"].as_u64().expect("the sequence of the change");
        for read in await_all(&events, Event::Change(seq)) {
            after_answer.push(read.saturating_duration_since(answered));
            after_request.push(read.saturating_duration_since(asked));
        }
    }
    println!(
        "served change to {SUBSCRIBERS} subscribers, from the answer of the POST: {}",
        middle_and_p99(after_answer)
    );
    println!(
        "served change to {SUBSCRIBERS} subscribers, from sending the POST: {}",
        middle_and_p99(after_request)
    );

    let (mut after_answer, mut after_first) = (Vec::new(), Vec::new());
    for (number, place) in places.iter().take(POSITIONS).enumerate() {
        let fixes = json!({ "fixes": [fix(number, place)] });
        let taken = session.post(&mut connection, "positions", &fixes);
        assert_eq!(taken["accepted"], 1, "{taken}");
        let answered = Instant::now();
        let read = await_all(&events, Event::Positions);
        let first = read.iter().min().copied().unwrap_or(answered);
        after_answer.extend(read.iter().map(|read| read.saturating_duration_since(answered)));
        after_first.extend(read.iter().map(|read| read.saturating_duration_since(first)));
        // The next one falls elsewhere between two batches.
        std::thread::sleep(Duration::from_millis(number as u64 * 97 % 500));
    }
    println!(
        "served position to {SUBSCRIBERS} subscribers, from the answer of the POST: {}",
        middle_and_p99(after_answer)
    );
    println!(
        "served position to {SUBSCRIBERS} subscribers, from the first that read it: {}",
        middle_and_p99(after_first)
    );
}

/// Waits until every subscriber has read an event; returns when each did.
fn await_all(events: &Receiver<(Event, Instant)>, awaited: Event) -> Vec<Instant> {
    let mut read = Vec::with_capacity(SUBSCRIBERS);
    while read.len() < SUBSCRIBERS {
        let (event, at) = events
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("{} of {SUBSCRIBERS} subscribers have read it", read.len()));
        if event == awaited {
            read.push(at);
        }
    }
    read
}

fn subscribe(host: &str, request: &Arc<[u8]>, told: &Sender<(Event, Instant)>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
    runtime.block_on(async {
        let mut subscribers = Vec::new();
        for _ in 0..SUBSCRIBERS {
            let mut stream = TcpStream::connect(host).await.expect("the service takes connections");
            stream.write_all(request).await.expect("the service takes requests");
            subscribers.push(tokio::spawn(follow(stream, told.clone())));
        }
        for subscriber in subscribers {
            let _ = subscriber.await;
        }
    });
}

/// Reads events until the service hangs up.
async fn follow(mut stream: TcpStream, told: Sender<(Event, Instant)>) {
    let (mut came, mut looked) = (Vec::with_capacity(4 << 10), 0);
    while stream.read_buf(&mut came).await.is_ok_and(|read| read > 0) {
        let now = Instant::now();
        while let Some(at) = came[looked..].windows(2).position(|bytes| bytes == b"\n\n") {
            let end = looked + at + 2;
            if let Some(event) = event(&came[..end]) {
                let _ = told.send((event, now));
            }
            came.drain(..end);
            looked = 0;
        }
        looked = came.len().saturating_sub(1);
    }
}

fn event(text: &[u8]) -> Option<Event> {
    let text = std::str::from_utf8(text).ok()?;
    let change = |text: &str| text.lines().find_map(|line| line.strip_prefix("id: ")?.parse().ok());
    match text.split_once("event: ")?.1 {
        event if event.starts_with("positions") => Some(Event::Positions),
        event if event.starts_with("change") => change(event).map(Event::Change),
        _ => None,
    }
}

/// How many files this process may open, where Linux tells; the service inherits it.
fn files_allowed() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse().ok())
}
