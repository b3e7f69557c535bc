//! Taking a published plan back before its day.
//!
//! Only the last: another that was drawn on it would stand on nothing. Who published it, who took it back and why stays in
//! the history, and its number is not given again; its draft can be drawn on, and published anew.

use crate::{Context, Event, Refusal, World, text};

/// # Errors
/// `outside_scope`; `unknown_version`; `plan_in_force` when its day has come; `plan_not_last`; and the faults of texts.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    number: u32,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    let plan = &world.truth.plan;
    if plan.withdrawn.contains_key(&number) {
        return Ok(Vec::new());
    }
    let version =
        plan.versions.get(&number).ok_or_else(|| Refusal::new("unknown_version").with("version", number))?;
    if !plan.coming.contains_key(&number) {
        return Err(Refusal::new("plan_in_force")
            .with("version", number)
            .with("effective_from", version.effective_from));
    }
    if let Some(last) = plan.last().filter(|last| last.number != number) {
        return Err(Refusal::new("plan_not_last").with("version", number).with("last", last.number));
    }
    text::reason("reason", reason)?;
    Ok(vec![Event::PlanWithdrawn { number, reason: reason.to_owned() }])
}
