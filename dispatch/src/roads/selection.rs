//! Which segments a closure is about: a street, a way, what a line crosses, what an area holds.

use super::RoadNetwork;
use geo_core::{Position, Shape};

/// A set of segments of a network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Ascending, each once.
    segments: Vec<u32>,
}

impl Selection {
    fn of(segments: impl Iterator<Item = usize>) -> Self {
        Self { segments: segments.map(|segment| segment as u32).collect() }
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// How many segments are selected.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// The segments of both.
    pub fn and(&self, other: &Self) -> Self {
        let mut segments = [self.segments.as_slice(), &other.segments].concat();
        segments.sort_unstable();
        segments.dedup();
        Self { segments }
    }

    /// The places of the segments in the network, ascending.
    pub fn segments(&self) -> impl Iterator<Item = usize> {
        self.segments.iter().map(|&segment| segment as usize)
    }
}

impl RoadNetwork {
    /// The segments of every way with this name.
    pub fn segments_named(&self, name: &str) -> Selection {
        let is_named = |way: u32| self.name(self.ways[way as usize].name) == Some(name);
        self.select(|segment| is_named(self.parts[self.segments[segment].part as usize].way))
    }

    /// The segments of the OpenStreetMap way with this id.
    pub fn segments_of_way(&self, id: i64) -> Selection {
        let Ok(way) = self.ways.binary_search_by_key(&id, |way| way.id) else { return Selection::default() };
        self.select(|segment| self.parts[self.segments[segment].part as usize].way as usize == way)
    }

    /// The segments that a drawn line crosses or touches.
    pub fn segments_crossing(&self, line: &[Position]) -> Selection {
        let line = Outline::of_lines([line]);
        self.select(|segment| line.meets(self.ends(segment)))
    }

    /// The segments that lie in an area, or cross or touch its border.
    pub fn segments_within(&self, shape: &Shape) -> Selection {
        let rings = shape.polygons.iter().flat_map(|part| [&part.outer].into_iter().chain(&part.holes));
        let closed: Vec<Vec<Position>> =
            rings.map(|ring| ring.iter().chain(ring.first()).copied().collect()).collect();
        let border = Outline::of_lines(closed.iter().map(Vec::as_slice));
        self.select(|segment| {
            let ends = self.ends(segment);
            border.meets(ends) || border.holds(ends[0])
        })
    }

    pub(super) fn select(&self, is_wanted: impl Fn(usize) -> bool) -> Selection {
        Selection::of((0..self.segments.len()).filter(|&segment| is_wanted(segment)))
    }

    fn ends(&self, segment: usize) -> [Point; 2] {
        let segment = &self.segments[segment];
        [segment.from, segment.to].map(|node| point(self.positions[node as usize]))
    }
}

/// Longitude and latitude in units of 1e-7 degree; as exact as they are.
type Point = [i64; 2];

fn point(position: Position) -> Point {
    [i64::from(position.lon_e7()), i64::from(position.lat_e7())]
}

/// Lines with their extent. Lines over the antimeridian are drawn in two parts.
struct Outline {
    lines: Vec<[Point; 2]>,
    low: Point,
    high: Point,
}

impl Outline {
    fn of_lines<'a>(lines: impl IntoIterator<Item = &'a [Position]>) -> Self {
        let mut all = Vec::new();
        for line in lines {
            match line {
                [lone] => all.push([point(*lone); 2]),
                _ => all.extend(line.windows(2).map(|pair| [point(pair[0]), point(pair[1])])),
            }
        }
        let ends = || all.iter().flatten();
        let least = |axis: usize| ends().map(|end| end[axis]).min().unwrap_or(i64::MAX);
        let most = |axis: usize| ends().map(|end| end[axis]).max().unwrap_or(i64::MIN);
        Self { low: [least(0), least(1)], high: [most(0), most(1)], lines: all }
    }

    fn is_near(&self, [a, b]: [Point; 2]) -> bool {
        [0, 1]
            .into_iter()
            .all(|axis| a[axis].max(b[axis]) >= self.low[axis] && a[axis].min(b[axis]) <= self.high[axis])
    }

    fn meets(&self, ends: [Point; 2]) -> bool {
        self.is_near(ends) && self.lines.iter().any(|&line| meet(line, ends))
    }

