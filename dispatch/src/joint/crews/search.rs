//! Branch and bound over what makes a situation no assignment.

use super::expand::Expanded;
use super::{CrewOptimum, Crews, NodeBudget};
use crate::joint::{
    ByHand, JointError, JointProblem, Objective, Optimum, Situation, SlotId, Target, Tier, optimize,
};
use crate::{IncidentId, TeamId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// The best choice for a situation with crews, as far as the budget goes. Without crews it is that of
/// [`optimize`], found in one step.
///
/// # Errors
/// [`JointError`] as [`JointProblem::new`], and for a crew whose slots are not there or of several incidents.
pub fn optimize_crews(
    situation: &Situation,
    crews: &Crews,
    budget: NodeBudget,
) -> Result<CrewOptimum, JointError> {
    let expanded = Expanded::of(situation, crews)?;
    let mut search = Search { expanded: &expanded, nodes: 0 };
    let root = search.relax(Decided::default())?.expect("no crew is wanted whole yet");
    let mut best = search.mended(&root)?;
    let mut open = BinaryHeap::from([Reverse(Queued { bound: root.objective.clone(), turn: 0, node: root })]);
    // What was given up without a proof that something known is better.
    let mut given_up: Option<Objective> = None;
    let mut turn = 0;
    while let Some(Reverse(next)) = open.peek() {
        if next.bound >= best.objective || search.nodes >= budget.0.max(1) {
            break;
        }
        let Some(Reverse(Queued { node, bound, .. })) = open.pop() else { break };
        let Some(split) = search.broken(&node).into_iter().next() else {
            best = node;
            break;
        };
        for decided in split.branches(&node.decided) {
            match search.relax(decided)? {
                Some(node) if node.objective < best.objective => {
                    turn += 1;
                    open.push(Reverse(Queued { bound: node.objective.clone(), turn, node }));
                }
                Some(_) => {}
                // A pin may be what keeps the crew apart; then nobody has shown that something else is better.
                None if expanded.situation.pins.is_empty() => {}
                None => {
                    given_up = Some(given_up.map_or_else(|| bound.clone(), |least| least.min(bound.clone())))
                }
            }
        }
    }
    let left = open.peek().map(|Reverse(next)| next.bound.clone());
    let bound = left.into_iter().chain(given_up).chain([best.objective.clone()]).min();
    Ok(best.told(&expanded, bound, search.nodes))
}

/// How many times the less important half of what is broken is left away, before all of it is: enough for a thousand
/// crews, each of which fills another by halves.
const MENDING_ROUNDS: u32 = 12;

/// What has been decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Decided {
    /// Crews that are not sent, by their places.
    stood_down: BTreeSet<usize>,
    /// Crews that are wanted whole.
    whole: BTreeSet<usize>,
    /// Units that stay away from incidents.
    away: BTreeSet<(TeamId, IncidentId)>,
}

/// A relaxation, solved.
#[derive(Clone)]
struct Node {
    decided: Decided,
    situation: Situation,
    optimum: Optimum,
    /// Its worth, with what crews wanted whole save taken off.
    objective: Objective,
}

/// Nodes by bound, of equals the first.
struct Queued {
    bound: Objective,
    turn: u64,
    node: Node,
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        (&self.bound, self.turn) == (&other.bound, other.turn)
    }
}
impl Eq for Queued {}
impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Queued {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.bound, self.turn).cmp(&(&other.bound, other.turn))
    }
}

/// Where a relaxation breaks something apart.
enum Split {
    /// A crew, by its place.
    Crew(usize),
    /// A unit that serves at several incidents, the most important first.
    Unit { unit: TeamId, at: Vec<IncidentId> },
}

impl Split {
    /// What is decided instead; together everything that breaks nothing.
    fn branches(&self, decided: &Decided) -> Vec<Decided> {
        let with = |change: &dyn Fn(&mut Decided)| {
            let mut next = decided.clone();
            change(&mut next);
            next
        };
        match self {
            Self::Crew(place) => vec![
                with(&|next| _ = next.whole.insert(*place)),
                with(&|next| _ = next.stood_down.insert(*place)),
            ],
            Self::Unit { unit, at } => {
                let (least, others) = at.split_last().expect("a unit that is split is at two incidents");
                vec![
                    with(&|next| _ = next.away.insert((unit.clone(), least.clone()))),
                    with(&|next| next.away.extend(others.iter().map(|other| (unit.clone(), other.clone())))),
                ]
            }
        }
    }
}

struct Search<'a> {
    expanded: &'a Expanded,
    nodes: u32,
}

