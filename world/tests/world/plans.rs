//! Versions of the plan: published for a day, in force from that day, answered for every other day.

use crate::support::*;
use geo_core::{Level, Milliseconds};
use std::sync::Arc;
use world::*;

const FIRST: &str = "42010200100100101";
const SECOND: &str = "42010200100100102";
const MERGED: &str = "42010200100100103";

/// The two micro-areas of the first grid become one, whose code is new; the liaison team of the first goes with it.
fn merged(desk: &Desk, effective_from: Timestamp) -> Publication {
    let whole =
        new_area(MERGED, "合并小微区域", Level::MicroArea, Some("420102001001001"), [114.0, 30.0, 0.1, 0.1]);
    Publication {
        base: desk.world.plan_versions().last().map_or(0, |version| version.number),
        name: "合并".to_owned(),
        effective_from,
        note: None,
        draft: "d-1".to_owned(),
        head: Hash([7; 32]),
        input: Hash([8; 32]),
        put: vec![whole],
        retired: vec![code(FIRST), code(SECOND)],
        lineage: vec![Lineage { code: code(MERGED), from: vec![code(FIRST), code(SECOND)] }],
        heirs: vec![(code(FIRST), code(MERGED)), (code(SECOND), code(MERGED))],
        homes: vec![],
        members: vec![],
        recoded: vec![],
        alike: vec![],
    }
}

fn publish(publication: Publication) -> Command {
    Command::PublishPlan(Box::new(publication))
}

fn finest(desk: &Desk) -> String {
    let located = desk.world.locate(&Scope::district(), at(114.01, 30.01));
    located.areas.last().unwrap().code.to_string()
}

#[test]
fn a_plan_for_tomorrow_is_in_force_tomorrow_and_everything_follows_it() {
    let mut desk = Desk::with_teams();
    let incident = desk.open(at(114.01, 30.01));
    let ended = desk.open(at(114.01, 30.01));
    let merge = Command::MergeIncidents { from: ended.clone(), into: incident.clone() };
    desk.done(officer(), merge);
    let today = desk.now;
    let tomorrow = today.after(Milliseconds::from_minutes(24 * 60));
    let plan = merged(&desk, tomorrow);
    let number = plan.base + 1;
    desk.done(admin(), publish(plan));
    assert_eq!((desk.world.plan_state(number), finest(&desk)), (PlanState::ToCome, FIRST.to_owned()));
    assert_eq!(desk.world.plan_at(today), number - 1);

    // The day comes. Whoever asks for anything then is judged by the new plan, in one entry with what followed.
    desk.now = tomorrow;
    let events = desk.done(officer(), call(incidents::SourceChannel::Phone, at(114.02, 30.02)));
    assert!(matches!(events[0], Event::PlanInForce { number: in_force } if in_force == number), "{events:?}");
    let Some(Event::IncidentAccepted { areas, .. }) =
        events.iter().find(|event| matches!(event, Event::IncidentAccepted { .. }))
    else {
        panic!("{events:?}")
    };
    assert_eq!(areas.last().unwrap().as_str(), MERGED);
    assert_eq!(finest(&desk), MERGED);
    // The open incident and the liaison team went along; what had ended stays as it was.
    assert_eq!(desk.incident(&incident).areas.last().unwrap().as_str(), MERGED);
    assert_eq!(desk.incident(&ended).areas.last().unwrap().as_str(), FIRST);
    let team = desk.world.team_register().get(&"L1".parse::<dispatch::TeamId>().unwrap()).unwrap();
    assert_eq!(team.home.as_ref().unwrap().as_str(), MERGED);
    // Every instant has one plan.
    for (at_instant, expected) in [
        (today, number - 1),
        (Timestamp(tomorrow.0 - 1), number - 1),
        (tomorrow, number),
        (tomorrow.after(Milliseconds::from_minutes(600_000)), number),
        (Timestamp(0), 0),
    ] {
        assert_eq!(desk.world.plan_at(at_instant), expected);
    }
    let chain = |version: u32| -> Vec<String> {
        let areas = desk.world.plan_map(version).locate(at(114.01, 30.01));
        areas.iter().map(|area| area.code.to_string()).collect()
    };
    assert_eq!(chain(number - 1).last().unwrap(), FIRST);
    assert_eq!(chain(number).last().unwrap(), MERGED);
    assert_eq!(chain(number)[..4], chain(number - 1)[..4], "the levels above stayed");
    assert_eq!(chain(1), [DISTRICT], "the first file had the district only");
    assert!(chain(0).is_empty());
}

#[test]
fn the_timer_brings_a_plan_into_force_when_nobody_asks_for_anything() {
    let mut desk = Desk::with_teams();
    let tomorrow = desk.now.after(Milliseconds::from_minutes(24 * 60));
    let plan = merged(&desk, tomorrow);
    desk.done(admin(), publish(plan));
    assert!(desk.done(system(), Command::KeepPlansInForce).is_empty());
    desk.now = tomorrow;
    assert_eq!(desk.done(system(), Command::KeepPlansInForce).len(), 2, "the plan, and the team that moved");
    assert!(desk.done(system(), Command::KeepPlansInForce).is_empty());
    assert_eq!(finest(&desk), MERGED);
}

