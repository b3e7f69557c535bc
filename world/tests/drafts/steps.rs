//! Undo, redo, and the stream that tells it all again.

use crate::common::random::{any_map, any_whim};
use crate::desk::Drawing;
use proptest::prelude::*;
use world::{DrawCommand, PlanDraft};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("MUSTER_SOAK").is_some() { 10_000 } else { 96 }))]

    #[test]
    fn steps_can_be_taken_back_done_again_and_told_again(
        map in any_map(),
        whims in prop::collection::vec(any_whim(), 1..8),
        turns in prop::collection::vec(0..4_u8, 0..24),
    ) {
        let begun = map.territory();
        let mut drawing = Drawing::begin("d-1", &begun).draw(&whims, &map);
        // What the map was after each step: where undo and redo have to come out.
        let mut maps = vec![begun.hash()];
        let mut again = begun.clone();
        for step in drawing.draft.steps() {
            again.apply(&step.patch).unwrap();
            maps.push(again.hash());
        }
        prop_assert_eq!(*maps.last().unwrap(), drawing.draft.map.hash());
        let mut place = maps.len() - 1;
        for turn in turns {
            let before = drawing.draft.map.hash();
            let (command, next) = match turn {
                0 | 1 => (DrawCommand::Undo, place.checked_sub(1)),
                _ => (DrawCommand::Redo, Some(place + 1).filter(|next| *next < maps.len())),
            };
            let done = drawing.submit(&command);
            prop_assert_eq!(done.is_ok(), next.is_some());
            if next.is_none() {
                prop_assert_eq!(drawing.draft.map.hash(), before);
            }
            place = next.unwrap_or(place);
            prop_assert_eq!(drawing.draft.map.hash(), maps[place]);
        }
        // The net effect in one go, and there and back.
        let net = drawing.draft.net();
        let mut at_once = begun.clone();
        at_once.apply(&net).unwrap();
        prop_assert_eq!(at_once.hash(), drawing.draft.map.hash());
        at_once.apply(&net.inverse()).unwrap();
        prop_assert_eq!(at_once.hash(), begun.hash());
        prop_assert_eq!(drawing.draft.map.validate(), []);
        // Another process reads the stream.
        let mut told = PlanDraft::begin(&drawing.entries[0], begun).unwrap();
        drawing.entries[1..].iter().for_each(|entry| told.apply(entry));
        prop_assert_eq!(told.map.hash(), drawing.draft.map.hash());
        prop_assert_eq!((told.steps().len(), told.in_effect()), (drawing.draft.steps().len(), drawing.draft.in_effect()));
    }
}
