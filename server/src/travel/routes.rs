//! The addresses of ways, tables and isochrones: parse, hand over, answer.

use super::forms::*;
use super::words::told;
use crate::app::App;
use crate::closures::view::{closures_view, roads};
use crate::http::{Caller, Json, Language, Problem, Query};
use crate::roads::closed::ClosedRoads;
use axum::extract::State;
use axum::http::HeaderMap;
use dispatch::Profile;
use dispatch::roads::{NoRoute, Travel, isochrones};
use geo_core::{Milliseconds, Position};
use world::View;

/// Times in one table at most: a thousand sources to as many targets.
const LARGEST_TABLE: usize = 1_000_000;
/// Outlines in one answer at most.
const OUTLINES: usize = 6;
/// The longest time that an outline is drawn for, in minutes.
const LONGEST: u64 = 120;

/// The way between two places.
#[utoipa::path(get, path = "/routes", tag = "travel", params(WayQuery), responses((status = 200, body = WayView)))]
pub async fn way(
    State(app): State<App>,
    _: Caller,
    headers: HeaderMap,
    Query(query): Query<WayQuery>,
) -> Result<Json<WayView>, Problem> {
    let language = Language::accepted(&headers);
    let (from, to) = (place("from", &query.from)?, place("to", &query.to)?);
    let profile = query.profile.unwrap_or(Profile::Car);
    let found = app.blocking(move |app| {
        under_closures(app, |view, roads, times| {
            let route = roads.under().route(profile, from, to).map_err(no_route)?;
            let corner = |position: &Position| [position.lon(), position.lat()];
            let line = std::iter::once(&from).chain(&route.line).chain(std::iter::once(&to));
            let turn = |manoeuvre: &dispatch::roads::Manoeuvre| TurnView {
                turn: manoeuvre.turn,
                street: manoeuvre.street.clone(),
                at: manoeuvre.at,
                metres: manoeuvre.length.0,
                ms: manoeuvre.time.0,
                text: told(manoeuvre, language),
            };
            Ok(WayView {
                geometry: line.map(corner).collect(),
                total_ms: route.total.0,
                drive_ms: route.drive.0,
                walk_ms: route.walk.0,
                metres: route.length.0,
                closures: closures_view(view.world(), times),
                turns: route.manoeuvres.iter().map(turn).collect(),
            })
        })
    });
    found.await?.map(Json)
}

/// Travel times from each of some places to each of others.
#[utoipa::path(post, path = "/matrix", tag = "travel", responses((status = 200, body = MatrixView)))]
pub async fn matrix(
    State(app): State<App>,
    _: Caller,
    Json(form): Json<MatrixRequest>,
) -> Result<Json<MatrixView>, Problem> {
    let size = form.sources.len().saturating_mul(form.targets.len());
    if size == 0 || size > LARGEST_TABLE {
        return Err(Problem::new("table_size")
            .with("sources", form.sources.len())
            .with("targets", form.targets.len())
            .with("most", LARGEST_TABLE));
    }
    let profile = form.profile.unwrap_or(Profile::Car);
    let reckoned = app.blocking(move |app| {
        under_closures(app, |view, roads, times| {
            let metric = roads.under().metric(profile);
            let router = &roads.loaded.router;
            let table = router.table_by(&metric, &form.sources, &form.targets);
            let cell = |source, target| table.travel(source, target).total().map(|total| total.0);
            let row = |source| (0..form.targets.len()).map(|target| cell(source, target)).collect();
            let off =
                |source, target, why| table.travel(source, target) == Travel::Unreachable { reason: why };
            let all_off = |target| off(0, target, NoRoute::EndOffRoad);
            let targets_off_road: Vec<usize> = (0..form.targets.len()).filter(|&at| all_off(at)).collect();
            // Of a source one can tell by any target that is on the road.
            let on_road = (0..form.targets.len()).find(|&at| !all_off(at));
            let is_off =
                |&source: &usize| on_road.is_some_and(|target| off(source, target, NoRoute::StartOffRoad));
            Ok(MatrixView {
                total_ms: (0..form.sources.len()).map(row).collect(),
                sources_off_road: (0..form.sources.len()).filter(is_off).collect(),
                targets_off_road,
                closures: closures_view(view.world(), times),
            })
        })
    });
    reckoned.await?.map(Json)
}

