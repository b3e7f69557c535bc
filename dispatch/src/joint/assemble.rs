//! From calls, units and travel times to a [`Situation`].
//!
//! The rules of [`choose`](crate::choose) say who may serve which need; one of them is not asked: that a unit is
//! busy. A unit bound by one of the calls stands with it, and the priority matrix says whether another may have it.
//! A unit bound by anything else stays out.

use super::{
    Bond, Candidate, Crews, ExtraCost, OpenIncident, Preemption, Price, Situation, Slot, SlotId,
    StandingPair, Tier, UnitAt, Weight,
};
use crate::choose::{Around, Call, Finding, Policy, Standing, Unit, Verdict, rules};
use crate::roads::{Travel, TravelTimes};
use crate::{IncidentId, Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Milliseconds, Position};
use std::collections::{BTreeMap, BTreeSet};

/// An incident that units are wanted for, or bound by.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenCall {
    /// Its number.
    pub incident: IncidentId,
    /// Its priority.
    pub tier: Tier,
    /// What its waiting counts.
    pub weight: Weight,
    /// Where it is.
    pub position: Position,
    /// The areas it lies in, widest first.
    pub areas: Vec<AreaCode>,
    /// What it still needs, units bound to it included: for each unit the kinds that fit.
    pub needs: Vec<Vec<TeamKind>>,
    /// How much later than another its home team may arrive and still go first; as the policy says when absent.
    pub home_handicap: Option<Milliseconds>,
    /// Needs that are met together or not at all, by their places.
    pub crews: Vec<Vec<usize>>,
    /// For each need how many needs one unit may meet that meets it; one where nothing is said.
    pub serves: Vec<u8>,
    /// Units bound to it, in the order in which they have a claim to a need that fits.
    pub bound: Vec<Bound>,
}

/// A unit that is bound to an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Who.
    pub unit: TeamId,
    /// Whether it is there. If not, it is on its way.
    pub on_scene: bool,
    /// How long it should still need by what was reckoned when it was sent; for when its place is not known now.
    pub expected: Option<Milliseconds>,
}

/// A situation, and what was found on the way to it.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// The situation.
    pub situation: Situation,
    /// For each call, by its place: for each slot the place of its need. A unit that was sent beyond all needs has a
    /// slot of its own, so that it counts, and no need.
    pub needs: Vec<Vec<Option<usize>>>,
    /// What makes it more than an assignment.
    pub crews: Crews,
}

/// For so many calls travel times are asked for together: a table costs less than its rows, and must be held.
const AT_ONCE: usize = 512;

/// Figures beside those of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// What it costs to call a unit off that is on its way: another must be sooner by more than this in all.
    pub switching: Milliseconds,
    /// Which tier may take units from which.
    pub preemption: Preemption,
}

/// Puts together what [`optimize`](super::optimize) needs. The order of calls and of units does not matter.
///
/// A unit on its way whose arrival nobody can tell, neither by its place now nor by what was expected, is left where
/// it is, like one on scene: no better choice can be shown. One on its way whom the rules would not send again (its
/// shift has ended, an officer has overridden a rule) goes on, but is sent nowhere else.
pub fn assemble(
    calls: &[OpenCall],
    units: &[Unit],
    travel_times: &dyn TravelTimes,
    policy: &Policy,
    prices: &Prices,
) -> Assembled {
    let known: BTreeSet<&IncidentId> = calls.iter().map(|call| &call.incident).collect();
    let units: Vec<Unit> = units.iter().map(|unit| unbound(unit, &known)).collect();
    let places: BTreeMap<&TeamId, usize> = units.iter().zip(0..).map(|(unit, at)| (&unit.team, at)).collect();
    let mut standing = Vec::new();
    let mut needs = Vec::new();
    let asked = |calls: &'_ [OpenCall]| Travels::to_each(calls, &units, &places, travel_times, policy);
    let together = calls.chunks(AT_ONCE).flat_map(|calls| calls.iter().zip(asked(calls)));
    let incidents = together.map(|(call, travels)| {
        let mut slots: Vec<Slot> = call.needs.iter().map(|suited| travels.slot(suited)).collect();
        let mut need_of: Vec<Option<usize>> = (0..slots.len()).map(Some).collect();
        let kinds = call.bound.iter().map(|bound| Some(units[*places.get(&bound.unit)?].kind));
        let allotted = allot(&call.needs, &kinds.collect::<Vec<_>>());
        for (bound, place) in call.bound.iter().zip(allotted) {
            let Some(&at) = places.get(&bound.unit) else { continue };
            let number = place.unwrap_or_else(|| {
                slots.push(Slot::default());
                need_of.push(None);
                slots.len() - 1
            });
            let bond = travels.keep(at, bound, &mut slots[number], prices);
            let slot = SlotId { incident: call.incident.clone(), number: number as u16 };
            standing.push(StandingPair { unit: bound.unit.clone(), slot, bond });
        }
        needs.push(need_of);
        let OpenCall { incident, tier, weight, .. } = call;
        OpenIncident { incident: incident.clone(), tier: *tier, weight: *weight, slots }
    });
    let incidents = incidents.collect();
    let situation = Situation {
        incidents,
        units: units.iter().map(|unit| unit.team.clone()).collect(),
        standing,
        preemption: prices.preemption.clone(),
        ..Situation::default()
    };
    Assembled { situation, needs, crews: crews_of(calls) }
}

