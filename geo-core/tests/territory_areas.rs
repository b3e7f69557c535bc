//! Edits of areas and buildings, each on the smallest map that shows it: what it does, and what it refuses.

#[path = "territory_common/mod.rs"]
mod common;

use common::{COMMUNITY, at, done, grids, lattice, refused, ring, shape, square};
use geo_core::territory::{
    AreaId, BorderId, BuildingId, Carved, CarvedGround, Edit, FaceId, NewArea, SplitInto, Swallowed,
    Territory,
};
use geo_core::{Level, Position};

const ONE: AreaId = AreaId(2);
const TWO: AreaId = AreaId(3);

fn path(points: &[(i32, i32)]) -> Vec<Position> {
    ring(points)
}

fn sibling(area: AreaId, points: &[(i32, i32)]) -> Edit {
    Edit::Split { area, path: path(points), into: SplitInto::Sibling(NewArea::named("new")) }
}

fn building(x: i32, y: i32, households: u32) -> Edit {
    Edit::PutBuilding { id: None, at: at(x, y), households, area: None, footprint: None, name: String::new() }
}

fn doubled(territory: &Territory, area: AreaId) -> i128 {
    territory.metrics(area).unwrap().doubled_units
}

fn border_between(territory: &Territory, one: AreaId, two: Option<AreaId>) -> BorderId {
    let sides = |left, right| (territory.area_of(left), territory.area_of(right));
    let wanted = |(_, border): &(BorderId, &geo_core::territory::Border)| {
        let found = sides(border.left, border.right);
        found == (Some(one), two) || found == (two, Some(one))
    };
    territory.borders().find(wanted).unwrap().0
}

#[test]
fn a_grid_is_split_into_micro_areas_and_its_buildings_go_where_they_stand() {
    let mut territory = lattice(2, 1);
    for (x, y) in [(50, 20), (50, 80), (150, 40)] {
        done(&mut territory, &building(x, y, 10));
    }
    let painted = BuildingId(3);
    done(&mut territory, &Edit::GiveBuildings { buildings: vec![painted], to: ONE });
    assert_eq!(territory.metrics(ONE).unwrap().households, 30);
    let into = SplitInto::Children {
        level: Level::MicroArea,
        areas: [NewArea::named("north"), NewArea::named("south")],
    };
    let edited = done(&mut territory, &Edit::Split { area: ONE, path: path(&[(0, 50), (100, 50)]), into });
    let [north, south] = edited.created[..] else { panic!("two new areas") };
    assert_eq!(territory.children(ONE), [north, south]);
    assert_eq!(
        edited.moved.iter().map(|moved| (moved.building.0, moved.to)).collect::<Vec<_>>(),
        [(1, south), (2, north), (3, south)],
        "the third was given away from where it stands, and goes to the nearest"
    );
    let grid = territory.metrics(ONE).unwrap();
    assert_eq!((grid.doubled_units, grid.buildings, grid.parts), (20_000, 3, 1));
    let level = territory.border_level(border_between(&territory, north, Some(south))).unwrap();
    assert_eq!(level, Level::MicroArea);
    let coarser =
        SplitInto::Children { level: Level::Grid, areas: [NewArea::named("a"), NewArea::named("b")] };
    let wrong = Edit::Split { area: TWO, path: path(&[(100, 50), (200, 50)]), into: coarser };
    assert_eq!(refused(&territory, &wrong).0, "parent_level");
}

#[test]
fn areas_merge_with_their_buildings_and_neighbours_keep_theirs() {
    let mut territory = lattice(3, 1);
    for x in [50, 150, 250] {
        done(&mut territory, &building(x, 50, 7));
    }
    let edited = done(&mut territory, &Edit::Merge { areas: vec![ONE, AreaId(4)], into: ONE });
    assert_eq!(territory.metrics(ONE).unwrap().parts, 2, "they need not be neighbours");
    assert_eq!(edited.moved.len(), 1);
    let all = done(&mut territory, &Edit::Merge { areas: vec![ONE, TWO], into: TWO });
    assert_eq!((territory.counts().faces, territory.counts().borders), (1, 1));
    assert_eq!((all.moved.len(), territory.metrics(TWO).unwrap().households), (2, 21));
    assert_eq!(refused(&territory, &Edit::Merge { areas: vec![TWO], into: TWO }).0, "nothing_to_merge");
    assert_eq!(refused(&territory, &Edit::Merge { areas: vec![COMMUNITY], into: TWO }).0, "parents_differ");
}

