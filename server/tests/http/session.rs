//! Who comes in, and who does not.

use crate::support::{House, PASSWORD, call};
use axum::http::{Method, header};
use geo_core::Milliseconds;
use serde_json::json;
use store::accounts::{AccountName, MustChange, NewAccount};
use world::{Role, Scope};

#[tokio::test]
async fn an_officer_signs_in_works_and_signs_out() {
    let house = House::open();
    house.account("officer", Role::DutyOfficer, Some(crate::support::EAST), None);
    let mut browser = house.browser();
    assert_eq!(browser.get("/api/v1/session").await.problem(), (401, "not_signed_in".into()));

    let answer = browser.sign_in("officer", PASSWORD).await;
    let session = answer.ok();
    assert_eq!(session["role"], "duty_officer");
    assert_eq!(session["scope"], crate::support::EAST);
    assert_eq!(session["districts"], json!([{ "code": "420102", "name": "演示区" }]));
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"),
        "{cookie}"
    );

    assert_eq!(browser.get("/api/v1/session").await.ok()["account"], "officer");
    browser.send(browser.request(Method::DELETE, "/api/v1/session", &[], None)).await.ok();
    assert_eq!(browser.get("/api/v1/session").await.problem(), (401, "not_signed_in".into()));
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account() {
    let house = House::open();
    house.account("officer", Role::DutyOfficer, None, None);
    let mut browser = house.browser();
    assert_eq!(
        browser.sign_in("nobody", "whatever it is").await.problem(),
        (401, "wrong_credentials".into())
    );
    for _ in 0..5 {
        assert_eq!(browser.sign_in("officer", "wrong wrong wrong").await.problem().1, "wrong_credentials");
    }
    assert_eq!(browser.sign_in("officer", PASSWORD).await.problem(), (423, "account_locked".into()));
    house.clock.advance(Milliseconds::from_minutes(31));
    browser.sign_in("officer", PASSWORD).await.ok();
    let refused = house.app.audit.page(None, 100).unwrap();
    assert!(refused.iter().filter(|entry| entry.deed.what == "sign_in_refused").count() >= 7);
}

#[tokio::test]
async fn tries_are_limited() {
    let house = House::open();
    let mut browser = house.browser();
    for _ in 0..server::http::throttle::BURST {
        assert_eq!(browser.sign_in("nobody", "x").await.problem().1, "wrong_credentials");
    }
    assert_eq!(browser.sign_in("nobody", "x").await.problem(), (429, "too_many_requests".into()));
}

#[tokio::test]
async fn a_change_needs_the_token_and_our_own_page() {
    let house = House::open();
    let browser = house.officer().await;
    let take = |browser: &crate::support::Browser, extra: &[(&str, &str)]| {
        browser.request(Method::POST, "/api/v1/420102/incidents", extra, Some(&call()))
    };
    let mut forgetful = browser.clone();
    forgetful.csrf = None;
    assert_eq!(forgetful.send(take(&forgetful, &[])).await.problem(), (403, "csrf_missing".into()));
    assert_eq!(
        forgetful.send(take(&forgetful, &[("x-csrf-token", "0")])).await.problem(),
        (403, "csrf_missing".into())
    );
    assert_eq!(
        browser.send(take(&browser, &[("origin", "http://evil.example")])).await.problem(),
        (403, "foreign_origin".into())
    );
    assert_eq!(
        browser.send(take(&browser, &[("sec-fetch-site", "cross-site")])).await.problem(),
        (403, "foreign_origin".into())
    );
    browser
        .send(take(&browser, &[("origin", "http://127.0.0.1:7878"), ("sec-fetch-site", "same-origin")]))
        .await
        .ok();
}

#[tokio::test]
async fn a_link_lets_in_once_and_asks_for_a_password_first() {
    let house = House::open();
    let name = AccountName::new("newcomer").unwrap();
    let account = NewAccount {
        name: name.clone(),
        display_name: "新人".into(),
        role: Role::Viewer,
        scope: Scope::district(),
        team: None,
    };
    house.app.accounts.create(account, house.now()).unwrap();
    let token = house.app.accounts.create_link(&name, Milliseconds::from_minutes(60), house.now()).unwrap();
    let mut browser = house.browser();
    let link = |password: Option<&str>| json!({ "token": token.reveal(), "password": password });
    assert_eq!(
        browser.post("/api/v1/session/link", link(None)).await.problem(),
        (422, "password_required".into())
    );
    assert_eq!(
        browser.post("/api/v1/session/link", link(Some("short"))).await.problem(),
        (422, "password_too_short".into())
    );
    let answer = browser.post("/api/v1/session/link", link(Some(PASSWORD))).await;
    answer.ok();
    browser.remember(&answer);
    assert_eq!(browser.get("/api/v1/session").await.ok()["account"], "newcomer");
    assert_eq!(
        house.browser().post("/api/v1/session/link", link(Some(PASSWORD))).await.problem().1,
        "link_used"
    );
    house.browser().sign_in("newcomer", PASSWORD).await.ok();
    assert_eq!(
        browser.post("incidents", call()).await.problem(),
        (403, "not_allowed".into()),
        "a viewer looks only"
    );
}

