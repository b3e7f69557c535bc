//! The survey against a count by hand: every unit square of a small map, or points far from every border.

#[path = "territory_common/cases.rs"]
mod cases;

use cases::cases;
use geo_core::planar::{PlanarMap, Survey, Tolerance};
use geo_core::{Polygon, Position, Ring, Shape};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Corner = (i32, i32);

fn ring(corners: &[Corner]) -> Ring {
    corners.iter().map(|(x, y)| Position::from_e7(*x, *y).unwrap()).collect()
}

/// A rectangle from its south-west to its north-east corner.
fn rectangle((west, south): Corner, (east, north): Corner) -> [Corner; 4] {
    [(west, south), (east, south), (east, north), (west, north)]
}

fn shape(outer: &[Corner], holes: &[&[Corner]]) -> Shape {
    let reversed = |hole: &&[Corner]| ring(&hole.iter().rev().copied().collect::<Vec<_>>());
    Shape { polygons: vec![Polygon { outer: ring(outer), holes: holes.iter().map(reversed).collect() }] }
}

fn map(shapes: &[Shape], tolerance: Tolerance) -> PlanarMap {
    PlanarMap::build((0..).zip(shapes), tolerance).unwrap()
}

fn survey(shapes: &[Shape]) -> Survey {
    map(shapes, Tolerance::NONE).survey()
}

/// Whether a ring goes around a point given in half units, by the turns of the way east.
fn around(ring: &Ring, (x, y): (i64, i64)) -> bool {
    let doubled = |place: &Position| (2 * i64::from(place.lon_e7()), 2 * i64::from(place.lat_e7()));
    let crossings = ring.iter().zip(ring.iter().cycle().skip(1)).filter(|(a, b)| {
        let ((ax, ay), (bx, by)) = (doubled(a), doubled(b));
        let right_of = i128::from(x - ax) * i128::from(by - ay) < i128::from(bx - ax) * i128::from(y - ay);
        (ay > y) != (by > y) && right_of == (by > ay)
    });
    crossings.count() % 2 == 1
}

fn inside(shape: &Shape, at: (i64, i64)) -> bool {
    let rings = shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
    rings.filter(|ring| around(ring, at)).count() % 2 == 1
}

/// Twice the signed area of a part in square units.
fn doubled(part: &Polygon) -> i64 {
    let rings = std::iter::once(&part.outer).chain(&part.holes);
    let products = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).map(|(a, b)| {
        i64::from(a.lon_e7()) * i64::from(b.lat_e7()) - i64::from(a.lat_e7()) * i64::from(b.lon_e7())
    });
    products.sum()
}

const FAR: Corner = (2_000_000, 2_000_000);

#[test]
fn neighbours_that_fit_have_no_faults() {
    let areas = [
        shape(&rectangle((0, 0), (1_000_000, 1_000_000)), &[]),
        shape(&rectangle((1_000_000, 0), FAR), &[]),
        shape(&rectangle((0, 1_000_000), (1_000_000, 2_000_000)), &[]),
    ];
    let map = map(&areas, Tolerance::NONE);
    assert_eq!(map.survey(), Survey::default());
    assert!(map.is_sound());
    assert_eq!(map.faces().count(), 3);
}

#[test]
fn ground_claimed_three_times_stands_for_each_pair() {
    let areas =
        [0, 100_000, 200_000].map(|west| shape(&rectangle((west, 0), (west + 300_000, 100_000)), &[]));
    let survey = survey(&areas);
    let found: Vec<_> = survey.overlaps.iter().map(|overlap| (overlap.areas, overlap.faces.len())).collect();
    assert_eq!(found, [([0, 1], 2), ([1, 2], 2), ([0, 2], 1)]);
    assert!((survey.overlaps[0].size.0 - 2.0 * survey.overlaps[2].size.0).abs() < 1e-6);
}

#[test]
fn a_gap_knows_its_neighbours_and_an_island_in_it_is_no_gap() {
    let hole = rectangle((100_000, 100_000), (900_000, 900_000));
    let areas = [
        shape(&rectangle((0, 0), (1_000_000, 1_000_000)), &[&hole]),
        shape(&rectangle((400_000, 400_000), (600_000, 600_000)), &[]),
    ];
    let map = map(&areas, Tolerance::default());
    let survey = map.survey();
    assert_eq!(survey.gaps.len(), 1);
    assert_eq!(survey.gaps[0].around, [0, 1]);
    let outline = map.outline(&[survey.gaps[0].face]);
    assert_eq!(outline.polygons[0].holes.len(), 1);
    assert!((outline.area().0 - survey.gaps[0].size.0).abs() < 1e-9);
    let place = survey.gaps[0].place;
    assert!(inside(&outline, (2 * i64::from(place.lon_e7()), 2 * i64::from(place.lat_e7()))));
}

