//! What the records of all registers have in common.

use crate::records::{Area, Depot, Place, RunCard, SensingPoint, Shift, Team};
use dispatch::TeamId;
use geo_core::AreaCode;
use serde::{Deserialize, Serialize};

/// A record with its own code as key and the journal sequence of its last change.
pub trait Record: Clone + PartialEq + Serialize + for<'de> Deserialize<'de> + Send + Sync {
    /// The type of its code.
    type Key: Ord + Clone + std::fmt::Display;
    /// The name of its register, as refusals and feeds say it.
    const REGISTER: &'static str;
    /// Its code.
    fn key(&self) -> &Self::Key;
    /// The journal sequence of its last change, 0 when not yet saved.
    fn version(&self) -> u64;
    /// Stamps it.
    fn set_version(&mut self, seq: u64);
}

macro_rules! record {
    ($record:ty, $key:ty, $field:ident, $register:literal) => {
        impl Record for $record {
            type Key = $key;
            const REGISTER: &'static str = $register;
            fn key(&self) -> &$key {
                &self.$field
            }
            fn version(&self) -> u64 {
                self.version
            }
            fn set_version(&mut self, seq: u64) {
                self.version = seq;
            }
        }
    };
}

record!(Area, AreaCode, code, "areas");
record!(Team, TeamId, code, "teams");
record!(Shift, String, code, "shifts");
record!(Depot, String, code, "depots");
record!(SensingPoint, String, code, "sensing_points");
record!(Place, String, code, "places");
record!(RunCard, String, code, "run_cards");
record!(crate::Closure, String, id, "closures");
record!(crate::incidents::Whistle, String, id, "whistles");
record!(crate::incidents::Handover, String, id, "handovers");
record!(crate::modes::Emergency, String, id, "emergencies");
record!(crate::incidents::Hold, TeamId, team, "holds");
record!(crate::incidents::Incident, dispatch::IncidentId, id, "incidents");
