//! 预案: what an incident needs, who serves it, and what all open incidents want together.

use crate::support::*;
use dispatch::TeamKind::{self, *};
use dispatch::joint::{JointProblem, NodeBudget, assemble, check, optimize, optimize_crews};
use dispatch::roads::StraightLine;
use world::incidents::*;
use world::records::*;
use world::*;

fn need(suited: &[TeamKind], count: u8) -> Need {
    Need { suited: suited.to_vec(), count, coming: Coming::Apart, serves: 1 }
}

fn card(code: &str, kinds: &[&str], from: Severity, needs: &[(&[TeamKind], u8)]) -> RunCard {
    RunCard {
        code: code.to_owned(),
        name: format!("{code}预案"),
        kinds: kinds.iter().map(|kind| kind.parse().unwrap()).collect(),
        from,
        areas: Vec::new(),
        needs: needs.iter().map(|(suited, count)| need(suited, *count)).collect(),
        mode: None,
        auto: false,
        version: 0,
    }
}

fn fire(severity: Severity, position: geo_core::Position) -> Command {
    match call(SourceChannel::Phone, position) {
        Command::OpenIncident { channel, external_no, narrative, address, .. } => Command::OpenIncident {
            kind: "fire".parse().unwrap(),
            severity,
            position,
            address,
            channel,
            external_no,
            narrative,
        },
        other => other,
    }
}

fn served(desk: &Desk, id: &dispatch::IncidentId) -> Vec<(String, Option<String>)> {
    let needs = desk.world.needs(desk.incident(id)).into_iter();
    needs.map(|need| (need.card.unwrap_or_default(), need.team.map(|team| team.to_string()))).collect()
}

#[test]
fn cards_add_up_with_severity_and_by_place() {
    let mut desk = Desk::with_teams();
    let mut west = card("西片", &[], Severity::Minor, &[(&[LiaisonTeam], 1)]);
    west.areas = vec![code(WEST)];
    desk.done(
        admin(),
        Command::SaveRunCards(vec![
            card("火一级", &["fire"], Severity::Severe, &[(&[Patrol], 2)]),
            card("火", &["fire"], Severity::Minor, &[(&[DutyGroup], 1)]),
            west,
        ]),
    );
    let minor = desk.opened(officer(), fire(Severity::Minor, at(114.31, 30.01)));
    let severe = desk.opened(officer(), fire(Severity::Severe, at(114.32, 30.01)));
    let in_west = desk.opened(officer(), fire(Severity::Extreme, at(114.01, 30.01)));
    let dispute = desk.open(at(114.33, 30.01));
    let cards = |id| served(&desk, id).into_iter().map(|(card, _)| card).collect::<Vec<_>>();
    assert_eq!(cards(&minor), ["火"]);
    assert_eq!(cards(&severe), ["火", "火一级", "火一级"]);
    assert_eq!(cards(&in_west), ["火", "西片", "火一级", "火一级"]);
    assert_eq!(cards(&dispute), [""], "no card: one unit that suits the kind");
}

#[test]
fn what_is_served_is_wanted_no_more() {
    let mut desk = Desk::with_teams();
    let needs: &[(&[TeamKind], u8)] = &[(&[DutyGroup], 1), (&[Patrol, DutyGroup], 1)];
    desk.done(admin(), Command::SaveRunCards(vec![card("火", &["fire"], Severity::Minor, needs)]));
    let id = desk.opened(officer(), fire(Severity::Moderate, at(114.01, 30.01)));
    assert_eq!(desk.world.call(&id).unwrap().suited, [Patrol, DutyGroup]);
    desk.send(&id, "D1");
    assert_eq!(served(&desk, &id), [("火".into(), Some("D1".into())), ("火".into(), None)]);
    assert_eq!(desk.refused(officer(), assign(&id, "L1", dispatched())), "override_needed");
    for state in [TaskState::OnScene, TaskState::Done] {
        desk.later(60).report(&id, "D1", state).unwrap();
    }
    desk.send(&id, "P1");
    assert_eq!(served(&desk, &id), [("火".into(), Some("D1".into())), ("火".into(), Some("P1".into()))]);
    // The group has done its part: only the patrol is still in question.
    let together = desk.world.together(&Scope::district(), desk.now, &Fixes::default());
    assert_eq!(together.calls[0].needs, [[Patrol, DutyGroup]]);
    assert_eq!(together.needs[0][0].team.as_ref().map(|team| team.as_str()), Some("P1"));
}

