//! Segments that are new or have moved meet others in common points of the map only.

use crate::Position;
use crate::plane::{Meeting, cross, dot, meet};
use crate::territory::edit::EditError;
use crate::territory::ids::{BorderId, NodeId};
use crate::territory::sight::Segment;
use crate::territory::{Fault, Line, Territory};
use smallvec::SmallVec;
use std::collections::BTreeSet;
use std::ops::Range;

/// Looks at what comes near a segment: allowed for each one, and altogether at least. A segment of a real map has some
/// ten others near it; a look costs some ten nanoseconds, so what is allowed at least takes a tenth of a second.
const LOOKS_FOR_EACH: usize = 512;
const LOOKS_AT_LEAST: usize = 4_000_000;

pub(super) fn check(
    before: &Territory,
    after: &Territory,
    altered: &BTreeSet<BorderId>,
) -> Result<(), EditError> {
    let changed: Vec<(BorderId, Range<usize>)> = altered
        .iter()
        .map(|border| {
            let [_, changed] = changed_segments(before, after, *border);
            (*border, changed)
        })
        .collect();
    let count: usize = changed.iter().map(|(_, changed)| changed.len()).sum();
    let most = LOOKS_AT_LEAST.max(count.saturating_mul(LOOKS_FOR_EACH));
    let mut looks = 0;
    for (border, changed) in changed {
        let line = after.line_of(border);
        if let Some(same) = line.windows(2).find(|ends| ends[0] == ends[1]) {
            return Err(Fault::NoLength { border, at: same[0] }.into());
        }
        for segment in changed.filter_map(|number| after.segment(border, number)) {
            looks += check_segment(after, &segment)?;
            if looks > most {
                return Err(EditError::PathTooTangled { at: segment.ends[0] });
            }
        }
    }
    Ok(())
}

/// Looks at all that comes near a segment, and says how much that was.
fn check_segment(after: &Territory, segment: &Segment) -> Result<usize, Fault> {
    let (mut fault, mut looks) = (None, 0);
    after.segments_meeting(&segment.window(), &mut |other| {
        looks += 1;
        if fault.is_none() && (other.border, other.number) != (segment.border, segment.number) {
            let at = wrong_meeting(segment, &other);
            fault = at.map(|at| Fault::Meeting { borders: [segment.border, other.border], at });
        }
    });
    fault.map_or(Ok(looks), Err)
}

/// Where two segments meet other than in one common point of the map.
fn wrong_meeting(one: &Segment, two: &Segment) -> Option<Position> {
    let ([a, b], [c, d]) = (one.points(), two.points());
    let common = |mine: usize, theirs: usize| one.vertices[mine] == two.vertices[theirs];
    let shared = [(0, 0), (0, 1), (1, 0), (1, 1)].into_iter().filter(|(mine, theirs)| common(*mine, *theirs));
    match shared.collect::<SmallVec<[_; 4]>>()[..] {
        [] => match meet(a, b, c, d) {
            Meeting::Apart => None,
            Meeting::Crossing(at) | Meeting::Touch(at) | Meeting::Along(at, _) => Some(at.position()),
        },
        [(mine, theirs)] => {
            let (at, far, other) = ([a, b][mine], [a, b][1 - mine], [c, d][1 - theirs]);
            // They set out in one direction, or come back to the common point by way of another.
            let along = cross(at, far, other) == 0 && dot(at, far, other) > 0;
            along.then(|| one.ends[mine])
        }
        _ => Some(one.ends[0]),
    }
}

/// The segments of a border that are not the same in both states: before, and after. Those at its beginning and its
/// end that join the same points of the map are left out.
pub(super) fn changed_segments(before: &Territory, after: &Territory, id: BorderId) -> [Range<usize>; 2] {
    let [was, is] = [before, after].map(|state| vertices(state, id));
    let segments = |points: &[_]| points.len().saturating_sub(1);
    let all = [0..segments(&was), 0..segments(&is)];
    if was.is_empty() || is.is_empty() {
        return all;
    }
    let same = |pair: &(&Joint, &Joint)| pair.0 == pair.1;
    let first = was.iter().zip(&is).take_while(same).count().saturating_sub(1);
    let last = was.iter().rev().zip(is.iter().rev()).take_while(same).count().saturating_sub(1);
    all.map(|all| first.min(all.end)..all.end.saturating_sub(last).max(first.min(all.end)))
}

/// A point of a border: where it is, and whether it is a node.
type Joint = (Position, Option<NodeId>);

fn vertices(state: &Territory, id: BorderId) -> SmallVec<[Joint; 16]> {
    let Some(border) = state.border(id) else { return SmallVec::new() };
    let line: Line = state.line(border);
    let mut points: SmallVec<[Joint; 16]> = line.into_iter().map(|place| (place, None)).collect();
    if let [first, .., last] = &mut points[..] {
        (first.1, last.1) = (Some(border.from), Some(border.to));
    }
    points
}
