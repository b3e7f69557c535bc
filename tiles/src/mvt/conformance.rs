//! Tiles of others, read by `fast-mvt`, written here, read again: nothing may be lost.

use super::*;
use fast_mvt::{MvtGeometry, MvtReaderRef, MvtTile, MvtValue};
use flate2::read::GzDecoder;
use std::io::Read;
use std::path::PathBuf;

fn real_data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MUSTER_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let path = root.join(name);
    if !path.exists() {
        println!("skipped: no {name} in the test data");
        return None;
    }
    Some(path)
}

fn coords(line: &[fast_mvt::MvtCoord]) -> Vec<Coord> {
    line.iter().map(|coord| Coord { x: coord.x, y: coord.y }).collect()
}

fn put_polygon(layer: &mut LayerBytes, polygon: &fast_mvt::MvtPolygon) {
    let mut ring = |ring: &fast_mvt::MvtLineString| layer.ring(&coords(&ring.0[..ring.0.len() - 1]), false);
    ring(polygon.exterior());
    polygon.interiors().iter().for_each(ring);
}

/// The tile as this crate writes it; `None` for geometry that tiles do not have.
fn rewritten(tile: &MvtTile) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for layer in &tile.layers {
        let mut out = LayerBytes::new(layer.name.clone().leak());
        for feature in &layer.features {
            let kind = match &feature.geometry {
                MvtGeometry::Point(point) => {
                    out.point(Coord { x: point.x(), y: point.y() });
                    GeometryKind::Point
                }
                MvtGeometry::MultiPoint(points) => {
                    points.iter().for_each(|point| out.point(Coord { x: point.x(), y: point.y() }));
                    GeometryKind::Point
                }
                MvtGeometry::LineString(line) => {
                    out.line(&coords(&line.0));
                    GeometryKind::Line
                }
                MvtGeometry::MultiLineString(lines) => {
                    lines.iter().for_each(|line| out.line(&coords(&line.0)));
                    GeometryKind::Line
                }
                MvtGeometry::Polygon(polygon) => {
                    put_polygon(&mut out, polygon);
                    GeometryKind::Polygon
                }
                MvtGeometry::MultiPolygon(polygons) => {
                    polygons.iter().for_each(|polygon| put_polygon(&mut out, polygon));
                    GeometryKind::Polygon
                }
                _ => return None,
            };
            for (key, value) in &feature.properties {
                let value = match value {
                    MvtValue::String(text) => ValueRef::Text(text),
                    MvtValue::Float(number) => ValueRef::Real(f64::from(*number)),
                    MvtValue::Double(number) => ValueRef::Real(*number),
                    MvtValue::Int(number) | MvtValue::SInt(number) => ValueRef::Whole(*number),
                    MvtValue::UInt(number) => ValueRef::Whole(i64::try_from(*number).ok()?),
                    MvtValue::Bool(truth) => ValueRef::Truth(*truth),
                    MvtValue::Null => continue,
                };
                out.tag(key.clone().leak(), value, Repeats::Often);
            }
            out.end_feature(kind, feature.id);
        }
        out.append_to(&mut bytes);
    }
    Some(bytes)
}

/// Layer, id, geometry and properties of a feature.
type Essence = (String, Option<u64>, MvtGeometry, Vec<(String, String)>);

/// What must be the same, whichever of the number types a value was written in.
fn essence(tile: &MvtTile) -> Vec<Essence> {
    let number = |value: &MvtValue| match value {
        MvtValue::Float(number) => f64::from(*number).to_string(),
        MvtValue::Double(number) => number.to_string(),
        MvtValue::Int(number) | MvtValue::SInt(number) => number.to_string(),
        MvtValue::UInt(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    let features = tile
        .layers
        .iter()
        .flat_map(|layer| layer.features.iter().map(|feature| (layer.name.clone(), feature)));
    features
        .map(|(layer, feature)| {
            let properties =
                feature.properties.iter().map(|(key, value)| (key.clone(), number(value))).collect();
            (layer, feature.id, feature.geometry.clone(), properties)
        })
        .collect()
}

/// Whether the tile was of a kind to be compared; panics when something was lost.
fn survives(name: &str, bytes: &[u8]) -> bool {
    let Some(tile) = MvtReaderRef::new(bytes).ok().and_then(|reader| reader.to_tile().ok()) else {
        return false;
    };
    let Some(written) = rewritten(&tile) else { return false };
    let again = MvtReaderRef::new(&written)
        .and_then(|reader| reader.to_tile())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(essence(&again), essence(&tile), "{name}");
    true
}

#[test]
fn fixtures_of_the_specification_survive() {
    let Some(folder) = real_data("conf-mvt/fixtures") else { return };
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        let info: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.join("info.json")).unwrap()).unwrap();
        if info["validity"]["v2"] == true {
            compared += usize::from(survives(
                &folder.to_string_lossy(),
                &std::fs::read(folder.join("tile.mvt")).unwrap(),
            ));
        }
    }
    println!("{compared} fixtures");
    assert!(compared > 0);
}

#[test]
fn real_tiles_survive() {
    let Some(folder) = real_data("conf-mvt") else { return };
    let (mut compared, mut seen) = (0, 0);
    for archive in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if archive.extension().is_none_or(|extension| extension != "gz") {
            continue;
        }
        let mut archive = tar::Archive::new(GzDecoder::new(std::fs::File::open(archive).unwrap()));
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().to_string_lossy().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            if name.ends_with(".gz") {
                let mut unpacked = Vec::new();
                GzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).unwrap();
                bytes = unpacked;
            }
            seen += 1;
            compared += usize::from(survives(&name, &bytes));
        }
    }
    println!("{compared} of {seen} real tiles");
    assert!(compared > 0);
}
