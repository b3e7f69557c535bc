//! Stories of sessions.

use super::accounts::{GOOD, name, person, with_officer};
use super::{Candidate, minute};
use crate::accounts::{AccountEdit, AccountName, MustChange, SessionLife, Standing, Token};
use crate::{Accounts, Store};
use world::{Role, Scope, Timestamp};

const LIFE: SessionLife = SessionLife::of(Role::DutyOfficer);
const HOUR: i64 = 60;

fn open(store: &Store, account: &AccountName, at: i64) -> Token {
    store.accounts.open_session(account, LIFE, minute(at)).unwrap().token
}

fn alive(accounts: &dyn Accounts, token: &Token, at: i64) -> bool {
    accounts.find_session(token.reveal(), minute(at)).unwrap().is_some()
}

/// 256 random bits find it, after a restart too; nothing else does, and it brings its own CSRF token.
pub fn a_session_is_found_by_its_token_only(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let opened = store.accounts.open_session(&duty, LIFE, minute(0)).unwrap();
    assert_eq!(opened.token.reveal().len(), 64);
    assert_ne!(opened.token, open(&store, &duty, 0));
    drop(store);
    let store = candidate.open();
    let found = store.accounts.find_session(opened.token.reveal(), minute(1)).unwrap().unwrap();
    assert_eq!(found, opened.session);
    assert_eq!((found.account.name, found.expires), (duty, minute(2 * HOUR)));
    assert!(found.csrf.matches(opened.session.csrf.reveal()) && !found.csrf.matches(opened.token.reveal()));
    for wrong in ["", "0", opened.session.csrf.reveal(), &opened.token.reveal()[1..]] {
        assert_eq!(store.accounts.find_session(wrong, minute(1)).unwrap(), None);
    }
    let nobody = store.accounts.open_session(&name("nobody"), LIFE, minute(0)).unwrap_err();
    assert_eq!(nobody.code(), "unknown_account");
    assert!(!format!("{opened:?}").contains(opened.token.reveal()), "a token does not print itself");
}

/// Unused it ends after two hours; used all the time it ends after twelve.
pub fn a_session_ends_idle_or_after_its_shift(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let idle = open(&store, &duty, 0);
    assert!(alive(&*store.accounts, &idle, 2 * HOUR - 1) && !alive(&*store.accounts, &idle, 2 * HOUR));
    let busy = open(&store, &duty, 0);
    for at in (0..12 * HOUR).step_by(30) {
        store.accounts.touch_session(busy.reveal(), minute(at)).unwrap();
        assert!(alive(&*store.accounts, &busy, at));
    }
    assert!(alive(&*store.accounts, &busy, 12 * HOUR - 1));
    assert!(!alive(&*store.accounts, &busy, 12 * HOUR));
}

/// A use is noted once a minute at most, and does not raise the dead.
pub fn use_postpones_the_idle_end(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let token = open(&store, &duty, 0);
    let expires = || store.accounts.find_session(token.reveal(), minute(30)).unwrap().unwrap().expires;
    store.accounts.touch_session(token.reveal(), Timestamp(minute(1).0 - 1)).unwrap();
    assert_eq!(expires(), minute(2 * HOUR), "too soon to be worth a write");
    store.accounts.touch_session(token.reveal(), minute(20)).unwrap();
    assert_eq!(expires(), minute(2 * HOUR + 20));
    store.accounts.touch_session(token.reveal(), minute(10)).unwrap();
    assert_eq!(expires(), minute(2 * HOUR + 20), "an older use changes nothing");
    store.accounts.touch_session(token.reveal(), minute(3 * HOUR)).unwrap();
    assert!(!alive(&*store.accounts, &token, 3 * HOUR), "it was over");
    store.accounts.touch_session("unknown", minute(1)).unwrap();
}

/// One browser, or all of one person; others stay signed in.
pub fn signing_out_ends_one_or_all(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let other = store.accounts.create(person("duty2", Role::DutyOfficer), minute(0)).unwrap().name;
    let [one, two, three] = [(); 3].map(|()| open(&store, &duty, 0));
    let others = open(&store, &other, 0);
    store.accounts.close_session(one.reveal()).unwrap();
    store.accounts.close_session(one.reveal()).unwrap();
    assert_eq!([&one, &two, &three].map(|token| alive(&*store.accounts, token, 1)), [false, true, true]);
    assert_eq!(store.accounts.close_sessions_of(&duty).unwrap(), 2);
    assert_eq!([&two, &three, &others].map(|token| alive(&*store.accounts, token, 1)), [false, false, true]);
}

/// Rights taken away are gone from the next request on.
pub fn what_changes_an_account_ends_its_sessions(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let edit = |display: &str, role, scope| {
        let edit = AccountEdit { display_name: display.to_owned(), role, scope, team: None };
        store.accounts.edit(&duty, edit).unwrap();
    };
    let token = open(&store, &duty, 0);
    edit("一号席", Role::DutyOfficer, Scope::district());
    let found = store.accounts.find_session(token.reveal(), minute(1)).unwrap().unwrap();
    assert_eq!(found.account.display_name, "一号席", "a new display name shows at once and ends nothing");
    edit("一号席", Role::Viewer, Scope::district());
    assert!(!alive(&*store.accounts, &token, 1));
    let token = open(&store, &duty, 1);
    edit("一号席", Role::Viewer, Scope::area("420102001".parse().expect("a code")));
    assert!(!alive(&*store.accounts, &token, 1));
    let token = open(&store, &duty, 1);
    store.accounts.set_password(&duty, GOOD, MustChange::No).unwrap();
    assert!(!alive(&*store.accounts, &token, 1));
    let token = open(&store, &duty, 1);
    store.accounts.set_standing(&duty, Standing::Disabled).unwrap();
    assert!(!alive(&*store.accounts, &token, 1));
    assert_eq!(store.accounts.open_session(&duty, LIFE, minute(1)).unwrap_err().code(), "account_disabled");
    store.accounts.set_standing(&duty, Standing::Active).unwrap();
    assert!(!alive(&*store.accounts, &token, 1), "letting an account in again does not sign it in");
}

/// What is over is removed, what is not stays.
pub fn sessions_that_are_over_are_cleared_away(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let old = open(&store, &duty, 0);
    let young = open(&store, &duty, 90);
    assert_eq!(store.accounts.purge_sessions(minute(119)).unwrap(), 0);
    assert_eq!(store.accounts.purge_sessions(minute(120)).unwrap(), 1);
    assert!(!alive(&*store.accounts, &old, 100) && alive(&*store.accounts, &young, 120));
}
