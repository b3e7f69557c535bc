//! A joint choice as the interface writes it.

use super::forms::*;
use super::making::{Made, nowhere};
use crate::closures::forms::ClosuresView;
use crate::incidents::forms::{ReasonView, TravelBasis};
use crate::incidents::proposal::reason_view;
use dispatch::choose::{Reason, Verdict};
use dispatch::joint::{
    Bar, Change, Difference, Elsewhere, Objective, Pairing, SlotId, Target, Unfilled, WhyNot, WhyUnfilled,
};
use dispatch::{IncidentId, TeamId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use world::records::Coming;
use world::{Timestamp, World};

pub(super) fn joint(made: &Made, basis: TravelBasis, closures: ClosuresView) -> JointView {
    let world = made.view.world();
    let mut incidents: Vec<JointIncident> = Vec::new();
    for (slot, shown) in slots(made, world) {
        match incidents.last_mut().filter(|last| last.incident == slot.incident) {
            Some(last) => last.slots.push(shown),
            None => incidents.extend(incident(world, &slot.incident, shown)),
        }
    }
    JointView {
        proposal: nowhere(),
        at: made.now,
        seq: world.seq(),
        basis,
        closures,
        incidents,
        changes: made.optimum.changes.iter().map(|change| changed(made, world, change)).collect(),
        objective: figures(made.crews.as_ref().map_or(&made.optimum.objective, |crews| &crews.objective)),
        gap: made
            .crews
            .as_ref()
            .map(|crews| GapView { by: differences(&crews.gap()), relaxations: crews.nodes }),
        checked: true,
    }
}

/// Every slot, filled or not, by tier, incident and number.
fn slots<'a>(made: &'a Made, world: &World) -> Vec<(&'a SlotId, JointSlot)> {
    let filled = made.optimum.pairings.iter().map(|pairing| (&pairing.slot, serves(made, world, pairing)));
    let empty = made.optimum.unfilled.iter().map(|unfilled| (&unfilled.slot, wanting(made, world, unfilled)));
    let mut slots: Vec<(&SlotId, JointSlot)> = filled.chain(empty).collect();
    for (slot, shown) in &mut slots {
        if let Some(need) = made.need(slot) {
            shown.suited.clone_from(&need.suited);
            shown.card.clone_from(&need.card);
            shown.coming = need.coming;
        }
    }
    let tier = |slot: &SlotId| made.call(&slot.incident).map(|call| made.facts.calls[call].tier);
    slots.sort_by_cached_key(|(slot, _)| (tier(slot), (*slot).clone()));
    slots
}

fn incident(world: &World, id: &IncidentId, first: JointSlot) -> Option<JointIncident> {
    let incident = world.incident_register().get(id)?;
    Some(JointIncident {
        incident: id.clone(),
        kind: incident.kind.clone(),
        severity: incident.severity,
        address: incident.address.clone(),
        position: Some(incident.position),
        slots: vec![first],
    })
}

fn serves(made: &Made, world: &World, pairing: &Pairing) -> JointSlot {
    let unit = made.own_name(&pairing.unit);
    let record = world.team_register().get(&unit);
    let team = record.map(|record| JointTeam {
        team: unit.clone(),
        name: record.name.clone(),
        kind: record.kind,
        origin: pairing.origin,
        arrival_ms: pairing.arrival.0,
    });
    JointSlot {
        suited: Vec::new(),
        card: None,
        team,
        unfilled: None,
        coming: Coming::Apart,
        passed_over: elsewhere(made, world, &pairing.passed_over.cheapest),
    }
}

fn wanting(made: &Made, world: &World, unfilled: &Unfilled) -> JointSlot {
    let crews = made.crews.as_ref();
    let (code, params, passed_over) = match &unfilled.why {
        _ if crews.is_some_and(|crews| crews.stood_down.contains(&unfilled.slot)) => {
            ("crew_incomplete", Value::Null, Vec::new())
        }
        WhyUnfilled::NobodyEligible => ("nobody_eligible", Value::Null, Vec::new()),
        WhyUnfilled::AllBarred { on_scene, not_to_be_taken, by_hand } => (
            "all_barred",
            json!({ "on_scene": on_scene, "not_to_be_taken": not_to_be_taken, "by_hand": by_hand }),
            Vec::new(),
        ),
        WhyUnfilled::AllServeOthers(passed) => {
            ("all_serve_others", json!({ "count": passed.count }), elsewhere(made, world, &passed.cheapest))
        }
    };
    let unfilled = Some(because(code, params));
    JointSlot { suited: Vec::new(), card: None, team: None, unfilled, coming: Coming::Apart, passed_over }
}

