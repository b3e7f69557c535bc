//! The joint optimum against exhaustive search, its own certificate, and what must hold of it whatever the case.

mod assembling;
mod brute;
mod cases;
mod checker;
mod crews;
mod exhaustive;
mod large;
mod properties;
mod rules;
mod stories;
mod why_not;
