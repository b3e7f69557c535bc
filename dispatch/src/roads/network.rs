//! The road network: nodes, ways and segments, before any metric.

use super::adjacency::Adjacency;
use super::assemble::{Assembly, Judged, assemble};
use super::graph::{Graph, graphs, mode};
use super::hierarchy;
use super::open::OpenTo;
use super::orders::Orders;
use super::rules::Rule;
use super::stats::{RoadStats, Skipped};
use super::tags::WayUse;
use super::weight::segment_weight;
use super::{Phase, Progress, RestrictionCounts, RoadClass, RoadsError};
use crate::Profile;
use geo_core::{Metres, Position, distance};

/// More turns than this for each segment, and this many beside, and the graphs would not fit: they grow with the
/// square of what meets at a node. Road networks have about five.
const MOST_TURNS: (u64, u64) = (64, 1 << 20);

/// A way whose tags have been judged.
#[derive(Debug, Clone)]
pub(crate) struct JudgedWay {
    pub id: i64,
    pub nodes: Vec<i64>,
    pub allows: WayUse,
    pub name: Option<String>,
}

/// What is kept of a way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub id: i64,
    pub allows: WayUse,
    /// Index into the names, or [`NO_NAME`].
    pub name: u32,
}

/// The name index of a way without name.
pub(crate) const NO_NAME: u32 = u32::MAX;

/// A run of segments of one way without a gap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub way: u32,
    /// The index of its first segment within the way.
    pub first_index: u32,
    /// The index of its first segment within the network.
    pub first_segment: u32,
}

/// A pair of consecutive nodes of a way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub from: u32,
    pub to: u32,
    pub part: u32,
}

/// A piece of road to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadLine<'a> {
    /// The OpenStreetMap id of the way.
    pub way: i64,
    /// Its kind.
    pub class: RoadClass,
    /// Its name.
    pub name: Option<&'a str>,
    /// Its line, at least two positions.
    pub line: Vec<Position>,
}

/// The weight of every segment for one profile, along its way and against it, in milliseconds;
/// [`SegmentWeights::CLOSED`] where it may not be walked. Overrides (closures) are written here, and
/// the result given to [`super::Router::customize`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentWeights {
    /// In the order of the way's nodes, for each segment in network order.
    pub along: Vec<u32>,
    /// Against the order of the way's nodes.
    pub against: Vec<u32>,
}

impl SegmentWeights {
    /// The weight of a segment that may not be walked.
    pub const CLOSED: u32 = super::weight::NO_WAY;
}

/// Roads as a graph: what an import yields and what is kept. Give it to [`super::Router::new`] to ask it.
pub struct RoadNetwork {
    pub(crate) positions: Vec<Position>,
    pub(crate) ways: Vec<Way>,
    pub(crate) parts: Vec<Part>,
    pub(crate) segments: Vec<Segment>,
    /// The length of each segment in metres; derived, but too slow to derive for every use.
    lengths: Vec<f64>,
    pub(crate) names: Vec<Box<str>>,
    pub(crate) skipped: Skipped,
    /// The nodes with a barrier, ascending, each with a bit for each profile that may not pass.
    pub(crate) barriers: Vec<(u32, u8)>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) counts: RestrictionCounts,
    pub(crate) orders: Orders,
    /// For wheels, and for feet: see [`mode`].
    pub(crate) graphs: [Graph; 2],
    /// For each segment, a bit for each profile that may be snapped to it.
    pub(crate) connected: Vec<u8>,
    pub(crate) stats: RoadStats,
    pub(crate) version: String,
}

