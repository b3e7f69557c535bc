//! The doors of a device account: a phone is lost more easily than a desk.
//!
//! Every address is shut to [`Role::Device`] unless it stands here, so a new address is shut to phones until somebody
//! decides otherwise. What a door answers is about the device's own team: that is judged behind it.

use super::Problem;
use axum::http::Method;
use world::{Actor, Role};

/// What the phone page of a team asks and says; the addresses as the router writes them.
static OF_DEVICES: [(Method, &str); 7] = [
    (Method::GET, "/api/v1/session"),
    (Method::DELETE, "/api/v1/session"),
    (Method::GET, "/api/v1/{d}/phone"),
    (Method::POST, "/api/v1/{d}/positions"),
    (Method::POST, "/api/v1/{d}/incidents/{id}/assignments/{team}/state"),
    (Method::POST, "/api/v1/{d}/incidents/{id}/photos"),
    (Method::POST, "/api/v1/{d}/whistles/{id}/check-ins"),
];

/// Whether somebody may knock at an address at all.
///
/// # Errors
/// `not_allowed` with role and account, for a device at an address that is none of its own.
pub fn check(actor: &Actor, method: &Method, address: Option<&str>) -> Result<(), Problem> {
    let is_own = |door: &(Method, &str)| door.0 == *method && Some(door.1) == address;
    if actor.role != Role::Device || OF_DEVICES.iter().any(is_own) { Ok(()) } else { Err(not_allowed(actor)) }
}

/// The refusal of a role that does not reach so far.
pub fn not_allowed(actor: &Actor) -> Problem {
    Problem::new("not_allowed").with("role", actor.role.name()).with("account", actor.account.as_str())
}
