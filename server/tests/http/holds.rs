//! 占用: holding a team over HTTP, and many officers at once.

use crate::support::{Browser, House, call, fix};
use axum::http::Method;
use geo_core::Milliseconds;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use world::Role;

async fn incident(officer: &Browser) -> String {
    officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned()
}

fn reasons<'a>(proposal: &'a Value, list: &str, team: &str) -> Vec<&'a str> {
    let candidates = proposal[list].as_array().unwrap().iter();
    let found = candidates.filter(|candidate| candidate["team"] == team);
    found
        .flat_map(|candidate| candidate["reasons"].as_array().unwrap())
        .map(|reason| reason["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn who_decides_holds_the_team_meanwhile() {
    let house = House::open();
    let officer = house.officer().await;
    let second = house.signed_in("second", Role::DutyOfficer, None).await;
    let (a, b) = (incident(&officer).await, incident(&officer).await);
    officer.post("positions", json!({ "fixes": [fix("东一队", 114.325, house.now())] })).await.ok();

    let held = officer.post(&format!("incidents/{a}/holds"), json!({ "team": "东一队" })).await.ok();
    assert_eq!((&held["by"], &held["incident"]), (&json!("officer"), &json!(a)));
    let team = second.get("teams/东一队").await.ok();
    assert_eq!(team["status"]["held"]["by"], "officer");
    let listed = second.get(&format!("incidents/{a}/holds")).await.ok();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);

    let proposal = second.post(&format!("incidents/{b}/proposals"), json!({})).await.ok();
    assert!(reasons(&proposal, "ruled_out", "东一队").contains(&"held"), "{proposal}");
    let proposal = officer.post(&format!("incidents/{b}/proposals"), json!({})).await.ok();
    assert!(reasons(&proposal, "ranked", "东一队").contains(&"held_by_asker"));
    let choice = second.post("joint-proposals", json!({})).await.ok();
    assert!(!choice.to_string().contains("\"team\":\"东一队\""), "nobody else plans with it");

    let send = json!({ "team": "东一队", "override_reason": "近" });
    let refused = second.post(&format!("incidents/{b}/assignments"), send.clone()).await;
    assert_eq!(refused.problem(), (409, "team_held".into()));
    assert!(refused.json()["detail"].as_str().unwrap().contains("officer"), "it says who");
    let release = format!("incidents/{a}/holds/东一队");
    assert_eq!(second.delete(&release).await.problem(), (409, "hold_of_another".into()));
    assert_eq!(officer.delete(&release).await.status.as_u16(), 204);
    assert_eq!(officer.delete(&release).await.status.as_u16(), 204, "once more is no mistake");
    second.post(&format!("incidents/{b}/assignments"), send).await.ok();
    let hold = json!({ "team": "东一队" });
    assert_eq!(officer.post(&format!("incidents/{a}/holds"), hold).await.problem().1, "team_busy");
    let long = json!({ "team": "东二队", "seconds": 3600 });
    assert_eq!(officer.post(&format!("incidents/{a}/holds"), long).await.problem(), (422, "bad_hold".into()));
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    let hold = json!({ "team": "东二队" });
    assert_eq!(viewer.post(&format!("incidents/{a}/holds"), hold).await.problem().0, 403);
}

#[tokio::test]
async fn a_hold_ends_by_itself() {
    let house = House::open();
    let officer = house.officer().await;
    let second = house.signed_in("second", Role::DutyOfficer, None).await;
    let id = incident(&officer).await;
    officer.post(&format!("incidents/{id}/holds"), json!({ "team": "东二队" })).await.ok();
    house.clock.advance(Milliseconds::from_seconds(60));
    assert_eq!(officer.get(&format!("incidents/{id}/holds")).await.ok()["items"], json!([]));
    second.post(&format!("incidents/{id}/holds"), json!({ "team": "东二队" })).await.ok();
    let send = json!({ "team": "东二队" });
    let refused = officer.post(&format!("incidents/{id}/assignments"), send).await.problem();
    assert_eq!(refused.1, "team_held");
}

