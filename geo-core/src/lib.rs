//! Space, and nothing else: where things are, how far apart, inside which area.
//!
//! Longitude before latitude, WGS-84 (CGCS2000 is treated as equal), stored as fixed-point
//! integers of 1e-7 degree so that every predicate is exact. No I/O, no clock, no chance.

mod code;
mod datum;
pub mod h3;
mod index;
mod measure;
pub mod planar;
mod plane;
mod position;
mod shape;
pub mod territory;
mod units;

pub use code::{AreaCode, CodeError, Level};
pub use datum::Datum;
pub use index::{AreaIndex, Hits, MovingIndex, PointIndex};
pub use measure::{Bounds, BoundsError, LocalProjection, Offset, bearing, distance, local_projection};
pub use position::{Position, PositionError};
pub use shape::{DegreeRings, Polygon, Ring, RingAt, SegmentAt, Shape, ShapeError, ShapeProblem};
pub use units::{Bearing, Metres, Milliseconds, SquareMetres};
