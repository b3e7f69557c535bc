//! Maps of other days: kept, but never longer than they are true; and what is told of versions to whom.

use super::sheet::{Planner, json_at, sheet, spot};
use crate::support::{Browser, House, eventually};
use axum::http::{Method, header};
use serde_json::{Value, json};
use world::records::Area;
use world::{Command, Role};

async fn merged_in_a_while(house: &House) -> Planner {
    let planner = Planner::begins(house, "planner").await;
    let (one, two) = (planner.id("1网格").await, planner.id("2网格").await);
    planner.edits(json!({ "edit": "merge", "areas": [one, two], "into": one })).await;
    planner.publishes(Some("2026-11-22T06:20:00Z")).await.ok();
    planner
}

async fn located(browser: &Browser, at: &str) -> Value {
    let (lon, lat) = (spot(0.5, 1.5).lon(), spot(0.5, 1.5).lat());
    browser.get(&format!("/api/v1/420102/locate?lon={lon}&lat={lat}&at={at}")).await.ok()["areas"][3].clone()
}

#[tokio::test]
async fn who_answered_for_an_area_is_told_as_it_was_corrected_also_for_other_days() {
    let house = sheet(2, 2);
    let planner = merged_in_a_while(&house).await;
    let staff = |leader: Option<&str>| {
        let code: geo_core::AreaCode = "420102001001003".parse().unwrap();
        let view = house.app.desk.state();
        let area = (**view.world().area_register().get(&code).unwrap()).clone();
        house.command(Command::SaveAreas(vec![Area { leader: leader.map(str::to_owned), ..area }]));
    };
    let third = async |at: &str| {
        let (lon, lat) = (spot(0.5, 0.5).lon(), spot(0.5, 0.5).lat());
        let address = format!("/api/v1/420102/locate?lon={lon}&lat={lat}&at={at}");
        planner.browser.get(&address).await.ok()["areas"][3]["leader"].clone()
    };
    staff(Some("网格长甲"));
    assert_eq!(third("2026-11-22T06:25:00Z").await, "网格长甲");
    staff(Some("网格长乙"));
    assert_eq!(third("2026-11-22T06:25:00Z").await, "网格长乙");
    staff(None);
    assert_eq!(third("2026-11-22T06:25:00Z").await, Value::Null, "what is erased is served nowhere");
}

#[tokio::test]
async fn a_day_to_come_is_another_map_once_it_is_past() {
    let house = sheet(2, 2);
    let planner = merged_in_a_while(&house).await;
    let name = |area: &Value| area["name"].clone();
    assert_eq!(name(&located(&planner.browser, "2026-11-22T06:25:00Z").await), "1网格");
    house.clock.set("2026-11-22T06:30:00Z".parse().unwrap());
    house.command(Command::KeepPlansInForce);
    let next = Planner::with(planner.browser.clone(), "next").await;
    next.edits(json!({ "edit": "set_name", "area": next.id("1网格").await, "name": "合并网格" })).await;
    next.publishes(None).await.ok();
    assert_eq!(name(&located(&planner.browser, "2026-11-22T06:25:00Z").await), "1网格");
    assert_eq!(name(&located(&planner.browser, "2026-11-22T06:40:00Z").await), "合并网格");
}

#[tokio::test]
async fn a_tile_asked_by_the_day_is_asked_for_every_time() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    eventually("the areas are drawn", async || {
        planner.browser.get("/tiles/420102/areas.json").await.status == 200
    })
    .await;
    let document = planner.browser.get("/tiles/420102/areas.json").await.ok();
    let address = document["tiles"][0].as_str().unwrap().trim_start_matches("http://127.0.0.1:7878");
    let address = address.replace("{z}", "14").replace("{x}", "13380").replace("{y}", "6759");
    let kept =
        async |address: &str| planner.browser.get(address).await.headers[header::CACHE_CONTROL].clone();
    assert_eq!(kept(&address).await, "private, max-age=31536000, immutable");
    // Nothing is to come, so tomorrow's map is today's. Tomorrow that may be otherwise.
    let tomorrow = format!("{address}?at=2026-11-23T06:00:00Z");
    assert_eq!(kept(&tomorrow).await, "private, no-cache");
    let before = planner.browser.get(&tomorrow).await;
    let tag = before.headers[header::ETAG].to_str().unwrap();
    let again = planner.browser.request(Method::GET, &tomorrow, &[("if-none-match", tag)], None);
    assert_eq!(planner.browser.send(again).await.status, 304);

    let (one, two) = (planner.id("1网格").await, planner.id("2网格").await);
    planner.edits(json!({ "edit": "merge", "areas": [one, two], "into": one })).await;
    planner.publishes(Some("2026-11-22T18:00:00Z")).await.ok();
    let again = planner.browser.request(Method::GET, &tomorrow, &[("if-none-match", tag)], None);
    let after = planner.browser.send(again).await;
    assert_eq!(after.status, 200);
    assert_ne!(after.body, before.body);
}

#[tokio::test]
async fn a_township_is_told_what_became_of_its_own_areas_and_planners_by_whom() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let (one, two) = (planner.id("1网格").await, planner.id("2网格").await);
    planner.edits(json!({ "edit": "merge", "areas": [one, two], "into": one })).await;
    let line = [json_at(0.0, 0.5), json_at(1.0, 0.5)];
    let split = json!({ "edit": "split", "area": planner.id("3网格").await, "path": line, "into": { "sibling": { "name": "新" } } });
    planner.edits(split).await;
    let community = planner.id("长春社区").await;
    planner.post("/number", &json!({ "under": community, "level": "grid" })).await.ok();
    let body = json!({ "hash": planner.hash().await, "note": "按居民意见" });
    planner.post("/publish", &body).await.ok();

    let last = async |browser: &Browser| browser.get("plans").await.ok()["versions"][0].clone();
    let told = |version: &Value| {
        let field = |name: &str| version[name].clone();
        [field("published_by"), field("note"), field("draft"), field("retired_codes"), field("lineage")]
    };
    let lineage = json!([{ "code": "420102001001005", "from": ["420102001001003"] }]);
    let [by, note, draft] = [json!("planner"), json!("按居民意见"), json!(planner.draft)];
    let retired = json!(["420102001001002"]);
    let full = [by.clone(), note.clone(), draft.clone(), retired.clone(), lineage.clone()];
    assert_eq!(told(&last(&planner.browser).await), full);

    let viewer = house.signed_in("viewer", Role::Viewer, Some("420102001")).await;
    let mine = [Value::Null, Value::Null, Value::Null, retired.clone(), lineage.clone()];
    assert_eq!(told(&last(&viewer).await), mine, "the township holds all grids of the sheet");
    let grid = house.signed_in("grid", Role::DutyOfficer, Some("420102001001003")).await;
    let of_grid = told(&last(&grid).await);
    assert_eq!(of_grid[3..], [json!([]), json!([])], "what became of others is not told");
    assert_eq!(last(&grid).await["number"], 5);
    // One that ended is remembered by who held it.
    let gone = house.signed_in("gone", Role::Viewer, Some("420102001001002")).await;
    assert_eq!(told(&last(&gone).await)[3], retired);
    let narrow = house.signed_in("narrow", Role::Planner, Some("420102001")).await;
    assert_eq!(told(&last(&narrow).await), full);
}
