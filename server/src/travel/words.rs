//! Turns in words: `data/tables/turns.json`.

use crate::http::Language;
use dispatch::roads::Manoeuvre;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    zh: String,
    en: String,
    zh_unnamed: String,
    en_unnamed: String,
}

static TEXTS: LazyLock<BTreeMap<String, Texts>> =
    LazyLock::new(|| serde_json::from_str(data::TURNS).expect("tables/turns.json is well formed"));

/// What a driver is told.
pub fn told(manoeuvre: &Manoeuvre, language: Language) -> String {
    let Some(texts) = TEXTS.get(manoeuvre.turn.code()) else { return manoeuvre.turn.code().to_owned() };
    match &manoeuvre.street {
        Some(street) => language.pick(&texts.zh, &texts.en).replace("{street}", street),
        None => language.pick(&texts.zh_unnamed, &texts.en_unnamed).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dispatch::roads::Turn;

    #[test]
    fn every_turn_has_words_in_both_languages() {
        for turn in Turn::ALL {
            let texts = &TEXTS[turn.code()];
            assert!(texts.zh.contains("{street}") && texts.en.contains("{street}"), "{turn:?}");
            assert!(!texts.zh_unnamed.is_empty() && !texts.en_unnamed.contains('{'), "{turn:?}");
        }
        assert_eq!(TEXTS.len(), Turn::ALL.len());
    }
}
