//! Tiles as they go over the wire, compressed once and kept while there is room.

use crate::{TileId, gzip};
use bytes::Bytes;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// The version of what a layer draws. It is part of the tile address; a higher one is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LayerVersion(pub u64);

impl fmt::Display for LayerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for LayerVersion {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// People who see the same part of the district have the same class; the caller numbers them. Tiles of
/// one class are never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScopeClass(pub u64);

/// What a kept tile is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TileKey {
    /// District and source, for instance `"420102/areas"`.
    pub layer: Arc<str>,
    /// The version drawn.
    pub version: LayerVersion,
    /// Who may see it.
    pub scope: ScopeClass,
    /// Its address.
    pub tile: TileId,
}

/// A tile ready to be sent. Cloning it copies no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedTile {
    gzip: Bytes,
    etag: Arc<str>,
}

impl CachedTile {
    /// Compresses a tile; an empty one stays empty.
    pub fn new(tile: &[u8]) -> Self {
        let gzip = if tile.is_empty() { Bytes::new() } else { Bytes::from(gzip(tile)) };
        let hash = Sha256::digest(&gzip);
        // 16 bytes of the hash tell more tiles apart than there are; the quotes make it a strong ETag.
        let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self { gzip, etag: format!("\"{hex}\"").into() }
    }

    /// The gzip bytes, for `Content-Encoding: gzip`; empty when there is nothing to draw.
    pub fn gzip(&self) -> Bytes {
        self.gzip.clone()
    }

    /// A strong entity tag of these bytes, quotes included.
    pub fn etag(&self) -> &Arc<str> {
        &self.etag
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.gzip.is_empty()
    }
}

/// Compressed tiles, the most used of them, within a number of bytes.
///
/// ```
/// use std::sync::Arc;
/// use tiles::{LayerVersion, ScopeClass, TileCache, TileId, TileKey};
/// let cache = TileCache::new(64 << 20);
/// let key = TileKey {
///     layer: Arc::from("420102/areas"),
///     version: LayerVersion(7),
///     scope: ScopeClass(0),
///     tile: TileId::new(0, 0, 0).unwrap(),
/// };
/// let first = cache.get_or_draw(&key, || b"a tile".to_vec());
/// let again = cache.get_or_draw(&key, || unreachable!("it is kept"));
/// assert_eq!(first.etag(), again.etag());
/// ```
#[derive(Debug, Clone)]
pub struct TileCache(Cache<TileKey, CachedTile>);

impl TileCache {
    /// What a kept tile costs besides its bytes: key, entity tag, bookkeeping; an estimate.
    const OVERHEAD_BYTES: usize = 256;

    /// A cache that holds up to `capacity_bytes` of compressed tiles.
    pub fn new(capacity_bytes: u64) -> Self {
        let weigh = |_: &TileKey, tile: &CachedTile| {
            u32::try_from(tile.gzip.len() + Self::OVERHEAD_BYTES).unwrap_or(u32::MAX)
        };
        Self(
            Cache::builder()
                .max_capacity(capacity_bytes)
                .weigher(weigh)
                .eviction_policy(EvictionPolicy::tiny_lfu())
                .build(),
        )
    }

    /// The tile of `key`: kept, or drawn by `draw` and compressed now. When many ask for the same tile
    /// at once, one draws and the others wait for it.
    pub fn get_or_draw(&self, key: &TileKey, draw: impl FnOnce() -> Vec<u8>) -> CachedTile {
        if let Some(kept) = self.0.get(key) {
            return kept;
        }
        self.0.get_with_by_ref(key, || CachedTile::new(&draw()))
    }

    /// The tile of `key` if it is kept.
    pub fn get(&self, key: &TileKey) -> Option<CachedTile> {
        self.0.get(key)
    }

    /// Bytes held, after what is due to be dropped has been dropped.
    pub fn held_bytes(&self) -> u64 {
        self.0.run_pending_tasks();
        self.0.weighted_size()
    }
}
