//! How the district wants its plans.

use crate::app::App;
use crate::http::{Caller, Json, Problem};
use crate::plan::door::planner;
use crate::plan::forms::{CodeTemplateView, RulesForm, RulesView};
use crate::plan::publishing::rules;
use axum::extract::State;
use world::{Command, Role, World};

/// The rules for plans, and the templates of codes to start from. For who plans or administers the whole district.
#[utoipa::path(get, path = "/plans/rules", tag = "plans", responses((status = 200, body = RulesView)))]
pub async fn get_rules(State(app): State<App>, caller: Caller) -> Result<Json<RulesView>, Problem> {
    planner(caller.actor())?;
    Ok(Json(view(app.desk.state().world())))
}

/// Changes them. For administrators of the whole district.
#[utoipa::path(put, path = "/plans/rules", tag = "plans", responses((status = 200, body = RulesView)))]
pub async fn put_rules(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<RulesForm>,
) -> Result<Json<RulesView>, Problem> {
    caller.require(Role::Administrator)?;
    let command = Command::SavePlanRules { rules: Box::new(form.rules), version: form.version };
    let done = app.submit(&caller, command).await?;
    Ok(Json(view(done.state.world())))
}

fn view(world: &World) -> RulesView {
    let templates = data::code_templates().into_iter().map(|(name, template)| CodeTemplateView {
        name,
        zh: template.zh,
        en: template.en,
        source: template.source,
        prefix_digits: template.prefix_digits,
        codes: template.codes,
    });
    RulesView {
        rules: rules(world),
        version: world.district().map_or(0, |district| district.version),
        templates: templates.collect(),
    }
}
