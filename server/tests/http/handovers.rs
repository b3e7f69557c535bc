//! 交接班 over HTTP: notes are kept apart from the journal, incidents change hands by name.

use crate::support::{Browser, House, call};
use axum::http::Method;
use geo_core::Milliseconds;
use serde_json::{Value, json};
use world::Role;

async fn incident(officer: &Browser) -> String {
    officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned()
}

fn keepers(list: &Value) -> Vec<(&str, bool)> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| (item["keeper"].as_str().unwrap(), item["waiting"].is_object())).collect()
}

#[tokio::test]
async fn a_shift_is_handed_over_with_notes_and_taken_by_name() {
    let house = House::open();
    let night = house.signed_in("night", Role::DutyOfficer, None).await;
    let morning = house.signed_in("morning", Role::DutyOfficer, None).await;
    let (a, b) = (incident(&night).await, incident(&night).await);
    let own = incident(&morning).await;
    assert_eq!(night.get("incidents?mine=true").await.ok()["items"].as_array().unwrap().len(), 2);

    let form = json!({ "note": "水泵房钥匙在值班柜", "incidents": [{ "incident": a, "note": "等业主回电" }, { "incident": b }] });
    let handed = night.post("handovers", form).await;
    assert_eq!(handed.status.as_u16(), 201);
    let handed = handed.ok();
    assert_eq!(
        (&handed["id"], &handed["from"], &handed["waiting"]),
        (&json!("H-0001"), &json!("night"), &json!(true))
    );
    assert_eq!(keepers(&night.get("incidents?mine=true").await.ok()), [("night", true), ("night", true)]);

    // The journal names the notes and does not hold them.
    let entries = house.app.reader.read(0, 1000).unwrap();
    let journal = entries.iter().map(|entry| serde_json::to_string(entry).unwrap()).collect::<String>();
    assert!(
        journal.contains("shift_handed_over/1") && !journal.contains("业主") && !journal.contains("水泵房")
    );

    let listed = morning.get("handovers?waiting=true").await.ok();
    let (handover, items) = (&listed["items"][0], &listed["items"][0]["items"]);
    assert_eq!(handover["note"], "水泵房钥匙在值班柜");
    assert_eq!((&items[0]["note"], &items[1]["note"]), (&json!("等业主回电"), &Value::Null));
    let detail = morning.get(&format!("incidents/{a}")).await.ok();
    assert_eq!(detail["handovers"][0]["note"], "等业主回电");

    let take = "handovers/H-0001/take";
    assert_eq!(night.post(take, json!({})).await.problem(), (409, "handover_own".into()));
    let one = morning.post(take, json!({ "incidents": [a] })).await.ok();
    let states: Vec<&Value> = one["items"].as_array().unwrap().iter().map(|item| &item["state"]).collect();
    assert_eq!(states, ["taken", "waiting"]);
    let again = morning.post(take, json!({ "incidents": [a] })).await.problem();
    assert_eq!(again, (409, "handover_taken".into()));
    let rest = morning.post(take, json!({})).await.ok();
    assert_eq!((&rest["waiting"], rest["taken"].as_array().unwrap().len()), (&json!(false), 2));
    assert_eq!(rest["items"][1]["taken"]["by"], "morning");
    assert_eq!(morning.get("incidents?mine=true").await.ok()["items"].as_array().unwrap().len(), 3);
    assert_eq!(night.get("incidents?mine=true").await.ok()["items"], json!([]));
    assert_eq!(morning.get("handovers?waiting=true").await.ok()["items"], json!([]));
    let refused = night.post("handovers", json!({ "incidents": [{ "incident": own }] })).await.problem();
    assert_eq!(refused, (409, "not_keeper".into()));
}

