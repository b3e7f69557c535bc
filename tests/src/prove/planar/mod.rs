//! Kind `planar`: every layer of polygons, its overlaps and gaps against the count of others.
//!
//! A layer that stands in `planar-reference.csv` (in the folder or its parent) must have as many pairs of areas that
//! share more than a square metre, and as many gaps larger than that, as the reference counted in its own coordinate
//! system, and they and the union must be as large but for what rounding can do; a layer without a line there must only be surveyed soundly. Either way what was found is printed, and the
//! rings that the reader refuses are counted and named. Then all fixes that the product proposes are accepted, and the
//! outlines that come out must have no overlap, no gap but the declared holes, and all the ground that was claimed.

mod found;
mod layer;
mod plane;
mod reference;
mod repaired;

use super::memory::Peak;
use super::{Case, Effort, Kind, Outcome, Report};
use found::{Comparison, Faults};
use geo_core::Shape;
use geo_core::planar::{PlanarMap, Survey, Tolerance};
use layer::{Layer, LayerFile};
use reference::{Line, Reference};
use repaired::Repaired;
use std::path::Path;
use std::time::{Duration, Instant};

/// Overlaps and gaps up to this size are not counted, in square metres.
const SMALLEST: f64 = 1.0;

/// Every layer of polygons below a folder: where it lies, and its areas. Files that are none are left out.
///
/// # Errors
/// When the folder cannot be read.
pub fn polygon_layers(folder: &Path) -> std::io::Result<Vec<(String, Vec<Shape>)>> {
    let read = layer::layers_below(folder)?.into_iter().filter_map(|file| {
        let shapes = file.read().ok()?.areas.iter().map(|(_, shape)| (**shape).clone()).collect();
        Some((file.name_below(folder), shapes))
    });
    Ok(read.collect())
}

/// Layers of polygons: read, surveyed, compared.
pub struct PlanarLayers;

impl Kind for PlanarLayers {
    fn name(&self) -> &'static str {
        "planar"
    }

    fn about(&self) -> &'static str {
        "every polygon layer below the folder: overlaps and gaps over 1 m² against planar-reference.csv"
    }

    fn prove(&self, folder: &Path, _: Effort, report: &mut Report) {
        let found = layer::layers_below(folder)
            .and_then(|files| Ok((files, Reference::near(folder).map_err(std::io::Error::other)?)));
        let (files, reference) = match found {
            Ok(found) => found,
            Err(error) => {
                let name = folder.display().to_string();
                return report.add(&case(&name, "layers", error.to_string(), Outcome::Failed(vec![])));
            }
        };
        for line in reference.lines_without(folder, &files) {
            report.add(&case(&line.file, "a layer", "no such file".into(), Outcome::Failed(vec![])));
        }
        if files.is_empty() {
            let name = folder.display().to_string();
            report.add(&case(&name, "layers", "no file of polygons".into(), Outcome::Skipped));
        }
        for file in files {
            let line = reference.line_of(&file.path);
            report.add(&try_layer(folder, &file, line));
        }
    }
}

fn case(name: &str, expected: &str, got: String, outcome: Outcome) -> Case {
    Case { name: name.into(), expected: expected.into(), got, took: Duration::ZERO, peak: None, outcome }
}

fn try_layer(folder: &Path, file: &LayerFile, line: Option<&Line>) -> Case {
    let name = file.name_below(folder);
    let expected = line.map_or_else(|| "a sound survey".to_owned(), Line::to_string);
    let layer = match file.read() {
        Ok(layer) => layer,
        Err(error) => {
            // Who has no line in the reference may be anything: a table, a layer of points, a damaged file.
            let outcome = if line.is_some() { Outcome::Failed(vec![]) } else { Outcome::Skipped };
            return case(&name, &expected, error, outcome);
        }
    };
    Peak::forget();
    let began = Instant::now();
    let map = match PlanarMap::build(layer.shapes(), Tolerance::default()) {
        Ok(map) => map,
        Err(error) => return case(&name, &expected, error.to_string(), Outcome::Failed(vec![])),
    };
    let survey = map.survey();
    let (took, peak) = (began.elapsed(), Peak::so_far());

    let mut wrong = Vec::new();
    if !map.is_sound() {
        wrong.push("the map is not sound: see PlanarMap::is_sound".to_owned());
    }
    let mut got = format!("{} polygons", layer.areas.len());
    if let Some(line) = line {
        match Comparison::of(line, layer.shapes()) {
            Ok(comparison) => {
                got += &format!(", {comparison}");
                comparison.spans_needed(line).iter().for_each(|span| got += &format!(", {span}"));
                wrong.extend(comparison.differences(line));
            }
            Err(error) => wrong.push(error),
        }
        wrong.extend(rows_differ(&layer, line));
    }
    let repaired = Repaired::of(&map);
    got += &format!("; {}; {repaired}", surveyed(&survey));
    wrong.extend(repaired.wrong);
    if !layer.refused.is_empty() {
        got += &format!("; {} refused: {}", layer.refused.len(), layer.refused.join(", "));
    }
    let outcome = if wrong.is_empty() { Outcome::Passed } else { Outcome::Failed(wrong) };
    Case { took, peak, ..case(&name, &expected, got, outcome) }
}

/// Where the reader took over other polygons than the reference counted. It may take over what others call invalid: a
/// fault finer than 1e-7 degree goes without a word.
fn rows_differ(layer: &Layer, line: &Line) -> Vec<String> {
    let mut wrong = Vec::new();
    let rows = layer.areas.len() + layer.refused.len();
    if rows != line.polygons {
        wrong.push(format!("polygons: expected {}, got {rows}", line.polygons));
    }
    if layer.refused.len() > line.invalid {
        wrong.push(format!("refused: expected {} at most, got {}", line.invalid, layer.refused.len()));
    }
    wrong
}

/// What the product says of the layer: on the ellipsoid, lines straight in degrees, with its own tolerance.
fn surveyed(survey: &Survey) -> String {
    let overlaps = Faults::of(survey.overlaps.iter().map(|overlap| overlap.size.0));
    let gaps = Faults::of(survey.gaps.iter().map(|gap| gap.size.0));
    format!(
        "the product lists {} overlaps {:.0} m² and {} gaps {:.0} m² over 1 m², {} crossings, {} slivers",
        overlaps.count,
        overlaps.square_metres,
        gaps.count,
        gaps.square_metres,
        survey.crossings.len(),
        survey.slivers.len()
    )
}
