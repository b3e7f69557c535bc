//! Looking west, and looking up points and segments.

use super::Territory;
use super::ids::{BorderId, Half, NodeId};
use super::records::Border;
use super::runs::{RUN, Run};
use super::window::Window;
use crate::Position;
use crate::plane::{Crossed, Point};

/// A point of the map: an end of borders or a point between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Vertex {
    Node(NodeId),
    /// The point with this number among those between the ends of the border.
    Bend(BorderId, usize),
}

/// A straight piece of a border.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub border: BorderId,
    pub number: usize,
    pub ends: [Position; 2],
    pub vertices: [Vertex; 2],
}

impl Segment {
    pub fn window(&self) -> Window {
        Window::at(self.ends[0]).joined(Window::at(self.ends[1]))
    }

    pub fn points(&self) -> [Point; 2] {
        self.ends.map(Point::from)
    }
}

/// Whether a line through the eye is in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    Seen,
    Unseen,
}

impl Territory {
    /// The point of a border with this number, the ends counted.
    fn vertex(&self, id: BorderId, border: &Border, number: usize) -> Option<(Position, Vertex)> {
        let node = match number {
            0 => border.from,
            _ if number > border.points.len() => border.to,
            _ => return Some((border.points[number - 1], Vertex::Bend(id, number - 1))),
        };
        Some((self.node(node)?.at, Vertex::Node(node)))
    }

    /// A segment of a border.
    pub(super) fn segment(&self, id: BorderId, number: usize) -> Option<Segment> {
        let border = self.border(id).filter(|border| number < border.segments())?;
        let ((a, one), (b, two)) = (self.vertex(id, border, number)?, self.vertex(id, border, number + 1)?);
        Some(Segment { border: id, number, ends: [a, b], vertices: [one, two] })
    }

    /// The segments of a run.
    pub(super) fn segments(&self, run: &Run) -> impl Iterator<Item = Segment> + '_ {
        let (id, first) = (run.border, run.number as usize * RUN);
        (first..first + RUN).map_while(move |number| self.segment(id, number))
    }

    /// Visits all segments whose boxes meet a window.
    pub(super) fn segments_meeting(&self, window: &Window, visit: &mut impl FnMut(Segment)) {
        self.runs.meeting(window, &mut |run| {
            self.segments(run).filter(|segment| segment.window().meets(window)).for_each(&mut *visit);
        });
    }

    /// The point of the map at exactly this position.
    pub(super) fn vertex_at(&self, place: Position) -> Option<Vertex> {
        let mut found = None;
        self.segments_meeting(&Window::at(place), &mut |segment| {
            for (end, vertex) in segment.ends.into_iter().zip(segment.vertices) {
                if end == place {
                    found = found.max(Some(vertex));
                }
            }
        });
        found
    }

    /// The first line in sight to the west, in the direction that has the ground in sight on its left. One looks from a
    /// hair north of the eye; a line through the eye itself lies just west of it, or is not looked at.
    pub(super) fn first_to_the_west(&self, eye: Point, through: Through) -> Option<Half> {
        let far = |window: &Window| {
            let in_sight = i64::from(window.south) <= eye.y
                && eye.y < i64::from(window.north)
                && i64::from(window.west) <= eye.x;
            in_sight.then(|| (eye.x - i64::from(window.east)).max(0) as f64)
        };
        let mut nearest: Option<(Crossed, Half)> = None;
        self.runs.nearest(&far, &mut |run| {
            for segment in self.segments(run) {
                let [a, b] = segment.points();
                // The eastern side is on the left of the way down.
                let (low, high, half) = match a.y <= b.y {
                    true => (a, b, Half::backward(segment.border)),
                    false => (b, a, Half::forward(segment.border)),
                };
                if low.y <= eye.y && eye.y < high.y && low.x.min(high.x) <= eye.x {
                    let crossed = Crossed::of(low, high, eye.y);
                    let seen = match through {
                        Through::Seen => !crossed.is_east_of(eye.x),
                        Through::Unseen => crossed.is_west_of(eye.x),
                    };
                    if seen && nearest.as_ref().is_none_or(|(nearest, _)| nearest.compare(&crossed).is_lt()) {
                        nearest = Some((crossed, half));
                    }
                }
            }
            nearest.as_ref().map_or(f64::INFINITY, |(crossed, _)| crossed.distance_from(eye.x))
        });
        nearest.map(|(_, half)| half)
    }
}
