//! Who comes into the plan room.

use crate::http::Problem;
use world::{Actor, Role};

/// Who may look at drafts: whoever may draw.
///
/// # Errors
/// `not_allowed`; `outside_scope` for who plans a part of the district only: a draft is of all of it.
pub fn planner(actor: &Actor) -> Result<(), Problem> {
    if !matches!(actor.role, Role::Planner | Role::Administrator) {
        let role = actor.role.name();
        return Err(Problem::new("not_allowed").with("role", role).with("account", actor.account.as_str()));
    }
    match actor.scope.root() {
        None => Ok(()),
        Some(root) => Err(Problem::new("outside_scope").with("scope", root.as_str())),
    }
}
