//! Lengths, areas, boxes and middles, on the WGS-84 ellipsoid.

mod bounds;
mod distance;
pub(crate) mod ellipsoid;

pub use bounds::{Bounds, BoundsError};
pub use distance::{bearing, distance};
