//! Travel by a table of times between places of a plane.

use super::{Nanoseconds, Pace, Way, Ways};
use geo_core::Metres;

/// A place of a [`TimeTable`], by its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceAt(pub u32);

/// Where a place lies on a plane map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnPlane {
    /// Eastward.
    pub x: Metres,
    /// Northward.
    pub y: Metres,
}

/// The speed of a quiet drive as a share of that of an urgent one.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct QuietShare(f64);

impl QuietShare {
    /// As fast as an urgent drive.
    pub const AS_URGENT: Self = Self(1.0);

    /// Above nothing, and at most ten times as fast; nothing for another number.
    pub fn new(share: f64) -> Option<Self> {
        (share > 0.0 && share <= 10.0).then_some(Self(share))
    }

    /// How long a drive takes quietly that takes so long urgently.
    pub fn quiet(self, urgent: Nanoseconds) -> Nanoseconds {
        Nanoseconds((urgent.0 as f64 / self.0).round() as u64)
    }
}

/// Why a table is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The times are not a square of the places.
    #[error("{times} times are no table of {places} × {places} places; give one for each pair, row by row")]
    NotSquare {
        /// How many places there are.
        places: usize,
        /// How many times were given.
        times: usize,
    },
    /// A place lies nowhere.
    #[error("the place {place} has no finite coordinates; give metres on a plane")]
    NotOnPlane {
        /// Which, from 0.
        place: usize,
    },
    /// It takes time to stay.
    #[error("the way from the place {place} to itself takes {time}; it must take no time")]
    StayTakesTime {
        /// Which, from 0.
        place: usize,
        /// How long.
        time: Nanoseconds,
    },
}

impl TableError {
    /// The stable code, by which a client words it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSquare { .. } => "simulate_table_not_square",
            Self::NotOnPlane { .. } => "simulate_table_not_on_plane",
            Self::StayTakesTime { .. } => "simulate_table_stay_takes_time",
        }
    }
}

/// Times between each two of some places, which lie on a plane.
///
/// A unit on its way is taken to move evenly along the straight line, and to stand at the place nearest to where it is
/// by then; of equally near ones at that of the lowest row.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeTable {
    places: Vec<OnPlane>,
    /// Urgent times, row by row: from the row's place to the column's.
    urgent: Vec<Nanoseconds>,
    quiet: QuietShare,
}

impl TimeTable {
    /// A table of the urgent times, row by row: from the row's place to the column's.
    ///
    /// # Errors
    /// [`TableError`] when there is not one time for each pair, a place is nowhere, or staying takes time.
    pub fn new(
        places: Vec<OnPlane>,
        urgent: Vec<Nanoseconds>,
        quiet: QuietShare,
    ) -> Result<Self, TableError> {
        let count = places.len();
        if count.checked_mul(count) != Some(urgent.len()) {
            return Err(TableError::NotSquare { places: count, times: urgent.len() });
        }
        if let Some(place) = places.iter().position(|at| !(at.x.0.is_finite() && at.y.0.is_finite())) {
            return Err(TableError::NotOnPlane { place });
        }
        let stay = |&place: &usize| urgent[place * count + place] != Nanoseconds::ZERO;
        if let Some(place) = (0..count).find(stay) {
            return Err(TableError::StayTakesTime { place, time: urgent[place * count + place] });
        }
        Ok(Self { places, urgent, quiet })
    }

    /// How many places there are.
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The urgent time; nothing for places that are not in the table.
    fn urgent(&self, from: PlaceAt, to: PlaceAt) -> Option<Nanoseconds> {
        let (from, to) = (from.0 as usize, to.0 as usize);
        (from.max(to) < self.places.len()).then(|| self.urgent[from * self.places.len() + to])
    }

    /// The row nearest to the point, the lowest of equals.
    fn nearest(&self, x: f64, y: f64) -> PlaceAt {
        let (mut best, mut least) = (0, f64::INFINITY);
        for (row, place) in (0..).zip(&self.places) {
            let (east, north) = (place.x.0 - x, place.y.0 - y);
            let distance = (east * east + north * north).sqrt();
            if distance < least {
                (best, least) = (row, distance);
            }
        }
        PlaceAt(best)
    }

    fn point(&self, from: OnPlane, to: OnPlane, share: f64) -> (f64, f64) {
        let between = |a: f64, b: f64| (1.0 - share) * a + share * b;
        (between(from.x.0, to.x.0), between(from.y.0, to.y.0))
    }
}

impl Ways for TimeTable {
    type Place = PlaceAt;

    fn drive(&self, way: Way<PlaceAt>) -> Option<Nanoseconds> {
        let urgent = self.urgent(way.from, way.to)?;
        Some(match way.pace {
            Pace::Urgent => urgent,
            Pace::Quiet => self.quiet.quiet(urgent),
        })
    }

    fn place_after(&self, way: Way<PlaceAt>, elapsed: Nanoseconds) -> PlaceAt {
        let Some(whole) = self.drive(way).filter(|&whole| elapsed < whole) else { return way.to };
        let (from, to) = (self.places[way.from.0 as usize], self.places[way.to.0 as usize]);
        let (x, y) = self.point(from, to, elapsed.0 as f64 / whole.0 as f64);
        self.nearest(x, y)
    }

    /// Along a line the squared distances of two places differ by a linear function, so the nearest change where such
    /// a difference is nothing. Whoever is nearest anywhere is within a hair of nearest at one of these changes.
    fn places_on(&self, way: Way<PlaceAt>) -> Option<Vec<PlaceAt>> {
        let (from, to) = (*self.places.get(way.from.0 as usize)?, *self.places.get(way.to.0 as usize)?);
        // The squared distance less what it has in common for all places: `at + share × slope`.
        let (along_x, along_y) = (to.x.0 - from.x.0, to.y.0 - from.y.0);
        let lines: Vec<(f64, f64)> = self
            .places
            .iter()
            .map(|place| {
                let (x, y) = (place.x.0 - from.x.0, place.y.0 - from.y.0);
                (x * x + y * y, -2.0 * (x * along_x + y * along_y))
            })
            .collect();
        let value = |(at, slope): (f64, f64), share: f64| at + share * slope;
        let mut shares = vec![0.0];
        let mut nearest = self.nearest(from.x.0, from.y.0).0 as usize;
        loop {
            let share = shares[shares.len() - 1];
            let (at, slope) = lines[nearest];
            let change = |&(_, &(other, steeper)): &(usize, &(f64, f64))| (other - at) / (slope - steeper);
            let next = lines
                .iter()
                .enumerate()
                .filter(|(_, (_, steeper))| *steeper < slope)
                .min_by(|a, b| change(a).total_cmp(&change(b)).then(a.1.1.total_cmp(&b.1.1)));
            let Some(next) = next.filter(|next| change(next) < 1.0) else { break };
            shares.push(change(&next).max(share));
            nearest = next.0;
        }
        shares.push(1.0);
        // A millimetre at a kilometre: far more than what rounding can hide.
        let hair = 1.0 + 1e-9 * (along_x * along_x + along_y * along_y);
        let least: Vec<f64> = shares
            .iter()
            .map(|&share| lines.iter().map(|&line| value(line, share)).fold(f64::INFINITY, f64::min))
            .collect();
        let is_near = |line: (f64, f64)| {
            shares.iter().zip(&least).any(|(&share, &least)| value(line, share) <= least + hair)
        };
        let near = (0..).zip(&lines).filter(|(row, line)| is_near(**line) || *row == way.to.0);
        Some(near.map(|(row, _)| PlaceAt(row)).collect())
    }
}
