//! What holds for the other registers, one rule each.

use crate::records::{Area, Place, SensingPoint, Shift};
use crate::{Context, Refusal, World, text};
use geo_core::{Milliseconds, Position};
use std::collections::BTreeSet;

/// The longest shift: one day, as 24-hour duty has it.
pub const LONGEST_SHIFT: Milliseconds = Milliseconds::from_minutes(24 * 60);

/// The codes of the place kind table.
pub(super) fn place_kinds(world: &World) -> BTreeSet<&str> {
    world.tables().into_iter().flat_map(|tables| &tables.place_kinds).map(|kind| kind.code.as_str()).collect()
}

impl World {
    /// Where a positioned record is and, if it exists already, where it was: both within reach.
    pub(crate) fn within_both(
        &self,
        context: &Context,
        now: Position,
        before: Option<Position>,
    ) -> Result<(), Refusal> {
        before.map_or(Ok(()), |before| self.within_position(&context.actor, before))?;
        self.within_position(&context.actor, now)
    }

    /// `unknown_team`, `outside_scope`, `shift_ends_before_it_starts`, `shift_too_long`.
    pub(super) fn check_shift(&self, context: &Context, shift: &Shift) -> Result<(), Refusal> {
        let refusal = |code| Refusal::new(code).with("code", &shift.code);
        if let Some(before) = self.truth.shifts.get(&shift.code) {
            self.reached_team(&context.actor, &before.team)?;
        }
        self.reached_team(&context.actor, &shift.team)?;
        text::duty_contact("leader", shift.leader.as_deref())?;
        if shift.ends <= shift.starts {
            return Err(refusal("shift_ends_before_it_starts")
                .with("starts", shift.starts)
                .with("ends", shift.ends));
        }
        // Compared without subtracting: a file may hold any two instants.
        if shift.ends.0.checked_sub(shift.starts.0).is_none_or(|length| length as u64 > LONGEST_SHIFT.0) {
            return Err(refusal("shift_too_long")
                .with("starts", shift.starts)
                .with("ends", shift.ends)
                .with("limit", LONGEST_SHIFT));
        }
        Ok(())
    }

    /// `text_missing`, `text_too_long`, `personal_data`, `bad_code`, `outside_scope`.
    pub(super) fn check_sensing_point(&self, context: &Context, point: &SensingPoint) -> Result<(), Refusal> {
        text::name("name", &point.name)?;
        text::sentence("owner", point.owner.as_deref())?;
        point.pole.as_deref().map_or(Ok(()), text::code)?;
        self.within_both(
            context,
            point.position,
            self.truth.sensing_points.get(&point.code).map(|before| before.position),
        )
    }

    /// `text_missing`, `text_too_long`, `personal_data`, `unknown_place_kind`, `outside_scope`.
    pub(super) fn check_place(
        &self,
        context: &Context,
        place: &Place,
        kinds: &BTreeSet<&str>,
    ) -> Result<(), Refusal> {
        text::name("name", &place.name)?;
        text::sentence("address", place.address.as_deref())?;
        if !kinds.contains(place.kind.as_str()) {
            return Err(Refusal::new("unknown_place_kind")
                .with("code", &place.code)
                .with("kind", &place.kind));
        }
        self.within_both(
            context,
            place.position,
            self.truth.places.get(&place.code).map(|before| before.position),
        )
    }

    /// `unknown_area`, `text_missing`, `text_too_long`, `personal_data`, `outside_scope`.
    pub(super) fn check_area_names(&self, context: &Context, area: &Area) -> Result<(), Refusal> {
        if !self.truth.areas.contains(&area.code) {
            return Err(Refusal::new("unknown_area").with("code", &area.code));
        }
        self.within_area(&context.actor, &area.code)?;
        text::name("name", &area.name)?;
        text::sentence("body", area.body.as_deref())?;
        text::duty_contact("leader", area.leader.as_deref())?;
        text::duty_contact("phone", area.phone.as_deref())
    }
}
