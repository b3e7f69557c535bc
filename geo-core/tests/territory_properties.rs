//! What must hold of every map after every edit, tried on random maps and random sequences of edits.

#[path = "territory_common/cases.rs"]
mod cases;
#[path = "territory_common/mod.rs"]
mod common;

use cases::cases;
use common::random::{any_map, any_whim, points};
use common::{drawn_otherwise, line};
use geo_core::territory::{
    AreaId, BorderId, BuildingId, Check, Edit, EditError, FaceId, Ids, NewArea, Patch, Records, SplitInto,
    Territory,
};
use geo_core::{Polygon, Position, Shape};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn doubled(part: &Polygon) -> i128 {
    let rings = std::iter::once(&part.outer).chain(&part.holes);
    let products = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).map(|(a, b)| {
        i128::from(a.lon_e7()) * i128::from(b.lat_e7()) - i128::from(a.lat_e7()) * i128::from(b.lon_e7())
    });
    products.sum()
}

/// What areas add up to is what their outlines enclose, and their borders are those of their level or wider ones.
fn areas_agree_with_their_outlines(territory: &Territory) -> Result<(), TestCaseError> {
    for (id, area) in territory.areas() {
        let (metrics, outline) = (territory.metrics(id).unwrap(), territory.outline(id).unwrap());
        prop_assert_eq!(outline.polygons.iter().map(doubled).sum::<i128>(), metrics.doubled_units);
        prop_assert_eq!(outline.polygons.len() as u32, metrics.parts);
        prop_assert!((outline.area().0 - metrics.area.0).abs() <= 1e-9 * metrics.area.0 + 1e-3);
        let under: BTreeSet<FaceId> = territory.faces_under(id).into_iter().collect();
        let bounds = |border: &geo_core::territory::Border| {
            under.contains(&border.left) != under.contains(&border.right)
        };
        let expected: Vec<BorderId> =
            territory.borders().filter(|(_, border)| bounds(border)).map(|(id, _)| id).collect();
        prop_assert_eq!(territory.borders_of(id).collect::<Vec<_>>(), expected.clone());
        prop_assert!(expected.iter().all(|border| territory.border_level(*border).unwrap() <= area.level));
        let below: Vec<_> =
            territory.children(id).iter().map(|child| territory.metrics(*child).unwrap()).collect();
        if !below.is_empty() {
            prop_assert_eq!(
                below.iter().map(|child| child.doubled_units).sum::<i128>(),
                metrics.doubled_units
            );
            prop_assert_eq!(
                below.iter().map(|child| child.square_millimetres).sum::<i128>(),
                metrics.square_millimetres
            );
            prop_assert_eq!(below.iter().map(|child| child.households).sum::<u32>(), metrics.households);
        }
    }
    Ok(())
}

/// Whatever a patch does that leaves the borders of nobody's ground alone, the whole stays as large as it was.
fn the_whole_stays(before: &Territory, after: &Territory, patch: &Patch) -> Result<(), TestCaseError> {
    let nobodys = |state: &Territory| -> Vec<(BorderId, Vec<Position>, [bool; 2])> {
        let outer = state.borders().map(|(id, border)| {
            (id, line(state, border), [border.left, border.right].map(|face| state.area_of(face).is_none()))
        });
        outer.filter(|(_, _, sides)| sides[0] || sides[1]).collect()
    };
    let whole = |state: &Territory| -> (i128, i128) {
        let tops =
            state.areas().filter(|(_, area)| area.parent.is_none()).map(|(id, _)| state.metrics(id).unwrap());
        tops.fold((0, 0), |sum, top| (sum.0 + top.doubled_units, sum.1 + top.square_millimetres))
    };
    if nobodys(before) == nobodys(after) {
        prop_assert_eq!(whole(before), whole(after), "{:?}", patch);
    }
    Ok(())
}

