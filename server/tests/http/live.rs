//! The feed: everything once, in order, to whom it concerns.

use crate::plan::sheet::{Planner, building, sheet};
use crate::support::{Browser, EAST, House, WEST, call, fix};
use axum::body::BodyDataStream;
use axum::http::Method;
use futures_util::StreamExt;
use geo_core::Milliseconds;
use serde_json::{Value, json};
use std::time::Duration;
use world::{Command, Hash, Records, Role};

/// An open feed.
struct Live {
    stream: BodyDataStream,
    text: String,
}

#[derive(Debug, Clone)]
struct Event {
    name: String,
    id: Option<u64>,
    data: Value,
}

impl Live {
    async fn open(browser: &Browser, last: Option<u64>) -> Self {
        let last = last.map(|last| last.to_string());
        let extra: Vec<(&str, &str)> = last.iter().map(|last| ("last-event-id", last.as_str())).collect();
        let response = browser.ask(browser.request(Method::GET, "/api/v1/420102/live", &extra, None)).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { stream: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event, or nothing when the feed ends or is silent.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if event.starts_with(':') {
                    continue;
                }
                let field =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
                let data = serde_json::from_str(&field("data: ").unwrap()).unwrap();
                return Some(Event {
                    name: field("event: ").unwrap(),
                    id: field("id: ").map(|id| id.parse().unwrap()),
                    data,
                });
            }
            let chunk =
                tokio::time::timeout(Duration::from_secs(3), self.stream.next()).await.ok()??.unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next journaled change.
    async fn change(&mut self) -> Option<Event> {
        loop {
            let event = self.next().await?;
            if event.id.is_some() {
                return Some(event);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_missed_and_nothing_comes_twice_while_others_write() {
    let house = House::open();
    let officer = house.officer().await;
    let start = house.app.desk.state().world().seq();
    const CALLS: u64 = 60;
    let writer = tokio::spawn({
        let officer = officer.clone();
        async move {
            for _ in 0..CALLS / 2 {
                let (a, b) =
                    tokio::join!(officer.post("incidents", call()), officer.post("incidents", call()));
                a.ok();
                b.ok();
            }
        }
    });
    // A reader that hangs up again and again, and resumes where it was.
    let mut seen = vec![start];
    let mut silent = 0;
    while *seen.last().unwrap() < start + CALLS && silent < 5 {
        let mut live = Live::open(&officer, seen.last().copied()).await;
        let hello = live.next().await.unwrap();
        assert_eq!((hello.name.as_str(), hello.data["seq"].as_u64()), ("hello", seen.last().copied()));
        for _ in 0..7 {
            match live.change().await {
                Some(event) => seen.push(event.id.unwrap()),
                None => {
                    silent += 1;
                    break;
                }
            }
        }
    }
    writer.await.unwrap();
    assert_eq!(seen, (start..=start + CALLS).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_happened_while_nobody_listened_comes_at_once() {
    let house = House::open();
    let officer = house.officer().await;
    let start = house.app.desk.state().world().seq();
    officer.post("incidents", call()).await.ok();
    officer.post("incidents", call()).await.ok();
    let mut live = Live::open(&officer, Some(start)).await;
    let ids = [live.change().await.unwrap().id, live.change().await.unwrap().id];
    assert_eq!(ids, [Some(start + 1), Some(start + 2)], "without waiting for a third");
    let mut live = Live::open(&officer, Some(start + 1)).await;
    assert_eq!(live.change().await.unwrap().id, Some(start + 2));
}

#[tokio::test]
async fn two_officers_see_each_others_changes_at_once() {
    let house = House::open();
    let one = house.officer().await;
    let two = house.signed_in("second", Role::DutyOfficer, None).await;
    let mut live = Live::open(&two, None).await;
    let hello = live.next().await.unwrap();
    assert_eq!(hello.data["version"], server::VERSION);
    let incident = one.post("incidents", call()).await.ok();
    let change = live.change().await.unwrap();
    assert_eq!(change.id, incident["version"].as_u64());
    assert_eq!(change.data["by"], "officer");
    assert_eq!(change.data["changes"], json!([{ "kind": "incident", "value": incident }]));
    one.post("teams/东一队/availability", json!({ "unavailable": "吃饭" })).await.ok();
    let change = live.change().await.unwrap();
    assert_eq!(change.data["changes"][0]["value"]["status"]["unavailable"], "吃饭");
}

#[tokio::test]
async fn a_township_hears_of_itself_and_of_what_leaves_it() {
    let house = House::open();
    let district = house.officer().await;
    let west = house.signed_in("west", Role::DutyOfficer, Some(WEST)).await;
    let mut live = Live::open(&west, None).await;
    district.post("incidents", call()).await.ok();
    let mut own = call();
    own["position"]["lon"] = json!(114.31);
    let own = district.post("incidents", own).await.ok();
    let change = live.change().await.unwrap();
    assert_eq!(change.data["changes"][0]["value"]["id"], own["id"], "the call in the east is not told");
    let path = format!("incidents/{}", own["id"].as_str().unwrap());
    district
        .patch(&path, json!({ "version": own["version"], "position": { "lon": 114.33, "lat": 30.59 } }))
        .await
        .ok();
    let change = live.change().await.unwrap();
    assert_eq!(
        change.data["changes"],
        json!([{ "kind": "gone", "register": "incidents", "code": own["id"] }])
    );
    district.post(&format!("{path}/park"), json!({ "reason": "等" })).await.ok();
    district
        .post(
            "positions",
            json!({ "fixes": [fix("东一队", 114.325, house.now()), fix("西一队", 114.305, house.now())] }),
        )
        .await
        .ok();
    let moved = loop {
        let event = live.next().await.unwrap();
        assert!(event.id.is_none(), "{event:?}");
        if event.name == "positions" {
            break event;
        }
    };
    let teams: Vec<_> =
        moved.data["fixes"].as_array().unwrap().iter().map(|fix| fix["team"].as_str().unwrap()).collect();
    assert_eq!(teams, ["西一队"]);
}

#[tokio::test]
async fn the_latest_positions_come_first_and_then_what_moved() {
    let house = House::open();
    let officer = house.officer().await;
    officer.post("positions", json!({ "fixes": [fix("东一队", 114.325, house.now())] })).await.ok();
    let mut live = Live::open(&officer, None).await;
    let latest = loop {
        let event = live.next().await.unwrap();
        if event.name == "positions" {
            break event;
        }
    };
    assert_eq!(latest.data["fixes"][0]["team"], "东一队");
    house.clock.advance(Milliseconds::from_seconds(10));
    officer.post("positions", json!({ "fixes": [fix("西一队", 114.305, house.now())] })).await.ok();
    let moved = loop {
        let event = live.next().await.unwrap();
        let teams: Vec<&Value> =
            event.data["fixes"].as_array().into_iter().flatten().map(|fix| &fix["team"]).collect();
        if teams.contains(&&json!("西一队")) {
            break event;
        }
    };
    assert_eq!(moved.name, "positions");
    assert!(moved.id.is_none(), "positions are not numbered");
}

#[tokio::test]
async fn who_is_too_far_behind_starts_over_and_who_is_out_is_cut_off() {
    let house = House::open();
    let officer = house.officer().await;
    let seq = house.app.desk.state().world().seq();
    let mut ahead = Live::open(&officer, Some(seq + 5)).await;
    assert_eq!(ahead.next().await.unwrap().name, "hello");
    let reset = ahead.next().await.unwrap();
    assert_eq!((reset.name.as_str(), &reset.data["reason"]), ("reset", &json!("unknown_sequence")));

    // After a restart the ring is empty; the journal catches the client up.
    drop((ahead, officer));
    let house = House::open_in(house.close().await);
    let mut officer = house.browser();
    officer.sign_in("officer", crate::support::PASSWORD).await.ok();
    let mut behind = Live::open(&officer, Some(seq - 2)).await;
    let ids = [behind.change().await.unwrap().id, behind.change().await.unwrap().id];
    assert_eq!(ids, [Some(seq - 1), Some(seq)]);
    house
        .command(Command::SetAvailability {
            team: "东一队".parse().unwrap(), unavailable: Some("x".into())
        });
    assert_eq!(behind.change().await.unwrap().id, Some(seq + 1));

    let mut east = house.signed_in("east", Role::Viewer, Some(EAST)).await;
    east.language = "en";
    let mut part = Live::open(&east, Some(1)).await;
    part.next().await.unwrap();
    assert_eq!(part.next().await.unwrap().name, "reset");
    house.app.stop.send_replace(true);
    while part.next().await.is_some() {}
}

#[tokio::test]
async fn who_stopped_reading_hears_nothing_of_what_came_after_the_sign_out() {
    let house = House::open();
    let officer = house.officer().await;
    let out = officer.clone();
    let mut live = Live::open(&officer, None).await;
    assert_eq!(live.next().await.unwrap().name, "hello");
    out.send(out.request(Method::DELETE, "/api/v1/session", &[], None)).await.ok();
    house
        .command(Command::SetAvailability {
            team: "东一队".parse().unwrap(), unavailable: Some("x".into())
        });
    // Longer than the feed goes without looking at the session.
    tokio::time::sleep(Duration::from_secs(11)).await;
    while let Some(event) = live.next().await {
        assert_eq!(event.id, None, "{event:?}");
    }
}

#[tokio::test]
async fn only_those_who_draw_hear_of_drafts() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let administrator = house.signed_in("administrator", Role::Administrator, None).await;
    let viewer = house.signed_in("viewer", Role::Viewer, None).await;
    let narrow = house.signed_in("narrow", Role::Planner, Some("420102001")).await;
    let officer = house.officer().await;
    let mut hear: Vec<(&str, Live)> = Vec::new();
    for (who, browser) in [
        ("viewer", &viewer),
        ("officer", &officer),
        ("narrow", &narrow),
        ("administrator", &administrator),
        ("planner", &planner.browser),
    ] {
        hear.push((who, Live::open(browser, None).await));
    }
    let id = planner.id("1网格").await;
    planner.edits(json!({ "edit": "set_name", "area": id, "name": "滨江网格" })).await;
    let row = building("甲栋", 0.5, 0.5, 40);
    house.command(Command::ImportRecords { input: Hash::default(), records: Records::Places(vec![row]) });
    for (who, live) in &mut hear {
        let mut told = String::new();
        loop {
            let event = live.next().await.unwrap();
            told += &event.data.to_string();
            if event.id.is_some() {
                break;
            }
        }
        let hears = ["administrator", "planner"].contains(who);
        assert_eq!(told.contains("\"draft\""), hears, "{who}: {told}");
        assert_eq!(told.contains(&planner.hash().await), hears, "{who}: {told}");
        assert_eq!(told.contains("set_name"), hears, "what lists show comes along: {told}");
    }
}
