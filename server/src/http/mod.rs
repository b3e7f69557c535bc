//! What all addresses share: problem documents, extractors, who calls, the router and its description.

mod caller;
mod extract;
mod problem;
pub mod router;
pub mod words;

pub use caller::Caller;
pub use extract::{Json, Path, Query};
pub use problem::{Problem, ProblemDocument, render};
pub use words::{Language, Words};
