//! Outlines: what is accepted and how it comes out, and that every problem is found and named.

use geo_core::{DegreeRings, Shape, ShapeProblem};

fn rect(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
    vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
}

fn codes(parts: &[DegreeRings]) -> Vec<&'static str> {
    Shape::from_degrees(parts)
        .map_or_else(|error| error.problems.iter().map(ShapeProblem::code).collect(), |_| vec![])
}

fn degrees(ring: &[geo_core::Position]) -> Vec<(f64, f64)> {
    ring.iter().map(|position| (position.lon(), position.lat())).collect()
}

#[test]
fn rings_come_out_open_clean_and_in_order() {
    let mut clockwise = rect(114.0, 30.0, 115.0, 31.0);
    clockwise.insert(2, clockwise[2]);
    clockwise.reverse();
    let mut hole = rect(114.2, 30.2, 114.4, 30.4);
    hole.insert(1, [114.3, 30.200_000_01]);
    let shape = Shape::from_degrees(&[vec![clockwise, hole]]).unwrap();
    let part = &shape.polygons[0];
    assert_eq!(degrees(&part.outer), [(114.0, 30.0), (115.0, 30.0), (115.0, 31.0), (114.0, 31.0)]);
    assert_eq!(part.holes[0].len(), 5, "the point on the line stays, it is not a spike");
    let open: Vec<[f64; 2]> = rect(114.0, 30.0, 115.0, 31.0)[..4].to_vec();
    assert_eq!(Shape::from_degrees(&[vec![open]]).unwrap().polygons[0].outer, part.outer);
}

#[test]
fn every_problem_has_its_code() {
    let square = || rect(0.0, 0.0, 10.0, 10.0);
    let cases: Vec<(&str, Vec<DegreeRings>)> = vec![
        ("shape_empty", vec![]),
        ("part_empty", vec![vec![]]),
        ("ring_too_short", vec![vec![vec![]]]),
        ("ring_too_short", vec![vec![vec![[1.0, 1.0], [2.0, 2.0], [1.0, 1.0]]]]),
        ("ring_too_short", vec![vec![vec![[1.0, 1.0]; 9]]]),
        ("not_finite", vec![vec![vec![[f64::NAN, 1.0], [2.0, 2.0], [1.0, 2.0]]]]),
        ("off_the_earth", vec![vec![vec![[500.0, 1.0], [2.0, 2.0], [1.0, 2.0]]]]),
        (
            "looks_projected",
            vec![vec![vec![[534_000.0, 3_380_000.0], [535_000.0, 3_380_000.0], [535_000.0, 3_381_000.0]]]],
        ),
        ("latitude_first", vec![vec![vec![[30.0, 114.0], [30.1, 114.0], [30.1, 114.1]]]]),
        ("ring_has_no_area", vec![vec![vec![[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [2.0, 2.0]]]]),
        (
            "ring_has_a_spike",
            vec![vec![vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [4.0, 9.0], [4.0, 4.0], [0.0, 4.0]]]],
        ),
        ("ring_crosses_itself", vec![vec![vec![[0.0, 0.0], [4.0, 4.0], [4.0, 0.0], [0.0, 4.0]]]]),
        // A figure of eight whose waist is a point of the ring.
        (
            "ring_crosses_itself",
            vec![vec![vec![[0.0, 0.0], [2.0, 2.0], [4.0, 4.0], [4.0, 0.0], [2.0, 2.0], [0.0, 4.0]]]],
        ),
        // In through a keyhole and out again.
        (
            "ring_runs_along_itself",
            vec![vec![vec![
                [0.0, 0.0],
                [9.0, 0.0],
                [9.0, 9.0],
                [0.0, 9.0],
                [0.0, 5.0],
                [3.0, 5.0],
                [3.0, 6.0],
                [6.0, 6.0],
                [6.0, 3.0],
                [3.0, 3.0],
                [3.0, 5.0],
                [0.0, 5.0],
            ]]],
        ),
        ("rings_cross", vec![vec![square(), rect(5.0, 5.0, 15.0, 7.0)]]),
        ("rings_share_a_line", vec![vec![square(), rect(5.0, 5.0, 10.0, 7.0)]]),
        ("hole_outside", vec![vec![square(), rect(20.0, 5.0, 21.0, 7.0)]]),
        ("hole_outside", vec![vec![rect(5.0, 5.0, 6.0, 6.0), square()]]),
        ("holes_overlap", vec![vec![square(), rect(2.0, 2.0, 8.0, 8.0), rect(4.0, 4.0, 5.0, 5.0)]]),
        ("parts_overlap", vec![vec![square()], vec![rect(2.0, 2.0, 3.0, 3.0)]]),
        ("rings_cross", vec![vec![square()], vec![rect(5.0, 5.0, 15.0, 7.0)]]),
        ("ring_around_the_earth", vec![vec![vec![[0.0, 70.0], [120.0, 70.0], [-120.0, 70.0]]]]),
    ];
    for (code, parts) in cases {
        let found = codes(&parts);
        assert!(
            !found.is_empty() && found.iter().all(|each| *each == code),
            "{code}: {found:?} for {parts:?}"
        );
    }
}

