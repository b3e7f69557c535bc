//! Laying a drawn line on the map: both get the points where they meet, and the line falls into stretches that lie in
//! one face each, or along a border.
//!
//! A crossing is rounded to the grid, which moves both lines by up to √½ of a unit; what they then meet is cut again
//! until nothing new is met. Whether all that moving did any harm is for the judge to say.

use super::EditError;
use super::drawn::Drawn;
use super::sketch::Sketch;
use crate::Position;
use crate::plane::{Meeting, Point, by_direction, cross, dot, meet};
use crate::territory::Territory;
use crate::territory::ids::{BorderId, FaceId, NodeId};
use crate::territory::records::Border;
use crate::territory::sight::{Segment, Vertex};
use crate::territory::window::Window;
use std::collections::BTreeMap;

/// Rounds of cutting; one or two are needed, more where lines lie within a unit of each other.
const MOST_ROUNDS: usize = 16;
/// A long line is looked at in pieces of about this many units, 100 m.
const PIECE: i64 = 10_000;
const MOST_PIECES: i64 = 256;
/// Cuts at most, of a drawn line and of borders where it meets them; those at points that are there already do not
/// count. A line that follows a border by eye crosses it some dozen times, and each crossing cuts both.
const MOST_CUTS: usize = 2_000;
/// Segments near a drawn line that are looked at, for each of its own and altogether at least.
const LOOKS_FOR_EACH: usize = 512;
const LOOKS_AT_LEAST: usize = 1_000_000;

/// Where a stretch lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    /// In a face.
    In(FaceId),
    /// Along a border.
    Along,
}

/// A piece of a drawn line between points of the map.
#[derive(Debug)]
pub(super) struct Stretch {
    /// Its points with both ends; the same at both if it closes on itself.
    pub line: Vec<Position>,
    pub lies: Lies,
    /// An end of the drawn line that is on no border.
    pub open_end: Option<Position>,
}

/// Which borders a line is laid on.
pub(super) type Wanted<'w> = &'w dyn Fn(&Territory, BorderId) -> bool;

impl Sketch<'_> {
    /// Lays a line on the borders that are wanted.
    pub fn overlay(&mut self, drawn: &Drawn, wanted: Wanted<'_>) -> Result<Vec<Stretch>, EditError> {
        let mut line = drawn.line();
        for _ in 0..MOST_ROUNDS {
            if !self.cut(&mut line, wanted)? {
                break;
            }
        }
        Ok(self.stretches(line, drawn.is_closed, wanted))
    }

    /// Puts a point into the nearest wanted segment if a place is just beside it, as rounding leaves places.
    pub fn snap(&mut self, place: Position, wanted: Wanted<'_>) {
        let point = Point::from(place);
        let mut nearest: Option<(f64, Segment)> = None;
        let mut is_vertex = false;
        self.now.segments_meeting(&Window::at(place).widened(1), &mut |segment| {
            let [a, b] = segment.points();
            is_vertex |= segment.ends.contains(&place);
            let (off, along, length) = (cross(a, b, point), dot(a, b, point), dot(a, b, b));
            // Within √½: the square of the distance is off² / length.
            let share = off as f64 * off as f64 / length as f64;
            let is_beside = 0 < along && along < length && share <= 0.5 && wanted(&self.now, segment.border);
            if is_beside && nearest.as_ref().is_none_or(|(least, _)| share < *least) {
                nearest = Some((share, segment));
            }
        });
        if let Some((_, segment)) = nearest.filter(|_| !is_vertex) {
            self.change_border(segment.border, |border| border.points.insert(segment.number, place));
        }
    }

    /// Adds a stretch as a border that has the same face on both sides until that is divided.
    pub fn add_stroke(&mut self, line: &[Position], face: FaceId) -> Result<BorderId, EditError> {
        let [first, points @ .., last] = line else {
            return Err(EditError::PathTooShort { points: line.len() });
        };
        let from = self.node_or_new(*first)?;
        let to = if first == last { from } else { self.node_or_new(*last)? };
        let border = Border { from, to, points: points.to_vec(), left: face, right: face };
        Ok(self.new_border(border))
    }

    fn node_or_new(&mut self, place: Position) -> Result<NodeId, EditError> {
        match self.now.vertex_at(place) {
            None => Ok(self.new_node(place)),
            Some(_) => self.node_at(place),
        }
    }

    /// Cuts the line and the wanted borders where they meet; whether there was anything to cut.
    fn cut(&mut self, line: &mut Vec<Position>, wanted: Wanted<'_>) -> Result<bool, EditError> {
        let most = LOOKS_AT_LEAST.max(line.len() * LOOKS_FOR_EACH);
        let (mut looks, mut cuts) = (0, 0);
        let mut of_line: Vec<(usize, i128, Position)> = Vec::new();
        let mut of_borders: BTreeMap<BorderId, Vec<(usize, i128, Position)>> = BTreeMap::new();
        for number in 0..line.len() - 1 {
            let (a, b) = (Point::from(line[number]), Point::from(line[number + 1]));
            let near = self.near(line[number], line[number + 1], wanted);
            looks += near.len();
            for segment in near {
                let [c, d] = segment.points();
                let meetings = match meet(a, b, c, d) {
                    Meeting::Apart => continue,
                    Meeting::Crossing(at) | Meeting::Touch(at) => [Some(at), None],
                    Meeting::Along(from, to) => [Some(from), Some(to)],
                };
                for at in meetings.into_iter().flatten() {
                    if at != a && at != b {
                        cuts += 1;
                        of_line.push((number, dot(a, b, at), at.position()));
                    }
                    if at != c && at != d {
                        cuts += 1;
                        let of_border = of_borders.entry(segment.border).or_default();
                        of_border.push((segment.number, dot(c, d, at), at.position()));
                    }
                }
            }
            if looks > most || cuts > MOST_CUTS {
                return Err(EditError::PathTooTangled { at: line[number] });
            }
        }
        let found = cuts > 0;
        insert_all(line, of_line, 1);
        for (border, cuts) in of_borders {
            self.change_border(border, |border| insert_all(&mut border.points, cuts, 0));
        }
        Ok(found)
    }

    /// The wanted segments near a straight line, each once.
    fn near(&self, from: Position, to: Position, wanted: Wanted<'_>) -> Vec<Segment> {
        let (a, b) = (Point::from(from), Point::from(to));
        let shorter = (a.x - b.x).abs().min((a.y - b.y).abs());
        let pieces = (shorter / PIECE + 1).min(MOST_PIECES);
        let place = |number: i64| {
            let along = |from: i64, to: i64| from + (to - from) * number / pieces;
            Point::new(along(a.x, b.x), along(a.y, b.y)).position()
        };
        let mut found = Vec::new();
        for number in 0..pieces {
            // Ends of pieces are cut off to the grid, so they may lie a unit beside the line.
            let window = Window::at(place(number)).joined(Window::at(place(number + 1)));
            let window = window.widened(i32::from(pieces > 1));
            self.now.segments_meeting(&window, &mut |segment| {
                if wanted(&self.now, segment.border) {
                    found.push(segment);
                }
            });
        }
        found.sort_unstable_by_key(|segment| (segment.border, segment.number));
        found.dedup_by_key(|segment| (segment.border, segment.number));
        found
    }

    /// The stretches of a line that has all points where it meets the wanted borders.
    fn stretches(&self, mut line: Vec<Position>, is_closed: bool, wanted: Wanted<'_>) -> Vec<Stretch> {
        let on_map = |place: &Position| {
            let mut found = false;
            self.now.segments_meeting(&Window::at(*place), &mut |segment| {
                found |= segment.ends.contains(place) && wanted(&self.now, segment.border);
            });
            found
        };
        let mut marks: Vec<usize> = (0..line.len()).filter(|place| on_map(&line[*place])).collect();
        let Some(first) = marks.first().copied() else {
            let lies = Lies::In(self.now.ground_at(line[0]));
            let open_end = (!is_closed).then_some(line[0]);
            return vec![Stretch { line, lies, open_end }];
        };
        if is_closed && first > 0 {
            line.pop();
            line.rotate_left(first);
            line.push(line[0]);
            marks = (0..line.len()).filter(|place| on_map(&line[*place])).collect();
        }
        let (first, last) = (marks[0], marks[marks.len() - 1]);
        let lies = |at: usize, toward: usize| self.now.ground_toward(line[at], line[toward]);
        let mut stretches = Vec::new();
        if first > 0 {
            let open_end = Some(line[0]);
            stretches.push(Stretch { line: line[..=first].to_vec(), lies: lies(first, first - 1), open_end });
        }
        for ends in marks.windows(2) {
            let line = line[ends[0]..=ends[1]].to_vec();
            stretches.push(Stretch { line, lies: lies(ends[0], ends[0] + 1), open_end: None });
        }
        if last + 1 < line.len() {
            let open_end = line.last().copied();
            stretches.push(Stretch { line: line[last..].to_vec(), lies: lies(last, last + 1), open_end });
        }
        stretches
    }
}

