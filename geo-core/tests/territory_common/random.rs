//! Random maps, and random edits of them.

use geo_core::planar::{PlanarMap, Tolerance};
use geo_core::territory::{
    Area, AreaId, BorderId, BuildingId, Carved, CarvedGround, Edit, FaceId, NewArea, SplitInto, Swallowed,
    Territory,
};
use geo_core::{Level, Polygon, Position, Shape};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Places along a side of a random map.
const SIDE: i32 = 12;
/// The farthest place that a shape of a random map has.
const FARTHEST: i32 = SIDE + 5;

/// Where a random map lies and how wide the steps of its lattice are. Maps lie around the middle of the plane, where
/// sums of coordinates are small, in China, and in the corners of the plane, beyond which there are no positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    step: i32,
    origin: (i32, i32),
}

impl Scale {
    /// A place of the lattice, given in quarters of steps, and some units beside it; kept within the plane.
    pub fn quarters(self, (x, y): (i32, i32), (east, north): (i32, i32)) -> Position {
        let lon = self.origin.0 + x * self.step / 4 + east;
        let lat = self.origin.1 + y * self.step / 4 + north;
        kept(lon, lat)
    }

    fn corner(self, (x, y): (i32, i32)) -> Position {
        Position::from_e7(self.origin.0 + x * self.step, self.origin.1 + y * self.step).unwrap()
    }
}

/// The position, or the nearest that there is.
fn kept(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon.clamp(-1_800_000_000, 1_800_000_000), lat.clamp(-900_000_000, 900_000_000)).unwrap()
}

fn any_scale() -> impl Strategy<Value = Scale> {
    let step = prop_oneof![Just(4), Just(100), Just(9973)];
    (step, 0..6_u8).prop_map(|(step, place)| {
        // So that the farthest places lie on the edge.
        let (east, north) = (1_800_000_000 - FARTHEST * step, 900_000_000 - FARTHEST * step);
        let origin = match place {
            0 => (1_140_000_000, 300_000_000),
            1 => (east, north),
            2 => (-1_800_000_000, -900_000_000),
            3 => (-1_800_000_000, north),
            4 => (east, -900_000_000),
            _ => (0, 0),
        };
        Scale { step, origin }
    })
}

/// Shapes that overlap as they like, on a lattice of some width.
#[derive(Debug, Clone)]
pub struct Scattered {
    scale: Scale,
    rectangles: Vec<(i32, i32, i32, i32)>,
    triangles: Vec<[(i32, i32); 3]>,
    districts: bool,
    buildings: Vec<(i32, i32)>,
}

pub fn any_map() -> impl Strategy<Value = Scattered> {
    let place = || 0..SIDE;
    let scale = any_scale();
    let rectangles = prop::collection::vec((place(), place(), 1..6_i32, 1..6_i32), 1..9);
    let triangles = prop::collection::vec([(place(), place()), (place(), place()), (place(), place())], 0..3);
    let buildings = prop::collection::vec((0..SIDE * 10, 0..SIDE * 10), 0..8);
    (scale, rectangles, triangles, any::<bool>(), buildings).prop_map(
        |(scale, rectangles, triangles, districts, buildings)| Scattered {
            scale,
            rectangles,
            triangles,
            districts,
            buildings,
        },
    )
}

impl Scattered {
    /// Whoever comes first has the ground; what nobody has in the middle is a hole.
    pub fn territory(&self) -> Territory {
        let corner = |place: (i32, i32)| self.scale.corner(place);
        let mut outlines: Vec<Vec<Position>> = self
            .rectangles
            .iter()
            .map(|(x, y, w, h)| [(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)].map(corner).to_vec())
            .collect();
        for [a, b, c] in &self.triangles {
            let turn = i64::from((b.0 - a.0) * (c.1 - a.1)) - i64::from((b.1 - a.1) * (c.0 - a.0));
            match turn.signum() {
                1 => outlines.push([*a, *b, *c].map(corner).to_vec()),
                -1 => outlines.push([*a, *c, *b].map(corner).to_vec()),
                _ => {}
            }
        }
        let shapes: Vec<Shape> = outlines
            .iter()
            .map(|outline| Shape { polygons: vec![Polygon { outer: outline.clone(), holes: vec![] }] })
            .collect();
        let map = PlanarMap::build((10..).zip(&shapes), Tolerance::NONE).unwrap();
        let owner = |face| map.face(face).covered_by().first().copied().map(AreaId);
        let mut areas = BTreeMap::new();
        for grid in map.faces().filter_map(|face| owner(face.id())) {
            let community = AreaId(2 + grid.0 % 3);
            areas.insert(grid, Area::named(Level::Grid, "grid").under(community));
            let above = Area::named(Level::Community, "community");
            areas.insert(community, if self.districts { above.under(AreaId(1)) } else { above });
        }
        if self.districts {
            areas.insert(AreaId(1), Area::named(Level::District, "district"));
        }
        let mut territory = Territory::from_planar(&map, areas, owner).unwrap();
        for (number, (x, y)) in (1..).zip(&self.buildings) {
            let Scale { step, origin } = self.scale;
            let place = kept(origin.0 + x * step / 10, origin.1 + y * step / 10);
            let (name, footprint) = (String::new(), None);
            let put =
                Edit::PutBuilding { id: None, at: place, households: number, area: None, footprint, name };
            if let Ok(edited) = territory.decide(&put) {
                territory.apply(&edited.patch).unwrap();
            }
        }
        territory
    }

