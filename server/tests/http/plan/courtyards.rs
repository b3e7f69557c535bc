//! 「18栋楼重组为3个院落」: eighteen buildings become three courtyards, and everybody can see how it came about.

use super::sheet::{Planner, building, path, sheet, spot};
use serde_json::{Value, json};
use world::{Command, Hash, Records};

fn households(area: &Value) -> u64 {
    area["metrics"]["households"].as_u64().unwrap()
}

#[tokio::test]
async fn eighteen_buildings_become_three_courtyards() {
    let house = sheet(2, 2);
    // The first grid has three rows of six buildings; the one of the north row nearest to the east lies across the line.
    let at = |n: usize| (0.1 + 0.15 * (n % 6) as f64, 1.2 + 0.3 * (n / 6) as f64);
    let rows: Vec<_> =
        (0..18).map(|n| building(&format!("{}栋", n + 1), at(n).0, at(n).1, 20 + n as u32)).collect();
    let total: u64 = rows.iter().map(|place| u64::from(place.households.unwrap())).sum();
    house.command(Command::ImportRecords { input: Hash::default(), records: Records::Places(rows) });

    let planner = Planner::begins(&house, "planner").await;
    let grid = planner.id("1网格").await;
    assert_eq!(households(&planner.areas().await["1网格"]), total);

    // The grid is divided into two courtyards first; before that is done the planner sees the households on both sides.
    let line = path(&[(0.0, 1.35), (1.0, 1.35)]);
    let new = |name: &str| json!({ "name": name });
    let split = json!({ "edit": "split", "area": grid, "path": line,
        "into": { "children": { "level": "micro_area", "areas": [new("联心苑"), new("结情苑")] } } });
    let preview = planner.post("/preview", &json!({ "edit": split.clone() })).await.ok();
    let sides: Vec<u64> = preview["created"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| preview["metrics"].as_array().unwrap().iter().find(|change| change["area"] == *id).unwrap())
        .map(|change| change["after"]["households"].as_u64().unwrap())
        .collect();
    assert_eq!(sides.iter().sum::<u64>(), total);
    assert_eq!(planner.get("").await["step"], 0, "looking changes nothing");
    planner.edits(split).await;
    // Then the southern part again; 结情苑 keeps the rest.
    let southern = planner.areas().await;
    let southern =
        southern.values().find(|area| area["level"] == "micro_area" && households(area) < 250).unwrap();
    let other = if southern["name"] == "联心苑" { "结情苑" } else { "联心苑" };
    let northern = planner.id(other).await;
    let line = path(&[(0.0, 1.65), (1.0, 1.65)]);
    planner
        .edits(
            json!({ "edit": "split", "area": northern, "path": line, "into": { "sibling": new("美邻苑") } }),
        )
        .await;

    let areas = planner.areas().await;
    let courtyards: Vec<&Value> = ["联心苑", "结情苑", "美邻苑"].iter().map(|name| &areas[*name]).collect();
    assert!(courtyards.iter().all(|area| area["metrics"]["buildings"] == 6), "{areas:?}");
    assert_eq!(courtyards.iter().map(|area| households(area)).sum::<u64>(), total);
    assert_eq!(households(&areas["1网格"]), total, "the grid above is their sum");

    // One building belongs elsewhere, whatever its ground says: it is painted over, and a badge says so.
    let map = planner.get("/map").await;
    let last = map["buildings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|building| building["name"] == "18栋")
        .unwrap()
        .clone();
    let moved = planner
        .edits(json!({ "edit": "give_buildings", "buildings": [last["id"]], "to": areas["联心苑"]["id"] }))
        .await;
    assert_eq!(moved["moved"][0]["households"], 37);
    let badge = |issues: &Value| {
        issues["issues"].as_array().unwrap().iter().any(|issue| issue["code"] == "building_elsewhere")
    };
    assert!(badge(&planner.get("/issues").await));
    planner.post("/undo", &json!({})).await.ok();
    assert!(!badge(&planner.get("/issues").await));

    // Codes from west to east and north to south, then the plan takes force.
    planner.post("/number", &json!({ "under": grid, "level": "micro_area" })).await.ok();
    let version = planner.publishes(None).await.ok();
    assert_eq!((&version["state"], &version["created"]), (&json!("in_force"), &json!(3)));
    let lineage = version["lineage"].as_array().unwrap();
    assert!(lineage.iter().all(|area| area["from"] == json!(["420102001001001"])), "{lineage:?}");

    // A call about one of the buildings lies in its courtyard from now on.
    let here = spot(at(9).0, at(9).1);
    let address = format!("/api/v1/420102/locate?lon={}&lat={}", here.lon(), here.lat());
    let located = planner.browser.get(&address).await.ok();
    let names: Vec<_> =
        located["areas"].as_array().unwrap().iter().map(|area| area["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 5);
    assert!(["联心苑", "结情苑", "美邻苑"].contains(&names[4]), "{names:?}");
    assert_eq!(located["areas"][4]["code"].as_str().unwrap().len(), 17);
}
