//! A day replayed, and asked "what if".

use crate::closures::house;
use crate::support::{Browser, House, fix};
use geo_core::Milliseconds;
use serde_json::{Value, json};
use world::{Role, Timestamp};

const MINUTE: u64 = 60_000;

fn wait(house: &House, minutes: u64) {
    house.clock.advance(Milliseconds(minutes * MINUTE));
}

/// Three calls on South Street in the east, each answered in seven minutes and done ten minutes later.
async fn day(house: &House, officer: &Browser) -> (Timestamp, Timestamp) {
    let from = house.now();
    for lon in [114.330, 114.335, 114.322] {
        let call = json!({ "kind": "fire_alarm", "severity": "moderate", "position": { "lon": lon, "lat": 30.588 }, "channel": "phone" });
        let id = officer.post("incidents", call).await.ok()["id"].as_str().unwrap().to_owned();
        officer.post("positions", json!({ "fixes": [fix("东一队", 114.31, house.now())] })).await.ok();
        let sent =
            officer.post(&format!("incidents/{id}/assignments"), json!({ "team": "东一队" })).await.ok();
        let fence = &sent["tasks"][0]["fence"];
        for (minutes, state) in [(7, "on_scene"), (10, "done")] {
            wait(house, minutes);
            let report = json!({ "fence": fence, "state": state });
            officer.post(&format!("incidents/{id}/assignments/东一队/state"), report).await.ok();
        }
        wait(house, 2);
    }
    (from, house.now())
}

