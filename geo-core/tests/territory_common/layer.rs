//! Real layers of polygons as territories: read, mended as the product proposes, and built.
#![allow(dead_code, reason = "each test uses its part")]

use geo_core::planar::{PlanarMap, Slivers, Standing, Tolerance};
use geo_core::territory::{Area, AreaId, Territory};
use geo_core::{Level, Polygon, Position, Ring, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A Shapefile below the folder of real data.
pub struct Layer {
    pub name: &'static str,
    path: &'static str,
    /// Metres of a unit of its coordinates; `None`: they are degrees.
    metres: Option<f64>,
}

/// Blocks of two cities and traffic zones of a third. A plane is a plane: coordinates in feet or metres are put on the
/// grid as they are, from 114, 30 on, without asking where on earth they were.
pub const LAYERS: [Layer; 3] = [
    Layer { name: "Denver, blocks", path: "planar-denver/DenverCo_blocks.zip", metres: Some(0.3048) },
    Layer { name: "Providence, blocks", path: "planar-providence/blocks.zip", metres: None },
    Layer { name: "Shenzhen, traffic zones", path: "shenzhen-taz/SZ_TAZ491.shp", metres: Some(1.0) },
];

/// Areas that lie under one parent.
const UNDER_ONE: u32 = 20;

impl Layer {
    /// How far points are dragged on such a map, in units.
    pub fn reach(&self) -> i32 {
        300
    }

    /// The territory of the layer after all fixes, parents of twenty areas each above; `None`, and a word about it, where
    /// the layer is not there.
    pub fn territory(&self) -> Option<Territory> {
        let shapes = self.shapes()?;
        let map = PlanarMap::build((0..).zip(&shapes), Tolerance::default()).unwrap();
        let fixes = map.fixes(Slivers::default());
        let resolved = map.accept(&fixes.fixes).unwrap();
        println!(
            "{}: {} polygons, {} fixes accepted, {} areas emptied",
            self.name,
            shapes.len(),
            fixes.fixes.len(),
            resolved.emptied().len()
        );
        let owners: BTreeMap<_, u32> = resolved
            .faces()
            .filter_map(|(face, standing)| match standing {
                Standing::Owned(key) => Some((face, key)),
                _ => None,
            })
            .collect();
        let owning: BTreeSet<u32> = owners.values().copied().collect();
        let parents = shapes.len() as u32 / UNDER_ONE + 1;
        let id = |key: u32| AreaId(1 + parents + key);
        let mut areas = BTreeMap::new();
        for key in owning {
            let parent = AreaId(1 + key / UNDER_ONE);
            areas.insert(id(key), Area::named(Level::Grid, format!("grid {key}")).under(parent));
            areas.insert(parent, Area::named(Level::Community, format!("community {}", parent.0)));
        }
        Some(Territory::from_planar(&map, areas, |face| owners.get(&face).copied().map(id)).unwrap())
    }

    fn shapes(&self) -> Option<Vec<Shape>> {
        let data = std::env::var("MUSTER_DATA")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data").to_owned());
        let path: PathBuf = Path::new(&data).join(self.path);
        let Ok(bytes) = std::fs::read(&path) else {
            println!("skipped: no layer {}", path.display());
            return None;
        };
        let shapes = if self.path.ends_with(".zip") { from_zip(&bytes, ".shp") } else { bytes };
        let records = polygons(&shapes);
        let low = |axis: usize| {
            let all = records.iter().flatten().flatten();
            all.map(|place| place[axis]).fold(f64::INFINITY, f64::min)
        };
        let (west, south) = (low(0), low(1));
        // Metres to a degree of latitude.
        let degrees = self.metres.map(|metres| metres / 111_320.0);
        let position = |[x, y]: [f64; 2]| match degrees {
            Some(unit) => Position::new(114.0 + (x - west) * unit, 30.0 + (y - south) * unit).unwrap(),
            None => Position::new(x, y).unwrap(),
        };
        let shapes = records.into_iter().map(|rings| {
            let mut rings = rings.into_iter().map(|ring| -> Ring {
                // Outer rings run clockwise in the file, and the first point stands again at the end.
                let mut ring: Ring = ring.into_iter().rev().map(position).collect();
                ring.dedup();
                if ring.first() == ring.last() {
                    ring.pop();
                }
                ring
            });
            let outer = rings.next().unwrap_or_default();
            // Which way a ring runs says what it is; the planar map asks for nothing else.
            Shape { polygons: vec![Polygon { outer, holes: rings.collect() }] }
        });
        Some(shapes.collect())
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().unwrap()
}

fn whole(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(number(bytes, at)) as usize
}

/// The file of an archive whose name ends so.
fn from_zip(archive: &[u8], ending: &str) -> Vec<u8> {
    let short = |at: usize| usize::from(u16::from_le_bytes(number(archive, at)));
    let end = archive.windows(4).rposition(|mark| mark == b"PK\x05\x06").unwrap();
    let (mut entry, count) = (whole(archive, end + 16), short(end + 10));
    for _ in 0..count {
        let (name, rest) = (short(entry + 28), short(entry + 30) + short(entry + 32));
        let is_wanted = archive[entry + 46..entry + 46 + name].ends_with(ending.as_bytes());
        if is_wanted && !archive[entry + 46..entry + 46 + name].starts_with(b"__MACOSX") {
            let (method, packed, local) =
                (short(entry + 10), whole(archive, entry + 20), whole(archive, entry + 42));
            let start = local + 30 + short(local + 26) + short(local + 28);
            let packed = &archive[start..start + packed];
            let mut file = Vec::new();
            match method {
                0 => file.extend_from_slice(packed),
                _ => _ = flate2::read::DeflateDecoder::new(packed).read_to_end(&mut file).unwrap(),
            }
            return file;
        }
        entry += 46 + name + rest;
    }
    panic!("no {ending} in the archive");
}

/// The rings of each record of a Shapefile of polygons (ESRI 1998).
fn polygons(file: &[u8]) -> Vec<Vec<Vec<[f64; 2]>>> {
    let mut records = Vec::new();
    let mut at = 100;
    while at + 8 < file.len() {
        let words = u32::from_be_bytes(number(file, at + 4)) as usize;
        let record = &file[at + 8..at + 8 + 2 * words];
        at += 8 + 2 * words;
        if whole(record, 0) % 10 != 5 {
            continue;
        }
        let (parts, points) = (whole(record, 36), whole(record, 40));
        let start = |part: usize| if part < parts { whole(record, 44 + 4 * part) } else { points };
        let float = |place: usize| f64::from_le_bytes(number(record, place));
        let point = |n: usize| [float(44 + 4 * parts + 16 * n), float(44 + 4 * parts + 16 * n + 8)];
        records.push((0..parts).map(|part| (start(part)..start(part + 1)).map(point).collect()).collect());
    }
    records
}
