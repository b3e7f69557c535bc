//! How two maps differ, area by area, building by building, team by team.
//!
//! Areas are matched by code, which is what people know them by; one without a code (drawn a moment ago) by its number.

use super::alike::alike;
use geo_core::territory::{Area, AreaId, Metrics, Territory};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What became of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Became {
    /// It is new.
    Created,
    /// It ended.
    Retired,
    /// It is another than it was.
    Changed,
}

/// An area that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaDifference {
    /// What became of it.
    pub change: Became,
    /// The area in the map where it is, the later one if in both.
    pub area: Area,
    /// Its number in the earlier and in the later map.
    pub ids: [Option<AreaId>; 2],
    /// Its figures in the earlier and in the later map.
    pub metrics: [Option<Metrics>; 2],
    /// What differs: `outline`, `households`, `buildings`, `name`, `kind`, `parent`, `team`, `code`.
    pub fields: Vec<&'static str>,
}

/// A building that belongs to another area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildingDifference {
    /// The code of the place.
    pub code: String,
    /// Households in it.
    pub households: u32,
    /// The area it belonged to and the one it belongs to; `None` where it is not there.
    pub areas: [Option<Name>; 2],
}

/// An area by what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Name {
    /// Its code, if it has one.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
}

/// How two maps differ.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Areas, widest first, in order of code.
    pub areas: Vec<AreaDifference>,
    /// Buildings, in order of code.
    pub buildings: Vec<BuildingDifference>,
    /// Teams bound to other areas, in order of team.
    pub teams: Vec<(String, [Option<Name>; 2])>,
}

/// The differences from an earlier map to a later one.
pub fn difference(earlier: &Territory, later: &Territory) -> Difference {
    let maps = [earlier, later];
    let [before, after] = maps.map(by_key);
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut areas: Vec<AreaDifference> =
        keys.into_iter().filter_map(|key| of_area(maps, [before.get(key), after.get(key)])).collect();
    areas.sort_by(|a, b| (a.area.level, &a.area.code, a.ids).cmp(&(b.area.level, &b.area.code, b.ids)));
    Difference { areas, buildings: of_buildings(maps), teams: of_teams(maps) }
}

type Key = (Option<geo_core::AreaCode>, Option<AreaId>);

fn by_key(map: &Territory) -> BTreeMap<Key, AreaId> {
    map.areas()
        .map(|(id, area)| match &area.code {
            Some(code) => ((Some(code.clone()), None), id),
            None => ((None, Some(id)), id),
        })
        .collect()
}

fn of_area(maps: [&Territory; 2], ids: [Option<&AreaId>; 2]) -> Option<AreaDifference> {
    let ids = ids.map(Option::<&AreaId>::copied);
    let there = |side: usize| ids[side].and_then(|id| Some((maps[side].area(id)?, maps[side].metrics(id)?)));
    let (change, area, fields) = match (there(0), there(1)) {
        (None, None) => return None,
        (None, Some((area, _))) => (Became::Created, area, Vec::new()),
        (Some((area, _)), None) => (Became::Retired, area, Vec::new()),
        (Some((one, first)), Some((two, second))) => {
            let name = |side: usize, area: &Area| area.parent.map(|parent| called(maps[side], parent));
            let fields = [
                ("outline", differs(maps, ids, [&first, &second])),
                ("households", first.households != second.households),
                ("buildings", first.buildings != second.buildings),
                ("name", one.name != two.name),
                ("kind", one.kind != two.kind),
                ("parent", name(0, one) != name(1, two)),
                ("team", one.team != two.team),
            ];
            let differing: Vec<_> =
                fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
            if differing.is_empty() {
                return None;
            }
            (Became::Changed, two, differing)
        }
    };
    let metrics = [there(0), there(1)].map(|found| found.map(|(_, metrics)| metrics));
    Some(AreaDifference { change, area: area.clone(), ids, metrics, fields })
}

/// Whether an area lies otherwise in two maps, as people see it. The figures tell at once for nearly all.
fn differs(maps: [&Territory; 2], ids: [Option<AreaId>; 2], [first, second]: [&Metrics; 2]) -> bool {
    let has_other_figures =
        first.doubled_units != second.doubled_units || first.perimeter != second.perimeter;
    let outline = |side: usize| maps[side].outline(ids[side]?);
    has_other_figures && !outline(0).zip(outline(1)).is_some_and(|(one, two)| alike(&one, &two))
}

fn called(map: &Territory, area: AreaId) -> Name {
    let area = map.area(area);
    Name {
        code: area.and_then(|area| area.code.as_ref()).map(ToString::to_string),
        name: area.map_or_else(String::new, |area| area.name.clone()),
    }
}

/// Whether two names are those of one area: by code where both have one, for an area may be called something else.
fn same(areas: &[Option<Name>; 2]) -> bool {
    match areas {
        [Some(Name { code: Some(one), .. }), Some(Name { code: Some(two), .. })] => one == two,
        [one, two] => one == two,
    }
}

fn of_buildings(maps: [&Territory; 2]) -> Vec<BuildingDifference> {
    let [before, after] = maps.map(|map| {
        map.buildings().map(|(_, building)| (building.name.clone(), building)).collect::<BTreeMap<_, _>>()
    });
    let codes: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let differing = codes.into_iter().filter_map(|code| {
        let there = [before.get(code), after.get(code)];
        let areas = [0, 1].map(|side| there[side].map(|building| called(maps[side], building.area)));
        let households = there[1].or(there[0]).map_or(0, |building| building.households);
        (!same(&areas)).then(|| BuildingDifference { code: code.clone(), households, areas })
    });
    differing.collect()
}

fn of_teams(maps: [&Territory; 2]) -> Vec<(String, [Option<Name>; 2])> {
    let [before, after] = maps.map(|map| {
        let bound = map.areas().filter_map(|(id, area)| Some((area.team.clone()?, called(map, id))));
        bound.collect::<BTreeMap<String, Name>>()
    });
    let teams: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let differing = teams.into_iter().filter_map(|team| {
        let areas = [before.get(team).cloned(), after.get(team).cloned()];
        (!same(&areas)).then(|| (team.clone(), areas))
    });
    differing.collect()
}
