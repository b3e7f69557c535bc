//! Locating: the index against a count of crossings by hand, layers in which every point has exactly one owner, and
//! the awkward places (borders, corners, holes, parts, the antimeridian, the poles).

use geo_core::{AreaIndex, Level, Polygon, Position, Ring, Shape};
use proptest::prelude::*;

fn at(lon_e7: i32, lat_e7: i32) -> Position {
    Position::from_e7(lon_e7, lat_e7).unwrap()
}

fn shape(rings: &[Vec<(i32, i32)>]) -> Shape {
    let ring = |points: &Vec<(i32, i32)>| points.iter().map(|(x, y)| at(*x, *y)).collect::<Ring>();
    let polygons = rings.iter().map(|points| Polygon { outer: ring(points), holes: vec![] }).collect();
    Shape { polygons }
}

/// The rule for borders taken literally, for coordinates up to ±1000: the point moved by 1e-7 of a unit east and
/// 1e-15 of a unit north, in whole numbers; then an ordinary count of crossings that never meets a tie.
fn holds(shape: &Shape, position: Position) -> bool {
    const UNIT: i128 = 1_000_000_000_000_000;
    let (x, y) =
        (i128::from(position.lon_e7()) * UNIT + UNIT / 10_000_000, i128::from(position.lat_e7()) * UNIT + 1);
    let rings = shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
    let crossings = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).filter(|(a, b)| {
        let [ax, ay, bx, by] =
            [a.lon_e7(), a.lat_e7(), b.lon_e7(), b.lat_e7()].map(|value| i128::from(value) * UNIT);
        (ay > y) != (by > y) && ((bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0) == (by > ay)
    });
    crossings.count() % 2 == 1
}

