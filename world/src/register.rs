//! A register: records by code, in order of code, shared between states of the world.

use crate::record::Record;
use imbl::OrdMap;
use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::iter::Peekable;
use std::marker::PhantomData;
use std::sync::Arc;

/// How many changes may wait beside the row before everything is put in a row again.
const WAITING: usize = 1024;
/// In a large register one change for this many records may wait: an import of any size copies each
/// pointer a few times only.
const RECORDS_PER_CHANGE: usize = 4;

/// Records by code. Cloning copies two pointers; both copies share what neither has changed.
///
/// A large register comes from a file or a snapshot at once and is read far more often than changed.
/// So its records stand in a row, in order of code, with the changes made since beside them; reading
/// a million of them from a snapshot compares each with its neighbour and no more.
#[derive(Debug, Clone)]
pub struct Register<R: Record> {
    changed: u64,
    len: usize,
    row: Arc<Vec<Arc<R>>>,
    /// What was saved since the row was made, `None` for what was taken out.
    since: OrdMap<R::Key, Option<Arc<R>>>,
}

impl<R: Record> Default for Register<R> {
    fn default() -> Self {
        Self { changed: 0, len: 0, row: Arc::default(), since: OrdMap::new() }
    }
}

impl<R: Record> Register<R> {
    /// The journal sequence that changed the register last, 0 when none has.
    pub const fn changed(&self) -> u64 {
        self.changed
    }

    /// How many records it has.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it has no record.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The record with this code.
    pub fn get<Q>(&self, code: &Q) -> Option<&Arc<R>>
    where
        R::Key: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        match self.since.get(code) {
            Some(since) => since.as_ref(),
            None => self.in_row(code),
        }
    }

    fn in_row<Q>(&self, code: &Q) -> Option<&Arc<R>>
    where
        R::Key: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let place = self.row.binary_search_by(|record| record.key().borrow().cmp(code)).ok()?;
        self.row.get(place)
    }

    /// Whether a record has this code.
    pub fn contains<Q>(&self, code: &Q) -> bool
    where
        R::Key: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.get(code).is_some()
    }

    /// All records, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<R>> {
        Merged { row: self.row.iter().peekable(), since: self.since.iter().peekable() }
    }

    /// Puts a record in, stamped with `seq`; gives back the one it replaced.
    pub(crate) fn save(&mut self, mut record: R, seq: u64) -> Option<Arc<R>> {
        self.changed = seq;
        record.set_version(seq);
        let replaced = self.get(record.key()).cloned();
        self.since.insert(record.key().clone(), Some(Arc::new(record)));
        self.len += usize::from(replaced.is_none());
        self.tidy();
        replaced
    }

    /// Takes a record out.
    pub(crate) fn remove<Q>(&mut self, code: &Q, seq: u64) -> Option<Arc<R>>
    where
        R::Key: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let removed = self.get(code)?.clone();
        self.since.insert(removed.key().clone(), None);
        self.len -= 1;
        self.changed = seq;
        self.tidy();
        Some(removed)
    }

    fn tidy(&mut self) {
        if self.since.len() > WAITING.max(self.row.len() / RECORDS_PER_CHANGE) {
            self.row = Arc::new(self.iter().cloned().collect());
            self.since = OrdMap::new();
        }
    }
}

/// What counts is what is in it, not how it lies.
impl<R: Record> PartialEq for Register<R> {
    fn eq(&self, other: &Self) -> bool {
        self.changed == other.changed && self.len == other.len && self.iter().eq(other.iter())
    }
}

/// The row and what changed since, in order of code.
struct Merged<'a, R: 'a, Row, Since>
where
    Row: Iterator<Item = &'a Arc<R>>,
    Since: Iterator,
{
    row: Peekable<Row>,
    since: Peekable<Since>,
}

impl<'a, R, Row, Since> Iterator for Merged<'a, R, Row, Since>
where
    R: Record + 'a,
    Row: Iterator<Item = &'a Arc<R>>,
    Since: Iterator<Item = (&'a R::Key, &'a Option<Arc<R>>)>,
{
    type Item = &'a Arc<R>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let order = match (self.row.peek(), self.since.peek()) {
                (_, None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(record), Some((code, _))) => record.key().cmp(code),
            };
            if order == Ordering::Less {
                return self.row.next();
            }
            if order == Ordering::Equal {
                self.row.next();
            }
            if let Some((_, Some(record))) = self.since.next() {
                return Some(record);
            }
        }
    }
}

