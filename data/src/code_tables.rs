//! The code tables a new district starts with. A district edits its own copy; these are data files,
//! so that a city's habits need no new program.

use geo_core::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use world::records::RunCard;
use world::{CodeRule, Tables};

/// Kinds of incidents (in the manner of 110 and 12345 classes) and of places, and the figures that
/// steer proposals: three minutes of advantage for the home team, positions stale after ten
/// minutes, arrival within 60 m, doubles within 300 m and 30 minutes.
///
/// ```
/// let tables = data::default_tables();
/// assert!(tables.incident_kinds.iter().any(|kind| kind.code.as_str() == "gas_smell"));
/// assert_eq!(tables.policy.home_handicap, geo_core::Milliseconds::from_minutes(3));
/// ```
pub fn default_tables() -> Tables {
    Tables {
        incident_kinds: table(include_str!("../tables/incident_kinds.json")),
        place_kinds: table(include_str!("../tables/place_kinds.json")),
        policy: table(include_str!("../tables/policy.json")),
        plan: table(include_str!("../tables/plan.json")),
    }
}

/// Run cards (预案) to begin with, for fires, gas and brawls; by the kinds of [`default_tables`].
///
/// ```
/// assert!(data::sample_run_cards().iter().any(|card| card.code == "火警"));
/// ```
pub fn sample_run_cards() -> Vec<RunCard> {
    table(include_str!("../tables/run_cards.json"))
}

/// A way to make codes that a standard or a habit knows: what a district may start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeTemplate {
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Where it comes from.
    pub source: String,
    /// Digits that the district has to put before the codes itself; 0 for none.
    #[serde(default)]
    pub prefix_digits: usize,
    /// How codes are made, by level.
    pub codes: BTreeMap<Level, CodeRule>,
}

/// The templates, by the name that people use for them: digits after digits, or all digits of a code.
///
/// ```
/// let templates = data::code_templates();
/// assert_eq!(templates["12+3+2"].codes, data::default_tables().plan.codes);
/// ```
pub fn code_templates() -> BTreeMap<String, CodeTemplate> {
    table(include_str!("../tables/code_templates.json"))
}

fn table<T: for<'de> serde::Deserialize<'de>>(text: &str) -> T {
    serde_json::from_str(text).expect("the tables that are compiled in are well formed")
}

#[cfg(test)]
mod tests {
    use super::default_tables;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_every_kind_can_be_answered() {
        let tables = default_tables();
        let codes: BTreeSet<_> = tables.incident_kinds.iter().map(|kind| &kind.code).collect();
        assert_eq!(codes.len(), tables.incident_kinds.len());
        assert!(
            tables
                .incident_kinds
                .iter()
                .all(|kind| !kind.suited.is_empty() && !kind.zh.is_empty() && !kind.en.is_empty())
        );
        let places: BTreeSet<_> = tables.place_kinds.iter().map(|kind| &kind.code).collect();
        assert_eq!(places.len(), tables.place_kinds.len());
    }
}
