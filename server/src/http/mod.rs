//! What all addresses share: problem documents, extractors, who calls, the router and its description.

pub mod caller;
pub mod doors;
mod extract;
pub mod headers;
pub mod metrics;
pub mod origin;
mod problem;
pub mod router;
pub mod throttle;
pub mod upload;
pub mod words;

pub use caller::Caller;
pub use extract::{Json, Path, Query};
pub use problem::{Problem, ProblemDocument, render};
pub use words::Language;