/// The same change made to the records, where it is simple enough to be made by hand.
fn by_hand(territory: &Territory, edit: &Edit) -> Option<Records> {
    let mut records = territory.records();
    let bend = |records: &Records, at: &Position| {
        let borders = records.borders.iter().enumerate();
        borders
            .flat_map(|(n, (_, border))| {
                border.points.iter().enumerate().map(move |(m, point)| (n, m, *point))
            })
            .find(|(_, _, point)| point == at)
    };
    match edit {
        Edit::MovePoint { at, to } => match bend(&records, at) {
            Some((border, point, _)) => records.borders[border].1.points[point] = *to,
            None => records.nodes.iter_mut().find(|(_, node)| node.at == *at)?.1.at = *to,
        },
        Edit::RemovePoint { at } => {
            let (border, point, _) = bend(&records, at)?;
            records.borders[border].1.points.remove(point);
        }
        Edit::InsertPoint { border, after, at } => {
            records.borders.iter_mut().find(|(id, _)| id == border)?.1.points.insert(*after, *at);
        }
        Edit::Reshape { border, path } => {
            let found = records.borders.iter_mut().find(|(id, _)| id == border)?;
            let ends = [found.1.from, found.1.to].map(|node| territory.node(node).unwrap().at);
            if path.first() == Some(&ends[0]) || path.last() == Some(&ends[1]) {
                return None;
            }
            found.1.points.clone_from(path);
        }
        _ => return None,
    }
    Some(records)
}

/// Whether a shape lies within the box of a ring, but for the unit or two that rounding moves.
fn is_within(shape: &Shape, ring: &[Position]) -> bool {
    let ends = |axis: fn(Position) -> i32| {
        let all = ring.iter().map(|place| axis(*place));
        all.clone().min().unwrap() - 2..=all.max().unwrap() + 2
    };
    let (lon, lat) = (ends(Position::lon_e7), ends(Position::lat_e7));
    let mut outer = shape.polygons.iter().flat_map(|part| &part.outer);
    outer.all(|place| lon.contains(&place.lon_e7()) && lat.contains(&place.lat_e7()))
}

