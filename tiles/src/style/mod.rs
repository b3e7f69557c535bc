//! The MapLibre style document: a quiet grey map on which what needs action stands out.
//!
//! What moves (teams, incidents) is not in it: the browser draws that itself, above these layers.
//! There are no pictures and no glyph files. Without a `glyphs` address MapLibre GL JS (5.11 and
//! later) draws all text with the reader's own fonts and takes `text-font` for a CSS font list.
//!
//! Layer ids are stable, so that the browser can switch groups; `metadata["muster:group"]` says
//! which group a layer belongs to:
//!
//! | group | ids |
//! |---|---|
//! | `base` | `base-background`, `base-building`, `base-road-casing`, `base-road`, `base-path`, `base-road-label` |
//! | `areas` | `area-<level>-fill`, `area-<level>-line`, `area-<level>-label` |
//! | `places` | `place-dot`, `place-label` |
//! | `points` | `point-<kind>-cluster`, `point-<kind>-count`, `point-<kind>`; for depots also `point-depot-mark`, `point-depot-label` |
//!
//! Fills of areas are invisible until the browser gives an area a value: feature state `color` (a CSS
//! colour), or `selected`. Areas are known to it by their code (`promoteId`).

mod areas;
mod base;
mod palette;
mod points;

use crate::{Bounds, LayerVersion, Source};
use geo_core::{AreaCode, Position};
use palette::Palette;
use serde_json::{Map, Value, json};

/// The brightness of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Theme {
    /// For day and print.
    Light,
    /// For the night shift and the wall.
    Dark,
}

impl Theme {
    /// The word in addresses: `"dark"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The language of names on the map, where there is a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese: the property `name`.
    Zh,
    /// English: the property `name_en` where a feature has one, else `name`.
    En,
}

/// What a style is written for.
#[derive(Debug, Clone)]
pub struct StyleOptions<'a> {
    /// Light or dark.
    pub theme: Theme,
    /// The language of names.
    pub language: Language,
    /// Scheme, host and prefix before `/tiles/…`. Give it whole: a browser fetches tiles in a worker,
    /// which may have no page to resolve a relative address against.
    pub base_url: &'a str,
    /// The district in the addresses.
    pub district: &'a AreaCode,
    /// The sources there are, with the version in force; layers of others are left out. The versions
    /// stand in `metadata["muster:versions"]`, so that a browser can tell whether its map is current.
    pub sources: &'a [(Source, LayerVersion)],
    /// The box to show first.
    pub bounds: Option<Bounds>,
}

/// The complete style document.
///
/// ```
/// use geo_core::AreaCode;
/// use tiles::{Language, LayerVersion, Source, StyleOptions, Theme, style};
/// let district = AreaCode::new("420102").unwrap();
/// let style = style(&StyleOptions {
///     theme: Theme::Dark,
///     language: Language::Zh,
///     base_url: "http://127.0.0.1:7878",
///     district: &district,
///     sources: &[(Source::Areas, LayerVersion(7))],
///     bounds: None,
/// });
/// assert_eq!(style["sources"]["areas"]["url"], "http://127.0.0.1:7878/tiles/420102/areas.json");
/// ```
pub fn style(options: &StyleOptions<'_>) -> Value {
    let palette = Palette::of(options.theme);
    let name = name_expression(options.language);
    let mut sources = Map::new();
    let mut versions = Map::new();
    for (source, version) in options.sources {
        let url = format!("{}/tiles/{}/{source}.json", options.base_url, options.district);
        let mut definition = json!({ "type": "vector", "url": url });
        if *source == Source::Areas {
            definition["promoteId"] = json!("code");
        }
        sources.insert(source.name().to_owned(), definition);
        versions.insert(source.name().to_owned(), json!(version.0));
    }
    let layers: Vec<Value> = [
        base::ground(&palette),
        base::buildings(&palette),
        base::roads(&palette),
        areas::fills(&palette),
        areas::lines(&palette),
        base::road_labels(&palette, &name),
        points::places(&palette, &name),
        points::points(&palette, &name),
        areas::labels(&palette, &name),
        vec![points::depot_mark(&palette)],
    ]
    .concat()
    .into_iter()
    .filter(|layer| {
        layer.get("source").and_then(Value::as_str).is_none_or(|source| sources.contains_key(source))
    })
    .collect();
    let mut document = json!({
        "version": 8,
        "name": format!("Muster {}", options.theme.name()),
        "metadata": { "muster:theme": options.theme.name(), "muster:versions": versions },
        "sources": sources,
        "layers": layers,
    });
    if let Some(Bounds { south_west, north_east }) = options.bounds {
        document["center"] = json!([
            f64::midpoint(south_west.lon(), north_east.lon()),
            f64::midpoint(south_west.lat(), north_east.lat()),
        ]);
        document["zoom"] = json!(zoom_to_show(south_west, north_east));
    }
    document
}

/// The zoom at which the longer side of the box fills what a small screen has to offer.
fn zoom_to_show(south_west: Position, north_east: Position) -> f64 {
    /// Pixels along a tile in MapLibre's count of zooms.
    const TILE_PIXELS: f64 = 512.0;
    const SHOWN_PIXELS: f64 = 800.0;
    let (low, high) = (crate::mercator::project(south_west), crate::mercator::project(north_east));
    let span = f64::from(high.x) - f64::from(low.x);
    let height = f64::from(low.y) - f64::from(high.y);
    let share = span.max(height).max(1.0) / (2.0 * crate::mercator::HALF_WORLD as f64);
    let zoom = (SHOWN_PIXELS / TILE_PIXELS / share).log2();
    (zoom.clamp(0.0, 18.0) * 100.0).round() / 100.0
}

fn name_expression(language: Language) -> Value {
    match language {
        Language::Zh => json!(["coalesce", ["get", "name"], ""]),
        Language::En => json!(["coalesce", ["get", "name_en"], ["get", "name"], ""]),
    }
}

/// A CSS font list: the fonts of the pages around the map. MapLibre reads the weight off the first
/// name, which need not exist.
fn text_font(weight: &str) -> Value {
    json!([
        format!("Noto Sans SC {weight}"),
        "Noto Sans SC",
        "Noto Sans CJK SC",
        "PingFang SC",
        "Microsoft YaHei"
    ])
}

fn group(name: &str) -> Value {
    json!({ "muster:group": name })
}
