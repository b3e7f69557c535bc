//! Many drafts, long drafts, a draft that is damaged: the room stays open, and small answers stay small.

use super::sheet::{Planner, json_at, sheet};
use crate::support::{Browser, House, PASSWORD};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// All files below a folder but those of the database, which come and go.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let nested = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    nested.filter(|path| !path.to_string_lossy().contains(".db")).collect()
}

async fn reopened(house: House) -> (House, Browser) {
    let house = House::open_in(house.close().await);
    let mut browser = house.browser();
    browser.sign_in("planner", PASSWORD).await.ok();
    (house, browser)
}

async fn ids(browser: &Browser, what: &str) -> Vec<String> {
    let plans = browser.get("plans").await.ok();
    plans[what].as_array().unwrap().iter().map(|draft| draft["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_damaged_draft_does_not_close_the_room() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let second = Planner::with(planner.browser.clone(), "second").await;
    second.edits(json!({ "edit": "set_name", "area": second.id("1网格").await, "name": "滨江网格" })).await;
    second.publishes(None).await.ok();
    let third = Planner::with(planner.browser.clone(), "third").await;
    let input = house.app.plans.draft(&planner.draft).unwrap().input.to_string();
    let (first, next) = (planner.draft.clone(), third.draft.clone());
    drop((planner, second, third));
    let folder = house.close().await;
    let held = files(&folder.path().join("store"));
    let name = |path: &PathBuf| path.to_string_lossy().replace('/', "");
    let damaged = held.iter().find(|path| name(path).contains(&input)).expect("the map is a file");
    std::fs::write(damaged, b"not a map").unwrap();

    let house = House::open_in(folder);
    let mut browser = house.browser();
    browser.sign_in("planner", PASSWORD).await.ok();
    assert_eq!(ids(&browser, "drafts").await, [next]);
    let plans = browser.get("plans").await.ok();
    let entry = &plans["damaged"][0];
    assert_eq!(
        (&entry["id"], &entry["name"], &entry["code"]),
        (&json!(first), &json!("planner"), &json!("attachment_damaged"))
    );
}

#[tokio::test]
async fn maps_that_nobody_uses_are_put_away_and_read_again() {
    let house = sheet(2, 2);
    let first = Planner::begins(&house, "planner").await;
    let mut planners = vec![first];
    for number in 2..=20 {
        planners.push(Planner::with(planners[0].browser.clone(), &format!("第{number}")).await);
    }
    let mut hashes = Vec::new();
    for (number, planner) in planners.iter().enumerate() {
        let name =
            json!({ "edit": "set_name", "area": planner.id("1网格").await, "name": format!("{number}号") });
        hashes.push(planner.edits(name).await["draft"]["hash"].clone());
    }
    assert!(house.app.plans.open_count() <= 12, "{}", house.app.plans.open_count());
    for (planner, hash) in planners.iter().zip(&hashes) {
        assert_eq!(json!(planner.hash().await), *hash);
        planner.post("/undo", &json!({})).await.ok();
        planner.post("/redo", &json!({})).await.ok();
        assert_eq!(json!(planner.hash().await), *hash);
    }
    let listed = planners[0].browser.get("plans").await.ok();
    let listed: Vec<&Value> =
        listed["drafts"].as_array().unwrap().iter().map(|draft| &draft["hash"]).collect();
    assert_eq!(listed, hashes.iter().rev().collect::<Vec<_>>());
    // What was thrown away is not even read.
    for planner in &planners {
        assert_eq!(planner.delete().await.status, 204);
    }
    drop(planners);
    let (house, browser) = reopened(house).await;
    assert_eq!(ids(&browser, "drafts").await, Vec::<String>::new());
    assert_eq!(house.app.plans.open_count(), 0);
}

#[tokio::test]
async fn a_step_is_named_in_short_and_the_history_comes_by_the_page() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let id = planner.id("1网格").await;
    for number in 0..7 {
        planner.edits(json!({ "edit": "set_name", "area": id, "name": format!("{number}号") })).await;
    }
    let far: Vec<Value> = (0..200).map(|n| json_at(f64::from(n) * 0.004 + 0.1, 1.5)).collect();
    let path: Vec<Value> = [vec![json_at(0.0, 1.5)], far, vec![json_at(1.0, 1.5)]].concat();
    let split = json!({ "edit": "split", "area": id, "path": path, "into": { "sibling": { "name": "新" } } });
    let edited = planner.edits(split).await;
    let undo = &edited["draft"]["undo"];
    assert_eq!(
        *undo,
        json!({ "kind": "split", "area": "6号", "to": null, "count": 1, "merged": null }),
        "what undo takes back is named and not drawn"
    );
    planner.post("/undo", &json!({})).await.ok();
    let draft = planner.get("").await;
    assert_eq!((&draft["undo"]["area"], &draft["redo"]["kind"]), (&json!("6号"), &json!("split")));

    let steps = async |query: &str| {
        let page = planner.get(&format!("/history{query}")).await;
        assert_eq!(page["total"], 8);
        let steps = page["steps"].as_array().unwrap().clone();
        steps.iter().map(|step| step["step"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(steps("").await, (1..=8).collect::<Vec<_>>());
    assert_eq!(steps("?limit=3").await, [6, 7, 8]);
    assert_eq!(steps("?limit=3&before=6").await, [3, 4, 5]);
    assert_eq!(steps("?limit=3&before=2").await, [1]);
    assert_eq!(steps("?before=1").await, Vec::<u64>::new());
    let all = planner.get("/history").await;
    let named: Vec<&Value> =
        all["steps"].as_array().unwrap().iter().map(|step| &step["what"]["area"]).collect();
    assert_eq!(named[..3], [&json!("0号"), &json!("1号"), &json!("2号")], "as it was called then");
    assert_eq!(all["steps"][7]["in_effect"], false);
    let bad = planner.browser.get(&planner.address("/history?limit=501")).await;
    assert_eq!(bad.problem(), (400, "bad_query".to_owned()));
}

#[tokio::test]
async fn the_figures_of_a_draft_follow_each_step() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let before = planner.get("").await;
    let west = |draft: &Value| draft["bounds"][0].as_f64().unwrap();
    // The whole western side moves east, then back and farther.
    for (from, to) in [(0.0, 0.2), (0.2, -0.3)] {
        for y in [0.0, 1.0, 2.0] {
            let edit = json!({ "edit": "move_point", "at": json_at(from, y), "to": json_at(to, y) });
            planner.edits(edit).await;
        }
        let expected = json_at(to, 0.0)["lon"].as_f64().unwrap();
        assert!((west(&planner.get("").await) - expected).abs() < 1e-9);
    }
    for _ in 0..6 {
        planner.post("/undo", &json!({})).await.ok();
    }
    let after = planner.get("").await;
    for field in ["bounds", "counts", "households"] {
        assert_eq!(after[field], before[field]);
    }
    let (one, two) = (planner.id("1网格").await, planner.id("2网格").await);
    let merged = planner.edits(json!({ "edit": "merge", "areas": [one, two], "into": one })).await;
    assert_eq!(
        (&before["counts"]["areas"]["grid"], &merged["draft"]["counts"]["areas"]["grid"]),
        (&json!(4), &json!(3))
    );
}
