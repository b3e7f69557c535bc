//! Founding a district: its code, name and tables; and which roads are in force.

use crate::{Context, Event, Hash, Refusal, Tables, World, text};
use geo_core::{AreaCode, Metres};
use std::collections::BTreeSet;

/// The code of a district that has roads or registers but no areas yet; the only one that may change.
pub const UNNAMED_DISTRICT: &str = "000000";

/// # Errors
/// `outside_scope`, `bad_district_code`, `other_district`, `duplicate_code`, `bad_policy`,
/// `kind_in_use`, and what [`text::name`] refuses.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    code: &AreaCode,
    name: &str,
    tables: &Tables,
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    if code.as_str().len() != 6 || !code.as_str().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::new("bad_district_code").with("code", code));
    }
    let settled = world
        .district()
        .filter(|district| district.code != *code && district.code.as_str() != UNNAMED_DISTRICT);
    if let Some(district) = settled {
        return Err(Refusal::new("other_district").with("code", code).with("current", &district.code));
    }
    text::name("name", name)?;
    let mut tables = tables.clone();
    check_tables(world, &mut tables)?;
    Ok(vec![Event::DistrictFounded { code: code.clone(), name: name.to_owned(), tables: Box::new(tables) }])
}

fn check_tables(world: &World, tables: &mut Tables) -> Result<(), Refusal> {
    let duplicate = |code: &str| Refusal::new("duplicate_code").with("code", code);
    let mut incident_kinds = BTreeSet::new();
    for kind in &tables.incident_kinds {
        if !incident_kinds.insert(&kind.code) {
            return Err(duplicate(kind.code.as_str()));
        }
    }
    let mut place_kinds = BTreeSet::new();
    for kind in &tables.place_kinds {
        text::code(&kind.code)?;
        if !place_kinds.insert(kind.code.as_str()) {
            return Err(duplicate(&kind.code));
        }
    }
    for (field, radius) in [
        ("arrival_radius", &mut tables.policy.arrival_radius),
        ("duplicate_radius", &mut tables.policy.duplicate_radius),
    ] {
        if !(0.0..=100_000.0).contains(&radius.0) {
            return Err(Refusal::new("bad_policy").with("field", field).with("value", radius.0));
        }
        // Whole millimetres read back from JSON as the very same number, so replay ends in the same state.
        *radius = Metres((radius.0 * 1000.0).round() / 1000.0);
    }
    tables.policy.pace.check()?;
    // What is there must keep a name that people can read.
    let open_kind =
        world.open_incidents().map(|incident| &incident.kind).find(|kind| !incident_kinds.contains(kind));
    if let Some(kind) = open_kind {
        return Err(Refusal::new("kind_in_use").with("kind", kind));
    }
    if let Some(place) = world.truth.places.iter().find(|place| !place_kinds.contains(place.kind.as_str())) {
        return Err(Refusal::new("kind_in_use").with("kind", &place.kind));
    }
    Ok(())
}

/// # Errors
/// `outside_scope`, and what [`text::sentence`] refuses.
pub(crate) fn decide_roads(
    world: &World,
    context: &Context,
    input: Hash,
    summary: &str,
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    text::sentence("summary", Some(summary))?;
    Ok(vec![Event::RoadsImported { input, summary: summary.to_owned() }])
}
