//! What two drafts have in common: the state from which both went on, and what the records of one are called in the other.
//!
//! Drafts that never met have the map they were begun on. After a merge they have more, as two branches have after one
//! was merged into the other: what the one had done by then. What each did since is measured from there, so that nothing
//! is joined, or disputed, a second time.

use super::draft::{PlanDraft, net};
use super::drawn::{Drawn, Joined, JoinedHow, Step};
use crate::Refusal;
use geo_core::territory::{Ids, Patch, Renumbering};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What two drafts have in common, in the numbers of the first of them.
pub(super) struct Common {
    /// What it changed on the map that both were begun on.
    pub net: Patch,
    /// What the numbers of the other draft are called in this one.
    pub numbers: Renumbering,
    /// The first numbers here that nothing is called.
    pub next: Ids,
    /// Whether the two never met.
    pub met: Met,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    Never,
    Before,
}

/// The drafts whose work some steps hold, each up to which entry of its stream.
pub(super) fn holds(steps: &[Arc<Step>]) -> BTreeMap<String, u64> {
    let mut holds = BTreeMap::new();
    for (draft, seq) in steps.iter().filter_map(|step| joined(step)?.1).flat_map(|joined| &joined.holds) {
        let known: &mut u64 = holds.entry(draft.clone()).or_default();
        *known = (*known).max(*seq);
    }
    holds
}

fn joined(step: &Step) -> Option<(&str, Option<&Joined>)> {
    match &step.drawn {
        Drawn::Merge { draft, joined, .. } => Some((draft, joined.as_deref())),
        Drawn::Edit(_) => None,
    }
}

/// How a draft was joined into these steps last.
///
/// # Errors
/// `merge_drawn_again` when its records cannot be told any more.
fn last_of<'a>(steps: &'a [Arc<Step>], draft: &str) -> Result<Option<&'a Joined>, Refusal> {
    let mut last = None;
    for (_, joined) in steps.iter().filter_map(|step| joined(step)).filter(|(other, _)| *other == draft) {
        match joined.filter(|joined| joined.how == JoinedHow::AsDrawn) {
            None => return Err(Refusal::new("merge_drawn_again").with("draft", draft)),
            exact => last = exact,
        }
    }
    Ok(last)
}

/// What two drafts of one map have in common.
///
/// # Errors
/// `merge_drawn_again`; `merges_crossed` when each has taken in the other, or both a third, without knowing of it: there
/// is no one state then from which both went on.
pub(super) fn common(mine: &PlanDraft, other: &PlanDraft) -> Result<Common, Refusal> {
    let [here, there] = [mine, other].map(|draft| &draft.steps()[..draft.in_effect()]);
    let (theirs, ours) = (last_of(here, &other.id)?, last_of(there, &mine.id)?);
    let (held_here, held_there) = (holds(here), holds(there));
    let crossed = || Refusal::new("merges_crossed").with("draft", &mine.id).with("other", &other.id);
    // Work of the other that came by way of a third has numbers that the third gave.
    let is_direct = |held: &BTreeMap<_, u64>, draft: &str, direct: Option<&Joined>| {
        held.get(draft).copied() == direct.map(|joined| joined.seq)
    };
    if !is_direct(&held_here, &other.id, theirs) || !is_direct(&held_there, &mine.id, ours) {
        return Err(crossed());
    }
    // The state of the other that came here, if it knew of all that the other has of this one; or the other way round.
    let from_theirs = theirs.map(|joined| (joined, other.steps_at(joined.seq)));
    let from_ours = ours.map(|joined| (joined, mine.steps_at(joined.seq)));
    let from_theirs = from_theirs.filter(|(_, then)| held_there.get(&mine.id) <= holds(then).get(&mine.id));
    let from_ours = from_ours.filter(|(_, then)| held_here.get(&other.id) <= holds(then).get(&other.id));
    let (then, known, held, met) = match (from_theirs, from_ours) {
        (Some((joined, then)), _) => {
            let held = with(holds(&then), &other.id, joined.seq);
            (net(&then).renumbered(&joined.numbers), joined.numbers.clone(), held, Met::Before)
        }
        (None, Some((joined, then))) => {
            let held = with(holds(&then), &mine.id, joined.seq);
            (net(&then), joined.numbers.inverse(), held, Met::Before)
        }
        (None, None) if theirs.is_none() && ours.is_none() => {
            let known = Renumbering::same_below(mine.begun.next_ids());
            (Patch::default(), known, BTreeMap::new(), Met::Never)
        }
        (None, None) => return Err(crossed()),
    };
    // A third draft that both took in must have come to both with what they have in common.
    let twice = held_here.iter().filter(|(draft, _)| **draft != mine.id && **draft != other.id);
    let twice = twice.filter_map(|(draft, here)| Some((draft, here.min(held_there.get(draft)?))));
    if twice.into_iter().any(|(draft, seq)| held.get(draft).is_none_or(|known| known < seq)) {
        return Err(crossed());
    }
    let (numbers, next) = known.completed(other.map.next_ids(), mine.map.next_ids());
    Ok(Common { net: then, numbers, next, met })
}

fn with(mut holds: BTreeMap<String, u64>, draft: &str, seq: u64) -> BTreeMap<String, u64> {
    holds.insert(draft.to_owned(), seq);
    holds
}
