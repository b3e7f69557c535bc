//! Floods and roadworks: what is closed changes every travel time, at once, and answers say so.
//!
//! The roads: two long streets from west to east, North Street at 30.592 and South Street at 30.588, joined by bridges
//! at 114.305 (west), 114.320 (middle) and 114.335 (east); a lane to a yard leaves South Street at 114.330.

use crate::support::{Browser, House, at, call, eventually, fix};
use axum::http::Method;
use dispatch::roads::{OsmWay, RoadNetwork};
use geo_core::Milliseconds;
use serde_json::{Value, json};
use world::{Command, Hash, Role};

const COLUMNS: [f64; 7] = [114.302, 114.305, 114.312, 114.320, 114.330, 114.335, 114.338];

/// Streets, bridges and a lane.
fn network() -> RoadNetwork {
    let mut nodes = Vec::new();
    for (column, &lon) in COLUMNS.iter().enumerate() {
        nodes.push((100 + column as i64, at(lon, 30.592)));
        nodes.push((200 + column as i64, at(lon, 30.588)));
    }
    nodes.push((300, at(114.330, 30.585)));
    let way = |id: i64, nodes: Vec<i64>, name: &str| OsmWay {
        id,
        nodes,
        tags: vec![("highway".into(), "secondary".into()), ("name".into(), name.into())],
    };
    let row = |first: i64| (first..first + COLUMNS.len() as i64).collect();
    let bridge = |id: i64, column: i64, name: &str| way(id, vec![100 + column, 200 + column], name);
    let ways = vec![
        way(1, row(100), "北街"),
        way(2, row(200), "南街"),
        bridge(3, 1, "西桥"),
        bridge(4, 3, "中桥"),
        bridge(5, 5, "东桥"),
        way(6, vec![204, 300], "院巷"),
    ];
    RoadNetwork::build(nodes, ways).unwrap()
}

/// The house with these roads in force.
pub async fn house() -> House {
    let house = House::open();
    let input = Hash([9; 32]);
    server::roads::prepared::keep(&house.folder.path().join("store/cache"), input, &network()).unwrap();
    house.command(Command::ImportRoads { input, summary: "6 条道路".to_owned() });
    let app = house.app.clone();
    eventually("the roads are ready", async || app.roads.ready(&app.desk.state())).await;
    house
}

pub fn way(id: i64, name: &str) -> Value {
    json!({ "name": name, "ground": { "way": { "id": id } }, "effect": "shut", "reason": "积水" })
}

async fn delete(browser: &Browser, path: &str) -> crate::support::Answer {
    browser.send(browser.request(Method::DELETE, &format!("/api/v1/420102/{path}"), &[], None)).await
}

/// A call on South Street in the east, and the team in the west on North Street.
async fn called(house: &House, officer: &Browser) -> String {
    officer.post("positions", json!({ "fixes": [fix_at("西一队", 114.312, 30.592, house)] })).await.ok();
    let mut form = call();
    form["position"] = json!({ "lon": 114.330, "lat": 30.5879 });
    officer.post("incidents", form).await.ok()["id"].as_str().unwrap().to_owned()
}

fn fix_at(team: &str, lon: f64, lat: f64, house: &House) -> Value {
    let mut fix = fix(team, lon, house.now());
    fix["position"]["lat"] = json!(lat);
    fix
}

fn team<'a>(proposal: &'a Value, name: &str) -> &'a Value {
    let both = [&proposal["ranked"], &proposal["ruled_out"]];
    let mut all = both.into_iter().flat_map(|list| list.as_array().unwrap());
    all.find(|candidate| candidate["team"] == name).unwrap()
}

