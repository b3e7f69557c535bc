//! The ground that rings go around, outlined again so that its rings are sound.

use super::budget::TooTangled;
use super::dissolve::{Rings, dissolved};
use super::edges::Collector;
use super::map::PlanarMap;
use super::tolerance::Tolerance;
use crate::plane::Point;

/// A closed walk that goes around ground (counter-clockwise) or takes it away.
#[derive(Debug, Clone)]
pub(crate) struct WoundRing(pub Vec<Point>);

/// The parts of the ground that rings go around more often counter-clockwise than clockwise: of each the outer ring,
/// counter-clockwise, then its holes, clockwise. No ring passes a point twice, and rings touch in points only. Where
/// rings meet they are cut by snap rounding: no line comes to lie further than √½ of a unit from where it was.
///
/// # Errors
/// When the rings meet far too often.
pub(crate) fn ground(rings: &[WoundRing]) -> Result<Vec<Rings>, TooTangled> {
    const ONE: u32 = 0;
    let mut collector = Collector::default();
    for WoundRing(ring) in rings {
        collector.add_ring(ring.iter().copied(), ONE, 1);
    }
    let map = PlanarMap::of_edges(collector.edges(), Tolerance::NONE)?;
    let mut ground = dissolved(&map, |face| &map.covering[face as usize]);
    Ok(ground.remove(&ONE).unwrap_or_default())
}
