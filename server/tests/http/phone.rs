//! The phone of a team: one link lets it in, it sees its own work and nothing else, and what it says late is kept so.

use crate::support::{House, call};
use crate::whistles::{blown, house, phone};
use axum::http::Method;
use geo_core::Milliseconds;
use serde_json::json;
use world::{Role, Timestamp};

async fn sent(house: &House) -> (crate::support::Browser, String, u64) {
    let officer = house.officer().await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let form = json!({ "team": "东一队", "override_reason": "最近" });
    let incident = officer.post(&format!("incidents/{id}/assignments"), form).await.ok();
    let fence = incident["tasks"][0]["fence"].as_u64().unwrap();
    (officer, id, fence)
}

#[tokio::test]
async fn a_link_from_the_team_card_lets_the_phone_in_once_without_a_password() {
    let house = House::open();
    let officer = house.officer().await;
    let link = officer.post("teams/东一队/device-link", json!({})).await.ok();
    let link = link["link"].as_str().unwrap();
    let (page, token) = link.split_once('#').unwrap();
    assert_eq!(page, "http://127.0.0.1:7878/phone");
    let mut phone = house.browser();
    let answer = phone.post("/api/v1/session/link", json!({ "token": token })).await;
    phone.remember(&answer);
    let session = answer.ok();
    assert_eq!((&session["role"], &session["account"]), (&json!("device"), &json!("team:东一队")));
    let again = house.browser().post("/api/v1/session/link", json!({ "token": token })).await;
    assert_eq!(again.problem().1, "link_used");
    let own = phone.get("phone").await.ok();
    assert_eq!(
        (&own["team"]["code"], &own["tasks"], &own["whistles"]),
        (&json!("东一队"), &json!([]), &json!([]))
    );
    // A second link is of the same account.
    officer.post("teams/东一队/device-link", json!({})).await.ok();
    assert_eq!(house.app.accounts.accounts().unwrap().iter().filter(|it| it.team.is_some()).count(), 1);

    let west = house.signed_in("west", Role::DutyOfficer, Some(crate::support::WEST)).await;
    assert_eq!(west.post("teams/东一队/device-link", json!({})).await.problem().1, "unknown_team");
    let viewer = house.signed_in("guest", Role::Viewer, None).await;
    assert_eq!(viewer.post("teams/东一队/device-link", json!({})).await.problem().1, "not_allowed");
    assert_eq!(officer.get("phone").await.problem().1, "not_allowed");
}

/// The officer who replaces a lost phone thereby shuts it out.
#[tokio::test]
async fn the_phone_that_a_new_link_lets_in_takes_the_place_of_the_one_before() {
    let house = House::open();
    let officer = house.officer().await;
    let enter = async || {
        let link = officer.post("teams/东一队/device-link", json!({})).await.ok();
        let token = link["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        let mut phone = house.browser();
        let answer = phone.post("/api/v1/session/link", json!({ "token": token })).await;
        phone.remember(&answer);
        phone
    };
    let lost = enter().await;
    let other = phone(&house, "西一队").await;
    lost.get("phone").await.ok();
    officer.post("teams/东一队/device-link", json!({})).await.ok();
    lost.get("phone").await.ok();
    let found = enter().await;
    assert_eq!(lost.get("phone").await.problem(), (401, "not_signed_in".into()));
    found.get("phone").await.ok();
    other.get("phone").await.ok();
    officer.get("teams").await.ok();
}

#[tokio::test]
async fn what_was_tapped_without_a_line_is_sent_later_in_order_each_once() {
    let house = house();
    let (officer, id, fence) = sent(&house).await;
    let device = phone(&house, "东一队").await;
    let own = device.get("phone").await.ok();
    assert_eq!((&own["tasks"][0]["incident"], &own["tasks"][0]["state"]), (&json!(id), &json!("assigned")));
    assert!(own["tasks"][0].get("narrative").is_none());

    let tapped = house.now();
    house.clock.advance(Milliseconds::from_minutes(7));
    let path = format!("/api/v1/420102/incidents/{id}/assignments/东一队/state");
    let tap = |state: &str, key: &str, more: serde_json::Value| {
        let mut form = json!({ "fence": fence, "state": state, "device_at": tapped });
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        device.request(Method::POST, &path, &[("idempotency-key", key)], Some(&form))
    };
    for (state, key) in [("accepted", "t1"), ("en_route", "t2"), ("en_route", "t2")] {
        device.send(tap(state, key, json!({}))).await.ok();
    }
    // A place within the radius proves the arrival; somewhere else its word is taken.
    let there = json!({ "fix": { "position": { "lon": 114.3301, "lat": 30.59 }, "at": house.now() } });
    device.send(tap("on_scene", "t3", there)).await.ok();
    let named = device.send(tap("done", "t4", json!({ "report": "找王某 13800138000" }))).await;
    assert_eq!(named.problem(), (422, "personal_data".into()));
    let long = device.send(tap("done", "t4", json!({ "report": "长".repeat(501) }))).await;
    assert_eq!(long.problem(), (422, "text_too_long".into()));
    device.send(tap("done", "t5", json!({ "report": "已劝离" }))).await.ok();

    let detail = officer.get(&format!("incidents/{id}")).await.ok();
    assert_eq!(detail["reports"], json!([{ "team": "东一队", "fence": fence, "text": "已劝离" }]));
    let steps: Vec<_> = (detail["incident"]["history"].as_array().unwrap().iter())
        .filter(|step| step["what"] == "task_moved")
        .map(|step| (step["detail"].as_str().unwrap().to_owned(), step["device_at"].clone()))
        .collect();
    let said: Vec<_> = steps.iter().map(|(detail, _)| detail.as_str()).collect();
    assert_eq!(said, ["accepted", "en_route", "on_scene", "done"], "each once");
    assert!(steps.iter().all(|(_, at)| at.as_str().unwrap().parse::<Timestamp>().unwrap() == tapped));
    let viewer = house.signed_in("guest", Role::Viewer, None).await;
    assert_eq!(viewer.get(&format!("incidents/{id}")).await.ok()["reports"], json!([]));
    assert!(device.get("phone").await.ok()["tasks"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_phone_sees_the_whistles_that_call_its_team_and_no_other() {
    let house = house();
    let officer = house.officer().await;
    blown(&officer, &["水务组"]).await;
    let (water, city) = (phone(&house, "水务组").await, phone(&house, "城管组").await);
    assert_eq!(water.get("phone").await.ok()["whistles"][0]["id"], "W-0001");
    assert_eq!(city.get("phone").await.ok()["whistles"], json!([]));
    let near = json!({ "team": "城管组", "fix": { "position": { "lon": 114.31, "lat": 30.59 }, "at": house.now() } });
    assert_eq!(city.post("whistles/W-0001/check-ins", near).await.problem().1, "unknown_whistle");
}