#[test]
fn all_open_incidents_together_make_a_sound_situation() {
    let mut desk = Desk::with_teams();
    desk.done(
        admin(),
        Command::SaveRunCards(vec![card("火", &["fire"], Severity::Minor, &[(&[Patrol], 2)])]),
    );
    let parked = desk.open(at(114.31, 30.01));
    desk.done(officer(), Command::ParkIncident { incident: parked, reason: Some("等物业".to_owned()) });
    let near_west = desk.open(at(114.01, 30.01));
    let fire = desk.opened(officer(), fire(Severity::Severe, at(114.35, 30.01)));
    desk.send(&near_west, "P1");
    let mut fixes = Fixes::default();
    for (team, lon) in [("P1", 114.02), ("P2", 114.30), ("P3", 114.33), ("L1", 114.04)] {
        let fix = Fix {
            team: team.parse().unwrap(),
            position: at(lon, 30.01),
            at: desk.now,
            heading: None,
            speed: None,
            source: FixSource::Device,
        };
        fixes.accept(fix, desk.now).unwrap();
    }
    let together = desk.world.together(&Scope::district(), desk.now, &fixes);
    let (policy, prices) = (desk.world.choice_policy().unwrap(), desk.world.prices().unwrap());
    let assembled = assemble(&together.calls, &together.units, &StraightLine, &policy, &prices);
    let problem = JointProblem::new(assembled.situation).unwrap();
    let optimum = optimize(&problem);
    assert_eq!(check(problem.situation(), &optimum), []);
    let sent: Vec<String> =
        optimum.pairings.iter().map(|pair| format!("{} {}", pair.slot, pair.unit)).collect();
    assert_eq!(sent, [format!("{fire}#0 P2"), format!("{fire}#1 P3"), format!("{near_west}#0 P1")]);
}

#[test]
fn a_card_that_cannot_be_meant_is_refused() {
    let mut desk = Desk::with_teams();
    let patrols = |count| card("火", &["fire"], Severity::Minor, &[(&[Patrol], count)]);
    let mut save = |actor: Actor, card: RunCard| desk.refused(actor, Command::SaveRunCards(vec![card]));
    assert_eq!(save(officer(), patrols(1)), "not_allowed");
    assert_eq!(save(actor("w", Role::Administrator, Scope::area(code(WEST))), patrols(1)), "outside_scope");
    assert_eq!(save(admin(), patrols(0)), "run_card_asks_nothing");
    assert_eq!(save(admin(), patrols(51)), "run_card_asks_too_much");
    assert_eq!(
        save(admin(), card("火", &["flood"], Severity::Minor, &[(&[Patrol], 1)])),
        "unknown_incident_kind"
    );
    assert_eq!(save(admin(), card("火", &[], Severity::Minor, &[(&[], 1)])), "run_card_asks_nothing");
    let mut elsewhere = patrols(1);
    elsewhere.areas = vec![code("420199")];
    assert_eq!(save(admin(), elsewhere), "unknown_area");
    assert_eq!(desk.refused(admin(), Command::RemoveRunCards(vec!["火".to_owned()])), "unknown_run_card");
    desk.done(admin(), Command::SaveRunCards(vec![patrols(1)]));
    desk.done(admin(), Command::RemoveRunCards(vec!["火".to_owned()]));
    assert_eq!(desk.world.run_card_register().len(), 0);
}

#[test]
fn a_crew_comes_whole_or_not_at_all_and_a_lorry_counts_for_two() {
    let mut desk = Desk::with_teams();
    let mut crew = card("船", &["fire"], Severity::Minor, &[(&[DutyGroup], 1), (&[Patrol], 40)]);
    crew.needs.iter_mut().for_each(|need| need.coming = Coming::Together);
    let mut carried = card("物资", &["dispute"], Severity::Minor, &[(&[Patrol], 2)]);
    carried.needs[0].serves = 2;
    desk.done(admin(), Command::SaveRunCards(vec![crew, carried.clone()]));
    let fire = desk.opened(officer(), fire(Severity::Severe, at(114.31, 30.01)));
    let dispute = desk.open(at(114.33, 30.01));
    let mut fixes = Fixes::default();
    let (team, position) = ("P1".parse().unwrap(), at(114.32, 30.01));
    let fix = Fix { team, position, at: desk.now, heading: None, speed: None, source: FixSource::Device };
    fixes.accept(fix, desk.now).unwrap();
    let together = desk.world.together(&Scope::district(), desk.now, &fixes);
    let call = |id: &dispatch::IncidentId| together.calls.iter().find(|call| call.incident == *id).unwrap();
    assert_eq!(call(&fire).crews, [(0..41).collect::<Vec<_>>()]);
    assert!(call(&dispute).crews.is_empty() && call(&dispute).serves == [2, 2]);

    let (policy, prices) = (desk.world.choice_policy().unwrap(), desk.world.prices().unwrap());
    let assembled = assemble(&together.calls, &together.units, &StraightLine, &policy, &prices);
    let chosen = optimize_crews(&assembled.situation, &assembled.crews, NodeBudget(100)).unwrap();
    let sent: Vec<_> = chosen.pairings().iter().map(|pair| format!("{} {}", pair.slot, pair.unit)).collect();
    assert_eq!(sent, [format!("{dispute}#0 P1"), format!("{dispute}#1 P1")], "nobody has forty patrols");

    // Sent, it meets both needs; on scene it is asked nothing more.
    desk.send(&dispute, "P1");
    let by = |team: &str| ("物资".to_owned(), Some(team.to_owned()));
    assert_eq!(served(&desk, &dispute), [by("P1"), by("P1")]);
    desk.later(60).report(&dispute, "P1", TaskState::OnScene).unwrap();
    let together = desk.world.together(&Scope::district(), desk.now, &fixes);
    let call = together.calls.iter().find(|call| call.incident == dispute).unwrap();
    assert_eq!(call.needs.len(), 1);
    carried.needs[0].serves = 0;
    carried.version = desk.world.run_card_register().get("物资").unwrap().version;
    assert_eq!(desk.refused(admin(), Command::SaveRunCards(vec![carried])), "run_card_serves");
}
