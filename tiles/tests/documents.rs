//! TileJSON, style, cache and addresses.

mod support;

use geo_core::AreaCode;
use serde_json::Value;
use std::collections::HashSet;
use std::io::Read as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use support::at;
use tiles::{
    AreaLayer, Bounds, CachedTile, FootprintLayer, Language, Layer, LayerVersion, LineLayer, OSM_ATTRIBUTION,
    RoadClass, RoadFeature, ScopeClass, Source, StyleOptions, Theme, TileCache, TileId, TileJsonOptions,
    TileKey, style, tilejson,
};

fn district() -> AreaCode {
    AreaCode::new("420102").unwrap()
}

fn written(theme: Theme, language: Language, sources: &[Source]) -> Value {
    let sources: Vec<_> = sources.iter().map(|source| (*source, LayerVersion(7))).collect();
    style(&StyleOptions {
        theme,
        language,
        base_url: "http://127.0.0.1:7878",
        district: &district(),
        sources: &sources,
        bounds: Some(Bounds { south_west: at(114.2, 30.5), north_east: at(114.4, 30.7) }),
    })
}

fn texts<'a>(style: &'a Value, key: &str) -> Vec<&'a str> {
    style["layers"].as_array().unwrap().iter().filter_map(|layer| layer[key].as_str()).collect()
}

#[test]
fn a_style_is_whole_in_both_themes_and_languages() {
    for theme in [Theme::Light, Theme::Dark] {
        for language in [Language::Zh, Language::En] {
            let style = written(theme, language, &Source::ALL);
            let ids = texts(&style, "id");
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "ids are unique");
            assert_eq!(style["version"], 8);
            assert!(
                style.get("glyphs").is_none() && style.get("sprite").is_none(),
                "nothing is fetched but tiles"
            );
            for layer in style["layers"].as_array().unwrap() {
                let id = layer["id"].as_str().unwrap();
                let group = layer["metadata"]["muster:group"].as_str().unwrap();
                let prefix = match group {
                    "base" => "base-",
                    "areas" => "area-",
                    "places" => "place-",
                    "points" => "point-",
                    other => panic!("unknown group {other}"),
                };
                assert!(id.starts_with(prefix), "{id} in {group}");
                assert!(
                    layer["type"] != "symbol" || layer["layout"]["text-font"].is_array(),
                    "{id} has no font"
                );
            }
        }
    }
    assert_ne!(
        written(Theme::Light, Language::Zh, &Source::ALL),
        written(Theme::Dark, Language::Zh, &Source::ALL)
    );
}

