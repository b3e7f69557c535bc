//! Which column holds what: known names in `tables/fields.json`, known values in
//! `tables/values.json`. Both are data, so that a district's habits need no new code.

use crate::{FileError, Naming};
use geo_core::Level;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

type Lists = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn columns_table() -> &'static Lists {
    static TABLE: OnceLock<Lists> = OnceLock::new();
    TABLE.get_or_init(|| {
        serde_json::from_str(include_str!("../tables/fields.json"))
            .expect("tables/fields.json is well formed")
    })
}

fn values_table() -> &'static Lists {
    static TABLE: OnceLock<Lists> = OnceLock::new();
    TABLE.get_or_init(|| {
        serde_json::from_str(include_str!("../tables/values.json"))
            .expect("tables/values.json is well formed")
    })
}

/// A column's name without what people vary: case, blanks, `_`, `-`, and a unit in brackets.
pub(crate) fn fold(name: &str) -> String {
    let name = name.split(['(', '（', '[', '【']).next().unwrap_or_default();
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The columns of one file by the fields of a register.
#[derive(Debug)]
pub(crate) struct FieldMap {
    register: &'static str,
    columns: Vec<String>,
    found: BTreeMap<String, usize>,
    /// What a field is in every row that says nothing else.
    constants: BTreeMap<String, String>,
}

impl FieldMap {
    /// Finds the columns of a register. Names for the level go before general ones; within a list
    /// the first that the file has.
    pub fn new(register: &'static str, level: Option<Level>, columns: &[String]) -> Self {
        let folded: Vec<String> = columns.iter().map(|name| fold(name)).collect();
        let lists = &columns_table()[register];
        let find = |names: &[String]| {
            names.iter().find_map(|name| folded.iter().position(|column| *column == fold(name)))
        };
        let mut found = BTreeMap::new();
        for field in lists.keys().filter(|key| !key.contains('@')) {
            let special = level.and_then(|level| lists.get(&format!("{field}@{level}")));
            let column = special.and_then(|names| find(names)).or_else(|| find(&lists[field]));
            if let Some(column) = column {
                found.insert(field.clone(), column);
            }
        }
        Self { register, columns: columns.to_vec(), found, constants: BTreeMap::new() }
    }

    /// Takes over what the caller says about columns.
    ///
    /// # Errors
    /// `unknown_field` with the fields there are, `unknown_column` with the columns there are.
    pub fn apply(&mut self, naming: &Naming) -> Result<(), FileError> {
        let lists = &columns_table()[self.register];
        for (field, _) in naming.columns.iter().chain(&naming.values) {
            if field.contains('@') || !lists.contains_key(field) {
                let known: Vec<String> = lists.keys().filter(|key| !key.contains('@')).cloned().collect();
                return Err(FileError::new("unknown_field").with("field", field).with_list("names", &known));
            }
        }
        naming.columns.iter().try_for_each(|(field, name)| self.set(field, name))?;
        self.constants.extend(naming.values.iter().cloned());
        Ok(())
    }

    fn set(&mut self, field: &str, name: &str) -> Result<(), FileError> {
        let exact = self.columns.iter().position(|column| column == name);
        let column = exact.or_else(|| self.columns.iter().position(|column| fold(column) == fold(name)));
        let Some(column) = column else {
            return Err(FileError::new("unknown_column")
                .with("field", name)
                .with_list("columns", &self.named_columns()));
        };
        self.found.insert(field.to_owned(), column);
        Ok(())
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.found.get(field).copied()
    }

    /// What the field is where a row says nothing.
    pub fn constant(&self, field: &str) -> Option<&str> {
        self.constants.get(field).map(String::as_str)
    }

    fn named_columns(&self) -> Vec<String> {
        self.columns.iter().filter(|name| !name.is_empty()).cloned().collect()
    }

    /// The name a file gives to a field, or the field's own when it has no such column.
    pub fn name<'a>(&'a self, field: &'a str) -> &'a str {
        self.column(field).map_or(field, |column| &self.columns[column])
    }

    /// # Errors
    /// `missing_column` when the file has no column for `field`, with the names it might have.
    pub fn require(&self, field: &str) -> Result<(), FileError> {
        if self.column(field).is_some() || self.constants.contains_key(field) {
            return Ok(());
        }
        if self.columns.is_empty() {
            return Err(FileError::new("no_properties"));
        }
        let names = columns_table()[self.register].get(field).cloned().unwrap_or_default();
        Err(FileError::new("missing_column")
            .with("field", field)
            .with_list("columns", &self.named_columns())
            .with_list("names", &names))
    }

    /// The fields that were found, by the file's columns: for a note to people.
    pub fn summary(&self) -> String {
        let columns = self.found.iter().map(|(field, column)| format!("{field} = {}", self.columns[*column]));
        let constants = self.constants.iter().map(|(field, value)| format!("{field} := {value}"));
        columns.chain(constants).collect::<Vec<_>>().join(", ")
    }
}

/// Parses a value of an enumeration by its known names; `None` when it is not one.
pub(crate) fn value_of<T: for<'de> Deserialize<'de>>(table: &str, text: &str) -> Option<T> {
    let wanted = text.trim().to_lowercase();
    let (identifier, _) = values_table()[table].iter().find(|(_, names)| names.contains(&wanted))?;
    serde_json::from_value(serde_json::Value::String(identifier.clone())).ok()
}

/// The identifiers of an enumeration with a Chinese name of each, for an error's text.
pub(crate) fn values_of(table: &str) -> String {
    let values = values_table()[table].iter().map(|(identifier, names)| {
        let chinese = names.iter().find(|name| !name.is_ascii());
        chinese.map_or_else(|| identifier.clone(), |name| format!("{identifier} ({name})"))
    });
    values.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{FieldMap, value_of};
    use geo_core::Level;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_name_for_the_level_goes_first() {
        let map =
            FieldMap::new("area", Some(Level::Grid), &columns(&["id", "Grid_Code", "社区编码", "网格名称"]));
        assert_eq!(
            (map.column("code"), map.column("parent"), map.column("name")),
            (Some(1), Some(2), Some(3))
        );
        let map = FieldMap::new("depot", None, &columns(&["编码", "经度（度）", "纬度 (WGS84)"]));
        assert_eq!((map.column("lon"), map.column("lat")), (Some(1), Some(2)));
    }

    #[test]
    fn every_identifier_of_the_value_table_is_one_of_the_type() {
        use dispatch::{Profile, TeamKind};
        use world::records::{DepotTier, DutyRule, GridKind, SensingKind, SensingStatus};
        fn all<T: for<'de> serde::Deserialize<'de>>(table: &str) {
            for name in super::values_table()[table].values().flatten() {
                assert!(value_of::<T>(table, name).is_some(), "{table}: {name}");
            }
        }
        all::<TeamKind>("team_kind");
        all::<Profile>("profile");
        all::<DutyRule>("duty");
        all::<DepotTier>("depot_tier");
        all::<SensingKind>("sensing_kind");
        all::<SensingStatus>("sensing_status");
        all::<GridKind>("grid_kind");
    }
}
