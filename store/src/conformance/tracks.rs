//! Stories of tracks.

use super::{Candidate, minute};
use crate::{Fix, FixSource, Heading, Speed};
use dispatch::TeamId;
use geo_core::Position;

fn team(name: &str) -> TeamId {
    TeamId::new(name).expect("a call sign")
}

fn fix(name: &str, minutes: i64) -> Fix {
    let lon = 1_143_050_000 + i32::try_from(minutes).expect("a small number");
    Fix {
        team: team(name),
        at: minute(minutes),
        position: Position::from_e7(lon, -305_930_000).expect("on the earth"),
        heading: Some(Heading::new(359).expect("a heading")),
        speed: (minutes % 2 == 0).then_some(Speed(1_250)),
        source: if minutes % 2 == 0 { FixSource::Device } else { FixSource::ByHand },
    }
}

/// Two teams; each track is found by team and half-open time, the latest of each at once.
pub fn fixes_are_kept_and_found(candidate: &dyn Candidate) {
    let store = candidate.open();
    let fixes: Vec<Fix> = (0..10).flat_map(|minutes| [fix("一队", minutes), fix("二队", minutes)]).collect();
    assert_eq!(store.tracks.append(&fixes).unwrap(), 20);
    assert_eq!(store.tracks.append(&[]).unwrap(), 0);
    drop(store);
    let store = candidate.open();
    let track = store.tracks.track(&team("二队"), minute(3), minute(6)).unwrap();
    assert_eq!(track, [fix("二队", 3), fix("二队", 4), fix("二队", 5)]);
    assert_eq!(store.tracks.track(&team("三队"), minute(0), minute(9)).unwrap(), []);
    let latest = store.tracks.latest().unwrap();
    assert_eq!(latest, [fix("一队", 9), fix("二队", 9)]);
}

/// A device that sends its batch again changes nothing.
pub fn a_repeated_fix_is_dropped(candidate: &dyn Candidate) {
    let store = candidate.open();
    let batch: Vec<Fix> = (0..5).map(|minutes| fix("一队", minutes)).collect();
    assert_eq!(store.tracks.append(&batch).unwrap(), 5);
    let moved = Fix { position: Position::from_e7(1, 1).expect("on the earth"), ..fix("一队", 2) };
    assert_eq!(store.tracks.append(&[fix("一队", 1), moved, fix("一队", 5)]).unwrap(), 1);
    let track = store.tracks.track(&team("一队"), minute(0), minute(100)).unwrap();
    assert_eq!(track, (0..=5).map(|minutes| fix("一队", minutes)).collect::<Vec<_>>());
}

/// A fix that was under way for long belongs to the track, not to the live map.
pub fn a_late_fix_is_not_the_latest(candidate: &dyn Candidate) {
    let store = candidate.open();
    store.tracks.append(&[fix("一队", 8)]).unwrap();
    store.tracks.append(&[fix("一队", 3)]).unwrap();
    assert_eq!(store.tracks.latest().unwrap(), [fix("一队", 8)]);
    assert_eq!(
        store.tracks.track(&team("一队"), minute(0), minute(9)).unwrap(),
        [fix("一队", 3), fix("一队", 8)]
    );
}

/// What is older than the limit goes, of every team; a team without newer fixes is not on the map.
pub fn old_fixes_are_forgotten(candidate: &dyn Candidate) {
    let store = candidate.open();
    store.tracks.append(&[fix("一队", 1), fix("一队", 5), fix("一队", 9), fix("二队", 4)]).unwrap();
    assert_eq!(store.tracks.purge(minute(5)).unwrap(), 2);
    assert_eq!(
        store.tracks.track(&team("一队"), minute(0), minute(100)).unwrap(),
        [fix("一队", 5), fix("一队", 9)]
    );
    assert_eq!(store.tracks.latest().unwrap(), [fix("一队", 9)]);
    assert_eq!(store.tracks.purge(minute(5)).unwrap(), 0);
    assert_eq!(store.tracks.purge(minute(1_000)).unwrap(), 2);
    assert_eq!(store.tracks.latest().unwrap(), []);
}
