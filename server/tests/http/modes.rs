//! 平战转换 and the ladder over HTTP.

use crate::support::{Browser, EAST, House, WEST, call, eventually, fix};
use geo_core::Milliseconds;
use serde_json::{Value, json};
use world::incidents::Severity;
use world::{Command, Role};

fn until(house: &House, minutes: u64) -> Value {
    json!(house.now().after(Milliseconds::from_minutes(minutes)))
}

#[tokio::test]
async fn an_area_is_switched_and_comes_back_by_itself() {
    let house = House::open();
    let officer = house.officer().await;
    let form =
        json!({ "area": EAST, "reason": "暴雨红色预警", "until": until(&house, 20), "occasion": "real" });
    let switched = officer.post("modes", form.clone()).await.ok();
    assert_eq!(
        (&switched["id"], &switched["lasts"], &switched["by"]),
        (&json!("M-0001"), &json!(true), &json!("officer"))
    );
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    assert_eq!(viewer.get("modes").await.ok()["items"][0]["area"], EAST);
    assert_eq!(viewer.post("modes", form.clone()).await.problem().0, 403);
    let west = house.signed_in("west", Role::DutyOfficer, Some(WEST)).await;
    assert_eq!(west.post("modes", form.clone()).await.problem(), (403, "outside_scope".into()));
    let mut long = form.clone();
    long["until"] = until(&house, 40 * 24 * 60);
    assert_eq!(officer.post("modes", long).await.problem(), (422, "emergency_too_long".into()));

    house.clock.advance(Milliseconds::from_minutes(20));
    assert_eq!(officer.get("modes").await.ok()["items"][0]["lasts"], false);
    eventually("the clock has written it", async || {
        officer.get("modes").await.ok()["items"][0]["ended"]["end"] == "expired"
    })
    .await;
    assert_eq!(officer.delete("modes/M-0001").await.problem(), (409, "emergency_over".into()));

    let drill = json!({ "area": WEST, "reason": "演练", "until": until(&house, 60), "occasion": "drill" });
    let drill = officer.post("modes", drill).await.ok();
    assert_eq!(drill["occasion"], "drill");
    assert_eq!(officer.delete("modes/M-0002?reason=done").await.status.as_u16(), 204);
    let ended = officer.get("modes").await.ok()["items"][0]["ended"].clone();
    assert_eq!(
        (&ended["end"], &ended["by"], &ended["reason"]),
        (&json!("switched_back"), &json!("officer"), &json!("done"))
    );
    let log = house.app.audit.page(None, 20).unwrap();
    let deeds: Vec<&str> = log.iter().map(|entry| entry.deed.what.as_str()).collect();
    assert!(deeds.contains(&"mode_switch") && deeds.contains(&"mode_end"), "{deeds:?}");
}

/// The audit log forgets nothing, so what is refused for naming a person is not in it either.
#[tokio::test]
async fn a_reason_that_names_a_person_by_number_does_not_reach_the_audit_log() {
    let house = House::open();
    let officer = house.officer().await;
    let named = json!({ "area": EAST, "reason": "请联系 13800138000", "until": until(&house, 20), "occasion": "drill" });
    assert_eq!(officer.post("modes", named.clone()).await.problem(), (422, "personal_data".into()));
    let plain = json!({ "area": EAST, "reason": "演练", "until": until(&house, 20), "occasion": "drill" });
    let switched = officer.post("modes", plain).await.ok();
    let end = format!("modes/{}?reason=13800138000", switched["id"].as_str().unwrap());
    assert_eq!(officer.delete(&end).await.problem(), (422, "personal_data".into()));
    let log = house.app.audit.page(None, 50).unwrap();
    let purposes: Vec<_> = log.iter().filter_map(|entry| entry.deed.purpose.as_deref()).collect();
    assert_eq!(purposes, ["演练"]);
}

/// The ladder of this house climbs after a minute.
async fn climbing(house: &House) -> Browser {
    let mut tables = data::default_tables();
    tables.policy.pace.ladder = [(Severity::Moderate, Milliseconds::from_seconds(60))].into();
    let district = house.app.desk.state().world().district().unwrap().clone();
    tables.incident_kinds.clone_from(&district.tables.incident_kinds);
    tables.place_kinds.clone_from(&district.tables.place_kinds);
    let (code, name) = (district.code.clone(), district.name.clone());
    house.command(Command::Found { code, name, tables: Box::new(tables) });
    let officer = house.officer().await;
    let fixes = [fix("东一队", 114.325, house.now()), fix("东二队", 114.326, house.now())];
    officer.post("positions", json!({ "fixes": fixes })).await.ok();
    officer
}

