//! The outline of an area: one or many parts, each with or without holes.

use crate::Position;
use serde::{Deserialize, Serialize};

/// A closed line of positions; the last one is not repeated. At least three positions.
pub type Ring = Vec<Position>;

/// One part of a shape: an outer ring and the rings cut out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Polygon {
    /// The outer ring, counter-clockwise.
    pub outer: Ring,
    /// The holes, clockwise.
    pub holes: Vec<Ring>,
}

/// The outline of an area. Parts never overlap; a part that crosses the antimeridian is cut there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shape {
    /// The parts.
    pub polygons: Vec<Polygon>,
}
