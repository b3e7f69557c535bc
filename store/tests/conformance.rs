//! The embedded store runs the suite of every store.

use store::accounts::HashCost;
use store::conformance::Candidate;
use store::{Access, Store};
use tempfile::TempDir;

struct Embedded(TempDir);

impl Candidate for Embedded {
    fn open(&self) -> Store {
        Store::open_with(self.0.path(), Access::Create, HashCost::Test).unwrap()
    }
}

store::conformance_tests!(Embedded(tempfile::tempdir().unwrap()));
