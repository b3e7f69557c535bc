//! The addresses of the plan room: parse, hand over, answer.

pub mod compare;
pub mod drafts;
pub mod edits;
pub mod map;
pub mod publish;
pub mod rules;
pub mod versions;
