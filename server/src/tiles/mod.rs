//! Map layers of the district: drawn from the published state, redrawn beside the service when a register changes.
//!
//! A layer's version is the journal sequence of the last change of what it shows, followed by bits that tell one
//! store from another: a browser may keep a tile of a version for ever.

mod build;
pub mod routes;

use crate::desk::{Desk, Listener};
use crate::feed::Feed;
use crate::feed::ring::News;
use crate::roads::in_force::RoadsInForce;
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Weak};
use tiles::{Layer, LayerVersion, ScopeClass, Source, TileCache, TileId, TileKey, Visible};
use world::{Entry, Hash, Scope, Touched, View};

/// Compressed tiles kept.
const CACHE_BYTES: u64 = 256 << 20;
/// Bits of a version that tell one store from another.
const STORE_BITS: u32 = 16;

/// A layer as it is drawn now.
pub struct Drawn {
    /// What the tile addresses name.
    pub version: LayerVersion,
    /// What draws.
    pub layer: Box<dyn Layer>,
    /// The state it was drawn from: decides what a scope may see.
    view: Arc<View>,
}

/// All layers of the district.
pub struct Layers {
    drawn: ArcSwap<BTreeMap<Source, Arc<Drawn>>>,
    cache: TileCache,
    /// Rings when something may have to be redrawn.
    bell: Mutex<Sender<()>>,
    store: u64,
}

impl Layers {
    /// No layer yet. `first` is the hash of the journal's first entry, which no other store has; the receiver goes to
    /// [`Layers::keep_drawn`].
    pub fn new(first: Hash) -> (Self, Receiver<()>) {
        let (bell, rung) = channel();
        let store = u64::from(u16::from_be_bytes([first.0[0], first.0[1]]));
        (
            Self {
                drawn: ArcSwap::default(),
                cache: TileCache::new(CACHE_BYTES),
                bell: Mutex::new(bell),
                store,
            },
            rung,
        )
    }

    /// Says that something may have to be redrawn.
    pub fn ring(&self) {
        let _ = self.bell.lock().send(());
    }

    /// A layer as it is drawn now.
    pub fn drawn(&self, source: Source) -> Option<Arc<Drawn>> {
        self.drawn.load().get(&source).cloned()
    }

    /// All layers with their versions.
    pub fn versions(&self) -> Vec<(Source, LayerVersion)> {
        self.drawn.load().iter().map(|(source, drawn)| (*source, drawn.version)).collect()
    }

    /// Bytes of compressed tiles held.
    pub fn cached_bytes(&self) -> u64 {
        self.cache.held_bytes()
    }

    /// A tile for a scope if it is kept: found without waiting for anything.
    pub fn kept(
        &self,
        district: &str,
        source: Source,
        drawn: &Drawn,
        tile: TileId,
        scope: &Scope,
    ) -> Option<tiles::CachedTile> {
        self.cache.get(&key(district, source, drawn, tile, scope))
    }

    /// A tile for a scope: kept, or drawn now. May take milliseconds.
    pub fn tile(
        &self,
        district: &str,
        source: Source,
        drawn: &Drawn,
        tile: TileId,
        scope: &Scope,
    ) -> tiles::CachedTile {
        let within = |code: &geo_core::AreaCode| drawn.view.world().covers(scope, code);
        let visible = if scope.root().is_none() { Visible::Everything } else { Visible::Where(&within) };
        let key = key(district, source, drawn, tile, scope);
        self.cache.get_or_draw(&key, || drawn.layer.tile(tile, visible))
    }

    /// Redraws what has changed, each time the bell rings, until everybody who could ring is gone.
    pub fn keep_drawn(
        layers: &Weak<Self>,
        rung: &Receiver<()>,
        desk: &Weak<Desk>,
        roads: &Weak<RoadsInForce>,
        feed: &Feed,
    ) {
        while rung.recv().is_ok() {
            while rung.try_recv().is_ok() {}
            let (Some(layers), Some(desk), Some(roads)) = (layers.upgrade(), desk.upgrade(), roads.upgrade())
            else {
                return;
            };
            let redrawn = layers.redraw(&desk.state(), &roads);
            if !redrawn.is_empty() {
                let news = News {
                    seq: None,
                    at: desk.now(),
                    by: "system:map".to_owned(),
                    touched: Vec::new(),
                    left: Vec::new(),
                    layers: redrawn,
                    draft: None,
                    arrivals: Vec::new(),
                };
                feed.ring.push(news);
            }
        }
    }

    fn redraw(&self, view: &Arc<View>, roads: &RoadsInForce) -> Vec<(Source, LayerVersion)> {
        let mut redrawn = Vec::new();
        for source in Source::ALL {
            let Some(changed) = build::changed(source, view, roads) else { continue };
            let version = LayerVersion((changed << STORE_BITS) | self.store);
            let present = self.drawn(source).map(|drawn| drawn.version);
            if present.is_some_and(|present| present >= version) {
                continue;
            }
            let layer = build::layer(source, view, roads);
            let drawn = Arc::new(Drawn { version, layer, view: view.clone() });
            self.drawn.rcu(|all| {
                let mut all = BTreeMap::clone(all);
                all.insert(source, drawn.clone());
                all
            });
            tracing::info!(layer = source.name(), %version, "layer drawn");
            redrawn.push((source, version));
        }
        redrawn
    }
}

impl Listener for Layers {
    fn appended(&self, _: &Arc<Entry>, touched: &[Touched], _: &Arc<View>, _: &Arc<View>) {
        let shown = |touched: &Touched| {
            !matches!(
                touched,
                Touched::Incident(_)
                    | Touched::Team(_)
                    | Touched::Teams
                    | Touched::Shift(_)
                    | Touched::Shifts
                    | Touched::District
            )
        };
        if touched.iter().any(shown) {
            self.ring();
        }
    }
}

fn key(district: &str, source: Source, drawn: &Drawn, tile: TileId, scope: &Scope) -> TileKey {
    TileKey {
        layer: format!("{district}/{source}").into(),
        version: drawn.version,
        scope: class(scope),
        tile,
    }
}

/// People with one scope share tiles.
fn class(scope: &Scope) -> ScopeClass {
    let hash = Sha256::digest(scope.class().as_bytes());
    ScopeClass(hash.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
