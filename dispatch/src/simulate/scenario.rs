//! What a simulation rests on: units with their bases, calls with their times, and what may be changed to ask "what if".

use super::{Limits, Nanoseconds, Pace, SimulationError, Way, Ways};
use crate::{IncidentId, Profile, TeamId};
use std::collections::BTreeSet;

/// A unit that answers calls and drives home to its base between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit<P> {
    /// Its call sign; the first of equals goes.
    pub team: TeamId,
    /// How it travels.
    pub profile: Profile,
    /// Where it begins, and waits.
    pub base: P,
}

/// What remains to be done when the scene is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing: the unit is free at the scene.
    Free,
    /// Somebody or something is brought to the nearest of [`Scenario::destinations`]; the unit is free there after
    /// this time.
    Deliver {
        /// How long handing over takes.
        stay: Nanoseconds,
    },
}

/// A call, with what it will take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call<P> {
    /// Its number; of calls at one instant the first by number goes first.
    pub incident: IncidentId,
    /// When it comes in.
    pub at: Nanoseconds,
    /// Where it is.
    pub place: P,
    /// How long a unit stays on the scene.
    pub on_scene: Nanoseconds,
    /// What remains then.
    pub then: Then,
}

/// Whether a unit that drives home may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WayBack {
    /// From wherever it is by then.
    MayBeSent,
    /// Not before it has reached its base, unless a call waits at the very instant when it becomes free.
    BaseFirst,
}

/// Units, calls and rules of a run, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario<P> {
    /// Who there is.
    pub units: Vec<Unit<P>>,
    /// What comes in.
    pub calls: Vec<Call<P>>,
    /// Hospitals, depots: of those that can be reached the nearest by urgent drive is taken, of equally near ones the
    /// first in this list.
    pub destinations: Vec<P>,
    /// Whether a unit may be sent on its way home.
    pub way_back: WayBack,
    /// Who may be sent when, and where to.
    pub limits: Limits,
}

/// A question "what if".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<P> {
    /// With one unit more.
    Add(Unit<P>),
    /// Without a unit.
    Remove(TeamId),
    /// With a unit at another base.
    Move {
        /// Which.
        team: TeamId,
        /// Where to.
        base: P,
    },
    /// With other destinations.
    Destinations(Vec<P>),
    /// With another rule for units that drive home.
    WayBack(WayBack),
}

/// What follows the scene, whoever serves the call with this way of travelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Onward<P> {
    /// Where, and how long the drive is; nothing when nothing is delivered, or no destination can be reached.
    pub delivery: Option<(P, Nanoseconds)>,
    /// Where the unit becomes free.
    pub free_at: P,
    /// How long after reaching the scene.
    pub service: Nanoseconds,
}

impl<P: Copy + Eq> Scenario<P> {
    /// The same with the changes, one after another.
    ///
    /// # Errors
    /// [`SimulationError::UnitTwice`] when a unit is added that is there, [`SimulationError::UnitUnknown`] when one is
    /// named that is not.
    pub fn with(&self, changes: &[Change<P>]) -> Result<Self, SimulationError> {
        let mut changed = self.clone();
        for change in changes {
            match change {
                Change::Add(unit) => changed.units.push(unit.clone()),
                Change::Remove(team) => {
                    let place = changed.place_of(team)?;
                    changed.units.remove(place);
                }
                Change::Move { team, base } => {
                    let place = changed.place_of(team)?;
                    changed.units[place].base = *base;
                }
                Change::Destinations(places) => changed.destinations.clone_from(places),
                Change::WayBack(rule) => changed.way_back = *rule,
            }
            changed.judge()?;
        }
        Ok(changed)
    }

    fn place_of(&self, team: &TeamId) -> Result<usize, SimulationError> {
        let place = self.units.iter().position(|unit| unit.team == *team);
        place.ok_or_else(|| SimulationError::UnitUnknown { team: team.clone() })
    }

    /// Nobody and nothing may be named twice.
    pub(super) fn judge(&self) -> Result<(), SimulationError> {
        let (mut teams, mut incidents) = (BTreeSet::new(), BTreeSet::new());
        if let Some(unit) = self.units.iter().find(|unit| !teams.insert(&unit.team)) {
            return Err(SimulationError::UnitTwice { team: unit.team.clone() });
        }
        if let Some(call) = self.calls.iter().find(|call| !incidents.insert(&call.incident)) {
            return Err(SimulationError::IncidentTwice { incident: call.incident.clone() });
        }
        Ok(())
    }

    /// What follows the scene of a call.
    pub(super) fn onward<W: Ways<Place = P>>(&self, ways: &W, call: &Call<P>, profile: Profile) -> Onward<P> {
        let drive = |&to: &P| {
            let way = Way { profile, from: call.place, to, pace: Pace::Urgent };
            Some((to, ways.drive(way)?))
        };
        let stays = Onward { delivery: None, free_at: call.place, service: call.on_scene };
        let Then::Deliver { stay } = call.then else { return stays };
        // The first of equals is kept.
        let nearest = self.destinations.iter().filter_map(drive).min_by_key(|&(_, drive)| drive);
        let Some((to, drive)) = nearest else { return stays };
        Onward { delivery: Some((to, drive)), free_at: to, service: call.on_scene + drive + stay }
    }
}
