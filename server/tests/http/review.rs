//! After an incident: what was shown, what was picked, what it came to, who was where, and for how long that is known.

use crate::support::{Browser, House, call, fix};
use geo_core::Milliseconds;
use serde_json::{Value, json};
use world::Role;

const MINUTE: u64 = 60_000;

fn wait(house: &House, minutes: u64) {
    house.clock.advance(Milliseconds(minutes * MINUTE));
}

/// The radio team stands first; the officer sends another, which arrives after seven minutes and is done after 20 more.
async fn overridden(house: &House, officer: &Browser) -> String {
    officer.post("positions", json!({ "fixes": [fix("东一队", 114.322, house.now())] })).await.ok();
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    wait(house, 1);
    officer.post("positions", json!({ "fixes": [fix("东一队", 114.322, house.now())] })).await.ok();
    let proposal = officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok();
    assert_eq!(proposal["ranked"][0]["team"], "东二队");
    wait(house, 1);
    let sent = json!({ "team": "东一队", "proposal": proposal["proposal"]["id"] });
    let sent = officer.post(&format!("incidents/{id}/assignments"), sent).await.ok();
    let fence = &sent["tasks"][0]["fence"];
    for (minutes, lon, state) in [(3, 114.326, "en_route"), (4, 114.329, "on_scene"), (20, 114.33, "done")] {
        wait(house, minutes);
        officer.post("positions", json!({ "fixes": [fix("东一队", lon, house.now())] })).await.ok();
        let report = json!({ "fence": fence, "state": state });
        officer.post(&format!("incidents/{id}/assignments/东一队/state"), report).await;
    }
    officer.post(&format!("incidents/{id}/close"), json!({ "outcome": "已扑灭" })).await.ok();
    // Tracks are written by a thread of their own.
    let app = house.app.clone();
    crate::support::eventually("the track is written", async || {
        let last = app.tracks.latest().unwrap();
        last.iter().any(|fix| fix.position.lon() > 114.3299)
    })
    .await;
    id
}

#[tokio::test]
async fn an_override_is_measured_against_who_stood_first() {
    let house = House::open();
    let officer = house.officer().await;
    let id = overridden(&house, &officer).await;
    let review = officer.get(&format!("incidents/{id}/review")).await.ok();
    assert_eq!(
        (&review["waited_ms"], &review["response_ms"], &review["lasted_ms"]),
        (&json!(2 * MINUTE), &json!(9 * MINUTE), &json!(29 * MINUTE))
    );
    let sent = &review["sent"][0];
    assert_eq!(
        (&sent["picked"], &sent["rank"], &sent["by"]),
        (&json!("later"), &json!(2), &json!("officer"))
    );
    assert_eq!((&sent["first"]["team"], &sent["took_ms"]), (&json!("东二队"), &json!(7 * MINUTE)));
    let figure = |name: &str| sent[name].as_i64().unwrap();
    let first = sent["first"]["estimate_ms"].as_i64().unwrap();
    assert_eq!(figure("regret_ms"), 7 * MINUTE as i64 - first);
    assert_eq!(figure("regret_ms"), figure("price_ms") + figure("error_ms"));
    assert_eq!(figure("price_ms"), figure("estimate_ms") - first);
    let steps: Vec<_> =
        review["incident"]["history"].as_array().unwrap().iter().map(|step| &step["what"]).collect();
    assert!(steps.len() >= 6 && steps[0] == "incident_accepted", "{steps:?}");

    // What was shown is shown again, with its own reference.
    let fence = &sent["fence"];
    let shown = officer.get(&format!("incidents/{id}/assignments/东一队/{fence}/proposal")).await.ok();
    assert_eq!(
        (&shown["team"], &shown["joint"], &shown["hidden"]),
        (&json!("东一队"), &Value::Null, &json!(0))
    );
    assert_eq!(shown["single"]["ranked"][0]["team"], "东二队");
    assert_eq!(shown["single"]["proposal"], review["incident"]["tasks"][0]["dispatched"]["proposal"]);
    assert_eq!(
        officer.get(&format!("incidents/{id}/assignments/东一队/1/proposal")).await.problem(),
        (404, "unknown_task".into())
    );
}

#[tokio::test]
async fn what_was_shown_goes_after_thirty_days_and_the_answer_says_so() {
    let house = House::open();
    let officer = house.officer().await;
    let id = overridden(&house, &officer).await;
    let review = officer.get(&format!("incidents/{id}/review")).await.ok();
    let fence = review["sent"][0]["fence"].clone();
    assert_eq!(review["sent"][0]["proposal"]["kept"], "shown");
    let forget = |house: &House| {
        let app = house.app.clone();
        std::thread::spawn(move || server::service::jobs::forget_what_is_due(&app)).join().unwrap();
    };
    forget(&house);
    wait(&house, 31 * 24 * 60);
    forget(&house);
    let officer = house.signed_in("later", Role::DutyOfficer, None).await;
    let review = officer.get(&format!("incidents/{id}/review")).await.ok();
    let sent = &review["sent"][0];
    assert_eq!(
        (&sent["proposal"]["kept"], &sent["first"], &sent["regret_ms"]),
        (&json!("erased"), &Value::Null, &Value::Null)
    );
    assert_eq!((&sent["took_ms"], &sent["rank"]), (&json!(7 * MINUTE), &json!(2)), "times and places stay");
    let answer = officer.get(&format!("incidents/{id}/assignments/东一队/{fence}/proposal")).await;
    assert_eq!(answer.problem(), (410, "proposal_erased".into()));
}

