//! Obeying: what an entry says becomes true. Nothing here fails, judges, solves or asks the time;
//! what an event names and the world does not know is left alone.

use crate::command::Records;
use crate::records::{Area, Shift, Team};
use crate::truth::{District, REQUESTS_KEPT, REQUESTS_KEPT_FOR, Request, Roads};
use crate::{Entry, Event, Timestamp, World};
use std::sync::Arc;

/// What an event takes from the entry that carries it.
pub(crate) struct Stamp<'a> {
    pub seq: u64,
    pub at: Timestamp,
    pub by: &'a str,
}

impl World {
    /// Makes true what the entry says.
    pub fn apply(&mut self, entry: &Entry) {
        let draft = &entry.draft;
        let stamp = Stamp { seq: entry.seq, at: draft.at, by: &draft.actor };
        for event in &draft.events {
            self.obey(event, &stamp);
        }
        self.truth.seq = entry.seq;
        self.truth.head = entry.hash;
        self.truth.at = draft.at;
        if let Some(id) = &draft.request {
            self.remember(Request { at: draft.at, account: draft.actor.clone(), id: id.clone() }, entry.seq);
        }
        self.forget_requests();
    }

    pub(crate) fn obey(&mut self, event: &Event, stamp: &Stamp<'_>) {
        match event {
            Event::DistrictFounded { code, name, tables } => {
                let district = District {
                    code: code.clone(),
                    name: name.clone(),
                    tables: (**tables).clone(),
                    version: stamp.seq,
                };
                self.truth.district = Some(Arc::new(district));
            }
            Event::AreasImported { level, input, areas } => self.obey_import(*level, *input, areas, stamp),
            Event::PlanPublished { number, publication } => self.obey_published(*number, publication, stamp),
            Event::PlanWithdrawn { number, reason } => self.obey_withdrawn(*number, reason, stamp),
            Event::PlanRulesSaved { rules } => {
                if let Some(district) = &self.truth.district {
                    let mut district = District { version: stamp.seq, ..(**district).clone() };
                    district.tables.plan.clone_from(rules);
                    self.truth.district = Some(Arc::new(district));
                }
            }
            Event::PlanInForce { number } => self.obey_in_force(*number, stamp),
            Event::RoadsImported { input, summary } => {
                self.truth.roads =
                    Some(Arc::new(Roads { input: *input, summary: summary.clone(), version: stamp.seq }));
            }
            Event::ClosureSaved { closure, drawn } => self.obey_closure_saved(closure, drawn, stamp),
            Event::ClosureEnded { closure, reason } => {
                self.obey_closure_ended(closure, reason.as_deref(), stamp);
            }
            Event::RecordsSaved { records, .. } => self.save(records, stamp.seq),
            Event::ShiftsRemoved { codes } => {
                for code in codes {
                    let removed = self.truth.shifts.remove(code, stamp.seq);
                    self.derived.shift(removed.as_deref(), None);
                }
            }
            Event::DepotsRemoved { codes } => {
                for code in codes {
                    self.truth.depots.remove(code, stamp.seq);
                }
            }
            Event::RunCardsRemoved { codes } => {
                for code in codes {
                    self.truth.run_cards.remove(code, stamp.seq);
                }
            }
            Event::AvailabilitySet { team, unavailable } => {
                self.truth.availability_changed = stamp.seq;
                match unavailable {
                    Some(reason) => self.truth.unavailable.insert(team.clone(), reason.as_str().into()),
                    None => self.truth.unavailable.remove(team),
                };
            }
            Event::TeamHeld { incident, team, until } => self.obey_held(incident, team, *until, stamp),
            Event::LadderClimbed { incident, team, to } => {
                self.obey_climbed(incident, team.as_ref(), *to, stamp)
            }
            Event::ModeSwitched { emergency, new } => self.obey_switched(emergency, new, stamp),
            Event::ModeEnded { emergency, end, reason } => {
                self.obey_mode_ended(emergency, *end, reason.as_deref(), stamp);
            }
            Event::ShiftHandedOver { handover, note, items, within } => {
                self.obey_handed_over(handover, note.as_ref(), items, within.as_ref(), stamp);
            }
            Event::HandoverTaken { handover, incidents } => self.obey_taken(handover, incidents, stamp),
            Event::HoldReleased { team, .. } => drop(self.truth.holds.remove(team, stamp.seq)),
            // Drafts have streams of their own, see `PlanDraft::apply`.
            Event::PlanDraftOpened { .. }
            | Event::PlanDrawn { .. }
            | Event::PlanUndone
            | Event::PlanRedone
            | Event::PlanDraftRenamed { .. }
            | Event::PlanDraftDiscarded => {}
            Event::WhistleBlown { .. }
            | Event::WhistleCheckedIn { .. }
            | Event::WhistleReleased { .. }
            | Event::WhistleOverdue { .. }
            | Event::WhistleEnded { .. } => self.obey_whistle(event, stamp),
            Event::PhotoAdded { .. } | Event::PhotoErased { .. } => self.obey_photo(event, stamp),
            Event::IncidentAccepted { .. }
            | Event::IncidentAmended { .. }
            | Event::IncidentMoved { .. }
            | Event::TeamAssigned { .. }
            | Event::TaskMoved { .. }
            | Event::AnsweredLate { .. }
            | Event::IncidentsMerged { .. } => self.obey_incident(event, stamp),
        }
    }

    fn save(&mut self, records: &Records, seq: u64) {
        match records {
            Records::Teams(rows) => rows.iter().for_each(|team| self.save_team(team, seq)),
            Records::Shifts(rows) => rows.iter().for_each(|shift| self.save_shift(shift, seq)),
            Records::Depots(rows) => {
                rows.iter().for_each(|depot| drop(self.truth.depots.save(depot.clone(), seq)))
            }
            Records::SensingPoints(rows) => {
                rows.iter().for_each(|point| drop(self.truth.sensing_points.save(point.clone(), seq)));
            }
            Records::Places(rows) => {
                rows.iter().for_each(|place| drop(self.truth.places.save(place.clone(), seq)))
            }
            Records::RunCards(rows) => {
                rows.iter().for_each(|card| drop(self.truth.run_cards.save(card.clone(), seq)));
            }
            Records::Areas(rows) => rows.iter().for_each(|area| self.save_area(area, seq)),
        }
    }

    fn save_team(&mut self, team: &Team, seq: u64) {
        let before = self.truth.teams.save(team.clone(), seq);
        self.derived.team(before.as_deref(), team);
    }

    fn save_shift(&mut self, shift: &Shift, seq: u64) {
        let before = self.truth.shifts.save(shift.clone(), seq);
        self.derived.shift(before.as_deref(), Some(shift));
    }

    /// Names and people of an area; where it lies in the order stays as it is.
    fn save_area(&mut self, area: &Area, seq: u64) {
        let Some(there) = self.truth.areas.get(&area.code) else { return };
        let (level, parent) = (there.level, there.parent.clone());
        self.truth.areas.save(Area { level, parent, ..area.clone() }, seq);
    }

    fn remember(&mut self, request: Request, seq: u64) {
        self.derived.request(&request, seq);
        self.truth.requests.insert(seq, request);
    }

    fn forget_requests(&mut self) {
        while let Some((seq, request)) = self.truth.requests.get_min().cloned() {
            let too_many = self.truth.requests.len() > REQUESTS_KEPT;
            let too_old = self.truth.at.since(request.at) > REQUESTS_KEPT_FOR;
            if !too_many && !too_old {
                break;
            }
            self.truth.requests.remove(&seq);
            self.derived.forget_request(&request, seq);
        }
    }
}
