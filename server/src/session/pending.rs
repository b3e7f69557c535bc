//! One-time links that were used up and wait for their owner's password.
//!
//! A link works once. Whoever opens it and must choose a password first comes a second time, with the password; the
//! link itself is used up by then, so this process remembers for a while whose it was.

use geo_core::Milliseconds;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::accounts::AccountName;
use world::Timestamp;

/// How long somebody may think about a password.
const THINKING: Milliseconds = Milliseconds::from_minutes(10);

/// Links by the hash of their secret.
#[derive(Debug, Default)]
pub struct PendingLinks(Mutex<HashMap<[u8; 32], (AccountName, Timestamp)>>);

impl PendingLinks {
    /// Remembers whose a link was.
    pub fn remember(&self, token: &str, account: AccountName, now: Timestamp) {
        let mut pending = self.0.lock();
        pending.retain(|_, (_, since)| now.since(*since) < THINKING);
        pending.insert(Sha256::digest(token.as_bytes()).into(), (account, now));
    }

    /// Whose a link was, if it waits; it waits no longer, so that of two who bring it at once only one is let in.
    pub fn take(&self, token: &str, now: Timestamp) -> Option<AccountName> {
        let key: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let (account, since) = self.0.lock().remove(&key)?;
        (now.since(since) < THINKING).then_some(account)
    }
}
