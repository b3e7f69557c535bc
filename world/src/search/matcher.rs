//! How well a record answers what was typed.

use super::document::Document;
use super::fold::{fold_into, folded};
use super::pinyin::{self, Sounds};

/// Why a record answers, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    Code,
    Name,
    CodeBegins,
    NameBegins,
    NameHolds,
    SoundBegins,
    AddressHolds,
    SoundInside,
}

/// A question as it is compared: every word must be answered.
pub(super) struct Matcher {
    /// The whole text, single spaces between words.
    whole: String,
    words: Vec<String>,
    name: String,
    other: String,
}

impl Matcher {
    /// `None` when there is nothing to look for.
    pub fn of(text: &str) -> Option<Self> {
        let folded = folded(text);
        let words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return None;
        }
        Some(Self { whole: words.join(" "), words, name: String::new(), other: String::new() })
    }

    pub fn words(&self) -> &[String] {
        &self.words
    }

    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// How a record answers, `None` when it does not.
    pub fn judge(&mut self, document: &Document) -> Option<Match> {
        let by_code = self.by_code(document.code());
        let by_pole = document.pole().and_then(|pole| self.by_code(pole));
        let by_text = self.by_text(document.name(), document.address());
        [by_code, by_pole, by_text].into_iter().flatten().min()
    }

    fn by_code(&mut self, code: &str) -> Option<Match> {
        fold_into(&mut self.other, code);
        let begins = self.other.starts_with(&self.whole);
        begins.then_some(if self.other.len() == self.whole.len() { Match::Code } else { Match::CodeBegins })
    }

    /// How a name and an address answer.
    pub fn by_text(&mut self, name: &str, address: Option<&str>) -> Option<Match> {
        fold_into(&mut self.name, name);
        if self.name == self.whole {
            return Some(Match::Name);
        }
        self.other.clear();
        if let Some(address) = address {
            fold_into(&mut self.other, address);
        }
        let answers = |word: &String| -> Option<Match> {
            if self.name.starts_with(word.as_str()) {
                return Some(Match::NameBegins);
            }
            if self.name.contains(word.as_str()) {
                return Some(Match::NameHolds);
            }
            let sounds = pinyin::sound(word).and_then(|sound| pinyin::matches(name, sound));
            if sounds == Some(Sounds::AtStart) {
                return Some(Match::SoundBegins);
            }
            if self.other.contains(word.as_str()) {
                return Some(Match::AddressHolds);
            }
            sounds.map(|_| Match::SoundInside)
        };
        // The weakest word counts.
        self.words.iter().map(answers).collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}
