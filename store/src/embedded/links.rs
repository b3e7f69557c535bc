//! One-time links in `muster.db`.

use super::accounts::SqliteAccounts;
use super::accounts_rows::{end_links, fold, must_find};
use super::db::Stop;
use crate::accounts::{Account, AccountError, AccountName, LinkError, Links, Standing, Token};
use geo_core::Milliseconds;
use rusqlite::{OptionalExtension, params};
use world::Timestamp;

impl Links for SqliteAccounts {
    fn create_link(
        &self,
        name: &AccountName,
        valid_for: Milliseconds,
        now: Timestamp,
    ) -> Result<Token, AccountError> {
        let token = Token::random()?;
        self.db.write("making a one-time link", |transaction| {
            let known = must_find(transaction, name.as_str())?;
            if known.standing == Standing::Disabled {
                return Err(Stop::Refused(AccountError::Disabled { name: known.name.to_string() }));
            }
            end_links(transaction, name.as_str())?;
            transaction
                .prepare_cached(
                    "INSERT INTO link (fingerprint, account, created, expires) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    Token::fingerprint(token.reveal()),
                    fold(name.as_str()),
                    now.0,
                    now.after(valid_for).0
                ])?;
            Ok(())
        })?;
        Ok(token)
    }

    fn redeem_link(&self, token: &str, now: Timestamp) -> Result<Account, LinkError> {
        let fingerprint = Token::fingerprint(token);
        self.db.write("using a one-time link", |transaction| {
            let found = transaction
                .prepare_cached("SELECT account, expires, used FROM link WHERE fingerprint = ?1")?
                .query_row([fingerprint], |row| {
                    Ok((row.get::<_, String>(0)?, Timestamp(row.get(1)?), row.get::<_, Option<i64>>(2)?))
                })
                .optional()?;
            let refused = |reason| Err(Stop::Refused(reason));
            let Some((name, expires, used)) = found else { return refused(LinkError::Unknown) };
            if let Some(at) = used {
                return refused(LinkError::Used { at: Timestamp(at) });
            }
            if now >= expires {
                return refused(LinkError::Expired { at: expires });
            }
            let known = must_find(transaction, &name).map_err(|stop| match stop {
                Stop::Sql(error) => Stop::Sql(error),
                Stop::Refused(AccountError::Storage(error)) => Stop::Refused(LinkError::Storage(error)),
                Stop::Refused(_) => Stop::Refused(LinkError::Unknown),
            })?;
            if known.standing == Standing::Disabled {
                return refused(LinkError::Disabled);
            }
            transaction
                .prepare_cached("UPDATE link SET used = ?2 WHERE fingerprint = ?1")?
                .execute(params![fingerprint, now.0])?;
            Ok(known)
        })
    }
}
