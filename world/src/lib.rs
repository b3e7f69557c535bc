//! What is true and what may happen: commands, events, decide, apply, queries.
