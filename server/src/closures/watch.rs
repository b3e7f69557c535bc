//! Watches which closures are in force: makes the metrics under a new set before somebody asks, and tells what
//! changed, also when a closure began or ended by itself.

use super::arrivals;
use crate::app::App;
use crate::desk::Listener;
use crate::feed::ring::News;
use crate::roads::in_force::Times;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::time::timeout;
use world::{Entry, Timestamp, Touched, View};

/// How often it is looked whether a closure began or ended by itself.
const LOOK: Duration = Duration::from_secs(1);

/// Rings when a closure was drawn, changed or ended, or other roads came into force.
#[derive(Default)]
pub struct Bell(Notify);

impl Bell {
    /// Rings it.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

impl Listener for Bell {
    fn appended(&self, _: &Arc<Entry>, touched: &[Touched], _: &Arc<View>, _: &Arc<View>) {
        if touched.iter().any(|touched| matches!(touched, Touched::Closure(_))) {
            self.ring();
        }
    }
}

/// Watches until the service ends.
pub async fn run(app: App) {
    let mut before: Option<Arc<Times>> = None;
    loop {
        let known = before.clone();
        let Ok(present) = app.blocking(move |app| look(app, known)).await else { continue };
        before = Some(present);
        // The bell or the hour, whichever comes first.
        let _ = timeout(LOOK, app.closure_bell.0.notified()).await;
    }
}

/// One look: nothing when the set is the same.
fn look(app: &App, before: Option<Arc<Times>>) -> Arc<Times> {
    let (view, now) = (app.desk.state(), app.desk.now());
    let present = app.roads.times(&view, now);
    let roads = |times: &Times| times.roads().map(|roads| roads.loaded.since);
    if let Some(before) = &before
        && (&before.closures, roads(before)) == (&present.closures, roads(&present))
    {
        return before.clone();
    }
    let started = Instant::now();
    if let Some(roads) = present.roads() {
        roads.prepare();
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        tracing::info!(closures = %present.closures.number, milliseconds, "travel times under the closures in force");
    }
    if let Some(before) = before {
        tell(app, &view, &before, &present, now);
    }
    Arc::new(present)
}

fn tell(app: &App, view: &View, before: &Times, after: &Times, now: Timestamp) {
    // What began or ended by itself; those of which the journal told come once more, as they are now.
    let then: BTreeSet<&String> = before.closures.closures.iter().collect();
    let new: BTreeSet<&String> = after.closures.closures.iter().collect();
    let touched = then.symmetric_difference(&new).map(|id| Touched::Closure((*id).clone())).collect();
    app.feed.ring.push(News {
        seq: None,
        at: now,
        by: "system:closures".to_owned(),
        touched,
        left: Vec::new(),
        layers: Vec::new(),
        draft: None,
        arrivals: arrivals::changed(app, view, before, after, now),
    });
}
