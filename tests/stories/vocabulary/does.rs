//! What people and devices do. Every step is one command.

use super::{Call, Person, team_id};
use crate::district::Spot;
use crate::drivers::{Refused, Told};
use dispatch::IncidentId;
use std::panic::Location;
use world::incidents::{
    Dispatched, GivenOver, Incident, NewWhistle, Severity, TaskState, WhistleCommand, WhistleKind,
};
use world::records::Team;
use world::{Actor, Command, Evidence, NewEmergency, Occasion, Role, Scope, Timestamp};

fn dispatched(reason: Option<&str>) -> Dispatched {
    let override_reason = reason.map(str::to_owned);
    Dispatched { estimate: None, basis: None, rank: None, proposal: None, override_reason, closures: None }
}

impl Person {
    /// The same person, whose next steps carry this request id.
    pub fn under_request(&self, id: &str) -> Self {
        Self { request: Some(id.to_owned()), ..self.clone() }
    }

    #[track_caller]
    fn submit(&self, command: Command) -> Result<Option<IncidentId>, Refused> {
        let at = Some(Location::caller());
        let done = self.stage.submit(&self.actor, self.request.as_deref(), command);
        done.map_err(|refused| Refused { at, ..refused })
    }

    #[track_caller]
    fn does(&self, command: Command) -> Told {
        self.submit(command).map(drop)
    }

    /// 受理: takes a call and tells its number.
    #[track_caller]
    pub fn takes(&self, call: Call) -> Result<IncidentId, Refused> {
        let number = self.submit(Command::OpenIncident {
            kind: call.kind.parse().unwrap(),
            severity: Severity::Minor,
            position: call.spot.position(),
            address: None,
            channel: call.channel,
            external_no: call.number.map(str::to_owned),
            narrative: None,
        })?;
        Ok(number.expect("whoever takes a call is told its number"))
    }

    /// 立案.
    #[track_caller]
    pub fn opens(&self, id: &IncidentId) -> Told {
        self.does(Command::OpenCase { incident: id.clone() })
    }

    #[track_caller]
    fn amends(&self, id: &IncidentId, version: u64, spot: Option<Spot>, address: Option<&str>) -> Told {
        self.does(Command::AmendIncident {
            incident: id.clone(),
            version,
            kind: None,
            severity: None,
            position: spot.map(Spot::position),
            address: address.map(str::to_owned),
        })
    }

    /// Moves an incident as it stands now.
    #[track_caller]
    pub fn moves(&self, id: &IncidentId, to: Spot) -> Told {
        let version = self.finds(id).map_or(0, |incident| incident.version);
        self.amends(id, version, Some(to), None)
    }

    /// Writes an address into what was seen a while ago.
    #[track_caller]
    pub fn writes_address(&self, seen: &Incident, address: &str) -> Told {
        self.amends(&seen.id, seen.version, None, Some(address))
    }

    /// 派单.
    #[track_caller]
    pub fn sends(&self, team: &str, id: &IncidentId) -> Told {
        self.does(Command::Assign { incident: id.clone(), team: team_id(team), dispatched: dispatched(None) })
    }

    /// Sends a team that a rule bars, and says why.
    #[track_caller]
    pub fn sends_all_the_same(&self, team: &str, id: &IncidentId, reason: &str) -> Told {
        let dispatched = dispatched(Some(reason));
        self.does(Command::Assign { incident: id.clone(), team: team_id(team), dispatched })
    }

    /// 占用: holds a team while deciding.
    #[track_caller]
    pub fn holds(&self, team: &str, id: &IncidentId) -> Told {
        self.does(Command::HoldTeam { incident: id.clone(), team: team_id(team), length: None })
    }

    /// Lets a team go that was held.
    #[track_caller]
    pub fn lets_go(&self, team: &str, id: &IncidentId) -> Told {
        self.does(Command::ReleaseHold { incident: id.clone(), team: team_id(team) })
    }

    /// 平战转换: switches an area to emergency, as a drill.
    #[track_caller]
    pub fn switches(&self, area: &str, reason: &str, until: Timestamp) -> Told {
        let (area, reason) = (area.parse().unwrap(), reason.to_owned());
        self.does(Command::SwitchMode(NewEmergency { area, reason, until, occasion: Occasion::Drill }))
    }

    /// Switches back to peace.
    #[track_caller]
    pub fn switches_back(&self, emergency: &str) -> Told {
        self.does(Command::EndMode { emergency: emergency.to_owned(), reason: None })
    }

    /// 交接班: hands incidents over, without a word.
    #[track_caller]
    pub fn hands_over(&self, incidents: &[&IncidentId]) -> Told {
        let given = |id: &&IncidentId| GivenOver { incident: (*id).clone(), note: None };
        self.does(Command::HandOverShift { note: None, items: incidents.iter().map(given).collect() })
    }

    /// Takes over everything of a handover that waits.
    #[track_caller]
    pub fn takes_over(&self, handover: &str) -> Told {
        self.does(Command::TakeHandover { handover: handover.to_owned(), incidents: Vec::new() })
    }

    /// Calls a team back.
    #[track_caller]
    pub fn recalls(&self, team: &str, id: &IncidentId, reason: &str) -> Told {
        self.does(Command::Recall { incident: id.clone(), team: team_id(team), reason: reason.to_owned() })
    }