#[test]
fn what_may_not_be_published_is_refused_by_name() {
    let mut desk = Desk::with_teams();
    let now = desk.now;
    let good = merged(&desk, now);
    let refused = |desk: &mut Desk, change: &dyn Fn(&mut Publication)| {
        let mut publication = good.clone();
        change(&mut publication);
        desk.refused(admin(), publish(publication))
    };
    let earlier = Timestamp(now.0 - 1);
    let orphan = |p: &mut Publication| p.retired.push(code("420102001001001"));
    assert_eq!(refused(&mut desk, &|p| p.base -= 1), "draft_outdated");
    assert_eq!(refused(&mut desk, &|p| p.effective_from = earlier), "effective_in_past");
    assert_eq!(refused(&mut desk, &|p| p.retired.push(code("999"))), "unknown_area");
    assert_eq!(refused(&mut desk, &orphan), "children_would_lose_parent");
    assert_eq!(refused(&mut desk, &|p| p.put[0].area.parent = Some(code("999"))), "unknown_parent");
    assert_eq!(refused(&mut desk, &|p| p.put[0].area.parent = Some(code(MERGED))), "parent_not_above");
    assert_eq!(refused(&mut desk, &|p| p.put[0].area.code = code(FIRST)), "code_retired");
    assert_eq!(refused(&mut desk, &|p| p.put[0].area.code = code(WEST)), "code_taken");
    assert_eq!(refused(&mut desk, &|p| p.put.push(p.put[0].clone())), "duplicate_code");
    assert_eq!(refused(&mut desk, &|p| p.put[0].outline = Arc::default()), "outline_missing");
    assert_eq!(refused(&mut desk, &|p| p.members.push(("B-1".to_owned(), code(MERGED)))), "unknown_place");
    assert_eq!(
        refused(&mut desk, &|p| p.homes.push(("X".parse().unwrap(), Some(code(MERGED))))),
        "unknown_team"
    );
    assert_eq!(desk.refused(officer(), publish(good.clone())), "not_allowed");

    // A code that ended is never given again, not even in a later draft, and a draft cannot be published twice.
    desk.done(admin(), publish(good.clone()));
    assert_eq!(desk.refused(admin(), publish(good.clone())), "draft_outdated");
    let mut again = merged(&desk, now);
    (again.retired, again.put[0].area.code) = (vec![code(MERGED)], code(FIRST));
    assert_eq!(desk.refused(admin(), publish(again)), "code_retired");
}

#[test]
fn plans_to_come_stand_in_line() {
    let mut desk = Desk::with_teams();
    let day = |days: u64| Milliseconds::from_minutes(days * 24 * 60);
    let (start, third) = (desk.now, desk.now.after(day(3)));
    let plan = merged(&desk, third);
    desk.done(admin(), publish(plan));
    // Another on top of it: it may not come before it, and builds on what will be there then.
    let rename = |desk: &Desk, from| {
        let mut plan = merged(desk, from);
        plan.put[0].area.name = "滨江小微区域".to_owned();
        plan.retired.clear();
        plan.lineage.clear();
        plan
    };
    let early = rename(&desk, start.after(day(1)));
    assert_eq!(desk.refused(admin(), publish(early)), "effective_before_last");
    let later = rename(&desk, start.after(day(5)));
    desk.done(admin(), publish(later));
    let before = desk.world.clone();
    desk.now = start.after(day(9));
    let events = desk.done(system(), Command::KeepPlansInForce);
    let in_force = events.iter().filter(|event| matches!(event, Event::PlanInForce { .. })).count();
    assert_eq!((in_force, finest(&desk)), (2, MERGED.to_owned()));
    // What will be, asked before it was, is what came to be.
    let last = desk.world.plan_versions().last().unwrap().number;
    for number in 1..=last {
        let name = |world: &World| {
            let areas = world.plan_map(number).locate(at(114.01, 30.01));
            areas.iter().map(|area| (area.code.clone(), area.name.clone())).collect::<Vec<_>>()
        };
        assert_eq!(name(&before), name(&desk.world), "plan {number}");
    }
}

#[test]
fn a_micro_area_made_of_two_keeps_one_liaison_team() {
    let mut desk = Desk::with_teams();
    desk.done(admin(), Command::SaveTeams(vec![team("L3", dispatch::TeamKind::LiaisonTeam, Some(SECOND))]));
    let plan = merged(&desk, desk.now);
    desk.done(admin(), publish(plan));
    let home = |call_sign: &str| {
        let team = desk.world.team_register().get(&call_sign.parse::<dispatch::TeamId>().unwrap()).unwrap();
        team.home.as_ref().map(ToString::to_string)
    };
    assert_eq!((home("L1"), home("L3")), (Some(MERGED.to_owned()), None));
}

