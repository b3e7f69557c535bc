//! Which areas cover which face.
//!
//! From the ground around everything, which nothing covers, one steps over edges: each says which areas begin there and
//! which end.

use super::AreaKey;
use super::arrangement::{Arrangement, HalfEdge};
use super::budget::{Budget, TooTangled};
use super::edges::Sides;
use super::nesting::{Nesting, OUTSIDE};
use smallvec::SmallVec;

/// The areas that cover a face, sorted.
pub(super) type Covering = SmallVec<[AreaKey; 2]>;

/// For each face the areas that cover it.
///
/// # Errors
/// When far too many lie over one another.
pub(super) fn covering(
    arrangement: &Arrangement,
    nesting: &Nesting,
    budget: Budget,
) -> Result<Vec<Covering>, TooTangled> {
    let turns = turns(arrangement, nesting, budget)?;
    let mut pairs = budget.claims();
    let covering = turns.into_iter().map(|turns| {
        let covering: Covering = turns.into_iter().filter(|(_, n)| *n > 0).map(|(area, _)| area).collect();
        pairs.take(covering.len() * covering.len().saturating_sub(1) / 2)?;
        Ok(covering)
    });
    covering.collect()
}

/// For each face how often each area's border goes around it, counter-clockwise; zero is left out.
///
/// # Errors
/// When far too many go around the same ground.
pub(super) fn turns(
    arrangement: &Arrangement,
    nesting: &Nesting,
    budget: Budget,
) -> Result<Vec<Sides>, TooTangled> {
    let mut cycles_of: Vec<Vec<u32>> = vec![Vec::new(); nesting.outer.len() + 1];
    for (cycle, face) in nesting.face_of_cycle.iter().enumerate() {
        cycles_of[*face as usize].push(cycle as u32);
    }
    let mut known: Vec<Option<Sides>> = vec![None; cycles_of.len()];
    known[OUTSIDE as usize] = Some(Sides::new());
    let mut open = vec![OUTSIDE];
    let mut claims = budget.claims();
    while let Some(face) = open.pop() {
        let here = known[face as usize].clone().unwrap_or_default();
        for cycle in &cycles_of[face as usize] {
            for half in arrangement.walk_around(arrangement.cycles[*cycle as usize]) {
                let beyond = nesting.face_of_cycle[arrangement.cycle_of[(half ^ 1) as usize] as usize];
                if known[beyond as usize].is_none() {
                    let there = stepped(&here, arrangement, half);
                    claims.take(there.len())?;
                    known[beyond as usize] = Some(there);
                    open.push(beyond);
                }
            }
        }
    }
    Ok(known.into_iter().map(Option::unwrap_or_default).collect())
}

/// What goes around the ground on the right of a half-edge, given what goes around that on its left.
pub(super) fn stepped(left: &Sides, arrangement: &Arrangement, half: HalfEdge) -> Sides {
    let sign = if half.is_multiple_of(2) { -1 } else { 1 };
    let mut right = left.clone();
    for (area, weight) in &arrangement.sides[half as usize / 2] {
        match right.binary_search_by_key(area, |(area, _)| *area) {
            Ok(place) => right[place].1 += sign * weight,
            Err(place) => right.insert(place, (*area, sign * weight)),
        }
    }
    right.retain(|(_, count)| *count != 0);
    right
}
