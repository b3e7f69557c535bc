//! The addresses of shift handovers (交接班): parse, hand over, answer. Notes go to the vault, as narratives do.

use super::routes::find;
use super::view::IncidentView;
use crate::app::{App, same_request, yet_to_be_kept};
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::registers::forms::Items;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::IncidentId;
use serde::{Deserialize, Serialize};
use store::VaultError;
use utoipa::{IntoParams, ToSchema};
use world::incidents::{GivenOver, Handover, Taken};
use world::{Command, Event, Role, Scope, Timestamp, Touched, VaultRef, World, personal_data};

/// The longest note, in characters.
const LONGEST_NOTE: usize = 2_000;
/// Incidents named in one request at most.
const MOST_AT_ONCE: usize = 500;

/// Hands incidents over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HandOver {
    /// What the next one should know of everything.
    #[serde(default)]
    pub note: Option<String>,
    /// The incidents.
    #[serde(default)]
    pub incidents: Vec<HandOverOne>,
}

/// An incident to be handed over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HandOverOne {
    /// Which.
    pub incident: IncidentId,
    /// What the next one should know of it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Takes incidents over.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct TakeOver {
    /// Which; everything within reach that still waits when none is named.
    #[serde(default)]
    pub incidents: Vec<IncidentId>,
}

/// A handover by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct HandoverPath {
    /// Its number, `H-0007`.
    pub id: String,
}

/// Which handovers to list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HandoverListQuery {
    /// Only those of which something waits.
    #[serde(default)]
    pub waiting: bool,
    /// At most this many, the latest first; 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// How an incident of a handover stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Nobody has taken it.
    Waiting,
    /// Somebody has.
    Taken,
    /// It ended, or was handed over anew, before anybody did.
    Gone,
}

/// An incident of a handover.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverItem {
    /// As it is now.
    pub incident: IncidentView,
    /// What the outgoing officer wrote, unless nothing or erased.
    pub note: Option<String>,
    /// How it stands.
    pub state: ItemState,
    /// Who took it.
    pub taken: Option<Taken>,
}

/// A handover within the asker's scope.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverView {
    /// Its number.
    pub id: String,
    /// Who hands over.
    pub from: String,
    /// When.
    pub at: Timestamp,
    /// What the outgoing officer wrote of everything.
    pub note: Option<String>,
    /// Whether something of it waits.
    pub waiting: bool,
    /// The incidents.
    pub items: Vec<HandoverItem>,
    /// Everybody who took some of it, in order.
    pub taken: Vec<Taken>,
}

/// A handover of an incident, as the incident shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverNote {
    /// The handover's number.
    pub handover: String,
    /// Who handed it over.
    pub from: String,
    /// When.
    pub at: Timestamp,
    /// What the outgoing officer wrote of it.
    pub note: Option<String>,
    /// Who took it.
    pub taken: Option<Taken>,
}

/// Handovers, the latest first, with their notes.
#[utoipa::path(get, path = "/handovers", tag = "incidents", params(HandoverListQuery), responses((status = 200, body = Items<HandoverView>)))]
pub async fn list_handovers(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<HandoverListQuery>,
) -> Result<Json<Items<HandoverView>>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let limit = crate::district::routes::within("limit", query.limit, 50, 200)?;
    let scope = caller.scope().clone();
    let listed = app.blocking(move |app| {
        let (view, now) = (app.desk.state(), app.desk.now());
        let world = view.world();
        let asked = |handover: &&std::sync::Arc<Handover>| !query.waiting || world.is_waiting(handover);
        let handovers = world.handovers(&scope).filter(asked).take(limit);
        let items = handovers.map(|handover| handover_view(app, world, &scope, handover, now)).collect();
        Items { seq: world.seq(), items }
    });
    listed.await.map(Json)
}

/// One handover.
#[utoipa::path(get, path = "/handovers/{id}", tag = "incidents", params(HandoverPath), responses((status = 200, body = HandoverView)))]
pub async fn get_handover(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<HandoverPath>,
) -> Result<Json<HandoverView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    show(&app, caller.scope().clone(), path.id).await
}

/// Hands open incidents over at the end of a shift; they stay with whoever hands them over until they are taken.
#[utoipa::path(post, path = "/handovers", tag = "incidents", responses((status = 201, body = HandoverView)))]
pub async fn hand_over(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<HandOver>,
) -> Result<(StatusCode, Json<HandoverView>), Problem> {
    caller.require(Role::DutyOfficer)?;
    not_too_many(form.incidents.len())?;
    let note = checked("note", form.note)?;
    let mut items = Vec::with_capacity(form.incidents.len());
    for one in form.incidents {
        find(app.desk.state().world(), caller.scope(), &one.incident)?;
        items.push((one.incident, checked("incidents.note", one.note)?));
    }
    let judged = Command::HandOverShift {
        note: note.as_ref().map(|_| yet_to_be_kept()),
        items: items
            .iter()
            .map(|(incident, note)| GivenOver {
                incident: incident.clone(),
                note: note.as_ref().map(|_| yet_to_be_kept()),
            })
            .collect(),
    };
    let done = app.submit_with(&caller, judged, keep(&app, note, items)).await?;
    same_request(&done, &Touched::Handovers)?;
    let written = |event: &Event| match event {
        Event::ShiftHandedOver { handover, .. } => Some(handover.clone()),
        _ => None,
    };
    let id = done.entry.as_ref().and_then(|entry| entry.draft.events.iter().find_map(written));
    let id = id.ok_or_else(|| Problem::new("request_id_reused"))?;
    Ok((StatusCode::CREATED, show(&app, Scope::district(), id).await?))
}

