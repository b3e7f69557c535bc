//! Sessions in force, remembered for a moment, so that a request does not cost a look into the database.
//!
//! All changes to accounts and sessions go through this process, and each of them clears the book: nobody who was
//! signed out or stopped is let in from memory.

use parking_lot::RwLock;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::accounts::{Session, Token};
use store::{Accounts, StorageError};
use world::{Actor, Role, Timestamp};

/// How long a session is taken from memory before the database is asked again.
const REMEMBERED_MS: u64 = 30_000;
/// Sessions remembered; more than this means that somebody plays with tokens.
const ROOM: usize = 20_000;

/// Who a request comes from.
#[derive(Clone)]
pub struct Ticket {
    /// Account, role and scope.
    pub actor: Actor,
    /// As people say it.
    pub display_name: String,
    /// What changes must bring.
    pub csrf: Token,
    /// When the session ends unless used.
    pub expires: Timestamp,
    /// The session's secret.
    pub token: Arc<str>,
}

/// The book.
pub struct SessionBook {
    accounts: Arc<dyn Accounts>,
    known: RwLock<HashMap<[u8; 32], (Ticket, Timestamp)>>,
    /// How often the book was cleared.
    cleared: AtomicU64,
}

impl SessionBook {
    /// An empty book.
    pub fn new(accounts: Arc<dyn Accounts>) -> Self {
        Self { accounts, known: RwLock::default(), cleared: AtomicU64::new(0) }
    }

    /// The session of a token if it is remembered.
    pub fn remembered(&self, token: &str, now: Timestamp) -> Option<Ticket> {
        let known = self.known.read();
        let (ticket, looked) = known.get(&fingerprint(token))?;
        (now.since(*looked).0 < REMEMBERED_MS && now < ticket.expires).then(|| ticket.clone())
    }

    /// The session of a token by the database, which is told that it was used. Blocks.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    pub fn look_up(&self, token: &str, now: Timestamp) -> Result<Option<Ticket>, StorageError> {
        let cleared = self.cleared.load(Ordering::SeqCst);
        let Some(session) = self.accounts.find_session(token, now)? else {
            self.known.write().remove(&fingerprint(token));
            return Ok(None);
        };
        self.accounts.touch_session(token, now)?;
        let ticket = ticket(&session, token);
        let mut known = self.known.write();
        // What was read before the book was cleared may be what it was cleared of.
        if self.cleared.load(Ordering::SeqCst) != cleared {
            return Ok(Some(ticket));
        }
        if known.len() >= ROOM {
            known.clear();
        }
        known.insert(fingerprint(token), (ticket.clone(), now));
        Ok(Some(ticket))
    }

    /// The session of a ticket as it is now, kept alive. Blocks.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    pub fn renew(&self, ticket: &Ticket, now: Timestamp) -> Result<Option<Ticket>, StorageError> {
        match self.remembered(&ticket.token, now) {
            Some(ticket) => Ok(Some(ticket)),
            None => self.look_up(&ticket.token, now),
        }
    }

    /// Forgets everything: something about accounts or sessions has changed.
    pub fn clear(&self) {
        let mut known = self.known.write();
        self.cleared.fetch_add(1, Ordering::SeqCst);
        known.clear();
    }
}

/// What a session allows.
fn ticket(session: &Session, token: &str) -> Ticket {
    let account = &session.account;
    let mut actor = account.actor();
    // The journal and the rules know a device by its team.
    if let Some(team) = account.team.as_ref().filter(|_| account.role == Role::Device) {
        actor.account = format!("team:{team}");
    }
    Ticket {
        actor,
        display_name: account.display_name.clone(),
        csrf: session.csrf.clone(),
        expires: session.expires,
        token: token.into(),
    }
}

fn fingerprint(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
