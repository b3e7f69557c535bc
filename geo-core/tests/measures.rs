//! Lengths, directions and areas against geographiclib, and points that must be inside.

use geo_core::{
    AreaIndex, Bounds, DegreeRings, Level, Metres, Offset, Position, Shape, bearing, distance,
    local_projection,
};
use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

/// Distance in metres and azimuth at the start in degrees.
fn geodesic(from: Position, to: Position) -> (f64, f64) {
    let (length, azimuth, ..): (f64, f64, f64, f64) =
        Geodesic::wgs84().inverse(from.lat(), from.lon(), to.lat(), to.lon());
    (length, azimuth.rem_euclid(360.0))
}

fn star(lon: f64, lat: f64, reach: f64, spokes: &[f64]) -> Vec<[f64; 2]> {
    let turn = std::f64::consts::TAU / spokes.len() as f64;
    (0..)
        .zip(spokes)
        .map(|(step, spoke)| {
            let (sin, cos) = (f64::from(step) * turn).sin_cos();
            [lon + reach * spoke * cos, lat + reach * spoke * sin]
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn distances_are_those_of_the_geodesic(lon in -180.0..180.0f64, lat in -85.0..85.0f64, east in -4.0..4.0f64, north in -4.0..4.0f64) {
        let (from, to) = (at(lon, lat), at((lon + east + 540.0) % 360.0 - 180.0, lat + north));
        let (length, azimuth) = geodesic(from, to);
        prop_assert!((distance(from, to).0 - length).abs() <= 1e-5 * length + 1e-6, "{} {length}", distance(from, to).0);
        prop_assert_eq!(distance(from, to), distance(to, from));
        let off = (bearing(from, to).0 - azimuth + 540.0).rem_euclid(360.0) - 180.0;
        prop_assert!(!(1.0..=500_000.0).contains(&length) || off.abs() < 0.01, "{off} at {length}");
    }

    #[test]
    fn far_distances_keep_the_error_they_admit(a in (-180.0..180.0f64, -90.0..90.0f64), b in (-180.0..180.0f64, -90.0..90.0f64)) {
        let (from, to) = (at(a.0, a.1), at(b.0, b.1));
        let (length, _) = geodesic(from, to);
        let allowed = if length < 10_000_000.0 { 0.003 } else { 0.052 };
        prop_assert!((distance(from, to).0 - length).abs() <= allowed * length + 1e-6, "{} {length}", distance(from, to).0);
    }

    #[test]
    fn areas_are_those_of_the_ellipsoid(
        lon in -180.0..180.0f64, lat in -75.0..75.0f64, reach in 0.000_1..0.5f64, spokes in prop::collection::vec(0.3..1.0f64, 3..30),
    ) {
        let ring = star(lon, lat, reach, &spokes);
        prop_assume!(spokes.len() > 4);
        let ring: Vec<[f64; 2]> = ring.into_iter().map(|[lon, lat]| [(lon + 540.0) % 360.0 - 180.0, lat]).collect();
        let shape = Shape::from_degrees(&[vec![ring.clone()]]).unwrap();
        let earth = Geodesic::wgs84();
        let mut expected = PolygonArea::new(&earth, Winding::CounterClockwise);
        ring.iter().for_each(|[lon, lat]| expected.add_point(*lat, *lon));
        let (_, expected, _) = expected.compute(true);
        // Points are rounded to a centimetre, which small shapes feel.
        prop_assert!((shape.area().0 - expected).abs() <= 0.003 * expected + 5.0, "{} {expected}", shape.area().0);
        // Straight edges and geodesic ones part faster near the poles, with the tangent of the latitude.
        let near = (0.001..=0.05).contains(&reach) && lat.abs() <= 60.0;
        prop_assert!(!near || (shape.area().0 - expected).abs() <= 0.0002 * expected);
    }

    #[test]
    fn label_points_are_inside(
        lon in -180.0..180.0f64, lat in -80.0..80.0f64, reach in 0.000_01..0.5f64, spokes in prop::collection::vec(0.02..1.0f64, 5..40), hole in any::<bool>(),
    ) {
        let outer = star(lon, lat, reach, &spokes);
        let inner = star(lon, lat, reach * 0.5, &spokes);
        let parts: Vec<DegreeRings> = vec![if hole { vec![outer, inner] } else { vec![outer] }];
        let parts: Vec<DegreeRings> = parts.into_iter().map(|rings| rings.into_iter().map(|ring| {
            ring.into_iter().map(|[lon, lat]| [(lon + 540.0) % 360.0 - 180.0, lat]).collect()
        }).collect()).collect();
        let Ok(shape) = Shape::from_degrees(&parts) else { return Ok(()) };
        let index = AreaIndex::build([(Level::Grid, 0, &shape)]);
        let label = shape.label_point().unwrap();
        prop_assert_eq!(index.locate(label).len(), 1);
        prop_assert!(shape.bounds().unwrap().contains(label) && shape.bounds().unwrap().contains(shape.centroid().unwrap()));
    }

    #[test]
    fn local_maps_measure_well_nearby(lon in -180.0..180.0f64, lat in -60.0..60.0f64, east in -10_000.0..10_000.0f64, north in -10_000.0..10_000.0f64) {
        let map = local_projection(at(lon, lat));
        let place = map.position(Offset { east: Metres(east), north: Metres(north) });
        let length = geodesic(at(lon, lat), place).0;
        prop_assert!((east.hypot(north) - length).abs() <= 0.002 * length + 0.02, "{} {length}", east.hypot(north));
        let back = map.offset(place);
        prop_assert!((back.east.0 - east).abs() < 0.02 && (back.north.0 - north).abs() < 0.02);
    }
}

#[test]
fn the_label_of_a_horseshoe_is_in_its_thick_arm() {
    let horseshoe = vec![
        [0.0, 0.0],
        [10.0, 0.0],
        [10.0, 10.0],
        [9.0, 10.0],
        [9.0, 1.0],
        [4.0, 1.0],
        [4.0, 10.0],
        [0.0, 10.0],
    ];
    let shape = Shape::from_degrees(&[vec![horseshoe]]).unwrap();
    let label = shape.label_point().unwrap();
    assert!((1.8..2.3).contains(&label.lon()) && (1.5..8.5).contains(&label.lat()), "{label}");
    let comb: Vec<[f64; 2]> = (0..500)
        .flat_map(|tooth| {
            let x = f64::from(tooth) * 0.001;
            [[x, 1.0], [x + 0.0004, 1.0], [x + 0.0004, 0.000_001], [x + 0.001, 0.000_001]]
        })
        .chain([[0.5, 0.0], [0.0, 0.0]])
        .collect();
    let comb = Shape::from_degrees(&[vec![comb]]).unwrap();
    let index = AreaIndex::build([(Level::Grid, 0, &comb)]);
    assert_eq!(index.locate(comb.label_point().unwrap()).len(), 1);
}

#[test]
fn boxes_and_middles_across_the_antimeridian() {
    let shape =
        Shape::from_degrees(&[vec![vec![[178.0, -20.0], [-176.0, -20.0], [-176.0, -10.0], [178.0, -10.0]]]])
            .unwrap();
    let bounds = shape.bounds().unwrap();
    assert_eq!((bounds.south_west(), bounds.north_east()), (at(178.0, -20.0), at(-176.0, -10.0)));
    assert!(bounds.crosses_antimeridian());
    assert_eq!((bounds.centre(), shape.centroid().unwrap()), (at(-179.0, -15.0), at(-179.0, -15.0)));
    let around = Bounds::around([at(179.0, 1.0), at(-179.0, 0.0), at(-170.0, 0.5)]).unwrap();
    assert_eq!((around.south_west(), around.north_east()), (at(179.0, 0.0), at(-170.0, 1.0)));
    assert!(bounds.meets(&Bounds::new(at(-177.0, -30.0), at(0.0, 30.0)).unwrap()));
    assert!(!bounds.meets(&Bounds::new(at(0.0, -30.0), at(177.0, 30.0)).unwrap()));
    assert_eq!(Bounds::around([]), None);
    assert!(Bounds::new(at(0.0, 1.0), at(1.0, 0.0)).is_err());
}

#[test]
fn an_empty_shape_has_no_middle() {
    let shape = Shape::default();
    assert_eq!(
        (shape.area().0, shape.bounds(), shape.centroid(), shape.label_point()),
        (0.0, None, None, None)
    );
}
