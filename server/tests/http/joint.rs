//! 预案 and the joint choice: what incidents need, and who goes where when all are chosen for at once.

use crate::support::{Browser, House, fix};
use serde_json::{Value, json};
use world::Role;

async fn with_card(house: &House) -> Browser {
    let administrator = house.signed_in("administrator", Role::Administrator, None).await;
    let card = json!({
        "code": "火", "name": "火警预案", "kinds": ["fire_alarm"], "from": "moderate",
        "needs": [{ "suited": ["patrol"], "count": 2 }],
    });
    let saved = administrator.put("run-cards/火", card).await.ok();
    assert!(saved["version"].as_u64().unwrap() > 0);
    administrator
}

/// A fire in the east, noise in the west, and everybody's place.
async fn calls(house: &House, officer: &Browser) -> (String, String) {
    let fixes = [fix("东一队", 114.325, house.now()), fix("西一队", 114.305, house.now())];
    officer.post("positions", json!({ "fixes": fixes })).await.ok();
    let call = |kind: &str, severity: &str, lon: f64| json!({ "kind": kind, "severity": severity, "position": { "lon": lon, "lat": 30.59 }, "channel": "phone" });
    let id = |incident: Value| incident["id"].as_str().unwrap().to_owned();
    let fire = id(officer.post("incidents", call("fire_alarm", "severe", 114.33)).await.ok());
    let noise = id(officer.post("incidents", call("noise", "minor", 114.306)).await.ok());
    (fire, noise)
}

fn teams(answer: &Value) -> Vec<Vec<&str>> {
    let incidents = answer["incidents"].as_array().unwrap().iter();
    incidents
        .map(|incident| {
            let slots = incident["slots"].as_array().unwrap().iter();
            slots.map(|slot| slot["team"]["team"].as_str().unwrap_or("-")).collect()
        })
        .collect()
}