/// Needs and slots have the same numbers; units sent beyond all needs come after.
fn crews_of(calls: &[OpenCall]) -> Crews {
    let mut crews = Crews::default();
    for call in calls {
        let slot = |place: usize| SlotId { incident: call.incident.clone(), number: place as u16 };
        crews.together.extend(call.crews.iter().map(|crew| crew.iter().map(|&place| slot(place)).collect()));
        let serves = call.serves.iter().enumerate().filter(|(_, serves)| **serves > 1);
        crews.serves.extend(serves.map(|(place, &serves)| (slot(place), serves)));
    }
    crews
}

/// What the rules find against a unit for a need, a binding by one of `calls` aside: what
/// [`why_not`](super::why_not) asks. `travel` is the unit's way to the call, where its place is known.
pub fn findings_against(
    call: &OpenCall,
    suited: &[TeamKind],
    unit: &Unit,
    calls: &[OpenCall],
    travel: Option<&Travel>,
    policy: &Policy,
) -> Vec<Finding> {
    let known: BTreeSet<&IncidentId> = calls.iter().map(|call| &call.incident).collect();
    let mut findings = rules::judge(&as_call(call, suited), &unbound(unit, &known), policy);
    if let Some(&Travel::Unreachable { reason }) = travel {
        findings.push(Finding::Unreachable { why: reason });
    }
    findings.retain(|finding| finding.verdict() == Verdict::Bars);
    findings
}

/// The unit, free if one of these incidents binds it.
fn unbound(unit: &Unit, incidents: &BTreeSet<&IncidentId>) -> Unit {
    let standing = match &unit.standing {
        Standing::Bound(incident) if incidents.contains(incident) => Standing::Free,
        standing => standing.clone(),
    };
    Unit { standing, ..unit.clone() }
}

fn as_call(call: &OpenCall, suited: &[TeamKind]) -> Call {
    let (areas, around) = (call.areas.clone(), Around::default());
    Call { position: call.position, areas, suited: suited.to_vec(), around }
}

/// A unit whose way to a call is asked for.
struct Asked {
    at: usize,
    is_barred: bool,
    is_home: bool,
}

/// Whose way to a call is asked for: who might serve one of its needs, and who is bound to it, of known place.
fn asked_for(
    call: &OpenCall,
    units: &[Unit],
    places: &BTreeMap<&TeamId, usize>,
    policy: &Policy,
) -> Vec<Asked> {
    let wanted: BTreeSet<TeamKind> = call.needs.iter().flatten().copied().collect();
    let bound: BTreeSet<usize> =
        call.bound.iter().filter_map(|bound| places.get(&bound.unit).copied()).collect();
    let any_kind = as_call(call, &TeamKind::ALL);
    let concerned = units.iter().enumerate().filter(|(at, unit)| {
        (wanted.contains(&unit.kind) || bound.contains(at)) && unit.whereabouts.position().is_some()
    });
    let asked = concerned.map(|(at, unit)| {
        let findings = rules::judge(&any_kind, unit, policy);
        let is_barred = findings.iter().any(|finding| finding.verdict() == Verdict::Bars);
        let is_home = findings.iter().any(|finding| matches!(finding, Finding::HomeTeam { .. }));
        Asked { at, is_barred, is_home }
    });
    asked.filter(|asked| !asked.is_barred || bound.contains(&asked.at)).collect()
}

/// How long each unit needs to one call, and what else sending it costs.
#[derive(Clone)]
struct Travels<'a> {
    /// By the unit's place: nothing for whom a rule bars that does not look at the need, or whose place is unknown.
    able: Vec<Option<(Milliseconds, ExtraCost)>>,
    /// By the unit's place: whatever the rules say.
    arrivals: BTreeMap<usize, Milliseconds>,
    units: &'a [Unit],
}

