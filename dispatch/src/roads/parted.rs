//! What closures cut off from the rest.

use super::{ClosureSet, RoadNetwork, Router, SegmentWeights};
use crate::Profile;
use geo_core::{Metres, Position};

/// The roads of a profile under closures, by what hangs together. The longest piece is the rest of the world; of
/// whatever is not part of it, and is not shut itself, one can say that closures cut it off.
///
/// Directions do not count: who is in one piece with somebody may still be without a way to them, which travel times
/// say; who is in another certainly is.
#[derive(Debug)]
pub struct Parted {
    profile: Profile,
    /// For each node its piece, by the number of one of its nodes.
    piece: Vec<u32>,
    longest: u32,
    cut_off: Metres,
    shut: Metres,
}

impl Router {
    /// What closures cut off for a profile. Looks at every segment: some ten milliseconds for a large city.
    pub fn parted(&self, profile: Profile, closures: &ClosureSet) -> Parted {
        let network = &self.network;
        let weights = closures.weights(network, profile);
        let mut piece: Vec<u32> = (0..network.positions.len() as u32).collect();
        let usable = || {
            let bit = 1 << profile as u8;
            (0..network.segments.len()).filter(move |&segment| network.connected[segment] & bit != 0)
        };
        for segment in usable().filter(|&segment| is_open(&weights, segment)) {
            let [a, b] = ends(network, segment).map(|node| root(&mut piece, node));
            // The lower number stands for both, so that the answer does not depend on the order.
            piece[a.max(b) as usize] = a.min(b);
        }
        for node in 0..piece.len() as u32 {
            piece[node as usize] = root(&mut piece, node);
        }
        let mut lengths = vec![0.0; piece.len()];
        let (mut open, mut shut) = (0.0, 0.0);
        for segment in usable() {
            let length = network.length(segment).0;
            if is_open(&weights, segment) {
                lengths[piece[ends(network, segment)[0] as usize] as usize] += length;
                open += length;
            } else {
                shut += length;
            }
        }
        let longest = (0..lengths.len()).max_by(|&a, &b| lengths[a].total_cmp(&lengths[b]).then(b.cmp(&a)));
        let longest = longest.unwrap_or_default();
        let cut_off = open - lengths.get(longest).copied().unwrap_or_default();
        Parted {
            profile,
            piece,
            longest: longest as u32,
            cut_off: Metres(cut_off.max(0.0)),
            shut: Metres(shut),
        }
    }
}

impl Parted {
    /// How long the open roads are together that hang together with the rest no more.
    pub fn cut_off(&self) -> Metres {
        // Sums of lengths in another order differ by less than a millimetre.
        if self.cut_off.0 < 0.001 { Metres(0.0) } else { self.cut_off }
    }

    /// How long the roads are together that are shut.
    pub fn shut(&self) -> Metres {
        self.shut
    }

    /// Whether a position meets the road at a place that hangs together with the rest no more, or that is shut
    /// between two such places. Nobody off the road is cut off.
    pub fn cuts_off(&self, router: &Router, position: Position) -> bool {
        router.place(self.profile, position).is_some_and(|(snap, _)| {
            let nodes = ends(&router.network, snap.segment);
            nodes.iter().all(|&node| self.piece[node as usize] != self.longest)
        })
    }
}

fn ends(network: &RoadNetwork, segment: usize) -> [u32; 2] {
    let segment = &network.segments[segment];
    [segment.from, segment.to]
}

fn is_open(weights: &SegmentWeights, segment: usize) -> bool {
    weights.along[segment].min(weights.against[segment]) < SegmentWeights::CLOSED
}

/// The node that stands for a node's piece; shortens the way there.
fn root(piece: &mut [u32], mut node: u32) -> u32 {
    while piece[node as usize] != node {
        piece[node as usize] = piece[piece[node as usize] as usize];
        node = piece[node as usize];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::{Effect, OsmWay, Overlay, Slowdown};

    fn at(lon: f64) -> Position {
        Position::new(lon, 30.0).unwrap()
    }

    /// A bridge in the middle of a street: shut, it parts the two ends; slow, it does not.
    #[test]
    fn a_shut_bridge_cuts_the_shorter_bank_off() {
        let nodes = (0..6i64).map(|id| (id, at(114.0 + 0.001 * id as f64))).collect();
        let way = |id, nodes: &[i64]| OsmWay {
            id,
            nodes: nodes.to_vec(),
            tags: vec![("highway".into(), "primary".into())],
        };
        let ways = vec![way(1, &[0, 1, 2, 3]), way(2, &[3, 4]), way(3, &[4, 5])];
        let router = Router::new(RoadNetwork::build(nodes, ways).unwrap());
        let on_the_bridge = |effect| {
            let segments = router.network().segments_of_way(2);
            ClosureSet::new(vec![Overlay { segments, profiles: vec![Profile::Car], effect }])
        };
        let shut = router.parted(Profile::Car, &on_the_bridge(Effect::Shut));
        assert!((shut.cut_off().0 - 96.5).abs() < 0.1, "{}", shut.cut_off().0);
        assert!((shut.shut().0 - 96.5).abs() < 0.1, "{}", shut.shut().0);
        assert_eq!(
            [114.0, 114.0045, 114.005].map(|lon| shut.cuts_off(&router, at(lon))),
            [false, true, true]
        );
        let slow = Effect::Slow(Slowdown::percent(300).unwrap());
        for (profile, effect) in [(Profile::Car, slow), (Profile::Foot, Effect::Shut)] {
            assert_eq!(router.parted(profile, &on_the_bridge(effect)).cut_off(), Metres(0.0));
        }
    }
}
