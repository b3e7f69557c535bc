//! Stories of accounts and passwords.

use super::{Candidate, minute};
use crate::Store;
use crate::accounts::{
    Account, AccountEdit, AccountError, AccountName, MAX_FAILURES, MustChange, NewAccount, PasswordFlaw,
    SignInError, Standing,
};
use dispatch::TeamId;
use world::{Role, Scope};

/// A password that breaks no rule.
pub const GOOD: &str = "江汉-Green-Lamp";

/// An account name.
pub fn name(text: &str) -> AccountName {
    AccountName::new(text).expect("an account name")
}

/// A person of the whole district.
pub fn person(text: &str, role: Role) -> NewAccount {
    NewAccount {
        name: name(text),
        display_name: format!("{text}（值班）"),
        role,
        scope: Scope::district(),
        team: None,
    }
}

fn as_it_is(account: &Account) -> AccountEdit {
    AccountEdit {
        display_name: account.display_name.clone(),
        role: account.role,
        scope: account.scope.clone(),
        team: account.team.clone(),
    }
}

/// A store with one duty officer who has a password.
pub fn with_officer(candidate: &dyn Candidate) -> (Store, AccountName) {
    let store = candidate.open();
    store.accounts.create(person("duty1", Role::DutyOfficer), minute(0)).unwrap();
    store.accounts.set_password(&name("duty1"), GOOD, MustChange::No).unwrap();
    (store, name("duty1"))
}

/// From its first line to its place in the list, after a restart too.
pub fn an_account_is_made_edited_and_listed(candidate: &dyn Candidate) {
    let store = candidate.open();
    let made = store.accounts.create(person("李明", Role::Viewer), minute(3)).unwrap();
    assert_eq!((made.standing, made.created, made.has_password), (Standing::Active, minute(3), false));
    assert!(made.must_set_password, "nobody chose a password yet");
    store.accounts.create(person("duty1", Role::DutyOfficer), minute(4)).unwrap();
    let scope = Scope::area("420102001".parse().expect("a code"));
    let edit = AccountEdit {
        display_name: "一元街道".to_owned(),
        role: Role::DutyOfficer,
        scope: scope.clone(),
        team: None,
    };
    let edited = store.accounts.edit(&name("李明"), edit).unwrap();
    assert_eq!((edited.role, &edited.scope, edited.created), (Role::DutyOfficer, &scope, minute(3)));
    assert_eq!(edited.actor().account, "李明");
    drop(store);
    let store = candidate.open();
    let listed: Vec<Account> = store.accounts.accounts().unwrap();
    assert_eq!(listed.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["duty1", "李明"]);
    assert_eq!(listed[1], edited);
    assert_eq!(store.accounts.account("nobody").unwrap_err().code(), "unknown_account");
    assert_eq!(
        store.accounts.edit(&name("nobody"), as_it_is(&edited)).unwrap_err().code(),
        "unknown_account"
    );
}

/// `Duty1` and `duty1` would be taken for one person.
pub fn a_name_is_taken_whatever_its_case(candidate: &dyn Candidate) {
    let (store, _) = with_officer(candidate);
    let refused = store.accounts.create(person("DUTY1", Role::Viewer), minute(1)).unwrap_err();
    assert_eq!(refused, AccountError::Exists { name: "duty1".to_owned() });
    assert_eq!(store.accounts.verify_password("Duty1", GOOD, minute(1)).unwrap().name, name("duty1"));
    for wrong in ["", "x", "system:import", "a b", "a/b", &"长".repeat(65)] {
        assert!(AccountName::new(wrong).is_err(), "{wrong:?}");
    }
}

