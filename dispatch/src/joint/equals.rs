//! Of all optima the one that everybody would name.
//!
//! The slots have a say in the order of tier, incident and number. First each that can, beside those before it,
//! keeps the unit that stands with it. Then each of the others takes the first unit by call sign that some optimum
//! lets it have beside all that was chosen before; it stays unfilled only if every optimum leaves it so. The rule
//! names one optimum, whatever the order of the input; of no two like optima it takes the one that gives up more; and
//! it favours the older of two like incidents.
//!
//! Optima differ by exchanges along pairs that cost nothing: slot to unit, unit to the slot that has it, and so on
//! round. Slots that may stay unfilled and units that may stay home meet at one gate, through which a round may
//! pass.

use super::augment::Matching;
use super::problem::{JointProblem, NONE};
use super::tiers::Solved;

/// Changes the matching to the optimum of the rule.
pub(super) fn choose_among_equals(problem: &JointProblem, solved: &mut Solved) {
    for open in &mut solved.tight {
        open.sort_unstable();
    }
    let slots = 0..solved.tight.len();
    let mut settled = vec![false; slots.len()];
    let mut rounds = None;
    for slot in slots.clone() {
        let stands = problem.stands[slot];
        if solved.tight[slot].contains(&stands) {
            choose(slot, &[stands], solved, &settled, &mut rounds);
            settled[slot] = solved.matching.unit_of[slot] == stands;
        }
    }
    for slot in slots {
        if !settled[slot] {
            let choices = std::mem::take(&mut solved.tight[slot]);
            choose(slot, &choices, solved, &settled, &mut rounds);
            solved.tight[slot] = choices;
            settled[slot] = true;
        }
    }
}

/// Gives the slot the first of the choices that it can have, if that is better than what it has.
fn choose(slot: usize, choices: &[u32], solved: &mut Solved, settled: &[bool], rounds: &mut Option<Rounds>) {
    let now = solved.matching.unit_of[slot];
    if choices.first().is_none_or(|&first| first == now) {
        return;
    }
    // Nearly every slot has its first choice, and then nothing needs to be looked up backwards.
    let rounds = rounds.get_or_insert_with(|| Rounds::new(solved));
    let before = choices.iter().position(|&unit| unit == now).unwrap_or(choices.len());
    let round = Round { slot: slot as u32, choices: &choices[..before], settled };
    if let Some(unit) = rounds.first_choice(&round, solved) {
        rounds.exchange(slot as u32, unit, &mut solved.matching);
    }
    rounds.forget();
}

/// A slot that has its say.
struct Round<'a> {
    slot: u32,
    /// What it would rather have than what it has, the best first.
    choices: &'a [u32],
    /// The slots that have had theirs.
    settled: &'a [bool],
}

/// How a slot may change from what it has now, so that the round of exchanges closes in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// None is known.
    Unseen,
    /// It takes this unit.
    Unit(u32),
    /// It stays unfilled, and the round passes the gate.
    Unfilled,
}

/// Where a round that has come to the gate goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Unseen,
    /// It ends: what the slot in question gives up may be left over.
    Closes,
    /// This slot gives up what it has, which may be left over, and changes.
    Through(u32),
}

/// A search for exchanges, backwards from what the slot in question gives up.
struct Rounds {
    /// The slots that could have each unit.
    wanted_by: Vec<Vec<u32>>,
    /// The slots that may stay unfilled.
    may_be_unfilled: Vec<u32>,
    ways: Vec<Way>,
    gate: Gate,
    /// Slots with a way, in the order in which they were found.
    seen: Vec<u32>,
}

impl Rounds {
    fn new(solved: &Solved) -> Self {
        let mut wanted_by = vec![Vec::new(); solved.may_stay_home.len()];
        for (slot, open) in (0..).zip(&solved.tight) {
            open.iter().for_each(|&unit| wanted_by[unit as usize].push(slot));
        }
        let slots = 0..solved.tight.len() as u32;
        Self {
            wanted_by,
            may_be_unfilled: slots.clone().filter(|&slot| solved.may_stay_empty[slot as usize]).collect(),
            ways: vec![Way::Unseen; slots.len()],
            gate: Gate::Unseen,
            seen: Vec::new(),
        }
    }

