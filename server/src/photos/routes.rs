//! The addresses of photos: parse, hand over, answer.

use super::{LARGEST, stripped};
use crate::app::{App, same_request, yet_to_be_kept};
use crate::desk::News;
use crate::http::upload::{Cut, Upload};
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::incidents::forms::BecauseOf;
use crate::incidents::routes::{IncidentPath, after};
use crate::incidents::view::IncidentView;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dispatch::{IncidentId, TeamId};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::{Deed, VaultError};
use utoipa::{IntoParams, ToSchema};
use world::incidents::{Photo, PhotoCommand, PhotoFormat, PhotoTaken};
use world::{Command, Event, Role, Timestamp, Touched};

/// How long a photo may take to arrive over a poor line.
const WITHIN: Duration = Duration::from_secs(120);

/// What is said of a photo beside it.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PhotoQuery {
    /// When it was taken, by the device's clock, RFC 3339.
    #[serde(default)]
    pub device_at: Option<String>,
}

/// One photo of an incident.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PhotoPath {
    /// The incident's number.
    #[param(value_type = String)]
    pub id: IncidentId,
    /// The photo's id.
    pub photo: String,
}

/// That a photo was taken in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhotoAdded {
    /// To which incident.
    pub incident: IncidentId,
    /// The photo.
    pub photo: Photo,
}

/// Adds a photo of the place: the body is the file, JPEG or PNG, at most 5 MiB. Everything but the picture is left out.
#[utoipa::path(post, path = "/incidents/{id}/photos", tag = "photos", params(IncidentPath, PhotoQuery),
    responses((status = 201, body = PhotoAdded), (status = 200, body = PhotoAdded, description = "Added before, by the request id.")))]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Query(query): Query<PhotoQuery>,
    body: Body,
) -> Result<(StatusCode, Json<PhotoAdded>), Problem> {
    if !matches!(caller.actor().role, Role::Device | Role::DutyOfficer | Role::Administrator) {
        caller.require(Role::DutyOfficer)?;
    }
    let device_at: Option<Timestamp> = match query.device_at {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| Problem::new("bad_time").with("value", text))?),
    };
    let team: Option<TeamId> = caller.actor().device_of().and_then(|team| team.parse().ok());
    let command = |taken| {
        Command::Photo(Box::new(PhotoCommand::Add { incident: path.id.clone(), team: team.clone(), taken }))
    };
    let mut upload = Upload::new(body, LARGEST, WITHIN);
    let done = match app.uploads.enter(&caller.actor().account) {
        Ok(_place) => {
            let kept = async { Ok::<_, Problem>(command(keep(&app, &mut upload, device_at).await?)) };
            app.submit_with(&caller, command(yet_to_come(device_at)), kept).await
        }
        Err(full) => Err(full),
    };
    upload.read_to_its_end().await;
    let done = done?;
    same_request(&done, &Touched::Incident(path.id.clone()))?;
    let added = done.entry.as_ref().and_then(|entry| {
        entry.draft.events.iter().find_map(|event| match event {
            Event::PhotoAdded { taken, .. } => Some(taken.photo.id.clone()),
            _ => None,
        })
    });
    let incident = done.state.world().incident_register().get(&path.id).cloned();
    let photo = incident
        .iter()
        .flat_map(|incident| &incident.photos)
        .find(|photo| Some(&photo.taken.photo.id) == added.as_ref());
    let photo = photo.cloned().ok_or_else(|| Problem::new("request_id_reused"))?;
    let status = if done.news == News::Changed { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(PhotoAdded { incident: path.id, photo })))
}

/// A photo as it is judged before it is received: whatever its size, and wherever it will lie.
fn yet_to_come(device_at: Option<Timestamp>) -> PhotoTaken {
    PhotoTaken {
        photo: yet_to_be_kept(),
        format: PhotoFormat::Jpeg,
        width: 1,
        height: 1,
        bytes: 0,
        device_at,
    }
}