#[tokio::test]
async fn of_many_who_bring_one_link_at_once_one_is_let_in() {
    let house = House::open();
    house.account("officer", Role::DutyOfficer, None, None);
    let name = AccountName::new("officer").unwrap();
    house.app.accounts.set_password(&name, "somebody else's choice", MustChange::Yes).unwrap();
    let token = house.app.accounts.create_link(&name, Milliseconds::from_minutes(60), house.now()).unwrap();
    let body = json!({ "token": token.reveal() });
    assert_eq!(house.browser().post("/api/v1/session/link", body).await.problem().1, "password_required");
    let tries: Vec<_> = (0..8)
        .map(|index| {
            let (browser, token) = (house.browser(), token.reveal().to_owned());
            let password = format!("{PASSWORD} {index}");
            let body = json!({ "token": token, "password": password });
            tokio::spawn(async move { browser.post("/api/v1/session/link", body).await.status })
        })
        .collect();
    let mut let_in = 0;
    for one in tries {
        let_in += usize::from(one.await.unwrap().is_success());
    }
    assert_eq!(let_in, 1);
}

#[tokio::test]
async fn a_password_that_somebody_else_set_opens_the_door_to_a_new_one_only() {
    let house = House::open();
    house.account("officer", Role::DutyOfficer, None, None);
    let name = AccountName::new("officer").unwrap();
    house.app.accounts.set_password(&name, "given by the office", MustChange::Yes).unwrap();
    let browser = house.browser();
    let sign_in = |new: Option<&str>| json!({ "account": "officer", "password": "given by the office", "new_password": new });
    assert_eq!(
        browser.post("/api/v1/session", sign_in(None)).await.problem(),
        (422, "password_required".into())
    );
    assert_eq!(
        browser.post("/api/v1/session", sign_in(Some("short"))).await.problem().1,
        "password_too_short"
    );
    browser.post("/api/v1/session", sign_in(Some(PASSWORD))).await.ok();
    house.browser().sign_in("officer", PASSWORD).await.ok();
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let house = House::open();
    let officer = house.officer().await;
    let administrator = house.signed_in("admin", Role::Administrator, None).await;
    officer.get("teams").await.ok();
    administrator.patch("/api/v1/accounts/officer", json!({ "disabled": true })).await.ok();
    assert_eq!(officer.get("teams").await.problem(), (401, "not_signed_in".into()));
    assert_eq!(officer.get("/api/v1/accounts").await.problem().0, 401);
    let accounts = administrator.get("/api/v1/accounts").await.ok();
    assert_eq!(accounts[1]["name"], "officer");
    assert_eq!(accounts[1]["disabled"], true);
    let link = administrator.post("/api/v1/accounts/admin/link", json!({})).await.ok();
    assert!(link["link"].as_str().unwrap().starts_with("http://127.0.0.1:7878/link/"));
}

#[tokio::test]
async fn accounts_are_for_administrators_of_the_whole_district() {
    let house = House::open();
    let part = house.signed_in("east-admin", Role::Administrator, Some(crate::support::EAST)).await;
    assert_eq!(part.get("/api/v1/accounts").await.problem(), (403, "outside_scope".into()));
    assert_eq!(part.get("audit").await.problem(), (403, "outside_scope".into()));
    let officer = house.officer().await;
    assert_eq!(officer.get("/api/v1/accounts").await.problem(), (403, "not_allowed".into()));
    assert_eq!(officer.get("audit").await.problem(), (403, "not_allowed".into()));
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let house = House::open();
    let mut here = house.officer().await;
    let mut there = house.browser();
    there.sign_in("officer", PASSWORD).await.ok();
    let wrong = here
        .put("/api/v1/session/password", json!({ "old": "not it at all", "new": "another long one" }))
        .await;
    assert_eq!(wrong.problem().1, "wrong_credentials");
    let changed =
        here.put("/api/v1/session/password", json!({ "old": PASSWORD, "new": "another long one" })).await;
    changed.ok();
    here.remember(&changed);
    here.get("teams").await.ok();
    assert_eq!(there.get("teams").await.problem().1, "not_signed_in");
}
