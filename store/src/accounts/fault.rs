//! Why somebody is not let in, or an account is not changed.

use super::password::{MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH};
use crate::StorageError;
use world::Timestamp;

/// Why an account is not made or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The name is taken.
    #[error("account {name} exists already; choose another name or edit that one")]
    Exists {
        /// The name.
        name: String,
    },
    /// There is no such account.
    #[error("there is no account {name}; look the name up in the list of accounts")]
    Unknown {
        /// The name.
        name: String,
    },
    /// The account may not come in.
    #[error("account {name} is disabled; an administrator can let it in again")]
    Disabled {
        /// The name.
        name: String,
    },
    /// Nobody could manage accounts any more.
    #[error("account {name} is the last administrator of the whole district; make another one first")]
    LastAdministrator {
        /// The name.
        name: String,
    },
    /// A device account must say whose device it is.
    #[error("account {name} has the role device and needs the call sign of its team")]
    DeviceWithoutTeam {
        /// The name.
        name: String,
    },
    /// Only a device belongs to a team.
    #[error("account {name} is not a device and cannot carry a team's call sign")]
    TeamWithoutDevice {
        /// The name.
        name: String,
    },
    /// The password breaks a rule.
    #[error(transparent)]
    Password(#[from] PasswordFlaw),
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AccountError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "account_exists",
            Self::Unknown { .. } => "unknown_account",
            Self::Disabled { .. } => "account_disabled",
            Self::LastAdministrator { .. } => "last_administrator",
            Self::DeviceWithoutTeam { .. } => "device_without_team",
            Self::TeamWithoutDevice { .. } => "team_without_device",
            Self::Password(flaw) => flaw.code(),
            Self::Storage(error) => error.code(),
        }
    }
}

/// Why a password is not accepted as a new one. Never holds the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFlaw {
    /// Too short.
    #[error("the password has {length} characters and needs at least {MIN_PASSWORD_LENGTH}")]
    TooShort {
        /// Its length in characters.
        length: usize,
    },
    /// Longer than anybody types.
    #[error("the password has {length} characters; at most {MAX_PASSWORD_LENGTH} are accepted")]
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// It is the account's name.
    #[error("the password must not be the account name")]
    IsAccountName,
}

impl PasswordFlaw {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password_too_short",
            Self::TooLong { .. } => "password_too_long",
            Self::IsAccountName => "password_is_account_name",
        }
    }
}

/// Why a name and password do not sign in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// One of the two is wrong; which one is not told.
    #[error("name or password is wrong")]
    WrongNameOrPassword,
    /// Too many failures.
    #[error("too many wrong passwords; try again after {until} or ask an administrator for a link")]
    Locked {
        /// When a password is accepted again.
        until: Timestamp,
    },
    /// The password is right, but the account may not come in.
    #[error("the account is disabled; ask an administrator")]
    Disabled,
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl SignInError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongNameOrPassword => "wrong_name_or_password",
            Self::Locked { .. } => "account_locked",
            Self::Disabled => "account_disabled",
            Self::Storage(error) => error.code(),
        }
    }
}

/// Why a one-time link does not sign in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// No such link was made, or it was replaced or cleared away since.
    #[error("the link is not valid; ask for a new one")]
    Unknown,
    /// It was used.
    #[error("the link was used at {at}; ask for a new one")]
    Used {
        /// When.
        at: Timestamp,
    },
    /// It is too old.
    #[error("the link expired at {at}; ask for a new one")]
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Its account may not come in.
    #[error("the account is disabled; ask an administrator")]
    Disabled,
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl LinkError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown_link",
            Self::Used { .. } => "link_used",
            Self::Expired { .. } => "link_expired",
            Self::Disabled => "account_disabled",
            Self::Storage(error) => error.code(),
        }
    }
}
