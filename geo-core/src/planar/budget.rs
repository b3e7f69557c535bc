//! How much work a set of areas may make before it is refused.
//!
//! Two combs of a thousand teeth each, laid across each other, are a file of a hundred kilobytes and a million
//! crossings. No real layer is like that: even copies of a layer that were moved a little cross themselves a few times
//! for each line. So every step counts what it makes, and stops where the outlines ask for far more than they are.

/// Crossings that are allowed for each line, and likewise for all else that is counted.
const FOR_EACH_LINE: usize = 4;
/// What is allowed however few the lines are: this much takes a second and some hundred megabytes.
const AT_LEAST: usize = 250_000;
/// Looks at what lies near a line, for each crossing allowed: a look costs nanoseconds and no memory.
const LOOKS: usize = 128;
/// Areas that may lie over one another, counted for each face and each pair there, for each crossing allowed.
const CLAIMS: usize = 16;

/// The outlines cross, touch or lie over one another far more often than those of real areas do.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Tolerance};
/// // A comb of six hundred teeth, and another across it.
/// let comb = |turned: bool| {
///     let teeth = (0..600).flat_map(|tooth| {
///         let at = 0.001 + f64::from(tooth) * 1e-4;
///         [[at, 0.001], [at, 0.09], [at + 5e-5, 0.09], [at + 5e-5, 0.001]]
///     });
///     let ring = [[0.0, 0.0]].into_iter().chain(teeth).chain([[0.1, 0.0]]);
///     let ring = ring.map(|[x, y]| if turned { [114.0 + y, 30.0 + x] } else { [114.0 + x, 30.0 + y] });
///     Shape::from_degrees(&[vec![ring.collect()]]).unwrap()
/// };
/// let (one, two) = (comb(false), comb(true));
/// assert!(PlanarMap::build([(1, &one)], Tolerance::default()).is_ok());
/// let refused = PlanarMap::build([(1, &one), (2, &two)], Tolerance::default()).unwrap_err();
/// assert_eq!((refused.most, refused.code()), (250_000, "too_tangled"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the outlines cross, cover or run along each other more than {most} times, which no real areas do; look for areas that are there many times, and for scribbled outlines"
)]
pub struct TooTangled {
    /// How many crossings are allowed for so many lines.
    pub most: usize,
}

impl TooTangled {
    /// The stable code of the error.
    pub const fn code(self) -> &'static str {
        "too_tangled"
    }
}

/// What a set of lines may ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    most: usize,
}

impl Budget {
    /// For what is part of a map that was within its budget.
    pub const ENDLESS: Self = Self { most: usize::MAX };

    pub const fn for_lines(lines: usize) -> Self {
        let most = lines.saturating_mul(FOR_EACH_LINE);
        Self { most: if most > AT_LEAST { most } else { AT_LEAST } }
    }

    /// For crossings.
    pub const fn crossings(self) -> Allowance {
        Allowance { left: self.most, most: self.most }
    }

    /// For points inside lines at which these are cut, for each area beside the line: a crossing cuts two borders of
    /// mostly two areas.
    pub const fn cuts(self) -> Allowance {
        Allowance { left: self.most.saturating_mul(4), most: self.most }
    }

    /// For looks at what lies near a line.
    pub const fn looks(self) -> Allowance {
        Allowance { left: self.most.saturating_mul(LOOKS), most: self.most }
    }

    /// For areas over one another.
    pub const fn claims(self) -> Allowance {
        Allowance { left: self.most.saturating_mul(CLAIMS), most: self.most }
    }
}

/// What is left for one kind of work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    left: usize,
    most: usize,
}

impl Allowance {
    /// Takes so much of it.
    ///
    /// # Errors
    /// When there is not so much left.
    pub fn take(&mut self, work: usize) -> Result<(), TooTangled> {
        self.left = self.left.checked_sub(work).ok_or(TooTangled { most: self.most })?;
        Ok(())
    }
}
