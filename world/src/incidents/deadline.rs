//! By when the next thing should happen: the lamps (绿灯、黄灯、红灯) of open tasks and cases.
//!
//! The clock starts when a team is sent (派遣), as the closed loop has it. What a team owes first is shown: an
//! answer, then that it sets off, then that it arrives; a case owes that it is settled. Parking a case (挂账) stops
//! its clock. All of it follows from the incident, the policy and the instant, and nothing is kept: who changes the
//! policy sees the lamps change.

use super::{Incident, IncidentState, Severity, Task, TaskState};
use crate::{Refusal, Timestamp, World};
use dispatch::TeamId;
use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long things may take, by the district's policy. What has no figure has no lamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Deadlines {
    /// From sending until the team accepts.
    pub accept: Option<Milliseconds>,
    /// From sending until it sets off.
    pub depart: Option<Milliseconds>,
    /// What a team may take longer than was estimated when it was sent.
    pub slack: Milliseconds,
    /// From sending until it arrives, by severity, where nothing was estimated.
    pub arrive: BTreeMap<Severity, Milliseconds>,
    /// From the first sending until the case is closed, by severity.
    pub settle: BTreeMap<Severity, Milliseconds>,
    /// A lamp turns yellow when no more than this share of its time is left, in percent.
    pub warn_percent: u8,
}

impl Default for Deadlines {
    fn default() -> Self {
        use Severity::{Extreme, Minor, Moderate, Severe};
        let minutes = |figures: [u64; 4]| {
            let severities = [Extreme, Severe, Moderate, Minor];
            severities.into_iter().zip(figures.map(Milliseconds::from_minutes)).collect()
        };
        Self {
            accept: Some(Milliseconds::from_minutes(2)),
            depart: Some(Milliseconds::from_minutes(5)),
            slack: Milliseconds::from_minutes(3),
            arrive: minutes([10, 15, 20, 30]),
            settle: minutes([4 * 60, 8 * 60, 24 * 60, 72 * 60]),
            warn_percent: 25,
        }
    }
}

impl Deadlines {
    /// `bad_policy`.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        /// A year: what is longer is a slip of the pen, and no sum of such figures overflows.
        const LONGEST: Milliseconds = Milliseconds::from_minutes(366 * 24 * 60);
        let figures = [self.accept, self.depart, Some(self.slack)].into_iter().flatten();
        let all = figures.chain(self.arrive.values().copied()).chain(self.settle.values().copied());
        if let Some(bad) = all.into_iter().find(|figure| *figure > LONGEST) {
            return Err(Refusal::new("bad_policy").with("field", "pace.deadlines").with("value", bad.0));
        }
        if self.warn_percent > 100 {
            return Err(Refusal::new("bad_policy")
                .with("field", "pace.deadlines.warn_percent")
                .with("value", self.warn_percent));
        }
        Ok(())
    }
}

/// What is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Awaited {
    /// 接单: that the team accepts.
    Accept,
    /// 出发: that it sets off.
    Depart,
    /// 到场: that it arrives.
    Arrive,
    /// 办结: that the case is closed.
    Settle,
}

/// How a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Light {
    /// There is time.
    Green,
    /// Little is left.
    Yellow,
    /// The time is over.
    Red,
    /// The clock stands still while the case is parked.
    Stopped,
}

/// A deadline and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lamp {
    /// The team that owes it; `None` for the case as a whole.
    pub team: Option<TeamId>,
    /// What is awaited.
    pub awaited: Awaited,
    /// When its clock began.
    pub since: Timestamp,
    /// From when on it is yellow.
    pub warn: Timestamp,
    /// From when on it is red; while the clock stands still, as if it went on now.
    pub due: Timestamp,
    /// How it stands.
    pub light: Light,
}

