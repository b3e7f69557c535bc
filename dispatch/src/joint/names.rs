//! From what people call units, incidents and slots to their ranks.

use super::problem::JointProblem;
use super::{JointError, SlotId, Target};
use crate::{IncidentId, TeamId};
use std::collections::BTreeMap;
use std::ops::Range;

/// Looks names up.
pub(super) struct Names<'a> {
    problem: &'a JointProblem,
    incidents: BTreeMap<&'a IncidentId, usize>,
}

impl<'a> Names<'a> {
    pub fn of(problem: &'a JointProblem) -> Self {
        let incidents = problem.situation().incidents.iter().enumerate();
        Self { problem, incidents: incidents.map(|(place, incident)| (&incident.incident, place)).collect() }
    }

    pub fn unit(&self, unit: &TeamId) -> Result<u32, JointError> {
        let units = &self.problem.units;
        units
            .binary_search_by_key(&unit, |&place| &self.problem.situation().units[place as usize])
            .map(|rank| rank as u32)
            .map_err(|_| JointError::UnitUnknown { unit: unit.clone() })
    }

    pub fn incident(&self, incident: &IncidentId) -> Result<usize, JointError> {
        let place = self.incidents.get(incident).copied();
        place.ok_or_else(|| JointError::IncidentUnknown { incident: incident.clone() })
    }

    pub fn slot(&self, slot: &SlotId) -> Result<u32, JointError> {
        let range = self.problem.ranges[self.incident(&slot.incident)?].clone();
        let rank = range.start + u32::from(slot.number);
        if rank < range.end { Ok(rank) } else { Err(JointError::SlotUnknown { slot: slot.clone() }) }
    }

    pub fn target(&self, target: &Target) -> Result<Range<u32>, JointError> {
        match target {
            Target::Incident(incident) => Ok(self.problem.ranges[self.incident(incident)?].clone()),
            Target::Slot(slot) => self.slot(slot).map(|rank| rank..rank + 1),
        }
    }
}
