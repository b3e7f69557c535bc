//! The facts that a proposal rests on, as [`dispatch::choose`] wants them.

use super::{Incident, TaskState};
use crate::fixes::Fixes;
use crate::modes::Mode;
use crate::records::{DutyRule, Shift, Team};
use crate::{Scope, Timestamp, World};
use dispatch::choose::{self, Away, Call, Duty, Standing, Unit, Whereabouts, Whose};
use dispatch::{IncidentId, IncidentKindCode, TeamId, TeamKind};
use geo_core::{Milliseconds, distance};
use std::collections::BTreeSet;
use std::sync::Arc;

impl World {
    /// An incident as a call for teams.
    pub fn call(&self, id: &IncidentId) -> Option<Call> {
        let incident = self.truth.incidents.get(id)?;
        Some(Call {
            position: incident.position,
            areas: incident.areas.clone(),
            suited: self.wanted(incident),
            around: self.around(incident),
        })
    }

    /// The kinds of team that suit a kind of incident, by the table.
    pub(super) fn suited(&self, kind: &IncidentKindCode) -> Vec<TeamKind> {
        let kinds = self.tables().map(|tables| tables.incident_kinds.as_slice()).unwrap_or_default();
        kinds.iter().find(|known| known.code == *kind).map(|kind| kind.suited.clone()).unwrap_or_default()
    }

    /// The kinds of team that an incident wants now: of all its needs once all are served, for an officer may send
    /// more than a card asks for.
    fn wanted(&self, incident: &Incident) -> Vec<TeamKind> {
        let needs = self.needs(incident);
        let open: BTreeSet<_> =
            needs.iter().filter(|need| need.team.is_none()).flat_map(|need| &need.suited).copied().collect();
        let all = needs.iter().flat_map(|need| &need.suited).copied().collect();
        Vec::from_iter(if open.is_empty() { all } else { open })
    }

    /// The figures that steer the choice; `None` before the district was founded.
    pub fn choice_policy(&self) -> Option<choose::Policy> {
        let policy = self.policy()?;
        Some(choose::Policy { home_handicap: policy.home_handicap, stale_after: policy.stale_after })
    }

    /// The figures that steer the choice for one incident: those of the mode of its place.
    pub fn choice_policy_for(&self, incident: &Incident) -> Option<choose::Policy> {
        let policy = self.choice_policy()?;
        Some(
            self.handicap_for(incident)
                .map_or(policy, |home_handicap| choose::Policy { home_handicap, ..policy }),
        )
    }

    /// The handicap of home teams for an incident, where the mode of its place has one of its own.
    pub(super) fn handicap_for(&self, incident: &Incident) -> Option<Milliseconds> {
        let emergency = self.mode_in(incident.areas.iter()) == Mode::Emergency;
        self.policy()?.pace.emergency.home_handicap.filter(|_| emergency)
    }

