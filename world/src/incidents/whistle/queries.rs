//! Questions about whistles.

use super::Whistle;
use crate::register::Register;
use crate::{Scope, Timestamp, World};
use dispatch::{IncidentId, TeamId, TeamKind};
use geo_core::{AreaCode, Level, Position};
use std::sync::Arc;

impl World {
    /// Whistles, ended ones included.
    pub const fn whistle_register(&self) -> &Register<Whistle> {
        &self.truth.whistles
    }

    /// Whistles that have not ended, in order of number, whoever asks.
    pub fn standing_whistles(&self) -> impl Iterator<Item = &Arc<Whistle>> {
        self.derived.whistles.iter().filter_map(|id| self.truth.whistles.get(id))
    }

    /// Whistles about an incident, oldest first.
    pub fn whistles_about<'a>(&'a self, incident: &'a IncidentId) -> impl Iterator<Item = &'a Arc<Whistle>> {
        self.truth.whistles.iter().filter(move |whistle| whistle.incident.as_ref() == Some(incident))
    }

    /// The whistle that holds a team: it was called and not let go.
    pub fn called_by(&self, team: &TeamId) -> Option<&Arc<Whistle>> {
        self.truth.whistles.get(self.derived.called.get(team)?)
    }

    /// Where one checks in: where the incident is now, or the place that was named.
    pub fn place_of(&self, whistle: &Whistle) -> Position {
        let incident = whistle.incident.as_ref().and_then(|id| self.truth.incidents.get(id));
        incident.map_or(whistle.position, |incident| incident.position)
    }

    /// Whether a scope sees a whistle: its place lies there, or a team from there is called.
    pub fn covers_whistle(&self, scope: &Scope, whistle: &Whistle) -> bool {
        let ours =
            |team: &TeamId| self.truth.teams.get(team).is_some_and(|team| self.covers_team(scope, team));
        scope.root().is_none()
            || self.covers_position(scope, self.place_of(whistle))
            || whistle.called.iter().any(|called| ours(&called.team))
    }

    /// A whistle within a scope.
    pub fn whistle(&self, scope: &Scope, id: &str) -> Option<&Arc<Whistle>> {
        self.truth.whistles.get(id).filter(|whistle| self.covers_whistle(scope, whistle))
    }

    /// The township among the areas of a place.
    pub(super) fn township_among(&self, areas: &[AreaCode]) -> Option<AreaCode> {
        let level = |code: &AreaCode| self.truth.areas.get(code).map(|area| area.level);
        areas.iter().find(|code| level(code) == Some(Level::Township)).cloned()
    }

    /// When the next whistle becomes overdue unless everybody comes.
    pub fn next_whistle_due(&self) -> Option<Timestamp> {
        let waits =
            |whistle: &&Arc<Whistle>| whistle.overdue_at.is_none() && whistle.missing().next().is_some();
        self.standing_whistles().filter(waits).map(|whistle| whistle.due).min()
    }

    /// The duty groups that anybody may call, wherever they are at home, in order of call sign.
    pub fn departments(&self) -> impl Iterator<Item = &Arc<crate::records::Team>> {
        self.truth.teams.iter().filter(|team| team.kind == TeamKind::DutyGroup && !team.retired)
    }
}
