//! Signing in and out: parse, hand over, answer.

use super::book::Ticket;
use super::forms::*;
use crate::app::App;
use crate::district::forms::DistrictName;
use crate::http::caller::COOKIE;
use crate::http::{Caller, Json, Problem};
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use store::Deed;
use store::accounts::{
    Account, AccountError, AccountName, LinkError, MustChange, OpenedSession, SessionLife, SignInError,
};
use world::Role;

/// Where a request comes from.
pub struct Peer(IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self(address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

/// Signs in by name and password.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn, responses((status = 200, body = Session)))]
pub async fn sign_in(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(form): Json<SignIn>,
) -> Result<Response, Problem> {
    try_once(&app, peer)?;
    let (name, password) = (form.account.clone(), form.password);
    let checked =
        hashing(&app, move |app| app.accounts.verify_password(&form.account, &password, app.clock.now()))
            .await?;
    let account = match checked {
        Ok(account) => account,
        Err(error) => {
            let problem = sign_in_problem(&error);
            if problem.code() != "store_unavailable" {
                app.audit(deed(&app, &name, "sign_in_refused", problem.code())).await?;
            }
            return Err(problem);
        }
    };
    if account.must_set_password {
        choose(&app, &account, form.new_password).await?;
    }
    open(&app, account, "password").await
}

/// Sets the password that its owner must choose before anything else.
async fn choose(app: &App, account: &Account, password: Option<String>) -> Result<(), Problem> {
    let password =
        password.filter(|password| !password.is_empty()).ok_or_else(|| Problem::new("password_required"))?;
    let name = account.name.clone();
    let set = hashing(app, move |app| app.accounts.set_password(&name, &password, MustChange::No)).await?;
    set.map_err(|error| account_problem(&error))?;
    app.sessions.clear();
    Ok(())
}

/// Signs in by a one-time link.
#[utoipa::path(post, path = "/api/v1/session/link", tag = "session", request_body = SignInByLink, responses((status = 200, body = Session)))]
pub async fn sign_in_by_link(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(form): Json<SignInByLink>,
) -> Result<Response, Problem> {
    try_once(&app, peer)?;
    let now = app.clock.now();
    let token = form.token.clone();
    let account = match app.pending.take(&token, now) {
        Some(name) => {
            let account = app.blocking(move |app| app.accounts.account(name.as_str())).await?;
            let account = account.map_err(|error| account_problem(&error))?;
            // Its owner chose a password by another way: what was still waiting for one is void.
            if !account.must_set_password || account.role == Role::Device {
                return Err(Problem::new("link_used"));
            }
            account
        }
        None => app
            .blocking(move |app| app.accounts.redeem_link(&token, now))
            .await?
            .map_err(|error| link_problem(&error))?,
    };
    // A phone has no password: who holds it is let in by the link alone, and locked out by disabling its account.
    if account.must_set_password && account.role != Role::Device {
        // Not taken: the link waits for another password.
        let chosen = choose(&app, &account, form.password).await;
        chosen.inspect_err(|_| app.pending.remember(&form.token, account.name.clone(), now))?;
    }
    if account.role == Role::Device {
        replace_phone(&app, &account.name).await?;
    }
    open(&app, account, "link").await
}

/// A team's account is in one hand: the phone that a new link lets in takes the place of the one before, which may be lost.
async fn replace_phone(app: &App, name: &AccountName) -> Result<(), Problem> {
    let name = name.clone();
    let closed = app.blocking(move |app| app.accounts.close_sessions_of(&name)).await?;
    app.sessions.clear();
    closed.map(drop).map_err(|error| Problem::unavailable(&error))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = Session)))]
pub async fn get(State(app): State<App>, caller: Caller) -> Json<Session> {
    Json(session(&app, &caller.ticket))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    let token = caller.ticket.token.clone();
    let closed = app.blocking(move |app| app.accounts.close_session(&token)).await?;
    app.sessions.clear();
    closed.map_err(|error| Problem::unavailable(&error))?;
    app.audit(deed(&app, &caller.actor().account, "signed_out", "")).await?;
    Ok((StatusCode::NO_CONTENT, cookie(&app, "", 0)).into_response())
}

/// Changes the password; every session of the account ends, this one goes on as a new one.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "session", responses((status = 200, body = Session)))]
pub async fn change_password(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<ChangePassword>,
) -> Result<Response, Problem> {
    let name = AccountName::new(caller.actor().account.clone()).map_err(|_| Problem::new("not_allowed"))?;
    let changed = hashing(&app, move |app| {
        let account = app
            .accounts
            .verify_password(name.as_str(), &form.old, app.clock.now())
            .map_err(|error| sign_in_problem(&error))?;
        app.accounts
            .set_password(&name, &form.new, MustChange::No)
            .map_err(|error| account_problem(&error))?;
        Ok::<_, Problem>(account)
    });
    let account = changed.await??;
    app.sessions.clear();
    app.audit(deed(&app, account.name.as_str(), "password_changed", "")).await?;
    open(&app, account, "password").await
}

