//! Paths that nobody draws: far too long, or back and forth beside themselves. They are refused before they cost much.

#[path = "territory_common/mod.rs"]
mod common;

use common::{at, lattice, refused};
use geo_core::Position;
use geo_core::territory::{AreaId, Carved, CarvedGround, Edit, NewArea, SplitInto, Swallowed, Territory};
use std::time::{Duration, Instant};

const ONE: AreaId = AreaId(2);
/// Far longer than any of these takes, even where much else is at work; without a limit some take minutes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Two squares of a side of ten million units.
fn wide() -> Territory {
    let square = |west: i32| common::square(west, 0, 10_000_000);
    common::grids(&[square(0), square(10_000_000)])
}

fn split(path: Vec<Position>) -> Edit {
    Edit::Split { area: ONE, path, into: SplitInto::Sibling(NewArea::named("new")) }
}

fn carve(ring: Vec<Position>) -> Edit {
    let to = Carved::Existing { area: ONE };
    Edit::Carve { ring, to, swallowed: Swallowed::Refuse, ground: CarvedGround::OfAreas }
}

/// Long diagonals side by side.
fn diagonals(count: i32) -> Vec<Position> {
    let end = |number: i32| match number % 2 == 0 {
        true => at(1_000 + number * 200, 1_000),
        false => at(5_000_000 + number * 200, 4_000_000),
    };
    (0..count).map(end).collect()
}

#[test]
fn a_path_has_a_greatest_number_of_points() {
    let map = wide();
    let border = map.borders().next().unwrap().0;
    let long: Vec<Position> = (0..20_001).map(|number| at(number * 10, 5_000 + number % 2)).collect();
    for edit in [
        split(long.clone()),
        carve(long.clone()),
        Edit::Reshape { border, path: long.clone() },
        Edit::Many { edits: vec![split(long.clone())] },
    ] {
        assert_eq!(refused(&map, &edit).0, "path_too_long");
    }
    let error = map.decide(&split(long.clone())).unwrap_err().to_string();
    assert!(error.starts_with("the path has 20001 points, and 20000 are the most"), "{error}");
    // One less is drawn, whatever comes of it.
    let shorter = long.into_iter().skip(1).collect();
    assert_ne!(refused(&map, &split(shorter)).0, "path_too_long");
}

#[test]
fn long_diagonals_side_by_side_are_drawn_or_refused_soon() {
    let map = wide();
    let (border, there) = map.borders().next().unwrap();
    let ends = [there.from, there.to].map(|node| map.node(node).unwrap().at);
    for path in [diagonals(2_000), diagonals(19_000)] {
        let start = Instant::now();
        let refusals = [split(path.clone()), carve(path.clone())].map(|edit| refused(&map, &edit).0);
        let reshaped =
            map.decide(&Edit::Reshape { border, path: path.clone() }).map_err(|error| error.code());
        println!("{} points: {refusals:?}, {:?}, {:?}", path.len(), reshaped.err(), start.elapsed());
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
        assert!(!path.contains(&ends[0]));
    }
    assert_eq!(refused(&map, &split(diagonals(19_000))).0, "path_too_tangled");
}

#[test]
fn a_path_that_crosses_a_border_without_end_is_refused_soon() {
    let map = wide();
    // Across the border between the two.
    let zigzag = |number: i32| at(10_000_000 + if number % 2 == 0 { -50 } else { 50 }, 1_000 + number * 400);
    let start = Instant::now();
    let path: Vec<Position> = (0..19_000).map(zigzag).collect();
    assert_eq!(refused(&map, &split(path.clone())).0, "path_too_tangled");
    let around = path.into_iter().chain([at(9_000_000, 8_000_000), at(9_000_000, 500)]);
    assert_eq!(refused(&map, &carve(around.collect())).0, "path_too_tangled");
    // A few hundred crossings are a path like another; the map is sound afterwards.
    let mut few: Vec<Position> = (0..300).map(zigzag).collect();
    few.insert(0, at(9_000_000, -10));
    few.push(at(9_000_000, 11_000_000));
    if let Ok((_, after)) = map.decide_next(&split(few)) {
        assert_eq!(after.validate(), []);
    }
    println!("{:?}", start.elapsed());
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn a_path_along_a_border_of_many_points_is_no_tangle() {
    // A border of many points, and a path that follows it all along and then leaves it.
    let map = lattice(2, 1);
    let wavy = |number: i32| at(1_000_000 + (number % 2) * 40, number * 100);
    let count = 9_000;
    let border: Vec<(i32, i32)> =
        (0..=count).map(wavy).map(|place| (place.lon_e7(), place.lat_e7())).collect();
    let top = count * 100;
    let west: Vec<(i32, i32)> = [(0, top), (0, 0)].into_iter().chain(border.iter().copied()).collect();
    let east: Vec<(i32, i32)> =
        border.iter().rev().copied().chain([(2_000_000, 0), (2_000_000, top)]).collect();
    assert!(map.validate().is_empty());
    let map = common::grids(&[common::shape(&[&west]), common::shape(&[&east])]);
    let mut path: Vec<Position> = (0..=count - 100).map(wavy).collect();
    path.push(at(500_000, (count - 100) * 100));
    path.push(at(-10, (count - 100) * 100));
    let (edited, after) = map.decide_next(&split(path)).unwrap();
    assert_eq!((edited.created.len(), after.validate()), (1, vec![]));
}
