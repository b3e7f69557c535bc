//! A map after fixes: who owns which face, what is a hole, what is still open.

use super::AreaKey;
use super::balance::Balance;
use super::coverage::Covering;
use super::dissolve::dissolved;
use super::fixes::{Fix, NoRemedy, Remedy};
use super::map::{FaceId, PlanarMap};
use crate::plane::Point;
use crate::{Polygon, Ring, Shape};
use std::collections::BTreeMap;

/// What a bounded face is after fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to one area.
    Owned(AreaKey),
    /// It belongs to nobody, on purpose.
    Hole,
    /// Several areas claim it still.
    Overlap,
    /// Nobody claims it, and nobody has said that it is a hole.
    Gap,
}

/// The faces of a map after some fixes were accepted. The map itself is as it was.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Slivers, Standing, Survey, Tolerance};
/// let block = |west: f64, east: f64| {
///     Shape::from_degrees(&[vec![vec![[west, 30.0], [east, 30.0], [east, 30.01], [west, 30.01]]]]).unwrap()
/// };
/// let (one, two) = (block(114.0, 114.01), block(114.00998, 114.03));
/// let map = PlanarMap::build([(1, &one), (2, &two)], Tolerance::default()).unwrap();
/// let fixes = map.fixes(Slivers::default()).fixes;
/// assert_eq!(map.accept([]).unwrap().open(), [fixes[0].face]);
///
/// let resolved = map.accept(&fixes).unwrap();
/// assert_eq!(resolved.standing(fixes[0].face), Standing::Owned(1));
/// let outlines = resolved.outlines();
/// assert_eq!(outlines[&1].area(), one.area());
/// let again = PlanarMap::build(outlines.iter().map(|(key, shape)| (*key, shape)), Tolerance::NONE).unwrap();
/// assert_eq!(again.survey(), Survey::default());
/// ```
#[derive(Debug)]
pub struct Resolved<'a> {
    map: &'a PlanarMap,
    /// Of each face; of the ground around everything it says that nobody means to own it.
    standing: Vec<Standing>,
}

impl PlanarMap {
    /// The faces after some fixes: all that were proposed, or those that a planner chose, perhaps with other remedies.
    /// Of two fixes of one face the later one holds.
    ///
    /// # Errors
    /// [`NoRemedy`] for a fix that is of another map, or whose remedy was changed to one that the face does not have.
    pub fn accept<'f>(&self, fixes: impl IntoIterator<Item = &'f Fix>) -> Result<Resolved<'_>, NoRemedy> {
        let as_drawn = self.covering.iter().map(|claims| match claims[..] {
            [] => Standing::Gap,
            [owner] => Standing::Owned(owner),
            _ => Standing::Overlap,
        });
        let mut standing: Vec<Standing> = as_drawn.collect();
        standing[0] = Standing::Hole;
        for Fix { face, remedy, .. } in fixes {
            self.checked(*face, *remedy)?;
            standing[face.0 as usize] = match remedy {
                Remedy::GiveTo(area) => Standing::Owned(*area),
                Remedy::DeclareHole => Standing::Hole,
            };
        }
        Ok(Resolved { map: self, standing })
    }
}

impl Resolved<'_> {
    /// What a face is.
    ///
    /// # Panics
    /// When the id is of another map and there are not so many faces here.
    pub fn standing(&self, face: FaceId) -> Standing {
        self.standing[face.0 as usize]
    }

    /// All bounded faces and what they are.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, Standing)> + '_ {
        self.map.faces().map(|face| (face.id(), self.standing(face.id())))
    }

    /// The faces whose faults are open still.
    pub fn open(&self) -> Vec<FaceId> {
        self.those(|standing| matches!(standing, Standing::Overlap | Standing::Gap))
    }

    /// The faces that are holes on purpose.
    pub fn holes(&self) -> Vec<FaceId> {
        self.those(|standing| standing == Standing::Hole)
    }

    fn those(&self, are_such: impl Fn(Standing) -> bool) -> Vec<FaceId> {
        self.faces().filter(|(_, standing)| are_such(*standing)).map(|(face, _)| face).collect()
    }

    /// The areas that have less than a tenth of the ground left that was drawn, sorted; those that
    /// [vanished](PlanarMap::vanished) are among them.
    pub fn emptied(&self) -> Vec<AreaKey> {
        let claims = self.claims();
        Balance::of(self.map, |face| &claims[face as usize]).as_good_as_nothing()
    }

    /// The outline of every area that has ground, around all its faces in one. Where no fault is open, neighbours
    /// have the very same points along their common border, and a map of these outlines, built without tolerance, has
    /// no overlap, and no gaps but the holes. Ground that several areas claim still is in each of their outlines.
    /// Points where lines were cut stay, also where they are no corners any more.
    pub fn outlines(&self) -> BTreeMap<AreaKey, Shape> {
        let claims = self.claims();
        let ring = |points: Vec<Point>| -> Ring { points.into_iter().map(Point::position).collect() };
        let part = |rings: Vec<Vec<Point>>| {
            let mut rings = rings.into_iter().map(ring);
            Polygon { outer: rings.next().unwrap_or_default(), holes: rings.collect() }
        };
        dissolved(self.map, |face| &claims[face as usize])
            .into_iter()
            .map(|(area, parts)| (area, Shape { polygons: parts.into_iter().map(part).collect() }))
            .collect()
    }

    /// The areas that each face belongs to.
    fn claims(&self) -> Vec<Covering> {
        let claims = self.standing.iter().zip(&self.map.covering).map(|(standing, drawn)| match standing {
            Standing::Owned(area) => Covering::from_slice(&[*area]),
            Standing::Hole | Standing::Gap => Covering::new(),
            Standing::Overlap => drawn.clone(),
        });
        claims.collect()
    }
}
