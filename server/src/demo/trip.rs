//! A drive along a line in a given time.

use geo_core::{Bearing, Milliseconds, Position, bearing, distance};
use world::{MetresPerSecond, Timestamp};

/// A drive: where one is at any instant of it.
#[derive(Debug, Clone)]
pub struct Trip {
    line: Vec<Position>,
    /// Metres from the start to each position of the line.
    reached: Vec<f64>,
    starts: Timestamp,
    takes: Milliseconds,
}

/// Where one is on a trip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whereabouts {
    pub position: Position,
    pub heading: Option<Bearing>,
    pub speed: MetresPerSecond,
}

impl Trip {
    /// Along `line`, beginning at `starts`, taking `takes`. `None` when the line has no length.
    pub fn new(line: Vec<Position>, starts: Timestamp, takes: Milliseconds) -> Option<Self> {
        let mut reached = vec![0.0];
        for pair in line.windows(2) {
            reached.push(reached[reached.len() - 1] + distance(pair[0], pair[1]).0);
        }
        let has_length = reached.last().is_some_and(|metres| *metres > 1.0);
        (has_length && takes.0 > 0).then_some(Self { line, reached, starts, takes })
    }

    pub fn is_over(&self, now: Timestamp) -> bool {
        now.since(self.starts) >= self.takes
    }

    /// Where one is at `now`; at the end once it is over.
    pub fn at(&self, now: Timestamp) -> Whereabouts {
        let total = self.reached[self.reached.len() - 1];
        let share = (now.since(self.starts).0 as f64 / self.takes.0 as f64).min(1.0);
        let metres = total * share;
        let next = self.reached.partition_point(|reached| *reached < metres).clamp(1, self.line.len() - 1);
        let (from, to) = (self.line[next - 1], self.line[next]);
        let stretch = self.reached[next] - self.reached[next - 1];
        let part = if stretch > 0.0 { (metres - self.reached[next - 1]) / stretch } else { 1.0 };
        let between = |a: i32, b: i32| a + ((f64::from(b) - f64::from(a)) * part).round() as i32;
        // Between two positions of a street there is always a position.
        let position =
            Position::from_e7(between(from.lon_e7(), to.lon_e7()), between(from.lat_e7(), to.lat_e7()))
                .unwrap_or(to);
        let moving = share < 1.0;
        Whereabouts {
            position,
            heading: (moving && from != to).then(|| bearing(from, to)),
            speed: MetresPerSecond(if moving { total / (self.takes.0 as f64 / 1000.0) } else { 0.0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Trip;
    use geo_core::{Milliseconds, Position};
    use world::Timestamp;

    #[test]
    fn half_way_in_time_is_half_way_in_space() {
        let at = |lon| Position::new(lon, 30.0).unwrap();
        let trip =
            Trip::new(vec![at(114.0), at(114.001), at(114.01)], Timestamp(0), Milliseconds(10_000)).unwrap();
        assert!((trip.at(Timestamp(5_000)).position.lon() - 114.005).abs() < 1e-6);
        assert!(trip.is_over(Timestamp(10_000)) && trip.at(Timestamp(99_000)).position == at(114.01));
        assert_eq!(trip.at(Timestamp(99_000)).speed.0, 0.0);
    }

    #[test]
    fn standing_still_is_no_trip() {
        let at = Position::new(114.0, 30.0).unwrap();
        assert!(Trip::new(vec![at, at], Timestamp(0), Milliseconds(10)).is_none());
        assert!(Trip::new(vec![at], Timestamp(0), Milliseconds(10)).is_none());
    }
}
