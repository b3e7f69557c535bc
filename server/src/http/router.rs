//! The table of contents: every address of the interface, and its OpenAPI description.

use super::ProblemDocument;
use crate::app::App;
use crate::{district, feed, incidents, positions, registers, session};
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ContentBuilder, Object, Ref, RefOr, Required, ResponseBuilder, Type};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What cannot be read from the routes: name, version, events of the feed.
#[derive(OpenApi)]
#[openapi(
    info(title = "Muster", description = "Map, planning and dispatch service of a city district. Errors are `application/problem+json`."),
    components(schemas(ProblemDocument, feed::forms::Hello, feed::forms::Change, feed::forms::Positions, feed::forms::Reset))
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
        .routes(routes!(incidents::routes::propose))
        .routes(routes!(incidents::routes::assign))
        .routes(routes!(incidents::routes::report))
        .routes(routes!(incidents::routes::recall))
        .routes(routes!(incidents::routes::reassign))
        .routes(routes!(incidents::routes::route))
        .routes(routes!(registers::routes::list_areas))
        .routes(routes!(registers::routes::get_area))
        .routes(routes!(registers::routes::put_area_staff))
        .routes(routes!(registers::routes::list_teams))
        .routes(routes!(registers::routes::get_team, registers::routes::put_team))
        .routes(routes!(registers::routes::set_availability))
        .routes(routes!(registers::routes::place_team))
        .routes(routes!(registers::routes::list_shifts))
        .routes(routes!(registers::routes::get_shift, registers::routes::put_shift, registers::routes::delete_shift))
        .routes(routes!(registers::routes::list_depots))
        .routes(routes!(registers::routes::get_depot, registers::routes::put_depot, registers::routes::delete_depot))
        .routes(routes!(registers::routes::list_sensing_points))
        .routes(routes!(registers::routes::get_sensing_point, registers::routes::put_sensing_point))
        .routes(routes!(registers::routes::list_places))
        .routes(routes!(registers::routes::get_place, registers::routes::put_place))
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
    document
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
    let problem = ResponseBuilder::new().description("Refused or failed.").content("application/problem+json", content).build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
}

/// Operation ids must be unique: the tag goes before the name where the room's name is not in it.
fn name_operation(operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
    if tag != "registers" && tag != "live" {
        operation.operation_id = operation.operation_id.take().map(|id| format!("{tag}_{id}"));
    }
}
