//! Tables of travel times, and the nearest of many.

use super::place::{Place, weight_of};
use super::router::{RoadMetric, Router, travel};
use super::snap::Snap;
use super::weight::NO_WAY;
use super::{NoRoute, Travel};
use crate::Profile;
use geo_core::{Position, distance};
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

/// The travel from each of some sources to each of some targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelTable {
    sources: Vec<Option<Snap>>,
    targets: Vec<Option<Snap>>,
    /// Row by row, one row for each source.
    drives: Vec<u32>,
}

impl TravelTable {
    /// How many sources there are, and how many targets.
    pub fn size(&self) -> (usize, usize) {
        (self.sources.len(), self.targets.len())
    }

    /// The travel from one of the sources to one of the targets, by their places in the lists asked for. The same
    /// as [`travel_to`](super::TravelTimes::travel_to) says.
    ///
    /// # Panics
    /// When there are not so many sources or targets.
    pub fn travel(&self, source: usize, target: usize) -> Travel {
        let drive = self.drives[source * self.targets.len() + target];
        match (&self.sources[source], &self.targets[target]) {
            (_, None) => Travel::Unreachable { reason: NoRoute::EndOffRoad },
            (None, _) => Travel::Unreachable { reason: NoRoute::StartOffRoad },
            (Some(source), Some(target)) => travel(drive, source, target),
        }
    }
}

/// One of the sources nearest to a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearSource {
    /// Its place in the list of sources.
    pub source: usize,
    /// Its travel.
    pub travel: Travel,
}

/// A source and the least its travel could take, the least of all first out.
#[derive(PartialEq)]
struct Bounded(f64, usize);

impl Eq for Bounded {}

impl Ord for Bounded {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Bounded {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Milliseconds to walk a metre beside the road.
const WALK_PACE: f64 = 720.0;

/// No way is shorter than this share of the distance: lines between nodes are measured as arcs, and bounds are not.
const SURE_SHARE: f64 = 0.999;

impl Router {
    /// The travel from each source to each target, by the metric of a profile without closures.
    ///
    /// ```
    /// use dispatch::roads::{OsmWay, Profile, RoadNetwork, Router, TravelTimes};
    /// use geo_core::Position;
    /// let at = |lon| Position::new(lon, 0.0).unwrap();
    /// let street = OsmWay { id: 7, nodes: vec![1, 2], tags: vec![("highway".into(), "residential".into())] };
    /// let network = RoadNetwork::build(vec![(1, at(114.00)), (2, at(114.01))], vec![street]).unwrap();
    /// let router = Router::new(network);
    /// let table = router.table(Profile::Car, &[at(114.0), at(114.005)], &[at(114.01)]);
    /// assert_eq!(table.travel(1, 0).total().unwrap().0, 66_792);
    /// ```
    pub fn table(&self, profile: Profile, sources: &[Position], targets: &[Position]) -> TravelTable {
        self.table_by(self.metric(profile), sources, targets)
    }

    /// As [`Router::table`], by a metric of the caller.
    pub fn table_by(&self, metric: &RoadMetric, sources: &[Position], targets: &[Position]) -> TravelTable {
        let weight = |way: &[_]| weight_of(way, &metric.weights);
        let meet = |positions: &[Position]| -> Vec<Option<(Snap, Place)>> {
            positions.iter().map(|&position| self.meet(metric, position)).collect()
        };
        let (sources, targets) = (meet(sources), meet(targets));
        let ends = |ends: Vec<(u32, Vec<_>)>| -> Vec<(u32, u32)> {
            ends.iter().map(|(state, way)| (*state, weight(way))).collect()
        };
        let exits = |place: Place| place.exit_weights(&metric.weights).collect();
        let exits = sources.iter().map(|end| end.map_or_else(Vec::new, |(_, place)| exits(place)));
        let entries = targets.iter().map(|end| end.map_or_else(Vec::new, |(_, place)| ends(place.entries())));
        let (exits, entries): (Vec<_>, Vec<_>) = (exits.collect(), entries.collect());
        let mut drives = self.hierarchy(metric.profile).table(&metric.customized, &exits, &entries);
        // Those that may be reached without passing a junction.
        let mut near: HashMap<(bool, u32), Vec<usize>> = HashMap::new();
        for (index, (_, place)) in placed(&targets) {
            near.entry(place.neighbourhood()).or_default().push(index);
        }
        for (row, (_, start)) in placed(&sources) {
            let around = start.neighbourhoods();
            for &index in around.iter().filter_map(|around| near.get(around)).flatten() {
                let Some((_, end)) = &targets[index] else { continue };
                let direct = start.direct(end).iter().map(|way| weight(way)).min().unwrap_or(NO_WAY);
                let cell = &mut drives[row * targets.len() + index];
                *cell = direct.min(*cell);
            }
        }
        let snaps = |ends: Vec<Option<(Snap, Place)>>| ends.into_iter().map(|end| Some(end?.0)).collect();
        TravelTable { sources: snaps(sources), targets: snaps(targets), drives }
    }

    /// The `count` sources with the least travel to the target, the nearest first, equally near ones in the order
    /// of the list; fewer when no more have a way. Only sources that may be among them are asked.
    pub fn nearest_to(
        &self,
        metric: &RoadMetric,
        target: Position,
        sources: &[Position],
        count: usize,
    ) -> Vec<NearSource> {
        let pace = self.pace(metric).min(WALK_PACE) * SURE_SHARE;
        let bound = |(index, &source): (usize, &Position)| {
            // At both ends a share, a walk and its millimetres are rounded, by 0.5, 0.5 and 0.36 ms at most.
            Bounded((distance(source, target).0 * pace - 3.0).max(0.0), index)
        };
        let mut waiting: BinaryHeap<Bounded> = sources.iter().enumerate().map(bound).collect();
        let mut to_target = self.prepare(metric, target);
        let mut found: BinaryHeap<(u64, usize)> = BinaryHeap::new();
        while let Some(Bounded(least, index)) = waiting.pop() {
            let is_full = found.len() == count;
            if count == 0 || is_full && found.peek().is_some_and(|&(worst, _)| least > worst as f64) {
                break;
            }
            if let Some(total) = to_target.travel_from(sources[index]).total() {
                found.push((total.0, index));
                if found.len() > count {
                    found.pop();
                }
            }
        }
        let found = found.into_sorted_vec();
        found
            .into_iter()
            .map(|(_, source)| NearSource { source, travel: to_target.travel_from(sources[source]) })
            .collect()
    }
}

fn placed<'p, 'a>(
    ends: &'p [Option<(Snap, Place<'a>)>],
) -> impl Iterator<Item = (usize, &'p (Snap, Place<'a>))> {
    ends.iter().enumerate().filter_map(|(index, end)| Some((index, end.as_ref()?)))
}
