//! No residents: columns that hold persons are refused, and texts are searched for identity card
//! and mobile numbers. Duty staff and their work telephones are what a register is for.
//!
//! The lists are data (`tables/personal.json`).

use crate::fields::{FieldMap, fold};
use crate::layer::{Cell, Layer};
use crate::{FileError, RowError};
use serde::Deserialize;
use std::sync::OnceLock;
use world::{PersonalNumber, personal_data};

#[derive(Deserialize)]
struct Lists {
    words: Vec<String>,
    names: Vec<String>,
    names_unless_staff: Vec<String>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| {
        serde_json::from_str(include_str!("../tables/personal.json"))
            .expect("tables/personal.json is well formed")
    })
}

/// Whether a register names duty staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Staff {
    /// It has a leader, a keeper, a telephone.
    Named,
    /// It has nobody.
    Nobody,
}

/// # Errors
/// `personal_column` when a column by its name holds persons.
pub(crate) fn refuse_columns(columns: &[String], staff: Staff) -> Result<(), FileError> {
    match columns.iter().find(|name| is_personal(name, staff)) {
        Some(name) => Err(FileError::new("personal_column").with("field", name)),
        None => Ok(()),
    }
}

fn is_personal(name: &str, staff: Staff) -> bool {
    let (folded, words, lists) = (fold(name), words(name), lists());
    let holds = |word: &String| {
        if word.is_ascii() { folded == *word || words.contains(word) } else { folded.contains(word.as_str()) }
    };
    let named = |names: &[String]| names.iter().any(|listed| fold(listed) == folded);
    lists.words.iter().any(holds)
        || named(&lists.names)
        || (staff == Staff::Nobody && named(&lists.names_unless_staff))
}

/// The words of a Latin name: `ownerFaceId` and `owner_face_id` are three, `surface` is one. Pairs
/// of neighbours are joined, so that `id_card` is found.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars() {
        let starts = !last.is_ascii_alphabetic() || (last.is_ascii_lowercase() && c.is_ascii_uppercase());
        if c.is_ascii_alphabetic() {
            if starts {
                words.push(String::new());
            }
            words.last_mut().expect("a word was started").push(c.to_ascii_lowercase());
        }
        last = c;
    }
    let pairs: Vec<String> = words.windows(2).map(|pair| pair.concat()).collect();
    words.extend(pairs);
    words
}

/// Takes the rows out whose texts hold an identity card or mobile number ([`world::personal_data`]);
/// the number itself is not repeated in the error. Telephone, code and coordinate columns are not
/// searched for mobile numbers: a work telephone is one, and long codes look like one.
pub(crate) fn search_rows(layer: &mut Layer, map: &FieldMap) {
    let spared: Vec<bool> = layer.columns.iter().map(|name| spared_by_name(name)).collect();
    let known = ["phone", "code", "parent", "team", "home", "pole", "lon", "lat", "households"];
    let known: Vec<usize> = known.iter().filter_map(|field| map.column(field)).collect();
    let mut errors = Vec::new();
    let columns = &layer.columns;
    layer.rows.retain(|row| {
        let found = row.cells.iter().enumerate().find_map(|(column, cell)| {
            let Cell::Text(text) = cell else { return None };
            let spared = known.contains(&column) || spared.get(column).copied().unwrap_or(false);
            let found =
                personal_data(text).filter(|found| !spared || *found == PersonalNumber::IdentityCard)?;
            Some(
                RowError::new(row.number, "personal_data")
                    .at(columns[column].clone(), "")
                    .detail(found.name()),
            )
        });
        let clean = found.is_none();
        errors.extend(found);
        clean
    });
    layer.errors.extend(errors);
}

fn spared_by_name(name: &str) -> bool {
    let words = words(name);
    let latin = [
        "id",
        "code",
        "no",
        "num",
        "number",
        "phone",
        "tel",
        "telephone",
        "lon",
        "lng",
        "lat",
        "x",
        "y",
        "osmid",
        "area",
        "length",
        "shape",
    ];
    let chinese = ["编号", "编码", "代码", "电话", "热线", "经度", "纬度", "面积"];
    words.iter().any(|word| latin.contains(&word.as_str())) || chinese.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Staff, is_personal};

    #[test]
    fn columns_of_persons_are_told_from_columns_of_things() {
        for name in [
            "身份证号",
            "居民姓名",
            "ID_Card",
            "idCard",
            "faceId",
            "车牌号",
            "license_plate",
            "姓名",
            "户主",
            "date of birth",
        ] {
            assert!(is_personal(name, Staff::Named), "{name}");
        }
        for name in [
            "surface",
            "template",
            "plateau",
            "网格长姓名",
            "负责人",
            "名称",
            "households",
            "电话",
            "residential_code",
        ] {
            assert!(!is_personal(name, Staff::Named), "{name}");
        }
        assert!(is_personal("手机号", Staff::Nobody) && !is_personal("值班手机", Staff::Named));
    }
}
