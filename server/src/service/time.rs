//! Writes down what time alone has brought about: a hold or an emergency that is over is void for every decision at
//! once, and soon afterwards the journal says so too, so that everybody who looks is told; tasks that were not
//! accepted in time lapse, and their ladders climb.

use crate::app::App;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use world::{Actor, Command, Role, Scope, Submission};

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(1);

/// Looks until the service ends.
pub async fn keep(app: App) {
    let mut tried = super::ladder::Tried::default();
    let mut tick = interval(LOOK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        super::ladder::send(&app, &mut tried).await;
        if !app.desk.state().world().time_brings(app.desk.now()) {
            continue;
        }
        let wakes = Submission { actor: clock(), request: None, command: Command::KeepTime };
        match app.desk.submit(wakes).await {
            Ok(_) => super::ladder::send(&app, &mut tried).await,
            Err(error) => tracing::warn!(%error, "what time has brought is not written yet"),
        }
    }
}

/// The account that says so.
pub fn clock() -> Actor {
    Actor { account: "system:clock".to_owned(), role: Role::Administrator, scope: Scope::district() }
}
