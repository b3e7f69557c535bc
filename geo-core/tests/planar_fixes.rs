//! What fixes do: nobody's ground is lost, what is accepted is done, what is not stays open.

#[path = "territory_common/cases.rs"]
mod cases;

use cases::cases;
use geo_core::planar::{Fix, PlanarMap, Remedy, Slivers, Standing, Survey, Tolerance};
use geo_core::{Metres, Polygon, Position, Shape, SquareMetres};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Corner = (i32, i32);

fn shape(corners: &[Corner]) -> Shape {
    let outer = corners.iter().map(|(x, y)| Position::from_e7(*x, *y).unwrap()).collect();
    Shape { polygons: vec![Polygon { outer, holes: vec![] }] }
}

fn rectangle((west, south): Corner, (east, north): Corner) -> Shape {
    shape(&[(west, south), (east, south), (east, north), (west, north)])
}

fn map(areas: &[Shape]) -> PlanarMap {
    PlanarMap::build((0..).zip(areas), Tolerance::NONE).unwrap()
}

fn again(outlines: &BTreeMap<u32, Shape>) -> PlanarMap {
    PlanarMap::build(outlines.iter().map(|(key, shape)| (*key, shape)), Tolerance::NONE).unwrap()
}

/// Twice the ground in square units.
fn doubled(shape: &Shape) -> i128 {
    let rings = shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
    let edges = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    edges
        .map(|(a, b)| {
            let [ax, ay, bx, by] = [a.lon_e7(), a.lat_e7(), b.lon_e7(), b.lat_e7()].map(i128::from);
            ax * by - bx * ay
        })
        .sum()
}

#[test]
fn an_area_drawn_over_another_keeps_its_ground_and_the_other_has_a_hole() {
    let areas =
        [rectangle((0, 0), (1_000_000, 1_000_000)), rectangle((400_000, 400_000), (500_000, 500_000))];
    let map = map(&areas);
    let fixes = map.fixes(Slivers::default());
    assert_eq!((fixes.fixes.len(), fixes.fixes[0].remedy), (1, Remedy::GiveTo(1)));
    assert_eq!((fixes.fixes[0].moves[0].from, fixes.fixes[0].moves[0].farthest), (Some(0), None));
    let outlines = map.accept(&fixes.fixes).unwrap().outlines();
    assert_eq!(outlines[&1], areas[1]);
    assert_eq!(outlines[&0].polygons[0].holes.len(), 1);
}

#[test]
fn districts_keep_their_ground_under_the_outline_of_their_city_which_is_said_to_go() {
    // The city, a little larger than its districts all around, comes first.
    let mut areas = vec![rectangle((-5, -5), (3_000_005, 1_000_005))];
    areas.extend((0..3).map(|n| rectangle((n * 1_000_000, 0), ((n + 1) * 1_000_000, 1_000_000))));
    let map = map(&areas);
    let fixes = map.fixes(Slivers::default());
    assert_eq!(fixes.emptied, [0]);
    assert!(fixes.fixes.iter().all(|fix| fix.empties == [0]));
    let resolved = map.accept(&fixes.fixes).unwrap();
    assert_eq!(resolved.emptied(), [0]);
    assert_eq!(doubled(&resolved.outlines()[&2]), doubled(&areas[2]));
}

#[test]
fn what_would_empty_an_area_stands_first_however_small() {
    let areas = [
        rectangle((0, 0), (1_000_000, 1_000_000)),
        rectangle((900_000, 0), (2_000_000, 1_000_000)),
        rectangle((3_000_000, 0), (3_010_000, 10_000)),
        rectangle((3_000_000, 0), (3_010_000, 10_000)),
    ];
    let fixes = map(&areas).fixes(Slivers::default());
    assert_eq!(fixes.emptied, [3], "drawn twice: the lesser key stays");
    assert_eq!((&fixes.fixes[0].claimed_by[..], &fixes.fixes[0].empties[..]), (&[2, 3][..], &[3][..]));
    assert!(fixes.fixes[1].empties.is_empty() && fixes.fixes[1].size.0 > fixes.fixes[0].size.0);
}

