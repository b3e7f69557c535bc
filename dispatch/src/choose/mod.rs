//! Which team goes: eligibility rules, travel times, a ranking, and the reasons in words.
//!
//! [`propose`] takes facts and returns a [`Proposal`]; it holds nothing, decides nothing and asks no
//! clock. The order of things:
//!
//! 1. every rule of [`rules`] gives its [`Reason`] for every unit; one that bars rules the unit out;
//! 2. every unit whose place is known gets a [`Travel`] over the roads; without a way it is ruled out;
//! 3. the rest is ranked by [`Candidate::cost`], then the home team before others, then call sign.
//!
//! [`check()`] judges a proposal by the facts alone, apart from the solver.
//!
//! The **cost** is what is left of the unit's turnout and the travel time in milliseconds, less the home handicap for the call's home team:
//! 联区包户 means that the liaison team bound to the finest area of the call goes first unless another
//! arrives earlier by more than the handicap.
//!
//! ```
//! use dispatch::choose::{Call, Duty, Policy, Standing, Unit, Whereabouts, propose};
//! use dispatch::{Profile, TeamKind, roads::StraightLine};
//! use geo_core::{Milliseconds, Position};
//!
//! let call = Call {
//!     position: Position::new(114.30, 30.60).unwrap(),
//!     areas: vec!["420102001001001".parse().unwrap()],
//!     suited: vec![TeamKind::Patrol],
//!     around: Default::default(),
//! };
//! let patrol = Unit {
//!     team: "三队".parse().unwrap(),
//!     kind: TeamKind::Patrol,
//!     profile: Profile::Car,
//!     home: None,
//!     above: vec![],
//!     duty: Duty::On,
//!     standing: Standing::Free,
//!     unavailable: None,
//!     retired: false,
//!     turnout: Milliseconds(0),
//!     whereabouts: Whereabouts::Fix { position: call.position, age: Milliseconds(2_000) },
//! };
//! let policy = Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };
//! let proposal = propose(&call, &[patrol], &StraightLine, &policy);
//! assert_eq!(proposal.ranked[0].team.as_str(), "三队");
//! ```
//!
//! [`Travel`]: crate::roads::Travel

pub mod check;
mod facts;
pub mod ladder;
mod propose;
mod reason;
pub mod rules;
mod way_out;

pub use check::{Fault, check};
pub use facts::{Away, Call, Duty, Hold, Policy, Standing, Unit, Whereabouts, Whose};
pub use ladder::{Around, Rung};
pub use propose::{Between, CERTAIN_FOR, Candidate, Proposal, propose};
pub use reason::{Finding, Reason, Verdict};
pub use way_out::{WayOut, ways_out};
