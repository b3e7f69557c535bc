//! Where the outlines of two areas cross.

use super::AreaKey;
use super::arrangement::{Arrangement, HalfEdge};
use super::budget::{Budget, TooTangled};
use super::coverage::Covering;
use super::map::{FaceId, PlanarMap};
use super::nesting::Nesting;
use crate::Position;

/// A point where the border of one area crosses that of another: there begins ground that both claim.
///
/// Borders that come together along a line and part on the other side do not cross in any point; their overlap is
/// found all the same.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Tolerance};
/// let square = |at: f64| {
///     let to = at + 0.02;
///     Shape::from_degrees(&[vec![vec![[114.0 + at, 30.0 + at], [114.0 + to, 30.0 + at], [114.0 + to, 30.0 + to], [114.0 + at, 30.0 + to]]]]).unwrap()
/// };
/// let (one, two) = (square(0.0), square(0.01));
/// let survey = PlanarMap::build([(1, &one), (2, &two)], Tolerance::default()).unwrap().survey();
/// let places: Vec<String> = survey.crossings.iter().map(|crossing| crossing.place.to_string()).collect();
/// assert_eq!(places, ["114.0100000,30.0200000", "114.0200000,30.0100000"]);
/// assert_eq!(survey.crossings[0].overlap, survey.overlaps[0].faces[0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// Where.
    pub place: Position,
    /// The two, the lesser key first.
    pub areas: [AreaKey; 2],
    /// The face there that both claim: a fix of it mends the crossing.
    pub overlap: FaceId,
}

/// What two areas make of a stretch of ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    Neither,
    First,
    Second,
    Both,
}

/// All crossings, from west to east, then south to north.
pub(super) fn crossings(map: &PlanarMap) -> Vec<Crossing> {
    let mut found = Vec::new();
    let look = |node: usize, around: &[u32]| {
        let place = map.arrangement.nodes[node].position();
        let here = pairs(&map.covering, around).into_iter().filter_map(|areas| {
            let overlap = crossed_by(map, around, areas)?;
            Some(Crossing { place, areas, overlap: FaceId(overlap) })
        });
        found.extend(here);
        Ok(())
    };
    let seen = at_nodes(&map.arrangement, &map.nesting, &map.covering, look);
    seen.expect("looking is not refused");
    found
}

/// Makes sure that looking for crossings does not take for ever: where bundles of outlines cross, each of the one
/// crosses each of the other.
///
/// # Errors
/// When there are far too many pairs to look at.
pub(super) fn affordable(
    arrangement: &Arrangement,
    nesting: &Nesting,
    covering: &[Covering],
    budget: Budget,
) -> Result<(), TooTangled> {
    let mut claims = budget.claims();
    at_nodes(arrangement, nesting, covering, |_, around| {
        let everywhere = everywhere(covering, around).len();
        for face in around {
            let areas = covering[*face as usize].len();
            let bordering = areas - everywhere;
            claims.take(areas + bordering * bordering.saturating_sub(1) / 2)?;
        }
        Ok(())
    })
}

/// Visits the nodes at which outlines may cross: at least four faces meet there, and some area claims one of them with
/// another. With the node come the faces around it, in order.
fn at_nodes(
    arrangement: &Arrangement,
    nesting: &Nesting,
    covering: &[Covering],
    mut visit: impl FnMut(usize, &[u32]) -> Result<(), TooTangled>,
) -> Result<(), TooTangled> {
    let mut first_half: Vec<Option<HalfEdge>> = vec![None; arrangement.nodes.len()];
    for half in 0..arrangement.next.len() as HalfEdge {
        first_half[arrangement.origin(half) as usize].get_or_insert(half);
    }
    let mut around: Vec<u32> = Vec::new();
    for (node, half) in first_half.into_iter().enumerate() {
        let Some(start) = half else { continue };
        let onward =
            |half: &HalfEdge| Some(arrangement.next[(half ^ 1) as usize]).filter(|next| *next != start);
        let face = |half: HalfEdge| nesting.face_of_cycle[arrangement.cycle_of[half as usize] as usize];
        around.clear();
        around.extend(std::iter::successors(Some(start), onward).map(face));
        if around.len() >= 4 && around.iter().any(|face| covering[*face as usize].len() > 1) {
            visit(node, &around)?;
        }
    }
    Ok(())
}

/// The areas that claim all of some faces: no border of theirs is there.
fn everywhere(covering: &[Covering], around: &[u32]) -> Covering {
    let mut faces = around.iter().map(|face| &covering[*face as usize]);
    let mut common = faces.next().cloned().unwrap_or_default();
    for areas in faces {
        common.retain(|area| areas.binary_search(area).is_ok());
    }
    common
}

/// The pairs of areas that have borders here and claim a face together.
fn pairs(covering: &[Covering], around: &[u32]) -> Vec<[AreaKey; 2]> {
    let everywhere = everywhere(covering, around);
    let mut pairs = Vec::new();
    for face in around {
        let areas: Covering = covering[*face as usize]
            .iter()
            .copied()
            .filter(|area| everywhere.binary_search(area).is_err())
            .collect();
        for (number, one) in areas.iter().enumerate() {
            pairs.extend(areas[number + 1..].iter().map(|two| [*one, *two]));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The face that both claim where their borders cross: it lies between one of the first and one of the second alone,
/// and on the other side there is one of neither.
fn crossed_by(map: &PlanarMap, around: &[u32], [one, two]: [AreaKey; 2]) -> Option<u32> {
    let claim = |face: u32| {
        let areas = &map.covering[face as usize];
        match (areas.binary_search(&one).is_ok(), areas.binary_search(&two).is_ok()) {
            (true, true) => Claim::Both,
            (true, false) => Claim::First,
            (false, true) => Claim::Second,
            (false, false) => Claim::Neither,
        }
    };
    let mut stretches: Vec<(Claim, u32)> = around.iter().map(|face| (claim(*face), *face)).collect();
    stretches.dedup_by_key(|(claim, _)| *claim);
    while stretches.len() > 1 && stretches[0].0 == stretches[stretches.len() - 1].0 {
        stretches.pop();
    }
    let count = stretches.len();
    let claim = |place: usize| stretches[place % count].0;
    let crosses = |place: &usize| {
        let sides = [claim(place + count - 1), claim(place + 1)];
        claim(*place) == Claim::Both && sides.contains(&Claim::First) && sides.contains(&Claim::Second)
    };
    let place = (0..count).find(crosses)?;
    stretches.iter().any(|(claim, _)| *claim == Claim::Neither).then(|| stretches[place].1)
}
