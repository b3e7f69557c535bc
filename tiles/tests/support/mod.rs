//! Reads tiles back with a reader of other origin, and judges them by the specification.
#![allow(dead_code, reason = "each test file uses its part")]

use fast_mvt::MvtReaderRef;
use geo_core::{Polygon, Position, Shape};
use std::collections::HashSet;
use std::path::PathBuf;

pub type Point = (i64, i64);

/// A feature as it stands in a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub layer: String,
    pub id: Option<u64>,
    pub properties: Vec<(String, String)>,
    /// Points, lines, or rings; rings do not repeat their first point.
    pub paths: Vec<Vec<Point>>,
}

impl Read {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

/// All features of a tile; panics when the tile breaks a rule of Mapbox Vector Tile 2.1.
pub fn read(tile: &[u8]) -> Vec<Read> {
    let reader = MvtReaderRef::new(tile).expect("a readable tile");
    let mut names = HashSet::new();
    let mut features = Vec::new();
    for layer in reader.layers() {
        assert_eq!((layer.version(), layer.extent()), (2, 4096));
        assert!(names.insert(layer.name()), "layer {} comes twice", layer.name());
        assert!(!layer.is_empty(), "layer {} is empty", layer.name());
        let mut ids = HashSet::new();
        for feature in layer.features() {
            assert!(feature.id().is_none_or(|id| ids.insert(id)), "id {:?} comes twice", feature.id());
            let kind = feature.geom_type_value().expect("a kind of geometry");
            let paths = paths(feature.geometry_commands(), kind);
            if kind == 3 {
                judge_rings(&paths);
            }
            let properties = feature
                .properties_vec()
                .expect("tags point to keys and values")
                .into_iter()
                .map(|(key, value)| (key.to_owned(), text(&value)))
                .collect();
            features.push(Read { layer: layer.name().to_owned(), id: feature.id(), properties, paths });
        }
    }
    features
}

fn text(value: &fast_mvt::MvtValueRef<'_>) -> String {
    use fast_mvt::MvtValueRef as V;
    match value {
        V::String(text) => (*text).to_owned(),
        V::Float(number) => number.to_string(),
        V::Double(number) => number.to_string(),
        V::Int(number) | V::SInt(number) => number.to_string(),
        V::UInt(number) => number.to_string(),
        V::Bool(truth) => truth.to_string(),
        V::Null => "null".to_owned(),
    }
}

/// Follows the commands of section 4.3 of the specification.
fn paths(commands: &[u32], kind: i32) -> Vec<Vec<Point>> {
    let (mut x, mut y) = (0_i64, 0_i64);
    let mut paths: Vec<Vec<Point>> = Vec::new();
    let mut rest = commands.iter().copied();
    let zigzag = |value: u32| i64::from((value >> 1) as i32 ^ -((value & 1) as i32));
    while let Some(word) = rest.next() {
        let (command, count) = (word & 7, word >> 3);
        assert!(count > 0, "a command that does nothing");
        match command {
            1 => assert!(count == 1 || kind == 1, "only points may move several times"),
            2 => assert!(kind != 1 && !paths.is_empty(), "a line begins with a move"),
            7 => {
                assert!(kind == 3 && count == 1, "only rings close");
                continue;
            }
            _ => panic!("unknown command {command}"),
        }
        for _ in 0..count {
            let (dx, dy) = (zigzag(rest.next().expect("dx")), zigzag(rest.next().expect("dy")));
            assert!(command == 1 || (dx, dy) != (0, 0), "a step of no length");
            x += dx;
            y += dy;
            assert!(
                (-64..=4160).contains(&x) && (-64..=4160).contains(&y),
                "({x}, {y}) lies outside the drawn square"
            );
            match command {
                1 => paths.push(vec![(x, y)]),
                _ => paths.last_mut().expect("a path").push((x, y)),
            }
        }
    }
    assert!(kind == 1 || paths.iter().all(|path| path.len() > 1), "a line of one point");
    paths
}

/// Outer rings have a positive area, holes a negative one and come after an outer ring.
fn judge_rings(rings: &[Vec<Point>]) {
    for (number, ring) in rings.iter().enumerate() {
        assert!(ring.len() >= 3, "a ring of {} points", ring.len());
        assert_ne!(ring.first(), ring.last(), "rings close by themselves");
        let area = doubled_area(ring);
        assert_ne!(area, 0, "a ring without area: {ring:?}");
        assert!(number > 0 || area > 0, "the first ring is an outer one");
    }
}

pub fn doubled_area(ring: &[Point]) -> i64 {
    edges(ring).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

pub fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()]))
}

/// Pairs of edges, of any rings of one feature, that cross in a point inside both.
pub fn crossings(feature: &Read) -> usize {
    let edges: Vec<_> = feature.paths.iter().flat_map(|ring| edges(ring)).collect();
    let turn =
        |a: Point, b: Point, c: Point| ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum();
    let mut count = 0;
    for (number, (a, b)) in edges.iter().enumerate() {
        for (c, d) in &edges[number + 1..] {
            let apart = a.0.max(b.0) < c.0.min(d.0) || c.0.max(d.0) < a.0.min(b.0);
            if !apart && turn(*a, *b, *c) * turn(*a, *b, *d) < 0 && turn(*c, *d, *a) * turn(*c, *d, *b) < 0 {
                count += 1;
            }
        }
    }
    count
}

pub fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).expect("on the earth")
}

/// A box, counter-clockwise.
pub fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Shape {
    let outer = vec![at(west, south), at(east, south), at(east, north), at(west, north)];
    Shape { polygons: vec![Polygon { outer, holes: vec![] }] }
}

/// Where the real test data lie, `None` (with a line saying so) when they do not.
pub fn real_data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MUSTER_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no {name} in the test data");
    None
}
