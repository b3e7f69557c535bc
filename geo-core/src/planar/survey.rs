//! What is wrong with a set of areas: ground that two claim, and ground that nobody does.

use super::AreaKey;
use super::crossings::{Crossing, crossings};
use super::map::{Face, FaceId, PlanarMap};
use super::sliver::{Measured, Slivers};
use crate::{Metres, Position, SquareMetres};
use std::collections::BTreeMap;

/// Everything that is wrong with a map: overlaps, gaps and slivers, each the largest first, equal ones by their areas
/// and place; and crossings.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Survey, Tolerance};
/// let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// assert_eq!(PlanarMap::build([(7, &square)], Tolerance::default()).unwrap().survey(), Survey::default());
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    /// Ground that two areas claim, an entry for each pair.
    pub overlaps: Vec<Overlap>,
    /// Ground that nobody claims, with areas all around it.
    pub gaps: Vec<Gap>,
    /// Points where two outlines cross, from west to east.
    pub crossings: Vec<Crossing>,
    /// Ground too thin to be meant, of these overlaps and gaps and beside them.
    pub slivers: Vec<Sliver>,
    /// Areas of which nothing is left on the grid ([`PlanarMap::vanished`]), sorted.
    pub vanished: Vec<AreaKey>,
}

/// The ground that two areas both claim.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Tolerance};
/// let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let map = PlanarMap::build([(7, &square), (8, &square)], Tolerance::default()).unwrap();
/// let overlap = &map.survey().overlaps[0];
/// assert_eq!(overlap.areas, [7, 8]);
/// assert_eq!(map.outline(&overlap.faces), square);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// The two, the lesser key first.
    pub areas: [AreaKey; 2],
    /// How much ground it is.
    pub size: SquareMetres,
    /// A place in the largest of its faces.
    pub place: Position,
    /// Its faces, the largest first; [`PlanarMap::outline`] draws them. A face that three areas claim stands here for
    /// each of the three pairs.
    pub faces: Vec<FaceId>,
}

/// A piece of ground that no area claims, enclosed by some.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Tolerance};
/// let outer = vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]];
/// let hole = vec![[114.04, 30.04], [114.04, 30.05], [114.05, 30.05], [114.05, 30.04]];
/// let ring_road = Shape::from_degrees(&[vec![outer, hole]]).unwrap();
/// let map = PlanarMap::build([(7, &ring_road)], Tolerance::default()).unwrap();
/// let gap = &map.survey().gaps[0];
/// assert_eq!((gap.size.to_string(), &gap.around[..]), ("1069098 m²".to_owned(), &[7][..]));
/// assert_eq!(map.outline(&[gap.face]).polygons[0].outer.len(), 4);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// How much ground it is, without the islands in it.
    pub size: SquareMetres,
    /// A place in it.
    pub place: Position,
    /// The areas along its border, sorted.
    pub around: Vec<AreaKey>,
    /// Its face; [`PlanarMap::outline`] draws it.
    pub face: FaceId,
}

/// Ground too thin to be meant: a face of an overlap, a gap, or a strip that an overlap cuts off from its area.
///
/// A thin area that nobody else claims any of is none: rivers and streets are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Sliver {
    /// The areas that claim it, sorted.
    pub claimed_by: Vec<AreaKey>,
    /// How much ground it is.
    pub size: SquareMetres,
    /// How wide: twice its area divided by its border.
    pub width: Metres,
    /// A place in it.
    pub place: Position,
    /// Its face.
    pub face: FaceId,
}

impl Survey {
    pub(super) fn of(map: &PlanarMap) -> Self {
        let mut survey = Self { crossings: crossings(map), vanished: map.vanished(), ..Self::default() };
        let mut pairs: BTreeMap<[AreaKey; 2], Vec<Measured>> = BTreeMap::new();
        for face in map.faces().filter(is_suspect) {
            let measured = Measured::of(face, Slivers::default());
            let Measured { id, size, width, is_sliver, place } = measured;
            let claimed_by = face.covered_by();
            if claimed_by.is_empty() {
                survey.gaps.push(Gap { size, place, around: face.neighbours(), face: id });
            }
            for (number, one) in claimed_by.iter().enumerate() {
                for two in &claimed_by[number + 1..] {
                    pairs.entry([*one, *two]).or_default().push(measured);
                }
            }
            if is_sliver {
                let claimed_by = claimed_by.to_vec();
                survey.slivers.push(Sliver { claimed_by, size, width, place, face: id });
            }
        }
        survey.overlaps = pairs.into_iter().filter_map(|(areas, faces)| Overlap::of(areas, faces)).collect();
        survey.overlaps.sort_by(|a, b| b.size.0.total_cmp(&a.size.0).then(a.areas.cmp(&b.areas)));
        survey.gaps.sort_by(|a, b| b.size.0.total_cmp(&a.size.0).then(a.face.cmp(&b.face)));
        survey.slivers.sort_by(|a, b| b.size.0.total_cmp(&a.size.0).then(a.face.cmp(&b.face)));
        survey
    }
}

/// Whether something may be wrong with a face: several claim it, or nobody does, or it is a strip that ground which its
/// area claims with another may have cut off.
fn is_suspect(face: &Face<'_>) -> bool {
    let covering = &face.map().covering;
    match face.covered_by() {
        [area] => face.halves().any(|half| {
            let beyond = &covering[face.map().face_left_of(half ^ 1) as usize];
            beyond.len() > 1 && beyond.contains(area)
        }),
        _ => true,
    }
}

impl Overlap {
    fn of(areas: [AreaKey; 2], mut faces: Vec<Measured>) -> Option<Self> {
        faces.sort_by(|a, b| b.size.0.total_cmp(&a.size.0).then(a.id.cmp(&b.id)));
        Some(Self {
            areas,
            size: SquareMetres(faces.iter().map(|face| face.size.0).sum()),
            place: faces.first()?.place,
            faces: faces.into_iter().map(|face| face.id).collect(),
        })
    }
}
