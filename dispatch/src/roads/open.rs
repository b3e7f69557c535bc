//! Which profiles may walk a segment in which direction.

use super::SegmentWeights;
use super::adjacency::Step;
use crate::Profile;

/// The bits of the profiles on wheels: they share one graph of turns.
pub(crate) const WHEELS: u8 = 1 << Profile::Car as u8 | 1 << Profile::Motorcycle as u8;

/// The bit of the profile on foot.
pub(crate) const FOOT: u8 = 1 << Profile::Foot as u8;

/// For each segment a bit for each profile that may walk it along its way, and against it.
pub(crate) struct OpenTo(Vec<[u8; 2]>);

impl OpenTo {
    /// By the weights of all profiles: what has one is open.
    pub fn of(weights: &[SegmentWeights; 3]) -> Self {
        let open = |weight: u32, bit: u8| if weight < SegmentWeights::CLOSED { bit } else { 0 };
        let segments = 0..weights[0].along.len();
        Self(
            segments
                .map(|segment| {
                    Profile::ALL.iter().fold([0, 0], |[along, against], &profile| {
                        let (bit, weights) = (1 << profile as u8, &weights[profile as usize]);
                        [
                            along | open(weights.along[segment], bit),
                            against | open(weights.against[segment], bit),
                        ]
                    })
                })
                .collect(),
        )
    }

    /// The profiles that may take a step.
    pub fn to(&self, step: Step) -> u8 {
        self.0[step.segment()][usize::from(step.is_reversed())]
    }

    /// The profiles that may walk a segment in some direction.
    pub fn to_segment(&self, segment: usize) -> u8 {
        self.0[segment][0] | self.0[segment][1]
    }
}
