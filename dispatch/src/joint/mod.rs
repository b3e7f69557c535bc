//! Who goes where, for all open incidents and all units at once.
//!
//! [`assemble`] puts a situation together from calls, units and travel times. [`optimize`] gives every slot of every
//! open incident a unit, or says why it has none. One unit serves one slot.
//! Among all such choices it finds the one that is best by this order, and no other:
//!
//! 1. **tiers** of priority from the highest down: nothing a lower tier wants makes a higher one worse;
//! 2. within a tier: pins that are not met, then slots without a unit, then the sum of weight × arrival, extra
//!    costs, and the prices of standing pairs given up;
//! 3. among equals, slot by slot in the order of tier, incident and number: first whoever can keeps the unit that
//!    stands with it; then the others take the first by call sign, and nobody only if they must.
//!
//! All figures are whole numbers and all sums exact. A price counts in the tier of the incident that is left, so a
//! higher tier never pays for sparing a lower one; a price for taking belongs into the extra cost of the pair that
//! takes. Units on scene stay, exclusions and pins by hand are obeyed, and units are taken from other incidents
//! only where [`Preemption`] allows it.
//!
//! Crews that must come together and units that serve several slots make it more than an assignment: see
//! [`optimize_crews`].
//!
//! The answer carries a [`Certificate`], by which [`check()`] proves it best without the solver, and [`why_not`] says
//! for any other pair what bars it, or how much worse everything would be with it.
//!
//! ```
//! use dispatch::joint::*;
//! use geo_core::Milliseconds;
//!
//! // One patrol is near both calls; the other is far from the first and farther from the second.
//! let call = |incident: &str, near, far| OpenIncident {
//!     incident: incident.parse().unwrap(),
//!     tier: Tier(2),
//!     weight: Weight(1),
//!     slots: vec![Slot {
//!         candidates: [near, far]
//!             .into_iter()
//!             .zip(0..)
//!             .map(|(minutes, unit)| Candidate {
//!                 unit: UnitAt(unit),
//!                 arrival: Milliseconds::from_minutes(minutes),
//!                 extra: ExtraCost(0),
//!             })
//!             .collect(),
//!     }],
//! };
//! let situation = Situation {
//!     incidents: vec![call("20261122-0001", 1, 3), call("20261122-0002", 2, 9)],
//!     units: vec!["一队".parse().unwrap(), "二队".parse().unwrap()],
//!     ..Situation::default()
//! };
//! let problem = JointProblem::new(situation).unwrap();
//! let optimum = optimize(&problem);
//!
//! // Nearest first would take 1 + 9 minutes; this takes 3 + 2.
//! assert_eq!(optimum.objective.0[0].cost, 5 * 60_000);
//! assert_eq!(optimum.pairings[0].unit.as_str(), "二队");
//! assert_eq!(optimum.pairings[0].passed_over.cheapest[0].serves, Some(optimum.pairings[1].slot.clone()));
//! assert_eq!(check(problem.situation(), &optimum), []);
//! ```

mod admit;
mod assemble;
mod augment;
mod certificate;
pub mod check;
mod crews;
mod equals;
mod error;
mod names;
mod objective;
mod optimum;
mod preemption;
mod problem;
mod scale;
mod situation;
mod solve;
mod tiers;
mod why_not;

pub use admit::Bar;
pub use assemble::{Assembled, Bound, OpenCall, Prices, allot, assemble, findings_against};
pub use certificate::{Certificate, Potential, TierPotentials};
pub use check::{CrewFault, Fault, check, check_crews};
pub use crews::{CrewOptimum, Crews, NodeBudget, optimize_crews};
pub use error::JointError;
pub use objective::{Difference, Objective, TierDifference, TierObjective};
pub use optimum::{
    Change, Elsewhere, Harm, Optimum, Origin, Pairing, PassedOver, Replacement, Unfilled, WhyUnfilled,
};
pub use preemption::Preemption;
pub use problem::JointProblem;
pub use situation::{
    Bond, ByHand, Candidate, ExtraCost, OpenIncident, Price, Situation, Slot, SlotId, StandingPair, Target,
    Tier, UnitAt, Weight,
};
pub use solve::optimize;
pub use why_not::{Barred, WhyNot, why_not};
