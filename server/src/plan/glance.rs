//! What is known of a draft at a glance, also while its map is put away: what lists show.

use super::figures::Figures;
use super::forms::{Counts, DraftState, DraftView, StepLabel};
use super::label::{Names, label};
use super::room::published_as;
use geo_core::territory::StateHash;
use world::{PlanDraft, Timestamp, World};

/// A draft without its map.
#[derive(Debug, Clone)]
pub struct Glance {
    /// Its id.
    pub id: String,
    /// As its author calls it.
    pub name: String,
    /// The version it was begun on.
    pub base: u32,
    /// Who began it, and when.
    pub opened: (Timestamp, String),
    /// Who did something to it last, and when.
    pub changed: (Timestamp, String),
    /// Whether it was thrown away.
    pub discarded: bool,
    /// The hash of its map.
    pub hash: StateHash,
    /// What there is in its map.
    pub figures: Figures,
    step: usize,
    steps: usize,
    undo: Option<StepLabel>,
    redo: Option<StepLabel>,
    faces: usize,
    borders: usize,
    nodes: usize,
    buildings: usize,
}

impl Glance {
    /// A draft with the figures of its map.
    pub fn of(draft: &PlanDraft, figures: Figures) -> Self {
        let counts = draft.map.counts();
        let step = draft.in_effect();
        Self {
            id: draft.id.clone(),
            name: draft.name.clone(),
            base: draft.base,
            opened: draft.opened.clone(),
            changed: draft.changed.clone(),
            discarded: draft.discarded,
            hash: draft.map.hash(),
            figures,
            step,
            steps: draft.steps().len(),
            undo: draft.undoes().map(|undone| label(undone, &Names::at(draft, step))),
            redo: draft.redoes().map(|redone| label(redone, &Names::at(draft, step + 1))),
            faces: counts.faces,
            borders: counts.borders,
            nodes: counts.nodes,
            buildings: counts.buildings,
        }
    }

    /// As the browser sees it in a district.
    pub fn view(&self, world: &World) -> DraftView {
        let last = world.plan_versions().last().map_or(0, |version| version.number);
        DraftView {
            id: self.id.clone(),
            name: self.name.clone(),
            base: self.base,
            base_is_current: self.base == last,
            opened_by: self.opened.1.clone(),
            opened_at: self.opened.0,
            changed_by: self.changed.1.clone(),
            changed_at: self.changed.0,
            step: self.step,
            steps: self.steps,
            undo: self.undo.clone(),
            redo: self.redo.clone(),
            hash: self.hash,
            state: match (self.discarded, published_as(world, &self.id)) {
                (_, Some(_)) => DraftState::Published,
                (true, None) => DraftState::Discarded,
                (false, None) => DraftState::Open,
            },
            counts: Counts {
                areas: self.figures.areas.clone(),
                faces: self.faces,
                borders: self.borders,
                nodes: self.nodes,
                buildings: self.buildings,
            },
            households: self.figures.households,
            bounds: self.figures.bounds.map(crate::district::corners),
        }
    }
}
