//! From draft to map: what blocks, what follows, what stays to be asked about.

use super::sheet::{Planner, building, json_at, path, sheet, spot};
use crate::support::call;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use world::{Command, Hash, Records};

#[tokio::test]
async fn a_draft_is_published_once_it_has_codes_and_on_the_last_version_only() {
    let house = sheet(2, 2);
    let rows = vec![building("甲栋", 0.5, 1.2, 40)];
    house.command(Command::ImportRecords { input: Hash::default(), records: Records::Places(rows) });
    let planner = Planner::begins(&house, "planner").await;
    let late = Planner::with(planner.browser.clone(), "late").await;
    let split = json!({ "edit": "split", "area": planner.id("1网格").await, "path": path(&[(0.0, 1.5), (1.0, 1.5)]),
        "into": { "sibling": { "name": "新网格" } } });
    planner.edits(split).await;
    let difference = planner.get("/diff").await;
    let new =
        difference["areas"].as_array().unwrap().iter().find(|area| area["change"] == "created").unwrap();
    assert_eq!(new["from"], json!(["420102001001001"]), "also while it has no code");
    let answer = planner.publishes(None).await;
    assert_eq!(answer.problem(), (409, "draft_not_ready".to_owned()));
    assert_eq!(answer.json()["params"]["what"], "missing_code (1)");
    let community = planner.id("长春社区").await;
    planner.post("/number", &json!({ "under": community, "level": "grid" })).await.ok();
    assert_eq!(planner.areas().await["新网格"]["code"], "420102001001005");

    // An incident, and where it lies before and after.
    let mut incident = call();
    incident["position"] = json_at(0.5, 1.8);
    let officer = house.officer().await;
    let incident = officer.post("incidents", incident).await.ok();
    let lies_in = |incident: &Value| incident["areas"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(lies_in(&incident), "420102001001001");
    let outlook = planner.get("/publication").await;
    let handed: Vec<_> = outlook["handover"]["incidents"].as_array().unwrap().clone();
    let northern = planner.areas().await["新网格"]["label"][1].as_f64().unwrap() > spot(0.0, 1.5).lat();
    assert_eq!(handed.len(), usize::from(northern), "{outlook}");
    let version = planner.publishes(None).await.ok();
    assert_eq!(
        (&version["number"], &version["lineage"][0]["from"]),
        (&json!(5), &json!(["420102001001001"]))
    );
    let now = officer.get(&format!("incidents/{}", incident["id"].as_str().unwrap())).await.ok();
    let expected = if northern { "420102001001005" } else { "420102001001001" };
    let now = if now["incident"].is_object() { now["incident"].clone() } else { now };
    assert_eq!(lies_in(&now), expected);

    // The draft is a version now, and the other one stands on a map that is gone.
    assert_eq!(planner.post("/undo", &json!({})).await.problem().1, "draft_published");
    let name = json!({ "edit": "set_name", "area": late.id("2网格").await, "name": "二" });
    late.edits(name).await;
    assert_eq!(late.publishes(None).await.problem(), (409, "draft_outdated".to_owned()));
    assert_eq!(late.get("").await["base_is_current"], false);
    // A new draft begins on what was published, with every building where it was.
    let next = Planner::with(planner.browser.clone(), "next").await;
    assert_eq!(next.get("").await["base"], 5);
    assert_eq!(next.hash().await, planner.hash().await);
}

#[tokio::test]
async fn a_merged_area_retires_its_code_for_ever() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let (one, two) = (planner.id("1网格").await, planner.id("2网格").await);
    planner.edits(json!({ "edit": "merge", "areas": [one, two], "into": one })).await;
    let difference = planner.get("/diff").await;
    let changes: Vec<_> = difference["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| (area["code"].clone(), area["change"].clone()))
        .collect();
    assert_eq!(
        changes,
        [(json!("420102001001001"), json!("changed")), (json!("420102001001002"), json!("retired"))]
    );
    planner.publishes(None).await.ok();
    let next = Planner::with(planner.browser.clone(), "next").await;
    let id = next.id("3网格").await;
    next.edits(json!({ "edit": "set_code", "area": id, "code": "420102001001002" })).await;
    let issues = next.get("/issues").await;
    assert!(
        issues["issues"]
            .as_array()
            .unwrap()
            .iter()
            .any(|issue| issue["code"] == "code_retired" && issue["blocking"] == true)
    );
    assert_eq!(next.publishes(None).await.problem().1, "draft_not_ready");
    // Numbering passes the retired one over.
    next.edits(json!({ "edit": "set_code", "area": id, "code": null })).await;
    next.post("/number", &json!({ "under": next.id("长春社区").await, "level": "grid" })).await.ok();
    assert_eq!(next.areas().await["3网格"]["code"], "420102001001005");
}

#[tokio::test]
async fn every_version_can_be_had_as_a_file_and_as_tiles_of_its_day() {
    let house = sheet(2, 2);
    house.clock.set("2026-11-23T06:00:00Z".parse().unwrap());
    let rows = vec![building("甲栋", 0.5, 1.2, 40)];
    house.command(Command::ImportRecords { input: Hash::default(), records: Records::Places(rows) });
    let planner = Planner::begins(&house, "planner").await;
    let (one, two) = (planner.id("1网格").await, planner.id("2网格").await);
    planner.edits(json!({ "edit": "merge", "areas": [one, two], "into": one })).await;
    let drawn = planner.areas().await;
    let known = |name: &String| {
        let area = &drawn[name];
        json!([area["metrics"]["households"], area["metrics"]["buildings"], area["team"]])
    };
    let before: BTreeMap<String, Value> = drawn.keys().map(|name| (name.clone(), known(name))).collect();
    planner.publishes(None).await.ok();
    let grids = async |number: u32| {
        let file = planner.browser.get(&format!("plans/versions/{number}/export")).await.ok();
        let features = file["features"].as_array().unwrap().clone();
        features.iter().filter(|feature| feature["properties"]["level"] == "grid").count()
    };
    assert_eq!((grids(4).await, grids(5).await), (4, 3));
    // What was drawn here says what lies in it, as the draft did; of an import nobody knows.
    let figures = async |path: &str| {
        let file = planner.browser.get(path).await.ok();
        let features = file["features"].as_array().unwrap().clone();
        let name = |feature: &Value| feature["properties"]["name"].as_str().unwrap().to_owned();
        let known = |feature: &Value| {
            let properties = &feature["properties"];
            json!([properties["households"], properties["buildings"], properties["team"]])
        };
        features.iter().map(|feature| (name(feature), known(feature))).collect::<BTreeMap<_, _>>()
    };
    let published = figures("plans/versions/5/export").await;
    assert_eq!(published["1网格"], before["1网格"]);
    assert!(published["1网格"][0].as_u64() > Some(0), "{published:?}");
    assert_eq!(figures("plans/versions/4/export").await["1网格"], json!([null, null, null]));
    let package = planner.browser.get("plans/versions/5/export?format=gpkg").await;
    assert_eq!((&package.body[..15], package.status.as_u16()), (&b"SQLite format 3"[..], 200));
    assert_eq!(planner.browser.get("plans/versions/9/export").await.problem().1, "unknown_version");
    // The tile of yesterday and that of today differ; asked by the day, each is what it was.
    let layer = crate::support::eventually;
    layer("the areas are drawn", async || {
        planner.browser.get("/tiles/420102/areas.json").await.status == 200
    })
    .await;
    let tile = async |at: &str| {
        let address = format!("/tiles/420102/areas/0/14/13380/6759.mvt{at}");
        planner.browser.get(&address).await.body
    };
    let then = tile("?at=2026-11-22T12:00:00Z").await;
    assert!(!then.is_empty());
    // Today's layer is redrawn beside the service.
    crate::support::eventually("the areas are drawn as published", async || {
        let now = tile("?at=2026-11-24T12:00:00Z").await;
        !now.is_empty() && now != then
    })
    .await;
}

#[tokio::test]
async fn what_is_drawn_while_somebody_publishes_is_refused_and_never_lost() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let id = planner.id("1网格").await;
    let name = |name: &str| json!({ "edit": "set_name", "area": id, "name": name });
    planner.edits(name("滨江网格")).await;
    let seen = house.app.plans.draft(&planner.draft).unwrap().map.hash();
    let closing = house.app.plans.close(&house.app.desk, &planner.draft, seen).unwrap();
    assert_eq!(planner.refused(name("码头网格")).await, (409, "draft_being_published".to_owned()));
    assert_eq!(planner.post("/undo", &json!({})).await.problem().1, "draft_being_published");
    assert_eq!(planner.publishes(None).await.problem().1, "draft_being_published");
    assert_eq!(planner.delete().await.problem().1, "draft_being_published");
    // Whoever publishes failed, or is gone: drawing goes on.
    drop(closing);
    planner.edits(name("码头网格")).await;
    let stale = json!({ "hash": seen });
    assert_eq!(planner.post("/publish", &stale).await.problem(), (409, "draft_changed".to_owned()));
    let past = planner.publishes(Some("2020-01-01T00:00:00Z")).await;
    assert_eq!(past.problem().1, "effective_in_past");
    planner.edits(name("江滩网格")).await;
}

