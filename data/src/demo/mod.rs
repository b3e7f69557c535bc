//! The demo district: made from a seed, of the size that one real district reports, in the files
//! that a real district would bring.
//!
//! A plan of straight streets is drawn first: a raster of main streets with a river through it, cut
//! finer and finer; areas are what lies between cuts, so that borders run along the middle of
//! streets and partition the district exactly. Then the plan is bent, and what stands on it is
//! added. Everything in it is made up: the code belongs to no division, the place is open country,
//! names come from syllable tables.
//!
//! ```
//! use data::demo::{DemoSize, generate};
//! let demo = generate(7, DemoSize::Small);
//! let files = demo.files("2026-11-22T08:00:00+08:00".parse().unwrap(), 7);
//! assert!(files.iter().any(|(name, _)| name == "roads.osm.pbf"));
//! ```

mod areas;
mod buildings;
mod chance;
mod devices;
mod ground;
mod lattice;
mod layout;
mod names;
mod pbf;
mod pieces;
mod places;
mod roads;
mod size;
mod teams;

pub use areas::{DEMO_DISTRICT, DEMO_NAME};
pub use size::DemoSize;

use crate::writers;
use chance::Chance;
use ground::Ground;
use layout::Layout;
use world::records::{Depot, Place, SensingPoint, Shift, Team};
use world::{NewArea, Timestamp};

/// A district made from a seed.
#[derive(Debug, Clone)]
pub struct DemoDistrict {
    seed: u64,
    /// Streets, river and parks as OpenStreetMap PBF.
    pub roads: Vec<u8>,
    /// Areas by level, the district first: each level partitions it.
    pub areas: [Vec<NewArea>; 5],
    /// Liaison teams, patrols, duty groups.
    pub teams: Vec<Team>,
    /// Depots on three tiers.
    pub depots: Vec<Depot>,
    /// Points on poles, cameras not among them.
    pub sensing_points: Vec<SensingPoint>,
    /// Cameras.
    pub cameras: Vec<SensingPoint>,
    /// Schools, hospitals, centres and so on.
    pub places: Vec<Place>,
    /// Buildings with outlines and household totals.
    pub buildings: Vec<Place>,
}

/// The demo district of a seed: the same seed and size give the same district, to the byte.
pub fn generate(seed: u64, size: DemoSize) -> DemoDistrict {
    let figures = size.figures();
    let layout = Layout::new(seed, &figures);
    let mut chance = Chance::new(seed, "ground");
    let ground =
        Ground::new(layout.width, layout.height, [(); 4].map(|()| chance.unit() * std::f64::consts::TAU));
    let streets = roads::name_streets(&layout, seed);
    let areas = areas::areas(&layout, &ground, seed);
    let (sensing_points, cameras) = devices::sensing_points(&layout, &ground, &streets, &figures, seed);
    DemoDistrict {
        seed,
        roads: roads::osm_file(&layout, &ground, &streets, seed),
        teams: teams::teams(&areas, &figures, seed),
        depots: places::depots(&layout, &ground, &streets, &areas, seed),
        sensing_points,
        cameras,
        places: places::places(&layout, &ground, &streets, &areas, seed),
        buildings: buildings::buildings(&layout, &ground, &streets, &areas.grid_codes, seed),
        areas: [areas.district, areas.townships, areas.communities, areas.grids, areas.micro_areas],
    }
}

impl DemoDistrict {
    /// Shifts that keep patrols and duty groups on duty around the clock, from the day before `now`
    /// for `days` days on.
    pub fn shifts(&self, now: Timestamp, days: u32) -> Vec<Shift> {
        teams::shifts(&self.teams, now, days, self.seed)
    }

    /// What a real district brings: the files by name, in the order in which they can be imported.
    pub fn files(&self, now: Timestamp, days: u32) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![("roads.osm.pbf".to_owned(), self.roads.clone())];
        for (level, areas) in geo_core::Level::ALL.iter().zip(&self.areas) {
            files.push((format!("areas-{level}.geojson"), writers::areas_geojson(areas)));
        }
        let tables = [
            ("teams.csv", writers::teams_csv(&self.teams)),
            ("shifts.csv", writers::shifts_csv(&self.shifts(now, days))),
            ("depots.csv", writers::depots_csv(&self.depots)),
            ("sensing-points.csv", writers::sensing_points_csv(&self.sensing_points)),
            ("cameras.csv", writers::sensing_points_csv(&self.cameras)),
            ("places.csv", writers::places_csv(&self.places)),
            ("buildings.geojson", writers::places_geojson(&self.buildings)),
        ];
        files.extend(tables.map(|(name, bytes)| (name.to_owned(), bytes)));
        files
    }
}
