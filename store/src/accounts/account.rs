//! What is known of an account.

use dispatch::TeamId;
use serde::{Deserialize, Serialize};
use std::fmt;
use world::{Role, Scope, Timestamp};

/// The name an account signs in with, and that the journal and the audit log keep.
///
/// 2 to 64 characters; no spaces, no control characters, none of `/ : < > "`. `system:…` is thereby
/// free for the service itself. Two names that differ in letter case only are the same name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AccountName(String);

/// Why a text is not an account name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "account name {given:?} must be 2 to 64 characters without spaces, control characters or any of / : < > \""
)]
pub struct AccountNameError {
    /// The text given.
    pub given: String,
}

impl AccountName {
    /// # Errors
    /// [`AccountNameError`] when the text breaks a rule of the type.
    pub fn new(text: impl Into<String>) -> Result<Self, AccountNameError> {
        let text = text.into();
        let fits = (2..=64).contains(&text.chars().count())
            && !text.chars().any(|c| c.is_control() || c.is_whitespace() || "/:<>\"".contains(c));
        if fits { Ok(Self(text)) } else { Err(AccountNameError { given: text }) }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for AccountName {
    type Err = AccountNameError;
    fn from_str(text: &str) -> Result<Self, AccountNameError> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for AccountName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Whether an account may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may.
    Active,
    /// It may not; kept so that history can name it.
    Disabled,
}

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Sign-in name.
    pub name: AccountName,
    /// As people say it.
    pub display_name: String,
    /// Rights.
    pub role: Role,
    /// Reach.
    pub scope: Scope,
    /// The team whose device it is; given if and only if the role is [`Role::Device`].
    pub team: Option<TeamId>,
}

/// What may be edited of an account, as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEdit {
    /// As people say it.
    pub display_name: String,
    /// Rights.
    pub role: Role,
    /// Reach.
    pub scope: Scope,
    /// The team whose device it is; given if and only if the role is [`Role::Device`].
    pub team: Option<TeamId>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Sign-in name.
    pub name: AccountName,
    /// As people say it.
    pub display_name: String,
    /// Rights.
    pub role: Role,
    /// Reach.
    pub scope: Scope,
    /// The team whose device it is.
    pub team: Option<TeamId>,
    /// Whether it may come in.
    pub standing: Standing,
    /// When it was made.
    pub created: Timestamp,
    /// Whether a password was ever set.
    pub has_password: bool,
    /// Whether its owner must choose a password before anything else.
    pub must_set_password: bool,
    /// Wrong passwords since the last right one.
    pub failed_attempts: u32,
    /// Until when no password is accepted.
    pub locked_until: Option<Timestamp>,
}

impl Account {
    /// The account as the world's rules see it.
    pub fn actor(&self) -> world::Actor {
        world::Actor { account: self.name.as_str().to_owned(), role: self.role, scope: self.scope.clone() }
    }
}
