//! Indexes over the truth, never written down: kept up while entries are applied, built again when
//! a snapshot is read.

use crate::Timestamp;
use crate::incidents::{Incident, SourceChannel, Whistle};
use crate::plan::AreaMap;
use crate::records::{Shift, Team};
use crate::truth::{Request, Truth};
use dispatch::{IncidentId, TeamId, TeamKind};
use geo_core::AreaCode;
use imbl::{OrdMap, OrdSet};
use std::sync::Arc;

#[derive(Clone, Default)]
pub(crate) struct Derived {
    /// Where areas lie and how they hang together.
    pub map: Arc<AreaMap>,
    /// The incident that binds a team.
    pub bound: OrdMap<TeamId, IncidentId>,
    /// Incidents by the other system's number.
    pub external: OrdMap<(SourceChannel, String), IncidentId>,
    /// Incidents that have not ended.
    pub open: OrdSet<IncidentId>,
    /// Incidents by when their call was taken.
    pub taken: OrdSet<(Timestamp, IncidentId)>,
    /// Requests carried out, by account and id.
    pub requests: OrdMap<(String, String), u64>,
    /// Shifts of a team by their beginning.
    pub shifts: OrdMap<TeamId, OrdSet<(Timestamp, String)>>,
    /// Liaison teams in service by their home.
    pub liaison: OrdMap<AreaCode, OrdSet<TeamId>>,
    /// Whistles that have not ended.
    pub whistles: OrdSet<String>,
    /// The whistle that holds a team: it was called and not let go.
    pub called: OrdMap<TeamId, String>,
}

impl Derived {
    pub fn of(truth: &Truth) -> Self {
        let mut derived =
            Self { map: Arc::new(AreaMap::of(&truth.areas, &truth.outlines)), ..Self::default() };
        for incident in truth.incidents.iter() {
            derived.incident(None, incident);
        }
        for (seq, request) in &truth.requests {
            derived.request(request, *seq);
        }
        for shift in truth.shifts.iter() {
            derived.shift(None, Some(shift));
        }
        for team in truth.teams.iter() {
            derived.team(None, team);
        }
        for whistle in truth.whistles.iter() {
            derived.whistle(whistle);
        }
        derived
    }

    /// An incident is now what it was not before.
    pub fn incident(&mut self, before: Option<&Incident>, now: &Incident) {
        let active = |incident: &Incident| -> Vec<TeamId> {
            incident
                .tasks
                .iter()
                .filter(|task| task.state.is_active())
                .map(|task| task.team.clone())
                .collect()
        };
        for team in before.map(active).unwrap_or_default() {
            if self.bound.get(&team) == Some(&now.id) {
                self.bound.remove(&team);
            }
        }
        for team in active(now) {
            self.bound.insert(team, now.id.clone());
        }
        if before.is_none() {
            self.taken.insert((now.accepted_at, now.id.clone()));
            if let Some(number) = &now.external_no {
                self.external.entry((now.channel, number.clone())).or_insert_with(|| now.id.clone());
            }
        }
        if now.state.is_final() {
            self.open.remove(&now.id);
        } else {
            self.open.insert(now.id.clone());
        }
    }

    pub fn request(&mut self, request: &Request, seq: u64) {
        self.requests.insert((request.account.clone(), request.id.clone()), seq);
    }

    pub fn forget_request(&mut self, request: &Request, seq: u64) {
        let key = (request.account.clone(), request.id.clone());
        if self.requests.get(&key) == Some(&seq) {
            self.requests.remove(&key);
        }
    }

    /// A shift was added, replaced or (`now` is `None`) taken out.
    pub fn shift(&mut self, before: Option<&Shift>, now: Option<&Shift>) {
        if let Some(shift) = before
            && let Some(of_team) = self.shifts.get_mut(&shift.team)
        {
            of_team.remove(&(shift.starts, shift.code.clone()));
        }
        if let Some(shift) = now {
            self.shifts.entry(shift.team.clone()).or_default().insert((shift.starts, shift.code.clone()));
        }
    }

    /// A whistle was blown, or is now another than it was.
    pub fn whistle(&mut self, now: &Whistle) {
        if now.stands() {
            self.whistles.insert(now.id.clone());
        } else {
            self.whistles.remove(&now.id);
        }
        for called in &now.called {
            if called.released.is_none() {
                self.called.insert(called.team.clone(), now.id.clone());
            } else if self.called.get(&called.team) == Some(&now.id) {
                self.called.remove(&called.team);
            }
        }
    }

    pub fn team(&mut self, before: Option<&Team>, now: &Team) {
        let liaison_home = |team: &Team| {
            let serves = team.kind == TeamKind::LiaisonTeam && !team.retired;
            team.home.clone().filter(|_| serves)
        };
        if let Some(home) = before.and_then(liaison_home)
            && let Some(teams) = self.liaison.get_mut(&home)
        {
            teams.remove(&now.code);
        }
        if let Some(home) = liaison_home(now) {
            self.liaison.entry(home).or_default().insert(now.code.clone());
        }
    }
}
