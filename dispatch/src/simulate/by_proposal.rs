//! The service's own choice, as the rule of a run.

use super::chooser::first_come_first_served;
use super::{Call, Chooser, Free, Sending};
use crate::choose::{self, Policy, Standing, Whereabouts, propose};
use crate::roads::TravelTimes;
use crate::{IncidentId, TeamId};
use geo_core::{Milliseconds, Position};
use std::collections::BTreeMap;

/// Each call in turn takes the first of the proposal that the service would make for it: its rules, its handicap for
/// the home team, its travel times.
///
/// Where a unit is and whether it is free is the simulation's to say; everything else about units and calls is taken
/// from here. A call or a unit that is not named here is not served and not sent.
pub struct ByProposal<'a> {
    /// What the service knows of each unit.
    pub units: BTreeMap<TeamId, choose::Unit>,
    /// What it knows of each call.
    pub calls: BTreeMap<IncidentId, choose::Call>,
    /// Its travel times, which should be those of the run's ways.
    pub travel_times: &'a dyn TravelTimes,
    /// Its figures.
    pub policy: Policy,
    /// The handicap for the home team at calls where it is another than that of the figures.
    pub handicaps: BTreeMap<IncidentId, Milliseconds>,
}

impl ByProposal<'_> {
    fn standing_at(&self, free: &Free<'_, Position>) -> Option<choose::Unit> {
        let mut unit = self.units.get(&free.unit.team)?.clone();
        unit.standing = Standing::Free;
        unit.whereabouts = Whereabouts::Fix { position: free.place, age: Milliseconds(0) };
        Some(unit)
    }
}

impl Chooser<Position> for ByProposal<'_> {
    fn choose(&self, waiting: &[&Call<Position>], free: &[Free<'_, Position>]) -> Vec<Sending> {
        first_come_first_served(waiting, free.len(), |call, open| {
            let known = self.calls.get(&call.incident)?;
            // Whoever is of another kind would be ruled out; most are, and travel times are dear.
            let is_suited = |unit: &choose::Unit| known.suited.contains(&unit.kind);
            let standing = |&unit: &usize| self.standing_at(&free[unit]).filter(is_suited);
            let units: Vec<choose::Unit> = open.iter().filter_map(standing).collect();
            if units.is_empty() {
                return None;
            }
            let own = self.handicaps.get(&call.incident).copied();
            let policy = Policy { home_handicap: own.unwrap_or(self.policy.home_handicap), ..self.policy };
            let proposal = propose(known, &units, self.travel_times, &policy);
            let first = &proposal.ranked.first()?.team;
            open.iter().copied().find(|&unit| free[unit].unit.team == *first)
        })
    }
}
