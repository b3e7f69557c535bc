//! What somebody wants. Every change to the world is one of these and passes `Desk::submit`.

use crate::incidents::{
    Dispatched, GivenOver, PhotoCommand, Severity, SourceChannel, TaskState, WhistleCommand,
};
use crate::records::{Area, Depot, Place, RunCard, SensingPoint, Shift, Team};
use crate::{Hash, Tables, Timestamp, VaultRef};
use dispatch::{IncidentId, IncidentKindCode, TeamId};
use geo_core::{AreaCode, Level, Milliseconds, Position, Shape};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A command with the name of its sender and the request id that makes retries harmless.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Who.
    pub actor: crate::Actor,
    /// The client's id of this request, if it gave one.
    pub request: Option<String>,
    /// What.
    pub command: Command,
}

/// What `decide` may know beyond the world.
#[derive(Debug, Clone)]
pub struct Context {
    /// max(clock, last entry).
    pub now: Timestamp,
    /// Who asks, with role and scope.
    pub actor: crate::Actor,
}

/// An area to be imported, with its outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewArea {
    /// Names and parent; `version` is ignored.
    pub area: Area,
    /// Where it is.
    pub outline: Arc<Shape>,
}

/// Everything that can be asked of the district's stream.
#[derive(Debug, Clone)]
pub enum Command {
    /// Names the district and adopts its code tables. First command of a store; later ones replace
    /// name and tables.
    Found {
        /// Six-digit division code, `{d}` of the addresses.
        code: AreaCode,
        /// As people say it.
        name: String,
        /// Incident kinds, place kinds, dispatch policy.
        tables: Box<Tables>,
    },
    /// Replaces all areas of one level by imported ones.
    ImportAreas {
        /// The level.
        level: Level,
        /// The attachment that holds the file as it came.
        input: Hash,
        /// Every area of it.
        areas: Vec<NewArea>,
    },
    /// Publishes a draft for the day it says.
    PublishPlan(Box<crate::Publication>),
    /// Publishes a draft at once: it is in force from the instant of the command, whatever day it says.
    PublishPlanAtOnce(Box<crate::Publication>),
    /// Takes back the plan published last, before its day. Its number is not given again.
    WithdrawPlan {
        /// Its number.
        number: u32,
        /// Why.
        reason: String,
    },
    /// Says how the district wants its plans.
    SavePlanRules {
        /// How.
        rules: Box<crate::PlanRules>,
        /// The version of the district's tables that was looked at.
        version: u64,
    },
    /// Lets plans whose day has come take force. Any other command does so too; this one asks for nothing else.
    KeepPlansInForce,
    /// Puts an imported road network in force.
    ImportRoads {
        /// The attachment that holds the file as it came; also the version of the roads.
        input: Hash,
        /// Figures for people, from `dispatch::roads::RoadStats`.
        summary: String,
    },
    /// Draws, changes or ends a closure.
    Closure(Box<crate::ClosureCommand>),
    /// Blows a whistle, checks a department in, lets one go, ends a whistle.
    Whistle(Box<WhistleCommand>),
    /// Adds a photo of the place to an incident, or erases one.
    Photo(Box<PhotoCommand>),
    /// Edits who answers for areas that are there; geometry, level and parent stay.
    SaveAreas(Vec<Area>),
    /// Adds or edits teams. A record with `version` 0 must be new, any other must be current.
    SaveTeams(Vec<Team>),
    /// Adds or edits shifts.
    SaveShifts(Vec<Shift>),
    /// Ends shifts that were entered by mistake.
    RemoveShifts(Vec<String>),
    /// Adds or edits depots.
    SaveDepots(Vec<Depot>),
    /// Removes depots.
    RemoveDepots(Vec<String>),
    /// Adds or edits sensing points.
    SaveSensingPoints(Vec<SensingPoint>),
    /// Adds or edits places.
    SavePlaces(Vec<Place>),
    /// Adds or edits run cards.
    SaveRunCards(Vec<RunCard>),
    /// Removes run cards.
    RemoveRunCards(Vec<String>),
    /// Adds or overwrites whole registers from a file: existing codes are replaced whatever their
    /// version, all rows or none.
    ImportRecords {
        /// The attachment that holds the file as it came.
        input: Hash,
        /// The rows.
        records: Records,
    },
    /// Takes a call. An officer's own call is a case at once; one from outside waits as accepted.
    OpenIncident {
        /// What happened.
        kind: IncidentKindCode,
        /// How bad.
        severity: Severity,
        /// Where.
        position: Position,
        /// Address as taken down.
        address: Option<String>,
        /// How it came in.
        channel: SourceChannel,
        /// The other system's number; makes hand-over idempotent.
        external_no: Option<String>,
        /// Free text and contact, already in the vault.
        narrative: Option<VaultRef>,
    },
    /// 立案: an accepted call becomes a case.
    OpenCase {
        /// The incident.
        incident: IncidentId,
    },
    /// Corrects or moves an incident; `None` leaves a field as it is.
    AmendIncident {
        /// The incident.
        incident: IncidentId,
        /// The version the officer saw.
        version: u64,
        /// New kind.
        kind: Option<IncidentKindCode>,
        /// New severity.
        severity: Option<Severity>,
        /// New place.
        position: Option<Position>,
        /// New address.
        address: Option<String>,
    },
    /// Sends a team.
    Assign {
        /// To which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// What the officer saw.
        dispatched: Dispatched,
    },
    /// Takes a team off one incident and sends it to another, in one step.
    Reassign {
        /// Which team.
        team: TeamId,
        /// Off this one.
        from: IncidentId,
        /// To this one.
        to: IncidentId,
        /// Why.
        reason: String,
        /// What the officer saw.
        dispatched: Dispatched,
    },
    /// 占用: holds a free team for an incident, so that nobody else sends it while the officer decides.
    HoldTeam {
        /// For which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// For how long; as the policy says when absent.
        length: Option<Milliseconds>,
    },
    /// Lets a team go that was held.
    ReleaseHold {
        /// For which incident it was held.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
    },
    /// 交接班: hands open incidents over to whoever comes next.
    HandOverShift {
        /// What the next one should know of everything, already in the vault.
        note: Option<VaultRef>,
        /// The incidents, each with its note.
        items: Vec<GivenOver>,
    },
    /// Takes over what was handed over.
    TakeHandover {
        /// Which handover.
        handover: String,
        /// Which of its incidents; all that still wait when none is named.
        incidents: Vec<IncidentId>,
    },
    /// 平战转换: switches an area to emergency for a time.
    SwitchMode(crate::NewEmergency),
    /// Switches back before its time.
    EndMode {
        /// Which emergency.
        emergency: String,
        /// Why, if that is to be said.
        reason: Option<String>,
    },
    /// Writes down what time alone has brought about. Asked by the service's clock, and by nobody else.
    KeepTime,
    /// Calls a team back.
    Recall {
        /// From which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// Why.
        reason: String,
    },
    /// A team's progress: reported by its device, found by its position, or set by hand.
    MoveTask {
        /// On which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// The fencing number the reporter knows.
        fence: u64,
        /// The state reached; must be later than the present one.
        state: TaskState,
        /// Who says so.
        evidence: Evidence,
        /// Why, when the team returns the task.
        reason: Option<String>,
        /// What the team's device says besides.
        device: DeviceNote,
    },
    /// Takes a team out of the draw by hand (meal, repair), or puts it back.
    SetAvailability {
        /// Which team.
        team: TeamId,
        /// Why it cannot be sent; `None` when it can again.
        unavailable: Option<String>,
    },
    /// Joins a call to another about the same thing.
    MergeIncidents {
        /// The one that ends.
        from: IncidentId,
        /// The one that goes on.
        into: IncidentId,
    },
    /// 挂账, or back to work with `None`.
    ParkIncident {
        /// The incident.
        incident: IncidentId,
        /// Why; `None` resumes.
        reason: Option<String>,
    },
    /// 核查结案. Refused while a team is still bound.
    CloseIncident {
        /// The incident.
        incident: IncidentId,
        /// How it was settled.
        outcome: String,
    },
}

/// Rows of one register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Records {
    /// Teams.
    Teams(Vec<Team>),
    /// Shifts.
    Shifts(Vec<Shift>),
    /// Depots.
    Depots(Vec<Depot>),
    /// Sensing points.
    SensingPoints(Vec<SensingPoint>),
    /// Places.
    Places(Vec<Place>),
    /// Leaders, telephones, bodies of areas that exist already; geometry and level stay.
    Areas(Vec<Area>),
    /// Run cards.
    RunCards(Vec<RunCard>),
}

/// What a team's device says besides the state reached.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeviceNote {
    /// When it was tapped, by the device's clock: earlier than the server heard of it when the line was down.
    pub at: Option<Timestamp>,
    /// What the team writes about its work; already in the vault.
    pub report: Option<VaultRef>,
}

/// Who says that a team is where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Evidence {
    /// The team's own device.
    Device,
    /// The officer, by radio.
    ByHand,
    /// A position fix within the arrival radius; the fix itself stays in the tracks.
    Fix {
        /// When the fix was taken.
        at: Timestamp,
        /// How far from the incident it was.
        distance: geo_core::Metres,
    },
}
