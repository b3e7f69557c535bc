//! Barriers on nodes: whom a bollard, a gate or a wall across the road keeps from passing.
//!
//! The rules are those of `dispatch/ROADS.md` §2. A barrier closes the node, not the roads that end at it.

use super::open::{FOOT, WHEELS};
use super::tags::Tags;
use crate::Profile;

/// What neither cars nor motorcycles pass.
const AGAINST_WHEELS: [&str; 23] = [
    "chain",
    "city_wall",
    "cycle_barrier",
    "debris",
    "ditch",
    "fence",
    "full-height_turnstile",
    "guard_rail",
    "handrail",
    "hedge",
    "horse_stile",
    "jersey_barrier",
    "kissing_gate",
    "log",
    "motorcycle_barrier",
    "retaining_wall",
    "rope",
    "spikes",
    "stile",
    "turnstile",
    "wall",
    "wicket_gate",
    "yes",
];

/// What is too narrow for a car only.
const AGAINST_CARS: [&str; 5] = ["block", "bollard", "bus_trap", "planter", "sump_buster"];

/// What nobody walks through.
const AGAINST_FEET: [&str; 6] = ["city_wall", "ditch", "fence", "hedge", "retaining_wall", "wall"];

/// A bit for each profile that may not pass a node with these tags.
///
/// The most particular access tag decides, as it does on a way; without one the kind of barrier does.
pub(crate) fn blocked(tags: &Tags) -> u8 {
    let Some(barrier) = tags.get("barrier") else { return 0 };
    let car = 1 << Profile::Car as u8;
    let by_kind = if AGAINST_FEET.contains(&barrier) { FOOT } else { 0 }
        | if AGAINST_WHEELS.contains(&barrier) { WHEELS } else { 0 }
        | if AGAINST_CARS.contains(&barrier) { car } else { 0 };
    Profile::ALL.iter().fold(0, |blocked, &profile| {
        let bit = 1 << profile as u8;
        let is_blocked = tags.is_closed_by_access(profile).unwrap_or(by_kind & bit != 0);
        blocked | if is_blocked { bit } else { 0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barrier_keeps_out_whom_its_kind_or_its_access_says() {
        for (tags, expected) in [
            (vec![("highway", "crossing"), ("access", "no")], 0b000),
            (vec![("barrier", "gate")], 0b000),
            (vec![("barrier", "gate"), ("access", "private")], 0b111),
            (vec![("barrier", "gate"), ("access", "private"), ("foot", "yes")], 0b011),
            (vec![("barrier", "lift_gate"), ("motor_vehicle", "no")], 0b011),
            (vec![("barrier", "bollard")], 0b001),
            (vec![("barrier", "bollard"), ("motorcar", "destination")], 0b000),
            (vec![("barrier", "bollard"), ("motor_vehicle", "no")], 0b011),
            (vec![("barrier", "stile")], 0b011),
            (vec![("barrier", "wall")], 0b111),
            (vec![("barrier", "kerb")], 0b000),
        ] {
            assert_eq!(blocked(&Tags(&tags)), expected, "{tags:?}");
        }
    }
}
