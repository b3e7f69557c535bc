//! The house's stories. Each is written once, in the words of [`vocabulary`], and told three times: in a plain
//! `World`, over HTTP, and through a follower ([`drivers`]). A bug begins as a story here, before it is mended.
//!
//! A story is a function that takes the [`Day`](vocabulary::Day); `told_three_times!` makes three tests of it, and
//! the test that fails says in its name which telling it was: `incidents::parked::a_case_waits…::http`.

mod district;
#[macro_use]
mod drivers;
mod vocabulary;

mod incidents;
mod plan;
mod releases;
