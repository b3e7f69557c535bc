//! Kind `conf-clipping`: the cases of libraries that clip polygons.
//!
//! Four forms are known, whatever their files are called:
//! * a folder with `args.geojson` and a file for each operation (polygon-clipping),
//! * a GeoJSON collection of two operands and, by their property `operation`, the results (martinez),
//! * a JSON object of contours, a fill rule and the results (iOverlay),
//! * well-known text of multipolygons without results (georust's zones and plots): what two of them share and what one
//!   has alone must add up to it.

use super::documents::{Document, documents_below};
use super::geometry::Geometry;
use super::overlay::{NoOverlay, Operation, Overlaid};
use super::slips::slip;
use super::tally::{Tally, Verdict};
use super::{contours, nothing_found, overlaid, refused, wkt};
use crate::prove::{Effort, Kind, Report};
use serde_json::Value;
use std::path::Path;
use std::time::Instant;

/// The cases of clipping libraries.
pub struct ClippingCases;

impl Kind for ClippingCases {
    fn name(&self) -> &'static str {
        "conf-clipping"
    }

    fn about(&self) -> &'static str {
        "cases of polygon-clipping, martinez, iOverlay and georust, plain or in archives: overlay of polygons"
    }

    fn prove(&self, folder: &Path, _: Effort, report: &mut Report) {
        let documents = documents_below(folder).unwrap_or_default();
        let mut book = Book { tally: Tally::default(), report, asked: 0 };
        for document in &documents {
            let folder_of =
                |document: &Document| document.name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            if document.name.ends_with("args.geojson") {
                let beside = documents.iter().filter(|other| folder_of(other) == folder_of(document));
                book.arguments(document, &beside.collect::<Vec<_>>());
            } else if let Ok(value) = serde_json::from_str::<Value>(&document.text) {
                book.collection(document, &value);
                book.contours(document, &value);
            }
        }
        book.texts(&documents);
        match book.asked {
            0 => nothing_found(folder, "cases of clipping libraries", report),
            _ => println!("\n{}", book.tally),
        }
    }
}

/// Where verdicts are written down.
struct Book<'a> {
    tally: Tally,
    report: &'a mut Report,
    asked: usize,
}

