//! Codes are text: `"420102001003"` is a name, not a number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The level of an area, from the widest down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Level {
    /// 区县, 6 digits of GB/T 2260.
    District,
    /// 街道/乡镇, 9 digits.
    Township,
    /// 社区/村, 12 digits.
    Community,
    /// 网格, 15 digits by default.
    Grid,
    /// 小微区域, 17 digits by default.
    MicroArea,
}

impl Level {
    /// All levels, widest first.
    pub const ALL: [Self; 5] = [Self::District, Self::Township, Self::Community, Self::Grid, Self::MicroArea];

    /// The level above, `None` for a district.
    pub fn parent(self) -> Option<Self> {
        let index = Self::ALL.iter().position(|level| *level == self)?;
        index.checked_sub(1).map(|above| Self::ALL[above])
    }

    /// The identifier of the glossary: `"micro_area"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Township => "township",
            Self::Community => "community",
            Self::Grid => "grid",
            Self::MicroArea => "micro_area",
        }
    }

    /// Digits of a code of this level in the default template (6 + 3 + 3 + 3 + 2).
    pub const fn code_length(self) -> usize {
        match self {
            Self::District => 6,
            Self::Township => 9,
            Self::Community => 12,
            Self::Grid => 15,
            Self::MicroArea => 17,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The code of an area of any level: 1 to 32 ASCII letters, digits, `-` or `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaCode(String);

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("code {given:?} must be 1 to 32 letters, digits, '-' or '_'")]
pub struct CodeError {
    /// The text given.
    pub given: String,
}

impl CodeError {
    /// The stable code of the error.
    pub const CODE: &str = "code_malformed";
}

impl AreaCode {
    /// # Errors
    /// [`CodeError`] when the text is empty, too long, or holds other characters.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        let fits = (1..=32).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if fits { Ok(Self(text)) } else { Err(CodeError { given: text }) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for AreaCode {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for AreaCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
