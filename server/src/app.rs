//! Everything a request can reach.

use std::sync::Arc;

/// Everything a request can reach; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<()>);
