//! What the suites of this crate share: where the real data lie, and how a test says that it skips.

pub mod prove;
pub mod reference;

use std::path::PathBuf;

/// The folder of real data, from `MUSTER_DATA` or beside the checkout; `None`, said aloud, when absent.
///
/// A test that gets `None` returns at once: the runner counts the printed line as a skip.
pub fn real_data(what: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MUSTER_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let path = root.join(what);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {what} is not in {}; set MUSTER_DATA to the folder of real data", root.display());
    None
}

/// Whether the full figures are wanted (`make soak`) instead of the short budgets of `make test`.
pub fn soak() -> bool {
    std::env::var_os("MUSTER_SOAK").is_some()
}
