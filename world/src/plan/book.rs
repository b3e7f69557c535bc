//! The book of plans: which version was in force when.

use super::AreaMap;
use super::version::{Before, Coming, PlanOrigin, PlanState, PlanVersion, Publication, Replaced, Withdrawn};
use crate::apply::Stamp;
use crate::command::NewArea;
use crate::records::Area;
use crate::register::Register;
use crate::{Hash, Scope, Timestamp, World};
use geo_core::{AreaCode, Level, Position, Shape};
use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// All versions, and what is needed to draw the map of any of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlanBook {
    /// Every version that took force or will, by number.
    pub versions: OrdMap<u32, Arc<PlanVersion>>,
    /// The number of the one in force, 0 before the first.
    pub in_force: u32,
    /// What each version replaced when it took force.
    pub replaced: OrdMap<u32, Arc<Replaced>>,
    /// Published, not yet in force.
    pub coming: OrdMap<u32, Arc<Coming>>,
    /// Those that were taken back before their day, by number.
    pub withdrawn: OrdMap<u32, Arc<Withdrawn>>,
    /// Codes that may never be given again, with the version that ended them.
    pub retired: OrdMap<AreaCode, u32>,
    /// To which finest area a building belongs: by code of the place.
    pub members: OrdMap<String, AreaCode>,
}

impl PlanBook {
    /// The version published last, in force or to come.
    pub fn last(&self) -> Option<&Arc<PlanVersion>> {
        self.versions.get_max().map(|(_, version)| version)
    }

    /// The number that the next version gets: one that none ever had.
    pub fn next_number(&self) -> u32 {
        let given =
            [self.versions.get_max().map(|(last, _)| *last), self.withdrawn.get_max().map(|(last, _)| *last)];
        given.into_iter().flatten().max().unwrap_or(0) + 1
    }
}

/// The areas of one version.
pub struct PlanMap {
    /// Its number; 0 before there was any.
    pub version: u32,
    areas: Register<Area>,
    outlines: OrdMap<AreaCode, Arc<Shape>>,
    /// Made when somebody first asks what lies where.
    map: OnceLock<Arc<AreaMap>>,
}

impl PlanMap {
    /// The areas of every level at a position, widest first. The first to ask of a version that is not in force waits
    /// until its index is built.
    pub fn locate(&self, position: Position) -> Vec<Arc<Area>> {
        let map = self.map.get_or_init(|| Arc::new(AreaMap::of(&self.areas, &self.outlines)));
        let finest = map.finest(position).and_then(|code| self.areas.get(code));
        let upwards = std::iter::successors(finest, |area| {
            area.parent.as_ref().and_then(|parent| self.areas.get(parent))
        });
        let mut chain: Vec<_> = upwards.take(Level::ALL.len()).cloned().collect();
        chain.reverse();
        chain
    }

    /// All areas with their outlines, in order of code.
    pub fn areas(&self) -> impl Iterator<Item = (&Arc<Area>, &Arc<Shape>)> {
        self.areas.iter().filter_map(|area| Some((area, self.outlines.get(&area.code)?)))
    }

    /// Whether an area lay within a scope. A scope whose own area was not there yet covers nothing.
    pub fn covers(&self, scope: &Scope, code: &AreaCode) -> bool {
        let Some(root) = scope.root() else { return true };
        let up = std::iter::successors(self.areas.get(code), |area| self.areas.get(area.parent.as_ref()?));
        up.take(Level::ALL.len()).any(|area| area.code == *root)
    }

    /// An area.
    pub fn area(&self, code: &AreaCode) -> Option<&Arc<Area>> {
        self.areas.get(code)
    }

    /// The outline of an area.
    pub fn outline(&self, code: &AreaCode) -> Option<&Arc<Shape>> {
        self.outlines.get(code)
    }
}

impl World {
    /// All versions of the plan, oldest first.
    pub fn plan_versions(&self) -> impl Iterator<Item = &Arc<PlanVersion>> {
        self.truth.plan.versions.values()
    }

