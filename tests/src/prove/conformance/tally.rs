//! What became of the cases: for each file, and for each reason to skip one.

use super::super::{Case, Outcome, Report};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// How one question of a suite ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// Otherwise, and how.
    Failed { expected: String, got: String },
    /// It does not apply, and why.
    Skipped(String),
}

impl Verdict {
    /// A skip.
    pub fn skip(why: &str) -> Self {
        Self::Skipped(why.to_owned())
    }
}

/// All counts.
#[derive(Debug, Default)]
pub struct Tally {
    files: BTreeMap<String, [usize; 3]>,
    reasons: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a verdict; a failure is printed at once, with the time it took.
    pub fn add(&mut self, file: &str, case: &str, verdict: Verdict, took: Duration, report: &mut Report) {
        let counts = self.files.entry(file.to_owned()).or_default();
        match verdict {
            Verdict::Passed => {
                counts[0] += 1;
                report.count(&Outcome::Passed);
            }
            Verdict::Failed { expected, got } => {
                counts[1] += 1;
                let name = format!("{file}: {case}");
                let outcome = Outcome::Failed(Vec::new());
                report.add(&Case { name, expected, got, took, peak: None, outcome });
            }
            Verdict::Skipped(reason) => {
                counts[2] += 1;
                *self.reasons.entry(reason).or_default() += 1;
                report.count(&Outcome::Skipped);
            }
        }
    }
}

/// Two tables: files that have cases which apply, and the reasons of the others, the commonest first.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tried, idle): (Vec<_>, Vec<_>) =
            self.files.iter().partition(|(_, [passed, failed, _])| passed + failed > 0);
        writeln!(f, "| file | passed | failed | skipped |\n|---|--:|--:|--:|")?;
        for (file, [passed, failed, skipped]) in &tried {
            writeln!(f, "| {file} | {passed} | {failed} | {skipped} |")?;
        }
        let skipped: usize = idle.iter().map(|(_, counts)| counts[2]).sum();
        writeln!(f, "| {} files in which nothing applies | 0 | 0 | {skipped} |", idle.len())?;
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        writeln!(f, "\n| skipped because | cases |\n|---|--:|")?;
        reasons.iter().try_for_each(|(reason, count)| writeln!(f, "| {reason} | {count} |"))
    }
}
