//! The fallback where no roads have been imported.

use super::{Basis, Profile, Travel, TravelTimes};
use geo_core::{Metres, Milliseconds, Position, distance};

/// How much longer than the straight line a way through streets is taken to be.
pub const DETOUR_FACTOR: f64 = 1.4;

/// Travel times from the straight line: distance × 1.4 at 25 km/h by car, 25 km/h by motorcycle and
/// 5 km/h on foot, rounded to the millisecond. Every answer is a [`Travel::StraightLine`].
///
/// ```
/// use dispatch::roads::{Profile, StraightLine, Travel, TravelTimes};
/// use geo_core::Position;
/// let from = Position::new(114.30, 30.60).unwrap();
/// let to = Position::new(114.31, 30.60).unwrap();
/// let answer = &StraightLine.travel_to(Profile::Foot, to, &[from])[0];
/// assert!(matches!(answer, Travel::StraightLine { distance, .. } if (950.0..965.0).contains(&distance.0)));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct StraightLine;

/// Metres per hour in town, stops included.
const fn metres_per_hour(profile: Profile) -> f64 {
    match profile {
        Profile::Car | Profile::Motorcycle => 25_000.0,
        Profile::Foot => 5_000.0,
    }
}

impl TravelTimes for StraightLine {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        let milliseconds_per_metre = DETOUR_FACTOR * 3_600_000.0 / metres_per_hour(profile);
        sources
            .iter()
            .map(|&source| {
                let Metres(metres) = distance(source, target);
                let total = Milliseconds((metres * milliseconds_per_metre).round() as u64);
                Travel::StraightLine { total, distance: Metres(metres) }
            })
            .collect()
    }

    fn basis(&self) -> Basis {
        Basis::StraightLine
    }
}
