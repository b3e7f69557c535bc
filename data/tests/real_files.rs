//! Files that people really have: boundaries of Chinese cities, zipped Shapefiles, conformance
//! suites. They lie beside the repository and are skipped where they are not.

use data::{AreaOptions, Crs, FileError, Naming, Outcome, RowError, read_areas};
use geo_core::{Level, distance};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use world::NewArea;

fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MUSTER_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {name} is not beside the repository");
    None
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().to_lowercase().ends_with(ending));
    files.sort();
    files
}

fn read(bytes: &[u8], options: &AreaOptions) -> Result<Outcome<NewArea>, FileError> {
    read_areas(bytes, options, &|_| false)
}

fn codes_of(errors: &[RowError]) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    errors.iter().for_each(|error| *codes.entry(error.code).or_default() += 1);
    codes
}

#[test]
fn the_districts_of_four_cities_are_read_in_both_datums() {
    let Some(folder) = folder("china-admin") else { return };
    for path in files(&folder, ".geojson.gz") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut options = AreaOptions::new(Level::District);
        options.crs = name.contains("gcj02").then_some(Crs::Gcj02);
        let outcome =
            read(&std::fs::read(&path).unwrap(), &options).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!("{name}: {} areas, {:?}", outcome.rows.len(), codes_of(&outcome.errors));
        outcome.errors.iter().for_each(|error| println!("  {error}"));
        assert!(outcome.rows.len() >= 4, "{name}");
        assert!(
            outcome.rows.iter().all(|new| new.area.code.as_str().len() == 6 && !new.area.name.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn gcj02_comes_to_where_wgs84_is() {
    let Some(folder) = folder("china-admin") else { return };
    let labels = |name: &str, crs: Option<Crs>| -> BTreeMap<String, geo_core::Position> {
        let options = AreaOptions { crs, ..AreaOptions::new(Level::District) };
        let outcome = read(&std::fs::read(folder.join(name)).unwrap(), &options).unwrap();
        outcome.rows.iter().map(|new| (new.area.code.to_string(), new.outline.centroid().unwrap())).collect()
    };
    let wgs84 = labels("nanjing-wgs84-amap.geojson.gz", None);
    let moved = labels("nanjing-gcj02.geojson.gz", Some(Crs::Gcj02));
    let left = labels("nanjing-gcj02.geojson.gz", None);
    // Boundaries of 2016 and 2024 differ here and there; Xuanwu's did not.
    let (near, far) = (distance(wgs84["320102"], moved["320102"]), distance(wgs84["320102"], left["320102"]));
    assert!(near.0 < 60.0 && far.0 > 400.0, "{near} after, {far} before");
}

fn named(code: &str, name: &str) -> Naming {
    let column = |field: &str, column: &str| (field.to_owned(), column.to_owned());
    Naming { columns: vec![column("code", code), column("name", name)], values: Vec::new() }
}

/// Reads a zipped layer whose columns have names of their own.
fn read_columns(bytes: &[u8], code: &str, name: &str) -> Outcome<NewArea> {
    read(bytes, &AreaOptions { naming: named(code, name), ..AreaOptions::new(Level::Grid) })
        .unwrap_or_else(|error| panic!("{code}: {error}"))
}

/// Rows, and those among them that geometry checkers of others (`planar-reference.csv`) find
/// invalid as well.
#[test]
fn zipped_shapefiles_come_from_feet_and_degrees() {
    let colorado = ((-105.2, -104.5), (39.5, 40.0));
    let rhode_island = ((-71.6, -71.3), (41.7, 41.9));
    for (name, file, code, label, bounds, rows) in [
        ("planar-denver", "DenverCo_blocks.zip", "GEOID20", "GEOID20", colorado, 10_149),
        ("planar-denver", "DenverCo_precincts2018_orig.zip", "PRECID", "NAME", colorado, 356),
        ("planar-denver", "DenverCo_precincts2018_repaired.zip", "PRECID", "NAME", colorado, 356),
        ("planar-denver", "DenverCo_precincts2020_orig.zip", "PRECID", "NAME", colorado, 356),
        ("planar-denver", "DenverCo_precincts2020_repaired.zip", "PRECID", "NAME", colorado, 356),
        ("planar-providence", "blocks.zip", "GEOID10", "GEOID10", rhode_island, 3014),
        ("planar-providence", "districts.zip", "id", "id", rhode_island, 15),
        ("planar-providence", "precincts.zip", "OBJECTID", "NAME", rhode_island, 59),
    ] {
        let Some(folder) = folder(name) else { continue };
        let outcome = read_columns(&std::fs::read(folder.join(file)).unwrap(), code, label);
        println!("{file}: {} areas, {:?}", outcome.rows.len(), codes_of(&outcome.errors));
        outcome.errors.iter().take(3).for_each(|error| println!("  {error}"));
        assert_eq!(outcome.rows.len() + outcome.errors.len(), rows, "{file}");
        // GEOS finds every one of these layers valid, and so must we once they are rounded.
        assert_eq!(codes_of(&outcome.errors), BTreeMap::new(), "{file}");
        for new in &outcome.rows {
            let (lon, lat) = (new.area.label.lon(), new.area.label.lat());
            let ((west, east), (south, north)) = bounds;
            assert!(
                (west..east).contains(&lon) && (south..north).contains(&lat),
                "{file}: {}",
                new.area.label
            );
        }
    }
}

fn zipped(folder: &Path, stem: &str, leave_out: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for path in files(folder, "") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let of_layer = name
            .rsplit_once('.')
            .is_some_and(|(own, ending)| own == stem && !ending.eq_ignore_ascii_case(leave_out));
        if of_layer {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&std::fs::read(path).unwrap()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn other_projections_and_what_happens_without_them() {
    for (name, stem, code, label, bounds, rows) in [
        ("shenzhen-taz", "SZ_TAZ491", "TAZID", "TAZID", (113.7..114.7, 22.4..22.9), 491),
        ("hongkong-cameras", "Hong_Kong_18_Districts", "ENAME", "TCNAME", (113.8..114.5, 22.1..22.6), 18),
        ("coverage-sirens", "demand_polygon", "GEOID10", "GEOID10", (-112.3..-111.5, 40.3..41.0), 212),
    ] {
        let Some(folder) = folder(name) else { continue };
        let code = if name == "hongkong-cameras" { "OBJECTID" } else { code };
        let outcome = read_columns(&zipped(&folder, stem, "nothing"), code, label);
        println!("{stem}: {} areas, {:?}", outcome.rows.len(), codes_of(&outcome.errors));
        outcome.errors.iter().take(3).for_each(|error| println!("  {error}"));
        assert_eq!(outcome.rows.len() + outcome.errors.len(), rows, "{stem}");
        let bad: Vec<_> = outcome.errors.iter().map(|error| (error.row, error.code)).collect();
        // The ring that `planar-reference.csv` counts in Hong Kong touches itself in a point, as rings may here.
        assert_eq!(bad, [], "{stem}");
        for new in &outcome.rows {
            assert!(
                bounds.0.contains(&new.area.label.lon()) && bounds.1.contains(&new.area.label.lat()),
                "{stem}: {}",
                new.area.label
            );
        }
        let options = AreaOptions { naming: named(code, label), ..AreaOptions::new(Level::Community) };
        let bare = read(&zipped(&folder, stem, "prj"), &options);
        match name {
            "hongkong-cameras" => assert!(bare.is_ok(), "degrees need no .prj"),
            _ => assert_eq!(bare.unwrap_err().code, "looks_projected", "{stem}"),
        }
        let Err(error) = read(&zipped(&folder, stem, "dbf"), &options) else {
            panic!("a Shapefile without table")
        };
        assert_eq!(error.code, "shapefile_incomplete");
    }
}

#[test]
fn the_epsg_number_may_be_given_by_hand() {
    let Some(folder) = folder("coverage-sirens") else { return };
    let naming = named("GEOID10", "GEOID10");
    let options = AreaOptions { crs: Some(Crs::Epsg(26912)), naming, ..AreaOptions::new(Level::Grid) };
    let by_hand = read(&zipped(&folder, "demand_polygon", "prj"), &options).unwrap();
    let by_file =
        read(&zipped(&folder, "demand_polygon", "nothing"), &AreaOptions { crs: None, ..options }).unwrap();
    for (one, other) in by_hand.rows.iter().zip(&by_file.rows) {
        assert!(distance(one.area.label, other.area.label).0 < 0.5, "{}", one.area.code);
    }
}

/// What geojsonhint says of a file against what the reader says. Not judged here, because no
/// register has a use for it: bounding boxes, numbers as ids, members of other types, and
/// everything in geometries other than points and polygons.
#[test]
fn conformance_files_are_judged_as_far_as_they_concern_areas() {
    let Some(bad) = folder("conf-geojson/bad") else { return };
    let said = |path: &Path| match read(&std::fs::read(path).unwrap(), &AreaOptions::new(Level::District)) {
        Err(error) => error.code,
        Ok(outcome) => outcome.errors.first().map_or("ok", |error| error.code),
    };
    let mut table = BTreeMap::new();
    for path in files(&bad, ".geojson") {
        table.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), said(&path));
    }
    for (name, code) in &table {
        println!("{name}: {code}");
    }
    assert!(table.values().all(|code| *code != "ok"), "none of them is an area");
    for (name, code) in [
        ("bad-duplicate-properties", "duplicate_member"),
        ("bad-json", "bad_json"),
        ("bad-object-type", "not_geojson"),
        ("bad-polygonloop", "bad_coordinates"),
        ("bad-properties-as-array", "bad_properties"),
        ("badcoordtype", "bad_coordinates"),
        ("different-first-last", "ring_not_closed"),
        ("featurecollection", "not_geojson"),
        ("nofeaturetype", "not_a_feature"),
    ] {
        assert_eq!(table.get(name), Some(&code), "{name}");
    }
    let Some(good) = folder("conf-geojson/good") else { return };
    for path in files(&good, ".geojson") {
        let code = said(&path);
        println!("{}: {code}", path.file_name().unwrap().to_string_lossy());
        // Sound files, which bear no codes and are mostly no polygons: never a fault of the format.
        let about_content =
            ["missing_column", "no_properties", "missing_value", "wrong_geometry", "no_geometry"];
        assert!(about_content.contains(&code), "{path:?}: {code}");
    }
}
