//! The one formula of both chains: entries and deeds.

use sha2::{Digest, Sha256};
use world::Hash;

/// `SHA-256(previous ‖ seq as u64 big-endian ‖ bytes)`.
///
/// ```
/// # use world::Hash;
/// let first = store::chain_hash(Hash::default(), 1, b"{}");
/// assert_eq!(first.to_string(), "1bad765d926feacace97a8ddcd329a1f4254c208affc1ba86b3c7d59e8fba83e");
/// ```
pub fn chain_hash(previous: Hash, seq: u64, bytes: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous.0);
    hasher.update(seq.to_be_bytes());
    hasher.update(bytes);
    Hash(hasher.finalize().into())
}
