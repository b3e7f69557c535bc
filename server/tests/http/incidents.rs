//! The duty officer's job, from the call to the closed case.

use crate::support::{House, PASSWORD, at, call, eventually, fix};
use axum::http::Method;
use geo_core::Milliseconds;
use serde_json::json;
use world::Role;

#[tokio::test]
async fn a_call_becomes_the_right_team_on_the_way_and_a_closed_case() {
    let house = House::open();
    let officer = house.officer().await;
    house.account("dev-e1", Role::Device, None, Some("东一队"));
    let mut device = house.browser();
    device.sign_in("dev-e1", PASSWORD).await.ok();

    // Where everybody is.
    let taken = device
        .post(
            "positions",
            json!({ "fixes": [fix("东一队", 114.325, house.now()), fix("西一队", 114.305, house.now())] }),
        )
        .await
        .ok();
    assert_eq!(taken["accepted"], 1);
    assert_eq!(taken["refused"][0]["code"], "not_allowed", "a device speaks for its own team");
    let taken = officer
        .post(
            "positions",
            json!({ "fixes": [fix("西一队", 114.305, house.now()), fix("九队", 114.305, house.now())] }),
        )
        .await
        .ok();
    assert_eq!(
        (taken["accepted"].as_u64(), taken["refused"][0]["code"].as_str()),
        (Some(1), Some("unknown_team"))
    );

    // The call.
    let mut form = call();
    form["narrative"] = json!({ "text": "楼道里有煤气味", "contact": "027-0000" });
    let answer = officer.post("incidents", form).await;
    assert_eq!(answer.status, 201);
    let incident = answer.ok();
    let id = incident["id"].as_str().unwrap();
    assert_eq!(incident["areas"], json!(["420102", "420102002"]));
    assert_eq!(incident["state"], "opened");
    let detail = officer.get(&format!("incidents/{id}")).await.ok();
    assert_eq!(detail["narrative"]["text"], "楼道里有煤气味");
    assert_eq!(officer.get("incidents").await.ok()["items"].as_array().unwrap().len(), 1);

    // The proposal: nearest first, with reasons, by straight line and saying so.
    let proposal = officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok();
    assert_eq!(proposal["basis"], "straight_line");
    assert_eq!(proposal["checked"], true);
    let ranked: Vec<_> = proposal["ranked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|candidate| candidate["team"].as_str().unwrap())
        .collect();
    assert_eq!(&ranked[..2], ["东二队", "东一队"], "the radio team is taken to be at its post in the east");
    assert_eq!(proposal["ranked"][1]["travel"]["basis"], "straight_line");
    let codes: Vec<_> = proposal["ranked"][1]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["code"].as_str().unwrap())
        .collect();
    assert!(
        codes.contains(&"kind_fits") && codes.contains(&"home_area") && codes.contains(&"position_fresh"),
        "{codes:?}"
    );
    assert_eq!(
        proposal["ranked"].as_array().unwrap().len() + proposal["ruled_out"].as_array().unwrap().len(),
        3
    );

    // Sent, with what the officer saw.
    let reference = proposal["proposal"]["id"].as_str().unwrap();
    let sent = officer
        .post(&format!("incidents/{id}/assignments"), json!({ "team": "东一队", "proposal": reference }))
        .await
        .ok();
    let task = &sent["tasks"][0];
    assert_eq!(
        (&task["state"], &task["dispatched"]["rank"], &task["dispatched"]["basis"]),
        (&json!("assigned"), &json!(2), &json!("straight_line"))
    );
    assert_eq!(task["dispatched"]["proposal"]["id"], reference);
    let again = officer.post(&format!("incidents/{id}/assignments"), json!({ "team": "东一队" })).await;
    assert_eq!(again.problem().0, 409);

    // The team accepts, drives, arrives: found by its positions.
    let fence = task["fence"].as_u64().unwrap();
    let state = format!("incidents/{id}/assignments/东一队/state");
    device.post(&state, json!({ "fence": fence, "state": "accepted" })).await.ok();
    assert_eq!(
        officer.post(&state, json!({ "fence": fence - 1, "state": "en_route" })).await.problem().1,
        "stale_fence"
    );
    let report = async |lon| {
        house.clock.advance(Milliseconds::from_seconds(30));
        assert_eq!(
            device.post("positions", json!({ "fixes": [fix("东一队", lon, house.now())] })).await.ok()["accepted"],
            1
        );
    };
    let state_is = async |wanted: &str| {
        officer.get(&format!("incidents/{id}")).await.ok()["incident"]["tasks"][0]["state"] == wanted
    };
    report(114.3251).await;
    report(114.3275).await;
    eventually("moving after accepting is being on the way", || state_is("en_route")).await;
    report(114.3299).await;
    eventually("a fix beside the place is arrival", || state_is("on_scene")).await;
    let detail = officer.get(&format!("incidents/{id}")).await.ok();
    let by: Vec<_> = detail["incident"]["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["by"].as_str().unwrap())
        .collect();
    assert!(by.contains(&"system:arrival") && by.contains(&"team:东一队"), "{by:?}");
    assert_eq!(detail["incident"]["state"], "handling");

    // Done, verified, closed.
    assert_eq!(
        officer.post(&format!("incidents/{id}/close"), json!({ "outcome": "已处置" })).await.problem().0,
        409
    );
    device.post(&state, json!({ "fence": fence, "state": "done" })).await.ok();
    let closed =
        officer.post(&format!("incidents/{id}/close"), json!({ "outcome": "已关阀通风" })).await.ok();
    assert_eq!(closed["state"], "closed");
    assert_eq!(officer.get("incidents").await.ok()["items"], json!([]));
    assert_eq!(officer.get("incidents?state=closed").await.ok()["items"].as_array().unwrap().len(), 1);
    assert!(house.app.desk.state().world().invariants().is_empty());
}

#[tokio::test]
async fn twice_sent_is_once_done() {
    let house = House::open();
    let officer = house.officer().await;
    let take = |key: &str| {
        officer.request(Method::POST, "/api/v1/420102/incidents", &[("idempotency-key", key)], Some(&call()))
    };
    let first = officer.send(take("a")).await;
    let second = officer.send(take("a")).await;
    let third = officer.send(take("b")).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16(), third.status.as_u16()), (201, 200, 201));
    assert_eq!(first.ok()["id"], second.ok()["id"]);
    assert_ne!(first.ok()["id"], third.ok()["id"]);

    let mut ticket = call();
    ticket["channel"] = json!("hotline12345");
    ticket["external_no"] = json!("WH-7");
    let first = officer.post("incidents", ticket.clone()).await;
    let second = officer.post("incidents", ticket).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 200));
    assert_eq!(first.ok()["id"], second.ok()["id"]);
    assert_eq!(first.ok()["state"], "accepted", "what another system hands over waits for an officer");
}

