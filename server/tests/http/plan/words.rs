//! What a planner reads when a step is refused: whole sentences, with a place where there is one.

use super::sheet::{Planner, json_at, sheet};
use serde_json::{Value, json};

/// Every code that the kernel may refuse an edit with.
const CODES: &[&str] = &[
    "no_point_there",
    "node_joins_borders",
    "too_few_points",
    "unknown_border",
    "unknown_face",
    "area_gone",
    "unknown_building",
    "unknown_segment",
    "not_finest",
    "path_too_short",
    "path_crosses_itself",
    "path_ends_inside",
    "path_does_not_divide",
    "nothing_inside",
    "would_empty_area",
    "would_swallow_areas",
    "nothing_to_merge",
    "nothing_chosen",
    "parents_differ",
    "levels_differ",
    "no_area_there",
    "parent_cycle",
    "parent_level",
    "no_parent",
    "would_cross",
    "would_fold",
    "would_turn_inside_out",
    "would_swallow_island",
    "would_fall_together",
    "stale",
    "missing_record",
    "no_length",
    "borders_meet",
    "same_ground",
    "fold",
    "inside_out",
    "island_elsewhere",
    "no_border",
    "euler",
    "no_ground",
    "ground_of_parent",
    "building_of_parent",
    "area_sum",
    "derived",
    "conflict_node",
    "conflict_border",
    "conflict_face",
    "conflict_area",
    "conflict_building",
    "areas_overlap",
    "too_tangled",
    "territory_unsound",
    "draft_damaged",
];

#[test]
fn every_refusal_of_the_kernel_has_words() {
    for code in CODES {
        for language in [data::Language::Chinese, data::Language::English] {
            let place = |name: &str| ["lon", "lat"].contains(&name).then(|| "1".to_owned());
            assert!(data::catalogue().message(code, language, &place).is_some(), "{code}");
        }
    }
}

fn whole(answer: &Value) {
    let detail = answer["detail"].as_str().unwrap();
    for torn in ["?", "？", "( ", "(,", " ,", "，）", "位置 ,", "at ,"] {
        assert!(!detail.contains(torn), "{detail}");
    }
}

#[tokio::test]
async fn a_refusal_without_a_place_speaks_of_none() {
    let house = sheet(2, 2);
    let mut planner = Planner::begins(&house, "planner").await;
    let (one, community) = (planner.id("1网格").await, planner.id("长春社区").await);
    let map = planner.get("/map").await;
    let mine: Vec<Value> = map["faces"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|face| face["area"] == one)
        .map(|face| face["id"].clone())
        .collect();
    for language in ["zh-CN", "en"] {
        planner.browser.language = language;
        for (edit, code) in [
            (json!({ "edit": "set_name", "area": 9_999, "name": "甲" }), "area_gone"),
            (json!({ "edit": "give_faces", "faces": mine, "to": community }), "not_finest"),
            (
                json!({ "edit": "give_faces", "faces": mine, "to": planner.id("2网格").await }),
                "would_empty_area",
            ),
            (json!({ "edit": "merge", "areas": [one], "into": one }), "nothing_to_merge"),
            (json!({ "edit": "set_parent", "area": one, "parent": null }), "no_parent"),
            (json!({ "edit": "reshape", "border": 9_999, "path": [json_at(0.5, 0.5)] }), "unknown_border"),
        ] {
            let answer = planner.post("/edits", &json!({ "edit": edit.clone() })).await;
            assert_eq!(answer.problem().1, code);
            whole(&answer.json());
            assert_eq!(planner.post("/preview", &json!({ "edit": edit })).await.problem().1, code);
        }
        let nowhere = json!({ "edit": "remove_point", "at": json_at(0.3, 0.3) });
        let answer = planner.post("/edits", &json!({ "edit": nowhere })).await;
        assert!(answer.json()["detail"].as_str().unwrap().contains("114.0006"), "{}", answer.json());
    }
}

#[tokio::test]
async fn a_step_may_be_large_but_not_endless() {
    let house = sheet(2, 2);
    let planner = Planner::begins(&house, "planner").await;
    let name = json!({ "edit": "set_name", "area": planner.id("1网格").await, "name": "甲" });
    let many = json!({ "edit": "many", "edits": vec![name; 5_001] });
    for what in ["/edits", "/preview"] {
        let answer = planner.post(what, &json!({ "edit": many })).await;
        assert_eq!(answer.problem(), (422, "edit_too_large".to_owned()));
        assert_eq!(
            (&answer.json()["params"]["edits"], &answer.json()["params"]["most"]),
            (&json!(5_001), &json!(5_000))
        );
        whole(&answer.json());
    }
    assert_eq!(planner.get("").await["steps"], 0);
}

#[tokio::test]
async fn fixes_are_accepted_by_the_numbers_they_had_when_they_were_looked_at() {
    let house = sheet(2, 2);
    let browser = house.signed_in("planner", world::Role::Planner, None).await;
    let fit = browser.get("plans/fit").await.ok();
    assert_eq!(fit["version"], 4);
    let begin = async |body: Value| browser.post("plans/drafts", body).await;
    let choice = json!([{ "fix": 0, "to": null }]);
    let stale = json!({ "name": "甲", "accept_fixes": true, "fit_version": 3, "choices": choice });
    let answer = begin(stale).await;
    assert_eq!(answer.problem(), (409, "fit_outdated".to_owned()));
    assert_eq!((&answer.json()["params"]["seen"], &answer.json()["params"]["last"]), (&json!(3), &json!(4)));
    let blind = json!({ "name": "甲", "accept_fixes": true, "choices": choice });
    assert_eq!(begin(blind).await.problem().1, "fit_outdated");
    let unknown = json!({ "name": "甲", "accept_fixes": true, "fit_version": 4, "choices": choice });
    assert_eq!(begin(unknown).await.problem().1, "no_remedy", "everything fits, so there is no fix 0");
    begin(json!({ "name": "甲", "accept_fixes": true, "fit_version": 4 })).await.ok();
    begin(json!({ "name": "乙", "accept_fixes": true })).await.ok();
}
