//! What a district wants of its plans, and what a map made of its areas must not do unsaid.

use crate::support::*;
use geo_core::Level;
use std::collections::BTreeSet;
use world::*;

#[test]
fn rules_for_plans_are_changed_by_an_administrator_and_checked() {
    let mut desk = Desk::founded();
    let save = |rules: PlanRules, version: u64| Command::SavePlanRules { rules: Box::new(rules), version };
    let version = desk.world.district().unwrap().version;
    let good = PlanRules {
        households: [(Level::Grid, [300, 500])].into(),
        compactness: 0.2,
        codes: [(Level::Grid, CodeRule { prefix: String::new(), digits: 3 })].into(),
        blocking: BTreeSet::from(["no_team".to_owned()]),
    };
    let bad = |change: &dyn Fn(&mut PlanRules)| {
        let mut rules = good.clone();
        change(&mut rules);
        save(rules, version)
    };
    let digits = |digits| CodeRule { prefix: String::new(), digits };
    for command in [
        bad(&|rules| _ = rules.households.insert(Level::Grid, [500, 300])),
        bad(&|rules| rules.compactness = 1.5),
        bad(&|rules| rules.compactness = f64::NAN),
        bad(&|rules| _ = rules.codes.insert(Level::Grid, digits(0))),
        bad(&|rules| _ = rules.codes.insert(Level::Grid, digits(10))),
        bad(&|rules| _ = rules.codes.insert(Level::District, digits(6))),
        bad(&|rules| _ = rules.codes.insert(Level::Grid, CodeRule { prefix: "甲".to_owned(), digits: 3 })),
        bad(&|rules| _ = rules.blocking.insert("no_such_issue".to_owned())),
    ] {
        assert_eq!(desk.refused(admin(), command), "bad_plan_rules");
    }
    let planner = actor("planner", Role::Planner, Scope::district());
    assert_eq!(desk.refused(planner, save(good.clone(), version)), "not_allowed");
    let part = actor("chief", Role::Administrator, Scope::area(code(WEST)));
    assert_eq!(desk.refused(part, save(good.clone(), version)), "outside_scope");
    desk.done(admin(), save(good.clone(), version));
    assert_eq!(desk.world.tables().unwrap().plan, good);
    assert_eq!(desk.refused(admin(), save(good.clone(), version)), "stale_version");
    let now = desk.world.district().unwrap().version;
    assert!(desk.done(admin(), save(good, now)).is_empty(), "the same again is nothing");
}

#[test]
fn a_map_that_would_leave_an_area_empty_is_not_made_unsaid() {
    let mut desk = Desk::founded();
    // The second grid lies upon the first with half of its ground.
    let grid =
        |code: &str, west: f64, width: f64| new_area(code, code, Level::Grid, None, [west, 30.0, width, 0.1]);
    let areas = vec![grid("G1", 114.0, 0.1), grid("G2", 114.095, 0.0055)];
    desk.done(admin(), Command::ImportAreas { level: Level::Grid, input: Hash([7; 32]), areas });
    let fit = desk.world.fit().unwrap();
    assert_eq!(fit.fixes.fixes.len(), 1);
    let chosen = |to: &str| fit.chosen(&[Choice { fix: 0, to: Some(code(to)) }]).unwrap();
    let nobody = BTreeSet::new();
    assert!(desk.world.territory(&fit, &chosen("G2"), &nobody).is_ok());
    let untold = desk.world.territory(&fit, &chosen("G1"), &nobody).err();
    assert_eq!(untold, Some(Unfit::Empties(vec![code("G2")])));
    assert!(desk.world.territory(&fit, &chosen("G1"), &BTreeSet::from([code("G2")])).is_ok(), "said before");
}

#[test]
fn where_no_micro_areas_are_a_grid_is_home() {
    let mut desk = Desk::with_areas();
    let undivided = "420102002002002";
    let mut micro = areas(Level::MicroArea);
    micro.retain(|new| !new.area.code.as_str().starts_with(undivided));
    desk.done(admin(), Command::ImportAreas { level: Level::MicroArea, input: Hash([7; 32]), areas: micro });
    let save = |home: &str| Command::SaveTeams(vec![team("L9", dispatch::TeamKind::LiaisonTeam, Some(home))]);
    assert_eq!(desk.refused(admin(), save("420102002002001")), "home_not_finest");
    desk.done(admin(), save(undivided));
}
