//! Indexes: which areas hold a point, what is near it.

mod area;
pub(crate) mod boxes;
mod moving;
mod nearest;
mod point;

pub(crate) use area::located;
pub use area::{AreaIndex, Hits};
pub use moving::MovingIndex;
pub use point::PointIndex;
