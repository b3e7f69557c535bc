//! Two drafts of one map, merged either way.

use crate::common::random::{any_map, any_whim};
use crate::common::{at, lattice};
use crate::desk::Drawing;
use geo_core::territory::{Edit, NewArea, Patch, SplitInto, Territory};
use proptest::prelude::*;
use std::collections::BTreeSet;
use world::{Conflict, DrawCommand, JoinedHow, Merged, NotMerged, PlanDraft, merged};

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
                for (mut drawing, merged, from) in [(mine, into_mine, "d-2"), (other, into_other, "d-1")] {
                    let own = drawing.draft.map.clone();
                    let as_drawn = merged.joined.how == JoinedHow::AsDrawn;
                    drawing.take_in(from, merged).unwrap();
                    prop_assert_eq!(drawing.draft.map.validate(), []);
                    maps.push(looks(&drawing.draft.map));
                    for (id, area) in own.areas().filter(|_| as_drawn) {
                        let there = drawing.draft.map.area(id);
                        prop_assert!(there.is_none_or(|there| there.level == area.level), "numbers stay");
                    }
                    if drawing.draft.map.hash() != begun.hash() && drawing.draft.undoes().is_some() {
                        let hash = drawing.draft.map.hash();
                        drawing.submit(&DrawCommand::Undo).unwrap();
                        drawing.submit(&DrawCommand::Redo).unwrap();
                        prop_assert_eq!(drawing.draft.map.hash(), hash);
                    }
                }
                prop_assert_eq!(&maps[0], &maps[1]);
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
            joined.apply(&patch.unwrap().patch).unwrap();
            prop_assert_eq!(looks(&joined), looks(&one));
        }
    }

    /// Merged, drawn on, and merged again, either way: the same map, or the same refusal.
    #[test]
    fn merging_again_is_the_same_either_way(
        map in any_map(),
        whims in prop::collection::vec(any_whim(), 4..14),
        turns in prop::collection::vec((any::<bool>(), 0..3_u8), 4..14),
    ) {
        let begun = map.territory();
        let mut pair = [Drawing::begin("d-1", &begun), Drawing::begin("d-2", &begun)];
        for (whim, (of_first, turn)) in whims.iter().zip(&turns) {
            let [mine, other] = if *of_first { [0, 1] } else { [1, 0] };
            if *turn == 0 {
                let ways = [merged(&pair[0].draft, &pair[1].draft), merged(&pair[1].draft, &pair[0].draft)];
                let looked: Vec<_> = ways.iter().zip(&pair).map(|(way, drawing)| way.as_ref().map(|merged| {
                    let mut joined = drawing.draft.map.clone();
                    joined.apply(&merged.patch).unwrap();
                    assert_eq!(joined.validate(), []);
                    looks(&joined)
                })).collect();
                match &looked[..] {
                    [Ok(one), Ok(two)] => prop_assert_eq!(one, two),
                    [Err(NotMerged::Conflicts(one)), Err(NotMerged::Conflicts(two))] => {
                        // New records have other numbers in the other draft.
                        let what = |conflicts: &[Conflict]| {
                            let mut what: Vec<_> = conflicts.iter().map(|conflict| conflict.what.clone()).collect();
                            what.sort();
                            what
                        };
                        prop_assert_eq!(what(one), what(two));
                    }
                    [Err(NotMerged::Refused(one)), Err(NotMerged::Refused(two))] => prop_assert_eq!(one.code, two.code),
                    ways => prop_assert!(false, "merged one way only: {ways:?}"),
                }
                let way = ways.into_iter().nth(mine).unwrap();
                let from = pair[other].draft.id.clone();
                if let Ok(merged) = way {
                    pair[mine].take_in(&from, merged).unwrap();
                    // At once again there is nothing left to join.
                    if let Ok(again) = merged_again(&pair[mine], &pair[other]) {
                        prop_assert!(again.patch.is_empty());
                    }
                }
            } else {
                let drawing = &mut pair[mine];
                if let Some(edit) = whim.edit(&drawing.draft.map, map.scale()) {
                    let _ = drawing.submit(&DrawCommand::Edit(Box::new(edit)));
                }
            }
        }
    }

    /// Edits far from each other, some before the first merge and some after it: all come together, in any order of merges.
    #[test]
    fn no_conflict_is_invented_when_merging_again(
        places in prop::sample::subsequence((0..16_usize).collect::<Vec<_>>(), 6..16),
        kinds in prop::collection::vec(any::<bool>(), 16),
        first_into_second in prop::collection::vec(any::<bool>(), 4),
    ) {
        // Four by four blocks of three by three squares: what is done in the middle of one touches no other.
        let begun = lattice(12, 12);
        let edit = |place: usize| {
            let (x, y) = (300 * (place as i32 % 4) + 100, 300 * (place as i32 / 4) + 100);
            match kinds[place] {
                true => Edit::MovePoint { at: at(x, y), to: at(x + 20, y + 10) },
                false => {
                    let area = begun.locate(at(x + 50, y + 50)).unwrap();
                    let path = vec![at(x + 30, y), at(x + 30, y + 50), at(x, y + 50)];
                    let into = SplitInto::Sibling(NewArea::named(format!("new {place}")));
                    Edit::Split { area, path, into }
                }
            }
        };
        let mut pair = [Drawing::begin("d-1", &begun), Drawing::begin("d-2", &begun)];
        let rounds = places.chunks(places.len().div_ceil(first_into_second.len()));
        for (round, into_second) in rounds.zip(&first_into_second) {
            for (turn, place) in round.iter().enumerate() {
                pair[turn % 2].submit(&DrawCommand::Edit(Box::new(edit(*place)))).unwrap();
            }
            let [mine, other] = if *into_second { [1, 0] } else { [0, 1] };
            let merged = merged(&pair[mine].draft, &pair[other].draft);
            prop_assert!(merged.is_ok(), "{merged:?}");
            let from = pair[other].draft.id.clone();
            pair[mine].take_in(&from, merged.unwrap()).unwrap();
        }
        let last = if first_into_second[places.chunks(places.len().div_ceil(4)).count() - 1] { 1 } else { 0 };
        let mut expected = begun.clone();
        for place in &places {
            expected = expected.decide_next(&edit(*place)).unwrap().1;
        }
        prop_assert_eq!(looks(&pair[last].draft.map), looks(&expected));
        // Another process reads the stream.
        let mut told = PlanDraft::begin(&pair[last].entries[0], begun).unwrap();
        pair[last].entries[1..].iter().for_each(|entry| told.apply(entry));
        prop_assert_eq!((told.map.hash(), told.map.next_ids()), (pair[last].draft.map.hash(), pair[last].draft.map.next_ids()));
    }
}