/// Rings of any form, also crossing themselves: an odd count of crossings is inside all the same.
fn any_rings(reach: i32, points: usize) -> impl Strategy<Value = Vec<Vec<(i32, i32)>>> {
    prop::collection::vec(prop::collection::vec((-reach..=reach, -reach..=reach), 3..points), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_index_agrees_with_a_count_of_crossings(
        areas in prop::collection::vec((any_rings(9, 12), 0usize..5), 1..12),
    ) {
        let shapes: Vec<(Level, Shape)> = areas.iter().map(|(rings, level)| (Level::ALL[*level], shape(rings))).collect();
        let index = AreaIndex::build(shapes.iter().enumerate().map(|(key, (level, shape))| (*level, key, shape)));
        for (x, y) in (-11..=11).flat_map(|x| (-11..=11).map(move |y| (x, y))) {
            let mut expected: Vec<(Level, usize)> =
                shapes.iter().enumerate().filter(|(_, (_, shape))| holds(shape, at(x, y))).map(|(key, (level, _))| (*level, key)).collect();
            expected.sort();
            let found: Vec<(Level, usize)> = index.locate(at(x, y)).iter().map(|(level, key)| (*level, **key)).collect();
            prop_assert_eq!(found, expected, "at {},{}", x, y);
        }
    }

    #[test]
    fn crowded_cells_agree_too(rings in any_rings(900, 160), probes in prop::collection::vec((-900i32..=900, -900i32..=900), 200)) {
        let shape = shape(&rings);
        let small = Shape { polygons: shape.polygons.iter().map(|part| Polygon {
            outer: part.outer.iter().map(|p| at(p.lon_e7() / 40, p.lat_e7() / 40)).collect(), holes: vec![] }).collect() };
        let index = AreaIndex::build([(Level::Grid, 0, &shape), (Level::Grid, 1, &small)]);
        for (x, y) in probes.into_iter().flat_map(|(x, y)| [(x, y), (x / 40, y / 40)]) {
            let found: Vec<i32> = index.locate(at(x, y)).into_iter().map(|(_, key)| *key).collect();
            let expected: Vec<i32> = [&shape, &small].iter().zip(0..).filter(|(shape, _)| holds(shape, at(x, y))).map(|(_, key)| key).collect();
            prop_assert_eq!(found, expected, "at {},{}", x, y);
        }
    }

    #[test]
    fn half_way_round_the_earth_nothing_is_different(
        spokes in prop::collection::vec(0.3..1.0f64, 5..40), hole in any::<bool>(), jumps in any::<bool>(),
        probes in prop::collection::vec((-50_000_000i32..50_000_000, -50_000_000i32..50_000_000), 60),
    ) {
        let turn = std::f64::consts::TAU / spokes.len() as f64;
        let ring = |reach: f64| -> Vec<[f64; 2]> {
            (0..).zip(&spokes).map(|(step, spoke)| (f64::from(step) * turn, reach * spoke)).map(|(angle, far)| [far * angle.cos(), far * angle.sin()]).collect()
        };
        let rings = if hole { vec![ring(5.0), ring(2.5)] } else { vec![ring(5.0)] };
        let there: Vec<Vec<[f64; 2]>> = rings.iter().map(|ring| ring.iter().map(|[lon, lat]| {
            let lon = lon + 180.0;
            [if jumps && lon > 180.0 { lon - 360.0 } else { lon }, *lat]
        }).collect()).collect();
        let (here, there) = (Shape::from_degrees(&[rings]).unwrap(), Shape::from_degrees(&[there]).unwrap());
        prop_assert!((here.area().0 / there.area().0 - 1.0).abs() < 1e-6);
        let (at_home, away) = (AreaIndex::build([(Level::Grid, 0, &here)]), AreaIndex::build([(Level::Grid, 0, &there)]));
        for (lon, lat) in probes {
            let opposite = if lon > 0 { lon - 1_800_000_000 } else { lon + 1_800_000_000 };
            prop_assert_eq!(at_home.locate(at(lon, lat)).len(), away.locate(at(opposite, lat)).len(), "at {},{}", lon, lat);
        }
    }

    #[test]
    fn in_a_layer_without_gaps_every_point_has_one_owner(layer in any_layer()) {
        let index = AreaIndex::build(layer.areas.iter().enumerate().map(|(key, shape)| (Level::Grid, key, shape)));
        for position in layer.inner_points() {
            prop_assert_eq!(index.locate(position).len(), 1, "at {}", position);
        }
    }
}

/// A layer of cells between shared, shaken nodes; each border has a shared, shaken point in its middle.
#[derive(Debug, Clone)]
struct Layer {
    size: usize,
    nodes: Vec<Vec<(i32, i32)>>,
    areas: Vec<Shape>,
}

impl Layer {
    /// Nodes lie at even places of `nodes`, middles of borders where one place is odd.
    fn new(size: usize, origin: (i32, i32), step: i32, shakes: &[(i32, i32)]) -> Self {
        let side = 2 * size + 1;
        let node = |i: usize, j: usize| {
            let (dx, dy) = shakes[(i * side + j) % shakes.len()];
            (origin.0 + i as i32 * step + dx * step / 250, origin.1 + j as i32 * step + dy * step / 250)
        };
        let nodes: Vec<Vec<(i32, i32)>> =
            (0..side).map(|i| (0..side).map(|j| node(i, j)).collect()).collect();
        let areas = (0..size * size).map(|cell| {
            let (i, j) = (2 * (cell / size), 2 * (cell % size));
            let around = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)];
            shape(&[around.iter().map(|(di, dj)| nodes[i + di][j + dj]).collect()])
        });
        Self { size, areas: areas.collect(), nodes }
    }

    /// All nodes and border points inside the layer, points exactly on borders between them, and points in the cells.
    fn inner_points(&self) -> Vec<Position> {
        let inner = 1..2 * self.size;
        let mut points = Vec::new();
        for (i, j) in inner.clone().flat_map(|i| inner.clone().map(move |j| (i, j))) {
            let ((x, y), (east, north)) = (self.nodes[i][j], (self.nodes[i + 1][j], self.nodes[i][j + 1]));
            points.push(at(x, y));
            points.push(at(i32::midpoint(x, east.0), i32::midpoint(y, east.1)));
            points.push(at(i32::midpoint(x, north.0), i32::midpoint(y, north.1)));
        }
        points.retain(|position| {
            let (low, high) = (self.nodes[0][0], self.nodes[2 * self.size][2 * self.size]);
            let margin = (high.0 - low.0) / (2 * self.size as i32);
            (low.0 + margin..high.0 - margin).contains(&position.lon_e7())
                && (low.1 + margin..high.1 - margin).contains(&position.lat_e7())
        });
        points
    }
}

