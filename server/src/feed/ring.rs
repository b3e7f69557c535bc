//! The last things that became different, in memory, each rendered once per audience.

use super::forms::{Change, LiveChange};
use super::render::{Glance, changes_of};
use crate::closures::forms::ArrivalView;
use crate::plan::door::planner;
use parking_lot::{Mutex, RwLock};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tiles::{LayerVersion, Source};
use tokio::sync::watch;
use world::{Actor, Scope, Timestamp, Touched};

/// Things kept in memory. Who is farther behind is caught up from the journal, or told to start over.
pub const KEPT: usize = 10_000;

/// Where a thing was before it left.
#[derive(Debug, Clone, PartialEq)]
pub enum Was {
    /// There.
    At(geo_core::Position),
    /// In this area.
    Home(geo_core::AreaCode),
}

/// Who is told: all that share it are sent the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// How far they see.
    pub scope: Scope,
    /// Whether they hear of drafts.
    pub drafts: Drafts,
}

/// Whether somebody hears of drafts: who draws what is told to those who draw themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Drafts {
    /// A planner or an administrator of the whole district.
    Told,
    /// Everybody else.
    NotTold,
}

impl Audience {
    /// Those who may know what an account may know.
    pub fn of(actor: &Actor) -> Self {
        let drafts = if planner(actor).is_ok() { Drafts::Told } else { Drafts::NotTold };
        Self { scope: actor.scope.clone(), drafts }
    }
}

/// What somebody may have to be told.
#[derive(Debug)]
pub struct News {
    /// The journal sequence; `None` for what is not journaled (a shift that began, a layer redrawn).
    pub seq: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub by: String,
    /// What was touched.
    pub touched: Vec<Touched>,
    /// What moved or was taken out, and where it was.
    pub left: Vec<(Touched, Was)>,
    /// Map layers that have a new version.
    pub layers: Vec<(Source, LayerVersion)>,
    /// What was drawn in a draft.
    pub draft: Option<LiveChange>,
    /// Teams on their way that will arrive at another time, because other closures are in force.
    pub arrivals: Vec<ArrivalView>,
}

/// What is sent of one piece of news, by the class of the scope and whether drafts are told.
type Rendered = HashMap<(String, Drafts), Option<Arc<str>>>;

/// One piece of news with its place in the ring.
pub struct Item {
    /// 0, 1, 2, … since the service started.
    pub index: u64,
    /// The news.
    pub news: News,
    rendered: Mutex<Rendered>,
}

impl Item {
    /// The event as it goes over the wire to an audience; `None` when nothing in it is theirs to see.
    pub fn rendered(&self, audience: &Audience, glance: &Glance<'_>) -> Option<Arc<str>> {
        let key = (audience.scope.class().to_owned(), audience.drafts);
        if let Some(known) = self.rendered.lock().get(&key) {
            return known.clone();
        }
        let event = event(&self.news, audience, glance);
        self.rendered.lock().insert(key, event.clone());
        event
    }
}

/// A `change` event for an audience.
pub fn event(news: &News, audience: &Audience, glance: &Glance<'_>) -> Option<Arc<str>> {
    let changes = changes_of(news, audience, glance);
    if changes.is_empty() {
        return None;
    }
    let seq = news.seq.unwrap_or_else(|| glance.view.world().seq());
    let change = Change { seq, at: news.at, by: news.by.clone(), changes };
    let data = serde_json::to_string(&change).unwrap_or_default();
    let id = news.seq.map(|seq| format!("id: {seq}\n")).unwrap_or_default();
    Some(format!("event: change\n{id}data: {data}\n\n").into())
}

/// What follows a subscriber's place.
pub enum Following {
    /// These, and the place behind them.
    Items(Vec<Arc<Item>>, u64),
    /// It is no longer in memory.
    Gone,
}

/// The ring and its bell.
pub struct Ring {
    items: RwLock<(VecDeque<Arc<Item>>, u64)>,
    bell: watch::Sender<u64>,
}

impl Default for Ring {
    fn default() -> Self {
        Self { items: RwLock::default(), bell: watch::Sender::new(0) }
    }
}

impl Ring {
    /// Adds news and rings.
    pub fn push(&self, news: News) {
        let mut items = self.items.write();
        let index = items.1;
        items.0.push_back(Arc::new(Item { index, news, rendered: Mutex::default() }));
        if items.0.len() > KEPT {
            items.0.pop_front();
        }
        // What is farther back is asked for rarely: its text need not stay.
        if let Some(old) = items.0.len().checked_sub(256).and_then(|at| items.0.get(at)) {
            old.rendered.lock().clear();
        }
        items.1 += 1;
        drop(items);
        self.bell.send_replace(index + 1);
    }

    /// The bell: rings with the place behind the last piece of news.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// The place behind the last piece of news.
    pub fn end(&self) -> u64 {
        self.items.read().1
    }

    /// The place of the first piece of news after a journal sequence, `None` when it may no longer be in memory.
    /// `present` is the sequence before which everything that is not here happened.
    pub fn place_after(&self, seq: u64, present: u64) -> Option<u64> {
        let items = self.items.read();
        let first_kept = items.0.iter().find_map(|item| item.news.seq);
        // Nothing missing between what the client knows and what is kept.
        if first_kept.map_or(seq < present, |first| seq + 1 < first) {
            return None;
        }
        Some(
            items
                .0
                .iter()
                .find(|item| item.news.seq.is_some_and(|kept| kept > seq))
                .map_or(items.1, |item| item.index),
        )
    }

    /// The items from a place on.
    pub fn from(&self, place: u64) -> Following {
        let items = self.items.read();
        let first = items.1 - items.0.len() as u64;
        let Some(skip) = place.checked_sub(first) else { return Following::Gone };
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        Following::Items(items.0.iter().skip(skip).cloned().collect(), items.1)
    }
}