/// A device says whose it is; a person is not a device.
pub fn a_device_belongs_to_a_team(candidate: &dyn Candidate) {
    let store = candidate.open();
    let team = TeamId::new("巡逻3队").expect("a call sign");
    let device = NewAccount { team: Some(team.clone()), ..person("device3", Role::Device) };
    let made = store.accounts.create(device, minute(0)).unwrap();
    assert_eq!(made.team, Some(team.clone()));
    let refused = store.accounts.create(person("device4", Role::Device), minute(0)).unwrap_err();
    assert_eq!(refused.code(), "device_without_team");
    let refused = store
        .accounts
        .create(NewAccount { team: Some(team), ..person("duty4", Role::Viewer) }, minute(0))
        .unwrap_err();
    assert_eq!(refused.code(), "team_without_device");
    let refused = store.accounts.edit(&made.name, AccountEdit { team: None, ..as_it_is(&made) }).unwrap_err();
    assert_eq!(refused.code(), "device_without_team");
}

/// Whatever is tried, somebody can still manage accounts.
pub fn the_last_administrator_stays(candidate: &dyn Candidate) {
    let store = candidate.open();
    let chief = store.accounts.create(person("chief", Role::Administrator), minute(0)).unwrap();
    let narrow = Scope::area("420102001".parse().expect("a code"));
    let last =
        |error: AccountError| assert_eq!(error, AccountError::LastAdministrator { name: "chief".to_owned() });
    last(store.accounts.set_standing(&chief.name, Standing::Disabled).unwrap_err());
    last(
        store.accounts.edit(&chief.name, AccountEdit { role: Role::Viewer, ..as_it_is(&chief) }).unwrap_err(),
    );
    last(store.accounts.edit(&chief.name, AccountEdit { scope: narrow, ..as_it_is(&chief) }).unwrap_err());
    assert_eq!(store.accounts.account("chief").unwrap(), chief, "nothing changed");
    store.accounts.create(person("deputy", Role::Administrator), minute(1)).unwrap();
    store.accounts.set_standing(&chief.name, Standing::Disabled).unwrap();
    assert_eq!(
        store.accounts.set_standing(&name("deputy"), Standing::Disabled).unwrap_err().code(),
        "last_administrator"
    );
}

/// The right password signs in, every other text does not, and the refusals are all alike.
pub fn a_password_signs_in(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let account = store.accounts.verify_password("duty1", GOOD, minute(1)).unwrap();
    assert_eq!((account.name, account.has_password, account.must_set_password), (duty, true, false));
    store.accounts.create(person("fresh", Role::Viewer), minute(0)).unwrap();
    let long = "长".repeat(100_000);
    for (name, password) in [
        ("duty1", "江汉-green-lamp"),
        ("duty1", ""),
        ("nobody", GOOD),
        ("fresh", ""),
        ("fresh", GOOD),
        ("duty1", &long),
    ] {
        let refused = store.accounts.verify_password(name, password, minute(2)).unwrap_err();
        assert_eq!(refused, SignInError::WrongNameOrPassword, "{name}");
    }
    store.accounts.set_password(&account_name("duty1"), "another-Good-1", MustChange::No).unwrap();
    store.accounts.verify_password("duty1", "another-Good-1", minute(3)).unwrap();
    assert!(store.accounts.verify_password("duty1", GOOD, minute(3)).is_err(), "the old one is void");
}

fn account_name(text: &str) -> AccountName {
    name(text)
}

/// Ten characters at least, and not the name.
pub fn bad_passwords_are_not_accepted(candidate: &dyn Candidate) {
    let store = candidate.open();
    let long_name = name("Wang.Xiaoming");
    store
        .accounts
        .create(NewAccount { name: long_name.clone(), ..person("x1", Role::Viewer) }, minute(0))
        .unwrap();
    let set = |password: &str| match store.accounts.set_password(&long_name, password, MustChange::No) {
        Err(AccountError::Password(flaw)) => Some(flaw),
        Err(other) => panic!("{other}"),
        Ok(()) => None,
    };
    assert_eq!(set("nine-char"), Some(PasswordFlaw::TooShort { length: 9 }));
    assert_eq!(set("九个汉字不够长的密"), Some(PasswordFlaw::TooShort { length: 9 }));
    assert_eq!(set("wang.xiaoming"), Some(PasswordFlaw::IsAccountName));
    assert_eq!(set(&"x".repeat(257)), Some(PasswordFlaw::TooLong { length: 257 }));
    assert!(!store.accounts.account("wang.xiaoming").unwrap().has_password);
    assert_eq!(set("十个汉字正好够长的密码"), None);
    assert_eq!(
        store.accounts.set_password(&name("nobody"), GOOD, MustChange::No).unwrap_err().code(),
        "unknown_account"
    );
}

