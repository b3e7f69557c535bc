//! Counting what a network holds and finding what is cut off.

use super::adjacency::Adjacency;
use super::components::{largest_component, stranded_pieces};
use super::network::{RoadNetwork, SegmentWeights};
use super::stats::{ProfileStats, RoadStats};
use crate::Profile;
use geo_core::Metres;

/// Fills `connected` and `stats`.
pub(crate) fn survey(network: &mut RoadNetwork, adjacency: &Adjacency) {
    let mut profiles = Vec::with_capacity(Profile::ALL.len());
    for profile in Profile::ALL {
        let weights = network.weights(profile);
        let is_open = |weight: u32| weight < SegmentWeights::CLOSED;
        let inside = largest_component(adjacency, &network.segments, |step| {
            is_open(step.weight(&weights.along, &weights.against))
        });
        let mut stranded = vec![false; network.segments.len()];
        let (mut length, mut connected, mut lost) = (0.0, 0.0, 0.0);
        for (index, segment) in network.segments.iter().enumerate() {
            if !is_open(weights.along[index]) && !is_open(weights.against[index]) {
                continue;
            }
            let Metres(metres) = network.length(index);
            length += metres;
            if inside[segment.from as usize] && inside[segment.to as usize] {
                connected += metres;
                network.connected[index] |= 1 << profile as u8;
            } else {
                lost += metres;
                stranded[index] = true;
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
        profiles.push(ProfileStats {
            profile,
            length: Metres(length),
            connected: Metres(connected),
            stranded_count,
            stranded: Metres(lost),
            longest_stranded,
        });
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
