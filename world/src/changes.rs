//! What an entry touched, so that the live feed can send what it now is.

use crate::command::Records;
use crate::record::Record;
use crate::{Entry, Event, Publication, World};
use dispatch::{IncidentId, TeamId};
use geo_core::Level;
use std::collections::BTreeSet;

/// How many records of one register are named one by one; more are the whole register.
pub const NAMED_RECORDS: usize = 1000;

/// One thing that an entry touched. Whoever is told looks its present value up, within their scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touched {
    /// Its name, tables or policy.
    District,
    /// The roads in force.
    Roads,
    /// The versions of the plan, one of which was published, taken back, or took force; and the rules for plans.
    Plans,
    /// The areas of a level: where they lie or who answers for them.
    Areas(Level),
    /// A team: its record, its duty, its task, or whether it may be sent.
    Team(TeamId),
    /// Every team.
    Teams,
    /// A shift, which may be gone.
    Shift(String),
    /// Every shift.
    Shifts,
    /// A depot, which may be gone.
    Depot(String),
    /// Every depot.
    Depots,
    /// A sensing point.
    SensingPoint(String),
    /// Every sensing point.
    SensingPoints,
    /// A place.
    Place(String),
    /// Every place.
    Places,
    /// A run card, which may be gone.
    RunCard(String),
    /// Every run card.
    RunCards,
    /// A closure.
    Closure(String),
    /// A whistle.
    Whistle(String),
    /// The handovers of shifts.
    Handovers,
    /// Which areas are switched to emergency.
    Modes,
    /// An incident.
    Incident(IncidentId),
}

/// What an entry touched, each thing once, in a fixed order. `before` is the world the entry was
/// applied to: it knows whose shift was taken out.
pub fn changes(entry: &Entry, before: &World) -> Vec<Touched> {
    let mut touched = BTreeSet::new();
    for event in &entry.draft.events {
        of_event(event, before, &mut touched);
    }
    touched.into_iter().collect()
}

