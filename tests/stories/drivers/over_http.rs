//! The real router on a temporary store. Whoever acts or asks has an account and has signed in with a password;
//! changes carry the cookie and its CSRF token as a browser's do.

use super::requests::{Asked, request_for};
use super::{BEGINNING, Questions, Refused, Stage, TeamSeen, house};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Milliseconds, Position};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server::app::App;
use server::desk::{Clock, ManualClock, replay};
use server::http::origin::Hosts;
use server::http::router;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::accounts::{AccountName, HashCost, MustChange, NewAccount};
use store::{Access, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use world::incidents::{Incident, Standing};
use world::{Actor, Command, Hash, Submission, World};

const PASSWORD: &str = "correct horse battery";

pub struct OverHttp {
    router: Router,
    app: App,
    runtime: Runtime,
    clock: Arc<ManualClock>,
    sessions: RefCell<BTreeMap<String, Session>>,
    _folder: TempDir,
}

/// What a signed-in browser remembers.
#[derive(Clone)]
struct Session {
    cookie: String,
    csrf: String,
}

struct Answer {
    status: StatusCode,
    cookie: Option<String>,
    body: Value,
}

impl OverHttp {
    pub fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open_with(&folder.path().join("store"), Access::Create, HashCost::Test).unwrap();
        let clock = Arc::new(ManualClock::at(BEGINNING.parse().unwrap()));
        let (app, _) = App::open(store, clock.clone(), Hosts::Named(Vec::new())).unwrap();
        Self {
            router: router::service(app.clone()),
            app,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            clock,
            sessions: RefCell::default(),
            _folder: folder,
        }
    }

    /// The session of somebody, who gets an account and signs in when first met.
    fn session(&self, who: &Actor) -> Session {
        if let Some(session) = self.sessions.borrow().get(&who.account) {
            return session.clone();
        }
        let name = AccountName::new(who.account.replace(':', "-")).unwrap();
        let account = NewAccount {
            name: name.clone(),
            display_name: name.to_string(),
            role: who.role,
            scope: who.scope.clone(),
            team: who.device_of().map(|team| team.parse().unwrap()),
        };
        self.app.accounts.create(account, self.clock.now()).unwrap();
        self.app.accounts.set_password(&name, PASSWORD, MustChange::No).unwrap();
        let asked = Asked {
            method: Method::POST,
            path: "/api/v1/session".to_owned(),
            body: json!({ "account": name.as_str(), "password": PASSWORD }),
        };
        let answer = self.ask(None, None, asked);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let csrf = answer.body["csrf"].as_str().unwrap().to_owned();
        let session = Session { cookie: answer.cookie.unwrap(), csrf };
        self.sessions.borrow_mut().insert(who.account.clone(), session.clone());
        session
    }

    fn ask(&self, session: Option<&Session>, request_id: Option<&str>, asked: Asked) -> Answer {
        let mut request = Request::builder()
            .method(&asked.method)
            .uri(encoded(&asked.path))
            .header("host", "127.0.0.1:7878");
        if let Some(session) = session {
            request = request.header("cookie", &session.cookie);
            if asked.method != Method::GET {
                request = request.header("x-csrf-token", &session.csrf);
            }
        }
        if let Some(id) = request_id {
            request = request.header("idempotency-key", id);
        }
        let body = match asked.method {
            Method::GET => Body::empty(),
            _ => Body::from(asked.body.to_string()),
        };
        let request = request.header("content-type", "application/json").body(body).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let cookie = parts.headers.get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap());
            Answer {
                status: parts.status,
                cookie: cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned),
                body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            }
        })
    }

    /// What a signed-in account is answered at an address of the district; `None` where there is nothing for it.
    fn get(&self, who: &Actor, path: &str) -> Option<Value> {
        let path = format!("/api/v1/{}/{path}", crate::district::DISTRICT);
        let answer =
            self.ask(Some(&self.session(who)), None, Asked { method: Method::GET, path, body: Value::Null });
        match answer.status {
            StatusCode::OK => Some(answer.body),
            StatusCode::NOT_FOUND if answer.body["code"] != "unknown_address" => None,
            status => panic!("{status} {}", answer.body),
        }
    }

    /// One field of every item of a list.
    fn list<T: DeserializeOwned>(&self, who: &Actor, path: &str, pointer: &str) -> Vec<T> {
        let list = self.get(who, path).unwrap();
        list["items"].as_array().unwrap().iter().map(|item| read(item.pointer(pointer).unwrap())).collect()
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// Percent-encodes what is not plain ASCII, as browsers do with call signs.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_graphic() {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

/// A problem document as the refusal it tells of.
fn refused(answer: &Answer) -> Refused {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let Some(code) = answer.body["code"].as_str().filter(|_| answer.status.is_client_error()) else {
        panic!("{} {}", answer.status, answer.body)
    };
    let params = answer.body["params"].as_object().unwrap();
    Refused {
        code: code.to_owned(),
        params: params.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        at: None,
    }
}

impl Stage for OverHttp {
    fn later(&self, by: Milliseconds) {
        self.clock.advance(by);
    }

    fn by_the_house(&self, command: Command) {
        self.app.desk.submit_blocking(Submission { actor: house(), request: None, command }).unwrap();
    }

    fn submit(
        &self,
        who: &Actor,
        request: Option<&str>,
        command: Command,
    ) -> Result<Option<IncidentId>, Refused> {
        let call = matches!(command, Command::OpenIncident { .. });
        let asked = request_for(command);
        let path = format!("/api/v1/{}/{}", crate::district::DISTRICT, asked.path);
        let answer = self.ask(Some(&self.session(who)), request, Asked { path, ..asked });
        if !answer.status.is_success() {
            return Err(refused(&answer));
        }
        Ok(call.then(|| read(&answer.body["id"])))
    }

    fn questions(&self) -> Box<dyn Questions + '_> {
        Box::new(Browser(self))
    }

    fn end(&self) -> Hash {
        let state = self.app.desk.state().world().state_hash();
        let replayed = replay(&*self.app.reader, World::default()).unwrap();
        assert_eq!(replayed.state_hash(), state, "a replay from nothing ends elsewhere");
        state
    }
}

