//! An index over everything that has a name: built once from a state of the world, asked while the
//! world goes on.

use super::document::{self, Document};
use super::fold::{fold, folded};
use super::matcher::Matcher;
use super::pinyin;
use super::postings::{Postings, Token, initial, initials, pair, single};
use crate::plan::{AreaMap, AreaNumber};
use crate::{Touched, World};
use std::sync::Arc;

/// Names, addresses, codes and sounds of a state of the world.
pub struct SearchIndex {
    /// By kind, then short names first: of those that match, the ones that are hardly longer than
    /// what was typed.
    documents: Vec<Document>,
    /// The finest area of each document, by the map it was built with.
    areas: Vec<Option<AreaNumber>>,
    map: Arc<AreaMap>,
    postings: Postings,
    /// Codes and pole numbers as they are compared, sorted, with their documents.
    codes: Vec<(Box<str>, u32)>,
    seq: u64,
}

impl SearchIndex {
    /// Indexes a world: seconds for a million places, so not where anybody waits.
    pub fn build(world: &World) -> Self {
        let map = world.derived.map.clone();
        let mut documents: Vec<Document> = document::all(world).collect();
        documents.sort_by_cached_key(|document| (document.kind(), document.name().chars().count() as u32));
        let areas = documents.iter().map(|document| match document {
            Document::Area(area) => map.number(&area.code),
            Document::Team(team) => team.home.as_ref().and_then(|home| map.number(home)),
            _ => document.position().and_then(|position| map.finest_number(position)),
        });
        let areas = areas.collect();
        let mut postings = Postings::default();
        let mut codes = Vec::with_capacity(documents.len());
        for (number, document) in (0..).zip(&documents) {
            index_name(&mut postings, document.name(), number);
            pairs(document.address().unwrap_or_default(), |token| postings.add(token, number));
            codes.push((folded(document.code()).into_boxed_str(), number));
            codes.extend(document.pole().map(|pole| (folded(pole).into_boxed_str(), number)));
        }
        codes.sort_unstable();
        postings.shrink();
        Self { documents, areas, map, postings, codes, seq: world.seq() }
    }

    /// The journal sequence of the state it was built from.
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// How many records it knows.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Whether such a change makes the index older than the world.
    pub(crate) fn holds(touched: &Touched) -> bool {
        !matches!(
            touched,
            Touched::District
                | Touched::Roads
                | Touched::Plans
                | Touched::Shift(_)
                | Touched::Shifts
                | Touched::Incident(_)
        )
    }

    pub(super) fn document(&self, number: u32) -> &Document {
        &self.documents[number as usize]
    }

    pub(super) fn area(&self, number: u32) -> Option<AreaNumber> {
        self.areas[number as usize]
    }

    /// Whether the areas of the index are those of the world.
    pub(super) fn same_areas(&self, world: &World) -> bool {
        Arc::ptr_eq(&self.map, &world.derived.map)
    }

    pub(super) const fn map(&self) -> &Arc<AreaMap> {
        &self.map
    }

    /// Every document that may answer, ascending, each once: a superset of those that do, save that
    /// a single character is not looked for in addresses, nor a very short code everywhere.
    pub(super) fn candidates(&self, matcher: &Matcher) -> Vec<u32> {
        const CODES: usize = 20_000;
        let mut found = match matcher.words() {
            [word] => [self.by_text(word), self.by_sound(word)].concat(),
            words => self.by_words(words),
        };
        found.extend(self.by_code(matcher.whole()).take(CODES));
        // Stable sorting takes the lists as the ascending runs they are.
        found.sort();
        found.dedup();
        found
    }

    fn by_code(&self, beginning: &str) -> impl Iterator<Item = u32> + '_ {
        let first = self.codes.partition_point(|(code, _)| &**code < beginning);
        let beginning = beginning.to_owned();
        self.codes[first..]
            .iter()
            .take_while(move |(code, _)| code.starts_with(&beginning))
            .map(|(_, number)| *number)
    }

    fn by_text(&self, word: &str) -> Vec<u32> {
        self.postings.with_all(&text_tokens(word))
    }

    fn by_sound(&self, word: &str) -> Vec<u32> {
        let Some(sound) = pinyin::sound(word) else { return Vec::new() };
        let tokens = |way: Vec<u8>| match *way.as_slice() {
            [only] => vec![initial(only)],
            _ => way.windows(2).map(|two| initials(two[0], two[1])).collect(),
        };
        pinyin::ways(sound).into_iter().flat_map(|way| self.postings.with_all(&tokens(way))).collect()
    }

    /// Words that can only be text narrow the search together; where all may be sounds the longest
    /// does, and where all are single characters they do after all.
    fn by_words(&self, words: &[String]) -> Vec<u32> {
        let is_pair = |word: &&String| word.chars().nth(1).is_some();
        let text: Vec<Token> = words
            .iter()
            .filter(is_pair)
            .filter(|word| pinyin::sound(word).is_none())
            .flat_map(|word| text_tokens(word))
            .collect();
        if !text.is_empty() {
            return self.postings.with_all(&text);
        }
        match words.iter().filter(is_pair).max_by_key(|word| word.len()) {
            Some(word) => [self.by_text(word), self.by_sound(word)].concat(),
            None => {
                self.postings.with_all(&words.iter().flat_map(|word| text_tokens(word)).collect::<Vec<_>>())
            }
        }
    }
}

fn text_tokens(word: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    pairs(word, |token| tokens.push(token));
    if tokens.is_empty() {
        tokens.extend(word.chars().map(single));
    }
    tokens
}

fn index_name(postings: &mut Postings, name: &str, number: u32) {
    pairs(name, |token| postings.add(token, number));
    let mut before = Vec::new();
    for c in name.chars() {
        postings.add(single(fold(c)), number);
        let letters = pinyin::initials(c);
        // What has no sound (a bracket, a space) does not divide: 第一医院(东区) sounds on.
        if letters.is_empty() {
            continue;
        }
        for letter in &letters {
            postings.add(initial(*letter), number);
        }
        for (a, b) in before.iter().flat_map(|a| letters.iter().map(move |b| (*a, *b))) {
            postings.add(initials(a, b), number);
        }
        before = letters;
    }
}

/// The tokens of neighbouring characters.
fn pairs(text: &str, mut each: impl FnMut(Token)) {
    let mut before = None;
    for c in text.chars().map(fold) {
        if let Some(before) = before {
            each(pair(before, c));
        }
        before = Some(c);
    }
}