#[test]
fn no_file_replaces_areas_while_a_plan_waits_for_its_day() {
    let mut desk = Desk::with_teams();
    let tomorrow = desk.now.after(Milliseconds::from_minutes(24 * 60));
    let plan = merged(&desk, tomorrow);
    desk.done(admin(), publish(plan));
    assert_eq!(desk.refused(admin(), import(Level::Grid)), "plan_to_come");
    desk.now = tomorrow;
    desk.done(admin(), Command::KeepPlansInForce);
    desk.done(admin(), import(Level::Grid));
}

#[test]
fn a_plan_can_be_taken_back_before_its_day() {
    let mut desk = Desk::with_teams();
    let days = |days: u64| Milliseconds::from_minutes(days * 24 * 60);
    let (start, tomorrow) = (desk.now, desk.now.after(days(1)));
    let plan = merged(&desk, tomorrow);
    let number = plan.base + 1;
    desk.done(admin(), publish(plan.clone()));
    let withdraw = |number: u32, reason: &str| Command::WithdrawPlan { number, reason: reason.to_owned() };
    // Not without a reason, not one in force, not by whoever.
    assert_eq!(desk.refused(admin(), withdraw(number, " ")), "reason_missing");
    assert_eq!(desk.refused(admin(), withdraw(number - 1, "图纸有误")), "plan_in_force");
    assert_eq!(desk.refused(admin(), withdraw(number + 1, "图纸有误")), "unknown_version");
    assert_eq!(desk.refused(officer(), withdraw(number, "图纸有误")), "not_allowed");
    let mut later = merged(&desk, start.after(days(2)));
    (later.put, later.retired, later.lineage, later.heirs) = (vec![], vec![], vec![], vec![]);
    desk.done(admin(), publish(later));
    assert_eq!(desk.refused(admin(), withdraw(number, "图纸有误")), "plan_not_last");
    desk.done(admin(), withdraw(number + 1, "先不改"));
    desk.done(actor("planner", Role::Planner, Scope::district()).clone(), withdraw(number, "图纸有误"));
    assert!(desk.done(admin(), withdraw(number, "图纸有误")).is_empty(), "twice is once");
    let history: Vec<_> = desk.world.withdrawn_plans().collect();
    let told = |at: usize| (history[at].version.number, history[at].by.as_str(), history[at].reason.as_str());
    assert_eq!([told(0), told(1)], [(number, "planner", "图纸有误"), (number + 1, "admin", "先不改")]);
    // Nothing happens on the day; what is published next has another number, and the codes are free still.
    desk.now = tomorrow;
    assert!(desk.done(system(), Command::KeepPlansInForce).is_empty());
    assert_eq!((desk.world.plan_at(tomorrow), finest(&desk)), (number - 1, FIRST.to_owned()));
    let again = Publication { effective_from: desk.now, ..plan };
    let events = desk.done(admin(), publish(again));
    assert!(
        matches!(events[0], Event::PlanPublished { number: third, .. } if third == number + 2),
        "{events:?}"
    );
    assert_eq!((desk.world.plan_at(tomorrow), finest(&desk)), (number + 2, MERGED.to_owned()));
    assert_eq!(desk.world.invariants(), [""; 0]);
    // What was is what it was, and a restart from a snapshot knows the same.
    let bytes = postcard::to_stdvec(&desk.world).unwrap();
    let restarted: World = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(restarted.state_hash(), desk.world.state_hash());
    assert_eq!(restarted.plan_map(number - 1).locate(at(114.01, 30.01)).last().unwrap().code.as_str(), FIRST);
}

#[test]
fn a_year_mistyped_does_not_close_the_room() {
    let mut desk = Desk::with_teams();
    let years = |years: u64| Milliseconds::from_minutes(years * 365 * 24 * 60);
    let soon = merged(&desk, desk.now.after(years(2)));
    let far = merged(&desk, desk.now.after(years(3)));
    assert_eq!(desk.refused(admin(), publish(far)), "effective_too_far");
    desk.done(admin(), publish(soon));
}

#[test]
fn what_earlier_journals_say_of_plans_is_read_still() {
    let desk = Desk::with_teams();
    let mut plan = merged(&desk, desk.now);
    plan.homes = vec![("L1".parse().unwrap(), Some(code(MERGED)))];
    let mut written = serde_json::to_value(&plan).unwrap();
    let fields = written.as_object_mut().unwrap();
    assert!(fields.remove("recoded").is_some() && fields.remove("alike").is_some());
    assert_eq!(
        written["homes"],
        serde_json::json!([["L1", MERGED]]),
        "as it was before teams could be set free"
    );
    assert_eq!(serde_json::from_value::<Publication>(written).unwrap(), plan);
    let head = "0".repeat(64);
    let merge = serde_json::json!({ "merge": { "draft": "d-2", "head": head } });
    let read: Drawn = serde_json::from_value(merge).unwrap();
    assert_eq!(read, Drawn::Merge { draft: "d-2".to_owned(), head: Hash([0; 32]), joined: None });
}
