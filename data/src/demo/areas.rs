//! The areas of every level, each the union of the micro-areas below it.

use super::chance::Chance;
use super::ground::Ground;
use super::lattice::Rect;
use super::layout::{CommunityCell, GridCell, Layout};
use super::names::{Names, numeral, staff, telephone};
use geo_core::{AreaCode, Level, Polygon, Shape};
use std::sync::Arc;
use world::NewArea;
use world::records::{Area, GridKind};

/// The code of the demo district. GB/T 2260 gives 99 to no province, so no real division has it.
pub const DEMO_DISTRICT: &str = "990101";
/// Its name.
pub const DEMO_NAME: &str = "示范区";

/// Areas of all levels, widest first, and the codes of grids by community.
pub(super) struct Areas {
    pub district: Vec<NewArea>,
    pub townships: Vec<NewArea>,
    pub communities: Vec<NewArea>,
    pub grids: Vec<NewArea>,
    pub micro_areas: Vec<NewArea>,
    /// Grid codes by community and grid, in the order of the layout.
    pub grid_codes: Vec<Vec<String>>,
    /// Micro-area codes in the order of [`Layout::micro_cells`].
    pub micro_codes: Vec<AreaCode>,
}

struct Builder<'a> {
    layout: &'a Layout,
    ground: &'a Ground,
    chance: Chance,
}

impl Builder<'_> {
    /// An area that covers `rects`, which hang together.
    fn area(
        &mut self,
        level: Level,
        code: &str,
        parent: Option<&str>,
        name: String,
        body: String,
        rects: &[Rect],
    ) -> NewArea {
        let mut rings = self
            .layout
            .lattice
            .outline(rects)
            .into_iter()
            .map(|ring| ring.into_iter().map(|point| self.ground.position(point)).collect());
        let outer = rings.next().expect("an area has a border");
        let outline = Shape { polygons: vec![Polygon { outer, holes: rings.collect() }] };
        let area_code = |code: &str| AreaCode::new(code).expect("codes of the demo are digits");
        let area = Area {
            code: area_code(code),
            name,
            level,
            parent: parent.map(area_code),
            grid_kind: (level == Level::Grid).then_some(GridKind::BasicGrid),
            leader: (level >= Level::Community).then(|| staff(&mut self.chance)),
            phone: Some(telephone(&mut self.chance)),
            body: Some(body),
            square_metres: outline.area().0,
            label: outline.label_point().expect("an area has a part"),
            version: 0,
        };
        NewArea { area, outline: Arc::new(outline) }
    }
}

fn rects_of_grid(grid: &GridCell) -> Vec<Rect> {
    grid.micro.iter().map(|micro| micro.piece.area).collect()
}

fn rects_of_community(community: &CommunityCell) -> Vec<Rect> {
    community.grids.iter().flat_map(rects_of_grid).collect()
}

pub(super) fn areas(layout: &Layout, ground: &Ground, seed: u64) -> Areas {
    let mut builder = Builder { layout, ground, chance: Chance::new(seed, "areas") };
    let mut names = Names::new(seed, "areas");
    let mut letters: Vec<char> = layout.communities.iter().map(|community| community.township).collect();
    letters.sort_unstable();
    letters.dedup();
    let everything: Vec<Rect> = layout.communities.iter().flat_map(rects_of_community).collect();
    let district = builder.area(
        Level::District,
        DEMO_DISTRICT,
        None,
        DEMO_NAME.to_owned(),
        "示范区社会治理中心".to_owned(),
        &everything,
    );
    let mut areas = Areas {
        district: vec![district],
        townships: Vec::new(),
        communities: Vec::new(),
        grids: Vec::new(),
        micro_areas: Vec::new(),
        grid_codes: vec![Vec::new(); layout.communities.len()],
        micro_codes: Vec::new(),
    };
    // The last two of many townships are towns: their codes count from 100, their communities from 201.
    let towns = if letters.len() > 4 { letters.len() - 2 } else { letters.len() };
    for (place, letter) in letters.iter().enumerate() {
        let town = place >= towns;
        let code = format!("{DEMO_DISTRICT}{:03}", if town { 100 + place - towns } else { place + 1 });
        let name = format!("{}{}", names.next(), if town { "镇" } else { "街道" });
        let own = |community: &&CommunityCell| community.township == *letter;
        let rects: Vec<Rect> = layout.communities.iter().filter(own).flat_map(rects_of_community).collect();
        let body = format!("{name}综治中心");
        let township = builder.area(Level::Township, &code, Some(DEMO_DISTRICT), name, body, &rects);
        areas.townships.push(township);
        let mut serial = if town { 200 } else { 0 };
        for (number, community) in
            layout.communities.iter().enumerate().filter(|(_, community)| community.township == *letter)
        {
            serial += 1;
            let code = format!("{code}{serial:03}");
            add_community(&mut areas, &mut builder, &mut names, number, community, &code, town);
        }
    }
    areas.micro_codes = micro_codes(layout, &areas.grid_codes);
    areas
}

fn add_community(
    areas: &mut Areas,
    builder: &mut Builder,
    names: &mut Names,
    number: usize,
    community: &CommunityCell,
    code: &str,
    town: bool,
) {
    let short = names.next();
    let name = format!("{short}{}", if town { "村" } else { "社区" });
    let body = format!("{name}{}", if town { "村民委员会" } else { "居民委员会" });
    let added = builder.area(
        Level::Community,
        code,
        Some(&code[..9]),
        name.clone(),
        body.clone(),
        &rects_of_community(community),
    );
    areas.communities.push(added);
    for (place, grid) in community.grids.iter().enumerate() {
        let grid_code = format!("{code}{:03}", place + 1);
        let grid_name = format!("{short}第{}网格", numeral(place + 1));
        let mut added = builder.area(
            Level::Grid,
            &grid_code,
            Some(code),
            grid_name.clone(),
            body.clone(),
            &rects_of_grid(grid),
        );
        if builder.chance.once_in(16) {
            added.area.grid_kind = Some(GridKind::DedicatedGrid);
        }
        areas.grids.push(added);
        for (place, micro) in grid.micro.iter().enumerate() {
            let micro_code = format!("{grid_code}{:02}", place + 1);
            let name = format!("{grid_name}{}号小微区域", place + 1);
            let added = builder.area(
                Level::MicroArea,
                &micro_code,
                Some(&grid_code),
                name,
                body.clone(),
                &[micro.piece.area],
            );
            areas.micro_areas.push(added);
        }
        areas.grid_codes[number].push(grid_code);
    }
}

/// Micro-area codes in the order of the layout.
fn micro_codes(layout: &Layout, grid_codes: &[Vec<String>]) -> Vec<AreaCode> {
    let mut last = (usize::MAX, usize::MAX);
    let mut serial = 0;
    layout
        .micro_cells()
        .map(|(community, grid, _)| {
            serial = if last == (community, grid) { serial + 1 } else { 1 };
            last = (community, grid);
            AreaCode::new(format!("{}{serial:02}", grid_codes[community][grid]))
                .expect("codes of the demo are digits")
        })
        .collect()
}
