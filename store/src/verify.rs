//! Is everything that was written still there, and what it was? The work behind `muster check`.
//!
//! Reads all of a store and changes nothing. Goes on behind every fault, so that one damaged entry
//! does not hide the next.

use crate::references::References;
use crate::{AuditEntry, Head, ReadError, Store, VaultState};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use world::{Entry, Hash, VaultRef};

/// Entries read at a time.
const PAGE: usize = 256;
/// Faults of one chain that are listed; a store that has more is lost anyway.
const LISTED: usize = 100;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something that was promised is gone or changed.
    Damage,
    /// Worth knowing; nothing is lost.
    Notice,
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Which part: `muster.db`, `journal`, `attachments`.
    pub part: &'static str,
    /// Stable code, listed in docs/errors.md.
    pub code: &'static str,
    /// What and where, and what to do.
    pub message: String,
}

impl Finding {
    pub(crate) fn damage(part: &'static str, code: &'static str, what: &dyn Display) -> Self {
        Self { severity: Severity::Damage, part, code, message: what.to_string() }
    }

    pub(crate) fn notice(part: &'static str, code: &'static str, what: &dyn Display) -> Self {
        Self { severity: Severity::Notice, part, code, message: what.to_string() }
    }
}

/// What a store was found to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries of the journal that were verified.
    pub entries: u64,
    /// Where the journal ends.
    pub head: Head,
    /// Entries of plan drafts that were verified.
    pub draft_entries: u64,
    /// Entries of the audit log that were verified.
    pub deeds: u64,
    /// Attachments that the journal names and that are whole.
    pub attachments: u64,
    /// Vault content that the journal names and that is whole.
    pub kept: u64,
    /// Vault content that the journal names and that was erased, as it should be.
    pub erased: u64,
    /// Everything that is not as it should be.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing that was promised is gone or changed.
    pub fn is_whole(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Damage)
    }
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being read: `journal`, `drafts`, `attachments`, `vault`, `audit`.
    pub part: &'static str,
    /// How many of them are done.
    pub done: u64,
    /// How many there are.
    pub of: u64,
}

/// What an implementation can say about the health of its own files or tables.
pub trait Medium: Send + Sync {
    /// Everything that is wrong below the level of entries.
    fn inspect(&self) -> Vec<Finding>;
}

impl Store {
    /// Reads the whole store and reports what is not as it should be: the databases themselves, the
    /// journal's chain, every attachment and vault reference it names, the snapshots, the audit
    /// log's chain. `each` is told how far the work is.
    pub fn verify(&self, each: &mut dyn FnMut(Progress)) -> Report {
        let mut report = Report { findings: self.medium.inspect(), ..Report::default() };
        let mut named = self.verify_journal(&mut report, each);
        self.verify_drafts(&mut named, &mut report, each);
        self.verify_attachments(&named, &mut report, each);
        self.verify_vault(&named, &mut report, each);
        self.verify_snapshots(&mut report);
        self.verify_audit(&mut report, each);
        self.verify_rows(&mut report);
        report
    }

    fn verify_journal(&self, report: &mut Report, each: &mut dyn FnMut(Progress)) -> Named {
        let mut named = Named::default();
        match self.reader.head() {
            Ok(head) => report.head = head,
            Err(error) => report.findings.push(Finding::damage("journal", error.code(), &error)),
        }
        let read = |after, limit| self.reader.read(after, limit);
        report.entries =
            walk(&read, |entry: &Entry| entry.seq, &mut report.findings, "journal", &mut |entry| {
                named.by(entry);
                each(Progress { part: "journal", done: entry.seq, of: report.head.seq });
            });
        named
    }

    fn verify_drafts(&self, named: &mut Named, report: &mut Report, each: &mut dyn FnMut(Progress)) {
        let names = match self.streams.names() {
            Ok(names) => names,
            Err(error) => {
                report.findings.push(Finding::damage("drafts", error.code(), &error));
                return;
            }
        };
        for (done, name) in (1..).zip(&names) {
            let read = |after, limit| self.streams.read(name, after, limit);
            let faults = &mut report.findings;
            report.draft_entries +=
                walk(&read, |entry: &Entry| entry.seq, faults, "drafts", &mut |entry| named.by(entry));
            each(Progress { part: "drafts", done, of: names.len() as u64 });
        }
    }