#[tokio::test]
async fn the_version_is_the_draft_as_it_was_left_however_two_planners_hurry() {
    for turn in 0..5 {
        let house = sheet(2, 2);
        let one = Planner::begins(&house, "one").await;
        let id = one.id("1网格").await;
        one.edits(json!({ "edit": "set_name", "area": id, "name": "零" })).await;
        let body = json!({ "hash": one.hash().await });
        let drawing = async {
            for number in 0..40 {
                let edit = json!({ "edit": "set_name", "area": id, "name": format!("第{number}") });
                let answer = one.post("/edits", &json!({ "edit": edit })).await;
                if !answer.status.is_success() {
                    let code = answer.problem().1;
                    assert!(["draft_being_published", "draft_published"].contains(&&*code), "{code}");
                }
            }
        };
        let publishing = async {
            for _ in 0..turn {
                tokio::task::yield_now().await;
            }
            one.post("/publish", &body).await
        };
        let (published, ()) = tokio::join!(publishing, drawing);
        if published.status.is_success() {
            let view = house.app.desk.state();
            let version = view.world().plan_version(5).unwrap();
            let world::PlanOrigin::Draft { head, .. } = &version.origin else { panic!("{version:?}") };
            assert_eq!(*head, house.app.plans.draft(&one.draft).unwrap().head);
        } else {
            assert_eq!(published.problem().1, "draft_changed");
        }
    }
}

