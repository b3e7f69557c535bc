//! How far a long import has come.

use serde::{Deserialize, Serialize};

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Reading the file, counted in bytes. The file is read twice: ways, then the nodes they need.
    Reading,
    /// Joining ways into a network and looking for stranded pieces; counted in steps.
    Connecting,
    /// Ordering the junctions for fast answers; the longest step, not divisible.
    Ordering,
}

/// One report of progress: `done` of `total` in the current phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; never zero.
    pub total: u64,
}