// Written as the pair (changed, records in order): the keys are inside the records.
impl<R: Record> Serialize for Register<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct InOrder<'a, R: Record>(&'a Register<R>);
        impl<R: Record> Serialize for InOrder<'_, R> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut rows = serializer.serialize_seq(Some(self.0.len))?;
                for record in self.0.iter() {
                    rows.serialize_element(&**record)?;
                }
                rows.end()
            }
        }
        (self.changed, InOrder(self)).serialize(serializer)
    }
}

impl<'de, R: Record> Deserialize<'de> for Register<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (changed, InOrder(row)) = <(u64, InOrder<R>)>::deserialize(deserializer)?;
        Ok(Self { changed, len: row.len(), row: Arc::new(row), since: OrdMap::new() })
    }
}

/// Records read one by one into their place: a million of them never lie about in a list as well.
struct InOrder<R>(Vec<Arc<R>>);

impl<'de, R: Record> Deserialize<'de> for InOrder<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<R>(PhantomData<R>);
        impl<'de, R: Record> Visitor<'de> for Reading<R> {
            type Value = InOrder<R>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the {} in order", R::REGISTER)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<InOrder<R>, A::Error> {
                let mut row: Vec<Arc<R>> = Vec::new();
                while let Some(record) = rows.next_element::<R>()? {
                    if row.last().is_some_and(|last| last.key() >= record.key()) {
                        return Err(A::Error::custom(format_args!("{} out of order", R::REGISTER)));
                    }
                    row.push(Arc::new(record));
                }
                Ok(InOrder(row))
            }
        }
        deserializer.deserialize_seq(Reading(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::records::Shift;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn shift(number: u16, starts: i64) -> Shift {
        let team = "T".parse().expect("a call sign");
        let (starts, ends) = (Timestamp(starts), Timestamp(starts + 1));
        Shift { code: format!("S{number:05}"), team, starts, ends, leader: None, only_in: None, version: 0 }
    }

    proptest! {
        /// Whatever is saved and taken out, in whatever order: it holds what a plain map holds, in
        /// order, and reads back from its bytes as itself.
        #[test]
        fn a_register_is_a_map_in_order(
            steps in prop::collection::vec((0..4000_u16, 0..4_u8, 1..400_u16), 1..40),
        ) {
            let (mut register, mut map) = (Register::<Shift>::default(), BTreeMap::<String, Shift>::new());
            let mut seq = 0;
            for (first, what, count) in steps {
                for number in first..first + count {
                    seq += 1;
                    let code = format!("S{number:05}");
                    if what == 0 {
                        let removed = register.remove(code.as_str(), seq);
                        prop_assert_eq!(removed.map(|record| (*record).clone()), map.remove(&code));
                    } else {
                        let mut saved = shift(number, i64::from(what));
                        let replaced = register.save(saved.clone(), seq);
                        saved.version = seq;
                        prop_assert_eq!(replaced.map(|record| (*record).clone()), map.insert(code, saved));
                    }
                }
            }
            prop_assert_eq!(register.len(), map.len());
            prop_assert!(register.iter().map(|record| &**record).eq(map.values()));
            for (code, record) in map.iter().step_by(97) {
                prop_assert_eq!(register.get(code.as_str()).map(|record| &**record), Some(record));
            }
            let bytes = postcard::to_allocvec(&register).expect("it can be written");
            let read: Register<Shift> = postcard::from_bytes(&bytes).expect("it can be read");
            prop_assert_eq!(&read, &register);
            prop_assert_eq!(postcard::to_allocvec(&read).expect("it can be written"), bytes);
        }
    }

    #[test]
    fn records_out_of_order_are_no_register() {
        let bytes =
            postcard::to_allocvec(&(7_u64, vec![shift(2, 0), shift(1, 0)])).expect("it can be written");
        assert!(postcard::from_bytes::<Register<Shift>>(&bytes).is_err());
    }
}
