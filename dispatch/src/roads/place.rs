//! From a point on a chain to the states at its ends, and to other points of the chain.

use super::adjacency::Step;
use super::graph::Graph;
use super::network::SegmentWeights;
use super::snap::{Snap, WHOLE, share};
use super::weight::{NO_WAY, sum};
use crate::Profile;

/// A part of a segment walked in one direction; fractions count in that direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub step: Step,
    pub from: u32,
    pub to: u32,
}

impl Stretch {
    /// What the stretch costs.
    pub fn weight(&self, weights: &SegmentWeights) -> u32 {
        share(self.step.weight(&weights.along, &weights.against), self.to - self.from)
    }
}

/// A snapped position, seen on the graph of its profile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    graph: &'a Graph,
    profile: u8,
    /// The chain that was met, which step of it, and how far along that step in the direction of the chain.
    chain: usize,
    step: usize,
    fraction: u32,
    /// The junction, when the point is one: it belongs to all its roads then, and not to the one that was met.
    junction: Option<u32>,
}

/// A way between a place and a state, or between two places.
pub(crate) type Passage = Vec<Stretch>;

impl<'a> Place<'a> {
    /// Finds the place of a snap, which must be on a segment that the profile may use.
    pub fn of(graph: &'a Graph, profile: Profile, snap: &Snap) -> Self {
        let (chain, step) = graph.chains.place(snap.segment).expect("a usable segment is joined to a chain");
        let steps = graph.chains.steps(chain);
        let fraction = if steps[step].is_reversed() { WHOLE - snap.fraction } else { snap.fraction };
        let (start, end) = graph.chains.ends[chain];
        let junction = match (step, fraction) {
            (0, 0) => Some(start),
            (_, WHOLE) if step + 1 == steps.len() => Some(end),
            _ => None,
        };
        Self { graph, profile: 1 << profile as u8, chain, step, fraction, junction }
    }

    /// The point itself: a step and how far along it.
    pub fn point(&self) -> (Step, u32) {
        (self.graph.chains.steps(self.chain)[self.step], self.fraction)
    }

    /// From here to the end of each course that may be walked: the state there and the way.
    pub fn exits(&self) -> Vec<(u32, Passage)> {
        let exit = |course: u32, way: Passage| (self.graph.arrival(course), way);
        match self.junction {
            None => {
                let courses = self.courses().into_iter().filter(|&course| self.is_open(course));
                courses.map(|course| exit(course, self.rest(course))).collect()
            }
            Some(junction) => {
                let leaving = self.graph.chains.leaving(junction).iter().copied();
                let open = leaving.filter(|&course| self.is_open(course));
                open.map(|course| exit(course, self.whole(course))).collect()
            }
        }
    }

    /// As [`Place::exits`], what the ways weigh: this is asked for every source of every question.
    pub fn exit_weights(&self, weights: &SegmentWeights) -> impl Iterator<Item = (u32, u32)> {
        let leaving = self.junction.map(|junction| self.graph.chains.leaving(junction));
        let own = self.courses();
        let courses = leaving.into_iter().flatten().copied();
        let courses = courses.chain(own.into_iter().filter(move |_| leaving.is_none()));
        courses.filter(|&course| self.is_open(course)).map(move |course| {
            let weight = |step: Step| step.weight(&weights.along, &weights.against);
            let mut steps = self.graph.chains.walk(course);
            let first = if self.junction.is_some() {
                0
            } else {
                let (step, fraction) = self.along(course);
                steps.nth(step).map_or(0, |step| share(weight(step), WHOLE - fraction))
            };
            let total = steps.fold(first, |total, step| sum(total, weight(step)));
            (self.graph.arrival(course), total)
        })
    }

    /// Which step of a course of this chain the point is on, and how far along it.
    fn along(&self, course: u32) -> (usize, u32) {
        if course.is_multiple_of(2) {
            (self.step, self.fraction)
        } else {
            (self.graph.chains.steps(self.chain).len() - 1 - self.step, WHOLE - self.fraction)
        }
    }

    /// The states from which this place is entered, each with the way still to go.
    pub fn entries(&self) -> Vec<(u32, Passage)> {
        let mut entries = Vec::new();
        match self.junction {
            None => {
                for course in self.courses() {
                    let moves = self.graph.moves_along(course).iter();
                    let moves = moves.filter(|step| step.profiles & self.profile != 0);
                    entries.extend(moves.map(|step| (step.from, self.beginning(course))));
                }
            }
            Some(junction) => {
                for &course in self.graph.chains.leaving(junction) {
                    let states = self.graph.arrivals(course ^ 1).iter();
                    entries.extend(states.map(|&state| (state, Vec::new())));
                }
                entries.sort_unstable_by_key(|(state, _)| *state);
                entries.dedup_by_key(|(state, _)| *state);
            }
        }
        entries
    }

