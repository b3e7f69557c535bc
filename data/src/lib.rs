//! What comes in and goes out: format readers, code tables, the demo district.
