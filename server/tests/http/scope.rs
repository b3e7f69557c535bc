//! An officer of one township sees that township, wherever they look.

use crate::support::{EAST, House, WEST, call, fix};
use serde_json::{Value, json};
use world::Role;

fn codes(list: &Value, field: &str) -> Vec<String> {
    let name = |item: &Value| {
        item[field].as_str().or_else(|| item["team"][field].as_str()).unwrap_or_default().to_owned()
    };
    list["items"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn nothing_of_the_east_reaches_an_officer_of_the_west() {
    let house = House::open();
    let district = house.officer().await;
    let west = house.signed_in("west", Role::DutyOfficer, Some(WEST)).await;
    let incident = district.post("incidents", call()).await.ok();
    let id = incident["id"].as_str().unwrap();
    let mut own = call();
    own["position"]["lon"] = json!(114.31);
    let own = district.post("incidents", own).await.ok();
    district
        .post(
            "positions",
            json!({ "fixes": [fix("东一队", 114.325, house.now()), fix("西一队", 114.305, house.now())] }),
        )
        .await
        .ok();

    // Lists and counts.
    assert_eq!(codes(&west.get("incidents?state=all").await.ok(), "id"), [own["id"].as_str().unwrap()]);
    assert_eq!(codes(&west.get("teams").await.ok(), "code"), ["西一队"]);
    assert_eq!(codes(&west.get("depots").await.ok(), "code"), ["D-W"]);
    assert_eq!(codes(&west.get("places").await.ok(), "code"), ["P-W"]);
    assert_eq!(codes(&west.get("areas?level=township").await.ok(), "code"), [WEST]);
    assert_eq!(codes(&west.get("sensing-points?purpose=巡检").await.ok(), "code"), ["W-1"]);
    let glance = west.get("").await.ok();
    assert_eq!(
        (&glance["counts"]["open_incidents"], &glance["counts"]["teams"], &glance["counts"]["places"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(glance["counts"]["areas"]["township"], 1);
    assert_eq!(glance["bounds"][2], 114.32);

    // One by one: outside is as if it were not there.
    for path in [
        format!("incidents/{id}"),
        "teams/东一队".into(),
        "depots/D-E".into(),
        "places/P-E".into(),
        "sensing-points/E-1".into(),
        format!("areas/{EAST}"),
    ] {
        assert_eq!(west.get(&path).await.problem().0, 404, "{path}");
    }

    // Nearest, located, found.
    for kind in ["team", "depot", "sensing_point", "place"] {
        let near = west.get(&format!("nearby?lon=114.33&lat=30.59&kind={kind}&k=10")).await.ok();
        let found = codes(&near, "code");
        assert_eq!(found.len(), 1, "{kind}: {found:?}");
        assert!(
            !found[0].contains('东') && !found[0].contains("-E") && !found[0].starts_with('E'),
            "{kind}: {found:?}"
        );
    }
    assert_eq!(
        west.get("locate?lon=114.33&lat=30.59").await.ok(),
        json!({ "areas": [], "liaison_team": null })
    );
    for text in ["东", "E-1", "D-E", "P-E", id] {
        assert_eq!(west.get(&format!("search?q={text}")).await.ok(), json!({ "items": [] }), "{text}");
    }
    assert_eq!(codes(&district.get("search?q=D-E").await.ok(), "code"), ["D-E"]);

    // Changes.
    for (path, body) in [
        (format!("incidents/{id}/close"), json!({ "outcome": "x" })),
        (format!("incidents/{id}/proposals"), json!({})),
        ("teams/东一队/availability".into(), json!({ "unavailable": "x" })),
        ("teams/东二队/place".into(), json!({ "position": { "lon": 114.31, "lat": 30.59 } })),
    ] {
        let (status, code) = west.post(&path, body).await.problem();
        assert!(
            matches!(
                (status, code.as_str()),
                (403, "outside_scope") | (404, "unknown_incident" | "unknown_team")
            ),
            "{path}: {status} {code}"
        );
    }
    assert_eq!(west.post("incidents", call()).await.problem().1, "outside_scope");
    let sent = west
        .post(&format!("incidents/{}/assignments", own["id"].as_str().unwrap()), json!({ "team": "东一队" }))
        .await;
    assert_eq!(sent.problem().1, "outside_scope");
    let proposal =
        west.post(&format!("incidents/{}/proposals", own["id"].as_str().unwrap()), json!({})).await.ok();
    assert_eq!(
        proposal["ranked"].as_array().unwrap().len() + proposal["ruled_out"].as_array().unwrap().len(),
        1
    );
    let refused = west.post("positions", json!({ "fixes": [fix("东一队", 114.31, house.now())] })).await.ok();
    assert_eq!(refused["refused"][0]["code"], "outside_scope");
}

#[tokio::test]
async fn a_request_id_spent_on_one_thing_shows_nothing_of_another() {
    let house = House::open();
    let district = house.officer().await;
    let west = house.signed_in("west", Role::DutyOfficer, Some(WEST)).await;
    let east = district.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let mut own = call();
    own["position"]["lon"] = json!(114.31);
    let own = district.post("incidents", own).await.ok()["id"].as_str().unwrap().to_owned();
    let again = async |path: String, body: Value| {
        let path = format!("/api/v1/420102/{path}");
        west.send(west.request(axum::http::Method::POST, &path, &[("idempotency-key", "k")], Some(&body)))
            .await
    };
    let reason = json!({ "reason": "等待产权单位" });
    again(format!("incidents/{own}/park"), reason.clone()).await.ok();
    assert_eq!(
        again(format!("incidents/{own}/park"), reason.clone()).await.ok()["state"],
        "parked",
        "a retry"
    );
    for (path, body) in [
        (format!("incidents/{east}/park"), reason.clone()),
        (format!("incidents/{own}/merge"), json!({ "into": east })),
        ("incidents".into(), call()),
        ("teams/西一队/availability".into(), json!({ "unavailable": "加油" })),
    ] {
        assert_eq!(again(path.clone(), body).await.problem(), (409, "request_id_reused".into()), "{path}");
    }
}

#[tokio::test]
async fn cameras_are_shown_for_a_purpose_and_every_look_is_written_down() {
    let house = House::open();
    let officer = house.officer().await;
    assert_eq!(codes(&officer.get("sensing-points").await.ok(), "code"), ["E-1", "W-1"]);
    assert_eq!(officer.get("sensing-points/E-CAM").await.problem(), (422, "purpose_required".into()));
    assert_eq!(officer.get("sensing-points/E-CAM?purpose=%20").await.problem().1, "purpose_required");
    assert_eq!(
        officer.get("sensing-points?purpose=找%20138.0013.8000").await.problem(),
        (422, "personal_data".into()),
        "what the audit log keeps for ever names nobody"
    );
    assert_eq!(officer.get("sensing-points/E-CAM?purpose=核对故障").await.ok()["kind"], "camera");
    assert_eq!(codes(&officer.get("search?q=E-CAM").await.ok(), "code"), Vec::<String>::new());
    let near = officer.get("nearby?lon=114.332&lat=30.59&kind=sensing_point&k=10").await.ok();
    assert_eq!(codes(&near, "code"), ["E-1", "W-1"]);
    let administrator = house.signed_in("admin", Role::Administrator, None).await;
    let log = administrator.get("audit").await.ok();
    let look = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["action"] == "camera_point_looked_up")
        .unwrap();
    assert_eq!(
        (&look["account"], &look["target"], &look["purpose"]),
        (&json!("officer"), &json!("E-CAM"), &json!("核对故障"))
    );
}

#[tokio::test]
async fn registers_are_edited_by_administrators_within_their_reach() {
    let house = House::open();
    let officer = house.officer().await;
    let administrator = house.signed_in("admin", Role::Administrator, None).await;
    let mut depot = administrator.get("depots/D-W").await.ok();
    depot["name"] = json!("西库");
    assert_eq!(officer.put("depots/D-W", depot.clone()).await.problem(), (403, "not_allowed".into()));
    assert_eq!(administrator.put("depots/D-W", depot.clone()).await.ok()["name"], "西库");
    assert_eq!(administrator.put("depots/D-W", depot).await.problem(), (409, "stale_version".into()));
    let area = administrator.get(&format!("areas/{WEST}")).await.ok();
    let staff =
        json!({ "version": area["area"]["version"], "leader": "甲", "phone": "027-1", "body": "西街道办" });
    assert_eq!(administrator.put(&format!("areas/{WEST}/staff"), staff).await.ok()["body"], "西街道办");
    let shift = json!({ "code": "S1", "team": "西一队", "starts": "2026-11-22T00:00:00Z", "ends": "2026-11-22T08:00:00Z" });
    administrator.put("shifts/S1", shift).await.ok();
    assert_eq!(codes(&officer.get("shifts").await.ok(), "code"), ["S1"]);
    let removed = administrator
        .send(administrator.request(axum::http::Method::DELETE, "/api/v1/420102/shifts/S1", &[], None))
        .await;
    assert_eq!(removed.status, 204);
    let mut team = administrator.get("teams/西一队").await.ok()["team"].clone();
    team["phone"] = json!("027-2");
    assert_eq!(administrator.put("teams/西一队", team).await.ok()["team"]["phone"], "027-2");
}
