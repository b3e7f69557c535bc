//! What is torn, flipped, cut off or missing is found and named.

mod common;

use common::{copy, filled, flip, has, is_all_there, killed, lines, open, prints, sql};
use std::fs;
use store::{Access, ReadError, Severity, SnapshotFault};

#[test]
fn a_whole_store_is_found_whole() {
    for filled in [filled(), killed()] {
        let before = prints(filled.dir.path());
        let mut parts = Vec::new();
        let report = open(filled.dir.path(), Access::Inspect)
            .unwrap()
            .verify(&mut |progress| parts.push(progress.part));
        assert_eq!(lines(&report), [""; 0]);
        assert_eq!((report.entries, report.head.seq, report.deeds), (30, 30, 10));
        assert_eq!((report.attachments, report.kept, report.erased), (1, 1, 0));
        parts.dedup();
        assert_eq!(parts, ["journal", "attachments", "vault", "audit"]);
        assert_eq!(prints(filled.dir.path()), before, "looking changes nothing");
    }
}

/// Each line hurts one entry in another way; each is named by its number, and none hides another.
#[test]
fn a_changed_entry_is_named_by_its_number() {
    let cases = [
        (
            "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), 'duty1', 'duty2') AS BLOB) WHERE seq = 7",
            "entry 7 of the journal",
        ),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 7", "entry 7 of the journal"),
        ("UPDATE entry SET hash = x'00' WHERE seq = 7", "entry 7 of the journal"),
        ("UPDATE entry SET body = x'' WHERE seq = 1", "entry 1 of the journal"),
        ("UPDATE entry SET body = x'7b7d' WHERE seq = 30", "entry 30 of the journal"),
        ("DELETE FROM entry WHERE seq = 9", "entries 9 up to 10 (not included) of the journal are missing"),
        ("DELETE FROM entry WHERE seq < 4", "entries 1 up to 4 (not included) of the journal are missing"),
        (
            "UPDATE entry SET seq = CASE seq WHEN 5 THEN 105 WHEN 6 THEN 5 END WHERE seq IN (5, 6);",
            "entry 5 of the journal",
        ),
        ("DELETE FROM entry WHERE seq = 30", "entry 30 was acknowledged"),
        (
            "UPDATE audit SET body = CAST(replace(CAST(body AS TEXT), 'duty1', 'duty2') AS BLOB) WHERE seq = 3",
            "entry 3 of the audit log",
        ),
        ("DELETE FROM audit WHERE seq = 4", "entries 4 up to 5 (not included) of the audit log are missing"),
    ];
    for (statement, wanted) in cases {
        let filled = filled();
        sql(&filled, statement);
        has(&filled, wanted);
    }
    let filled = filled();
    sql(
        &filled,
        "UPDATE entry SET body = x'7b7d' WHERE seq IN (3, 12, 13); DELETE FROM entry WHERE seq = 20; UPDATE audit SET hash = zeroblob(32) WHERE seq = 2",
    );
    for wanted in
        ["entry 3 of", "entry 12 of", "entry 13 of", "entries 20 up to 21", "entry 2 of the audit log"]
    {
        has(&filled, wanted);
    }
}

/// An entry that hashes right but says what no release ever wrote is named too.
#[test]
fn an_unknown_event_is_named() {
    let filled = filled();
    let body = br#"{"at":"2026-11-22T05:47:00.000Z","actor":"x","request":null,"events":[{"event":"moon_landing/1","is":{}}]}"#;
    let hash = store::chain_hash(filled.entries[29].hash, 31, body);
    let connection = rusqlite::Connection::open(filled.dir.path().join("muster.db")).unwrap();
    connection.execute("INSERT INTO entry VALUES ('district', 31, ?1, ?2)", (hash.0, body)).unwrap();
    drop(connection);
    let store = open(filled.dir.path(), Access::Existing).unwrap();
    let Err(ReadError::Damaged { seq: 31, reason, .. }) = store.reader.read(30, 1) else { panic!() };
    assert!(reason.contains("moon_landing/1"), "{reason}");
    assert_eq!(store.reader.read(0, 30).unwrap(), filled.entries, "the ones in front of it can be had");
}

#[test]
fn vault_content_that_changed_is_named_with_its_entry() {
    let cases = [
        ("UPDATE vault SET sealed = zeroblob(length(sealed))", "does not decrypt"),
        ("UPDATE vault SET sealed = substr(sealed, 1, 20)", "does not decrypt"),
        ("UPDATE vault SET keyed_hash = zeroblob(32)", "is not that of the reference"),
        ("UPDATE vault SET sealed = NULL", "yet it was not erased"),
        ("DELETE FROM vault", "is unknown"),
    ];
    for (statement, wanted) in cases {
        let filled = filled();
        sql(&filled, statement);
        has(&filled, wanted);
        has(&filled, "(named by entry 30)");
    }
}

