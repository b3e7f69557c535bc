//! Good rows kept, bad rows named: what is common to all imports of rows.

use super::Failure;
use crate::http::{Language, words};
use data::{Note, Outcome, RowError};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use world::RowProblem;

/// Bad rows that are printed one by one; the rest is counted.
const PRINTED: usize = 200;

/// What to do with a file that has bad rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRows {
    /// Import nothing of it.
    Reject,
    /// Import exactly the good rows.
    Skip,
}

/// The rows of a file that may go in, after the reader and the world have judged them; every bad row
/// has been printed.
///
/// # Errors
/// `file_rejected` when there is a bad row and the file is to be rejected for it; `nothing_to_import`
/// when no good row is left.
pub fn sift<T>(
    outcome: Outcome<T>,
    bad_rows: BadRows,
    language: Language,
    judge: impl Fn(&[T]) -> Vec<RowProblem>,
) -> Result<Vec<T>, Failure> {
    for note in &outcome.notes {
        eprintln!("{}", note_words(note, language));
    }
    let mut bad: Vec<(usize, String)> =
        outcome.errors.iter().map(|error| (error.row, row_words(error, language))).collect();
    let mut rows: Vec<(usize, T)> = outcome.numbers.into_iter().zip(outcome.rows).collect();
    // Taking rows out can make others bad (a parent that is gone), so the world is asked until it is content.
    loop {
        let (numbers, values): (Vec<usize>, Vec<T>) = rows.into_iter().unzip();
        let problems = judge(&values);
        bad.extend(problems.iter().map(|problem| {
            let row = numbers[problem.row - 1];
            (row, refusal_words(row, &problem.refusal, language))
        }));
        let out: BTreeSet<usize> = problems.iter().map(|problem| problem.row - 1).collect();
        rows = numbers
            .into_iter()
            .zip(values)
            .enumerate()
            .filter(|(index, _)| !out.contains(index))
            .map(|(_, row)| row)
            .collect();
        if out.is_empty() {
            break;
        }
    }
    bad.sort();
    for (_, words) in bad.iter().take(PRINTED) {
        eprintln!("{words}");
    }
    if bad.len() > PRINTED {
        eprintln!(
            "… {}",
            language.pick(
                &format!("另有 {} 行有误", bad.len() - PRINTED),
                &format!("{} more bad rows", bad.len() - PRINTED)
            )
        );
    }
    if !bad.is_empty() && bad_rows == BadRows::Reject {
        return Err(Failure::new("file_rejected").with("bad", bad.len()).with("good", rows.len()));
    }
    if rows.is_empty() {
        return Err(Failure::new("nothing_to_import").with("bad", bad.len()));
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn row_words(error: &RowError, language: Language) -> String {
    let params =
        error.params().into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect();
    let about = error.about.as_deref();
    let place = about.and_then(|about| about.place).map(|place| place.worded(language.into()));
    // A geometry is told by its place in it; that it is the geometry goes without saying.
    let field = place.as_deref().or(error.field.as_deref());
    let words = line(error.row, field, error.code, &params, language);
    match about.map_or(0, |about| about.others) {
        0 => words,
        others => {
            let zh = format!("{words} 该图形另有 {others} 处问题。");
            let en = format!("{words} The geometry has other problems: {others}.");
            language.pick(&zh, &en).to_owned()
        }
    }
}

fn refusal_words(row: usize, refusal: &world::Refusal, language: Language) -> String {
    let params = refusal
        .params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::String(value.clone())))
        .collect();
    line(row, None, refusal.code, &params, language)
}

fn line(
    row: usize,
    field: Option<&str>,
    code: &str,
    params: &BTreeMap<String, Value>,
    language: Language,
) -> String {
    let words = words::of(code, language, params);
    let place = match (language, field) {
        (Language::Chinese, Some(field)) => format!("第 {row} 行「{field}」"),
        (Language::Chinese, None) => format!("第 {row} 行"),
        (Language::English, Some(field)) => format!("row {row}, {field}"),
        (Language::English, None) => format!("row {row}"),
    };
    let gap = if words.remedy.is_empty() { "" } else { " " };
    format!("{place}: {}{gap}{} [{code}]", words.detail, words.remedy)
}

fn note_words(note: &Note, language: Language) -> String {
    let params =
        note.params.iter().map(|(name, value)| ((*name).to_owned(), Value::String(value.clone()))).collect();
    let words = words::of(note.code, language, &params);
    format!("{}: {} {} [{}]", language.pick("提示", "note"), words.detail, words.remedy, note.code)
}
