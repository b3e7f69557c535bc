//! Who comes along which road may go on along which: the turns at junctions, before any history.
//!
//! A turn is from one course to the next. Onto the same chain backwards (turning round) is a turn only for
//! profiles that may go on in no other way; see `dispatch/ROADS.md` §5.

use super::chains::Chains;
use super::rules::Ban;
use std::collections::{BTreeSet, HashMap};

/// Courses that may not be walked in a row, each sequence with a bit for each profile bound.
type Sequences = Vec<(Vec<u32>, u8)>;

/// The turns that one course ends with.
pub(crate) struct Turns<'a> {
    chains: &'a Chains,
    /// For each course, a bit for each profile that may walk it.
    open: &'a [u8],
    /// For each junction, a bit for each profile that may not pass it.
    blocked: &'a [u8],
    /// What may not follow on what, for which profiles: sequences of courses, by their last two.
    bans: HashMap<(u32, u32), Sequences>,
    /// The beginnings of longer sequences, at least two courses each, and so what must be remembered.
    histories: BTreeSet<Vec<u32>>,
}

impl<'a> Turns<'a> {
    /// Puts the bans on the courses. Bans on courses that are not there bind nobody.
    pub fn new(chains: &'a Chains, open: &'a [u8], blocked: &'a [u8], bans: &[Ban]) -> Self {
        let mut by_end: HashMap<(u32, u32), Sequences> = HashMap::new();
        let mut histories = BTreeSet::new();
        for ban in bans {
            let [first, .., last] = ban.path[..] else { continue };
            let (Some(first), Some(last)) = (chains.ending_with(first), chains.beginning_with(last)) else {
                continue;
            };
            let between = &ban.path[1..ban.path.len() - 1];
            let between = between.iter().filter_map(|&step| chains.beginning_with(step));
            let courses: Vec<u32> = [first].into_iter().chain(between).chain([last]).collect();
            histories.extend((2..courses.len()).map(|length| courses[..length].to_vec()));
            let before = courses[courses.len() - 2];
            by_end.entry((before, last)).or_default().push((courses, ban.profiles));
        }
        Self { chains, open, blocked, bans: by_end, histories }
    }

    /// What must be remembered: sequences of courses, each a state of its own beside that of its last course.
    pub fn histories(&self) -> &BTreeSet<Vec<u32>> {
        &self.histories
    }

    /// The turns of whoever has come along these courses, the last one last: next course and profiles.
    pub fn after(&self, courses: &[u32]) -> Vec<(u32, u8)> {
        let here = courses[courses.len() - 1];
        let junction = self.chains.head(here);
        let forbidden = |next: u32| {
            let bans = self.bans.get(&(here, next)).into_iter().flatten();
            let complete = bans.filter(|(path, _)| courses.ends_with(&path[..path.len() - 1]));
            complete.fold(0, |profiles, (_, more)| profiles | more)
        };
        let may = |next: u32| self.open[here as usize] & self.open[next as usize] & !forbidden(next);
        let passing = !self.blocked[junction as usize];
        let mut elsewhere = 0;
        let mut turns = Vec::new();
        for &next in self.chains.leaving(junction) {
            if next != here ^ 1 {
                turns.push((next, may(next) & passing));
                elsewhere |= may(next) & passing;
            }
        }
        turns.push((here ^ 1, may(here ^ 1) & !elsewhere));
        turns.retain(|&(_, profiles)| profiles != 0);
        turns
    }

    /// What is remembered after a turn: the longest end of the sequence that is a history, or nothing.
    pub fn remembered(&self, courses: &[u32], next: u32) -> Option<Vec<u32>> {
        let mut sequence = [courses, &[next]].concat();
        while sequence.len() >= 2 {
            if self.histories.contains(&sequence) {
                return Some(sequence);
            }
            sequence.remove(0);
        }
        None
    }

    /// The first courses of the histories: only after these is anything remembered.
    pub fn beginnings(&self) -> BTreeSet<u32> {
        self.histories.iter().map(|history| history[0]).collect()
    }
}
