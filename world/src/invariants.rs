//! What must hold of every state, whatever was asked of it: `muster check` and the property tests
//! look here.

use crate::incidents::{Incident, IncidentState};
use crate::record::Record;
use crate::register::Register;
use crate::truth::REQUESTS_KEPT;
use crate::{World, derived::Derived};
use dispatch::{TeamId, TeamKind};
use geo_core::Level;
use imbl::{OrdMap, OrdSet};
use std::collections::BTreeMap;

impl World {
    /// Every rule that this state breaks, in words; empty for a sound state.
    pub fn invariants(&self) -> Vec<String> {
        let mut broken = Vec::new();
        self.check_areas_hang_together(&mut broken);
        self.check_teams(&mut broken);
        for incident in self.truth.incidents.iter() {
            check_incident(incident, &mut broken);
        }
        self.check_bindings(&mut broken);
        self.check_whistles(&mut broken);
        self.check_holds(&mut broken);
        self.check_modes(&mut broken);
        self.check_versions(&mut broken);
        self.check_plans(&mut broken);
        self.check_derived(&mut broken);
        broken
    }

    fn check_areas_hang_together(&self, broken: &mut Vec<String>) {
        for area in self.truth.areas.iter() {
            if let Some(parent) = &area.parent {
                match self.truth.areas.get(parent) {
                    None => broken.push(format!("area {}: its parent {parent} is missing", area.code)),
                    Some(above) if above.level >= area.level => {
                        broken.push(format!(
                            "area {}: its parent {parent} is not of a higher level",
                            area.code
                        ));
                    }
                    Some(_) => {}
                }
            }
            if !self.truth.outlines.contains_key(&area.code) {
                broken.push(format!("area {}: it has no outline", area.code));
            }
        }
        for code in self.truth.outlines.keys().filter(|code| !self.truth.areas.contains(*code)) {
            broken.push(format!("outline {code}: there is no such area"));
        }
    }

    fn check_teams(&self, broken: &mut Vec<String>) {
        let mut at_home = BTreeMap::new();
        for team in self.truth.teams.iter().filter(|team| team.kind == TeamKind::LiaisonTeam && !team.retired)
        {
            let home = team.home.as_ref().and_then(|home| self.truth.areas.get(home));
            if let Some(home) = home.filter(|home| home.level == Level::MicroArea)
                && let Some(other) = at_home.insert(&home.code, &team.code)
            {
                broken.push(format!("micro-area {}: bound to both {other} and {}", home.code, team.code));
            }
        }
        for shift in self.truth.shifts.iter().filter(|shift| !self.truth.teams.contains(&shift.team)) {
            broken.push(format!("shift {}: there is no team {}", shift.code, shift.team));
        }
    }

    fn check_plans(&self, broken: &mut Vec<String>) {
        let plan = &self.truth.plan;
        let (mut number, mut from) = (0, crate::Timestamp(i64::MIN));
        for version in plan.versions.values() {
            // Numbers in between are those of versions that were withdrawn.
            let given = (number + 1..version.number).all(|number| plan.withdrawn.contains_key(&number));
            if version.number <= number || !given || version.effective_from < from {
                broken.push(format!("plan {}: it does not follow plan {number}", version.number));
            }
            (number, from) = (version.number, version.effective_from);
            if plan.coming.contains_key(&number) != (number > plan.in_force) {
                broken.push(format!("plan {number}: whether it is in force is not clear"));
            }
        }
        for number in plan.withdrawn.keys().filter(|number| plan.versions.contains_key(*number)) {
            broken.push(format!("plan {number}: it was withdrawn and is there"));
        }
        for code in
            self.truth.areas.iter().map(|area| &area.code).filter(|code| plan.retired.contains_key(*code))
        {
            broken.push(format!("area {code}: its code was retired"));
        }
    }