fn elsewhere(made: &Made, world: &World, units: &[Elsewhere]) -> Vec<ElsewhereView> {
    let view = |unit: &Elsewhere| ElsewhereView {
        team: made.own_name(&unit.unit),
        name: name(world, &made.own_name(&unit.unit)),
        arrival_ms: unit.arrival.0,
        serves: unit.serves.as_ref().map(|slot| slot.incident.clone()),
    };
    units.iter().map(view).collect()
}

fn changed(made: &Made, world: &World, change: &Change) -> JointChange {
    let team = made.own_name(&change.unit);
    JointChange {
        name: name(world, &team),
        leaves: change.leaves.incident.clone(),
        takes: made.serves_at(&team),
        team,
        would_arrive_ms: change.harm.would_arrive.map(|arrival| arrival.0),
        replacement: change.harm.replacement.as_ref().map(|replacement| made.own_name(&replacement.unit)),
        delay_ms: change.harm.delay().map(clamped),
        filled_before: change.harm.filled_before,
        filled_after: change.harm.filled_after,
    }
}

fn name(world: &World, team: &TeamId) -> String {
    world.team_register().get(team).map_or_else(String::new, |team| team.name.clone())
}

fn figures(objective: &Objective) -> Vec<TierFigures> {
    let tier = |tier: &dispatch::joint::TierObjective| TierFigures {
        tier: tier.tier,
        pins_unmet: tier.pins_unmet.into(),
        unfilled: tier.unfilled.into(),
        cost_ms: clamped(tier.cost),
    };
    objective.0.iter().map(tier).collect()
}

fn differences(by: &Difference) -> Vec<TierFigures> {
    let tier = |tier: &dispatch::joint::TierDifference| TierFigures {
        tier: tier.tier,
        pins_unmet: tier.pins_unmet,
        unfilled: tier.unfilled,
        cost_ms: clamped(tier.cost),
    };
    by.0.iter().map(tier).collect()
}

/// Sums of a district fit by far; those of a hostile one are cut off rather than wrong in sign.
fn clamped(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

pub(super) fn why_not(answer: WhyNot, stood_down: bool, now: Timestamp) -> WhyNotView {
    match answer {
        // What keeps it away is that others are missing.
        WhyNot::Barred(needs) if stood_down && needs.iter().all(|need| need.bars == [Bar::NotInTable]) => {
            WhyNotView::Barred { needs: vec![vec![because("crew_incomplete", Value::Null)]] }
        }
        WhyNot::Chosen { .. } => WhyNotView::Chosen,
        WhyNot::Worse { by, .. } => WhyNotView::Worse { by: differences(&by) },
        WhyNot::Barred(needs) => WhyNotView::Barred {
            needs: needs
                .into_iter()
                .map(|need| need.bars.into_iter().map(|bar| bars(bar, now)).collect())
                .collect(),
        },
    }
}

fn bars(bar: Bar, now: Timestamp) -> ReasonView {
    match bar {
        Bar::Rule(finding) => reason_view(&Reason::from(finding), now),
        Bar::OnScene { slot } => because("on_scene_elsewhere", json!({ "incident": slot.incident })),
        Bar::Served { unit } => because("served", json!({ "team": unit })),
        Bar::Excluded => because("excluded", Value::Null),
        Bar::PinnedElsewhere { target } => match target {
            Target::Incident(incident) | Target::Slot(SlotId { incident, .. }) => {
                because("pinned_elsewhere", json!({ "incident": incident }))
            }
        },
        Bar::NotToBeTaken { slot, from } => {
            because("not_to_be_taken", json!({ "incident": slot.incident, "tier": from.0 }))
        }
        Bar::NotInTable => because("not_in_table", Value::Null),
    }
}

fn because(code: &str, params: Value) -> ReasonView {
    let params: BTreeMap<String, Value> = match params {
        Value::Object(params) => params.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    ReasonView { code: code.to_owned(), verdict: Verdict::Bars, params }
}
