//! Answering a question: candidates from the index (or all records), judged, ranked, within scope.

use super::document::{self, Document};
use super::fold::folded;
use super::matcher::{Match, Matcher};
use super::{Found, FoundKind, SearchIndex, SearchQuery, coordinates};
use crate::incidents::Incident;
use crate::plan::AreaNumber;
use crate::view::View;
use crate::{Scope, World};
use dispatch::IncidentId;
use std::sync::Arc;

/// How many answers of one kind the index is asked for; a text that more records answer is too short
/// to tell them apart.
const RANKED: usize = 200;
/// How many candidates of one kind within the scope are looked at before those found must do.
const LOOKED_AT: usize = 10_000;
/// How many ended incidents, the latest first, are looked through.
const ENDED_INCIDENTS: usize = 2000;

/// An answer and its place in the order: how it matches, what it is, the length of its name, its code.
struct Ranked {
    order: (Match, FoundKind, usize, String),
    answer: Answer,
}

enum Answer {
    Document(Document),
    Incident(Arc<Incident>),
}

impl View {
    /// What answers a text within a scope, best first: codes and whole names before beginnings,
    /// names before sounds and addresses, areas before teams before incidents before what stands
    /// somewhere, short names before long ones.
    pub fn search(&self, scope: &Scope, query: &SearchQuery) -> Vec<Found> {
        let world = self.world();
        let mut answers: Vec<Found> = position_found(world, scope, &query.text).into_iter().collect();
        let Some(mut matcher) = Matcher::of(&query.text) else { return answers };
        let mut hunt = Hunt { world, scope, query, matcher: &mut matcher, ranked: Vec::new() };
        match self.search_index() {
            Some(index) => {
                hunt.through_index(index);
                let news =
                    self.unsearched_things().iter().flat_map(|touched| document::of_touched(world, touched));
                news.for_each(|document| hunt.judge(&document, |_, _| true));
            }
            None => document::all(world).for_each(|document| hunt.judge(&document, |_, _| true)),
        }
        hunt.through_incidents();
        hunt.keep_best(query.limit);
        answers.extend(hunt.ranked.into_iter().map(|ranked| ranked.answer.found(world)));
        answers.truncate(query.limit);
        answers
    }
}

fn position_found(world: &World, scope: &Scope, text: &str) -> Option<Found> {
    let position = coordinates::parse(text, world.bounds())
        .filter(|position| world.covers_position(scope, *position))?;
    let areas = world.areas_at(position);
    Some(Found {
        kind: FoundKind::Coordinates,
        code: position.to_string(),
        label: position.to_string(),
        detail: areas.last().map(|area| area.name.clone()),
        position: Some(position),
        areas: areas.into_iter().map(|area| area.code.clone()).collect(),
    })
}

impl Answer {
    fn found(&self, world: &World) -> Found {
        match self {
            Self::Document(document) => document.found(world),
            Self::Incident(incident) => Found {
                kind: FoundKind::Incident,
                code: incident.id.to_string(),
                label: incident.address.clone().unwrap_or_else(|| incident.id.to_string()),
                detail: Some(incident.state.name().to_owned()),
                position: Some(incident.position),
                areas: world.areas_at(incident.position).into_iter().map(|area| area.code.clone()).collect(),
            },
        }
    }
}

/// A question under way.
struct Hunt<'a> {
    world: &'a World,
    scope: &'a Scope,
    query: &'a SearchQuery,
    matcher: &'a mut Matcher,
    ranked: Vec<Ranked>,
}

impl Hunt<'_> {
    fn through_index(&mut self, index: &SearchIndex) {
        let candidates = index.candidates(self.matcher);
        let within = self.areas_within(index);
        let mut rest = candidates.as_slice();
        // Kinds lie one after another.
        while let Some(first) = rest.first() {
            let kind = index.document(*first).kind();
            let (of_kind, others) =
                rest.split_at(rest.partition_point(|number| index.document(*number).kind() <= kind));
            rest = others;
            let inside = |number: &&u32| {
                within.as_ref().is_none_or(|within| {
                    index.area(**number).is_some_and(|area| within.binary_search(&area).is_ok())
                })
            };
            let before = self.ranked.len();
            for number in of_kind.iter().filter(inside).take(LOOKED_AT) {
                self.judge(index.document(*number), Document::is_current);
                if self.ranked.len() >= before + RANKED {
                    break;
                }
            }
        }
    }

    /// The areas of the index that lie within the scope, sorted; `None` when they decide nothing.
    fn areas_within(&self, index: &SearchIndex) -> Option<Vec<AreaNumber>> {
        let root = self.scope.root().filter(|_| index.same_areas(self.world))?;
        let mut within =
            index.map().number(root).map(|root| index.map().all_within(root)).unwrap_or_default();
        within.sort_unstable();
        Some(within)
    }

    fn judge(&mut self, document: &Document, counts: impl Fn(&Document, &World) -> bool) {
        let Some(found_by) = self.matcher.judge(document) else { return };
        if document.is_shown(self.world, self.scope, self.query.cameras) && counts(document, self.world) {
            let order =
                (found_by, document.kind(), document.name().chars().count(), document.code().to_owned());
            self.rank(Ranked { order, answer: Answer::Document(document.clone()) });
        }
    }

    fn rank(&mut self, ranked: Ranked) {
        self.ranked.push(ranked);
        // A plain scan of a million records must not keep them all.
        let enough = RANKED.max(self.query.limit);
        if self.ranked.len() > 50 * enough {
            self.keep_best(enough);
        }
    }

    fn keep_best(&mut self, count: usize) {
        self.ranked.sort_by(|a, b| a.order.cmp(&b.order));
        self.ranked.dedup_by(|a, b| a.order.1 == b.order.1 && a.order.3 == b.order.3);
        self.ranked.truncate(count);
    }

    fn through_incidents(&mut self) {
        let (world, scope) = (self.world, self.scope);
        let get = |id: &IncidentId| world.truth.incidents.get(id);
        let ended = world.derived.taken.iter().rev().take(ENDED_INCIDENTS).filter_map(|(_, id)| get(id));
        // A whole number is found however long ago it was.
        let by_number = IncidentId::new(self.matcher.whole()).ok().and_then(|id| get(&id));
        let ended = ended.chain(by_number).filter(|incident| incident.state.is_final());
        for incident in world.open_incidents().chain(ended) {
            let Some(found_by) = self.judge_incident(incident) else { continue };
            if world.covers_incident(scope, incident) {
                let length = incident.address.as_ref().map_or(0, |address| address.chars().count());
                let order = (found_by, FoundKind::Incident, length, incident.id.to_string());
                self.rank(Ranked { order, answer: Answer::Incident(incident.clone()) });
            }
        }
    }

    fn judge_incident(&mut self, incident: &Incident) -> Option<Match> {
        let whole = self.matcher.whole();
        let numbers = [Some(incident.id.as_str()), incident.external_no.as_deref()];
        let by_number = numbers.into_iter().flatten().filter_map(|number| {
            let number = folded(number);
            let found_by = if number == whole { Match::Code } else { Match::CodeBegins };
            number.starts_with(whole).then_some(found_by)
        });
        let by_number = by_number.min();
        by_number.or_else(|| self.matcher.by_text(incident.address.as_deref()?, None))
    }
}
