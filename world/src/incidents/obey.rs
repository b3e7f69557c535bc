//! What the events of this room change.

use super::tasks::ANSWERED_LATE;
use super::{Incident, IncidentState, Step, Task, TaskState};
use crate::apply::Stamp;
use crate::truth::Numbering;
use crate::{Event, Timestamp, VaultRef, World};
use dispatch::{IncidentId, TeamId};

impl World {
    pub(crate) fn obey_incident(&mut self, event: &Event, stamp: &Stamp<'_>) {
        match event {
            Event::IncidentAccepted { .. } => self.accept(event, stamp),
            Event::IncidentAmended { incident, kind, severity, position, address, areas } => {
                self.change(incident, stamp, |incident| {
                    incident.kind = kind.clone();
                    incident.severity = *severity;
                    incident.position = *position;
                    incident.address = address.clone();
                    incident.areas = areas.clone();
                    incident.history.push(step(stamp, "incident_amended", None, None));
                });
            }
            Event::IncidentMoved { incident, state, remark } => {
                self.change(incident, stamp, |incident| {
                    incident.state = *state;
                    incident.remark = remark.clone();
                    if incident.keeper.is_none() {
                        incident.keeper = keeper(stamp);
                    }
                    if state.is_final() {
                        incident.ended_at = Some(stamp.at);
                        incident.waiting = None;
                    }
                    let detail = remark.as_ref().map_or_else(
                        || state.name().to_owned(),
                        |remark| format!("{}: {remark}", state.name()),
                    );
                    incident.history.push(step(stamp, "incident_moved", None, Some(detail)));
                });
            }
            Event::TeamAssigned { incident, team, dispatched, handed_on } => {
                self.change(incident, stamp, |incident| {
                    let before = handed_on.as_deref();
                    incident.tasks.push(Task {
                        team: team.clone(),
                        fence: stamp.seq,
                        state: before.map_or(TaskState::Assigned, |before| before.state),
                        assigned_at: before.map_or(stamp.at, |before| before.assigned_at),
                        accepted_at: before.and_then(|before| before.accepted_at),
                        en_route_at: before.and_then(|before| before.en_route_at),
                        arrived_at: before.and_then(|before| before.arrived_at),
                        ended_at: None,
                        reason: None,
                        report: None,
                        dispatched: dispatched.clone(),
                        sent_to: before.map(|before| before.sent_to.clone()),
                    });
                    if let Some(climb) = &mut incident.ladder {
                        climb.answered = true;
                    }
                    incident.history.push(step(
                        stamp,
                        "team_assigned",
                        Some(team),
                        dispatched.override_reason.clone(),
                    ));
                });
            }
            Event::TaskMoved { incident, team, state, reason, device_at, report, .. } => {
                self.change(incident, stamp, |incident| {
                    move_task(incident, team, *state, reason.as_ref(), stamp);
                    note(incident, team, *device_at, report.as_ref());
                });
            }
            Event::AnsweredLate { incident, team, device_at } => {
                self.change(incident, stamp, |incident| {
                    let heard = step(stamp, ANSWERED_LATE, Some(team), None);
                    incident.history.push(Step { device_at: Some(*device_at), ..heard });
                });
            }
            Event::IncidentsMerged { from, into } => {
                self.change(from, stamp, |incident| {
                    incident.merged_into = Some(into.clone());
                    incident.history.push(step(stamp, "incidents_merged", None, Some(into.to_string())));
                });
                self.change(into, stamp, |incident| {
                    incident.history.push(step(stamp, "incidents_merged", None, Some(from.to_string())));
                });
                self.hand_whistles_on(from, into, stamp);
            }
            _ => {}
        }
    }

