//! The vault's key: 32 random bytes in `vault.key`, from which one key for hashing and one for
//! sealing are derived. Keep a copy of the file apart from backups of the database: together they
//! open the vault, each alone does not.

use super::durable::NewFile;
use super::layout::VAULT_KEY;
use crate::StorageError;
use crate::accounts::random_bytes;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use world::Hash;

/// Bytes of the random nonce in front of sealed content.
const NONCE: usize = 24;

/// The derived keys.
pub(super) struct VaultKey {
    hashing: [u8; 32],
    cipher: XChaCha20Poly1305,
    /// Proves, stored in the database, that key and database belong together.
    pub check: [u8; 32],
}

/// What lies at the key's place.
pub(super) enum KeyFile {
    /// A key.
    Key(VaultKey),
    /// Nothing.
    Missing,
    /// Something that is no key.
    Illegible,
}

impl VaultKey {
    /// Reads the key file.
    pub(super) fn read(path: &Path) -> Result<KeyFile, StorageError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(text
                .trim_end()
                .parse::<Hash>()
                .map_or(KeyFile::Illegible, |key| KeyFile::Key(Self::derive(&key.0)))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(KeyFile::Missing),
            Err(error) if error.kind() == ErrorKind::InvalidData => Ok(KeyFile::Illegible),
            Err(error) => Err(StorageError::from_io(&error, "reading the vault's key")),
        }
    }

    /// Draws a key and writes it down, mode 0600; durable when it returns.
    pub(super) fn create(dir: &Path) -> Result<Self, StorageError> {
        let doing = "writing the vault's key";
        let master: [u8; 32] = random_bytes()?;
        let mut file = NewFile::begin(dir, doing)?;
        writeln!(file, "{}", Hash(master)).map_err(|error| StorageError::from_io(&error, doing))?;
        file.publish(VAULT_KEY, doing)?;
        Ok(Self::derive(&master))
    }

    /// Takes away from others the right to read the key, should a copy have given it to them.
    pub(super) fn make_private(path: &Path) -> Result<(), StorageError> {
        let steps = || {
            let mut permissions = std::fs::metadata(path)?.permissions();
            if permissions.mode() & 0o077 == 0 {
                return Ok(());
            }
            permissions.set_mode(0o600);
            std::fs::set_permissions(path, permissions)
        };
        steps().map_err(|error| StorageError::from_io(&error, "protecting the vault's key"))
    }

    fn derive(master: &[u8; 32]) -> Self {
        let sealing = hmac(master, b"muster vault sealing 1");
        Self {
            hashing: hmac(master, b"muster vault reference 1"),
            cipher: XChaCha20Poly1305::new(&sealing.into()),
            check: hmac(master, b"muster vault check 1"),
        }
    }

    /// HMAC-SHA-256 of content: the same content gives the same hash in this store only.
    pub(super) fn keyed_hash(&self, content: &[u8]) -> Hash {
        Hash(hmac(&self.hashing, content))
    }

    /// Encrypts content (XChaCha20-Poly1305, random nonce in front), bound to its id.
    pub(super) fn seal(&self, id: &str, content: &[u8]) -> Result<Vec<u8>, StorageError> {
        let nonce: [u8; NONCE] = random_bytes()?;
        let payload = Payload { msg: content, aad: id.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|error| {
            StorageError::Io { doing: "encrypting vault content", reason: error.to_string() }
        })?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Decrypts content; `None` when a byte of it, or its id, was changed.
    pub(super) fn open(&self, id: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: id.as_bytes() }).ok()
    }
}

fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::VaultKey;

    #[test]
    fn what_is_sealed_opens_under_its_own_id_and_unchanged_only() {
        let key = VaultKey::derive(&[7; 32]);
        let sealed = key.seal("a", "报警人电话".as_bytes()).unwrap();
        assert_eq!(key.open("a", &sealed).as_deref(), Some("报警人电话".as_bytes()));
        assert_eq!(key.open("b", &sealed), None);
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert_eq!(key.open("a", &flipped), None, "byte {at}");
        }
        assert_eq!(key.open("a", &sealed[..10]), None);
        assert_eq!(VaultKey::derive(&[8; 32]).open("a", &sealed), None);
    }

    #[test]
    fn the_keyed_hash_depends_on_the_key() {
        let [one, two] = [[1; 32], [2; 32]].map(|master| VaultKey::derive(&master));
        assert_eq!(one.keyed_hash(b"x"), one.keyed_hash(b"x"));
        assert_ne!(one.keyed_hash(b"x"), two.keyed_hash(b"x"));
    }
}