/// What an open task owes next; `None` for one that owes nothing or has ended.
pub fn lamp_of_task(task: &Task, severity: Severity, deadlines: &Deadlines, now: Timestamp) -> Option<Lamp> {
    let (awaited, length) = match task.state {
        TaskState::Assigned => match deadlines.accept {
            Some(length) => (Awaited::Accept, length),
            None => arrival(task, severity, deadlines)?,
        },
        TaskState::Accepted => match deadlines.depart {
            Some(length) => (Awaited::Depart, length),
            None => arrival(task, severity, deadlines)?,
        },
        TaskState::EnRoute => arrival(task, severity, deadlines)?,
        TaskState::OnScene | TaskState::Done | TaskState::Returned | TaskState::Recalled => return None,
    };
    Some(lamp(Some(task.team.clone()), awaited, task.assigned_at, length, deadlines, now))
}

fn arrival(task: &Task, severity: Severity, deadlines: &Deadlines) -> Option<(Awaited, Milliseconds)> {
    let estimated = task.dispatched.estimate.map(|estimate| later(estimate, deadlines.slack));
    let length = estimated.or_else(|| deadlines.arrive.get(&severity).copied())?;
    Some((Awaited::Arrive, length))
}

/// By when a case should be settled; `None` before a team was sent, and after it has ended.
pub fn lamp_of_case(incident: &Incident, deadlines: &Deadlines, now: Timestamp) -> Option<Lamp> {
    if incident.state.is_final() {
        return None;
    }
    let length = *deadlines.settle.get(&incident.severity)?;
    let began = incident.tasks.iter().map(|task| task.assigned_at).min()?;
    let stood = stood_still(incident, began, now);
    // As if it had begun so much later: little is left when little of the time itself is left.
    let lamp = lamp(None, Awaited::Settle, began.after(stood), length, deadlines, now);
    let parked = incident.state == IncidentState::Parked;
    Some(Lamp { since: began, light: if parked { Light::Stopped } else { lamp.light }, ..lamp })
}

/// How long the case was parked since its clock began.
fn stood_still(incident: &Incident, began: Timestamp, now: Timestamp) -> Milliseconds {
    let parked = |detail: &str| {
        detail
            .strip_prefix(IncidentState::Parked.name())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let (mut since, mut total): (Option<Timestamp>, u64) = (None, 0);
    let moves = incident.history.iter().filter(|step| step.what == "incident_moved");
    for step in moves {
        if step.detail.as_deref().is_some_and(parked) {
            since.get_or_insert(step.at.max(began));
        } else if let Some(since) = since.take() {
            total += step.at.since(since).0;
        }
    }
    Milliseconds(total + since.map_or(0, |since| now.since(since).0))
}

fn lamp(
    team: Option<TeamId>,
    awaited: Awaited,
    since: Timestamp,
    length: Milliseconds,
    deadlines: &Deadlines,
    now: Timestamp,
) -> Lamp {
    let share = length.0.saturating_mul(u64::from(deadlines.warn_percent)) / 100;
    let (warn, due) = (since.after(Milliseconds(length.0.saturating_sub(share))), since.after(length));
    let light = match now {
        now if now >= due => Light::Red,
        now if now >= warn => Light::Yellow,
        _ => Light::Green,
    };
    Lamp { team, awaited, since, warn, due, light }
}

fn later(a: Milliseconds, b: Milliseconds) -> Milliseconds {
    Milliseconds(a.0.saturating_add(b.0))
}

impl World {
    /// The lamps of an incident at an instant: of its open tasks in order of sending, then that of the case.
    pub fn lamps(&self, incident: &Incident, now: Timestamp) -> Vec<Lamp> {
        let Some(policy) = self.policy() else { return Vec::new() };
        let deadlines = &policy.pace.deadlines;
        let of_task = |task: &Task| lamp_of_task(task, incident.severity, deadlines, now);
        let tasks = incident.tasks.iter().filter_map(of_task);
        tasks.chain(lamp_of_case(incident, deadlines, now)).collect()
    }
}
