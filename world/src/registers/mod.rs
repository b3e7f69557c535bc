//! The registers that every room uses: adding, editing, importing and removing records.
//!
//! By hand, a record with version 0 must be new and any other current; a file overwrites whatever
//! has its codes. Either way all rows are taken or none, and every bad row is named.

mod import;
mod rows;
mod rules;
mod run_cards;
mod teams;

pub use rows::RowProblem;
pub use rules::LONGEST_SHIFT;

use crate::command::Records;
use crate::{Command, Context, Event, Refusal, World};
use rows::Saving;
use run_cards::decide_remove as remove_run_cards;

/// # Errors
/// The first of the rows' problems with its row and their number; `unknown_shift`, `unknown_depot`,
/// `outside_scope`.
pub(crate) fn decide(world: &World, context: &Context, command: &Command) -> Result<Vec<Event>, Refusal> {
    let (input, records, saving) = match command {
        Command::SaveAreas(rows) => (None, Records::Areas(rows.clone()), Saving::ByHand),
        Command::SaveTeams(rows) => (None, Records::Teams(rows.clone()), Saving::ByHand),
        Command::SaveShifts(rows) => (None, Records::Shifts(rows.clone()), Saving::ByHand),
        Command::SaveDepots(rows) => (None, Records::Depots(rows.clone()), Saving::ByHand),
        Command::SaveSensingPoints(rows) => (None, Records::SensingPoints(rows.clone()), Saving::ByHand),
        Command::SavePlaces(rows) => (None, Records::Places(rows.clone()), Saving::ByHand),
        Command::SaveRunCards(rows) => (None, Records::RunCards(rows.clone()), Saving::ByHand),
        Command::ImportRecords { input, records } => (Some(*input), records.clone(), Saving::FromFile),
        Command::RemoveShifts(codes) => return remove_shifts(world, context, codes),
        Command::RemoveDepots(codes) => return crate::supplies::decide_remove(world, context, codes),
        Command::RemoveRunCards(codes) => return remove_run_cards(world, context, codes),
        _ => return Ok(Vec::new()),
    };
    if records.is_empty() {
        return Ok(Vec::new());
    }
    RowProblem::none_of(world.check_rows(context, &records, saving))?;
    Ok(vec![Event::RecordsSaved { input, records: world.merged_with_present(records) }])
}

fn remove_shifts(world: &World, context: &Context, codes: &[String]) -> Result<Vec<Event>, Refusal> {
    for code in codes {
        let shift =
            world.truth.shifts.get(code).ok_or_else(|| Refusal::new("unknown_shift").with("code", code))?;
        world.reached_team(&context.actor, &shift.team)?;
    }
    Ok(if codes.is_empty() { Vec::new() } else { vec![Event::ShiftsRemoved { codes: codes.to_vec() }] })
}

impl World {
    /// What is wrong with records that a file brings, row by row (from 1): what
    /// [`Command::ImportRecords`] would refuse, so that an importer can leave bad rows out.
    pub fn check_records(&self, context: &Context, records: &Records) -> Vec<RowProblem> {
        self.check_rows(context, records, Saving::FromFile)
    }

    fn check_rows(&self, context: &Context, records: &Records, saving: Saving) -> Vec<RowProblem> {
        match records {
            Records::Teams(rows) => {
                let claims = teams::Claims::of(self, rows);
                rows::check(self.team_register(), rows, saving, |team| {
                    self.check_team(context, team, &claims)
                })
            }
            Records::Shifts(rows) => {
                rows::check(self.shift_register(), rows, saving, |shift| self.check_shift(context, shift))
            }
            Records::Depots(rows) => {
                rows::check(self.depot_register(), rows, saving, |depot| self.check_depot(context, depot))
            }
            Records::SensingPoints(rows) => {
                rows::check(self.sensing_point_register(), rows, saving, |point| {
                    self.check_sensing_point(context, point)
                })
            }
            Records::Places(rows) => {
                let kinds = rules::place_kinds(self);
                rows::check(self.place_register(), rows, saving, |place| {
                    self.check_place(context, place, &kinds)
                })
            }
            Records::RunCards(rows) => {
                rows::check(&self.truth.run_cards, rows, saving, |card| self.check_run_card(context, card))
            }
            Records::Areas(rows) => {
                rows::check(self.area_register(), rows, saving, |area| self.check_area_names(context, area))
            }
        }
    }
}
