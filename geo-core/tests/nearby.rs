//! Nearest, within and in a box: against looking at every point, everywhere on the earth.

use geo_core::{Bounds, Metres, MovingIndex, PointIndex, Position, distance};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

/// A city, the antimeridian, a pole, or anywhere; coarse, so that places repeat and distances tie.
fn any_places(most: usize) -> impl Strategy<Value = (Vec<Position>, Vec<Position>)> {
    let regions = prop_oneof![
        Just((114.3, 30.6, 0.05)),
        Just((180.0, -17.0, 0.4)),
        Just((20.0, 89.95, 0.05)),
        Just((0.0, 0.0, 90.0)),
    ];
    regions.prop_flat_map(move |(lon, lat, reach)| {
        let place = (-20i32..=20, -20i32..=20).prop_map(move |(x, y)| {
            let wide = if lat > 89.0 { f64::from(x) * 9.0 } else { f64::from(x) * reach / 20.0 };
            let lon: f64 = lon + wide * if reach > 1.0 { 2.0 } else { 1.0 };
            at(
                (lon + 540.0).rem_euclid(360.0) - 180.0,
                (lat + f64::from(y) * reach / 20.0).clamp(-90.0, 90.0),
            )
        });
        (prop::collection::vec(place.clone(), 0..most), prop::collection::vec(place, 1..6))
    })
}

fn by_hand(places: &[(u32, Position)], from: Position) -> Vec<(u32, Metres)> {
    let mut all: Vec<(u32, Metres)> =
        places.iter().map(|(key, place)| (*key, distance(from, *place))).collect();
    all.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
    all
}

/// Whether two answers agree: the same distances, each right for its key, and keys of one place in order. Places whose
/// distances differ by less than the rounding may stand in either order.
fn agree(
    places: &[(u32, Position)],
    from: Position,
    found: &[(u32, Metres)],
    expected: &[(u32, Metres)],
) -> Result<(), TestCaseError> {
    let place = |key: u32| places[key as usize].1;
    prop_assert_eq!(found.len(), expected.len());
    for ((key, far), (_, wanted)) in found.iter().zip(expected) {
        prop_assert!((far.0 - wanted.0).abs() < 1e-6, "{:?} for {:?}", found, expected);
        prop_assert_eq!(*far, distance(from, place(*key)));
    }
    for pair in found.windows(2) {
        prop_assert!(place(pair[0].0) != place(pair[1].0) || pair[0].0 < pair[1].0, "{:?}", found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn both_indexes_find_what_a_scan_finds((places, questions) in any_places(300), count in 0usize..20, radius in 0.0..40_000.0f64) {
        let keyed: Vec<(u32, Position)> = (0..).zip(places).collect();
        let still = PointIndex::build(keyed.iter().copied());
        // Every key is somewhere else first, and some come and go.
        let mut moving: MovingIndex<u32> = keyed.iter().map(|(key, _)| (*key, at(f64::from(*key) / 2.0, 1.0))).collect();
        for (key, place) in &keyed {
            moving.upsert(*key, *place);
            moving.upsert(key + 100_000, *place);
        }
        for (key, place) in &keyed {
            prop_assert_eq!(moving.remove(&(key + 100_000)), Some(*place));
        }
        for from in questions {
            let all = by_hand(&keyed, from);
            let nearest = &all[..count.min(all.len())];
            agree(&keyed, from, &still.nearest(from, count), nearest)?;
            agree(&keyed, from, &moving.nearest(from, count), nearest)?;
            let even: Vec<_> = all.iter().copied().filter(|(key, _)| key % 2 == 0).take(count).collect();
            agree(&keyed, from, &still.nearest_where(from, count, |key| key % 2 == 0), &even)?;
            agree(&keyed, from, &moving.nearest_where(from, count, |key| key % 2 == 0), &even)?;
            let close: Vec<_> = all.iter().copied().take_while(|(_, far)| far.0 <= radius).collect();
            agree(&keyed, from, &still.within(from, Metres(radius)), &close)?;
            agree(&keyed, from, &moving.within(from, Metres(radius)), &close)?;
        }
    }

    #[test]
    fn boxes_hold_what_they_contain((places, corners) in any_places(300), south in -90.0..90.0f64, height in 0.0..180.0f64) {
        let keyed: Vec<(u32, Position)> = (0..).zip(places).collect();
        let still = PointIndex::build(keyed.iter().copied());
        let moving: MovingIndex<u32> = keyed.iter().copied().collect();
        let corner = |index: usize| corners[index % corners.len()];
        let boxes = [
            (corner(0), corner(1)), (corner(1), corner(0)), (corner(0), corner(0)),
            (at(corner(0).lon(), south), at(corner(1).lon(), (south + height).min(90.0))),
            (at(-180.0, south), at(180.0, 90.0)), (at(180.0, south), at(-180.0, 90.0)),
        ];
        for bounds in boxes.into_iter().filter_map(|(a, b)| Bounds::new(a, b).ok()) {
            let expected: Vec<u32> = keyed.iter().filter(|(_, place)| bounds.contains(*place)).map(|(key, _)| *key).collect();
            prop_assert_eq!(&still.in_box(bounds), &expected, "{:?}", bounds);
            prop_assert_eq!(&moving.in_box(bounds), &expected, "{:?}", bounds);
        }
    }
}

#[test]
fn near_the_pole_and_the_antimeridian_neighbours_are_neighbours() {
    let posts =
        PointIndex::build([("east", at(179.9, 10.0)), ("west", at(-179.9, 10.0)), ("far", at(178.0, 10.0))]);
    let names: Vec<&str> = posts.nearest(at(-179.95, 10.0), 3).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["west", "east", "far"]);
    let polar =
        PointIndex::build([("over the pole", at(-170.0, 89.9)), ("down the meridian", at(10.0, 89.0))]);
    assert_eq!(polar.nearest(at(10.0, 89.95), 1)[0].0, "over the pole");
}

#[test]
fn longitude_counts_less_in_the_north() {
    // In degrees the northern post is nearer; on the ground the eastern one, 19 km to 33 km.
    let posts = PointIndex::build([("east", at(20.5, 70.0)), ("north", at(20.0, 70.3))]);
    assert_eq!(posts.nearest(at(20.0, 70.0), 1)[0].0, "east");
}

#[test]
fn a_moving_index_knows_where_everything_is() {
    let mut teams = MovingIndex::new();
    assert!(teams.is_empty() && teams.nearest(at(0.0, 0.0), 3).is_empty());
    assert_eq!(teams.upsert(7, at(1.0, 1.0)), None);
    assert_eq!(teams.upsert(7, at(1.0, 1.0)), Some(at(1.0, 1.0)));
    assert_eq!(teams.upsert(7, at(2.0, 2.0)), Some(at(1.0, 1.0)));
    assert_eq!((teams.len(), teams.position(&7), teams.remove(&8)), (1, Some(at(2.0, 2.0)), None));
    assert_eq!(teams.iter().collect::<Vec<_>>(), [(&7, at(2.0, 2.0))]);
    assert_eq!((teams.remove(&7), teams.len()), (Some(at(2.0, 2.0)), 0));
}
