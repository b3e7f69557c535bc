//! The suite that every store runs, whatever it keeps its parts in.
//!
//! An implementation says how a fresh store is opened and opened again ([`Candidate`]) and calls
//! [`conformance_tests!`](crate::conformance_tests), which makes a test of every story:
//!
//! ```text
//! struct Postgres { /* a database of its own */ }
//! impl store::conformance::Candidate for Postgres { /* … */ }
//! store::conformance_tests!(Postgres::fresh());
//! ```

pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod journal;
pub mod links;
pub mod sessions;
pub mod snapshots;
pub mod streams;
pub mod tracks;
pub mod vault;

use crate::Store;
use dispatch::TeamId;
use world::{Draft, Event, Timestamp};

/// A store under test.
pub trait Candidate {
    /// Opens it; the first time empty, later with what was kept. The one opened before was dropped.
    /// Password hashes should be cheap ([`crate::accounts::HashCost::Test`]).
    fn open(&self) -> Store;
}

/// An instant `minutes` after an arbitrary beginning.
pub fn minute(minutes: i64) -> Timestamp {
    Timestamp(1_795_326_420_000 + minutes * 60_000)
}

/// A draft that differs for every `number`.
pub fn draft(number: u64) -> Draft {
    let team = TeamId::new(format!("巡逻{number}队")).expect("a call sign");
    Draft {
        at: minute(i64::try_from(number).expect("a small number")),
        actor: "duty1".to_owned(),
        request: Some(format!("request-{number}")),
        events: vec![Event::AvailabilitySet {
            team,
            unavailable: (number.is_multiple_of(2)).then(|| "用餐".to_owned()),
        }],
    }
}

/// Makes a `#[test]` of every story; the expression gives a fresh [`conformance::Candidate`](Candidate).
#[macro_export]
macro_rules! conformance_tests {
    ($fresh:expr) => {
        $crate::conformance_tests! { @each $fresh;
            accounts: an_account_is_made_edited_and_listed, a_name_is_taken_whatever_its_case, a_device_belongs_to_a_team,
                the_last_administrator_stays, a_password_signs_in, bad_passwords_are_not_accepted, five_failures_lock,
                guesses_sent_at_once_are_counted, a_disabled_account_stays_out, a_password_set_by_another_must_be_changed;
            attachments: content_is_kept_under_its_hash, content_kept_twice_is_there_once, a_broken_upload_leaves_nothing;
            audit: deeds_are_numbered_and_chained, pages_go_from_the_newest_back;
            journal: entries_are_numbered_chained_and_kept, the_chain_is_the_documented_one, a_stale_writer_is_told_the_head,
                a_batch_is_all_or_nothing, pages_join_without_gap, numbers_read_back_exactly, what_would_not_read_back_is_refused,
                readers_see_whole_prefixes_while_one_writes, no_drafts_give_no_entries;
            links: a_link_works_once, a_link_expires, a_new_link_replaces_the_old, of_two_who_come_at_once_one_gets_in;
            sessions: a_session_is_found_by_its_token_only, a_session_ends_idle_or_after_its_shift, use_postpones_the_idle_end,
                signing_out_ends_one_or_all, what_changes_an_account_ends_its_sessions, sessions_that_are_over_are_cleared_away;
            snapshots: the_newest_is_loaded_and_two_are_kept, a_snapshot_of_another_life_is_not_used;
            streams: streams_keep_apart, a_stale_planner_is_told_the_head;
            tracks: fixes_are_kept_and_found, a_repeated_fix_is_dropped, a_late_fix_is_not_the_latest, old_fixes_are_forgotten;
            vault: content_is_kept_sealed_and_erased, content_goes_when_it_is_due, what_no_entry_names_goes_after_a_day,
                an_entry_cannot_name_what_was_never_there, a_reference_is_held_against_its_content;
        }
    };
    (@each $fresh:expr; $($part:ident: $($story:ident),+;)+) => {
        $(mod $part {
            use super::*;
            $(#[test]
            fn $story() {
                $crate::conformance::$part::$story(&$fresh);
            })+
        })+
    };
}
