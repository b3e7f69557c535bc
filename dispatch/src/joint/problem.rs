//! A situation that contradicts itself nowhere, with everybody in one order.

use super::scale::Scale;
use super::{Bond, Candidate, JointError, Situation, SlotId, Target, Tier};
use crate::{IncidentId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Nobody, or nowhere, in lists of ranks.
pub(super) const NONE: u32 = u32::MAX;

/// The greatest number of units, and of slots.
const LIMIT: usize = 1 << 30;

/// A [`Situation`] that has been looked through once. Units and slots have a rank in it that does not depend on the
/// order in which they were given: units by call sign, slots by tier, incident, number.
#[derive(Debug, Clone)]
pub struct JointProblem {
    situation: Situation,
    /// Places of the units in the situation, by rank.
    units: Vec<u32>,
    /// Ranks of the units, by place.
    ranks: Vec<u32>,
    slots: Vec<SlotAt>,
    /// The slots of each incident, by its place.
    ranges: Vec<Range<u32>>,
    pub(super) ties: Vec<UnitTies>,
    /// The unit that stands with a slot, or [`NONE`].
    pub(super) stands: Vec<u32>,
    /// How many units are pinned to each tier's incidents.
    pub(super) pins: BTreeMap<Tier, u32>,
}

/// A slot by the place of its incident and its number.
#[derive(Debug, Clone, Copy)]
struct SlotAt {
    incident: u32,
    number: u16,
}

/// What binds a unit, in ranks of slots.
#[derive(Debug, Clone, Default)]
pub(super) struct UnitTies {
    pub standing: Option<(u32, Bond)>,
    pub pin: Option<Range<u32>>,
    pub excluded: Vec<Range<u32>>,
}

impl UnitTies {
    /// Whether nothing but the table decides where it may go.
    pub fn are_none(&self) -> bool {
        self.standing.is_none() && self.pin.is_none() && self.excluded.is_empty()
    }
}

impl JointProblem {
    /// Looks the situation through.
    ///
    /// # Errors
    /// [`JointError`] when it names somebody twice, or somebody who is not there, or more than can be numbered.
    pub fn new(situation: Situation) -> Result<Self, JointError> {
        let slot_count = situation.incidents.iter().map(|incident| incident.slots.len()).sum();
        for (what, count, limit) in [
            ("units", situation.units.len(), LIMIT),
            ("slots", slot_count, LIMIT),
            ("slots of one incident", most_slots(&situation), usize::from(u16::MAX)),
        ] {
            if count > limit {
                return Err(JointError::TooMany { what, count, limit });
            }
        }
        let units = ranked(&situation.units)
            .map_err(|at| JointError::UnitTwice { unit: situation.units[at].clone() })?;
        let mut ranks = vec![0; units.len()];
        for (rank, &place) in (0..).zip(&units) {
            ranks[place as usize] = rank;
        }
        let (slots, ranges) = slots_in_order(&situation)?;
        let ties = vec![UnitTies::default(); units.len()];
        let stands = vec![NONE; slots.len()];
        let pins = BTreeMap::new();
        let mut problem = Self { situation, units, ranks, slots, ranges, ties, stands, pins };
        problem.judge_candidates()?;
        problem.tie()?;
        for (tier, slots) in problem.tiers() {
            Scale::of(&problem, tier, slots).ok_or(JointError::CostsTooLarge { tier })?;
        }
        Ok(problem)
    }

    /// What was given.
    pub const fn situation(&self) -> &Situation {
        &self.situation
    }

    fn judge_candidates(&self) -> Result<(), JointError> {
        let mut last_seen = vec![NONE; self.units.len()];
        for slot in 0..self.slot_count() {
            for candidate in self.candidates(slot) {
                let Some(seen) = last_seen.get_mut(candidate.unit.0 as usize) else {
                    return Err(JointError::CandidateUnknown {
                        slot: self.slot_id(slot),
                        unit: candidate.unit,
                        units: self.units.len(),
                    });
                };
                if std::mem::replace(seen, slot) == slot {
                    let unit = self.situation.units[candidate.unit.0 as usize].clone();
                    return Err(JointError::CandidateTwice { slot: self.slot_id(slot), unit });
                }
            }
        }
        Ok(())
    }

    /// Resolves what names units and slots.
    fn tie(&mut self) -> Result<(), JointError> {
        let mut ties = std::mem::take(&mut self.ties);
        let mut stands = std::mem::take(&mut self.stands);
        let mut pins = BTreeMap::new();
        let names = Names::of(self);
        for pair in &self.situation.standing {
            let (unit, slot) = (names.unit(&pair.unit)?, names.slot(&pair.slot)?);
            if ties[unit as usize].standing.replace((slot, pair.bond)).is_some() {
                return Err(JointError::StandsTwice { unit: pair.unit.clone() });
            }
            if std::mem::replace(&mut stands[slot as usize], unit) != NONE {
                return Err(JointError::SlotStandsTwice { slot: pair.slot.clone() });
            }
        }
        for pin in &self.situation.pins {
            let (unit, range) = (names.unit(&pin.unit)?, names.target(&pin.target)?);
            let incident = names.incident(pin.target.incident())?;
            *pins.entry(self.situation.incidents[incident].tier).or_default() += 1;
            if ties[unit as usize].pin.replace(range).is_some() {
                return Err(JointError::PinnedTwice { unit: pin.unit.clone() });
            }
        }
        for exclusion in &self.situation.exclusions {
            let (unit, range) = (names.unit(&exclusion.unit)?, names.target(&exclusion.target)?);
            ties[unit as usize].excluded.push(range);
        }
        (self.ties, self.stands, self.pins) = (ties, stands, pins);
        Ok(())
    }

    pub(super) const fn unit_count(&self) -> u32 {
        self.units.len() as u32
    }

    pub(super) const fn slot_count(&self) -> u32 {
        self.slots.len() as u32
    }

    pub(super) fn rank_of(&self, candidate: &Candidate) -> u32 {
        self.ranks[candidate.unit.0 as usize]
    }

    pub(super) fn unit_id(&self, unit: u32) -> TeamId {
        self.situation.units[self.units[unit as usize] as usize].clone()
    }

    pub(super) fn slot_id(&self, slot: u32) -> SlotId {
        let SlotAt { incident, number } = self.slots[slot as usize];
        SlotId { incident: self.situation.incidents[incident as usize].incident.clone(), number }
    }

    pub(super) fn incident_of(&self, slot: u32) -> u32 {
        self.slots[slot as usize].incident
    }

    pub(super) fn tier_of(&self, slot: u32) -> Tier {
        self.situation.incidents[self.incident_of(slot) as usize].tier
    }

    pub(super) fn weight_of(&self, slot: u32) -> u32 {
        self.situation.incidents[self.incident_of(slot) as usize].weight.0
    }

    pub(super) fn candidates(&self, slot: u32) -> &[Candidate] {
        let SlotAt { incident, number } = self.slots[slot as usize];
        &self.situation.incidents[incident as usize].slots[usize::from(number)].candidates
    }

    pub(super) fn candidate(&self, slot: u32, unit: u32) -> Option<&Candidate> {
        self.candidates(slot).iter().find(|candidate| self.rank_of(candidate) == unit)
    }

    /// The slots of the incident of a slot.
    pub(super) fn siblings(&self, slot: u32) -> Range<u32> {
        self.ranges[self.incident_of(slot) as usize].clone()
    }

    /// The tiers of all incidents from the highest down, each with its slots.
    pub(super) fn tiers(&self) -> Vec<(Tier, Range<u32>)> {
        let tiers: BTreeSet<Tier> = self.situation.incidents.iter().map(|incident| incident.tier).collect();
        let up_to = |tier: Tier| {
            self.slots.partition_point(|slot| self.situation.incidents[slot.incident as usize].tier <= tier)
        };
        let mut first = 0;
        tiers
            .into_iter()
            .map(|tier| {
                let end = up_to(tier) as u32;
                (tier, std::mem::replace(&mut first, end)..end)
            })
            .collect()
    }

    /// The ranks of a unit and of the slots of a target.
    pub(super) fn find(&self, unit: &TeamId, target: &Target) -> Result<(u32, Range<u32>), JointError> {
        let names = Names::of(self);
        Ok((names.unit(unit)?, names.target(target)?))
    }
}

impl Target {
    /// The incident pointed at, or that of the slot pointed at.
    pub const fn incident(&self) -> &IncidentId {
        match self {
            Self::Incident(incident) => incident,
            Self::Slot(slot) => &slot.incident,
        }
    }
}

fn most_slots(situation: &Situation) -> usize {
    situation.incidents.iter().map(|incident| incident.slots.len()).max().unwrap_or(0)
}

/// The places of the things in the order of the things; the place of one that occurs twice.
fn ranked<T: Ord>(things: &[T]) -> Result<Vec<u32>, usize> {
    let mut places: Vec<u32> = (0..things.len() as u32).collect();
    places.sort_unstable_by_key(|&place| (&things[place as usize], place));
    match places.windows(2).find(|pair| things[pair[0] as usize] == things[pair[1] as usize]) {
        Some(pair) => Err(pair[1] as usize),
        None => Ok(places),
    }
}

/// The slots by tier, incident, number; and where those of each incident begin and end.
#[expect(clippy::type_complexity, reason = "two lists that are made in one walk")]
fn slots_in_order(situation: &Situation) -> Result<(Vec<SlotAt>, Vec<Range<u32>>), JointError> {
    let incidents = &situation.incidents;
    let mut seen = BTreeSet::new();
    for incident in incidents {
        if !seen.insert(&incident.incident) {
            return Err(JointError::IncidentTwice { incident: incident.incident.clone() });
        }
    }
    let mut order: Vec<usize> = (0..incidents.len()).collect();
    order.sort_unstable_by_key(|&place| (incidents[place].tier, &incidents[place].incident));
    let mut slots = Vec::new();
    let mut ranges = vec![0..0; incidents.len()];
    for place in order {
        let first = slots.len() as u32;
        let numbers = 0..incidents[place].slots.len() as u16;
        slots.extend(numbers.map(|number| SlotAt { incident: place as u32, number }));
        ranges[place] = first..slots.len() as u32;
    }
    Ok((slots, ranges))
}

/// Looks names up.
struct Names<'a> {
    problem: &'a JointProblem,
    incidents: BTreeMap<&'a IncidentId, usize>,
}

