//! The planar map of a set of areas: which ground belongs to whom, where two claim it, where nobody does.
//!
//! Outlines that people draw do not fit: borders part by centimetres, cross, or stop short of each other. A
//! [`PlanarMap`] cuts them all into **nodes**, **edges** and **faces** that meet in nothing but nodes, exactly, on the
//! grid of 1e-7 degree on which every position lies. Each face knows the areas that cover it, so nothing that is wrong
//! with a layer can stay silent:
//!
//! * a face that two areas cover is part of an [`Overlap`],
//! * a bounded face that none covers is a [`Gap`].
//!
//! How it comes about, a file for each step: `edges` (which area lies on which side of every line), `tolerance` (what
//! lies together within a [`Tolerance`] is put together), `noding` (lines are cut where they meet, by snap rounding),
//! `arrangement` (faces are walked around), `nesting` (islands find the face they lie in), `coverage` (who covers what)
//! and `survey` (what is wrong). No decision rests on a rounded number.
//!
//! Outlines that cross each other without end, as no real ones do, are refused as [`TooTangled`] before they fill the
//! memory (`budget`).
//!
//! Areas on both sides of the antimeridian are not brought together: shapes are cut there.
//!
//! ```
//! use geo_core::Shape;
//! use geo_core::planar::{PlanarMap, Tolerance};
//!
//! let square = |west: f64| {
//!     let east = west + 0.01;
//!     Shape::from_degrees(&[vec![vec![[west, 30.0], [east, 30.0], [east, 30.01], [west, 30.01]]]]).unwrap()
//! };
//! // The second square claims a tenth of the first.
//! let (one, two) = (square(114.0), square(114.009));
//! let survey = PlanarMap::build([(1, &one), (2, &two)], Tolerance::default()).unwrap().survey();
//! assert_eq!(survey.overlaps[0].areas, [1, 2]);
//! assert_eq!(survey.overlaps[0].size.to_string(), "106952 m²");
//! assert!(survey.gaps.is_empty());
//! ```

mod arrangement;
mod balance;
mod border;
mod budget;
mod coverage;
mod crossings;
mod dissolve;
mod edges;
mod fixes;
mod ground;
mod keeper;
mod map;
mod nesting;
mod noding;
mod reach;
mod resolved;
mod sliver;
mod survey;
#[cfg(test)]
mod tests;
mod tolerance;

pub use budget::TooTangled;
pub use crossings::Crossing;
pub use fixes::{Fix, Fixes, Move, NoRemedy, Remedy};
pub(crate) use ground::{WoundRing, ground};
pub(crate) use map::simple_rings;
pub use map::{Counts, Face, FaceId, PlanarMap};
pub use resolved::{Resolved, Standing};
pub use sliver::Slivers;
pub use survey::{Gap, Overlap, Sliver, Survey};
pub use tolerance::Tolerance;

/// What the caller calls an area by.
pub type AreaKey = u32;
