//! Each edit on the smallest map that shows it: what it does, what it refuses, and that it can be undone.

#[path = "territory_common/mod.rs"]
mod common;

use common::{COMMUNITY, at, done, grids, lattice, refused, ring, shape, square};
use geo_core::Position;
use geo_core::territory::{AreaId, BorderId, Edit, NewArea, SplitInto, Territory};

const ONE: AreaId = AreaId(2);
const TWO: AreaId = AreaId(3);

fn path(points: &[(i32, i32)]) -> Vec<Position> {
    ring(points)
}

fn sibling(area: AreaId, points: &[(i32, i32)]) -> Edit {
    Edit::Split { area, path: path(points), into: SplitInto::Sibling(NewArea::named("new")) }
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
fn a_shared_corner_is_moved_and_all_neighbours_follow() {
    let mut territory = lattice(2, 2);
    let edited = done(&mut territory, &Edit::MovePoint { at: at(100, 100), to: at(110, 90) });
    assert_eq!(edited.metrics.len(), 4, "the community's sums stay");
    assert_eq!([2, 3, 4, 5].map(|id| doubled(&territory, AreaId(id))), [20_000, 18_000, 22_000, 20_000]);
    assert_eq!(
        refused(&territory, &Edit::MovePoint { at: at(100, 100), to: at(0, 0) }),
        ("no_point_there", Some(at(100, 100)))
    );
}

#[test]
fn moves_that_would_fold_cross_or_turn_inside_out_are_refused() {
    let territory = lattice(2, 2);
    let to = |x, y| refused(&territory, &Edit::MovePoint { at: at(100, 100), to: at(x, y) }).0;
    assert_eq!(to(100, 250), "would_cross");
    assert_eq!(to(100, 200), "would_cross", "onto another point");
    assert_eq!(to(50, 0), "would_cross", "onto a line");
    let island = grids(&[shape(&[&[(0, 0), (100, 0), (50, 50)]])]);
    let over = Edit::MovePoint { at: at(50, 50), to: at(50, -50) };
    assert_eq!(refused(&island, &over).0, "would_turn_inside_out");
}

#[test]
fn a_border_does_not_pass_over_an_island() {
    let mut frame = square(0, 0, 300);
    frame.polygons[0].holes.push(ring(&[(100, 100), (100, 110), (110, 110), (110, 100)]));
    let territory = grids(&[frame, square(100, 100, 10), square(-300, 0, 300)]);
    let west = border_between(&territory, ONE, Some(AreaId(4)));
    let around = Edit::Reshape { border: west, path: path(&[(200, 0), (200, 300)]) };
    assert_eq!(refused(&territory, &around).0, "would_cross");
    let over = Edit::Reshape { border: west, path: path(&[(200, 50), (200, 200)]) };
    assert_eq!(refused(&territory, &over), ("would_swallow_island", Some(at(100, 100))));
}

#[test]
fn points_come_and_go() {
    let mut territory = lattice(2, 1);
    let border = border_between(&territory, ONE, Some(TWO));
    let before = territory.hash();
    done(&mut territory, &Edit::InsertPoint { border, after: 0, at: at(110, 50) });
    assert_eq!(doubled(&territory, ONE), 21_000);
    assert_eq!(
        refused(&territory, &Edit::InsertPoint { border, after: 2, at: at(0, 0) }).0,
        "unknown_segment"
    );
    done(&mut territory, &Edit::RemovePoint { at: at(110, 50) });
    assert_eq!(territory.hash(), before);
    assert_eq!(refused(&territory, &Edit::RemovePoint { at: at(100, 0) }).0, "node_joins_borders");
    done(&mut territory, &Edit::RemovePoint { at: at(0, 0) });
    assert_eq!(doubled(&territory, ONE), 10_000);
    assert_eq!(
        refused(&territory, &Edit::RemovePoint { at: at(0, 100) }).0,
        "would_cross",
        "no ground would be left"
    );
}

#[test]
fn an_island_loses_points_down_to_three() {
    let mut territory = grids(&[square(0, 0, 100)]);
    done(&mut territory, &Edit::RemovePoint { at: at(0, 0) });
    for corner in [at(100, 0), at(100, 100), at(0, 100)] {
        assert_eq!(refused(&territory, &Edit::RemovePoint { at: corner }), ("too_few_points", Some(corner)));
    }
}

#[test]
fn a_stroke_from_outside_to_outside_splits_what_it_crosses() {
    let mut territory = lattice(2, 1);
    let edited = done(&mut territory, &sibling(ONE, &[(-50, 50), (250, 50)]));
    let [new] = edited.created[..] else { panic!("one new area") };
    assert_eq!((territory.locate(at(50, 75)), territory.locate(at(50, 25))), (Some(new), Some(ONE)));
    assert_eq!(territory.area(new).unwrap().parent, Some(COMMUNITY));
    assert_eq!((doubled(&territory, ONE), doubled(&territory, new)), (10_000, 10_000));
    assert_eq!(territory.counts().faces, 3, "the neighbour is not cut");
    let merged = done(&mut territory, &Edit::Merge { areas: vec![ONE, new], into: ONE });
    assert_eq!(merged.patch.areas.len(), 1);
    // What it was, but for the points on the outer borders.
    for place in [at(0, 50), at(100, 50)] {
        done(&mut territory, &Edit::RemovePoint { at: place });
    }
    assert_eq!(territory.hash(), lattice(2, 1).hash());
}

#[test]
fn a_stroke_that_leaves_and_returns_cuts_every_time() {
    // A comb with three teeth, cut across its teeth.
    let comb: &[(i32, i32)] = &[
        (0, 0),
        (500, 0),
        (500, 200),
        (400, 200),
        (400, 100),
        (300, 100),
        (300, 200),
        (200, 200),
        (200, 100),
        (100, 100),
        (100, 200),
        (0, 200),
    ];
    let mut territory = grids(&[shape(&[comb])]);
    let edited = done(&mut territory, &sibling(ONE, &[(-10, 150), (510, 150)]));
    let new = edited.created[0];
    assert_eq!((territory.metrics(new).unwrap().parts, territory.metrics(ONE).unwrap().parts), (3, 1));
    assert_eq!(doubled(&territory, new), 2 * 3 * 100 * 50);
}

#[test]
fn a_stroke_through_a_hole_divides_though_neither_piece_does_alone() {
    let mut frame = square(0, 0, 300);
    frame.polygons[0].holes.push(ring(&[(100, 100), (100, 200), (200, 200), (200, 100)]));
    let mut territory = grids(&[frame]);
    let half = sibling(ONE, &[(-10, 150), (150, 150)]);
    assert_eq!(refused(&territory, &half).0, "path_does_not_divide", "it ends in the hole");
    let edited = done(&mut territory, &sibling(ONE, &[(-10, 150), (310, 150)]));
    assert_eq!(doubled(&territory, edited.created[0]), 2 * (300 * 150 - 100 * 50));
    done(&mut territory, &Edit::Merge { areas: vec![edited.created[0]], into: ONE });
    assert_eq!((territory.counts().faces, territory.counts().borders), (2, 2));
}

#[test]
fn a_closed_path_cuts_out_what_is_in_it_whichever_way_it_runs() {
    for points in [
        [(20, 20), (60, 20), (60, 60), (20, 60), (20, 20)],
        [(20, 20), (20, 60), (60, 60), (60, 20), (20, 20)],
    ] {
        let mut territory = lattice(1, 1);
        let edited = done(&mut territory, &sibling(ONE, &points));
        assert_eq!(territory.locate(at(40, 40)), Some(edited.created[0]));
        assert_eq!(territory.outline(ONE).unwrap().polygons[0].holes.len(), 1);
        // A second island inside the first.
        let inner = sibling(edited.created[0], &[(30, 30), (40, 30), (40, 40), (30, 30)]);
        let inner = done(&mut territory, &inner).created[0];
        // And a ring around the first, which changes the face that the first lies in.
        let ring = done(&mut territory, &sibling(ONE, &[(10, 10), (80, 10), (80, 80), (10, 80), (10, 10)]))
            .created[0];
        assert_eq!(
            [at(5, 5), at(15, 15), at(25, 25), at(35, 32)].map(|place| territory.locate(place)),
            [Some(ONE), Some(ring), Some(edited.created[0]), Some(inner)]
        );
    }
}

#[test]
fn a_path_that_begins_on_the_border_may_miss_it_by_rounding() {
    let slanting = shape(&[&[(0, 0), (1000, 0), (1000, 333), (0, 1000)]]);
    let mut territory = grids(&[slanting]);
    // The border passes 0.4 units beside (500, 666).
    let edited = done(&mut territory, &sibling(ONE, &[(500, 666), (500, 300), (500, 0)]));
    assert_eq!(territory.outline(edited.created[0]).unwrap().polygons[0].outer.len(), 5);
    assert!(territory.outline(ONE).unwrap().polygons[0].outer.contains(&at(500, 666)));
}

#[test]
fn bad_paths_are_refused_with_their_place() {
    let territory = lattice(2, 1);
    let split = |points: &[(i32, i32)]| refused(&territory, &sibling(ONE, points));
    assert_eq!(split(&[(-10, 50), (50, 50)]), ("path_ends_inside", Some(at(50, 50))));
    assert_eq!(split(&[(40, 40), (60, 60)]), ("path_ends_inside", Some(at(40, 40))));
    assert_eq!(split(&[(-10, 50), (150, 50), (50, 90), (50, 10)]), ("path_crosses_itself", Some(at(50, 50))));
    assert_eq!(split(&[(10, 10)]).0, "path_too_short");
    assert_eq!(split(&[(-10, -10), (200, -10)]).0, "path_does_not_divide");
    assert_eq!(split(&[(0, 0), (0, 100)]).0, "path_does_not_divide", "it runs along the border");
    assert_eq!(refused(&territory, &sibling(COMMUNITY, &[(-10, 50), (250, 50)])).0, "not_finest");
    assert_eq!(refused(&territory, &sibling(AreaId(99), &[(-10, 50), (250, 50)])).0, "unknown_area");
}

#[test]
fn a_path_that_winds_leaves_the_number_to_the_largest_piece() {
    // The path comes back over the border, so some of its strokes have its left on both sides.
    let mut territory = grids(&[
        shape(&[&[(24, 16), (40, 16), (40, 24), (36, 24), (33, 24), (24, 24), (24, 20)]]),
        shape(&[&[(20, 16), (24, 16), (24, 20), (24, 24), (33, 24), (36, 24), (36, 36), (20, 36)]]),
    ]);
    let face = territory.faces_of(ONE).to_vec();
    let winding = sibling(ONE, &[(29, 36), (36, 23), (22, 34), (40, 10)]);
    let new = done(&mut territory, &winding).created;
    assert_eq!(territory.counts().faces, 3);
    done(&mut territory, &Edit::Merge { areas: new, into: ONE });
    assert_eq!(territory.faces_of(ONE), face);
}
