//! Sends the next team where a team did not accept in time and a run card allows the service to do so by itself.
//!
//! The team is the best of a proposal that the checker has judged, from the rung that is offered now; the door judges
//! it once more. What is refused is left to the officer, who sees the incident waiting all the while.

use crate::app::App;
use crate::incidents::proposal;
use dispatch::IncidentId;
use std::collections::BTreeMap;
use world::incidents::Incident;
use world::{Actor, Command, Role, Scope, Submission};

/// What was tried, so that nothing is asked for again until the incident has changed.
#[derive(Debug, Default)]
pub struct Tried(BTreeMap<IncidentId, u64>);

/// One look at all incidents whose ladder has climbed.
pub async fn send(app: &App, tried: &mut Tried) {
    let view = app.desk.state();
    let waiting: Vec<Incident> = view.world().to_be_sent_by_card().cloned().collect();
    tried.0.retain(|id, _| waiting.iter().any(|incident| incident.id == *id));
    for incident in waiting {
        if tried.0.insert(incident.id.clone(), incident.version) == Some(incident.version) {
            continue;
        }
        if let Err(why) = send_one(app, &incident).await {
            tracing::info!(incident = %incident.id, %why, "the ladder sends nobody; an officer has to");
        }
    }
}

async fn send_one(app: &App, incident: &Incident) -> Result<(), String> {
    let id = incident.id.clone();
    let made = app.blocking({
        let id = id.clone();
        move |app| proposal::make(app, &ladder(), &id, None)
    });
    let made = made.await.and_then(|made| made).map_err(|problem| problem.code().to_owned())?;
    let climb = incident.ladder.as_ref().ok_or("nothing has lapsed")?;
    let next = made.ranked.iter().find(|candidate| {
        candidate.rung.is_some_and(|rung| rung <= climb.rung) && !climb.lapsed.contains(&candidate.team)
    });
    let team = next.map(|candidate| candidate.team.clone()).ok_or("nobody on this rung may go")?;
    let dispatched = proposal::dispatched(app, &id, &team, Some(made.proposal.id.clone()), None);
    let dispatched = dispatched.await.map_err(|problem| problem.code().to_owned())?;
    let command = Command::Assign { incident: id.clone(), team: team.clone(), dispatched };
    let sent = app.desk.submit(Submission { actor: ladder(), request: None, command }).await;
    sent.map_err(|error| error.to_string())?;
    tracing::info!(incident = %id, %team, rung = climb.rung.name(), "sent by the ladder, as a run card allows");
    Ok(())
}

/// The account that sends.
fn ladder() -> Actor {
    Actor { account: "system:ladder".to_owned(), role: Role::Administrator, scope: Scope::district() }
}
