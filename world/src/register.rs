//! A register: records by code, in order of code, shared between states of the world.

use crate::records::{Area, Depot, Place, SensingPoint, Shift, Team};
use dispatch::TeamId;
use geo_core::AreaCode;
use imbl::OrdMap;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// A record with its own code as key and the journal sequence of its last change.
pub trait Record: Clone + PartialEq + Serialize + for<'de> Deserialize<'de> {
    /// The type of its code.
    type Key: Ord + Clone + std::fmt::Display;
    /// The name of its register, as refusals and feeds say it.
    const REGISTER: &'static str;
    /// Its code.
    fn key(&self) -> &Self::Key;
    /// The journal sequence of its last change, 0 when not yet saved.
    fn version(&self) -> u64;
    /// Stamps it.
    fn set_version(&mut self, seq: u64);
}

macro_rules! record {
    ($record:ty, $key:ty, $field:ident, $register:literal) => {
        impl Record for $record {
            type Key = $key;
            const REGISTER: &'static str = $register;
            fn key(&self) -> &$key {
                &self.$field
            }
            fn version(&self) -> u64 {
                self.version
            }
            fn set_version(&mut self, seq: u64) {
                self.version = seq;
            }
        }
    };
}

record!(Area, AreaCode, code, "areas");
record!(Team, TeamId, code, "teams");
record!(Shift, String, code, "shifts");
record!(Depot, String, code, "depots");
record!(SensingPoint, String, code, "sensing_points");
record!(Place, String, code, "places");
record!(crate::incidents::Incident, dispatch::IncidentId, id, "incidents");

/// Records by code. Cloning copies a pointer; both copies share what neither has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Register<R: Record> {
    changed: u64,
    records: OrdMap<R::Key, Arc<R>>,
}

impl<R: Record> Default for Register<R> {
    fn default() -> Self {
        Self { changed: 0, records: OrdMap::new() }
    }
}

impl<R: Record> Register<R> {
    /// The journal sequence that changed the register last, 0 when none has.
    pub const fn changed(&self) -> u64 {
        self.changed
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether it has no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record with this code.
    pub fn get<Q>(&self, code: &Q) -> Option<&Arc<R>>
    where
        R::Key: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.records.get(code)
    }

    /// Whether a record has this code.
    pub fn contains<Q>(&self, code: &Q) -> bool
    where
        R::Key: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.records.contains_key(code)
    }

    /// All records, in order of code.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<R>> {
        self.records.values()
    }

    /// Puts a record in, stamped with `seq`; gives back the one it replaced.
    pub(crate) fn save(&mut self, mut record: R, seq: u64) -> Option<Arc<R>> {
        self.changed = seq;
        record.set_version(seq);
        self.records.insert(record.key().clone(), Arc::new(record))
    }

    /// Takes a record out.
    pub(crate) fn remove<Q>(&mut self, code: &Q, seq: u64) -> Option<Arc<R>>
    where
        R::Key: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let removed = self.records.remove(code);
        if removed.is_some() {
            self.changed = seq;
        }
        removed
    }
}

// Written as the pair (changed, records in order): the keys are inside the records.
impl<R: Record> Serialize for Register<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct InOrder<'a, R: Record>(&'a OrdMap<R::Key, Arc<R>>);
        impl<R: Record> Serialize for InOrder<'_, R> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.values().map(|record| &**record))
            }
        }
        (self.changed, InOrder::<R>(&self.records)).serialize(serializer)
    }
}

impl<'de, R: Record> Deserialize<'de> for Register<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (changed, ByCode(records)) = <(u64, ByCode<R>)>::deserialize(deserializer)?;
        Ok(Self { changed, records })
    }
}

/// Records read one by one into their place: a million of them never lie about in a list as well.
struct ByCode<R: Record>(OrdMap<R::Key, Arc<R>>);

impl<'de, R: Record> Deserialize<'de> for ByCode<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<R>(PhantomData<R>);
        impl<'de, R: Record> Visitor<'de> for Reading<R> {
            type Value = ByCode<R>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the {} in order", R::REGISTER)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<ByCode<R>, A::Error> {
                let mut records = OrdMap::new();
                while let Some(record) = rows.next_element::<R>()? {
                    records.insert(record.key().clone(), Arc::new(record));
                }
                Ok(ByCode(records))
            }
        }
        deserializer.deserialize_seq(Reading(PhantomData))
    }
}
