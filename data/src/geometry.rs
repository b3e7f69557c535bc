//! From a file's coordinates to positions and checked outlines on WGS-84.

use crate::crs::Projector;
use crate::layer::{Geometry, Layer, Parts, Xy};
use crate::{AboutGeometry, Crs, FileError, Place, RowError};
use geo_core::{Position, Shape, ShapeError};

/// Beyond this a number cannot be a degree, and is taken for projected metres or feet.
const SURELY_PROJECTED: f64 = 1000.0;

/// The projector for a file: `given` by the caller, else named by the file, else WGS-84.
///
/// # Errors
/// `unsupported_crs`; `looks_projected` when a file that should hold degrees holds metres in most
/// of its rows.
pub(crate) fn projector_for(layer: &Layer, given: Option<&Crs>) -> Result<(Crs, Projector), FileError> {
    let crs = match (given, &layer.crs) {
        (Some(crs), _) => crs.clone(),
        (None, Some(said)) => said.clone()?,
        (None, None) => Crs::Wgs84,
    };
    let projector = Projector::new(&crs)?;
    if projector.is_geographic() {
        let firsts =
            layer.rows.iter().filter_map(|row| Some((row.number, first_point(row.geometry.as_ref()?)?)));
        let (all, far): (Vec<_>, Vec<_>) = firsts.map(|(number, xy)| (number, (number, xy))).unzip();
        let far: Vec<_> =
            far.into_iter().filter(|(_, xy)| xy.iter().any(|value| value.abs() > SURELY_PROJECTED)).collect();
        if let Some((row, [x, y])) = far.first().filter(|_| far.len() * 2 > all.len()) {
            return Err(FileError::new("looks_projected")
                .with("row", row)
                .with("value", format!("{x}, {y}")));
        }
    }
    Ok((crs, projector))
}

fn first_point(geometry: &Geometry) -> Option<Xy> {
    match geometry {
        Geometry::Point(xy) => Some(*xy),
        Geometry::Parts(parts) => parts.first()?.first()?.first().copied(),
        Geometry::Other(_) => None,
    }
}

/// # Errors
/// A [`RowError`] when the point is not on the earth.
pub(crate) fn position(
    number: usize,
    field: &str,
    xy: Xy,
    projector: &Projector,
) -> Result<Position, RowError> {
    let [lon, lat] = projector.degrees(xy);
    Position::new(lon, lat).map_err(|_| {
        let code = match () {
            () if !xy[0].is_finite() || !xy[1].is_finite() => "not_finite",
            () if projector.is_geographic() && xy.iter().any(|value| value.abs() > SURELY_PROJECTED) => {
                "looks_projected"
            }
            () if projector.is_geographic() && xy[0].abs() <= 90.0 && xy[1].abs() <= 180.0 => {
                "latitude_first"
            }
            () => "off_the_earth",
        };
        RowError::new(number, code).at(field, &format!("{}, {}", xy[0], xy[1]))
    })
}

/// A checked outline.
///
/// # Errors
/// A [`RowError`] with the code of the first thing that is wrong with it, see
/// [`geo_core::ShapeError`].
pub(crate) fn outline(number: usize, drawn: &Parts, projector: &Projector) -> Result<Shape, RowError> {
    let shape = if matches!(projector, Projector::Same) {
        Shape::from_degrees(drawn)
    } else {
        let mut parts = drawn.clone();
        for point in parts.iter_mut().flatten().flatten() {
            *point = projector.degrees(*point);
        }
        Shape::from_drawn(&parts, drawn)
    };
    shape.map_err(|error| shape_error(number, &error))
}

/// The first problem of an outline, and how many more there are.
fn shape_error(number: usize, error: &ShapeError) -> RowError {
    let mut about =
        AboutGeometry { others: error.problems.len().saturating_sub(1), ..AboutGeometry::default() };
    if let Some(problem) = error.problems.first() {
        about.place = problem.place().map(|(at, point)| Place { part: at.part, ring: at.ring, point });
        about.values.extend(problem.values());
    }
    RowError::new(number, error.code()).at("geometry", "").about(about)
}

/// A point inside an outline, where its label stands.
pub(crate) fn label_point(outline: &Shape) -> Position {
    outline.label_point().expect("a checked outline has a part")
}
