//! 推演: a time that is over, as it was or as it might have been, with other teams, posts, run cards or closures.
//!
//! What is asked becomes a [`Question`](question::Question) on the published state, which a thread of its own runs on
//! [`dispatch::simulate`]; the [`book`] keeps what came of it for a while, in memory only. Nothing is written to the
//! journal: a simulation changes nothing.

pub mod book;
pub mod forms;
pub mod question;
pub mod routes;
pub mod run;
