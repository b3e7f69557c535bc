//! 平战转换: an area, with all below it, is switched from peace to emergency for a time, with a reason.
//!
//! Peace is what holds where nothing was switched. A switch names its area, why, and its end, which is bounded: an
//! emergency that nobody ends is over by itself, and is written as over before the first command after its time is
//! judged. A drill (演练) changes everything that an emergency changes, and says that it is one. Run cards, the
//! handicap of home teams, the ladder and shifts may hold in one mode only.

mod decide;

pub(crate) use decide::{decide_end, decide_switch};

use crate::apply::Stamp;
use crate::register::Register;
use crate::{Event, Timestamp, World};
use geo_core::{AreaCode, Milliseconds};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The longest that an emergency lasts before somebody switches anew.
pub const LONGEST_EMERGENCY: Milliseconds = Milliseconds::from_minutes(30 * 24 * 60);

/// 平 or 战.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Mode {
    /// 平时.
    Peace,
    /// 战时.
    Emergency,
}

/// Whether an emergency is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Occasion {
    /// It is.
    Real,
    /// 演练: it is exercised.
    Drill,
}

/// An emergency as somebody switches it on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewEmergency {
    /// Where: this area and all below it.
    pub area: AreaCode,
    /// Why.
    pub reason: String,
    /// Until when, that instant not included.
    pub until: Timestamp,
    /// Whether it is one.
    pub occasion: Occasion,
}

/// An emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Emergency {
    /// Its number, `M-0007`.
    pub id: String,
    /// Where: this area and all below it.
    pub area: AreaCode,
    /// Why.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when at the latest, that instant not included.
    pub until: Timestamp,
    /// Whether it is one.
    pub occasion: Occasion,
    /// Which account switched.
    pub by: String,
    /// How it ended; `None` while it lasts.
    pub ended: Option<EmergencyEnded>,
    /// The journal sequence of the last change.
    pub version: u64,
}

/// How an emergency came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EmergencyEnded {
    /// When.
    pub at: Timestamp,
    /// How.
    pub end: ModeEnd,
    /// Which account ended it; `None` where time alone did.
    pub by: Option<String>,
    /// Why, if that was said.
    pub reason: Option<String>,
}

/// How a mode came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ModeEnd {
    /// Its time was over.
    Expired,
    /// Somebody switched back.
    SwitchedBack,
    /// The same area was switched anew.
    Replaced,
}

impl Emergency {
    /// Whether it lasts at an instant, whatever has been written.
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.ended.is_none() && now < self.until
    }

    /// The first instant at which it does not hold any more, or will not.
    pub fn over_at(&self) -> Timestamp {
        self.ended.as_ref().map_or(self.until, |ended| ended.at.min(self.until))
    }
}

impl World {
    /// Emergencies, those that are over included. Everybody of the district may know them.
    pub const fn emergency_register(&self) -> &Register<Emergency> {
        &self.truth.emergencies
    }

    /// The emergencies that last by what is written, in order of their numbers.
    pub fn emergencies(&self) -> impl Iterator<Item = &Arc<Emergency>> {
        self.truth.emergencies.iter().filter(|emergency| emergency.ended.is_none())
    }

    /// The mode of a place that lies in these areas: emergency where any of them is switched.
    pub fn mode_in<'a>(&self, mut areas: impl Iterator<Item = &'a AreaCode>) -> Mode {
        // Mostly nothing is switched at all.
        if self.emergencies().next().is_none() {
            return Mode::Peace;
        }
        match areas.any(|area| self.emergencies().any(|emergency| emergency.area == *area)) {
            true => Mode::Emergency,
            false => Mode::Peace,
        }
    }

    /// The mode of an area and what lies above it; of the whole district where there is none.
    pub(crate) fn mode_of(&self, area: Option<&AreaCode>) -> Mode {
        match area {
            Some(area) => self.mode_in(self.upwards(area).map(|area| &area.code)),
            None => self.mode_in(self.truth.district.iter().map(|district| &district.code)),
        }
    }

    /// When emergencies held, or hold, for a place that lies in these areas: spans in order that do not touch.
    pub(crate) fn emergency_spans(&self, areas: &[&AreaCode]) -> Vec<(Timestamp, Timestamp)> {
        let here = self
            .truth
            .emergencies
            .iter()
            .filter(|emergency| areas.iter().any(|area| **area == emergency.area));
        let mut spans: Vec<(Timestamp, Timestamp)> =
            here.map(|emergency| (emergency.since, emergency.over_at())).collect();
        spans.sort_unstable();
        spans.dedup_by(|later, sooner| {
            let touches = later.0 <= sooner.1;
            sooner.1 = if touches { sooner.1.max(later.1) } else { sooner.1 };
            touches
        });
        spans
    }

    /// The mode that held at an instant for a place that lies in these areas.
    pub(crate) fn mode_at(&self, areas: &[AreaCode], at: Timestamp) -> Mode {
        let held = |emergency: &Arc<Emergency>| {
            areas.contains(&emergency.area) && emergency.since <= at && at < emergency.over_at()
        };
        if self.truth.emergencies.iter().any(held) { Mode::Emergency } else { Mode::Peace }
    }

    pub(crate) fn obey_switched(&mut self, id: &str, emergency: &NewEmergency, stamp: &Stamp<'_>) {
        let NewEmergency { area, reason, until, occasion } = emergency.clone();
        let (id, by) = (id.to_owned(), stamp.by.to_owned());
        let emergency =
            Emergency { id, area, reason, since: stamp.at, until, occasion, by, ended: None, version: 0 };
        self.truth.emergencies.save(emergency, stamp.seq);
    }

    pub(crate) fn obey_mode_ended(
        &mut self,
        id: &str,
        end: ModeEnd,
        reason: Option<&str>,
        stamp: &Stamp<'_>,
    ) {
        let Some(there) = self.truth.emergencies.get(id) else { return };
        let by = (end != ModeEnd::Expired).then(|| stamp.by.to_owned());
        let ended = EmergencyEnded { at: stamp.at, end, by, reason: reason.map(str::to_owned) };
        let emergency = Emergency { ended: Some(ended), ..(**there).clone() };
        self.truth.emergencies.save(emergency, stamp.seq);
    }
}

/// What the coming of an instant makes true: emergencies end whose time is over.
pub(crate) fn due(world: &World, now: Timestamp) -> Vec<Event> {
    let over = world.emergencies().filter(|emergency| !emergency.lasts(now));
    over.map(|emergency| ended(&emergency.id, ModeEnd::Expired, None)).collect()
}

fn ended(id: &str, end: ModeEnd, reason: Option<String>) -> Event {
    Event::ModeEnded { emergency: id.to_owned(), end, reason }
}
