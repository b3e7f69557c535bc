//! The proving program: the product against a folder of reference cases, wherever it lies.
//!
//! A [`Kind`] is one kind of folder, in a file of its own, listed in [`KINDS`]. It calls the same public
//! functions that the service calls and hands every case to the [`Report`], which prints a line for each and
//! closes with the count.

mod assignment;
mod conformance;
mod dispatch_replay;
mod folder;
mod memory;
mod planar;
mod report;
mod roads;
mod roads_graphs;
mod seeded;

pub use assignment::AssignmentTables;
pub use conformance::{ClippingCases, JtsTests};
pub use dispatch_replay::DispatchReplay;
pub use planar::{PlanarLayers, polygon_layers};
pub use report::{Case, Outcome, Report};
pub use roads::RoadFiles;
pub use roads_graphs::RoadGraphs;
pub use seeded::Seeded;

use std::path::Path;

/// How much of a proof is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Fewer questions for each case, for the suite of every day.
    Quick,
    /// The full figures.
    Full,
}

/// A kind of reference cases.
pub trait Kind {
    /// Its name on the command line, which is that of such a folder.
    fn name(&self) -> &'static str;

    /// What it proves, in a line.
    fn about(&self) -> &'static str;

    /// Proves every case of the folder, however its files are named.
    fn prove(&self, folder: &Path, effort: Effort, report: &mut Report);
}

/// All kinds.
pub const KINDS: &[&dyn Kind] =
    &[&RoadFiles, &RoadGraphs, &AssignmentTables, &DispatchReplay, &PlanarLayers, &JtsTests, &ClippingCases];
