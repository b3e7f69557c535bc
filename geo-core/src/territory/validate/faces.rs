//! Whether the walks around faces make up faces.

use super::flat::{Flat, Way};
use crate::index::boxes::Box2;
use crate::plane::{Crossed, Point, by_direction, cross};
use crate::territory::Fault;
use crate::territory::ids::FaceId;
use std::collections::BTreeMap;

/// A closed walk with the same ground on its left.
struct Cycle {
    start: Way,
    doubled: i128,
    least: Point,
    face: FaceId,
}

pub(super) fn faults(flat: &Flat<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let next = next(flat, &mut faults);
    let cycles = cycles(flat, &next, &mut faults);
    outer_borders(flat, &cycles, &mut faults);
    if faults.is_empty() {
        islands(flat, &cycles, &mut faults);
        faults.extend(whole(flat, &cycles));
    }
    let (nodes, borders, faces) = (flat.nodes.len(), flat.borders.len(), flat.territory.faces().count());
    let components = components(flat);
    if nodes + faces != borders + components {
        faults.push(Fault::Euler { nodes, borders, faces, components });
    }
    faults
}

/// What follows each way around the ground on its left.
fn next(flat: &Flat<'_>, faults: &mut Vec<Fault>) -> Vec<Way> {
    let ways = flat.borders.len() as u32 * 2;
    let mut starts = vec![0_u32; flat.nodes.len() + 1];
    (0..ways).for_each(|way| starts[flat.origin(way) as usize + 1] += 1);
    for node in 1..starts.len() {
        starts[node] += starts[node - 1];
    }
    let mut filled = starts.clone();
    let mut around = vec![0; ways as usize];
    for way in 0..ways {
        let slot = &mut filled[flat.origin(way) as usize];
        around[*slot as usize] = way;
        *slot += 1;
    }
    let mut next = vec![0; ways as usize];
    for (number, (id, at)) in flat.nodes.iter().enumerate() {
        let fan = &mut around[starts[number] as usize..starts[number + 1] as usize];
        let at = Point::from(*at);
        fan.sort_unstable_by(|one, two| by_direction(at, flat.heading(*one), flat.heading(*two)));
        let Some(mut before) = fan.last().copied() else {
            faults.push(Fault::NoBorder { record: id.to_string() });
            continue;
        };
        for after in fan.iter().copied() {
            next[(after ^ 1) as usize] = before;
            before = after;
        }
    }
    next
}

fn cycles(flat: &Flat<'_>, next: &[Way], faults: &mut Vec<Fault>) -> Vec<Cycle> {
    let mut seen = vec![false; next.len()];
    let mut cycles = Vec::new();
    for start in 0..next.len() as u32 {
        if seen[start as usize] {
            continue;
        }
        let face = flat.left_of(start);
        let mut cycle = Cycle { start, doubled: 0, least: flat.heading(start), face };
        let base = flat.heading(start);
        let mut way = start;
        while !std::mem::replace(&mut seen[way as usize], true) {
            let line = flat.line(way as usize / 2);
            let sum: i128 = line.windows(2).map(|ends| cross(base, ends[0], ends[1])).sum();
            cycle.doubled += if way.is_multiple_of(2) { sum } else { -sum };
            cycle.least = line.iter().copied().fold(cycle.least, Point::min);
            let after = next[way as usize];
            if flat.left_of(after) != face {
                faults.push(Fault::Fold { at: flat.nodes[flat.origin(after) as usize].1 });
            }
            way = after;
        }
        cycles.push(cycle);
    }
    cycles
}

/// Every face has one outer border, the ground around everything none.
fn outer_borders(flat: &Flat<'_>, cycles: &[Cycle], faults: &mut Vec<Fault>) {
    let faces = flat.territory.faces().map(|(id, _)| id).chain([FaceId::OUTSIDE]);
    let mut count: BTreeMap<FaceId, usize> = faces.map(|face| (face, 0)).collect();
    for cycle in cycles {
        let at = || flat.nodes[flat.origin(cycle.start) as usize].1;
        match count.get_mut(&cycle.face) {
            Some(count) if cycle.doubled > 0 => {
                *count += 1;
                if *count > usize::from(cycle.face != FaceId::OUTSIDE) {
                    faults.push(Fault::InsideOut { face: cycle.face, at: at() });
                }
            }
            Some(_) if cycle.doubled < 0 => {}
            _ => faults.push(Fault::InsideOut { face: cycle.face, at: at() }),
        }
    }
    for (face, _) in count.into_iter().filter(|(face, count)| *count == 0 && *face != FaceId::OUTSIDE) {
        faults.push(Fault::NoBorder { record: format!("the outside of {face}") });
    }
}

