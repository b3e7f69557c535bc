//! The words of the error catalogue, in the language the reader wants.

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use std::collections::BTreeMap;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// 中文, unless something else is asked for.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The first language of `Accept-Language` that the product has, by weight.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let weigh = |item: &str| {
            let (tag, weight) = item.split_once(";q=").unwrap_or((item, "1"));
            let language = match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Self::Chinese,
                "en" => Self::English,
                _ => return None,
            };
            Some((language, weight.trim().parse::<f32>().unwrap_or(0.0)))
        };
        // The first of equal weights wins.
        let best = wanted
            .split(',')
            .filter_map(weigh)
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or_else(Self::default, |(language, _)| language)
    }

    /// One of two texts.
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

impl From<Language> for data::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Chinese => Self::Chinese,
            Language::English => Self::English,
        }
    }
}

/// The words of one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The kind of failure.
    pub title: String,
    /// What happened here.
    pub detail: String,
    /// What to do about it.
    pub remedy: String,
}

/// The HTTP status of a code: the catalogue's, else one that its name suggests.
pub fn status_of(code: &str) -> StatusCode {
    let known = data::catalogue().status(code).and_then(|status| StatusCode::from_u16(status).ok());
    known.unwrap_or_else(|| match code {
        "internal" | "proposal_not_confirmed" => StatusCode::INTERNAL_SERVER_ERROR,
        code if code.starts_with("unknown_") => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    })
}

/// The words of a code, with `{name}` replaced by the values.
pub fn of(code: &str, language: Language, params: &BTreeMap<String, Value>) -> Words {
    let value = |name: &str| {
        params.get(name).map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    };
    match data::catalogue().message(code, language.into(), &value) {
        Some(message) => Words { title: message.title, detail: message.detail, remedy: message.remedy },
        None => {
            let named =
                params.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ");
            let remedy =
                language.pick("请记下代码，并告诉管理员。", "Note the code and tell an administrator.");
            Words { title: code.to_owned(), detail: named, remedy: remedy.to_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;
    use axum::http::{HeaderMap, header};

    #[test]
    fn the_heaviest_known_language_wins_and_chinese_is_the_default() {
        let accepted = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            Language::accepted(&headers)
        };
        assert_eq!(accepted("en-GB,en;q=0.9"), Language::English);
        assert_eq!(accepted("zh-CN,zh;q=0.9,en;q=0.8"), Language::Chinese);
        assert_eq!(accepted("fr,en;q=0.5,zh;q=0.7"), Language::Chinese);
        assert_eq!(accepted("fr"), Language::Chinese);
        assert_eq!(Language::accepted(&HeaderMap::new()), Language::Chinese);
    }
}
