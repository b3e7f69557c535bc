//! Stories of attachments.

use super::Candidate;
use crate::AttachmentError;
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use world::Hash;

/// Nothing, a little, and more than one piece of a stream: all named by their SHA-256.
pub fn content_is_kept_under_its_hash(candidate: &dyn Candidate) {
    let long: Vec<u8> = (0..1_500_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let store = candidate.open();
    for content in [&b""[..], b"FeatureCollection", &long] {
        let hash = store.attachments.put(&mut &*content).unwrap();
        assert_eq!(hash, Hash(Sha256::digest(content).into()));
        assert_eq!(store.attachments.check(hash).unwrap(), content.len() as u64);
    }
    drop(store);
    let store = candidate.open();
    assert_eq!(store.attachments.get(Hash(Sha256::digest(&long).into())).unwrap(), long);
    let unknown = store.attachments.get(Hash([1; 32])).unwrap_err();
    assert!(matches!(unknown, AttachmentError::Unknown { hash: Hash([1, ..]) }), "{unknown}");
}

/// The same file imported twice, also by two at once, is one attachment.
pub fn content_kept_twice_is_there_once(candidate: &dyn Candidate) {
    let store = candidate.open();
    let content = vec![b'x'; 600_000];
    let put = || store.attachments.put(&mut &content[..]).unwrap();
    let hashes = std::thread::scope(|scope| {
        let both = [scope.spawn(put), scope.spawn(put)];
        both.map(|thread| thread.join().unwrap())
    });
    assert_eq!(hashes, [put(), put()]);
    assert_eq!(store.attachments.get(hashes[0]).unwrap(), content);
}

/// An upload that breaks off is an error of the upload, and is not there afterwards.
pub fn a_broken_upload_leaves_nothing(candidate: &dyn Candidate) {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::ConnectionReset))
        }
    }
    let store = candidate.open();
    let start = vec![1; 400_000];
    let broken = store.attachments.put(&mut (&start[..]).chain(Breaks)).unwrap_err();
    assert_eq!(broken.code(), "upload_broken");
    let unknown = store.attachments.check(Hash(Sha256::digest(&start).into())).unwrap_err();
    assert_eq!(unknown.code(), "unknown_attachment");
}
