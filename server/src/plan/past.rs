//! The map of another day.

use crate::app::App;
use parking_lot::Mutex;
use std::sync::{Arc, OnceLock};
use tiles::{AreaFeature, AreaLayer, Layer, Rank, TileId, Visible};
use world::{PlanMap, Scope, Timestamp, World};

/// Maps of other days kept: each takes as much as the map of today.
const KEPT: usize = 4;

/// Which map it is: areas keep their names and who answers for them from version to version, so what is corrected or
/// erased in the register now makes another map of every version; and so does a plan that takes force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    version: u32,
    /// The journal sequence that changed the areas last.
    changed: u64,
}

/// A version's areas, with their layer once somebody asked for a tile.
pub struct OtherDay {
    key: Key,
    map: OnceLock<PlanMap>,
    layer: OnceLock<AreaLayer>,
}

/// Versions that were asked for last, but for the one in force.
#[derive(Default)]
pub struct OtherDays {
    kept: Mutex<Vec<Arc<OtherDay>>>,
}

impl OtherDays {
    /// The map that is in force at an instant; `None` when it is the one in force now.
    pub fn at(&self, world: &World, at: Timestamp) -> Option<Arc<OtherDay>> {
        let version = world.plan_at(at);
        if world.plan_state(version) == world::PlanState::InForce {
            return None;
        }
        let day = self.day(Key { version, changed: world.area_register().changed() });
        // Made outside the lock: who asks for another day, or for one that is there, does not wait.
        day.map.get_or_init(|| world.plan_map(version));
        Some(day)
    }

    fn day(&self, key: Key) -> Arc<OtherDay> {
        let mut kept = self.kept.lock();
        // Nobody asks for a version as it was before the register changed.
        kept.retain(|day| day.key == key || day.key.version != key.version || day.key.changed > key.changed);
        if let Some(place) = kept.iter().position(|day| day.key == key) {
            let found = kept.remove(place);
            kept.push(found.clone());
            return found;
        }
        let day = Arc::new(OtherDay { key, map: OnceLock::new(), layer: OnceLock::new() });
        kept.push(day.clone());
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
        day
    }
}

impl OtherDay {
    /// The areas.
    pub fn map(&self) -> &PlanMap {
        self.map.get().expect("nobody is handed a day before its map is made")
    }

    /// A tile of its areas, uncompressed.
    pub fn tile(&self, tile: TileId, scope: &Scope) -> Vec<u8> {
        let within = |code: &geo_core::AreaCode| self.map().covers(scope, code);
        let visible = if scope.root().is_none() { Visible::Everything } else { Visible::Where(&within) };
        self.layer.get_or_init(|| layer(self.map())).tile(tile, visible)
    }
}

fn layer(map: &PlanMap) -> AreaLayer {
    // Where labels collide the larger area keeps its name.
    let mut by_size: Vec<_> = map.areas().collect();
    by_size.sort_by(|(a, _), (b, _)| {
        b.square_metres.total_cmp(&a.square_metres).then_with(|| a.code.cmp(&b.code))
    });
    AreaLayer::build((0..).zip(by_size).map(|(rank, (area, shape))| AreaFeature {
        code: &area.code,
        name: &area.name,
        level: area.level,
        shape,
        label: area.label,
        rank: Rank(rank),
    }))
}

/// The plan in force at an instant, if it is not the one in force now. May take as long as an import.
pub fn at(app: &App, at: Timestamp) -> Option<Arc<OtherDay>> {
    app.other_days.at(app.desk.state().world(), at)
}