    /// The first of the choices that the slot can have.
    fn first_choice(&mut self, round: &Round<'_>, solved: &Solved) -> Option<u32> {
        let Solved { matching, may_stay_home, .. } = solved;
        let mut given_up = round.slot;
        let mut looked_at = 0;
        loop {
            let unit = matching.unit_of[given_up as usize];
            if unit == NONE || may_stay_home[unit as usize] {
                let gate = if given_up == round.slot { Gate::Closes } else { Gate::Through(given_up) };
                self.open_gate(gate, round, matching);
            }
            if unit != NONE {
                self.reach(unit, round);
            }
            if looked_at == self.seen.len() || self.can_have(*round.choices.first()?, matching) {
                return round.choices.iter().copied().find(|&unit| self.can_have(unit, matching));
            }
            given_up = self.seen[looked_at];
            looked_at += 1;
        }
    }

    fn can_have(&self, unit: u32, matching: &Matching) -> bool {
        match matching.slot_of[unit as usize] {
            NONE => self.gate != Gate::Unseen,
            holder => self.ways[holder as usize] != Way::Unseen,
        }
    }

    /// The unit can be taken: all that want it have a way.
    fn reach(&mut self, unit: u32, round: &Round<'_>) {
        for place in 0..self.wanted_by[unit as usize].len() {
            self.see(self.wanted_by[unit as usize][place], Way::Unit(unit), round);
        }
    }

    fn see(&mut self, slot: u32, way: Way, round: &Round<'_>) {
        if slot != round.slot && !round.settled[slot as usize] && self.ways[slot as usize] == Way::Unseen {
            self.ways[slot as usize] = way;
            self.seen.push(slot);
        }
    }

    /// One more may be left over: whoever could stay unfilled, or have a unit that is at home, has a way.
    fn open_gate(&mut self, gate: Gate, round: &Round<'_>, matching: &Matching) {
        if self.gate != Gate::Unseen {
            return;
        }
        self.gate = gate;
        for place in 0..self.may_be_unfilled.len() {
            let slot = self.may_be_unfilled[place];
            if matching.unit_of[slot as usize] != NONE {
                self.see(slot, Way::Unfilled, round);
            }
        }
        for unit in (0..).take(self.wanted_by.len()) {
            if matching.slot_of[unit as usize] == NONE {
                self.reach(unit, round);
            }
        }
    }

    /// Gives the unit to the slot in question, and goes round.
    fn exchange(&self, slot: u32, unit: u32, matching: &mut Matching) {
        let leave = |slot: u32, matching: &mut Matching| {
            let unit = std::mem::replace(&mut matching.unit_of[slot as usize], NONE);
            if unit != NONE {
                matching.slot_of[unit as usize] = NONE;
            }
        };
        let given_up = matching.unit_of[slot as usize];
        leave(slot, matching);
        let (mut slot, mut way) = (slot, Way::Unit(unit));
        loop {
            let holder = match way {
                Way::Unit(unit) => {
                    let holder = matching.slot_of[unit as usize];
                    if holder != NONE {
                        leave(holder, matching);
                    }
                    matching.unit_of[slot as usize] = unit;
                    matching.slot_of[unit as usize] = slot;
                    if unit == given_up {
                        return;
                    }
                    holder
                }
                Way::Unfilled => NONE,
                Way::Unseen => unreachable!("only slots with a way are displaced"),
            };
            slot = match (holder, self.gate) {
                (NONE, Gate::Through(through)) => {
                    leave(through, matching);
                    through
                }
                (NONE, _) => return,
                (holder, _) => holder,
            };
            way = self.ways[slot as usize];
        }
    }

    fn forget(&mut self) {
        for slot in self.seen.drain(..) {
            self.ways[slot as usize] = Way::Unseen;
        }
        self.gate = Gate::Unseen;
    }
}
