//! Why a run cannot be simulated.

use crate::{IncidentId, TeamId};

/// What is contradictory in a scenario, or in what a [`Chooser`](super::Chooser) wants.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SimulationError {
    /// Two units have one call sign.
    #[error("the unit {team} is given twice; name each unit once")]
    UnitTwice {
        /// The call sign.
        team: TeamId,
    },
    /// A change names a unit that is not there.
    #[error("there is no unit {team}; change one that is given")]
    UnitUnknown {
        /// The call sign.
        team: TeamId,
    },
    /// Two calls have one number.
    #[error("the incident {incident} is given twice; name each call once")]
    IncidentTwice {
        /// The number.
        incident: IncidentId,
    },
    /// The chooser names a call or a unit by a place that its lists do not have.
    #[error(
        "the chooser sends unit {unit} of {free} to call {call} of {waiting}; it may name those given to it only"
    )]
    ChoiceUnknown {
        /// The place of the call.
        call: usize,
        /// How many calls wait.
        waiting: usize,
        /// The place of the unit.
        unit: usize,
        /// How many units are free.
        free: usize,
    },
    /// The chooser sends one unit to two calls, or two units to one call.
    #[error("the chooser sends {team} to {incident}, and one of them is taken; it may name each once")]
    ChoiceTwice {
        /// The unit.
        team: TeamId,
        /// The call.
        incident: IncidentId,
    },
    /// The chooser sends a unit that is not suited to the call.
    #[error("the chooser sends {team} to {incident}, which it does not suit; it may name suited units only")]
    ChoiceUnsuited {
        /// The unit.
        team: TeamId,
        /// The call.
        incident: IncidentId,
    },
    /// Who watched the run stopped it.
    #[error("the run was stopped after {answered} of {calls} calls")]
    Stopped {
        /// How many calls were answered by then.
        answered: usize,
        /// How many there are.
        calls: usize,
    },
    /// The chooser sends a unit where no way leads.
    #[error(
        "the chooser sends {team} to {incident}, and no way leads there; it may name pairs with a way only"
    )]
    ChoiceUnreachable {
        /// The unit.
        team: TeamId,
        /// The call.
        incident: IncidentId,
    },
}

impl SimulationError {
    /// The stable code, by which a client words it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnitTwice { .. } => "simulate_unit_twice",
            Self::UnitUnknown { .. } => "simulate_unit_unknown",
            Self::IncidentTwice { .. } => "simulate_incident_twice",
            Self::ChoiceUnknown { .. } => "simulate_choice_unknown",
            Self::ChoiceTwice { .. } => "simulate_choice_twice",
            Self::ChoiceUnreachable { .. } => "simulate_choice_unreachable",
            Self::ChoiceUnsuited { .. } => "simulate_choice_unsuited",
            Self::Stopped { .. } => "simulate_stopped",
        }
    }
}
