//! The few properties a feature carries into a tile.

use std::sync::Arc;

/// The value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; shared, as names and kinds repeat.
    Text(Arc<str>),
    /// A whole number.
    Whole(i64),
    /// A broken number.
    Real(f64),
    /// True or false.
    Truth(bool),
}

/// Properties in the order they are written.
pub type Properties = Vec<(&'static str, Value)>;

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Whole(i64::from(number))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}
