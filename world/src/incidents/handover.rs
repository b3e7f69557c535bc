//! 交接班: at the end of a shift the outgoing officer hands open incidents over, each with a note, and the incoming
//! one takes them by name.
//!
//! Every incident has a keeper: the account that answers for it, from when it was written down or first looked at.
//! What was handed over stays its keeper's until somebody takes it, and shows as waiting so long; taking it is a
//! command of whoever takes it, one incident or all of them. Notes lie in the vault, like narratives.

use super::Incident;
use crate::apply::Stamp;
use crate::{Context, Event, Refusal, Role, Scope, Timestamp, VaultRef, World};
use dispatch::IncidentId;
use geo_core::AreaCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An incident as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GivenOver {
    /// Which.
    pub incident: IncidentId,
    /// What the next one should know, in the vault.
    #[serde(default)]
    pub note: Option<VaultRef>,
}

/// Who took something over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Taken {
    /// Which account.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// An incident of a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HandedOver {
    /// Which.
    pub incident: IncidentId,
    /// What the next one should know, in the vault.
    pub note: Option<VaultRef>,
    /// Who took it; `None` while it waits, or when it ended or was handed over anew before anybody did.
    pub taken: Option<Taken>,
}

/// The end of somebody's shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Handover {
    /// Its number, `H-0007`.
    pub id: String,
    /// Who hands over.
    pub from: String,
    /// When.
    pub at: Timestamp,
    /// What the next one should know of everything, in the vault.
    pub note: Option<VaultRef>,
    /// The incidents.
    pub items: Vec<HandedOver>,
    /// The area that the reach of who hands over ends with: whoever reaches it knows of it, also of a note alone.
    /// `None` for the whole district, and where that was not kept.
    #[serde(default)]
    pub within: Option<AreaCode>,
    /// Everybody who took some of it, or only read it, in order.
    pub taken: Vec<Taken>,
    /// The journal sequence of the last change.
    pub version: u64,
}

/// That an incident waits to be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// By which handover.
    pub handover: String,
    /// Who hands it over.
    pub from: String,
    /// Since when.
    pub since: Timestamp,
}

impl Incident {
    /// Whether it waits to be taken over by this handover.
    pub fn waits_in(&self, handover: &str) -> bool {
        self.waiting.as_ref().is_some_and(|waiting| waiting.handover == handover)
    }
}

impl World {
    /// Handovers that somebody within a scope may know of, the latest first: all, or those of which something waits.
    pub fn handovers<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = &'a Arc<Handover>> {
        let mut all: Vec<_> =
            self.truth.handovers.iter().filter(|one| self.covers_handover(scope, one)).collect();
        all.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        all.into_iter()
    }

    /// A handover within a scope.
    pub fn handover(&self, scope: &Scope, id: &str) -> Option<&Arc<Handover>> {
        self.truth.handovers.get(id).filter(|handover| self.covers_handover(scope, handover))
    }

    /// The incidents of a handover that still wait, in its order, whoever asks.
    pub fn waiting<'a>(&'a self, handover: &'a Handover) -> impl Iterator<Item = &'a Arc<Incident>> {
        let incidents = handover.items.iter().filter_map(|item| self.truth.incidents.get(&item.incident));
        incidents.filter(|incident| incident.waits_in(&handover.id))
    }

    /// Whether something of it is still to be done: an incident waits, or it is a note alone that nobody has read.
    pub fn is_waiting(&self, handover: &Handover) -> bool {
        self.waiting(handover).next().is_some() || handover.items.is_empty() && handover.taken.is_empty()
    }

    fn covers_handover(&self, scope: &Scope, handover: &Handover) -> bool {
        let known = |item: &HandedOver| self.incident(scope, &item.incident).is_some();
        scope.root().is_none()
            || handover.within.as_ref().is_some_and(|within| self.covers(scope, within))
            || handover.items.iter().any(known)
    }

    pub(crate) fn obey_handed_over(
        &mut self,
        id: &str,
        note: Option<&VaultRef>,
        items: &[GivenOver],
        within: Option<&AreaCode>,
        stamp: &Stamp<'_>,
    ) {
        let waiting = Waiting { handover: id.to_owned(), from: stamp.by.to_owned(), since: stamp.at };
        for item in items {
            self.change(&item.incident, stamp, |incident| {
                incident.waiting = Some(waiting.clone());
                incident.keeper.get_or_insert_with(|| stamp.by.to_owned());
                incident.history.push(super::obey::step(
                    stamp,
                    "shift_handed_over",
                    None,
                    Some(id.to_owned()),
                ));
            });
        }
        let item = |given: &GivenOver| HandedOver {
            incident: given.incident.clone(),
            note: given.note.clone(),
            taken: None,
        };
        let handover = Handover {
            id: id.to_owned(),
            from: stamp.by.to_owned(),
            at: stamp.at,
            note: note.cloned(),
            items: items.iter().map(item).collect(),
            within: within.cloned(),
            taken: Vec::new(),
            version: 0,
        };
        self.truth.handovers.save(handover, stamp.seq);
    }

    pub(crate) fn obey_taken(&mut self, id: &str, incidents: &[IncidentId], stamp: &Stamp<'_>) {
        for incident in incidents {
            self.change(incident, stamp, |incident| {
                incident.waiting = None;
                incident.keeper = Some(stamp.by.to_owned());
                incident.history.push(super::obey::step(stamp, "handover_taken", None, Some(id.to_owned())));
            });
        }
        let Some(handover) = self.truth.handovers.get(id) else { return };
        let mut handover = (**handover).clone();
        let taken = Taken { by: stamp.by.to_owned(), at: stamp.at };
        for item in handover.items.iter_mut().filter(|item| incidents.contains(&item.incident)) {
            item.taken = Some(taken.clone());
        }
        handover.taken.push(taken);
        self.truth.handovers.save(handover, stamp.seq);
    }
}

