//! Lengths, areas, boxes and middles, on the WGS-84 ellipsoid.

mod area;
mod bounds;
mod distance;
pub(crate) mod ellipsoid;
mod label;
mod projection;

pub use bounds::{Bounds, BoundsError};
pub use distance::{bearing, distance};
pub use projection::{LocalProjection, Offset, local_projection};
