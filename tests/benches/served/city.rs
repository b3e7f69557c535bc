//! Files of a large city, and their import through the command line.
//!
//! The grids lie on the lattice of web map tiles, 26 × 27 of them in a tile of zoom 12, so that a tile shows 702. Their
//! borders are wavy and neighbours share every vertex; townships, communities and the district follow them.

use super::client;
use super::dice::Dice;
use super::service;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Places of the city.
pub const PLACES: usize = 1_300_000;
/// Its cameras.
pub const CAMERAS: usize = 45_000;
/// Its grids on a side.
pub const SIDE: i32 = 118;
/// The zoom whose tiles are cut into grids.
pub const ZOOM: u32 = 12;
/// The tile at the north-western corner.
pub const CORNER: [i32; 2] = [3345, 1683];
/// Grids across and down a tile.
pub const CELLS: [i32; 2] = [26, 27];
/// Vertices along one side of a grid.
const STEPS: i32 = 4;
/// Grids from north to south in a community.
const COMMUNITY: i32 = 10;

/// A store with the city in it.
pub struct City {
    /// The store.
    pub data: PathBuf,
    /// The token of an account's one-time link.
    pub token: String,
}

/// Writes the files and imports them.
pub fn import(folder: &Path) -> City {
    let (files, data) = (folder.join("files"), folder.join("store"));
    fs::create_dir_all(&files).expect("a folder can be made");
    let started = Instant::now();
    for (level, areas) in [
        ("district", vec![area("420100", "武汉", [0, 0], [SIDE, SIDE])]),
        ("township", (0..SIDE).map(township).collect()),
        ("community", (0..SIDE).flat_map(communities).collect()),
        ("grid", (0..SIDE).flat_map(grids).collect()),
    ] {
        let file = files.join(format!("{level}.geojson"));
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", areas.join(","));
        fs::write(&file, text).expect("a file can be written");
        service::run(&data, &["import", "areas", "--level", level, name(&file)]);
    }
    let mut dice = Dice(7);
    let cameras = files.join("cameras.csv");
    write_rows(&cameras, "code,name,kind,pole,lon,lat", CAMERAS, |n| {
        let at = anywhere(&mut dice);
        format!("C{n:05},{}{}号杆,camera,G{:05},{at}", street(n / 7), n % 97, n / 2)
    });
    service::run(&data, &["import", "sensing-points", name(&cameras)]);
    let places = files.join("places.csv");
    write_rows(&places, "code,name,kind,address,lon,lat,households", PLACES, |n| {
        let (block, at) = (n / 12, anywhere(&mut dice));
        let kind = if n % 4 == 3 { "school" } else { "building" };
        let (estate, road) = (street(block * 7 + 3), street(block % 192));
        format!(
            "B{n:07},{estate}{}栋{}单元,{kind},{road}{}号,{at},{}",
            block / 256 % 300,
            n % 12 + 1,
            block / 3 % 900,
            n % 40
        )
    });
    service::run(&data, &["import", "places", name(&places)]);
    println!(
        "city of {PLACES} places, {CAMERAS} cameras, {} grids: written and imported in {:.1} s",
        SIDE * SIDE,
        started.elapsed().as_secs_f64()
    );
    let token = client::add_account(&data);
    City { data, token }
}

fn name(path: &Path) -> &str {
    path.to_str().expect("a folder for builds has a plain name")
}

fn write_rows(path: &Path, columns: &str, count: usize, mut row: impl FnMut(usize) -> String) {
    let mut file = BufWriter::new(fs::File::create(path).expect("a file can be made"));
    let mut line = |text: &str| writeln!(file, "{text}").expect("a file can be written");
    line(columns);
    (0..count).for_each(|number| line(&row(number)));
    file.flush().expect("a file can be written");
}

/// Names like those of a city: sixteen beginnings, sixteen ends.
fn street(number: usize) -> String {
    const FIRST: [&str; 16] = [
        "长江", "汉阳", "古田", "阳光", "东湖", "南湖", "后湖", "解放", "中山", "建设", "和平", "胜利",
        "友谊", "新华", "光谷", "沿江",
    ];
    const LAST: [&str; 16] = [
        "大道",
        "路",
        "街",
        "里",
        "巷",
        "小区",
        "花园",
        "新村",
        "广场",
        "大厦",
        "公寓",
        "家园",
        "名城",
        "中心",
        "学校",
        "幼儿园",
    ];
    format!("{}{}", FIRST[number % 16], LAST[number / 16 % 16])
}

fn township(column: i32) -> String {
    let number = column + 1;
    area(&format!("420100{number:03}"), &format!("第{number}街道"), [column, 0], [column + 1, SIDE])
}

fn communities(column: i32) -> impl Iterator<Item = String> {
    let township = column + 1;
    (0..=(SIDE - 1) / COMMUNITY).map(move |index| {
        let number = index + 1;
        area(
            &format!("420100{township:03}{number:03}"),
            &format!("第{township}街{number}社区"),
            [column, index * COMMUNITY],
            [column + 1, SIDE.min(number * COMMUNITY)],
        )
    })
}

fn grids(column: i32) -> impl Iterator<Item = String> {
    let township = column + 1;
    (0..SIDE).map(move |row| {
        let (community, number) = (row / COMMUNITY + 1, row % COMMUNITY + 1);
        area(
            &format!("420100{township:03}{community:03}{number:03}"),
            &format!("第{township}街{community}社区{number}网格"),
            [column, row],
            [column + 1, row + 1],
        )
    })
}

/// A feature that covers whole cells, from one corner to the other; rows are counted southwards.
fn area(code: &str, name: &str, [west, north]: [i32; 2], [east, south]: [i32; 2]) -> String {
    let [west, north, east, south] = [west, north, east, south].map(|cell| cell * STEPS);
    let vertices = (west..east)
        .map(|x| (x, south))
        .chain((north + 1..=south).rev().map(|y| (east, y)))
        .chain((west + 1..=east).rev().map(|x| (x, north)))
        .chain((north..=south).map(|y| (west, y)));
    let mut ring = String::new();
    for (x, y) in vertices {
        let [lon, lat] = vertex(x, y);
        let _ = write!(ring, "{}[{lon:.7},{lat:.7}]", if ring.is_empty() { "" } else { "," });
    }
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":\"{name}\"}},\
         \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}"
    )
}

/// A vertex of the fine lattice, shifted by a fixed pattern; longitude and latitude in degrees.
fn vertex(x: i32, y: i32) -> [f64; 2] {
    let noise = |seed: i32| f64::from((x * 7919 + y * 104_729 + seed).rem_euclid(1000)) / 1000.0 - 0.5;
    place(
        (f64::from(x) + 0.6 * noise(1)) / f64::from(STEPS),
        (f64::from(y) + 0.6 * noise(2)) / f64::from(STEPS),
    )
}

/// The place of a point counted in cells from the north-western corner.
fn place(column: f64, row: f64) -> [f64; 2] {
    let tiles = f64::from(1 << ZOOM);
    let x = f64::from(CORNER[0]) + column / f64::from(CELLS[0]);
    let y = f64::from(CORNER[1]) + row / f64::from(CELLS[1]);
    let n = std::f64::consts::PI * (1.0 - 2.0 * y / tiles);
    [x / tiles * 360.0 - 180.0, n.sinh().atan().to_degrees()]
}

/// Longitude and latitude of some place within the city, as two columns.
fn anywhere(dice: &mut Dice) -> String {
    let within = f64::from(SIDE) - 0.5;
    let [lon, lat] = place(dice.between(0.5, within), dice.between(0.5, within));
    format!("{lon:.6},{lat:.6}")
}