#[test]
fn ground_goes_where_its_border_is_longest_and_slivers_of_gaps_too() {
    // The second reaches into the first by a tongue; the third leaves a gap of two metres below both.
    let areas = [
        rectangle((0, 0), (1_000_000, 1_000_000)),
        shape(&[
            (1_000_000, 0),
            (2_000_000, 0),
            (2_000_000, 1_000_000),
            (1_000_000, 1_000_000),
            (1_000_000, 500_100),
            (900_000, 500_100),
            (900_000, 500_000),
            (1_000_000, 500_000),
        ]),
        shape(&[
            (0, -900_000),
            (2_000_000, -900_000),
            (2_000_000, 0),
            (1_200_000, -180),
            (0, -180),
            (-9, -180),
        ]),
        shape(&[
            (-9, -180),
            (0, 0),
            (0, 1_000_000),
            (-900_000, 1_000_000),
            (-900_000, -900_000),
            (0, -900_000),
        ]),
    ];
    let map = map(&areas);
    let survey = map.survey();
    assert_eq!((survey.overlaps.len(), survey.gaps.len()), (1, 1));
    assert_eq!(survey.slivers.len(), 2, "{:?}", survey.slivers);
    let fixes = map.fixes(Slivers::default()).fixes;
    let of = |claims: &[u32]| fixes.iter().find(|fix| fix.claimed_by == claims).unwrap();
    let tongue = of(&[0, 1]);
    // A metre wide and a kilometre long, three of its sides along the first.
    assert_eq!(tongue.remedy, Remedy::GiveTo(0));
    assert!((tongue.moves[0].farthest.unwrap().0 - 1_113.2).abs() < 0.1, "{:?}", tongue.moves);
    let gap = of(&[]);
    assert_eq!((gap.remedy, gap.moves[0].to), (Remedy::GiveTo(2), 2));
    assert!((gap.moves[0].farthest.unwrap().0 - 2.0).abs() < 0.02, "{:?}", gap.moves);
    // With a finer eye the same gap is no sliver but a hole.
    let strict = Slivers { width: Metres(0.5), size: SquareMetres(0.0), ..Slivers::default() };
    let hole = map.fixes(strict).fixes.into_iter().find(|fix| fix.claimed_by.is_empty()).unwrap();
    assert_eq!((hole.remedy, hole.moves.len()), (Remedy::DeclareHole, 0));
}

#[test]
fn a_planner_may_choose_another_remedy_but_none_that_the_ground_does_not_have() {
    let areas = [0, 900_000].map(|west| rectangle((west, 0), (west + 1_000_000, 1_000_000)));
    let map = map(&areas);
    let mut fix = map.fixes(Slivers::default()).fixes.remove(0);
    assert_eq!(fix.remedy, Remedy::GiveTo(0));
    let other = map.fix(fix.face, Remedy::GiveTo(1), Slivers::default()).unwrap();
    assert_eq!((other.moves[0].from, other.moves[0].to), (Some(0), 1));
    let outlines = map.accept([&fix, &other]).unwrap().outlines();
    assert_eq!(doubled(&outlines[&1]), doubled(&areas[1]), "the later one holds");
    for wrong in [Remedy::GiveTo(7), Remedy::DeclareHole] {
        fix.remedy = wrong;
        assert_eq!(map.accept([&fix]).unwrap_err().code(), "no_remedy");
        assert!(map.fix(fix.face, wrong, Slivers::default()).is_err());
    }
}

/// Blocks of a town drawn by different hands: corners of a raster, each moved a little for each block that has it; some
/// blocks are missing, some are drawn twice or over others.
fn town() -> impl Strategy<Value = Vec<Shape>> {
    let columns = 1_usize..6;
    (columns, prop_oneof![Just(3_i32), Just(40), Just(2_000), Just(60_000)]).prop_flat_map(
        |(columns, jitter)| {
            let block = (prop::array::uniform8(-jitter..=jitter), 0_u8..12);
            prop::collection::vec(block, columns * columns).prop_map(move |blocks| {
                let mut areas = Vec::new();
                for (number, (by, fate)) in blocks.into_iter().enumerate() {
                    let (x, y) = ((number % columns) as i32 * 100_000, (number / columns) as i32 * 100_000);
                    let corners = [
                        (x + by[0], y + by[1]),
                        (x + 100_000 + by[2], y + by[3]),
                        (x + 100_000 + by[4], y + 100_000 + by[5]),
                        (x + by[6], y + 100_000 + by[7]),
                    ];
                    let degrees = corners.map(|(x, y)| [f64::from(x) / 1e7, f64::from(y) / 1e7]);
                    let Ok(block) = Shape::from_degrees(&[vec![degrees.to_vec()]]) else { continue };
                    match fate {
                        0 => {}
                        1 => areas.extend([block.clone(), block]),
                        2 => areas
                            .extend([block, rectangle((x + 20_000, y + 20_000), (x + 120_000, y + 50_000))]),
                        _ => areas.push(block),
                    }
                }
                areas
            })
        },
    )
}

