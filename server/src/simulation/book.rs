//! What was asked lately: one runs at a time, what came of it is kept in memory for a while.

use super::forms::{AskSimulation, ProgressView, SimulationResult, SimulationView};
use super::question::Question;
use super::run::run;
use crate::http::Problem;
use dispatch::simulate::SimulationError;
use geo_core::Milliseconds;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use world::{Actor, Role, Timestamp};

/// How many are kept.
const MOST_KEPT: usize = 20;
/// How long they are kept.
const KEPT_FOR: Milliseconds = Milliseconds::from_minutes(4 * 60);
/// How long one may run.
const LONGEST_RUN: Duration = Duration::from_secs(180);

/// What was asked lately.
#[derive(Default)]
pub struct SimulationBook(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    last: u64,
    all: VecDeque<Arc<Simulation>>,
}

/// One simulation.
pub struct Simulation {
    /// What does not change.
    head: SimulationView,
    by: String,
    needs: usize,
    answered: AtomicUsize,
    stop: AtomicBool,
    end: Mutex<Option<End>>,
}

/// How it ended.
#[derive(Clone)]
enum End {
    Done(Box<SimulationResult>),
    Stopped,
    Failed(&'static str),
}

impl Simulation {
    /// As it is now.
    pub fn view(&self) -> SimulationView {
        let end = self.end.lock().clone();
        let answered = self.answered.load(Ordering::Relaxed);
        let (progress, result) = match end {
            None => (ProgressView::Running { answered, needs: self.needs }, None),
            Some(End::Done(result)) => (ProgressView::Done, Some(*result)),
            Some(End::Stopped) => (ProgressView::Stopped, None),
            Some(End::Failed(code)) => (ProgressView::Failed { code: code.to_owned() }, None),
        };
        SimulationView { progress, result, ..self.head.clone() }
    }

    /// Runs it to its end. Takes seconds; for a thread of its own.
    pub fn run(&self, question: &Question) {
        let began = Instant::now();
        let mut too_long = false;
        let result = run(question, &mut |progress| {
            self.answered.store(progress.answered, Ordering::Relaxed);
            too_long = began.elapsed() > LONGEST_RUN;
            if too_long || self.stop.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let end = match result {
            Ok(result) => End::Done(Box::new(result)),
            Err(SimulationError::Stopped { .. }) if too_long => End::Failed("simulation_too_long"),
            Err(SimulationError::Stopped { .. }) => End::Stopped,
            Err(error) => {
                tracing::error!(%error, "a simulation failed");
                End::Failed(error.code())
            }
        };
        *self.end.lock() = Some(end);
    }

    /// It did not come to an end by itself: whoever ran it is gone.
    pub fn broke(&self) {
        self.end.lock().get_or_insert(End::Failed("internal"));
    }

    fn runs(&self) -> bool {
        self.end.lock().is_none()
    }

    fn belongs_to(&self, actor: &Actor) -> bool {
        self.by == actor.account || (actor.role == Role::Administrator && actor.scope.root().is_none())
    }
}

impl SimulationBook {
    /// Writes a question down, unless one runs.
    ///
    /// # Errors
    /// `simulation_running`.
    pub fn begin(
        &self,
        actor: &Actor,
        asked: &AskSimulation,
        question: &Question,
        now: Timestamp,
    ) -> Result<Arc<Simulation>, Problem> {
        let mut kept = self.0.lock();
        kept.forget(now);
        if let Some(running) = kept.all.iter().find(|simulation| simulation.runs()) {
            return Err(Problem::new("simulation_running").with("by", running.by.as_str()));
        }
        if kept.all.len() >= MOST_KEPT {
            kept.all.pop_front();
        }
        kept.last += 1;
        let name = asked.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = name.map_or_else(|| format!("#{}", kept.last), |name| name.chars().take(60).collect());
        let head = SimulationView {
            id: kept.last,
            name,
            asked_at: now,
            from: asked.from,
            until: asked.until,
            changes: question.changes.clone(),
            progress: ProgressView::Done,
            result: None,
        };
        let simulation = Arc::new(Simulation {
            head,
            by: actor.account.clone(),
            needs: question.needs.len(),
            answered: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            end: Mutex::new(None),
        });
        kept.all.push_back(simulation.clone());
        Ok(simulation)
    }

    /// Those that somebody may see, the latest first.
    pub fn all(&self, actor: &Actor, now: Timestamp) -> Vec<SimulationView> {
        let mut kept = self.0.lock();
        kept.forget(now);
        let own = kept.all.iter().rev().filter(|simulation| simulation.belongs_to(actor));
        own.map(|simulation| simulation.view()).collect()
    }

    /// One that somebody may see.
    ///
    /// # Errors
    /// `unknown_simulation`.
    pub fn find(&self, actor: &Actor, id: u64, now: Timestamp) -> Result<Arc<Simulation>, Problem> {
        let mut kept = self.0.lock();
        kept.forget(now);
        let found = kept.all.iter().find(|simulation| simulation.head.id == id);
        let found = found.filter(|simulation| simulation.belongs_to(actor));
        found.cloned().ok_or_else(|| Problem::new("unknown_simulation").with("id", id))
    }

    /// Stops one, or forgets it when it has ended.
    ///
    /// # Errors
    /// `unknown_simulation`.
    pub fn stop(&self, actor: &Actor, id: u64, now: Timestamp) -> Result<(), Problem> {
        let found = self.find(actor, id, now)?;
        if found.runs() {
            found.stop.store(true, Ordering::Relaxed);
        } else {
            self.0.lock().all.retain(|simulation| simulation.head.id != id);
        }
        Ok(())
    }

    /// Stops whatever runs: the service ends.
    pub fn close(&self) {
        self.0.lock().all.iter().for_each(|simulation| simulation.stop.store(true, Ordering::Relaxed));
    }
}

impl Kept {
    fn forget(&mut self, now: Timestamp) {
        self.all.retain(|simulation| simulation.runs() || now.since(simulation.head.asked_at).0 < KEPT_FOR.0);
    }
}
