//! The accounts page of the administrator: parse, hand over, answer.

use super::forms::*;
use super::routes::account_problem;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dispatch::TeamId;
use geo_core::{AreaCode, Milliseconds};
use serde::Deserialize;
use store::Deed;
use store::accounts::{Account, AccountEdit, AccountName, NewAccount as StoredAccount, Standing};
use utoipa::IntoParams;
use world::{Role, Scope};

/// How long a link that an administrator hands out stays good.
const LINK_LIFE: Milliseconds = Milliseconds::from_minutes(24 * 60);

/// An account by its name.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AccountPath {
    /// The account's name.
    pub name: String,
}

/// All accounts (administrator of the whole district).
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", responses((status = 200, body = Vec<AccountView>)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<AccountView>>, Problem> {
    manages(&caller)?;
    let accounts =
        app.blocking(|app| app.accounts.accounts()).await?.map_err(|error| Problem::unavailable(&error))?;
    Ok(Json(accounts.into_iter().map(view).collect()))
}

/// Makes an account (administrator of the whole district).
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", responses((status = 201, body = AccountView)))]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<NewAccount>,
) -> Result<(StatusCode, Json<AccountView>), Problem> {
    manages(&caller)?;
    let scope = scope_of(&app, form.scope)?;
    let account = StoredAccount {
        name: name_of(&form.name)?,
        display_name: form.display_name,
        role: form.role,
        scope,
        team: form.team,
    };
    if let Some(team) = &account.team {
        known_team(&app, team)?;
    }
    app.audit(deed(
        &app,
        &caller,
        "account_created",
        &form.name,
        account_detail(account.role, &account.scope),
    ))
    .await?;
    let created = app.blocking(move |app| app.accounts.create(account, app.clock.now())).await?;
    app.sessions.clear();
    Ok((StatusCode::CREATED, Json(view(created.map_err(|error| account_problem(&error))?))))
}

/// Changes or disables an account (administrator of the whole district).
#[utoipa::path(patch, path = "/api/v1/accounts/{name}", tag = "accounts", params(AccountPath), responses((status = 200, body = AccountView)))]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<AccountPath>,
    Json(form): Json<AccountChange>,
) -> Result<Json<AccountView>, Problem> {
    manages(&caller)?;
    let name = name_of(&path.name)?;
    let scope = match form.scope.as_deref() {
        None => None,
        Some("") => Some(Scope::district()),
        Some(code) => Some(scope_of(
            &app,
            Some(AreaCode::new(code).map_err(|error| Problem::new("bad_code").with("code", error.given))?),
        )?),
    };
    app.audit(deed(&app, &caller, "account_changed", &path.name, None)).await?;
    let changed = app.blocking(move |app| {
        let before = app.accounts.account(name.as_str())?;
        let role = form.role.unwrap_or(before.role);
        let edit = AccountEdit {
            display_name: form.display_name.unwrap_or(before.display_name),
            role,
            scope: scope.unwrap_or(before.scope),
            team: if role == Role::Device { before.team } else { None },
        };
        let mut account = app.accounts.edit(&name, edit)?;
        if let Some(disabled) = form.disabled {
            account = app
                .accounts
                .set_standing(&name, if disabled { Standing::Disabled } else { Standing::Active })?;
        }
        Ok(account)
    });
    let changed = changed.await?;
    app.sessions.clear();
    Ok(Json(view(changed.map_err(|error| account_problem(&error))?)))
}

/// A one-time link for an account (administrator of the whole district).
#[utoipa::path(post, path = "/api/v1/accounts/{name}/link", tag = "accounts", params(AccountPath), responses((status = 200, body = AccountLink)))]
pub async fn link(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(path): Path<AccountPath>,
) -> Result<Json<AccountLink>, Problem> {
    manages(&caller)?;
    let name = name_of(&path.name)?;
    app.audit(deed(&app, &caller, "link_made", &path.name, None)).await?;
    let token = app.blocking(move |app| app.accounts.create_link(&name, LINK_LIFE, app.clock.now())).await?;
    let token = token.map_err(|error| account_problem(&error))?;
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("");
    Ok(Json(AccountLink { link: format!("{}://{host}/link/{}", app.scheme(), token.reveal()) }))
}

/// Accounts belong to the whole house: who administers a part of the district does not manage them.
fn manages(caller: &Caller) -> Result<(), Problem> {
    caller.require(Role::Administrator)?;
    match caller.scope().root() {
        None => Ok(()),
        Some(root) => Err(Problem::new("outside_scope").with("scope", root.as_str())),
    }
}

fn name_of(text: &str) -> Result<AccountName, Problem> {
    AccountName::new(text).map_err(|error| Problem::new("bad_account_name").with("name", error.given))
}

fn scope_of(app: &App, root: Option<AreaCode>) -> Result<Scope, Problem> {
    let Some(root) = root else { return Ok(Scope::district()) };
    let known = app.desk.state().world().area_register().contains(&root);
    if known { Ok(Scope::area(root)) } else { Err(Problem::new("unknown_area").with("code", root.as_str())) }
}

fn known_team(app: &App, team: &TeamId) -> Result<(), Problem> {
    let known = app.desk.state().world().team_register().contains(team);
    if known { Ok(()) } else { Err(Problem::new("unknown_team").with("team", team.as_str())) }
}

fn account_detail(role: Role, scope: &Scope) -> Option<String> {
    Some(format!("{role:?}, {}", scope.class()))
}

fn deed(app: &App, caller: &Caller, what: &str, target: &str, detail: Option<String>) -> Deed {
    Deed {
        at: app.clock.now(),
        who: caller.actor().account.clone(),
        what: what.to_owned(),
        target: Some(target.to_owned()),
        purpose: None,
        detail,
    }
}

fn view(account: Account) -> AccountView {
    AccountView {
        name: account.name.as_str().to_owned(),
        display_name: account.display_name,
        role: account.role,
        scope: account.scope.root().cloned(),
        team: account.team,
        disabled: account.standing == Standing::Disabled,
        has_password: account.has_password,
        locked_until: account.locked_until,
    }
}
