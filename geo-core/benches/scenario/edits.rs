//! Edits somewhere on a map of any kind, and how long they take.
#![allow(dead_code, reason = "each bench uses its part")]

use super::scenario::{Dice, Stopwatch};
use geo_core::Position;
use geo_core::territory::{
    AreaId, BorderId, BuildingId, Carved, CarvedGround, Edit, NewArea, SplitInto, Swallowed, Territory,
};
use std::collections::BTreeMap;

/// What edits do to the map as it is drawn; names and codes cost nothing and are not counted with them.
const NAMING: &str = "name";
const REFUSED: &str = "refused";
/// What changes the sides of all borders of a face with islands without number; it costs what it changes, and is told by
/// itself.
const OF_THE_STREETS: &str = "the streets change hands";
/// Of all that was decided and draws.
pub const DECIDE: &str = "all that draw: decide";
pub const BOTH: &str = "all that draw: decide and apply";

/// Seconds that edits took, by kind.
#[derive(Default)]
pub struct Times(BTreeMap<&'static str, Vec<f64>>);

impl Times {
    /// Decides an edit and applies it if it is not refused. A reader keeps the state before, as the service does.
    pub fn measure(&mut self, territory: &mut Territory, kind: &'static str, edit: &Edit) {
        let kind = if gives_many_borders(territory, edit) { OF_THE_STREETS } else { kind };
        let published = territory.clone();
        let start = Stopwatch::start();
        let decided = territory.decide(edit);
        let judged = start.seconds();
        let Ok(edited) = decided else {
            let kind = if kind == OF_THE_STREETS { kind } else { REFUSED };
            return self.0.entry(kind).or_default().push(judged);
        };
        territory.apply(&edited.patch).unwrap();
        let all = start.seconds();
        drop(published);
        self.0.entry(kind).or_default().push(judged);
        if kind != NAMING && kind != OF_THE_STREETS {
            self.0.entry(DECIDE).or_default().push(judged);
            self.0.entry(BOTH).or_default().push(all);
        }
    }

    /// How many of a kind there were.
    pub fn count(&self, kind: &str) -> usize {
        self.0.get(kind).map_or(0, Vec::len)
    }

    pub fn print(self) {
        for (kind, mut times) in self.0 {
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] * 1e6;
            let (count, p50, p99, most) = (times.len(), at(0.5), at(0.99), at(1.0));
            println!("{kind:32} {count:6} times, µs: p50 {p50:5.0}, p99 {p99:5.0}, most {most:5.0}");
        }
    }
}

/// Whether an edit gives away a face that more than a thousand borders go around.
fn gives_many_borders(territory: &Territory, edit: &Edit) -> bool {
    let many = |area: &AreaId| territory.borders_of(*area).take(1001).count() > 1000;
    match edit {
        Edit::Merge { areas, .. } => areas.iter().any(many),
        Edit::GiveFaces { faces, .. } => {
            faces.iter().filter_map(|face| territory.area_of(*face)).any(|area| many(&area))
        }
        _ => false,
    }
}

/// An edit somewhere, mostly drags of points. `reach` is how far points are dragged, in units; strokes and rings are
/// drawn up to ninety times as far.
pub fn any_edit(territory: &Territory, dice: &mut Dice, reach: i32) -> (&'static str, Edit) {
    let borders = territory.next_ids().border;
    let (id, border) = loop {
        let id = BorderId(dice.below(borders));
        if let Some(border) = territory.border(id).filter(|border| border.points.len() > 2) {
            break (id, border);
        }
    };
    let bend = border.points[dice.below(border.points.len() as u32) as usize];
    let mut near = |place: Position, reach: i32| {
        let mut off = || dice.below(2 * reach as u32) as i32 - reach;
        Position::from_e7(place.lon_e7() + off(), place.lat_e7() + off()).unwrap()
    };
    let area = [border.left, border.right].into_iter().find_map(|face| territory.area_of(face)).unwrap();
    let other = [border.right, border.left].into_iter().find_map(|face| territory.area_of(face)).unwrap();
    match dice_of(&bend) % 100 {
        0..50 => ("move a bend", Edit::MovePoint { at: bend, to: near(bend, reach) }),
        50..65 => {
            let at = territory.node(border.from).unwrap().at;
            ("move a node", Edit::MovePoint { at, to: near(at, reach) })
        }
        65..70 => {
            let after = border.points.iter().position(|point| *point == bend).unwrap();
            ("insert a point", Edit::InsertPoint { border: id, after, at: near(bend, reach / 3) })
        }
        70..74 => ("remove a point", Edit::RemovePoint { at: bend }),
        74..78 => {
            let path = border.points.iter().map(|point| near(*point, reach / 2)).collect();
            ("reshape", Edit::Reshape { border: id, path })
        }
        78..84 => {
            let (west, east) = (bend.lon_e7() - reach * 90, bend.lon_e7() + reach * 90);
            let path =
                [west, east].map(|x| Position::from_e7(x, bend.lat_e7() + reach * 7 / 9).unwrap()).to_vec();
            ("split", Edit::Split { area, path, into: SplitInto::Sibling(NewArea::named("new")) })
        }
        84..88 => ("merge", Edit::Merge { areas: vec![other], into: area }),
        88..92 => {
            let face = territory.faces_of(area)[0];
            ("give a face", Edit::GiveFaces { faces: vec![face], to: other })
        }
        92..96 => {
            let (x, y) = (bend.lon_e7(), bend.lat_e7());
            let corners = [(-80, -70), (80, -75), (70, 80), (-75, 70)];
            let place = |(dx, dy)| Position::from_e7(x + dx * reach / 9, y + dy * reach / 9).unwrap();
            let ring = corners.map(place).to_vec();
            let to = Carved::Existing { area };
            ("carve", Edit::Carve { ring, to, swallowed: Swallowed::Refuse, ground: CarvedGround::OfAreas })
        }
        96..98 => {
            let building = BuildingId(dice_of(&bend) as u32 % territory.next_ids().building);
            ("give a building", Edit::GiveBuildings { buildings: vec![building], to: area })
        }
        _ => ("name", Edit::SetName { area, name: "湖滨".to_owned() }),
    }
}

fn dice_of(place: &Position) -> u64 {
    Dice(u64::from(place.lon_e7() as u32) << 32 | u64::from(place.lat_e7() as u32)).next()
}
