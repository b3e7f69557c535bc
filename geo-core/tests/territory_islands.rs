//! A street space with many compounds in it: edits near them, through them and around them.

#[path = "territory_common/mod.rs"]
mod common;

use common::{COMMUNITY, at, done, grids, refused, ring, shape, square};
use geo_core::territory::{
    AreaId, BorderId, Carved, CarvedGround, Edit, FaceId, NewArea, SplitInto, Swallowed, Territory,
};
use geo_core::{Position, Shape};

/// The ground between the compounds.
const STREETS: AreaId = AreaId(2);
/// From one compound to the next, and how wide one is.
const STEP: i32 = 100;
const SIDE: i32 = 60;

/// `columns` by `rows` compounds, numbered from 3 eastwards and then northwards, as islands of one area.
fn compounds(columns: i32, rows: i32) -> Territory {
    let mut streets =
        shape(&[&[(0, 0), (columns * STEP, 0), (columns * STEP, rows * STEP), (0, rows * STEP)]]);
    let mut shapes: Vec<Shape> = Vec::new();
    for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
        let (west, south) = (column * STEP + 20, row * STEP + 20);
        shapes.push(square(west, south, SIDE));
        let corners =
            [(west, south), (west, south + SIDE), (west + SIDE, south + SIDE), (west + SIDE, south)];
        streets.polygons[0].holes.push(ring(&corners));
    }
    shapes.insert(0, streets);
    grids(&shapes)
}

fn compound(columns: i32, column: i32, row: i32) -> AreaId {
    AreaId((3 + row * columns + column) as u32)
}

fn only_border(territory: &Territory, area: AreaId) -> BorderId {
    let [border] = territory.borders_of(area).collect::<Vec<_>>()[..] else {
        panic!("an island has one border")
    };
    border
}

/// The points of an island's border as they follow from its node on, with others in place of one side.
fn reshaped(territory: &Territory, border: BorderId, far: &[(i32, i32)]) -> Edit {
    let line = common::line(territory, territory.border(border).unwrap());
    let mut path: Vec<Position> = line[1..line.len() - 1].to_vec();
    path.extend(ring(far));
    Edit::Reshape { border, path }
}

#[test]
fn a_compound_is_changed_within_the_streets() {
    let mut territory = compounds(12, 12);
    let edited = done(&mut territory, &Edit::MovePoint { at: at(580, 580), to: at(595, 590) });
    assert_eq!((edited.patch.borders.len() + edited.patch.nodes.len(), edited.metrics.len()), (1, 2));
    done(&mut territory, &Edit::RemovePoint { at: at(595, 590) });
}

#[test]
fn a_compound_does_not_cross_or_swallow_another() {
    let territory = compounds(12, 12);
    let cross = Edit::MovePoint { at: at(580, 580), to: at(640, 590) };
    assert_eq!(refused(&territory, &cross).0, "would_cross");
    // From the south-western corner on clockwise or counter-clockwise, and then far around the next one.
    let border = only_border(&territory, compound(12, 5, 5));
    let line = common::line(&territory, territory.border(border).unwrap());
    assert_eq!(line[0], at(520, 520));
    let around_the_southern = match line[1] == at(580, 520) {
        true => [(510, 580), (510, 410), (590, 410), (590, 510), (515, 510)].to_vec(),
        false => [(590, 510), (590, 410), (510, 410), (510, 510)].to_vec(),
    };
    let error = refused(&territory, &reshaped(&territory, border, &around_the_southern));
    assert_eq!(error, ("would_swallow_island", Some(at(520, 420))));
}

#[test]
fn the_streets_do_not_shrink_past_a_compound() {
    let territory = compounds(12, 12);
    let outer =
        territory.borders().find(|(_, border)| [border.left, border.right].contains(&FaceId::OUTSIDE));
    let (border, there) = outer.unwrap();
    let line = common::line(&territory, there);
    // The north-eastern corner is left out by far: two compounds would lie outside, the least of them first.
    let path = line[1..line.len() - 1].iter().flat_map(|point| match *point == at(1200, 1200) {
        true if line[1] == at(1200, 0) => ring(&[(1200, 1000), (1000, 1000), (1000, 1200)]),
        true => ring(&[(1000, 1200), (1000, 1000), (1200, 1000)]),
        false => vec![*point],
    });
    let (code, place) = refused(&territory, &Edit::Reshape { border, path: path.collect() });
    assert_eq!(code, "would_swallow_island");
    assert!(place.unwrap().lon_e7() >= 1000 && place.unwrap().lat_e7() >= 1000, "{place:?}");
}

#[test]
fn the_streets_are_divided_and_each_part_has_its_compounds() {
    let mut territory = compounds(12, 12);
    for path in [
        [(-10, 300), (1210, 300)].to_vec(),
        [(1210, 910), (-10, 890)].to_vec(),
        // Around four compounds, without touching anything.
        [(410, 410), (590, 410), (590, 590), (410, 590), (410, 410)].to_vec(),
        // Through four, around the crossing between them.
        [(750, 340), (850, 340), (850, 460), (750, 460), (750, 340)].to_vec(),
    ] {
        let before = territory.clone();
        let new = SplitInto::Sibling(NewArea::named("new"));
        let edited = done(&mut territory, &Edit::Split { area: STREETS, path: ring(&path), into: new });
        assert_eq!(edited.created.len(), 1);
        assert_eq!(territory.counts().faces, before.counts().faces + 1, "{path:?}");
        done(&mut territory, &Edit::Merge { areas: edited.created, into: STREETS });
        for area in before.areas().map(|(id, _)| id) {
            let doubled = |state: &Territory| state.metrics(area).unwrap().doubled_units;
            assert_eq!(doubled(&territory), doubled(&before), "{path:?}");
        }
        assert_eq!(territory.counts().faces, before.counts().faces);
    }
}

