//! 平战转换: which areas are switched to emergency.

pub mod routes;