/// That outlines are sound, hold exactly the ground of their faces, and make a map whose only faults are those given.
fn check(map: &PlanarMap, accepted: &[&Fix]) -> Result<Survey, TestCaseError> {
    let resolved = map.accept(accepted.iter().copied()).unwrap();
    let mut ground: BTreeMap<u32, i128> = BTreeMap::new();
    for (face, standing) in resolved.faces() {
        let size = doubled(&map.outline(&[face]));
        match standing {
            Standing::Owned(area) => *ground.entry(area).or_default() += size,
            Standing::Overlap => {
                map.face(face).covered_by().iter().for_each(|area| *ground.entry(*area).or_default() += size);
            }
            Standing::Hole | Standing::Gap => {}
        }
    }
    let outlines = resolved.outlines();
    let held: BTreeMap<u32, i128> = outlines.iter().map(|(area, shape)| (*area, doubled(shape))).collect();
    prop_assert_eq!(held, ground);
    for shape in outlines.values() {
        let degrees = |ring: &Vec<Position>| ring.iter().map(|at| [at.lon(), at.lat()]).collect::<Vec<_>>();
        let parts: Vec<Vec<Vec<[f64; 2]>>> = shape
            .polygons
            .iter()
            .map(|part| std::iter::once(&part.outer).chain(&part.holes).map(degrees).collect())
            .collect();
        let read = Shape::from_degrees(&parts);
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
    }
    let rebuilt = again(&outlines);
    prop_assert!(rebuilt.is_sound());
    let faults = |map: &PlanarMap, are_such: &dyn Fn(usize) -> bool| -> i128 {
        let such = map.faces().filter(|face| are_such(face.covered_by().len()));
        such.map(|face| doubled(&map.outline(&[face.id()]))).sum()
    };
    let open = |standing: Standing| -> i128 {
        let such = resolved.faces().filter(|(_, other)| *other == standing);
        such.map(|(face, _)| doubled(&map.outline(&[face]))).sum()
    };
    prop_assert_eq!(faults(&rebuilt, &|claims| claims > 1), open(Standing::Overlap));
    // A gap at the edge opens to the outside when what closed it gave way; within, it stays one.
    prop_assert!(faults(&rebuilt, &|claims| claims == 0) <= open(Standing::Gap) + open(Standing::Hole));
    Ok(rebuilt.survey())
}

/// A wall from west to east with its points a little off, seen from its southern or northern side.
fn wavy_block(points: i32, off: i32, south: bool) -> Shape {
    let wall = (0..=points).map(|number| (number * 60, 1_000_000 + off + (number * 7919) % 23));
    let mut corners: Vec<Corner> = wall.collect();
    match south {
        true => corners.extend([(points * 60, 0), (0, 0)]),
        false => corners.extend([(points * 60, 2_000_000), (0, 2_000_000)]),
    }
    if south {
        corners.reverse();
    }
    shape(&corners)
}

#[test]
fn how_far_a_long_border_moves_is_told_in_time() {
    // The same wall drawn twice with fifty thousand points each, some metres apart: the areas overlap all along.
    let start = std::time::Instant::now();
    let areas = [wavy_block(50_000, 600, true), wavy_block(50_000, 0, false)];
    let map = map(&areas);
    let fixes = map.fixes(Slivers::default()).fixes;
    let far: Vec<Metres> =
        fixes.iter().flat_map(|fix| &fix.moves).filter_map(|moved| moved.farthest).collect();
    println!("{} fixes, {:?}", fixes.len(), start.elapsed());
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    // 600 units of latitude are 6.7 m, and each wall is 22 units off its middle at most.
    assert!(far.iter().any(|far| (6.3..7.3).contains(&far.0)), "{far:?}");
}

fn fixes_name(map: &PlanarMap, area: u32) -> bool {
    map.fixes(Slivers::default()).emptied.contains(&area)
}

