//! Writes tracks down on a thread of its own, a second's fixes at a time, and brings them back at start.

use geo_core::Bearing;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use store::{Heading, Speed, Tracks};
use world::{Fix, FixSource, Fixes, MetresPerSecond, Timestamp};

/// How long fixes wait for company.
const TOGETHER: Duration = Duration::from_secs(1);
/// Fixes written at once at most.
const AT_ONCE: usize = 5_000;

/// Writes until all senders are gone.
pub fn run(fixes: &Receiver<Fix>, tracks: &Arc<dyn Tracks>) {
    while let Ok(first) = fixes.recv() {
        let mut waiting = vec![stored(&first)];
        let until = Instant::now() + TOGETHER;
        while waiting.len() < AT_ONCE {
            match fixes.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(fix) => waiting.push(stored(&fix)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if let Err(error) = tracks.append(&waiting) {
            tracing::warn!(%error, fixes = waiting.len(), "tracks not written");
        }
    }
}

/// The latest fixes that are not older than `since`.
pub fn latest(tracks: &dyn Tracks, since: Timestamp, now: Timestamp) -> Fixes {
    let mut fixes = Fixes::default();
    let stored = tracks.latest().unwrap_or_else(|error| {
        tracing::warn!(%error, "tracks not read; teams are shown as soon as they report");
        Vec::new()
    });
    for fix in stored.into_iter().filter(|fix| fix.at >= since) {
        // Whatever the clock says now, it was accepted once.
        let _ = fixes.accept(known(fix), now);
    }
    fixes
}

fn stored(fix: &Fix) -> store::Fix {
    let whole = |bearing: Bearing| Heading::new(bearing.0.rem_euclid(360.0).round() as u16 % 360).ok();
    store::Fix {
        team: fix.team.clone(),
        at: fix.at,
        position: fix.position,
        heading: fix.heading.and_then(whole),
        speed: fix.speed.map(|speed| Speed((speed.0 * 100.0).round() as u16)),
        source: match fix.source {
            FixSource::Device => store::FixSource::Device,
            FixSource::Radio => store::FixSource::ByHand,
        },
    }
}

fn known(fix: store::Fix) -> Fix {
    Fix {
        team: fix.team,
        position: fix.position,
        at: fix.at,
        heading: fix.heading.map(|heading| Bearing(f64::from(heading.degrees()))),
        speed: fix.speed.map(|speed| MetresPerSecond(f64::from(speed.0) / 100.0)),
        source: match fix.source {
            store::FixSource::Device => FixSource::Device,
            store::FixSource::ByHand => FixSource::Radio,
        },
    }
}
