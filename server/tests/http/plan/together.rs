//! Two planners, two drafts: what does not meet is joined, what does is shown.

use super::sheet::{Planner, json_at, path, sheet};
use serde_json::{Value, json};

fn split(area: &Value, line: &[(f64, f64)], name: &str) -> Value {
    json!({ "edit": "split", "area": area, "path": path(line), "into": { "sibling": { "name": name } } })
}

/// Names and ground of all areas: what two maps must agree on to be the same to people.
async fn ground(planner: &Planner) -> Vec<(String, String)> {
    let areas = planner.areas().await;
    areas.into_iter().map(|(name, area)| (name, area["metrics"]["square_metres"].to_string())).collect()
}

#[tokio::test]
async fn two_drafts_that_do_not_meet_are_joined_whichever_goes_into_which() {
    let house = sheet(4, 4);
    let one = Planner::begins(&house, "one").await;
    let two = Planner::begins(&house, "two").await;
    let (three, four) =
        (Planner::with(one.browser.clone(), "three").await, Planner::with(two.browser.clone(), "four").await);
    for planner in [&one, &three] {
        planner.edits(split(&planner.id("1网格").await, &[(0.0, 3.5), (1.0, 3.5)], "一北")).await;
        planner
            .edits(json!({ "edit": "move_point", "at": json_at(1.0, 1.0), "to": json_at(1.2, 1.1) }))
            .await;
    }
    for planner in [&two, &four] {
        planner.edits(split(&planner.id("16网格").await, &[(3.5, 0.0), (3.5, 1.0)], "十六西")).await;
        planner
            .edits(json!({ "edit": "set_name", "area": planner.id("11网格").await, "name": "中心网格" }))
            .await;
    }
    one.post("/merge", &json!({ "other": two.draft })).await.ok();
    four.post("/merge", &json!({ "other": three.draft })).await.ok();
    assert_eq!(ground(&one).await, ground(&four).await, "only numbers depend on which goes into which");
    let names = one.areas().await;
    assert!(["一北", "十六西", "中心网格"].iter().all(|name| names.contains_key(*name)));
    assert!(house.app.plans.draft(&one.draft).unwrap().map.validate().is_empty());
    let history = one.get("/history").await;
    let step = &history["steps"][2]["what"];
    assert_eq!((&step["kind"], &step["merged"]), (&json!("merged"), &json!(two.draft)));
    // It is one step, and can be taken back.
    one.post("/undo", &json!({})).await.ok();
    assert!(!one.areas().await.contains_key("十六西"));
}

#[tokio::test]
async fn both_ends_of_one_border_may_be_cut_by_two_planners() {
    let house = sheet(2, 2);
    let one = Planner::begins(&house, "one").await;
    let two = Planner::with(one.browser.clone(), "two").await;
    // Two neighbours are split by lines that end on the border between them, at different places.
    one.edits(split(&one.id("1网格").await, &[(0.0, 1.3), (1.0, 1.3)], "一南")).await;
    two.edits(split(&two.id("2网格").await, &[(1.0, 1.7), (2.0, 1.7)], "二南")).await;
    one.post("/merge", &json!({ "other": two.draft })).await.ok();
    assert!(ground(&one).await.iter().any(|(name, _)| name == "二南"));
    assert!(house.app.plans.draft(&one.draft).unwrap().map.validate().is_empty());
}

#[tokio::test]
async fn real_conflicts_are_shown_with_their_place_and_nothing_is_merged() {
    let house = sheet(3, 3);
    let one = Planner::begins(&house, "one").await;
    let two = Planner::with(one.browser.clone(), "two").await;
    let corner =
        |to: (f64, f64)| json!({ "edit": "move_point", "at": json_at(1.0, 1.0), "to": json_at(to.0, to.1) });
    one.edits(corner((1.2, 1.2))).await;
    two.edits(corner((0.8, 0.9))).await;
    let before = one.hash().await;
    let answer = one.post("/merge", &json!({ "other": two.draft })).await;
    assert_eq!(answer.problem(), (409, "drafts_conflict".to_owned()));
    let conflicts = answer.json()["params"]["conflicts"].clone();
    let node =
        conflicts.as_array().unwrap().iter().find(|conflict| conflict["what"] == "node").unwrap().clone();
    assert_eq!(node["at"], json!([json_at(1.0, 1.0)["lon"], json_at(1.0, 1.0)["lat"]]));
    let words = &node["words"];
    assert!(
        words["zh"].as_str().unwrap().contains("交点") && words["en"].as_str().unwrap().contains("corner")
    );
    assert_eq!(one.hash().await, before);
    // One name given by both is no conflict; two names are.
    let three = Planner::with(one.browser.clone(), "three").await;
    let four = Planner::with(one.browser.clone(), "four").await;
    let name = |id: Value, name: &str| json!({ "edit": "set_name", "area": id, "name": name });
    let id = three.id("1网格").await;
    three.edits(name(id.clone(), "江滩网格")).await;
    four.edits(name(id.clone(), "江滩网格")).await;
    three.post("/merge", &json!({ "other": four.draft })).await.ok();
    four.edits(name(id, "码头网格")).await;
    assert_eq!(three.post("/merge", &json!({ "other": four.draft })).await.problem().1, "drafts_conflict");
    let difference = four.get(&format!("/diff?against=draft:{}", three.draft)).await;
    assert_eq!(difference["areas"][0]["fields"], json!(["name"]));
}

#[tokio::test]
async fn two_borders_that_would_cross_are_a_conflict_though_nobody_touched_both() {
    let house = sheet(3, 1);
    let one = Planner::begins(&house, "one").await;
    let two = Planner::with(one.browser.clone(), "two").await;
    let map = one.get("/map").await;
    let border = |x: f64| {
        let points = [json_at(x, 0.0), json_at(x, 1.0)].map(|at| json!([at["lon"], at["lat"]]));
        let borders = map["borders"].as_array().unwrap();
        let found = borders.iter().find(|border| {
            let ends = border["points"].as_array().unwrap();
            ends.len() == 2 && points.contains(&ends[0]) && points.contains(&ends[1])
        });
        found.unwrap()["id"].clone()
    };
    // The two borders of the middle grid bulge towards each other.
    one.edits(json!({ "edit": "reshape", "border": border(1.0), "path": path(&[(1.8, 0.5)]) })).await;
    two.edits(json!({ "edit": "reshape", "border": border(2.0), "path": path(&[(1.2, 0.5)]) })).await;
    let answer = one.post("/merge", &json!({ "other": two.draft })).await;
    assert_eq!(answer.problem().1, "drafts_conflict");
    let conflict = answer.json()["params"]["conflicts"][0].clone();
    assert_eq!(conflict["what"], "would_cross");
    assert!(conflict["words"]["zh"].as_str().unwrap().contains("相交"), "{conflict}");
}
