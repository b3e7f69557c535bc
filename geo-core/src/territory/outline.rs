//! The outline of areas of every level, from the borders themselves: neighbours share every point.

use super::Territory;
use super::ids::{AreaId, FaceId};
use super::walk::Loop;
use crate::index::boxes::Box2;
use crate::planar::simple_rings;
use crate::plane::{Point, doubled_area, edges, ring_holds};
use crate::{Polygon, Ring, Shape};

impl Territory {
    /// The outline of an area of any level: a part for each piece of ground. `None` if there is no such area.
    ///
    /// Outer rings run counter-clockwise, holes clockwise, each from its most western, then southern point; no ring
    /// passes a point twice, two may touch in points.
    ///
    /// ```
    /// # use geo_core::{Level, Shape, planar::Tolerance, territory::{Area, AreaId, Territory}};
    /// let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
    /// let community = (AreaId(1), Area::named(Level::Community, "湖滨社区"), None);
    /// let grid = (AreaId(2), Area::named(Level::Grid, "湖滨一网格").under(AreaId(1)), Some(&square));
    /// let territory = Territory::build([community, grid], Tolerance::default()).unwrap();
    /// assert_eq!(territory.outline(AreaId(1)).unwrap(), square);
    /// ```
    pub fn outline(&self, area: AreaId) -> Option<Shape> {
        let around = &self.entry(area)?.around;
        Some(self.shape_of(&self.walks_along(around).unwrap_or_default()))
    }

    /// The outline of a face; `None` if there is no such face, and for the ground around everything.
    pub fn face_outline(&self, face: FaceId) -> Option<Polygon> {
        self.face(face)?;
        self.shape_of(&self.loops(face).unwrap_or_default()).polygons.into_iter().next()
    }

    fn shape_of(&self, walks: &[Loop]) -> Shape {
        let mut rings: Vec<Vec<Point>> = Vec::new();
        for walk in walks {
            let mut points = Vec::new();
            for half in &walk.halves {
                let line = self.line_of(half.border());
                let line = line.into_iter().map(Point::from);
                match half.is_forward() {
                    true => points.extend(line),
                    false => points.extend(line.rev()),
                }
                points.pop();
            }
            simple_rings(points.into_iter(), &mut rings);
        }
        shape(rings)
    }
}

/// Puts rings together, outer ones counter-clockwise and holes clockwise.
fn shape(rings: Vec<Vec<Point>>) -> Shape {
    let (mut outers, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| doubled_area(ring) > 0);
    let mut parts: Vec<Polygon> = Vec::with_capacity(outers.len());
    // The smallest outer ring around a hole is its own.
    outers.sort_by_cached_key(|outer| doubled_area(outer));
    let doubled: Vec<(Box2, Vec<Point>)> = outers
        .iter()
        .map(|outer| {
            let ring: Vec<Point> = outer.iter().copied().map(doubled_point).collect();
            (Box2::of(ring.iter().copied()).expect("a ring has points"), ring)
        })
        .collect();
    parts.extend(outers.into_iter().map(|outer| Polygon { outer: ring_of(outer), holes: Vec::new() }));
    let only = parts.len() == 1;
    for hole in holes {
        let beside = beside(&hole);
        let around = |(bounds, outer): &(Box2, Vec<Point>)| {
            bounds.meets(&Box2 { min: beside, max: beside }) && ring_holds(outer, beside)
        };
        if let Some(part) = if only { Some(0) } else { doubled.iter().position(around) } {
            parts[part].holes.push(ring_of(hole));
        }
    }
    parts.sort_by(|one, two| one.outer.cmp(&two.outer));
    parts.iter_mut().for_each(|part| part.holes.sort_unstable());
    Shape { polygons: parts }
}

fn doubled_point(point: Point) -> Point {
    Point::new(2 * point.x, 2 * point.y)
}

/// A point on a hole, in half units, that is on no other ring: the middle of its steepest edge.
fn beside(ring: &[Point]) -> Point {
    let steepest = edges(ring).max_by_key(|(a, b)| (a.y - b.y).abs());
    steepest.map_or(ring[0], |(a, b)| Point::new(a.x + b.x, a.y + b.y))
}

fn ring_of(mut ring: Vec<Point>) -> Ring {
    let least = (0..ring.len()).min_by_key(|place| ring[*place]).unwrap_or_default();
    ring.rotate_left(least);
    ring.into_iter().map(Point::position).collect()
}
