//! What is done to a draft: commands, and the steps that come of them.

use super::merging::Merged;
use crate::{Hash, Timestamp};
use geo_core::territory::{Edit, Ids, Patch, Renumbering};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a step of a draft was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawn {
    /// Somebody drew.
    Edit(Edit),
    /// Another draft was merged into this one.
    Merge {
        /// The other draft.
        draft: String,
        /// The last hash of its stream.
        head: Hash,
        /// How its records came here; unknown of steps older than this was written down.
        #[serde(default)]
        joined: Option<Box<Joined>>,
    },
}

/// How the records of another draft came into this one, so that what is drawn there later finds them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The last entry of the other draft's stream by then.
    pub seq: u64,
    /// Whether records were taken over as they are.
    pub how: JoinedHow,
    /// What every number that the other draft had given by then is called here.
    pub numbers: Renumbering,
    /// The first numbers here that nothing has been called yet.
    pub next: Ids,
    /// The drafts whose work came along, the other one among them, each up to which entry of its stream.
    pub holds: BTreeMap<String, u64>,
}

/// How records of another draft were taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinedHow {
    /// As they are, but for their numbers.
    AsDrawn,
    /// The later draft's edits were done again on the map of the earlier: which record was which is not known any more.
    DrawnAgain,
}

/// What somebody wants of a draft.
#[derive(Debug, Clone)]
pub enum DrawCommand {
    /// To draw; boxed, an edit can carry a long path.
    Edit(Box<Edit>),
    /// To join in what another draft did.
    Merge {
        /// The other draft.
        draft: String,
        /// The last hash of its stream.
        head: Hash,
        /// What it does here, as [`super::merged`] says.
        merged: Box<Merged>,
    },
    /// To take the last step back.
    Undo,
    /// To do again what was taken back last.
    Redo,
    /// To call it something else.
    Rename(String),
    /// To throw it away.
    Discard,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The entry that made it.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// By which account.
    pub by: String,
    /// What was done.
    pub drawn: Drawn,
    /// What that changed.
    pub patch: Patch,
}
