//! The map of another day.

use crate::app::App;
use parking_lot::Mutex;
use std::sync::{Arc, OnceLock};
use tiles::{AreaFeature, AreaLayer, Layer, Rank, TileId, Visible};
use world::{PlanMap, Scope, Timestamp, World};

/// Maps of other days kept: each takes as much as the map of today.
const KEPT: usize = 4;

/// A version's areas, with their layer once somebody asked for a tile.
pub struct OtherDay {
    /// The areas.
    pub map: PlanMap,
    layer: OnceLock<AreaLayer>,
}

/// Versions that were asked for last. A version never changes, but for the names and leaders of the one in force, and
/// that one is not kept here.
#[derive(Default)]
pub struct OtherDays {
    kept: Mutex<Vec<Arc<OtherDay>>>,
}

impl OtherDays {
    /// The map that is in force at an instant; `None` when it is the one in force now.
    pub fn at(&self, world: &World, at: Timestamp) -> Option<Arc<OtherDay>> {
        let version = world.plan_at(at);
        (world.plan_state(version) != world::PlanState::InForce).then(|| self.version(world, version))
    }

    fn version(&self, world: &World, version: u32) -> Arc<OtherDay> {
        let mut kept = self.kept.lock();
        if let Some(place) = kept.iter().position(|day| day.map.version == version) {
            let found = kept.remove(place);
            kept.push(found.clone());
            return found;
        }
        let day = Arc::new(OtherDay { map: world.plan_map(version), layer: OnceLock::new() });
        kept.push(day.clone());
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
        day
    }
}

impl OtherDay {
    /// A tile of its areas, uncompressed.
    pub fn tile(&self, tile: TileId, scope: &Scope) -> Vec<u8> {
        let within = |code: &geo_core::AreaCode| self.map.covers(scope, code);
        let visible = if scope.root().is_none() { Visible::Everything } else { Visible::Where(&within) };
        self.layer.get_or_init(|| layer(&self.map)).tile(tile, visible)
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
