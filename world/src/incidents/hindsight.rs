//! What came of sending a team: what was measured beside what was estimated.
//!
//! With `e(x)` the time that the proposal estimated for a team `x`, counted from sending, and `a(x)` the time that
//! passed from sending `x` until it was on the scene:
//!
//! - the **error** of the picked team `p` is `a(p) − e(p)`: how wrong the estimate was,
//! - the **price** of an override is `e(p) − e(f)`, where `f` stood first: what the officer could know of it,
//! - the **regret** of an override is `a(p) − e(f)`: how much later the picked team came than the first was expected.
//!
//! So the regret is the price plus the error. `a(f)` was never measured, for `f` did not go; whoever went first
//! elsewhere later drove another way at another hour, and says nothing about it. A regret is therefore half measured,
//! half estimated, and no more certain than the estimate. Who stood first may be slower than the picked team: the home
//! team goes first within its handicap. Then price and regret are negative.

use super::Task;
use dispatch::TeamId;
use geo_core::Milliseconds;
use serde::Serialize;

/// How the team that was sent stood in what the officer saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Picked {
    /// It stood first, or a joint choice sent it.
    First,
    /// Others stood before it.
    Later,
    /// A rule barred it, or a joint choice sent others.
    RuledOut,
    /// Nobody was asked.
    Unasked,
}

/// A team and the time that it was estimated to need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Who.
    pub team: TeamId,
    /// From sending until on the scene.
    pub estimate: Milliseconds,
}

/// What came of sending a team. Differences are in milliseconds, positive when it was later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hindsight {
    /// How it stood.
    pub picked: Picked,
    /// Measured: from sending until on the scene; nothing if it never was there.
    pub took: Option<Milliseconds>,
    /// How wrong the estimate was: measured less estimated.
    pub error: Option<i64>,
    /// Of an override: estimated less the estimate of who stood first.
    pub price: Option<i64>,
    /// Of an override: measured less the estimate of who stood first.
    pub regret: Option<i64>,
}

/// What came of a task. `first` is who stood first in the proposal that the officer saw, as far as it is still known.
///
/// A team sent without a proposal has no price and no regret: nobody knows what else was to be had.
pub fn hindsight(task: &Task, first: Option<&Expected>) -> Hindsight {
    let dispatched = &task.dispatched;
    let picked = match (&dispatched.proposal, dispatched.rank) {
        (None, _) => Picked::Unasked,
        (Some(_), Some(1)) => Picked::First,
        (Some(_), Some(_)) => Picked::Later,
        (Some(_), None) => Picked::RuledOut,
    };
    let took = task.arrived_at.map(|arrived| arrived.since(task.assigned_at));
    let less = |a: Option<Milliseconds>, b: Option<Milliseconds>| Some(signed(a?) - signed(b?));
    let overridden = matches!(picked, Picked::Later | Picked::RuledOut);
    let first = first.filter(|_| overridden).map(|first| first.estimate);
    Hindsight {
        picked,
        took,
        error: less(took, dispatched.estimate),
        price: less(dispatched.estimate, first),
        regret: less(took, first),
    }
}

fn signed(time: Milliseconds) -> i64 {
    i64::try_from(time.0).unwrap_or(i64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::{Dispatched, TaskState};
    use crate::{Hash, Timestamp, VaultRef};

    fn task(rank: Option<u32>, estimate: Option<u64>, arrived: Option<i64>) -> Task {
        Task {
            team: "东一队".parse().unwrap(),
            fence: 7,
            state: TaskState::Done,
            assigned_at: Timestamp(1_000_000),
            accepted_at: None,
            en_route_at: None,
            arrived_at: arrived.map(|after| Timestamp(1_000_000 + after)),
            ended_at: None,
            reason: None,
            report: None,
            dispatched: Dispatched {
                estimate: estimate.map(Milliseconds),
                basis: None,
                rank,
                proposal: Some(VaultRef { id: "p".to_owned(), keyed_hash: Hash::default() }),
                override_reason: None,
                closures: None,
            },
            sent_to: None,
        }
    }

    /// rank, estimate, arrival, estimate of the first → error, price, regret
    #[test]
    fn regret_is_price_plus_error() {
        let first =
            |estimate| Expected { team: "东二队".parse().unwrap(), estimate: Milliseconds(estimate) };
        let figures = |task: &Task, first: Option<u64>, of: fn(u64) -> Expected| {
            let found = hindsight(task, first.map(of).as_ref());
            (found.picked, found.error, found.price, found.regret)
        };
        let rows = [
            (Some(2), Some(300), Some(420), Some(240), (Picked::Later, Some(120), Some(60), Some(180))),
            // The home team stood first and is slower.
            (Some(2), Some(200), Some(190), Some(260), (Picked::Later, Some(-10), Some(-60), Some(-70))),
            (None, Some(500), Some(500), Some(100), (Picked::RuledOut, Some(0), Some(400), Some(400))),
            // It never came: nothing is measured, the price is known all the same.
            (Some(3), Some(300), None, Some(240), (Picked::Later, None, Some(60), None)),
            // Its place was not known; it came all the same.
            (None, None, Some(420), Some(240), (Picked::RuledOut, None, None, Some(180))),
            // Who follows regrets nothing.
            (Some(1), Some(300), Some(420), Some(300), (Picked::First, Some(120), None, None)),
            // What was shown has been erased.
            (Some(2), Some(300), Some(420), None, (Picked::Later, Some(120), None, None)),
        ];
        for (rank, estimate, arrived, of_first, expected) in rows {
            assert_eq!(figures(&task(rank, estimate, arrived), of_first, first), expected);
        }
        let mut unasked = task(None, None, Some(400));
        unasked.dispatched.proposal = None;
        let found = figures(&unasked, Some(100), first);
        assert_eq!(found, (Picked::Unasked, None, None, None));
    }
}
