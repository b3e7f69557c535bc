//! A district of two townships side by side, a house that serves it, and browsers that visit.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use geo_core::Position;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::app::{App, Beside};
use server::desk::{Clock, ManualClock};
use server::http::origin::Hosts;
use server::http::router;
use std::sync::Arc;
use store::accounts::{AccountName, HashCost, MustChange, NewAccount};
use store::{Access, Store};
use tempfile::TempDir;
use tower::ServiceExt;
use world::{Actor, Command, Role, Scope, Submission, Timestamp};

pub const WEST: &str = "420102001";
pub const EAST: &str = "420102002";
pub const PASSWORD: &str = "correct horse battery";

/// A served district; the folder goes with it.
pub struct House {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub folder: TempDir,
    pub jobs: Vec<tokio::task::JoinHandle<()>>,
    router: Router,
}

pub fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn administrator() -> Actor {
    Actor { account: "system:test".to_owned(), role: Role::Administrator, scope: Scope::district() }
}

impl House {
    pub fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let house = Self::open_in(folder);
        for command in crate::district::commands() {
            house.command(command);
        }
        house
    }

    /// A district with a name and tables, and nothing else yet.
    pub fn empty() -> Self {
        let house = Self::open_in(TempDir::new().unwrap());
        let tables = Box::new(data::default_tables());
        let code = "420102".parse().unwrap();
        house.command(Command::Found { code, name: "江岸区".to_owned(), tables });
        house
    }

    /// Opens the store that lies in a folder.
    pub fn open_in(folder: TempDir) -> Self {
        let store = Store::open_with(&folder.path().join("store"), Access::Create, HashCost::Test).unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-22T06:00:00Z".parse().unwrap()));
        let (app, Beside { findings, .. }) =
            App::open(store, clock.clone(), Hosts::Named(Vec::new())).unwrap();
        let jobs = server::service::jobs::start(&app, findings);
        Self { router: router::service(app.clone()), app, clock, folder, jobs }
    }

    /// Stops the house and waits until its store is let go.
    pub async fn close(self) -> TempDir {
        let Self { app, folder, jobs, router, clock: _ } = self;
        jobs.iter().for_each(tokio::task::JoinHandle::abort);
        let closing = app.clone();
        tokio::task::spawn_blocking(move || closing.desk.close()).await.unwrap();
        drop((app, router));
        let path = folder.path().join("store");
        eventually("the store is let go", async || Store::open(&path, Access::Existing).is_ok()).await;
        folder
    }

    pub fn command(&self, command: Command) -> u64 {
        let submission = Submission { actor: administrator(), request: None, command };
        let app = self.app.clone();
        // A test runs on an executor; the desk's answer is waited for elsewhere.
        std::thread::spawn(move || app.desk.submit_blocking(submission).unwrap().seq).join().unwrap()
    }

    pub fn account(&self, name: &str, role: Role, scope: Option<&str>, team: Option<&str>) {
        let scope = scope.map_or(Scope::district(), |root| Scope::area(root.parse().unwrap()));
        let name = AccountName::new(name).unwrap();
        let account = NewAccount {
            name: name.clone(),
            display_name: name.to_string(),
            role,
            scope,
            team: team.map(|team| team.parse().unwrap()),
        };
        self.app.accounts.create(account, self.clock.now()).unwrap();
        self.app.accounts.set_password(&name, PASSWORD, MustChange::No).unwrap();
    }

    /// Somebody who has not signed in.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: None, csrf: None, language: "zh-CN" }
    }

    /// Somebody of this role and scope who has.
    pub async fn signed_in(&self, name: &str, role: Role, scope: Option<&str>) -> Browser {
        self.account(name, role, scope, None);
        let mut browser = self.browser();
        browser.sign_in(name, PASSWORD).await.ok();
        browser
    }

    pub async fn officer(&self) -> Browser {
        self.signed_in("officer", Role::DutyOfficer, None).await
    }

    /// What answers requests.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// A client with a memory for its cookie and its CSRF token.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
    pub csrf: Option<String>,
    pub language: &'static str,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {} {}", self.status, String::from_utf8_lossy(&self.body))
        })
    }

    /// The document of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// Status and code of a problem document.
    #[track_caller]
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        let document = self.json();
        for field in ["type", "title", "detail", "remedy"] {
            assert!(document[field].is_string(), "{document}");
        }
        assert_eq!(document["status"], self.status.as_u16());
        (self.status.as_u16(), document["code"].as_str().unwrap().to_owned())
    }
}

impl Browser {
    pub fn request(
        &self,
        method: Method,
        path: &str,
        extra: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Request<Body> {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header("host", "127.0.0.1:7878")
            .header("accept-language", self.language);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("other=1; muster_session={cookie}"));
        }
        if let Some(csrf) = self.csrf.as_ref().filter(|_| method != Method::GET) {
            request = request.header("x-csrf-token", csrf);
        }
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(json) => {
                request = request.header("content-type", "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        request.body(body).unwrap()
    }

    pub async fn ask(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.ask(request).await;
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, &full(path), &[], None)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, &full(path), &[], Some(&body))).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, &full(path), &[], Some(&body))).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, &full(path), &[], Some(&body))).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, &full(path), &[], None)).await
    }

    pub async fn sign_in(&mut self, account: &str, password: &str) -> Answer {
        let answer = self.post("/api/v1/session", json!({ "account": account, "password": password })).await;
        self.remember(&answer);
        answer
    }

    /// Keeps cookie and token of a session answer.
    pub fn remember(&mut self, answer: &Answer) {
        if answer.status == StatusCode::OK {
            let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
            self.cookie = Some(cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned());
            self.csrf = Some(answer.json()["csrf"].as_str().unwrap().to_owned());
        }
    }
}

/// Addresses that do not begin with a slash are those of the district.
fn full(path: &str) -> String {
    match path {
        "" => "/api/v1/420102".to_owned(),
        path if path.starts_with('/') => path.to_owned(),
        path => format!("/api/v1/420102/{path}"),
    }
}

/// A call in the east.
pub fn call() -> Value {
    json!({ "kind": "fire_alarm", "severity": "moderate", "position": { "lon": 114.33, "lat": 30.59 }, "channel": "phone" })
}

/// A report of a team's place.
pub fn fix(team: &str, lon: f64, at: Timestamp) -> Value {
    json!({ "team": team, "position": { "lon": lon, "lat": 30.59 }, "at": at })
}

/// Waits until something is so, for a few seconds at most.
pub async fn eventually(what: &str, mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..300 {
        if so().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{what}: not in six seconds");
}
