//! The border of a face in metres: how long it is, whose it is, and how far it would move.

use super::arrangement::HalfEdge;
use super::map::Face;
use crate::index::boxes::{Box2, BoxTree};
use crate::measure::local_projection;
use crate::plane::Point;
use crate::{LocalProjection, Metres};

/// How exactly the farthest movement is told: to a centimetre, or to a hundredth of it where that is more.
const EXACT: (f64, f64) = (0.01, 0.01);
/// Halvings of a line at most while looking for its farthest point.
const MOST_HALVINGS: u32 = 24;
/// Looks at lines of the new border at most, some hundredths of a microsecond each.
const MOST_LOOKS: usize = 20_000_000;

type Place = [f64; 2];

/// A line of the border.
#[derive(Debug, Clone, Copy)]
struct Line {
    from: Place,
    to: Place,
    /// The number of the face on the other side.
    beyond: u32,
}

impl Line {
    fn length(&self) -> f64 {
        length(self.from, self.to)
    }

    /// How far a place is from the line, squared.
    fn squared_distance(&self, [x, y]: Place) -> f64 {
        let [run, rise] = [self.to[0] - self.from[0], self.to[1] - self.from[1]];
        let squared = run * run + rise * rise;
        let share = ((x - self.from[0]) * run + (y - self.from[1]) * rise) / squared;
        let share = if squared > 0.0 { share.clamp(0.0, 1.0) } else { 0.0 };
        let off = [self.from[0] + share * run - x, self.from[1] + share * rise - y];
        off[0] * off[0] + off[1] * off[1]
    }
}

fn length(a: Place, b: Place) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// All lines around a face, those around the islands in it too, on a flat map around it.
#[derive(Debug)]
pub(super) struct Border {
    lines: Vec<Line>,
}

impl Border {
    pub fn of(face: Face<'_>) -> Self {
        let map = face.map();
        let halves: Vec<HalfEdge> = face.halves().collect();
        let Some(first) = halves.first() else { return Self { lines: Vec::new() } };
        let flat = local_projection(map.arrangement.from(*first).position());
        let line = |half: &HalfEdge| Line {
            from: place(&flat, map.arrangement.from(*half).position()),
            to: place(&flat, map.arrangement.from(half ^ 1).position()),
            beyond: map.face_left_of(half ^ 1),
        };
        Self { lines: halves.iter().map(line).collect() }
    }

    /// How long it is.
    pub fn length(&self) -> Metres {
        self.length_with(|_| true)
    }

    /// How long it is where the face on the other side is such a one.
    pub fn length_with(&self, is_such: impl Fn(u32) -> bool) -> Metres {
        Metres(self.lines.iter().filter(|line| is_such(line.beyond)).map(Line::length).sum())
    }

    /// The faces on the other side, some several times.
    pub fn beyond(&self) -> impl Iterator<Item = u32> + '_ {
        self.lines.iter().map(|line| line.beyond)
    }

    /// When a border that ran where `is_left` says comes to run along the rest: how far the farthest of its points then
    /// is from it. `None` when there is no such rest, or no border that could move, or when so many lines are equally
    /// near that nobody can wait for the answer.
    pub fn farthest(&self, is_left: impl Fn(u32) -> bool) -> Option<Metres> {
        let (old, new): (Vec<Line>, Vec<Line>) = self.lines.iter().partition(|line| is_left(line.beyond));
        if old.is_empty() || new.is_empty() {
            return None;
        }
        let mut near = Near::of(&new);
        let mut end = |at: Place| near.end(at);
        let mut farthest = 0.0_f64;
        let mut open: Vec<(End, End, u32)> = Vec::new();
        for Line { from, to, .. } in old {
            let ends = (end(from)?, end(to)?);
            farthest = farthest.max(ends.0.off).max(ends.1.off);
            open.push((ends.0, ends.1, 0));
        }
        while let Some((one, two, halvings)) = open.pop() {
            // A step along the line changes the distance by no more than the step. And the distance from any one line is
            // greatest at an end.
            let by_steps = (one.off + two.off + length(one.at, two.at)) / 2.0;
            let from_one_line = [one, two].map(|End { nearest, .. }| {
                let off = [one, two].map(|end| new[nearest].squared_distance(end.at));
                off[0].max(off[1]).sqrt()
            });
            let most = by_steps.min(from_one_line[0]).min(from_one_line[1]);
            if most <= farthest + EXACT.0.max(farthest * EXACT.1) || halvings == MOST_HALVINGS {
                continue;
            }
            let middle = end([0, 1].map(|axis| f64::midpoint(one.at[axis], two.at[axis])))?;
            farthest = farthest.max(middle.off);
            open.push((one, middle, halvings + 1));
            open.push((middle, two, halvings + 1));
        }
        Some(Metres(farthest))
    }
}

/// An end of a piece of the old border.
#[derive(Debug, Clone, Copy)]
struct End {
    at: Place,
    /// Which line of the new border is nearest.
    nearest: usize,
    off: f64,
}

/// Finds which of some lines is nearest.
struct Near<'a> {
    lines: &'a [Line],
    /// Of their boxes in centimetres.
    tree: BoxTree,
    /// How far from one end to its nearest line it was: from the next it will be about as far.
    radius: f64,
    looks: usize,
}

impl<'a> Near<'a> {
    fn of(lines: &'a [Line]) -> Self {
        let boxes: Vec<Box2> = lines.iter().map(|line| window(line.from, line.to, 0.0)).collect();
        Self { lines, tree: BoxTree::build(&boxes), radius: 1.0, looks: 0 }
    }

    /// The nearest line, unless too much has been looked at.
    fn end(&mut self, at: Place) -> Option<End> {
        loop {
            let mut nearest: Option<(f64, usize)> = None;
            let looks = &mut self.looks;
            self.tree.for_each_meeting(&window(at, at, self.radius), |number| {
                *looks += 1;
                let found = (self.lines[number].squared_distance(at), number);
                if nearest.is_none_or(|best| found.0.total_cmp(&best.0).then(found.1.cmp(&best.1)).is_lt()) {
                    nearest = Some(found);
                }
            });
            if self.looks > MOST_LOOKS {
                return None;
            }
            match nearest.map(|(squared, nearest)| End { at, nearest, off: squared.sqrt() }) {
                // Nothing beyond the window is nearer than its edge.
                Some(end) if end.off <= self.radius => {
                    self.radius = (end.off * 1.25).max(1.0);
                    return Some(end);
                }
                Some(end) => self.radius = end.off * 1.01,
                None => self.radius *= 4.0,
            }
        }
    }
}

/// The box around two places with a margin, in centimetres.
fn window(one: Place, two: Place, margin: f64) -> Box2 {
    let low = |axis: usize| ((one[axis].min(two[axis]) - margin) * 100.0).floor() as i64;
    let high = |axis: usize| ((one[axis].max(two[axis]) + margin) * 100.0).ceil() as i64;
    Box2 { min: Point::new(low(0), low(1)), max: Point::new(high(0), high(1)) }
}

fn place(flat: &LocalProjection, position: crate::Position) -> Place {
    let offset = flat.offset(position);
    [offset.east.0, offset.north.0]
}