/// What came of it.
async fn done(browser: &Browser, asked: Value) -> Value {
    let answer = browser.post("simulations", asked).await;
    assert_eq!(answer.status, 202, "{}", String::from_utf8_lossy(&answer.body));
    let id = answer.ok()["id"].as_u64().unwrap();
    for _ in 0..500 {
        let view = browser.get(&format!("simulations/{id}")).await.ok();
        if view["progress"]["state"] != "running" {
            assert_eq!(view["progress"]["state"], "done", "{view}");
            return view;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("not done");
}

#[tokio::test]
async fn a_day_is_replayed_and_asked_what_if() {
    let house = house().await;
    let officer = house.officer().await;
    let (from, until) = day(&house, &officer).await;
    let asked = |change: Value| {
        let mut asked = json!({ "from": from, "until": until, "deadline_ms": 2 * MINUTE });
        asked.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        asked
    };
    let as_it_was = done(&officer, asked(json!({ "name": "原样" }))).await;
    let result = &as_it_was["result"];
    assert_eq!(
        (&as_it_was["name"], &result["incidents"], &result["teams"]),
        (&json!("原样"), &json!(3), &json!(3))
    );
    assert_eq!(result["stays_assumed"], 0);
    assert_eq!((&result["measured"]["median_ms"], &result["unanswered"]), (&json!(7 * MINUTE), &json!(0)));
    assert_eq!(result["first"]["count"], 3);
    assert_eq!(result["by_minute"].as_array().unwrap().len(), 61);
    assert_eq!(result["yardstick"]["kind"], "optimum", "three calls, none of which waits");
    assert!(result["yardstick"]["ratio"].as_f64().unwrap() >= 1.0);
    let district = &result["areas"][0];
    assert_eq!((&district["area"], &district["incidents"]), (&json!("420102"), &json!(3)));

    // Without the teams of the east the one of the west drives farther.
    let slower = done(&officer, asked(json!({ "without": ["东一队", "东二队"] }))).await;
    let mean = |view: &Value| view["result"]["first"]["mean_ms"].as_u64().unwrap();
    assert!(mean(&slower) > mean(&as_it_was));
    assert_eq!(slower["result"]["workload"][0]["team"], "西一队");
    // A team at the very place is there at once; one at another post is farther.
    let added = json!({ "team": "新一队", "kind": "patrol", "profile": "car", "at": { "lon": 114.335, "lat": 30.588 } });
    let faster = done(&officer, asked(json!({ "added": [added] }))).await;
    assert!(mean(&faster) < mean(&as_it_was));
    let posted = json!({ "without": ["东一队", "东二队"], "posted": [{ "team": "西一队", "at": { "lon": 114.335, "lat": 30.588 } }] });
    assert!(mean(&done(&officer, asked(posted)).await) < mean(&slower));
    // Two teams for every fire.
    let card = json!({ "code": "两队", "name": "两队", "kinds": [], "from": "minor", "areas": [], "needs": [{ "suited": ["patrol"], "count": 2 }] });
    let both = done(&officer, asked(json!({ "cards": [card] }))).await;
    assert_eq!((&both["result"]["needs"], &both["result"]["complete"]["count"]), (&json!(6), &json!(3)));
    assert!(both["result"]["complete"]["mean_ms"].as_u64() >= both["result"]["first"]["mean_ms"].as_u64());
    assert_eq!(both["changes"]["other_cards"], true);
    // South Street under water: whoever goes there is slow, whichever way.
    let shut = json!({ "closed": [{ "ground": { "way": { "id": 2 } }, "effect": { "slow": { "percent": 400 } } }], "without": ["东一队", "东二队"] });
    let flooded = done(&officer, asked(shut)).await;
    assert!(mean(&flooded) > mean(&slower));
    assert_eq!(flooded["changes"]["also_closed"], 1);
    assert_eq!(officer.get("simulations").await.ok()["items"].as_array().unwrap().len(), 6);
    assert_eq!(officer.get("closures").await.ok()["items"], json!([]), "nothing of the district changes");

    let id = flooded["id"].as_u64().unwrap();
    assert_eq!(officer.delete(&format!("simulations/{id}")).await.status, 204);
    assert_eq!(officer.get(&format!("simulations/{id}")).await.problem(), (404, "unknown_simulation".into()));
}

#[tokio::test]
async fn what_cannot_be_simulated_is_refused_with_a_reason() {
    let house = house().await;
    let officer = house.officer().await;
    let (from, until) = day(&house, &officer).await;
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    let whole = json!({ "from": from, "until": until });
    assert_eq!(viewer.post("simulations", whole.clone()).await.problem().1, "not_allowed");
    let need = json!({ "suited": ["patrol"], "count": 255 });
    let greedy = json!({ "code": "多", "name": "多", "kinds": [], "from": "minor", "areas": [], "needs": vec![need; 1_000] });
    let later = until.after(Milliseconds(40 * 24 * 60 * MINUTE));
    for (asked, code) in [
        (json!({ "from": until, "until": from }), "simulation_period"),
        (json!({ "from": from, "until": later }), "simulation_period"),
        (json!({ "from": until, "until": until.after(Milliseconds(MINUTE)) }), "simulation_empty"),
        (json!({ "from": from, "until": until, "without": ["九队"] }), "unknown_team"),
        (json!({ "from": from, "until": until, "cards": [greedy] }), "too_many_run_cards"),
        (json!({ "from": from, "until": until, "closures": ["C-0007"] }), "unknown_closure"),
        (
            json!({ "from": from, "until": until, "added": [{ "team": "西一队", "kind": "patrol", "profile": "car", "at": { "lon": 114.3, "lat": 30.6 } }] }),
            "simulate_unit_twice",
        ),
        (
            json!({ "from": from, "until": until, "closed": [{ "ground": { "way": { "id": 99 } }, "effect": "shut" }] }),
            "closure_selects_nothing",
        ),
    ] {
        assert_eq!(officer.post("simulations", asked.clone()).await.problem().1, code);
    }
    // What an officer asked for is theirs, and the administrators'.
    let view = done(&officer, whole).await;
    let address = format!("simulations/{}", view["id"]);
    let other = house.signed_in("other", Role::DutyOfficer, None).await;
    let administrator = house.signed_in("root", Role::Administrator, None).await;
    assert_eq!(other.get(&address).await.problem().1, "unknown_simulation");
    assert_eq!(administrator.get(&address).await.ok()["id"], view["id"]);

    let bare = House::open();
    let officer = bare.officer().await;
    let asked = json!({ "from": from, "until": until });
    assert_eq!(officer.post("simulations", asked).await.problem(), (409, "roads_not_ready".into()));
}
