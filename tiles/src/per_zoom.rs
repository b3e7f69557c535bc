//! Something computed once for each zoom, when it is first asked for.

use std::sync::OnceLock;

/// From this zoom on, layers draw every vertex: a tile unit is 15 cm at the equator. Browsers enlarge
/// tiles of this zoom instead of asking for deeper ones.
pub(crate) const FULL_DETAIL_ZOOM: u8 = 16;

/// How far a simplified line may stray, in tile units: a quarter of a pixel when a tile is drawn at its
/// usual 512 pixels.
const TOLERANCE: f64 = 2.0;

/// The tolerance of a zoom in world units; 0 where every vertex is drawn.
pub(crate) fn tolerance(zoom: u8) -> f64 {
    if zoom >= FULL_DETAIL_ZOOM {
        0.0
    } else {
        TOLERANCE * f64::from(1_u32 << (crate::mercator::UNIT_ZOOM - zoom))
    }
}

/// One value for each zoom below [`FULL_DETAIL_ZOOM`] and one for that zoom and all deeper ones.
#[derive(Debug)]
pub(crate) struct PerZoom<T>([OnceLock<T>; FULL_DETAIL_ZOOM as usize + 1]);

impl<T> PerZoom<T> {
    pub(crate) fn new() -> Self {
        Self(std::array::from_fn(|_| OnceLock::new()))
    }

    /// The value of `zoom`; `make` is given the zoom to draw for and the zoom whose tile units the
    /// vertices shall be in (world units at full detail, as deeper tiles need them too).
    pub(crate) fn get(&self, zoom: u8, make: impl FnOnce(u8, u8) -> T) -> &T {
        let zoom = zoom.min(FULL_DETAIL_ZOOM);
        let unit_zoom = unit_zoom(zoom);
        self.0[usize::from(zoom)].get_or_init(|| make(zoom, unit_zoom))
    }
}

/// The zoom whose tile units the vertices for `zoom` are in.
pub(crate) fn unit_zoom(zoom: u8) -> u8 {
    if zoom >= FULL_DETAIL_ZOOM { crate::mercator::UNIT_ZOOM } else { zoom }
}
