//! Watches positions for what they prove: a team that is near enough has arrived; one that accepted and then moved
//! is on its way.
//!
//! Near is not arrived for a team that has not answered: its post may lie beside the place, and nobody knows whether it
//! has heard. It has to have come from farther off since it was sent.

use dispatch::TeamId;
use geo_core::{Metres, Position, distance};
use parking_lot::Mutex;
use std::collections::HashMap;
use tokio::sync::mpsc::UnboundedSender;
use world::incidents::{TaskState, WhistleCommand};
use world::{Actor, Command, Evidence, Fix, FixSource, Role, Scope, Submission, Timestamp, View};

/// A team that accepted and is this far from where it was then is on its way.
const SET_OFF: Metres = Metres(80.0);

/// Looks at every fix of a team that is bound.
pub struct Watchman {
    findings: UnboundedSender<Submission>,
    watched: Mutex<HashMap<TeamId, Watched>>,
    /// The whistle at which a team was found, so that it is said once.
    checked_in: Mutex<HashMap<TeamId, String>>,
}

/// What is known of a bound team.
struct Watched {
    fence: u64,
    /// Whether it was seen beyond the arrival radius since it was sent.
    was_away: bool,
    /// Where it was when it was first seen to have accepted.
    started: Option<Position>,
    /// The latest state that was reported in its name.
    reported: Option<TaskState>,
}

impl Watchman {
    /// Findings go to `findings`, from where they are submitted.
    pub fn new(findings: UnboundedSender<Submission>) -> Self {
        Self { findings, watched: Mutex::default(), checked_in: Mutex::default() }
    }

    /// Looks at a fix.
    pub fn look(&self, view: &View, fix: &Fix, now: Timestamp) {
        self.look_for_whistle(view, fix, now);
        let world = view.world();
        let mut watched = self.watched.lock();
        let Some(binding) = world.binding(&fix.team) else {
            watched.remove(&fix.team);
            return;
        };
        let (Some(incident), Some(policy)) =
            (world.incident_register().get(&binding.incident), world.policy())
        else {
            return;
        };
        let anew = || Watched { fence: binding.fence, was_away: false, started: None, reported: None };
        let entry = watched.entry(fix.team.clone()).or_insert_with(anew);
        if entry.fence != binding.fence {
            *entry = anew();
        }
        let away = distance(fix.position, incident.position);
        let (near, since_sent) =
            (away.0 <= policy.arrival_radius.0, fix.at >= binding.since && fix.at <= now);
        entry.was_away |= !near && since_sent;
        // What an officer sets by radio was heard from the team.
        let answered = binding.state >= TaskState::Accepted || fix.source == FixSource::Radio;
        let found = if binding.state < TaskState::OnScene && near && since_sent {
            (answered || entry.was_away).then_some(TaskState::OnScene)
        } else if binding.state == TaskState::Accepted && fix.source == FixSource::Device {
            let started = *entry.started.get_or_insert(fix.position);
            (distance(started, fix.position).0 >= SET_OFF.0).then_some(TaskState::EnRoute)
        } else {
            None
        };
        let Some(state) = found.filter(|state| entry.reported.is_none_or(|reported| reported < *state))
        else {
            return;
        };
        entry.reported = Some(state);
        let (actor, evidence) = match state {
            TaskState::OnScene => (system("system:arrival"), Evidence::Fix { at: fix.at, distance: away }),
            // The device itself says so: by moving.
            _ => (device(&fix.team), Evidence::Device),
        };
        let command = Command::MoveTask {
            incident: binding.incident,
            team: fix.team.clone(),
            fence: binding.fence,
            state,
            evidence,
            reason: None,
            device: world::DeviceNote::default(),
        };
        let _ = self.findings.send(Submission { actor, request: None, command });
    }

    /// Whether a fix lies where a whistle calls its team.
    fn look_for_whistle(&self, view: &View, fix: &Fix, now: Timestamp) {
        let world = view.world();
        let mut checked_in = self.checked_in.lock();
        let Some(whistle) = world.called_by(&fix.team) else {
            checked_in.remove(&fix.team);
            return;
        };
        let missing = whistle.called(&fix.team).is_some_and(|called| called.is_missing());
        let away = distance(fix.position, world.place_of(whistle));
        let near = world.policy().is_some_and(|policy| away.0 <= policy.arrival_radius.0);
        let proves = missing && near && fix.at >= whistle.blown_at && fix.at <= now;
        if !proves || checked_in.get(&fix.team) == Some(&whistle.id) {
            return;
        }
        checked_in.insert(fix.team.clone(), whistle.id.clone());
        let command = WhistleCommand::CheckIn {
            whistle: whistle.id.clone(),
            team: fix.team.clone(),
            evidence: Evidence::Fix { at: fix.at, distance: away },
            reason: None,
            device_at: None,
        };
        let command = Command::Whistle(Box::new(command));
        let _ = self.findings.send(Submission { actor: system("system:arrival"), request: None, command });
    }

    /// A finding was not taken (the store was away): the next fix may bring it again.
    pub fn again(&self, team: &TeamId) {
        if let Some(watched) = self.watched.lock().get_mut(team) {
            watched.reported = None;
        }
        self.checked_in.lock().remove(team);
    }
}

/// The service itself.
pub fn system(account: &str) -> Actor {
    Actor { account: account.to_owned(), role: Role::DutyOfficer, scope: Scope::district() }
}

/// A team's own device.
pub fn device(team: &TeamId) -> Actor {
    Actor { account: format!("team:{team}"), role: Role::Device, scope: Scope::district() }
}
