//! A phone's account, and which of all addresses let it in: a phone is lost more easily than a desk.

use crate::support::{Browser, House, call};
use crate::whistles::{blown, house, phone};
use axum::http::Method;
use serde_json::json;
use server::http::router;
use std::collections::BTreeSet;

/// What the phone page asks and says; signing in comes before there is an account.
const OWN: [&str; 7] = [
    "DELETE /api/v1/session",
    "GET /api/v1/session",
    "GET /api/v1/{d}/phone",
    "POST /api/v1/{d}/incidents/{id}/assignments/{team}/state",
    "POST /api/v1/{d}/incidents/{id}/photos",
    "POST /api/v1/{d}/positions",
    "POST /api/v1/{d}/whistles/{id}/check-ins",
];
const BEFORE: [&str; 2] = ["POST /api/v1/session", "POST /api/v1/session/link"];
/// What is served beside the description, to whoever is signed in.
const BESIDE: [&str; 3] =
    ["GET /tiles/420102/areas.json", "GET /tiles/420102/areas/1/12/3347/1686.mvt", "GET /style/420102.json"];

/// Every address of the description, as `METHOD /path`.
fn described() -> BTreeSet<String> {
    let document = serde_json::to_value(router::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods
            .filter(|method| ["get", "put", "post", "delete", "patch"].contains(&method.as_str()))
            .map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    operations.collect()
}

/// Status and code that an address answers; the names in it are those of things that are there.
async fn knocked(browser: &Browser, operation: &str, incident: &str) -> (u16, String) {
    let (method, path) = operation.split_once(' ').unwrap();
    let id = if path.contains("/whistles/") { "W-0001" } else { incident };
    let path = path.replace("{d}", "420102").replace("{id}", id).replace("{team}", "东一队");
    let path = path.replace("{code}", "东一队").replace("{", "").replace("}", "");
    let method: Method = method.parse().unwrap();
    let form = json!({});
    let body = (method != Method::GET).then_some(&form);
    let response = browser.ask(browser.request(method, &path, &[], body)).await;
    let status = response.status().as_u16();
    if status < 400 {
        return (status, String::new());
    }
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let document: serde_json::Value = serde_json::from_slice(&body).unwrap();
    (status, document["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_device_is_let_in_by_its_own_doors_and_by_no_other() {
    let house = house();
    let officer = house.officer().await;
    let (incident, _) = blown(&officer, &["水务组"]).await;
    let all = described();
    assert!(all.len() > 80, "the whole interface is walked: {}", all.len());
    let own = |operation: &str| OWN.contains(&operation) || BEFORE.contains(&operation);
    assert_eq!(all.iter().filter(|operation| own(operation)).count(), OWN.len() + BEFORE.len());

    let device = phone(&house, "东一队").await;
    for operation in all.iter().map(String::as_str).chain(BESIDE).filter(|operation| !own(operation)) {
        assert_eq!(knocked(&device, operation, &incident).await, (403, "not_allowed".into()), "{operation}");
    }
    // Signing out comes last.
    for operation in OWN.iter().rev() {
        assert_ne!(knocked(&device, operation, &incident).await.1, "not_allowed", "{operation}");
    }
    // And the same addresses are there for those who are no device.
    for operation in ["GET /api/v1/{d}/incidents/{id}", "GET /api/v1/{d}/live"] {
        assert_eq!(knocked(&officer, operation, &incident).await.0, 200, "{operation}");
    }
}

#[tokio::test]
async fn a_device_that_reports_is_not_shown_the_incident() {
    let house = House::open();
    let officer = house.officer().await;
    let id = officer.post("incidents", call()).await.ok()["id"].as_str().unwrap().to_owned();
    let form = json!({ "team": "东一队", "override_reason": "最近" });
    let sent = officer.post(&format!("incidents/{id}/assignments"), form).await.ok();
    let device = phone(&house, "东一队").await;
    let said = json!({ "fence": sent["tasks"][0]["fence"], "state": "accepted" });
    let answer = device.post(&format!("incidents/{id}/assignments/东一队/state"), said).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (204, 0));
    assert_eq!(
        officer.get(&format!("incidents/{id}")).await.ok()["incident"]["tasks"][0]["state"],
        "accepted"
    );
}
