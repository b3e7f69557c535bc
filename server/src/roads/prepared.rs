//! Prepared road networks in the store's cache: made at import, made again from the attachment when
//! missing, so that a start need not order the junctions anew.

use dispatch::roads::{Progress, RoadNetwork, RoadsError};
use std::io::Write;
use std::path::{Path, PathBuf};
use store::{AttachmentError, Attachments};
use world::Hash;

/// Why the roads in force cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PreparedError {
    /// The imported file is gone or damaged.
    #[error(transparent)]
    Attachment(#[from] AttachmentError),
    /// The imported file is no road network to this release.
    #[error(transparent)]
    Roads(#[from] RoadsError),
}

fn path(cache: &Path, input: Hash) -> PathBuf {
    cache.join(format!("roads-{input}.bin"))
}

/// Writes a network into the cache under the hash of the file it came from. What is half written
/// under another name never gets this one.
///
/// # Errors
/// When the disk fails; the cache is then as it was.
pub fn keep(cache: &Path, input: Hash, network: &RoadNetwork) -> std::io::Result<()> {
    std::fs::create_dir_all(cache)?;
    let unfinished = cache.join(format!("roads-{input}.{}.part", std::process::id()));
    let write = || {
        let mut file = std::fs::File::create(&unfinished)?;
        file.write_all(&network.to_bytes())?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path(cache, input))
    };
    write().inspect_err(|_| {
        // On a full disk the half-written file is what fills it.
        let _ = std::fs::remove_file(&unfinished);
    })
}

/// The network made from the attachment `input`: from the cache when it is there and whole, else made
/// again and kept.
///
/// # Errors
/// [`PreparedError`] when it must be made again and cannot.
pub fn load(
    cache: &Path,
    attachments: &dyn Attachments,
    input: Hash,
    progress: &mut dyn FnMut(Progress),
) -> Result<RoadNetwork, PreparedError> {
    if let Some(network) =
        std::fs::read(path(cache, input)).ok().and_then(|bytes| RoadNetwork::from_bytes(&bytes).ok())
    {
        return Ok(network);
    }
    tracing::info!(%input, "no prepared roads in the cache, making them again");
    let network = RoadNetwork::from_osm_file(&attachments.get(input)?, progress)?;
    if let Err(error) = keep(cache, input, &network) {
        tracing::warn!(%error, "prepared roads not kept");
    }
    Ok(network)
}
