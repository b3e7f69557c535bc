//! The streets of the plan as OpenStreetMap ways, with names, and addresses along them.

use super::chance::Chance;
use super::ground::{Ground, Plan};
use super::layout::{Layout, Rank, Street, Use, WATER};
use super::names::Names;
use super::pbf::{OsmFile, Way};
use std::collections::BTreeMap;

/// A street with its name.
#[derive(Debug, Clone)]
pub(super) struct NamedStreet {
    pub street: Street,
    pub name: String,
}

/// How far beyond the district the river is drawn, in metres.
const RIVER_REACH: i32 = 1200;
/// House numbers step by two every so many metres.
const PLOT: i32 = 12;

/// Names every street that bears one: lanes within a block bear none.
pub(super) fn name_streets(layout: &Layout, seed: u64) -> Vec<NamedStreet> {
    let mut names = Names::new(seed, "streets");
    let mut banks = ["滨江南路", "滨江北路"].into_iter();
    let mut by_bank: BTreeMap<i32, &str> = BTreeMap::new();
    layout
        .streets
        .iter()
        .map(|street| {
            let eastward = street.from.v == street.to.v;
            let name = match street.rank {
                _ if street.embankment => {
                    (*by_bank.entry(street.from.v).or_insert_with(|| banks.next().unwrap_or("滨江路")))
                        .to_owned()
                }
                Rank::Primary => format!("{}大道", names.next()),
                Rank::Secondary | Rank::Tertiary => {
                    format!("{}{}", names.next(), if eastward { "路" } else { "街" })
                }
                Rank::Residential => format!("{}巷", names.next()),
                Rank::LivingStreet => String::new(),
            };
            NamedStreet { street: street.clone(), name }
        })
        .collect()
}

/// The address of a point: the nearest named street and a house number, odd on one side, even on
/// the other.
pub(super) fn address(streets: &[NamedStreet], at: Plan) -> String {
    let named = streets.iter().filter(|named| !named.name.is_empty());
    let nearest = named.min_by_key(|named| distance(&named.street, at));
    let Some(NamedStreet { street, name }) = nearest else { return String::new() };
    let (along, side) = if street.from.v == street.to.v {
        (at.u - street.from.u, at.v > street.from.v)
    } else {
        (at.v - street.from.v, at.u > street.from.u)
    };
    let plot = (along.max(0) / PLOT) * 2 + if side { 2 } else { 1 };
    format!("{name}{plot}号")
}

/// Squared distance of a point from a street, in the plan.
fn distance(street: &Street, at: Plan) -> i64 {
    let beyond = |value: i32, from: i32, to: i32| i64::from((from - value).max(value - to).max(0));
    let (du, dv) = (beyond(at.u, street.from.u, street.to.u), beyond(at.v, street.from.v, street.to.v));
    du * du + dv * dv
}

/// The road file: streets, river, parks.
pub(super) fn osm_file(layout: &Layout, ground: &Ground, streets: &[NamedStreet], seed: u64) -> Vec<u8> {
    let mut file = OsmFile::default();
    let mut chance = Chance::new(seed, "tags");
    let node = |file: &mut OsmFile, point: Plan| file.node((point.u, point.v), ground.position(point));
    for NamedStreet { street, name } in streets {
        let points = layout.lattice.stretch(street.from, street.to);
        let (low, high) = street.bridge.unwrap_or((i32::MAX, i32::MAX));
        // Three ways where there is a bridge: up to it, over it, on from it.
        let sections: [(bool, Vec<Plan>); 3] = [
            (
                false,
                points.iter().copied().filter(|point| street.bridge.is_none() || point.v <= low).collect(),
            ),
            (
                true,
                points
                    .iter()
                    .copied()
                    .filter(|point| street.bridge.is_some() && (low..=high).contains(&point.v))
                    .collect(),
            ),
            (
                false,
                points.iter().copied().filter(|point| street.bridge.is_some() && point.v >= high).collect(),
            ),
        ];
        for (bridge, section) in sections {
            if section.len() < 2 {
                continue;
            }
            let nodes = section.into_iter().map(|point| node(&mut file, point)).collect();
            let mut tags = street_tags(street, &mut chance);
            if bridge {
                tags.extend([("bridge", "yes".to_owned()), ("layer", "1".to_owned())]);
            }
            match (bridge, name.is_empty()) {
                (_, true) => {}
                (true, _) => tags
                    .push(("name", format!("{}大桥", name.trim_end_matches("大道").trim_end_matches('街')))),
                (false, _) => tags.push(("name", name.clone())),
            }
            file.way(Way { nodes, tags });
        }
    }
    draw_river(layout, ground, &mut file);
    draw_parks(layout, ground, &mut file);
    file.into_pbf()
}

fn street_tags(street: &Street, chance: &mut Chance) -> Vec<(&'static str, String)> {
    let (class, speed, lanes) = match street.rank {
        Rank::Primary => ("primary", Some("60"), Some("6")),
        Rank::Secondary => ("secondary", Some("50"), Some("4")),
        Rank::Tertiary => ("tertiary", Some("40"), Some("2")),
        Rank::Residential => ("residential", None, None),
        Rank::LivingStreet => (if chance.once_in(4) { "service" } else { "living_street" }, None, None),
    };
    let mut tags = vec![("highway", class.to_owned())];
    tags.extend(speed.map(|speed| ("maxspeed", speed.to_owned())));
    tags.extend(lanes.map(|lanes| ("lanes", lanes.to_owned())));
    if street.one_way {
        tags.push(("oneway", "yes".to_owned()));
    }
    tags
}

fn draw_river(layout: &Layout, ground: &Ground, file: &mut OsmFile) {
    let along = |v: i32| (-RIVER_REACH..=layout.width + RIVER_REACH).step_by(60).map(move |u| Plan { u, v });
    let mut draw = |points: Vec<Plan>| -> Vec<i64> {
        // The river's points belong to no street, even where they lie under a bridge.
        points.into_iter().map(|point| file.separate_node(ground.position(point))).collect()
    };
    let middle = draw(along(layout.river).collect());
    let banks =
        along(layout.river - WATER).chain(along(layout.river + WATER).collect::<Vec<_>>().into_iter().rev());
    let mut water = draw(banks.collect());
    water.extend(water.first().copied());
    let name = ("name", "澜川".to_owned());
    file.way(Way { nodes: middle, tags: vec![("waterway", "river".to_owned()), name.clone()] });
    file.way(Way {
        nodes: water,
        tags: vec![("natural", "water".to_owned()), ("water", "river".to_owned()), name],
    });
}

fn draw_parks(layout: &Layout, ground: &Ground, file: &mut OsmFile) {
    let blocks = layout.micro_cells().flat_map(|(_, _, micro)| &micro.blocks);
    for block in blocks.filter(|block| block.used == Use::Park) {
        let inset = 8;
        let corners = block.land.corners().map(|corner| Plan {
            u: corner.u + if corner.u == block.land.u0 { inset } else { -inset },
            v: corner.v + if corner.v == block.land.v0 { inset } else { -inset },
        });
        let mut nodes: Vec<i64> = corners.map(|corner| file.separate_node(ground.position(corner))).to_vec();
        nodes.push(nodes[0]);
        file.way(Way { nodes, tags: vec![("leisure", "park".to_owned())] });
    }
}