#[tokio::test]
async fn stale_versions_and_impossible_changes_are_refused() {
    let house = House::open();
    let officer = house.officer().await;
    let incident = officer.post("incidents", call()).await.ok();
    let (id, version) = (incident["id"].as_str().unwrap(), incident["version"].as_u64().unwrap());
    let path = format!("incidents/{id}");
    let amended = officer.patch(&path, json!({ "version": version, "severity": "severe" })).await.ok();
    assert_eq!(amended["severity"], "severe");
    assert_eq!(
        officer.patch(&path, json!({ "version": version, "severity": "minor" })).await.problem(),
        (409, "stale_version".into())
    );
    let parked = officer.post(&format!("{path}/park"), json!({ "reason": "等待供电" })).await.ok();
    assert_eq!(parked["state"], "parked");
    assert_eq!(
        officer.post(&format!("{path}/assignments"), json!({ "team": "东一队" })).await.problem().1,
        "incident_parked"
    );
    officer.post(&format!("{path}/resume"), json!({})).await.ok();
    let other = officer.post("incidents", call()).await.ok();
    let merged = officer.post(&format!("{path}/merge"), json!({ "into": other["id"] })).await.ok();
    assert_eq!(merged["id"], other["id"]);
    assert_eq!(officer.post(&format!("{path}/open"), json!({})).await.problem().1, "incident_ended");
    assert_eq!(
        officer.post("incidents/20200101-0001/open", json!({})).await.problem(),
        (404, "unknown_incident".into())
    );
}

