//! What the registers say otherwise than a map that an earlier draft left: a new draft begins with what is so now.

use crate::World;
use crate::records::{Area, Team};
use dispatch::TeamId;
use geo_core::AreaCode;
use geo_core::territory::{Building, BuildingId, Change, Patch, Territory};
use std::collections::BTreeSet;

impl World {
    /// What has become different since a map was drawn: the names, kinds and teams of its areas, and buildings. `self`
    /// is the district as it will be when the map's version is in force, see [`World::on`].
    pub fn since(&self, map: &Territory) -> Patch {
        Patch { buildings: self.buildings_since(map), ..self.areas_since(map) }
    }

    /// Areas go by their code; one that the register does not know stays as drawn.
    fn areas_since(&self, map: &Territory) -> Patch {
        let changed = map.areas().filter_map(|(id, drawn)| {
            let there = self.truth.areas.get(drawn.code.as_ref()?)?;
            let now = geo_core::territory::Area {
                name: there.name.clone(),
                kind: there.grid_kind.map(|kind| kind.name().to_owned()),
                team: self.team_of(there, drawn.team.as_deref()),
                ..drawn.clone()
            };
            (now != *drawn).then(|| Change { id, before: Some(drawn.clone()), after: Some(now) })
        });
        Patch { areas: changed.collect(), ..Patch::default() }
    }

    /// The team that the register has at an area: the one that was drawn there if it is still at home there.
    fn team_of(&self, area: &Area, drawn: Option<&str>) -> Option<String> {
        let lives_here = |team: &Team| !team.retired && team.home.as_ref() == Some(&area.code);
        let drawn = drawn.and_then(|team| self.truth.teams.get(&TeamId::new(team).ok()?));
        let drawn = drawn.filter(|team| lives_here(team)).map(|team| &team.code);
        drawn.or_else(|| self.liaison_team_at(&area.code)).map(ToString::to_string)
    }

    pub(super) fn liaison_team_at(&self, code: &AreaCode) -> Option<&TeamId> {
        self.liaison_teams_at(code).next()
    }

    /// Buildings in the register of places. Whose they are stays as drawn; a new one belongs to the area it lies in.
    fn buildings_since(&self, map: &Territory) -> Vec<Change<BuildingId, Building>> {
        let mut changes = Vec::new();
        let mut known = BTreeSet::new();
        for (id, building) in map.buildings() {
            known.insert(building.name.as_str());
            let place = self.truth.places.get(building.name.as_str());
            let after = place.and_then(|place| {
                let footprint = place.outline.as_deref().cloned();
                let at = place.position;
                Some(Building { at, households: place.households?, footprint, ..building.clone() })
            });
            if after.as_ref() != Some(building) {
                changes.push(Change { id, before: Some(building.clone()), after });
            }
        }
        let new = self.truth.places.iter().filter(|place| !known.contains(place.code.as_str()));
        let new = new.filter_map(|place| {
            Some(Building {
                at: place.position,
                households: place.households?,
                area: map.locate(place.position)?,
                footprint: place.outline.as_deref().cloned(),
                name: place.code.clone(),
            })
        });
        let numbered = (map.next_ids().building..).zip(new);
        changes.extend(numbered.map(|(number, building)| Change {
            id: BuildingId(number),
            before: None,
            after: Some(building),
        }));
        changes
    }
}
