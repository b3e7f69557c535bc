//! Walks (§5): a search over segments in a direction, which remembers the steps before as long as a restriction
//! may still speak of them.

use super::Segment;
use super::turns::{Step, Turn};
use dispatch::Profile;
use std::collections::{BTreeSet, HashMap};

/// What a profile may walk.
pub struct Walks {
    /// For each state, those from which it is entered. The first states are the steps, by their numbers, with
    /// nothing remembered; those after them remember.
    pub entered_from: Vec<Vec<u32>>,
    /// The step that each state has just ended.
    pub step: Vec<Step>,
    /// Without what restrictions over several roads forbid: which step may follow on which.
    pub plainly_after: Vec<Vec<u32>>,
    /// For each node the open steps that leave it, and the states that arrive at it.
    pub leaving: Vec<Vec<Step>>,
    pub arriving: Vec<Vec<u32>>,
}

struct Walker<'a> {
    profile: Profile,
    segments: &'a [Segment],
    leaving: Vec<Vec<Step>>,
    blocked: &'a [bool],
    /// Restrictions that bind this profile, by the step at which the last turn they speak of begins.
    by_last: HashMap<Step, Vec<&'a Turn>>,
    commands: HashMap<Step, Vec<&'a Turn>>,
    /// Everything worth remembering: two steps or more with which a restriction begins, and which is not all.
    worth: BTreeSet<&'a [Step]>,
}

impl Walker<'_> {
    fn head(&self, step: Step) -> usize {
        self.segments[step / 2].ends[1 - step % 2]
    }

    fn is_open(&self, step: Step) -> bool {
        self.segments[step / 2].weight(self.profile)[step % 2].is_some()
    }

    /// Whether whoever walked `past` may go on to a step, turning round left aside.
    fn may_follow(&self, past: &[Step], next: Step) -> bool {
        let forbids = |turn: &&Turn| {
            let before = &turn.steps[..turn.steps.len() - 1];
            past.ends_with(before) && turn.steps[before.len()] == next
        };
        let last = past[past.len() - 1];
        if self.by_last.get(&last).into_iter().flatten().any(forbids) {
            return false;
        }
        // Of the commands that have been followed so far, those alike in that permit together.
        let mut followed: Vec<(&[Step], Step)> = Vec::new();
        for turn in self.commands.get(&last).into_iter().flatten() {
            for length in 1..turn.steps.len() {
                if turn.steps[length - 1] == last && past.ends_with(&turn.steps[..length]) {
                    followed.push((&turn.steps[..length], turn.steps[length]));
                }
            }
        }
        followed.iter().all(|(so_far, _)| followed.contains(&(so_far, next)))
    }

    /// Where whoever walked `past` may go on.
    fn after(&self, past: &[Step]) -> Vec<Step> {
        let last = past[past.len() - 1];
        let node = self.head(last);
        let onwards = self.leaving[node].iter().copied().filter(|&next| next != last ^ 1);
        let mut next: Vec<Step> =
            onwards.filter(|&next| !self.blocked[node] && self.may_follow(past, next)).collect();
        let turns_anywhere = self.profile == Profile::Foot;
        if (next.is_empty() || turns_anywhere) && self.is_open(last ^ 1) && self.may_follow(past, last ^ 1) {
            next.push(last ^ 1);
        }
        next
    }

    /// The end of a walk that must be remembered.
    fn remembered<'p>(&self, past: &'p [Step]) -> &'p [Step] {
        let first = (0..past.len() - 1).find(|&first| self.worth.contains(&past[first..]));
        &past[first.unwrap_or(past.len() - 1)..]
    }
}

impl Walks {
    pub fn of(
        profile: Profile,
        nodes: usize,
        segments: &[Segment],
        blocked: &[bool],
        turns: &[Turn],
    ) -> Self {
        let mut leaving = vec![Vec::new(); nodes];
        for (number, segment) in segments.iter().enumerate() {
            let [along, against] = segment.weight(profile);
            along.iter().for_each(|_| leaving[segment.ends[0]].push(2 * number));
            against.iter().for_each(|_| leaving[segment.ends[1]].push(2 * number + 1));
        }
        let mut walker = Walker {
            profile,
            segments,
            leaving,
            blocked,
            by_last: HashMap::new(),
            commands: HashMap::new(),
            worth: BTreeSet::new(),
        };
        for turn in turns.iter().filter(|turn| turn.binds[profile as usize]) {
            let before = &turn.steps[..turn.steps.len() - 1];
            if turn.only {
                let mut at: Vec<Step> = before.to_vec();
                at.sort_unstable();
                at.dedup();
                at.into_iter().for_each(|step| walker.commands.entry(step).or_default().push(turn));
            } else {
                walker.by_last.entry(before[before.len() - 1]).or_default().push(turn);
            }
            walker.worth.extend((2..turn.steps.len()).map(|length| &turn.steps[..length]));
        }
        walker.explore()
    }
}

impl Walker<'_> {
    fn explore(self) -> Walks {
        let steps = self.segments.len() * 2;
        let mut step: Vec<Step> = (0..steps).collect();
        let mut entered_from: Vec<Vec<u32>> = vec![Vec::new(); steps];
        let mut plainly_after = vec![Vec::new(); steps];
        let mut state_of: HashMap<Vec<Step>, u32> = HashMap::new();
        let mut waiting: Vec<(u32, Vec<Step>)> = Vec::new();
        for at in (0..steps).filter(|&at| self.is_open(at)) {
            waiting.push((at as u32, vec![at]));
        }
        while let Some((state, past)) = waiting.pop() {
            for next in self.after(&past) {
                if past.len() == 1 {
                    plainly_after[past[0]].push(next as u32);
                }
                let longer = [&past[..], &[next]].concat();
                let kept = self.remembered(&longer);
                let to = if kept.len() == 1 {
                    next as u32
                } else {
                    let new = step.len() as u32;
                    let to = *state_of.entry(kept.to_vec()).or_insert(new);
                    if to == new {
                        step.push(next);
                        entered_from.push(Vec::new());
                        waiting.push((to, kept.to_vec()));
                    }
                    to
                };
                entered_from[to as usize].push(state);
            }
        }
        let mut arriving = vec![Vec::new(); self.leaving.len()];
        for (state, &at) in step.iter().enumerate() {
            if self.is_open(at) {
                arriving[self.head(at)].push(state as u32);
            }
        }
        Walks { entered_from, step, plainly_after, leaving: self.leaving, arriving }
    }
}
