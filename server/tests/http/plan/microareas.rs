//! 「228个网格细分为565个小微区域」: every grid of a district is divided, numbered, and gets its liaison team.

use super::sheet::{Planner, STEP, path, sheet, spot};
use crate::support::Browser;
use dispatch::TeamKind;
use serde_json::{Value, json};
use world::records::{DutyRule, Team};
use world::{Command, Hash, Records};

const COLUMNS: usize = 19;
const ROWS: usize = 12;
const MICRO_AREAS: usize = 565;

#[tokio::test]
async fn two_hundred_and_twenty_eight_grids_become_five_hundred_and_sixty_five_micro_areas() {
    let house = sheet(COLUMNS, ROWS);
    assert_eq!(COLUMNS * ROWS, 228);
    let team = |n: usize| Team {
        code: format!("先锋{n}队").parse().unwrap(),
        name: format!("联区包户先锋{n}队"),
        kind: TeamKind::LiaisonTeam,
        profile: dispatch::Profile::Foot,
        home: Some(format!("420102001001{:03}", n % (COLUMNS * ROWS) + 1).parse().unwrap()),
        duty: DutyRule::Always,
        department: None,
        phone: None,
        radio_only: false,
        retired: false,
        version: 0,
    };
    let teams = (1..=MICRO_AREAS).map(team).collect();
    house.command(Command::ImportRecords { input: Hash::default(), records: Records::Teams(teams) });
    let planner = Planner::begins(&house, "planner").await;
    let before = planner.areas().await;
    let ground = |areas: &Value| areas["metrics"]["square_metres"].as_f64().unwrap();
    let district = ground(&before["江岸区"]);

    // Each grid is cut in two along a slanting line; 109 of them once more, so that there are 565.
    let three = MICRO_AREAS - 2 * COLUMNS * ROWS;
    for number in 0..COLUMNS * ROWS {
        let (x, y) = ((number % COLUMNS) as f64, (ROWS - 1 - number / COLUMNS) as f64);
        let name = |part: &str| json!({ "name": format!("{}-{part}", number + 1) });
        let grid = &before[&format!("{}网格", number + 1)]["id"];
        let split = json!({ "edit": "split", "area": grid, "path": path(&[(x + 0.35, y), (x + 0.4, y + 0.5), (x + 0.35, y + 1.0)]),
            "into": { "children": { "level": "micro_area", "areas": [name("西"), name("东")] } } });
        let edited = planner.edits(split).await;
        if number < three {
            let east = edited["created"][1].clone();
            let again = json!({ "edit": "split", "area": east, "path": path(&[(x, y + 0.6), (x + 1.0, y + 0.6)]),
                "into": { "sibling": name("北") } });
            planner.edits(again).await;
        }
    }
    let community = &before["长春社区"]["id"];
    planner.post("/number", &json!({ "under": community, "level": "micro_area" })).await.ok();

    // One team for each micro-area, all in one step.
    let areas = planner.areas().await;
    let micro: Vec<&Value> = areas.values().filter(|area| area["level"] == "micro_area").collect();
    assert_eq!(micro.len(), MICRO_AREAS);
    let bind = |(n, area): (usize, &&Value)| json!({ "edit": "bind_team", "area": area["id"], "team": format!("先锋{}队", n + 1) });
    planner
        .edits(json!({ "edit": "many", "edits": micro.iter().enumerate().map(bind).collect::<Vec<_>>() }))
        .await;

    // Nothing was torn: the ground is the district's to the square metre, and every grid is the sum of its parts.
    let after = ground(&planner.areas().await["江岸区"]);
    assert!((after - district).abs() < 1e-3, "{after} instead of {district}");
    let parts: f64 = micro.iter().map(|area| ground(area)).sum();
    assert!((parts - district).abs() < 1e-3, "{parts} of {district}");
    let draft = house.app.plans.draft(&planner.draft).unwrap();
    assert!(draft.map.validate().is_empty());

    // From west to east: serials in each grid begin with the western half.
    let code = |name: &str| areas[name]["code"].as_str().unwrap().to_owned();
    assert_eq!(
        (code("228-西"), code("228-东")),
        ("42010200100122801".to_owned(), "42010200100122802".to_owned())
    );
    let blocking = planner.get("/issues").await;
    let blocking: Vec<_> =
        blocking["issues"].as_array().unwrap().iter().filter(|issue| issue["blocking"] == true).collect();
    assert!(blocking.is_empty(), "{blocking:?}");

    // It takes force next month. Until then the map is what it was, and each day has one map.
    let outlook = planner.get("/publication?effective_from=2026-12-01T00:00:00%2B08:00").await;
    assert_eq!(outlook["refused"], Value::Null, "{outlook}");
    assert_eq!(outlook["handover"]["teams"].as_array().unwrap().len(), MICRO_AREAS);
    let version = planner.publishes(Some("2026-12-01T00:00:00+08:00")).await.ok();
    assert_eq!((&version["state"], &version["created"]), (&json!("to_come"), &json!(MICRO_AREAS)));
    let here = spot(0.1, 0.1);
    let finest = async |browser: &Browser, at: &str| {
        let at = at.replace('+', "%2B");
        let address = format!("/api/v1/420102/locate?lon={}&lat={}&at={at}", here.lon(), here.lat());
        let located = browser.get(&address).await.ok();
        located["areas"].as_array().unwrap().last().unwrap()["level"].as_str().unwrap().to_owned()
    };
    assert_eq!(finest(&planner.browser, "2026-11-30T23:59:59+08:00").await, "grid");
    assert_eq!(finest(&planner.browser, "2026-12-01T00:00:00+08:00").await, "micro_area");
    house.clock.set("2026-11-30T16:00:00Z".parse().unwrap());
    house.command(Command::KeepPlansInForce);
    let mut browser = house.browser();
    browser.sign_in("planner", crate::support::PASSWORD).await.ok();
    assert_eq!(finest(&browser, "2026-11-30T23:59:59+08:00").await, "grid", "yesterday stays what it was");
    assert_eq!(finest(&browser, "2026-12-01T00:00:00+08:00").await, "micro_area");
    let team = browser.get("/api/v1/420102/teams").await.ok();
    let homes = team["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|team| team["team"]["home"].as_str().unwrap().len() == 17)
        .count();
    assert_eq!(homes, MICRO_AREAS, "every team has its micro-area");
    assert!(STEP > 0.0 && house.app.desk.state().world().invariants().is_empty());
}
