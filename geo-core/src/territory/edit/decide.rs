//! From an edit to a patch, or to the reason why not.

use super::sketch::Sketch;
use super::{Edit, EditError};
use crate::territory::ids::{AreaId, BorderId, BuildingId};
use crate::territory::patch::Patch;
use crate::territory::patch_sum::PatchSum;
use crate::territory::verify::verify;
use crate::territory::{Metrics, Territory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an edit would do.
///
/// ```
/// # use geo_core::{Level, Position, Shape, planar::Tolerance, territory::*};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let territory = Territory::build([(AreaId(1), Area::named(Level::Grid, "湖滨"), Some(&square))], Tolerance::default()).unwrap();
/// let corner = |lon| Position::new(lon, 30.1).unwrap();
/// let edited = territory.decide(&Edit::MovePoint { at: corner(114.1), to: corner(114.2) }).unwrap();
/// assert_eq!(edited.metrics[0].after.doubled_units, 3 * edited.metrics[0].before.doubled_units / 2);
/// assert!(edited.moved.is_empty() && edited.created.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Edited {
    /// The records before and after.
    pub patch: Patch,
    /// What changes in the sums of areas of every level, by area.
    pub metrics: Vec<MetricsChange>,
    /// The buildings that change their area.
    pub moved: Vec<BuildingMove>,
    /// The areas that are new.
    pub created: Vec<AreaId>,
    /// The borders that run elsewhere than before, or part areas of another level: see [`Territory::redrawn`].
    #[serde(default)]
    pub redrawn: Vec<BorderId>,
}

/// The sums of an area before and after; all zero where the area is not there.
///
/// ```
/// use geo_core::territory::{AreaId, Metrics, MetricsChange};
/// let nothing = Metrics::default();
/// assert_eq!(MetricsChange { area: AreaId(1), before: nothing, after: nothing }.after.households, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MetricsChange {
    /// Which area.
    pub area: AreaId,
    /// What it added up to.
    pub before: Metrics,
    /// What it adds up to afterwards.
    pub after: Metrics,
}

/// A building that changes its area.
///
/// ```
/// use geo_core::territory::{AreaId, BuildingId, BuildingMove};
/// let moved = BuildingMove { building: BuildingId(1), from: AreaId(2), to: AreaId(3), households: 40 };
/// assert_eq!(serde_json::to_value(&moved).unwrap()["to"], 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BuildingMove {
    /// Which building.
    pub building: BuildingId,
    /// The area it belonged to.
    pub from: AreaId,
    /// The area it belongs to afterwards.
    pub to: AreaId,
    /// The households that move with it.
    pub households: u32,
}

/// A patch in place: the state after it and the areas whose sums may differ.
struct Next {
    patch: Patch,
    after: Territory,
    changed: BTreeSet<AreaId>,
}

impl Territory {
    /// Judges an edit and says what it would do. Pure: [`apply`](Self::apply) the patch to do it.
    ///
    /// # Errors
    /// [`EditError`] with the place and the reason, if the map would not be sound afterwards or the edit makes no
    /// sense here.
    pub fn decide(&self, edit: &Edit) -> Result<Edited, EditError> {
        self.decide_next(edit).map(|(edited, _)| edited)
    }

    /// As [`decide`](Self::decide), with the territory as it would be.
    ///
    /// # Errors
    /// As [`decide`](Self::decide).
    pub fn decide_next(&self, edit: &Edit) -> Result<(Edited, Self), EditError> {
        let next = self.next(edit)?;
        Ok((self.compared(next.patch, &next.after, &next.changed), next.after))
    }

    /// Judges a patch that was made for another state of the map, such as one of another draft, as if it were an edit.
    ///
    /// # Errors
    /// [`EditError::Stale`] if the records are not as the patch says; otherwise as [`decide`](Self::decide).
    ///
    /// ```
    /// use geo_core::territory::{Patch, Territory};
    /// assert!(Territory::default().decide_patch(&Patch::default()).unwrap().patch.is_empty());
    /// ```
    pub fn decide_patch(&self, patch: &Patch) -> Result<Edited, EditError> {
        self.check_applies(patch)?;
        let mut after = self.clone();
        after.put_all(patch);
        let changed = after.refresh(self, patch);
        verify(self, &after, patch)?;
        Ok(self.compared(patch.clone(), &after, &changed))
    }

    fn next(&self, edit: &Edit) -> Result<Next, EditError> {
        if let Edit::Many { edits } = edit {
            return self.next_of_many(edits);
        }
        let mut sketch = Sketch::of(self);
        edit.draw(&mut sketch)?;
        sketch.follow_ground();
        let (patch, mut after) = sketch.finish();
        let changed = after.refresh(self, &patch);
        verify(self, &after, &patch)?;
        Ok(Next { patch, after, changed })
    }

    fn next_of_many(&self, edits: &[Edit]) -> Result<Next, EditError> {
        let (mut sum, mut now, mut all_changed) = (PatchSum::default(), self.clone(), BTreeSet::new());
        for (number, edit) in edits.iter().enumerate() {
            let refused = |error| EditError::InMany { number, error: Box::new(error) };
            let Next { patch, after, changed } = now.next(edit).map_err(refused)?;
            sum.push(&patch);
            now = after;
            all_changed.extend(changed);
        }
        let patch = sum.into_patch();
        now.next = self.next.raised(patch.next_ids());
        Ok(Next { patch, after: now, changed: all_changed })
    }

    fn compared(&self, patch: Patch, after: &Self, changed: &BTreeSet<AreaId>) -> Edited {
        let metrics = |state: &Self, area: AreaId| state.metrics(area).unwrap_or_default();
        let differs = |area: &AreaId| {
            self.entry(*area).map(|entry| entry.totals) != after.entry(*area).map(|entry| entry.totals)
        };
        let changes = changed.iter().copied().filter(differs);
        let moves = patch.buildings.iter().filter_map(|change| {
            let (before, after) = (change.before.as_ref()?, change.after.as_ref()?);
            let (from, to, households) = (before.area, after.area, after.households);
            (from != to).then_some(BuildingMove { building: change.id, from, to, households })
        });
        Edited {
            metrics: changes
                .map(|area| MetricsChange { area, before: metrics(self, area), after: metrics(after, area) })
                .collect(),
            moved: moves.collect(),
            created: patch
                .areas
                .iter()
                .filter(|change| change.before.is_none())
                .map(|change| change.id)
                .collect(),
            redrawn: after.redrawn(self, &patch),
            patch,
        }
    }
}
