//! A store with its door open, for the verbs that change the district.

use super::Failure;
use crate::desk::{Desk, Done, Parts, SystemClock};
use std::path::Path;
use std::sync::Arc;
use store::{Access, Store};
use world::{Actor, Command, Role, Scope, Submission, World};

/// A store, its desk, and the parts that the command line works with.
pub struct Opened {
    /// The door.
    pub desk: Desk,
    /// Imported files.
    pub attachments: Arc<dyn store::Attachments>,
    /// Prepared roads lie here.
    pub cache: std::path::PathBuf,
}

impl Opened {
    /// Opens the store in `dir`.
    ///
    /// # Errors
    /// What [`Store::open`] and [`Desk::open`] say.
    pub fn at(dir: &Path, access: Access) -> Result<Self, Failure> {
        Self::with_audit(dir, access).map(|(opened, _)| opened)
    }

    /// [`Opened::at`], with the audit log beside it.
    ///
    /// # Errors
    /// As [`Opened::at`].
    pub fn with_audit(dir: &Path, access: Access) -> Result<(Self, Arc<dyn store::Audit>), Failure> {
        let store = Store::open(dir, access)?;
        let parts = Parts {
            journal: store.journal,
            snapshots: store.snapshots.clone(),
            clock: Arc::new(SystemClock),
            listeners: Vec::new(),
        };
        let (desk, _) = Desk::open(parts, &*store.reader)?;
        Ok((Self { desk, attachments: store.attachments, cache: store.cache }, store.audit))
    }

    /// The district as it is.
    pub fn world(&self) -> World {
        self.desk.state().world().clone()
    }

    /// Submits in the name of the command line.
    ///
    /// # Errors
    /// What the desk says.
    pub fn submit(&self, command: Command) -> Result<Done, Failure> {
        let actor =
            Actor { account: "system:cli".to_owned(), role: Role::Administrator, scope: Scope::district() };
        Ok(self.desk.submit_blocking(Submission { actor, request: None, command })?)
    }
}
