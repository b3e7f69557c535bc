//! Positions of teams: in by one door, kept apart from the journal, forgotten after days.
//!
//! [`Positions::take`] is what the address calls, and the demo's patrols too. The latest fix of each team is in
//! memory; tracks are written by a thread of their own; every second what moved goes to the feed in one batch.

pub mod arrival;
pub mod forms;
pub mod keeper;
pub mod routes;

use crate::feed::forms::{Positions as PositionsEvent, TeamFix};
use arrival::Watchman;
use dispatch::TeamId;
use forms::{FixesTaken, RefusedFix};
use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::watch;
use world::{Actor, Fix, Fixes, Refusal, Role, Scope, Timestamp, View};

/// Where teams are now.
pub struct Positions {
    fixes: RwLock<Fixes>,
    moved: Mutex<BTreeSet<TeamId>>,
    batches: watch::Sender<Arc<Batch>>,
    tracks: std::sync::mpsc::Sender<Fix>,
    watchman: Watchman,
}

/// What moved within a second.
#[derive(Default)]
pub struct Batch {
    fixes: Vec<Fix>,
    rendered: Mutex<HashMap<String, Option<Arc<str>>>>,
}

impl Batch {
    /// The event as it goes over the wire to everybody of a scope; `None` when nothing in it is theirs to see.
    pub fn rendered(&self, view: &View, scope: &Scope) -> Option<Arc<str>> {
        let mut rendered = self.rendered.lock();
        let known = rendered.entry(scope.class().to_owned()).or_insert_with(|| {
            let fixes: Vec<TeamFix> =
                self.fixes.iter().filter(|fix| sees(view, scope, fix)).map(team_fix).collect();
            let data = serde_json::to_string(&PositionsEvent { fixes: fixes.clone() }).unwrap_or_default();
            (!fixes.is_empty()).then(|| format!("event: positions\ndata: {data}\n\n").into())
        });
        known.clone()
    }
}

impl Positions {
    /// Begins with the fixes that the tracks remember. `tracks` is where accepted fixes go; `watchman` is told of them.
    pub fn new(fixes: Fixes, tracks: std::sync::mpsc::Sender<Fix>, watchman: Watchman) -> Self {
        Self {
            fixes: RwLock::new(fixes),
            moved: Mutex::default(),
            batches: watch::Sender::default(),
            tracks,
            watchman,
        }
    }

    /// Where teams are. Held briefly: nobody can report a position meanwhile.
    pub fn fixes(&self) -> RwLockReadGuard<'_, Fixes> {
        self.fixes.read()
    }

    /// Takes a batch of reports; each is taken or refused for itself.
    pub fn take(&self, view: &View, actor: &Actor, reports: Vec<Fix>, now: Timestamp) -> FixesTaken {
        let mut taken = FixesTaken { accepted: 0, refused: Vec::new() };
        for (index, fix) in reports.into_iter().enumerate() {
            match self.take_one(view, actor, fix, now) {
                Ok(()) => taken.accepted += 1,
                Err(refusal) => taken.refused.push(RefusedFix {
                    index,
                    code: refusal.code.to_owned(),
                    params: refusal
                        .params
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                }),
            }
        }
        taken
    }

    fn take_one(&self, view: &View, actor: &Actor, fix: Fix, now: Timestamp) -> Result<(), Refusal> {
        may_report(view, actor, &fix)?;
        let fix = self.fixes.write().accept(fix, now)?.clone();
        self.moved.lock().insert(fix.team.clone());
        self.watchman.look(view, &fix, now);
        // The keeper is gone only when the service stops; a fix is no loss then.
        let _ = self.tracks.send(fix);
        Ok(())
    }

    /// Who looks at fixes for what they prove.
    pub fn watchman(&self) -> &Watchman {
        &self.watchman
    }

    /// Listens to batches.
    pub fn batches(&self) -> watch::Receiver<Arc<Batch>> {
        self.batches.subscribe()
    }

    /// Sends what moved since the last call to all listeners.
    pub fn flush(&self) {
        let moved = std::mem::take(&mut *self.moved.lock());
        if moved.is_empty() {
            return;
        }
        let fixes = self.fixes.read();
        let fixes = moved.iter().filter_map(|team| fixes.get(team).cloned()).collect();
        self.batches.send_replace(Arc::new(Batch { fixes, rendered: Mutex::default() }));
    }

    /// The latest fix of every team that a scope may see.
    pub fn latest_within(&self, view: &View, scope: &Scope) -> Vec<TeamFix> {
        self.fixes.read().iter().filter(|fix| sees(view, scope, fix)).map(team_fix).collect()
    }

    /// Forgets fixes taken before an instant.
    pub fn forget_before(&self, before: Timestamp) -> usize {
        self.fixes.write().purge(before).len()
    }
}

/// A device reports for its own team, an officer or a gateway for every team within reach.
fn may_report(view: &View, actor: &Actor, fix: &Fix) -> Result<(), Refusal> {
    let world = view.world();
    let team = world
        .team_register()
        .get(&fix.team)
        .ok_or_else(|| Refusal::new("unknown_team").with("team", &fix.team))?;
    let allowed = match actor.role {
        Role::Viewer => false,
        Role::Device => actor.device_of() == Some(fix.team.as_str()),
        Role::DutyOfficer | Role::Administrator => true,
    };
    if !allowed {
        return Err(Refusal::new("not_allowed")
            .with("role", serde_json::to_value(actor.role).unwrap_or_default().as_str().unwrap_or(""))
            .with("account", &actor.account));
    }
    if actor.role != Role::Device && !world.covers_team(&actor.scope, team) {
        return Err(Refusal::new("outside_scope").with("scope", actor.scope.class()));
    }
    if team.retired {
        return Err(Refusal::new("team_retired").with("team", &fix.team));
    }
    Ok(())
}

/// A team is seen by those whose team it is, and by those in whose area it is.
fn sees(view: &View, scope: &Scope, fix: &Fix) -> bool {
    let world = view.world();
    scope.root().is_none()
        || world.covers_position(scope, fix.position)
        || world.team_register().get(&fix.team).is_some_and(|team| world.covers_team(scope, team))
}

fn team_fix(fix: &Fix) -> TeamFix {
    TeamFix {
        team: fix.team.clone(),
        position: fix.position,
        at: fix.at,
        heading: fix.heading.map(|heading| heading.0),
        speed: fix.speed.map(|speed| speed.0),
        source: fix.source.into(),
    }
}
