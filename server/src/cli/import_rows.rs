//! Areas and registers: read, judged against the district, and only then submitted as one.

use super::import::{Manner, keep};
use super::progress::Bar;
use super::rows::sift;
use super::{Failure, Target};
use super::{fit, founding};
use crate::desk::{Clock, SystemClock};
use data::{AreaOptions, Outcome, ReadOptions};
use geo_core::AreaCode;
use std::cell::Cell;
use world::records::Place;
use world::{Actor, Command, Context, NewArea, Records, Role, RowProblem, Scope, Tables, World};

/// Imports areas of one level; returns a summary in words.
///
/// # Errors
/// [`Failure`]; nothing of the file is in the store then.
pub fn areas(
    target: &Target,
    bytes: &[u8],
    options: &AreaOptions,
    manner: &Manner,
) -> Result<String, Failure> {
    let world = target.world();
    let known = |code: &AreaCode| world.area_register().get(code).is_some();
    let reading = Bar::of_unknown_length(manner.language, "读取区域", "reading areas");
    let outcome = data::read_areas(bytes, options, &known);
    reading.stopped();
    let outcome = outcome?;
    let level = options.level;
    let rows: Vec<NewArea> =
        sift(outcome, manner.bad_rows, manner.language, |rows| world.check_areas(level, rows))?;
    let summary = manner
        .language
        .pick(
            &format!("{} 个区域（{}）", rows.len(), data::term(level.name(), data::Language::Chinese)),
            &format!("{} areas ({level})", rows.len()),
        )
        .to_owned();
    let fitting = Bar::of_unknown_length(manner.language, "检查区域是否相接", "looking how the areas fit");
    let misfits = fit::told(&rows, manner.language);
    fitting.stopped();
    misfits.iter().for_each(|line| eprintln!("{line}"));
    if manner.dry_run {
        return Ok(summary);
    }
    let opened = target.opened()?;
    let saving = Bar::of_unknown_length(manner.language, "保存区域", "saving areas");
    let input = keep(opened, bytes)?;
    founding::found(opened, &manner.named, &rows)?;
    opened.submit(Command::ImportAreas { level, input, areas: rows })?;
    saving.stopped();
    Ok(summary)
}

/// Imports rows of a register, named as on the command line; returns a summary in words.
///
/// # Errors
/// [`Failure`]; nothing of the file is in the store then.
pub fn records(target: &Target, what: &str, bytes: &[u8], manner: &Manner) -> Result<String, Failure> {
    let options =
        ReadOptions { crs: manner.crs.clone(), naming: manner.naming.clone(), ..ReadOptions::default() };
    let judge = Judge::of(target.world(), manner)?;
    let rows = match what {
        "teams" => judge.sifted(data::read_teams(bytes, &options)?, manner, Records::Teams)?,
        "shifts" => judge.sifted(data::read_shifts(bytes, &options)?, manner, Records::Shifts)?,
        "depots" => judge.sifted(data::read_depots(bytes, &options)?, manner, Records::Depots)?,
        "sensing-points" => {
            judge.sifted(data::read_sensing_points(bytes, &options)?, manner, Records::SensingPoints)?
        }
        "places" => {
            let mut outcome = data::read_places(bytes, &options)?;
            code_kinds(&mut outcome.rows, &judge.tables());
            judge.sifted(outcome, manner, Records::Places)?
        }
        "area-staff" => {
            let known = |code: &AreaCode| judge.world.area_register().get(code).map(|area| (**area).clone());
            judge.sifted(data::read_area_staff(bytes, &options, &known)?, manner, Records::Areas)?
        }
        other => return Err(Failure::new("unknown_register").with("register", other)),
    };
    let summary =
        manner.language.pick(&format!("{} 行", rows.len()), &format!("{} rows", rows.len())).to_owned();
    if !manner.dry_run {
        let opened = target.opened()?;
        let input = keep(opened, bytes)?;
        founding::found(opened, &manner.named, &[])?;
        opened.submit(Command::ImportRecords { input, records: rows })?;
    }
    Ok(summary)
}

/// Kinds of places may be written as the district's table names them in Chinese or English.
fn code_kinds(places: &mut [Place], tables: &Tables) {
    for place in places {
        let is_named = |name: &str| name.eq_ignore_ascii_case(&place.kind);
        let known = &tables.place_kinds;
        if let Some(kind) = known.iter().find(|kind| is_named(&kind.zh) || is_named(&kind.en)) {
            place.kind.clone_from(&kind.code);
        }
    }
}

/// The district as it will be once it is founded, asked about rows before anything is written.
struct Judge {
    world: World,
    context: Context,
    /// Shown until there are rows to judge.
    reading: Cell<Option<Bar>>,
}

impl Judge {
    fn of(mut world: World, manner: &Manner) -> Result<Self, Failure> {
        let actor =
            Actor { account: "system:cli".to_owned(), role: Role::Administrator, scope: Scope::district() };
        let context = Context { now: SystemClock.now(), actor };
        founding::found_in_mind(&mut world, &manner.named, &context)?;
        let reading = Bar::of_unknown_length(manner.language, "读取各行", "reading rows");
        Ok(Self { world, context, reading: Cell::new(Some(reading)) })
    }

    fn tables(&self) -> Tables {
        self.world.tables().cloned().unwrap_or_else(data::default_tables)
    }

    fn sifted<T: Clone>(
        &self,
        outcome: Outcome<T>,
        manner: &Manner,
        records: impl Fn(Vec<T>) -> Records,
    ) -> Result<Records, Failure> {
        self.reading.take().into_iter().for_each(Bar::stopped);
        let judge = |rows: &[T]| -> Vec<RowProblem> {
            let mut problems = self.world.check_records(&self.context, &records(rows.to_vec()));
            for problem in problems.iter_mut().filter(|problem| problem.refusal.code == "unknown_place_kind")
            {
                problem.refusal.params.insert("kinds", kinds(&self.tables()));
            }
            problems
        };
        Ok(records(sift(outcome, manner.bad_rows, manner.language, judge)?))
    }
}

fn kinds(tables: &Tables) -> String {
    let kinds = tables.place_kinds.iter().map(|kind| format!("{} ({})", kind.code, kind.zh));
    kinds.collect::<Vec<_>>().join(", ")
}