#[test]
fn all_problems_are_found_not_only_the_first() {
    let bow = |west: f64| vec![vec![[west, 0.0], [west + 4.0, 4.0], [west + 4.0, 0.0], [west, 5.0]]];
    let parts = [bow(0.0), vec![vec![[1.0, 1.0], [f64::INFINITY, 2.0], [3.0, 95.0]]], bow(20.0)];
    assert_eq!(codes(&parts), ["ring_crosses_itself", "not_finite", "latitude_first", "ring_crosses_itself"]);
}

#[test]
fn a_crossing_names_both_segments_and_the_place() {
    let ring = vec![[0.0, 0.0], [0.0, 0.0], [4.0, 4.0], [4.0, 0.0], [0.0, 8.0]];
    let error = Shape::from_degrees(&[vec![ring]]).unwrap_err();
    let ShapeProblem::RingCrossesItself { first, second, at } = &error.problems[0] else { panic!("{error}") };
    assert_eq!((first.start, second.start), (1, 3), "numbers count the repeated point as the file does");
    assert_eq!((at.lon(), at.lat()), (2.666_666_7, 2.666_666_7));
    assert!(error.to_string().contains("crosses itself at 2.6666667,2.6666667"), "{error}");
}

#[test]
fn rings_may_touch_in_points() {
    let touching_hole = vec![[0.0, 5.0], [3.0, 4.0], [3.0, 6.0]];
    assert!(codes(&[vec![rect(0.0, 0.0, 10.0, 10.0), touching_hole]]).is_empty());
    let pinched = vec![[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [5.0, 0.0], [0.0, 10.0]];
    assert!(codes(&[vec![pinched]]).is_empty(), "the ring touches its own edge from inside");
    let islands = [vec![rect(0.0, 0.0, 1.0, 1.0)], vec![rect(1.0, 1.0, 2.0, 2.0)]];
    assert!(codes(&islands).is_empty());
    let island_in_lake =
        [vec![rect(0.0, 0.0, 9.0, 9.0), rect(3.0, 3.0, 6.0, 6.0)], vec![rect(4.0, 4.0, 5.0, 5.0)]];
    assert!(codes(&island_in_lake).is_empty());
}

#[test]
fn a_scribble_does_not_take_for_ever_and_is_not_listed_for_ever() {
    let scribble: Vec<[f64; 2]> = (0..100_000u32)
        .map(|step| {
            [
                f64::from(step.wrapping_mul(2_654_435_761) % 1000) / 10.0,
                f64::from(step.wrapping_mul(40_503) % 1000) / 20.0,
            ]
        })
        .collect();
    let error = Shape::from_degrees(&[vec![scribble]]).unwrap_err();
    assert!(error.more && error.problems.len() == geo_core::ShapeError::LISTED);
}

#[test]
fn a_hundred_thousand_points_are_checked_in_seconds() {
    let wave = |step: u32| {
        let angle = f64::from(step) / 100_000.0 * std::f64::consts::TAU;
        let radius = 1.0 + 0.2 * (angle * 700.0).sin();
        [114.0 + radius * angle.cos(), 30.0 + radius * angle.sin()]
    };
    assert!(codes(&[vec![(0..100_000).map(wave).collect()]]).is_empty());
}

/// The boxes of the parts as (west, east), in order.
fn spans(parts: &[DegreeRings]) -> Vec<(f64, f64)> {
    let shape = Shape::from_degrees(parts).unwrap();
    let mut spans: Vec<(f64, f64)> = shape
        .polygons
        .iter()
        .map(|part| {
            degrees(&part.outer)
                .iter()
                .fold((999.0, -999.0), |(w, e): (f64, f64), (lon, _)| (w.min(*lon), e.max(*lon)))
        })
        .collect();
    spans.sort_by(|a, b| a.partial_cmp(b).unwrap());
    spans
}

#[test]
fn rings_across_the_antimeridian_are_cut_there() {
    let halves = [(-180.0, -170.0), (170.0, 180.0)];
    let jumping = vec![[170.0, 10.0], [-170.0, 10.0], [-170.0, 20.0], [170.0, 20.0]];
    assert_eq!(spans(&[vec![jumping.clone()]]), halves);
    assert_eq!(spans(&[vec![rect(170.0, 10.0, 190.0, 20.0)]]), halves);
    let through_both_names = vec![
        [170.0, 10.0],
        [180.0, 10.0],
        [-180.0, 10.0],
        [-170.0, 10.0],
        [-170.0, 20.0],
        [-180.0, 20.0],
        [180.0, 20.0],
        [170.0, 20.0],
    ];
    assert_eq!(spans(&[vec![through_both_names]]), halves);
    assert_eq!(spans(&[vec![rect(190.0, 10.0, 200.0, 20.0)]]), [(-170.0, -160.0)]);
    assert_eq!(spans(&[vec![rect(180.0, 10.0, 200.0, 20.0)]]), [(-180.0, -160.0)]);
    assert_eq!(spans(&[vec![rect(170.0, 10.0, 180.0, 20.0)]]), [(170.0, 180.0)]);
    let written_with_both_names = vec![[170.0, 10.0], [-180.0, 10.0], [180.0, 20.0], [170.0, 20.0]];
    assert_eq!(spans(&[vec![written_with_both_names]]), [(170.0, 180.0)]);
}

#[test]
fn a_comb_and_a_hole_across_the_antimeridian_come_apart_cleanly() {
    // Three teeth from 175 to -175, joined in the east: three pieces west of the line, one east of it.
    let comb = vec![
        [175.0, 0.0],
        [190.0, 0.0],
        [190.0, 50.0],
        [175.0, 50.0],
        [175.0, 40.0],
        [185.0, 40.0],
        [185.0, 30.0],
        [175.0, 30.0],
        [175.0, 20.0],
        [185.0, 20.0],
        [185.0, 10.0],
        [175.0, 10.0],
    ];
    let west = (175.0, 180.0);
    assert_eq!(spans(&[vec![comb]]), [(-180.0, -170.0), west, west, west]);
    let (outer, hole) =
        (rect(170.0, 0.0, 190.0, 20.0), vec![[175.0, 5.0], [-175.0, 5.0], [-175.0, 9.0], [175.0, 9.0]]);
    let whole_hole = rect(-179.0, 11.0, -178.0, 12.0);
    let shape = Shape::from_degrees(&[vec![outer, hole, whole_hole]]).unwrap();
    let holes: Vec<usize> = shape.polygons.iter().map(|part| part.holes.len()).collect();
    assert_eq!(holes.iter().sum::<usize>(), 1, "the crossing hole became a notch of both halves");
    assert_eq!(shape.polygons.iter().map(|part| part.outer.len()).collect::<Vec<_>>(), [8, 8]);
}

#[test]
fn the_frame_of_the_world_and_antarctica_are_meant_as_drawn() {
    assert_eq!(spans(&[vec![rect(-180.0, -90.0, 180.0, 90.0)]]), [(-180.0, 180.0)]);
    let antarctica = vec![
        [-180.0, -90.0],
        [180.0, -90.0],
        [180.0, -80.0],
        [90.0, -70.0],
        [0.0, -70.0],
        [-90.0, -75.0],
        [-180.0, -80.0],
    ];
    assert_eq!(spans(&[vec![antarctica]]), [(-180.0, 180.0)]);
}

#[test]
fn parts_that_overlap_only_on_the_far_side_of_the_antimeridian_are_found() {
    let parts = [vec![rect(170.0, 0.0, 190.0, 10.0)], vec![rect(-175.0, 2.0, -172.0, 5.0)]];
    assert_eq!(codes(&parts), ["parts_overlap"]);
}
