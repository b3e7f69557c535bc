//! Importing areas, level by level, and asking where something lies.

use crate::support::*;
use geo_core::Level;
use world::records::Area;
use world::*;

fn import_these(level: Level, areas: Vec<NewArea>) -> Command {
    Command::ImportAreas { level, input: Hash::default(), areas }
}

#[test]
fn a_bad_area_is_named_with_its_row() {
    let mut desk = Desk::founded();
    desk.done(admin(), import(Level::District));
    let good = || areas(Level::Township);
    let with = |change: fn(&mut Vec<NewArea>)| {
        let mut areas = good();
        change(&mut areas);
        import_these(Level::Township, areas)
    };
    for (change, code) in [
        (
            (|areas| areas[1].area.code = areas[0].area.code.clone()) as fn(&mut Vec<NewArea>),
            "duplicate_code",
        ),
        (|areas| areas[1].area.code = code(DISTRICT), "code_taken"),
        (|areas| areas[1].area.parent = Some(code("999999")), "unknown_parent"),
        (|areas| areas[1].area.parent = Some(areas[0].area.code.clone()), "unknown_parent"),
        (|areas| areas[1].area.level = Level::Grid, "wrong_level"),
        (|areas| areas[1].area.name = String::new(), "text_missing"),
        (|areas| areas[1].area.name = "张某 13800138000".to_owned(), "personal_data"),
        (|areas| areas[1].outline = Default::default(), "outline_missing"),
    ] {
        let refusal = desk.refusal(admin(), with(change));
        assert_eq!((refusal.code, refusal.params["row"].as_str()), (code, "2"));
    }
    desk.done(admin(), import_these(Level::Township, good()));
    let township_as_parent = |areas: &mut Vec<NewArea>| areas[0].area.parent = Some(code(WEST));
    let mut flat = good();
    township_as_parent(&mut flat);
    assert_eq!(desk.refused(admin(), import_these(Level::Township, flat)), "parent_not_above");
    // Every bad row counts, the first few are listed.
    let mut bad = good();
    bad.iter_mut().for_each(|new| new.area.parent = Some(code("999999")));
    assert_eq!(desk.refusal(admin(), import_these(Level::Township, bad.clone())).params["problems"], "2");
    assert_eq!(desk.world.check_areas(Level::Township, &bad).len(), 2);
}

#[test]
fn children_never_lose_their_parent() {
    let mut desk = Desk::with_areas();
    let mut west_only = areas(Level::Township);
    west_only.truncate(1);
    let refusal = desk.refusal(admin(), import_these(Level::Township, west_only.clone()));
    assert_eq!(refusal.code, "children_would_lose_parent");
    assert_eq!(refusal.params["children"], "420102002001, 420102002002");
    // From the finest level up everything can be cleared and brought in anew.
    for level in [Level::MicroArea, Level::Grid, Level::Community] {
        desk.done(admin(), import_these(level, vec![]));
    }
    desk.done(admin(), import_these(Level::Township, west_only));
    assert!(
        desk.world
            .locate(&Scope::district(), at(114.3, 30.1))
            .areas
            .iter()
            .map(|area| area.level)
            .eq([Level::District])
    );
}

#[test]
fn a_parent_is_found_by_code_or_by_place() {
    let mut desk = Desk::founded();
    // At the top nobody needs a parent.
    desk.done(
        admin(),
        import_these(Level::Township, areas(Level::Township).into_iter().map(orphan).collect()),
    );
    desk.done(admin(), import(Level::District));
    desk.done(
        admin(),
        import_these(Level::Township, areas(Level::Township).into_iter().map(orphan).collect()),
    );
    let mut communities: Vec<NewArea> = areas(Level::Community).into_iter().map(orphan).collect();
    communities[3].area.code = code("X-7");
    desk.done(admin(), import_these(Level::Community, communities.clone()));
    let parent = |desk: &Desk, of: &str| {
        desk.world.area(&Scope::district(), &code(of)).unwrap().parent.clone().unwrap()
    };
    assert_eq!(parent(&desk, "420102001002"), code(WEST), "codes nest");
    assert_eq!(parent(&desk, "X-7"), code(EAST), "its label lies there");
    communities[3].area.label = at(120.0, 30.0);
    assert_eq!(desk.refused(admin(), import_these(Level::Community, communities)), "parent_missing");
}

fn orphan(mut new: NewArea) -> NewArea {
    new.area.parent = None;
    new
}

#[test]
fn who_answers_for_an_area_survives_a_new_outline() {
    let mut desk = Desk::with_areas();
    let named = Area {
        leader: Some("网格长甲".to_owned()),
        phone: Some("13800138000".to_owned()),
        ..areas(Level::Grid)[0].area.clone()
    };
    let moved = Area { level: Level::District, parent: None, label: at(0.0, 0.0), ..named.clone() };
    desk.done(
        admin(),
        Command::ImportRecords { input: Hash::default(), records: Records::Areas(vec![moved]) },
    );
    let stored = |desk: &Desk| (**desk.world.area(&Scope::district(), &named.code).unwrap()).clone();
    assert_eq!(stored(&desk).leader, named.leader, "a work telephone is no secret");
    assert_eq!(
        (stored(&desk).level, stored(&desk).label),
        (Level::Grid, named.label),
        "rows do not move areas"
    );
    desk.done(admin(), import(Level::Grid));
    assert_eq!(stored(&desk).leader, named.leader);
    assert_eq!(stored(&desk).version, desk.world.seq());
    let unknown = Area { code: code("nowhere"), ..named.clone() };
    assert_eq!(
        desk.refused(
            admin(),
            Command::ImportRecords { input: Hash::default(), records: Records::Areas(vec![unknown]) }
        ),
        "unknown_area"
    );
}

#[test]
fn a_place_belongs_to_one_area_of_every_level() {
    let mut desk = Desk::with_teams();
    let here = desk.world.locate(&Scope::district(), at(114.01, 30.01));
    let codes: Vec<&str> = here.areas.iter().map(|area| area.code.as_str()).collect();
    assert_eq!(codes, ["420102", "420102001", "420102001001", "420102001001001", "42010200100100101"]);
    assert_eq!(here.liaison_team.unwrap().code.as_str(), "L1");
    assert!(desk.world.locate(&Scope::district(), at(115.0, 30.0)).areas.is_empty());
    // On the border between the townships a place is in the eastern one, and in no other.
    let border = desk.world.locate(&Scope::district(), at(114.2, 30.05));
    assert_eq!(border.areas[1].code, code(EAST));
    // Where a grid has no micro-areas the grid is finest; the liaison team loses its home, not its life.
    let mut fewer = areas(Level::MicroArea);
    fewer.retain(|new| new.area.parent != Some(code("420102001001001")));
    desk.done(admin(), import_these(Level::MicroArea, fewer));
    assert_eq!(desk.world.locate(&Scope::district(), at(114.01, 30.01)).areas.len(), 4);
    assert!(
        desk.world.team(&Scope::district(), &"L1".parse().unwrap(), desk.now).unwrap().status.home_missing
    );
    let children = desk.world.child_areas(&Scope::district(), Some(&code(WEST)));
    assert_eq!(children.len(), 2);
    assert_eq!(desk.world.child_areas(&Scope::district(), None).len(), 1);
    assert_eq!(desk.world.areas_of_level(&Scope::area(code(WEST)), Level::Grid).count(), 4);
}
