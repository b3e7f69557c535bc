//! The only judge: what a command would make true, or why it may not.

use crate::apply::Stamp;
use crate::incidents::{case, close, handover, hold, ladder, merge, open, park, photo, send, tasks, whistle};
use crate::{
    Command, Context, Event, Publication, Refusal, World, closures, found, modes, plan, registers, rights,
};

impl World {
    /// What a command makes true, in order. Nothing has happened yet; [`World::apply`] makes it so
    /// once it is in the journal.
    ///
    /// **No events** means that all is already as the command wants it (a call that another system
    /// hands over twice, a team put out of the draw twice): nothing is journaled, and the sender is
    /// answered with what is there ([`World::incident_by_external`] for a call).
    ///
    /// # Errors
    /// A [`Refusal`] with a stable code. The first questions are always whether the role may ask
    /// this (`not_allowed`), whether the district was founded (`not_founded`) and whether the actor
    /// reaches so far (`outside_scope`).
    pub fn decide(&self, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
        rights::check_role(command, &context.actor)?;
        // What has become due comes first: the command is judged by the plan of its own instant.
        let due = [plan::due(self, context.now), modes::due(self, context.now)].concat();
        if due.is_empty() {
            return self.judge_and_let_go(command, context);
        }
        let mut then = self.clone();
        let stamp = Stamp { seq: self.seq() + 1, at: context.now, by: &context.actor.account };
        due.iter().for_each(|event| then.obey(event, &stamp));
        Ok([due, then.judge_and_let_go(command, context)?].concat())
    }

    /// What a command makes true, and before it the ends of holds that it brings about or finds.
    fn judge_and_let_go(&self, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
        self.judge(command, context).map(|events| hold::with_ends(self, context.now, events))
    }

    fn judge(&self, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
        if !matches!(command, Command::Found { .. }) && self.truth.district.is_none() {
            return Err(Refusal::new("not_founded"));
        }
        match command {
            Command::Found { code, name, tables } => found::decide(self, context, code, name, tables),
            Command::ImportAreas { level, input, areas } => {
                plan::decide_import(self, context, *level, *input, areas)
            }
            Command::PublishPlan(publication) => plan::decide_publish(self, context, publication),
            Command::PublishPlanAtOnce(publication) => {
                let at_once = Publication { effective_from: context.now, ..(**publication).clone() };
                plan::decide_publish(self, context, &at_once)
            }
            Command::WithdrawPlan { number, reason } => plan::decide_withdraw(self, context, *number, reason),
            Command::SavePlanRules { rules, version } => {
                plan::policy::decide_rules(self, context, rules, *version)
            }
            Command::KeepPlansInForce => Ok(Vec::new()),
            Command::ImportRoads { input, summary } => found::decide_roads(self, context, *input, summary),
            Command::Closure(command) => closures::decide(self, context, command),
            Command::Whistle(command) => whistle::decide(self, context, command),
            Command::Photo(command) => photo::decide(self, context, command),
            Command::SaveAreas(_)
            | Command::SaveTeams(_)
            | Command::SaveShifts(_)
            | Command::RemoveShifts(_)
            | Command::SaveDepots(_)
            | Command::RemoveDepots(_)
            | Command::SaveSensingPoints(_)
            | Command::SavePlaces(_)
            | Command::SaveRunCards(_)
            | Command::RemoveRunCards(_)
            | Command::ImportRecords { .. } => registers::decide(self, context, command),
            Command::OpenIncident { .. } => open::decide(self, context, command),
            Command::OpenCase { incident } => case::decide_open(self, context, incident),
            Command::AmendIncident { .. } => case::decide_amend(self, context, command),
            Command::Assign { incident, team, dispatched } => {
                send::decide_assign(self, context, incident, team, dispatched)
            }
            Command::Reassign { team, from, to, reason, dispatched } => {
                send::decide_reassign(self, context, team, from, to, reason, dispatched)
            }
            Command::HoldTeam { incident, team, length } => {
                hold::decide_hold(self, context, incident, team, *length)
            }
            Command::ReleaseHold { incident, team } => hold::decide_release(self, context, incident, team),
            Command::HandOverShift { note, items } => {
                handover::decide_hand_over(self, context, note.as_ref(), items)
            }
            Command::TakeHandover { handover, incidents } => {
                handover::decide_take(self, context, handover, incidents)
            }
            Command::SwitchMode(new) => modes::decide_switch(self, context, new),
            Command::EndMode { emergency, reason } => {
                modes::decide_end(self, context, emergency, reason.as_deref())
            }
            Command::KeepTime => {
                Ok([hold::expired(self, context.now), ladder::climb(self, context)].concat())
            }
            Command::Recall { incident, team, reason } => {
                send::decide_recall(self, context, incident, team, reason)
            }
            Command::MoveTask { .. } => tasks::decide_move(self, context, command),
            Command::SetAvailability { team, unavailable } => {
                tasks::decide_availability(self, context, team, unavailable.as_deref())
            }
            Command::MergeIncidents { from, into } => merge::decide(self, context, from, into),
            Command::ParkIncident { incident, reason } => {
                park::decide(self, context, incident, reason.as_deref())
            }
            Command::CloseIncident { incident, outcome } => close::decide(self, context, incident, outcome),
        }
    }
}