/// The browser switches these by name.
#[test]
fn layer_ids_are_stable() {
    let style = written(Theme::Light, Language::Zh, &Source::ALL);
    let expected = "base-background base-building base-path base-road-casing base-road \
        area-district-fill area-township-fill area-community-fill area-grid-fill area-micro_area-fill \
        area-micro_area-line area-grid-line area-community-line area-township-line area-district-line \
        base-road-label place-dot place-label \
        point-camera_point point-camera_point-cluster point-camera_point-count \
        point-sensing_point point-sensing_point-cluster point-sensing_point-count \
        point-depot point-depot-cluster point-depot-count point-depot-label \
        area-micro_area-label area-grid-label area-community-label area-township-label area-district-label \
        point-depot-mark";
    assert_eq!(texts(&style, "id"), expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn a_style_names_only_sources_there_are() {
    let style = written(Theme::Light, Language::Zh, &[Source::Areas]);
    assert_eq!(style["sources"].as_object().unwrap().keys().collect::<Vec<_>>(), ["areas"]);
    assert!(texts(&style, "source").iter().all(|source| *source == "areas"));
    assert_eq!(style["metadata"]["muster:versions"]["areas"], 7);
}

/// Every layer of the style draws a layer that tiles have.
#[test]
fn the_style_draws_what_the_tiles_hold() {
    let style = written(Theme::Light, Language::Zh, &Source::ALL);
    let mut held: HashSet<(String, String)> = HashSet::new();
    for description in [
        AreaLayer::build([]).describe(),
        LineLayer::build([]).describe(),
        FootprintLayer::build([]).describe(),
    ] {
        for layer in description.vector_layers {
            held.insert((description.source.name().to_owned(), layer.name.to_owned()));
        }
    }
    for kind in tiles::PointKind::ALL {
        let source = if kind == tiles::PointKind::Place { Source::Places } else { Source::Points };
        held.insert((source.name().to_owned(), kind.name().to_owned()));
    }
    for layer in style["layers"].as_array().unwrap().iter().filter(|layer| layer.get("source").is_some()) {
        let (source, inner) = (layer["source"].as_str().unwrap(), layer["source-layer"].as_str().unwrap());
        assert!(held.contains(&(source.to_owned(), inner.to_owned())), "{source}/{inner}");
    }
}

#[test]
fn tilejson_says_where_tiles_are_and_who_drew_them() {
    let line = [at(114.30, 30.60), at(114.31, 30.61)];
    let layer = LineLayer::build([RoadFeature { id: 1, class: RoadClass::Primary, name: None, line: &line }]);
    let district = district();
    let options = TileJsonOptions {
        base_url: "https://muster.example",
        district: &district,
        version: LayerVersion(12),
        attribution: Some(OSM_ATTRIBUTION),
    };
    let json = tilejson(&layer.describe(), &options);
    assert_eq!(json["tilejson"], "3.0.0");
    assert_eq!(json["tiles"][0], "https://muster.example/tiles/420102/roads/12/{z}/{x}/{y}.mvt");
    assert_eq!(json["attribution"], "© OpenStreetMap contributors");
    assert_eq!(json["bounds"], serde_json::json!([114.30, 30.60, 114.31, 30.61]));
    assert_eq!((&json["minzoom"], &json["maxzoom"]), (&Value::from(8), &Value::from(16)));
    assert_eq!(json["vector_layers"][0]["fields"]["class"], "String");
}

#[test]
fn addresses_off_the_world_are_refused() {
    assert_eq!(TileId::new(23, 0, 0).unwrap_err().code(), "tile_zoom_too_deep");
    assert_eq!(
        TileId::new(200, 0, 0).unwrap_err().to_string(),
        "zoom 200 is deeper than 22; ask for zoom 0 to 22"
    );
    for (x, y) in [(4, 0), (0, 4), (u32::MAX, u32::MAX)] {
        assert_eq!(TileId::new(2, x, y).unwrap_err().code(), "tile_outside_world");
    }
    assert!(TileId::new(22, (1 << 22) - 1, (1 << 22) - 1).is_ok());
    assert!(TileId::containing(at(0.0, 0.0), 23).is_err() && TileId::containing(at(0.0, 0.0), 255).is_err());
    assert_eq!(TileId::containing(at(180.0, -90.0), 22), TileId::new(22, (1 << 22) - 1, (1 << 22) - 1));
}

fn key(tile: TileId, scope: u64) -> TileKey {
    TileKey { layer: Arc::from("420102/areas"), version: LayerVersion(1), scope: ScopeClass(scope), tile }
}

#[test]
fn a_tile_is_drawn_once_however_many_ask() {
    let cache = TileCache::new(1 << 20);
    let key = key(TileId::new(3, 1, 1).unwrap(), 0);
    let (drawn, start) = (AtomicU32::new(0), Barrier::new(4));
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                start.wait();
                cache.get_or_draw(&key, || {
                    drawn.fetch_add(1, Ordering::Relaxed);
                    vec![1; 5000]
                });
            });
        }
    });
    assert_eq!(drawn.into_inner(), 1);
}

#[test]
fn people_of_another_scope_get_their_own_tile() {
    let cache = TileCache::new(1 << 20);
    let tile = TileId::new(3, 1, 1).unwrap();
    let all = cache.get_or_draw(&key(tile, 0), || vec![1; 100]);
    let mine = cache.get_or_draw(&key(tile, 1), || vec![2; 100]);
    assert_ne!(all.etag(), mine.etag());
    assert_eq!(cache.get(&key(tile, 0)), Some(all));
}

#[test]
fn the_cache_keeps_within_its_bytes() {
    let cache = TileCache::new(100_000);
    // Bytes that do not compress.
    let mut state = 1_u64;
    let mut noise = || -> Vec<u8> {
        (0..5000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .collect()
    };
    for x in 0..200 {
        cache.get_or_draw(&key(TileId::new(10, x, 0).unwrap(), 0), &mut noise);
    }
    assert!(cache.held_bytes() <= 100_000, "{} bytes held", cache.held_bytes());
}

#[test]
fn a_kept_tile_unpacks_to_what_was_drawn() {
    let drawn: Vec<u8> = (0..10_000_u32).map(|i| (i % 251) as u8).collect();
    let tile = CachedTile::new(&drawn);
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&tile.gzip()[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, drawn);
    assert_eq!(CachedTile::new(&drawn), tile, "the same tile has the same bytes and entity tag");
    assert!(tile.etag().starts_with('"') && tile.etag().ends_with('"'));
    assert!(CachedTile::new(&[]).is_empty());
}
