//! Counting what a network holds and finding what is cut off.

use super::adjacency::Adjacency;
use super::components::{Following, stranded_pieces};
use super::graph::Graph;
use super::network::{RoadNetwork, SegmentWeights};
use super::stats::{ProfileStats, RoadStats};
use crate::Profile;
use geo_core::Metres;

/// Fills `connected` and `stats`. The profiles are surveyed side by side: this is most of the time of a load.
pub(crate) fn survey(network: &mut RoadNetwork, adjacency: &Adjacency, weights: &[SegmentWeights; 3]) {
    let surveyed = &*network;
    let found = std::thread::scope(|scope| {
        Profile::ALL
            .map(|profile| {
                scope.spawn(move || survey_profile(surveyed, adjacency, profile, &weights[profile as usize]))
            })
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut profiles = Vec::with_capacity(found.len());
    for (connected, stats) in found {
        for (mark, is_connected) in network.connected.iter_mut().zip(connected) {
            *mark |= u8::from(is_connected) << stats.profile as u8;
        }
        profiles.push(stats);
    }
    network.stats = RoadStats {
        ways: network.ways.len(),
        segments: network.segments.len(),
        nodes: network.positions.len(),
        junctions: (0..adjacency.nodes()).filter(|&node| adjacency.steps(node).len() != 2).count(),
        barriers: network.barriers.len(),
        restrictions: network.counts,
        profiles,
        skipped: network.skipped,
    };
}

/// Which segments of a profile are connected, and what is said about them.
fn survey_profile(
    network: &RoadNetwork,
    adjacency: &Adjacency,
    profile: Profile,
    weights: &SegmentWeights,
) -> (Vec<bool>, ProfileStats) {
    let is_open = |weight: u32| weight < SegmentWeights::CLOSED;
    let graph = network.graph(profile);
    let usable = usable_chains(graph, 1 << profile as u8);
    let is_usable = |segment| graph.chains.place(segment).is_some_and(|(chain, _)| usable[chain]);
    let mut connected = vec![false; network.segments.len()];
    let mut stranded = vec![false; network.segments.len()];
    let (mut length, mut reached, mut lost) = (0.0, 0.0, 0.0);
    for index in 0..network.segments.len() {
        if !is_open(weights.along[index]) && !is_open(weights.against[index]) {
            continue;
        }
        let Metres(metres) = network.length(index);
        length += metres;
        if is_usable(index) {
            connected[index] = true;
            reached += metres;
        } else {
            stranded[index] = true;
            lost += metres;
        }
    }
    let (stranded_count, longest_stranded) = stranded_pieces(
        adjacency,
        &network.segments,
        |segment| stranded[segment],
        |segment| network.length(segment),
        |segment| {
            let segment = &network.segments[segment];
            (network.positions[segment.from as usize], network.way_of(segment).id)
        },
    );
    let stats = ProfileStats {
        profile,
        length: Metres(length),
        connected: Metres(reached),
        stranded_count,
        stranded: Metres(lost),
        longest_stranded,
    };
    (connected, stats)
}

/// Which chains can be reached from the core, the greatest set of courses that reach each other, and left
/// towards it, be it the other way round. See `dispatch/ROADS.md` §6.
fn usable_chains(graph: &Graph, profile: u8) -> Vec<bool> {
    let chains = &graph.chains;
    let courses = chains.courses() as u32;
    let mut moves: Vec<(u32, u32)> = graph
        .moves()
        .iter()
        .filter(|step| step.profiles & profile != 0)
        .map(|step| (step.from, step.course))
        .collect();
    moves.sort_unstable();
    let onwards = |course: u32| {
        let state = graph.arrival(course);
        let first = moves.partition_point(|&(from, _)| from < state);
        moves[first..]
            .iter()
            .take_while(move |(from, _)| *from == state)
            .map(move |&(_, next)| (course, next))
    };
    let open = (0..courses).filter(|&course| graph.open[course as usize] & profile != 0);
    let following = Following::of(courses as usize, open.flat_map(onwards));
    let core = following.core(|course| {
        let steps = chains.steps(course as usize / 2);
        (steps.len(), chains.walk(course).map(|step| step.number()).min().unwrap_or(u32::MAX))
    });
    let reached = following.reached_from(core.iter().copied());
    let reaches = following.reversed().reached_from(core.iter().copied());
    let either = |marks: &[bool], chain: usize| marks[2 * chain] || marks[2 * chain + 1];
    (0..chains.ends.len()).map(|chain| either(&reached, chain) && either(&reaches, chain)).collect()
}
