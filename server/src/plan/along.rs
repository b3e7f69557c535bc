//! What a border follows: a way along the roads to draw by, and the names of the roads beside a border.

use super::forms::{Boundary, Neighbour, RoadPath, Side};
use super::views::point;
use crate::app::App;
use crate::http::Problem;
use dispatch::Profile;
use geo_core::territory::{AreaId, BorderId, FaceId, Territory};
use geo_core::{Metres, Position, distance};
use std::collections::BTreeMap;

/// A border runs along a road that is no farther from it than this.
const BESIDE: Metres = Metres(25.0);

/// The shortest way on foot, which may use every street in both directions, as a line to split by.
///
/// # Errors
/// `roads_not_ready`, `no_road_path`.
pub fn path(app: &App, from: Position, to: Position) -> Result<RoadPath, Problem> {
    let loaded = app.roads.loaded().ok_or_else(|| Problem::new("roads_not_ready"))?;
    let route = loaded
        .router
        .route(Profile::Foot, from, to)
        .map_err(|error| Problem::new("no_road_path").with("rule", error.to_string()))?;
    let mut points: Vec<Position> = Vec::new();
    for at in route.line {
        if points.last() != Some(&at) {
            points.push(at);
        }
    }
    let metres = length(&points);
    Ok(RoadPath { points: points.into_iter().map(point).collect(), metres })
}

/// The areas beside one, of its own level, the one with the longest common border first.
pub fn neighbours(map: &Territory, area: AreaId) -> Vec<Neighbour> {
    let Some(level) = map.area(area).map(|area| area.level) else { return Vec::new() };
    let at_level = |face: FaceId| {
        let up = |id: &AreaId| map.area(*id).and_then(|area| area.parent);
        let mut chain = std::iter::successors(map.area_of(face), up);
        chain.find(|id| map.area(*id).is_some_and(|there| there.level <= level))
    };
    let mut beside: BTreeMap<Option<AreaId>, f64> = BTreeMap::new();
    for id in map.borders_of(area) {
        let Some(border) = map.border(id) else { continue };
        let other = if at_level(border.left) == Some(area) { border.right } else { border.left };
        *beside.entry(at_level(other)).or_default() += length(&line(map, id));
    }
    let name = |area: Option<AreaId>| area.and_then(|id| map.area(id)).map(|area| area.name.clone());
    let mut neighbours: Vec<Neighbour> = beside
        .into_iter()
        .map(|(area, border_m)| Neighbour { area, name: name(area).unwrap_or_default(), border_m })
        .collect();
    neighbours.sort_by(|a, b| b.border_m.total_cmp(&a.border_m));
    neighbours
}

/// What the border of an area follows on each of its sides: 四至.
pub fn boundaries(app: &App, map: &Territory, area: AreaId) -> Vec<Boundary> {
    let roads = app.roads.loaded();
    let mut found: BTreeMap<(Side, Option<String>), f64> = BTreeMap::new();
    let outline = map.outline(area).unwrap_or_default();
    for ring in outline.polygons.iter().map(|part| &part.outer) {
        for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let pair = [*from, *to];
            let street = roads.as_ref().and_then(|roads| roads.router.street_at(middle(&pair), BESIDE));
            *found.entry((side(&pair), street.map(str::to_owned))).or_default() += length(&pair);
        }
    }
    let mut boundaries: Vec<Boundary> =
        found.into_iter().map(|((side, along), metres)| Boundary { side, along, metres }).collect();
    boundaries.sort_by(|a, b| {
        (a.side, b.metres).partial_cmp(&(b.side, a.metres)).unwrap_or(std::cmp::Ordering::Equal)
    });
    boundaries
}

/// The side of the ground on the left of a segment that the segment is.
fn side(pair: &[Position; 2]) -> Side {
    let east = (pair[1].lon() - pair[0].lon()) * pair[0].lat().to_radians().cos();
    let north = pair[1].lat() - pair[0].lat();
    // The ground lies on the left, so outside is on the right: east of what runs north.
    match (east.abs() > north.abs(), east > 0.0, north > 0.0) {
        (true, true, _) => Side::South,
        (true, false, _) => Side::North,
        (false, _, true) => Side::East,
        (false, _, false) => Side::West,
    }
}

fn length(line: &[Position]) -> f64 {
    line.windows(2).map(|pair| distance(pair[0], pair[1]).0).sum()
}

fn line(map: &Territory, id: BorderId) -> Vec<Position> {
    let Some(border) = map.border(id) else { return Vec::new() };
    let end = |node| map.node(node).map(|node| node.at);
    end(border.from).into_iter().chain(border.points.iter().copied()).chain(end(border.to)).collect()
}

fn middle(pair: &[Position]) -> Position {
    let half = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) / 2) as i32;
    let (lon, lat) = (half(pair[0].lon_e7(), pair[1].lon_e7()), half(pair[0].lat_e7(), pair[1].lat_e7()));
    Position::from_e7(lon, lat).unwrap_or(pair[0])
}
