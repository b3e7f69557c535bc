//! Positions of teams: in by one door, kept apart from the journal, forgotten after days.
//!
//! [`Positions::take`] is what the address calls, and the demo's patrols too. The latest fix of each team is in
//! memory; tracks are written by a thread of their own; what moved goes to the feed in batches, at once when nothing
//! went just before ([`Positions::flush`] says how).

pub mod arrival;
pub mod forms;
pub mod keeper;
pub mod routes;

use crate::feed::forms::{Positions as PositionsEvent, TeamFix};
use arrival::Watchman;
use dispatch::TeamId;
use forms::{FixesTaken, RefusedFix};
use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use tokio::sync::{Notify, watch};
use world::{Actor, Fix, Fixes, Refusal, Role, Scope, Timestamp, View};

/// Where teams are now.
pub struct Positions {
    fixes: RwLock<Fixes>,
    moved: Mutex<BTreeSet<TeamId>>,
    news: Notify,
    recent: Mutex<Recent>,
    bell: watch::Sender<u64>,
    tracks: std::sync::mpsc::Sender<Fix>,
    watchman: Watchman,
}

/// Batches kept for subscribers that are a little behind; who is farther behind is told where everybody is.
const RECENT: usize = 64;

/// The latest batches, numbered from 1.
#[derive(Default)]
struct Recent {
    /// The number of the last one.
    last: u64,
    batches: VecDeque<Arc<Batch>>,
}

/// What a subscriber has missed.
pub enum Missed {
    /// These, in order.
    Batches(Vec<Arc<Batch>>),
    /// More than is kept.
    TooMuch,
}

/// Teams that moved at about the same time.
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
            news: Notify::new(),
            recent: Mutex::default(),
            bell: watch::Sender::default(),
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
        if taken.accepted > 0 {
            self.news.notify_one();
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

    /// Rings with the number of each batch.
    pub fn bell(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// The batches behind number `seen`, and the number of the last one.
    pub fn missed(&self, seen: u64) -> (Missed, u64) {
        let recent = self.recent.lock();
        let behind = usize::try_from(recent.last.saturating_sub(seen)).unwrap_or(usize::MAX);
        let missed = match recent.batches.len().checked_sub(behind) {
            Some(first) => Missed::Batches(recent.batches.range(first..).cloned().collect()),
            None => Missed::TooMuch,
        };
        (missed, recent.last)
    }

    /// Waits until somebody has moved since the last batch.
    pub async fn moved(&self) {
        self.news.notified().await;
    }

    /// Makes a batch of what moved since the last one and rings. A flood of reports goes out in as many batches as
    /// this is called, so the caller waits a moment in between.
    pub fn flush(&self) {
        let moved = std::mem::take(&mut *self.moved.lock());
        if moved.is_empty() {
            return;
        }
        let fixes = self.fixes.read();
        let fixes = moved.iter().filter_map(|team| fixes.get(team).cloned()).collect();
        let mut recent = self.recent.lock();
        recent.last += 1;
        recent.batches.push_back(Arc::new(Batch { fixes, rendered: Mutex::default() }));
        if recent.batches.len() > RECENT {
            recent.batches.pop_front();
        }
        self.bell.send_replace(recent.last);
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
        Role::Viewer | Role::Planner => false,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn positions() -> Positions {
        let (tracks, _) = std::sync::mpsc::channel();
        let (findings, _) = tokio::sync::mpsc::unbounded_channel();
        Positions::new(Fixes::default(), tracks, Watchman::new(findings))
    }

    fn moves(positions: &Positions, team: &str) {
        positions.moved.lock().insert(team.parse().unwrap());
        positions.flush();
    }

    /// Whoever reads slowly gets every batch, in order, or is told to look at everybody anew.
    #[test]
    fn no_batch_is_passed_over() {
        let positions = positions();
        let bell = positions.bell();
        positions.flush();
        assert!(!bell.has_changed().unwrap(), "nobody moved");
        for place in 1..=3 {
            moves(&positions, &format!("T{place}"));
        }
        let count = |seen| match positions.missed(seen) {
            (Missed::Batches(batches), last) => Some((batches.len(), last)),
            (Missed::TooMuch, _) => None,
        };
        assert_eq!([count(0), count(1), count(3)], [Some((3, 3)), Some((2, 3)), Some((0, 3))]);
        for place in 0..RECENT {
            moves(&positions, &format!("U{place}"));
        }
        let last = 3 + RECENT as u64;
        assert_eq!([count(2), count(3)], [None, Some((RECENT, last))]);
        assert!(bell.has_changed().unwrap());
    }
}
