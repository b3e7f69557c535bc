//! Rows of the account table, read and written.

use super::db::Stop;
use crate::StorageError;
use crate::accounts::{Account, AccountEdit, AccountError, AccountName, NewAccount, Standing};
use dispatch::TeamId;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use world::{Role, Scope, Timestamp};

/// The columns that [`account`] reads, in its order.
pub(super) const COLUMNS: &str = "account.name, display_name, role, scope_root, team, disabled, account.created, \
    password IS NOT NULL, must_set_password, failed_attempts, locked_until";

const ROLES: [Role; 5] = [Role::Viewer, Role::Device, Role::Planner, Role::DutyOfficer, Role::Administrator];

/// The key of a name: names that differ in letter case only are one.
pub(super) fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// An account from the columns of [`COLUMNS`].
pub(super) fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    fn wrong(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    }
    let role: String = row.get(2)?;
    let root: Option<String> = row.get(3)?;
    let team: Option<String> = row.get(4)?;
    Ok(Account {
        name: AccountName::new(row.get::<_, String>(0)?).map_err(|error| wrong(0, error))?,
        display_name: row.get(1)?,
        role: ROLES
            .into_iter()
            .find(|known| known.name() == role)
            .ok_or_else(|| wrong(2, format!("{role:?} is no role")))?,
        scope: match root {
            None => Scope::district(),
            Some(root) => Scope::area(root.parse().map_err(|error: geo_core::CodeError| wrong(3, error))?),
        },
        team: team.map(TeamId::new).transpose().map_err(|error| wrong(4, error))?,
        standing: if row.get(5)? { Standing::Disabled } else { Standing::Active },
        created: Timestamp(row.get(6)?),
        has_password: row.get(7)?,
        must_set_password: row.get(8)?,
        failed_attempts: row.get(9)?,
        locked_until: row.get::<_, Option<i64>>(10)?.map(Timestamp),
    })
}

/// The account under a name.
pub(super) fn find<E>(connection: &Connection, name: &str) -> Result<Option<Account>, Stop<E>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE folded = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([fold(name)], account).optional()?)
}

/// The account under a name, which must be there.
pub(super) fn must_find(connection: &Connection, name: &str) -> Result<Account, Stop<AccountError>> {
    find(connection, name)?.ok_or_else(|| Stop::Refused(AccountError::Unknown { name: name.to_owned() }))
}

/// Adds a row.
pub(super) fn insert(connection: &Connection, new: &NewAccount, now: Timestamp) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO account (folded, name, display_name, role, scope_root, team, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            fold(new.name.as_str()),
            new.name.as_str(),
            new.display_name,
            new.role.name(),
            new.scope.root().map(geo_core::AreaCode::as_str),
            new.team.as_ref().map(TeamId::as_str),
            now.0,
        ])?;
    Ok(())
}

/// Replaces what may be edited.
pub(super) fn update(
    connection: &Connection,
    name: &AccountName,
    edit: &AccountEdit,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE account SET display_name = ?2, role = ?3, scope_root = ?4, team = ?5 WHERE folded = ?1",
        )?
        .execute(params![
            fold(name.as_str()),
            edit.display_name,
            edit.role.name(),
            edit.scope.root().map(geo_core::AreaCode::as_str),
            edit.team.as_ref().map(TeamId::as_str),
        ])?;
    Ok(())
}

/// How many active accounts administer the whole district.
pub(super) fn administrators(connection: &Connection) -> rusqlite::Result<u32> {
    connection
        .prepare_cached(
            "SELECT count(*) FROM account WHERE role = ?1 AND scope_root IS NULL AND NOT disabled",
        )?
        .query_row([Role::Administrator.name()], |row| row.get(0))
}

/// Ends all sessions of an account; returns how many.
pub(super) fn end_sessions(connection: &Connection, name: &str) -> rusqlite::Result<usize> {
    connection.prepare_cached("DELETE FROM session WHERE account = ?1")?.execute([fold(name)])
}

/// Ends all unused links of an account.
pub(super) fn end_links(connection: &Connection, name: &str) -> rusqlite::Result<usize> {
    connection.prepare_cached("DELETE FROM link WHERE account = ?1 AND used IS NULL")?.execute([fold(name)])
}

/// A password's hash of an account, `None` without one.
pub(super) fn password(connection: &Connection, name: &str) -> Result<Option<String>, Stop<StorageError>> {
    let hash = connection
        .prepare_cached("SELECT password FROM account WHERE folded = ?1")?
        .query_row([fold(name)], |row| row.get::<_, Option<String>>(0))
        .optional()?;
    Ok(hash.flatten())
}