    /// Versions that were taken back before their day, oldest first.
    pub fn withdrawn_plans(&self) -> impl Iterator<Item = &Arc<Withdrawn>> {
        self.truth.plan.withdrawn.values()
    }

    /// A version of the plan; none for one that was withdrawn.
    pub fn plan_version(&self, number: u32) -> Option<&Arc<PlanVersion>> {
        self.truth.plan.versions.get(&number)
    }

    /// Whether a version is in force.
    pub fn plan_state(&self, number: u32) -> PlanState {
        match number.cmp(&self.truth.plan.in_force) {
            std::cmp::Ordering::Less => PlanState::Past,
            std::cmp::Ordering::Equal => PlanState::InForce,
            std::cmp::Ordering::Greater => PlanState::ToCome,
        }
    }

    /// From when the next plan will be in force, if one is to come.
    pub fn next_plan(&self) -> Option<Timestamp> {
        self.truth.plan.coming.get_min().map(|(_, coming)| coming.version.effective_from)
    }

    /// The number of the version that is in force at an instant, now or then or to come: exactly one, the last one
    /// published among those whose time has come. 0 before the first.
    pub fn plan_at(&self, at: Timestamp) -> u32 {
        let begun = self.truth.plan.versions.values().filter(|version| version.effective_from <= at);
        begun.max_by_key(|version| version.number).map_or(0, |version| version.number)
    }

    /// The areas of a version. Only what lies between it and the one in force is put back; the first
    /// [`locate`](PlanMap::locate) of another than that builds an index: keep it.
    pub fn plan_map(&self, version: u32) -> PlanMap {
        let (mut areas, mut outlines) = (self.truth.areas.clone(), self.truth.outlines.clone());
        let book = &self.truth.plan;
        let put =
            |areas: &mut Register<Area>, outlines: &mut OrdMap<_, _>, code: &AreaCode, there: &Before| {
                match there {
                    Some((area, shape)) => {
                        areas.save((**area).clone(), area.version);
                        outlines.insert(code.clone(), shape.clone());
                    }
                    None => {
                        areas.remove(code, 0);
                        outlines.remove(code);
                    }
                }
            };
        for (_, replaced) in book.replaced.range(version + 1..).rev() {
            for (code, before) in &replaced.areas {
                put(&mut areas, &mut outlines, code, before);
            }
        }
        for (_, coming) in book.coming.range(..=version) {
            let Publication { put: new, retired, .. } = &coming.publication;
            for code in retired {
                put(&mut areas, &mut outlines, code, &None);
            }
            for NewArea { area, outline } in new {
                let there = Some((Arc::new(area.clone()), outline.clone()));
                put(&mut areas, &mut outlines, &area.code, &there);
            }
        }
        let map = OnceLock::new();
        if version == book.in_force {
            let _ = map.set(self.derived.map.clone());
        }
        PlanMap { version, areas, outlines, map }
    }

    /// Whether a code was given to an area that ended.
    pub fn is_code_retired(&self, code: &AreaCode) -> bool {
        self.truth.plan.retired.contains_key(code)
    }

    /// Whether a code is or was that of an area, or will be.
    pub fn is_code_known(&self, code: &AreaCode) -> bool {
        let coming = self.truth.plan.coming.values();
        self.truth.areas.contains(code)
            || self.is_code_retired(code)
            || coming.flat_map(|coming| &coming.publication.put).any(|new| new.area.code == *code)
    }

    /// The finest area that a building belongs to, as some plan said; `None` for one that no plan knew.
    pub fn building_area(&self, place: &str) -> Option<&AreaCode> {
        self.truth.plan.members.get(place)
    }