/// Receives a photo and keeps the picture, and nothing else of it, in the vault.
async fn keep(app: &App, upload: &mut Upload, device_at: Option<Timestamp>) -> Result<PhotoTaken, Problem> {
    let file = upload.whole().await.map_err(|cut| match cut {
        Cut::TooBig => Problem::new("photo_too_big").with("most", LARGEST),
        Cut::Incomplete => upload.incomplete(),
    })?;
    let kept = app.blocking(move |app| -> Result<_, Problem> {
        let photo = stripped(&file)?;
        let kept = app.vault.put(&photo.bytes, app.clock.now());
        Ok((kept.map_err(|error| Problem::unavailable(&error))?, photo))
    });
    let (reference, photo) = kept.await??;
    Ok(PhotoTaken {
        photo: reference,
        format: photo.format,
        width: photo.width,
        height: photo.height,
        bytes: photo.bytes.len() as u64,
        device_at,
    })
}

/// A photo. Who looks at it is written into the audit log.
#[utoipa::path(get, path = "/incidents/{id}/photos/{photo}", tag = "photos", params(PhotoPath),
    responses((status = 200, description = "The picture, `image/jpeg` or `image/png`.")))]
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<PhotoPath>,
) -> Result<Response, Problem> {
    // Pictures of a place may show people: they are for those who work on it.
    caller.require(Role::DutyOfficer)?;
    let unknown = || {
        Problem::new("unknown_photo").with("incident", path.id.as_str()).with("photo", path.photo.as_str())
    };
    let view = app.desk.state();
    let incident = view.world().incident(caller.scope(), &path.id);
    let incident =
        incident.ok_or_else(|| Problem::new("unknown_incident").with("incident", path.id.as_str()))?;
    let photo = incident.photos.iter().find(|photo| photo.taken.photo.id == path.photo);
    let photo = photo.ok_or_else(unknown)?;
    app.audit(Deed {
        at: app.clock.now(),
        who: caller.actor().account.clone(),
        what: "photo_seen".to_owned(),
        target: Some(path.id.to_string()),
        purpose: None,
        detail: Some(path.photo.clone()),
    })
    .await?;
    let kind = match photo.taken.format {
        PhotoFormat::Jpeg => "image/jpeg",
        PhotoFormat::Png => "image/png",
    };
    let id = path.photo.clone();
    let bytes = match app.blocking(move |app| app.vault.get(&id)).await? {
        Ok(bytes) => bytes,
        Err(VaultError::Erased { .. } | VaultError::Unknown { .. }) => return Err(unknown()),
        Err(error) => return Err(Problem::unavailable(&error)),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    Ok(response)
}

/// Erases a photo before its time (duty officer).
#[utoipa::path(post, path = "/incidents/{id}/photos/{photo}/erase", tag = "photos", params(PhotoPath), responses((status = 200, body = IncidentView)))]
pub async fn erase(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<PhotoPath>,
    Json(form): Json<BecauseOf>,
) -> Result<Json<IncidentView>, Problem> {
    let command =
        PhotoCommand::Erase { incident: path.id.clone(), photo: path.photo.clone(), reason: form.reason };
    let done = app.submit(&caller, Command::Photo(Box::new(command))).await?;
    let Json(incident) = after(&done, &path.id)?;
    // Only what the journal says is erased goes from the vault.
    let is_erased = |photo: &Photo| photo.taken.photo.id == path.photo && photo.erased.is_some();
    if !incident.incident.photos.iter().any(is_erased) {
        return Err(Problem::new("request_id_reused"));
    }
    let id = path.photo.clone();
    // Asked for again after a failure it is erased then: erasing twice is once.
    let erased = app.blocking(move |app| app.vault.erase(&id, app.clock.now())).await?;
    erased.map_err(|error| Problem::unavailable(&error))?;
    Ok(Json(incident))
}
