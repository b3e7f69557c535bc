//! The planar map that a draft is begun on, when no earlier draft left one: made of the areas in force.
//!
//! Areas without areas below own the ground; every wider one is the sum of what lies in it, so its own outline is not
//! asked again. What areas of a level overlap or leave out is listed ([`Unfit`]) and mended only as the planner accepts.

use crate::World;
use geo_core::planar::{Fix, Fixes, NoRemedy, PlanarMap, Remedy, Slivers, Standing, Tolerance, TooTangled};
use geo_core::territory::{Area, AreaId, BuildError, Building, BuildingId, Change, Patch, Territory};
use geo_core::{AreaCode, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How the areas in force fit each other.
pub struct Fit {
    /// The areas that own ground, in the order of their keys in the planar map.
    pub leaves: Vec<AreaCode>,
    /// The planar map of their outlines.
    pub map: PlanarMap,
    /// A fix for everything that does not fit.
    pub fixes: Fixes,
}

/// Another remedy than the one proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The number of the fix, from 0.
    pub fix: usize,
    /// Who gets the ground; `None` declares a hole.
    pub to: Option<AreaCode>,
}

/// Why there is no map to begin on.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// There are no areas.
    NoAreas,
    /// Outlines cross each other too often for a map.
    Tangled(TooTangled),
    /// Faults that nobody has said how to mend: overlaps and gaps.
    Faults {
        /// Faces that several areas claim.
        overlaps: usize,
        /// Pieces of ground that nobody claims.
        gaps: usize,
    },
    /// Areas of which next to nothing would be left, though nobody was told: the choices do it, not the proposal.
    Empties(Vec<AreaCode>),
    /// A choice that is none.
    Choice(NoRemedy),
    /// A choice about a fix that there is not, or an area that owns no ground.
    UnknownChoice(Choice),
    /// The map could not be made.
    Build(BuildError),
}

impl World {
    /// How the areas in force that own ground fit each other.
    ///
    /// # Errors
    /// [`Unfit::NoAreas`], [`Unfit::Tangled`].
    pub fn fit(&self) -> Result<Fit, Unfit> {
        let areas = self.truth.areas.iter();
        let leaves: Vec<(AreaCode, Arc<Shape>)> = areas
            .filter(|area| self.derived.map.children(&area.code).is_empty())
            .filter_map(|area| Some((area.code.clone(), self.truth.outlines.get(&area.code)?.clone())))
            .collect();
        if leaves.is_empty() {
            return Err(Unfit::NoAreas);
        }
        let keyed = (0..).zip(leaves.iter().map(|(_, shape)| &**shape));
        let map = PlanarMap::build(keyed, Tolerance::default()).map_err(Unfit::Tangled)?;
        let fixes = map.fixes(Slivers::default());
        Ok(Fit { leaves: leaves.into_iter().map(|(code, _)| code).collect(), map, fixes })
    }

    /// The territory of the areas in force: what fits as it is, what does not as the accepted fixes say. `known` are
    /// areas that may come out empty, since whoever accepted the fixes was told so.
    ///
    /// # Errors
    /// [`Unfit::Faults`] when some are left, [`Unfit::Empties`], [`Unfit::Choice`], [`Unfit::Build`].
    pub fn territory(
        &self,
        fit: &Fit,
        accepted: &[Fix],
        known: &BTreeSet<AreaCode>,
    ) -> Result<Territory, Unfit> {
        let resolved = fit.map.accept(accepted).map_err(Unfit::Choice)?;
        let open = resolved.open();
        if !open.is_empty() {
            let gaps = open.iter().filter(|face| resolved.standing(**face) == Standing::Gap).count();
            return Err(Unfit::Faults { overlaps: open.len() - gaps, gaps });
        }
        let emptied = resolved.emptied().into_iter().map(|key| &fit.leaves[key as usize]);
        let untold: Vec<AreaCode> = emptied.filter(|code| !known.contains(*code)).cloned().collect();
        if !untold.is_empty() {
            return Err(Unfit::Empties(untold));
        }
        let numbers: BTreeMap<&AreaCode, AreaId> =
            (1..).zip(self.truth.areas.iter()).map(|(number, area)| (&area.code, AreaId(number))).collect();
        let liaison = |code: &AreaCode| self.liaison_team_at(code).map(ToString::to_string);
        let area = |area: &crate::records::Area| Area {
            level: area.level,
            code: Some(area.code.clone()),
            name: area.name.clone(),
            kind: area.grid_kind.map(|kind| kind.name().to_owned()),
            parent: area.parent.as_ref().and_then(|parent| numbers.get(parent).copied()),
            team: liaison(&area.code),
        };
        let areas = self.truth.areas.iter().map(|there| (numbers[&there.code], area(there))).collect();
        let owner = |face| match resolved.standing(face) {
            Standing::Owned(key) => numbers.get(&fit.leaves[key as usize]).copied(),
            _ => None,
        };
        let mut territory = Territory::from_planar(&fit.map, areas, owner).map_err(Unfit::Build)?;
        let buildings = self.buildings(&territory, &numbers);
        territory.apply(&buildings).expect("buildings are added to areas that are there");
        Ok(territory)
    }

    /// Places with households, each with the area that the last plan said, or else the one it lies in.
    fn buildings(&self, territory: &Territory, numbers: &BTreeMap<&AreaCode, AreaId>) -> Patch {
        let inside = self.truth.places.iter().filter_map(|place| {
            let said = self.truth.plan.members.get(&place.code).and_then(|code| numbers.get(code).copied());
            let said = said.filter(|area| territory.children(*area).is_empty());
            Some(Building {
                at: place.position,
                households: place.households?,
                area: said.or_else(|| territory.locate(place.position))?,
                footprint: place.outline.as_deref().cloned(),
                name: place.code.clone(),
            })
        });
        let added = (1..).zip(inside);
        let added = added.map(|(number, building)| Change {
            id: BuildingId(number),
            before: None,
            after: Some(building),
        });
        Patch { buildings: added.collect(), ..Patch::default() }
    }
}

impl Fit {
    /// The areas of which next to nothing would be left if the fixes were accepted as they are proposed.
    pub fn emptied(&self) -> BTreeSet<AreaCode> {
        self.fixes.emptied.iter().map(|key| self.leaves[*key as usize].clone()).collect()
    }

    /// All fixes, with other remedies where the planner chose some.
    ///
    /// # Errors
    /// [`Unfit::Choice`], [`Unfit::UnknownChoice`].
    pub fn chosen(&self, choices: &[Choice]) -> Result<Vec<Fix>, Unfit> {
        let mut fixes = self.fixes.fixes.clone();
        for choice in choices {
            let unknown = || Unfit::UnknownChoice(choice.clone());
            let fix = fixes.get_mut(choice.fix).ok_or_else(unknown)?;
            let remedy = match &choice.to {
                None => Remedy::DeclareHole,
                Some(code) => Remedy::GiveTo(self.leaves.binary_search(code).map_err(|_| unknown())? as u32),
            };
            *fix = self.map.fix(fix.face, remedy, Slivers::default()).map_err(Unfit::Choice)?;
        }
        Ok(fixes)
    }
}
