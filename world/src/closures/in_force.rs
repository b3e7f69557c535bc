//! Which closures hold at an instant, under a number that answers name.

use super::{Closure, ClosureStanding};
use crate::register::Register;
use crate::{Timestamp, World};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// The closures in force at an instant: evidence of what travel times rest on.
///
/// The number follows from what the closures do to travel times and from nothing else: when one ends, the number is
/// again what it was before it began.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClosuresInForce {
    /// Twelve hexadecimal digits; empty when nothing is closed.
    pub number: String,
    /// The closures, in order of their numbers.
    pub closures: Vec<String>,
}

impl ClosuresInForce {
    fn of<'a>(closures: impl Iterator<Item = &'a Arc<Closure>>) -> Self {
        let mut hash = Sha256::new();
        let mut ids = Vec::new();
        for closure in closures {
            hash.update(format!("{}@{}\n", closure.id, closure.traffic));
            ids.push(closure.id.clone());
        }
        let mut number = String::new();
        if !ids.is_empty() {
            for byte in hash.finalize().iter().take(6) {
                write!(number, "{byte:02x}").expect("writing to a string succeeds");
            }
        }
        Self { number, closures: ids }
    }

    /// Whether nothing is closed.
    pub fn is_empty(&self) -> bool {
        self.closures.is_empty()
    }
}

impl World {
    /// Closures, those that are over included. Whoever may ask about the district may know them: they change
    /// everybody's travel times.
    pub const fn closure_register(&self) -> &Register<Closure> {
        &self.truth.closures
    }

    /// The closures that hold at an instant, in order of their numbers.
    pub fn closures_in_force(&self, now: Timestamp) -> impl Iterator<Item = &Arc<Closure>> {
        self.truth.closures.iter().filter(move |closure| closure.standing(now) == ClosureStanding::InForce)
    }

    /// Under which number they hold.
    pub fn closure_set(&self, now: Timestamp) -> ClosuresInForce {
        ClosuresInForce::of(self.closures_in_force(now))
    }

    /// The next instant after `now` at which a closure begins or ends by itself.
    pub fn next_closure_change(&self, now: Timestamp) -> Option<Timestamp> {
        let standing = self.truth.closures.iter().filter(|closure| closure.ended.is_none());
        let instants = standing.flat_map(|closure| [Some(closure.from), closure.until]).flatten();
        instants.filter(|instant| *instant > now).min()
    }
}
