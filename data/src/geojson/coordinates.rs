//! Coordinates of any depth, kept small, with whatever is wrong in them noted instead of refused.

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Something between the brackets of a `coordinates` member.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// An array of numbers, of which a position needs two: the first two, and how many there were.
    Position([f64; 2], usize),
    /// An array of arrays.
    List(Vec<Node>),
    /// A number that stands where an array should.
    Number(f64),
    /// What it is instead of a number or an array.
    Wrong(&'static str),
    /// An array that holds such a thing, or numbers beside arrays.
    Broken(&'static str),
}

/// Reads a node and counts its positions; gives up beyond `budget`.
pub(super) struct NodeSeed<'a> {
    pub budget: &'a mut usize,
}

/// What [`NodeSeed`] says when the budget is spent; the reader knows it by its budget of zero.
const SPENT: &str = "too many vertices";

impl<'de> serde::de::DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Node, E> {
        Ok(Node::Wrong("a text"))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Wrong("true or false"))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Wrong("null"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Node::Wrong("an object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let budget = self.budget;
        *budget = budget.checked_sub(1).ok_or_else(|| A::Error::custom(SPENT))?;
        let (mut numbers, mut count) = ([0.0; 2], 0);
        let mut children = Vec::new();
        let mut wrong = None;
        while let Some(node) = seq.next_element_seed(NodeSeed { budget: &mut *budget })? {
            match node {
                Node::Number(value) => {
                    if let Some(slot) = numbers.get_mut(count) {
                        *slot = value;
                    }
                    count += 1;
                }
                Node::Wrong(what) => wrong = Some(what),
                list => children.push(list),
            }
        }
        Ok(match wrong {
            Some(what) => Node::Broken(what),
            None if count > 0 && !children.is_empty() => Node::Broken("numbers beside arrays"),
            None if count > 0 => Node::Position(numbers, count),
            None => Node::List(children),
        })
    }
}