#[tokio::test]
async fn a_team_that_does_not_accept_has_not_been_sent() {
    let house = House::open();
    let officer = climbing(&house).await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let proposal = officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok();
    assert!(proposal["ranked"][0]["rung"].is_string(), "{proposal}");
    let sent = officer.post(&format!("incidents/{id}/assignments"), json!({ "team": "东一队" })).await.ok();
    assert_eq!(sent["lamps"][0]["awaited"], "accept");
    house.clock.advance(Milliseconds::from_seconds(60));
    eventually("the ladder has climbed", async || {
        officer.get(&format!("incidents/{id}")).await.ok()["incident"]["ladder"].is_object()
    })
    .await;
    let incident = officer.get(&format!("incidents/{id}")).await.ok()["incident"].clone();
    assert_eq!((&incident["state"], &incident["tasks"][0]["state"]), (&json!("opened"), &json!("returned")));
    assert_eq!(
        (&incident["tasks"][0]["reason"], &incident["ladder"]["answered"]),
        (&json!("not_accepted"), &json!(false))
    );
    assert_eq!(incident["tasks"].as_array().unwrap().len(), 1, "nobody is sent without a person");
}

/// A run card by which the service sends a patrol to a fire alarm when the one before does not answer.
async fn sends_by_card(administrator: &Browser) {
    let card = json!({
        "code": "火", "name": "火警预案", "kinds": ["fire_alarm"], "from": "moderate",
        "needs": [{ "suited": ["patrol"], "count": 1 }], "auto": true,
    });
    administrator.put("run-cards/火", card).await.ok();
}

#[tokio::test]
async fn a_run_card_may_let_the_service_send_the_next_one() {
    let house = House::open();
    let officer = climbing(&house).await;
    let administrator = house.signed_in("administrator", Role::Administrator, None).await;
    sends_by_card(&administrator).await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    officer.post(&format!("incidents/{id}/assignments"), json!({ "team": "东一队" })).await.ok();
    house.clock.advance(Milliseconds::from_seconds(61));
    eventually("the next team is sent", async || {
        officer.get(&format!("incidents/{id}")).await.ok()["incident"]["tasks"].as_array().unwrap().len() == 2
    })
    .await;
    let incident = officer.get(&format!("incidents/{id}")).await.ok()["incident"].clone();
    let next = &incident["tasks"][1];
    assert_eq!((&next["team"], &next["state"]), (&json!("东二队"), &json!("assigned")));
    assert!(next["dispatched"]["proposal"].is_object(), "by a proposal that the checker judged");
    let by: Vec<&Value> = incident["history"].as_array().unwrap().iter().map(|step| &step["by"]).collect();
    assert!(by.contains(&&json!("system:ladder")) && by.contains(&&json!("system:clock")));
    assert_eq!(incident["ladder"]["answered"], true);
}

#[tokio::test]
async fn what_was_in_the_way_of_the_ladder_is_tried_again() {
    let house = House::open();
    let officer = climbing(&house).await;
    let administrator = house.signed_in("administrator", Role::Administrator, None).await;
    sends_by_card(&administrator).await;
    let open = async || officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let (id, other) = (open().await, open().await);
    officer.post(&format!("incidents/{id}/assignments"), json!({ "team": "东一队" })).await.ok();
    // All teams that might go next are held for another call.
    for team in ["东二队", "西一队"] {
        let hold = json!({ "team": team, "seconds": 600 });
        officer.post(&format!("incidents/{other}/holds"), hold).await.ok();
    }
    house.clock.advance(Milliseconds::from_seconds(61));
    let incident = async || officer.get(&format!("incidents/{id}")).await.ok()["incident"].clone();
    eventually("the ladder has climbed", async || incident().await["ladder"].is_object()).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(incident().await["tasks"].as_array().unwrap().len(), 1);
    let before = incident().await["version"].clone();
    officer.delete(&format!("incidents/{other}/holds/东二队")).await;
    assert_eq!(incident().await["version"], before, "the incident itself is what it was");
    house.clock.advance(Milliseconds::from_seconds(5));
    eventually("the team that became free is sent", async || {
        incident().await["tasks"][1]["team"] == "东二队"
    })
    .await;
}
