//! Who goes: proposals over HTTP, one after another on one connection, as the officer's page asks for them.

use super::client::{Asking, Connection, Session};
use super::duty::{TEAMS, call};
use super::middle_and_p99;
use super::service::Service;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Proposals measured.
const PROPOSALS: usize = 200;
/// Incidents that they are for.
const INCIDENTS: usize = 20;
/// Teams that the officer's page shows; the vault keeps all.
const SHOWN: usize = 12;

/// Measures.
pub fn measure(service: &Service, session: &Session, places: &[Value]) {
    let mut connection = Connection::open(&session.host);
    let incidents: Vec<String> = (0..INCIDENTS)
        .map(|number| {
            let opened =
                session.post(&mut connection, "incidents", &call(&places[number * 53 % places.len()]));
            opened["id"].as_str().expect("a number").to_owned()
        })
        .collect();
    let whole = session.post(&mut connection, &format!("incidents/{}/proposals", incidents[0]), &json!({}));
    assert_eq!(whole["ranked"].as_array().map(Vec::len), Some(TEAMS), "every team may go");
    assert!(whole["basis"].to_string().contains("roads"), "{}", whole["basis"]);
    for (words, body) in [("", json!({ "limit": SHOWN })), (", all teams in the answer", json!({}))] {
        let (busy, mut bytes) = (service.processor_time(), 0);
        let times: Vec<Duration> = (0..PROPOSALS)
            .map(|number| {
                let path = session.path(&format!("incidents/{}/proposals", incidents[number % INCIDENTS]));
                let request = session.request("POST", &path, Some(&body), Asking::Browser);
                let started = Instant::now();
                let answer = connection.ask(&request);
                let took = started.elapsed();
                assert_eq!(answer.status, 200);
                bytes = answer.length;
                took
            })
            .collect();
        let core = (service.processor_time() - busy).as_secs_f64() * 1e3 / PROPOSALS as f64;
        println!(
            "served proposal among {TEAMS} teams by road, checked and kept{words}: {}, {core:.1} ms of the server's cores, {bytes} bytes",
            middle_and_p99(times)
        );
    }
}
