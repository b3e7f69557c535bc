//! What of a draft is published.

use crate::common::random::{any_map, any_whim};
use crate::common::{at, lattice};
use crate::desk::Drawing;
use crate::district::{District, area, coded, codes, day};
use geo_core::territory::{AreaId, Edit, Territory};
use proptest::prelude::*;
use world::{DrawCommand, Hash, Intent, PlanState, World, prepared};

/// Two by two squares of one community, A1 above A2 to A5.
fn squares() -> Territory {
    let mut map = lattice(2, 2);
    for edit in codes(&map, &mut 0) {
        map = map.decide_next(&edit).unwrap().1;
    }
    map
}

fn drawn(base: u32, id: &str, map: &Territory, edits: &[Edit]) -> Drawing {
    let mut drawing = Drawing::begin_on(base, id, map);
    for edit in edits {
        drawing.submit(&DrawCommand::Edit(Box::new(edit.clone()))).unwrap();
    }
    drawing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("MUSTER_SOAK").is_some() { 4_000 } else { 64 }))]

    /// Plans drawn on each other, at once or for later days: on its day each is in force just as it was drawn.
    #[test]
    fn what_was_drawn_is_what_is_in_force(
        map in any_map(),
        plans in prop::collection::vec((prop::collection::vec(any_whim(), 0..6), 0..4_u64), 1..4),
    ) {
        let mut begun = coded(&map);
        let mut district = District::of(&begun);
        let (mut last, mut from, mut maps) = (1000, 0, Vec::new());
        for (number, (whims, later)) in plans.iter().enumerate() {
            let base = district.last();
            let drawing = Drawing::begin_on(base, &format!("d-{number}"), &begun).draw(whims, &map).number(&mut last);
            from += later;
            district.publish(&drawing, day(from)).unwrap();
            begun = drawing.draft.map.clone();
            maps.push((base + 1, from, begun.clone()));
            for (version, _, map) in &maps {
                prop_assert_eq!(district.differences(*version, map), [""; 0], "version {} foreseen", version);
            }
        }
        for day_number in 0..=from {
            district.on(day(day_number));
            let in_force = maps.iter().rfind(|(_, from, _)| *from <= day_number);
            for (version, _, map) in &maps {
                prop_assert_eq!(district.differences(*version, map), [""; 0], "version {} on day {}", version, day_number);
            }
            if let Some((version, ..)) = in_force {
                prop_assert_eq!(district.world.plan_state(*version), PlanState::InForce);
            }
        }
    }
}

#[test]
fn a_change_for_tomorrow_can_be_taken_back_before() {
    let begun = squares();
    let mut district = District::of(&begun);
    let (there, moved) = (at(100, 100), at(110, 130));
    let tomorrow = drawn(district.last(), "d-1", &begun, &[Edit::MovePoint { at: there, to: moved }]);
    district.publish(&tomorrow, day(1)).unwrap();
    let back =
        drawn(district.last(), "d-2", &tomorrow.draft.map, &[Edit::MovePoint { at: moved, to: there }]);
    district.publish(&back, day(2)).unwrap();
    district.on(day(1));
    assert_eq!(district.differences(district.last() - 1, &tomorrow.draft.map), [""; 0]);
    district.on(day(2));
    assert_eq!(district.differences(district.last(), &back.draft.map), [""; 0]);
}

#[test]
fn areas_follow_when_the_one_above_gets_another_code() {
    let begun = squares();
    let mut district = District::of(&begun);
    let mut plan = drawn(
        district.last(),
        "d-1",
        &begun,
        &[Edit::SetCode { area: AreaId(1), code: Some("C1".parse().unwrap()) }],
    );
    let staffed = world::records::Area {
        leader: Some("演石云".to_owned()),
        ..area(&district.world, &"A1".parse().unwrap()).clone()
    };
    district.publish(&plan, day(1)).unwrap();
    // Who answers for it is entered while the plan waits.
    district.submit(world::Command::SaveAreas(vec![staffed])).unwrap();
    district.on(day(1));
    assert_eq!(district.differences(district.last(), &plan.draft.map), [""; 0]);
    let community = area(&district.world, &"C1".parse().unwrap());
    assert_eq!(community.leader.as_deref(), Some("演石云"), "the same area under another code");
    let version = district.world.plan_versions().last().unwrap();
    assert_eq!((version.retired.len(), version.created), (1, 1));
    plan.submit(&DrawCommand::Undo).unwrap();
}