#[tokio::test]
async fn looking_at_what_publishing_would_do_keeps_nothing_and_says_in_words_what_is_against_it() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let kept = || super::many::files(&house.folder.path().join("store")).len();
    let before = kept();
    for name in ["一", "二", "三"] {
        planner
            .edits(json!({ "edit": "set_name", "area": planner.id("长春社区").await, "name": name }))
            .await;
        planner.get("/publication").await;
        planner
            .edits(json!({ "edit": "set_name", "area": planner.id(name).await, "name": "长春社区" }))
            .await;
    }
    assert_eq!(kept(), before, "a map is written down when it is published");
    let past = planner.get("/publication?effective_from=2020-01-01T00:00:00Z").await;
    let refused = &past["refused"];
    assert_eq!(refused["code"], "effective_in_past");
    assert!(refused["detail"].as_str().unwrap().contains("2020"), "{refused}");
    assert!(!refused["detail"].as_str().unwrap().contains("effective_in_past"), "{refused}");
    let to_come = planner.get("/publication?effective_from=2027-01-01T00:00:00Z").await;
    assert_eq!(to_come["refused"], Value::Null);
}

#[tokio::test]
async fn a_publisher_who_hangs_up_leaves_no_draft_closed() {
    for patience in [0, 1, 5, 20] {
        let house = sheet(2, 2);
        let planner = Planner::begins(&house, "planner").await;
        let id = planner.id("1网格").await;
        planner.edits(json!({ "edit": "set_name", "area": id, "name": "滨江网格" })).await;
        let body = json!({ "hash": planner.hash().await });
        let patience = std::time::Duration::from_millis(patience);
        let _ = tokio::time::timeout(patience, planner.post("/publish", &body)).await;
        crate::support::eventually("the draft is a version or open again", async || {
            let edit = json!({ "edit": "set_name", "area": id, "name": "码头网格" });
            let answer = planner.post("/edits", &json!({ "edit": edit })).await;
            answer.status.is_success() || answer.problem().1 == "draft_published"
        })
        .await;
    }
}
