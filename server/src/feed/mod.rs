//! The live feed: what became different, to everybody who may see it, at once and in order.
//!
//! The desk's writer only adds to the ring and rings a bell; it never waits for a subscriber. Each subscriber walks
//! the ring at its own pace: whoever is too slow finds its place gone and is told to start over (`reset`).

pub mod forms;
pub mod render;
pub mod ring;
pub mod routes;
pub mod subscriber;

use crate::desk::Listener;
use forms::LiveChange;
use ring::{News, Ring};
use std::sync::Arc;
use world::{Entry, Timestamp, Touched, View};

/// The feed.
#[derive(Default)]
pub struct Feed {
    /// What became different.
    pub ring: Ring,
}

impl Listener for Feed {
    fn appended(&self, entry: &Arc<Entry>, touched: &[Touched], before: &Arc<View>, after: &Arc<View>) {
        self.ring.push(News {
            seq: Some(entry.seq),
            at: entry.draft.at,
            by: entry.draft.actor.clone(),
            left: render::left(touched, before, after),
            touched: touched.to_vec(),
            layers: Vec::new(),
            draft: None,
            arrivals: Vec::new(),
        });
    }
}

impl Feed {
    /// Tells those who draw what was drawn in a draft.
    pub fn tell(&self, at: Timestamp, by: String, draft: LiveChange) {
        self.ring.push(News {
            seq: None,
            at,
            by,
            touched: Vec::new(),
            left: Vec::new(),
            layers: Vec::new(),
            draft: Some(draft),
            arrivals: Vec::new(),
        });
    }
}
