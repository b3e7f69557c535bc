//! The words that proposals are made of and that every floor above shares.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "identifier {given:?} must be 1 to 64 characters, without control characters or '/', and without spaces around it"
)]
pub struct IdError {
    /// The text given.
    pub given: String,
}

/// Declares a text identifier: opaque, ordered, printed as it was written.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// [`IdError`] when the text is empty, longer than 64 characters, or holds control
            /// characters, a slash, or spaces at either end.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                let fits = !text.is_empty()
                    && text.chars().count() <= 64
                    && text.trim() == text
                    && !text.chars().any(|c| c.is_control() || c == '/');
                if fits { Ok(Self(text)) } else { Err(IdError { given: text }) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

text_id!(
    /// A team's call sign, as spoken on the radio and written on its vest.
    TeamId
);
text_id!(
    /// An incident's number: Beijing date and serial, `20261122-0007`.
    IncidentId
);
text_id!(
    /// A code of the incident kind table.
    IncidentKindCode
);

/// What a team is. Add a kind here and to the code tables, nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum TeamKind {
    /// 巡逻队: moves all day.
    Patrol,
    /// 联区包户先锋队: bound to one micro-area.
    LiaisonTeam,
    /// 部门值班组: a department's group on call.
    DutyGroup,
}

impl TeamKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Patrol, Self::LiaisonTeam, Self::DutyGroup];
}

/// How somebody travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Profile {
    /// By car, on roads open to motor vehicles.
    Car,
    /// By motorcycle or electric two-wheeler.
    Motorcycle,
    /// On foot, one-ways ignored.
    Foot,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 3] = [Self::Car, Self::Motorcycle, Self::Foot];
}
