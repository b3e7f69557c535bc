//! Ways with turns in words, tables of times, and what is reached within some minutes; all under the closures in force.

use crate::closures::{house, way};
use serde_json::{Value, json};

#[tokio::test]
async fn a_way_is_told_turn_by_turn_in_the_language_of_who_asks() {
    let house = house().await;
    let mut officer = house.officer().await;
    let address = "routes?from=114.312,30.592&to=114.330,30.588&profile=car";
    let found = officer.get(address).await.ok();
    let texts = |found: &Value| -> Vec<String> {
        found["turns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|turn| turn["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(texts(&found), ["沿北街出发", "右转进入中桥", "左转进入南街", "到达，在南街"]);
    assert_eq!(
        found["total_ms"].as_u64().unwrap(),
        found["drive_ms"].as_u64().unwrap() + found["walk_ms"].as_u64().unwrap()
    );
    let told: f64 =
        found["turns"].as_array().unwrap().iter().map(|turn| turn["metres"].as_f64().unwrap()).sum();
    assert!((told - found["metres"].as_f64().unwrap()).abs() < 0.001);
    officer.language = "en";
    assert_eq!(texts(&officer.get(address).await.ok())[1], "Turn right into 中桥");

    officer.post("closures", way(4, "中桥积水")).await.ok();
    let round = officer.get(address).await.ok();
    assert!(round["total_ms"].as_u64() > found["total_ms"].as_u64());
    assert_eq!(round["closures"]["closures"][0]["id"], "C-0001");
    for (bad, code) in [
        ("routes?from=114.3&to=114.33,30.588", "bad_query"),
        ("routes?from=114.3,95&to=114.33,30.588", "bad_position"),
        ("routes?from=110,20&to=114.33,30.588", "start_off_road"),
    ] {
        assert_eq!(officer.get(bad).await.problem().1, code);
    }
}

#[tokio::test]
async fn a_table_says_what_ways_say_and_has_a_largest_size() {
    let house = house().await;
    let officer = house.officer().await;
    let place = |lon: f64, lat: f64| json!({ "lon": lon, "lat": lat });
    let sources = [place(114.312, 30.592), place(110.0, 20.0)];
    let targets = [place(114.330, 30.588), place(114.302, 30.588)];
    let table = officer.post("matrix", json!({ "sources": sources, "targets": targets })).await.ok();
    let way = officer.get("routes?from=114.312,30.592&to=114.33,30.588").await.ok();
    assert_eq!(table["total_ms"][0][0], way["total_ms"]);
    assert_eq!((&table["total_ms"][1], &table["sources_off_road"]), (&json!([null, null]), &json!([1])));
    assert_eq!(table["targets_off_road"], json!([]));
    let many = vec![place(114.312, 30.592); 1001];
    let answer = officer
        .post("matrix", json!({ "sources": many, "targets": vec![place(114.33, 30.588); 1000] }))
        .await;
    assert_eq!(answer.problem(), (422, "table_size".to_owned()));
    assert_eq!(
        officer.post("matrix", json!({ "sources": [], "targets": targets })).await.problem().1,
        "table_size"
    );
}

#[tokio::test]
async fn isochrones_shrink_when_a_bridge_is_shut() {
    let house = house().await;
    let officer = house.officer().await;
    let ask = async |minutes: &str| {
        officer.get(&format!("isochrones?lon=114.320&lat=30.592&minutes={minutes}")).await
    };
    let open = ask("2,1,2").await.ok();
    let minutes: Vec<_> =
        open["outlines"].as_array().unwrap().iter().map(|outline| outline["minutes"].clone()).collect();
    assert_eq!(minutes, [json!(1), json!(2)], "ascending, each once");
    let metres = |answer: &Value, at: usize| answer["outlines"][at]["metres"].as_f64().unwrap();
    assert!(metres(&open, 0) < metres(&open, 1));
    let ring = open["outlines"][1]["polygons"][0][0].as_array().unwrap();
    assert!(ring.len() > 8 && ring.first() == ring.last());
    officer.post("closures", way(4, "中桥积水")).await.ok();
    let shut = ask("1,2").await.ok();
    assert!(metres(&shut, 1) < metres(&open, 1), "the south is farther now");
    assert_eq!(shut["closures"]["closures"][0]["name"], "中桥积水");
    for bad in ["", "0", "121", "1,2,3,4,5,6,7", "five"] {
        assert_eq!(ask(bad).await.problem().1, "bad_query", "{bad}");
    }
}
