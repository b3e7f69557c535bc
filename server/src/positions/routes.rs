//! The address that team positions come in at.

use super::forms::*;
use crate::app::App;
use crate::http::{Caller, Json, Problem};
use axum::extract::State;
use geo_core::Bearing;
use std::sync::atomic::Ordering;
use world::{Fix, FixSource, MetresPerSecond};

/// Reports in one batch at most.
const AT_ONCE: usize = 5_000;

/// Takes a batch of team positions.
#[utoipa::path(post, path = "/positions", tag = "positions", responses((status = 200, body = FixesTaken)))]
pub async fn report(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<NewFixes>,
) -> Result<Json<FixesTaken>, Problem> {
    if form.fixes.len() > AT_ONCE {
        return Err(Problem::new("too_many_fixes").with("count", form.fixes.len()).with("limit", AT_ONCE));
    }
    let fixes = form.fixes.into_iter().map(|fix| Fix {
        team: fix.team,
        position: fix.position,
        at: fix.at,
        heading: fix.heading.map(Bearing),
        speed: fix.speed.map(MetresPerSecond),
        source: FixSource::Device,
    });
    let taken = app.positions.take(&app.desk.state(), caller.actor(), fixes.collect(), app.clock.now());
    app.metrics.fixes.fetch_add(taken.accepted as u64, Ordering::Relaxed);
    Ok(Json(taken))
}
