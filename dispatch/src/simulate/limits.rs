//! Who may be sent when, and where to.

use super::Nanoseconds;
use crate::{IncidentId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A turn of duty: from its first instant to the first that is off duty again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Turn {
    /// The first instant on duty.
    pub from: Nanoseconds,
    /// The first instant off duty.
    pub until: Nanoseconds,
}

/// What keeps units from calls. A unit that is bound when its turn ends finishes what it does; off duty it drives home
/// and waits there. Without limits every unit is always on duty and suits every call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// The turns of units, in any order; a unit that is not named is always on duty, one without turns never.
    pub duty: BTreeMap<TeamId, Vec<Turn>>,
    /// The units that suit calls; a call that is not named takes any.
    pub suited: BTreeMap<IncidentId, Arc<BTreeSet<TeamId>>>,
}

impl Limits {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        self.duty.is_empty() && self.suited.is_empty()
    }

    /// Whether a unit may be sent at an instant.
    pub fn on_duty(&self, team: &TeamId, at: Nanoseconds) -> bool {
        self.next_duty(team, at) == Some(at)
    }

    /// The first instant from `at` on at which a unit may be sent; nothing if it never may again.
    pub fn next_duty(&self, team: &TeamId, at: Nanoseconds) -> Option<Nanoseconds> {
        let Some(turns) = self.duty.get(team) else { return Some(at) };
        let later = turns.iter().filter(|turn| turn.from < turn.until && at < turn.until);
        later.map(|turn| turn.from.max(at)).min()
    }

    /// Whether a unit suits a call.
    pub fn suits(&self, team: &TeamId, incident: &IncidentId) -> bool {
        self.suited.get(incident).is_none_or(|suited| suited.contains(team))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duty_is_within_turns() {
        let turn = |from, until| Turn { from: Nanoseconds(from), until: Nanoseconds(until) };
        let team = |name: &str| name.parse::<TeamId>().unwrap();
        let duty = [(team("晚班"), vec![turn(20, 30), turn(5, 10), turn(7, 7)]), (team("停用"), vec![])];
        let limits = Limits { duty: duty.into(), ..Limits::default() };
        let next = |name, at| limits.next_duty(&team(name), Nanoseconds(at)).map(|next| next.0);
        let late = [0, 5, 9, 10, 25, 30].map(|at| next("晚班", at));
        assert_eq!(late, [Some(5), Some(5), Some(9), Some(20), Some(25), None]);
        assert_eq!((next("停用", 0), next("谁都行", 7)), (None, Some(7)));
        assert!(limits.on_duty(&team("晚班"), Nanoseconds(9)));
        assert!(!limits.on_duty(&team("晚班"), Nanoseconds(10)));
    }
}
