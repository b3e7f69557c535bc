//! Who keeps ground that several areas claim, and who gets ground that none does.
//!
//! A face goes to the area with which it has the longest border, of those that claim it, or that lie around it: so the
//! least new border is drawn. That is what coverage cleaners do (PostGIS `ST_CoverageClean`, `MERGE_LONGEST_BORDER`;
//! GRASS `v.clean tool=rmarea`). What is equal goes to the lesser key.
//!
//! One thing comes first. An area that has less than a tenth of its ground to itself would be swallowed by those around
//! it, though somebody drew it on purpose: it keeps what it claims, and of several such areas the smallest does.
//!
//! Contested ground is decided from its edges inwards: ground that borders on faces with an owner first, then what
//! borders on that. Gaps come last: slivers are given away, other gaps are holes.

use super::AreaKey;
use super::balance::Balance;
use super::border::Border;
use super::map::PlanarMap;
use super::sliver::{Measured, Slivers};
use std::collections::{BTreeMap, BTreeSet};

/// Who is to own each face; nobody owns the ground around everything and the holes.
pub(super) fn keepers(map: &PlanarMap, limits: Slivers) -> Vec<Option<AreaKey>> {
    let mut owners = vec![None; map.covering.len().max(1)];
    let mut contested: BTreeMap<u32, Contest<'_>> = BTreeMap::new();
    let alone = |face: u32| match &map.covering[face as usize][..] {
        [owner] => std::slice::from_ref(owner),
        _ => &[],
    };
    let balance = Balance::of(map, alone);
    let swallowed = balance.as_good_as_nothing();
    let smallest =
        |areas: &mut dyn Iterator<Item = AreaKey>| areas.min_by_key(|area| (balance.claimed(*area), *area));
    for face in map.faces() {
        let mut claims = face.covered_by().iter().copied();
        match face.covered_by() {
            [] => {}
            [owner] => owners[face.number()] = Some(*owner),
            _ => match smallest(&mut claims.clone().filter(|area| swallowed.binary_search(area).is_ok())) {
                Some(weak) => owners[face.number()] = Some(weak),
                None => {
                    let at_last = smallest(&mut claims).expect("several claim it");
                    let contest = Contest { claims: face.covered_by(), at_last, border: Border::of(face) };
                    contested.insert(face.number() as u32, contest);
                }
            },
        }
    }
    decide(&mut owners, contested);
    let gaps: Vec<(usize, AreaKey)> = map
        .faces()
        .filter(|face| face.covered_by().is_empty() && Measured::of(*face, limits).is_sliver)
        .filter_map(|face| Some((face.number(), longest(&Border::of(face), &owners, None)?)))
        .collect();
    for (gap, owner) in gaps {
        owners[gap] = Some(owner);
    }
    owners
}

/// A face that several areas claim.
struct Contest<'a> {
    claims: &'a [AreaKey],
    /// Who gets it when it borders on the ground of none of them.
    at_last: AreaKey,
    border: Border,
}

/// Decides in waves, each by what those before have decided.
fn decide(owners: &mut [Option<AreaKey>], mut contested: BTreeMap<u32, Contest<'_>>) {
    let mut wave: BTreeSet<u32> = contested.keys().copied().collect();
    while !contested.is_empty() {
        let mut decided: Vec<(u32, AreaKey)> = wave
            .iter()
            .filter_map(|face| {
                let Contest { claims, border, .. } = contested.get(face)?;
                Some((*face, longest(border, owners, Some(claims))?))
            })
            .collect();
        if decided.is_empty() {
            // What is left borders on nothing that one of its claimants owns.
            decided = contested.iter().map(|(face, contest)| (*face, contest.at_last)).collect();
        }
        wave.clear();
        for (face, owner) in decided {
            owners[face as usize] = Some(owner);
            if let Some(Contest { border, .. }) = contested.remove(&face) {
                wave.extend(border.beyond());
            }
        }
    }
}

/// The owner of the ground along most of the border, of some owners or of all.
fn longest(border: &Border, owners: &[Option<AreaKey>], of: Option<&[AreaKey]>) -> Option<AreaKey> {
    /// Lengths that differ by less are equal: they are sums of rounded numbers.
    const EQUAL: f64 = 1e-9;
    let mut around: Vec<AreaKey> = border.beyond().filter_map(|face| owners[face as usize]).collect();
    around.sort_unstable();
    around.dedup();
    let mut best: Option<(f64, AreaKey)> = None;
    for area in around.into_iter().filter(|area| of.is_none_or(|some| some.contains(area))) {
        let length = border.length_with(|face| owners[face as usize] == Some(area)).0;
        if best.is_none_or(|(longest, _)| length > longest * (1.0 + EQUAL)) {
            best = Some((length, area));
        }
    }
    best.map(|(_, area)| area)
}
