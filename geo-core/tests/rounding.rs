//! What is sound as drawn stays sound when its points are rounded to 1e-7 degree, and keeps its ground.

use geo_core::{Shape, ShapeProblem};
use proptest::prelude::*;

/// Units of 1e-7 degree as degrees, around a place in Wuhan.
fn unit(x: f64, y: f64) -> [f64; 2] {
    [114.3 + x * 1e-7, 30.6 + y * 1e-7]
}

fn ring(points: &[(f64, f64)]) -> Vec<[f64; 2]> {
    points.iter().map(|(x, y)| unit(*x, *y)).collect()
}

/// The area in square units, parts added and holes taken off; fails unless the shape is stored as it would be read.
fn ground(shape: &Shape) -> i64 {
    let twice = |ring: &[geo_core::Position]| {
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        pairs
            .map(|(a, b)| {
                i64::from(a.lon_e7() - ring[0].lon_e7()) * i64::from(b.lat_e7() - ring[0].lat_e7())
                    - i64::from(b.lon_e7() - ring[0].lon_e7()) * i64::from(a.lat_e7() - ring[0].lat_e7())
            })
            .sum::<i64>()
    };
    let rings = |part: &geo_core::Polygon| -> Vec<Vec<geo_core::Position>> {
        std::iter::once(&part.outer).chain(&part.holes).cloned().collect()
    };
    let degrees: Vec<Vec<Vec<[f64; 2]>>> = shape
        .polygons
        .iter()
        .map(|part| {
            rings(part).iter().map(|ring| ring.iter().map(|at| [at.lon(), at.lat()]).collect()).collect()
        })
        .collect();
    let again = Shape::from_degrees(&degrees).expect("what is stored is sound");
    assert_eq!(again.polygons.len(), shape.polygons.len());
    shape.polygons.iter().flat_map(rings).map(|ring| twice(&ring)).sum::<i64>() / 2
}

#[test]
fn a_spike_thinner_than_a_centimetre_is_the_work_of_rounding_and_goes() {
    // As in real precincts: forty feet out and back, a ten-thousandth of a foot wide.
    let drawn = ring(&[
        (0.0, 0.0),
        (3000.0, 0.0),
        (3000.0, 1000.0),
        (9000.0, 1000.2),
        (3000.0, 1000.4),
        (3000.0, 4000.0),
        (0.0, 4000.0),
    ]);
    let shape = Shape::from_degrees(&[vec![drawn]]).unwrap();
    assert_eq!((shape.polygons.len(), ground(&shape)), (1, 3000 * 4000));
    assert!(shape.polygons[0].outer.iter().all(|at| at.lon() < 114.3005));
}

#[test]
fn a_spike_that_was_drawn_as_one_is_still_named() {
    let drawn = ring(&[
        (0.0, 0.0),
        (3000.0, 0.0),
        (3000.0, 1000.0),
        (9000.0, 1000.0),
        (3000.0, 1000.0),
        (3000.0, 4000.0),
        (0.0, 4000.0),
    ]);
    let error = Shape::from_degrees(&[vec![drawn]]).unwrap_err();
    assert!(matches!(error.problems[0], ShapeProblem::Spike { point: 3, .. }), "{error}");
}

#[test]
fn faults_of_figures_that_are_not_rounded_were_drawn() {
    // Out and back on a slanting line. In the last digits of doubles it is none: whether there seems to be room between
    // the two ways is chance.
    for step in 1..40 {
        let at = |x: u32, y: u32| [f64::from(1000 * step * x) / 1e7, f64::from(1000 * step * y) / 1e7];
        let drawn = vec![at(4, 1), at(1, 4), at(4, 0), at(3, 2), at(2, 3)];
        assert!(Shape::from_degrees(&[vec![drawn]]).is_err(), "{step}");
    }
}

#[test]
fn the_plane_of_the_file_says_what_was_drawn() {
    // In feet the line goes out and back on itself; converted to degrees it seems to leave a hair of room.
    let feet = vec![vec![vec![
        [0.0, 0.0],
        [900.0, 0.0],
        [900.0, 300.0],
        [2700.0, 300.0],
        [900.0, 300.0],
        [900.0, 900.0],
        [0.0, 900.0],
    ]]];
    let degrees = vec![vec![ring(&[
        (0.0, 0.0),
        (27000.0, 0.0),
        (27000.0, 9000.0),
        (81000.0, 9000.1),
        (27000.0, 9000.2),
        (27000.0, 27000.0),
        (0.0, 27000.0),
    ])]];
    assert!(Shape::from_degrees(&degrees).is_ok());
    assert_eq!(Shape::from_drawn(&degrees, &feet).unwrap_err().code(), "ring_has_a_spike");
}