fn merged_again(mine: &Drawing, other: &Drawing) -> Result<Merged, NotMerged> {
    merged(&mine.draft, &other.draft)
}

fn refusal(result: Result<Merged, NotMerged>) -> &'static str {
    match result {
        Err(NotMerged::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_merged_is_refused_by_name() {
    let begun = lattice(4, 4);
    let moved = |id: &str, x: i32, y: i32| {
        let mut drawing = Drawing::begin(id, &begun);
        let edit = Edit::MovePoint { at: at(x, y), to: at(x + 20, y + 10) };
        drawing.submit(&DrawCommand::Edit(Box::new(edit))).unwrap();
        drawing
    };
    let (mut one, mut two, mut three) =
        (moved("d-1", 100, 100), moved("d-2", 300, 300), moved("d-3", 100, 300));
    assert_eq!(refusal(merged_again(&one, &one)), "merged_into_itself");
    // Each takes the other in without knowing of it.
    let (into_one, into_two) = (merged_again(&one, &two).unwrap(), merged_again(&two, &one).unwrap());
    one.take_in("d-2", into_one).unwrap();
    two.take_in("d-1", into_two).unwrap();
    assert_eq!(refusal(merged_again(&one, &two)), "merges_crossed");
    assert_eq!(refusal(merged_again(&two, &one)), "merges_crossed");
    // Once one of the two is undone it can be.
    two.submit(&DrawCommand::Undo).unwrap();
    let again = merged_again(&two, &one).unwrap();
    two.take_in("d-1", again).unwrap();
    assert_eq!(looks(&two.draft.map), looks(&one.draft.map));
    // A third that both took in.
    let into_three = merged_again(&three, &two).unwrap();
    three.take_in("d-2", into_three).unwrap();
    assert_eq!(refusal(merged_again(&three, &one)), "merges_crossed");
    three.submit(&DrawCommand::Discard).unwrap();
    assert_eq!(refusal(merged_again(&three, &one)), "draft_discarded");
    assert_eq!(refusal(merged_again(&one, &three)), "draft_discarded");
}
