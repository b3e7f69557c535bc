//! What is told of a version, and to whom.
//!
//! Whoever plans or administers is told who published it and what they had to say. Everybody is told when it is in force
//! and how much it changed; which areas ended and where new ones came from only as far as they see: an area that is gone
//! lay in what it lay in when it ended.

use super::forms::{VersionView, WithdrawnView};
use geo_core::{AreaCode, Level};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use world::{Actor, Lineage, PlanMap, PlanOrigin, PlanVersion, Role, Scope, Withdrawn, World};

/// The areas that the areas a version names lay in. What was so stays so, and is found once.
#[derive(Default)]
pub struct Kin(Mutex<BTreeMap<u32, Arc<Named>>>);

/// The areas that a version names, each with all above it, itself first.
#[derive(Default)]
struct Named {
    /// Those of the version before.
    before: BTreeMap<AreaCode, Vec<AreaCode>>,
    /// Those of the version.
    then: BTreeMap<AreaCode, Vec<AreaCode>>,
}

/// A version as an account may see it. May take as long as an import for one that sees a part of the district.
pub fn version(world: &World, kin: &Kin, actor: &Actor, version: &PlanVersion) -> VersionView {
    let plans = matches!(actor.role, Role::Planner | Role::Administrator);
    let (draft, level) = match &version.origin {
        PlanOrigin::Draft { draft, .. } => (Some(draft.clone()), None),
        PlanOrigin::Import { level, .. } => (None, Some(*level)),
    };
    let (retired_codes, lineage) = within(world, kin, &actor.scope, version);
    VersionView {
        number: version.number,
        name: version.name.clone(),
        effective_from: version.effective_from,
        published_at: version.published_at,
        published_by: plans.then(|| version.published_by.clone()),
        note: version.note.clone().filter(|_| plans),
        state: world.plan_state(version.number),
        draft: draft.filter(|_| plans),
        level,
        created: version.created,
        changed: version.changed,
        retired: version.retired.len(),
        retired_codes,
        lineage,
    }
}

/// A version that was withdrawn, as those see it who plan.
pub fn withdrawn(withdrawn: &Withdrawn) -> WithdrawnView {
    let version = &withdrawn.version;
    let draft = match &version.origin {
        PlanOrigin::Draft { draft, .. } => Some(draft.clone()),
        PlanOrigin::Import { .. } => None,
    };
    WithdrawnView {
        number: version.number,
        name: version.name.clone(),
        effective_from: version.effective_from,
        published_at: version.published_at,
        published_by: version.published_by.clone(),
        draft,
        withdrawn_at: withdrawn.at,
        withdrawn_by: withdrawn.by.clone(),
        reason: withdrawn.reason.clone(),
    }
}

/// The areas that ended, and where new ones came from, within a scope.
fn within(world: &World, kin: &Kin, scope: &Scope, version: &PlanVersion) -> (Vec<AreaCode>, Vec<Lineage>) {
    let Some(root) = scope.root() else { return (version.retired.clone(), version.lineage.clone()) };
    if version.retired.is_empty() && version.lineage.is_empty() {
        return Default::default();
    }
    let named = kin.named(world, version);
    let lay_in = |chains: &BTreeMap<AreaCode, Vec<AreaCode>>, code: &AreaCode| {
        chains.get(code).is_some_and(|chain| chain.contains(root))
    };
    let ended = version.retired.iter().filter(|code| lay_in(&named.before, code));
    let new = version.lineage.iter().filter(|lineage| lay_in(&named.then, &lineage.code));
    let new = new.map(|lineage| Lineage {
        code: lineage.code.clone(),
        from: lineage.from.iter().filter(|code| lay_in(&named.before, code)).cloned().collect(),
    });
    (ended.cloned().collect(), new.collect())
}

impl Kin {
    fn named(&self, world: &World, version: &PlanVersion) -> Arc<Named> {
        if let Some(known) = self.0.lock().get(&version.number) {
            return known.clone();
        }
        // Found outside the lock: two who ask at once find the same.
        let named = Arc::new(Named::of(world, version));
        self.0.lock().entry(version.number).or_insert(named).clone()
    }
}

impl Named {
    fn of(world: &World, version: &PlanVersion) -> Self {
        let ended = version.retired.iter().chain(version.lineage.iter().flat_map(|lineage| &lineage.from));
        let new = version.lineage.iter().map(|lineage| &lineage.code);
        Self {
            before: chains(&world.plan_map(version.number.saturating_sub(1)), ended),
            then: chains(&world.plan_map(version.number), new),
        }
    }
}

fn chains<'a>(map: &PlanMap, codes: impl Iterator<Item = &'a AreaCode>) -> BTreeMap<AreaCode, Vec<AreaCode>> {
    let chain = |code: &AreaCode| {
        let up = std::iter::successors(map.area(code), |area| map.area(area.parent.as_ref()?));
        up.take(Level::ALL.len()).map(|area| area.code.clone()).collect()
    };
    codes.map(|code| (code.clone(), chain(code))).collect()
}