#[test]
fn ground_is_given_with_what_stands_on_it_but_never_the_last() {
    let mut territory = grids(&[
        shape(&[&[(0, 0), (100, 0), (100, 100), (0, 100)], &[(300, 0), (400, 0), (400, 100), (300, 100)]]),
        square(100, 0, 100),
    ]);
    done(&mut territory, &building(50, 50, 5));
    done(&mut territory, &building(350, 50, 9));
    let face = territory.face_at(at(50, 50));
    let edited = done(&mut territory, &Edit::GiveFaces { faces: vec![face], to: TWO });
    assert_eq!(
        edited.moved.iter().map(|moved| (moved.from, moved.to, moved.households)).collect::<Vec<_>>(),
        [(ONE, TWO, 5)]
    );
    let last = territory.faces_of(ONE).to_vec();
    assert_eq!(refused(&territory, &Edit::GiveFaces { faces: last, to: TWO }).0, "would_empty_area");
    assert_eq!(refused(&territory, &Edit::GiveFaces { faces: vec![FaceId(99)], to: TWO }).0, "unknown_face");
}

#[test]
fn a_hole_is_filled() {
    let mut frame = square(0, 0, 300);
    frame.polygons[0].holes.push(ring(&[(100, 100), (100, 200), (200, 200), (200, 100)]));
    let mut territory = grids(&[frame]);
    let hole = territory.face_at(at(150, 150));
    done(&mut territory, &Edit::GiveFaces { faces: vec![hole], to: ONE });
    assert_eq!((territory.counts().faces, doubled(&territory, ONE)), (1, 180_000));
}

fn carve(points: &[(i32, i32)], swallowed: Swallowed, ground: CarvedGround) -> Edit {
    let to = Carved::New { area: NewArea::named("carved"), level: Level::Grid, parent: Some(COMMUNITY) };
    Edit::Carve { ring: path(points), to, swallowed, ground }
}

#[test]
fn a_ring_takes_ground_from_all_it_touches() {
    let mut territory = lattice(2, 2);
    done(&mut territory, &building(90, 90, 4));
    let edited = done(
        &mut territory,
        &carve(&[(80, 80), (120, 80), (120, 120), (80, 120)], Swallowed::Refuse, CarvedGround::OfAreas),
    );
    let new = edited.created[0];
    assert_eq!((doubled(&territory, new), territory.counts().faces), (3200, 5));
    assert_eq!(edited.moved[0].to, new);
    assert_eq!([2, 3, 4, 5].map(|id| doubled(&territory, AreaId(id))), [19_200; 4]);
    done(&mut territory, &Edit::Merge { areas: vec![new], into: ONE });
    assert_eq!(doubled(&territory, ONE), 22_400);
}

#[test]
fn a_ring_over_the_edge_takes_what_is_somebodys_or_all() {
    let beyond = &[(150, 20), (250, 20), (250, 80), (150, 80)];
    let mut territory = lattice(2, 1);
    let edited = done(&mut territory, &carve(beyond, Swallowed::Refuse, CarvedGround::OfAreas));
    assert_eq!((doubled(&territory, edited.created[0]), doubled(&territory, COMMUNITY)), (6000, 40_000));
    let mut territory = lattice(2, 1);
    let edited = done(&mut territory, &carve(beyond, Swallowed::Refuse, CarvedGround::All));
    assert_eq!((doubled(&territory, edited.created[0]), doubled(&territory, COMMUNITY)), (12_000, 46_000));
    assert_eq!(
        refused(
            &territory,
            &carve(&[(300, 0), (400, 0), (400, 50)], Swallowed::Refuse, CarvedGround::OfAreas)
        )
        .0,
        "nothing_inside"
    );
}