/// The fifth failure in a row locks for half an hour, against the right password too; a success in
/// between starts the count anew.
pub fn five_failures_lock(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    let wrong = |at| store.accounts.verify_password("duty1", "wrong-wrong-wrong", minute(at)).unwrap_err();
    let right = |at| store.accounts.verify_password("duty1", GOOD, minute(at));
    for at in 0..4 {
        assert_eq!(wrong(at), SignInError::WrongNameOrPassword);
    }
    assert_eq!(right(4).unwrap().failed_attempts, 0);
    for at in 5..10 {
        assert_eq!(wrong(at), SignInError::WrongNameOrPassword);
    }
    let locked = SignInError::Locked { until: minute(39) };
    assert_eq!(right(10).unwrap_err(), locked);
    assert_eq!(right(38).unwrap_err(), locked, "trying does not prolong it, waiting is needed");
    assert_eq!(store.accounts.account("duty1").unwrap().locked_until, Some(minute(39)));
    assert_eq!(
        wrong(39),
        SignInError::WrongNameOrPassword,
        "one more mistake afterwards does not lock at once"
    );
    right(40).unwrap();
    for at in 41..46 {
        wrong(at);
    }
    assert_eq!(right(46).unwrap_err().code(), "account_locked");
    store.accounts.set_password(&duty, "a-new-Password", MustChange::Yes).unwrap();
    store.accounts.verify_password("duty1", "a-new-Password", minute(46)).unwrap();
}

/// Of forty wrong guesses sent at once no more than five are looked at.
pub fn guesses_sent_at_once_are_counted(candidate: &dyn Candidate) {
    let (store, _) = with_officer(candidate);
    let guess = || store.accounts.verify_password("duty1", "wrong-wrong-wrong", minute(1)).unwrap_err();
    let looked_at: u32 = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| (0..10).map(|_| guess()).collect::<Vec<_>>())).collect();
        let refusals = threads.into_iter().flat_map(|thread| thread.join().unwrap());
        refusals.map(|refusal| u32::from(refusal == SignInError::WrongNameOrPassword)).sum()
    });
    assert_eq!(looked_at, MAX_FAILURES);
}

/// Only who knows the password learns that the account is disabled.
pub fn a_disabled_account_stays_out(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    assert_eq!(store.accounts.set_standing(&duty, Standing::Disabled).unwrap().standing, Standing::Disabled);
    assert_eq!(store.accounts.verify_password("duty1", GOOD, minute(1)).unwrap_err(), SignInError::Disabled);
    let refused = store.accounts.verify_password("duty1", "wrong-wrong-wrong", minute(1)).unwrap_err();
    assert_eq!(refused, SignInError::WrongNameOrPassword);
    store.accounts.set_standing(&duty, Standing::Active).unwrap();
    store.accounts.verify_password("duty1", GOOD, minute(2)).unwrap();
}

/// Who got a password from somebody else must choose one; their own choice is theirs.
pub fn a_password_set_by_another_must_be_changed(candidate: &dyn Candidate) {
    let (store, duty) = with_officer(candidate);
    store.accounts.set_password(&duty, "from-the-Chief", MustChange::Yes).unwrap();
    assert!(store.accounts.verify_password("duty1", "from-the-Chief", minute(1)).unwrap().must_set_password);
    store.accounts.set_password(&duty, GOOD, MustChange::No).unwrap();
    assert!(!store.accounts.verify_password("duty1", GOOD, minute(2)).unwrap().must_set_password);
}