    pub fn scale(&self) -> Scale {
        self.scale
    }
}

/// Numbers that an edit is made of, whatever the map looks like then.
#[derive(Debug, Clone)]
pub struct Whim {
    kind: u8,
    numbers: [u32; 3],
    places: Vec<(i32, i32)>,
    on_the_map: u8,
}

pub fn any_whim() -> impl Strategy<Value = Whim> {
    let places = prop::collection::vec((-2..SIDE * 4 + 8, -2..SIDE * 4 + 8), 3..6);
    (0..32_u8, any::<[u32; 3]>(), places, any::<u8>()).prop_map(|(kind, numbers, places, on_the_map)| Whim {
        kind,
        numbers,
        places,
        on_the_map,
    })
}

/// All points of a map.
pub fn points(territory: &Territory) -> Vec<Position> {
    let nodes = territory.nodes().map(|(_, node)| node.at);
    nodes.chain(territory.borders().flat_map(|(_, border)| border.points.iter().copied())).collect()
}

fn pick<T: Copy>(list: &[T], number: u32) -> Option<T> {
    list.get(number as usize % list.len().max(1)).copied()
}

impl Whim {
    /// A place: a point of the map, or near one, or anywhere.
    fn place(&self, territory: &Territory, scale: Scale, number: usize) -> Position {
        let (x, y) = self.places[number % self.places.len()];
        let free = scale.quarters((x, y), (0, 0));
        let points = points(territory);
        let Some(point) = pick(&points, self.numbers[2].wrapping_add(number as u32 * 7919)) else {
            return free;
        };
        match (self.on_the_map >> (2 * (number % 4))) & 3 {
            0 => point,
            1 => kept(point.lon_e7() + x % 4 - 2, point.lat_e7() + y % 4 - 2),
            _ => free,
        }
    }

