//! What a step was, in short: what undo would take back, what the history lists.
//!
//! An edit can carry megabytes of path; who reads a list wants to know what was done to what, by name.

use super::forms::StepLabel;
use geo_core::territory::{AreaId, Carved, Edit, Patch, Territory};
use world::{Drawn, PlanDraft, Step};

/// The names of areas as they were when a step was drawn.
pub struct Names<'a> {
    draft: &'a PlanDraft,
    /// How many steps had been drawn by then, this one included.
    steps: usize,
}

impl<'a> Names<'a> {
    /// At the step of a number, counted from 1.
    pub const fn at(draft: &'a PlanDraft, step: usize) -> Self {
        Self { draft, steps: step }
    }

    /// What an area was called; none for one that there never was.
    fn of(&self, id: AreaId) -> Option<String> {
        let steps = &self.draft.steps()[..self.steps.min(self.draft.steps().len())];
        let (own, earlier) = steps.split_last()?;
        // What the step itself took away is called what it was before.
        let by_own = changed(&own.patch, id).map(|[before, after]| after.or(before).unwrap_or_default());
        let by_earlier = || {
            let mut found = earlier.iter().rev().filter_map(|step| changed(&step.patch, id));
            found.next().map(|[before, after]| after.or(before).unwrap_or_default())
        };
        by_own.or_else(by_earlier).or_else(|| named(&self.draft.begun, id))
    }
}

fn changed(patch: &Patch, id: AreaId) -> Option<[Option<String>; 2]> {
    let place = patch.areas.binary_search_by_key(&id, |change| change.id).ok()?;
    let change = &patch.areas[place];
    Some([&change.before, &change.after].map(|area| area.as_ref().map(|area| area.name.clone())))
}

fn named(map: &Territory, id: AreaId) -> Option<String> {
    map.area(id).map(|area| area.name.clone())
}

/// What a step was.
pub fn label(step: &Step, names: &Names<'_>) -> StepLabel {
    match &step.drawn {
        Drawn::Edit(edit) => of_edit(edit, names),
        Drawn::Merge { draft, .. } => {
            StepLabel { kind: "merged".to_owned(), merged: Some(draft.clone()), ..StepLabel::default() }
        }
    }
}

fn of_edit(edit: &Edit, names: &Names<'_>) -> StepLabel {
    let label = |kind: &str, area: Option<String>, to: Option<String>, count: usize| StepLabel {
        kind: kind.to_owned(),
        area,
        to,
        count,
        merged: None,
    };
    let name = |id: &AreaId| names.of(*id);
    match edit {
        Edit::MovePoint { .. } => label("move_point", None, None, 1),
        Edit::InsertPoint { .. } => label("insert_point", None, None, 1),
        Edit::RemovePoint { .. } => label("remove_point", None, None, 1),
        Edit::Reshape { .. } => label("reshape", None, None, 1),
        Edit::Split { area, .. } => label("split", name(area), None, 1),
        Edit::Merge { areas, into } => label("merge", name(into), None, areas.len()),
        Edit::GiveFaces { faces, to } => label("give_faces", name(to), None, faces.len()),
        Edit::GiveBuildings { buildings, to } => label("give_buildings", name(to), None, buildings.len()),
        Edit::Carve { to: Carved::Existing { area }, .. } => label("carve_to", name(area), None, 1),
        Edit::Carve { to: Carved::New { area, .. }, .. } => {
            label("carve_new", Some(area.name.clone()), None, 1)
        }
        Edit::Gather { areas, new, .. } => label("gather", Some(new.name.clone()), None, areas.len()),
        Edit::SetParent { area, parent } => {
            label("set_parent", name(area), parent.as_ref().and_then(name), 1)
        }
        Edit::SetCode { area, code } => {
            label("set_code", name(area), code.as_ref().map(ToString::to_string), 1)
        }
        Edit::SetName { name, .. } => label("set_name", Some(name.clone()), None, 1),
        Edit::SetKind { area, kind } => label("set_kind", name(area), kind.clone(), 1),
        Edit::BindTeam { area, team } => label("bind_team", name(area), team.clone(), 1),
        Edit::PutBuilding { name, .. } => label("put_building", Some(name.clone()), None, 1),
        Edit::RemoveBuilding { .. } => label("remove_building", None, None, 1),
        Edit::Many { edits } => {
            let numbers = !edits.is_empty() && edits.iter().all(|edit| matches!(edit, Edit::SetCode { .. }));
            label(if numbers { "number" } else { "many" }, None, None, edits.len())
        }
    }
}
