//! What is published: a state of the world and the indexes that its readers need.
//!
//! Publishing after a change of one incident copies a few pointers. An index over points (1.3 million
//! places in a large city) is built when its register was imported; a record changed by hand waits
//! in a short list beside the index, which is built anew when the list grows long.

mod nearby;
mod point_records;
mod positioned;
mod registers;

pub use nearby::{Nearby, NearbyKind, NearbyQuery};
pub use positioned::Positioned;
pub use registers::Cameras;

use crate::records::{Depot, Place, SensingPoint};
use crate::search::SearchIndex;
use crate::{Touched, World};
use point_records::PointRecords;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A state of the world as readers see it. Cloning is cheap.
#[derive(Clone)]
pub struct View {
    world: World,
    depots: PointRecords<Depot>,
    sensing_points: PointRecords<SensingPoint>,
    places: PointRecords<Place>,
    search: Option<Arc<SearchIndex>>,
    unsearched: UnsearchedThings,
}

/// What changed since the search index was built; shared until it changes.
type UnsearchedThings = Arc<BTreeSet<Touched>>;

impl View {
    /// A view of a world that was just read or replayed: builds every point index.
    pub fn of(world: World) -> Self {
        Self {
            depots: PointRecords::build(world.depot_register(), &world),
            sensing_points: PointRecords::build(world.sensing_point_register(), &world),
            places: PointRecords::build(world.place_register(), &world),
            search: None,
            unsearched: Arc::default(),
            world,
        }
    }

    /// The view after some entries: `touched` is everything that [`crate::changes`] named for them.
    pub fn next(&self, world: World, touched: &[Touched]) -> Self {
        let areas_moved = touched.iter().any(|touched| matches!(touched, Touched::Areas(_)))
            && !self.world.same_outlines(&world);
        let one = |pick: fn(&Touched) -> Option<&str>| touched.iter().filter_map(pick).collect::<Vec<_>>();
        let all = |whole: &Touched| areas_moved || touched.contains(whole);
        let depots = one(|touched| if let Touched::Depot(code) = touched { Some(code) } else { None });
        let points = one(|touched| if let Touched::SensingPoint(code) = touched { Some(code) } else { None });
        let places = one(|touched| if let Touched::Place(code) = touched { Some(code) } else { None });
        Self {
            depots: self.depots.next(world.depot_register(), &world, &depots, all(&Touched::Depots)),
            sensing_points: self.sensing_points.next(
                world.sensing_point_register(),
                &world,
                &points,
                all(&Touched::SensingPoints),
            ),
            places: self.places.next(world.place_register(), &world, &places, all(&Touched::Places)),
            search: self.search.clone(),
            unsearched: self.still_unsearched(touched),
            world,
        }
    }

    fn still_unsearched(&self, touched: &[Touched]) -> UnsearchedThings {
        let mut news = touched
            .iter()
            .filter(|touched| SearchIndex::holds(touched) && !self.unsearched.contains(touched))
            .peekable();
        if self.search.is_none() || news.peek().is_none() {
            return self.unsearched.clone();
        }
        let mut unsearched = (*self.unsearched).clone();
        unsearched.extend(news.cloned());
        Arc::new(unsearched)
    }

    /// The world.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Takes over a search index that was built (elsewhere, in its own time) from an earlier state.
    /// `touched` is everything that entries touched since that state.
    pub fn set_search(&mut self, index: Arc<SearchIndex>, touched: impl IntoIterator<Item = Touched>) {
        self.search = Some(index);
        self.unsearched = Arc::new(touched.into_iter().filter(SearchIndex::holds).collect());
    }

    pub(crate) fn search_index(&self) -> Option<&SearchIndex> {
        self.search.as_deref()
    }

    pub(crate) fn unsearched_things(&self) -> &BTreeSet<Touched> {
        &self.unsearched
    }

    /// How many things the search index does not know yet, registers imported since counted in
    /// full: time to build another when it is some thousands. `None` without an index.
    pub fn unsearched(&self) -> Option<usize> {
        self.search.as_ref()?;
        let count = |touched: &Touched| match touched {
            Touched::Areas(level) => self.world.derived.map.of_level(*level).len(),
            Touched::Teams => self.world.team_register().len(),
            Touched::Depots => self.world.depot_register().len(),
            Touched::SensingPoints => self.world.sensing_point_register().len(),
            Touched::Places => self.world.place_register().len(),
            _ => 1,
        };
        Some(self.unsearched.iter().map(count).sum())
    }
}
