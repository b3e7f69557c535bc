//! Areas: levels told apart by the weight of their lines, names inside.

use super::palette::Palette;
use super::{group, text_font};
use crate::area_layer::{LABEL_LAYER, minimum_zoom};
use geo_core::Level;
use serde_json::{Value, json};

/// How one level looks.
struct Look {
    /// Line widths in pixels at zooms 8, 12 and 17.
    widths: [f64; 3],
    /// Zooms between which the names show; neighbouring levels take turns.
    labels: (f64, f64),
    /// Text sizes in pixels at the first and last of these.
    sizes: (f64, f64),
    weight: &'static str,
}

const fn look(level: Level) -> Look {
    match level {
        Level::District => {
            Look { widths: [1.6, 3.2, 5.0], labels: (0.0, 11.5), sizes: (13.0, 18.0), weight: "Bold" }
        }
        Level::Township => {
            Look { widths: [0.8, 2.0, 3.6], labels: (9.0, 13.5), sizes: (12.0, 17.0), weight: "Medium" }
        }
        Level::Community => {
            Look { widths: [0.4, 1.2, 2.6], labels: (11.5, 15.5), sizes: (11.0, 15.0), weight: "Medium" }
        }
        Level::Grid => {
            Look { widths: [0.4, 0.6, 1.8], labels: (13.5, 24.0), sizes: (10.5, 15.0), weight: "Regular" }
        }
        Level::MicroArea => {
            Look { widths: [0.3, 0.3, 1.0], labels: (15.5, 24.0), sizes: (10.0, 12.5), weight: "Regular" }
        }
    }
}

/// Fills for values and selection, widest level lowest; invisible until given a value. From which zoom a level shows the tiles
/// say: it depends on what levels there are.
pub(super) fn fills(palette: &Palette) -> Vec<Value> {
    let selected = json!(["boolean", ["feature-state", "selected"], false]);
    let layer = |level: Level| {
        json!({
            "id": format!("area-{level}-fill"),
            "type": "fill",
            "source": "areas",
            "source-layer": level.name(),
            "metadata": group("areas"),
            "paint": {
                "fill-color": ["to-color", ["feature-state", "color"], palette.selected],
                "fill-opacity": ["case", ["!=", ["feature-state", "color"], null], 0.45, selected, 0.12, 0],
                "fill-antialias": false,
            },
        })
    };
    Level::ALL.map(layer).into()
}

/// Borders, widest level on top so that a township's line covers its grids'.
pub(super) fn lines(palette: &Palette) -> Vec<Value> {
    let selected = json!(["boolean", ["feature-state", "selected"], false]);
    let layer = |level: Level| {
        let widths = look(level).widths;
        let width = |pixels: f64| json!(["case", selected.clone(), pixels + 2.0, pixels]);
        json!({
            "id": format!("area-{level}-line"),
            "type": "line",
            "source": "areas",
            "source-layer": level.name(),
            "metadata": group("areas"),
            "layout": { "line-join": "round", "line-cap": "round" },
            "paint": {
                "line-color": palette.borders[level as usize],
                "line-width": ["interpolate", ["linear"], ["zoom"], 8, width(widths[0]), 12, width(widths[1]), 17, width(widths[2])],
            },
        })
    };
    Level::ALL.into_iter().rev().map(layer).collect()
}

/// Names at their label points, or a line from there where something stands on it; where they collide, the widest level and the lowest rank win.
pub(super) fn labels(palette: &Palette, name: &Value) -> Vec<Value> {
    let layer = |level: Level| {
        let Look { labels: (from, to), sizes: (small, large), weight, .. } = look(level);
        // A line away from its point, the name of a large area is still inside it.
        let anchors: &[&str] =
            if level <= Level::Community { &["center", "top", "bottom"] } else { &["center"] };
        json!({
            "id": format!("area-{level}-label"),
            "type": "symbol",
            "source": "areas",
            "source-layer": LABEL_LAYER,
            "minzoom": from.max(f64::from(minimum_zoom(level))),
            "maxzoom": to,
            "filter": ["==", ["get", "level"], level.name()],
            "metadata": group("areas"),
            "layout": {
                "text-field": name,
                "text-font": text_font(weight),
                "text-size": ["interpolate", ["linear"], ["zoom"], from, small, to.min(18.0), large],
                "text-max-width": 8,
                "text-variable-anchor": anchors,
                "text-radial-offset": 0.9,
                "text-padding": 4,
                "symbol-sort-key": ["get", "rank"],
            },
            "paint": {
                "text-color": if level <= Level::Township { palette.strong_text } else { palette.text },
                "text-halo-color": palette.halo,
                "text-halo-width": 1.6,
            },
        })
    };
    // MapLibre places the topmost layer first: the widest level comes last here.
    Level::ALL.into_iter().rev().map(layer).collect()
}
