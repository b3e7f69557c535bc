//! Areas on tiles, seen through the public door.

mod support;

use flate2::read::GzDecoder;
use geo_core::{AreaCode, Level, Polygon, Position, Shape};
use std::collections::BTreeMap;
use std::io::Read as _;
use support::{Point, at, crossings, doubled_area, edges, read, real_data, rectangle};
use tiles::{AreaFeature, AreaLayer, Layer, Rank, TileId, Visible, WIDEST_ZOOM, minimum_zoom};

struct Area {
    code: AreaCode,
    name: String,
    level: Level,
    shape: Shape,
    label: Position,
}

fn area(code: &str, level: Level, shape: Shape, label: Position) -> Area {
    Area { code: AreaCode::new(code).unwrap(), name: format!("区{code}"), level, shape, label }
}

fn layer(areas: &[Area]) -> AreaLayer {
    AreaLayer::build(areas.iter().zip(0_u32..).map(|(area, rank)| AreaFeature {
        code: &area.code,
        name: &area.name,
        level: area.level,
        shape: &area.shape,
        label: area.label,
        rank: Rank(rank),
    }))
}

/// A township of two grids, given grids first.
fn township() -> Vec<Area> {
    vec![
        area("420102001001001", Level::Grid, rectangle(114.30, 30.58, 114.31, 30.60), at(114.305, 30.59)),
        area("420102001001002", Level::Grid, rectangle(114.31, 30.58, 114.32, 30.60), at(114.315, 30.59)),
        area("420102001", Level::Township, rectangle(114.30, 30.58, 114.32, 30.60), at(114.31, 30.59)),
    ]
}

#[test]
fn levels_are_layers_and_names_are_points() {
    let layer = layer(&township());
    let features = read(&layer.tile(TileId::containing(at(114.31, 30.59), 12).unwrap(), Visible::Everything));
    let found: Vec<_> = features
        .iter()
        .map(|f| (f.layer.as_str(), f.id, f.get("code").unwrap(), f.get("level").unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("township", Some(2), "420102001", "township"),
            ("grid", Some(0), "420102001001001", "grid"),
            ("grid", Some(1), "420102001001002", "grid"),
            ("area_label", Some(2), "420102001", "township"),
            ("area_label", Some(0), "420102001001001", "grid"),
            ("area_label", Some(1), "420102001001002", "grid"),
        ]
    );
    assert_eq!(features[1].get("name"), Some("区420102001001001"));
    assert_eq!(features[4].get("rank"), Some("0"));
    // The same layer and tile always give the same bytes.
    let tile = TileId::containing(at(114.31, 30.59), 14).unwrap();
    assert_eq!(
        layer.tile(tile, Visible::Everything),
        self::layer(&township()).tile(tile, Visible::Everything)
    );
}

#[test]
fn levels_show_from_their_zoom() {
    let shown_from = |layer: &AreaLayer, level: Level| {
        let tile = |z| TileId::containing(at(114.305, 30.59), z).unwrap();
        let shows = |z: &u8| {
            let features = read(&layer.tile(tile(*z), Visible::Everything));
            features.iter().any(|feature| feature.layer == level.name())
        };
        let first = (0..=TileId::MAX_ZOOM).find(shows).unwrap();
        assert!((first..=TileId::MAX_ZOOM).all(|z| shows(&z)), "{level} goes again");
        first
    };
    let all = township();
    let whole = layer(&all);
    assert_eq!(shown_from(&whole, Level::Township), WIDEST_ZOOM);
    assert_eq!(shown_from(&whole, Level::Grid), minimum_zoom(Level::Grid));
    // Where there is nothing wider, grids are what a district looks like from far.
    let grids: Vec<_> = all.into_iter().filter(|area| area.level == Level::Grid).collect();
    assert_eq!(shown_from(&layer(&grids), Level::Grid), WIDEST_ZOOM);
}

#[test]
fn what_is_out_of_scope_is_not_in_the_tile() {
    let layer = layer(&township());
    let mine = |code: &AreaCode| "420102001001002".starts_with(code.as_str());
    let features =
        read(&layer.tile(TileId::containing(at(114.31, 30.59), 12).unwrap(), Visible::Where(&mine)));
    assert!(features.iter().all(|f| f.get("code") != Some("420102001001001")));
    assert_eq!(features.len(), 4);
    let nothing = |_: &AreaCode| false;
    assert!(
        layer.tile(TileId::containing(at(114.31, 30.59), 12).unwrap(), Visible::Where(&nothing)).is_empty()
    );
}