/// # Errors
/// `not_allowed` for the service itself, `nothing_to_hand_over`, `handed_over_twice`, `unknown_incident`,
/// `outside_scope`, `incident_ended`, `not_keeper`.
pub(crate) fn decide_hand_over(
    world: &World,
    context: &Context,
    note: Option<&VaultRef>,
    items: &[GivenOver],
) -> Result<Vec<Event>, Refusal> {
    let actor = &context.actor;
    by_a_person(context)?;
    if items.is_empty() && note.is_none() {
        return Err(Refusal::new("nothing_to_hand_over"));
    }
    let mut named = BTreeSet::new();
    for item in items {
        if !named.insert(&item.incident) {
            return Err(Refusal::new("handed_over_twice").with("incident", &item.incident));
        }
        let incident = world.open_incident(actor, &item.incident)?;
        // An administrator hands over for somebody who left without doing so.
        let other = incident.keeper.as_ref().filter(|keeper| **keeper != actor.account);
        if let Some(keeper) = other.filter(|_| actor.role != Role::Administrator) {
            return Err(Refusal::new("not_keeper").with("incident", &item.incident).with("keeper", keeper));
        }
    }
    // None is ever taken out of the register, so no number comes twice.
    let handover = format!("H-{:04}", world.truth.handovers.len() + 1);
    let within = actor.scope.root().cloned();
    Ok(vec![Event::ShiftHandedOver { handover, note: note.cloned(), items: items.to_vec(), within }])
}

/// Takes the incidents named, or everything within reach that still waits when none is.
///
/// # Errors
/// `not_allowed` for the service itself, `unknown_handover`, `handover_own`, `outside_scope`, `handover_taken` for an
/// incident that does not wait, or when nothing does.
pub(crate) fn decide_take(
    world: &World,
    context: &Context,
    id: &str,
    incidents: &[IncidentId],
) -> Result<Vec<Event>, Refusal> {
    let actor = &context.actor;
    by_a_person(context)?;
    let handover = world
        .handover(&actor.scope, id)
        .ok_or_else(|| Refusal::new("unknown_handover").with("handover", id))?;
    if handover.from == actor.account {
        return Err(Refusal::new("handover_own").with("handover", id));
    }
    let over = || {
        let last = handover.taken.last().map_or("", |taken| taken.by.as_str());
        Refusal::new("handover_taken").with("handover", id).with("by", last)
    };
    let mut taken: Vec<IncidentId> = Vec::new();
    for incident in incidents {
        let waits = world.reached_incident(actor, incident)?.waits_in(id);
        if !waits {
            return Err(over().with("incident", incident));
        }
        if !taken.contains(incident) {
            taken.push(incident.clone());
        }
    }
    if incidents.is_empty() {
        let within = world.waiting(handover).filter(|incident| world.covers_incident(&actor.scope, incident));
        taken.extend(within.map(|incident| incident.id.clone()));
        if taken.is_empty() && !world.is_waiting(handover) {
            return Err(over());
        }
    }
    Ok(vec![Event::HandoverTaken { handover: id.to_owned(), incidents: taken }])
}

fn by_a_person(context: &Context) -> Result<(), Refusal> {
    let actor = &context.actor;
    match actor.is_system() {
        true => {
            Err(Refusal::new("not_allowed").with("role", actor.role.name()).with("account", &actor.account))
        }
        false => Ok(()),
    }
}