impl<'a> Names<'a> {
    fn of(problem: &'a JointProblem) -> Self {
        let incidents = problem.situation.incidents.iter().enumerate();
        Self { problem, incidents: incidents.map(|(place, incident)| (&incident.incident, place)).collect() }
    }

    fn unit(&self, unit: &TeamId) -> Result<u32, JointError> {
        let units = &self.problem.units;
        units
            .binary_search_by_key(&unit, |&place| &self.problem.situation.units[place as usize])
            .map(|rank| rank as u32)
            .map_err(|_| JointError::UnitUnknown { unit: unit.clone() })
    }

    fn incident(&self, incident: &IncidentId) -> Result<usize, JointError> {
        let place = self.incidents.get(incident).copied();
        place.ok_or_else(|| JointError::IncidentUnknown { incident: incident.clone() })
    }

    fn slot(&self, slot: &SlotId) -> Result<u32, JointError> {
        let range = self.problem.ranges[self.incident(&slot.incident)?].clone();
        let rank = range.start + u32::from(slot.number);
        if rank < range.end { Ok(rank) } else { Err(JointError::SlotUnknown { slot: slot.clone() }) }
    }

    fn target(&self, target: &Target) -> Result<Range<u32>, JointError> {
        match target {
            Target::Incident(incident) => Ok(self.problem.ranges[self.incident(incident)?].clone()),
            Target::Slot(slot) => self.slot(slot).map(|rank| rank..rank + 1),
        }
    }
}
