//! Buildings of a joined map.
//!
//! A building goes with the ground it stands on, see [`Edit`](geo_core::territory::Edit): so each draft decided where its
//! own borders passed over one. Two borders drawn apart may together pass over a building that neither passed over alone,
//! or leave one where it was. Whoever had drawn both would have seen it, and so it is judged once more.

use super::drawn_again::areas_about;
use geo_core::territory::{BuildingId, Change, Patch, Territory};
use std::collections::BTreeSet;

/// What two drafts did together, with the buildings that went with their ground where that lies on the joined map.
/// `None` when the records of the three do not fit.
pub(super) fn with_followers(base: &Territory, drafts: [&Patch; 2]) -> Option<Patch> {
    let both = drafts[0].then(drafts[1]);
    let [one, two, joined] = [drafts[0], drafts[1], &both].map(|patch| {
        let mut map = base.clone();
        map.apply(patch).is_ok().then_some(map)
    });
    let (one, two, joined) = (one?, two?, joined?);
    let about =
        areas_about(base, &both).into_iter().chain(areas_about(&joined, &both)).collect::<BTreeSet<_>>();
    let housed =
        about.iter().flat_map(|area| [base.buildings_of(*area), joined.buildings_of(*area)].concat());
    let goes_with_ground =
        |id: BuildingId| [base, &one, &two].iter().all(|map| stands_on_its_own(map, base, id));
    let moved = |id: BuildingId| {
        let building = joined.building(id)?;
        let ground =
            joined.locate(building.at).filter(|ground| *ground != building.area && goes_with_ground(id))?;
        let after = geo_core::territory::Building { area: ground, ..building.clone() };
        Some(Change { id, before: Some(building.clone()), after: Some(after) })
    };
    let buildings = housed.collect::<BTreeSet<_>>().into_iter().filter_map(moved).collect();
    Some(both.then(&Patch { buildings, ..Patch::default() }))
}

/// Whether a building belongs to the ground it stands on, if it is there; on ground that came to be nobody's it stays what
/// it was.
fn stands_on_its_own(map: &Territory, base: &Territory, id: BuildingId) -> bool {
    map.building(id).is_none_or(|building| match map.locate(building.at) {
        Some(ground) => ground == building.area,
        None => base.building(id) == Some(building) && base.locate(building.at).is_some(),
    })
}