    /// The ways from here to another place on which no junction is passed.
    pub fn direct(&self, other: &Self) -> Vec<Passage> {
        let chains = &self.graph.chains;
        match (self.junction, other.junction) {
            (Some(here), Some(there)) if here == there => vec![Vec::new()],
            (Some(_), Some(_)) => Vec::new(),
            (Some(here), None) => {
                let courses = other.courses().into_iter().filter(|&course| chains.tail(course) == here);
                courses.map(|course| other.beginning(course)).collect()
            }
            (None, Some(there)) => {
                let courses = self.courses().into_iter().filter(|&course| chains.head(course) == there);
                courses.map(|course| self.rest(course)).collect()
            }
            (None, None) if self.chain != other.chain => Vec::new(),
            (None, None) if (self.step, self.fraction) <= (other.step, other.fraction) => {
                vec![self.until(other)]
            }
            (None, None) => vec![backwards(other.until(self))],
        }
    }

    /// Where this place is reached without passing a junction: whether that is a junction, and which, or which chain.
    pub fn neighbourhood(&self) -> (bool, u32) {
        self.junction.map_or((false, self.chain as u32), |junction| (true, junction))
    }

    /// The neighbourhoods of all places that are reached from here without passing a junction.
    pub fn neighbourhoods(&self) -> Vec<(bool, u32)> {
        let chains = &self.graph.chains;
        let mut around = vec![self.neighbourhood()];
        match self.junction {
            Some(junction) => {
                around.extend(chains.leaving(junction).iter().map(|course| (false, course / 2)))
            }
            None => around.extend(self.courses().map(|course| (true, chains.head(course)))),
        }
        around.sort_unstable();
        around.dedup();
        around
    }

    fn courses(&self) -> [u32; 2] {
        [2 * self.chain as u32, 2 * self.chain as u32 + 1]
    }

    fn is_open(&self, course: u32) -> bool {
        self.graph.open[course as usize] & self.profile != 0
    }

    fn whole(&self, course: u32) -> Passage {
        self.graph.chains.walk(course).map(|step| Stretch { step, from: 0, to: WHOLE }).collect()
    }

    /// From here to the end of a course of this chain.
    fn rest(&self, course: u32) -> Passage {
        if course.is_multiple_of(2) { self.ahead() } else { backwards(self.behind()) }
    }

    /// From the beginning of a course of this chain to here.
    fn beginning(&self, course: u32) -> Passage {
        if course.is_multiple_of(2) { self.behind() } else { backwards(self.ahead()) }
    }

    fn ahead(&self) -> Passage {
        let steps = &self.graph.chains.steps(self.chain)[self.step..];
        stretches(steps, self.fraction, WHOLE)
    }

    fn behind(&self) -> Passage {
        let steps = &self.graph.chains.steps(self.chain)[..=self.step];
        stretches(steps, 0, self.fraction)
    }

    fn until(&self, later: &Self) -> Passage {
        let steps = &self.graph.chains.steps(self.chain)[self.step..=later.step];
        stretches(steps, self.fraction, later.fraction)
    }
}

/// Consecutive steps, the first from a fraction on, the last up to a fraction; empty stretches left out.
fn stretches(steps: &[Step], from: u32, to: u32) -> Vec<Stretch> {
    let last = steps.len() - 1;
    let stretch = |(index, &step): (usize, &Step)| Stretch {
        step,
        from: if index == 0 { from } else { 0 },
        to: if index == last { to } else { WHOLE },
    };
    steps.iter().enumerate().map(stretch).filter(|stretch| stretch.from < stretch.to).collect()
}

/// The same stretches walked the other way.
fn backwards(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.reverse();
    for stretch in &mut stretches {
        *stretch = Stretch { step: stretch.step.back(), from: WHOLE - stretch.to, to: WHOLE - stretch.from };
    }
    stretches
}

/// What consecutive stretches cost together.
pub(crate) fn weight_of(stretches: &[Stretch], weights: &SegmentWeights) -> u32 {
    stretches.iter().fold(0, |total, stretch| sum(total, stretch.weight(weights)).min(NO_WAY))
}
