//! What free text may hold: not too much of it, and nothing that names a person by number.

use crate::Refusal;

/// The longest name, in characters.
const NAME: usize = 100;
/// The longest sentence (address, reason, remark), in characters.
const SENTENCE: usize = 500;
/// The longest code, in characters.
const CODE: usize = 64;

/// A name that must be there.
///
/// # Errors
/// `text_missing`, `text_too_long`, `personal_data`, each with the field.
pub(crate) fn name(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new("text_missing").with("field", field));
    }
    limited(field, text, NAME)
}

/// A sentence that may be absent.
pub(crate) fn sentence(field: &'static str, text: Option<&str>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |text| limited(field, text, SENTENCE))
}

/// A reason that must be given.
pub(crate) fn reason(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with("field", field));
    }
    limited(field, text, SENTENCE)
}

/// A work telephone or the name of somebody on duty: telephone numbers are what it is for, numbers
/// of identity cards are not.
pub(crate) fn duty_contact(field: &'static str, text: Option<&str>) -> Result<(), Refusal> {
    match text.map_or(Ok(()), |text| limited(field, text, NAME)) {
        Err(refusal)
            if refusal
                .params
                .get("found")
                .is_some_and(|found| found == PersonalNumber::MobilePhone.name()) =>
        {
            Ok(())
        }
        checked => checked,
    }
}

/// A code: the same form as call signs have.
pub(crate) fn code(text: &str) -> Result<(), Refusal> {
    let fits = !text.is_empty()
        && text.chars().count() <= CODE
        && text.trim() == text
        && !text.chars().any(|c| c.is_control() || c == '/');
    if fits {
        Ok(())
    } else {
        Err(Refusal::new("bad_code").with("code", text.chars().take(CODE).collect::<String>()))
    }
}

fn limited(field: &'static str, text: &str, limit: usize) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length > limit {
        return Err(too_long(field, limit, length));
    }
    match personal_data(text) {
        None => Ok(()),
        // The number itself is not repeated: refusals are logged.
        Some(what) => Err(Refusal::new("personal_data").with("field", field).with("found", what.name())),
    }
}

fn too_long(field: &'static str, limit: usize, length: usize) -> Refusal {
    Refusal::new("text_too_long").with("field", field).with("limit", limit).with("length", length)
}

/// A number that names a person, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalNumber {
    /// 公民身份号码 of 18 characters, GB 11643-1999.
    IdentityCard,
    /// A mainland mobile telephone number of eleven digits.
    MobilePhone,
}

impl PersonalNumber {
    /// As refusals say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdentityCard => "identity_card",
            Self::MobilePhone => "mobile_phone",
        }
    }
}

/// The gravest personal number in a text: full-width digits count, and so do the usual groupings
/// `138 0000 0000` and `110101 19900101 0000`. A longer run of digits (a grid code, an order
/// number) is none.
pub fn personal_data(text: &str) -> Option<PersonalNumber> {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let groups = digit_groups(&folded);
    let single = groups.iter().filter_map(|(run, _)| of_run(run));
    let grouped = groups.windows(3).filter_map(|window| {
        let lengths = [window[0].0.len(), window[1].0.len(), window[2].0.len()];
        let fits = window[0].1 && window[1].1 && matches!(lengths, [3, 4, 4] | [6, 8, 4]);
        fits.then(|| window.iter().map(|(run, _)| run.as_str()).collect::<String>())
            .and_then(|run| of_run(&run))
    });
    single.chain(grouped).min()
}

/// Full-width forms as ASCII.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ｘ' | 'ｘ' | '－' | '＋' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '　' => ' ',
        other => other,
    }
}

/// Runs of digits (an X may end one), each with whether exactly one space or hyphen divides it from
/// the next.
fn digit_groups(text: &[char]) -> Vec<(String, bool)> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut run = String::new();
        while at < text.len() && text[at].is_ascii_digit() {
            run.push(text[at]);
            at += 1;
        }
        if at < text.len() && matches!(text[at], 'x' | 'X') && matches!(run.len(), 3 | 17) {
            run.push('X');
            at += 1;
        }
        let divided = at + 1 < text.len() && matches!(text[at], ' ' | '-') && text[at + 1].is_ascii_digit();
        groups.push((run, divided));
    }
    groups
}

fn of_run(run: &str) -> Option<PersonalNumber> {
    let bare = run
        .strip_prefix("0086")
        .or_else(|| run.strip_prefix("86").filter(|rest| rest.len() == 11))
        .unwrap_or(run);
    let bytes = bare.as_bytes();
    if bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) {
        return Some(PersonalNumber::MobilePhone);
    }
    is_identity_card(run.as_bytes()).then_some(PersonalNumber::IdentityCard)
}

/// Eighteen characters, a date of birth that may be one, and the check character of ISO 7064
/// MOD 11-2.
fn is_identity_card(run: &[u8]) -> bool {
    if run.len() != 18 || run[..17].iter().any(|byte| !byte.is_ascii_digit()) {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        run[range].iter().fold(0u32, |n, byte| n * 10 + u32::from(byte - b'0'))
    };
    let born = (1850..=2150).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    let sum: u32 = (0..17).map(|i| u32::from(run[i] - b'0') * (2u32.pow(17 - i as u32) % 11)).sum();
    born && run[17] == b"10X98765432"[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::{PersonalNumber::*, personal_data};

    #[test]
    fn numbers_of_persons_are_found() {
        // 11010519491231002X is the worked example of GB 11643.
        for (text, found) in [
            ("解放路8号 13800138000", Some(MobilePhone)),
            ("电话138 0013 8000", Some(MobilePhone)),
            ("138-0013-8000", Some(MobilePhone)),
            ("+8613800138000", Some(MobilePhone)),
            ("１３８００１３８０００", Some(MobilePhone)),
            ("11010519491231002X", Some(IdentityCard)),
            ("身份证11010519491231002x。", Some(IdentityCard)),
            ("110105 19491231 002X", Some(IdentityCard)),
            ("110105194912310021", None),
            ("网格420102001001001", None),
            ("感知点 42010200100100113", None),
            ("订单 138001380001", None),
            ("12345", None),
            ("解放大道 1380 号 0138 栋", None),
            ("027-85551234", None),
            ("", None),
        ] {
            assert_eq!(personal_data(text), found, "{text}");
        }
    }
}
