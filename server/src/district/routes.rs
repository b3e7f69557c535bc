//! The addresses about the district as a whole: parse, hand over, answer.

use super::forms::*;
use crate::app::App;
use crate::http::{Caller, Json, Problem, Query};
use crate::plan::past;
use crate::registers::forms::Items;
use crate::registers::team_view::team_in_scope;
use axum::extract::State;
use dispatch::TeamId;
use geo_core::{Level, Metres, Position};
use std::collections::BTreeMap;
use world::search::{FoundKind as WorldFound, SearchQuery as WorldSearch};
use world::view::{NearbyKind as WorldKind, NearbyQuery as WorldNearby};
use world::{Cameras, Role, Scope, View};

/// The district at a glance.
#[utoipa::path(get, path = "", tag = "district", responses((status = 200, body = DistrictView)))]
pub async fn get(State(app): State<App>, caller: Caller) -> Result<Json<DistrictView>, Problem> {
    let view = app.desk.state();
    let (world, scope) = (view.world(), caller.scope());
    let bounds = match scope.root() {
        Some(root) => app.area_bounds(scope, root),
        None => world.bounds(),
    };
    let district = world.district();
    Ok(Json(DistrictView {
        code: app.district_code(),
        name: district.map_or_else(String::new, |district| district.name.clone()),
        tables: district.map_or_else(data::default_tables, |district| district.tables.clone()),
        bounds: bounds.map(super::corners),
        roads: world.roads().map(|roads| RoadsView {
            version: roads.input.to_string(),
            summary: roads.summary.clone(),
            ready: app.roads.ready(&view),
        }),
        counts: counts(&view, scope, app.desk.now()),
        seq: world.seq(),
        now: app.desk.now(),
        version: crate::VERSION.to_owned(),
    }))
}

fn counts(view: &View, scope: &Scope, now: world::Timestamp) -> Counts {
    let world = view.world();
    let areas: BTreeMap<String, usize> = Level::ALL
        .iter()
        .map(|level| (level.name().to_owned(), world.areas_of_level(scope, *level).count()))
        .collect();
    let forever = world::Timestamp(i64::MAX);
    Counts {
        areas,
        teams: world.teams(scope, now).filter(|team| !team.team.retired).count(),
        shifts: world.shifts(scope, world::Timestamp(i64::MIN), forever).len(),
        depots: view.depots(scope).len(),
        // Cameras are counted: how many there are is no secret, where they are is.
        sensing_points: view.sensing_points(scope, Cameras::Include).len(),
        places: match scope.root() {
            None => world.place_register().len(),
            Some(_) => view.places(scope).len(),
        },
        open_incidents: world.open_incident_count(scope),
    }
}

/// The areas of every level at a point.
#[utoipa::path(get, path = "/locate", tag = "district", params(PointQuery), responses((status = 200, body = Located)))]
pub async fn locate(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PointQuery>,
) -> Result<Json<Located>, Problem> {
    let position = position(query.lon, query.lat)?;
    if let Some(at) = instant(query.at.as_deref())? {
        let scope = caller.scope().clone();
        let other = app.blocking(move |app| {
            let day = past::at(app, at)?;
            let areas = day.map().locate(position);
            let is_seen = areas.last().is_none_or(|finest| day.map().covers(&scope, &finest.code));
            Some(if is_seen { areas } else { Vec::new() })
        });
        if let Some(areas) = other.await? {
            let areas = areas.iter().map(|area| (**area).clone()).collect();
            return Ok(Json(Located { areas, liaison_team: None }));
        }
    }
    let view = app.desk.state();
    let located = view.world().locate(caller.scope(), position);
    let fixes = app.positions.fixes();
    let team = |team: &TeamId| team_in_scope(view.world(), &fixes, caller.scope(), team, app.desk.now());
    Ok(Json(Located {
        liaison_team: located.liaison_team.as_ref().and_then(|record| team(&record.code)),
        areas: located.areas.iter().map(|area| (**area).clone()).collect(),
    }))
}

/// The nearest teams, depots, sensing points or places.
#[utoipa::path(get, path = "/nearby", tag = "district", params(NearbyQuery), responses((status = 200, body = Nearby)))]
pub async fn nearby(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<NearbyQuery>,
) -> Result<Json<Nearby>, Problem> {
    let position = position(query.lon, query.lat)?;
    let count = within("k", query.k, 10, 100)?;
    if query.radius_m.is_some_and(|radius| !(radius.is_finite() && radius > 0.0)) {
        return Err(Problem::new("bad_query").with("rule", "radius_m must be a positive number of metres"));
    }
    let question = WorldNearby {
        position,
        kinds: vec![query.kind.into()],
        // By road another order may hold: look at more of them.
        count: if query.by == NearbyBy::Road { count * 4 } else { count },
        radius: query.radius_m.map(Metres),
        place_kind: None,
        cameras: Cameras::Exclude,
    };
    let scope = caller.scope().clone();
    let answer = app.blocking(move |app| {
        let view = app.desk.state();
        let found = view.nearby(&scope, &question, &app.positions.fixes());
        match query.by {
            NearbyBy::Air => Nearby {
                items: found.into_iter().map(|item| super::nearby::item(item, query.kind)).collect(),
                basis: "air".to_owned(),
                closures: None,
            },
            NearbyBy::Road => super::nearby::by_road(app, &view, position, query.kind, found, count),
        }
    });
    Ok(Json(answer.await?))
}

