//! Plans that wait for their day: drawn upon, taken back; and the rules that they are judged by.

use super::sheet::{Planner, json_at, sheet};
use crate::support::{House, call};
use geo_core::Milliseconds;
use serde_json::json;
use world::Role;

fn in_days(house: &House, days: u64) -> String {
    house.now().after(Milliseconds::from_minutes(days * 24 * 60)).to_string()
}

#[tokio::test]
async fn who_follows_whom_is_shown_for_a_plan_on_top_of_another() {
    let house = sheet(2, 2);
    let mut incident = call();
    incident["position"] = json_at(0.5, 1.8);
    house.officer().await.post("incidents", incident).await.ok();
    let first = Planner::begins(&house, "first").await;
    let name = json!({ "edit": "set_name", "area": first.id("2网格").await, "name": "二" });
    first.edits(name).await;
    first.publishes(Some(&in_days(&house, 2))).await.ok();
    let second = Planner::with(first.browser.clone(), "second").await;
    let (one, two) = (second.id("1网格").await, second.id("二").await);
    second.edits(json!({ "edit": "merge", "areas": [one, two], "into": two })).await;
    let outlook = second.get(&format!("/publication?effective_from={}", in_days(&house, 3))).await;
    assert!(outlook["refused"].is_null(), "{outlook}");
    let handed = outlook["handover"]["incidents"].as_array().unwrap();
    assert_eq!(handed.len(), 1, "{outlook}");
    assert_eq!(
        (&handed[0]["from"], &handed[0]["to"]),
        (&json!("420102001001001"), &json!("420102001001002"))
    );
}

#[tokio::test]
async fn a_plan_is_taken_back_and_its_draft_drawn_on() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let area = planner.id("2网格").await;
    planner.edits(json!({ "edit": "set_name", "area": area, "name": "二" })).await;
    let number = planner.publishes(Some(&in_days(&house, 2))).await.ok()["number"].clone();
    let withdraw = format!("plans/versions/{number}/withdraw");
    let officer = house.officer().await;
    assert_eq!(officer.post(&withdraw, json!({ "reason": "图纸有误" })).await.problem().1, "not_allowed");
    let answer = planner.browser.post(&withdraw, json!({ "reason": "" })).await;
    assert_eq!(answer.problem().1, "reason_missing");
    let gone = planner.browser.post(&withdraw, json!({ "reason": "图纸有误" })).await.ok();
    assert_eq!((&gone["number"], &gone["reason"]), (&number, &json!("图纸有误")));
    let plans = planner.browser.get("plans").await.ok();
    assert_eq!(plans["withdrawn"][0], gone);
    assert_eq!(plans["drafts"][0]["state"], "open");
    assert!(plans["versions"].as_array().unwrap().iter().all(|version| version["number"] != number));
    assert_eq!(officer.get("plans").await.ok()["withdrawn"], json!([]));
    // Its number is not given again.
    let again = planner.publishes(None).await.ok();
    assert_eq!(again["number"].as_u64(), number.as_u64().map(|number| number + 1));
}

#[tokio::test]
async fn an_administrator_says_how_plans_should_be() {
    let house = sheet(2, 2);
    let admin = house.signed_in("chief", Role::Administrator, None).await;
    let planner = Planner::begins(&house, "planner").await;
    let there = admin.get("plans/rules").await.ok();
    let names: Vec<_> =
        there["templates"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["12+3+2", "14", "15", "20"]);
    let mut rules = there["rules"].clone();
    rules["households"] = json!({ "grid": [500, 300] });
    let body = |rules: &serde_json::Value, version: &serde_json::Value| json!({ "rules": rules, "version": version });
    let put = async |rules: &serde_json::Value, version| admin.put("plans/rules", body(rules, version)).await;
    assert_eq!(put(&rules, &there["version"]).await.problem(), (422, "bad_plan_rules".to_owned()));
    rules["households"] = json!({ "grid": [100, 200] });
    rules["blocking"] = json!(["not_contiguous"]);
    let answer = planner.browser.put("plans/rules", body(&rules, &there["version"])).await;
    assert_eq!(answer.problem().1, "not_allowed");
    let now = put(&rules, &there["version"]).await.ok();
    assert_eq!(
        (&now["rules"]["households"], &now["rules"]["blocking"]),
        (&rules["households"], &rules["blocking"])
    );
    assert_eq!(put(&rules, &there["version"]).await.problem(), (409, "stale_version".to_owned()));
    assert_eq!(admin.get("plans").await.ok()["rules"], now["rules"]);
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    assert_eq!(viewer.get("plans/rules").await.problem().1, "not_allowed");
}