fn any_layer() -> impl Strategy<Value = Layer> {
    let origins = prop_oneof![
        Just((1_140_000_000, 300_000_000)),
        Just((-5, -5)),
        Just((-1_800_000_000, -900_000_000)),
        (-1_700_000_000i32..1_700_000_000, -800_000_000i32..800_000_000),
    ];
    let steps = prop_oneof![Just(10), Just(1000), Just(123_457), Just(3_000_000)];
    (2usize..9, origins, steps, prop::collection::vec((0i32..100, 0i32..100), 37))
        .prop_map(|(size, origin, step, shakes)| Layer::new(size, origin, step, &shakes))
}

#[test]
fn a_corner_of_four_belongs_to_the_north_eastern_one() {
    let cell = |x: i32, y: i32| shape(&[vec![(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)]]);
    let cells = [("SW", cell(0, 0)), ("SE", cell(10, 0)), ("NW", cell(0, 10)), ("NE", cell(10, 10))];
    let index = AreaIndex::build(cells.iter().map(|(key, shape)| (Level::Grid, *key, shape)));
    let owner = |x, y| index.locate(at(x, y)).at(Level::Grid).copied();
    let cases = [
        ((10, 10), Some("NE")),
        ((10, 5), Some("SE")),
        ((5, 10), Some("NW")),
        ((0, 0), Some("SW")),
        ((0, 10), Some("NW")),
        ((20, 10), None),
        ((10, 20), None),
        ((20, 20), None),
        ((0, 20), None),
        ((20, 0), None),
        ((10, 0), Some("SE")),
        ((-1, 5), None),
    ];
    for ((x, y), expected) in cases {
        assert_eq!(owner(x, y), expected, "at {x},{y}");
    }
}

#[test]
fn holes_are_outside_and_what_lies_in_them_is_its_own() {
    let degrees = |w: f64, s: f64, e: f64, n: f64| vec![[w, s], [e, s], [e, n], [w, n]];
    let around =
        Shape::from_degrees(&[vec![degrees(114.0, 30.0, 114.9, 30.9), degrees(114.3, 30.3, 114.6, 30.6)]])
            .unwrap();
    let enclave = Shape::from_degrees(&[vec![degrees(114.3, 30.3, 114.6, 30.6)]]).unwrap();
    let index =
        AreaIndex::build([(Level::Community, "around", &around), (Level::Community, "enclave", &enclave)]);
    let owners = |lon, lat| {
        index.locate(Position::new(lon, lat).unwrap()).iter().map(|(_, key)| **key).collect::<Vec<_>>()
    };
    assert_eq!(owners(114.1, 30.45), ["around"]);
    assert_eq!(owners(114.45, 30.45), ["enclave"]);
    assert_eq!(owners(114.3, 30.45), ["enclave"], "the western border of the hole");
    assert_eq!(owners(114.6, 30.45), ["around"], "the eastern border of the hole");
    assert_eq!(owners(114.3, 30.3), ["enclave"]);
    assert_eq!(owners(114.6, 30.6), ["around"]);
    assert!(owners(115.0, 30.5).is_empty());
}

#[test]
fn both_sides_of_the_antimeridian_belong_together() {
    let box_of = |w: f64, e: f64| {
        Shape::from_degrees(&[vec![vec![[w, -20.0], [e, -20.0], [e, -10.0], [w, -10.0]]]]).unwrap()
    };
    let (west, across, east) = (box_of(170.0, 175.0), box_of(175.0, 185.0), box_of(185.0, 190.0));
    let index = AreaIndex::build([
        (Level::District, "west", &west),
        (Level::District, "across", &across),
        (Level::District, "east", &east),
    ]);
    for (lon, owner) in [
        (174.9, "west"),
        (175.0, "across"),
        (180.0, "across"),
        (-180.0, "across"),
        (-175.1, "across"),
        (-175.0, "east"),
    ] {
        let hits = index.locate(Position::new(lon, -15.0).unwrap());
        assert_eq!(hits.iter().map(|(_, key)| **key).collect::<Vec<_>>(), [owner], "at {lon}");
    }
}

