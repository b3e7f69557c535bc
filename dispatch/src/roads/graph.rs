//! The graph that is searched: states and the moves between them.
//!
//! On wheels a state is a course just walked to its end ([`Graph::of_turns`]), so that a move is a turn and can
//! be forbidden; where a restriction goes over several roads, what was walked before is part of the state. On foot
//! nothing depends on where one comes from, and a state is a junction ([`Graph::of_junctions`]), or one road's
//! end at it where a barrier keeps the ends apart. Every move walks one course and weighs what that weighs.

use super::adjacency::{Adjacency, Step};
use super::chains::Chains;
use super::network::Segment;
use super::open::{FOOT, OpenTo, WHEELS};
use super::rules::{Ban, Rule, forbidden};
use super::turns::Turns;
use crate::Profile;
use std::collections::BTreeMap;

/// No state: nobody walks this course.
pub(crate) const NO_STATE: u32 = u32::MAX;

/// From one state to another along a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Move {
    pub course: u32,
    pub from: u32,
    pub to: u32,
    /// A bit for each profile that may move so.
    pub profiles: u8,
}

/// States and moves over chains.
#[derive(Debug)]
pub(crate) struct Graph {
    pub chains: Chains,
    /// A bit for each profile that may walk a course.
    pub open: Vec<u8>,
    /// The profiles that are sent on this graph.
    profiles: u8,
    /// How many states there are.
    pub states: usize,
    /// For each course the state of whoever has walked it and remembers nothing older.
    arrival: Vec<u32>,
    /// All states at the end of each course.
    first_state: Vec<u32>,
    arrivals: Vec<u32>,
    /// By course, then by state.
    moves: Vec<Move>,
    first_move: Vec<u32>,
}

impl Graph {
    /// The graph of profiles that obey turns.
    pub fn of_turns(chains: Chains, open: Vec<u8>, blocked: &[u8], bans: &[Ban]) -> Self {
        let turns = Turns::new(&chains, &open, blocked, bans);
        let mut arrival = vec![NO_STATE; chains.courses()];
        let mut states = 0;
        for (state, &profiles) in arrival.iter_mut().zip(&open) {
            if profiles != 0 {
                *state = states;
                states += 1;
            }
        }
        let mut of_history = BTreeMap::new();
        for history in turns.histories() {
            if arrival[history[history.len() - 1] as usize] != NO_STATE {
                of_history.insert(history.clone(), states);
                states += 1;
            }
        }
        let mut ends: Vec<(u32, u32)> = Vec::with_capacity(states as usize);
        let mut moves = Vec::new();
        let beginnings = turns.beginnings();
        let plain = (0..chains.courses() as u32)
            .filter(|&course| arrival[course as usize] != NO_STATE)
            .map(|course| (vec![course], arrival[course as usize]));
        for (courses, from) in plain.chain(of_history.clone()) {
            let here = courses[courses.len() - 1];
            ends.push((here, from));
            let remembers = courses.len() > 1 || beginnings.contains(&here);
            for (course, profiles) in turns.after(&courses) {
                let history = if remembers { turns.remembered(&courses, course) } else { None };
                let to = history.map_or(arrival[course as usize], |history| of_history[&history]);
                moves.push(Move { course, from, to, profiles });
            }
        }
        Self::sorted(chains, open, WHEELS, states as usize, arrival, ends, moves)
    }

    /// The graph of those on foot.
    pub fn of_junctions(chains: Chains, open: Vec<u8>, blocked: &[u8]) -> Self {
        let mut states = 0;
        let mut next_state = || {
            states += 1;
            states - 1
        };
        // Where courses begin: at their junction, or each for itself where a barrier stands.
        let mut begin = vec![NO_STATE; chains.courses()];
        for (junction, blocked) in (0..chains.junctions.len() as u32).zip(blocked) {
            let shared = if blocked & FOOT == 0 { next_state() } else { NO_STATE };
            for &course in chains.leaving(junction) {
                begin[course as usize] = if shared == NO_STATE { next_state() } else { shared };
            }
        }
        let courses = 0..chains.courses() as u32;
        let is_open = |course: &u32| open[*course as usize] & FOOT != 0;
        let end = |course: u32| begin[course as usize ^ 1];
        let arrival = courses.clone().map(|course| if is_open(&course) { end(course) } else { NO_STATE });
        let arrival: Vec<u32> = arrival.collect();
        let ends = courses.clone().filter(is_open).map(|course| (course, end(course))).collect();
        let along =
            |course: u32| Move { course, from: begin[course as usize], to: end(course), profiles: FOOT };
        let moves = courses.filter(is_open).map(along).collect();
        Self::sorted(chains, open, FOOT, states as usize, arrival, ends, moves)
    }

