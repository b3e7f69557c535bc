//! What a draft adds to an edit before the kernel sees it: words are looked at, and a team is taken from where it was.

use crate::records::GridKind;
use crate::{Refusal, text};
use dispatch::TeamId;
use geo_core::territory::{AreaId, Carved, Edit, NewArea, SplitInto, Territory};
use std::collections::BTreeSet;

/// What the words in an edit must be like, and that it stays within what a draft is for.
///
/// # Errors
/// `buildings_come_from_register`, `unknown_area_kind`, `bad_code` of a team, and the faults of texts.
pub(super) fn check(edit: &Edit) -> Result<(), Refusal> {
    new_areas(edit).into_iter().try_for_each(|area| {
        text::name("name", &area.name)?;
        kind(area.kind.as_deref())?;
        team(area.team.as_deref())
    })?;
    match edit {
        Edit::SetName { name, .. } => text::name("name", name),
        Edit::SetKind { kind: named, .. } => kind(named.as_deref()),
        Edit::BindTeam { team: bound, .. } => team(bound.as_deref()),
        Edit::Many { edits } => edits.iter().try_for_each(check),
        Edit::PutBuilding { .. } | Edit::RemoveBuilding { .. } => {
            Err(Refusal::new("buildings_come_from_register"))
        }
        _ => Ok(()),
    }
}

/// A kind that the register knows: no other would be published.
fn kind(kind: Option<&str>) -> Result<(), Refusal> {
    let unknown = kind.filter(|kind| GridKind::named(kind).is_none());
    unknown.map_or(Ok(()), |kind| Err(Refusal::new("unknown_area_kind").with("kind", kind)))
}

fn team(team: Option<&str>) -> Result<(), Refusal> {
    let bad = team.filter(|team| TeamId::new(*team).is_err());
    bad.map_or(Ok(()), |team| Err(Refusal::new("bad_code").with("code", team)))
}

/// The areas that an edit makes, not those of edits inside it.
fn new_areas(edit: &Edit) -> Vec<&NewArea> {
    match edit {
        Edit::Split { into: SplitInto::Sibling(area), .. }
        | Edit::Carve { to: Carved::New { area, .. }, .. }
        | Edit::Gather { new: area, .. } => vec![area],
        Edit::Split { into: SplitInto::Children { areas, .. }, .. } => areas.iter().collect(),
        _ => Vec::new(),
    }
}

/// A team serves one area: binding it to another takes it from where it was.
pub(super) fn with_teams_moved(map: &Territory, edit: &Edit) -> Edit {
    let mut bound = Bound::default();
    bound.find(edit);
    if bound.teams.is_empty() {
        return edit.clone();
    }
    let left = map.areas().filter(|(id, area)| {
        !bound.areas.contains(id) && area.team.as_ref().is_some_and(|team| bound.teams.contains(team))
    });
    let mut edits: Vec<Edit> = left.map(|(area, _)| Edit::BindTeam { area, team: None }).collect();
    if edits.is_empty() {
        return edit.clone();
    }
    edits.push(edit.clone());
    Edit::Many { edits }
}

/// What an edit binds.
#[derive(Default)]
struct Bound<'a> {
    /// Areas that were there.
    areas: BTreeSet<AreaId>,
    teams: BTreeSet<&'a String>,
}

impl<'a> Bound<'a> {
    fn find(&mut self, edit: &'a Edit) {
        self.teams.extend(new_areas(edit).into_iter().filter_map(|area| area.team.as_ref()));
        match edit {
            Edit::BindTeam { area, team } => {
                self.areas.insert(*area);
                self.teams.extend(team);
            }
            Edit::Many { edits } => edits.iter().for_each(|edit| self.find(edit)),
            _ => {}
        }
    }
}
