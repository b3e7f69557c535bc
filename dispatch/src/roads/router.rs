//! Asking a network: travel times of many sources to one target.

use super::graph::{Graph, Move, mode};
use super::hierarchy::{Customized, Hierarchy, Targets};
use super::met::Met;
use super::network::SegmentWeights;
use super::place::{Place, weight_of};
use super::segment_index::SegmentIndex;
use super::snap::{Snap, snap};
use super::weight::{NO_WAY, sum};
use super::{Basis, ClosureSet, NoRoute, RoadNetwork, Travel, TravelTimes};
use crate::Profile;
use geo_core::{Metres, Milliseconds, Position};
use std::sync::OnceLock;

/// A network with a metric for each profile. Immutable, so one `Arc` of it serves every thread.
///
/// ```
/// use dispatch::roads::{OsmWay, Profile, RoadNetwork, Router, Travel, TravelTimes};
/// use geo_core::Position;
/// let at = |lon| Position::new(lon, 0.0).unwrap();
/// let street = OsmWay { id: 7, nodes: vec![1, 2], tags: vec![("highway".into(), "residential".into())] };
/// let network = RoadNetwork::build(vec![(1, at(114.00)), (2, at(114.01))], vec![street]).unwrap();
/// let router = Router::new(network);
/// // 1113.19 m at 30 km/h, half of it:
/// let travel = router.travel_to(Profile::Car, at(114.01), &[at(114.005)]);
/// assert_eq!(travel[0].total().unwrap().0, 66_792);
/// ```
pub struct Router {
    pub(crate) network: RoadNetwork,
    pub(crate) index: SegmentIndex,
    /// One for each graph of the network.
    hierarchies: [Hierarchy; 2],
    metrics: [RoadMetric; 3],
}

/// Segment weights with everything derived from them that answers need.
///
/// Equal metrics answer alike, to the millisecond.
#[derive(Debug)]
pub struct RoadMetric {
    pub(crate) profile: Profile,
    pub(crate) weights: SegmentWeights,
    pub(crate) customized: Customized,
    /// No metre of road takes fewer milliseconds; reckoned when first asked for.
    pace: OnceLock<f64>,
    met: Met,
}

impl PartialEq for RoadMetric {
    fn eq(&self, other: &Self) -> bool {
        // Pace and what was met follow from the weights.
        (self.profile, &self.weights, &self.customized) == (other.profile, &other.weights, &other.customized)
    }
}

/// Questions about the travel to one target.
pub(crate) struct ToTarget<'a> {
    router: &'a Router,
    metric: &'a RoadMetric,
    /// Nothing when the target is off the road.
    target: Option<(Snap, Place<'a>, Targets<'a>)>,
}

impl ToTarget<'_> {
    /// The travel from a source.
    pub fn travel_from(&mut self, source: Position) -> Travel {
        let Self { router, metric, target: Some((target, end, to_target)) } = self else {
            return Travel::Unreachable { reason: NoRoute::EndOffRoad };
        };
        let Some((source, start)) = router.meet(metric, source) else {
            return Travel::Unreachable { reason: NoRoute::StartOffRoad };
        };
        let direct = start.direct(end);
        let direct = direct.iter().map(|way| weight_of(way, &metric.weights)).min().unwrap_or(NO_WAY);
        let drive = start
            .exit_weights(&metric.weights)
            .fold(direct, |best, (state, weight)| best.min(sum(weight, to_target.weight_from(state))));
        travel(drive, &source, target)
    }
}

/// Fewer targets than this are asked for one after the other.
const WORTH_A_TABLE: usize = 8;

/// The size of the graph that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GraphSize {
    /// What one can be at: roads walked to their end for wheels, junctions on foot.
    pub states: usize,
    /// What one can do there: turns for wheels, roads on foot.
    pub moves: usize,
    /// Arcs after contraction; each holds two weights for each metric.
    pub contracted: usize,
}