#[test]
fn a_hair_near_zero_is_seen_in_a_large_shape() {
    // Doubles near zero tell a billionth of a millimetre apart: the hole lies that near to the western border of a
    // shape of a hundred kilometres, and is one all the same.
    let side = 131_072.0;
    let around = |west: f64| vec![[west, 500.0], [west, 900.0], [side / 4.0, 900.0], [side / 4.0, 500.0]];
    let drawn =
        |west: f64| vec![vec![vec![[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]], around(west)]];
    let degrees = |west: f64| -> Vec<_> {
        let place = |[x, y]: [f64; 2]| [114.3 + x * 1e-5, 30.6 + y * 1e-6];
        let ring = |ring: Vec<[f64; 2]>| ring.into_iter().map(place).collect();
        drawn(west).into_iter().map(|rings| rings.into_iter().map(ring).collect()).collect()
    };
    // On the grid the hole opens to the west and becomes a bay.
    let shape = Shape::from_drawn(&degrees(1e-12), &drawn(1e-12)).unwrap();
    assert_eq!((shape.polygons.len(), shape.polygons[0].holes.len()), (1, 0));
    assert!(Shape::from_drawn(&degrees(0.0), &drawn(0.0)).is_err(), "drawn on the border");
}

#[test]
fn a_neck_that_closes_leaves_two_parts_and_holes_that_are_nothing_go() {
    let hour_glass =
        ring(&[(0.0, 0.0), (1000.0, 0.0), (500.2, 500.0), (1000.0, 1000.0), (0.0, 1000.0), (499.9, 500.0)]);
    let shape = Shape::from_degrees(&[vec![hour_glass]]).unwrap();
    assert_eq!(ground(&shape), 500_000);
    let corridor = ring(&[
        (0.0, 0.0),
        (900.0, 0.0),
        (900.0, 400.1),
        (2000.0, 400.1),
        (2000.0, 0.0),
        (2900.0, 0.0),
        (2900.0, 900.0),
        (2000.0, 900.0),
        (2000.0, 400.4),
        (900.0, 400.4),
        (900.0, 900.0),
        (0.0, 900.0),
    ]);
    let speck = ring(&[(100.0, 100.0), (100.3, 100.0), (100.3, 100.3)]);
    let sliver = ring(&[(200.0, 200.0), (700.0, 200.1), (700.0, 200.3)]);
    let shape = Shape::from_degrees(&[vec![corridor, speck, sliver]]).unwrap();
    assert_eq!((shape.polygons.len(), ground(&shape)), (2, 2 * 900 * 900));
    assert!(shape.polygons.iter().all(|part| part.holes.is_empty()));
}

#[test]
fn parts_a_hair_apart_become_one_and_real_overlaps_are_named() {
    let part = |west: f64, east: f64| vec![ring(&[(west, 0.0), (east, 0.0), (east, 1000.0), (west, 1000.0)])];
    let shape = Shape::from_degrees(&[part(0.0, 1000.1), part(1000.3, 2000.0)]).unwrap();
    assert_eq!((shape.polygons.len(), ground(&shape)), (1, 2000 * 1000));
    assert!(
        Shape::from_degrees(&[part(0.0, 1000.3), part(1000.1, 2000.0)]).is_err(),
        "they overlap as drawn"
    );
    assert!(Shape::from_degrees(&[part(0.0, 0.3)]).is_err(), "nothing would be left");
}

/// A ring around the origin with one point in each direction: it never crosses itself.
fn star(reach: f64) -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.0..1.0_f64, 0.02..1.0_f64), 5..60).prop_map(move |points| {
        let step = std::f64::consts::TAU / points.len() as f64;
        let place = |(number, (along, out)): (usize, &(f64, f64))| {
            let (sin, cos) = ((number as f64 + 0.9 * along) * step).sin_cos();
            (reach * out * cos, reach * out * sin)
        };
        points.iter().enumerate().map(place).collect()
    })
}

fn area(points: &[(f64, f64)]) -> f64 {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}

fn length(points: &[(f64, f64)]) -> f64 {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| (a.0 - b.0).abs() + (a.1 - b.1).abs()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn small_stars_are_never_blamed_for_what_rounding_does(outer in prop_oneof![star(4.0), star(12.0), star(60.0), star(3000.0)], shrink in 0.1..0.95_f64) {
        let hole: Vec<(f64, f64)> = outer.iter().map(|(x, y)| (x * shrink, y * shrink)).collect();
        let (expected, border) = (area(&outer) - area(&hole), length(&outer) + length(&hole));
        match Shape::from_degrees(&[vec![ring(&outer), ring(&hole)]]) {
            Ok(shape) => prop_assert!((ground(&shape) as f64 - expected).abs() <= border, "{} for {}", ground(&shape), expected),
            Err(error) => prop_assert!(expected <= border, "{error}"),
        }
    }
}
