//! 吹哨报到 over HTTP: a township calls a department of the district, it comes by position or not at all.

use crate::support::{Browser, House, PASSWORD, WEST, call, eventually, fix};
use dispatch::{Profile, TeamKind};
use geo_core::Milliseconds;
use serde_json::{Value, json};
use world::records::{DutyRule, Team};
use world::{Command, Role};

/// The small district with a duty group of the district's water board.
pub fn house() -> House {
    let house = House::open();
    house.command(Command::SaveTeams(vec![
        department("水务组", "区水务局"),
        department("城管组", "区城管局"),
    ]));
    house
}

fn department(code: &str, name: &str) -> Team {
    Team {
        code: code.parse().unwrap(),
        name: format!("{name}应急组"),
        kind: TeamKind::DutyGroup,
        profile: Profile::Car,
        home: Some("420102".parse().unwrap()),
        duty: DutyRule::Always,
        department: Some(name.to_owned()),
        phone: None,
        radio_only: false,
        retired: false,
        version: 0,
    }
}

/// The phone of a team.
pub async fn phone(house: &House, team: &str) -> Browser {
    house.account(&format!("phone-{team}"), Role::Device, None, Some(team));
    let mut browser = house.browser();
    browser.sign_in(&format!("phone-{team}"), PASSWORD).await.ok();
    browser
}

/// A call in the west, and a whistle about it.
pub async fn blown(officer: &Browser, teams: &[&str]) -> (String, Value) {
    let mut form = call();
    form["position"] = json!({ "lon": 114.31, "lat": 30.59 });
    let id = officer.post("incidents", form).await.ok()["id"].as_str().unwrap().to_owned();
    let whistle = json!({ "kind": "emergency", "incident": id, "reason": "需要排水", "teams": teams });
    let answer = officer.post("whistles", whistle).await;
    assert_eq!(answer.status, 201);
    (id, answer.ok())
}

