//! The words of every error, remark and refusal in Chinese and English: `tables/errors.json`.
//!
//! Texts name values as `{name}`; `{code|value}` takes the first of these that is given, and `{detail|}`
//! is nothing when it is not. Every floor gives codes and values; only here are sentences, so
//! that a translation or a better remedy needs no new program.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

/// An entry of the catalogue, as the file has it. `zh` and `en` say what happened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    status: u16,
    title_zh: String,
    title_en: String,
    zh: String,
    en: String,
    remedy_zh: String,
    remedy_en: String,
}

/// What people read about one error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The kind of failure; the same every time.
    pub title: String,
    /// What happened here, with its values.
    pub detail: String,
    /// What to do about it.
    pub remedy: String,
}

/// All errors.
#[derive(Debug)]
pub struct Catalogue {
    entries: BTreeMap<String, Entry>,
}

/// The catalogue that is compiled in.
///
/// ```
/// use data::{Language, catalogue};
/// let values = |name: &str| (name == "team").then(|| "三队".to_owned());
/// let message = catalogue().message("unknown_team", Language::English, &values).unwrap();
/// assert!(message.detail.contains("三队"));
/// assert_eq!(catalogue().status("unknown_team"), Some(404));
/// ```
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue {
        entries: serde_json::from_str(include_str!("../tables/errors.json"))
            .expect("tables/errors.json is well formed"),
    })
}

impl Catalogue {
    /// All codes, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The HTTP status that goes with a code; `None` for a code nobody wrote down.
    pub fn status(&self, code: &str) -> Option<u16> {
        self.entries.get(code).map(|entry| entry.status)
    }

    /// What people read; `None` for a code nobody wrote down. `value` gives what a text names; what
    /// it does not have is shown as `?`.
    pub fn message(
        &self,
        code: &str,
        language: Language,
        value: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Message> {
        let entry = self.entries.get(code)?;
        let (title, detail, remedy) = match language {
            Language::Chinese => (&entry.title_zh, &entry.zh, &entry.remedy_zh),
            Language::English => (&entry.title_en, &entry.en, &entry.remedy_en),
        };
        // A `value` is what stands in a file; only whole phrases are ours there.
        let is_ours = |name: &str, value: &str| name != "value" || value.contains(' ');
        let worded = |name: &str| {
            value(name).map(|value| if is_ours(name, &value) { term(&value, language) } else { value })
        };
        Some(Message {
            title: title.clone(),
            detail: filled(detail, &worded),
            remedy: filled(remedy, &worded),
        })
    }

    /// The texts of a code as they are written, `{name}` and all: for documentation.
    pub fn texts(&self, code: &str, language: Language) -> Option<Message> {
        self.message(code, language, &|name| Some(format!("{{{name}}}")))
    }
}

/// One of the product's own English terms (`a PNG picture`, `township`) in a language; any other text as it is.
pub fn term(english: &str, language: Language) -> String {
    static TERMS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let terms = TERMS.get_or_init(|| {
        serde_json::from_str(include_str!("../tables/terms.json")).expect("tables/terms.json is well formed")
    });
    match language {
        Language::Chinese => terms.get(english).cloned().unwrap_or_else(|| english.to_owned()),
        Language::English => english.to_owned(),
    }
}

/// A text with its `{name}` replaced.
fn filled(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((names, after)) => {
                out.push_str(&first_given(names, value));
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.trim_end().to_owned()
}

/// The first of the names that has a value; the last one is what stands there otherwise, when it is
/// empty or `?` or no name.
fn first_given(names: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let given =
        names.split('|').filter(|name| !name.is_empty()).find_map(value).filter(|value| !value.is_empty());
    let otherwise = match names.rsplit_once('|') {
        Some((_, last)) if !last.starts_with(|c: char| c.is_ascii_lowercase()) => last,
        _ => "?",
    };
    given.unwrap_or_else(|| otherwise.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Language, catalogue, filled};
    use std::collections::BTreeSet;

    fn names(text: &str) -> BTreeSet<String> {
        let names = std::cell::RefCell::new(BTreeSet::new());
        filled(text, &|name| {
            names.borrow_mut().insert(name.to_owned());
            None
        });
        names.into_inner()
    }

    #[test]
    fn both_languages_say_the_same_with_the_same_values() {
        for code in catalogue().codes() {
            let zh = catalogue().texts(code, Language::Chinese).unwrap();
            let en = catalogue().texts(code, Language::English).unwrap();
            assert!(
                [&zh.title, &zh.detail, &zh.remedy, &en.title, &en.detail, &en.remedy]
                    .iter()
                    .all(|text| !text.is_empty()),
                "{code}"
            );
            assert_eq!(names(&zh.detail), names(&en.detail), "{code}");
            assert!((200..600).contains(&catalogue().status(code).unwrap()), "{code}");
        }
    }

    #[test]
    fn what_is_missing_is_shown_as_such() {
        assert_eq!(filled("a {b} {c", &|_| Some("1".into())), "a 1 {c");
        assert_eq!(filled("{b}", &|_| None), "?");
        assert_eq!(filled("{a|b} {c|} {d|几}", &|name| (name == "b").then(|| "2".into())), "2  几");
    }
}