/// Takes incidents of a handover over, by one's own name.
#[utoipa::path(post, path = "/handovers/{id}/take", tag = "incidents", params(HandoverPath), responses((status = 200, body = HandoverView)))]
pub async fn take_over(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<HandoverPath>,
    Json(form): Json<TakeOver>,
) -> Result<Json<HandoverView>, Problem> {
    not_too_many(form.incidents.len())?;
    let command = Command::TakeHandover { handover: path.id.clone(), incidents: form.incidents };
    let done = app.submit(&caller, command).await?;
    same_request(&done, &Touched::Handovers)?;
    show(&app, caller.scope().clone(), path.id).await
}

async fn show(app: &App, scope: Scope, id: String) -> Result<Json<HandoverView>, Problem> {
    let shown = app.blocking(move |app| {
        let (view, now) = (app.desk.state(), app.desk.now());
        let world = view.world();
        let handover = world.handover(&scope, &id);
        let handover =
            handover.ok_or_else(|| Problem::new("unknown_handover").with("handover", id.as_str()))?;
        Ok(handover_view(app, world, &scope, handover, now))
    });
    shown.await?.map(Json)
}

fn not_too_many(count: usize) -> Result<(), Problem> {
    if count <= MOST_AT_ONCE {
        Ok(())
    } else {
        Err(Problem::new("too_many_incidents").with("count", count).with("limit", MOST_AT_ONCE))
    }
}

/// Keeps the notes in the vault.
async fn keep(
    app: &App,
    note: Option<String>,
    items: Vec<(IncidentId, Option<String>)>,
) -> Result<Command, Problem> {
    let kept = app.blocking(move |app| {
        let keep = |note: String| app.vault.put(note.as_bytes(), app.clock.now());
        let item = |(incident, note): (IncidentId, Option<String>)| {
            Ok::<_, VaultError>(GivenOver { incident, note: note.map(keep).transpose()? })
        };
        let note = note.map(keep).transpose()?;
        let items = items.into_iter().map(item).collect::<Result<_, VaultError>>()?;
        Ok::<_, VaultError>(Command::HandOverShift { note, items })
    });
    kept.await?.map_err(|error: VaultError| Problem::unavailable(&error))
}

/// A note, if there is one. It is scanned: it needs no number of any person.
fn checked(field: &'static str, note: Option<String>) -> Result<Option<String>, Problem> {
    let Some(note) = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()) else {
        return Ok(None);
    };
    let length = note.chars().count();
    if length > LONGEST_NOTE {
        return Err(Problem::new("text_too_long")
            .with("field", field)
            .with("length", length)
            .with("limit", LONGEST_NOTE));
    }
    if let Some(found) = personal_data(&note) {
        return Err(Problem::new("personal_data").with("field", field).with("found", found.name()));
    }
    Ok(Some(note))
}

/// What a note says; nothing when it was erased.
fn words(app: &App, reference: Option<&VaultRef>) -> Option<String> {
    String::from_utf8(app.vault.get(&reference?.id).ok()?).ok()
}

fn handover_view(
    app: &App,
    world: &World,
    scope: &Scope,
    handover: &Handover,
    now: Timestamp,
) -> HandoverView {
    let item = |item: &world::incidents::HandedOver| {
        let incident = world.incident(scope, &item.incident)?;
        let state = match &item.taken {
            Some(_) => ItemState::Taken,
            None if incident.waits_in(&handover.id) => ItemState::Waiting,
            None => ItemState::Gone,
        };
        Some(HandoverItem {
            incident: IncidentView::of(world, incident, now),
            note: words(app, item.note.as_ref()),
            state,
            taken: item.taken.clone(),
        })
    };
    HandoverView {
        id: handover.id.clone(),
        from: handover.from.clone(),
        at: handover.at,
        note: words(app, handover.note.as_ref()),
        waiting: world.is_waiting(handover),
        items: handover.items.iter().filter_map(item).collect(),
        taken: handover.taken.clone(),
    }
}

/// Every handover of an incident, the latest first, with what was written of it. Blocks.
pub(super) fn notes_of(app: &App, world: &World, scope: &Scope, incident: &IncidentId) -> Vec<HandoverNote> {
    let of = |handover: &std::sync::Arc<Handover>| {
        let item = handover.items.iter().find(|item| item.incident == *incident)?;
        Some(HandoverNote {
            handover: handover.id.clone(),
            from: handover.from.clone(),
            at: handover.at,
            note: words(app, item.note.as_ref()),
            taken: item.taken.clone(),
        })
    };
    world.handovers(scope).filter_map(of).collect()
}