/// The kept sums of the areas of the widest level, the holes and what lies outside make up the whole. What cycles go
/// around is reckoned from the points, not from what is kept of borders.
fn whole(flat: &Flat<'_>, cycles: &[Cycle]) -> Option<Fault> {
    let territory = flat.territory;
    let tops = territory.areas.iter().filter(|(_, entry)| entry.area.parent.is_none());
    let areas: i128 = tops.map(|(_, entry)| entry.totals.share.doubled).sum();
    let around = |are_such: &dyn Fn(FaceId) -> bool| -> i128 {
        cycles.iter().filter(|cycle| are_such(cycle.face)).map(|cycle| cycle.doubled).sum()
    };
    let holes = around(&|face| face != FaceId::OUTSIDE && territory.area_of(face).is_none());
    let (sum, outer) = (areas + holes, -around(&|face| face == FaceId::OUTSIDE));
    (sum != outer).then_some(Fault::AreaSum { sum, outer })
}

/// Islands lie in the face that is in sight to their west.
fn islands(flat: &Flat<'_>, cycles: &[Cycle], faults: &mut Vec<Fault>) {
    let sight = Sight::of(flat);
    for island in cycles.iter().filter(|cycle| cycle.doubled < 0) {
        let lies_in = sight.first_to_the_west(island.least).map_or(FaceId::OUTSIDE, |way| flat.left_of(way));
        if lies_in != island.face {
            faults.push(Fault::Island { at: island.least.position(), says: island.face, lies_in });
        }
    }
}

/// Looking west.
struct Sight<'a> {
    flat: &'a Flat<'a>,
    /// How far one looks at first: some strips far.
    step: i64,
    /// Beyond this there is nothing.
    west_end: i64,
}

impl<'a> Sight<'a> {
    fn of(flat: &'a Flat<'a>) -> Self {
        let width: i64 = flat.boxes.iter().map(|one| one.max.x - one.min.x).sum();
        Self {
            flat,
            step: (4 * width / flat.boxes.len().max(1) as i64).max(16),
            west_end: flat.boxes.iter().map(|one| one.min.x).min().unwrap_or_default(),
        }
    }

    /// The first way to the west, with the ground in sight on its left. One looks twice as far each time, until there is
    /// one that no nearer one can hide.
    fn first_to_the_west(&self, eye: Point) -> Option<Way> {
        let mut far = self.step;
        loop {
            let limit = (eye.x - far).max(self.west_end);
            let first = self.first_within(eye, limit);
            if limit == self.west_end {
                return first.map(|(_, way)| way);
            }
            if let Some((_, way)) = first.filter(|(crossed, _)| !crossed.is_west_of(limit)) {
                return Some(way);
            }
            far *= 2;
        }
    }

    /// The easternmost of the ways in strips that reach east of the limit.
    fn first_within(&self, eye: Point, limit: i64) -> Option<(Crossed, Way)> {
        let flat = self.flat;
        let mut nearest: Option<(Crossed, Way)> = None;
        flat.tree.for_each_meeting(&Box2 { min: Point::new(limit, eye.y), max: eye }, |strip| {
            let strip = flat.strips[strip];
            for ends in flat.points[strip.first as usize..=strip.last as usize].windows(2) {
                let goes_up = ends[0].y <= ends[1].y;
                let (low, high) = if goes_up { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
                if low.y <= eye.y && eye.y < high.y {
                    let crossed = Crossed::of(low, high, eye.y);
                    if crossed.is_west_of(eye.x)
                        && nearest.as_ref().is_none_or(|(best, _)| best.compare(&crossed).is_lt())
                    {
                        nearest = Some((crossed, 2 * strip.border + u32::from(goes_up)));
                    }
                }
            }
        });
        nearest
    }
}

/// How many sets of borders hang together.
fn components(flat: &Flat<'_>) -> usize {
    fn root(of: &mut [u32], node: u32) -> u32 {
        let mut root = node;
        while of[root as usize] != root {
            of[root as usize] = of[of[root as usize] as usize];
            root = of[root as usize];
        }
        root
    }
    let mut of: Vec<u32> = (0..flat.nodes.len() as u32).collect();
    let mut count = of.len();
    for [from, to] in &flat.ends {
        let (one, two) = (root(&mut of, *from), root(&mut of, *to));
        if one != two {
            of[one as usize] = two;
            count -= 1;
        }
    }
    count
}