    fn check_bindings(&self, broken: &mut Vec<String>) {
        let mut bound: BTreeMap<&TeamId, &Incident> = BTreeMap::new();
        for incident in self.truth.incidents.iter() {
            for team in incident.bound_teams() {
                if let Some(other) = bound.insert(team, incident) {
                    broken.push(format!("team {team}: bound by both {} and {}", other.id, incident.id));
                }
                if self.truth.teams.get(team).is_none_or(|team| team.retired) {
                    broken.push(format!("incident {}: team {team} is unknown or retired", incident.id));
                }
            }
        }
        if bound.len() != self.derived.bound.len()
            || bound.iter().any(|(team, incident)| self.bound_to(team) != Some(&incident.id))
        {
            broken.push("the map of bound teams differs from the tasks".to_owned());
        }
    }

    fn check_whistles(&self, broken: &mut Vec<String>) {
        let mut held: BTreeMap<&TeamId, &str> = BTreeMap::new();
        for whistle in self.truth.whistles.iter() {
            if !whistle.stands() && whistle.called.iter().any(|called| called.released.is_none()) {
                broken.push(format!("whistle {}: it ended and holds somebody", whistle.id));
            }
            for called in whistle.called.iter().filter(|called| called.released.is_none()) {
                if let Some(other) = held.insert(&called.team, &whistle.id) {
                    broken.push(format!("team {}: held by both {other} and {}", called.team, whistle.id));
                }
            }
        }
    }

    /// Who is held is bound by nothing and called by nobody, and both the team and its incident go on.
    ///
    /// A binding and a call may coincide: a whistle calls teams that its own incident binds, and an officer who says why
    /// sends a team that was called. No two bindings do, no two calls, and no hold with either.
    fn check_holds(&self, broken: &mut Vec<String>) {
        for hold in self.truth.holds.iter() {
            if let Some(incident) = self.bound_to(&hold.team) {
                broken.push(format!("team {}: held by {} and bound by {incident}", hold.team, hold.by));
            }
            if let Some(whistle) = self.called_by(&hold.team) {
                broken.push(format!("team {}: held by {} and called by {}", hold.team, hold.by, whistle.id));
            }
            if self.truth.teams.get(&hold.team).is_none_or(|team| team.retired) {
                broken.push(format!("team {}: held, and unknown or retired", hold.team));
            }
            if self.truth.incidents.get(&hold.incident).is_none_or(|incident| incident.state.is_final()) {
                broken.push(format!("team {}: held for {}, which has ended", hold.team, hold.incident));
            }
            if hold.until <= hold.since {
                broken.push(format!("team {}: its hold ends before it begins", hold.team));
            }
        }
    }

    /// An area has one emergency at a time, and each ends after it began.
    fn check_modes(&self, broken: &mut Vec<String>) {
        let mut switched = std::collections::BTreeSet::new();
        for emergency in self.emergencies() {
            if !switched.insert(&emergency.area) {
                broken.push(format!("area {}: two emergencies at a time", emergency.area));
            }
            if emergency.until <= emergency.since {
                broken.push(format!("emergency {}: it ends before it begins", emergency.id));
            }
        }
    }

    fn check_versions(&self, broken: &mut Vec<String>) {
        fn of<R: Record>(register: &Register<R>, seq: u64, broken: &mut Vec<String>) {
            let late =
                register.iter().find(|record| record.version() > register.changed() || record.version() == 0);
            if let Some(record) = late {
                broken.push(format!(
                    "{} {}: version {} is impossible",
                    R::REGISTER,
                    record.key(),
                    record.version()
                ));
            }
            if register.changed() > seq {
                broken.push(format!(
                    "{}: changed by {} after the last entry {seq}",
                    R::REGISTER,
                    register.changed()
                ));
            }
        }
        let truth = &self.truth;
        of(&truth.areas, truth.seq, broken);
        of(&truth.teams, truth.seq, broken);
        of(&truth.shifts, truth.seq, broken);
        of(&truth.depots, truth.seq, broken);
        of(&truth.sensing_points, truth.seq, broken);
        of(&truth.places, truth.seq, broken);
        of(&truth.run_cards, truth.seq, broken);
        of(&truth.closures, truth.seq, broken);
        of(&truth.whistles, truth.seq, broken);
        of(&truth.holds, truth.seq, broken);
        of(&truth.handovers, truth.seq, broken);
        of(&truth.emergencies, truth.seq, broken);
        of(&truth.incidents, truth.seq, broken);
        if truth.requests.len() > REQUESTS_KEPT {
            broken.push(format!("{} requests are remembered", truth.requests.len()));
        }
    }