/// Asks by GET.
struct Browser<'a>(&'a OverHttp);

impl Questions for Browser<'_> {
    fn incident(&self, who: &Actor, id: &IncidentId) -> Option<Incident> {
        self.0.get(who, &format!("incidents/{id}")).map(|found| read(&found["incident"]))
    }

    fn incidents(&self, who: &Actor, standing: Standing) -> Vec<IncidentId> {
        let state = match standing {
            Standing::Open => "open",
            Standing::Ended => "closed",
            Standing::All => "all",
        };
        self.0.list(who, &format!("incidents?state={state}"), "/id")
    }

    fn duplicates(&self, who: &Actor, id: &IncidentId) -> Vec<IncidentId> {
        let Some(found) = self.0.get(who, &format!("incidents/{id}")) else { return Vec::new() };
        found["duplicates"].as_array().unwrap().iter().map(|other| read(&other["id"])).collect()
    }

    fn team(&self, who: &Actor, code: &TeamId) -> Option<TeamSeen> {
        let found = self.0.get(who, &format!("teams/{code}"))?;
        let (status, bound) = (&found["status"], &found["status"]["bound"]);
        Some(TeamSeen {
            record: read(&found["team"]),
            unavailable: read(&status["unavailable"]),
            bound: bound
                .is_object()
                .then(|| (read(&bound["incident"]), read(&bound["state"]), read(&bound["fence"]))),
        })
    }

    fn teams(&self, who: &Actor) -> Vec<TeamId> {
        self.0.list(who, "teams", "/team/code")
    }

    fn areas_at(&self, who: &Actor, position: Position) -> Vec<AreaCode> {
        let path = format!("locate?lon={}&lat={}", position.lon(), position.lat());
        let found = self.0.get(who, &path).unwrap();
        found["areas"].as_array().unwrap().iter().map(|area| read(&area["code"])).collect()
    }
}
