//! How many cases a property is tried on.

use proptest::prelude::ProptestConfig;

/// So many, or as many as the variable `PROPTEST_CASES` says: a night's worth, for instance.
pub fn cases(usual: u32) -> ProptestConfig {
    let said = std::env::var("PROPTEST_CASES").ok().and_then(|said| said.parse().ok());
    ProptestConfig { failure_persistence: None, cases: said.unwrap_or(usual), ..ProptestConfig::default() }
}