#[test]
fn ground_is_carved_out_of_the_streets() {
    let mut territory = compounds(12, 12);
    let carve = |corners: &[(i32, i32)], swallowed| Edit::Carve {
        ring: ring(corners),
        to: Carved::New {
            area: NewArea::named("new"),
            level: geo_core::Level::Grid,
            parent: Some(COMMUNITY),
        },
        swallowed,
        ground: CarvedGround::OfAreas,
    };
    // Between compounds; over parts of four; around one.
    let edited =
        done(&mut territory, &carve(&[(582, 582), (618, 582), (618, 618), (582, 618)], Swallowed::Refuse));
    assert_eq!(territory.metrics(edited.created[0]).unwrap().doubled_units, 2 * 36 * 36);
    done(&mut territory, &carve(&[(250, 250), (350, 250), (350, 350), (250, 350)], Swallowed::Refuse));
    let around_one = [(910, 910), (990, 910), (990, 990), (910, 990)];
    assert_eq!(refused(&territory, &carve(&around_one, Swallowed::Refuse)).0, "would_swallow_areas");
    let edited = done(&mut territory, &carve(&around_one, Swallowed::Retire));
    assert_eq!(territory.metrics(edited.created[0]).unwrap().doubled_units, 2 * 80 * 80);
}

#[test]
fn buildings_follow_the_ground_inside_a_ring_that_touches_no_border() {
    for closed in [true, false] {
        let mut territory = compounds(3, 3);
        let put = |x, y| Edit::PutBuilding {
            id: None,
            at: at(x, y),
            households: 7,
            area: None,
            footprint: None,
            name: String::new(),
        };
        for (x, y) in [(150, 150), (125, 125)] {
            done(&mut territory, &put(x, y));
        }
        let corners = [(140, 140), (160, 140), (160, 160), (140, 160), (140, 140)];
        let (area, grid) = (compound(3, 1, 1), geo_core::Level::Grid);
        let to = Carved::New { area: NewArea::named("new"), level: grid, parent: Some(COMMUNITY) };
        let new = SplitInto::Sibling(NewArea::named("new"));
        let edited = match closed {
            true => done(&mut territory, &Edit::Split { area, path: ring(&corners), into: new }),
            false => done(
                &mut territory,
                &Edit::Carve {
                    ring: ring(&corners),
                    to,
                    swallowed: Swallowed::Refuse,
                    ground: CarvedGround::OfAreas,
                },
            ),
        };
        let moved: Vec<_> =
            edited.moved.iter().map(|moved| (moved.building.0, moved.from, moved.to)).collect();
        assert_eq!(moved, [(1, area, edited.created[0])]);
    }
}

#[test]
fn small_ground_joins_the_large_without_touching_its_other_borders() {
    // The small face comes first, so its number is the lesser one.
    let mut territory = grids(&[
        square(0, 0, 100),
        shape(&[&[(100, 0), (900, 0), (900, 900), (0, 900), (0, 100), (100, 100)]]),
        shape(&[&[(900, 0), (1900, 0), (1900, 450), (900, 450)]]),
        shape(&[&[(900, 450), (1900, 450), (1900, 900), (900, 900)]]),
        shape(&[&[(0, 900), (900, 900), (900, 1800), (0, 1800)]]),
    ]);
    let (small, large) = (territory.faces_of(AreaId(2))[0], territory.faces_of(AreaId(3))[0]);
    assert!(small < large);
    let others: Vec<BorderId> = territory
        .borders()
        .filter(|(_, border)| {
            let sides = [border.left, border.right];
            sides.contains(&large) && !sides.contains(&small) && !sides.contains(&FaceId::OUTSIDE)
        })
        .map(|(id, _)| id)
        .collect();
    assert_eq!(others.len(), 3);
    let edited = done(&mut territory, &Edit::Merge { areas: vec![AreaId(2)], into: AreaId(3) });
    assert_eq!(territory.faces_of(AreaId(3)), [large]);
    let touched = edited.patch.touched().borders;
    assert!(others.iter().all(|border| !touched.contains(border)), "{touched:?}");
    // An island is smaller than what is around it, whatever their numbers are.
    let mut territory = compounds(3, 3);
    let streets = territory.faces_of(STREETS).to_vec();
    let face = territory.faces_of(compound(3, 1, 1)).to_vec();
    let new = SplitInto::Sibling(NewArea::named("half"));
    let split = Edit::Split { area: compound(3, 1, 1), path: ring(&[(180, 130), (120, 130)]), into: new };
    let half = done(&mut territory, &split).created[0];
    // Its ground joins the streets; the other half stays what it was.
    let merged = territory.faces_of(half).to_vec();
    assert_eq!(refused(&territory, &Edit::GiveFaces { faces: merged, to: STREETS }).0, "would_empty_area");
    done(&mut territory, &Edit::Merge { areas: vec![half], into: STREETS });
    assert_eq!(
        (territory.faces_of(STREETS), territory.faces_of(compound(3, 1, 1))),
        (&streets[..], &face[..])
    );
}
