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

/// The number that another system gave a call: a code, which people sometimes fill with the caller's own number.
pub(crate) fn external_number(field: &'static str, text: &str) -> Result<(), Refusal> {
    code(text)?;
    limited(field, text, CODE)
}

/// A code: the same form as call signs have.
pub(crate) fn code(text: &str) -> Result<(), Refusal> {
    let fits = !text.is_empty()
        && text.chars().count() <= CODE
        && text.trim() == text
        && !text.chars().any(|c| c.is_control() || is_invisible(c) || c == '/');
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
    // What turns the text round or ends it early would show others something else than was written.
    if text.chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns_round(c)) {
        return Err(Refusal::new("control_character").with("field", field));
    }
    match personal_data(text) {
        None => Ok(()),
        // The number itself is not repeated: refusals are logged.
        Some(what) => Err(Refusal::new("personal_data").with("field", field).with("found", what.name())),
    }
}

/// Controls of the direction of writing.
fn turns_round(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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

/// The gravest personal number in a text: full-width digits count, and so do the groupings that people write, divided
/// by blanks, dashes or dots of any kind (`138 0000 0000`, `13800—000000`, `110101 1990 01 01 0000`). A longer run of
/// digits (a grid code, an order number) is none, nor are numbers of houses that happen to stand side by side.
pub fn personal_data(text: &str) -> Option<PersonalNumber> {
    let folded: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).map(fold).collect();
    let groups = digit_groups(&folded);
    (0..groups.len()).filter_map(|start| of_groups(&groups[start..])).min()
}

/// Groups in which a mobile number is written; one digit at a time as well.
const MOBILE_GROUPS: [&[usize]; 8] =
    [&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[5, 6], &[4, 4, 3], &[4, 3, 4], &[3, 3, 5]];

/// The number that the first of these groups, and those joined to it, may be.
fn of_groups(groups: &[(String, bool)]) -> Option<PersonalNumber> {
    let (mut run, mut lengths) = (String::new(), Vec::new());
    let mut found = None;
    for (group, joined) in groups {
        run.push_str(group);
        lengths.push(group.len());
        let written = |number| match number {
            PersonalNumber::IdentityCard => true,
            PersonalNumber::MobilePhone => {
                lengths.len() == 1
                    || lengths.iter().all(|length| *length == 1)
                    || MOBILE_GROUPS.contains(&lengths.as_slice())
            }
        };
        found = found.into_iter().chain(of_run(&run).filter(|number| written(*number))).min();
        if !joined || run.len() > LONGEST_RUN {
            break;
        }
    }
    found
}

/// Digits of the longest personal number.
const LONGEST_RUN: usize = 18;

/// Characters that show nothing, yet would keep digits apart.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Full-width forms as ASCII; blanks, dashes and dots of all kinds as one of each.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ｘ' | 'ｘ' | '＋' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | '﹣' | '~' | '～' | '_' | '＿' => '-',
        '·' | '•' | '．' | '。' | '・' => '.',
        blank if blank.is_whitespace() => ' ',
        other => other,
    }
}

/// At most so many characters stand between the groups of one number.
const BETWEEN: usize = 3;

/// Runs of digits (an X may end one), each with whether only a few blanks, dashes or dots divide it from the next.
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
        // The check character of an identity card, and not the first letter of a word.
        let ends = text.get(at + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
        if ends && matches!(run.len(), 1..=3 | 17) && matches!(text.get(at), Some('x' | 'X')) {
            run.push('X');
            at += 1;
        }
        let between = text[at..].iter().take_while(|c| matches!(c, ' ' | '-' | '.')).count();
        let joined =
            (1..=BETWEEN).contains(&between) && text.get(at + between).is_some_and(char::is_ascii_digit);
        groups.push((run, joined));
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
            ("138—0013—8000", Some(MobilePhone)),
            ("138.0013.8000", Some(MobilePhone)),
            ("138  0013　8000", Some(MobilePhone)),
            ("138\u{200b}0013\u{200b}8000", Some(MobilePhone)),
            ("13800 138000，1380 0138 000", Some(MobilePhone)),
            ("1 3 8 0 0 1 3 8 0 0 0", Some(MobilePhone)),
            ("110105 1949 12 31 002X", Some(IdentityCard)),
            ("110105 - 19491231 - 002X", Some(IdentityCard)),
            ("138 0013 8000x", Some(MobilePhone)),
            ("解放路 15-2-1803 8801", None),
            ("２０２６．１１．２２ 13:00-14:00", None),
            ("2026-11-22 138 0013", None),
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
