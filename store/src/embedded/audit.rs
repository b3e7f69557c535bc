//! The audit log in `muster.db`.

use super::chain::Chain;
use super::db::{Db, Stop};
use super::journal::DISTRICT;
use crate::{Audit, AuditEntry, Deed, Head, ReadError};

pub(super) struct SqliteAudit {
    db: Db,
    chain: Chain,
}

impl SqliteAudit {
    pub(super) fn new(db: Db) -> Self {
        Self { db, chain: Chain::new("audit", DISTRICT, "audit log") }
    }
}

impl Audit for SqliteAudit {
    fn append(&self, deed: Deed) -> Result<AuditEntry, ReadError> {
        let body = serde_json::to_vec(&deed).expect("a deed is made of texts and an instant");
        let head = self.db.write("writing the audit log", |transaction| {
            let mut head = self.chain.head(transaction)?;
            self.chain.append(transaction, &mut head, &body)?;
            Ok(head)
        })?;
        Ok(AuditEntry { seq: head.seq, hash: head.hash, deed })
    }

    fn head(&self) -> Result<Head, ReadError> {
        self.db.read("reading the audit log", |connection| self.chain.head(connection))
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>, ReadError> {
        self.db.read("reading the audit log", |connection| {
            let links = self.chain.read(connection, after, limit)?;
            let entry = |link: super::chain::Link| match serde_json::from_slice(&link.body) {
                Ok(deed) => Ok(AuditEntry { seq: link.seq, hash: link.hash, deed }),
                Err(error) => Err(Stop::Refused(self.chain.damaged(link.seq, error.to_string()))),
            };
            links.into_iter().map(entry).collect()
        })
    }
}