    /// Indexes kept up entry by entry say the same as indexes built from nothing.
    fn check_derived(&self, broken: &mut Vec<String>) {
        let fresh = Derived::of(&self.truth);
        // What was emptied entry by entry and what never was there are the same.
        fn filled<K: Ord + Clone, V: Ord + Clone>(sets: &OrdMap<K, OrdSet<V>>) -> Vec<(&K, &OrdSet<V>)> {
            sets.iter().filter(|(_, set)| !set.is_empty()).collect()
        }
        let same = [
            ("bound", fresh.bound == self.derived.bound),
            ("external", fresh.external == self.derived.external),
            ("open", fresh.open == self.derived.open),
            ("taken", fresh.taken == self.derived.taken),
            ("requests", fresh.requests == self.derived.requests),
            ("shifts", filled(&fresh.shifts) == filled(&self.derived.shifts)),
            ("liaison", filled(&fresh.liaison) == filled(&self.derived.liaison)),
            ("whistles", fresh.whistles == self.derived.whistles),
            ("called", fresh.called == self.derived.called),
        ];
        broken.extend(
            same.iter().filter(|(_, same)| !same).map(|(name, _)| format!("the index {name} has drifted")),
        );
    }
}

fn check_incident(incident: &Incident, broken: &mut Vec<String>) {
    let id = &incident.id;
    let waits = incident.state.is_final()
        || matches!(incident.state, IncidentState::Accepted | IncidentState::Parked);
    if waits && incident.bound_teams().next().is_some() {
        broken.push(format!("incident {id}: a team is bound although it is {}", incident.state.name()));
    }
    if !waits && incident.state != incident.state_by_tasks() {
        broken.push(format!(
            "incident {id}: it is {} but its tasks say {}",
            incident.state.name(),
            incident.state_by_tasks().name()
        ));
    }
    if incident.state.is_final() != incident.ended_at.is_some() {
        broken.push(format!("incident {id}: its end and its state disagree"));
    }
    if (incident.state == IncidentState::Merged) != incident.merged_into.is_some() {
        broken.push(format!("incident {id}: it was merged into nothing, or not merged into something"));
    }
    for task in &incident.tasks {
        if task.fence > incident.version || task.state.is_active() == task.ended_at.is_some() {
            broken.push(format!("incident {id}: the task of {} is out of order", task.team));
        }
    }
    if incident.waiting.is_some() && (incident.state.is_final() || incident.keeper.is_none()) {
        broken.push(format!("incident {id}: it waits to be taken over, and has ended or is nobody's"));
    }
    if incident.history.windows(2).any(|steps| steps[0].at > steps[1].at) {
        broken.push(format!("incident {id}: its history runs backwards"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::Severity;
    use crate::records::RunCard;

    #[test]
    fn a_run_card_of_an_entry_that_never_was_is_found() {
        let mut world = World::default();
        let card = RunCard {
            code: "汛".to_owned(),
            name: "防汛".to_owned(),
            kinds: Vec::new(),
            from: Severity::Minor,
            areas: Vec::new(),
            needs: Vec::new(),
            mode: None,
            auto: false,
            version: 0,
        };
        world.truth.run_cards.save(card, 7);
        assert_eq!(world.invariants().len(), 1, "{:?}", world.invariants());
    }
}
