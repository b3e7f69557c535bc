//! What is at a position, and what is near it.

use super::Territory;
use super::ids::{AreaId, BorderId, FaceId, NodeId};
use super::sight::{Through, Vertex};
use super::window::Window;
use crate::index::located;
use crate::{Bounds, LocalProjection, Metres, Position, local_projection};
use serde::{Deserialize, Serialize};

/// What a position was snapped to.
///
/// ```
/// use geo_core::territory::{NodeId, SnapKind};
/// assert_eq!(serde_json::to_string(&SnapKind::Node { node: NodeId(3) }).unwrap(), r#"{"kind":"node","node":3}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SnapKind {
    /// A node.
    Node {
        /// Which.
        node: NodeId,
    },
    /// A point of a border between its ends.
    Bend {
        /// Of which border.
        border: BorderId,
    },
    /// A place on a segment, to the nearest unit.
    Segment {
        /// Of which border.
        border: BorderId,
        /// Which segment of it, from 0.
        segment: usize,
    },
}

/// The place of the map that is nearest to a position.
///
/// ```
/// # use geo_core::{Level, Metres, Position, Shape, planar::Tolerance, territory::{Area, AreaId, SnapKind, Territory}};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let territory = Territory::build([(AreaId(1), Area::named(Level::Grid, "湖滨"), Some(&square))], Tolerance::default()).unwrap();
/// let near_the_corner = Position::new(114.00001, 29.99999).unwrap();
/// let snap = territory.nearest_point(near_the_corner, Metres(5.0)).unwrap();
/// assert_eq!(snap.position, Position::new(114.0, 30.0).unwrap());
/// assert!(matches!(snap.kind, SnapKind::Node { .. }));
/// assert!(territory.nearest_point(near_the_corner, Metres(1.0)).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Snap {
    /// Where it is.
    pub position: Position,
    /// What it is.
    pub kind: SnapKind,
    /// How far it is.
    pub distance: Metres,
}

impl Territory {
    /// The face at a position. One on a border lies in one of them by the rule of [`AreaIndex`](crate::AreaIndex).
    pub fn face_at(&self, position: Position) -> FaceId {
        let half = self.first_to_the_west(located(position), Through::Seen);
        half.and_then(|half| self.left_of(half)).unwrap_or(FaceId::OUTSIDE)
    }

    /// The finest area at a position; `None` in a hole and outside.
    pub fn locate(&self, position: Position) -> Option<AreaId> {
        self.area_of(self.face_at(position))
    }

    /// The borders that come near a box: all that meet it and some that pass close by.
    pub fn borders_in(&self, bounds: Bounds) -> Vec<BorderId> {
        let mut borders = Vec::new();
        for (min, max) in bounds.halves() {
            let window =
                Window { west: min.x as i32, south: min.y as i32, east: max.x as i32, north: max.y as i32 };
            self.runs.meeting(&window, &mut |run| borders.push(run.border));
        }
        borders.sort_unstable();
        borders.dedup();
        borders
    }

    /// The point of the map nearest to a position and within a distance; if there is none, the nearest place on a
    /// border.
    pub fn nearest_point(&self, position: Position, within: Metres) -> Option<Snap> {
        let map = local_projection(position);
        let far = |place: Position| {
            let offset = map.offset(place);
            offset.east.0.hypot(offset.north.0)
        };
        let mut point: Option<Snap> = None;
        let mut foot: Option<Snap> = None;
        let nearer = |best: &Option<Snap>, distance: f64| {
            distance <= best.map_or(within.0, |best| best.distance.0.next_down())
        };
        self.runs.nearest(&|window| Some(far(nearest_of(window, position))), &mut |run| {
            for segment in self.segments(run) {
                for (end, vertex) in segment.ends.into_iter().zip(segment.vertices) {
                    let distance = far(end);
                    if nearer(&point, distance) {
                        let kind = match vertex {
                            Vertex::Node(node) => SnapKind::Node { node },
                            Vertex::Bend(border, _) => SnapKind::Bend { border },
                        };
                        point = Some(Snap { position: end, kind, distance: Metres(distance) });
                    }
                }
                let place = foot_on(&map, segment.ends);
                let distance = far(place);
                if point.is_none() && nearer(&foot, distance) {
                    let kind = SnapKind::Segment { border: segment.border, segment: segment.number };
                    foot = Some(Snap { position: place, kind, distance: Metres(distance) });
                }
            }
            point.map_or(within.0, |point| point.distance.0)
        });
        point.or(foot)
    }
}

/// The place of a box that is nearest to a position.
fn nearest_of(window: &Window, position: Position) -> Position {
    let (x, y) = (position.lon_e7(), position.lat_e7());
    Position::from_e7(x.clamp(window.west, window.east), y.clamp(window.south, window.north))
        .expect("between positions")
}

/// The place on a segment that is nearest to the origin of a flat map, to the nearest unit.
fn foot_on(map: &LocalProjection, [from, to]: [Position; 2]) -> Position {
    let (a, b) = (map.offset(from), map.offset(to));
    let (east, north) = (b.east.0 - a.east.0, b.north.0 - a.north.0);
    let length = east * east + north * north;
    let share =
        if length > 0.0 { (-(a.east.0 * east + a.north.0 * north) / length).clamp(0.0, 1.0) } else { 0.0 };
    let along =
        |from: i32, to: i32| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as i32;
    Position::from_e7(along(from.lon_e7(), to.lon_e7()), along(from.lat_e7(), to.lat_e7()))
        .expect("between positions")
}