#[test]
fn nobody_is_told_of_a_neighbour_that_only_got_a_point() {
    let begun = squares();
    let mut district = District::of(&begun);
    let split = Edit::Split {
        area: AreaId(2),
        path: vec![at(-10, 33), at(150, 61)],
        into: geo_core::territory::SplitInto::Sibling(geo_core::territory::NewArea {
            code: Some("A9".parse().unwrap()),
            ..geo_core::territory::NewArea::named("new")
        }),
    };
    let plan = drawn(district.last(), "d-1", &begun, &[split]);
    let differing = world::difference(&begun, &plan.draft.map).areas;
    let codes: Vec<&str> = differing.iter().map(|area| area.area.code.as_ref().unwrap().as_str()).collect();
    assert_eq!(codes, ["A2", "A9"]);
    district.publish(&plan, day(0)).unwrap();
    let version = district.world.plan_versions().last().unwrap();
    assert_eq!((version.created, version.changed), (1, 1));
    assert_eq!(
        district.differences(version.number, &plan.draft.map),
        [""; 0],
        "the point is there all the same"
    );
}

#[test]
fn two_areas_with_one_code_are_not_published() {
    let begun = squares();
    let mut district = District::of(&begun);
    let twice = Edit::SetCode { area: AreaId(2), code: Some("A3".parse().unwrap()) };
    let plan = drawn(district.last(), "d-1", &begun, &[twice]);
    assert_eq!(district.publish(&plan, day(0)).unwrap_err().code, "duplicate_code");
}

#[test]
fn a_dragged_corner_is_published_with_all_areas_that_meet_there() {
    let mut begun = lattice(3, 3);
    let ids: Vec<AreaId> = begun.areas().map(|(id, _)| id).collect();
    for (number, area) in (100..).zip(ids) {
        let code = Some(number.to_string().parse().unwrap());
        begun = begun.decide_next(&Edit::SetCode { area, code }).unwrap().1;
    }
    let mut drawing = Drawing::begin("d-1", &begun);
    let edit = Edit::MovePoint { at: at(100, 100), to: at(110, 130) };
    drawing.submit(&DrawCommand::Edit(Box::new(edit))).unwrap();
    let intent =
        Intent { effective_from: "2026-12-01T00:00:00Z".parse().unwrap(), note: None, input: Hash([8; 32]) };
    let publication = prepared(&World::default(), &drawing.draft, intent).unwrap();
    let map = &drawing.draft.map;
    let moved = map.areas().filter(|(id, _)| map.outline(*id) != begun.outline(*id));
    let moved: Vec<_> =
        moved.map(|(id, area)| (area.code.clone().unwrap(), map.outline(id).unwrap())).collect();
    assert_eq!(moved.len(), 4);
    for (code, outline) in moved {
        let put = publication.put.iter().find(|new| new.area.code == code).expect("it is published");
        assert_eq!(*put.outline, outline);
    }
}

fn liaison(team: &str, home: &str) -> world::records::Team {
    world::records::Team {
        code: team.parse().unwrap(),
        name: team.to_owned(),
        kind: dispatch::TeamKind::LiaisonTeam,
        profile: dispatch::Profile::Foot,
        home: Some(home.parse().unwrap()),
        duty: world::records::DutyRule::Always,
        department: None,
        phone: None,
        radio_only: false,
        retired: false,
        version: 0,
    }
}

fn home(district: &District, team: &str) -> Option<String> {
    let team = district.world.team_register().get(&team.parse::<dispatch::TeamId>().unwrap()).unwrap();
    team.home.as_ref().map(ToString::to_string)
}