/// Address, name, code, pole number, coordinates, pinyin initials.
#[utoipa::path(get, path = "/search", tag = "district", params(SearchQuery), responses((status = 200, body = SearchAnswer)))]
pub async fn search(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SearchQuery>,
) -> Result<Json<SearchAnswer>, Problem> {
    let limit = within("limit", query.limit, 12, 50)?;
    let question = WorldSearch { text: query.q, cameras: Cameras::Exclude, limit };
    let scope = caller.scope().clone();
    let answer = app.blocking(move |app| {
        let view = app.desk.state();
        let found = view.search(&scope, &question);
        let fixes = app.positions.fixes();
        // A team stands where it reported itself.
        let team =
            |code: &str| TeamId::new(code).ok().and_then(|team| fixes.get(&team)).map(|fix| fix.position);
        let items = found.into_iter().map(|found| Found {
            position: found
                .position
                .or_else(|| if found.kind == WorldFound::Team { team(&found.code) } else { None }),
            kind: found.kind.into(),
            code: found.code,
            label: found.label,
            detail: found.detail.unwrap_or_default(),
        });
        SearchAnswer { items: items.collect() }
    });
    Ok(Json(answer.await?))
}

/// The audit log, newest first (administrator of the whole district).
#[utoipa::path(get, path = "/audit", tag = "district", params(AuditQuery), responses((status = 200, body = Items<AuditLine>)))]
pub async fn audit(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<AuditQuery>,
) -> Result<Json<Items<AuditLine>>, Problem> {
    caller.require(Role::Administrator)?;
    if let Some(root) = caller.scope().root() {
        return Err(Problem::new("outside_scope").with("scope", root.as_str()));
    }
    let limit = within("limit", query.limit, 200, 1000)?;
    let page = app.blocking(move |app| app.audit.page(query.before, limit)).await?;
    let entries = page.map_err(|error| Problem::unavailable(&error))?;
    let items = entries.into_iter().map(|entry| AuditLine {
        seq: entry.seq,
        at: entry.deed.at,
        account: entry.deed.who,
        action: entry.deed.what,
        target: entry.deed.target,
        purpose: entry.deed.purpose,
        detail: entry.deed.detail,
    });
    Ok(Json(Items { seq: app.desk.state().world().seq(), items: items.collect() }))
}

/// An instant in the query string.
///
/// # Errors
/// `bad_query`.
pub(crate) fn instant(text: Option<&str>) -> Result<Option<world::Timestamp>, Problem> {
    let bad = |error: world::TimeError| Problem::new("bad_query").with("rule", format!("at: {error}"));
    text.map(|text| text.parse().map_err(bad)).transpose()
}

fn position(lon: f64, lat: f64) -> Result<Position, Problem> {
    Position::new(lon, lat).map_err(|error| {
        Problem::new("bad_position").with("lon", lon).with("lat", lat).with("rule", error.to_string())
    })
}

/// A number of answers between 1 and `most`.
pub(crate) fn within(name: &str, given: Option<usize>, usual: usize, most: usize) -> Result<usize, Problem> {
    match given {
        None => Ok(usual),
        Some(count) if (1..=most).contains(&count) => Ok(count),
        Some(count) => {
            Err(Problem::new("bad_query").with("rule", format!("{name} must be 1 to {most}, not {count}")))
        }
    }
}

impl From<NearbyKind> for WorldKind {
    fn from(kind: NearbyKind) -> Self {
        match kind {
            NearbyKind::Team => Self::Team,
            NearbyKind::Depot => Self::Depot,
            NearbyKind::SensingPoint => Self::SensingPoint,
            NearbyKind::Place => Self::Place,
        }
    }
}

impl From<WorldFound> for FoundKind {
    fn from(kind: WorldFound) -> Self {
        match kind {
            WorldFound::Coordinates => Self::Coordinates,
            WorldFound::Area => Self::Area,
            WorldFound::Team => Self::Team,
            WorldFound::Incident => Self::Incident,
            WorldFound::Depot => Self::Depot,
            WorldFound::SensingPoint => Self::SensingPoint,
            WorldFound::Place => Self::Place,
        }
    }
}
