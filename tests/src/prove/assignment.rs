//! Kind `assignment`: every table of costs, its cheapest assignment against the published optimum.
//!
//! Each row becomes an incident with one slot, each column a unit, and the product's joint optimum is asked. As many
//! pairs as there can be must be made, and they must cost what `optima.csv` (beside the file) says; the product's
//! checker must find the answer sound and proved best. A table that nobody has solved need only be so proved.

mod table;

use super::memory::Peak;
use super::{Case, Effort, Kind, Outcome, Report, folder};
use dispatch::joint::{
    Candidate, ExtraCost, JointProblem, OpenIncident, Situation, Slot, Tier, UnitAt, Weight, check, optimize,
};
use geo_core::Milliseconds;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use table::Table;

/// The file that says what is best.
const OPTIMA: &str = "optima.csv";

/// Tables of costs: assigned, proved, compared.
pub struct AssignmentTables;

impl Kind for AssignmentTables {
    fn name(&self) -> &'static str {
        "assignment"
    }

    fn about(&self) -> &'static str {
        "every table of costs below the folder (.txt, .txt.gz): the cheapest assignment against optima.csv"
    }

    fn prove(&self, folder: &Path, _: Effort, report: &mut Report) {
        let found = [".txt.gz", ".txt"].map(|ending| folder::files_ending(folder, ending));
        let optima = folder::files_ending(folder, OPTIMA);
        let (files, optima) =
            match found.into_iter().collect::<Result<Vec<_>, _>>().and_then(|files| Ok((files, optima?))) {
                Ok((files, optima)) => (files.concat(), optima),
                Err(error) => {
                    return report.add(&unheard(folder, error.to_string(), Outcome::Failed(vec![])));
                }
            };
        let published: Vec<Published> =
            match optima.iter().map(|path| read_optima(path)).collect::<Result<Vec<_>, _>>() {
                Ok(lines) => lines.concat(),
                Err(error) => return report.add(&unheard(folder, error, Outcome::Failed(vec![]))),
            };
        if files.is_empty() {
            report.add(&unheard(folder, "no file that ends in .txt or .txt.gz".into(), Outcome::Skipped));
        }
        for line in published.iter().filter(|line| !files.contains(&line.path)) {
            report.add(&unheard(&line.path, "no such file".into(), Outcome::Failed(vec![])));
        }
        for path in &files {
            let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
            let optimum = published.iter().find(|line| line.path == *path).map(|line| line.optimum);
            report.add(&try_file(name, path, optimum));
        }
    }
}

fn unheard(path: &Path, got: String, outcome: Outcome) -> Case {
    let (name, expected) = (path.display().to_string(), "tables of costs".into());
    Case { name, expected, got, took: Duration::ZERO, peak: None, outcome }
}

/// A line of `optima.csv`.
#[derive(Debug, Clone)]
struct Published {
    path: PathBuf,
    optimum: i128,
}

/// The columns are found by their names.
fn read_optima(path: &Path) -> Result<Vec<Published>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rows = text.lines().filter(|row| !row.trim().is_empty());
    let head: Vec<&str> = rows.next().unwrap_or_default().split(',').map(str::trim).collect();
    let row = |row: &str| {
        let cells: Vec<&str> = row.split(',').map(str::trim).collect();
        let cell = |name: &str| {
            let column = head.iter().position(|column| *column == name);
            column
                .and_then(|column| cells.get(column))
                .ok_or_else(|| format!("{OPTIMA}: no {name} in {row:?}"))
        };
        let optimum = cell("optimum")?.parse().map_err(|error| format!("{OPTIMA}: {row:?}: {error}"))?;
        Ok(Published { path: path.with_file_name(cell("file")?), optimum })
    };
    rows.map(row).collect()
}

fn try_file(name: String, path: &Path, published: Option<i128>) -> Case {
    let mut case = Case {
        name,
        expected: published.map_or("proved best".into(), |optimum| optimum.to_string()),
        got: String::new(),
        took: Duration::ZERO,
        peak: None,
        outcome: Outcome::Failed(vec![]),
    };
    Peak::forget();
    let (table, situation) = match Table::read(path).and_then(|table| Ok((situation(&table)?, table))) {
        Ok((situation, table)) => (table, situation),
        Err(_) if published.is_none() && Table::is_prose(path) => {
            return Case { got: "words, no table".into(), outcome: Outcome::Skipped, ..case };
        }
        Err(error) => return Case { got: error, ..case },
    };
    let began = Instant::now();
    let problem = match JointProblem::new(situation) {
        Ok(problem) => problem,
        Err(error) => {
            return Case {
                got: error.code().into(),
                outcome: Outcome::Failed(vec![error.to_string()]),
                ..case
            };
        }
    };
    let optimum = optimize(&problem);
    case.took = began.elapsed();
    case.peak = Peak::so_far();
    let cost: i128 = optimum.objective.0.iter().map(|tier| tier.cost).sum();
    case.got = format!(
        "{cost} for {} pairs of {} × {}, {} costs",
        optimum.pairings.len(),
        table.rows,
        table.columns,
        table.costs.len()
    );
    let mut why: Vec<String> = check(problem.situation(), &optimum).iter().map(ToString::to_string).collect();
    why.truncate(5);
    if published.is_some_and(|published| published != cost) {
        why.push("another sum is published".into());
    }
    if table.is_full() && optimum.pairings.len() != table.rows.min(table.columns) {
        why.push("not as many pairs as there can be".into());
    }
    case.outcome = if why.is_empty() { Outcome::Passed } else { Outcome::Failed(why) };
    case
}

/// Each row a call, each column a unit.
fn situation(table: &Table) -> Result<Situation, String> {
    let id = |text: String| text.parse().map_err(|_| format!("{text} is no identifier"));
    let mut slots = vec![Slot::default(); table.rows];
    for &(row, column, cost) in &table.costs {
        let arrival = u64::try_from(cost.max(0)).map_err(|_| format!("the cost {cost} exceeds 64 bits"))?;
        let extra = i64::try_from(cost.min(0)).map_err(|_| format!("the cost {cost} exceeds 64 bits"))?;
        slots[row].candidates.push(Candidate {
            unit: UnitAt(column as u32),
            arrival: Milliseconds(arrival),
            extra: ExtraCost(extra),
        });
    }
    let incidents = slots.into_iter().enumerate().map(|(row, slot)| {
        Ok(OpenIncident {
            incident: format!("row {row}").parse().map_err(|_| format!("row {row} has no name"))?,
            tier: Tier(1),
            weight: Weight(1),
            slots: vec![slot],
        })
    });
    Ok(Situation {
        incidents: incidents.collect::<Result<_, String>>()?,
        units: (0..table.columns)
            .map(|column| id(format!("column {column}")))
            .collect::<Result<_, String>>()?,
        ..Situation::default()
    })
}
