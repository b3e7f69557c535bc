//! What may be drawn as a closure.

use super::{ClosureEffect, DrawnClosure, Ground};
use crate::{Context, Refusal, Timestamp, World, text};
use dispatch::Profile;
use geo_core::{Metres, Milliseconds, Position, Shape};

/// Most points of a line or corners of an area. People draw tens; what has more comes from a program, and every
/// road nearby would be measured against each of its pieces.
pub const MOST_POINTS: usize = 1000;
/// The widest line.
pub const WIDEST: Metres = Metres(500.0);
/// The slowest that a road can become, in percent of the usual time.
pub const SLOWEST_PERCENT: u32 = 10_000;
/// Most closures that are not over.
pub const MOST_CLOSURES: usize = 500;
/// The longest that a closure with an end lasts, and the farthest ahead that one begins: a year.
pub const LONGEST_CLOSURE: Milliseconds = Milliseconds::from_minutes(366 * 24 * 60);

/// A drawing that was judged: whom it concerns is spelt out, its times are set.
pub(super) struct Judged {
    pub drawn: DrawnClosure,
    pub profiles: Vec<Profile>,
    pub from: Timestamp,
}

/// # Errors
/// What is wrong with the words, the figures, the times or the geometry, the first of them; `outside_scope`.
pub(super) fn judge(
    world: &World,
    context: &Context,
    drawn: &DrawnClosure,
    begun: Option<Timestamp>,
) -> Result<Judged, Refusal> {
    text::name("name", &drawn.name)?;
    text::reason("reason", &drawn.reason)?;
    if let ClosureEffect::Slow { percent } = drawn.effect
        && !(101..=SLOWEST_PERCENT).contains(&percent)
    {
        return Err(Refusal::new("bad_slowdown").with("percent", percent).with("most", SLOWEST_PERCENT));
    }
    let mut profiles = drawn.profiles.clone();
    if profiles.is_empty() {
        profiles = Profile::ALL.to_vec();
    }
    profiles.sort_unstable();
    profiles.dedup();
    let from = times(context.now, drawn, begun)?;
    let mut drawn = drawn.clone();
    ground(world, context, &mut drawn.ground)?;
    Ok(Judged { drawn, profiles, from })
}

/// When it begins: never before now, unless it has begun.
fn times(now: Timestamp, drawn: &DrawnClosure, begun: Option<Timestamp>) -> Result<Timestamp, Refusal> {
    let from = begun.unwrap_or_else(|| drawn.from.unwrap_or(now).max(now));
    if let Some(until) = drawn.until
        && (until <= from || until <= now)
    {
        return Err(Refusal::new("closure_without_time").with("from", from.max(now)).with("until", until));
    }
    let last = drawn.until.unwrap_or(from);
    if last.since(now).0 > LONGEST_CLOSURE.0 {
        return Err(Refusal::new("closure_too_long").with("until", last));
    }
    Ok(from)
}

fn ground(world: &World, context: &Context, ground: &mut Ground) -> Result<(), Refusal> {
    match ground {
        // Where a way or a street lies is not known here; it may cross any border.
        Ground::Way { .. } => world.within_whole_district(&context.actor),
        Ground::Street { name } => {
            text::name("street", name)?;
            world.within_whole_district(&context.actor)
        }
        Ground::Line { points, width } => {
            counted(points, 2)?;
            if !(0.0..=WIDEST.0).contains(&width.0) {
                return Err(Refusal::new("line_too_wide").with("width", width.0).with("widest", WIDEST.0));
            }
            // Whole millimetres read back from JSON as the very same number.
            *width = Metres((width.0 * 1000.0).round() / 1000.0);
            all_within(world, context, points)
        }
        Ground::Polygon { corners } => {
            if corners.len() > 3 && corners.first() == corners.last() {
                corners.pop();
            }
            counted(corners, 3)?;
            let ring = corners.iter().map(|corner| [corner.lon(), corner.lat()]).collect();
            Shape::from_degrees(&[vec![ring]])
                .map_err(|error| Refusal::new("bad_drawing").with("problem", &error))?;
            all_within(world, context, corners)
        }
    }
}

fn counted(points: &[Position], least: usize) -> Result<(), Refusal> {
    let count = points.len();
    if count < least {
        Err(Refusal::new("drawing_too_short").with("count", count).with("least", least))
    } else if count > MOST_POINTS {
        Err(Refusal::new("too_many_points").with("count", count).with("most", MOST_POINTS))
    } else {
        Ok(())
    }
}

fn all_within(world: &World, context: &Context, points: &[Position]) -> Result<(), Refusal> {
    if context.actor.scope.root().is_none() {
        return Ok(());
    }
    points.iter().try_for_each(|point| world.within_position(&context.actor, *point))
}

/// Whoever changes or ends a closure must have been allowed to draw it.
///
/// # Errors
/// `outside_scope`.
pub(super) fn reaches(world: &World, context: &Context, there: &Ground) -> Result<(), Refusal> {
    match there {
        Ground::Way { .. } | Ground::Street { .. } => world.within_whole_district(&context.actor),
        Ground::Line { points, .. } => all_within(world, context, points),
        Ground::Polygon { corners } => all_within(world, context, corners),
    }
}
