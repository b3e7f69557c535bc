//! Kind `conf-jts`: the XML tests of the JTS Topology Suite, as far as they ask for validity and overlay of areas.

use super::documents::{Document, documents_below};
use super::geometry::Geometry;
use super::overlay::{NoOverlay, Operation, Overlaid};
use super::tally::{Tally, Verdict};
use super::validity::is_valid;
use super::{nothing_found, overlaid, refused, wkt};
use crate::prove::{Effort, Kind, Report};
use roxmltree::Node;
use std::path::Path;
use std::time::Instant;

/// The tests of JTS.
pub struct JtsTests;

impl Kind for JtsTests {
    fn name(&self) -> &'static str {
        "conf-jts"
    }

    fn about(&self) -> &'static str {
        "the XML tests of JTS, plain or in archives: validity and overlay of polygons"
    }

    fn prove(&self, folder: &Path, _: Effort, report: &mut Report) {
        let mut tally = Tally::default();
        let documents = documents_below(folder).unwrap_or_default();
        let runs = documents.iter().filter(|document| document.text.contains("<run"));
        let tried = runs.map(|document| try_run(document, &mut tally, report)).count();
        if tried == 0 {
            return nothing_found(folder, "XML tests of JTS", report);
        }
        println!("\n{tally}");
    }
}

fn try_run(Document { name, text }: &Document, tally: &mut Tally, report: &mut Report) {
    let began = Instant::now();
    let xml = match roxmltree::Document::parse(text) {
        Ok(xml) => xml,
        Err(error) => {
            let verdict = Verdict::Failed { expected: "XML".into(), got: error.to_string() };
            return tally.add(name, "the file", verdict, began.elapsed(), report);
        }
    };
    let is_fixed = xml
        .descendants()
        .any(|node| node.has_tag_name("precisionModel") && node.attribute("scale").is_some());
    for (number, case) in (1..).zip(xml.descendants().filter(|node| node.has_tag_name("case"))) {
        let words = child_text(case, "desc").unwrap_or_default();
        let words = words.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
        let geometry = |name: &str| child_text(case, name).and_then(wkt::read);
        let operands = [geometry("a"), geometry("b")];
        for op in case.descendants().filter(|node| node.has_tag_name("op")) {
            let began = Instant::now();
            let question = Question::of(op, &operands);
            let what = format!("case {number} ({words}) {}", op.attribute("name").unwrap_or_default());
            let verdict = question.map_or_else(Verdict::Skipped, |question| question.asked(is_fixed));
            tally.add(name, &what, verdict, began.elapsed(), report);
        }
    }
}

fn child_text<'a>(case: Node<'a, '_>, name: &str) -> Option<&'a str> {
    case.children().find(|node| node.has_tag_name(name))?.text()
}

/// What a test asks.
struct Question<'a> {
    asks: Asks,
    operands: Vec<&'a Geometry>,
    expected: &'a str,
}

#[derive(Clone, Copy)]
enum Asks {
    Valid,
    Overlay(Operation),
    AreasAddUp,
    UnionArea,
}

impl<'a> Question<'a> {
    /// The question of an operation, or why it is none for us.
    fn of(op: Node<'a, '_>, operands: &'a [Option<Geometry>; 2]) -> Result<Self, String> {
        let name = op.attribute("name").unwrap_or_default().to_ascii_lowercase();
        let asks = match &*name {
            "isvalid" => Asks::Valid,
            "union" | "unionng" => Asks::Overlay(Operation::Union),
            "intersection" | "intersectionng" => Asks::Overlay(Operation::Intersection),
            "difference" | "differenceng" => Asks::Overlay(Operation::Difference),
            "symdifference" | "symdifferenceng" => Asks::Overlay(Operation::SymmetricDifference),
            "overlayareatest" => Asks::AreasAddUp,
            "unionarea" => Asks::UnionArea,
            name if name.ends_with("sr") => return Err(ROUNDED.into()),
            _ => return Err(format!("operation {name}: neither validity nor overlay of areas")),
        };
        let named = [op.attribute("arg1"), op.attribute("arg2")].into_iter().flatten();
        let operand = |name: &str| {
            let place = usize::from(name.eq_ignore_ascii_case("b"));
            operands[place].as_ref().ok_or("the geometry is no well-known text or binary of the plane")
        };
        let operands = named.map(operand).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { asks, operands, expected: op.text().unwrap_or_default().trim() })
    }

    fn asked(&self, is_fixed: bool) -> Verdict {
        if self.operands.iter().any(|operand| operand.others > 0) {
            return Verdict::skip("lines or points: the product has areas only");
        }
        match self.asks {
            Asks::Valid => is_valid(self.operands[0], self.expected == "true"),
            _ if is_fixed => Verdict::skip(ROUNDED),
            Asks::Overlay(operation) => self.overlaid(operation),
            Asks::AreasAddUp | Asks::UnionArea => self.measured(),
        }
    }

    fn overlaid(&self, operation: Operation) -> Verdict {
        let Some(expected) = wkt::read(self.expected) else {
            return Verdict::skip("the expected geometry is no well-known text or binary of the plane");
        };
        let union_of_parts;
        let operands = match self.operands[..] {
            // The union of one geometry: its polygons may lie over one another.
            [alone] => {
                union_of_parts = Geometry { is_collection: true, ..alone.clone() };
                vec![&union_of_parts]
            }
            _ => self.operands.clone(),
        };
        overlaid(&operands, operation, &expected, 0.0)
    }

    fn measured(&self) -> Verdict {
        let alone = Geometry { is_collection: true, ..self.operands[0].clone() };
        let is_union = matches!(self.asks, Asks::UnionArea);
        let operands = if is_union { vec![&alone] } else { self.operands.clone() };
        let overlaid = match Overlaid::of(&operands, None) {
            Ok(overlaid) => overlaid,
            Err(NoOverlay::Refused(error)) => return refused(&error),
            Err(error) => {
                return Verdict::Failed { expected: self.expected.into(), got: format!("{error:?}") };
            }
        };
        let outcome = if is_union {
            let area = overlaid.area(Operation::Union);
            let is_near = |expected: f64| (area - expected).abs() <= overlaid.area_off();
            if self.expected.parse().is_ok_and(is_near) { Ok(()) } else { Err(area.to_string()) }
        } else {
            overlaid.adds_up()
        };
        match outcome {
            Ok(()) => Verdict::Passed,
            Err(got) => Verdict::Failed { expected: self.expected.into(), got },
        }
    }
}

const ROUNDED: &str = "results rounded to a grid of the test's own";