#[test]
fn a_point_on_the_neighbours_line_leaves_no_sliver() {
    // A border of 11 km; the point in its middle was rounded half a unit off it.
    let west = shape(&[(0, 0), (1_000_000, 1), (1_000_000, 1_000_000), (0, 1_000_000)], &[]);
    let with_point =
        shape(&[(0, 0), (0, -1_000_000), (1_000_000, -1_000_000), (1_000_000, 1), (500_000, 1)], &[]);
    let areas = [west, with_point];
    let strict = survey(&areas);
    assert_eq!(strict.overlaps.len(), 1);
    assert!(strict.overlaps[0].size.0 > 30.0, "{}", strict.overlaps[0].size);
    assert_eq!(map(&areas, Tolerance::default()).survey(), Survey::default());
}

#[test]
fn the_same_areas_in_any_order_give_the_same_survey() {
    let areas: Vec<Shape> = (0..40)
        .map(|n| {
            let (x, y) = (n * 7919 % 101 * 1000, n * 104_729 % 97 * 1000);
            shape(&[(x, y), (x + 30_001, y + 5_003), (x + 12_007, y + 40_009)], &[])
        })
        .collect();
    let forward = map(&areas, Tolerance::default()).survey();
    let backward: Vec<_> = (0..).zip(&areas).collect::<Vec<_>>().into_iter().rev().collect();
    assert_eq!(PlanarMap::build(backward, Tolerance::default()).unwrap().survey(), forward);
    assert!(!forward.overlaps.is_empty());
}

fn any_rectangle() -> impl Strategy<Value = Shape> {
    let side = || (0_i32..14, 1_i32..7);
    (side(), side(), any::<bool>()).prop_map(|((west, width), (south, height), holed)| {
        let (east, north) = (west + width, south + height);
        let hole = rectangle((west + 1, south + 1), (east - 1, north - 1));
        let holes: &[&[Corner]] = if holed && width > 2 && height > 2 { &[&hole] } else { &[] };
        shape(&rectangle((west, south), (east, north)), holes)
    })
}

fn any_triangle() -> impl Strategy<Value = Shape> {
    let corner = || (0_i32..40, 0_i32..40).prop_map(|(x, y)| (x * 1000, y * 1000));
    let left = |[a, b, c]: [Corner; 3]| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let corners =
        [corner(), corner(), corner()].prop_filter("has ground", move |corners| left(*corners) != 0);
    corners.prop_map(move |[a, b, c]| shape(&if left([a, b, c]) > 0 { [a, b, c] } else { [a, c, b] }, &[]))
}

