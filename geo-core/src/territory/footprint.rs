//! Borders through buildings.
//!
//! Decided in half units: the middle of two points of the grid lies on a grid twice as fine.

use super::Territory;
use super::ids::BorderId;
use crate::index::boxes::Box2;
use crate::plane::{Meeting, Point, cross, dot, edges, meet, ring_holds};
use crate::{Polygon, Shape};

impl Territory {
    /// Whether a border runs through a footprint: whether some of it lies strictly inside. A border that follows a wall
    /// or touches a corner does not; one that comes in at a corner and leaves at another does.
    ///
    /// ```
    /// use geo_core::{Level, Shape, planar::Tolerance, territory::{Area, AreaId, Territory}};
    /// let oblong = |west: f64, south: f64, east: f64, north: f64| {
    ///     Shape::from_degrees(&[vec![vec![[west, south], [east, south], [east, north], [west, north]]]]).unwrap()
    /// };
    /// let (west, east) = (oblong(114.0, 30.0, 114.1, 30.1), oblong(114.1, 30.0, 114.2, 30.1));
    /// let grid = |id, shape| (AreaId(id), Area::named(Level::Grid, "湖滨"), Some(shape));
    /// let territory = Territory::build([grid(1, &west), grid(2, &east)], Tolerance::default()).unwrap();
    /// let through = |house: Shape| territory.borders().any(|(id, _)| territory.runs_through(id, &house));
    /// assert!(through(oblong(114.09, 30.04, 114.11, 30.05)));
    /// assert!(!through(oblong(114.1, 30.04, 114.11, 30.05)), "along the wall");
    /// ```
    pub fn runs_through(&self, border: BorderId, footprint: &Shape) -> bool {
        let line: Vec<Point> = self.line_of(border).iter().copied().map(doubled).collect();
        footprint
            .polygons
            .iter()
            .filter_map(House::of)
            .any(|house| line.windows(2).any(|segment| house.is_passed_by(segment[0], segment[1])))
    }
}

/// A point of the grid in half units.
fn doubled(place: crate::Position) -> Point {
    let Point { x, y } = place.into();
    Point::new(2 * x, 2 * y)
}

/// A part of a footprint.
struct House {
    rings: Vec<Vec<Point>>,
    walls: Vec<(Point, Point)>,
    bounds: Box2,
}

impl House {
    fn of(part: &Polygon) -> Option<Self> {
        let rings: Vec<Vec<Point>> = std::iter::once(&part.outer)
            .chain(&part.holes)
            .map(|ring| ring.iter().copied().map(doubled).collect())
            .collect();
        let walls = rings.iter().flat_map(|ring| edges(ring)).collect();
        Some(Self { bounds: Box2::of(rings.first()?.iter().copied())?, rings, walls })
    }

    /// Whether some of a segment lies inside. Between places where it crosses or touches walls it is inside, outside
    /// or along a wall as a whole, so the middle tells.
    fn is_passed_by(&self, from: Point, to: Point) -> bool {
        if !Box2::of([from, to]).is_some_and(|bounds| bounds.meets(&self.bounds)) {
            return false;
        }
        let mut cuts = vec![from, to];
        for (a, b) in &self.walls {
            match meet(from, to, *a, *b) {
                Meeting::Apart => {}
                Meeting::Crossing(_) => return true,
                Meeting::Touch(at) => cuts.push(at),
                Meeting::Along(one, two) => cuts.extend([one, two]),
            }
        }
        cuts.sort_unstable_by_key(|cut| dot(from, to, *cut));
        cuts.dedup();
        cuts.windows(2).any(|ends| {
            // Both are points of the grid, so their sum is even.
            self.has_inside(Point::new((ends[0].x + ends[1].x) / 2, (ends[0].y + ends[1].y) / 2))
        })
    }

    fn has_inside(&self, point: Point) -> bool {
        let is_on = |(a, b): &(Point, Point)| cross(*a, *b, point) == 0 && dot(point, *a, *b) <= 0;
        let held = self.rings.iter().filter(|ring| ring_holds(ring, point)).count();
        held % 2 == 1 && !self.walls.iter().any(is_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planar::Tolerance;
    use crate::territory::{Area, AreaId};
    use crate::{Level, Position, Ring};

    type Line<'a> = &'a [(i32, i32)];

    fn ring(points: Line<'_>) -> Ring {
        points.iter().map(|(x, y)| Position::from_e7(*x, *y).unwrap()).collect()
    }

    /// Whether the border around an area runs through a house.
    fn around_runs_through(house: &Shape, outline: &[(i32, i32)]) -> bool {
        let shape = Shape { polygons: vec![Polygon { outer: ring(outline), holes: vec![] }] };
        let grid = (AreaId(1), Area::named(Level::Grid, "grid"), Some(&shape));
        let territory = Territory::build([grid], Tolerance::NONE).unwrap();
        let [border] = territory.borders().map(|(id, _)| id).collect::<Vec<_>>()[..] else {
            panic!("one border around one area")
        };
        territory.runs_through(border, house)
    }

    /// Whether a line from west to east does; it is closed far to the south.
    fn through(house: &Shape, line: &[(i32, i32)]) -> bool {
        let far = [(100, line[line.len() - 1].1), (100, -100), (-50, -100), (-50, line[0].1)];
        let outline: Vec<(i32, i32)> = line.iter().copied().chain(far).rev().collect();
        around_runs_through(house, &outline)
    }

    #[test]
    fn a_border_passes_a_house_between_places_where_it_only_touches_walls() {
        let house = ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
        let house = Shape { polygons: vec![Polygon { outer: house, holes: vec![] }] };
        let lines: [(Line<'_>, bool, &str); 9] = [
            (&[(-5, -5), (15, 15)], true, "through two corners"),
            (&[(-5, 5), (0, 5), (10, 5), (15, 5)], true, "with points on two walls"),
            (&[(-5, 5), (0, 5), (0, 10), (15, 10)], false, "along two walls"),
            (&[(-5, 5), (0, 5), (5, 10), (15, 11)], true, "from wall to wall"),
            (&[(-5, 5), (0, 10), (15, 25)], false, "past a corner"),
            (&[(-5, 3), (15, 3)], true, "through two walls"),
            (&[(-5, 10), (15, 10)], false, "along a wall and on"),
            (&[(-5, 5), (4, 5), (4, 20), (15, 20)], true, "with a point inside"),
            (
                &[(-5, 0), (0, 0), (1, 1), (0, 2), (-5, 20), (15, 20)],
                true,
                "in at a corner and back by the wall",
            ),
        ];
        for (line, expected, what) in lines {
            assert_eq!(through(&house, line), expected, "{what}");
        }
    }

    #[test]
    fn a_yard_is_not_the_house() {
        let house = Polygon {
            outer: ring(&[(0, 0), (30, 0), (30, 30), (0, 30)]),
            holes: vec![ring(&[(0, 10), (10, 20), (20, 20), (20, 10)])],
        };
        let house = Shape { polygons: vec![house] };
        let touching = [(-5, 5), (0, 10), (-5, 15), (-5, 40), (40, 40)];
        assert!(!through(&house, &touching), "touches where the yard does");
        let along = [(-5, 5), (0, 10), (10, 20), (10, 30), (10, 40)];
        assert!(through(&house, &along), "along a wall of the yard, then through the house");
        assert!(!around_runs_through(&house, &[(12, 12), (18, 12), (20, 20), (10, 20)]), "in the yard");
    }
}
