//! Turn restrictions as sequences of steps, and what they forbid.
//!
//! A [`Rule`] is what the map says: this way only, or not this way. [`forbidden`] turns all rules into one kind
//! of [`Ban`]: a sequence of steps that may not be walked in a row.

use super::adjacency::{Adjacency, Step};
use super::network::Segment;
use super::open::OpenTo;
use std::collections::BTreeMap;

/// What a turn restriction says of a sequence of steps, at least two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rule {
    /// From the last step of the first road to the first step of the last road.
    pub path: Vec<Step>,
    /// Whether whoever comes along the first step must go on so, or may not go so.
    pub only: bool,
    /// A bit for each profile bound.
    pub profiles: u8,
}

impl Rule {
    /// The nodes at which the rule speaks of a turn.
    pub fn nodes<'a>(&'a self, segments: &'a [Segment]) -> impl Iterator<Item = u32> + 'a {
        let turns = if self.only { self.path.len() - 1 } else { 1 };
        let last = self.path[self.path.len() - 1].tail(segments);
        self.path[..turns].iter().map(|step| step.head(segments)).chain([last])
    }
}

/// Steps that some profiles may not walk in a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ban {
    pub path: Vec<Step>,
    pub profiles: u8,
}

/// What all rules together forbid, each sequence once.
///
/// A rule that commands forbids every other step at each of its nodes to whoever has followed it so far; where
/// several of them begin alike, each permits its own way.
pub(crate) fn forbidden(
    rules: &[Rule],
    adjacency: &Adjacency,
    segments: &[Segment],
    open: &OpenTo,
) -> Vec<Ban> {
    let mut bans: BTreeMap<Vec<Step>, u8> = BTreeMap::new();
    // What commands allow, by the steps that led there.
    let mut commanded: BTreeMap<&[Step], Vec<(Step, u8)>> = BTreeMap::new();
    for rule in rules {
        if rule.only {
            for turn in 1..rule.path.len() {
                let (so_far, next) = rule.path.split_at(turn);
                commanded.entry(so_far).or_default().push((next[0], rule.profiles));
            }
        } else {
            *bans.entry(rule.path.clone()).or_default() |= rule.profiles;
        }
    }
    for (so_far, allowed) in commanded {
        let bound = allowed.iter().fold(0, |bound, (_, profiles)| bound | profiles);
        let node = so_far[so_far.len() - 1].head(segments);
        for &step in adjacency.steps(node as usize) {
            let permitted = allowed.iter().filter(|(next, _)| *next == step);
            let permitted = permitted.fold(0, |permitted, (_, profiles)| permitted | profiles);
            let profiles = bound & !permitted & open.to(step);
            if profiles != 0 {
                *bans.entry([so_far, &[step]].concat()).or_default() |= profiles;
            }
        }
    }
    bans.into_iter().map(|(path, profiles)| Ban { path, profiles }).collect()
}
