//! GeoPackage (OGC 12-128r18): one file that QGIS, ArcGIS and GDAL open as a table of areas.

use super::PlannedArea;
use geo_core::{Bounds, Position, Shape};
use rusqlite::{Connection, params};
use world::NewArea;

/// `PRAGMA application_id` of a GeoPackage: "GPKG".
const APPLICATION: i32 = 0x4750_4B47;
/// Version 1.3.0, as 12-128r18 writes it.
const VERSION: i32 = 10_300;
/// WGS-84, longitude and latitude.
const WGS84: i32 = 4326;

const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE areas (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    level TEXT NOT NULL, parent TEXT, grid_kind TEXT, leader TEXT, phone TEXT, body TEXT, square_metres DOUBLE,
    households INTEGER, buildings INTEGER, team TEXT);
";
const WGS84_WKT: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
    AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
    UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],\
    AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]";

/// Areas with their outlines and what lies in them, as the bytes of a GeoPackage with one table `areas`. `changed` is when they came to be
/// so, in RFC 3339 (UTC).
///
/// # Errors
/// What SQLite says, of which memory running out is the only thing to be expected.
pub fn planned_areas_gpkg(areas: &[PlannedArea], changed: &str) -> rusqlite::Result<Vec<u8>> {
    let mut file = Connection::open_in_memory()?;
    file.pragma_update(None, "application_id", APPLICATION)?;
    file.pragma_update(None, "user_version", VERSION)?;
    let transaction = file.transaction()?;
    transaction.execute_batch(TABLES)?;
    for (name, id, organization, definition, description) in [
        (
            "Undefined Cartesian SRS",
            -1,
            "NONE",
            "undefined",
            "undefined Cartesian coordinate reference system",
        ),
        (
            "Undefined geographic SRS",
            0,
            "NONE",
            "undefined",
            "undefined geographic coordinate reference system",
        ),
        (
            "WGS 84 geodetic",
            WGS84,
            "EPSG",
            WGS84_WKT,
            "longitude and latitude in degrees; CGCS2000 is treated as equal",
        ),
    ] {
        transaction.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?2, ?4, ?5)",
            params![name, id, organization, definition, description],
        )?;
    }
    let all = areas.iter().filter_map(|planned| Bounds::of_shape(&planned.new.outline));
    let bounds = Bounds::around(all.flat_map(|bounds| [bounds.south_west(), bounds.north_east()]));
    let corners = bounds.map(|bounds| {
        let (low, high) = (bounds.south_west(), bounds.north_east());
        [low.lon(), low.lat(), high.lon(), high.lat()]
    });
    let corner = |n: usize| corners.map(|corners| corners[n]);
    transaction.execute(
        "INSERT INTO gpkg_contents VALUES ('areas', 'features', 'areas', '', ?1, ?2, ?3, ?4, ?5, ?6)",
        params![changed, corner(0), corner(1), corner(2), corner(3), WGS84],
    )?;
    transaction.execute(
        "INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 'MULTIPOLYGON', ?1, 0, 0)",
        [WGS84],
    )?;
    let mut insert = transaction.prepare(
        "INSERT INTO areas (geom, code, name, level, parent, grid_kind, leader, phone, body, square_metres,
             households, buildings, team)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for PlannedArea { new: NewArea { area, outline }, figures } in areas {
        let figures = figures.as_ref();
        insert.execute(params![
            geometry(outline),
            area.code.as_str(),
            area.name,
            area.level.name(),
            area.parent.as_ref().map(geo_core::AreaCode::as_str),
            area.grid_kind.map(world::records::GridKind::name),
            area.leader,
            area.phone,
            area.body,
            area.square_metres,
            figures.map(|figures| figures.households),
            figures.map(|figures| figures.buildings),
            figures.and_then(|figures| figures.team.as_deref()),
        ])?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(file.serialize("main")?.to_vec())
}

/// A geometry as GeoPackage writes it: a header with the box (12-128r18, 2.1.3), then WKB, all little-endian.
fn geometry(shape: &Shape) -> Vec<u8> {
    const LITTLE_ENDIAN_WITH_BOX: u8 = 0b0000_0011;
    const POLYGON: u32 = 3;
    const MULTI_POLYGON: u32 = 6;
    let mut bytes = vec![b'G', b'P', 0, LITTLE_ENDIAN_WITH_BOX];
    bytes.extend(WGS84.to_le_bytes());
    let bounds = Bounds::of_shape(shape).map(|bounds| (bounds.south_west(), bounds.north_east()));
    if let Some((low, high)) = bounds {
        [low.lon(), high.lon(), low.lat(), high.lat()]
            .iter()
            .for_each(|side| bytes.extend(side.to_le_bytes()));
    }
    let head = |bytes: &mut Vec<u8>, kind: u32, count: usize| {
        bytes.push(1);
        bytes.extend(kind.to_le_bytes());
        bytes.extend((count as u32).to_le_bytes());
    };
    head(&mut bytes, MULTI_POLYGON, shape.polygons.len());
    for part in &shape.polygons {
        head(&mut bytes, POLYGON, 1 + part.holes.len());
        for ring in std::iter::once(&part.outer).chain(&part.holes) {
            bytes.extend((ring.len() as u32 + 1).to_le_bytes());
            ring.iter().chain(ring.first()).for_each(|at| point(&mut bytes, *at));
        }
    }
    bytes
}

fn point(bytes: &mut Vec<u8>, at: Position) {
    bytes.extend(at.lon().to_le_bytes());
    bytes.extend(at.lat().to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::super::Figures;
    use super::*;
    use geo_core::Level;
    use std::sync::Arc;
    use world::records::{Area, GridKind};

    #[test]
    fn a_geopackage_holds_what_was_put_in() {
        let ring = vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]];
        let outline = Shape::from_degrees(&[vec![ring]]).unwrap();
        let area = Area {
            code: "420102001001001".parse().unwrap(),
            name: "一网格".to_owned(),
            level: Level::Grid,
            parent: Some("420102001001".parse().unwrap()),
            grid_kind: Some(GridKind::BasicGrid),
            leader: None,
            phone: None,
            body: None,
            square_metres: 106_952_000.0,
            label: outline.label_point().unwrap(),
            version: 0,
        };
        let figures = Figures { households: 120, buildings: 7, team: Some("xf-01".to_owned()) };
        let planned =
            PlannedArea { new: NewArea { area, outline: Arc::new(outline) }, figures: Some(figures) };
        let bytes = planned_areas_gpkg(&[planned], "2026-11-22T00:00:00Z").unwrap();
        assert_eq!(&bytes[..16], b"SQLite format 3\0");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("areas.gpkg");
        std::fs::write(&path, &bytes).unwrap();
        let file = Connection::open(&path).unwrap();
        let row: (String, String, Vec<u8>) = file
            .query_row("SELECT code, grid_kind, geom FROM areas", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!((&*row.0, &*row.1), ("420102001001001", "basic_grid"));
        // Header 8, box 32, multipolygon 9, polygon 9, ring 4 and five points of 16.
        assert_eq!((&row.2[..2], row.2.len()), (&b"GP"[..], 8 + 32 + 9 + 9 + 4 + 5 * 16));
        let known: (u32, u32, String) = file
            .query_row("SELECT households, buildings, team FROM areas", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!(known, (120, 7, "xf-01".to_owned()));
        let id: i32 = file.query_row("PRAGMA application_id", [], |row| row.get(0)).unwrap();
        assert_eq!(id, APPLICATION);
    }
}