#[tokio::test]
async fn notes_hold_no_numbers_of_people_and_go_when_their_time_is_over() {
    let house = House::open();
    let night = house.signed_in("night", Role::DutyOfficer, None).await;
    let id = incident(&night).await;
    let bad = json!({ "incidents": [{ "incident": id, "note": "回电 13800138000" }] });
    assert_eq!(night.post("handovers", bad).await.problem(), (422, "personal_data".into()));
    let long = json!({ "note": "长".repeat(2001) });
    assert_eq!(night.post("handovers", long).await.problem().1, "text_too_long");
    assert_eq!(night.post("handovers", json!({})).await.problem(), (422, "nothing_to_hand_over".into()));
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    assert_eq!(viewer.get("handovers").await.problem().0, 403);

    night.post("handovers", json!({ "incidents": [{ "incident": id, "note": "等回电" }] })).await.ok();
    night.post(&format!("incidents/{id}/close"), json!({ "outcome": "已处置" })).await.ok();
    assert_eq!(night.get(&format!("incidents/{id}")).await.ok()["handovers"][0]["note"], "等回电");
    server::service::jobs::forget_what_is_due(&house.app);
    house.clock.advance(Milliseconds::from_minutes(31 * 24 * 60));
    server::service::jobs::forget_what_is_due(&house.app);
    let night = {
        let mut again = house.browser();
        again.sign_in("night", crate::support::PASSWORD).await.ok();
        again
    };
    let detail = night.get(&format!("incidents/{id}")).await.ok();
    assert_eq!(detail["handovers"][0]["note"], Value::Null, "erased, and the handover is still there");
}

#[tokio::test]
async fn a_township_sees_and_takes_its_own_part() {
    let house = House::open();
    let night = house.signed_in("night", Role::DutyOfficer, None).await;
    let east = incident(&night).await;
    let mut west = call();
    west["position"]["lon"] = json!(114.305);
    let west = night.post("incidents", west).await.ok()["id"].as_str().unwrap().to_owned();
    let form = json!({ "incidents": [{ "incident": east }, { "incident": west }] });
    night.post("handovers", form).await.ok();
    let officer = house.signed_in("west", Role::DutyOfficer, Some(crate::support::WEST)).await;
    let listed = officer.get("handovers").await.ok();
    assert_eq!(listed["items"][0]["items"].as_array().unwrap().len(), 1);
    officer.post("handovers/H-0001/take", json!({})).await.ok();
    assert_eq!(night.get(&format!("incidents/{west}")).await.ok()["incident"]["keeper"], "west");
    assert_eq!(night.get(&format!("incidents/{east}")).await.ok()["incident"]["keeper"], "night");
}

#[tokio::test]
async fn a_note_alone_is_read_by_the_township_whose_officer_wrote_it() {
    use crate::support::{EAST, WEST};
    let house = House::open();
    let night = house.signed_in("night", Role::DutyOfficer, Some(WEST)).await;
    let morning = house.signed_in("morning", Role::DutyOfficer, Some(WEST)).await;
    let elsewhere = house.signed_in("elsewhere", Role::DutyOfficer, Some(EAST)).await;
    let handed = night.post("handovers", json!({ "note": "水泵房钥匙在值班柜" })).await.ok();
    assert_eq!((&handed["id"], &handed["note"]), (&json!("H-0001"), &json!("水泵房钥匙在值班柜")));
    assert_eq!(night.get("handovers").await.ok()["items"].as_array().unwrap().len(), 1, "its author too");
    assert_eq!(elsewhere.get("handovers").await.ok()["items"], json!([]));
    let take = "handovers/H-0001/take";
    assert_eq!(elsewhere.post(take, json!({})).await.problem().1, "unknown_handover");
    assert_eq!(morning.get("handovers?waiting=true").await.ok()["items"][0]["from"], "night");
    assert_eq!(morning.post(take, json!({})).await.ok()["waiting"], false);
}

#[tokio::test]
async fn a_handover_that_is_refused_leaves_no_note_behind_and_a_list_has_an_end() {
    let house = House::open();
    let officer = house.officer().await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let one = json!({ "incident": id, "note": "等业主回电" });
    let twice = json!({ "note": "夜班", "incidents": [one, one] });
    assert_eq!(officer.post("handovers", twice).await.problem().1, "handed_over_twice");
    let long = json!({ "incidents": vec![one.clone(); 501] });
    assert_eq!(officer.post("handovers", long).await.problem(), (413, "too_many_incidents".into()));
    let form = json!({ "note": "夜班", "incidents": [one] });
    let hand = || {
        officer.request(Method::POST, "/api/v1/420102/handovers", &[("idempotency-key", "h")], Some(&form))
    };
    officer.send(hand()).await.ok();
    assert_eq!(officer.send(hand()).await.ok()["id"], "H-0001", "asked for again");
    let later = house.now().after(Milliseconds::from_minutes(3 * 24 * 60));
    assert_eq!(house.app.vault.purge_due(later).unwrap(), Vec::<String>::new());
    assert_eq!(officer.get("handovers/H-0001").await.ok()["items"][0]["note"], "等业主回电");
    let take = json!({ "incidents": vec![id.clone(); 501] });
    assert_eq!(officer.post("handovers/H-0001/take", take).await.problem().1, "too_many_incidents");
}