impl Router {
    /// Contracts the network and customizes it for every profile.
    pub fn new(network: RoadNetwork) -> Self {
        let contract =
            |graph: &Graph| Hierarchy::contract_checked(&network.orders.of_states(graph), &graph.arcs());
        let [wheels, feet] = &network.graphs;
        let (index, hierarchies) = std::thread::scope(|scope| {
            let beside = scope.spawn(|| (SegmentIndex::of(&network), contract(feet)));
            let wheels = contract(wheels);
            let (index, feet) = beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (index, [wheels, feet])
        });
        let metrics =
            Profile::ALL.map(|profile| metric(&network, &hierarchies, profile, network.weights(profile)));
        Self { network, index, hierarchies, metrics }
    }

    /// The network being asked.
    pub fn network(&self) -> &RoadNetwork {
        &self.network
    }

    /// The metric of a profile without any closure.
    pub fn metric(&self, profile: Profile) -> &RoadMetric {
        &self.metrics[profile as usize]
    }

    /// A metric of a profile from segment weights: those of [`RoadNetwork::weights`], with overrides where roads
    /// are closed or slow. Weights open nothing that the map closes.
    ///
    /// # Panics
    /// When the weights are not those of this network's segments.
    pub fn customize(&self, profile: Profile, weights: SegmentWeights) -> RoadMetric {
        metric(&self.network, &self.hierarchies, profile, weights)
    }

    /// The metric of a profile under closures: the same as [`Router::customize`] makes of their weights, sooner when
    /// they concern few roads.
    pub fn under(&self, profile: Profile, closures: &ClosureSet) -> RoadMetric {
        let base = self.metric(profile);
        let mut weights = base.weights.clone();
        closures.apply(profile, &mut weights);
        let moves = move_weights(&self.network, profile, &weights);
        let customized = self.hierarchy(profile).recustomize(&base.customized, &moves);
        RoadMetric { profile, customized, weights, pace: OnceLock::new(), met: Met::default() }
    }

    /// The least milliseconds that a metre takes on any road of a metric.
    pub(crate) fn pace(&self, metric: &RoadMetric) -> f64 {
        *metric.pace.get_or_init(|| pace(&self.network, &metric.weights))
    }

    /// How large the graph is that is searched for a profile.
    pub fn size(&self, profile: Profile) -> GraphSize {
        let graph = self.network.graph(profile);
        GraphSize {
            states: graph.states,
            moves: graph.moves().len(),
            contracted: self.hierarchy(profile).contracted_arcs(),
        }
    }

    /// The hierarchy on which a profile is sent.
    pub(crate) fn hierarchy(&self, profile: Profile) -> &Hierarchy {
        &self.hierarchies[mode(profile)]
    }

    /// Where a position meets the roads of a profile, open or not.
    pub(crate) fn place(&self, profile: Profile, position: Position) -> Option<(Snap, Place<'_>)> {
        let snap = snap(&self.index, profile, position, |_| true)?;
        Some((snap, Place::of(self.network.graph(profile), profile, &snap)))
    }

    /// Where a position meets the roads that are open by a metric: what is shut both ways is met by nobody, so who
    /// stands beside it walks to the next road.
    pub(crate) fn meet(&self, metric: &RoadMetric, position: Position) -> Option<(Snap, Place<'_>)> {
        let SegmentWeights { along, against } = &metric.weights;
        let is_open = |segment: u32| along[segment as usize].min(against[segment as usize]) < NO_WAY;
        let find = || snap(&self.index, metric.profile, position, is_open);
        let snap = metric.met.or_find(position, find)?;
        Some((snap, Place::of(self.network.graph(metric.profile), metric.profile, &snap)))
    }

    /// The name of the street nearest to a position, among those that may be walked and are no farther than that.
    /// `None` when there is none, or the nearest has no name.
    pub fn street_at(&self, position: Position, within: Metres) -> Option<&str> {
        let millimetres = (within.0 * 1000.0).max(0.0) as u64;
        let nearest = self.index.nearest(position, 1 << Profile::Foot as u8, millimetres)?;
        let segment = &self.network.segments[nearest.segment as usize];
        self.network.name(self.network.way_of(segment).name)
    }