    /// Whether a point lies inside, by the borders that a line from it to the east crosses.
    fn holds(&self, point: Point) -> bool {
        let is_crossed = |&&[a, b]: &&[Point; 2]| {
            (a[1] > point[1]) != (b[1] > point[1]) && (side(a, b, point) > 0) == (b[1] > a[1])
        };
        self.is_near([point; 2]) && self.lines.iter().filter(is_crossed).count() % 2 == 1
    }
}

/// On which side of a-b a point lies: positive to the left, zero on the line.
fn side(a: Point, b: Point, point: Point) -> i128 {
    let [ax, ay] = a.map(i128::from);
    let [bx, by] = b.map(i128::from);
    let [px, py] = point.map(i128::from);
    ((bx - ax) * (py - ay) - (by - ay) * (px - ax)).signum()
}

/// Whether two lines cross or touch.
fn meet([a, b]: [Point; 2], [c, d]: [Point; 2]) -> bool {
    let apart = |axis: usize| {
        a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis])
    };
    !apart(0) && !apart(1) && side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::OsmWay;

    fn at(lon: i32, lat: i32) -> Position {
        Position::from_e7(lon, lat).unwrap()
    }

    /// Nodes 0 to 4 from west to east, 1000 apart, on way 7 (长江路), and node 9 to the north of node 2 on way 8.
    fn network() -> RoadNetwork {
        let mut nodes: Vec<(i64, Position)> = (0..5).map(|id| (id, at(1000 * id as i32, 0))).collect();
        nodes.push((9, at(2000, 1000)));
        let way = |id, nodes: &[i64], name: &str| OsmWay {
            id,
            nodes: nodes.to_vec(),
            tags: vec![("highway".into(), "tertiary".into()), ("name".into(), name.into())],
        };
        RoadNetwork::build(nodes, vec![way(7, &[0, 1, 2, 3, 4], "长江路"), way(8, &[2, 9], "")]).unwrap()
    }

    fn places(selection: &Selection) -> Vec<usize> {
        selection.segments().collect()
    }

    #[test]
    fn streets_and_ways_are_selected_by_name_and_id() {
        let network = network();
        assert_eq!(places(&network.segments_named("长江路")), [0, 1, 2, 3]);
        assert!(network.segments_named("长江").is_empty() && network.segments_of_way(9).is_empty());
        assert_eq!(places(&network.segments_of_way(8)), [4]);
        let both = network.segments_of_way(8).and(&network.segments_named("长江路"));
        assert_eq!(both.len(), 5);
    }

    #[test]
    fn a_line_selects_what_it_crosses_or_touches() {
        let network = network();
        assert_eq!(places(&network.segments_crossing(&[at(500, 500), at(500, -500), at(3500, -1)])), [0]);
        assert_eq!(places(&network.segments_crossing(&[at(1000, 0), at(1000, 100)])), [0, 1]);
        assert_eq!(places(&network.segments_crossing(&[at(2500, 900), at(1500, 900)])), [4]);
        assert!(network.segments_crossing(&[]).is_empty());
        assert_eq!(places(&network.segments_crossing(&[at(2000, 500)])), [4]);
    }

    #[test]
    fn an_area_selects_what_lies_in_it_or_crosses_its_border() {
        let network = network();
        let ring =
            |points: &[(f64, f64)]| points.iter().map(|&(lon, lat)| [lon * 1e-7, lat * 1e-7]).collect();
        let square = ring(&[(900.0, -900.0), (3100.0, -900.0), (3100.0, 900.0), (900.0, 900.0)]);
        let hole = ring(&[(1900.0, 100.0), (2100.0, 100.0), (2100.0, 800.0), (1900.0, 800.0)]);
        let shape = Shape::from_degrees(&[vec![square, hole]]).unwrap();
        assert_eq!(places(&network.segments_within(&shape)), [0, 1, 2, 3, 4]);
        let small = ring(&[(2200.0, -900.0), (2800.0, -900.0), (2800.0, 900.0), (2200.0, 900.0)]);
        let shape = Shape::from_degrees(&[vec![small]]).unwrap();
        assert_eq!(places(&network.segments_within(&shape)), [2]);
        let far = ring(&[(5000.0, 0.0), (6000.0, 0.0), (6000.0, 1000.0)]);
        assert!(network.segments_within(&Shape::from_degrees(&[vec![far]]).unwrap()).is_empty());
    }
}
