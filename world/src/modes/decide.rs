//! Switching to emergency, and back.

use super::{LONGEST_EMERGENCY, ModeEnd, NewEmergency, ended};
use crate::{Context, Event, Refusal, World, text};

/// An area that is switched already is switched anew: with another end, reason or occasion.
///
/// # Errors
/// `unknown_area`, `outside_scope`, `reason_missing`, `text_too_long`, `personal_data`, `emergency_too_long` for an
/// end that is past or too far.
pub(crate) fn decide_switch(
    world: &World,
    context: &Context,
    new: &NewEmergency,
) -> Result<Vec<Event>, Refusal> {
    if !world.truth.areas.contains(&new.area) {
        return Err(Refusal::new("unknown_area").with("code", &new.area));
    }
    world.within_area(&context.actor, &new.area)?;
    text::reason("reason", &new.reason)?;
    let latest = context.now.after(LONGEST_EMERGENCY);
    if new.until <= context.now || new.until > latest {
        return Err(Refusal::new("emergency_too_long").with("until", new.until).with("latest", latest));
    }
    let same = |there: &NewEmergency| there == new;
    let mut events = Vec::new();
    for there in world.emergencies().filter(|there| there.area == new.area) {
        let as_new = NewEmergency {
            area: there.area.clone(),
            reason: there.reason.clone(),
            until: there.until,
            occasion: there.occasion,
        };
        if same(&as_new) {
            return Ok(Vec::new());
        }
        events.push(ended(&there.id, ModeEnd::Replaced, None));
    }
    // None is ever taken out of the register, so no number comes twice.
    let emergency = format!("M-{:04}", world.truth.emergencies.len() + 1);
    events.push(Event::ModeSwitched { emergency, new: new.clone() });
    Ok(events)
}

/// # Errors
/// `unknown_emergency`, `outside_scope`, `emergency_over`, `text_too_long`, `personal_data`.
pub(crate) fn decide_end(
    world: &World,
    context: &Context,
    id: &str,
    reason: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let there = world.truth.emergencies.get(id);
    let there = there.ok_or_else(|| Refusal::new("unknown_emergency").with("emergency", id))?;
    world.within_area(&context.actor, &there.area)?;
    text::sentence("reason", reason)?;
    if !there.lasts(context.now) {
        return Err(Refusal::new("emergency_over").with("emergency", id));
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    Ok(vec![ended(id, ModeEnd::SwitchedBack, reason)])
}