/// What is reached from a place within some times.
#[utoipa::path(get, path = "/isochrones", tag = "travel", params(IsochroneQuery), responses((status = 200, body = IsochronesView)))]
pub async fn reached(
    State(app): State<App>,
    _: Caller,
    Query(query): Query<IsochroneQuery>,
) -> Result<Json<IsochronesView>, Problem> {
    let start = position(query.lon, query.lat)?;
    let minutes = minutes(&query.minutes)?;
    let profile = query.profile.unwrap_or(Profile::Car);
    let drawn = app.blocking(move |app| {
        under_closures(app, |view, roads, times| {
            let limits: Vec<Milliseconds> =
                minutes.iter().map(|&at| Milliseconds::from_minutes(at)).collect();
            let longest = limits.iter().copied().max().unwrap_or(Milliseconds(0));
            let metric = roads.under().metric(profile);
            let reach = roads.loaded.router.reach(&metric, start, longest).map_err(no_route)?;
            let outlines = isochrones(&reach, &limits);
            let outline = |(minutes, outline): (&u64, &dispatch::roads::Isochrone)| OutlineView {
                minutes: *minutes,
                polygons: outline.shape.polygons.iter().map(rings).collect(),
                metres: reach.length_within(outline.within).0,
            };
            Ok(IsochronesView {
                closures: closures_view(view.world(), times),
                outlines: minutes.iter().zip(&outlines).map(outline).collect(),
            })
        })
    });
    drawn.await?.map(Json)
}

/// A polygon as GeoJSON has it: rings that end where they began.
fn rings(polygon: &geo_core::Polygon) -> Vec<Vec<[f64; 2]>> {
    let closed = |ring: &Vec<Position>| {
        ring.iter().chain(ring.first()).map(|position| [position.lon(), position.lat()]).collect()
    };
    std::iter::once(&polygon.outer).chain(&polygon.holes).map(closed).collect()
}

/// Asks the roads in force under the closures in force.
fn under_closures<T>(
    app: &App,
    ask: impl FnOnce(&View, &ClosedRoads, &crate::roads::in_force::Times) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let view = app.desk.state();
    roads(app, &view)?;
    let times = app.roads.times(&view, app.desk.now());
    let roads = times.roads().ok_or_else(|| Problem::new("roads_not_ready"))?;
    ask(&view, roads, &times)
}

fn no_route(why: NoRoute) -> Problem {
    Problem::new(why.code()).with("rule", why.to_string())
}

fn position(lon: f64, lat: f64) -> Result<Position, Problem> {
    Position::new(lon, lat).map_err(|error| {
        Problem::new("bad_position").with("lon", lon).with("lat", lat).with("rule", error.to_string())
    })
}

/// A place in the query string: `114.3,30.6`.
fn place(name: &str, text: &str) -> Result<Position, Problem> {
    let numbers = text
        .split_once(',')
        .and_then(|(lon, lat)| Some((lon.trim().parse::<f64>().ok()?, lat.trim().parse::<f64>().ok()?)));
    let (lon, lat) = numbers.ok_or_else(|| {
        Problem::new("bad_query").with("rule", format!("{name} must be longitude,latitude in degrees"))
    })?;
    position(lon, lat)
}

/// Ascending, each once.
fn minutes(text: &str) -> Result<Vec<u64>, Problem> {
    let given: Result<Vec<u64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let fits = |all: &Vec<u64>| {
        (1..=OUTLINES).contains(&all.len()) && all.iter().all(|at| (1..=LONGEST).contains(at))
    };
    let mut minutes = given.ok().filter(fits).ok_or_else(|| {
        let rule =
            format!("minutes must be one to {OUTLINES} whole numbers from 1 to {LONGEST}, with commas");
        Problem::new("bad_query").with("rule", rule)
    })?;
    minutes.sort_unstable();
    minutes.dedup();
    Ok(minutes)
}
