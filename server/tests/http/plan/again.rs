//! A request that is sent again because its answer was lost: done once, and the answer says so.

use super::sheet::{Planner, json_at, once, path, sheet};
use crate::support::{House, PASSWORD};
use serde_json::{Value, json};

fn corner(to: (f64, f64)) -> Value {
    json!({ "edit": { "edit": "move_point", "at": json_at(1.0, 1.0), "to": json_at(to.0, to.1) } })
}

#[tokio::test]
async fn an_edit_an_undo_and_a_redo_sent_twice_are_done_once_and_say_that_they_were() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let first = planner.post_once("r-1", "/edits", &corner((1.1, 1.2))).await.ok();
    assert_eq!((&first["repeated"], &first["draft"]["steps"]), (&json!(false), &json!(1)));
    // Somebody else draws before the first one asks again: what the map is now cannot be told by what the edit changed.
    planner.edits(json!({ "edit": "set_name", "area": planner.id("1网格").await, "name": "滨江网格" })).await;
    let again = planner.post_once("r-1", "/edits", &corner((1.1, 1.2))).await.ok();
    assert_eq!((&again["repeated"], &again["draft"]["steps"]), (&json!(true), &json!(2)));
    assert_eq!(again["draft"]["hash"], json!(planner.hash().await));
    assert_eq!((&again["patch"]["borders"]["put"], &again["metrics"]), (&json!([]), &json!([])));

    for (request, what, step) in [("r-2", "/undo", 1), ("r-3", "/redo", 2)] {
        for repeated in [false, true] {
            let answer = planner.post_once(request, what, &json!({})).await.ok();
            assert_eq!(
                (&answer["repeated"], &answer["draft"]["step"]),
                (&json!(repeated), &json!(step)),
                "{what}"
            );
        }
    }
    assert_eq!(planner.get("/history").await["steps"].as_array().unwrap().len(), 2);
    // An edit without an id is a new one each time.
    let name = json!({ "edit": "set_name", "area": planner.id("2网格").await, "name": "二" });
    assert_eq!(planner.edits(name.clone()).await["repeated"], false);
    assert_eq!(planner.edits(name).await["repeated"], false);
}

#[tokio::test]
async fn a_merge_sent_twice_is_answered_though_the_other_draft_is_in_already() {
    let house = sheet(3, 3);
    let one = Planner::begins(&house, "one").await;
    let two = Planner::with(one.browser.clone(), "two").await;
    two.edits(json!({ "edit": "set_name", "area": two.id("9网格").await, "name": "东南网格" })).await;
    let body = json!({ "other": two.draft });
    let first = one.post_once("m-1", "/merge", &body).await.ok();
    // The other draft goes on, in the way of this one: the same request is still the one that was carried out.
    two.edits(json!({ "edit": "set_name", "area": two.id("1网格").await, "name": "甲" })).await;
    one.edits(json!({ "edit": "set_name", "area": one.id("1网格").await, "name": "乙" })).await;
    let again = one.post_once("m-1", "/merge", &body).await.ok();
    assert_eq!((&first["repeated"], &again["repeated"]), (&json!(false), &json!(true)));
    assert_eq!(one.get("/history").await["steps"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_draft_that_is_asked_for_twice_is_begun_once_also_after_a_restart() {
    let house = sheet(2, 2);
    let browser = house.signed_in("planner", world::Role::Planner, None).await;
    let address = "/api/v1/420102/plans/drafts";
    let body = json!({ "name": "春季调整" });
    let first = once(&browser, "o-1", address, &body).await.ok();
    let again = once(&browser, "o-1", address, &body).await;
    assert_eq!((again.status.as_u16(), &again.ok()["id"]), (201, &first["id"]));
    // Two that arrive together.
    let (left, right) =
        tokio::join!(once(&browser, "o-2", address, &body), once(&browser, "o-2", address, &body));
    assert_eq!(left.ok()["id"], right.ok()["id"]);
    // The same id of somebody else is another request.
    let other = house.signed_in("other", world::Role::Planner, None).await;
    assert_ne!(once(&other, "o-1", address, &body).await.ok()["id"], first["id"]);
    assert_eq!(browser.get("plans").await.ok()["drafts"].as_array().unwrap().len(), 3);

    drop((browser, other));
    let house = House::open_in(house.close().await);
    let mut browser = house.browser();
    browser.sign_in("planner", PASSWORD).await.ok();
    assert_eq!(once(&browser, "o-1", address, &body).await.ok()["id"], first["id"]);
    assert_eq!(browser.get("plans").await.ok()["drafts"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_publication_that_succeeded_is_answered_again_with_its_version() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    planner.edits(json!({ "edit": "set_name", "area": planner.id("1网格").await, "name": "滨江网格" })).await;
    let body = json!({ "hash": planner.hash().await, "note": "春季" });
    let first = planner.post_once("p-1", "/publish", &body).await.ok();
    let again = planner.post_once("p-1", "/publish", &body).await.ok();
    assert_eq!((&first["number"], &first), (&json!(5), &again));
    assert_eq!(planner.post_once("p-2", "/publish", &body).await.problem().1, "draft_published");
    // One id for two different deeds is a mistake of the client, and nothing is shown of the first.
    let next = Planner::with(planner.browser.clone(), "next").await;
    let body = json!({ "hash": next.hash().await });
    assert_eq!(next.post_once("p-1", "/publish", &body).await.problem().1, "request_id_reused");
    let split = json!({ "edit": "split", "area": next.id("2网格").await, "path": path(&[(1.0, 1.5), (2.0, 1.5)]),
        "into": { "sibling": { "name": "新" } } });
    next.edits(split).await;
}
