//! The table of contents: every address of the interface, and its OpenAPI description.

use super::{Problem, ProblemDocument, headers, metrics, origin, render};
use crate::app::App;
use crate::{
    closures, district, feed, incidents, plan, positions, registers, session, simulation, tiles, travel, web,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::LazyLock;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ContentBuilder, Object, Ref, RefOr, Required, ResponseBuilder, Schema, Type};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What cannot be read from the routes: name, version, events of the feed.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Muster",
        description = "Map, planning and dispatch service of a city district. Errors are `application/problem+json`."
    ),
    components(schemas(
        ProblemDocument,
        feed::forms::Hello,
        feed::forms::Change,
        feed::forms::Positions,
        feed::forms::Reset,
        incidents::forms::IncidentFilter,
        closures::forms::ClosureFilter,
        plan::export::Format,
        district::forms::NearbyBy,
    ))
)]
struct Description;

/// Addresses below `/api/v1/{d}`.
fn rooms() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(district::routes::get))
        .routes(routes!(district::routes::locate))
        .routes(routes!(district::routes::nearby))
        .routes(routes!(district::routes::search))
        .routes(routes!(district::routes::audit))
        .routes(routes!(incidents::routes::list, incidents::routes::take))
        .routes(routes!(incidents::routes::get, incidents::routes::amend))
        .routes(routes!(incidents::routes::open_case))
        .routes(routes!(incidents::routes::park))
        .routes(routes!(incidents::routes::resume))
        .routes(routes!(incidents::routes::close))
        .routes(routes!(incidents::routes::merge))
        .routes(routes!(incidents::sending::propose))
        .routes(routes!(incidents::joint::routes::propose))
        .routes(routes!(incidents::joint::routes::why_not))
        .routes(routes!(incidents::sending::assign))
        .routes(routes!(incidents::sending::report))
        .routes(routes!(incidents::sending::recall))
        .routes(routes!(incidents::sending::reassign))
        .routes(routes!(incidents::sending::route))
        .routes(routes!(closures::routes::incident_arrivals))
        .routes(routes!(incidents::review::routes::review))
        .routes(routes!(incidents::review::routes::shown))
        .routes(routes!(incidents::review::routes::replay))
        .routes(routes!(simulation::routes::list, simulation::routes::start))
        .routes(routes!(simulation::routes::get, simulation::routes::stop))
        .routes(routes!(closures::routes::list, closures::routes::draw))
        .routes(routes!(closures::routes::preview))
        .routes(routes!(closures::routes::road))
        .routes(routes!(closures::routes::get, closures::routes::change, closures::routes::end))
        .routes(routes!(travel::routes::way))
        .routes(routes!(travel::routes::matrix))
        .routes(routes!(travel::routes::reached))
        .routes(routes!(registers::routes::list_areas))
        .routes(routes!(registers::routes::get_area))
        .routes(routes!(registers::routes::put_area_staff))
        .routes(routes!(registers::routes::list_teams))
        .routes(routes!(registers::routes::get_team, registers::routes::put_team))
        .routes(routes!(registers::routes::set_availability))
        .routes(routes!(registers::routes::place_team))
        .routes(routes!(registers::shifts::list_shifts))
        .routes(routes!(
            registers::shifts::get_shift,
            registers::shifts::put_shift,
            registers::shifts::delete_shift
        ))
        .routes(routes!(registers::points::list_depots))
        .routes(routes!(
            registers::points::get_depot,
            registers::points::put_depot,
            registers::points::delete_depot
        ))
        .routes(routes!(registers::run_cards::list))
        .routes(routes!(registers::run_cards::dry_run))
        .routes(routes!(registers::run_cards::get, registers::run_cards::put, registers::run_cards::delete))
        .routes(routes!(registers::points::list_sensing_points))
        .routes(routes!(registers::points::get_sensing_point, registers::points::put_sensing_point))
        .routes(routes!(registers::points::list_places))
        .routes(routes!(registers::points::get_place, registers::points::put_place))
        .routes(routes!(plan::routes::drafts::list))
        .routes(routes!(plan::routes::drafts::get_fit))
        .routes(routes!(plan::routes::rules::get_rules, plan::routes::rules::put_rules))
        .routes(routes!(plan::routes::map::path))
        .routes(routes!(plan::routes::drafts::open))
        .routes(routes!(plan::routes::drafts::get, plan::routes::drafts::discard))
        .routes(routes!(plan::routes::drafts::rename))
        .routes(routes!(plan::routes::map::map))
        .routes(routes!(plan::routes::map::areas))
        .routes(routes!(plan::routes::map::area))
        .routes(routes!(plan::routes::edits::edit))
        .routes(routes!(plan::routes::edits::preview))
        .routes(routes!(plan::routes::edits::undo))
        .routes(routes!(plan::routes::edits::redo))
        .routes(routes!(plan::routes::edits::number))
        .routes(routes!(plan::routes::map::issues))
        .routes(routes!(plan::routes::compare::diff))
        .routes(routes!(plan::routes::drafts::history))
        .routes(routes!(plan::routes::compare::merge))
        .routes(routes!(plan::routes::publish::publication))
        .routes(routes!(plan::routes::publish::publish))
        .routes(routes!(plan::routes::publish::withdraw))
        .routes(routes!(plan::routes::drafts::export_draft))
        .routes(routes!(plan::routes::versions::export_version))
        .routes(routes!(plan::routes::versions::version_areas))
        .routes(routes!(positions::routes::report))
        .routes(routes!(feed::routes::live))
}