#[tokio::test]
async fn a_flood_shuts_three_bridges_one_by_one_and_each_answer_says_under_which_closures() {
    let house = house().await;
    let officer = house.officer().await;
    let id = called(&house, &officer).await;
    let propose = async || officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok();
    let time = |proposal: &Value| team(proposal, "西一队")["travel"]["total_ms"].as_u64();

    let open = propose().await;
    assert_eq!(open["closures"], json!({ "number": "", "applied": true, "closures": [] }));
    let by_the_middle = time(&open).unwrap();

    // The middle bridge, by pointing at it: what it would close is shown before.
    let pointed = officer.get("closures/road?lon=114.32002&lat=30.590").await.ok();
    assert_eq!((&pointed["way"], &pointed["name"]), (&json!(4), &json!("中桥")));
    let shown = officer.post("closures/preview", json!({ "ground": { "way": { "id": 4 } } })).await.ok();
    assert_eq!((&shown["selects"]["segments"], &shown["selects"]["streets"]), (&json!(1), &json!(["中桥"])));
    assert_eq!(shown["selects"]["lines"].as_array().unwrap().len(), 1);
    assert!(shown["cuts_off"].is_null());
    let answer = officer.post("closures", way(4, "中桥积水")).await;
    assert_eq!(answer.status, 201);
    let middle = answer.ok();
    assert_eq!(
        (&middle["closure"]["id"], &middle["closure"]["standing"]),
        (&json!("C-0001"), &json!("in_force"))
    );

    let around = propose().await;
    assert!(time(&around).unwrap() > by_the_middle, "round by another bridge");
    let delay = team(&around, "西一队")["delay_ms"].as_u64().unwrap();
    assert_eq!(delay, time(&around).unwrap() - by_the_middle);
    assert_eq!(
        around["closures"]["closures"],
        json!([{ "id": "C-0001", "name": "中桥积水", "effect": "shut" }])
    );
    let near = officer.get("nearby?lon=114.33&lat=30.5879&kind=team&by=road").await.ok();
    assert_eq!(near["closures"]["number"], around["closures"]["number"]);
    let way_round = officer.get(&format!("incidents/{id}/route?team=西一队")).await.ok();
    assert_eq!(way_round["total_ms"].as_u64(), time(&around));
    let streets: Vec<_> =
        way_round["streets"].as_array().unwrap().iter().map(|leg| leg["name"].clone()).collect();
    assert!(!streets.contains(&json!("中桥")), "{streets:?}");

    // Two more bridges, by a line across each: the south is cut off, and the answer says whom it cuts off.
    for lon in [114.305, 114.335] {
        let across = json!([{ "lon": lon - 0.001, "lat": 30.590 }, { "lon": lon + 0.001, "lat": 30.590 }]);
        let line = json!({ "name": "桥", "ground": { "line": { "points": across, "width": 10 } }, "effect": "shut", "reason": "积水" });
        if lon > 114.32 {
            let shown = officer.post("closures/preview", json!({ "ground": line["ground"] })).await.ok();
            assert!(shown["cuts_off"]["metres"].as_f64().unwrap() > 3_000.0, "{shown}");
        }
        officer.post("closures", line).await.ok();
    }
    let list = officer.get("closures").await.ok();
    assert_eq!(list["in_force"]["closures"].as_array().unwrap().len(), 3);
    let lost = propose().await;
    let far = team(&lost, "西一队");
    assert!(far["rank"].is_null() && far["travel"].is_null());
    let why =
        far["reasons"].as_array().unwrap().iter().find(|reason| reason["code"] == "unreachable").unwrap();
    assert_eq!(why["params"]["why"], "cut_off", "a reason, not an error");
    assert_eq!(
        officer.get(&format!("incidents/{id}/route?team=西一队")).await.problem(),
        (422, "cut_off".to_owned())
    );

    // Ending them one by one gives back exactly what was before.
    for closure in ["C-0003", "C-0002"] {
        delete(&officer, &format!("closures/{closure}?reason=水退了")).await.ok();
    }
    let back = propose().await;
    assert_eq!((&back["closures"], &back["ranked"]), (&around["closures"], &around["ranked"]));
    let over = delete(&officer, "closures/C-0001").await.ok();
    assert_eq!((&over["closure"]["standing"], &over["cuts_off"]), (&json!("over"), &Value::Null));
    assert_eq!(propose().await["ranked"], open["ranked"]);
    let over = officer.get("closures?state=over").await.ok();
    assert_eq!(over["items"].as_array().unwrap().len(), 3);
    assert_eq!(over["items"][1]["ended"]["reason"], "水退了");
}

