//! Stories of the vault.

use super::{Candidate, draft, minute};
use crate::{AppendError, VaultError, VaultState};
use geo_core::Position;
use world::incidents::{Severity, SourceChannel};
use world::{Draft, Event, Hash, VaultRef};

const DAY: i64 = 24 * 60;

/// A draft that names vault content, as an incident does its narrative.
pub fn naming(reference: &VaultRef) -> Draft {
    let event = Event::IncidentAccepted {
        incident: dispatch::IncidentId::new("20261122-0001").expect("a number"),
        kind: dispatch::IncidentKindCode::new("dispute").expect("a code"),
        severity: Severity::Minor,
        position: Position::from_e7(1_143_050_000, 305_930_000).expect("on the earth"),
        address: None,
        areas: Vec::new(),
        channel: SourceChannel::Phone,
        external_no: None,
        narrative: Some(reference.clone()),
    };
    Draft { events: vec![event], ..draft(1) }
}

/// Put, read back after a restart, erased: from then on it says when it was erased, for ever.
pub fn content_is_kept_sealed_and_erased(candidate: &dyn Candidate) {
    let store = candidate.open();
    let content = "报警人说楼道里有烟".as_bytes();
    let reference = store.vault.put(content, minute(0)).unwrap();
    let again = store.vault.put(content, minute(0)).unwrap();
    assert_ne!(reference.id, again.id, "ids are random");
    assert_eq!(reference.keyed_hash, again.keyed_hash, "the keyed hash proves the content");
    drop(store);
    let store = candidate.open();
    assert_eq!(store.vault.get(&reference.id).unwrap(), content);
    assert_eq!(store.vault.check(&reference).unwrap(), VaultState::Kept { erase_after: None });
    store.vault.erase(&reference.id, minute(5)).unwrap();
    store.vault.erase(&reference.id, minute(9)).unwrap();
    drop(store);
    let store = candidate.open();
    let erased = VaultError::Erased { id: reference.id.clone(), at: minute(5) };
    assert_eq!(store.vault.get(&reference.id).unwrap_err(), erased);
    assert_eq!(store.vault.erase_after(&reference.id, None).unwrap_err(), erased);
    assert_eq!(store.vault.check(&reference).unwrap(), VaultState::Erased { at: minute(5) });
    assert_eq!(store.vault.get(&again.id).unwrap(), content, "the other one stays");
    for unknown in [store.vault.get("0f").unwrap_err(), store.vault.erase("0f", minute(1)).unwrap_err()] {
        assert_eq!(unknown, VaultError::Unknown { id: "0f".to_owned() });
    }
}

/// Thirty days after an incident was closed its narrative goes, not a minute earlier; a date can be
/// taken back when the incident is opened again.
pub fn content_goes_when_it_is_due(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    let [goes, kept] = [b"goes", b"kept"].map(|content| store.vault.put(content, minute(0)).unwrap());
    store.journal.append(0, vec![naming(&goes), naming(&kept)]).unwrap();
    for reference in [&goes, &kept] {
        store.vault.erase_after(&reference.id, Some(minute(30 * DAY))).unwrap();
    }
    assert_eq!(store.vault.check(&goes).unwrap(), VaultState::Kept { erase_after: Some(minute(30 * DAY)) });
    assert_eq!(store.vault.purge_due(minute(30 * DAY - 1)).unwrap(), [""; 0]);
    store.vault.erase_after(&kept.id, None).unwrap();
    assert_eq!(store.vault.purge_due(minute(30 * DAY)).unwrap(), [goes.id.as_str()]);
    assert_eq!(store.vault.check(&goes).unwrap(), VaultState::Erased { at: minute(30 * DAY) });
    assert_eq!(store.vault.purge_due(minute(900 * DAY)).unwrap(), [""; 0]);
    assert_eq!(store.vault.get(&kept.id).unwrap(), b"kept");
}

/// The command was refused after its narrative had been put away: the narrative does not stay.
pub fn what_no_entry_names_goes_after_a_day(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    let named = store.vault.put(b"named", minute(0)).unwrap();
    let orphan = store.vault.put(b"orphan", minute(0)).unwrap();
    store.journal.append(0, vec![naming(&named)]).unwrap();
    store.journal.append(7, vec![naming(&orphan)]).unwrap_err();
    assert_eq!(store.vault.purge_due(minute(DAY - 1)).unwrap(), [""; 0]);
    assert_eq!(store.vault.purge_due(minute(DAY)).unwrap(), [orphan.id.as_str()]);
    assert_eq!(store.vault.get(&named.id).unwrap(), b"named");
}

/// A reference that nobody put away cannot enter the journal; one that was erased since can.
pub fn an_entry_cannot_name_what_was_never_there(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    let real = store.vault.put(b"real", minute(0)).unwrap();
    let invented = VaultRef { id: "00".repeat(16), keyed_hash: real.keyed_hash };
    let refused = store.journal.append(0, vec![draft(1), naming(&invented)]).unwrap_err();
    assert_eq!(refused, AppendError::UnknownVaultContent { id: invented.id });
    let altered = VaultRef { keyed_hash: Hash([3; 32]), ..real.clone() };
    assert_eq!(store.journal.append(0, vec![naming(&altered)]).unwrap_err().code(), "unknown_vault_content");
    assert_eq!(store.reader.head().unwrap().seq, 0);
    store.vault.erase(&real.id, minute(1)).unwrap();
    store.journal.append(0, vec![naming(&real)]).unwrap();
}

/// A reference whose keyed hash is not that of the content is not believed.
pub fn a_reference_is_held_against_its_content(candidate: &dyn Candidate) {
    let store = candidate.open();
    let one = store.vault.put(b"one", minute(0)).unwrap();
    let two = store.vault.put(b"two", minute(0)).unwrap();
    let mixed = VaultRef { id: one.id, keyed_hash: two.keyed_hash };
    assert_eq!(store.vault.check(&mixed).unwrap_err().code(), "vault_content_damaged");
}
