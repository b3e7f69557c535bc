//! Where teams are: the latest fix of each. No part of the world and never in the journal: positions
//! must be forgotten, so they live in memory and in the tracks, which purge themselves.

use crate::{Refusal, Timestamp};
use dispatch::TeamId;
use geo_core::{Bearing, Milliseconds, MovingIndex, Position, distance};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far a device's clock may be ahead.
pub const CLOCK_AHEAD: Milliseconds = Milliseconds::from_seconds(60);
/// Nobody moves faster, in metres a second; a fix that would need it is wrong.
const FASTEST: f64 = 100.0;
/// What a position may be wrong by while standing still, in metres.
const WANDER: f64 = 100.0;
/// So many fixes in a row that agree with each other outweigh one before them that they do not agree with.
const AGREEING: u32 = 3;

/// A speed over ground, in metres a second.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MetresPerSecond(pub f64);

/// How a position came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum FixSource {
    /// The team's own device.
    Device,
    /// Said over the radio and set by the officer.
    Radio,
}

/// Where a team was at an instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fix {
    /// Which team.
    pub team: TeamId,
    /// Where.
    pub position: Position,
    /// When.
    pub at: Timestamp,
    /// Where it was heading.
    #[serde(default)]
    pub heading: Option<Bearing>,
    /// How fast.
    #[serde(default)]
    pub speed: Option<MetresPerSecond>,
    /// How that is known.
    pub source: FixSource,
}

/// The latest fix of every team.
#[derive(Default)]
pub struct Fixes {
    latest: BTreeMap<TeamId, Fix>,
    /// Of teams whose last fixes were refused as jumps: the last of them, and how many agreed.
    doubted: BTreeMap<TeamId, Doubted>,
    index: MovingIndex<TeamId>,
}

struct Doubted {
    position: Position,
    at: Timestamp,
    agreeing: u32,
}

impl Fixes {
    /// Takes a fix, if it is later than the one before and may be true. A device's clock may be a
    /// minute ahead: such a fix counts as taken now. What an officer sets by radio is not doubted. A fix that is too
    /// far from the one before is refused, until three in a row agree: then the one before was wrong.
    ///
    /// # Errors
    /// `fix_from_future`, `fix_out_of_order`, `fix_jumps`.
    pub fn accept(&mut self, mut fix: Fix, now: Timestamp) -> Result<&Fix, Refusal> {
        let refusal = |code| Refusal::new(code).with("team", &fix.team).with("at", fix.at);
        if fix.at > now.after(CLOCK_AHEAD) {
            return Err(refusal("fix_from_future").with("now", now));
        }
        let at = fix.at.min(now);
        if let Some(before) = self.latest.get(&fix.team) {
            if at <= before.at {
                return Err(refusal("fix_out_of_order").with("latest", before.at));
            }
            let measured = fix.source == FixSource::Device && before.source == FixSource::Device;
            let (far, reach) = (distance(before.position, fix.position).0, reach(before.at, at));
            if measured && far > reach {
                let agreeing = match self.doubted.get(&fix.team) {
                    Some(last) if at <= last.at => {
                        return Err(refusal("fix_out_of_order").with("latest", last.at));
                    }
                    Some(last) if agrees(last, fix.position, at) => last.agreeing + 1,
                    _ => 1,
                };
                if agreeing < AGREEING {
                    let refused =
                        refusal("fix_jumps").with("distance_m", far.round()).with("limit_m", reach.round());
                    let doubted = Doubted { position: fix.position, at, agreeing };
                    self.doubted.insert(fix.team.clone(), doubted);
                    return Err(refused);
                }
            }
        }
        self.doubted.remove(&fix.team);
        fix.at = at;
        fix.heading = fix.heading.filter(|heading| heading.0.is_finite());
        fix.speed = fix.speed.filter(|speed| speed.0.is_finite() && speed.0 >= 0.0);
        self.index.upsert(fix.team.clone(), fix.position);
        let team = fix.team.clone();
        Ok(match self.latest.entry(team) {
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                entry.insert(fix);
                entry.into_mut()
            }
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert(fix),
        })
    }

    /// The latest fix of a team.
    pub fn get(&self, team: &TeamId) -> Option<&Fix> {
        self.latest.get(team)
    }

    /// All latest fixes, in order of call sign.
    pub fn iter(&self) -> impl Iterator<Item = &Fix> {
        self.latest.values()
    }

    /// How many teams have a fix.
    pub fn len(&self) -> usize {
        self.latest.len()
    }

    /// Whether no team has a fix.
    pub fn is_empty(&self) -> bool {
        self.latest.is_empty()
    }

    /// How old a team's latest fix is.
    pub fn age(&self, team: &TeamId, now: Timestamp) -> Option<Milliseconds> {
        self.latest.get(team).map(|fix| now.since(fix.at))
    }

    /// The nearest teams that are wanted, nearest first.
    pub fn nearest(
        &self,
        position: Position,
        count: usize,
        wanted: impl Fn(&TeamId, Position) -> bool,
    ) -> Vec<(&Fix, geo_core::Metres)> {
        let wanted = |team: &TeamId| self.latest.get(team).is_some_and(|fix| wanted(team, fix.position));
        let near = self.index.nearest_where(position, count, wanted);
        near.into_iter().filter_map(|(team, far)| Some((self.latest.get(&team)?, far))).collect()
    }

    /// Forgets a team's position.
    pub fn forget(&mut self, team: &TeamId) {
        self.index.remove(team);
        self.doubted.remove(team);
        self.latest.remove(team);
    }

    /// Forgets every fix taken before an instant, and says of whom.
    pub fn purge(&mut self, before: Timestamp) -> Vec<TeamId> {
        let old: Vec<TeamId> =
            self.latest.values().filter(|fix| fix.at < before).map(|fix| fix.team.clone()).collect();
        for team in &old {
            self.forget(team);
        }
        old
    }
}

/// As far as anybody comes from one instant to a later one, in metres.
fn reach(from: Timestamp, to: Timestamp) -> f64 {
    WANDER + FASTEST * to.since(from).0 as f64 / 1000.0
}

fn agrees(last: &Doubted, position: Position, at: Timestamp) -> bool {
    distance(last.position, position).0 <= reach(last.at, at)
}
