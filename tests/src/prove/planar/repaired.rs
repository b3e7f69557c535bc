//! What is left of a layer's faults when every fix that the product proposes is accepted: no overlap, and no gap but
//! declared holes. The outlines that come out are surveyed anew, without tolerance, as if a file had brought them.

use geo_core::planar::{FaceId, Fix, Fixes, PlanarMap, Remedy, Slivers, Tolerance};
use geo_core::{Position, Shape};
use std::collections::BTreeMap;
use std::fmt;

/// A layer after all fixes.
#[derive(Debug, Default)]
pub struct Repaired {
    overlaps_given: usize,
    gaps_given: usize,
    holes: usize,
    emptied: usize,
    /// The ground that changed hands, in square metres.
    moved: f64,
    /// The farthest that a border moved, in metres.
    farthest: f64,
    /// What is wrong with the outlines that came out.
    pub wrong: Vec<String>,
}

impl Repaired {
    /// Accepts all fixes of a map.
    pub fn of(map: &PlanarMap) -> Self {
        let Fixes { emptied, fixes } = map.fixes(Slivers::default());
        let given = |of_overlaps: bool| {
            let such = |fix: &&Fix| {
                matches!(fix.remedy, Remedy::GiveTo(_)) && fix.claimed_by.is_empty() != of_overlaps
            };
            fixes.iter().filter(such).count()
        };
        let mut repaired = Self {
            overlaps_given: given(true),
            gaps_given: given(false),
            holes: fixes.iter().filter(|fix| fix.remedy == Remedy::DeclareHole).count(),
            emptied: emptied.len(),
            moved: fixes
                .iter()
                .filter(|fix| !fix.moves.is_empty())
                .map(|fix| fix.size.0)
                .fold(0.0, |sum, size| sum + size),
            farthest: fixes
                .iter()
                .flat_map(|fix| &fix.moves)
                .filter_map(|moved| moved.farthest)
                .fold(0.0, |farthest, far| far.0.max(farthest)),
            wrong: Vec::new(),
        };
        match map.accept(&fixes) {
            Err(error) => repaired.wrong.push(error.to_string()),
            Ok(resolved) => {
                if !resolved.open().is_empty() {
                    repaired.wrong.push(format!("after all fixes {} are open", resolved.open().len()));
                }
                let holes = map.outline(&resolved.holes());
                let outlines = resolved.outlines();
                repaired.survey(&outlines, &holes);
                repaired.weigh(map, &outlines, &resolved.holes());
            }
        }
        repaired
    }

    /// Makes sure that no ground was lost or won: what was claimed before, and the gaps, are what the outlines hold
    /// afterwards, and the declared holes. To the last square unit.
    fn weigh(&mut self, map: &PlanarMap, outlines: &BTreeMap<u32, Shape>, holes: &[FaceId]) {
        let before: i128 = map.faces().map(|face| doubled(&map.outline(&[face.id()]))).sum();
        let claimed = map.faces().filter(|face| !face.covered_by().is_empty());
        let claimed: i128 = claimed.map(|face| doubled(&map.outline(&[face.id()]))).sum();
        let after: i128 = outlines.values().map(doubled).sum();
        let holes = doubled(&map.outline(holes));
        if before != after + holes {
            self.wrong.push(format!(
                "after all fixes areas and holes hold {} doubled square units of {before}",
                after + holes
            ));
        }
        if after < claimed {
            self.wrong.push(format!(
                "after all fixes areas hold {after} doubled square units of {claimed} claimed"
            ));
        }
    }

    /// Surveys the outlines, and compares the gaps with the declared holes.
    fn survey(&mut self, outlines: &BTreeMap<u32, Shape>, holes: &Shape) {
        let unsound = outlines.iter().find_map(|(area, shape)| Some((area, read_again(shape).err()?)));
        if let Some((area, error)) = unsound {
            self.wrong.push(format!("after all fixes the outline of {area} is not sound: {error}"));
        }
        let built = PlanarMap::build(outlines.iter().map(|(key, shape)| (*key, shape)), Tolerance::NONE);
        let compared = built.and_then(|map| {
            let survey = map.survey();
            let gaps: Vec<_> = survey.gaps.iter().map(|gap| gap.face).collect();
            let gaps = map.outline(&gaps);
            let with_holes = PlanarMap::build([(GAP, &gaps), (HOLE, holes)], Tolerance::NONE)?;
            Ok((map.is_sound(), survey, with_holes))
        });
        let (is_sound, survey, with_holes) = match compared {
            Ok(compared) => compared,
            Err(error) => return self.wrong.push(format!("after all fixes: {error}")),
        };
        if !is_sound {
            self.wrong.push("the map after all fixes is not sound".into());
        }
        if !survey.overlaps.is_empty() || !survey.crossings.is_empty() {
            let (overlaps, crossings) = (survey.overlaps.len(), survey.crossings.len());
            self.wrong
                .push(format!("after all fixes {overlaps} overlaps and {crossings} crossings are left"));
        }
        let undeclared = with_holes.faces().filter(|face| face.covered_by() == [GAP]).count();
        if undeclared > 0 {
            self.wrong.push(format!("after all fixes {undeclared} gaps are no declared holes"));
        }
    }
}

/// Twice the ground of a shape in square units.
fn doubled(shape: &Shape) -> i128 {
    let rings = shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
    let edges = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let product = |(a, b): (&Position, &Position)| {
        let [ax, ay, bx, by] = [a.lon_e7(), a.lat_e7(), b.lon_e7(), b.lat_e7()].map(i128::from);
        ax * by - bx * ay
    };
    edges.map(product).sum()
}

/// What the gaps that are left are called beside the holes.
const GAP: u32 = 0;
const HOLE: u32 = 1;

/// The shape as a file would bring it.
fn read_again(shape: &Shape) -> Result<Shape, geo_core::ShapeError> {
    let degrees = |ring: &Vec<Position>| ring.iter().map(|at| [at.lon(), at.lat()]).collect();
    let rings =
        |part: &geo_core::Polygon| std::iter::once(&part.outer).chain(&part.holes).map(degrees).collect();
    Shape::from_degrees(&shape.polygons.iter().map(rings).collect::<Vec<_>>())
}

impl fmt::Display for Repaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { overlaps_given, gaps_given, holes, emptied, moved, farthest, .. } = self;
        write!(
            f,
            "all fixes: {overlaps_given} overlaps and {gaps_given} gaps given to one area ({moved:.0} m², no border moves \
             further than {farthest:.1} m), {holes} holes declared, {emptied} areas emptied"
        )
    }
}
