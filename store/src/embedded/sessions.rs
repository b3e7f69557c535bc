//! Sessions in `muster.db`: kept under the SHA-256 of their token, so that a copy of the database
//! signs nobody in.

use super::accounts::SqliteAccounts;
use super::accounts_rows::{COLUMNS, account, end_sessions, fold, must_find};
use super::db::Stop;
use crate::StorageError;
use crate::accounts::{
    AccountError, AccountName, OpenedSession, Session, SessionLife, Sessions, Standing, TOUCH_EVERY, Token,
};
use geo_core::Milliseconds;
use rusqlite::{OptionalExtension, Row, params};
use world::Timestamp;

impl Sessions for SqliteAccounts {
    fn open_session(
        &self,
        name: &AccountName,
        life: SessionLife,
        now: Timestamp,
    ) -> Result<OpenedSession, AccountError> {
        let (token, csrf) = (Token::random()?, Token::random()?);
        let ends = now.after(life.absolute);
        let known = self.db.write("opening a session", |transaction| {
            let known = must_find(transaction, name.as_str())?;
            if known.standing == Standing::Disabled {
                return Err(Stop::Refused(AccountError::Disabled { name: known.name.to_string() }));
            }
            transaction
                .prepare_cached(
                    "INSERT INTO session (fingerprint, account, csrf, created, last_seen, idle, ends)
                     VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)",
                )?
                .execute(params![
                    Token::fingerprint(token.reveal()),
                    fold(name.as_str()),
                    csrf.reveal(),
                    now.0,
                    i64::try_from(life.idle.0).unwrap_or(i64::MAX),
                    ends.0,
                ])?;
            Ok(known)
        })?;
        let expires = ends.min(now.after(life.idle));
        Ok(OpenedSession {
            token,
            session: Session { account: known, csrf, created: now, last_seen: now, expires },
        })
    }

    fn find_session(&self, token: &str, now: Timestamp) -> Result<Option<Session>, StorageError> {
        let found = self.db.read("finding a session", |connection| {
            let sql = format!(
                "SELECT {COLUMNS}, csrf, session.created, last_seen, idle, ends
                 FROM session JOIN account ON folded = account WHERE fingerprint = ?1"
            );
            let found = connection
                .prepare_cached(&sql)?
                .query_row([Token::fingerprint(token)], session)
                .optional()?;
            Ok::<_, Stop<StorageError>>(found)
        })?;
        Ok(found.filter(|session| now < session.expires && session.account.standing == Standing::Active))
    }

    fn touch_session(&self, token: &str, now: Timestamp) -> Result<(), StorageError> {
        let stale = |session: &Session| now.since(session.last_seen) >= TOUCH_EVERY;
        if !self.find_session(token, now)?.as_ref().is_some_and(stale) {
            return Ok(());
        }
        self.db.write("noting the use of a session", |transaction| {
            transaction
                .prepare_cached("UPDATE session SET last_seen = max(last_seen, ?2) WHERE fingerprint = ?1")?
                .execute(params![Token::fingerprint(token), now.0])?;
            Ok::<_, Stop<StorageError>>(())
        })
    }

    fn close_session(&self, token: &str) -> Result<(), StorageError> {
        self.db.write("closing a session", |transaction| {
            transaction
                .prepare_cached("DELETE FROM session WHERE fingerprint = ?1")?
                .execute([Token::fingerprint(token)])?;
            Ok::<_, Stop<StorageError>>(())
        })
    }

    fn close_sessions_of(&self, name: &AccountName) -> Result<u64, StorageError> {
        self.db.write("closing the sessions of an account", |transaction| {
            Ok::<_, Stop<StorageError>>(end_sessions(transaction, name.as_str())? as u64)
        })
    }

    fn purge_sessions(&self, now: Timestamp) -> Result<u64, StorageError> {
        self.db.write("clearing sessions away", |transaction| {
            let sessions = transaction
                .prepare_cached("DELETE FROM session WHERE ends <= ?1 OR last_seen <= ?1 - idle")?
                .execute([now.0])?;
            let links =
                transaction.prepare_cached("DELETE FROM link WHERE expires <= ?1")?.execute([now.0])?;
            Ok::<_, Stop<StorageError>>((sessions + links) as u64)
        })
    }
}

/// A session from the columns of the query above; the account's come first.
fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let last_seen = Timestamp(row.get("last_seen")?);
    let idle = Milliseconds(row.get::<_, i64>("idle")?.unsigned_abs());
    Ok(Session {
        account: account(row)?,
        csrf: Token::stored(row.get("csrf")?),
        created: Timestamp(row.get(12)?),
        last_seen,
        expires: last_seen.after(idle).min(Timestamp(row.get("ends")?)),
    })
}
