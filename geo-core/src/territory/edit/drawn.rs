//! Lines as they are drawn: without repeated points, and not crossing themselves.

use super::EditError;
use crate::Position;
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Meeting, Point, cross, dot, doubled_area, meet};

/// Most points that are drawn at once. At one every five metres, closer than anybody traces a road, that is a hundred
/// kilometres: more than goes around a district. What is drawn by hand has some dozens.
pub(super) const MOST_POINTS: usize = 20_000;
/// Looks at pairs of segments that lie near each other, for each segment: a line that does not run beside itself has
/// some ten, one that zigzags all along its length as many as it has segments.
const LOOKS_FOR_EACH: usize = 512;

/// Refuses more points than are drawn at once.
pub(super) fn limited(points: &[Position]) -> Result<&[Position], EditError> {
    match points.len() {
        0..=MOST_POINTS => Ok(points),
        points => Err(EditError::PathTooLong { points, most: MOST_POINTS }),
    }
}

/// A drawn line.
pub(super) struct Drawn {
    /// Its points; the first is not repeated at the end of a closed line.
    pub points: Vec<Position>,
    pub is_closed: bool,
}

impl Drawn {
    /// A path; closed if it ends where it begins. A closed one then runs counter-clockwise.
    pub fn path(points: &[Position]) -> Result<Self, EditError> {
        let mut points = limited(points)?.to_vec();
        points.dedup();
        let is_closed = points.len() > 3 && points.first() == points.last();
        if is_closed {
            points.pop();
        }
        Self { points, is_closed }.checked()
    }

    /// A ring, counter-clockwise.
    pub fn ring(points: &[Position]) -> Result<Self, EditError> {
        let mut points = limited(points)?.to_vec();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        Self { points, is_closed: true }.checked()
    }

    /// The points in order, back at the first if it is closed.
    pub fn line(&self) -> Vec<Position> {
        let again = self.points.first().filter(|_| self.is_closed);
        self.points.iter().chain(again).copied().collect()
    }

    fn checked(mut self) -> Result<Self, EditError> {
        let points = self.points.len();
        if points < if self.is_closed { 3 } else { 2 } {
            return Err(EditError::PathTooShort { points });
        }
        let line: Vec<Point> = self.line().into_iter().map(Point::from).collect();
        match self_meeting(&line, self.is_closed) {
            SelfMeeting::None => {}
            SelfMeeting::At(at) => return Err(EditError::PathCrossesItself { at: at.position() }),
            SelfMeeting::Unknown(at) => return Err(EditError::PathTooTangled { at: at.position() }),
        }
        if self.is_closed && doubled_area(&line[..points]) < 0 {
            self.points.reverse();
        }
        Ok(self)
    }
}

/// Whether a line meets itself, other than where a closed one closes.
enum SelfMeeting {
    None,
    At(Point),
    /// So much of it lies near this place that nobody has looked at all of it.
    Unknown(Point),
}

fn self_meeting(line: &[Point], is_closed: bool) -> SelfMeeting {
    let boxes: Vec<Box2> = line.windows(2).filter_map(|ends| Box2::of(ends.iter().copied())).collect();
    let tree = BoxTree::build(&boxes);
    let mut left = boxes.len().saturating_mul(LOOKS_FOR_EACH);
    for one in 0..boxes.len() {
        let (mut found, mut looks) = (None, 0);
        tree.for_each_meeting(&boxes[one], |two| {
            looks += 1;
            if two <= one || found.is_some() {
                return;
            }
            let (a, b, c, d) = (line[one], line[one + 1], line[two], line[two + 1]);
            let common = match () {
                () if two == one + 1 => Some((b, a, d)),
                () if is_closed && one == 0 && two + 1 == boxes.len() => Some((a, b, c)),
                () => None,
            };
            found = match common {
                Some((at, back, on)) => (cross(at, back, on) == 0 && dot(at, back, on) > 0).then_some(at),
                None => match meet(a, b, c, d) {
                    Meeting::Apart => None,
                    Meeting::Crossing(at) | Meeting::Touch(at) | Meeting::Along(at, _) => Some(at),
                },
            };
        });
        if let Some(at) = found {
            return SelfMeeting::At(at);
        }
        match left.checked_sub(looks) {
            Some(rest) => left = rest,
            None => return SelfMeeting::Unknown(line[one]),
        }
    }
    SelfMeeting::None
}
