//! What only the embedded store can say about its own health: SQLite's integrity check, and what
//! opening it brought to light.

use super::db::{Db, Durability, Gate, Stop};
use super::layout::{Layout, MUSTER_DB, TRACKS_DB};
use super::lock::StoreLock;
use crate::verify::{Finding, Medium};
use crate::{Access, StorageError};
use std::sync::Arc;

/// Faults of one database that are listed before the rest is only counted.
const LISTED: usize = 20;

pub(super) struct Inspection {
    /// With the file's name and the check it gets: positions are many and worth little, so their
    /// indexes are not compared row by row.
    databases: [(Db, &'static str, &'static str); 2],
    found_opening: Vec<Finding>,
}

impl Inspection {
    pub(super) fn new(
        muster: Db,
        layout: &Layout,
        access: Access,
        lock: &Arc<StoreLock>,
        found_opening: Vec<Finding>,
    ) -> Result<Self, StorageError> {
        let tracks =
            Db::open(&layout.tracks_db(), TRACKS_DB, access, Durability::Relaxed, &Gate::default(), lock)?;
        Ok(Self {
            databases: [(muster, MUSTER_DB, "integrity_check"), (tracks, TRACKS_DB, "quick_check")],
            found_opening,
        })
    }
}

impl Medium for Inspection {
    fn inspect(&self) -> Vec<Finding> {
        let mut findings = self.found_opening.clone();
        for (db, file, check) in &self.databases {
            let lines = db.read("checking the database", |connection| {
                let mut statement = connection.prepare(&format!("PRAGMA {check}({LISTED})"))?;
                let lines = statement
                    .query_map([], |row| row.get::<_, String>(0))?
                    .collect::<rusqlite::Result<Vec<_>>>()?;
                Ok::<_, Stop<StorageError>>(lines)
            });
            match lines {
                Ok(lines) => findings.extend(
                    lines
                        .iter()
                        .filter(|line| *line != "ok")
                        .map(|line| Finding::damage(file, "store_damaged", line)),
                ),
                Err(error) => findings.push(Finding::damage(file, error.code(), &error)),
            }
        }
        findings
    }
}
