//! Two drafts of one map, merged either way.

use crate::common::random::{any_map, any_whim};
use crate::desk::Drawing;
use geo_core::territory::{Patch, Territory};
use proptest::prelude::*;
use std::collections::BTreeSet;
use world::{DrawCommand, Hash, NotMerged, merged};

/// Records of the map as it was that a patch changes: by kind and number.
fn touched(begun: &Territory, patch: &Patch) -> BTreeSet<(u8, u32)> {
    let nodes = patch.nodes.iter().map(|change| (0, change.id.0));
    let borders = patch.borders.iter().map(|change| (1, change.id.0));
    let faces = patch.faces.iter().map(|change| (2, change.id.0));
    let areas = patch.areas.iter().map(|change| (3, change.id.0));
    let buildings = patch.buildings.iter().map(|change| (4, change.id.0));
    let next = begun.next_ids();
    let first_new = [next.node, next.border, next.face, next.area, next.building];
    let all = nodes.chain(borders).chain(faces).chain(areas).chain(buildings);
    all.filter(|(kind, id)| *id < first_new[usize::from(*kind)]).collect()
}

/// What a map looks like, whatever its new records are numbered.
fn looks(map: &Territory) -> Vec<String> {
    let mut areas: Vec<String> = map
        .areas()
        .map(|(id, area)| {
            let parent = area.parent.and_then(|parent| map.area(parent)).map(|parent| parent.level);
            let buildings: BTreeSet<_> = map
                .buildings()
                .filter(|(_, building)| building.area == id)
                .map(|(_, building)| (building.at.lon_e7(), building.at.lat_e7(), building.households))
                .collect();
            let metrics = map.metrics(id).unwrap_or_default();
            let (level, name) = (area.level, &area.name);
            format!("{level:?} {name} under {parent:?}: {metrics:?} {buildings:?} {:?}", map.outline(id))
        })
        .collect();
    areas.sort();
    areas
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("MUSTER_SOAK").is_some() { 10_000 } else { 160 }))]

    #[test]
    fn merging_is_the_same_either_way(
        map in any_map(),
        whims in prop::collection::vec(any_whim(), 1..7),
        others in prop::collection::vec(any_whim(), 1..7),
    ) {
        let begun = map.territory();
        let mine = Drawing::begin("d-1", &begun).draw(&whims, &map);
        let other = Drawing::begin("d-2", &begun).draw(&others, &map);
        let before = [mine.draft.map.hash(), other.draft.map.hash()];
        let ways = [merged(&mine.draft, &other.draft), merged(&other.draft, &mine.draft)];
        prop_assert_eq!([mine.draft.map.hash(), other.draft.map.hash()], before, "looking changes nothing");
        match ways {
            [Ok(into_mine), Ok(into_other)] => {
                let mut maps = Vec::new();
                for (mut drawing, patch, from) in [(mine, into_mine, "d-2"), (other, into_other, "d-1")] {
                    let draft = from.to_owned();
                    drawing
                        .submit(&DrawCommand::Merge { draft, head: Hash([1; 32]), patch: Box::new(patch) })
                        .unwrap();
                    prop_assert_eq!(drawing.draft.map.validate(), []);
                    maps.push(drawing.draft.map.hash());
                    if drawing.draft.map.hash() != begun.hash() && drawing.draft.undoes().is_some() {
                        drawing.submit(&DrawCommand::Undo).unwrap();
                        drawing.submit(&DrawCommand::Redo).unwrap();
                        prop_assert_eq!(drawing.draft.map.hash(), maps[maps.len() - 1]);
                    }
                }
                prop_assert_eq!(maps[0], maps[1]);
            }
            [Err(one), Err(two)] => {
                prop_assert_eq!(&one, &two);
                let NotMerged::Conflicts(conflicts) = one else { panic!("{one:?}") };
                prop_assert!(!conflicts.is_empty());
            }
            ways => prop_assert!(false, "merged one way only: {ways:?}"),
        }
    }

    #[test]
    fn no_conflict_is_invented(map in any_map(), whim in any_whim(), other in any_whim()) {
        let begun = map.territory();
        let draw = |id: &str, whim| Drawing::begin(id, &begun).draw(std::slice::from_ref(whim), &map);
        let (mine, other) = (draw("d-1", &whim), draw("d-2", &other));
        let both = [mine.draft.net(), other.draft.net()].map(|patch| touched(&begun, &patch));
        // Drawn one after the other, in either order.
        let after = |first: &Drawing, second: &Drawing| {
            let mut map = first.draft.map.clone();
            for edit in second.edits() {
                map = map.decide_next(edit).ok()?.1;
            }
            Some(map)
        };
        let Some((one, two)) = after(&mine, &other).zip(after(&other, &mine)) else { return Ok(()) };
        if both[0].is_disjoint(&both[1]) && looks(&one) == looks(&two) {
            let patch = merged(&mine.draft, &other.draft);
            prop_assert!(patch.is_ok(), "{:?}", patch);
            let mut joined = mine.draft.map.clone();
            joined.apply(&patch.unwrap()).unwrap();
            prop_assert_eq!(looks(&joined), looks(&one));
        }
    }
}
