//! What a segment weighs: the formula that every travel time is made of.

use geo_core::Metres;

/// "No way": at least this many milliseconds (24.8 days) is never an answer.
pub const NO_WAY: u32 = (1 << 31) - 1;

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
    fn a_kilometre_at_fifty_takes_seventy_two_seconds() {
        assert_eq!(segment_weight(Metres(1000.0), 50_000), 72_000);
        assert_eq!(segment_weight(Metres(1111.95), 50_000), 80_060);
    }

    #[test]
    fn two_nodes_on_one_spot_still_cost_a_millisecond() {
        assert_eq!(segment_weight(Metres(0.0), 50_000), 1);
        assert_eq!(segment_weight(Metres(1.0), 0), NO_WAY);
        assert_eq!(segment_weight(Metres(2e7), 1_000), NO_WAY);
    }
}
