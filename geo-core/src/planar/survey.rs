//! What is wrong with a set of areas: ground that two claim, and ground that nobody does.

use super::AreaKey;
use super::map::{Face, FaceId, PlanarMap};
use crate::{Position, Shape, SquareMetres};
use std::collections::BTreeMap;

/// All overlaps and gaps of a map, the largest first, equal ones by their areas and place.
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

/// A face with what people want to know about it.
struct Measured {
    id: FaceId,
    size: SquareMetres,
    place: Position,
}

impl Measured {
    fn of(face: Face<'_>) -> Self {
        let shape = Shape { polygons: vec![face.outline()] };
        let place = shape.label_point().expect("a face has a part");
        Self { id: face.id(), size: shape.area(), place }
    }
}

impl Survey {
    pub(super) fn of(map: &PlanarMap) -> Self {
        let mut pairs: BTreeMap<[AreaKey; 2], Vec<Measured>> = BTreeMap::new();
        let mut gaps = Vec::new();
        for face in map.faces() {
            match face.covered_by() {
                [] => {
                    let Measured { id, size, place } = Measured::of(face);
                    gaps.push(Gap { size, place, around: face.neighbours(), face: id });
                }
                [_] => {}
                areas => {
                    let Measured { id, size, place } = Measured::of(face);
                    for (number, one) in areas.iter().enumerate() {
                        for two in &areas[number + 1..] {
                            pairs.entry([*one, *two]).or_default().push(Measured { id, size, place });
                        }
                    }
                }
            }
        }
        let mut overlaps: Vec<Overlap> =
            pairs.into_iter().filter_map(|(areas, faces)| Overlap::of(areas, faces)).collect();
        overlaps.sort_by(|a, b| b.size.0.total_cmp(&a.size.0).then(a.areas.cmp(&b.areas)));
        gaps.sort_by(|a, b| b.size.0.total_cmp(&a.size.0).then(a.face.cmp(&b.face)));
        Self { overlaps, gaps }
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
