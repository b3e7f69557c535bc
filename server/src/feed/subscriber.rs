//! One subscriber's walk along the ring, as a stream of bytes.

use super::forms::{Hello, Positions, Reset};
use super::render::Glance;
use super::ring::{Audience, Following, News, event};
use crate::app::App;
use crate::positions::Missed;
use crate::session::book::Ticket;
use axum::body::Bytes;
use std::fmt::Write;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use world::{Timestamp, changes};

/// How often a sign of life goes out, and the session is looked at.
const BEAT: Duration = Duration::from_secs(10);
/// Entries that are re-read from the journal to catch somebody up; who is farther behind starts over.
const CAUGHT_UP: u64 = 50_000;
/// Entries read at a time while catching up.
const PAGE: usize = 500;

/// One subscriber.
pub struct Subscriber {
    app: App,
    ticket: Ticket,
    audience: Audience,
    /// The place in the ring from which it goes on.
    place: u64,
    /// The journal sequence that the client has seen.
    seen: u64,
    /// The journal sequence up to which the journal must still be re-read, and from where.
    behind: Option<(u64, u64)>,
    bell: watch::Receiver<u64>,
    moves: watch::Receiver<u64>,
    /// The last batch of positions that was sent.
    moved: u64,
    stop: watch::Receiver<bool>,
    beat: Interval,
    /// Text to be sent before anything else.
    first: Option<String>,
}

impl Subscriber {
    /// Listens first and looks afterwards, so that nothing falls between.
    pub fn new(app: App, ticket: Ticket, after: Option<u64>) -> Self {
        let bell = app.feed.ring.listen();
        let moves = app.positions.bell();
        let moved = *moves.borrow();
        let stop = app.stop.subscribe();
        let end = app.feed.ring.end();
        let present = app.desk.state().world().seq();
        let audience = Audience::of(&ticket.actor);
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        app.metrics.subscribers.fetch_add(1, Ordering::Relaxed);
        let mut subscriber = Self {
            app,
            ticket,
            audience,
            place: end,
            seen: after.unwrap_or(present).min(present),
            behind: None,
            bell,
            moves,
            moved,
            stop,
            beat,
            first: None,
        };
        subscriber.begin(after, present);
        subscriber
    }

    fn begin(&mut self, after: Option<u64>, present: u64) {
        let now = self.app.desk.now();
        let hello = |seq| hello(seq, now);
        let mut text = match after {
            // Everything up to `present` is in the lists that the client loads next; what the ring got meanwhile comes too.
            None => hello(present),
            Some(seq) if seq > present => self.start_over(present, "unknown_sequence"),
            Some(seq) => match self.app.feed.ring.place_after(seq, present) {
                Some(place) => {
                    self.place = place;
                    // What is behind already will not ring again.
                    self.bell.mark_changed();
                    hello(seq)
                }
                // Who left a scope cannot be told from the journal alone.
                None if self.audience.scope.root().is_none() && present - seq <= CAUGHT_UP => {
                    self.behind = Some((seq, present));
                    hello(seq)
                }
                None => self.start_over(present, "too_far_behind"),
            },
        };
        let layers = News {
            seq: None,
            at: now,
            by: "system:map".to_owned(),
            touched: Vec::new(),
            left: Vec::new(),
            layers: self.app.layers.versions(),
            draft: None,
            arrivals: Vec::new(),
        };
        text +=
            &self.with_glance(|glance| event(&layers, &self.audience, glance)).unwrap_or_else(|| "".into());
        text += &self.all_positions();
        self.first = Some(text);
    }

    fn start_over(&mut self, present: u64, reason: &str) -> String {
        self.seen = present;
        hello(present, self.app.desk.now()) + &reset(present, reason)
    }