    fn accept(&mut self, event: &Event, stamp: &Stamp<'_>) {
        let Event::IncidentAccepted {
            incident,
            kind,
            severity,
            position,
            address,
            areas,
            channel,
            external_no,
            narrative,
        } = event
        else {
            return;
        };
        let incident = Incident {
            id: incident.clone(),
            state: IncidentState::Accepted,
            kind: kind.clone(),
            severity: *severity,
            position: *position,
            address: address.clone(),
            areas: areas.clone(),
            channel: *channel,
            external_no: external_no.clone(),
            narrative: narrative.clone(),
            accepted_at: stamp.at,
            ended_at: None,
            remark: None,
            tasks: Vec::new(),
            keeper: keeper(stamp),
            waiting: None,
            ladder: None,
            merged_into: None,
            photos: Vec::new(),
            history: vec![step(stamp, "incident_accepted", None, None)],
            version: stamp.seq,
        };
        self.note_number(&incident.id);
        self.put_incident(incident, stamp.seq);
    }

    /// Keeps the serial of the latest date, so that no number is given twice.
    fn note_number(&mut self, number: &IncidentId) {
        let Some((date, serial)) = number.as_str().split_once('-') else { return };
        let Ok(serial) = serial.parse() else { return };
        let numbering = &mut self.truth.numbering;
        if (date, serial) > (numbering.date.as_str(), numbering.serial) {
            *numbering = Numbering { date: date.to_owned(), serial };
        }
    }

    pub(super) fn change(&mut self, id: &IncidentId, stamp: &Stamp<'_>, change: impl FnOnce(&mut Incident)) {
        let Some(incident) = self.truth.incidents.get(id) else { return };
        let mut incident = (**incident).clone();
        change(&mut incident);
        self.put_incident(incident, stamp.seq);
    }

    fn put_incident(&mut self, mut incident: Incident, seq: u64) {
        incident.version = seq;
        let before = self.truth.incidents.save(incident.clone(), seq);
        self.derived.incident(before.as_deref(), &incident);
    }
}

/// Moves the task that binds the team; an ended one stays as it was.
fn move_task(
    incident: &mut Incident,
    team: &TeamId,
    state: TaskState,
    reason: Option<&String>,
    stamp: &Stamp<'_>,
) {
    let Some(task) = incident.tasks.iter_mut().find(|task| task.team == *team && task.state.is_active())
    else {
        return;
    };
    task.state = state;
    task.reason = reason.cloned();
    let reached = match state {
        TaskState::Assigned => return,
        TaskState::Accepted => &mut task.accepted_at,
        TaskState::EnRoute => &mut task.en_route_at,
        TaskState::OnScene => &mut task.arrived_at,
        TaskState::Done | TaskState::Returned | TaskState::Recalled => &mut task.ended_at,
    };
    *reached = Some(stamp.at);
    let detail =
        reason.map_or_else(|| state.name().to_owned(), |reason| format!("{}: {reason}", state.name()));
    incident.history.push(step(stamp, "task_moved", Some(team), Some(detail)));
}

/// Keeps what the device said of the step that was just written, and what the team wrote.
fn note(incident: &mut Incident, team: &TeamId, device_at: Option<Timestamp>, report: Option<&VaultRef>) {
    if let Some(step) = incident.history.last_mut().filter(|step| step.team.as_ref() == Some(team)) {
        step.device_at = device_at;
    }
    if let Some(task) = incident.tasks.iter_mut().rev().find(|task| task.team == *team)
        && let Some(report) = report
    {
        task.report = Some(report.clone());
    }
}

pub(super) fn step(stamp: &Stamp<'_>, what: &str, team: Option<&TeamId>, detail: Option<String>) -> Step {
    let (by, what) = (stamp.by.to_owned(), what.to_owned());
    Step { at: stamp.at, by, what, team: team.cloned(), detail, device_at: None }
}

/// Who answers for an incident from now on: a person, never a device or the service itself.
fn keeper(stamp: &Stamp<'_>) -> Option<String> {
    let person = !stamp.by.starts_with(crate::rights::SYSTEM) && !stamp.by.starts_with(crate::rights::DEVICE);
    person.then(|| stamp.by.to_owned())
}

impl IncidentState {
    /// The identifier of the glossary: `"feedback"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Opened => "opened",
            Self::Dispatched => "dispatched",
            Self::Handling => "handling",
            Self::Feedback => "feedback",
            Self::Parked => "parked",
            Self::Closed => "closed",
            Self::Merged => "merged",
        }
    }
}
