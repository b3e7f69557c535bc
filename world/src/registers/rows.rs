//! What holds for every register: codes have a form, come once, and are new or current.

use crate::record::Record;
use crate::register::Register;
use crate::{Refusal, text};
use std::collections::BTreeMap;

/// How records come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saving {
    /// One by one, each against the version that was on the screen.
    ByHand,
    /// From a file, whatever was there before.
    FromFile,
}

/// One bad row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowProblem {
    /// Its place among the rows, from 1.
    pub row: usize,
    /// What is wrong with it.
    pub refusal: Refusal,
}

/// How many problems a refusal lists.
const LISTED: usize = 5;

impl RowProblem {
    /// Nothing when there is no problem.
    ///
    /// # Errors
    /// The first problem's refusal, with its `row`, the number of `problems`, and the first few of
    /// them as text in `rows`.
    pub fn none_of(problems: Vec<Self>) -> Result<(), Refusal> {
        let Some(first) = problems.first() else { return Ok(()) };
        let listed: Vec<String> = problems
            .iter()
            .take(LISTED)
            .map(|problem| format!("{}: {}", problem.row, problem.refusal))
            .collect();
        Err(first
            .refusal
            .clone()
            .with("row", first.row)
            .with("problems", problems.len())
            .with("rows", listed.join("; ")))
    }
}

/// Checks every row against what holds for all registers, then against its own rule.
pub(crate) fn check<R: Record>(
    register: &Register<R>,
    rows: &[R],
    saving: Saving,
    rule: impl Fn(&R) -> Result<(), Refusal>,
) -> Vec<RowProblem> {
    let mut first_rows = BTreeMap::new();
    let mut problems = Vec::new();
    for (row, record) in (1..).zip(rows) {
        let first = *first_rows.entry(record.key()).or_insert(row);
        let checked = if first == row {
            text::code(&record.key().to_string())
                .and_then(|()| check_version(register, record, saving))
                .and_then(|()| rule(record))
        } else {
            Err(Refusal::new("duplicate_code").with("code", record.key()).with("first_row", first))
        };
        if let Err(refusal) = checked {
            problems.push(RowProblem { row, refusal });
        }
    }
    problems
}

fn check_version<R: Record>(register: &Register<R>, record: &R, saving: Saving) -> Result<(), Refusal> {
    if saving == Saving::FromFile {
        return Ok(());
    }
    let refusal = |code| Refusal::new(code).with("code", record.key()).with("register", R::REGISTER);
    match (record.version(), register.get(record.key())) {
        (0, Some(there)) => Err(refusal("code_taken").with("current", there.version())),
        (version, Some(there)) if version != there.version() => {
            Err(refusal("stale_version").with("version", version).with("current", there.version()))
        }
        (0, None) | (_, Some(_)) => Ok(()),
        (version, None) => Err(refusal("unknown_record").with("version", version)),
    }
}