    fn verify_attachments(&self, named: &Named, report: &mut Report, each: &mut dyn FnMut(Progress)) {
        let mut judged: BTreeSet<Hash> = BTreeSet::new();
        for (done, (hash, seq)) in (1..).zip(&named.attachments) {
            if judged.insert(*hash) {
                match self.attachments.check(*hash) {
                    Ok(_) => report.attachments += 1,
                    Err(error) => {
                        let what = format!("{error} (named by entry {seq})");
                        report.findings.push(Finding::damage("attachments", error.code(), &what));
                    }
                }
            }
            each(Progress { part: "attachments", done, of: named.attachments.len() as u64 });
        }
    }

    fn verify_vault(&self, named: &Named, report: &mut Report, each: &mut dyn FnMut(Progress)) {
        for (done, (seq, reference)) in (1..).zip(named.vault.values()) {
            match self.vault.check(reference) {
                Ok(VaultState::Kept { .. }) => report.kept += 1,
                Ok(VaultState::Erased { .. }) => report.erased += 1,
                Err(error) => {
                    let what = format!("{error} (named by entry {seq})");
                    report.findings.push(Finding::damage("vault", error.code(), &what));
                }
            }
            each(Progress { part: "vault", done, of: named.vault.len() as u64 });
        }
    }

    fn verify_snapshots(&self, report: &mut Report) {
        match self.snapshots.load(&*self.reader) {
            Ok(loaded) => report.findings.extend(loaded.skipped.iter().map(|skipped| {
                let what = format!(
                    "snapshot {} {}; an older one or the whole journal is used instead",
                    skipped.name, skipped.reason
                );
                Finding::notice("snapshots", "snapshot_skipped", &what)
            })),
            Err(error) => report.findings.push(Finding::damage("snapshots", error.code(), &error)),
        }
    }

    /// Rows that no chain covers must at least read as what they are.
    fn verify_rows(&self, report: &mut Report) {
        if let Err(error) = self.accounts.accounts() {
            report.findings.push(Finding::damage("accounts", error.code(), &error));
        }
        if let Err(error) = self.tracks.latest() {
            report.findings.push(Finding::damage("tracks", error.code(), &error));
        }
    }

    fn verify_audit(&self, report: &mut Report, each: &mut dyn FnMut(Progress)) {
        let of = self.audit.head().map_or(0, |head| head.seq);
        let read = |after, limit| self.audit.read(after, limit);
        report.deeds =
            walk(&read, |entry: &AuditEntry| entry.seq, &mut report.findings, "audit", &mut |entry| {
                each(Progress { part: "audit", done: entry.seq, of });
            });
    }
}

/// What the journal names outside itself, with the entry that does.
#[derive(Default)]
struct Named {
    attachments: BTreeSet<(Hash, u64)>,
    vault: BTreeMap<String, (u64, VaultRef)>,
}

impl Named {
    fn by(&mut self, entry: &Entry) {
        // It was read from such bytes a moment ago, so neither step can fail.
        let found =
            serde_json::to_vec(&entry.draft).and_then(|body| References::of(&body)).unwrap_or_default();
        let vault = found.vault.into_iter().map(|reference| (reference.id.clone(), (entry.seq, reference)));
        self.vault.extend(vault);
        self.attachments.extend(found.attachments.into_iter().map(|hash| (hash, entry.seq)));
    }
}

/// Walks a chain from its beginning, around every fault; returns how many entries were whole.
fn walk<T>(
    read: &dyn Fn(u64, usize) -> Result<Vec<T>, ReadError>,
    number: fn(&T) -> u64,
    findings: &mut Vec<Finding>,
    part: &'static str,
    each: &mut dyn FnMut(&T),
) -> u64 {
    let (mut after, mut whole, mut faults) = (0, 0, 0);
    let mut page = PAGE;
    loop {
        match read(after, page) {
            Ok(entries) => {
                let Some(last) = entries.last() else { return whole };
                after = number(last);
                whole += entries.len() as u64;
                entries.iter().for_each(&mut *each);
                page = PAGE;
            }
            // Somewhere on this page: go on one by one up to the fault.
            Err(_) if page > 1 => page = 1,
            Err(error) => {
                findings.push(Finding::damage(part, error.code(), &error));
                faults += 1;
                after = match error {
                    _ if faults == LISTED => return whole,
                    ReadError::Damaged { seq, .. } => seq.max(after + 1),
                    ReadError::Gap { found, .. } => found.max(after + 1),
                    ReadError::Storage(_) => return whole,
                };
                page = PAGE;
            }
        }
    }
}