#[tokio::test]
async fn all_open_incidents_get_their_teams_at_once() {
    let house = House::open();
    with_card(&house).await;
    let officer = house.officer().await;
    let (fire, noise) = calls(&house, &officer).await;
    let needs = officer.get(&format!("incidents/{fire}")).await.ok()["needs"].clone();
    assert_eq!(needs, json!(vec![json!({ "suited": ["patrol"], "card": "火", "team": null }); 2]));

    let choice = officer.post("joint-proposals", json!({})).await.ok();
    assert_eq!((&choice["checked"], &choice["basis"]), (&json!(true), &json!("straight_line")));
    assert_eq!(choice["incidents"][0]["incident"], fire.as_str(), "the worst comes first");
    assert_eq!(teams(&choice), [vec!["东一队", "东二队"], vec!["西一队"]]);
    assert_eq!(choice["incidents"][0]["slots"][0]["team"]["origin"], "new");

    // Sent as proposed, with what was seen.
    let reference = choice["proposal"]["id"].as_str().unwrap();
    let send = json!({ "team": "东一队", "proposal": reference });
    let sent = officer.post(&format!("incidents/{fire}/assignments"), send).await.ok();
    let dispatched = &sent["tasks"][0]["dispatched"];
    assert_eq!((&dispatched["rank"], &dispatched["basis"]), (&json!(1), &json!("straight_line")));
    assert_eq!(dispatched["estimate"], choice["incidents"][0]["slots"][0]["team"]["arrival_ms"]);

    // Who is on the way stays so, and nothing else moves.
    let again = officer.post("joint-proposals", json!({})).await.ok();
    assert_eq!(again["changes"], json!([]));
    let origins: Vec<&Value> = again["incidents"][0]["slots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| &slot["team"]["origin"])
        .collect();
    assert!(origins.contains(&&json!("kept")) && origins.contains(&&json!("new")), "{origins:?}");
    let needs = officer.get(&format!("incidents/{fire}")).await.ok()["needs"].clone();
    assert_eq!(needs[0]["team"], "东一队");
    assert_eq!(officer.get(&format!("incidents/{noise}")).await.ok()["needs"][0]["card"], Value::Null);
}

#[tokio::test]
async fn an_officer_pins_excludes_and_asks_why_not() {
    let house = House::open();
    with_card(&house).await;
    let officer = house.officer().await;
    let (fire, noise) = calls(&house, &officer).await;
    let pair = |team: &str, incident: &str| json!({ "team": team, "incident": incident });

    let without = json!({ "exclusions": [pair("东二队", &fire)] });
    let choice = officer.post("joint-proposals", without).await.ok();
    assert_eq!(teams(&choice), [vec!["东一队", "西一队"], vec!["东二队"]], "the fire comes first");
    let pinned = officer.post("joint-proposals", json!({ "pins": [pair("东二队", &noise)] })).await.ok();
    assert_eq!(teams(&pinned)[1], ["东二队"]);

    let why = officer.post("joint-proposals/why-not", pair("西一队", &fire)).await.ok();
    assert_eq!(why["answer"], "worse");
    assert_eq!((&why["by"][0]["tier"], why["by"][0]["cost_ms"].as_i64().unwrap() > 0), (&json!(2), true));
    assert_eq!(
        officer.post("joint-proposals/why-not", pair("西一队", &noise)).await.ok(),
        json!({ "answer": "chosen" })
    );
    officer.post("teams/西一队/availability", json!({ "unavailable": "加油" })).await.ok();
    let why = officer.post("joint-proposals/why-not", pair("西一队", &noise)).await.ok();
    assert_eq!(why["answer"], "barred", "{why}");
    assert_eq!(why["needs"][0][0]["code"], "unavailable");

    let problem = async |form: Value| officer.post("joint-proposals", form).await.problem();
    let twice = json!({ "pins": [pair("东一队", &fire), pair("东一队", &noise)] });
    assert_eq!(problem(twice).await, (422, "pinned_twice".into()));
    assert_eq!(problem(json!({ "pins": [pair("九队", &fire)] })).await, (404, "unknown_team".into()));
    let nowhere = json!({ "pins": [pair("东一队", "20200101-0001")] });
    assert_eq!(problem(nowhere).await, (404, "unknown_incident".into()));
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    assert_eq!(viewer.post("joint-proposals", json!({})).await.problem().0, 403);
}

#[tokio::test]
async fn run_cards_are_kept_and_tried_on_what_was() {
    let house = House::open();
    let administrator = with_card(&house).await;
    let officer = house.officer().await;
    let (fire, _) = calls(&house, &officer).await;
    assert_eq!(officer.get("run-cards").await.ok()["items"][0]["name"], "火警预案");
    let mut card = officer.get("run-cards/火").await.ok();
    assert_eq!(officer.put("run-cards/火", card.clone()).await.problem().1, "not_allowed");
    card["needs"] = json!([{ "suited": [], "count": 1 }]);
    assert_eq!(administrator.put("run-cards/火", card.clone()).await.problem().1, "run_card_asks_nothing");

    // One patrol went and settled it.
    let sent = officer.post(&format!("incidents/{fire}/assignments"), json!({ "team": "东二队" })).await.ok();
    let fence = sent["tasks"][0]["fence"].as_u64().unwrap();
    for state in ["on_scene", "done"] {
        let report = json!({ "fence": fence, "state": state });
        officer.post(&format!("incidents/{fire}/assignments/东二队/state"), report).await.ok();
    }
    officer.post(&format!("incidents/{fire}/close"), json!({ "outcome": "已扑灭" })).await.ok();
    let row = officer.post("run-cards/dry-run", json!({})).await.ok()["items"][0].clone();
    assert_eq!((&row["incident"], &row["short"], &row["beyond"]), (&json!(fire), &json!(1), &json!(0)));
    card["needs"] = json!([{ "suited": ["patrol"], "count": 1 }]);
    let row = officer.post("run-cards/dry-run", json!({ "cards": [card] })).await.ok()["items"][0].clone();
    assert_eq!((&row["short"], &row["needs"][0]["team"]), (&json!(0), &json!("东二队")));
    // Cards that are tried are judged as those that are saved: they would be listed in memory for each incident.
    let mut greedy = card.clone();
    greedy["needs"] = json!(vec![json!({ "suited": ["patrol"], "count": 255 }); 1_000]);
    let mut idle = card.clone();
    idle["needs"] = json!([{ "suited": [], "count": 2 }]);
    let many = json!({ "cards": vec![card.clone(); 201] });
    for (tried, code) in [
        (json!({ "cards": [greedy] }), "too_many_run_cards"),
        (many, "too_many_run_cards"),
        (json!({ "cards": [idle] }), "run_card_asks_nothing"),
    ] {
        assert_eq!(officer.post("run-cards/dry-run", tried).await.problem().1, code);
    }
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    assert_eq!(viewer.post("run-cards/dry-run", json!({})).await.problem().1, "not_allowed");
    assert_eq!(administrator.delete("run-cards/火").await.status.as_u16(), 204);
    assert_eq!(officer.get("run-cards/火").await.problem(), (404, "unknown_run_card".into()));
}

#[tokio::test]
async fn a_crew_is_sent_whole_or_not_at_all_and_the_gap_is_told() {
    let house = House::open();
    let administrator = house.signed_in("administrator", Role::Administrator, None).await;
    let card = |count: u8| {
        let needs = json!([{ "suited": ["patrol"], "count": count, "coming": "together" }]);
        json!({ "code": "船", "name": "冲锋舟", "kinds": ["fire_alarm"], "from": "minor", "needs": needs })
    };
    administrator.put("run-cards/船", card(4)).await.ok();
    let officer = house.officer().await;
    let (fire, _) = calls(&house, &officer).await;
    let choice = officer.post("joint-proposals", json!({})).await.ok();
    assert_eq!(teams(&choice)[0], ["-", "-", "-", "-"], "there are three patrols");
    assert_ne!(teams(&choice)[1], ["-"], "so one of them goes where it helps");
    let slot = &choice["incidents"][0]["slots"][0];
    assert_eq!((&slot["unfilled"]["code"], &slot["coming"]), (&json!("crew_incomplete"), &json!("together")));
    let gap = choice["gap"]["by"].as_array().unwrap();
    assert!(gap.iter().all(|tier| tier["unfilled"] == 0 && tier["cost_ms"] == 0), "{gap:?}");
    let why = json!({ "team": "东一队", "incident": fire });
    let why = officer.post("joint-proposals/why-not", why).await.ok();
    assert_eq!(why["needs"][0][0]["code"], "crew_incomplete", "{why}");

    let mut smaller = card(3);
    smaller["version"] = administrator.get("run-cards/船").await.ok()["version"].clone();
    administrator.put("run-cards/船", smaller).await.ok();
    let choice = officer.post("joint-proposals", json!({})).await.ok();
    assert!(!teams(&choice)[0].contains(&"-"), "{:?}", teams(&choice));
    assert_eq!(teams(&choice)[1], ["-"], "the fire comes first");
}