    /// Takes a team off one incident and sends it to another.
    #[track_caller]
    pub fn reassigns(&self, team: &str, from: &IncidentId, to: &IncidentId, reason: &str) -> Told {
        self.does(Command::Reassign {
            team: team_id(team),
            from: from.clone(),
            to: to.clone(),
            reason: reason.to_owned(),
            dispatched: dispatched(None),
        })
    }

    #[track_caller]
    fn moves_task(&self, team: &str, id: &IncidentId, state: TaskState, reason: Option<&str>) -> Told {
        let team = team_id(team);
        // A phone is told the number of its task on a page of its own; the story looks it up where officers do.
        let officer = Actor { account: "desk".to_owned(), role: Role::DutyOfficer, scope: Scope::district() };
        let incident = self.stage.questions().incident(&officer, id);
        let task = incident.and_then(|incident| incident.last_task(&team).cloned());
        let by_device = self.actor.role == Role::Device;
        self.does(Command::MoveTask {
            incident: id.clone(),
            team,
            fence: task.map_or(0, |task| task.fence),
            state,
            evidence: if by_device { Evidence::Device } else { Evidence::ByHand },
            reason: reason.map(str::to_owned),
            device: world::DeviceNote::default(),
        })
    }

    /// 吹哨: calls teams to an incident in an emergency.
    #[track_caller]
    pub fn whistles(&self, id: &IncidentId, teams: &[&str]) -> Told {
        let about = NewWhistle {
            kind: WhistleKind::Emergency,
            incident: Some(id.clone()),
            position: None,
            address: None,
            reason: "河水上涨".to_owned(),
            teams: teams.iter().map(|team| team_id(team)).collect(),
            within: None,
        };
        self.does(Command::Whistle(Box::new(WhistleCommand::Blow(about))))
    }

    /// 报到, as the officer hears it.
    #[track_caller]
    pub fn lets_in(&self, whistle: &str, team: &str, reason: &str) -> Told {
        let (whistle, reason) = (whistle.to_owned(), Some(reason.to_owned()));
        let check_in = WhistleCommand::CheckIn {
            whistle,
            team: team_id(team),
            evidence: Evidence::ByHand,
            reason,
            device_at: None,
        };
        self.does(Command::Whistle(Box::new(check_in)))
    }

    /// Lets a team go that a whistle holds.
    #[track_caller]
    pub fn dismisses(&self, whistle: &str, team: &str, reason: &str) -> Told {
        let (whistle, reason) = (whistle.to_owned(), reason.to_owned());
        let release = WhistleCommand::Release { whistle, team: team_id(team), reason };
        self.does(Command::Whistle(Box::new(release)))
    }

    /// Ends a whistle.
    #[track_caller]
    pub fn ends_whistle(&self, whistle: &str, outcome: &str) -> Told {
        let (whistle, outcome) = (whistle.to_owned(), outcome.to_owned());
        self.does(Command::Whistle(Box::new(WhistleCommand::End { whistle, outcome })))
    }

    /// A device tells how far its team is.
    #[track_caller]
    pub fn reports(&self, id: &IncidentId, state: TaskState) -> Told {
        let team = self.actor.device_of().expect("devices report").to_owned();
        self.moves_task(&team, id, state, None)
    }

    /// 退回: a device gives the task back, because of something or without a word.
    #[track_caller]
    pub fn gives_back(&self, id: &IncidentId, reason: Option<&str>) -> Told {
        let team = self.actor.device_of().expect("devices give back").to_owned();
        self.moves_task(&team, id, TaskState::Returned, reason)
    }

    /// An officer writes down what a team said by radio.
    #[track_caller]
    pub fn hears(&self, team: &str, id: &IncidentId, state: TaskState) -> Told {
        self.moves_task(team, id, state, None)
    }

    /// Takes a team out of the draw, or puts it back with no reason.
    #[track_caller]
    pub fn takes_out(&self, team: &str, reason: Option<&str>) -> Told {
        self.does(Command::SetAvailability { team: team_id(team), unavailable: reason.map(str::to_owned) })
    }

    /// Joins a call to another about the same thing.
    #[track_caller]
    pub fn merges(&self, from: &IncidentId, into: &IncidentId) -> Told {
        self.does(Command::MergeIncidents { from: from.clone(), into: into.clone() })
    }

    /// 挂账.
    #[track_caller]
    pub fn parks(&self, id: &IncidentId, reason: &str) -> Told {
        self.does(Command::ParkIncident { incident: id.clone(), reason: Some(reason.to_owned()) })
    }

    /// Takes a parked case up again.
    #[track_caller]
    pub fn resumes(&self, id: &IncidentId) -> Told {
        self.does(Command::ParkIncident { incident: id.clone(), reason: None })
    }

    /// 核查结案.
    #[track_caller]
    pub fn closes(&self, id: &IncidentId, outcome: &str) -> Told {
        self.does(Command::CloseIncident { incident: id.clone(), outcome: outcome.to_owned() })
    }

    /// Edits a team's record.
    #[track_caller]
    pub fn saves(&self, team: Team) -> Told {
        self.does(Command::SaveTeams(vec![team]))
    }
}
