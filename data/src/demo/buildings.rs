//! Buildings with household totals: rows of slabs on blocks of homes, larger ones where there is
//! trade, none in parks.

use super::chance::Chance;
use super::ground::{Ground, Plan};
use super::layout::{Block, Layout, Use};
use super::names::Names;
use super::roads::{NamedStreet, address};
use geo_core::{Polygon, Shape};
use std::sync::Arc;
use world::records::Place;

/// Free ground along streets, in metres.
const VERGE: f64 = 14.0;
/// From the back of one row of homes to the back of the next.
const ROW: f64 = 34.0;
/// From one end of a slab to that of its neighbour.
const SLOT: f64 = 56.0;
/// Households of a grid (urban figure of DOMAIN.md §2: 300 to 500).
const HOUSEHOLDS: (i64, i64) = (300, 501);

/// A building before it has a code.
struct Site {
    at: Plan,
    corners: [(f64, f64); 4],
    homes: bool,
}

/// All buildings of the district.
pub(super) fn buildings(
    layout: &Layout,
    ground: &Ground,
    streets: &[NamedStreet],
    codes: &[Vec<String>],
    seed: u64,
) -> Vec<Place> {
    let mut chance = Chance::new(seed, "buildings");
    let mut names = Names::new(seed, "estates");
    let mut buildings = Vec::new();
    for (community, grids) in layout.communities.iter().zip(codes) {
        for (grid, code) in community.grids.iter().zip(grids) {
            let sites: Vec<Site> = grid
                .micro
                .iter()
                .flat_map(|micro| &micro.blocks)
                .flat_map(|block| sites(block, ground, &mut chance))
                .collect();
            let shares = households(&sites, &mut chance);
            let estate = names.next();
            let mut number = 0;
            for (place, (site, households)) in sites.into_iter().zip(shares).enumerate() {
                let name = if site.homes {
                    number += 1;
                    format!("{estate}苑{number}栋")
                } else {
                    format!("{estate}{}", chance.pick(&["商业楼", "写字楼", "便民中心", "厂房", "商铺"]))
                };
                buildings.push(Place {
                    code: format!("B{code}-{:03}", place + 1),
                    name,
                    kind: "building".to_owned(),
                    address: Some(address(streets, site.at)),
                    position: ground.position(site.at),
                    outline: Some(Arc::new(outline(ground, site.corners))),
                    households: (households > 0).then_some(households),
                    version: 0,
                });
            }
        }
    }
    buildings
}

fn outline(ground: &Ground, corners: [(f64, f64); 4]) -> Shape {
    let outer = corners.map(|corner| ground.position_of(corner)).to_vec();
    Shape { polygons: vec![Polygon { outer, holes: Vec::new() }] }
}

fn sites(block: &Block, ground: &Ground, chance: &mut Chance) -> Vec<Site> {
    let land = block.land;
    let (width, height) = (f64::from(land.width()) - 2.0 * VERGE, f64::from(land.height()) - 2.0 * VERGE);
    let (rows, slots) = match block.used {
        Use::Park => (0, 0),
        Use::Trade => ((height / 60.0) as usize, (width / 70.0) as usize),
        Use::Homes => ((height / ROW) as usize, (width / SLOT) as usize),
    };
    let mut sites = Vec::new();
    for row in 0..rows {
        for slot in 0..slots {
            let (u, v) = (
                f64::from(land.u0) + VERGE + (slot as f64 + 0.5) * width / slots as f64,
                f64::from(land.v0) + VERGE + (row as f64 + 0.5) * height / rows as f64,
            );
            // A gap now and then: a green, a playground, a shed nobody mapped.
            if chance.once_in(8) {
                continue;
            }
            let (length, depth) = match block.used {
                Use::Trade => (38.0 + 18.0 * chance.unit(), 28.0 + 14.0 * chance.unit()),
                _ => (34.0 + 14.0 * chance.unit(), 13.0 + 4.0 * chance.unit()),
            };
            let at = Plan { u: u.round() as i32, v: v.round() as i32 };
            let corners = ground.rectangle((u, v), length, depth);
            sites.push(Site { at, corners, homes: block.used == Use::Homes });
        }
    }
    sites
}

/// The grid's households dealt out to its homes.
fn households(sites: &[Site], chance: &mut Chance) -> Vec<u32> {
    let total = chance.between(HOUSEHOLDS.0, HOUSEHOLDS.1) as f64;
    let weights: Vec<f64> =
        sites.iter().map(|site| if site.homes { 0.6 + chance.unit() } else { 0.0 }).collect();
    let sum: f64 = weights.iter().sum();
    let mut dealt = 0.0;
    let mut given = 0;
    weights
        .iter()
        .map(|weight| {
            // Rounding the running total makes the parts add up to the whole.
            dealt += if sum > 0.0 { total * weight / sum } else { 0.0 };
            let part = dealt.round() as u32 - given;
            given += part;
            part
        })
        .collect()
}