#[tokio::test]
async fn a_radio_team_is_placed_moved_recalled_and_sent_elsewhere_by_hand() {
    let house = House::open();
    let officer = house.officer().await;
    let one = officer.post("incidents", call()).await.ok();
    let two = officer.post("incidents", call()).await.ok();
    let (one, two) = (one["id"].as_str().unwrap(), two["id"].as_str().unwrap());
    let team = officer
        .post("teams/东二队/place", json!({ "position": { "lon": 114.335, "lat": 30.59 } }))
        .await
        .ok();
    assert_eq!(team["fix"]["source"], "radio");
    officer.post(&format!("incidents/{one}/assignments"), json!({ "team": "东二队" })).await.ok();
    let both = officer
        .post(&format!("incidents/{one}/assignments/东二队/reassign"), json!({ "to": two, "reason": "更急" }))
        .await
        .ok();
    assert_eq!((&both["from"]["state"], &both["to"]["state"]), (&json!("opened"), &json!("dispatched")));
    let route = officer.get(&format!("incidents/{two}/route?team=东二队")).await.ok();
    assert_eq!(
        (route["basis"].as_str(), route["geometry"].as_array().unwrap().len()),
        (Some("straight_line"), 2)
    );
    let back = officer
        .post(&format!("incidents/{two}/assignments/东二队/recall"), json!({ "reason": "误派" }))
        .await
        .ok();
    assert_eq!(back["state"], "opened");
    let away = officer.post("teams/东二队/availability", json!({ "unavailable": "加油" })).await.ok();
    assert_eq!(away["status"]["unavailable"], "加油");
    let refused = officer.post(&format!("incidents/{two}/assignments"), json!({ "team": "东二队" })).await;
    assert_eq!(refused.problem().1, "override_needed");
    officer
        .post(
            &format!("incidents/{two}/assignments"),
            json!({ "team": "东二队", "override_reason": "只有他们有钥匙" }),
        )
        .await
        .ok();
}

#[tokio::test]
async fn a_proposal_that_nobody_made_is_not_named() {
    let house = House::open();
    let officer = house.officer().await;
    let one = officer.post("incidents", call()).await.ok();
    let two = officer.post("incidents", call()).await.ok();
    let proposal = officer
        .post(&format!("incidents/{}/proposals", one["id"].as_str().unwrap()), json!({ "limit": 1 }))
        .await
        .ok();
    assert_eq!(proposal["ranked"].as_array().unwrap().len(), 1);
    let assign = format!("incidents/{}/assignments", two["id"].as_str().unwrap());
    let reference = &proposal["proposal"]["id"];
    assert_eq!(
        officer.post(&assign, json!({ "team": "东二队", "proposal": reference })).await.problem(),
        (404, "unknown_proposal".into())
    );
    assert_eq!(
        officer.post(&assign, json!({ "team": "东二队", "proposal": "0" })).await.problem().1,
        "unknown_proposal"
    );

    // A team that was weighed, though not among the few that were listed, goes under the same proposal.
    assert!(proposal["eligible"].as_u64().unwrap() >= 2, "{proposal}");
    let second = if proposal["ranked"][0]["team"] == "东二队" { "东一队" } else { "东二队" };
    let assign = format!("incidents/{}/assignments", one["id"].as_str().unwrap());
    let sent = officer.post(&assign, json!({ "team": second, "proposal": reference })).await.ok();
    let dispatched = &sent["tasks"][0]["dispatched"];
    assert_eq!((&dispatched["rank"], &dispatched["proposal"]["id"]), (&json!(2), reference));
    assert!(dispatched["estimate"].as_u64().is_some(), "{dispatched}");
}

#[tokio::test]
async fn what_was_said_is_erased_thirty_days_after_the_case_was_closed() {
    let house = House::open();
    let officer = house.officer().await;
    let mut form = call();
    form["narrative"] = json!({ "text": "煤气味" });
    let incident = officer.post("incidents", form).await.ok();
    let path = format!("incidents/{}", incident["id"].as_str().unwrap());
    officer.post(&format!("{path}/close"), json!({ "outcome": "误报" })).await.ok();
    let app = house.app.clone();
    let forget = async || {
        let app = app.clone();
        tokio::task::spawn_blocking(move || server::service::jobs::forget_what_is_due(&app)).await.unwrap();
    };
    house.clock.advance(Milliseconds::from_minutes(29 * 24 * 60));
    forget().await;
    let mut officer = house.browser();
    officer.sign_in("officer", PASSWORD).await.ok();
    assert_eq!(officer.get(&path).await.ok()["narrative"]["text"], "煤气味");
    house.clock.advance(Milliseconds::from_minutes(2 * 24 * 60));
    forget().await;
    officer.sign_in("officer", PASSWORD).await.ok();
    assert_eq!(officer.get(&path).await.ok()["narrative"], json!(null));
    let near = at(114.33, 30.59);
    assert_eq!(house.app.desk.state().world().incident_register().iter().next().unwrap().position, near);
}