    /// The edit that it is on this map.
    pub fn edit(&self, territory: &Territory, scale: Scale) -> Option<Edit> {
        let [one, two, three] = self.numbers;
        let place = |number: usize| self.place(territory, scale, number);
        let path = || (0..self.places.len()).map(place).collect::<Vec<_>>();
        let borders: Vec<BorderId> = territory.borders().map(|(id, _)| id).collect();
        let areas: Vec<AreaId> = territory.areas().map(|(id, _)| id).collect();
        let finest: Vec<AreaId> =
            areas.iter().copied().filter(|area| territory.children(*area).is_empty()).collect();
        let faces: Vec<FaceId> = territory.faces().map(|(id, _)| id).collect();
        let buildings: Vec<BuildingId> = territory.buildings().map(|(id, _)| id).collect();
        let across = || {
            let (x, y) = self.places[0];
            let slant = self.places[1].1 % 5;
            let end = |side: i32, drop: i32| scale.quarters((4 * side, y + drop), (0, 0));
            let ends = [end(-1, 0), end(SIDE * 2, slant)];
            if x % 2 == 0 { ends.to_vec() } else { [ends[1], ends[0]].to_vec() }
        };
        let new = || NewArea::named("new");
        let sibling = |area, path| Edit::Split { area, path, into: SplitInto::Sibling(new()) };
        Some(match self.kind {
            0..=4 => Edit::MovePoint { at: pick(&points(territory), one)?, to: place(0) },
            5..=6 => {
                let border = pick(&borders, one)?;
                let after = two as usize % territory.border(border)?.segments();
                Edit::InsertPoint { border, after, at: place(0) }
            }
            7..=8 => Edit::RemovePoint { at: pick(&points(territory), one)? },
            9 if three % 4 == 0 => Edit::Reshape { border: pick(&borders, one)?, path: path() },
            9 => {
                let border = pick(&borders, one)?;
                Edit::Reshape { border, path: self.wavy(territory, border)? }
            }
            10..=13 => sibling(pick(&finest, one)?, across()),
            14 => sibling(pick(&finest, one)?, path()),
            15 => {
                let (mut path, first) = (path(), place(0));
                path.push(first);
                sibling(pick(&finest, one)?, path)
            }
            16..=17 => {
                let into = SplitInto::Children { level: Level::MicroArea, areas: [new(), new()] };
                Edit::Split { area: pick(&finest, one)?, path: across(), into }
            }
            18..=19 => {
                let into = pick(&areas, one)?;
                let siblings: Vec<AreaId> = areas
                    .iter()
                    .copied()
                    .filter(|area| {
                        territory.area(*area).map(|area| area.parent)
                            == territory.area(into).map(|area| area.parent)
                    })
                    .collect();
                Edit::Merge { areas: vec![pick(&siblings, two)?], into }
            }
            20..=21 if three % 4 == 0 => {
                Edit::GiveFaces { faces: vec![pick(&faces, one)?], to: pick(&finest, two)? }
            }
            20..=21 => {
                // One of several of an area, or a hole, so that nobody loses all.
                let can_go = |face: &FaceId| {
                    territory.area_of(*face).is_none_or(|area| territory.faces_of(area).len() > 1)
                };
                let faces: Vec<FaceId> = faces.into_iter().filter(can_go).collect();
                Edit::GiveFaces { faces: vec![pick(&faces, one)?], to: pick(&finest, two)? }
            }
            22..=25 => {
                let to = match two % 2 {
                    0 => Carved::Existing { area: pick(&finest, one)? },
                    _ => {
                        let level = Level::Grid;
                        let community = areas.iter().find(|area| {
                            territory.area(**area).is_some_and(|area| area.level == Level::Community)
                        });
                        Carved::New { area: new(), level, parent: community.copied() }
                    }
                };
                let swallowed = if three % 2 == 0 { Swallowed::Refuse } else { Swallowed::Retire };
                let ground = if three % 3 == 0 { CarvedGround::All } else { CarvedGround::OfAreas };
                Edit::Carve { ring: path(), to, swallowed, ground }
            }
            26 => {
                let (id, households, name) =
                    (pick(&buildings, one).filter(|_| two % 2 == 0), two % 100, String::new());
                Edit::PutBuilding { id, at: place(0), households, area: None, footprint: None, name }
            }
            27 => Edit::GiveBuildings { buildings: vec![pick(&buildings, one)?], to: pick(&finest, two)? },
            28 => Edit::SetParent { area: pick(&areas, one)?, parent: pick(&areas, two) },
            29 if three % 4 == 0 => Edit::Gather {
                areas: vec![pick(&areas, one)?, pick(&areas, two)?],
                level: Level::ALL[three as usize % 5],
                new: new(),
            },
            29 => {
                let (areas, level) = self.siblings(territory)?;
                Edit::Gather { areas, level, new: new() }
            }
            30 => Edit::SetName { area: pick(&areas, one)?, name: "name".to_owned() },
            _ => {
                let first = Self { kind: 10, ..self.clone() }.edit(territory, scale)?;
                let (_, next) = territory.decide_next(&first).ok()?;
                let second = Self { kind: (two % 30) as u8, ..self.clone() }.edit(&next, scale)?;
                Edit::Many { edits: vec![first, second] }
            }
        })
    }

    /// The points of a border with a new one in the middle of some segments, a little beside it.
    fn wavy(&self, territory: &Territory, border: BorderId) -> Option<Vec<Position>> {
        let border = territory.border(border)?;
        let end = |node| territory.node(node).map(|node| node.at);
        let ends = [end(border.from)?, end(border.to)?];
        let line: Vec<Position> =
            [ends[0]].into_iter().chain(border.points.iter().copied()).chain([ends[1]]).collect();
        let mut path = Vec::new();
        for (number, pair) in line.windows(2).enumerate() {
            path.push(pair[0]);
            let (x, y) = self.places[number % self.places.len()];
            let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) / 2) as i32;
            if (x + y) % 3 > 0 {
                let [lon, lat] =
                    [Position::lon_e7, Position::lat_e7].map(|axis| middle(axis(pair[0]), axis(pair[1])));
                path.push(kept(lon + x % 3 - 1, lat + y % 3 - 1));
            }
        }
        path.push(ends[1]);
        Some(path)
    }

    /// Areas that have the same parent, and a level between theirs and its; all of them where they have no parent.
    fn siblings(&self, territory: &Territory) -> Option<(Vec<AreaId>, Level)> {
        let [one, two, three] = self.numbers;
        let room = |area: &geo_core::territory::Area| -> Vec<Level> {
            let above = area.parent.and_then(|parent| territory.area(parent)).map(|parent| parent.level);
            let between = |level: &Level| *level < area.level && above.is_none_or(|above| above < *level);
            Level::ALL.into_iter().filter(between).collect()
        };
        let able: Vec<AreaId> =
            territory.areas().filter(|(_, area)| !room(area).is_empty()).map(|(id, _)| id).collect();
        let chosen = territory.area(pick(&able, one)?)?;
        let level = pick(&room(chosen), three)?;
        let same =
            |area: &geo_core::territory::Area| (area.parent, area.level) == (chosen.parent, chosen.level);
        let mut areas: Vec<AreaId> =
            territory.areas().filter(|(_, area)| same(area)).map(|(id, _)| id).collect();
        if chosen.parent.is_some() {
            let start = two as usize % areas.len();
            areas.rotate_left(start);
            areas.truncate(1 + two as usize % 3);
        }
        Some((areas, level))
    }
}
