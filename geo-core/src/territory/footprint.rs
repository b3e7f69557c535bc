//! Borders through buildings.

use super::Territory;
use super::ids::BorderId;
use crate::Shape;
use crate::plane::{Meeting, Point, edges, meet, ring_holds};

impl Territory {
    /// Whether a border runs through a footprint: crosses its outline, or has a point strictly inside. A border that
    /// follows a wall or touches a corner does not.
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
        let line: Vec<Point> = self.line_of(border).iter().copied().map(Point::from).collect();
        let rings = footprint.polygons.iter().map(|part| -> Vec<Vec<Point>> {
            let rings = std::iter::once(&part.outer).chain(&part.holes);
            rings.map(|ring| ring.iter().copied().map(Point::from).collect()).collect()
        });
        rings.into_iter().any(|rings| {
            let walls: Vec<(Point, Point)> = rings.iter().flat_map(|ring| edges(ring)).collect();
            line.windows(2).any(|pair| walls.iter().any(|(a, b)| crosses(pair[0], pair[1], *a, *b)))
                || line.iter().any(|point| is_inside(*point, &rings, &walls))
        })
    }
}

fn crosses(a: Point, b: Point, c: Point, d: Point) -> bool {
    matches!(meet(a, b, c, d), Meeting::Crossing(_))
}

fn is_inside(point: Point, rings: &[Vec<Point>], walls: &[(Point, Point)]) -> bool {
    let on_a_wall = |(a, b): &(Point, Point)| {
        crate::plane::cross(*a, *b, point) == 0 && crate::plane::dot(point, *a, *b) <= 0
    };
    let held = rings.iter().filter(|ring| ring_holds(ring, point)).count();
    held % 2 == 1 && !walls.iter().any(on_a_wall)
}
