//! Why a command is not carried out.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A command refused: a stable code and the values that the texts in `data/tables/errors.json`
/// name. Nothing has changed when one is returned.
///
/// ```
/// use world::Refusal;
/// let refusal = Refusal::new("unknown_team").with("team", "三队");
/// assert_eq!(refusal.to_string(), "unknown_team (team: 三队)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable, snake_case; listed in docs/errors.md.
    pub code: &'static str,
    /// The bad value, the limit, the place.
    pub params: BTreeMap<&'static str, String>,
}

impl Refusal {
    /// A refusal without values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// Adds a value that the error text names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        let mut open = " (";
        for (name, value) in &self.params {
            write!(f, "{open}{name}: {value}")?;
            open = ", ";
        }
        if self.params.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}

impl std::error::Error for Refusal {}
