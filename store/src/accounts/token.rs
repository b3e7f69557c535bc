//! Random secrets that are handed out once.

use crate::StorageError;
use sha2::{Digest, Sha256};
use std::fmt;
use world::Hash;

/// 256 random bits from the operating system as 64 hexadecimal digits. Does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub(crate) fn random() -> Result<Self, StorageError> {
        Ok(Self(Hash(random_bytes()?).to_string()))
    }

    /// One that was stored as text (the CSRF token of a session).
    pub(crate) const fn stored(text: String) -> Self {
        Self(text)
    }

    /// The digits, for a cookie or a link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in constant time.
    pub fn matches(&self, given: &str) -> bool {
        let difference = self.0.bytes().zip(given.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        self.0.len() == given.len() && difference == 0
    }

    /// What is stored of a token: its SHA-256. A random token needs no slow hash.
    pub(crate) fn fingerprint(token: &str) -> [u8; 32] {
        Sha256::digest(token.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Bytes from the operating system's generator.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], StorageError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StorageError::Io {
        doing: "drawing random bytes from the operating system",
        reason: error.to_string(),
    })?;
    Ok(bytes)
}