#[test]
fn a_hole_stays_a_hole_and_its_island_fills_it() {
    let mut around = rectangle(114.30, 30.58, 114.34, 30.62);
    let island = rectangle(114.315, 30.595, 114.325, 30.605);
    around.polygons[0].holes.push(island.polygons[0].outer.iter().rev().copied().collect());
    let layer = layer(&[
        area("420102001", Level::Township, around, at(114.305, 30.585)),
        area("420102002", Level::Township, island, at(114.32, 30.60)),
    ]);
    // At every zoom, cut through or whole, each covers what the other leaves.
    for z in 8..=18 {
        let features =
            read(&layer.tile(TileId::containing(at(114.3201, 30.5999), z).unwrap(), Visible::Everything));
        let rings = |code: &str| -> Vec<i64> {
            let of = features.iter().filter(|f| f.layer == "township" && f.get("code") == Some(code));
            of.flat_map(|f| &f.paths).map(|ring| doubled_area(ring)).collect()
        };
        let (around, island) = (rings("420102001"), rings("420102002"));
        assert_eq!(island.len(), 1, "zoom {z}");
        match around.as_slice() {
            [outer, hole] => assert!(*outer > 0 && -hole == island[0], "zoom {z}: {around:?} {island:?}"),
            // The hole reaches over the side of the tile, or the tile lies inside it.
            rings => assert!(z >= 10 && rings.iter().all(|area| *area > 0), "zoom {z}: {rings:?}"),
        }
        if z >= 10 && around.len() < 2 {
            let drawn: i64 = around.iter().chain(&island).sum();
            assert!(drawn <= 2 * 4224 * 4224, "zoom {z}: {drawn}");
        }
    }
}

#[test]
fn ends_of_the_world_do_no_harm() {
    let everywhere = rectangle(-180.0, -90.0, 180.0, 90.0);
    let layer = layer(&[
        area("000001", Level::District, everywhere, at(0.0, 0.0)),
        area("000002", Level::District, Shape::default(), at(179.9999999, -85.0)),
    ]);
    for z in [0, 1, 7, 16, 22] {
        let last = (1_u32 << z) - 1;
        for (x, y) in [(0, 0), (last, 0), (0, last), (last, last), (last / 2, last / 2)] {
            let features = read(&layer.tile(TileId::new(z, x, y).unwrap(), Visible::Everything));
            assert_eq!(features.iter().filter(|f| f.layer == "district").count(), 1, "{z}/{x}/{y}");
        }
    }
    assert!(layer.describe().bounds.is_some());
}

/// Polygons of a real file, as areas of one level.
fn districts(file: &std::path::Path) -> Vec<Area> {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ring = |ring: &serde_json::Value| -> Vec<Position> {
        let mut ring: Vec<Position> = ring
            .as_array()
            .unwrap()
            .iter()
            .map(|p| at(p[0].as_f64().unwrap(), p[1].as_f64().unwrap()))
            .collect();
        ring.pop();
        ring
    };
    let features = json["features"].as_array().unwrap();
    let shape = |geometry: &serde_json::Value| {
        let coordinates = &geometry["coordinates"];
        let polygons = if geometry["type"] == "Polygon" {
            vec![coordinates.clone()]
        } else {
            coordinates.as_array().unwrap().clone()
        };
        let polygon = |rings: serde_json::Value| {
            let mut rings = rings.as_array().unwrap().iter().map(ring).collect::<Vec<_>>().into_iter();
            Polygon { outer: rings.next().unwrap(), holes: rings.collect() }
        };
        Shape { polygons: polygons.into_iter().map(polygon).collect() }
    };
    features
        .iter()
        .enumerate()
        .map(|(number, feature)| {
            let shape = shape(&feature["geometry"]);
            let label = shape.polygons[0].outer[0];
            area(&format!("{number:06}"), Level::District, shape, label)
        })
        .collect()
}

#[test]
fn real_districts_make_valid_tiles() {
    let Some(folder) = real_data("china-admin") else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".geojson.gz"));
    files.sort();
    assert!(!files.is_empty());
    let (mut rings, mut crossed) = (0, 0);
    for file in files {
        let areas = districts(&file);
        let layer = layer(&areas);
        for z in 6..=15 {
            let tiles: std::collections::BTreeSet<_> =
                areas.iter().map(|area| TileId::containing(area.label, z).unwrap()).collect();
            for tile in tiles {
                for feature in
                    read(&layer.tile(tile, Visible::Everything)).iter().filter(|f| f.layer == "district")
                {
                    rings += feature.paths.len();
                    crossed += usize::from(crossings(feature) > 0);
                }
            }
        }
    }
    println!("{rings} rings, {crossed} features that cross themselves after rounding to tile units");
    assert!(rings > 100);
    // Rounding to whole tile units may let a sliver cross itself; simplifying must not add to that.
    assert!(crossed * 50 <= rings, "{crossed} of {rings}");
}

/// In a tile that holds a whole partition, every edge inside it is drawn in both directions.
#[test]
fn real_neighbours_never_part() {
    let Some(file) = real_data("china-admin/wuhan-gcj02.geojson.gz") else { return };
    let areas = districts(&file);
    let layer = layer(&areas);
    let whole = TileId::new(6, 52, 26).unwrap();
    let mut net: BTreeMap<(Point, Point), i32> = BTreeMap::new();
    let features = read(&layer.tile(whole, Visible::Everything));
    let mut total = 0;
    for (a, b) in
        features.iter().filter(|f| f.layer == "district").flat_map(|f| &f.paths).flat_map(|ring| edges(ring))
    {
        *net.entry((a.min(b), a.max(b))).or_default() += if a < b { 1 } else { -1 };
        total += 1;
    }
    let single = net.values().filter(|count| **count != 0).count();
    println!(
        "{total} edges, {single} of them drawn in one direction only (the outline, and what the source does not share)"
    );
    assert!(total > 0 && single < total, "{single} of {total}");
}
