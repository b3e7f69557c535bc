//! Overlaps and gaps of layers of polygons, against what others counted in them.

use std::path::{Path, PathBuf};
use tests::prove::{Effort, Kind, PlanarLayers, Report};
use tests::real_data;

fn proved(folder: &Path) -> Report {
    let mut report = Report::default();
    PlanarLayers.prove(folder, Effort::Quick, &mut report);
    println!("{report}");
    report
}

#[test]
fn traffic_zones_that_part_and_overlap_are_counted_as_the_reference_does() {
    let Some(folder) = real_data("shenzhen-taz") else { return };
    let report = proved(&folder);
    assert_eq!((report.passed(), report.failed()), (1, 0));
}

#[test]
fn precincts_in_feet_and_their_repaired_form_are_counted_as_the_reference_does() {
    let Some(folder) = real_data("planar-denver") else { return };
    let report = proved(&folder);
    assert!(report.passed() > 0);
    assert_eq!(report.failed(), 0);
}

/// Two squares of a hundredth of a degree; the second covers a tenth of the first.
const SQUARES: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"level":"district"},"geometry":{"type":"Polygon","coordinates":
        [[[114.0,30.0],[114.01,30.0],[114.01,30.01],[114.0,30.01],[114.0,30.0]]]}},
    {"type":"Feature","properties":{"level":"district"},"geometry":{"type":"Polygon","coordinates":
        [[[114.009,30.0],[114.019,30.0],[114.019,30.01],[114.009,30.01],[114.009,30.0]]]}},
    {"type":"Feature","properties":{"level":"city"},"geometry":{"type":"Polygon","coordinates":
        [[[114.0,30.0],[114.019,30.0],[114.019,30.01],[114.0,30.01],[114.0,30.0]]]}}]}"#;

const HEAD: &str = "file,polygons,measured_in,invalid_geometries,overlapping_pairs_over_1_m2,overlap_area_m2,\
                    interior_gaps_over_1_m2,interior_gap_area_m2,union_area_km2";

/// A folder of made layers with a reference in its parent.
fn made(name: &str, lines: &[&str]) -> PathBuf {
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let folder = parent.join("layers");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("squares.geojson"), SQUARES).unwrap();
    std::fs::write(parent.join("planar-reference.csv"), [&[HEAD], lines].concat().join("\n")).unwrap();
    folder
}

#[test]
fn the_city_above_its_districts_is_no_overlap() {
    let folder = made("planar-right", &["layers/squares.geojson,2,EPSG:32650,0,1,107086,0,0,2.035"]);
    assert_eq!(proved(&folder).to_string(), "1 passed, 0 failed, 0 skipped");
}

#[test]
fn another_count_and_a_missing_file_are_failures() {
    let folder = made(
        "planar-wrong",
        &[
            "layers/squares.geojson,2,EPSG:32650,0,0,0,1,5,2.032",
            "layers/lost.geojson,2,EPSG:32650,0,0,0,0,0,1",
            "elsewhere/other.geojson,2,EPSG:32650,0,0,0,0,0,1",
        ],
    );
    std::fs::write(folder.join("table.json"), "[1, 2]").unwrap();
    assert_eq!(proved(&folder).to_string(), "0 passed, 2 failed, 1 skipped");
}

#[test]
fn a_layer_nobody_counted_need_only_be_surveyed_soundly() {
    let folder = made("planar-uncounted", &[]);
    assert_eq!(proved(&folder).to_string(), "1 passed, 0 failed, 0 skipped");
}
