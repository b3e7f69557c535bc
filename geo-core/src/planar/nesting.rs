//! Which face a set of lines lies in that touches no other line.
//!
//! From the least point of each connected set (the most western, then southern) one looks west: the first line in sight
//! belongs to another set, whose least point is further west and whose place is therefore known already.

use super::arrangement::{Arrangement, HalfEdge};
use super::budget::{Allowance, Budget, TooTangled};
use super::reach::box_of;
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Crossed, Point};

/// The face of the ground around everything.
pub(super) const OUTSIDE: u32 = 0;

/// The faces: 0 is the ground around everything, the others have an outer cycle.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// The outer cycle of each face but the first, in the order of cycles.
    pub outer: Vec<u32>,
    /// The face that each cycle borders.
    pub face_of_cycle: Vec<u32>,
    /// How many connected sets of lines there are.
    pub components: usize,
}

/// Gives every cycle its face.
///
/// # Errors
/// When there is too much in sight of each other.
pub(super) fn nested(arrangement: &Arrangement, budget: Budget) -> Result<Nesting, TooTangled> {
    let cycles = &arrangement.cycles;
    let mut nesting = Nesting { face_of_cycle: vec![OUTSIDE; cycles.len()], ..Nesting::default() };
    for (number, _) in cycles.iter().enumerate().filter(|(_, cycle)| cycle.doubled_area > 0) {
        nesting.outer.push(number as u32);
        nesting.face_of_cycle[number] = nesting.outer.len() as u32;
    }
    // Of each connected set of lines one cycle goes around from outside; it passes the least point.
    let mut around: Vec<(Point, u32)> = cycles
        .iter()
        .enumerate()
        .filter(|(_, cycle)| cycle.doubled_area <= 0)
        .filter_map(|(number, cycle)| {
            let least = arrangement.walk_around(*cycle).map(|half| arrangement.from(half)).min()?;
            Some((least, number as u32))
        })
        .collect();
    around.sort_unstable();
    nesting.components = around.len();
    let mut sight = (around.len() > 1).then(|| Sight::of(arrangement, budget));
    for (least, cycle) in around {
        let first = sight.as_mut().map_or(Ok(None), |sight| sight.first_to_the_west(least))?;
        nesting.face_of_cycle[cycle as usize] =
            first.map_or(OUTSIDE, |half| nesting.face_of_cycle[arrangement.cycle_of[half as usize] as usize]);
    }
    Ok(nesting)
}

/// Looking west.
struct Sight<'a> {
    arrangement: &'a Arrangement,
    tree: BoxTree,
    /// How far one looks at first: some lines far.
    step: i64,
    /// Beyond this there is nothing.
    west_end: i64,
    looks: Allowance,
}

impl<'a> Sight<'a> {
    fn of(arrangement: &'a Arrangement, budget: Budget) -> Self {
        let boxes: Vec<Box2> = arrangement
            .edges
            .iter()
            .map(|ends| box_of(ends.map(|node| arrangement.nodes[node as usize]).into()))
            .collect();
        let width: i64 = boxes.iter().map(|one| one.max.x - one.min.x).sum();
        Self {
            arrangement,
            step: (4 * width / boxes.len().max(1) as i64).max(16),
            west_end: boxes.iter().map(|one| one.min.x).min().unwrap_or_default(),
            tree: BoxTree::build(&boxes),
            looks: budget.looks(),
        }
    }

    /// The half-edge of the first line to the west whose left side is in sight. One looks just above the point, and
    /// twice as far each time until there is a line that no nearer one can hide.
    fn first_to_the_west(&mut self, eye: Point) -> Result<Option<HalfEdge>, TooTangled> {
        let mut far = self.step;
        loop {
            let limit = (eye.x - far).max(self.west_end);
            let first = self.first_within(eye, limit)?;
            if limit == self.west_end {
                return Ok(first.map(|(_, half)| half));
            }
            if let Some((_, half)) = first.filter(|(crossed, _)| !crossed.is_west_of(limit)) {
                return Ok(Some(half));
            }
            far *= 2;
        }
    }

    /// The easternmost of the lines with a box that reaches east of the limit.
    fn first_within(&mut self, eye: Point, limit: i64) -> Result<Option<(Crossed, HalfEdge)>, TooTangled> {
        let ray = Box2 { min: Point::new(limit, eye.y), max: eye };
        let mut nearest: Option<(Crossed, HalfEdge)> = None;
        let mut looks = 0;
        self.tree.for_each_meeting(&ray, |edge| {
            looks += 1;
            let [a, b] = self.arrangement.edges[edge].map(|node| self.arrangement.nodes[node as usize]);
            // The side in sight is the eastern one: on the left of the way down.
            let (low, high, half) = if a.y <= b.y { (a, b, 1) } else { (b, a, 0) };
            if low.y <= eye.y && eye.y < high.y {
                let crossed = Crossed::of(low, high, eye.y);
                let is_west = crossed.is_west_of(eye.x);
                if is_west && nearest.as_ref().is_none_or(|(nearest, _)| nearest.compare(&crossed).is_lt()) {
                    nearest = Some((crossed, 2 * edge as HalfEdge + half));
                }
            }
        });
        self.looks.take(looks)?;
        Ok(nearest)
    }
}
