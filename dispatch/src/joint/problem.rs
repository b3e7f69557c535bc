//! A situation that contradicts itself nowhere, with everybody in one order.

use super::names::Names;
use super::scale::Scale;
use super::{Bond, Candidate, JointError, Situation, SlotId, Target, Tier, Weight};
use crate::TeamId;
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
    pub(super) units: Vec<u32>,
    /// Ranks of the units, by place.
    ranks: Vec<u32>,
    slots: Vec<SlotAt>,
    /// The slots of each incident, by its place.
    pub(super) ranges: Vec<Range<u32>>,
    pub(super) ties: Vec<UnitTies>,
    /// The unit that stands with a slot, or [`NONE`].
    pub(super) stands: Vec<u32>,
    /// Whether nothing but the table decides where a unit may go. Asked millions of times, and nearly always so.
    pub(super) unbound: Vec<bool>,
    /// How many units are pinned to each tier's incidents.
    pub(super) pins: BTreeMap<Tier, u32>,
    pub(super) tiers: Vec<TierSlots>,
}

/// The slots of a tier, and how its sums are written as one number.
#[derive(Debug, Clone)]
pub(super) struct TierSlots {
    pub tier: Tier,
    pub slots: Range<u32>,
    pub scale: Scale,
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
        let (unbound, tiers) = (Vec::new(), Vec::new());
        let mut problem = Self { situation, units, ranks, slots, ranges, ties, stands, unbound, pins, tiers };
        problem.judge_candidates()?;
        problem.tie()?;
        problem.unbound = problem.ties.iter().map(UnitTies::are_none).collect();
        problem.tiers = problem.tiers_in_order()?;
        Ok(problem)
    }

    /// What was given.
    pub const fn situation(&self) -> &Situation {
        &self.situation
    }

    fn judge_candidates(&self) -> Result<(), JointError> {
        let mut last_seen = vec![NONE; self.units.len()];
        for slot in 0..self.slot_count() {
            for &Candidate { unit, .. } in self.candidates(slot) {
                let Some(seen) = last_seen.get_mut(unit.0 as usize) else {
                    let (slot, units) = (self.slot_id(slot), self.units.len());
                    return Err(JointError::CandidateUnknown { slot, unit, units });
                };
                if std::mem::replace(seen, slot) == slot {
                    let unit = self.situation.units[unit.0 as usize].clone();
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

    pub(super) fn weight_of(&self, slot: u32) -> Weight {
        self.situation.incidents[self.incident_of(slot) as usize].weight
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

    /// The tiers of all incidents from the highest down.
    fn tiers_in_order(&self) -> Result<Vec<TierSlots>, JointError> {
        let incidents = &self.situation.incidents;
        let tiers: BTreeSet<Tier> = incidents.iter().map(|incident| incident.tier).collect();
        let mut first = 0;
        let tiers = tiers.into_iter().map(|tier| {
            let of = |slot: &SlotAt| incidents[slot.incident as usize].tier;
            let end = self.slots.partition_point(|slot| of(slot) <= tier) as u32;
            let slots = std::mem::replace(&mut first, end)..end;
            let scale = Scale::of(self, tier, slots.clone()).ok_or(JointError::CostsTooLarge { tier })?;
            Ok(TierSlots { tier, slots, scale })
        });
        tiers.collect()
    }

    /// The ranks of a unit and of the slots of a target.
    pub(super) fn find(&self, unit: &TeamId, target: &Target) -> Result<(u32, Range<u32>), JointError> {
        let names = Names::of(self);
        Ok((names.unit(unit)?, names.target(target)?))
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
