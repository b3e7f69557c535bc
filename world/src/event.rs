//! What came true. Events have a name, a version and canonical bytes (their JSON, fields in order
//! of declaration); a journal of every release must replay for ever, so fields are only added, with
//! a default.

use crate::command::{Evidence, NewArea, Records};
use crate::incidents::{
    BlownWhistle, Dispatched, GivenOver, HandedOn, HoldEnd, IncidentState, PhotoTaken, Punctuality, Severity,
    SourceChannel, TaskState,
};
use crate::modes::{ModeEnd, NewEmergency};
use crate::plan::Drawn;
use crate::{DrawnClosure, Hash, PlanRules, Publication, Tables, Timestamp, VaultRef};
use dispatch::choose::Rung;
use dispatch::{IncidentId, IncidentKindCode, TeamId};
use geo_core::territory::Patch;
use geo_core::{AreaCode, Level, Position};
use serde::{Deserialize, Serialize};

/// One thing that came true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "is", rename_all = "snake_case")]
pub enum Event {
    /// The district got its name and tables.
    #[serde(rename = "district_founded/1")]
    DistrictFounded {
        /// Six-digit division code.
        code: AreaCode,
        /// Name.
        name: String,
        /// Code tables and policy.
        tables: Box<Tables>,
    },
    /// All areas of a level were replaced.
    #[serde(rename = "areas_imported/1")]
    AreasImported {
        /// The level.
        level: Level,
        /// The file as it came.
        input: Hash,
        /// The areas.
        areas: Vec<NewArea>,
    },
    /// A draft was published: it will be in force on its day.
    #[serde(rename = "plan_published/1")]
    PlanPublished {
        /// The version it makes.
        number: u32,
        /// How the areas differ from those before.
        publication: Box<Publication>,
    },
    /// A published plan was taken back before its day.
    #[serde(rename = "plan_withdrawn/1")]
    PlanWithdrawn {
        /// The version that will not be.
        number: u32,
        /// Why.
        reason: String,
    },
    /// The district wants its plans otherwise.
    #[serde(rename = "plan_rules_saved/1")]
    PlanRulesSaved {
        /// How.
        rules: Box<PlanRules>,
    },
    /// A published plan took force.
    #[serde(rename = "plan_in_force/1")]
    PlanInForce {
        /// The version.
        number: u32,
    },
    /// A draft was begun: first entry of its stream.
    #[serde(rename = "plan_draft_opened/1")]
    PlanDraftOpened {
        /// Its id.
        draft: String,
        /// As its author calls it.
        name: String,
        /// The version it is begun on.
        base: u32,
        /// The attachment that holds the planar map of that version.
        input: Hash,
    },
    /// Somebody drew in a draft; replay applies the patch and computes nothing.
    #[serde(rename = "plan_drawn/1")]
    PlanDrawn {
        /// What was done.
        drawn: Box<Drawn>,
        /// What that changed, each record as it was and as it is.
        patch: Box<Patch>,
    },
    /// The last step of a draft was taken back.
    #[serde(rename = "plan_undone/1")]
    PlanUndone,
    /// What was taken back last was done again.
    #[serde(rename = "plan_redone/1")]
    PlanRedone,
    /// A draft is called something else.
    #[serde(rename = "plan_draft_renamed/1")]
    PlanDraftRenamed {
        /// The name.
        name: String,
    },
    /// A draft was thrown away.
    #[serde(rename = "plan_draft_discarded/1")]
    PlanDraftDiscarded,
    /// Roads came into force.
    #[serde(rename = "roads_imported/1")]
    RoadsImported {
        /// The file as it came, and the version of the roads.
        input: Hash,
        /// Figures for people.
        summary: String,
    },
    /// A closure was drawn, or is now another than it was.
    #[serde(rename = "closure_saved/1")]
    ClosureSaved {
        /// Its number.
        closure: String,
        /// As it is now, whom it concerns and when it begins spelt out.
        drawn: Box<DrawnClosure>,
    },
    /// A closure was ended before its time.
    #[serde(rename = "closure_ended/1")]
    ClosureEnded {
        /// Its number.
        closure: String,
        /// Why, if that was said.
        reason: Option<String>,
    },
    /// Records were added or changed, by hand or by a file.
    #[serde(rename = "records_saved/1")]
    RecordsSaved {
        /// The file as it came, when one was imported.
        input: Option<Hash>,
        /// The records.
        records: Records,
    },
    /// Shifts were taken out.
    #[serde(rename = "shifts_removed/1")]
    ShiftsRemoved {
        /// Their codes.
        codes: Vec<String>,
    },
    /// Depots were taken out.
    #[serde(rename = "depots_removed/1")]
    DepotsRemoved {
        /// Their codes.
        codes: Vec<String>,
    },
    /// Run cards were taken out.
    #[serde(rename = "run_cards_removed/1")]
    RunCardsRemoved {
        /// Their codes.
        codes: Vec<String>,
    },
    /// A call was taken.
    #[serde(rename = "incident_accepted/1")]
    IncidentAccepted {
        /// Its number.
        incident: IncidentId,
        /// What happened.
        kind: IncidentKindCode,
        /// How bad.
        severity: Severity,
        /// Where.
        position: Position,
        /// Address as taken down.
        address: Option<String>,
        /// The areas it lies in, widest first: a finding, kept as it was.
        areas: Vec<AreaCode>,
        /// How it came in.
        channel: SourceChannel,
        /// The other system's number.
        external_no: Option<String>,
        /// Free text and contact.
        narrative: Option<VaultRef>,
    },
    /// An incident was corrected or moved; every field as it is now.
    #[serde(rename = "incident_amended/1")]
    IncidentAmended {
        /// The incident.
        incident: IncidentId,
        /// What happened.
        kind: IncidentKindCode,
        /// How bad.
        severity: Severity,
        /// Where.
        position: Position,
        /// Address.
        address: Option<String>,
        /// The areas it lies in, widest first.
        areas: Vec<AreaCode>,
    },
    /// An incident changed state: written after the event that caused it.
    #[serde(rename = "incident_moved/1")]
    IncidentMoved {
        /// The incident.
        incident: IncidentId,
        /// The state reached.
        state: IncidentState,
        /// Why, how, or in favour of which other incident.
        remark: Option<String>,
    },
    /// A team was sent.
    #[serde(rename = "team_assigned/1")]
    TeamAssigned {
        /// To which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// What the officer saw.
        dispatched: Dispatched,
        /// How far it had come with an incident that was merged into this one. Before this was kept, a merge assigned
        /// the team anew and moved its task.
        #[serde(default)]
        handed_on: Option<Box<HandedOn>>,
    },
    /// A team's task changed state.
    #[serde(rename = "task_moved/1")]
    TaskMoved {
        /// On which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// The state reached.
        state: TaskState,
        /// Who says so; `None` when the officer recalled it.
        evidence: Option<Evidence>,
        /// Why.
        reason: Option<String>,
        /// When it was tapped, by the device's clock.
        #[serde(default)]
        device_at: Option<Timestamp>,
        /// What the team writes about its work.
        #[serde(default)]
        report: Option<VaultRef>,
    },
    /// A whistle was blown.
    #[serde(rename = "whistle_blown/1")]
    WhistleBlown {
        /// Its number.
        whistle: String,
        /// As it was blown, everything spelt out.
        blown: Box<BlownWhistle>,
    },
    /// A department that was called is there.
    #[serde(rename = "whistle_checked_in/1")]
    WhistleCheckedIn {
        /// Which whistle.
        whistle: String,
        /// Which team.
        team: TeamId,
        /// How that is known.
        evidence: Evidence,
        /// Whether it came before the deadline: a finding, kept as it was.
        punctuality: Punctuality,
        /// Why it was entered by hand.
        reason: Option<String>,
        /// When, by the device's clock.
        device_at: Option<Timestamp>,
    },
    /// A department may go before the end.
    #[serde(rename = "whistle_released/1")]
    WhistleReleased {
        /// Which whistle.
        whistle: String,
        /// Which team.
        team: TeamId,
        /// Why.
        reason: String,
    },
    /// The deadline has passed and somebody is missing.
    #[serde(rename = "whistle_overdue/1")]
    WhistleOverdue {
        /// Which whistle.
        whistle: String,
        /// Who.
        missing: Vec<TeamId>,
    },
    /// A whistle ended: everybody may go.
    #[serde(rename = "whistle_ended/1")]
    WhistleEnded {
        /// Which.
        whistle: String,
        /// What came of it.
        outcome: String,
    },
    /// A photo of the place was added.
    #[serde(rename = "photo_added/1")]
    PhotoAdded {
        /// To which incident.
        incident: IncidentId,
        /// By which team; `None` by an officer.
        team: Option<TeamId>,
        /// What and where.
        taken: PhotoTaken,
    },
    /// A photo was erased before its time.
    #[serde(rename = "photo_erased/1")]
    PhotoErased {
        /// Of which incident.
        incident: IncidentId,
        /// Which: its id in the vault.
        photo: String,
        /// Why.
        reason: String,
    },
    /// A team was taken out of the draw or put back.
    #[serde(rename = "availability_set/1")]
    AvailabilitySet {
        /// Which team.
        team: TeamId,
        /// Why it cannot be sent.
        unavailable: Option<String>,
    },
    /// An officer holds a team.
    #[serde(rename = "team_held/1")]
    TeamHeld {
        /// For which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// Until when, that instant not included.
        until: Timestamp,
    },
    /// A hold came to its end.
    #[serde(rename = "hold_released/1")]
    HoldReleased {
        /// Whose.
        team: TeamId,
        /// How.
        end: HoldEnd,
    },
    /// Somebody's shift ended: open incidents wait to be taken over.
    #[serde(rename = "shift_handed_over/1")]
    ShiftHandedOver {
        /// Its number.
        handover: String,
        /// What the next one should know of everything.
        note: Option<VaultRef>,
        /// The incidents.
        items: Vec<GivenOver>,
        /// The area that the reach of who hands over ends with; `None` for the whole district.
        #[serde(default)]
        within: Option<AreaCode>,
    },
    /// Somebody took over what was handed over.
    #[serde(rename = "handover_taken/1")]
    HandoverTaken {
        /// Which handover.
        handover: String,
        /// The incidents taken.
        incidents: Vec<IncidentId>,
    },
    /// A team did not accept in time, or nobody was sent from the rung that was offered: the next one is. Of a team
    /// written after the event that ended its task.
    #[serde(rename = "ladder_climbed/1")]
    LadderClimbed {
        /// Of which incident.
        incident: IncidentId,
        /// The team that did not accept; `None` when nobody was sent in time.
        #[serde(default)]
        team: Option<TeamId>,
        /// The rung that is offered now.
        to: Rung,
    },
    /// A team had accepted in time and was heard of only after its task had lapsed.
    #[serde(rename = "answered_late/1")]
    AnsweredLate {
        /// Which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
        /// When it was tapped, by the device's clock.
        device_at: Timestamp,
    },
    /// An area was switched to emergency.
    #[serde(rename = "mode_switched/1")]
    ModeSwitched {
        /// Its number.
        emergency: String,
        /// Where, why, until when.
        new: NewEmergency,
    },
    /// An emergency came to its end.
    #[serde(rename = "mode_ended/1")]
    ModeEnded {
        /// Its number.
        emergency: String,
        /// How.
        end: ModeEnd,
        /// Why, if that was said.
        reason: Option<String>,
    },
    /// A call was joined to another.
    #[serde(rename = "incidents_merged/1")]
    IncidentsMerged {
        /// The one that ended.
        from: IncidentId,
        /// The one that goes on.
        into: IncidentId,
    },
}