/// Inserts places after the segments that they cut, `shift` places behind the number of the segment.
fn insert_all(points: &mut Vec<Position>, mut cuts: Vec<(usize, i128, Position)>, shift: usize) {
    cuts.sort_unstable();
    cuts.dedup();
    let old = std::mem::take(points);
    points.reserve(old.len() + cuts.len());
    let mut taken = 0;
    for (segment, _, at) in cuts {
        points.extend(&old[taken..segment + shift]);
        taken = segment + shift;
        points.push(at);
    }
    points.extend(&old[taken..]);
}

impl Territory {
    /// Where one comes to when going from a point of the map straight toward a place.
    fn ground_toward(&self, from: Position, toward: Position) -> Lies {
        let (at, toward) = (Point::from(from), Point::from(toward));
        let mut ways: Vec<(Point, FaceId)> = Vec::new();
        match self.vertex_at(from) {
            None => return Lies::In(self.ground_at(from)),
            Some(Vertex::Node(node)) => {
                for half in self.fan(node) {
                    if let (Some(heading), Some(left)) = (self.heading(half), self.left_of(half)) {
                        ways.push((Point::from(heading), left));
                    }
                }
            }
            Some(Vertex::Bend(id, number)) => {
                let segments = (self.segment(id, number), self.segment(id, number + 1), self.border(id));
                if let (Some(before), Some(after), Some(border)) = segments {
                    ways.push((Point::from(before.ends[0]), border.right));
                    ways.push((Point::from(after.ends[1]), border.left));
                    ways.sort_unstable_by(|(one, _), (two, _)| by_direction(at, *one, *two));
                }
            }
        }
        if ways.iter().any(|(way, _)| cross(at, *way, toward) == 0 && dot(at, *way, toward) > 0) {
            return Lies::Along;
        }
        // Just clockwise lies a border that has this ground on its left.
        let before = ways.partition_point(|(way, _)| by_direction(at, *way, toward).is_lt());
        let (_, left) = ways[(before + ways.len() - 1) % ways.len()];
        Lies::In(left)
    }
}