#[tokio::test]
async fn what_has_expired_is_void_and_teams_under_way_are_told() {
    let house = house().await;
    let officer = house.officer().await;
    let id = called(&house, &officer).await;
    let sent = officer.post(&format!("incidents/{id}/assignments"), json!({ "team": "西一队" })).await.ok();
    assert_eq!(sent["tasks"][0]["dispatched"]["closures"], json!({ "number": "", "closures": [] }));
    let arrivals = async || officer.get(&format!("incidents/{id}/arrivals")).await.ok()["items"][0].clone();
    let open = arrivals().await;
    assert_eq!((&open["delay_ms"], &open["cut_off"]), (&json!(0), &json!(false)));

    let ring = &house.app.feed.ring;
    let start = ring.end();
    let mut works = way(4, "中桥施工");
    works["from"] = json!(house.now().after(Milliseconds::from_minutes(10)));
    works["until"] = json!(house.now().after(Milliseconds::from_minutes(70)));
    let drawn = officer.post("closures", works).await.ok();
    assert_eq!(drawn["closure"]["standing"], "coming");
    assert_eq!(arrivals().await, open, "it has not begun");
    let told = |before: Option<u64>, now: Option<u64>| {
        let server::feed::ring::Following::Items(items, _) = ring.from(start) else { return false };
        items.iter().flat_map(|item| &item.news.arrivals).any(|arrival| {
            arrival.team.as_str() == "西一队" && (arrival.before_ms, arrival.total_ms) == (before, now)
        })
    };
    house.clock.advance(Milliseconds::from_minutes(11));
    let slow = arrivals().await;
    let total = |arrival: &Value| arrival["total_ms"].as_u64();
    assert_eq!(slow["delay_ms"].as_u64(), Some(total(&slow).unwrap() - total(&open).unwrap()));
    assert!(slow["delay_ms"].as_u64().unwrap() > 0);
    eventually("the officer is told of the delay", async || told(total(&open), total(&slow))).await;
    house.clock.advance(Milliseconds::from_minutes(60));
    assert_eq!(arrivals().await, open, "it has expired, and nobody wrote it");
    eventually("and that it is over", async || told(total(&slow), total(&open))).await;
    let seen = officer.get("closures/C-0001").await.ok();
    assert_eq!((&seen["standing"], &seen["ended"]), (&json!("over"), &Value::Null));
}

#[tokio::test]
async fn who_saw_other_closures_looks_again_and_the_journal_keeps_which_were_in_force() {
    let house = house().await;
    let officer = house.officer().await;
    let id = called(&house, &officer).await;
    let propose = async || {
        officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok()["proposal"]["id"].clone()
    };
    let assign = async |proposal: &Value| {
        officer
            .post(&format!("incidents/{id}/assignments"), json!({ "team": "西一队", "proposal": proposal }))
            .await
    };
    let seen = propose().await;
    officer.post("closures", way(4, "中桥积水")).await.ok();
    assert_eq!(assign(&seen).await.problem(), (409, "closures_changed".to_owned()));
    let sent = assign(&propose().await).await.ok();
    let kept = &sent["tasks"][0]["dispatched"];
    assert_eq!(kept["closures"]["closures"], json!(["C-0001"]));
    assert!(
        kept["basis"].as_str().unwrap().contains('+'),
        "the basis names roads and closures: {}",
        kept["basis"]
    );
}