    fn with_glance<T>(&self, look: impl FnOnce(&Glance<'_>) -> T) -> T {
        let view = self.app.desk.state();
        let fixes = self.app.positions.fixes();
        look(&Glance { view: &view, fixes: &fixes, now: self.app.desk.now() })
    }

    fn all_positions(&self) -> String {
        let view = self.app.desk.state();
        let fixes = self.app.positions.latest_within(&view, &self.audience.scope);
        if fixes.is_empty() { String::new() } else { line("positions", &Positions { fixes }) }
    }

    /// What to send next; `None` when the connection ends.
    pub async fn next(mut self) -> Option<(Result<Bytes, std::convert::Infallible>, Self)> {
        let text = loop {
            if let Some(first) = self.first.take() {
                break first;
            }
            if let Some((from, to)) = self.behind.take() {
                match self.reread(from, to).await {
                    Some(text) if text.is_empty() => continue,
                    Some(text) => break text,
                    None => break reset(self.app.desk.state().world().seq(), "journal_unreadable"),
                }
            }
            // The beat goes before the news: who did not read for a while is looked at before anything is said.
            let woken = tokio::select! {
                biased;
                _ = self.stop.wait_for(|stop| *stop) => return None,
                _ = self.beat.tick() => Ok(Woken::Beat),
                rung = self.bell.changed() => rung.map(|()| Woken::News),
                moved = self.moves.changed() => moved.map(|()| Woken::Moved),
            };
            let text = match woken.ok()? {
                Woken::News => self.news(),
                Woken::Moved => self.moved(),
                Woken::Beat if self.still_signed_in().await => ": beat\n\n".to_owned(),
                Woken::Beat => return None,
            };
            if !text.is_empty() {
                break text;
            }
        };
        Some((Ok(Bytes::from(text)), self))
    }

    fn news(&mut self) -> String {
        match self.app.feed.ring.from(self.place) {
            Following::Items(items, end) => {
                let fresh = items.iter().filter(|item| item.news.seq.is_none_or(|seq| seq > self.seen));
                let text = self.with_glance(|glance| {
                    fresh
                        .filter_map(|item| item.rendered(&self.audience, glance))
                        .fold(String::new(), |text, event| text + &event)
                });
                self.place = end;
                self.seen = items.iter().filter_map(|item| item.news.seq).fold(self.seen, u64::max);
                text
            }
            Following::Gone => {
                self.place = self.app.feed.ring.end();
                self.seen = self.app.desk.state().world().seq();
                reset(self.seen, "too_slow")
            }
        }
    }

    fn moved(&mut self) -> String {
        let (missed, last) = self.app.positions.missed(self.moved);
        self.moved = last;
        let Missed::Batches(batches) = missed else { return self.all_positions() };
        let view = self.app.desk.state();
        batches
            .iter()
            .filter_map(|batch| batch.rendered(&view, &self.audience.scope))
            .fold(String::new(), |text, batch| text + &batch)
    }

    /// Entries from the journal, a page at a time; `None` when it cannot be read.
    async fn reread(&mut self, from: u64, to: u64) -> Option<String> {
        let reader = self.app.reader.clone();
        let entries = tokio::task::spawn_blocking(move || reader.read(from, PAGE)).await.ok()?.ok()?;
        let last = entries.last().map_or(to, |entry| entry.seq);
        self.seen = last.min(to);
        if last < to {
            self.behind = Some((last, to));
        }
        let mut text = String::new();
        let view = self.app.desk.state();
        for entry in entries.iter().filter(|entry| entry.seq <= to) {
            let touched = changes(entry, view.world());
            let news = News {
                seq: Some(entry.seq),
                at: entry.draft.at,
                by: entry.draft.actor.clone(),
                touched,
                left: Vec::new(),
                layers: Vec::new(),
                draft: None,
                arrivals: Vec::new(),
            };
            if let Some(event) = self.with_glance(|glance| event(&news, &self.audience, glance)) {
                let _ = text.write_str(&event);
            }
        }
        Some(text)
    }

    /// An open page keeps its session; one that was closed, or whose account was stopped or given another role or scope,
    /// ends here.
    async fn still_signed_in(&self) -> bool {
        let (app, ticket) = (self.app.clone(), self.ticket.clone());
        let session = tokio::task::spawn_blocking(move || app.sessions.renew(&ticket, app.clock.now())).await;
        matches!(session, Ok(Ok(Some(now))) if Audience::of(&now.actor) == self.audience)
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.app.metrics.subscribers.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Why a subscriber woke up.
enum Woken {
    News,
    Moved,
    Beat,
}

/// One event without an id.
fn line<T: serde::Serialize>(event: &str, data: &T) -> String {
    format!("event: {event}\ndata: {}\n\n", serde_json::to_string(data).unwrap_or_default())
}

fn hello(seq: u64, now: Timestamp) -> String {
    line("hello", &Hello { seq, now, version: crate::VERSION.to_owned() })
}

fn reset(seq: u64, reason: &str) -> String {
    line("reset", &Reset { seq, reason: reason.to_owned() })
}
