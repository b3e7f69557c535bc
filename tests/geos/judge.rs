//! GEOS as a second opinion: a program of its own, asked once for many shapes.

use geo_core::{DegreeRings, Position, Shape, ShapeError};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A point in units of 1e-7 degree.
pub type Units = [i64; 2];
/// The rings of each part.
pub type Parts = Vec<Vec<Vec<Units>>>;

/// What is asked.
#[derive(Debug, Default, Serialize)]
pub struct Questions {
    pub shapes: Vec<Parts>,
    pub pairs: Vec<[usize; 2]>,
    pub layers: Vec<Vec<usize>>,
}

/// What GEOS says.
#[derive(Debug, Deserialize)]
pub struct Answers {
    pub geos: String,
    pub shapes: Vec<Judged>,
    /// `None` where GEOS calls one of the two invalid: it cannot lay it over anything.
    pub pairs: Vec<Option<Overlaid>>,
    pub layers: Vec<Surveyed>,
}

/// Of a shape.
#[derive(Debug, Deserialize)]
pub struct Judged {
    /// `Valid Geometry`, or what is wrong.
    pub why: String,
    pub area: f64,
    /// The ground that an odd number of rings goes around.
    pub mended_area: f64,
}

impl Judged {
    pub fn is_valid(&self) -> bool {
        self.why == "Valid Geometry"
    }
}

/// Of two shapes laid over each other: areas.
#[derive(Debug, Deserialize)]
pub struct Overlaid {
    pub intersection: f64,
    pub union: f64,
    pub difference: f64,
    pub symdifference: f64,
}

/// Of a layer: areas.
#[derive(Debug, Deserialize)]
pub struct Surveyed {
    pub union: f64,
    pub overlaps: f64,
    pub gaps: f64,
}

impl Questions {
    /// Asks; `None`, said aloud, where there is no Python that has Shapely.
    ///
    /// # Panics
    /// When the program fails: then there is an answer, and it is not understood.
    pub fn asked(&self) -> Option<Answers> {
        let python = python()?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("geos/judge.py");
        let child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("it ran a moment ago");
        let questions = serde_json::to_vec(self).unwrap();
        let mut input = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || input.write_all(&questions));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(output.status.success(), "GEOS gave up; see above");
        Some(serde_json::from_slice(&output.stdout).unwrap())
    }
}

/// A Python that has Shapely: that of `MUSTER_PYTHON`, the one which `make test` has installed, or any.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("MUSTER_PYTHON").map(PathBuf::from);
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-results/python/bin/python");
    let known = [named, Some(installed), Some("python3".into())];
    let has_shapely = |python: &PathBuf| {
        let tried = Command::new(python).args(["-c", "import shapely"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    };
    let found = known.into_iter().flatten().find(has_shapely);
    if found.is_none() {
        println!(
            "skipped: no Python has Shapely; run make test, or pip install -r tests/geos/requirements.txt"
        );
    }
    found
}

/// A shape in units.
pub fn parts_of(shape: &Shape) -> Parts {
    let ring =
        |ring: &Vec<Position>| ring.iter().map(|at| [at.lon_e7().into(), at.lat_e7().into()]).collect();
    let part = |part: &geo_core::Polygon| std::iter::once(&part.outer).chain(&part.holes).map(ring).collect();
    shape.polygons.iter().map(part).collect()
}

/// What the product makes of rings in units, brought in degrees as by a file.
pub fn read(parts: &Parts) -> Result<Shape, ShapeError> {
    let ring = |ring: &Vec<Units>| ring.iter().map(|at| at.map(|unit| unit as f64 / 1e7)).collect();
    let degrees: Vec<DegreeRings> = parts.iter().map(|rings| rings.iter().map(ring).collect()).collect();
    Shape::from_degrees(&degrees)
}

/// The area of a shape in square units, exact.
pub fn area_of(shape: &Shape) -> f64 {
    let doubled: i128 =
        rings(shape).flat_map(|ring| edges(ring)).map(|[a, b]| a[0] * b[1] - b[0] * a[1]).sum();
    doubled as f64 / 2.0
}

/// The length of all borders in units.
pub fn border_of(shape: &Shape) -> f64 {
    rings(shape)
        .flat_map(|ring| edges(ring))
        .map(|[a, b]| ((a[0] - b[0]) as f64).hypot((a[1] - b[1]) as f64))
        .sum()
}

fn rings(shape: &Shape) -> impl Iterator<Item = &Vec<Position>> {
    shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes))
}

fn edges(ring: &[Position]) -> impl Iterator<Item = [[i128; 2]; 2]> + '_ {
    let units = |at: &Position| [i128::from(at.lon_e7()), i128::from(at.lat_e7())];
    ring.iter().zip(ring.iter().cycle().skip(1)).map(move |(a, b)| [units(a), units(b)])
}
