//! Ten thousand incidents at once: how soon everybody else is answered while they come in and while all of them are
//! chosen for together.

use super::client::{Asking, Connection, Session};
use super::duty::{TEAMS, call, fix};
use super::middle_and_p99;
use super::service::Service;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Incidents that come in.
const INCIDENTS: usize = 10_000;
/// Connections that they come in on, each with one call after the other.
const CALLERS: usize = 4;
/// Joint choices asked for when all are open.
const CHOICES: usize = 3;
/// Between two requests of the officer who is measured.
const PAUSE: Duration = Duration::from_millis(10);

/// Measures.
pub fn measure(service: &Service, session: &Session, places: &[Value]) {
    let first = session.post(&mut Connection::open(&session.host), "incidents", &call(&places[0]));
    let first = first["id"].as_str().expect("a number").to_owned();

    let started = Instant::now();
    let took = beside(session, places, &first, || {
        std::thread::scope(|scope| {
            for caller in 0..CALLERS {
                scope.spawn(move || {
                    let mut connection = Connection::open(&session.host);
                    for number in (caller..INCIDENTS).step_by(CALLERS) {
                        session.post(
                            &mut connection,
                            "incidents",
                            &call(&places[number * 29 % places.len()]),
                        );
                    }
                });
            }
        });
    });
    let rate = INCIDENTS as f64 / started.elapsed().as_secs_f64();
    println!("served while {INCIDENTS} incidents come in, {rate:.0} / s: other requests {}", told(took));

    let mut chosen = Vec::new();
    let took = beside(session, places, &first, || {
        let mut connection = Connection::open(&session.host);
        for _ in 0..CHOICES {
            let started = Instant::now();
            let joint = session.post(&mut connection, "joint-proposals", &json!({}));
            chosen.push(started.elapsed());
            assert_eq!(joint["checked"], true, "a choice nobody checked");
            let sent = joint["incidents"].as_array().into_iter().flatten();
            let sent = sent.flat_map(|incident| incident["slots"].as_array().into_iter().flatten());
            assert_eq!(sent.filter(|slot| !slot["team"].is_null()).count(), TEAMS, "every team is of use");
        }
    });
    chosen.sort();
    println!(
        "served while all of them are chosen for with {TEAMS} teams, {:.1} s median each, {} MiB at most: other requests {}",
        chosen[CHOICES / 2].as_secs_f64(),
        service.peak_mebibytes(),
        told(took)
    );
}

/// What an officer waits for meanwhile: where a place is, a page of incidents, one proposal, the nearest teams, a position.
fn beside(
    session: &Session,
    places: &[Value],
    incident: &str,
    work: impl FnOnce() + Send,
) -> Vec<(&'static str, Duration)> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let officer = scope.spawn(|| {
            let mut connection = Connection::open(&session.host);
            let mut took = Vec::new();
            for turn in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let place = &places[turn * 31 % places.len()];
                let at = format!("lon={}&lat={}", place["lon"], place["lat"]);
                let (what, method, path, body) = match turn % 5 {
                    0 => ("locate", "GET", format!("locate?{at}"), None),
                    1 => ("incidents", "GET", "incidents?limit=50".to_owned(), None),
                    2 => (
                        "proposal",
                        "POST",
                        format!("incidents/{incident}/proposals"),
                        Some(json!({ "limit": 12 })),
                    ),
                    3 => ("nearby", "GET", format!("nearby?{at}&kind=team&k=10"), None),
                    _ => {
                        let fixes = json!({ "fixes": [fix(turn % TEAMS, place)] });
                        ("position", "POST", "positions".to_owned(), Some(fixes))
                    }
                };
                let request = session.request(method, &session.path(&path), body.as_ref(), Asking::Browser);
                let started = Instant::now();
                let answer = connection.ask(&request);
                took.push((what, started.elapsed()));
                assert_eq!(answer.status, 200, "{path}");
                std::thread::sleep(PAUSE);
            }
            took
        });
        work();
        done.store(true, Ordering::Relaxed);
        officer.join().expect("the officer is answered")
    })
}

/// All together, and the slowest kind.
fn told(took: Vec<(&'static str, Duration)>) -> String {
    let of = |wanted: &str| -> Vec<Duration> {
        took.iter().filter(|(what, _)| wanted.is_empty() || *what == wanted).map(|(_, took)| *took).collect()
    };
    let kinds = ["locate", "incidents", "proposal", "nearby", "position"];
    let each = kinds.map(|kind| format!("{kind} {}", middle_and_p99(of(kind))));
    format!("{} of {}; {}", middle_and_p99(of("")), took.len(), each.join(", "))
}