proptest! {
    #![proptest_config(cases(400))]

    /// On whole units nothing is rounded: the faces of each set of areas are as large as its unit squares are many.
    #[test]
    fn rectangles_cover_what_their_unit_squares_say(areas in prop::collection::vec(any_rectangle(), 1..12)) {
        let map = map(&areas, Tolerance::NONE);
        prop_assert!(map.is_sound());
        let mut expected: BTreeMap<Vec<u32>, i64> = BTreeMap::new();
        for (x, y) in (0..21_i64).flat_map(|x| (0..21_i64).map(move |y| (2 * x + 1, 2 * y + 1))) {
            let holding: Vec<u32> = (0..).zip(&areas).filter(|(_, area)| inside(area, (x, y))).map(|(key, _)| key).collect();
            *expected.entry(holding).or_default() += 2;
        }
        let mut found: BTreeMap<Vec<u32>, i64> = BTreeMap::new();
        for face in map.faces() {
            *found.entry(face.covered_by().to_vec()).or_default() += doubled(&face.outline());
        }
        // Of the ground that nobody covers only the bounded part is a face.
        let outside = expected.remove(&vec![]).unwrap_or(0);
        prop_assert!(found.remove(&vec![]).unwrap_or(0) <= outside);
        prop_assert_eq!(&found, &expected);
        let pairs: BTreeSet<[u32; 2]> = expected.keys()
            .flat_map(|set| set.iter().flat_map(|one| set.iter().filter(move |two| *one < **two).map(|two| [*one, *two])))
            .collect();
        prop_assert_eq!(map.survey().overlaps.iter().map(|overlap| overlap.areas).collect::<BTreeSet<_>>(), pairs);
    }

    /// Points further from every border than anything moves lie in a face of just their areas.
    #[test]
    fn triangles_cover_what_they_hold(
        areas in prop::collection::vec(any_triangle(), 1..8),
        units in 0_u32..4,
        probes in prop::collection::vec((0_i64..40_000, 0_i64..40_000), 60),
    ) {
        let map = map(&areas, Tolerance::from_units(units).unwrap());
        prop_assert!(map.is_sound());
        let outlines: Vec<_> = map.faces().map(|face| (face.covered_by(), Shape { polygons: vec![face.outline()] })).collect();
        let away = 2 * (i64::from(units) + 1);
        for (x, y) in probes {
            let at = (2 * x + 1, 2 * y + 1);
            let holding = |at| (0_u32..).zip(&areas).filter(|(_, area)| inside(area, at)).map(|(key, _)| key).collect::<Vec<_>>();
            let expected = holding(at);
            // Borders are straight: if the corners of a box around the point agree and none cuts it, all of it does.
            let corners = [(-away, -away), (away, -away), (-away, away), (away, away)];
            if corners.iter().any(|(dx, dy)| holding((at.0 + dx, at.1 + dy)) != expected) {
                continue;
            }
            let faces: Vec<_> = outlines.iter().filter(|(_, outline)| inside(outline, at)).collect();
            prop_assert!(faces.len() <= 1);
            // A corner of a triangle may lie within the box: then the corners agree and the point need not.
            let near_a_corner = areas.iter().flat_map(|area| &area.polygons[0].outer).any(|corner| {
                (2 * i64::from(corner.lon_e7()) - at.0).abs() <= 4 * away && (2 * i64::from(corner.lat_e7()) - at.1).abs() <= 4 * away
            });
            if !near_a_corner {
                prop_assert_eq!(faces.first().map_or(&[][..], |(covered, _)| covered), &expected[..]);
            }
        }
    }
}

/// A comb with as many teeth, its back along the bottom or, when turned, along the west.
fn comb(teeth: i32, turned: bool) -> Shape {
    let length = 100 * teeth;
    let tooth = |at: i32| [(at, 10), (at, length), (at + 40, length), (at + 40, 10)];
    let mut corners = vec![(0, 0)];
    corners.extend((0..teeth).flat_map(|number| tooth(100 * number + 20)));
    corners.push((length + 100, 0));
    if turned {
        corners = corners.into_iter().map(|(x, y)| (y, x)).rev().collect();
    }
    shape(&corners, &[])
}

#[test]
fn outlines_that_cross_without_end_are_refused_before_they_fill_the_memory() {
    let build = |shapes: &[Shape]| PlanarMap::build((0..).zip(shapes), Tolerance::default());
    let small = build(&[comb(20, false), comb(20, true)]).unwrap();
    assert!(small.counts().nodes > 4 * 20 * 20);
    for teeth in [600, 5000] {
        let refused = build(&[comb(teeth, false), comb(teeth, true)]).unwrap_err();
        assert_eq!((refused.code(), refused.most), ("too_tangled", 250_000));
    }
    // A thousand areas on the same ground make half a million pairs, three thousand more than anybody wants to read.
    let same = |many: usize| vec![shape(&rectangle((0, 0), (1_000_000, 1_000_000)), &[]); many];
    assert!(build(&same(1000)).is_ok());
    assert!(build(&same(3000)).is_err());
    // Bundles of the same outlines: each of the one crosses each of the other wherever they meet.
    let bundles = |many: usize| {
        let combs = [comb(20, false), comb(20, true)].map(|mut comb| {
            comb.polygons[0].outer.reverse();
            comb
        });
        combs.into_iter().flat_map(|comb| vec![comb; many]).collect::<Vec<_>>()
    };
    let few = build(&bundles(4)).unwrap().survey().crossings.len();
    assert_eq!(few, 16 * build(&bundles(1)).unwrap().survey().crossings.len());
    assert!(few > 16 * 20 * 20);
    assert_eq!(build(&bundles(50)).err().map(|error| error.code()), Some("too_tangled"));
    // Many are not tangled: thirty thousand in one row.
    let row: Vec<Shape> =
        (0..30_000).map(|n| shape(&rectangle((n * 100, 0), (n * 100 + 50, 50)), &[])).collect();
    assert_eq!(build(&row).unwrap().counts().components, 30_000);
}
