//! Figures about the service in the text format of Prometheus 0.0.4.

use crate::app::App;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper ends of the buckets of request times, in milliseconds.
const BUCKETS_MS: [u64; 8] = [1, 5, 10, 25, 100, 500, 2_500, 10_000];

/// Counted so far.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), u64>>,
    buckets: [AtomicU64; BUCKETS_MS.len() + 1],
    total_us: AtomicU64,
    /// Subscribers of the live feed now.
    pub subscribers: AtomicU64,
    /// Positions taken.
    pub fixes: AtomicU64,
    /// Proposals made.
    pub proposals: AtomicU64,
}

impl Metrics {
    /// Counts one request.
    pub fn count(&self, route: &str, status: u16, took: Duration) {
        *self.requests.lock().entry((route.to_owned(), status)).or_default() += 1;
        let ms = took.as_millis() as u64;
        let bucket = BUCKETS_MS.iter().position(|end| ms <= *end).unwrap_or(BUCKETS_MS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.total_us.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }

    fn text(&self, app: &App) -> String {
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, lines: String| {
            let _ = write!(out, "# HELP {name} {help}\n# TYPE {name} {kind}\n{lines}");
        };
        let requests = self.requests.lock().iter().fold(String::new(), |text, ((route, status), count)| {
            format!("{text}muster_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}\n")
        });
        family("muster_requests_total", "counter", "Requests answered.", requests);
        let mut sum = 0;
        let mut lines = String::new();
        for (index, bucket) in self.buckets.iter().enumerate() {
            sum += bucket.load(Ordering::Relaxed);
            let end = BUCKETS_MS.get(index).map_or("+Inf".to_owned(), |ms| (*ms as f64 / 1000.0).to_string());
            let _ = writeln!(lines, "muster_request_seconds_bucket{{le=\"{end}\"}} {sum}");
        }
        let seconds = self.total_us.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(lines, "muster_request_seconds_sum {seconds}\nmuster_request_seconds_count {sum}");
        family("muster_request_seconds", "histogram", "Time to answer a request.", lines);
        let view = app.desk.state();
        let world = view.world();
        let gauges: [(&str, &str, &str, u64); 9] = [
            ("muster_journal_seq", "counter", "Last entry of the journal.", world.seq()),
            (
                "muster_incidents_open",
                "gauge",
                "Incidents that go on.",
                world.open_incident_count(&world::Scope::district()) as u64,
            ),
            ("muster_teams", "gauge", "Teams in the register.", world.team_register().len() as u64),
            (
                "muster_teams_located",
                "gauge",
                "Teams whose place is known.",
                app.positions.fixes().len() as u64,
            ),
            (
                "muster_live_subscribers",
                "gauge",
                "Connections to the live feed.",
                self.subscribers.load(Ordering::Relaxed),
            ),
            ("muster_positions_total", "counter", "Positions taken.", self.fixes.load(Ordering::Relaxed)),
            ("muster_proposals_total", "counter", "Proposals made.", self.proposals.load(Ordering::Relaxed)),
            (
                "muster_plan_drafts_open",
                "gauge",
                "Drafts whose maps are in memory.",
                app.plans.open_count() as u64,
            ),
            ("muster_tile_cache_bytes", "gauge", "Compressed tiles held.", app.layers.cached_bytes()),
        ];
        for (name, kind, help, value) in gauges {
            family(name, kind, help, format!("{name} {value}\n"));
        }
        out
    }
}

/// `/metrics`.
pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.text(&app))
}
