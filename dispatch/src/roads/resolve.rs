//! From the members of a turn restriction to the very steps it speaks of.

use super::adjacency::Step;
use super::assemble::Assembly;
use super::restrictions::{JudgedRestriction, RestrictionCounts, Via};
use super::rules::Rule;
use crate::Profile;
use std::ops::Range;

/// With more ways than this to pass what lies between two roads, a restriction says nothing.
const MOST_PASSAGES: usize = 8;

/// With more segments than this between two roads neither: each is a state that remembers all before it.
pub(crate) const MOST_BETWEEN: usize = 250;

/// With more pairs of a first road and a last than this nobody can tell which are meant.
const MOST_PAIRS: usize = 64;

/// Why a restriction gives no rule.
enum Amiss {
    /// A road is not in the network, or may not be driven that way.
    WithoutEffect,
    /// More than one turn could be meant.
    Unclear,
}

/// The rules of all restrictions that say one turn; `ids` are those of the nodes, ascending.
pub(crate) fn resolve(
    assembly: &Assembly,
    ids: &[i64],
    restrictions: &[JudgedRestriction],
    counts: &mut RestrictionCounts,
) -> Vec<Rule> {
    let resolver = Resolver { assembly, ids };
    let mut rules = Vec::new();
    for restriction in restrictions {
        match resolver.rules(restriction) {
            Ok(found) => {
                counts.obeyed += 1;
                rules.extend(found);
            }
            Err(Amiss::WithoutEffect) => counts.without_effect += 1,
            Err(Amiss::Unclear) => counts.unclear += 1,
        }
    }
    rules.sort();
    rules.dedup();
    rules
}

struct Resolver<'a> {
    assembly: &'a Assembly,
    ids: &'a [i64],
}

impl Resolver<'_> {
    /// One rule for each pair of a first road and a last; at least one, or what is amiss.
    fn rules(&self, restriction: &JudgedRestriction) -> Result<Vec<Rule>, Amiss> {
        if restriction.from.len().saturating_mul(restriction.to.len()) > MOST_PAIRS {
            return Err(Amiss::Unclear);
        }
        let mut rules = Vec::new();
        let mut amiss = Amiss::WithoutEffect;
        let vias: Vec<Vec<Step>> = match &restriction.via {
            Via::Node(_) => vec![Vec::new()],
            Via::Ways(ways) => self.chained(ways, restriction.profiles),
        };
        for &from in &restriction.from {
            for &to in &restriction.to {
                let mut found = None;
                for via in &vias {
                    match self.turn(restriction, from, via, to) {
                        Err(Amiss::WithoutEffect) => {}
                        Err(Amiss::Unclear) => amiss = Amiss::Unclear,
                        Ok(_) if found.is_some() => return Err(Amiss::Unclear),
                        Ok(path) => found = Some(path),
                    }
                }
                rules.extend(found.map(|path| Rule {
                    profiles: restriction.profiles,
                    only: restriction.only,
                    path,
                }));
            }
        }
        if rules.is_empty() { Err(amiss) } else { Ok(rules) }
    }

    /// The last step of the first road, the steps between, and the first step of the last road.
    fn turn(
        &self,
        restriction: &JudgedRestriction,
        from: i64,
        via: &[Step],
        to: i64,
    ) -> Result<Vec<Step>, Amiss> {
        let segments = &self.assembly.segments;
        let (enters, leaves) = match (&restriction.via, via) {
            (_, [first, .., last]) => (first.tail(segments), last.head(segments)),
            (_, [only]) => (only.tail(segments), only.head(segments)),
            (Via::Node(id), []) => {
                let node = self.ids.binary_search(id).map_err(|_| Amiss::WithoutEffect)? as u32;
                (node, node)
            }
            (Via::Ways(_), []) => return Err(Amiss::WithoutEffect),
        };
        let arriving = self.steps(from, restriction.profiles, |step| step.head(segments) == enters)?;
        let departing = self.steps(to, restriction.profiles, |step| step.tail(segments) == leaves)?;
        Ok([&[arriving], via, &[departing]].concat())
    }

    /// The one open step of a way of which this is true.
    fn steps(&self, way: i64, profiles: u8, is_wanted: impl Fn(Step) -> bool) -> Result<Step, Amiss> {
        let both = |segment| [Step::new(segment, false), Step::new(segment, true)];
        let mut found =
            self.segments(way).flat_map(both).filter(|&step| is_wanted(step) && self.is_open(step, profiles));
        match (found.next(), found.next()) {
            (None, _) => Err(Amiss::WithoutEffect),
            (Some(step), None) => Ok(step),
            _ => Err(Amiss::Unclear),
        }
    }

    /// Every way to pass the given ways one after the other, each from end to end.
    fn chained(&self, ways: &[i64], profiles: u8) -> Vec<Vec<Step>> {
        let segments = &self.assembly.segments;
        if ways.iter().map(|&way| self.segments(way).len()).sum::<usize>() > MOST_BETWEEN {
            return Vec::new();
        }
        let mut chains: Vec<Vec<Step>> = vec![Vec::new()];
        for &way in ways {
            let range = self.segments(way);
            // A way with a gap cannot be passed.
            let joined = range.clone().zip(range.clone().skip(1));
            if range.is_empty() || joined.clone().any(|(a, b)| segments[a].to != segments[b].from) {
                return Vec::new();
            }
            let along: Vec<Step> = range.clone().map(|segment| Step::new(segment, false)).collect();
            let against: Vec<Step> = along.iter().rev().map(|step| step.back()).collect();
            let passages: Vec<Vec<Step>> = [along, against]
                .into_iter()
                .filter(|steps| steps.iter().all(|&step| self.is_open(step, profiles)))
                .collect();
            chains = chains
                .iter()
                .flat_map(|chain| passages.iter().map(move |passage| (chain, passage)))
                .filter(|(chain, passage)| {
                    chain.last().is_none_or(|last| last.head(segments) == passage[0].tail(segments))
                })
                .map(|(chain, passage)| [chain.as_slice(), passage].concat())
                .collect();
            // Circles double the ways to pass; nobody means several of them.
            if chains.len() > MOST_PASSAGES {
                return Vec::new();
            }
        }
        chains
    }

    fn segments(&self, way: i64) -> Range<usize> {
        let Assembly { ways, parts, segments, .. } = self.assembly;
        let Ok(way) = ways.binary_search_by_key(&way, |way| way.id) else { return 0..0 };
        let first = parts.partition_point(|part| (part.way as usize) < way);
        let end = parts.partition_point(|part| part.way as usize <= way);
        let start = |part: usize| parts.get(part).map_or(segments.len(), |part| part.first_segment as usize);
        start(first)..start(end)
    }

    fn is_open(&self, step: Step, profiles: u8) -> bool {
        let part = self.assembly.segments[step.segment()].part as usize;
        let way = &self.assembly.ways[self.assembly.parts[part].way as usize];
        Profile::ALL.iter().filter(|&&profile| profiles & 1 << profile as u8 != 0).any(|&profile| {
            let (along, against) = way.allows.directed_speeds(profile);
            (if step.is_reversed() { against } else { along }) > 0
        })
    }
}
