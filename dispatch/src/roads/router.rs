//! Asking a network: travel times of many sources to one target.

use super::hierarchy::{Customized, Hierarchy};
use super::network::SegmentWeights;
use super::place::{Place, weight_of};
use super::segment_index::SegmentIndex;
use super::snap::{Snap, snap};
use super::weight::{NO_WAY, sum};
use super::{Basis, NoRoute, RoadNetwork, Travel, TravelTimes};
use crate::Profile;
use geo_core::{Metres, Milliseconds, Position};

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
    pub(crate) hierarchy: Hierarchy,
    metrics: [RoadMetric; 3],
}

/// Segment weights with everything derived from them that answers need.
pub struct RoadMetric {
    pub(crate) weights: SegmentWeights,
    pub(crate) customized: Customized,
}

impl Router {
    /// Contracts the network and customizes it for every profile.
    pub fn new(network: RoadNetwork) -> Self {
        let (index, hierarchy) = std::thread::scope(|scope| {
            let index = scope.spawn(|| SegmentIndex::of(&network));
            let hierarchy = Hierarchy::contract_checked(&network.order, &network.chains.arcs());
            (index.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), hierarchy)
        });
        let metrics = Profile::ALL.map(|profile| metric(&network, &hierarchy, network.weights(profile)));
        Self { network, index, hierarchy, metrics }
    }

    /// The network being asked.
    pub fn network(&self) -> &RoadNetwork {
        &self.network
    }

    /// The metric of a profile without any closure.
    pub fn metric(&self, profile: Profile) -> &RoadMetric {
        &self.metrics[profile as usize]
    }

    /// A metric from segment weights: those of [`RoadNetwork::weights`], with overrides where roads are
    /// closed or slow.
    ///
    /// # Panics
    /// When the weights are not those of this network's segments.
    pub fn customize(&self, weights: SegmentWeights) -> RoadMetric {
        metric(&self.network, &self.hierarchy, weights)
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
    pub fn travel_to_by(
        &self,
        metric: &RoadMetric,
        profile: Profile,
        target: Position,
        sources: &[Position],
    ) -> Vec<Travel> {
        let Some(target) = snap(&self.index, profile, target) else {
            return vec![Travel::Unreachable { reason: NoRoute::EndOffRoad }; sources.len()];
        };
        let end = Place::of(&self.network.chains, &target);
        let entries = end.entries().map(|(junction, way)| (junction, weight_of(&way, &metric.weights)));
        let mut to_target = self.hierarchy.to_target(&metric.customized, &entries);
        let mut answer = |source: &Position| {
            let Some(source) = snap(&self.index, profile, *source) else {
                return Travel::Unreachable { reason: NoRoute::StartOffRoad };
            };
            let start = Place::of(&self.network.chains, &source);
            let direct = start.within(&end).map_or(NO_WAY, |way| weight_of(&way, &metric.weights));
            let drive = start.exits().iter().fold(direct, |best, (junction, way)| {
                best.min(sum(weight_of(way, &metric.weights), to_target.weight_from(*junction)))
            });
            travel(drive, &source, &target)
        };
        sources.iter().map(&mut answer).collect()
    }
}

impl TravelTimes for Router {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        self.travel_to_by(self.metric(profile), profile, target, sources)
    }

    fn basis(&self) -> Basis {
        Basis::Roads { version: self.network.version().to_owned() }
    }
}

fn metric(network: &RoadNetwork, hierarchy: &Hierarchy, weights: SegmentWeights) -> RoadMetric {
    let arcs = network.chains.arc_weights(&weights.along, &weights.against);
    RoadMetric { customized: hierarchy.customize(&arcs), weights }
}

fn travel(drive: u32, source: &Snap, target: &Snap) -> Travel {
    if drive >= NO_WAY {
        return Travel::Unreachable { reason: NoRoute::NoWay };
    }
    let (drive, walk) = (Milliseconds(u64::from(drive)), source.walk + target.walk);
    Travel::Road { total: drive + walk, drive, walk }
}
