//! Accounts in `muster.db`.

use super::accounts_rows::{
    COLUMNS, account, administrators, end_links, end_sessions, find, fold, insert, must_find,
    password as stored_password, update,
};
use super::db::{Db, Stop};
use crate::StorageError;
use crate::accounts::{
    Account, AccountEdit, AccountError, AccountName, Accounts, HashCost, LOCKED_FOR, MAX_FAILURES,
    MustChange, NewAccount, SignInError, Standing, check_password, hash_password, matches_hash,
};
use dispatch::TeamId;
use rusqlite::{Connection, params};
use world::{Role, Timestamp};

pub(super) struct SqliteAccounts {
    pub(super) db: Db,
    cost: HashCost,
}

impl SqliteAccounts {
    pub(super) fn new(db: Db, cost: HashCost) -> Self {
        Self { db, cost }
    }

    /// Counts an attempt before its password is looked at, so that a hundred guesses sent at once
    /// are not all judged before the first failure is written down. Gives the stored hash back.
    fn begin_attempt(
        &self,
        name: &str,
        now: Timestamp,
    ) -> Result<Option<(Account, Option<String>)>, SignInError> {
        self.db.write("signing in", |transaction| {
            let Some(mut known) = find(transaction, name)? else { return Ok(None) };
            if let Some(until) = known.locked_until {
                if now < until {
                    return Err(Stop::Refused(SignInError::Locked { until }));
                }
                known.failed_attempts = 0;
            }
            let attempts = known.failed_attempts + 1;
            let locked = (attempts >= MAX_FAILURES).then(|| now.after(LOCKED_FOR).0);
            transaction
                .prepare_cached(
                    "UPDATE account SET failed_attempts = ?2, locked_until = ?3 WHERE folded = ?1",
                )?
                .execute(params![fold(name), attempts, locked])?;
            let hash = stored_password(transaction, name).map_err(|stop| match stop {
                Stop::Sql(error) => Stop::Sql(error),
                Stop::Refused(error) => Stop::Refused(SignInError::from(error)),
            })?;
            Ok(Some((known, hash)))
        })
    }
}

impl Accounts for SqliteAccounts {
    fn create(&self, new: NewAccount, now: Timestamp) -> Result<Account, AccountError> {
        fits(&new.name, new.role, new.team.as_ref())?;
        self.db.write("creating an account", |transaction| {
            if let Some(taken) = find::<AccountError>(transaction, new.name.as_str())? {
                return Err(Stop::Refused(AccountError::Exists { name: taken.name.to_string() }));
            }
            insert(transaction, &new, now)?;
            must_find(transaction, new.name.as_str())
        })
    }

    fn edit(&self, name: &AccountName, edit: AccountEdit) -> Result<Account, AccountError> {
        fits(name, edit.role, edit.team.as_ref())?;
        self.db.write("editing an account", |transaction| {
            let before = must_find(transaction, name.as_str())?;
            update(transaction, name, &edit)?;
            still_administered(transaction, &before)?;
            let after = must_find(transaction, name.as_str())?;
            if (before.role, &before.scope, &before.team) != (after.role, &after.scope, &after.team) {
                end_sessions(transaction, name.as_str())?;
            }
            Ok(after)
        })
    }

    fn set_standing(&self, name: &AccountName, standing: Standing) -> Result<Account, AccountError> {
        self.db.write("disabling or enabling an account", |transaction| {
            let before = must_find(transaction, name.as_str())?;
            transaction
                .prepare_cached("UPDATE account SET disabled = ?2, failed_attempts = 0, locked_until = NULL WHERE folded = ?1")?
                .execute(params![fold(name.as_str()), standing == Standing::Disabled])?;
            if standing == Standing::Disabled {
                still_administered(transaction, &before)?;
                end_sessions(transaction, name.as_str())?;
                end_links(transaction, name.as_str())?;
            }
            must_find(transaction, name.as_str())
        })
    }

    fn account(&self, name: &str) -> Result<Account, AccountError> {
        self.db.read("reading an account", |connection| must_find(connection, name))
    }

    fn accounts(&self) -> Result<Vec<Account>, StorageError> {
        self.db.read("listing the accounts", |connection| {
            let sql = format!("SELECT {COLUMNS} FROM account ORDER BY folded");
            let accounts =
                connection.prepare_cached(&sql)?.query_map([], account)?.collect::<rusqlite::Result<_>>()?;
            Ok::<_, Stop<StorageError>>(accounts)
        })
    }

    fn set_password(
        &self,
        name: &AccountName,
        password: &str,
        must_change: MustChange,
    ) -> Result<(), AccountError> {
        check_password(name, password)?;
        let hash = hash_password(password, self.cost)?;
        self.db.write("setting a password", |transaction| {
            must_find(transaction, name.as_str())?;
            transaction
                .prepare_cached(
                    "UPDATE account SET password = ?2, must_set_password = ?3, failed_attempts = 0, locked_until = NULL
                     WHERE folded = ?1",
                )?
                .execute(params![fold(name.as_str()), hash, must_change == MustChange::Yes])?;
            end_sessions(transaction, name.as_str())?;
            end_links(transaction, name.as_str())?;
            Ok(())
        })
    }

    fn verify_password(&self, name: &str, password: &str, now: Timestamp) -> Result<Account, SignInError> {
        let attempt = self.begin_attempt(name, now)?;
        let hash = attempt.as_ref().and_then(|(_, hash)| hash.as_deref());
        let right = matches_hash(password, hash, self.cost);
        let Some((known, Some(hash))) = attempt.filter(|_| right) else {
            return Err(SignInError::WrongNameOrPassword);
        };
        let forgiven = self.db.write("signing in", |transaction| {
            // Only if the password is still the one that was checked.
            transaction
                .prepare_cached(
                    "UPDATE account SET failed_attempts = 0, locked_until = NULL WHERE folded = ?1 AND password = ?2",
                )?
                .execute(params![fold(known.name.as_str()), hash])?;
            find::<SignInError>(transaction, known.name.as_str())
        })?;
        let known = forgiven.ok_or(SignInError::WrongNameOrPassword)?;
        if known.standing == Standing::Disabled { Err(SignInError::Disabled) } else { Ok(known) }
    }
}

/// A device belongs to a team, and nobody else does.
fn fits(name: &AccountName, role: Role, team: Option<&TeamId>) -> Result<(), AccountError> {
    match (role == Role::Device, team) {
        (true, None) => Err(AccountError::DeviceWithoutTeam { name: name.to_string() }),
        (false, Some(_)) => Err(AccountError::TeamWithoutDevice { name: name.to_string() }),
        _ => Ok(()),
    }
}

/// Refuses a change, already written but not committed, that took the last one who can manage
/// accounts.
fn still_administered(connection: &Connection, before: &Account) -> Result<(), Stop<AccountError>> {
    let was_one = before.role == Role::Administrator
        && before.scope.root().is_none()
        && before.standing == Standing::Active;
    if was_one && administrators(connection)? == 0 {
        return Err(Stop::Refused(AccountError::LastAdministrator { name: before.name.to_string() }));
    }
    Ok(())
}