/// The whole interface.
fn interface() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(session::routes::get, session::routes::sign_in, session::routes::sign_out))
        .routes(routes!(session::routes::sign_in_by_link))
        .routes(routes!(session::routes::change_password))
        .routes(routes!(session::routes::districts))
        .routes(routes!(session::accounts::list, session::accounts::create))
        .routes(routes!(session::accounts::change))
        .routes(routes!(session::accounts::link))
        .nest("/api/v1/{d}", rooms())
}

/// Largest body of a request, in bytes.
const LARGEST_BODY: usize = 4 << 20;

/// Everything that is served, for one house.
pub fn service(app: App) -> Router {
    let (routes, _) = interface().split_for_parts();
    routes
        .route("/api/openapi.json", get(description))
        .route("/tiles/{d}/{file}", get(tiles::routes::tilejson))
        .route("/tiles/{d}/{layer}/{version}/{z}/{x}/{y}", get(tiles::routes::tile))
        .route("/style/{file}", get(tiles::routes::style))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::metrics))
        .fallback(web::serve)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(app.clone(), origin::check))
        .layer(from_fn(render))
        .layer(from_fn_with_state(app.clone(), headers::finish))
        .with_state(app)
}

/// `/api/openapi.json`.
async fn description() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(|| document().to_pretty_json().unwrap_or_default());
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], TEXT.as_str())
}

/// `/readyz`: whether the store answers and the roads in force are loaded.
async fn ready(State(app): State<App>) -> Response {
    let roads = app.roads.ready(&app.desk.state());
    let store = app.blocking(|app| app.reader.head().is_ok()).await.unwrap_or(false);
    let status = if roads && store { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(serde_json::json!({ "roads": roads, "store": store }))).into_response()
}

/// A bug in a handler costs that request and no other.
fn panicked(reason: Box<dyn std::any::Any + Send>) -> Response {
    let text = reason
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| reason.downcast_ref::<&str>().copied());
    Problem::internal(&text.unwrap_or("a handler panicked")).into_response()
}

/// The OpenAPI description, the same bytes for the same program.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = interface().into_openapi();
    document.info.license = None;
    for (path, item) in &mut document.paths.paths {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            if path.contains("{d}") {
                operation.parameters.get_or_insert_default().insert(0, RefOr::T(district_parameter()));
            }
            add_problem(operation);
            name_operation(operation);
        }
    }
    if let Some(components) = &mut document.components {
        for schema in components.schemas.values_mut() {
            without_examples(schema);
        }
    }
    document
}

/// What is written for Rust programmers (examples in code) stays out of the description.
fn without_examples(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    let description = match schema {
        Schema::Object(object) => &mut object.description,
        Schema::OneOf(one_of) => &mut one_of.description,
        Schema::AllOf(all_of) => &mut all_of.description,
        _ => return,
    };
    if let Some((words, _)) = description.as_ref().and_then(|text| text.split_once("\n\n```")) {
        *description = Some(words.to_owned());
    }
}

/// `{d}`, which every address below a district has.
fn district_parameter() -> Parameter {
    ParameterBuilder::new()
        .name("d")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some("Six-digit division code of the district."))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}

/// Every operation can fail with a problem document.
fn add_problem(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDocument"))).build();
    let problem = ResponseBuilder::new()
        .description("Refused or failed.")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
}

/// Operation ids must be unique: the tag goes before the name where the room's name is not in it.
fn name_operation(operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
    if tag != "registers" && tag != "live" {
        operation.operation_id = operation.operation_id.take().map(|id| format!("{tag}_{id}"));
    }
}
