//! Watches deadlines: who has not come by then is written down, and everybody whom it concerns is told.

use crate::app::App;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use world::incidents::WhistleCommand;
use world::{Actor, Command, Role, Scope, Submission};

/// How often it is looked whether a deadline has passed.
const LOOK: Duration = Duration::from_secs(1);

/// Watches until the service ends.
pub async fn run(app: App) {
    let mut tick = interval(LOOK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        tell_overdue(&app).await;
    }
}

/// One look. What is overdue goes into the journal, and by it over the feed: to the township, and to the district above
/// it, whose officers see whatever is overdue anywhere.
pub async fn tell_overdue(app: &App) {
    let due = app.desk.state().world().next_whistle_due();
    if due.is_none_or(|due| app.desk.now() < due) {
        return;
    }
    let actor =
        Actor { account: "system:whistles".to_owned(), role: Role::Administrator, scope: Scope::district() };
    let command = Command::Whistle(Box::new(WhistleCommand::TellOverdue));
    if let Err(error) = app.desk.submit(Submission { actor, request: None, command }).await {
        tracing::warn!(%error, "an overdue whistle could not be told yet");
    }
}
