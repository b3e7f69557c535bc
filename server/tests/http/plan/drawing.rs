//! Drawing: what is refused changes nothing, what is undone was never so.

use super::sheet::{Planner, building, json_at, path, sheet};
use serde_json::{Value, json};
use world::{Command, Hash, Records, Role};

#[tokio::test]
async fn what_would_tear_the_map_is_refused_with_the_place_and_changes_nothing() {
    let house = sheet(3, 3);
    let planner = Planner::begins(&house, "planner").await;
    let middle = planner.id("5网格").await;
    let split = |path: Value| json!({ "edit": "split", "area": middle, "path": path, "into": { "sibling": { "name": "新" } } });
    for (points, code) in [
        (vec![(1.0, 1.2), (1.8, 1.8), (1.8, 1.2), (1.2, 1.8), (2.0, 1.9)], "path_crosses_itself"),
        (vec![(1.0, 1.5), (1.5, 1.5)], "path_ends_inside"),
        (vec![(2.2, 1.5), (2.8, 1.5)], "path_does_not_divide"),
        (vec![(1.0, 1.5)], "path_too_short"),
    ] {
        assert_eq!(planner.refused(split(path(&points))).await, (422, code.to_owned()), "{points:?}");
    }
    let answer = planner.post("/edits", &json!({ "edit": split(path(&[(1.0, 1.5), (1.5, 1.5)])) })).await;
    let params = answer.json()["params"].clone();
    assert_eq!(
        params["lon"].as_str().unwrap().parse::<f64>().unwrap(),
        json_at(1.5, 1.5)["lon"].as_f64().unwrap()
    );
    // A corner dragged across its neighbour's far border.
    let fold = json!({ "edit": "move_point", "at": json_at(1.0, 1.0), "to": json_at(2.5, 2.5) });
    assert_eq!(planner.refused(fold).await.0, 422);
    let nowhere = json!({ "edit": "move_point", "at": json_at(1.3, 1.3), "to": json_at(1.4, 1.4) });
    assert_eq!(planner.refused(nowhere).await.1, "no_point_there");
    let swallowed = json!({ "edit": "give_faces", "to": planner.id("1网格").await,
        "faces": planner.get("/map").await["faces"].as_array().unwrap().iter()
            .filter(|face| face["area"] == middle).map(|face| face["id"].clone()).collect::<Vec<_>>() });
    assert_eq!(planner.refused(swallowed).await.1, "would_empty_area");
    let telephone = json!({ "edit": "set_name", "area": middle, "name": "张某 13800138000" });
    assert_eq!(planner.refused(telephone).await.1, "personal_data");
    let house_there =
        json!({ "edit": "put_building", "at": json_at(0.5, 0.5), "households": 3, "name": "x" });
    assert_eq!(planner.refused(house_there).await.1, "buildings_come_from_register");
    assert_eq!(planner.get("").await["steps"], 0);
}

#[tokio::test]
async fn a_shared_corner_moves_four_grids_and_all_above_and_comes_back() {
    let house = sheet(3, 3);
    let rows = vec![building("甲栋", 1.1, 1.1, 40), building("乙栋", 1.6, 1.6, 50)];
    house.command(Command::ImportRecords { input: Hash::default(), records: Records::Places(rows) });
    let planner = Planner::begins(&house, "planner").await;
    let (start, before) = (planner.hash().await, planner.areas().await);
    let drag = json!({ "edit": "move_point", "at": json_at(1.0, 1.0), "to": json_at(1.3, 1.3) });
    let edited = planner.edits(drag.clone()).await;
    assert_eq!(edited["metrics"].as_array().unwrap().len(), 4, "the community as a whole stays the same");
    let moved = &edited["moved"][0];
    assert_eq!(
        (&moved["name"], &moved["households"], &moved["from"]),
        (&json!("甲栋"), &json!(40), &before["5网格"]["id"])
    );
    let total: f64 = edited["metrics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            change["after"]["square_metres"].as_f64().unwrap()
                - change["before"]["square_metres"].as_f64().unwrap()
        })
        .sum();
    assert!(total.abs() < 1e-6, "what one gains the others lose: {total}");
    let after = planner.hash().await;
    assert_ne!(after, start);

    planner.post("/undo", &json!({})).await.ok();
    assert_eq!((planner.hash().await, planner.areas().await), (start.clone(), before));
    assert_eq!(planner.post("/undo", &json!({})).await.problem().1, "nothing_to_undo");
    planner.post("/redo", &json!({})).await.ok();
    assert_eq!(planner.hash().await, after);
    // Whoever draws on something else than what is there is told who was faster.
    let stale = json!({ "hash": start, "edit": drag });
    let answer = planner.post("/edits", &stale).await;
    assert_eq!(answer.problem(), (409, "draft_changed".to_owned()));
    assert_eq!(answer.json()["params"]["by"], "planner");
    let history = planner.get("/history").await;
    assert_eq!(
        (history["steps"].as_array().unwrap().len(), &history["steps"][0]["by"]),
        (1, &json!("planner"))
    );
}

#[tokio::test]
async fn a_draft_outlives_a_restart() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let edit = json!({ "edit": "set_name", "area": planner.id("1网格").await, "name": "滨江网格" });
    planner.edits(edit).await;
    let corner = json!({ "edit": "move_point", "at": json_at(1.0, 1.0), "to": json_at(1.1, 1.2) });
    planner.edits(corner).await;
    planner.post("/undo", &json!({})).await.ok();
    let (hash, draft) = (planner.hash().await, planner.draft.clone());
    drop(planner);
    let house = crate::support::House::open_in(house.close().await);
    let mut browser = house.browser();
    browser.sign_in("planner", crate::support::PASSWORD).await.ok();
    let planner = Planner { browser, draft };
    assert_eq!(planner.hash().await, hash);
    let view = planner.get("").await;
    assert_eq!(
        (&view["step"], &view["steps"]),
        (&json!(1), &json!(2)),
        "what was undone can still be done again"
    );
    planner.post("/redo", &json!({})).await.ok();
}

#[tokio::test]
async fn who_may_not_plan_sees_versions_and_no_drafts() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let officer = house.officer().await;
    let plans = officer.get("plans").await.ok();
    assert_eq!(
        (plans["versions"].as_array().unwrap().len(), plans["drafts"].as_array().unwrap().len()),
        (4, 0)
    );
    for what in ["", "/map", "/areas", "/issues", "/diff", "/history", "/publication", "/export"] {
        assert_eq!(
            officer.get(&planner.address(what)).await.problem(),
            (403, "not_allowed".to_owned()),
            "{what}"
        );
    }
    assert_eq!(officer.post("plans/drafts", json!({ "name": "x" })).await.problem().1, "not_allowed");
    let narrow = house.signed_in("narrow", Role::Planner, Some("420102001")).await;
    assert_eq!(narrow.get(&planner.address("")).await.problem().1, "outside_scope");
    assert_eq!(planner.browser.get("plans").await.ok()["drafts"].as_array().unwrap().len(), 1);
    assert_eq!(planner.browser.get("plans/drafts/d-9").await.problem(), (404, "unknown_draft".to_owned()));
    // A planner draws; sending teams is not theirs.
    assert_eq!(planner.browser.post("incidents", crate::support::call()).await.problem().1, "not_allowed");
    assert_eq!(planner.delete().await.status, 204);
    let gone = planner.post("/undo", &json!({})).await;
    assert_eq!(gone.problem().1, "draft_discarded");
}