impl RoadNetwork {
    pub(crate) fn from_judged(
        judged: Judged,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, RoadsError> {
        let highway_ways = judged.ways.len();
        let assembly = assemble(judged)?;
        if assembly.segments.is_empty() {
            return Err(RoadsError::NoRoads { ways: highway_ways, missing_nodes: assembly.missing_nodes });
        }
        progress(Progress { phase: Phase::Connecting, done: 0, total: 1 });
        let mut network = Self::from_assembly(assembly)?;
        progress(Progress { phase: Phase::Connecting, done: 1, total: 1 });
        progress(Progress { phase: Phase::Ordering, done: 0, total: 1 });
        network.orders = Orders::find(&network);
        for graph in &network.graphs {
            hierarchy::check_fill(&network.orders.of_states(graph), &graph.arcs())?;
        }
        progress(Progress { phase: Phase::Ordering, done: 1, total: 1 });
        network.version = super::bytes::version_of(&network);
        Ok(network)
    }

    /// Everything that follows from the assembled roads; used by import and load alike. Without orders.
    ///
    /// # Errors
    /// [`RoadsError::TooLarge`] when too many segments meet at one node for their turns to be listed.
    pub(crate) fn from_assembly(assembly: Assembly) -> Result<Self, RoadsError> {
        let Assembly {
            positions,
            ways,
            parts,
            segments,
            names,
            barriers,
            rules,
            counts,
            skipped,
            missing_nodes: _,
        } = assembly;
        let adjacency = Adjacency::of(positions.len(), &segments);
        let limit = MOST_TURNS.0 * segments.len() as u64 + MOST_TURNS.1;
        if adjacency.turns() > limit {
            return Err(RoadsError::TooLarge { what: "turns at its nodes", limit });
        }
        let lengths = lengths(&positions, &segments);
        let weights = Profile::ALL.map(|profile| weights(profile, &ways, &parts, &segments, &lengths));
        let graphs = graphs(positions.len(), &segments, &OpenTo::of(&weights), &barriers, &rules);
        let mut network = Self {
            lengths,
            connected: vec![0; segments.len()],
            stats: RoadStats::empty(skipped),
            version: String::new(),
            positions,
            ways,
            parts,
            segments,
            names,
            barriers,
            rules,
            counts,
            skipped,
            orders: Orders::default(),
            graphs,
        };
        super::survey::survey(&mut network, &adjacency, &weights);
        Ok(network)
    }

    /// The graph on which a profile is sent.
    pub(crate) fn graph(&self, profile: Profile) -> &Graph {
        &self.graphs[mode(profile)]
    }

    /// The size of the network and what was left out.
    pub fn stats(&self) -> &RoadStats {
        &self.stats
    }

    /// The name of this network: the hash of its content. Equal input gives an equal version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The lines of all roads, in the order of their way ids; a way with missing nodes gives several.
    pub fn lines(&self) -> impl Iterator<Item = RoadLine<'_>> {
        (0..self.parts.len()).map(|index| {
            let part = self.parts[index];
            let way = &self.ways[part.way as usize];
            let end =
                self.parts.get(index + 1).map_or(self.segments.len(), |next| next.first_segment as usize);
            let segments = &self.segments[part.first_segment as usize..end];
            let nodes = segments.iter().take(1).map(|s| s.from).chain(segments.iter().map(|s| s.to));
            RoadLine {
                way: way.id,
                class: way.allows.class,
                name: self.name(way.name),
                line: nodes.map(|node| self.positions[node as usize]).collect(),
            }
        })
    }

    /// The weights of all segments for a profile, as the tags have them.
    pub fn weights(&self, profile: Profile) -> SegmentWeights {
        weights(profile, &self.ways, &self.parts, &self.segments, &self.lengths)
    }

    /// The length of a segment.
    pub(crate) fn length(&self, segment: usize) -> Metres {
        Metres(self.lengths[segment])
    }

    /// The way that a segment belongs to.
    pub(crate) fn way_of(&self, segment: &Segment) -> &Way {
        &self.ways[self.parts[segment.part as usize].way as usize]
    }

    /// A name by its index.
    pub(crate) fn name(&self, index: u32) -> Option<&str> {
        self.names.get(index as usize).map(|name| &**name)
    }
}

/// The length of each segment in metres, reckoned by several threads: it is much of the time of a load.
fn lengths(positions: &[Position], segments: &[Segment]) -> Vec<f64> {
    const THREADS: usize = 4;
    let mut lengths = vec![0.0; segments.len()];
    let share = segments.len().div_ceil(THREADS).max(1);
    std::thread::scope(|scope| {
        for (lengths, segments) in lengths.chunks_mut(share).zip(segments.chunks(share)) {
            scope.spawn(move || {
                for (length, segment) in lengths.iter_mut().zip(segments) {
                    *length = distance(positions[segment.from as usize], positions[segment.to as usize]).0;
                }
            });
        }
    });
    lengths
}

/// The weights of all segments for a profile.
fn weights(
    profile: Profile,
    ways: &[Way],
    parts: &[Part],
    segments: &[Segment],
    lengths: &[f64],
) -> SegmentWeights {
    let (mut along, mut against) = (Vec::with_capacity(segments.len()), Vec::with_capacity(segments.len()));
    for (segment, &length) in segments.iter().zip(lengths) {
        let way = &ways[parts[segment.part as usize].way as usize];
        let (forward, backward) = way.allows.directed_speeds(profile);
        let weight = segment_weight(Metres(length), forward.max(backward));
        along.push(if forward > 0 { weight } else { SegmentWeights::CLOSED });
        against.push(if backward > 0 { weight } else { SegmentWeights::CLOSED });
    }
    SegmentWeights { along, against }
}
