//! Drafts as the browser sees them.

use super::folder::OpenDraft;
use super::forms::*;
use super::glance::Glance;
use super::label::{Names, label};
use crate::http::{Language, words};
use geo_core::territory::{AreaId, Border, BorderId, Building, BuildingId, Edited, FaceId, Territory};
use geo_core::{AreaCode, Bounds, Level, Position, Shape};
use std::collections::{BTreeMap, BTreeSet};
use world::{Conflict, Issue, PlanDraft, PlanRules, World};

/// Points of borders sent at once; a window with more gets the borders of the wider levels only.
const MOST_POINTS: usize = 200_000;

/// A point for JSON.
pub fn point(position: Position) -> Point {
    [position.lon(), position.lat()]
}

/// Issues.
pub fn issues(issues: Vec<Issue>) -> Vec<IssueView> {
    let view = |issue: Issue| IssueView {
        code: issue.code.to_owned(),
        area: issue.area,
        at: issue.at.map(point),
        blocking: issue.blocking,
        params: issue.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    issues.into_iter().map(view).collect()
}

/// GeoJSON `MultiPolygon`.
pub fn geometry(shape: &Shape) -> serde_json::Value {
    let ring = |ring: &Vec<Position>| -> Vec<Point> {
        ring.iter().chain(ring.first()).map(|at| point(*at)).collect()
    };
    let parts: Vec<Vec<Vec<Point>>> = shape
        .polygons
        .iter()
        .map(|part| std::iter::once(&part.outer).chain(&part.holes).map(ring).collect())
        .collect();
    serde_json::json!({ "type": "MultiPolygon", "coordinates": parts })
}

/// The words of a code in every language of the product.
fn words_of(code: &str, params: &BTreeMap<String, serde_json::Value>) -> Worded {
    let in_language = |language| words::of(code, language, params).detail;
    Worded { zh: in_language(Language::Chinese), en: in_language(Language::English) }
}

/// Something that keeps two drafts from being merged.
pub fn conflict(conflict: &Conflict) -> ConflictView {
    let what = conflict.what.as_str();
    let code = match what {
        "node" | "border" | "face" | "area" | "building" => format!("conflict_{what}"),
        "unknown_area" => "area_gone".to_owned(),
        refused => refused.to_owned(),
    };
    let place = conflict.at.iter().flat_map(|at| [("lon", at.lon()), ("lat", at.lat())]);
    let params = place.map(|(name, value)| (name.to_owned(), value.into())).collect();
    ConflictView {
        what: conflict.what.clone(),
        id: conflict.id,
        at: conflict.at.map(point),
        words: words_of(&code, &params),
    }
}

/// A page of what was done to a draft: the steps before one, as many as there is room for.
pub fn history(draft: &PlanDraft, before: usize, room: usize) -> History {
    let end = before.saturating_sub(1).min(draft.steps().len());
    let first = end.saturating_sub(room);
    let steps = (first + 1..=end).zip(&draft.steps()[first..end]).map(|(number, step)| StepView {
        step: number,
        at: step.at,
        by: step.by.clone(),
        in_effect: number <= draft.in_effect(),
        what: label(step, &Names::at(draft, number)),
    });
    History { steps: steps.collect(), total: draft.steps().len() }
}

/// A border.
pub fn border(map: &Territory, id: BorderId, border: &Border) -> BorderView {
    let end = |node| map.node(node).map(|node| point(node.at));
    let inside = border.points.iter().copied().map(point);
    BorderView {
        id,
        from: border.from,
        to: border.to,
        left: border.left,
        right: border.right,
        level: map.border_level(id),
        points: end(border.from).into_iter().chain(inside).chain(end(border.to)).collect(),
    }
}

/// A building; its name is that of its place.
pub fn building(world: &World, id: BuildingId, building: &Building) -> BuildingView {
    BuildingView {
        id,
        code: building.name.clone(),
        name: place_name(world, &building.name),
        at: point(building.at),
        households: building.households,
        area: building.area,
    }
}

fn place_name(world: &World, code: &str) -> String {
    world.place_register().get(code).map_or_else(|| code.to_owned(), |place| place.name.clone())
}

/// An area.
pub fn area(rules: &PlanRules, map: &Territory, id: AreaId) -> Option<AreaView> {
    let area = map.area(id)?;
    Some(AreaView {
        id,
        level: area.level,
        code: area.code.clone(),
        name: area.name.clone(),
        kind: area.kind.clone(),
        parent: area.parent,
        team: area.team.clone(),
        metrics: map.metrics(id).unwrap_or_default().into(),
        label: map.outline(id).and_then(|outline| outline.label_point()).map(point),
        has_children: !map.children(id).is_empty(),
        badges: world::badges(rules, map, id).into_iter().map(str::to_owned).collect(),
    })
}

/// All areas.
pub fn areas(rules: &PlanRules, draft: &PlanDraft) -> AreasView {
    let areas = draft.map.areas().filter_map(|(id, _)| area(rules, &draft.map, id)).collect();
    AreasView { step: draft.in_effect(), hash: draft.map.hash(), areas }
}

/// The map within a window.
pub fn map(world: &World, draft: &PlanDraft, window: Option<Bounds>) -> MapView {
    let map = &draft.map;
    let within: Vec<(BorderId, &Border)> = match window {
        None => map.borders().collect(),
        Some(window) => {
            let ids: BTreeSet<BorderId> = map.borders_in(window).into_iter().collect();
            ids.into_iter().filter_map(|id| Some((id, map.border(id)?))).collect()
        }
    };
    let points = |(_, border): &(BorderId, &Border)| border.points.len() + 2;
    let (mut levels, mut chosen, mut sent) = (Vec::new(), Vec::new(), 0);
    // Widest first, as many levels as there is room for; the widest always.
    let known: BTreeSet<Option<Level>> = within.iter().map(|(id, _)| map.border_level(*id)).collect();
    // Edges of declared holes divide no two areas: they come last.
    let (holes, areas): (Vec<_>, Vec<_>) = known.into_iter().partition(Option::is_none);
    let mut complete = true;
    for level in areas.into_iter().chain(holes) {
        let of_level: Vec<_> = within.iter().filter(|(id, _)| map.border_level(*id) == level).collect();
        let more: usize = of_level.iter().map(|border| points(border)).sum();
        if sent > 0 && sent + more > MOST_POINTS {
            complete = false;
            break;
        }
        sent += more;
        levels.extend(level);
        chosen.extend(of_level.into_iter().map(|(id, there)| border(map, *id, there)));
    }
    let faces: BTreeSet<FaceId> = chosen.iter().flat_map(|border| [border.left, border.right]).collect();
    let is_seen = |at: Position| window.is_none_or(|window| window.contains(at));
    let buildings = map.buildings().filter(|(_, there)| complete && is_seen(there.at));
    MapView {
        step: draft.in_effect(),
        hash: map.hash(),
        complete,
        levels,
        faces: faces.into_iter().filter_map(|id| face(map, id)).collect(),
        buildings: buildings.map(|(id, there)| building(world, id, there)).collect(),
        borders: chosen,
    }
}

fn face(map: &Territory, id: FaceId) -> Option<FaceView> {
    let face = map.face(id)?;
    let outline = map.face_outline(id).map(|part| Shape { polygons: vec![part] });
    let label = outline.and_then(|outline| outline.label_point()).map(point);
    Some(FaceView { id, area: face.area, label })
}

/// What an edit changed, for the map on the screen: `after` is the map it led to.
pub fn edited(world: &World, draft_after: &Glance, after: &Territory, edited: &Edited) -> EditedView {
    let rules = super::publishing::rules(world);
    let mut patch = PatchView::default();
    for change in &edited.patch.borders {
        match &change.after {
            Some(there) => patch.borders.put.push(border(after, change.id, there)),
            None => patch.borders.removed.push(change.id),
        }
    }
    let told: BTreeSet<_> = edited.patch.borders.iter().map(|change| change.id).collect();
    // Their nodes moved, or the levels that they part.
    for id in edited.redrawn.iter().filter(|id| !told.contains(*id)) {
        patch.borders.put.extend(after.border(*id).map(|there| border(after, *id, there)));
    }
    for change in &edited.patch.faces {
        match face(after, change.id) {
            Some(there) => patch.faces.put.push(there),
            None => patch.faces.removed.push(change.id),
        }
    }
    for change in &edited.patch.buildings {
        match &change.after {
            Some(there) => patch.buildings.put.push(building(world, change.id, there)),
            None => patch.buildings.removed.push(change.id),
        }
    }
    let touched: BTreeSet<AreaId> = edited
        .patch
        .areas
        .iter()
        .map(|change| change.id)
        .chain(edited.metrics.iter().map(|change| change.area))
        .collect();
    for id in touched {
        match area(&rules, after, id) {
            Some(there) => patch.areas.put.push(there),
            None => patch.areas.removed.push(id),
        }
    }
    let metrics = edited.metrics.iter().map(|change| MetricsChange {
        area: change.area,
        before: change.before.into(),
        after: change.after.into(),
    });
    let moved = edited.moved.iter().map(|moved| {
        let code = after.building(moved.building).map_or_else(String::new, |building| building.name.clone());
        BuildingMove {
            building: moved.building,
            name: place_name(world, &code),
            code,
            households: moved.households,
            from: moved.from,
            to: moved.to,
        }
    });
    EditedView {
        draft: draft_after.view(world),
        metrics: metrics.collect(),
        moved: moved.collect(),
        created: edited.created.clone(),
        patch,
        repeated: false,
    }
}

/// The answer to a request that was carried out before: the draft as it is now, which others may have changed since.
pub fn repeated(world: &World, now: &OpenDraft) -> EditedView {
    EditedView { repeated: true, ..edited(world, now.glance(), &now.map, &Edited::default()) }
}

/// How two maps differ. `lineage` says of each new area, by its number in the later map, which ones it came from.
pub fn difference(
    world: &World,
    found: world::Difference,
    lineage: &BTreeMap<AreaId, Vec<AreaCode>>,
) -> DiffView {
    let named = |name: world::Name| name.name;
    let from = |id: Option<AreaId>| id.and_then(|id| lineage.get(&id)).cloned().unwrap_or_default();
    let areas = found.areas.into_iter().map(|area| AreaDiff {
        change: area.change,
        id: area.ids[1],
        from: from(area.ids[1]),
        code: area.area.code,
        name: area.area.name,
        level: area.area.level,
        before: area.metrics[0].map(Metrics::from),
        after: area.metrics[1].map(Metrics::from),
        fields: area.fields.into_iter().map(str::to_owned).collect(),
    });
    let buildings = found.buildings.into_iter().map(|building| {
        let [from, to] = building.areas;
        BuildingDiff {
            name: place_name(world, &building.code),
            code: building.code,
            households: building.households,
            from: from.map(named),
            to: to.map(named),
        }
    });
    let teams = found.teams.into_iter().map(|(team, [before, after])| TeamDiff {
        team,
        before: before.map(named),
        after: after.map(named),
    });
    DiffView { areas: areas.collect(), buildings: buildings.collect(), teams: teams.collect() }
}