    /// Every team within a scope as a unit that may be sent, where `fixes` has it, in order of call
    /// sign. Retired teams are left out: nobody asks why they do not come.
    pub fn units<'a>(
        &'a self,
        scope: &'a Scope,
        now: Timestamp,
        fixes: &'a Fixes,
    ) -> impl Iterator<Item = Unit> + 'a {
        let teams = self.truth.teams.iter().filter(|team| !team.retired && self.covers_team(scope, team));
        teams.map(move |team| self.unit_of(team, self.whereabouts(team, now, fixes), now))
    }

    /// How long a team that were told now, or has been told and has not set off, still needs before it goes: the turnout
    /// of its kind for who is at its post, less what has passed since it was told; nothing for who is out.
    pub fn turnout_left(&self, team: &Team, whereabouts: Whereabouts, now: Timestamp) -> Milliseconds {
        let Some(policy) = self.policy() else { return Milliseconds(0) };
        let turnout = policy.pace.turnout.get(&team.kind).copied().unwrap_or(Milliseconds(0));
        let at_post = match whereabouts {
            Whereabouts::Post { .. } => true,
            Whereabouts::Fix { position, .. } => team
                .home
                .as_ref()
                .and_then(|home| self.truth.areas.get(home))
                .is_some_and(|home| distance(home.label, position) <= policy.arrival_radius),
            Whereabouts::Unknown => false,
        };
        let told = match self.binding(&team.code) {
            Some(bound) if bound.state > TaskState::Accepted => return Milliseconds(0),
            Some(bound) => now.since(bound.since),
            None => Milliseconds(0),
        };
        if at_post { Milliseconds(turnout.0.saturating_sub(told.0)) } else { Milliseconds(0) }
    }

    /// A team as a unit that may be sent, its whereabouts unknown.
    pub fn unit(&self, team: &TeamId, now: Timestamp) -> Option<Unit> {
        self.truth.teams.get(team).map(|team| self.unit_of(team, Whereabouts::Unknown, now))
    }

    /// Where a team is: where it last said it was, or at its post when it never says. A liaison team
    /// lives in its micro-area and a team without a device is at home until the officer hears
    /// otherwise; of anybody else nothing is assumed.
    pub fn whereabouts(&self, team: &Team, now: Timestamp, fixes: &Fixes) -> Whereabouts {
        if let Some(fix) = fixes.get(&team.code) {
            return Whereabouts::Fix { position: fix.position, age: now.since(fix.at) };
        }
        let at_post = team.radio_only || team.duty == DutyRule::Always;
        let home = team.home.as_ref().filter(|_| at_post).and_then(|home| self.truth.areas.get(home));
        home.map_or(Whereabouts::Unknown, |home| Whereabouts::Post { position: home.label })
    }

    pub(super) fn unit_of(&self, team: &Team, whereabouts: Whereabouts, now: Timestamp) -> Unit {
        Unit {
            team: team.code.clone(),
            kind: team.kind,
            profile: team.profile,
            home: team.home.clone(),
            above: team.home.iter().flat_map(|home| self.chain(home)).map(|area| area.code.clone()).collect(),
            duty: self.duty(team, now),
            standing: self.standing_of(&team.code, now),
            unavailable: self.away(&team.code),
            retired: team.retired,
            turnout: self.turnout_left(team, whereabouts, now),
            whereabouts,
        }
    }

    /// Whoever a whistle holds stays there; an officer who sends it elsewhere says why.
    fn away(&self, team: &TeamId) -> Option<Away> {
        let by_hand = self.unavailable(team).map(|reason| Away::ByHand { reason: reason.to_owned() });
        by_hand.or_else(|| self.called_by(team).map(|whistle| Away::Called { whistle: whistle.id.clone() }))
    }

    fn standing_of(&self, team: &TeamId, now: Timestamp) -> Standing {
        if let Some(incident) = self.bound_to(team) {
            return Standing::Bound(incident.clone());
        }
        self.hold(team, now).map_or(Standing::Free, |hold| {
            let (by, incident, left) = (hold.by.clone(), hold.incident.clone(), hold.until.since(now));
            Standing::Held(choose::Hold { by, incident, left, whose: Whose::Other })
        })
    }

    /// Whether a team is on duty at an instant.
    pub fn duty(&self, team: &Team, now: Timestamp) -> Duty {
        match team.duty {
            DutyRule::Always => Duty::On,
            DutyRule::ByShift if self.running_shift(&team.code, now).is_some() => Duty::On,
            DutyRule::ByShift => {
                Duty::Off { starts_in: self.next_shift(&team.code, now).map(|shift| shift.starts.since(now)) }
            }
        }
    }

    /// The shift of a team that runs at an instant; the one that began last, when several do.
    pub fn running_shift(&self, team: &TeamId, now: Timestamp) -> Option<&Arc<Shift>> {
        let earliest = Timestamp(now.0.saturating_sub(crate::LONGEST_SHIFT.0 as i64));
        let shifts = self.derived.shifts.get(team)?;
        let begun = shifts.range((earliest, String::new())..=(now, String::from(char::MAX)));
        let covering = |shift: &&Arc<Shift>| shift.covers(now) && self.counts(shift);
        begun.rev().filter_map(|(_, code)| self.truth.shifts.get(code)).find(covering)
    }

    /// Whether a shift counts in the mode of where its team belongs.
    fn counts(&self, shift: &Shift) -> bool {
        shift.only_in.is_none_or(|only| {
            let home = self.truth.teams.get(&shift.team).and_then(|team| team.home.as_ref());
            self.mode_of(home) == only
        })
    }

    /// A team's next shift after an instant.
    pub fn next_shift(&self, team: &TeamId, now: Timestamp) -> Option<&Arc<Shift>> {
        let shifts = self.derived.shifts.get(team)?;
        let mut later = shifts.range((now, String::new())..).filter(|(starts, _)| *starts > now);
        later.find_map(|(_, code)| self.truth.shifts.get(code).filter(|shift| self.counts(shift)))
    }
}
