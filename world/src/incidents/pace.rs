//! How fast things should go: figures of the district's policy.

use super::{Deadlines, Severity};
use crate::Refusal;
use dispatch::TeamKind;
use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How fast things should go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pace {
    /// How long an officer's hold on a team lasts, when the officer does not say.
    pub hold: Milliseconds,
    /// By kind of team: from being told to setting off, for who is at its post. Who is out already sets off at once, and
    /// so does a kind without a figure.
    pub turnout: BTreeMap<TeamKind, Milliseconds>,
    /// By when things should happen.
    pub deadlines: Deadlines,
    /// By severity: how long a team may take to accept before its task lapses and the ladder climbs to the next
    /// rung. It climbs by itself only where there is a figure.
    pub ladder: BTreeMap<Severity, Milliseconds>,
    /// What is otherwise in an emergency.
    pub emergency: EmergencyPace,
}

/// What is otherwise in an emergency; what is absent is as in peace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EmergencyPace {
    /// The handicap of home teams.
    pub home_handicap: Option<Milliseconds>,
    /// The ladder's times, all of them.
    pub ladder: Option<BTreeMap<Severity, Milliseconds>>,
}

/// The shortest that a ladder waits: less is a slip of the pen, and nobody could answer.
const SHORTEST_LADDER: Milliseconds = Milliseconds::from_seconds(10);
/// The longest: a day.
const LONGEST_LADDER: Milliseconds = Milliseconds::from_minutes(24 * 60);
/// Who needs more than an hour to set off is not on duty.
const LONGEST_TURNOUT: Milliseconds = Milliseconds::from_minutes(60);

impl Default for Pace {
    fn default() -> Self {
        Self {
            hold: Milliseconds::from_seconds(60),
            turnout: BTreeMap::new(),
            deadlines: Deadlines::default(),
            ladder: BTreeMap::new(),
            emergency: EmergencyPace::default(),
        }
    }
}

impl Pace {
    /// `bad_policy`.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let bad =
            |field: &str, value: u64| Refusal::new("bad_policy").with("field", field).with("value", value);
        if self.hold < super::hold::SHORTEST_HOLD || self.hold > super::hold::LONGEST_HOLD {
            return Err(bad("pace.hold", self.hold.0));
        }
        let times = self.ladder.values().chain(self.emergency.ladder.iter().flat_map(BTreeMap::values));
        for time in times.copied() {
            if !(SHORTEST_LADDER..=LONGEST_LADDER).contains(&time) {
                return Err(bad("pace.ladder", time.0));
            }
        }
        if let Some(turnout) = self.turnout.values().find(|turnout| **turnout > LONGEST_TURNOUT) {
            return Err(bad("pace.turnout", turnout.0));
        }
        self.deadlines.check()
    }
}
