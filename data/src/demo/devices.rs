//! Sensing points on poles, and cameras.

use super::chance::Chance;
use super::ground::{Ground, Plan};
use super::layout::{EMBANKMENT, Layout, Rank};
use super::roads::{NamedStreet, address};
use super::size::Figures;
use std::collections::BTreeSet;
use world::records::{SensingKind, SensingPoint, SensingStatus};

/// A pole stands so far from the middle of the street, in metres.
const KERB: i32 = 9;

struct Pole {
    number: String,
    at: Plan,
}

/// Points of all kinds but cameras, on poles; every pole bears at least one.
pub(super) fn sensing_points(
    layout: &Layout,
    ground: &Ground,
    streets: &[NamedStreet],
    figures: &Figures,
    seed: u64,
) -> (Vec<SensingPoint>, Vec<SensingPoint>) {
    let mut chance = Chance::new(seed, "poles");
    let poles: Vec<Pole> = corners(layout, &mut chance, figures.poles + figures.cameras)
        .into_iter()
        .enumerate()
        .map(|(place, at)| Pole { number: format!("GT{:04}", place + 1), at })
        .collect();
    let (poles, walls) = poles.split_at(figures.poles);
    let points = (0..figures.points).map(|place| {
        let pole = match poles.get(place) {
            Some(pole) => pole,
            None => chance.pick(poles),
        };
        let kind = kind(pole.at, layout, &mut chance);
        SensingPoint {
            code: format!("GZ{:04}", place + 1),
            name: format!("{}{}", address(streets, pole.at), kind_name(kind)),
            kind,
            pole: Some(pole.number.clone()),
            position: ground.position(pole.at),
            owner: Some(owner(kind).to_owned()),
            status: status(&mut chance),
            version: 0,
        }
    });
    let points: Vec<SensingPoint> = points.collect();
    let cameras = walls.iter().enumerate().map(|(place, wall)| {
        // One in four hangs on a pole that stands there anyway, the others on walls and gates.
        let pole = chance.once_in(4).then(|| chance.pick(poles));
        let at = pole.map_or(wall.at, |pole| pole.at);
        SensingPoint {
            code: format!("SP{:05}", place + 1),
            name: format!("{}监控", address(streets, at)),
            kind: SensingKind::Camera,
            pole: pole.map(|pole| pole.number.clone()),
            position: ground.position(at),
            owner: Some(
                (*chance.pick(&["公安分局", "社区居委会", "物业服务中心", "交通运输局", "教育局"]))
                    .to_owned(),
            ),
            status: status(&mut chance),
            version: 0,
        }
    });
    let cameras = cameras.collect();
    (points, cameras)
}

/// Distinct places beside streets, mostly near junctions of the larger ones.
fn corners(layout: &Layout, chance: &mut Chance, count: usize) -> Vec<Plan> {
    let ranked: Vec<_> = layout.streets.iter().filter(|street| street.bridge.is_none()).collect();
    let larger: Vec<_> = ranked.iter().copied().filter(|street| street.rank <= Rank::Tertiary).collect();
    let mut taken = BTreeSet::new();
    let mut places = Vec::new();
    while places.len() < count {
        let street = if chance.once_in(3) { chance.pick(&ranked) } else { chance.pick(&larger) };
        let points = layout.lattice.stretch(street.from, street.to);
        let point = *chance.pick(&points);
        let mut side = || if chance.once_in(2) { KERB } else { -KERB };
        let at = Plan { u: point.u + side(), v: point.v + side() };
        let inside = layout.micro_cells().any(|(_, _, micro)| {
            let land = micro.piece.land;
            land.u0 < at.u && at.u < land.u1 && land.v0 < at.v && at.v < land.v1
        });
        if inside && taken.insert(at) {
            places.push(at);
        }
    }
    places
}

fn kind(at: Plan, layout: &Layout, chance: &mut Chance) -> SensingKind {
    use SensingKind::{AlarmButton, Environment, Loudspeaker, Other, Smoke, Traffic, WaterLevel};
    if (at.v - layout.river).abs() < EMBANKMENT + 60 && !chance.once_in(3) {
        return WaterLevel;
    }
    *chance.pick(&[
        AlarmButton,
        AlarmButton,
        AlarmButton,
        Traffic,
        Traffic,
        Environment,
        Environment,
        Loudspeaker,
        Loudspeaker,
        Smoke,
        WaterLevel,
        Other,
    ])
}

fn kind_name(kind: SensingKind) -> &'static str {
    match kind {
        SensingKind::Camera => "监控",
        SensingKind::AlarmButton => "报警柱",
        SensingKind::WaterLevel => "水位计",
        SensingKind::Smoke => "烟感",
        SensingKind::Environment => "环境监测",
        SensingKind::Traffic => "车流检测",
        SensingKind::Loudspeaker => "应急广播",
        SensingKind::Other => "传感器",
    }
}

fn owner(kind: SensingKind) -> &'static str {
    match kind {
        SensingKind::AlarmButton | SensingKind::Camera => "公安分局",
        SensingKind::WaterLevel => "水务局",
        SensingKind::Smoke => "消防救援大队",
        SensingKind::Environment => "生态环境局",
        SensingKind::Traffic => "交通运输局",
        SensingKind::Loudspeaker => "应急管理局",
        SensingKind::Other => "城市管理局",
    }
}

fn status(chance: &mut Chance) -> SensingStatus {
    if chance.once_in(25) { SensingStatus::Faulty } else { SensingStatus::InService }
}
