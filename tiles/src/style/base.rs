//! The base map: ground, buildings, roads, road names.

use super::palette::Palette;
use super::{group, text_font};
use crate::RoadClass;
use crate::footprint_layer::BUILDING_LAYER;
use crate::line_layer::ROAD_LAYER;
use serde_json::{Value, json};

/// The zoom at which the widths below are met; every zoom out makes roads narrower by [`NARROWING`].
const FULL_WIDTH_ZOOM: u8 = 18;
const NARROWING: f64 = 1.55;
/// Pixels of casing on both sides together.
const CASING_PIXELS: f64 = 1.6;

/// Pixels at [`FULL_WIDTH_ZOOM`].
const fn full_width(class: RoadClass) -> f64 {
    match class {
        RoadClass::Motorway => 26.0,
        RoadClass::Trunk => 24.0,
        RoadClass::Primary => 20.0,
        RoadClass::Secondary => 16.0,
        RoadClass::Tertiary => 13.0,
        RoadClass::Street => 10.0,
        RoadClass::Service => 5.0,
        RoadClass::Path => 1.6,
    }
}

pub(super) fn ground(palette: &Palette) -> Vec<Value> {
    vec![json!({
        "id": "base-background",
        "type": "background",
        "metadata": group("base"),
        "paint": { "background-color": palette.ground },
    })]
}

pub(super) fn buildings(palette: &Palette) -> Vec<Value> {
    vec![json!({
        "id": "base-building",
        "type": "fill",
        "source": "buildings",
        "source-layer": BUILDING_LAYER,
        "minzoom": 15,
        "metadata": group("base"),
        "paint": {
            "fill-color": palette.building,
            "fill-outline-color": palette.building_edge,
            "fill-opacity": ["interpolate", ["linear"], ["zoom"], 15, 0, 15.5, 1],
        },
    })]
}

/// Casings below, roads above, so that crossings read as one street; paths thin and dashed.
pub(super) fn roads(palette: &Palette) -> Vec<Value> {
    let is_path = json!(["==", ["get", "class"], RoadClass::Path.name()]);
    let road = |id: &str, minimum_zoom: u8, filter: Value, color: &str, width: Value| {
        json!({
            "id": id,
            "type": "line",
            "source": "roads",
            "source-layer": ROAD_LAYER,
            "minzoom": minimum_zoom,
            "filter": filter,
            "metadata": group("base"),
            "layout": { "line-join": "round", "line-cap": "round" },
            "paint": { "line-color": color, "line-width": width },
        })
    };
    let lowest = RoadClass::Motorway.minimum_zoom();
    let mut path =
        road("base-path", RoadClass::Path.minimum_zoom(), is_path.clone(), palette.path, json!(1.0));
    path["paint"]["line-dasharray"] = json!([2, 1.5]);
    path["layout"]["line-cap"] = json!("butt");
    vec![
        path,
        road("base-road-casing", 11, json!(["!", is_path]), palette.road_casing, width(CASING_PIXELS)),
        road("base-road", lowest, json!(["!", is_path]), palette.road, width(0.0)),
    ]
}

/// Line width by zoom and class: never below a hair, so that far zooms still show the network.
fn width(more: f64) -> Value {
    const HAIR: f64 = 0.6;
    let mut stops = vec![json!("interpolate"), json!(["exponential", NARROWING]), json!(["zoom"])];
    for zoom in [6, 10, 13, 15, FULL_WIDTH_ZOOM] {
        let shrink = NARROWING.powi(i32::from(FULL_WIDTH_ZOOM) - i32::from(zoom));
        let mut cases = vec![json!("match"), json!(["get", "class"])];
        for class in RoadClass::ALL {
            let pixels = (full_width(class) / shrink).max(HAIR) + more;
            cases.extend([json!(class.name()), json!((pixels * 100.0).round() / 100.0)]);
        }
        cases.push(json!(HAIR + more));
        stops.extend([json!(zoom), json!(cases)]);
    }
    json!(stops)
}

/// Names along the roads: main roads first, ordinary streets when there is room.
pub(super) fn road_labels(palette: &Palette, name: &Value) -> Vec<Value> {
    let ranks: Vec<Value> = RoadClass::ALL
        .iter()
        .enumerate()
        .flat_map(|(rank, class)| [json!(class.name()), json!(rank)])
        .collect();
    let rank = json!(
        [vec![json!("match"), json!(["get", "class"])], ranks, vec![json!(RoadClass::ALL.len())]].concat()
    );
    vec![json!({
        "id": "base-road-label",
        "type": "symbol",
        "source": "roads",
        "source-layer": ROAD_LAYER,
        "minzoom": 12.5,
        "filter": ["all", ["has", "name"], ["any",
            ["in", ["get", "class"], ["literal", ["motorway", "trunk", "primary"]]],
            ["all", [">=", ["zoom"], 14], ["in", ["get", "class"], ["literal", ["secondary", "tertiary"]]]],
            [">=", ["zoom"], 15.5]]],
        "metadata": group("base"),
        "layout": {
            "symbol-placement": "line",
            "symbol-spacing": 360,
            "symbol-sort-key": rank,
            "text-field": name,
            "text-font": text_font("Regular"),
            "text-size": ["interpolate", ["linear"], ["zoom"], 12, 10, 18, 13],
            "text-padding": 12,
        },
        "paint": {
            "text-color": palette.quiet_text,
            "text-halo-color": palette.halo,
            "text-halo-width": 1.4,
        },
    })]
}
