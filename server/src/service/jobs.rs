//! Work beside the requests: positions go out, arrivals are reported, shifts that begin or end are told,
//! what must be forgotten is forgotten.

use crate::app::{App, SHOWN_FOR};
use crate::desk::DeskError;
use crate::feed::ring::News;
use geo_core::Milliseconds;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use world::{Actor, Command, Role, Scope, Submission, Timestamp, Touched};

/// Positions that come within this time of a batch wait for the next one: at most twenty a second go out, and nobody
/// waits longer for where a team is.
const TOGETHER: Duration = Duration::from_millis(50);
/// How often it is looked whose shift began or ended.
const LOOK_AT_SHIFTS: Duration = Duration::from_secs(15);
/// How often it is looked whether a plan's day has come.
const LOOK_AT_PLANS: Duration = Duration::from_secs(1);
/// How often what is due is forgotten.
const FORGET: Duration = Duration::from_secs(3_600);
/// Tracks are kept for seven days.
pub const TRACKS_FOR: Milliseconds = Milliseconds::from_minutes(7 * 24 * 60);
/// Narratives and proposals go thirty days after the incident ended.
pub const VAULT_FOR: Milliseconds = Milliseconds::from_minutes(30 * 24 * 60);

/// Starts all of it.
pub fn start(app: &App, findings: UnboundedReceiver<Submission>) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(flush(app.clone())),
        tokio::spawn(report(app.clone(), findings)),
        tokio::spawn(tell_shifts(app.clone())),
        tokio::spawn(crate::closures::watch::run(app.clone())),
        tokio::spawn(keep_plans_in_force(app.clone())),
        tokio::spawn(forget(app.clone())),
    ]
}

async fn flush(app: App) {
    loop {
        app.positions.moved().await;
        app.positions.flush();
        tokio::time::sleep(TOGETHER).await;
    }
}

/// Submits what positions proved.
async fn report(app: App, mut findings: UnboundedReceiver<Submission>) {
    while let Some(finding) = findings.recv().await {
        let team = match &finding.command {
            Command::MoveTask { team, .. } => team.clone(),
            _ => continue,
        };
        match app.desk.submit(finding).await {
            Ok(_) => tracing::info!(%team, "progress found by position"),
            // The officer or the device was faster.
            Err(DeskError::Refused(refusal)) => tracing::debug!(%team, %refusal, "finding not needed"),
            Err(error) => {
                tracing::warn!(%team, %error, "finding not taken");
                app.positions.watchman().again(&team);
            }
        }
    }
}

/// Nothing in the journal says that a shift begins: it was planned long ago. The feed says so when it does.
async fn tell_shifts(app: App) {
    let mut tick = interval(LOOK_AT_SHIFTS);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut before: Option<BTreeMap<_, bool>> = None;
    loop {
        tick.tick().await;
        let (view, now) = (app.desk.state(), app.desk.now());
        let all = Scope::district();
        let present: BTreeMap<_, bool> =
            view.world().teams(&all, now).map(|team| (team.team.code.clone(), team.status.on_duty)).collect();
        if let Some(before) = before {
            let turned =
                present.iter().filter(|(team, on_duty)| before.get(*team).is_some_and(|was| was != *on_duty));
            let touched: Vec<Touched> = turned.map(|(team, _)| Touched::Team(team.clone())).collect();
            if !touched.is_empty() {
                app.feed.ring.push(News {
                    seq: None,
                    at: now,
                    by: "system:shifts".to_owned(),
                    touched,
                    left: Vec::new(),
                    layers: Vec::new(),
                    draft: None,
                    arrivals: Vec::new(),
                });
            }
        }
        before = Some(present);
    }
}

/// A plan takes force on its day, also when nobody asks for anything then.
async fn keep_plans_in_force(app: App) {
    let mut tick = interval(LOOK_AT_PLANS);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let actor =
            Actor { account: "system:plans".to_owned(), role: Role::Administrator, scope: Scope::district() };
        let wakes = Submission { actor, request: None, command: Command::KeepPlansInForce };
        let is_due = app.desk.state().world().next_plan().is_some_and(|from| from <= app.desk.now());
        if is_due && let Err(error) = app.desk.submit(wakes).await {
            tracing::warn!(%error, "a plan could not take force yet");
        }
    }
}

async fn forget(app: App) {
    let mut tick = interval(FORGET);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let _ = app.blocking(forget_what_is_due).await;
    }
}

/// One round of forgetting. Blocks.
pub fn forget_what_is_due(app: &App) {
    let now = app.clock.now();
    let ago = |duration: Milliseconds| Timestamp(now.0 - i64::try_from(duration.0).unwrap_or(i64::MAX));
    let log = |what: &str, error: &dyn std::fmt::Display| tracing::warn!(what, %error, "not forgotten; tried again in an hour");
    app.positions.forget_before(ago(SHOWN_FOR));
    match app.tracks.purge(ago(TRACKS_FOR)) {
        Ok(0) => {}
        Ok(fixes) => tracing::info!(fixes, "old tracks forgotten"),
        Err(error) => log("tracks", &error),
    }
    date_vault_content(app);
    match app.vault.purge_due(now) {
        Ok(gone) if gone.is_empty() => {}
        Ok(gone) => tracing::info!(count = gone.len(), "vault content erased"),
        Err(error) => log("vault", &error),
    }
    if let Err(error) = app.accounts.purge_sessions(now) {
        log("sessions", &error);
    }
}

/// Sets the date on which what was kept about ended incidents goes.
fn date_vault_content(app: &App) {
    let view = app.desk.state();
    for incident in view.world().incident_register().iter() {
        let Some(ended) = incident.ended_at else { continue };
        let goes = ended.after(VAULT_FOR);
        let proposals = incident.tasks.iter().filter_map(|task| task.dispatched.proposal.as_ref());
        for reference in incident.narrative.iter().chain(proposals) {
            if app.dated.lock().contains(&reference.id) {
                continue;
            }
            match app.vault.check(reference) {
                Ok(store::VaultState::Kept { erase_after: None }) => {
                    match app.vault.erase_after(&reference.id, Some(goes)) {
                        Ok(()) => drop(app.dated.lock().insert(reference.id.clone())),
                        Err(error) => {
                            tracing::warn!(%error, incident = %incident.id, "no date set for vault content")
                        }
                    }
                }
                Ok(_) => drop(app.dated.lock().insert(reference.id.clone())),
                Err(error) => tracing::warn!(%error, incident = %incident.id, "vault content not found"),
            }
        }
    }
}
