//! What is too thin to be meant.

use super::border::Border;
use super::map::{Face, FaceId};
use crate::{Metres, Position, Shape, SquareMetres};
use std::f64::consts::PI;

/// What counts as a sliver: ground that nobody drew on purpose.
///
/// The width of ground is twice its area divided by its border: that of a long strip is its width, that of a disc its
/// radius. Its roundness is 4π · area / border² (Polsby and Popper 1991): 1 for a disc, 0.79 for a square, 0.26 for a
/// strip ten times as long as wide. A sliver is both narrow and long, or nothing worth a border.
///
/// ```
/// use geo_core::{Metres, planar::Slivers};
/// let wider = Slivers { width: Metres(20.0), ..Slivers::default() };
/// assert_eq!(Slivers::default().width, Metres(5.0));
/// assert_eq!(wider.roundness, 0.3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slivers {
    /// No wider than this, and
    pub width: Metres,
    /// no rounder than this;
    pub roundness: f64,
    /// or no larger than this, of whatever form.
    pub size: SquareMetres,
}

/// Five metres, which is less than the narrowest street between two blocks; a strip eight times as long as wide; a
/// square metre.
impl Default for Slivers {
    fn default() -> Self {
        Self { width: Metres(5.0), roundness: 0.3, size: SquareMetres(1.0) }
    }
}

/// A face, how much ground it is, how thin, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub id: FaceId,
    pub size: SquareMetres,
    /// Twice the area divided by the border.
    pub width: Metres,
    pub is_sliver: bool,
    /// A place in it: of an overlap or a gap with some room one far from its border, otherwise any.
    pub place: Position,
}

impl Measured {
    pub fn of(face: Face<'_>, limits: Slivers) -> Self {
        let outline = face.outline();
        let (size, Metres(border)) = (outline.area(), Border::of(face).length());
        let width = Metres(if border > 0.0 { 2.0 * size.0 / border } else { 0.0 });
        let is_long = 4.0 * PI * size.0 <= limits.roundness * border * border;
        let is_sliver = size.0 <= limits.size.0 || (is_long && width.0 <= limits.width.0);
        let is_fault = face.covered_by().len() != 1;
        let place = match is_fault && !is_sliver {
            true => Shape { polygons: vec![outline] }.label_point(),
            false => outline.quick_point(),
        };
        Self { id: face.id(), size, width, is_sliver, place: place.expect("a face has a part") }
    }
}
