//! Calls that come in from outside, marked as an exercise.

use super::chance::Chance;
use geo_core::Position;
use world::incidents::SourceChannel;
use world::{Command, View};

/// What nobody telephones about: a device reports it.
const ALARMED: [&str; 2] = ["alarm_button", "fire_alarm"];
/// The channels that bring everything else from outside.
const CHANNELS: [SourceChannel; 3] =
    [SourceChannel::Hotline12345, SourceChannel::Police110, SourceChannel::Hotline12345];
/// An exercise stops calling while so many incidents are open.
const ENOUGH: usize = 12;

/// A call at one of `places`; `None` while the officer has enough to do.
pub fn call(view: &View, places: &[Position], chance: &mut Chance) -> Option<Command> {
    let world = view.world();
    let whole = world::Scope::district();
    if world.open_incident_count(&whole) >= ENOUGH {
        return None;
    }
    let position = *chance.pick(places)?;
    let kind = chance.pick(&world.tables()?.incident_kinds)?;
    let areas = world.locate(&whole, position).areas;
    let name = areas.last().map_or(String::new(), |area| area.name.clone());
    let channel =
        if ALARMED.contains(&kind.code.as_str()) { SourceChannel::Alarm } else { *chance.pick(&CHANNELS)? };
    Some(Command::OpenIncident {
        kind: kind.code.clone(),
        severity: kind.severity,
        position,
        address: Some(format!("【演练】{name}")),
        channel,
        external_no: None,
        narrative: None,
    })
}
