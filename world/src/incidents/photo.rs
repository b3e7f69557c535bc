//! Photos of the place: what a team saw there. The pictures lie in the vault; here is that there are some.
//!
//! There is no field for who is on them, and there will be none.

use super::obey::step;
use crate::apply::Stamp;
use crate::{Context, Event, Refusal, Timestamp, VaultRef, World, text};
use dispatch::{IncidentId, TeamId};
use serde::{Deserialize, Serialize};

/// Most photos of one incident, erased ones included.
pub const MOST_PHOTOS: usize = 40;
/// The longest side of a photo, in pixels.
pub const LARGEST_PHOTO_SIDE: u32 = 8192;

/// How a photo is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum PhotoFormat {
    /// `image/jpeg`.
    Jpeg,
    /// `image/png`.
    Png,
}

/// A photo that was taken and lies in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PhotoTaken {
    /// Where it lies.
    pub photo: VaultRef,
    /// How it is written.
    pub format: PhotoFormat,
    /// Pixels from left to right, as it is shown.
    pub width: u32,
    /// Pixels from top to bottom, as it is shown.
    pub height: u32,
    /// Its size.
    pub bytes: u64,
    /// When, by the device's clock.
    pub device_at: Option<Timestamp>,
}

/// A photo of the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Photo {
    /// What was taken.
    pub taken: PhotoTaken,
    /// By which team; an officer added it when absent.
    pub team: Option<TeamId>,
    /// When it came.
    pub at: Timestamp,
    /// Which account brought it.
    pub by: String,
    /// That it was erased before its time.
    pub erased: Option<PhotoErased>,
}

/// Why a photo is not there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PhotoErased {
    /// When.
    pub at: Timestamp,
    /// Which account erased it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What can be asked about photos.
#[derive(Debug, Clone)]
pub enum PhotoCommand {
    /// Adds one.
    Add {
        /// To which incident.
        incident: IncidentId,
        /// By which team.
        team: Option<TeamId>,
        /// What and where.
        taken: PhotoTaken,
    },
    /// Erases one; the picture itself goes from the vault once this is in the journal.
    Erase {
        /// Of which incident.
        incident: IncidentId,
        /// Its id in the vault.
        photo: String,
        /// Why.
        reason: String,
    },
}

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `team_not_assigned` (the team was never sent there, nor called
/// by a whistle about it), `too_many_photos`, `photo_too_large`, `unknown_photo`, `reason_missing`, `text_too_long`,
/// `personal_data`.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    command: &PhotoCommand,
) -> Result<Vec<Event>, Refusal> {
    match command {
        PhotoCommand::Add { incident, team, taken } => add(world, context, incident, team.as_ref(), taken),
        PhotoCommand::Erase { incident, photo, reason } => erase(world, context, incident, photo, reason),
    }
}

fn add(
    world: &World,
    context: &Context,
    id: &IncidentId,
    team: Option<&TeamId>,
    taken: &PhotoTaken,
) -> Result<Vec<Event>, Refusal> {
    let incident = world.open_incident(&context.actor, id)?;
    if let Some(team) = team {
        world.reached_team(&context.actor, team)?;
        let called = world.whistles_about(id).any(|whistle| whistle.called(team).is_some());
        if incident.last_task(team).is_none() && !called {
            return Err(Refusal::new("team_not_assigned").with("team", team).with("incident", id));
        }
    }
    if incident.photos.len() >= MOST_PHOTOS {
        return Err(Refusal::new("too_many_photos").with("incident", id).with("most", MOST_PHOTOS));
    }
    if taken.width.max(taken.height) > LARGEST_PHOTO_SIDE || taken.width.min(taken.height) == 0 {
        return Err(Refusal::new("photo_too_large")
            .with("width", taken.width)
            .with("height", taken.height)
            .with("most", LARGEST_PHOTO_SIDE));
    }
    let device_at = taken.device_at.map(|at| at.min(context.now).max(incident.accepted_at));
    let taken = PhotoTaken { device_at, ..taken.clone() };
    Ok(vec![Event::PhotoAdded { incident: id.clone(), team: team.cloned(), taken }])
}

fn erase(
    world: &World,
    context: &Context,
    id: &IncidentId,
    photo: &str,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    let incident = world.reached_incident(&context.actor, id)?;
    let there = incident.photos.iter().find(|known| known.taken.photo.id == photo);
    let there =
        there.ok_or_else(|| Refusal::new("unknown_photo").with("incident", id).with("photo", photo))?;
    text::reason("reason", reason)?;
    if there.erased.is_some() {
        return Ok(Vec::new());
    }
    let reason = reason.trim().to_owned();
    Ok(vec![Event::PhotoErased { incident: id.clone(), photo: photo.to_owned(), reason }])
}

impl World {
    pub(crate) fn obey_photo(&mut self, event: &Event, stamp: &Stamp<'_>) {
        let (at, by) = (stamp.at, stamp.by.to_owned());
        match event {
            Event::PhotoAdded { incident, team, taken } => self.change(incident, stamp, |incident| {
                let photo = Photo { taken: taken.clone(), team: team.clone(), at, by, erased: None };
                incident.photos.push(photo);
                let mut step = step(stamp, "photo_added", team.as_ref(), None);
                step.device_at = taken.device_at;
                incident.history.push(step);
            }),
            Event::PhotoErased { incident, photo, reason } => self.change(incident, stamp, |incident| {
                let known = incident.photos.iter_mut().find(|known| known.taken.photo.id == *photo);
                if let Some(known) = known {
                    known.erased = Some(PhotoErased { at, by, reason: reason.clone() });
                }
                incident.history.push(step(stamp, "photo_erased", None, Some(reason.clone())));
            }),
            _ => {}
        }
    }
}