#[test]
fn the_poles_and_the_edge_of_the_world_have_one_owner() {
    let quarter = |w: f64, s: f64| {
        Shape::from_degrees(&[vec![vec![[w, s], [w + 180.0, s], [w + 180.0, s + 90.0], [w, s + 90.0]]]])
            .unwrap()
    };
    let world = [quarter(-180.0, -90.0), quarter(0.0, -90.0), quarter(-180.0, 0.0), quarter(0.0, 0.0)];
    let index = AreaIndex::build(world.iter().enumerate().map(|(key, shape)| (Level::District, key, shape)));
    for (lon, lat) in [
        (0.0, 0.0),
        (180.0, 90.0),
        (-180.0, -90.0),
        (180.0, 0.0),
        (-180.0, 90.0),
        (12.0, 90.0),
        (180.0, -90.0),
    ] {
        assert_eq!(index.locate(Position::new(lon, lat).unwrap()).len(), 1, "at {lon},{lat}");
    }
}

#[test]
fn hits_name_their_level_and_the_finest() {
    let square = |side: i32| shape(&[vec![(0, 0), (side, 0), (side, side), (0, side)]]);
    let (district, community, grid) = (square(100), square(50), square(20));
    let index = AreaIndex::build([
        (Level::Grid, "g", &grid),
        (Level::District, "d", &district),
        (Level::Community, "c", &community),
    ]);
    let hits = index.locate(at(10, 10));
    assert_eq!(
        hits.iter().map(|(level, _)| *level).collect::<Vec<_>>(),
        [Level::District, Level::Community, Level::Grid]
    );
    assert_eq!((hits.finest(), hits.at(Level::Township)), (Some((Level::Grid, &"g")), None));
    assert_eq!(
        index
            .locate_batch(&[at(10, 10), at(30, 30), at(70, 70), at(200, 0)])
            .iter()
            .map(|hits| hits.len())
            .collect::<Vec<_>>(),
        [3, 2, 1, 0]
    );
    assert!(AreaIndex::<u32>::default().locate(at(0, 0)).is_empty());
}

#[test]
fn windows_find_the_areas_a_tile_needs() {
    let cell = |x: i32| shape(&[vec![(x, 0), (x + 10, 0), (x + 10, 10), (x, 10)]]);
    let cells: Vec<Shape> = (0..50).map(|x| cell(x * 10)).collect();
    let index = AreaIndex::build(cells.iter().enumerate().map(|(key, shape)| (Level::Grid, key, shape)));
    let window = geo_core::Bounds::new(at(95, 3), at(120, 4)).unwrap();
    assert_eq!(index.in_window(window).into_iter().map(|(_, key)| *key).collect::<Vec<_>>(), [9, 10, 11, 12]);
}

/// Long thin teeth meet every row of a fine grid: an index that gave each a copy in every cell would take gigabytes.
#[test]
fn a_comb_of_long_teeth_is_indexed_in_little_memory_and_read_right() {
    const TEETH: i32 = 30_000;
    let mut comb: Vec<(i32, i32)> = vec![(-10, -1_000_000)];
    comb.extend((0..TEETH).flat_map(|tooth| [(10 * tooth, 0), (10 * tooth + 5, 10_000_000)]));
    comb.extend([(10 * TEETH, 0), (10 * TEETH, -1_000_000)]);
    let comb = shape(&[comb]);
    let started = std::time::Instant::now();
    let index = AreaIndex::build([(Level::Grid, (), &comb)]);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    for tooth in (0..TEETH).step_by(997) {
        let within = [5, 9].map(|along| !index.locate(at(10 * tooth + along, 9_000_000)).is_empty());
        assert_eq!(within, [true, false], "in tooth {tooth} and beside it");
        assert!(!index.locate(at(10 * tooth + 9, -5)).is_empty(), "below tooth {tooth}");
    }
}