impl Book<'_> {
    fn ask(&mut self, file: &str, what: &str, question: impl FnOnce() -> Verdict) {
        let began = Instant::now();
        let verdict = question();
        // A case is a line among many: the table has one for each suite.
        let suite = file.split('/').next().unwrap_or(file);
        self.tally.add(suite, &format!("{file} {what}"), verdict, began.elapsed(), self.report);
        self.asked += 1;
    }

    /// `args.geojson` and the results beside it.
    fn arguments(&mut self, arguments: &Document, beside: &[&Document]) {
        let geometries = |document: &Document| -> Option<Vec<Geometry>> {
            let value: Value = serde_json::from_str(&document.text).ok()?;
            value.get("features")?.as_array()?.iter().map(Geometry::of_geojson).collect()
        };
        let operands = geometries(arguments);
        let mut asked = false;
        for document in beside.iter().filter(|document| document.name != arguments.name) {
            let operations: &[Operation] = match document.name.rsplit('/').next() {
                Some("union.geojson") => &[Operation::Union],
                Some("intersection.geojson") => &[Operation::Intersection],
                Some("difference.geojson") => &[Operation::Difference],
                Some("xor.geojson") => &[Operation::SymmetricDifference],
                Some("all.geojson") => &[
                    Operation::Union,
                    Operation::Intersection,
                    Operation::Difference,
                    Operation::SymmetricDifference,
                ],
                _ => continue,
            };
            let expected = serde_json::from_str(&document.text)
                .ok()
                .and_then(|value: Value| Geometry::of_geojson(&value));
            for operation in operations {
                asked = true;
                self.ask(&document.name, &format!("{operation:?}"), || match (&operands, &expected) {
                    (Some(operands), Some(expected)) => {
                        overlaid(&operands.iter().collect::<Vec<_>>(), *operation, expected, 0.0)
                    }
                    _ => Verdict::Failed { expected: "GeoJSON".into(), got: "something else".into() },
                });
            }
        }
        if !asked {
            self.ask(&arguments.name, "", || Verdict::skip("the suite gives no result"));
        }
    }

    /// A collection with operands and results.
    fn collection(&mut self, document: &Document, value: &Value) {
        let Some(features) = value.get("features").and_then(Value::as_array) else { return };
        let operation_of = |feature: &Value| {
            let name = feature.get("properties")?.get("operation")?.as_str()?;
            Some(name.to_owned())
        };
        let (results, operands): (Vec<&Value>, Vec<&Value>) =
            features.iter().partition(|feature| operation_of(feature).is_some());
        let operands: Option<Vec<Geometry>> = operands.into_iter().map(Geometry::of_geojson).collect();
        if results.is_empty() {
            let is_result = ["union", "intersection", "difference", "xor", "all"];
            let name = document.name.rsplit('/').next().unwrap_or_default();
            if !is_result.iter().any(|result| name == format!("{result}.geojson")) {
                self.ask(&document.name, "", || Verdict::skip("the suite gives no result"));
            }
            return;
        }
        for result in results {
            let name = operation_of(result).unwrap_or_default();
            self.ask(&document.name, &name, || {
                let (Some(mut operands), Some(expected)) = (operands.clone(), Geometry::of_geojson(result))
                else {
                    return Verdict::Failed { expected: "GeoJSON".into(), got: "something else".into() };
                };
                let operation = match &*name {
                    "union" => Operation::Union,
                    "intersection" => Operation::Intersection,
                    "diff" => Operation::Difference,
                    "diff_ba" => {
                        operands.reverse();
                        Operation::Difference
                    }
                    "xor" => Operation::SymmetricDifference,
                    _ => return Verdict::Skipped(format!("operation {name}: unknown")),
                };
                overlaid(&operands.iter().collect::<Vec<_>>(), operation, &expected, 0.0)
            });
        }
    }

    /// An object of contours.
    fn contours(&mut self, document: &Document, value: &Value) {
        if value.get("outline").is_some() || value.get("stroke").is_some() || value.get("string").is_some() {
            return self
                .ask(&document.name, "", || Verdict::skip("lines and offsets: the product has areas only"));
        }
        let Some(case) = contours::ContourCase::of(value) else { return };
        if case.results.is_empty() {
            self.ask(&document.name, "", || Verdict::skip("the suite gives no result"));
        }
        let operands = case.operands();
        // Results that are not of these operands show in the union.
        let of_others = operands.as_ref().ok().and_then(|[subject, clip]| {
            let (_, operation, _, alternatives) = case.results.iter().find(|(name, ..)| *name == "union")?;
            alternatives.iter().find_map(|expected| slip(&[subject, clip], *operation, expected))
        });
        for (name, operation, is_reversed, alternatives) in &case.results {
            self.ask(&document.name, name, || {
                let operands = match &operands {
                    Ok(operands) => operands,
                    Err(why) => return Verdict::skip(why),
                };
                let [subject, clip] = operands;
                let operands = if *is_reversed { [clip, subject] } else { [subject, clip] };
                let verdicts: Vec<Verdict> = alternatives
                    .iter()
                    .map(|expected| overlaid(&operands, *operation, expected, contours::ROUNDED))
                    .collect();
                let passed = verdicts.iter().find(|verdict| **verdict == Verdict::Passed);
                match (passed.or(verdicts.first()), of_others) {
                    (Some(Verdict::Failed { .. }), Some(why)) => Verdict::skip(why),
                    (Some(verdict), _) => verdict.clone(),
                    (None, _) => Verdict::skip("the suite gives no result"),
                }
            });
        }
    }

    /// Well-known texts: each with those in the same plane.
    fn texts(&mut self, documents: &[Document]) {
        let texts = documents.iter().filter(|document| document.name.ends_with(".wkt"));
        let mut layers: Vec<(&Document, Geometry)> =
            texts.filter_map(|document| Some((document, wkt::read(&document.text)?))).collect();
        for (document, layer) in &mut layers {
            // Neighbours share lines: each polygon is an area of its own.
            layer.is_collection = true;
            for (number, part) in std::mem::take(&mut layer.polygons).into_iter().enumerate() {
                let one = Geometry::of(vec![part]);
                match Overlaid::of(&[&one], None) {
                    Err(NoOverlay::Refused(error)) => {
                        self.ask(&document.name, &format!("polygon {}", number + 1), || refused(&error));
                    }
                    _ => layer.add(one),
                }
            }
        }
        for (document, layer) in &layers {
            for (other, over) in layers.iter().filter(|(other, _)| other.name != document.name) {
                self.ask(&document.name, &format!("with {}", other.name), || adds_up(layer, over));
            }
        }
    }
}

/// Whether what two layers share and what the first has alone add up to it.
fn adds_up(layer: &Geometry, over: &Geometry) -> Verdict {
    if !share_a_plane(layer, over) {
        return Verdict::skip("two layers of different planes");
    }
    let failed = |got: String| Verdict::Failed { expected: "areas that add up".into(), got };
    // The polygons of a layer may lie over one another, so it is laid on the grid by itself as well.
    match (Overlaid::of(&[layer, over], None), Overlaid::of(&[layer], None)) {
        (Ok(both), Ok(alone)) => {
            both.adds_up_to(alone.area(Operation::Union)).map_or_else(failed, |()| Verdict::Passed)
        }
        (Err(error), _) | (_, Err(error)) => failed(format!("{error:?}")),
    }
}

/// Whether the boxes of two layers meet.
fn share_a_plane(one: &Geometry, two: &Geometry) -> bool {
    let low = |layer: &Geometry, axis: usize| layer.points().map(|at| at[axis]).fold(f64::INFINITY, f64::min);
    let high =
        |layer: &Geometry, axis: usize| layer.points().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max);
    (0..2).all(|axis| low(one, axis) <= high(two, axis) && low(two, axis) <= high(one, axis))
}