#[tokio::test]
async fn near_is_not_arrived_for_who_has_not_answered() {
    let house = House::open();
    let officer = house.officer().await;
    house.account("dev-e1", Role::Device, None, Some("东一队"));
    let mut device = house.browser();
    device.sign_in("dev-e1", PASSWORD).await.ok();
    let open = async || officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let report = async |lon| {
        house.clock.advance(Milliseconds::from_seconds(30));
        device.post("positions", json!({ "fixes": [fix("东一队", lon, house.now())] })).await.ok();
    };
    let state = async |id: &str| {
        officer.get(&format!("incidents/{id}")).await.ok()["incident"]["tasks"][0]["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // Its post lies beside the place, and its telephone is off the hook.
    report(114.3299).await;
    let id = open().await;
    let send = json!({ "team": "东一队" });
    let task =
        officer.post(&format!("incidents/{id}/assignments"), send.clone()).await.ok()["tasks"][0].clone();
    report(114.3299).await;
    report(114.33).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(state(&id).await, "assigned", "it was there already");
    let accepts = json!({ "fence": task["fence"], "state": "accepted" });
    device.post(&format!("incidents/{id}/assignments/东一队/state"), accepts).await.ok();
    report(114.3299).await;
    eventually("it has answered, and is there", async || state(&id).await == "on_scene").await;
    let back = json!({ "reason": "误报" });
    officer.post(&format!("incidents/{id}/assignments/东一队/recall"), back).await.ok();

    // Who comes from farther off has heard, answered or not.
    report(114.325).await;
    let other = open().await;
    officer.post(&format!("incidents/{other}/assignments"), send).await.ok();
    report(114.3275).await;
    report(114.3299).await;
    eventually("it came", async || state(&other).await == "on_scene").await;
}

#[tokio::test]
async fn nobody_is_sent_by_a_proposal_of_another_hour_or_place() {
    let house = House::open();
    let officer = house.officer().await;
    officer.post("positions", json!({ "fixes": [fix("东一队", 114.325, house.now())] })).await.ok();
    let opened = officer.post("incidents", call()).await.ok();
    let id = opened["id"].as_str().unwrap().to_owned();
    let ask = async || {
        officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok()["proposal"]["id"].clone()
    };
    let send = async |team: &str, proposal: &serde_json::Value| {
        let form = json!({ "team": team, "proposal": proposal, "override_reason": "近" });
        officer.post(&format!("incidents/{id}/assignments"), form).await
    };
    // A tab of this morning.
    let old = ask().await;
    house.clock.advance(Milliseconds::from_minutes(16));
    let refused = send("东一队", &old).await;
    assert_eq!(refused.problem(), (409, "proposal_stale".into()));
    assert!(refused.json()["remedy"].as_str().unwrap().contains("重新"), "it says what to do");
    // The caller was wrong about the street.
    let elsewhere = ask().await;
    let moved = json!({ "version": opened["version"], "position": { "lon": 114.305, "lat": 30.59 } });
    officer.patch(&format!("incidents/{id}"), moved).await.ok();
    assert_eq!(send("东一队", &elsewhere).await.problem(), (409, "proposal_stale".into()));
    // A team that it never weighed was not ruled out by it.
    let fresh = ask().await;
    let new = json!({ "code": "新队", "name": "新队", "kind": "patrol", "profile": "car", "duty": "always" });
    let administrator = house.signed_in("administrator", Role::Administrator, None).await;
    administrator.put("teams/新队", new).await.ok();
    assert_eq!(send("新队", &fresh).await.problem(), (404, "unknown_proposal".into()));
    send("东一队", &fresh).await.ok();
}