    pub(crate) fn obey_import(&mut self, level: Level, input: Hash, areas: &[NewArea], stamp: &Stamp<'_>) {
        let codes: std::collections::BTreeSet<_> = areas.iter().map(|new| &new.area.code).collect();
        let there = self.truth.areas.iter().filter(|area| area.level == level);
        let gone: Vec<AreaCode> =
            there.filter(|area| !codes.contains(&area.code)).map(|area| area.code.clone()).collect();
        let number = self.truth.plan.next_number();
        let created = areas.iter().filter(|new| !self.truth.areas.contains(&new.area.code)).count() as u32;
        let version = PlanVersion {
            number,
            name: String::new(),
            effective_from: stamp.at,
            published_at: stamp.at,
            published_by: stamp.by.to_owned(),
            note: None,
            origin: PlanOrigin::Import { level, input },
            lineage: Vec::new(),
            retired: gone.clone(),
            created,
            changed: areas.len() as u32 - created,
        };
        self.truth.plan.versions.insert(number, Arc::new(version));
        self.replace_areas(number, areas, &gone, stamp.seq);
    }

    pub(crate) fn obey_published(&mut self, number: u32, publication: &Publication, stamp: &Stamp<'_>) {
        let Publication { put, retired, lineage, .. } = publication;
        let created = lineage.len().min(put.len()) as u32;
        let version = PlanVersion {
            number,
            name: publication.name.clone(),
            effective_from: publication.effective_from,
            published_at: stamp.at,
            published_by: stamp.by.to_owned(),
            note: publication.note.clone(),
            origin: PlanOrigin::Draft {
                draft: publication.draft.clone(),
                head: publication.head,
                input: publication.input,
            },
            lineage: lineage.clone(),
            retired: retired.clone(),
            created,
            changed: (put.len() as u32).saturating_sub(created + publication.alike.len() as u32),
        };
        self.truth.plan.versions.insert(number, Arc::new(version.clone()));
        let coming = Coming { version, publication: publication.clone() };
        self.truth.plan.coming.insert(number, Arc::new(coming));
    }

    pub(crate) fn obey_withdrawn(&mut self, number: u32, reason: &str, stamp: &Stamp<'_>) {
        let plan = &mut self.truth.plan;
        if plan.coming.remove(&number).is_none() {
            return;
        }
        if let Some(version) = plan.versions.remove(&number) {
            let (version, by, reason) = ((*version).clone(), stamp.by.to_owned(), reason.to_owned());
            plan.withdrawn.insert(number, Arc::new(Withdrawn { version, at: stamp.at, by, reason }));
        }
    }

    pub(crate) fn obey_in_force(&mut self, number: u32, stamp: &Stamp<'_>) {
        let Some(coming) = self.truth.plan.coming.remove(&number) else { return };
        let Publication { put, retired, members, .. } = &coming.publication;
        self.replace_areas(number, put, retired, stamp.seq);
        for (place, area) in members {
            self.truth.plan.members.insert(place.clone(), area.clone());
        }
    }

    /// Puts areas in and takes areas out, and writes down what was there before.
    fn replace_areas(&mut self, version: u32, put: &[NewArea], gone: &[AreaCode], seq: u64) {
        let mut replaced = Replaced::default();
        for code in gone {
            let before = self.truth.areas.remove(code, seq).zip(self.truth.outlines.remove(code));
            replaced.areas.push((code.clone(), before));
            self.truth.plan.retired.insert(code.clone(), version);
        }
        for NewArea { area, outline } in put {
            // A file may bring back what an earlier one had left out; a draft may not, and is refused before.
            self.truth.plan.retired.remove(&area.code);
            let before = self.truth.areas.save(area.clone(), seq);
            let before = before.zip(self.truth.outlines.insert(area.code.clone(), outline.clone()));
            replaced.areas.push((area.code.clone(), before));
        }
        let plan = &mut self.truth.plan;
        plan.replaced.insert(version, Arc::new(replaced));
        plan.in_force = version;
        self.derived.map = Arc::new(AreaMap::of(&self.truth.areas, &self.truth.outlines));
    }
}