#[test]
fn a_ring_that_cannot_pass_between_two_borders_swallows_nothing_beyond() {
    // Two borders come together under a flat angle; the ring crosses both so near to that point that both crossings
    // are the same point of the grid.
    let below = [(15_509, 7684), (15_220, 7662), (11_396, 7030), (8000, 7500), (6967, 7684)];
    let lens: Vec<(i32, i32)> = below.iter().rev().copied().collect();
    let mut south = vec![(0, -1000), (20_000, -1000), (20_000, 7684)];
    south.extend(below);
    south.push((0, 7684));
    let north = [(0, 7684), (6967, 7684), (15_509, 7684), (20_000, 7684), (20_000, 16_000), (0, 16_000)];
    let territory = grids(&[shape(&[&lens]), shape(&[&south]), shape(&[&north])]);
    let ring = &[(100, 500), (16_000, 0), (15_000, 15_500), (500, 14_500)];
    for swallowed in [Swallowed::Refuse, Swallowed::Retire] {
        assert_eq!(refused(&territory, &carve(ring, swallowed, CarvedGround::OfAreas)).0, "would_fold");
    }
    // A little further away it is a ring like any other.
    let ring = &[(100, 500), (15_900, 0), (14_900, 15_500), (500, 14_500)];
    let mut territory = territory;
    done(&mut territory, &carve(ring, Swallowed::Refuse, CarvedGround::OfAreas));
}

#[test]
fn an_area_is_swallowed_only_on_demand() {
    let mut territory = lattice(3, 1);
    done(&mut territory, &building(150, 50, 4));
    let over = &[(90, -10), (210, -10), (210, 110), (90, 110)];
    let error = territory.decide(&carve(over, Swallowed::Refuse, CarvedGround::OfAreas)).unwrap_err();
    assert_eq!(
        (error.code(), error.to_string()),
        (
            "would_swallow_areas",
            "the ring holds all of area 3; draw it smaller, or let them retire".to_owned()
        )
    );
    let edited = done(&mut territory, &carve(over, Swallowed::Retire, CarvedGround::OfAreas));
    assert!(territory.area(TWO).is_none());
    assert_eq!((doubled(&territory, edited.created[0]), edited.moved[0].to), (24_000, edited.created[0]));
}

#[test]
fn a_ring_along_borders_takes_just_what_they_enclose() {
    let mut territory = lattice(3, 1);
    let to = Carved::Existing { area: ONE };
    let exactly = Edit::Carve {
        ring: path(&[(100, 0), (200, 0), (200, 100), (100, 100)]),
        to,
        swallowed: Swallowed::Retire,
        ground: CarvedGround::OfAreas,
    };
    done(&mut territory, &exactly);
    assert_eq!((doubled(&territory, ONE), territory.counts().faces), (40_000, 2));
    let to = Carved::Existing { area: ONE };
    let partly = Edit::Carve {
        ring: path(&[(200, 0), (250, 0), (250, 50), (200, 50)]),
        to,
        swallowed: Swallowed::Refuse,
        ground: CarvedGround::OfAreas,
    };
    done(&mut territory, &partly);
    assert_eq!((doubled(&territory, ONE), doubled(&territory, AreaId(4))), (45_000, 15_000));
}

#[test]
fn areas_are_named_coded_bound_and_moved_under_parents() {
    let mut territory = lattice(4, 1);
    done(&mut territory, &Edit::SetName { area: ONE, name: "湖滨".into() });
    done(&mut territory, &Edit::SetCode { area: ONE, code: Some("420102001001001".parse().unwrap()) });
    done(&mut territory, &Edit::SetKind { area: ONE, kind: Some("dedicated".into()) });
    let edited = done(&mut territory, &Edit::BindTeam { area: ONE, team: Some("T1".into()) });
    assert!(edited.metrics.is_empty());
    assert_eq!(refused(&territory, &Edit::SetParent { area: ONE, parent: None }).0, "no_parent");
    assert_eq!(refused(&territory, &Edit::SetParent { area: ONE, parent: Some(TWO) }).0, "parent_level");
    assert_eq!(
        refused(&territory, &Edit::SetParent { area: COMMUNITY, parent: Some(TWO) }).0,
        "parent_cycle"
    );
    let second =
        Edit::Gather { areas: vec![ONE, TWO], level: Level::Community, new: NewArea::named("second") };
    assert_eq!(refused(&territory, &second).0, "parent_level", "a community is no parent of a community");
    let district =
        Edit::Gather { areas: vec![COMMUNITY], level: Level::District, new: NewArea::named("district") };
    let district = done(&mut territory, &district).created[0];
    let second = Edit::Many {
        edits: vec![
            Edit::Gather { areas: vec![ONE, TWO], level: Level::Grid, new: NewArea::named("no") },
            Edit::SetParent { area: ONE, parent: Some(district) },
        ],
    };
    assert_eq!(refused(&territory, &second).0, "parent_level");
    done(&mut territory, &Edit::SetParent { area: ONE, parent: Some(district) });
    done(&mut territory, &Edit::SetParent { area: AreaId(4), parent: Some(district) });
    let township =
        Edit::Gather { areas: vec![ONE, AreaId(4)], level: Level::Township, new: NewArea::named("township") };
    let edited = done(&mut territory, &township);
    let metrics = territory.metrics(edited.created[0]).unwrap();
    assert_eq!((metrics.doubled_units, metrics.parts), (40_000, 2));
    assert_eq!(territory.metrics(district).unwrap().parts, 1);
}

