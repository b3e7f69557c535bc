//! Kind `dispatch-replay-utrecht`: recorded runs of an ambulance region, every call simulated by the rule that the
//! folder states.
//!
//! `parameters.json` says the rule in sentences, and which runs there are. Each call is a case: the same ambulance must
//! be sent, after the same wait, for the same drive, with the same response time, and with the same of whatever else
//! was recorded; times are compared to the microsecond. A run has a line; of its calls only those that differ have one.

mod compare;
mod files;
mod inputs;
mod rule;
mod sheet;

use super::memory::Peak;
use super::{Case, Effort, Kind, Outcome, Report, folder};
use compare::{Recorded, recorded};
use dispatch::simulate::{NearestFirst, simulate};
use files::Folder;
use inputs::{Inputs, Region};
use rule::{Parameters, RunNote};
use std::path::Path;
use std::time::{Duration, Instant};

/// The file that states the rule and the runs.
const PARAMETERS: &str = "parameters.json";

/// How many differences of a run have a line; all are counted.
const SHOWN: usize = 20;

/// Recorded runs, simulated call by call.
pub struct DispatchReplay;

impl Kind for DispatchReplay {
    fn name(&self) -> &'static str {
        "dispatch-replay-utrecht"
    }

    fn about(&self) -> &'static str {
        "every run of every parameters.json below the folder: each call gets the recorded unit, wait, drive and response"
    }

    fn prove(&self, folder: &Path, _: Effort, report: &mut Report) {
        let found = match folder::files_ending(folder, PARAMETERS) {
            Ok(found) => found,
            Err(error) => return report.add(&refused(folder.display().to_string(), error.to_string())),
        };
        if found.is_empty() {
            let case = refused(folder.display().to_string(), format!("no {PARAMETERS}"));
            report.add(&Case { outcome: Outcome::Skipped, ..case });
        }
        for path in found {
            let within = path.parent().unwrap_or(folder);
            let below = within.strip_prefix(folder).unwrap_or(within);
            if let Err(why) = prove_folder(within, &path, below, report) {
                report.add(&refused(below.join(PARAMETERS).display().to_string(), why));
            }
        }
    }
}

fn refused(name: String, why: String) -> Case {
    let outcome = Outcome::Failed(vec![why]);
    Case {
        name,
        expected: "recorded runs".into(),
        got: "none".into(),
        took: Duration::ZERO,
        peak: None,
        outcome,
    }
}

/// The runs of one `parameters.json`.
fn prove_folder(folder: &Path, parameters: &Path, below: &Path, report: &mut Report) -> Result<(), String> {
    let text = std::fs::read_to_string(parameters).map_err(|error| error.to_string())?;
    let parameters = Parameters::of(&text)?;
    let folder = Folder::list(folder)?;
    let region = Region::read(&folder, &parameters)?;
    for run in &parameters.runs {
        let name = below.join(&run.name).display().to_string();
        if let Err(why) = prove_run(&name, &folder, &region, &parameters, run, report) {
            report.add(&refused(name, why));
        }
    }
    Ok(())
}

fn prove_run(
    name: &str,
    folder: &Folder,
    region: &Region,
    parameters: &Parameters,
    run: &RunNote,
    report: &mut Report,
) -> Result<(), String> {
    let recorded: Vec<Recorded> = recorded(folder, parameters, run)?;
    let inputs = Inputs::read(folder, region, parameters, run)?;
    Peak::forget();
    let began = Instant::now();
    let log = simulate(&inputs.scenario, &region.ways, &NearestFirst(&region.ways))
        .map_err(|error| format!("{}: {error}", error.code()))?;
    let took = began.elapsed();
    let differences = compare::differences(&recorded, &log, &inputs, region);
    let alike = recorded.len() - differences.len();
    let waited = log.trips.iter().filter(|trip| trip.sent > trip.called).count();
    let outcome = if differences.is_empty() { Outcome::Passed } else { Outcome::Failed(vec![]) };
    println!(
        "{}",
        Case {
            name: name.to_owned(),
            expected: format!("{} calls, {} ambulances", run.calls, run.ambulances),
            got: format!("{alike} alike, {waited} of them after waiting"),
            took,
            peak: Peak::so_far(),
            outcome,
        }
    );
    (0..alike).for_each(|_| report.count(&Outcome::Passed));
    for (place, difference) in differences.into_iter().enumerate() {
        let outcome = Outcome::Failed(vec![]);
        if place < SHOWN {
            let (name, took) = (format!("{name}: call {}", difference.call), Duration::ZERO);
            let (expected, got) = (difference.expected, difference.got);
            report.add(&Case { name, expected, got, took, peak: None, outcome });
        } else {
            report.count(&outcome);
        }
    }
    Ok(())
}