/// Six officers want the same two teams for six incidents, all at once, holding, sending, calling back.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_officers_at_once_never_send_a_team_twice() {
    let house = House::open();
    let first = house.officer().await;
    let mut incidents = Vec::new();
    for _ in 0..6 {
        incidents.push(incident(&first).await);
    }
    let mut officers = Vec::new();
    for n in 0..6 {
        officers.push(house.signed_in(&format!("officer{n}"), Role::DutyOfficer, None).await);
    }
    let tasks: Vec<_> = officers
        .into_iter()
        .zip(incidents.clone())
        .enumerate()
        .map(|(n, (officer, id))| {
            tokio::spawn(async move {
                let mut sent = 0;
                for round in 0..12 {
                    let team = ["东一队", "东二队"][(n + round) % 2];
                    let held = officer.post(&format!("incidents/{id}/holds"), json!({ "team": team })).await;
                    if round % 3 == 2 {
                        officer.delete(&format!("incidents/{id}/holds/{team}")).await;
                        continue;
                    }
                    let send = json!({ "team": team, "override_reason": "近" });
                    let answer = officer.post(&format!("incidents/{id}/assignments"), send).await;
                    let holds = held.status.is_success();
                    assert!(
                        !holds || answer.status.is_success(),
                        "who holds it can send it: {:?}",
                        answer.problem()
                    );
                    if answer.status.is_success() {
                        sent += 1;
                        let back = json!({ "reason": "误派" });
                        officer.post(&format!("incidents/{id}/assignments/{team}/recall"), back).await.ok();
                    } else {
                        let code = answer.problem().1;
                        assert!(["team_held", "team_busy"].contains(&&*code), "{code}");
                    }
                }
                sent
            })
        })
        .collect();
    let mut sent = 0;
    for task in tasks {
        sent += task.await.unwrap();
    }
    assert!(sent > 6, "everybody had a team at some time: {sent}");
    // The journal says it too: between two assignments of a team there is always its end.
    let mut bound: BTreeMap<String, String> = BTreeMap::new();
    let (mut after, mut assigned) = (0, 0);
    loop {
        let entries = house.app.reader.read(after, 1000).unwrap();
        let Some(last) = entries.last() else { break };
        after = last.seq;
        for event in entries.iter().flat_map(|entry| &entry.draft.events) {
            match event {
                world::Event::TeamAssigned { incident, team, .. } => {
                    assigned += 1;
                    let before = bound.insert(team.to_string(), incident.to_string());
                    assert_eq!(before, None, "{team} was sent twice");
                }
                world::Event::TaskMoved { team, state, .. } if !state.is_active() => {
                    bound.remove(team.as_str());
                }
                _ => {}
            }
        }
    }
    assert_eq!(assigned, sent);
    assert_eq!(house.app.desk.state().world().invariants(), [""; 0]);
}

/// The answer to a hold was lost on its way; asked for again, it is this officer's own or nobody's.
#[tokio::test]
async fn a_hold_asked_for_again_is_not_answered_with_somebody_elses() {
    let house = House::open();
    let first = house.officer().await;
    let second = house.signed_in("second", Role::DutyOfficer, None).await;
    let (here, there) = (incident(&first).await, incident(&first).await);
    let hold = |id: &str, key: &str| {
        let form = json!({ "team": "东一队", "seconds": 30 });
        let path = format!("/api/v1/420102/incidents/{id}/holds");
        first.request(Method::POST, &path, &[("idempotency-key", key)], Some(&form))
    };
    let held = first.send(hold(&here, "h1")).await.ok();
    assert_eq!(first.send(hold(&here, "h1")).await.ok(), held, "while it lasts it is the answer");
    house.clock.advance(Milliseconds::from_seconds(31));
    let others = second.post(&format!("incidents/{there}/holds"), json!({ "team": "东一队" })).await.ok();
    assert_eq!(others["by"], "second");
    assert_eq!(first.send(hold(&here, "h1")).await.problem().1, "hold_over");
    // Nor with one of the same officer for another incident.
    second.delete(&format!("incidents/{there}/holds/东一队")).await.ok();
    first.send(hold(&there, "h2")).await.ok();
    assert_eq!(first.send(hold(&here, "h1")).await.problem().1, "hold_over");
}