/// Where buildings stand, for those that belong to the area they stand in.
fn at_home(territory: &Territory) -> BTreeMap<BuildingId, AreaId> {
    let buildings =
        territory.buildings().filter(|(_, building)| territory.locate(building.at) == Some(building.area));
    buildings.map(|(id, building)| (id, building.area)).collect()
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn every_accepted_edit_leaves_a_sound_map_and_can_be_undone(map in any_map(), whims in prop::collection::vec(any_whim(), 1..24)) {
        let mut territory = map.territory();
        prop_assert_eq!(territory.validate(), []);
        for whim in whims {
            let Some(edit) = whim.edit(&territory, map.scale()) else { continue };
            let before = territory.clone();
            let decided = territory.decide(&edit);
            prop_assert_eq!(territory.hash(), before.hash());
            if let Some(records) = by_hand(&territory, &edit) {
                // The judge of edits and the judge of maps are of one mind.
                let judged = Territory::from_records(records, Check::Everything);
                prop_assert_eq!(decided.is_ok(), judged.is_ok(), "{:?}: {:?} but {:?}", edit, decided.as_ref().err(), judged.err());
            }
            if let Edit::Carve { ring, .. } = &edit {
                let gone: Vec<AreaId> = match &decided {
                    Ok(edited) => edited.patch.areas.iter().filter(|change| change.after.is_none()).map(|change| change.id).collect(),
                    Err(EditError::WouldSwallowAreas { areas, .. }) => areas.clone(),
                    Err(_) => Vec::new(),
                };
                for area in gone {
                    prop_assert!(is_within(&before.outline(area).unwrap(), ring), "{} is swallowed by {:?}", area, ring);
                }
            }
            let Ok(edited) = decided else { continue };
            territory.apply(&edited.patch).unwrap();
            prop_assert_eq!(territory.validate(), [], "{:?}", edit);
            let mut undone = territory.clone();
            undone.apply(&edited.patch.inverse()).unwrap();
            prop_assert_eq!(undone.hash(), before.hash());
            prop_assert_eq!(undone.validate(), []);
            prop_assert_eq!(&edited.redrawn, &drawn_otherwise(&territory, &before));
            let redrawn = undone.redrawn(&territory, &edited.patch.inverse());
            prop_assert_eq!(redrawn, drawn_otherwise(&before, &territory));
            prop_assert!(edited.patch.then(&edited.patch.inverse()).is_empty());
            prop_assert!(edited.patch.is_empty() || territory.apply(&edited.patch).is_err(), "twice");
            areas_agree_with_their_outlines(&territory)?;
            the_whole_stays(&before, &territory, &edited.patch)?;
            let changed: BTreeSet<AreaId> = edited.metrics.iter().map(|change| change.area).collect();
            for area in before.areas().chain(territory.areas()).map(|(id, _)| id) {
                prop_assert_eq!(before.metrics(area) != territory.metrics(area), changed.contains(&area));
            }
            let (home, given) = (at_home(&before), matches!(edit, Edit::GiveBuildings { .. } | Edit::Many { .. } | Edit::Merge { .. }));
            // Who was given to an area stays below it as long as it is there.
            for (id, was) in before.buildings().filter(|(id, _)| !home.contains_key(id) && !given) {
                let owner = territory.building(id).map(|building| building.area);
                let mut owners = std::iter::successors(owner, |area| territory.area(*area)?.parent);
                let stays = territory.area(was.area).is_some() && !matches!(edit, Edit::PutBuilding { .. });
                prop_assert!(!stays || owners.any(|owner| owner == was.area), "{} of {}", id, was.area);
            }
            // Who stood in his area stands in his area, unless he was given away or nobody has the ground.
            for (id, _) in home.into_iter().filter(|_| !given) {
                let building = territory.building(id).unwrap();
                let here = territory.locate(building.at);
                prop_assert!(here.is_none_or(|here| here == building.area), "{} in {:?} but {}", id, here, building.area);
            }
        }
    }

    #[test]
    fn what_was_split_and_merged_is_as_before_but_for_points_on_borders(map in any_map(), whims in prop::collection::vec(any_whim(), 1..8)) {
        let mut territory = map.territory();
        for whim in whims {
            let Some(Edit::Split { area, path, into: SplitInto::Sibling(new) }) = whim.edit(&territory, map.scale()) else { continue };
            let before = territory.clone();
            let Ok((edited, mut next)) = territory.decide_next(&Edit::Split { area, path, into: SplitInto::Sibling(new) }) else { continue };
            let merge = next.decide(&Edit::Merge { areas: edited.created, into: area }).unwrap();
            next.apply(&merge.patch).unwrap();
            let old: BTreeSet<Position> = points(&before).into_iter().collect();
            let all = points(&next);
            prop_assert!(old.iter().all(|point| all.contains(point)));
            prop_assert_eq!(next.counts(), before.counts());
            // A point that was put beside a line moved it; it may have to stay until others are gone.
            let mut removed = next.clone();
            let mut added: Vec<Position> = all.into_iter().filter(|point| !old.contains(point)).collect();
            while let Some(place) = added.iter().position(|at| removed.decide(&Edit::RemovePoint { at: *at }).is_ok()) {
                let patch = removed.decide(&Edit::RemovePoint { at: added.remove(place) }).unwrap().patch;
                removed.apply(&patch).unwrap();
            }
            prop_assert!(added.is_empty());
            prop_assert_eq!(removed.hash(), before.hash());
            territory = next;
        }
    }

    #[test]
    fn edits_that_touch_nothing_in_common_commute(map in any_map(), one in prop::collection::vec(any_whim(), 1..6), two in prop::collection::vec(any_whim(), 1..6)) {
        let base = map.territory();
        let Ids { node, border, face, area, building } = base.next_ids();
        let mut other = base.clone();
        other.reserve(Ids { node: node + 1000, border: border + 1000, face: face + 1000, area: area + 1000, building: building + 1000 });
        for (one, two) in one.iter().flat_map(|one| two.iter().map(move |two| (one, two))) {
            let (Some(one), Some(two)) = (one.edit(&base, map.scale()), two.edit(&other, map.scale())) else { continue };
            let (Ok(one), Ok(two)) = (base.decide(&one), other.decide(&two)) else { continue };
            if one.patch.touched().meets(&two.patch.touched()) {
                continue;
            }
            let in_order = |patches: [&Patch; 2]| -> Option<Territory> {
                let mut territory = base.clone();
                for patch in patches {
                    territory.decide_patch(patch).ok()?;
                    territory.apply(patch).ok()?;
                }
                Some(territory)
            };
            let (first, second) = (in_order([&one.patch, &two.patch]), in_order([&two.patch, &one.patch]));
            prop_assert_eq!(first.as_ref().map(Territory::hash), second.as_ref().map(Territory::hash));
            if let Some(both) = first {
                prop_assert_eq!(both.validate(), []);
                let joined = one.patch.then(&two.patch);
                prop_assert_eq!(&joined, &two.patch.then(&one.patch));
                let mut at_once = base.clone();
                at_once.apply(&joined).unwrap();
                prop_assert_eq!(at_once.hash(), both.hash());
            }
        }
    }

    #[test]
    fn merging_is_the_same_whoever_stays(map in any_map(), number in any::<usize>()) {
        let territory = map.territory();
        let areas: Vec<AreaId> = territory.areas().map(|(id, _)| id).collect();
        let one = areas[number % areas.len()];
        for two in areas {
            let merged = |areas: AreaId, into: AreaId| territory.decide_next(&Edit::Merge { areas: vec![areas], into });
            match (merged(one, two), merged(two, one)) {
                (Ok((first, in_two)), Ok((second, in_one))) => {
                    prop_assert_eq!(in_two.outline(two), in_one.outline(one));
                    prop_assert_eq!(in_two.metrics(two), in_one.metrics(one));
                    prop_assert_eq!((in_two.validate(), in_one.validate()), (vec![], vec![]));
                    prop_assert_eq!(first.patch.borders, second.patch.borders);
                }
                (first, second) => prop_assert_eq!(first.map(|_| ()).map_err(|error| error.code()), second.map(|_| ()).map_err(|error| error.code())),
            }
        }
    }

    #[test]
    fn several_edits_at_once_are_the_same_one_by_one(map in any_map(), whims in prop::collection::vec(any_whim(), 1..6)) {
        let base = map.territory();
        let (mut territory, mut edits, mut patch) = (base.clone(), Vec::new(), Patch::default());
        for whim in whims {
            let Some(edit) = whim.edit(&territory, map.scale()) else { continue };
            let Ok(edited) = territory.decide(&edit) else { continue };
            territory.apply(&edited.patch).unwrap();
            patch = patch.then(&edited.patch);
            edits.push(edit);
        }
        let (at_once, next) = base.decide_next(&Edit::Many { edits }).unwrap();
        prop_assert_eq!(&at_once.patch, &patch);
        prop_assert_eq!(&at_once.redrawn, &drawn_otherwise(&next, &base));
        prop_assert_eq!(next.hash(), territory.hash());
        let text = serde_json::to_string(&at_once.patch).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Patch>(&text).unwrap(), &patch);
        let again = Territory::from_records(territory.records(), Check::Everything).unwrap();
        prop_assert_eq!((again.hash(), again.next_ids()), (territory.hash(), territory.next_ids()));
    }

    #[test]
    fn a_place_is_in_the_area_whose_outline_holds_it(map in any_map(), places in prop::collection::vec((-5..80_i32, -5..80_i32), 40)) {
        let territory = map.territory();
        let outlines: Vec<_> = territory.areas().filter(|(id, _)| territory.children(*id).is_empty()).map(|(id, area)| (area.level, id, territory.outline(id).unwrap())).collect();
        let index = geo_core::AreaIndex::build(outlines.iter().map(|(level, id, outline)| (*level, *id, outline)));
        let free = places.into_iter().map(|place| map.scale().quarters(place, (0, 0)));
        for place in free.chain(points(&territory)) {
            prop_assert_eq!(territory.locate(place), index.locate(place).finest().map(|(_, area)| *area), "{}", place);
        }
    }
}

#[test]
fn a_new_area_has_what_it_was_given() {
    let territory = common::lattice(1, 1);
    let new =
        NewArea { code: Some("42".parse().unwrap()), team: Some("T1".into()), ..NewArea::named("north") };
    let path = vec![common::at(0, 50), common::at(100, 50)];
    let (edited, next) =
        territory.decide_next(&Edit::Split { area: AreaId(2), path, into: SplitInto::Sibling(new) }).unwrap();
    let area = next.area(edited.created[0]).unwrap();
    assert_eq!((area.code.as_ref().unwrap().as_str(), area.team.as_deref()), ("42", Some("T1")));
}
