//! No residents: columns that hold persons are refused, and texts are searched for identity card
//! and mobile numbers. Duty staff and their work telephones are what a register is for.
//!
//! The lists are data (`tables/personal.json`).

use crate::fields::{FieldMap, fold};
use crate::layer::{Cell, Layer};
use crate::{FileError, RowError};
use serde::Deserialize;
use std::sync::OnceLock;

#[derive(Deserialize)]
struct Lists {
    words: Vec<String>,
    names: Vec<String>,
    names_unless_staff: Vec<String>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| serde_json::from_str(include_str!("../tables/personal.json")).expect("tables/personal.json is well formed"))
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
    let holds = |word: &String| if word.is_ascii() { folded == *word || words.contains(word) } else { folded.contains(word.as_str()) };
    let named = |names: &[String]| names.iter().any(|listed| fold(listed) == folded);
    lists.words.iter().any(holds) || named(&lists.names) || (staff == Staff::Nobody && named(&lists.names_unless_staff))
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

/// Takes the rows out whose texts hold an identity card or mobile number, each with an error that
/// shows the number masked. Telephone, code and coordinate columns are not searched for mobile
/// numbers: a work telephone is one, and long codes look like one.
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
            let number = identity_card(text).or_else(|| if spared { None } else { mobile(text) })?;
            Some(RowError::new(row.number, "personal_data").at(columns[column].clone(), &masked(number)))
        });
        let clean = found.is_none();
        errors.extend(found);
        clean
    });
    layer.errors.extend(errors);
}

fn spared_by_name(name: &str) -> bool {
    let words = words(name);
    let latin = ["id", "code", "no", "num", "number", "phone", "tel", "telephone", "lon", "lng", "lat", "x", "y", "osmid", "area", "length", "shape"];
    let chinese = ["编号", "编码", "代码", "电话", "热线", "经度", "纬度", "面积"];
    words.iter().any(|word| latin.contains(&word.as_str())) || chinese.iter().any(|word| name.contains(word))
}

fn masked(number: &str) -> String {
    let stars = "*".repeat(number.len().saturating_sub(5));
    format!("{}{stars}{}", &number[..3], &number[number.len() - 2..])
}

/// Runs of digits (a last X among them) that touch no other digit, letter or decimal point.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
}

/// An 18-digit identity number with a right date and check digit (GB 11643-1999).
fn identity_card(text: &str) -> Option<&str> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    numbers(text).find(|number| {
        let bytes = number.as_bytes();
        if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
            return false;
        }
        let part = |range: std::ops::Range<usize>| number[range].parse::<u32>().unwrap_or(0);
        let dated = (1900..=2100).contains(&part(6..10)) && (1..=12).contains(&part(10..12)) && (1..=31).contains(&part(12..14));
        let sum: u32 = bytes[..17].iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        dated && b"10X98765432"[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
    })
}

/// A mobile number of mainland China: 11 digits, 13 to 19.
fn mobile(text: &str) -> Option<&str> {
    numbers(text).map(|number| number.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(number)).find(|number| {
        let bytes = number.as_bytes();
        bytes.len() == 11 && bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'1' && bytes[1] >= b'3'
    })
}

#[cfg(test)]
mod tests {
    use super::{Staff, identity_card, is_personal, masked, mobile};

    #[test]
    fn columns_of_persons_are_told_from_columns_of_things() {
        for name in ["身份证号", "居民姓名", "ID_Card", "idCard", "faceId", "车牌号", "license_plate", "姓名", "户主", "date of birth"] {
            assert!(is_personal(name, Staff::Named), "{name}");
        }
        for name in ["surface", "template", "plateau", "网格长姓名", "负责人", "名称", "households", "电话", "residential_code"] {
            assert!(!is_personal(name, Staff::Named), "{name}");
        }
        assert!(is_personal("手机号", Staff::Nobody) && !is_personal("值班手机", Staff::Named));
    }

    #[test]
    fn numbers_of_persons_are_found_in_texts() {
        // 11010519491231002X is the example of GB 11643-1999, no person's.
        assert_eq!(identity_card("证 11010519491231002X，住"), Some("11010519491231002X"));
        assert_eq!(identity_card("110105194912310021"), None);
        assert_eq!(mobile("电13800000000。"), Some("13800000000"));
        for text in ["128000000001", "12345678901", "138.00000000", "A13800000000", "028-85001234"] {
            assert_eq!(mobile(text), None, "{text}");
        }
        assert_eq!(masked("13800000000"), "138******00");
    }
}
