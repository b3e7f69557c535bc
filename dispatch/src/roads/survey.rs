//! Counting what a network holds and finding what is cut off.

use super::adjacency::Adjacency;
use super::components::{largest_component, stranded_pieces};
use super::network::{RoadNetwork, SegmentWeights};
use super::stats::{ProfileStats, RoadStats};
use crate::Profile;
use geo_core::Metres;

/// Fills `connected` and `stats`. The profiles are surveyed side by side: this is most of the time of a load.
pub(crate) fn survey(network: &mut RoadNetwork, adjacency: &Adjacency) {
    let surveyed = &*network;
    let found = std::thread::scope(|scope| {
        Profile::ALL
            .map(|profile| scope.spawn(move || survey_profile(surveyed, adjacency, profile)))
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
        junctions: network.chains.junctions.len(),
        profiles,
        skipped: network.skipped,
    };
}

/// Which segments of a profile are connected, and what is said about them.
fn survey_profile(
    network: &RoadNetwork,
    adjacency: &Adjacency,
    profile: Profile,
) -> (Vec<bool>, ProfileStats) {
    let weights = network.weights(profile);
    let is_open = |weight: u32| weight < SegmentWeights::CLOSED;
    let inside = largest_component(adjacency, &network.segments, |step| {
        is_open(step.weight(&weights.along, &weights.against))
    });
    let mut connected = vec![false; network.segments.len()];
    let mut stranded = vec![false; network.segments.len()];
    let (mut length, mut reached, mut lost) = (0.0, 0.0, 0.0);
    for (index, segment) in network.segments.iter().enumerate() {
        if !is_open(weights.along[index]) && !is_open(weights.against[index]) {
            continue;
        }
        let Metres(metres) = network.length(index);
        length += metres;
        if inside[segment.from as usize] && inside[segment.to as usize] {
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
