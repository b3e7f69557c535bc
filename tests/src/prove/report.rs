//! A line for each case, and the count at the end.

use super::memory::Peak;
use std::fmt;
use std::time::Duration;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Otherwise, with what tells why, a line each.
    Failed(Vec<String>),
    /// It could not be tried.
    Skipped,
}

/// One case that has been tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name: where it lies below the folder.
    pub name: String,
    /// What should come out.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// How long the product worked on it.
    pub took: Duration,
    /// How much memory it held at most, where that matters.
    pub peak: Option<Peak>,
    /// How it ended.
    pub outcome: Outcome,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed(_) => "FAILED",
            Outcome::Skipped => "skipped",
        };
        let Self { name, expected, got, took, .. } = self;
        write!(f, "{word} {name} | expected {expected} | got {got} | {:.2} s", took.as_secs_f64())?;
        if let Some(peak) = self.peak {
            write!(f, " | peak {peak}")?;
        }
        if let Outcome::Failed(why) = &self.outcome {
            for line in why {
                write!(f, "\n    {line}")?;
            }
        }
        Ok(())
    }
}

/// Takes the cases as they are tried, prints them and counts.
#[derive(Debug, Default)]
pub struct Report {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Report {
    /// Prints the case and counts it.
    pub fn add(&mut self, case: &Case) {
        println!("{case}");
        self.count(&case.outcome);
    }

    /// Counts a case without a line: of thousands only those that fail have one, and a table tells of the others.
    pub const fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Skipped => self.skipped += 1,
        }
    }

    /// How many cases failed.
    pub const fn failed(&self) -> usize {
        self.failed
    }

    /// How many cases passed.
    pub const fn passed(&self) -> usize {
        self.passed
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}