#[test]
fn a_draft_moves_the_teams_that_it_bound_and_no_others() {
    let bare = squares();
    let mut district = District::of(&bare);
    let teams = vec![liaison("L1", "A2"), liaison("L2", "A3"), liaison("L3", "A4")];
    district.submit(world::Command::SaveTeams(teams)).unwrap();
    let mut begun = bare.clone();
    begun.apply(&district.world.since(&bare)).unwrap();
    assert_eq!(begun.area(AreaId(2)).unwrap().team.as_deref(), Some("L1"));
    let bind =
        |area, team: Option<&str>| Edit::BindTeam { area: AreaId(area), team: team.map(str::to_owned) };
    let plan = drawn(district.last(), "d-1", &begun, &[bind(2, None), bind(3, None), bind(5, Some("L2"))]);
    district.publish(&plan, day(1)).unwrap();
    // Meanwhile the register moves a team that the draft left alone.
    let stays = district.world.team_register().get(&"L3".parse::<dispatch::TeamId>().unwrap()).unwrap();
    let moved = world::records::Team { home: Some("A3".parse().unwrap()), ..(**stays).clone() };
    district.submit(world::Command::SaveTeams(vec![moved])).unwrap();
    district.on(day(1));
    let homes = ["L1", "L2", "L3"].map(|team| home(&district, team));
    assert_eq!(homes, [None, Some("A5".to_owned()), Some("A3".to_owned())]);
}

#[test]
fn a_draft_on_a_plan_to_come_begins_with_what_will_be() {
    let bare = squares();
    let mut district = District::of(&bare);
    district.submit(world::Command::SaveTeams(vec![liaison("L1", "A2")])).unwrap();
    let mut begun = bare.clone();
    begun.apply(&district.world.since(&bare)).unwrap();
    let bind = Edit::BindTeam { area: AreaId(3), team: Some("L1".to_owned()) };
    let plan = drawn(district.last(), "d-1", &begun, &[bind]);
    district.publish(&plan, day(1)).unwrap();
    let now = district.world.since(&plan.draft.map);
    assert_eq!(now.areas.len(), 2, "today it still serves the other area");
    assert!(district.world.on(day(1)).since(&plan.draft.map).is_empty());
}

#[test]
fn a_code_is_judged_by_the_rules_only_when_the_draft_gave_it() {
    let begun = squares();
    let mut rules = world::PlanRules::default();
    rules.codes.insert(geo_core::Level::Grid, world::CodeRule { prefix: String::new(), digits: 3 });
    let district = District::of(&begun);
    let code = |area, code: &str| Edit::SetCode { area: AreaId(area), code: code.parse().ok() };
    let plan = drawn(district.last(), "d-1", &begun, &[code(2, "A1X")]);
    let found = world::issues(&district.world, &rules, &plan.draft);
    let of = |wanted: &str| {
        found.iter().filter(|issue| issue.code == wanted).map(|issue| issue.area).collect::<Vec<_>>()
    };
    assert_eq!(of("bad_code"), [Some(AreaId(2))], "the others have their codes from before");
    let twice = drawn(district.last(), "d-2", &begun, &[code(2, "A3")]);
    let found = world::issues(&district.world, &rules, &twice.draft);
    assert!(found.iter().any(|issue| issue.code == "code_twice" && issue.blocking), "{found:?}");
}

#[test]
fn words_are_looked_at_and_a_team_serves_one_area() {
    let begun = squares();
    let mut drawing = Drawing::begin("d-1", &begun);
    let mut submit =
        |edit: Edit| drawing.submit(&DrawCommand::Edit(Box::new(edit))).map_err(|refusal| refusal.code);
    let kind = |kind: &str| Edit::SetKind { area: AreaId(2), kind: Some(kind.to_owned()) };
    assert_eq!(submit(kind("张三 13800138000")), Err("unknown_area_kind"));
    assert_eq!(submit(kind("dedicated_grid")), Ok(()));
    let bind = |team: &str| Edit::BindTeam { area: AreaId(2), team: Some(team.to_owned()) };
    assert_eq!(submit(bind(&"队".repeat(200))), Err("bad_code"));
    assert_eq!(submit(bind("L1")), Ok(()));
    // A new area takes its team from where it was.
    let new = geo_core::territory::NewArea {
        team: Some("L1".to_owned()),
        ..geo_core::territory::NewArea::named("new")
    };
    let into = geo_core::territory::SplitInto::Sibling(new);
    assert_eq!(submit(Edit::Split { area: AreaId(3), path: vec![at(100, 50), at(200, 50)], into }), Ok(()));
    let map = &drawing.draft.map;
    let serving: Vec<&str> = map
        .areas()
        .filter(|(_, area)| area.team.as_deref() == Some("L1"))
        .map(|(_, area)| area.name.as_str())
        .collect();
    assert_eq!(serving, ["new"]);
}
