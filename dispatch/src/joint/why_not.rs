//! Why a unit does not go where somebody thinks it should.

use super::admit::Bar;
use super::problem::JointProblem;
use super::tiers::solve_tiers;
use super::{Difference, JointError, Optimum, SlotId, Target};
use crate::TeamId;
use crate::choose::Finding;
use serde::{Deserialize, Serialize};

/// The answer to "why not this unit?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// It does go there.
    Chosen {
        /// Into this slot.
        slot: SlotId,
    },
    /// It may not.
    Barred(Vec<Barred>),
    /// It might, at the expense of something.
    Worse {
        /// The slot in which it does least harm.
        slot: SlotId,
        /// How much worse the best choice is that has it there. Nothing, if it is as good: then the rule for equals
        /// decided.
        by: Difference,
    },
}

/// What keeps the unit out of one slot: without all of these it would be open, and it is not while one is left.
/// Slots that ask for more than another slot of the target does are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// Which slot.
    pub slot: SlotId,
    /// Everything that bars, each by itself.
    pub bars: Vec<Bar>,
}

/// Why the unit is not at the target.
///
/// `rules` says what the rules of [`choose`](crate::choose) found against the unit for a slot; it is asked only about
/// pairs that are not in the table. That a unit is busy is no such rule here: standing assignments and the priority
/// matrix decide about it.
///
/// What forcing costs is exact: the whole situation is solved once more with the pair settled.
///
/// # Errors
/// [`JointError`] when the situation has no such unit, incident or slot.
pub fn why_not(
    problem: &JointProblem,
    optimum: &Optimum,
    unit: &TeamId,
    target: &Target,
    rules: &dyn Fn(&SlotId) -> Vec<Finding>,
) -> Result<WhyNot, JointError> {
    let (rank, slots) = problem.find(unit, target)?;
    let mut barred: Vec<Barred> = Vec::new();
    let mut least: Option<(Difference, u32)> = None;
    for slot in slots {
        let id = problem.slot_id(slot);
        if optimum.pairings.iter().any(|pairing| pairing.slot == id && pairing.unit == *unit) {
            return Ok(WhyNot::Chosen { slot: id });
        }
        let findings = if problem.candidate(slot, rank).is_some() { Vec::new() } else { rules(&id) };
        let bars = problem.bars(slot, rank, findings);
        if bars.is_empty() {
            let forced = solve_tiers(problem, Some((slot, rank)));
            let by = &problem.objective(&forced.matching.unit_of) - &optimum.objective;
            if least.as_ref().is_none_or(|(known, _)| by < *known) {
                least = Some((by, slot));
            }
        } else {
            barred.push(Barred { slot: id, bars });
        }
    }
    Ok(match least {
        Some((by, slot)) => WhyNot::Worse { slot: problem.slot_id(slot), by },
        None => WhyNot::Barred(fewest(barred)),
    })
}

/// Leaves out the slots whose bars contain all those of another; of equals the first stays.
fn fewest(mut barred: Vec<Barred>) -> Vec<Barred> {
    let contains = |one: &Barred, other: &Barred| other.bars.iter().all(|bar| one.bars.contains(bar));
    let stays = |place: usize| {
        !barred.iter().enumerate().any(|(other, fewer)| {
            let more = &barred[place];
            other != place && contains(more, fewer) && (other < place || !contains(fewer, more))
        })
    };
    let stays: Vec<bool> = (0..barred.len()).map(stays).collect();
    let mut stays = stays.into_iter();
    barred.retain(|_| stays.next().unwrap_or(true));
    barred
}