#[test]
fn attachments_that_changed_are_named_with_their_entry() {
    for hurt in [0, 1, 2] {
        let filled = filled();
        let path = filled.dir.path().join("attachments").join(filled.attachment.to_string());
        match hurt {
            0 => flip(&path, 4_999),
            1 => fs::write(&path, [b'm'; 4_096]).unwrap(),
            _ => fs::remove_file(&path).unwrap(),
        }
        has(&filled, &format!("attachment {}", filled.attachment));
        has(&filled, "(named by entry 29)");
        // What is wrong is mended by bringing the same file again.
        let store = open(filled.dir.path(), Access::Existing).unwrap();
        assert_eq!(store.attachments.put(&mut &[b'm'; 5_000][..]).unwrap(), filled.attachment);
        assert!(store.verify(&mut |_| {}).is_whole());
    }
}

/// A byte anywhere in the newest snapshot: the older one is used, and the newer one named.
#[test]
fn a_damaged_snapshot_is_skipped_by_name() {
    let filled = filled();
    let newest = filled.dir.path().join("snapshots").join(format!("{:020}.snapshot", 20));
    let whole = fs::read(&newest).unwrap();
    let hurts: Vec<Vec<u8>> = [0, 7, 15, 30, 60, 87, 88, 5_000, whole.len() - 1]
        .into_iter()
        .map(|at| {
            let mut hurt = whole.clone();
            hurt[at] ^= 1;
            hurt
        })
        .chain([
            Vec::new(),
            whole[..40].to_vec(),
            whole[..6_000].to_vec(),
            [&whole[..], b"x"].concat(),
            vec![0; whole.len()],
        ])
        .collect();
    for hurt in hurts {
        fs::write(&newest, hurt).unwrap();
        let store = open(filled.dir.path(), Access::Existing).unwrap();
        let loaded = store.snapshots.load(&*store.reader).unwrap();
        assert_eq!(loaded.snapshot.map(|snapshot| snapshot.seq), Some(10));
        assert_eq!(loaded.skipped[0].name, "00000000000000000020.snapshot");
        let report = store.verify(&mut |_| {});
        let notices: Vec<_> =
            report.findings.iter().map(|finding| (finding.severity, finding.code)).collect();
        assert_eq!(notices, [(Severity::Notice, "snapshot_skipped")]);
    }
}

/// Format 1 knew no withdrawn plans: read as today's it might seem to hold something.
#[test]
fn a_snapshot_of_an_earlier_format_is_passed_over() {
    let filled = filled();
    let newest = filled.dir.path().join("snapshots").join(format!("{:020}.snapshot", 20));
    let mut earlier = fs::read(&newest).unwrap();
    earlier[7] = 1;
    fs::write(&newest, earlier).unwrap();
    let store = open(filled.dir.path(), Access::Existing).unwrap();
    let loaded = store.snapshots.load(&*store.reader).unwrap();
    assert_eq!(loaded.skipped[0].reason, SnapshotFault::OtherFormat);
    assert_eq!(loaded.snapshot.map(|snapshot| snapshot.seq), Some(10));
}

/// One byte flipped at places all over `muster.db`: either it is found and named, or it lay where
/// nothing was (free space), and everything is there unchanged. Never is anything else read.
#[test]
fn a_flipped_byte_in_the_database_is_never_swallowed() {
    let filled = filled();
    let whole = fs::read(filled.dir.path().join("muster.db")).unwrap();
    let (mut found, mut harmless) = (0, 0);
    for step in 0..60 {
        let at = step * 7_919 % whole.len();
        let image = tempfile::tempdir().unwrap();
        copy(filled.dir.path(), image.path());
        flip(&image.path().join("muster.db"), at);
        match open(image.path(), Access::Inspect) {
            Err(error) => {
                assert!(!error.to_string().is_empty());
                found += 1;
            }
            Ok(store) if store.verify(&mut |_| {}).is_whole() => {
                assert!(is_all_there(&filled, &store), "byte {at} was swallowed");
                harmless += 1;
            }
            Ok(_) => found += 1,
        }
    }
    println!("{found} flips found, {harmless} in free space or in rows that no chain covers");
    assert!(found > 8, "most of so small a database is free space, but not all");
}

/// A byte flipped within an entry, in the file, wherever the entry lies: named by its number.
#[test]
fn a_flipped_byte_within_an_entry_is_named() {
    let filled = filled();
    let path = filled.dir.path().join("muster.db");
    let whole = fs::read(&path).unwrap();
    for number in [1, 9, 17, 25] {
        let needle = format!("\"request\":\"request-{number}-");
        let at = whole.windows(needle.len()).position(|window| window == needle.as_bytes()).unwrap();
        for offset in [0, 40, 400] {
            let mut hurt = whole.clone();
            hurt[at + offset] ^= 0x04;
            fs::write(&path, hurt).unwrap();
            has(&filled, &format!("entry {number} of the journal is damaged"));
        }
    }
}

/// Pages at the end of the database that came back as zeros.
#[test]
fn a_zero_filled_tail_is_found() {
    let filled = filled();
    let path = filled.dir.path().join("muster.db");
    let whole = fs::read(&path).unwrap();
    for pages in (1..whole.len() / 4096).step_by(3) {
        let mut zeroed = whole.clone();
        let from = whole.len() - pages * 4096;
        zeroed[from..].fill(0);
        fs::write(&path, zeroed).unwrap();
        if let Ok(store) = open(filled.dir.path(), Access::Inspect) {
            let report = store.verify(&mut |_| {});
            assert!(!report.is_whole(), "{pages} pages of zeros");
        }
    }
}
