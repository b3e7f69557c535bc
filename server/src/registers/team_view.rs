//! A team as lists and the feed show it: record, standing, place.

use super::forms::{BoundView, FixSource, FixView, TeamStatus, TeamView};
use dispatch::TeamId;
use world::incidents::TeamNow;
use world::{Fix, Fixes, Scope, Timestamp, World};

impl From<&Fix> for FixView {
    fn from(fix: &Fix) -> Self {
        Self {
            position: fix.position,
            at: fix.at,
            heading: fix.heading.map(|heading| heading.0),
            speed: fix.speed.map(|speed| speed.0),
            source: fix.source.into(),
        }
    }
}

impl From<world::FixSource> for FixSource {
    fn from(source: world::FixSource) -> Self {
        match source {
            world::FixSource::Device => Self::Device,
            world::FixSource::Radio => Self::Radio,
        }
    }
}

/// A team with its place.
pub fn team_view(now: TeamNow, fixes: &Fixes) -> TeamView {
    let fix = fixes.get(&now.team.code).map(FixView::from);
    let status = now.status;
    TeamView {
        status: TeamStatus {
            on_duty: status.on_duty,
            next_shift_start: status.duty_starts.filter(|_| !status.on_duty),
            unavailable: status.unavailable,
            held: status.held,
            bound: status.bound.map(|bound| BoundView {
                incident: bound.incident,
                state: bound.state,
                fence: bound.fence,
            }),
        },
        fix,
        team: (*now.team).clone(),
    }
}

/// A team within a scope, with its place.
pub fn team_in_scope(
    world: &World,
    fixes: &Fixes,
    scope: &Scope,
    team: &TeamId,
    now: Timestamp,
) -> Option<TeamView> {
    Some(team_view(world.team(scope, team, now)?, fixes))
}