#[test]
fn buildings_come_with_an_area_of_their_own_choice_or_that_of_the_ground() {
    let mut territory = lattice(2, 1);
    done(&mut territory, &building(50, 50, 12));
    assert_eq!(refused(&territory, &building(500, 50, 12)), ("no_area_there", Some(at(500, 50))));
    let stored = territory.building(BuildingId(1)).unwrap();
    assert_eq!((stored.area, stored.households), (ONE, 12));
    let put = |area| Edit::PutBuilding {
        id: Some(BuildingId(1)),
        at: at(50, 50),
        households: 13,
        area,
        footprint: None,
        name: "1栋".into(),
    };
    done(&mut territory, &put(Some(TWO)));
    assert_eq!(refused(&territory, &put(Some(COMMUNITY))).0, "not_finest");
    // It stays where it was painted when the ground below it changes hands.
    done(&mut territory, &sibling(ONE, &[(0, 20), (100, 20)]));
    assert_eq!(territory.building(BuildingId(1)).unwrap().area, TWO);
    done(&mut territory, &Edit::RemoveBuilding { building: BuildingId(1) });
    assert_eq!(territory.metrics(COMMUNITY).unwrap().households, 0);
}

#[test]
fn several_edits_are_one_patch_or_none() {
    let mut territory = lattice(2, 1);
    let edits = vec![sibling(ONE, &[(0, 50), (100, 50)]), Edit::Merge { areas: vec![AreaId(4)], into: ONE }];
    let edited = done(&mut territory, &Edit::Many { edits: edits.clone() });
    assert!(edited.created.is_empty() && edited.patch.areas.is_empty());
    let bad = Edit::Many { edits: edits.into_iter().chain([Edit::RemovePoint { at: at(7, 7) }]).collect() };
    let error = territory.decide(&bad).unwrap_err();
    assert_eq!((error.code(), error.to_string().split(':').next()), ("no_point_there", Some("edit 2")));
}

#[test]
fn a_patch_is_applied_once_and_only_where_it_belongs() {
    let mut territory = lattice(2, 1);
    let edited = territory.decide(&Edit::MovePoint { at: at(100, 100), to: at(100, 120) }).unwrap();
    territory.apply(&edited.patch).unwrap();
    let hash = territory.hash();
    assert_eq!(territory.apply(&edited.patch).unwrap_err().code(), "stale");
    assert_eq!(territory.hash(), hash);
    assert_eq!(territory.decide_patch(&edited.patch).unwrap_err().code(), "stale");
    // Made for another draft in which what it crosses was not there.
    let mut other = lattice(2, 1);
    let border = border_between(&other, ONE, Some(TWO));
    done(&mut other, &Edit::InsertPoint { border, after: 0, at: at(180, 50) });
    let corner = lattice(2, 1).decide(&Edit::MovePoint { at: at(200, 100), to: at(120, 40) }).unwrap().patch;
    assert_eq!(other.decide_patch(&corner).unwrap_err().code(), "would_cross");
    assert_eq!(lattice(2, 1).decide_patch(&corner).unwrap().patch, corner);
}
