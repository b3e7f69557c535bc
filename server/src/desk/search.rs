//! Keeps the search index near to the state: built on a thread of its own from a published state, and taken over
//! by the writer, which adds what was touched in the meantime.

use std::sync::Arc;
use std::thread::JoinHandle;
use world::search::SearchIndex;
use world::{Touched, View};

/// Things the index may not know before another is built; until then they are searched one by one.
const UNSEARCHED: usize = 2_000;

/// Orders indexes and remembers what they miss.
#[derive(Default)]
pub(super) struct Searcher {
    order: Option<Order>,
}

/// An index being built.
struct Order {
    thread: JoinHandle<SearchIndex>,
    /// What was touched since.
    missed: Vec<Touched>,
}

impl Searcher {
    /// Remembers what an index on order will not know.
    pub fn touched(&mut self, touched: &[Touched]) {
        if let Some(order) = &mut self.order {
            order.missed.extend_from_slice(touched);
        }
    }

    /// The view with an index that has become ready, or nothing; orders one if the view needs it.
    pub fn look_after(&mut self, view: &View) -> Option<View> {
        if self.order.as_ref().is_some_and(|order| order.thread.is_finished()) {
            let order = self.order.take()?;
            let index = order.thread.join().ok()?;
            let mut view = view.clone();
            view.set_search(Arc::new(index), order.missed);
            return Some(view);
        }
        let due = view.unsearched().is_none_or(|unsearched| unsearched > UNSEARCHED);
        if due && self.order.is_none() {
            let world = view.world().clone();
            let build = move || SearchIndex::build(&world);
            let thread = std::thread::Builder::new().name("search".to_owned()).spawn(build).ok();
            self.order = thread.map(|thread| Order { thread, missed: Vec::new() });
        }
        None
    }

    /// Whether an index is on its way, so that the writer should look again soon.
    pub fn waits(&self) -> bool {
        self.order.is_some()
    }
}