#[tokio::test]
async fn a_call_on_a_flooded_street_is_reached_on_foot_from_the_next_one() {
    let house = house().await;
    let officer = house.officer().await;
    officer.post("positions", json!({ "fixes": [fix_at("西一队", 114.312, 30.592, &house)] })).await.ok();
    let mut form = call();
    form["position"] = json!({ "lon": 114.312, "lat": 30.588 });
    let id = officer.post("incidents", form).await.ok()["id"].as_str().unwrap().to_owned();
    let walk = async || {
        let proposal = officer.post(&format!("incidents/{id}/proposals"), json!({})).await.ok();
        team(&proposal, "西一队")["travel"]["walk_ms"].as_u64()
    };
    assert_eq!(walk().await, Some(0));
    // The whole of South Street, on which the call stands. North Street runs 444 m away.
    officer.post("closures", way(2, "南街积水")).await.ok();
    let on_foot = walk().await.unwrap();
    assert!((310_000..330_000).contains(&on_foot), "444 m at 5 km/h are 320 s: {on_foot}");
}

#[tokio::test]
async fn drawings_that_mean_nothing_are_explained() {
    let house = house().await;
    let officer = house.officer().await;
    let draw = async |ground: Value| {
        let answer = officer
            .post("closures", json!({ "name": "一处", "ground": ground, "effect": { "slow": { "percent": 200 } }, "reason": "积水" }))
            .await;
        answer.problem()
    };
    let ring = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|n| {
                let angle = std::f64::consts::TAU * n as f64 / count as f64;
                json!({ "lon": 114.31 + 0.001 * angle.cos(), "lat": 30.59 + 0.001 * angle.sin() })
            })
            .collect()
    };
    assert_eq!(draw(json!({ "way": { "id": 77 } })).await, (422, "closure_selects_nothing".to_owned()));
    assert_eq!(draw(json!({ "street": { "name": "无名街" } })).await.1, "closure_selects_nothing");
    assert_eq!(draw(json!({ "polygon": { "corners": ring(40) } })).await.1, "closure_selects_nothing");
    assert_eq!(
        draw(json!({ "polygon": { "corners": ring(1001) } })).await,
        (422, "too_many_points".to_owned())
    );
    assert_eq!(draw(json!({ "line": { "points": ring(1), "width": 5 } })).await.1, "drawing_too_short");
    assert_eq!(draw(json!({ "circle": {} })).await, (400, "bad_json".to_owned()));
    assert_eq!(
        officer.get("closures/road?lon=114.31&lat=30.60").await.problem(),
        (404, "no_road_here".to_owned())
    );
    assert_eq!(officer.get("closures/C-0001").await.problem(), (404, "unknown_closure".to_owned()));
    let viewer = house.signed_in("guest", Role::Viewer, None).await;
    assert_eq!(viewer.post("closures", way(4, "桥")).await.problem().0, 403);
    assert_eq!(viewer.get("closures").await.ok()["items"], json!([]));

    // A change names its version; what only says the same changes nothing.
    let drawn = officer.post("closures", way(4, "中桥积水")).await.ok()["closure"].clone();
    let change = |version: &Value, name: &str| json!({ "version": version, "closure": way(4, name) });
    let changed = officer.put("closures/C-0001", change(&drawn["version"], "中桥封闭")).await.ok();
    assert_eq!(changed["closure"]["name"], "中桥封闭");
    let stale = officer.put("closures/C-0001", change(&drawn["version"], "中桥")).await;
    assert_eq!(stale.problem(), (409, "stale_version".to_owned()));

    // Without roads there is nothing to close.
    let bare = House::open();
    let officer = bare.officer().await;
    assert_eq!(officer.post("closures", way(4, "桥")).await.problem(), (409, "roads_not_ready".to_owned()));
    assert_eq!(officer.get("closures").await.ok()["in_force"]["applied"], false);
}

#[tokio::test]
async fn sent_twice_is_drawn_once() {
    let house = house().await;
    let officer = house.officer().await;
    let send = async || {
        let request = officer.request(
            Method::POST,
            "/api/v1/420102/closures",
            &[("idempotency-key", "k1")],
            Some(&way(4, "中桥")),
        );
        officer.send(request).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 200));
    assert_eq!(first.ok()["closure"]["id"], second.ok()["closure"]["id"]);
}
