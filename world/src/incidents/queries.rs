//! Questions about incidents.

use super::Incident;
use crate::{Scope, Timestamp, World};
use dispatch::IncidentId;
use geo_core::{Position, distance};
use std::sync::Arc;

/// Which incidents are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Those that go on.
    #[default]
    Open,
    /// Those that are closed or were merged.
    Ended,
    /// Both.
    All,
}

/// A question for a list of incidents.
#[derive(Debug, Clone, Default)]
pub struct IncidentFilter {
    /// Going on, ended, or both.
    pub standing: Standing,
    /// Part of a number, an address, or the other system's number; letters in either case.
    pub text: Option<String>,
}

impl World {
    /// Incidents that have not ended, in order of number, whoever asks.
    pub(crate) fn open_incidents(&self) -> impl Iterator<Item = &Arc<Incident>> {
        self.derived.open.iter().filter_map(|id| self.truth.incidents.get(id))
    }

    /// Whether an incident lies within a scope: by where it lies now, so that it follows when areas
    /// are imported or redrawn.
    pub fn covers_incident(&self, scope: &Scope, incident: &Incident) -> bool {
        self.covers_position(scope, incident.position)
    }

    /// An incident within a scope.
    pub fn incident(&self, scope: &Scope, id: &IncidentId) -> Option<&Arc<Incident>> {
        self.truth.incidents.get(id).filter(|incident| self.covers_incident(scope, incident))
    }

    /// Incidents within a scope, the latest call first.
    pub fn incidents<'a>(
        &'a self,
        scope: &'a Scope,
        filter: &IncidentFilter,
    ) -> impl Iterator<Item = &'a Arc<Incident>> {
        let standing = filter.standing;
        let text =
            filter.text.as_deref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
        let mut open = Vec::new();
        if standing == Standing::Open {
            open.extend(self.open_incidents());
            open.sort_by(|a, b| (b.accepted_at, &b.id).cmp(&(a.accepted_at, &a.id)));
        }
        let taken = (standing != Standing::Open).then(|| self.derived.taken.iter().rev());
        let all = taken.into_iter().flatten().filter_map(|(_, id)| self.truth.incidents.get(id));
        open.into_iter()
            .chain(all)
            .filter(move |incident| standing != Standing::Ended || incident.state.is_final())
            .filter(move |incident| text.as_deref().is_none_or(|text| incident.mentions(text)))
            .filter(|incident| self.covers_incident(scope, incident))
    }

    /// How many incidents go on within a scope.
    pub fn open_incident_count(&self, scope: &Scope) -> usize {
        match scope.root() {
            None => self.derived.open.len(),
            Some(_) => self.open_incidents().filter(|incident| self.covers_incident(scope, incident)).count(),
        }
    }

    /// Calls within a scope that may be about the same thing as one at `position`, by the
    /// district's policy: going on, near enough, and taken within the window. Nearest first.
    pub fn duplicates_of(&self, scope: &Scope, position: Position, now: Timestamp) -> Vec<&Arc<Incident>> {
        let Some(policy) = self.policy() else { return Vec::new() };
        let window = i64::try_from(policy.duplicate_window.0).unwrap_or(i64::MAX);
        let earliest = Timestamp(now.0.saturating_sub(window));
        let recent = self.derived.taken.iter().rev().take_while(|(taken, _)| *taken >= earliest);
        let mut near: Vec<_> = recent
            .filter_map(|(_, id)| self.truth.incidents.get(id))
            .filter(|incident| !incident.state.is_final() && self.covers_incident(scope, incident))
            .map(|incident| (distance(position, incident.position), incident))
            .filter(|(far, _)| far.0 <= policy.duplicate_radius.0)
            .collect();
        near.sort_by(|(near, a), (far, b)| near.0.total_cmp(&far.0).then_with(|| a.id.cmp(&b.id)));
        near.into_iter().map(|(_, incident)| incident).collect()
    }
}

impl Incident {
    /// Whether a lower-case text is part of its number, address, or the other system's number.
    fn mentions(&self, text: &str) -> bool {
        let fields = [Some(self.id.as_str()), self.address.as_deref(), self.external_no.as_deref()];
        fields.into_iter().flatten().any(|field| field.to_lowercase().contains(text))
    }
}