fn of_event(event: &Event, before: &World, touched: &mut BTreeSet<Touched>) {
    match event {
        Event::DistrictFounded { .. } => drop(touched.insert(Touched::District)),
        Event::RoadsImported { .. } => drop(touched.insert(Touched::Roads)),
        Event::ClosureSaved { closure, .. } | Event::ClosureEnded { closure, .. } => {
            touched.insert(Touched::Closure(closure.clone()));
        }
        Event::WhistleBlown { whistle, blown } => {
            touched.insert(Touched::Whistle(whistle.clone()));
            touched.extend(blown.called.iter().map(|called| Touched::Team(called.team.clone())));
        }
        Event::WhistleCheckedIn { whistle, .. } | Event::WhistleOverdue { whistle, .. } => {
            touched.insert(Touched::Whistle(whistle.clone()));
        }
        Event::WhistleReleased { whistle, team, .. } => {
            touched.extend([Touched::Whistle(whistle.clone()), Touched::Team(team.clone())]);
        }
        Event::WhistleEnded { whistle, .. } => {
            touched.insert(Touched::Whistle(whistle.clone()));
            let called = before.truth.whistles.get(whistle).map(|whistle| whistle.called.as_slice());
            let teams = called.unwrap_or_default().iter().map(|called| called.team.clone());
            touched.extend(teams.map(Touched::Team));
        }
        Event::PhotoAdded { incident, .. } | Event::PhotoErased { incident, .. } => {
            touched.insert(Touched::Incident(incident.clone()));
        }
        Event::AreasImported { level, .. } => touched.extend([Touched::Areas(*level), Touched::Plans]),
        Event::PlanPublished { publication, .. } => of_publication(publication, touched),
        Event::PlanWithdrawn { .. } | Event::PlanRulesSaved { .. } => drop(touched.insert(Touched::Plans)),
        Event::PlanInForce { number } => {
            touched.insert(Touched::Plans);
            if let Some(coming) = before.truth.plan.coming.get(number) {
                of_publication(&coming.publication, touched);
            }
        }
        Event::RecordsSaved { records, .. } => of_records(records, before, touched),
        Event::ShiftsRemoved { codes } => {
            touched.extend(
                codes
                    .iter()
                    .filter_map(|code| before.shift_register().get(code))
                    .map(|shift| Touched::Team(shift.team.clone())),
            );
            touched.extend(codes.iter().cloned().map(Touched::Shift));
        }
        Event::DepotsRemoved { codes } => touched.extend(codes.iter().cloned().map(Touched::Depot)),
        Event::RunCardsRemoved { codes } => touched.extend(codes.iter().cloned().map(Touched::RunCard)),
        Event::PlanDraftOpened { .. }
        | Event::PlanDrawn { .. }
        | Event::PlanUndone
        | Event::PlanRedone
        | Event::PlanDraftRenamed { .. }
        | Event::PlanDraftDiscarded => {}
        Event::ModeSwitched { .. } | Event::ModeEnded { .. } => drop(touched.insert(Touched::Modes)),
        Event::LadderClimbed { incident, team, .. } => {
            touched.insert(Touched::Incident(incident.clone()));
            touched.extend(team.iter().cloned().map(Touched::Team));
        }
        Event::ShiftHandedOver { items, .. } => {
            touched.insert(Touched::Handovers);
            touched.extend(items.iter().map(|item| Touched::Incident(item.incident.clone())));
        }
        Event::HandoverTaken { incidents, .. } => {
            touched.insert(Touched::Handovers);
            touched.extend(incidents.iter().cloned().map(Touched::Incident));
        }
        Event::TeamHeld { team, .. } | Event::HoldReleased { team, .. } => {
            touched.insert(Touched::Team(team.clone()));
        }
        Event::AvailabilitySet { team, .. } => drop(touched.insert(Touched::Team(team.clone()))),
        Event::IncidentAccepted { incident, .. }
        | Event::IncidentAmended { incident, .. }
        | Event::IncidentMoved { incident, .. } => drop(touched.insert(Touched::Incident(incident.clone()))),
        Event::TeamAssigned { incident, team, .. }
        | Event::TaskMoved { incident, team, .. }
        | Event::AnsweredLate { incident, team, .. } => {
            touched.extend([Touched::Incident(incident.clone()), Touched::Team(team.clone())]);
        }
        Event::IncidentsMerged { from, into } => {
            touched.extend([Touched::Incident(from.clone()), Touched::Incident(into.clone())]);
            touched.extend(before.whistles_about(from).map(|whistle| Touched::Whistle(whistle.id.clone())));
        }
    }
}

fn of_publication(publication: &Publication, touched: &mut BTreeSet<Touched>) {
    touched.insert(Touched::Plans);
    touched.extend(publication.put.iter().map(|new| Touched::Areas(new.area.level)));
    // The level of an area that ends is not said; most drafts end areas of the finest.
    if !publication.retired.is_empty() {
        touched.extend(Level::ALL.map(Touched::Areas));
    }
}

fn of_records(records: &Records, before: &World, touched: &mut BTreeSet<Touched>) {
    match records {
        Records::Teams(rows) => each(rows, touched, Touched::Teams, Touched::Team),
        Records::Shifts(rows) => {
            each(rows, touched, Touched::Shifts, Touched::Shift);
            if rows.len() > NAMED_RECORDS {
                touched.insert(Touched::Teams);
            } else {
                let owners = rows.iter().map(|shift| &shift.team);
                let earlier = rows
                    .iter()
                    .filter_map(|shift| before.shift_register().get(&shift.code))
                    .map(|shift| &shift.team);
                touched.extend(owners.chain(earlier).cloned().map(Touched::Team));
            }
        }
        Records::Depots(rows) => each(rows, touched, Touched::Depots, Touched::Depot),
        Records::SensingPoints(rows) => each(rows, touched, Touched::SensingPoints, Touched::SensingPoint),
        Records::Places(rows) => each(rows, touched, Touched::Places, Touched::Place),
        Records::RunCards(rows) => each(rows, touched, Touched::RunCards, Touched::RunCard),
        Records::Areas(rows) => touched.extend(rows.iter().map(|area| Touched::Areas(area.level))),
    }
}

fn each<R: Record>(rows: &[R], touched: &mut BTreeSet<Touched>, all: Touched, one: fn(R::Key) -> Touched) {
    if rows.len() > NAMED_RECORDS {
        touched.insert(all);
    } else {
        touched.extend(rows.iter().map(|row| one(row.key().clone())));
    }
}
