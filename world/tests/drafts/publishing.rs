//! What of a draft is published.

use crate::common::{at, lattice};
use crate::desk::Drawing;
use geo_core::territory::{AreaId, Edit};
use world::{DrawCommand, Hash, Intent, World, prepared};

#[test]
fn a_dragged_corner_is_published_with_all_areas_that_meet_there() {
    let mut begun = lattice(3, 3);
    let ids: Vec<AreaId> = begun.areas().map(|(id, _)| id).collect();
    for (number, area) in (100..).zip(ids) {
        let code = Some(number.to_string().parse().unwrap());
        begun = begun.decide_next(&Edit::SetCode { area, code }).unwrap().1;
    }
    let mut drawing = Drawing::begin("d-1", &begun);
    let edit = Edit::MovePoint { at: at(100, 100), to: at(110, 130) };
    drawing.submit(&DrawCommand::Edit(Box::new(edit))).unwrap();
    let intent =
        Intent { effective_from: "2026-12-01T00:00:00Z".parse().unwrap(), note: None, input: Hash([8; 32]) };
    let publication = prepared(&World::default(), &drawing.draft, intent).unwrap();
    let map = &drawing.draft.map;
    let moved = map.areas().filter(|(id, _)| map.outline(*id) != begun.outline(*id));
    let moved: Vec<_> =
        moved.map(|(id, area)| (area.code.clone().unwrap(), map.outline(id).unwrap())).collect();
    assert_eq!(moved.len(), 4);
    for (code, outline) in moved {
        let put = publication.put.iter().find(|new| new.area.code == code).expect("it is published");
        assert_eq!(*put.outline, outline);
    }
}