    fn sorted(
        chains: Chains,
        open: Vec<u8>,
        profiles: u8,
        states: usize,
        arrival: Vec<u32>,
        mut ends: Vec<(u32, u32)>,
        mut moves: Vec<Move>,
    ) -> Self {
        ends.sort_unstable();
        moves.sort_unstable();
        let courses = chains.courses();
        let mut first_state = vec![0; courses + 1];
        let mut first_move = vec![0; courses + 1];
        ends.iter().for_each(|&(course, _)| first_state[course as usize + 1] += 1);
        moves.iter().for_each(|step| first_move[step.course as usize + 1] += 1);
        for course in 0..courses {
            first_state[course + 1] += first_state[course];
            first_move[course + 1] += first_move[course];
        }
        let arrivals = ends.into_iter().map(|(_, state)| state).collect();
        Self { chains, open, profiles, states, arrival, first_state, arrivals, moves, first_move }
    }

    /// The state of whoever has walked a course from somewhere on it; [`NO_STATE`] when nobody may.
    pub fn arrival(&self, course: u32) -> u32 {
        self.arrival[course as usize]
    }

    /// All states at the end of a course, ascending.
    pub fn arrivals(&self, course: u32) -> &[u32] {
        let course = course as usize;
        &self.arrivals[self.first_state[course] as usize..self.first_state[course + 1] as usize]
    }

    /// All moves, by course.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// The moves along a course.
    pub fn moves_along(&self, course: u32) -> &[Move] {
        let course = course as usize;
        &self.moves[self.first_move[course] as usize..self.first_move[course + 1] as usize]
    }

    /// Whether states are courses and not junctions.
    pub fn is_of_turns(&self) -> bool {
        self.profiles & FOOT == 0
    }

    /// The moves as arcs between states.
    pub fn arcs(&self) -> Vec<(u32, u32)> {
        self.moves.iter().map(|step| (step.from, step.to)).collect()
    }
}

/// Which of the two graphs of a network a profile is sent on.
pub(crate) fn mode(profile: Profile) -> usize {
    usize::from(profile == Profile::Foot)
}

/// The graphs of both modes.
pub(crate) fn graphs(
    nodes: usize,
    segments: &[Segment],
    open: &OpenTo,
    barriers: &[(u32, u8)],
    rules: &[Rule],
) -> [Graph; 2] {
    let mut blocked = vec![0u8; nodes];
    barriers.iter().for_each(|&(node, profiles)| blocked[node as usize] = profiles);
    let mut is_turn = vec![false; nodes];
    rules.iter().flat_map(|rule| rule.nodes(segments)).for_each(|node| is_turn[node as usize] = true);
    [WHEELS, FOOT].map(|profiles| {
        let adjacency = Adjacency::among(nodes, segments, |segment| open.to_segment(segment) & profiles != 0);
        let chains = Chains::of(&adjacency, segments, |node, [one, other]| {
            let differs = |a: Step, b: Step| (open.to(a) ^ open.to(b)) & profiles != 0;
            differs(one.back(), other)
                || differs(one, other.back())
                || blocked[node as usize] & profiles != 0
                || (profiles == WHEELS && is_turn[node as usize])
        });
        let courses = 0..chains.courses() as u32;
        let open_to: Vec<u8> = courses.map(|course| open.to(chains.first(course)) & profiles).collect();
        let blocked: Vec<u8> =
            chains.junctions.iter().map(|&node| blocked[node as usize] & profiles).collect();
        if profiles == FOOT {
            Graph::of_junctions(chains, open_to, &blocked)
        } else {
            Graph::of_turns(chains, open_to, &blocked, &forbidden(rules, &adjacency, segments, open))
        }
    })
}
