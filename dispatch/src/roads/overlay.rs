//! Closures as the router sees them: which segments, for whom, shut or slower.

use super::{RoadNetwork, SegmentWeights, Selection};
use crate::Profile;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// How many times as long a segment takes, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slowdown(u32);

impl Slowdown {
    /// From percent of the usual time: 250 is two and a half times as long. Nothing when that would be faster, or
    /// more than a hundred times as long.
    pub fn percent(percent: u32) -> Option<Self> {
        (100..=10_000).contains(&percent).then_some(Self(percent))
    }

    /// The percent.
    pub fn in_percent(self) -> u32 {
        self.0
    }

    /// The weight of a segment that weighs so much, rounded to the nearest millisecond.
    fn of(self, weight: u32) -> u32 {
        let slower = (u64::from(weight) * u64::from(self.0) + 50) / 100;
        u32::try_from(slower).unwrap_or(SegmentWeights::CLOSED).min(SegmentWeights::CLOSED)
    }
}

/// What a closure does to a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// It takes longer.
    Slow(Slowdown),
    /// Nobody passes.
    Shut,
}

/// The part of a closure that changes travel times.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Overlay {
    /// Where.
    pub segments: Selection,
    /// For whom; the order does not matter.
    pub profiles: Vec<Profile>,
    /// What.
    pub effect: Effect,
}

/// The closures in force, in any order, with a name made from what they say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosureSet {
    overlays: Vec<Overlay>,
    key: String,
}

impl ClosureSet {
    /// A set of closures. Equal closures in another order make an equal key.
    pub fn new(overlays: Vec<Overlay>) -> Self {
        let mut digests: Vec<[u8; 32]> = overlays.iter().map(digest).collect();
        digests.sort_unstable();
        digests.dedup();
        let mut key = String::new();
        if !digests.is_empty() {
            for byte in Sha256::digest(digests.concat()).iter().take(8) {
                write!(key, "{byte:02x}").expect("writing to a string succeeds");
            }
        }
        Self { overlays, key }
    }

    /// The name of the set: 16 hexadecimal digits of the hash of what it says; empty without closures.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// These closures and one more.
    pub fn and(&self, overlay: Overlay) -> Self {
        Self::new([self.overlays.as_slice(), &[overlay]].concat())
    }

    /// Whether nothing is closed or slow.
    pub fn is_empty(&self) -> bool {
        self.overlays.is_empty()
    }

    /// The weights of a profile under these closures. Where several meet, a shut road is shut, else the slowest
    /// counts; so one that ends leaves exactly what the others say.
    pub fn weights(&self, network: &RoadNetwork, profile: Profile) -> SegmentWeights {
        let mut weights = network.weights(profile);
        self.apply(profile, &mut weights);
        weights
    }

    /// Puts these closures on the weights of a profile as the tags have them.
    pub(crate) fn apply(&self, profile: Profile, weights: &mut SegmentWeights) {
        let mut effects: Vec<(usize, Effect)> = Vec::new();
        for overlay in self.overlays.iter().filter(|overlay| overlay.profiles.contains(&profile)) {
            effects.extend(overlay.segments.segments().map(|segment| (segment, overlay.effect)));
        }
        effects.sort_unstable();
        for (index, &(segment, effect)) in effects.iter().enumerate() {
            // The last of a segment is the strongest; selections of another network name segments that are not there.
            let is_strongest = effects.get(index + 1).is_none_or(|(next, _)| *next != segment);
            if !is_strongest || segment >= weights.along.len() {
                continue;
            }
            for weight in [&mut weights.along[segment], &mut weights.against[segment]] {
                *weight = match effect {
                    Effect::Shut => SegmentWeights::CLOSED,
                    Effect::Slow(slowdown) => slowdown.of(*weight),
                };
            }
        }
    }
}

fn digest(overlay: &Overlay) -> [u8; 32] {
    let mut hash = Sha256::new();
    let profiles = overlay.profiles.iter().fold(0u8, |all, &profile| all | 1 << profile as u8);
    let percent = match overlay.effect {
        Effect::Slow(Slowdown(percent)) => percent,
        Effect::Shut => 0,
    };
    hash.update([profiles]);
    hash.update(percent.to_le_bytes());
    overlay.segments.segments().for_each(|segment| hash.update((segment as u32).to_le_bytes()));
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::OsmWay;
    use geo_core::Position;

    #[test]
    fn shut_wins_then_the_slowest_and_an_end_restores_what_was() {
        let nodes = (0..4).map(|id| (id, Position::from_e7(100_000 * id as i32, 0).unwrap())).collect();
        let tags = vec![("highway".to_owned(), "residential".to_owned())];
        let network =
            RoadNetwork::build(nodes, vec![OsmWay { id: 7, nodes: vec![0, 1, 2, 3], tags }]).unwrap();
        let first = network.segments_crossing(&[Position::from_e7(50_000, 0).unwrap()]);
        let all = network.segments_of_way(7);
        let slow = |segments: &Selection, percent| Overlay {
            segments: segments.clone(),
            profiles: vec![Profile::Car],
            effect: Effect::Slow(Slowdown::percent(percent).unwrap()),
        };
        let shut = Overlay { segments: first.clone(), profiles: Profile::ALL.to_vec(), effect: Effect::Shut };
        let along =
            |overlays: Vec<Overlay>, profile| ClosureSet::new(overlays).weights(&network, profile).along;
        let base = network.weights(Profile::Car).along;
        let closed = SegmentWeights::CLOSED;
        assert_eq!(along(vec![], Profile::Car), base);
        let both = vec![slow(&all, 150), slow(&first, 300)];
        assert_eq!(along(both.clone(), Profile::Car)[0], base[0] * 3);
        assert_eq!(along(both.clone(), Profile::Car)[1], (base[1] * 3).div_ceil(2));
        assert_eq!(along(both.clone(), Profile::Foot), network.weights(Profile::Foot).along);
        let three = [both.clone(), vec![shut.clone()]].concat();
        assert_eq!(along(three.clone(), Profile::Car)[0], closed);
        assert_eq!(
            along(three.clone(), Profile::Foot)[..2],
            [closed, network.weights(Profile::Foot).along[1]]
        );
        let other_order = ClosureSet::new(vec![shut.clone(), slow(&first, 300), slow(&all, 150)]);
        assert_eq!(ClosureSet::new(three).key(), other_order.key());
        assert_ne!(ClosureSet::new(both).key(), other_order.key());
        assert_eq!((ClosureSet::default().key(), other_order.key().len()), ("", 16));
        assert_eq!((Slowdown::percent(99), Slowdown::percent(10_001)), (None, None));
    }
}