/// The districts one may see.
#[utoipa::path(get, path = "/api/v1/districts", tag = "session", responses((status = 200, body = Vec<DistrictName>)))]
pub async fn districts(State(app): State<App>, _: Caller) -> Json<Vec<DistrictName>> {
    Json(district_names(&app))
}

/// A store that has no district yet is shown under its provisional code, so that the pages can say what to do.
fn district_names(app: &App) -> Vec<DistrictName> {
    let view = app.desk.state();
    let name = view.world().district().map(|district| district.name.clone());
    let code = app.district_code();
    vec![DistrictName { name: name.unwrap_or_else(|| code.clone()), code }]
}

fn try_once(app: &App, peer: IpAddr) -> Result<(), Problem> {
    app.throttle
        .take(peer, app.clock.now())
        .map_err(|wait| Problem::new("too_many_requests").with("seconds", wait.0.div_ceil(1000)))
}

/// Passwords are hashed slowly on purpose, a few at a time.
async fn hashing<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&App) -> T + Send + 'static,
) -> Result<T, Problem> {
    let _permit = app.hashing.acquire().await.map_err(|error| Problem::internal(&error))?;
    app.blocking(work).await
}

async fn open(app: &App, account: Account, how: &str) -> Result<Response, Problem> {
    let life = SessionLife::of(account.role);
    app.audit(deed(app, account.name.as_str(), "signed_in", how)).await?;
    let opened =
        app.blocking(move |app| app.accounts.open_session(&account.name, life, app.clock.now())).await?;
    let OpenedSession { token, .. } = opened.map_err(|error| account_problem(&error))?;
    let secret = token.reveal().to_owned();
    let now = app.clock.now();
    let looked = app
        .blocking(move |app| app.sessions.look_up(&secret, now))
        .await?
        .map_err(|error| Problem::unavailable(&error))?;
    let ticket = looked.ok_or_else(|| Problem::new("not_signed_in"))?;
    Ok((cookie(app, token.reveal(), life.absolute.0 / 1000), Json(session(app, &ticket))).into_response())
}

fn session(app: &App, ticket: &Ticket) -> Session {
    Session {
        account: ticket.actor.account.clone(),
        display_name: ticket.display_name.clone(),
        role: ticket.actor.role,
        scope: ticket.actor.scope.root().cloned(),
        csrf: ticket.csrf.reveal().to_owned(),
        districts: district_names(app),
        expires_at: ticket.expires,
    }
}

/// Read by no script, sent to no other site. It is `Secure` when we speak TLS ourselves: behind a TLS proxy the proxy
/// adds that.
fn cookie(app: &App, token: &str, seconds: u64) -> HeaderMap {
    let secure = if app.scheme() == "https" { "; Secure" } else { "" };
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.insert(header::SET_COOKIE, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}

fn deed(app: &App, who: &str, what: &str, detail: &str) -> Deed {
    let who: String = who.chars().take(64).collect();
    let detail = (!detail.is_empty()).then(|| detail.to_owned());
    Deed { at: app.clock.now(), who, what: what.to_owned(), target: None, purpose: None, detail }
}

/// As the address of accounts words it.
pub(crate) fn account_problem(error: &AccountError) -> Problem {
    let problem = Problem::new(error.code());
    match error {
        AccountError::Exists { name }
        | AccountError::Unknown { name }
        | AccountError::Disabled { name }
        | AccountError::LastAdministrator { name }
        | AccountError::DeviceWithoutTeam { name }
        | AccountError::TeamWithoutDevice { name } => {
            problem.with("name", name.as_str()).with("account", name.as_str())
        }
        AccountError::Password(flaw) => problem.with("rule", flaw.to_string()),
        AccountError::Storage(error) => Problem::unavailable(error),
    }
}

fn sign_in_problem(error: &SignInError) -> Problem {
    match error {
        SignInError::WrongNameOrPassword => Problem::new("wrong_credentials"),
        SignInError::Locked { until } => Problem::new("account_locked").with("until", until.to_string()),
        SignInError::Disabled => Problem::new("account_disabled"),
        SignInError::Storage(error) => Problem::unavailable(error),
    }
}

fn link_problem(error: &LinkError) -> Problem {
    match error {
        LinkError::Used { at } | LinkError::Expired { at } => {
            Problem::new(error.code()).with("at", at.to_string())
        }
        LinkError::Storage(error) => Problem::unavailable(error),
        LinkError::Unknown | LinkError::Disabled => Problem::new(error.code()),
    }
}