impl Search<'_> {
    /// The optimum of the assignment that is left; nothing if a crew that is wanted whole is not.
    fn relax(&mut self, decided: Decided) -> Result<Option<Node>, JointError> {
        self.nodes += 1;
        let situation = self.situation(&decided);
        let problem = JointProblem::new(situation)?;
        let optimum = optimize(&problem);
        let situation = problem.situation().clone();
        let filled = filled(&optimum);
        let mut objective = optimum.objective.clone();
        for &place in &decided.whole {
            let crew = &self.expanded.crews[place];
            let there = filled.get(&crew.incident);
            if !crew.slots.iter().all(|slot| there.is_some_and(|there| there.contains(slot))) {
                return Ok(None);
            }
            if let Some(tier) = objective.0.iter_mut().find(|tier| tier.tier == crew.tier) {
                tier.cost += i128::from(self.expanded.above_all) * crew.slots.len() as i128;
            }
        }
        Ok(Some(Node { decided, situation, optimum, objective }))
    }

    fn situation(&self, decided: &Decided) -> Situation {
        let Expanded { situation, crews, all_of, above_all, .. } = self.expanded;
        let at: BTreeMap<&IncidentId, usize> =
            situation.incidents.iter().enumerate().map(|(at, open)| (&open.incident, at)).collect();
        let mut situation = situation.clone();
        let mut slots = |place: usize, change: &dyn Fn(&mut crate::joint::Slot)| {
            let crew = &crews[place];
            let all = &mut situation.incidents[at[&crew.incident]].slots;
            crew.slots.iter().for_each(|number| change(&mut all[usize::from(*number)]));
        };
        for &place in &decided.stood_down {
            slots(place, &|slot| slot.candidates.clear());
        }
        for &place in &decided.whole {
            slots(place, &|slot| slot.candidates.iter_mut().for_each(|other| other.extra.0 -= above_all));
        }
        for (unit, incident) in &decided.away {
            let one = [unit.clone()];
            for unit in all_of.get(unit).map_or(&one[..], Vec::as_slice) {
                let target = Target::Incident(incident.clone());
                situation.exclusions.push(ByHand { unit: unit.clone(), target });
            }
        }
        situation
    }

    /// What a relaxation breaks apart: the most important first, then by incident. A unit that several incidents have
    /// stands where the least important of them does.
    fn broken(&self, node: &Node) -> Vec<Split> {
        let filled = filled(&node.optimum);
        let crews = self.expanded.crews.iter().enumerate().filter(|(place, crew)| {
            let there = |slot: &&u16| filled.get(&crew.incident).is_some_and(|there| there.contains(*slot));
            let count = crew.slots.iter().filter(there).count();
            !node.decided.whole.contains(place) && 0 < count && count < crew.slots.len()
        });
        let crews = crews.map(|(place, crew)| ((crew.tier, crew.incident.clone()), Split::Crew(place)));
        let units = self.at_several(node).into_iter().filter_map(|(unit, at)| {
            let least = at.last()?.clone();
            Some((least, Split::Unit { unit, at: at.into_iter().map(|(_, incident)| incident).collect() }))
        });
        let mut broken: Vec<_> = crews.chain(units).collect();
        // Crews stand before units, and each in their own order.
        broken.sort_by(|(a, _), (b, _)| a.cmp(b));
        broken.into_iter().map(|(_, split)| split).collect()
    }

    /// Units that are at several incidents, in order of their names, with these, the most important first.
    fn at_several(&self, node: &Node) -> Vec<(TeamId, BTreeSet<(Tier, IncidentId)>)> {
        let mut at: BTreeMap<&TeamId, BTreeSet<(Tier, IncidentId)>> = BTreeMap::new();
        for pairing in &node.optimum.pairings {
            let unit = self.expanded.selves.get(&pairing.unit).unwrap_or(&pairing.unit);
            if self.expanded.all_of.contains_key(unit) {
                let incident = pairing.slot.incident.clone();
                let tier = self.expanded.tiers[&incident];
                at.entry(unit).or_default().insert((tier, incident));
            }
        }
        let several = at.into_iter().filter(|(_, at)| at.len() > 1);
        several.map(|(unit, at)| (unit.clone(), at)).collect()
    }

    /// A choice that breaks nothing. Of what is broken apart the less important half is left away, until nothing is. A
    /// few rounds do; where they do not, no crew is sent, and a unit that is broken apart stays where it matters most.
    fn mended(&mut self, root: &Node) -> Result<Node, JointError> {
        let mut node = root.clone();
        for round in 0.. {
            let broken = self.broken(&node);
            if broken.is_empty() {
                break;
            }
            let mut decided = node.decided.clone();
            let is_late = round >= MENDING_ROUNDS;
            if is_late {
                decided.stood_down.extend(0..self.expanded.crews.len());
            }
            for split in &broken[if is_late { 0 } else { broken.len() / 2 }..] {
                match split {
                    Split::Crew(place) => _ = decided.stood_down.insert(*place),
                    Split::Unit { unit, at } if is_late => {
                        let others = self.expanded.tiers.keys().filter(|incident| **incident != at[0]);
                        decided.away.extend(others.map(|incident| (unit.clone(), incident.clone())));
                    }
                    Split::Unit { unit, at } => {
                        decided.away.extend(at[1..].iter().map(|incident| (unit.clone(), incident.clone())));
                    }
                }
            }
            // Nothing is wanted whole here, so nothing can be missed.
            let Some(next) = self.relax(decided)? else { break };
            node = next;
        }
        Ok(node)
    }
}

impl Node {
    fn told(self, expanded: &Expanded, bound: Option<Objective>, nodes: u32) -> CrewOptimum {
        let slots = |places: &BTreeSet<usize>| -> Vec<SlotId> {
            let crews = places.iter().map(|&place| &expanded.crews[place]);
            let slot =
                |crew: &super::expand::Crew, number: u16| SlotId { incident: crew.incident.clone(), number };
            crews.flat_map(|crew| crew.slots.iter().map(move |&number| slot(crew, number))).collect()
        };
        let wanted = slots(&self.decided.whole).into_iter().map(|slot| (slot, expanded.above_all)).collect();
        let stood_down = slots(&self.decided.stood_down);
        CrewOptimum {
            settled: (self.situation, self.optimum),
            selves: expanded.selves.clone(),
            bound: bound.unwrap_or_else(|| self.objective.clone()),
            objective: self.objective,
            nodes,
            stood_down,
            wanted,
        }
    }
}

/// The numbers of the slots that are filled, by incident.
fn filled(optimum: &Optimum) -> BTreeMap<IncidentId, BTreeSet<u16>> {
    let mut filled: BTreeMap<IncidentId, BTreeSet<u16>> = BTreeMap::new();
    for pairing in &optimum.pairings {
        filled.entry(pairing.slot.incident.clone()).or_default().insert(pairing.slot.number);
    }
    filled
}