#[tokio::test]
async fn a_township_calls_departments_one_comes_by_position_and_the_other_is_missed() {
    let house = house();
    let west = house.signed_in("west", Role::DutyOfficer, Some(WEST)).await;
    let offered = west.get("whistles/departments").await.ok();
    let names: Vec<_> =
        offered["items"].as_array().unwrap().iter().map(|it| it["department"].clone()).collect();
    assert_eq!(
        names,
        [json!("区城管局"), json!("区水务局")],
        "they are not of this township, and may be called"
    );
    let (incident, whistle) = blown(&west, &["水务组", "城管组"]).await;
    assert_eq!(
        (&whistle["id"], &whistle["standing"][0]["standing"], &whistle["standing"][0]["name"]),
        (&json!("W-0001"), &json!("awaited"), &json!("区水务局应急组"))
    );
    let east = house.signed_in("east", Role::DutyOfficer, Some(crate::support::EAST)).await;
    assert_eq!(east.get("whistles/W-0001").await.problem(), (404, "unknown_whistle".into()));
    assert_eq!(east.get("whistles").await.ok()["items"], json!([]));
    let again = json!({ "kind": "emergency", "incident": incident, "reason": "再叫", "teams": ["水务组"] });
    assert_eq!(west.post("whistles", again).await.problem(), (409, "already_called".into()));

    // Its telephone says where it is, and that is enough.
    let water = phone(&house, "水务组").await;
    house.clock.advance(Milliseconds::from_minutes(5));
    water.post("positions", json!({ "fixes": [fix("水务组", 114.3101, house.now())] })).await.ok();
    eventually("it is checked in", async || {
        west.get("whistles/W-0001").await.ok()["standing"][0]["standing"] == "on_site"
    })
    .await;
    let seen = west.get("whistles/W-0001").await.ok();
    let came = &seen["called"][0]["checked_in"];
    assert_eq!((&came["by"], &came["punctuality"]), (&json!("system:arrival"), &json!("in_time")));

    // The deadline passes; the service writes down who is missing.
    house.clock.advance(Milliseconds::from_minutes(26));
    server::whistles::watch::tell_overdue(&house.app).await;
    let seen = west.get("whistles/W-0001").await.ok();
    assert!(!seen["overdue_at"].is_null());
    assert_eq!(seen["standing"][1]["standing"], "overdue");
    let city = phone(&house, "城管组").await;
    let far = json!({ "team": "城管组", "fix": { "position": { "lon": 114.33, "lat": 30.59 }, "at": house.now() } });
    assert_eq!(city.post("whistles/W-0001/check-ins", far).await.problem(), (422, "fix_too_far".into()));
    assert_eq!(
        city.post("whistles/W-0001/check-ins", json!({ "team": "城管组" })).await.problem().1,
        "evidence_not_allowed",
        "a device's word alone proves nothing"
    );
    let near = json!({ "team": "城管组", "fix": { "position": { "lon": 114.3101, "lat": 30.59 }, "at": house.now() } });
    let late = city.post("whistles/W-0001/check-ins", near).await.ok();
    assert_eq!(late["called"][1]["checked_in"]["punctuality"], "late");

    let closing = west.post(&format!("incidents/{incident}/close"), json!({ "outcome": "好了" })).await;
    assert_eq!(closing.problem(), (409, "whistle_stands".into()));
    let release = json!({ "team": "城管组", "reason": "另有任务" });
    let one = west.post("whistles/W-0001/release", release).await.ok();
    assert_eq!(
        (&one["standing"][0]["standing"], &one["standing"][1]["standing"]),
        (&json!("on_site"), &json!("released"))
    );
    let ended = west.post("whistles/W-0001/end", json!({ "outcome": "积水已排" })).await.ok();
    assert_eq!(ended["ended"]["outcome"], "积水已排");
    assert_eq!(ended["standing"][0]["standing"], "released");
    assert_eq!(west.get("whistles?state=ended").await.ok()["items"].as_array().unwrap().len(), 1);
    west.post(&format!("incidents/{incident}/close"), json!({ "outcome": "好了" })).await.ok();

    let rates = west.get("whistles/rates").await.ok();
    assert_eq!(rates["all"]["check_in_rate"], json!({ "part": 2, "of": 2, "rate": 1.0 }));
    assert_eq!(rates["all"]["in_time_rate"], json!({ "part": 1, "of": 2, "rate": 0.5 }));
    assert_eq!(rates["townships"][0]["whistle_rate"], json!({ "part": 1, "of": 1, "rate": 1.0 }));
    assert_eq!(rates["departments"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_blown_twice_by_one_request_is_blown_once_and_the_hand_gives_a_reason() {
    let house = house();
    let officer = house.officer().await;
    let form = json!({ "kind": "joint_enforcement", "position": { "lon": 114.31, "lat": 30.59 },
        "address": "西街 1 号", "reason": "占道", "teams": ["城管组"], "within": 600_000 });
    let path = "/api/v1/420102/whistles";
    let ask =
        || officer.request(axum::http::Method::POST, path, &[("idempotency-key", "blow-1")], Some(&form));
    assert_eq!(officer.send(ask()).await.status, 201);
    let again = officer.send(ask()).await;
    assert_eq!((again.status.as_u16(), &again.ok()["id"]), (200, &json!("W-0001")));
    assert_eq!(officer.get("whistles").await.ok()["items"].as_array().unwrap().len(), 1);

    let by_hand = |reason: Value| json!({ "team": "城管组", "reason": reason });
    let without = officer.post("whistles/W-0001/check-ins", by_hand(Value::Null)).await;
    assert_eq!(without.problem(), (422, "reason_missing".into()));
    let came = officer.post("whistles/W-0001/check-ins", by_hand(json!("电台报到"))).await.ok();
    assert_eq!(came["called"][0]["checked_in"]["reason"], "电台报到");
    // Whoever a whistle holds is offered last, with the reason.
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let proposal = officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok();
    let held = proposal["ruled_out"].as_array().unwrap().iter().find(|it| it["team"] == "城管组").unwrap();
    assert!(
        held["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .any(|why| why["code"] == "called" && why["params"]["whistle"] == "W-0001"),
        "{held}"
    );
    assert_eq!(
        officer.post("whistles/W-0009/end", json!({ "outcome": "x" })).await.problem().1,
        "unknown_whistle"
    );
}
