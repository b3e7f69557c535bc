//! Sends the next team where a team did not accept in time and a run card allows the service to do so by itself.
//!
//! The team is the best of a proposal that the checker has judged, from the rung that is offered now; the door judges
//! it once more. What was tried in vain is tried again after a while, for what was in the way may be gone: a hold ends,
//! a road opens, a team becomes free or says where it is. The officer sees the incident waiting all the while.

use crate::app::App;
use crate::http::Problem;
use crate::incidents::{proposal, seen};
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use std::collections::BTreeMap;
use world::incidents::{Climb, Incident};
use world::{Actor, Command, Role, Scope, Submission, Timestamp};

/// How long after the first attempt in vain the next is made; after each further one twice as long.
const PAUSE: Milliseconds = Milliseconds::from_seconds(2);
/// The longest pause.
const LONGEST_PAUSE: Milliseconds = Milliseconds::from_seconds(60);
/// As many are tried in one look, those that wait longest first: the clock has other things to write.
const AT_ONCE: usize = 20;

/// What was tried in vain, and when it is tried again.
#[derive(Debug, Default)]
pub struct Tried(BTreeMap<IncidentId, Attempt>);

#[derive(Debug)]
struct Attempt {
    /// The incident as it was: when it changes, it is tried at once.
    version: u64,
    pause: Milliseconds,
    again: Timestamp,
}

impl Tried {
    /// When an incident may be tried.
    fn from(&self, incident: &Incident) -> Timestamp {
        let before = self.0.get(&incident.id).filter(|before| before.version == incident.version);
        before.map_or(Timestamp(i64::MIN), |before| before.again)
    }

    fn in_vain(&mut self, incident: &Incident, now: Timestamp) {
        let before = self.0.get(&incident.id).filter(|before| before.version == incident.version);
        let pause = before.map_or(PAUSE, |before| Milliseconds(2 * before.pause.0).min(LONGEST_PAUSE));
        let attempt = Attempt { version: incident.version, pause, again: now.after(pause) };
        self.0.insert(incident.id.clone(), attempt);
    }
}

/// One look at all incidents whose ladder has climbed.
pub async fn send(app: &App, tried: &mut Tried) {
    let (view, now) = (app.desk.state(), app.desk.now());
    let waiting: BTreeMap<&IncidentId, &Incident> =
        view.world().to_be_sent_by_card().map(|incident| (&incident.id, incident)).collect();
    tried.0.retain(|id, _| waiting.contains_key(id));
    let mut due: Vec<&Incident> =
        waiting.into_values().filter(|incident| tried.from(incident) <= now).collect();
    due.sort_by_key(|incident| tried.from(incident));
    for incident in due.into_iter().take(AT_ONCE) {
        if let Err(why) = send_one(app, incident).await {
            tracing::info!(incident = %incident.id, %why, "the ladder sends nobody yet");
            tried.in_vain(incident, now);
        }
    }
}

async fn send_one(app: &App, incident: &Incident) -> Result<(), String> {
    let id = incident.id.clone();
    let climb = incident.ladder.clone().ok_or("nothing has lapsed")?;
    let rung = climb.rung.name();
    let found = app.blocking({
        let id = id.clone();
        move |app| best(app, &id, &climb)
    });
    let found = found.await.and_then(|found| found).map_err(|problem| problem.code().to_owned())?;
    let (team, proposal) = found.ok_or("nobody on this rung may go")?;
    let dispatched = seen::dispatched(app, &id, &team, Some(proposal), None);
    let dispatched = dispatched.await.map_err(|problem| problem.code().to_owned())?;
    let command = Command::Assign { incident: id.clone(), team: team.clone(), dispatched };
    let sent = app.desk.submit(Submission { actor: ladder(), request: None, command }).await;
    sent.map_err(|error| error.to_string())?;
    tracing::info!(incident = %id, %team, rung, "sent by the ladder, as a run card allows");
    Ok(())
}

/// The best team of the rungs that are offered, and the proposal that names it; nothing is kept where there is none.
fn best(app: &App, id: &IncidentId, climb: &Climb) -> Result<Option<(TeamId, String)>, Problem> {
    let weighing = proposal::weigh(app, &ladder(), id, None)?;
    let next = weighing.ranked().iter().find(|candidate| {
        candidate.rung.is_some_and(|rung| rung <= climb.rung) && !climb.lapsed.contains(&candidate.team)
    });
    let Some(team) = next.map(|candidate| candidate.team.clone()) else { return Ok(None) };
    Ok(Some((team, weighing.keep(app)?.proposal.id)))
}

/// The account that sends.
fn ladder() -> Actor {
    Actor { account: "system:ladder".to_owned(), role: Role::Administrator, scope: Scope::district() }
}
