//! Maps of versions: written down once each, shared by all drafts that begin on them.

use crate::http::Problem;
use geo_core::territory::{Check, Records, Territory};
use parking_lot::Mutex;
use std::sync::Arc;
use store::{AttachmentError, Attachments};
use world::Hash;

/// The first bytes of an attachment that holds a map; the last one is the format's number.
///
/// 1: postcard of [`Records`]. Before there was this mark the same bytes stood alone.
const MAGIC: &[u8; 8] = b"MUSTMAP\x01";

/// Maps kept in memory: the versions that drafts were begun on lately.
const KEPT: usize = 4;

/// Maps by the attachment that holds them.
pub struct Maps {
    attachments: Arc<dyn Attachments>,
    kept: Mutex<Vec<(Hash, Territory)>>,
}

impl Maps {
    /// The maps of a store.
    pub fn new(attachments: Arc<dyn Attachments>) -> Self {
        Self { attachments, kept: Mutex::default() }
    }

    /// Writes a map down, for drafts and versions to name.
    ///
    /// # Errors
    /// `store_unavailable`.
    pub fn keep(&self, map: &Territory) -> Result<Hash, Problem> {
        let bytes = postcard::to_extend(&map.records(), MAGIC.to_vec());
        let bytes = bytes.map_err(|error| Problem::internal(&error))?;
        let hash = self.attachments.put(&mut &bytes[..]).map_err(|error| Problem::unavailable(&error))?;
        self.remember(hash, map.clone());
        Ok(hash)
    }

    fn remember(&self, hash: Hash, map: Territory) {
        let mut kept = self.kept.lock();
        if kept.iter().all(|(known, _)| *known != hash) {
            kept.push((hash, map));
            let surplus = kept.len().saturating_sub(KEPT);
            kept.drain(..surplus);
        }
    }

    /// The map that an attachment holds.
    ///
    /// # Errors
    /// `attachment_damaged`, `unknown_attachment`, `store_unavailable`.
    pub fn get(&self, input: Hash) -> Result<Territory, Problem> {
        if let Some((_, map)) = self.kept.lock().iter().find(|(known, _)| *known == input) {
            return Ok(map.clone());
        }
        let bytes = self.attachments.get(input).map_err(|error| attachment(&error))?;
        let damaged = |reason: String| {
            Problem::new("attachment_damaged").with("hash", input.to_string()).with("reason", reason)
        };
        let records = records(&bytes).map_err(damaged)?;
        let map = Territory::from_records(records, Check::Links)
            .map_err(|faults| damaged(faults.first().map(ToString::to_string).unwrap_or_default()))?;
        self.remember(input, map.clone());
        Ok(map)
    }
}

/// The records in an attachment.
fn records(bytes: &[u8]) -> Result<Records, String> {
    let bare = match bytes.split_first_chunk() {
        Some((MAGIC, records)) => records,
        Some((mark, _)) if mark[..7] == MAGIC[..7] => return Err(format!("format {} is not known", mark[7])),
        _ => bytes,
    };
    postcard::from_bytes(bare).map_err(|error| error.to_string())
}

fn attachment(error: &AttachmentError) -> Problem {
    match error {
        AttachmentError::Unknown { hash } => {
            Problem::new("unknown_attachment").with("hash", hash.to_string())
        }
        AttachmentError::Damaged { hash, .. } => Problem::new("attachment_damaged")
            .with("hash", hash.to_string())
            .with("reason", error.to_string()),
        error => Problem::unavailable(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAGIC, records};
    use geo_core::Position;
    use geo_core::territory::{Node, NodeId, Records};

    #[test]
    fn maps_are_read_as_they_are_written_and_as_they_once_were() {
        let node = Node { at: Position::new(114.0, 30.0).unwrap() };
        let there = Records { nodes: vec![(NodeId(1), node)], ..Records::default() };
        let bare = postcard::to_allocvec(&there).unwrap();
        let marked = [&MAGIC[..], &bare].concat();
        assert_eq!(records(&bare).unwrap(), there);
        assert_eq!(records(&marked).unwrap(), there);
        let later = [b"MUSTMAP\x02", &bare[..]].concat();
        assert_eq!(records(&later).unwrap_err(), "format 2 is not known");
        assert!(records(&bare[..bare.len() - 1]).is_err());
    }
}
