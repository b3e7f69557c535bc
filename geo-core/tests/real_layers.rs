//! The districts of four Chinese cities from three sources: real outlines, with islands, holes and slivers.

use geo_core::{AreaIndex, DegreeRings, Level, Position, Shape};
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder of real data, if this machine has it.
fn layers() -> Vec<PathBuf> {
    let data = std::env::var("MUSTER_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_owned());
    let folder = Path::new(&data).join("china-admin");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no layers under {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".geojson.gz"));
    files.sort();
    files
}

/// The name and the parts of each feature.
fn features(path: &Path) -> Vec<(String, Vec<DegreeRings>)> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let layer: Value = serde_json::from_str(&text).unwrap();
    let read = |feature: &Value| {
        let geometry = &feature["geometry"];
        let coordinates = geometry["coordinates"].clone();
        let parts = match geometry["type"].as_str() {
            Some("Polygon") => vec![serde_json::from_value(coordinates).unwrap()],
            _ => serde_json::from_value(coordinates).unwrap(),
        };
        (feature["properties"].to_string(), parts)
    };
    layer["features"].as_array().unwrap().iter().map(read).collect()
}

#[test]
fn real_districts_are_sound_and_hold_their_labels() {
    for path in layers() {
        let start = std::time::Instant::now();
        let (mut shapes, mut refused) = (Vec::new(), Vec::new());
        for (name, parts) in features(&path) {
            match Shape::from_degrees(&parts) {
                Ok(shape) => shapes.push(shape),
                Err(error) => refused.push(format!("{name}: {error}")),
            }
        }
        println!(
            "{}: {} sound, {} refused, {:?} to check",
            path.display(),
            shapes.len(),
            refused.len(),
            start.elapsed()
        );
        assert!(refused.is_empty(), "{refused:#?}");
        let index =
            AreaIndex::build(shapes.iter().enumerate().map(|(key, shape)| (Level::District, key, shape)));
        for (key, shape) in shapes.iter().enumerate() {
            let label = shape.label_point().unwrap();
            let hits = index.locate(label);
            assert!(hits.iter().any(|(_, hit)| **hit == key), "{label}");
        }
        println!("  {:?} with index and labels", start.elapsed());
        for (step, shape) in (0i32..).zip(&shapes) {
            // A few points of each border: the count by hand looks at every edge of the layer.
            let border: Vec<&Position> = shape.polygons.iter().flat_map(|part| &part.outer).collect();
            for position in border.iter().step_by(border.len() / 5 + 1) {
                let beside =
                    Position::from_e7(position.lon_e7() + step % 5 - 2, position.lat_e7() + step % 3 - 1)
                        .unwrap();
                for place in [**position, beside] {
                    let found: Vec<usize> = index.locate(place).iter().map(|(_, key)| **key).collect();
                    let expected: Vec<usize> =
                        (0..shapes.len()).filter(|key| holds(&shapes[*key], place)).collect();
                    assert_eq!(found, expected, "at {place}");
                }
            }
        }
    }
}

/// A count of crossings of the way east, with the rule for borders written out.
fn holds(shape: &Shape, position: Position) -> bool {
    let (x, y) = (i128::from(position.lon_e7()), i128::from(position.lat_e7()));
    let rings = shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
    let crossings = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).filter(|(a, b)| {
        let [ax, ay, bx, by] = [a.lon_e7(), a.lat_e7(), b.lon_e7(), b.lat_e7()].map(i128::from);
        let left_of_line = (x - ax) * (by - ay) < (bx - ax) * (y - ay);
        let right_of_line = (x - ax) * (by - ay) > (bx - ax) * (y - ay);
        (ay <= y) != (by <= y) && if by > ay { left_of_line } else { right_of_line }
    });
    crossings.count() % 2 == 1
}
