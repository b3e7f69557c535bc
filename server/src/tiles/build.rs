//! What each layer is drawn from.

use crate::roads::in_force::RoadsInForce;
use geo_core::{AreaCode, Position};
use std::sync::Arc;
use tiles::{
    AreaFeature, AreaLayer, FootprintFeature, FootprintLayer, Layer, LineLayer, PointFeature, PointKind,
    PointLayer, Rank, RoadClass, RoadFeature, Source, Value,
};
use world::records::{Place, SensingKind, SensingStatus};
use world::{Scope, View};

/// The journal sequence of the last change of what a layer shows; `None` when there is nothing to show.
pub fn changed(source: Source, view: &View, roads: &RoadsInForce) -> Option<u64> {
    let world = view.world();
    let shown = |changed: u64| (changed > 0).then_some(changed);
    match source {
        Source::Areas => shown(world.area_register().changed()),
        Source::Roads => roads.loaded().map(|loaded| loaded.since),
        // Points carry the area they lie in, so a new map of areas redraws them.
        Source::Points => {
            let points = world.sensing_point_register().changed().max(world.depot_register().changed());
            shown(points).map(|points| points.max(world.area_register().changed()))
        }
        Source::Places => {
            shown(world.place_register().changed()).map(|places| places.max(world.area_register().changed()))
        }
        Source::Buildings => shown(world.place_register().changed())
            .filter(|_| world.place_register().iter().any(|place| place.outline.is_some())),
    }
}

/// Draws a layer.
pub fn layer(source: Source, view: &View, roads: &RoadsInForce) -> Box<dyn Layer> {
    match source {
        Source::Areas => Box::new(areas(view)),
        Source::Roads => Box::new(road_lines(roads)),
        Source::Points => Box::new(PointLayer::build(source, points(view))),
        Source::Places => Box::new(PointLayer::build(source, places(view))),
        Source::Buildings => Box::new(buildings(view)),
    }
}

fn areas(view: &View) -> AreaLayer {
    let (world, all) = (view.world(), Scope::district());
    // Where labels collide the larger area keeps its name.
    let mut by_size: Vec<_> = world.area_register().iter().collect();
    by_size.sort_by(|a, b| b.square_metres.total_cmp(&a.square_metres).then_with(|| a.code.cmp(&b.code)));
    let features = (0..).zip(by_size).filter_map(|(rank, area)| {
        let shape = world.outline(&all, &area.code)?;
        Some(AreaFeature {
            code: &area.code,
            name: &area.name,
            level: area.level,
            shape,
            label: area.label,
            rank: Rank(rank),
        })
    });
    AreaLayer::build(features)
}

fn road_lines(roads: &RoadsInForce) -> LineLayer {
    let Some(loaded) = roads.loaded() else { return LineLayer::build([]) };
    let lines: Vec<_> = loaded.router.network().lines().collect();
    LineLayer::build(lines.iter().filter_map(|line| {
        Some(RoadFeature {
            id: line.way.unsigned_abs(),
            class: RoadClass::from_highway(line.class.as_str())?,
            name: line.name.map(Arc::from),
            line: &line.line,
        })
    }))
}

fn area_at(view: &View, position: Position) -> Option<AreaCode> {
    view.world().locate(&Scope::district(), position).areas.last().map(|area| area.code.clone())
}

fn points(view: &View) -> Vec<PointFeature> {
    let world = view.world();
    let sensing = (0..)
        .zip(world.sensing_point_register().iter().filter(|point| point.status != SensingStatus::Retired))
        .map(|(id, point)| {
            let camera = point.kind == SensingKind::Camera;
            PointFeature {
                id,
                kind: if camera { PointKind::CameraPoint } else { PointKind::SensingPoint },
                position: point.position,
                area: area_at(view, point.position),
                rank: Rank(0),
                properties: if camera {
                    Vec::new()
                } else {
                    vec![
                        ("code", Value::from(point.code.as_str())),
                        ("name", Value::from(point.name.as_str())),
                        ("kind", Value::from(point.kind.name())),
                    ]
                },
            }
        });
    let depots = (0..).zip(world.depot_register().iter()).map(|(id, depot)| PointFeature {
        id,
        kind: PointKind::Depot,
        position: depot.position,
        area: area_at(view, depot.position),
        rank: Rank(depot.tier as u32),
        properties: vec![
            ("code", Value::from(depot.code.as_str())),
            ("name", Value::from(depot.name.as_str())),
            ("tier", Value::from(depot.tier.name())),
        ],
    });
    sensing.chain(depots).collect()
}

/// Buildings by the hundred thousand have names like "3 号楼": places that people ask for come first.
fn rank(place: &Place) -> Rank {
    match place.kind.as_str() {
        "hospital" | "governance_centre" | "command_centre" => Rank(0),
        "school" | "shelter" | "police_station" | "fire_station" => Rank(1),
        "building" => Rank(9),
        _ => Rank(3),
    }
}

fn places(view: &View) -> Vec<PointFeature> {
    let named = view.world().place_register().iter();
    let features = (0..).zip(named).map(|(id, place)| PointFeature {
        id,
        kind: PointKind::Place,
        position: place.position,
        area: area_at(view, place.position),
        rank: rank(place),
        properties: vec![
            ("code", Value::from(place.code.as_str())),
            ("name", Value::from(place.name.as_str())),
            ("kind", Value::from(place.kind.as_str())),
        ],
    });
    features.collect()
}

fn buildings(view: &View) -> FootprintLayer {
    let outlined = (0..)
        .zip(view.world().place_register().iter())
        .filter_map(|(id, place)| Some((id, place.outline.as_ref()?)));
    FootprintLayer::build(outlined.map(|(id, shape)| FootprintFeature { id, shape, properties: Vec::new() }))
}
