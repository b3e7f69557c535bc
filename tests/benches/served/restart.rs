//! Starting with a large city: from the process's start until it is ready, and the most memory it held.

use super::city::{CAMERAS, City, PLACES, SIDE};
use super::client::{Connection, Session};
use super::service::Service;
use serde_json::json;
use std::time::Duration;

/// Starts in good order that are measured.
const STARTS: usize = 3;

/// Measures, and leaves the last service running with a session in it. The store's files are in the system's page cache.
pub fn measure(city: &City) -> (Service, Session) {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let service = Service::start(&city.data);
        starts.push((service.ready, service.ready_busy, service.peak_mebibytes()));
        service.stop();
    }
    println!(
        "restart, {PLACES} places, {CAMERAS} cameras, {} grids: ready after {} s ({} s of processor time), {} MiB at most",
        SIDE * SIDE,
        starts.iter().map(|(ready, _, _)| seconds(*ready)).collect::<Vec<_>>().join(", "),
        starts.iter().map(|(_, busy, _)| seconds(*busy)).collect::<Vec<_>>().join(", "),
        starts.iter().map(|(_, _, peak)| *peak).max().unwrap_or(0)
    );
    let service = Service::start(&city.data);
    let session = Session::by_link(&service.host, &city.token);
    take_calls(&session);
    service.kill();
    let service = Service::start(&city.data);
    let at_ready = service.peak_mebibytes();
    let session = Session::by_password(&service.host);
    service.settle();
    println!(
        "restart after kill -9, with {CALLS} calls since the snapshot: ready after {} s, {at_ready} MiB at most, {} MiB once layers and indexes are made ({} s of processor time)",
        seconds(service.ready),
        service.peak_mebibytes(),
        seconds(service.processor_time())
    );
    (service, session)
}

/// Calls taken before the process is killed: entries that only the journal holds.
const CALLS: usize = 100;

fn take_calls(session: &Session) {
    let mut connection = Connection::open(&session.host);
    let district = session.path("");
    let district = district.trim_end_matches('/');
    let request = session.request("GET", district, None, super::client::Asking::Program);
    let bounds = connection.ask(&request).json()["bounds"].clone();
    let middle = |low: usize| bounds[low].as_f64().zip(bounds[low + 2].as_f64()).map(|(a, b)| (a + b) / 2.0);
    for number in 0..CALLS {
        let call = json!({
            "kind": "noise", "severity": "minor", "channel": "phone", "address": format!("{number}号"),
            "position": { "lon": middle(0), "lat": middle(1) },
        });
        session.post(&mut connection, "incidents", &call);
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}
