//! Accounts: who may come in. Named people and team devices, their sessions and one-time links.
//!
//! Secrets are never stored: passwords as Argon2id hashes, tokens as SHA-256. Time is passed in.

mod account;
mod fault;
mod password;
mod session;
mod token;

pub use account::{Account, AccountEdit, AccountName, AccountNameError, NewAccount, Standing};
pub use fault::{AccountError, LinkError, PasswordFlaw, SignInError};
pub use password::{
    HashCost, LOCKED_FOR, MAX_FAILURES, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, check_password,
};
pub use session::{OpenedSession, Session, SessionLife, TOUCH_EVERY};
pub use token::Token;

pub(crate) use password::{hash_password, matches_hash};
pub(crate) use token::random_bytes;

use crate::StorageError;
use geo_core::Milliseconds;
use world::Timestamp;

/// Accounts with their passwords.
pub trait Accounts: Sessions + Links {
    /// Adds an account that has no password yet: a link or an administrator's
    /// [`Accounts::set_password`] lets its owner in.
    ///
    /// # Errors
    /// [`AccountError::Exists`] when the name is taken (letter case does not count),
    /// [`AccountError::DeviceWithoutTeam`], [`AccountError::TeamWithoutDevice`].
    fn create(&self, account: NewAccount, now: Timestamp) -> Result<Account, AccountError>;

    /// Replaces what may be edited. A change of role, scope or team ends the account's sessions.
    ///
    /// # Errors
    /// [`AccountError::Unknown`], [`AccountError::LastAdministrator`], and those of `create`.
    fn edit(&self, name: &AccountName, edit: AccountEdit) -> Result<Account, AccountError>;

    /// Disables an account and ends its sessions and links, or lets it in again (which also lifts a
    /// lock).
    ///
    /// # Errors
    /// [`AccountError::Unknown`], [`AccountError::LastAdministrator`].
    fn set_standing(&self, name: &AccountName, standing: Standing) -> Result<Account, AccountError>;

    /// One account.
    ///
    /// # Errors
    /// [`AccountError::Unknown`].
    fn account(&self, name: &str) -> Result<Account, AccountError>;

    /// All accounts by name, disabled ones included.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn accounts(&self) -> Result<Vec<Account>, StorageError>;

    /// Sets a password after checking it with [`check_password`], lifts a lock, and ends all
    /// sessions of the account. Slow on purpose (Argon2id): keep it off an async executor.
    ///
    /// # Errors
    /// [`AccountError::Password`], [`AccountError::Unknown`].
    fn set_password(
        &self,
        name: &AccountName,
        password: &str,
        must_change: MustChange,
    ) -> Result<(), AccountError>;

    /// Checks a name and password. After [`MAX_FAILURES`] failures in a row the account is locked
    /// for [`LOCKED_FOR`], whatever password comes. An unknown name takes as long as a wrong
    /// password. Slow on purpose: keep it off an async executor.
    ///
    /// # Errors
    /// [`SignInError`].
    fn verify_password(&self, name: &str, password: &str, now: Timestamp) -> Result<Account, SignInError>;
}

/// Whether the owner must replace a password that somebody else set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MustChange {
    /// The owner chose it.
    No,
    /// An administrator set it: the account's `must_set_password` stays true.
    Yes,
}

/// Sessions of signed-in browsers and devices.
pub trait Sessions: Send + Sync {
    /// Opens a session; its token goes to the browser and nowhere else.
    ///
    /// # Errors
    /// [`AccountError::Unknown`], [`AccountError::Disabled`].
    fn open_session(
        &self,
        name: &AccountName,
        life: SessionLife,
        now: Timestamp,
    ) -> Result<OpenedSession, AccountError>;

    /// The session of a token, with its account as it is now; `None` when there is none, it is
    /// over, or the account was disabled. Does not write.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn find_session(&self, token: &str, now: Timestamp) -> Result<Option<Session>, StorageError>;

    /// Says that the session was used, which postpones its idle end. Writes at most once in
    /// [`TOUCH_EVERY`]. A session that is over stays so.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn touch_session(&self, token: &str, now: Timestamp) -> Result<(), StorageError>;

    /// Signs out. Closing what is closed does nothing.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn close_session(&self, token: &str) -> Result<(), StorageError>;

    /// Signs an account out everywhere; returns how many sessions ended.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn close_sessions_of(&self, name: &AccountName) -> Result<u64, StorageError>;

    /// Removes sessions and links that are over; returns how many.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn purge_sessions(&self, now: Timestamp) -> Result<u64, StorageError>;
}

/// One-time sign-in links.
pub trait Links: Send + Sync {
    /// Makes a link that signs `name` in once. An older unused link of the account ends.
    ///
    /// # Errors
    /// [`AccountError::Unknown`], [`AccountError::Disabled`].
    fn create_link(
        &self,
        name: &AccountName,
        valid_for: Milliseconds,
        now: Timestamp,
    ) -> Result<Token, AccountError>;

    /// Uses a link up and says whose it was. Of two who come with it at once, one gets in.
    ///
    /// # Errors
    /// [`LinkError`].
    fn redeem_link(&self, token: &str, now: Timestamp) -> Result<Account, LinkError>;
}
