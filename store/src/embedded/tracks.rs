//! Positions in `tracks.db`.
//!
//! A database of its own: positions come by the hundred each second, are worth little a minute
//! later, and are cleared away by the million. Beside the journal they would make every commit wait
//! for their pages and their purges. With `synchronous = NORMAL` a commit costs no flush; a power
//! cut may take the last seconds, which the next fix of each device replaces.

use super::db::{Db, Stop};
use crate::{Fix, FixSource, Heading, Speed, StorageError, Tracks};
use dispatch::TeamId;
use geo_core::Position;
use rusqlite::types::Type;
use rusqlite::{Row, params};
use world::Timestamp;

/// Fixes purged in one transaction: few enough that positions coming in wait for milliseconds.
const PURGED_AT_ONCE: u64 = 10_000;

pub(super) struct SqliteTracks {
    db: Db,
}

impl SqliteTracks {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }
}

impl Tracks for SqliteTracks {
    fn append(&self, fixes: &[Fix]) -> Result<usize, StorageError> {
        self.db.write("keeping positions", |transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO fix (team, at, lon_e7, lat_e7, heading, speed, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            let mut latest = transaction.prepare_cached(
                "INSERT INTO latest (team, at) VALUES (?1, ?2)
                 ON CONFLICT (team) DO UPDATE SET at = excluded.at WHERE excluded.at > latest.at",
            )?;
            let mut new = 0;
            for fix in fixes {
                new += insert.execute(params![
                    fix.team.as_str(),
                    fix.at.0,
                    fix.position.lon_e7(),
                    fix.position.lat_e7(),
                    fix.heading.map(Heading::degrees),
                    fix.speed.map(|speed| speed.0),
                    source_name(fix.source),
                ])?;
                latest.execute(params![fix.team.as_str(), fix.at.0])?;
            }
            Ok::<_, Stop<StorageError>>(new)
        })
    }

    fn latest(&self) -> Result<Vec<Fix>, StorageError> {
        self.db.read("reading the latest positions", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT fix.* FROM latest JOIN fix USING (team, at) ORDER BY team")?;
            let fixes = statement.query_map([], fix)?.collect::<rusqlite::Result<_>>()?;
            Ok::<_, Stop<StorageError>>(fixes)
        })
    }

    fn track(&self, team: &TeamId, from: Timestamp, until: Timestamp) -> Result<Vec<Fix>, StorageError> {
        self.db.read("reading a track", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT * FROM fix WHERE team = ?1 AND at >= ?2 AND at < ?3 ORDER BY at")?;
            let fixes = statement
                .query_map(params![team.as_str(), from.0, until.0], fix)?
                .collect::<rusqlite::Result<_>>()?;
            Ok::<_, Stop<StorageError>>(fixes)
        })
    }

    fn purge(&self, before: Timestamp) -> Result<u64, StorageError> {
        let doing = "purging old positions";
        let mut purged = 0;
        loop {
            let went = self.db.write(doing, |transaction| {
                transaction.prepare_cached("DELETE FROM latest WHERE at < ?1")?.execute([before.0])?;
                let went = transaction
                    .prepare_cached(
                        "DELETE FROM fix WHERE (team, at) IN (SELECT team, at FROM fix WHERE at < ?1 ORDER BY at LIMIT ?2)",
                    )?
                    .execute(params![before.0, PURGED_AT_ONCE.cast_signed()])?;
                Ok::<_, Stop<StorageError>>(went as u64)
            })?;
            purged += went;
            if went < PURGED_AT_ONCE {
                break;
            }
        }
        self.db.forget_log(doing)?;
        Ok(purged)
    }
}

fn fix(row: &Row<'_>) -> rusqlite::Result<Fix> {
    let wrong = |column: usize, kind: Type, error: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, kind, error)
    };
    let team: String = row.get(0)?;
    let source: String = row.get(6)?;
    Ok(Fix {
        team: TeamId::new(team).map_err(|error| wrong(0, Type::Text, error.into()))?,
        at: Timestamp(row.get(1)?),
        position: Position::from_e7(row.get(2)?, row.get(3)?)
            .map_err(|error| wrong(2, Type::Integer, error.into()))?,
        heading: row
            .get::<_, Option<u16>>(4)?
            .map(Heading::new)
            .transpose()
            .map_err(|error| wrong(4, Type::Integer, error.into()))?,
        speed: row.get::<_, Option<u16>>(5)?.map(Speed),
        source: [FixSource::Device, FixSource::ByHand]
            .into_iter()
            .find(|known| source_name(*known) == source)
            .ok_or_else(|| wrong(6, Type::Text, format!("{source:?} is no source of positions").into()))?,
    })
}

const fn source_name(source: FixSource) -> &'static str {
    match source {
        FixSource::Device => "device",
        FixSource::ByHand => "by_hand",
    }
}