    /// As [`TravelTimes::travel_to`], by a metric of the caller.
    pub fn travel_to_by(&self, metric: &RoadMetric, target: Position, sources: &[Position]) -> Vec<Travel> {
        let mut to_target = self.prepare(metric, target);
        sources.iter().map(|&source| to_target.travel_from(source)).collect()
    }

    /// As [`TravelTimes::travel_to_each`], by a metric of the caller.
    pub fn travel_to_each_by(
        &self,
        metric: &RoadMetric,
        targets: &[Position],
        sources: &[Position],
    ) -> Vec<Vec<Travel>> {
        if targets.len() < WORTH_A_TABLE {
            return targets.iter().map(|&target| self.travel_to_by(metric, target, sources)).collect();
        }
        let table = self.table_by(metric, sources, targets);
        let to = |target| (0..sources.len()).map(|source| table.travel(source, target)).collect();
        (0..targets.len()).map(to).collect()
    }

    /// Prepares the questions of [`Router::travel_to_by`].
    pub(crate) fn prepare<'a>(&'a self, metric: &'a RoadMetric, target: Position) -> ToTarget<'a> {
        let target = self.meet(metric, target).map(|(target, end)| {
            let entries = end.entries();
            let entries: Vec<(u32, u32)> =
                entries.iter().map(|(state, way)| (*state, weight_of(way, &metric.weights))).collect();
            let to_target = self.hierarchy(metric.profile).to_target(&metric.customized, &entries);
            (target, end, to_target)
        });
        ToTarget { router: self, metric, target }
    }
}

impl TravelTimes for Router {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        self.travel_to_by(self.metric(profile), target, sources)
    }

    fn travel_to_each(
        &self,
        profile: Profile,
        targets: &[Position],
        sources: &[Position],
    ) -> Vec<Vec<Travel>> {
        self.travel_to_each_by(self.metric(profile), targets, sources)
    }

    fn basis(&self) -> Basis {
        Basis::Roads { version: self.network.version().to_owned() }
    }
}

fn metric(
    network: &RoadNetwork,
    hierarchies: &[Hierarchy; 2],
    profile: Profile,
    weights: SegmentWeights,
) -> RoadMetric {
    let moves = move_weights(network, profile, &weights);
    let customized = hierarchies[mode(profile)].customize(&moves);
    RoadMetric { profile, customized, weights, pace: OnceLock::new(), met: Met::default() }
}

/// The least milliseconds that a metre takes on any road.
fn pace(network: &RoadNetwork, weights: &SegmentWeights) -> f64 {
    let fastest = weights.along.iter().zip(&weights.against).map(|(along, against)| *along.min(against));
    let paces = fastest.enumerate().filter(|(_, weight)| *weight < NO_WAY).map(|(segment, weight)| {
        // A segment without length takes its millisecond all the same.
        f64::from(weight) / network.length(segment).0.max(f64::MIN_POSITIVE)
    });
    paces.fold(f64::INFINITY, f64::min)
}

/// The weights of the moves on the graph of a profile.
fn move_weights(network: &RoadNetwork, profile: Profile, weights: &SegmentWeights) -> Vec<u32> {
    let graph = network.graph(profile);
    let courses = graph.chains.course_weights(&weights.along, &weights.against);
    let weight = |step: &Move| {
        if step.profiles & 1 << profile as u8 != 0 { courses[step.course as usize] } else { NO_WAY }
    };
    graph.moves().iter().map(weight).collect()
}

pub(crate) fn travel(drive: u32, source: &Snap, target: &Snap) -> Travel {
    if drive >= NO_WAY {
        return Travel::Unreachable { reason: NoRoute::NoWay };
    }
    let (drive, walk) = (Milliseconds(u64::from(drive)), source.walk + target.walk);
    Travel::Road { total: drive + walk, drive, walk }
}
