//! Who calls: the session behind a request.

use super::Problem;
use crate::app::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use world::Actor;

/// A signed-in caller.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Account, role and scope.
    pub actor: Actor,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(_parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        Err(Problem::new("not_signed_in"))
    }
}
