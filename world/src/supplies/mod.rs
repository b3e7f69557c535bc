//! The supplies room: for now its register of depots.

use crate::records::Depot;
use crate::{Context, Event, Refusal, World, text};

/// # Errors
/// `unknown_depot`, `outside_scope`.
pub(crate) fn decide_remove(
    world: &World,
    context: &Context,
    codes: &[String],
) -> Result<Vec<Event>, Refusal> {
    for code in codes {
        let depot =
            world.truth.depots.get(code).ok_or_else(|| Refusal::new("unknown_depot").with("code", code))?;
        world.within_position(&context.actor, depot.position)?;
    }
    Ok(if codes.is_empty() { Vec::new() } else { vec![Event::DepotsRemoved { codes: codes.to_vec() }] })
}

impl World {
    /// `text_missing`, `text_too_long`, `personal_data`, `outside_scope`.
    pub(crate) fn check_depot(&self, context: &Context, depot: &Depot) -> Result<(), Refusal> {
        text::name("name", &depot.name)?;
        text::sentence("address", depot.address.as_deref())?;
        text::duty_contact("keeper", depot.keeper.as_deref())?;
        text::duty_contact("phone", depot.phone.as_deref())?;
        self.within_both(
            context,
            depot.position,
            self.truth.depots.get(&depot.code).map(|before| before.position),
        )
    }
}
