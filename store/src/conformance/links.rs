//! Stories of one-time links.

use super::accounts::{GOOD, name, with_officer};
use super::{Candidate, minute};
use crate::accounts::{LinkError, MustChange, Standing};
use geo_core::Milliseconds;

const TEN_MINUTES: Milliseconds = Milliseconds::from_minutes(10);

/// It signs its account in, once, after a restart too.
pub fn a_link_works_once(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let link = store.accounts.create_link(&duty, TEN_MINUTES, minute(0)).unwrap();
    drop(store);
    let store = candidate.open();
    assert_eq!(store.accounts.redeem_link("0000", minute(1)).unwrap_err(), LinkError::Unknown);
    assert_eq!(store.accounts.redeem_link(link.reveal(), minute(1)).unwrap().name, duty);
    assert_eq!(
        store.accounts.redeem_link(link.reveal(), minute(2)).unwrap_err(),
        LinkError::Used { at: minute(1) }
    );
    assert_eq!(
        store.accounts.create_link(&name("nobody"), TEN_MINUTES, minute(0)).unwrap_err().code(),
        "unknown_account"
    );
}

/// Until its last millisecond, not after; later it is cleared away.
pub fn a_link_expires(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let link = store.accounts.create_link(&duty, TEN_MINUTES, minute(0)).unwrap();
    assert_eq!(
        store.accounts.redeem_link(link.reveal(), minute(10)).unwrap_err(),
        LinkError::Expired { at: minute(10) }
    );
    store.accounts.redeem_link(link.reveal(), world::Timestamp(minute(10).0 - 1)).unwrap();
    assert_eq!(store.accounts.purge_sessions(minute(10)).unwrap(), 1);
    assert_eq!(store.accounts.redeem_link(link.reveal(), minute(1)).unwrap_err(), LinkError::Unknown);
}

/// A link that went astray ends when the next is made, the password is set, or the account disabled.
pub fn a_new_link_replaces_the_old(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let make = || store.accounts.create_link(&duty, TEN_MINUTES, minute(0)).unwrap();
    let gone = |link: crate::accounts::Token| {
        assert_eq!(store.accounts.redeem_link(link.reveal(), minute(1)).unwrap_err(), LinkError::Unknown);
    };
    let old = make();
    let new = make();
    gone(old);
    store.accounts.redeem_link(new.reveal(), minute(1)).unwrap();
    let link = make();
    store.accounts.set_password(&duty, GOOD, MustChange::No).unwrap();
    gone(link);
    let link = make();
    store.accounts.set_standing(&duty, Standing::Disabled).unwrap();
    gone(link);
    assert_eq!(
        store.accounts.create_link(&duty, TEN_MINUTES, minute(1)).unwrap_err().code(),
        "account_disabled"
    );
}

/// A link that was copied lets one in, not two.
pub fn of_two_who_come_at_once_one_gets_in(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    for _ in 0..10 {
        let link = store.accounts.create_link(&duty, TEN_MINUTES, minute(0)).unwrap();
        let come = || store.accounts.redeem_link(link.reveal(), minute(1)).is_ok();
        let both = std::thread::scope(|scope| {
            let both = [scope.spawn(come), scope.spawn(come)];
            both.map(|thread| thread.join().unwrap())
        });
        assert_eq!(both.iter().filter(|got_in| **got_in).count(), 1);
    }
}
