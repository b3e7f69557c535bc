//! Everything that is refused is refused in the same form, in the reader's language.

use crate::support::House;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

#[tokio::test]
async fn every_refusal_is_a_problem_document() {
    let house = House::open();
    let browser = house.officer().await;
    let own = |request: axum::http::request::Builder| {
        request
            .header("host", "localhost")
            .header("cookie", format!("muster_session={}", browser.cookie.as_ref().unwrap()))
            .header("x-csrf-token", browser.csrf.as_ref().unwrap())
    };
    let incidents = "/api/v1/420102/incidents";
    let post = |kind: &'static str, body: Body| {
        own(Request::post(incidents)).header("content-type", kind).body(body).unwrap()
    };
    let problem = async |request| browser.send(request).await.problem();

    assert_eq!(problem(post("application/json", Body::from("{"))).await, (400, "bad_json".into()));
    assert_eq!(problem(post("application/json", Body::from("{}"))).await, (400, "bad_json".into()));
    assert_eq!(problem(post("text/plain", Body::from("{}"))).await, (415, "unsupported_media_type".into()));
    assert_eq!(
        problem(post("application/json", Body::from(vec![b'['; 5 << 20]))).await,
        (413, "body_too_large".into())
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(problem(post("application/json", Body::from(deep))).await, (400, "bad_json".into()));
    assert_eq!(
        problem(own(Request::put(incidents)).body(Body::empty()).unwrap()).await,
        (405, "method_not_allowed".into())
    );

    assert_eq!(browser.get("/api/v1/420102/nothing/here").await.problem(), (404, "unknown_address".into()));
    assert_eq!(browser.get("/api/v2").await.problem(), (404, "unknown_address".into()));
    assert_eq!(browser.get("/api/v1/999999/teams").await.problem(), (404, "unknown_district".into()));
    assert_eq!(browser.get("incidents/20261122-0009").await.problem(), (404, "unknown_incident".into()));
    assert_eq!(browser.get("incidents?limit=x").await.problem(), (400, "bad_query".into()));
    assert_eq!(browser.get("incidents?limit=0").await.problem(), (400, "bad_query".into()));
    assert_eq!(browser.get("locate?lon=30&lat=114").await.problem().1, "bad_position");
    assert_eq!(browser.get("nearby?lon=114.31&lat=30.59&kind=person").await.problem().1, "bad_query");
    assert_eq!(browser.get("depots/none").await.problem(), (404, "unknown_depot".into()));
    assert_eq!(browser.put("depots/D-W", json!({ "code": "D-X", "name": "库", "tier": "village", "position": { "lon": 114.31, "lat": 30.59 }, "status": "" })).await.problem().1, "code_differs");
}

#[tokio::test]
async fn the_words_follow_the_readers_language() {
    let house = House::open();
    let mut browser = house.officer().await;
    let chinese = browser.get("teams/九队").await.json();
    browser.language = "en";
    let english = browser.get("teams/九队").await.json();
    assert_eq!(chinese["code"], english["code"]);
    assert_eq!(chinese["params"]["team"], "九队");
    assert_ne!(chinese["title"], english["title"]);
    assert!(english["detail"].as_str().unwrap().contains("九队"));
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let house = House::open();
    let browser = house.browser();
    for path in
        ["/", "/incidents/7", "/api/v1/session", "/healthz", "/metrics", "/readyz", "/api/openapi.json"]
    {
        let answer = browser.get(path).await;
        assert!(
            answer.headers["content-security-policy"].to_str().unwrap().contains("default-src 'self'"),
            "{path}"
        );
        assert!(
            answer.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer", "{path}");
    }
    let page = browser.get("/some/room").await;
    assert!(page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-cache");
    assert_eq!(browser.post("/some/room", json!({})).await.problem(), (405, "method_not_allowed".into()));
    assert_eq!(browser.get("/assets/none.js").await.problem().0, 404);
    assert_eq!(browser.get("/readyz").await.ok(), json!({ "roads": true, "store": true }));
    let metrics = browser.get("/metrics").await;
    assert!(String::from_utf8(metrics.body).unwrap().contains("muster_teams 3\n"));
}
