//! Places, sensing points, camera points and depots: small, and counted where they are many.

use super::palette::Palette;
use super::{group, text_font};
use crate::PointKind;
use serde_json::{Value, json};

/// Named places: a dot and a name, the important ones first.
pub(super) fn places(palette: &Palette, name: &Value) -> Vec<Value> {
    let place = PointKind::Place;
    vec![
        json!({
            "id": "place-dot",
            "type": "circle",
            "source": "places",
            "source-layer": place.name(),
            "minzoom": 14,
            "metadata": group("places"),
            "paint": { "circle-color": palette.quiet_text, "circle-radius": 1.8, "circle-opacity": 0.8 },
        }),
        json!({
            "id": "place-label",
            "type": "symbol",
            "source": "places",
            "source-layer": place.name(),
            "minzoom": 14,
            "metadata": group("places"),
            "layout": {
                "text-field": name,
                "text-font": text_font("Regular"),
                "text-size": ["interpolate", ["linear"], ["zoom"], 14, 10, 18, 12],
                "text-variable-anchor": ["left", "right", "top", "bottom"],
                "text-radial-offset": 0.5,
                "text-justify": "auto",
                "text-max-width": 9,
                "text-padding": 8,
                "symbol-sort-key": ["coalesce", ["get", "rank"], 0],
            },
            "paint": {
                "text-color": palette.quiet_text,
                "text-halo-color": palette.halo,
                "text-halo-width": 1.4,
            },
        }),
    ]
}

/// The zoom from which depots of the lowest tier show; until then those of the upper tiers do.
const VILLAGE_DEPOTS: u8 = 14;

/// Camera points lowest and faintest, then sensing points, then depots with their names.
pub(super) fn points(palette: &Palette, name: &Value) -> Vec<Value> {
    let mut layers = Vec::new();
    layers.extend(dots(palette, PointKind::CameraPoint, palette.camera, [1.6, 3.0]));
    layers.extend(dots(palette, PointKind::SensingPoint, palette.point, [2.2, 4.0]));
    layers.extend(dots(palette, PointKind::Depot, palette.point_edge, [6.0, 8.0]));
    layers.push(depot_label(palette, name));
    layers
}

/// Single depots. Expressions see the zoom as a whole number here.
fn single_depots() -> Value {
    json!([
        "all",
        ["!", ["has", "count"]],
        ["any", ["!=", ["get", "tier"], "village"], [">=", ["zoom"], VILLAGE_DEPOTS]]
    ])
}

/// Dots for single points (radii in pixels at zooms 12 and 18), a ring with a number for many.
fn dots(palette: &Palette, kind: PointKind, color: &str, radii: [f64; 2]) -> Vec<Value> {
    let kind_name = kind.name();
    let layer = |id: String, layer_type: &str, filter: Value, layout: Value, paint: Value| {
        json!({
            "id": id,
            "type": layer_type,
            "source": "points",
            "source-layer": kind_name,
            "minzoom": kind.minimum_zoom(),
            "filter": filter,
            "metadata": group("points"),
            "layout": layout,
            "paint": paint,
        })
    };
    let many = json!(["has", "count"]);
    let edge = if kind == PointKind::Depot { palette.depot } else { palette.point_edge };
    vec![
        layer(
            format!("point-{kind_name}"),
            "circle",
            if kind == PointKind::Depot { single_depots() } else { json!(["!", many]) },
            json!({}),
            json!({
                "circle-color": color,
                "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, radii[0], 18, radii[1]],
                "circle-stroke-color": edge,
                "circle-stroke-width": if kind == PointKind::Depot { 1.5 } else { 1.0 },
            }),
        ),
        layer(
            format!("point-{kind_name}-cluster"),
            "circle",
            many.clone(),
            json!({}),
            json!({
                "circle-color": palette.halo,
                "circle-opacity": 0.85,
                "circle-radius": ["interpolate", ["linear"], ["get", "count"], 2, 8, 20, 11, 200, 15],
                "circle-stroke-color": if kind == PointKind::Depot { palette.depot } else { color },
                "circle-stroke-width": 1.2,
            }),
        ),
        layer(
            format!("point-{kind_name}-count"),
            "symbol",
            many,
            json!({
                "text-field": ["to-string", ["get", "count"]],
                "text-font": text_font("Medium"),
                "text-size": 10.5,
                "text-allow-overlap": true,
                "text-ignore-placement": true,
            }),
            json!({ "text-color": palette.text }),
        ),
    ]
}

fn depot_symbol(id: &str, minimum_zoom: u8, layout: Value, paint: Value) -> Value {
    json!({
        "id": id,
        "type": "symbol",
        "source": "points",
        "source-layer": PointKind::Depot.name(),
        "minzoom": minimum_zoom,
        "filter": single_depots(),
        "metadata": group("points"),
        "layout": layout,
        "paint": paint,
    })
}

/// A diamond inside the circle of a depot. It keeps its place, and names make room for it.
pub(super) fn depot_mark(palette: &Palette) -> Value {
    let layout = json!({
        "text-field": "◆",
        "text-font": text_font("Regular"),
        "text-size": ["interpolate", ["linear"], ["zoom"], 12, 9, 18, 12],
        "text-padding": 4,
        "text-allow-overlap": true,
    });
    depot_symbol(
        "point-depot-mark",
        PointKind::Depot.minimum_zoom(),
        layout,
        json!({ "text-color": palette.depot }),
    )
}

fn depot_label(palette: &Palette, name: &Value) -> Value {
    let layout = json!({
        "text-field": name,
        "text-font": text_font("Medium"),
        "text-size": 11.5,
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 0.9,
        "text-justify": "auto",
        "text-max-width": 9,
    });
    let paint = json!({
        "text-color": palette.text,
        "text-halo-color": palette.halo,
        "text-halo-width": 1.5,
    });
    depot_symbol("point-depot-label", 13, layout, paint)
}