impl<'a> Travels<'a> {
    /// The travels to each of some calls.
    fn to_each(
        calls: &[OpenCall],
        units: &'a [Unit],
        places: &BTreeMap<&TeamId, usize>,
        travel_times: &dyn TravelTimes,
        policy: &Policy,
    ) -> Vec<Self> {
        let asked: Vec<Vec<Asked>> =
            calls.iter().map(|call| asked_for(call, units, places, policy)).collect();
        let none = Self { able: vec![None; units.len()], arrivals: BTreeMap::new(), units };
        let mut all = vec![none; calls.len()];
        for profile in Profile::ALL {
            // Whoever is asked for anywhere stands in the table once.
            let is_wanted = |asked: &&Asked| units[asked.at].profile == profile;
            let wanted: BTreeSet<usize> =
                asked.iter().flatten().filter(is_wanted).map(|asked| asked.at).collect();
            let rows: BTreeMap<usize, usize> = wanted.iter().copied().zip(0..).collect();
            let sources: Vec<Position> =
                wanted.iter().filter_map(|&at| units[at].whereabouts.position()).collect();
            let of_calls: Vec<usize> =
                (0..calls.len()).filter(|&call| asked[call].iter().any(|asked| is_wanted(&asked))).collect();
            let targets: Vec<Position> = of_calls.iter().map(|&call| calls[call].position).collect();
            if sources.is_empty() {
                continue;
            }
            let answers = travel_times.travel_to_each(profile, &targets, &sources);
            for (call, answers) in of_calls.into_iter().zip(answers) {
                for asked in asked[call].iter().filter(is_wanted) {
                    let Some(way) = answers[rows[&asked.at]].total() else { continue };
                    let arrival = Milliseconds(way.0.saturating_add(units[asked.at].turnout.0));
                    let of_home = calls[call].home_handicap.unwrap_or(policy.home_handicap);
                    let handicap = if asked.is_home { of_home.0 as i64 } else { 0 };
                    let extra = ExtraCost(-handicap * i64::from(calls[call].weight.0));
                    all[call].arrivals.insert(asked.at, arrival);
                    all[call].able[asked.at] = (!asked.is_barred).then_some((arrival, extra));
                }
            }
        }
        all
    }

    fn slot(&self, suited: &[TeamKind]) -> Slot {
        let fitting = self.units.iter().zip(&self.able).zip(0..);
        let candidates = fitting.filter_map(|((unit, able), at)| {
            let (arrival, extra) = (*able).filter(|_| suited.contains(&unit.kind))?;
            Some(Candidate { unit: UnitAt(at), arrival, extra })
        });
        Slot { candidates: candidates.collect() }
    }

    /// How firmly a unit stands with its slot; puts it into the slot's table if it goes on whatever the rules say.
    fn keep(&self, at: usize, bound: &Bound, slot: &mut Slot, prices: &Prices) -> Bond {
        let arrival = self.arrivals.get(&at).copied().or(bound.expected);
        let (false, Some(arrival)) = (bound.on_scene, arrival) else { return Bond::OnScene };
        let unit = UnitAt(at as u32);
        if !slot.candidates.iter().any(|candidate| candidate.unit == unit) {
            slot.candidates.push(Candidate { unit, arrival, extra: ExtraCost(0) });
        }
        Bond::Underway { price: Price(prices.switching.0) }
    }
}

/// Which need each unit serves, given by its kind: as many as can serve one do, and those that come first before
/// others. One of unknown kind serves none.
pub fn allot(needs: &[Vec<TeamKind>], kinds: &[Option<TeamKind>]) -> Vec<Option<usize>> {
    let fits = |unit: usize, need: usize| kinds[unit].is_some_and(|kind| needs[need].contains(&kind));
    let mut holder: Vec<Option<usize>> = vec![None; needs.len()];
    for unit in 0..kinds.len() {
        place(unit, &fits, &mut holder, &mut vec![false; needs.len()]);
    }
    (0..kinds.len()).map(|unit| holder.iter().position(|held| *held == Some(unit))).collect()
}

/// Finds a need for a unit, moving others to needs that fit them too (an augmenting path). Who has a need keeps one.
fn place(
    unit: usize,
    fits: &dyn Fn(usize, usize) -> bool,
    holder: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    for need in 0..holder.len() {
        if seen[need] || !fits(unit, need) {
            continue;
        }
        seen[need] = true;
        if holder[need].is_none_or(|other| place(other, fits, holder, seen)) {
            holder[need] = Some(unit);
            return true;
        }
    }
    false
}
