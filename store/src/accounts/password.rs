//! Passwords: the rule for new ones, and their hashes.

use super::{AccountName, PasswordFlaw};
use crate::StorageError;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use geo_core::Milliseconds;

/// GB/T 22239-2019 practice, DOMAIN: at least ten characters.
pub const MIN_PASSWORD_LENGTH: usize = 10;
/// Bounds the work that one request can cause.
pub const MAX_PASSWORD_LENGTH: usize = 256;
/// Failures in a row after which an account is locked.
pub const MAX_FAILURES: u32 = 5;
/// How long it stays locked.
pub const LOCKED_FOR: Milliseconds = Milliseconds::from_minutes(30);

/// How much work a password hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HashCost {
    /// OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane.
    #[default]
    Owasp,
    /// The least that Argon2id allows, for tests that sign in a thousand times.
    Test,
}

impl HashCost {
    fn hasher(self) -> Argon2<'static> {
        let (kibibytes, passes) = match self {
            Self::Owasp => (19 * 1024, 2),
            Self::Test => (Params::MIN_M_COST, Params::MIN_T_COST),
        };
        let params =
            Params::new(kibibytes, passes, 1, None).expect("constant parameters are within Argon2's limits");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// Whether `password` may become the password of `name`.
///
/// # Errors
/// [`PasswordFlaw`] names the first rule it breaks.
pub fn check_password(name: &AccountName, password: &str) -> Result<(), PasswordFlaw> {
    let length = password.chars().count();
    if length < MIN_PASSWORD_LENGTH {
        Err(PasswordFlaw::TooShort { length })
    } else if length > MAX_PASSWORD_LENGTH {
        Err(PasswordFlaw::TooLong { length })
    } else if password.to_lowercase() == name.as_str().to_lowercase() {
        Err(PasswordFlaw::IsAccountName)
    } else {
        Ok(())
    }
}

/// The PHC string of a password under a fresh salt.
pub(crate) fn hash_password(password: &str, cost: HashCost) -> Result<String, StorageError> {
    let hash = cost
        .hasher()
        .hash_password(password.as_bytes())
        .map_err(|error| StorageError::Io { doing: "hashing a password", reason: error.to_string() })?;
    Ok(hash.to_string())
}

/// Whether `password` has the hash `phc`. Without a hash (no such account, or none set yet) the same
/// work is done for nothing, so that the time does not tell which names exist.
pub(crate) fn matches_hash(password: &str, phc: Option<&str>, cost: HashCost) -> bool {
    if password.chars().count() > MAX_PASSWORD_LENGTH {
        return false;
    }
    let Some(parsed) = phc.and_then(|phc| PasswordHash::new(phc).ok()) else {
        // The result is thrown away; an error would only mean less work.
        let _ = cost.hasher().hash_password_into(password.as_bytes(), b"no such account.", &mut [0; 32]);
        return false;
    };
    cost.hasher().verify_password(password.as_bytes(), &parsed).is_ok()
}
