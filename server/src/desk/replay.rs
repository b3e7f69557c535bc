//! From a store to a state: the latest snapshot and the tail behind it, or all entries from nothing.

use super::ReplayError;
use sha2::{Digest, Sha256};
use store::{JournalRead, Snapshots};
use world::{Hash, World};

/// Entries read at a time: large enough to be fast, small enough for a file of areas per entry.
const PAGE: usize = 512;

/// Where a state came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replayed {
    /// The entry of the snapshot it started from, 0 for none.
    pub from: u64,
    /// The last entry applied.
    pub to: u64,
}

/// The state at the end of the journal.
///
/// # Errors
/// [`ReplayError`] when the journal cannot be read; a bad snapshot is passed over.
pub fn open(reader: &dyn JournalRead, snapshots: &dyn Snapshots) -> Result<(World, Replayed), ReplayError> {
    let start = snapshot(reader, snapshots)?.unwrap_or_default();
    let from = start.seq();
    let world = replay(reader, start)?;
    let to = world.seq();
    Ok((world, Replayed { from, to }))
}

/// Applies everything behind `world`.
///
/// # Errors
/// [`ReplayError`] when the journal cannot be read.
pub fn replay(reader: &dyn JournalRead, mut world: World) -> Result<World, ReplayError> {
    loop {
        let entries = reader.read(world.seq(), PAGE)?;
        if entries.is_empty() {
            return Ok(world);
        }
        for entry in &entries {
            world.apply(entry);
        }
    }
}

/// The newest snapshot that decodes to the state it says it holds.
fn snapshot(reader: &dyn JournalRead, snapshots: &dyn Snapshots) -> Result<Option<World>, ReplayError> {
    let loaded = snapshots.load(reader)?;
    for skipped in &loaded.skipped {
        tracing::warn!(snapshot = skipped.name, reason = %skipped.reason, "snapshot passed over");
    }
    let Some(snapshot) = loaded.snapshot else { return Ok(None) };
    // A snapshot of another release may not decode, or decode to something else: the journal knows better.
    // The state hash is one over these very bytes, so they are read and hashed at the same time.
    let (decoded, hash) = std::thread::scope(|scope| {
        let hash = scope.spawn(|| Hash(Sha256::digest(&snapshot.bytes).into()));
        let decoded = postcard::take_from_bytes::<World>(&snapshot.bytes);
        (decoded, hash.join().expect("hashing does not fail"))
    });
    match decoded {
        Ok((world, [])) if world.seq() == snapshot.seq && hash == snapshot.state_hash => Ok(Some(world)),
        Ok(_) => {
            tracing::warn!(
                seq = snapshot.seq,
                "snapshot holds another state than it says; replaying the whole journal"
            );
            Ok(None)
        }
        Err(error) => {
            tracing::warn!(seq = snapshot.seq, %error, "snapshot does not decode; replaying the whole journal");
            Ok(None)
        }
    }
}

/// Writes the state down so that the next start is quick. Failing is no harm: the journal has it all.
pub fn save(snapshots: &dyn Snapshots, world: &World) {
    let bytes = match postcard::to_allocvec(world) {
        Ok(bytes) => bytes,
        Err(error) => return tracing::error!(%error, "the state does not encode; no snapshot"),
    };
    match snapshots.save(world.seq(), world.head(), world.state_hash(), &bytes) {
        Ok(()) => tracing::info!(seq = world.seq(), bytes = bytes.len(), "snapshot written"),
        Err(error) => tracing::warn!(%error, "snapshot not written"),
    }
}
