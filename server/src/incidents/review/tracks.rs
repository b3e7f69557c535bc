//! Where the teams of an incident were, as long as that is remembered: only those that were sent, and only from being
//! sent until they were free.

use super::forms::{ReplayView, TrackLeft, TrackPoint, TrackView};
use super::looking_back::tracks_since;
use crate::app::App;
use crate::http::Problem;
use crate::incidents::routes::find;
use dispatch::IncidentId;
use world::incidents::Task;
use world::{Scope, Timestamp};

/// Positions of one team that are answered: more would not be told apart on a map.
const MOST_POINTS: usize = 2_000;

/// The replay of an incident. Reads the tracks.
///
/// # Errors
/// `unknown_incident`, `store_unavailable`.
pub(super) fn replay(app: &App, scope: &Scope, id: &IncidentId) -> Result<ReplayView, Problem> {
    let view = app.desk.state();
    let incident = find(view.world(), scope, id)?;
    let now = app.clock.now();
    let until = incident.ended_at.unwrap_or(now).max(incident.accepted_at);
    // Who was handed on by a merge may have been sent before this call came.
    let sent = incident.tasks.iter().map(|task| task.assigned_at).min();
    let from = sent.map_or(incident.accepted_at, |sent| sent.min(incident.accepted_at));
    // What is due to be forgotten is forgotten, also in the hour before it is swept away.
    let since = tracks_since(now);
    let tracks = incident.tasks.iter().map(|task| track(app, task, until, since));
    Ok(ReplayView { from, until, tracks_since: since, tracks: tracks.collect::<Result<_, _>>()? })
}

fn track(app: &App, task: &Task, end: Timestamp, since: Timestamp) -> Result<TrackView, Problem> {
    let (from, until) = (task.assigned_at, task.ended_at.unwrap_or(end));
    let left = if since <= from {
        TrackLeft::Whole
    } else if since < until {
        TrackLeft::Part
    } else {
        TrackLeft::Nothing
    };
    let mut points = Vec::new();
    if left != TrackLeft::Nothing {
        // The instant at which it was free is the last.
        let after = Timestamp(until.0 + 1);
        let fixes = app.tracks.track(&task.team, from.max(since), after);
        let fixes = fixes.map_err(|error| Problem::unavailable(&error))?;
        points.extend(fixes.into_iter().map(|fix| TrackPoint { at: fix.at, position: fix.position }));
    }
    let reported = points.len();
    let (team, fence) = (task.team.clone(), task.fence);
    Ok(TrackView { team, fence, from, until, left, reported, points: thinned(points) })
}

/// Every so-manieth position, the last one always.
fn thinned(points: Vec<TrackPoint>) -> Vec<TrackPoint> {
    let step = points.len().div_ceil(MOST_POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let kept = points.into_iter().enumerate().filter(|(place, _)| place % step == 0 || *place == last);
    kept.map(|(_, point)| point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_core::Position;

    #[test]
    fn a_long_track_keeps_its_ends() {
        let point = |at| TrackPoint { at: Timestamp(at), position: Position::new(114.3, 30.6).unwrap() };
        for reported in [0, 1, 2, 1_999, 2_000, 2_001, 43_200] {
            let kept = thinned((0..reported).map(point).collect());
            assert!(kept.len() <= MOST_POINTS + 1, "{reported}: {}", kept.len());
            assert_eq!(kept.first().map(|point| point.at.0), (reported > 0).then_some(0));
            assert_eq!(kept.last().map(|point| point.at.0), (reported > 0).then(|| reported - 1));
        }
    }
}