#[test]
fn an_area_that_the_grid_swallows_is_named() {
    let areas = [
        rectangle((0, 0), (1_000, 1_000)),
        rectangle((1_000, 0), (1_001, 1_000)),
        rectangle((1_001, 0), (2_000, 1_000)),
    ];
    let map = PlanarMap::build((0..).zip(&areas), Tolerance::default()).unwrap();
    assert_eq!((map.vanished(), map.survey().vanished), (vec![1], vec![1]));
    assert_eq!(map.fixes(Slivers::default()).emptied, [1]);
    let resolved = map.accept([]).unwrap();
    assert_eq!(resolved.emptied(), [1]);
    assert_eq!(resolved.outlines().into_keys().collect::<Vec<_>>(), [0, 2]);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn all_fixes_leave_no_overlap_and_only_declared_holes(areas in town()) {
        let map = map(&areas);
        let fixes = map.fixes(Slivers::default());
        let survey = check(&map, &fixes.fixes.iter().collect::<Vec<_>>())?;
        prop_assert!(survey.overlaps.is_empty() && survey.crossings.is_empty(), "{:?}", survey);
        let resolved = map.accept(&fixes.fixes).unwrap();
        prop_assert!(resolved.open().is_empty());
        prop_assert_eq!(resolved.emptied(), fixes.emptied.clone());
        let holes: BTreeSet<_> = resolved.holes().into_iter().collect();
        prop_assert!(survey.gaps.len() <= holes.len());
        // Nobody's ground is lost: what any area claimed belongs to somebody.
        let claimed = map.faces().filter(|face| !face.covered_by().is_empty());
        let kept = |face: geo_core::planar::Face<'_>| matches!(resolved.standing(face.id()), Standing::Owned(area) if face.covered_by().contains(&area));
        prop_assert!(claimed.into_iter().all(kept));
        for fix in &fixes.fixes {
            let far = fix.moves.iter().filter_map(|moved| moved.farthest);
            prop_assert!(far.into_iter().all(|far| (0.0..3_000.0).contains(&far.0)), "{:?}", fix);
        }
    }

    #[test]
    fn what_is_not_accepted_stays_open_and_nothing_else_changes(areas in town(), chosen in prop::collection::vec(any::<bool>(), 60)) {
        let map = map(&areas);
        let fixes = map.fixes(Slivers::default()).fixes;
        let (yes, no): (Vec<_>, Vec<_>) =
            fixes.iter().enumerate().partition(|(number, _)| chosen[number % chosen.len()]);
        let yes: Vec<&Fix> = yes.into_iter().map(|(_, fix)| fix).collect();
        check(&map, &yes)?;
        let open: BTreeSet<_> = map.accept(yes).unwrap().open().into_iter().collect();
        prop_assert_eq!(open, no.into_iter().map(|(_, fix)| fix.face).collect::<BTreeSet<_>>());
    }

    #[test]
    fn whoever_has_no_outline_afterwards_was_named(areas in town(), slivers in prop::collection::vec(any::<u8>(), 8), wide in 0..5_u32, chosen in prop::collection::vec(any::<usize>(), 60)) {
        // Beside corners of the others, some strips a few units wide.
        let corners: Vec<Position> = areas.iter().map(|area| area.polygons[0].outer[0]).collect();
        let mut areas = areas;
        prop_assume!(!corners.is_empty());
        for (number, sliver) in slivers.into_iter().enumerate() {
            let (at, width, tall) = (corners[number * 31 % corners.len()], i32::from(sliver % 4) + 1, 1_000 + i32::from(sliver));
            let (x, y) = (at.lon_e7(), at.lat_e7());
            areas.push(if sliver < 128 { rectangle((x, y), (x + width, y + tall)) } else { shape(&[(x, y), (x + tall, y + 1), (x + tall / 2, y + width)]) });
        }
        let map = PlanarMap::build((0..).zip(&areas), Tolerance::from_units(wide).unwrap()).unwrap();
        let fixes = map.fixes(Slivers::default());
        // Any remedies, not those proposed.
        let remedies = fixes.fixes.iter().enumerate().map(|(number, fix)| {
            let able = if fix.claimed_by.is_empty() { map.face(fix.face).neighbours() } else { fix.claimed_by.clone() };
            Fix { remedy: Remedy::GiveTo(able[chosen[number % chosen.len()] % able.len()]), ..fix.clone() }
        });
        for fixes in [fixes.fixes.clone(), remedies.collect(), Vec::new()] {
            let resolved = map.accept(&fixes).unwrap();
            let (outlines, emptied) = (resolved.outlines(), resolved.emptied());
            let gone: Vec<u32> = (0..areas.len() as u32).filter(|area| !outlines.contains_key(area)).collect();
            prop_assert!(gone.iter().all(|area| emptied.contains(area)), "{:?} are gone, of {:?}", gone, emptied);
            prop_assert!(map.survey().vanished.iter().all(|area| gone.contains(area) && fixes_name(&map, *area)));
        }
    }

    #[test]
    fn fixes_do_not_depend_on_the_order_of_areas(areas in town()) {
        let forward = map(&areas).fixes(Slivers::default());
        let keyed: Vec<(u32, &Shape)> = (0..).zip(&areas).collect();
        let backward = PlanarMap::build(keyed.into_iter().rev(), Tolerance::NONE).unwrap();
        prop_assert_eq!(backward.fixes(Slivers::default()), forward);
    }
}
