//! How long a segment is and what it weighs: the two formulas that every travel time is made of.

use geo_core::{Metres, Position};

/// Mean earth radius in metres (IUGG R1), the radius of every length here.
pub(crate) const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// "No way": at least this many milliseconds (24.8 days) is never an answer.
pub(crate) const NO_WAY: u32 = cch::INF_WEIGHT;

/// The great-circle distance by the haversine formula, in `f64` from degrees.
pub(crate) fn ground_distance(a: Position, b: Position) -> Metres {
    let (lat_a, lat_b) = (a.lat().to_radians(), b.lat().to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon() - a.lon()).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    Metres(2.0 * EARTH_RADIUS_M * h.min(1.0).sqrt().asin())
}

/// The weight of a segment: `max(1, round(metres × 3 600 000 / metres per hour))` milliseconds, or
/// [`NO_WAY`] when that is as long or the speed is zero.
pub(crate) fn segment_weight(length: Metres, metres_per_hour: u32) -> u32 {
    if metres_per_hour == 0 {
        return NO_WAY;
    }
    let milliseconds = (length.0 * 3_600_000.0 / f64::from(metres_per_hour)).round();
    // A float cast saturates, so an absurd length becomes "no way" too.
    (milliseconds as u32).clamp(1, NO_WAY)
}

/// Adds weights; what reaches "no way" stays there. Both are at most [`NO_WAY`], so it cannot overflow.
pub(crate) fn sum(a: u32, b: u32) -> u32 {
    (a + b).min(NO_WAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_of_a_degree_of_latitude_is_1112_metres() {
        let a = Position::new(114.0, 30.0).unwrap();
        let b = Position::new(114.0, 30.01).unwrap();
        let Metres(metres) = ground_distance(a, b);
        assert!((metres - 1111.950_797).abs() < 1e-6, "{metres}");
        assert_eq!(segment_weight(Metres(metres), 50_000), 80_060);
    }

    #[test]
    fn two_nodes_on_one_spot_still_cost_a_millisecond() {
        assert_eq!(segment_weight(Metres(0.0), 50_000), 1);
        assert_eq!(segment_weight(Metres(1.0), 0), NO_WAY);
        assert_eq!(segment_weight(Metres(2e7), 1_000), NO_WAY);
    }
}
