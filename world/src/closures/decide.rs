//! Drawing, changing and ending closures.

use super::{Closure, ClosureCommand, ClosureStanding, DrawnClosure, rules};
use crate::{Context, Event, Refusal, World, text};
use std::sync::Arc;

/// # Errors
/// `unknown_closure`, `closure_over`, `stale_version`, `too_many_closures`, and what the rules of a drawing refuse:
/// `text_missing`, `reason_missing`, `text_too_long`, `personal_data`, `bad_slowdown`, `closure_without_time`,
/// `closure_too_long`, `drawing_too_short`, `too_many_points`, `line_too_wide`, `bad_drawing`, `outside_scope`.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    command: &ClosureCommand,
) -> Result<Vec<Event>, Refusal> {
    match command {
        ClosureCommand::Draw(drawn) => draw(world, context, drawn),
        ClosureCommand::Change { closure, version, drawn } => {
            change(world, context, closure, *version, drawn)
        }
        ClosureCommand::End { closure, reason } => end(world, context, closure, reason.as_deref()),
    }
}

fn draw(world: &World, context: &Context, drawn: &DrawnClosure) -> Result<Vec<Event>, Refusal> {
    let judged = rules::judge(world, context, drawn, None)?;
    let register = &world.truth.closures;
    let standing =
        register.iter().filter(|closure| closure.standing(context.now) != ClosureStanding::Over).count();
    if standing >= rules::MOST_CLOSURES {
        return Err(Refusal::new("too_many_closures").with("most", rules::MOST_CLOSURES));
    }
    // None is ever taken out of the register, so no number comes twice.
    let id = format!("C-{:04}", register.len() + 1);
    Ok(vec![saved(id, judged)])
}

fn change(
    world: &World,
    context: &Context,
    id: &str,
    version: u64,
    drawn: &DrawnClosure,
) -> Result<Vec<Event>, Refusal> {
    let there = standing(world, context, id)?;
    if there.version != version {
        return Err(Refusal::new("stale_version")
            .with("code", id)
            .with("version", version)
            .with("current", there.version));
    }
    let begun = (there.from <= context.now).then_some(there.from);
    let judged = rules::judge(world, context, drawn, begun)?;
    let event = saved(id.to_owned(), judged);
    Ok(if says_what_is(&event, there) { Vec::new() } else { vec![event] })
}

fn end(world: &World, context: &Context, id: &str, reason: Option<&str>) -> Result<Vec<Event>, Refusal> {
    text::sentence("reason", reason)?;
    standing(world, context, id)?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    Ok(vec![Event::ClosureEnded { closure: id.to_owned(), reason }])
}

/// A closure that is not over, within reach.
fn standing<'a>(world: &'a World, context: &Context, id: &str) -> Result<&'a Arc<Closure>, Refusal> {
    let there =
        world.truth.closures.get(id).ok_or_else(|| Refusal::new("unknown_closure").with("closure", id))?;
    rules::reaches(world, context, &there.ground)?;
    if there.standing(context.now) == ClosureStanding::Over {
        return Err(Refusal::new("closure_over").with("closure", id));
    }
    Ok(there)
}

fn saved(closure: String, judged: rules::Judged) -> Event {
    let rules::Judged { drawn, profiles, from } = judged;
    Event::ClosureSaved { closure, drawn: Box::new(DrawnClosure { profiles, from: Some(from), ..drawn }) }
}

fn says_what_is(event: &Event, there: &Closure) -> bool {
    let Event::ClosureSaved { drawn, .. } = event else { return false };
    drawn.name == there.name
        && drawn.ground == there.ground
        && drawn.profiles == there.profiles
        && drawn.effect == there.effect
        && drawn.reason == there.reason
        && drawn.from == Some(there.from)
        && drawn.until == there.until
}
