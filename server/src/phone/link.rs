//! The one-time link that signs a team's phone in.

use crate::app::App;
use crate::http::{Caller, Json, Path, Problem};
use crate::registers::routes::CodePath;
use crate::session::forms::AccountLink;
use crate::session::routes::account_problem;
use axum::extract::State;
use axum::http::HeaderMap;
use dispatch::TeamId;
use geo_core::Milliseconds;
use store::Deed;
use store::accounts::{Account, AccountError, AccountName, NewAccount, Standing};
use world::records::Team;
use world::{Role, Scope};

/// How long a link stays good: the team is on the telephone while it is made.
const LINK_LIFE: Milliseconds = Milliseconds::from_minutes(60);
/// How many names are tried for the account of a team's phone.
const NAMES: usize = 20;
/// The longest name of an account, in characters.
const LONGEST_NAME: usize = 64;

/// A one-time link for the phone of a team (duty officer within reach of the team). The team's device account is made
/// when there is none; a disabled one stays so. Once the link lets a phone in, the one before it is signed out.
#[utoipa::path(post, path = "/teams/{code}/device-link", tag = "phone", params(CodePath), responses((status = 200, body = AccountLink)))]
pub async fn device_link(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(path): Path<CodePath>,
) -> Result<Json<AccountLink>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let unknown = || Problem::new("unknown_team").with("team", path.code.as_str());
    let code: TeamId = path.code.parse().map_err(|_| unknown())?;
    let view = app.desk.state();
    let team = view.world().team(caller.scope(), &code, app.desk.now()).ok_or_else(unknown)?.team;
    if team.retired {
        return Err(Problem::new("team_retired").with("team", code.as_str()));
    }
    app.audit(Deed {
        at: app.clock.now(),
        who: caller.actor().account.clone(),
        what: "device_link_made".to_owned(),
        target: Some(code.to_string()),
        purpose: None,
        detail: None,
    })
    .await?;
    let token = app.blocking(move |app| {
        let account = device_account(app, &team)?;
        app.accounts.create_link(&account.name, LINK_LIFE, app.clock.now())
    });
    let token = token.await?.map_err(|error| account_problem(&error))?;
    app.sessions.clear();
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("");
    // Behind the # it is sent to nobody and written into no log.
    Ok(Json(AccountLink { link: format!("{}://{host}/phone#{}", app.scheme(), token.reveal()) }))
}

/// The account of a team's phone, made when there is none. Blocks.
fn device_account(app: &App, team: &Team) -> Result<Account, AccountError> {
    let accounts = app.accounts.accounts()?;
    let own = accounts.into_iter().filter(|account| account.team.as_ref() == Some(&team.code));
    let mut own: Vec<Account> = own.collect();
    own.sort_by_key(|account| account.standing == Standing::Disabled);
    if let Some(account) = own.into_iter().next() {
        return Ok(account);
    }
    // Where its team is at home; what a phone reaches follows from its team alone.
    let scope = team.home.clone().map_or(Scope::district(), Scope::area);
    let plain: String =
        team.code.as_str().chars().filter(|c| !c.is_whitespace() && !"/:<>\"".contains(*c)).collect();
    let mut last = AccountError::Unknown { name: team.code.to_string() };
    for serial in 1..=NAMES {
        let text = if serial == 1 { format!("phone-{plain}") } else { format!("phone-{plain}-{serial}") };
        let Ok(name) = AccountName::new(text.chars().take(LONGEST_NAME).collect::<String>()) else {
            continue;
        };
        let account = NewAccount {
            name,
            display_name: team.name.clone(),
            role: Role::Device,
            scope: scope.clone(),
            team: Some(team.code.clone()),
        };
        match app.accounts.create(account, app.clock.now()) {
            Err(taken @ AccountError::Exists { .. }) => last = taken,
            made => return made,
        }
    }
    Err(last)
}
