//! Who calls: the session behind a request, and the id that makes a retry harmless.

use super::{Problem, doors};
use crate::app::App;
use crate::session::book::Ticket;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use world::{Actor, Role};

/// The session's cookie.
pub const COOKIE: &str = "muster_session";
/// The header that proves that a change comes from our own page.
pub const CSRF: &str = "x-csrf-token";
/// The header with the id of a request.
pub const REQUEST_ID: &str = "idempotency-key";
/// Longest id of a request, in bytes.
const LONGEST_REQUEST_ID: usize = 128;

/// A signed-in caller.
#[derive(Clone)]
pub struct Caller {
    /// The session.
    pub ticket: Ticket,
    /// The client's id of this request.
    pub request: Option<String>,
}

impl Caller {
    /// Account, role and scope.
    pub fn actor(&self) -> &Actor {
        &self.ticket.actor
    }

    /// How far the caller sees.
    pub fn scope(&self) -> &world::Scope {
        &self.ticket.actor.scope
    }

    /// Only for accounts of this role or a higher one.
    ///
    /// # Errors
    /// `not_allowed` with role and account.
    pub fn require(&self, role: Role) -> Result<(), Problem> {
        if self.actor().role >= role { Ok(()) } else { Err(doors::not_allowed(self.actor())) }
    }
}

/// How a request says who it is.
enum Credential<'a> {
    /// By the browser's cookie, which it sends along whoever asks.
    Cookie(&'a str),
    /// By a header, which only our own client can set.
    Bearer(&'a str),
}

fn credential(headers: &HeaderMap) -> Option<Credential<'_>> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(token) = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(Credential::Bearer(token.trim()));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, token)| Credential::Cookie(token))
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let (token, by_cookie) = match credential(&parts.headers) {
            Some(Credential::Cookie(token)) => (token.to_owned(), true),
            Some(Credential::Bearer(token)) => (token.to_owned(), false),
            None => return Err(Problem::new("not_signed_in")),
        };
        let now = app.clock.now();
        let ticket = match app.sessions.remembered(&token, now) {
            Some(ticket) => ticket,
            None => {
                let found = app.blocking(move |app| app.sessions.look_up(&token, now)).await?;
                found
                    .map_err(|error| Problem::unavailable(&error))?
                    .ok_or_else(|| Problem::new("not_signed_in"))?
            }
        };
        let address = parts.extensions.get::<MatchedPath>();
        doors::check(&ticket.actor, &parts.method, address.map(MatchedPath::as_str))?;
        let params = RawPathParams::from_request_parts(parts, app).await.ok();
        if let Some((_, district)) =
            params.as_ref().and_then(|params| params.iter().find(|(name, _)| *name == "d"))
        {
            app.check_district(district)?;
        }
        let changes = !matches!(parts.method, Method::GET | Method::HEAD);
        let proof = parts.headers.get(CSRF).and_then(|value| value.to_str().ok()).unwrap_or("");
        if changes && by_cookie && !ticket.csrf.matches(proof) {
            return Err(Problem::new("csrf_missing"));
        }
        Ok(Self { ticket, request: request_id(&parts.headers)? })
    }
}

fn request_id(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(REQUEST_ID) else { return Ok(None) };
    let text = value.to_str().unwrap_or("").trim();
    let fits = (1..=LONGEST_REQUEST_ID).contains(&text.len());
    if fits {
        Ok(Some(text.to_owned()))
    } else {
        Err(Problem::new("bad_request_id").with("longest", LONGEST_REQUEST_ID))
    }
}