#[tokio::test]
async fn tracks_are_shown_of_whom_was_sent_with_a_purpose_until_they_are_forgotten() {
    let house = House::open();
    let officer = house.officer().await;
    let id = overridden(&house, &officer).await;
    let address = format!("incidents/{id}/tracks");
    assert_eq!(officer.get(&address).await.problem(), (422, "purpose_required".into()));
    let replay = officer.get(&format!("{address}?purpose=复盘")).await.ok();
    let track = &replay["tracks"][0];
    assert_eq!(
        (&track["team"], &track["left"], replay["tracks"].as_array().unwrap().len()),
        (&json!("东一队"), &json!("whole"), 1)
    );
    let points = track["points"].as_array().unwrap();
    assert_eq!(points.len(), 3, "two more came before it was sent: {points:?}");
    assert!(points.iter().all(|point| point["at"].as_str() >= track["from"].as_str()));
    let audit = house.app.audit.page(None, 5).unwrap();
    let deed = audit.iter().find(|entry| entry.deed.what == "incident_tracks_shown").unwrap();
    assert_eq!(
        (deed.deed.target.as_deref(), deed.deed.purpose.as_deref()),
        (Some(id.as_str()), Some("复盘"))
    );

    wait(&house, 8 * 24 * 60);
    let officer = house.signed_in("later", Role::DutyOfficer, None).await;
    let replay = officer.get(&format!("{address}?purpose=复盘")).await.ok();
    assert_eq!(
        (&replay["tracks"][0]["left"], &replay["tracks"][0]["points"]),
        (&json!("nothing"), &json!([]))
    );
}

#[tokio::test]
async fn a_review_is_for_officers_within_reach() {
    let house = House::open();
    let officer = house.officer().await;
    let id = overridden(&house, &officer).await;
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    let west = house.signed_in("west", Role::DutyOfficer, Some(crate::support::WEST)).await;
    let east = house.signed_in("east", Role::DutyOfficer, Some(crate::support::EAST)).await;
    let review = east.get(&format!("incidents/{id}/review")).await.ok();
    let fence = &review["sent"][0]["fence"];
    let shown = east.get(&format!("incidents/{id}/assignments/东一队/{fence}/proposal")).await.ok();
    let hidden = shown["hidden"].as_u64().unwrap();
    assert!(hidden >= 1, "the western patrol is not theirs to see");
    assert!(!shown["single"].to_string().contains("西一队"), "{shown}");
    for address in [
        format!("incidents/{id}/review"),
        format!("incidents/{id}/assignments/东一队/{fence}/proposal"),
        format!("incidents/{id}/tracks?purpose=x"),
    ] {
        assert_eq!(viewer.get(&address).await.problem().1, "not_allowed", "{address}");
        assert_eq!(west.get(&address).await.problem().1, "unknown_incident", "{address}");
    }
}

#[tokio::test]
async fn a_merge_keeps_what_a_choice_came_to() {
    let house = House::open();
    let officer = house.officer().await;
    let open = async || officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let (first, second) = (open().await, open().await);
    let fixes = [fix("东一队", 114.322, house.now()), fix("西一队", 114.305, house.now())];
    officer.post("positions", json!({ "fixes": fixes })).await.ok();
    let proposal = officer.post(&format!("incidents/{first}/proposals"), json!({})).await.ok();
    for team in ["东一队", "西一队"] {
        let send = json!({ "team": team, "proposal": proposal["proposal"]["id"], "override_reason": "近" });
        officer.post(&format!("incidents/{first}/assignments"), send).await.ok();
    }
    wait(&house, 7);
    let incident = officer.get(&format!("incidents/{first}")).await.ok()["incident"].clone();
    let there = json!({ "fence": incident["tasks"][0]["fence"], "state": "on_scene" });
    officer.post(&format!("incidents/{first}/assignments/东一队/state"), there).await.ok();
    wait(&house, 3);
    officer.post(&format!("incidents/{first}/merge"), json!({ "into": second })).await.ok();

    let review = officer.get(&format!("incidents/{second}/review")).await.ok();
    let (one, other) = (&review["sent"][0], &review["sent"][1]);
    assert_eq!((&one["team"], &one["took_ms"]), (&json!("东一队"), &json!(7 * MINUTE)), "not nothing");
    assert_eq!((&one["by"], &one["proposal"]["kept"]), (&json!("officer"), &json!("shown")));
    assert_eq!(one["fence"], other["fence"], "one entry has handed both on");
    for sent in [one, other] {
        let (team, fence) = (sent["team"].as_str().unwrap(), &sent["fence"]);
        let shown =
            officer.get(&format!("incidents/{second}/assignments/{team}/{fence}/proposal")).await.ok();
        assert_eq!((&shown["team"], &shown["single"]["incident"]), (&json!(team), &json!(first)));
    }
}
