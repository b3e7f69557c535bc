//! One register of things that stand somewhere, ready to be asked by place and by area.

use super::Positioned;
use crate::plan::{AreaMap, AreaNumber};
use crate::register::Register;
use crate::{Scope, World};
use geo_core::{Bounds, Metres, PointIndex, Position, distance};
use imbl::OrdMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many records may wait beside the index before it is built anew.
const WAITING: usize = 2000;

#[derive(Clone)]
pub(super) struct PointRecords<R: Positioned> {
    built: Arc<Built<R>>,
    /// Records added or changed since; `None` for those taken out.
    waiting: OrdMap<String, Option<Arc<R>>>,
}

struct Built<R> {
    map: Arc<AreaMap>,
    /// In order of code.
    records: Vec<Arc<R>>,
    /// The places of `records` by what they are.
    classes: BTreeMap<String, PointIndex<u32>>,
    /// The places of `records` by finest area; those outside every area are not here.
    by_area: Vec<(AreaNumber, u32)>,
}

fn by_class<R: Positioned>(records: &[Arc<R>]) -> BTreeMap<String, PointIndex<u32>> {
    let mut classes = BTreeMap::<&str, Vec<(u32, Position)>>::new();
    for (place, record) in (0..).zip(records) {
        classes.entry(record.class()).or_default().push((place, record.position()));
    }
    classes.into_iter().map(|(class, points)| (class.to_owned(), PointIndex::build(points))).collect()
}

fn by_area<R: Positioned>(records: &[Arc<R>], map: &AreaMap) -> Vec<(AreaNumber, u32)> {
    let located =
        (0..).zip(records).filter_map(|(place, record)| Some((map.finest_number(record.position())?, place)));
    let mut by_area: Vec<_> = located.collect();
    by_area.sort_unstable();
    by_area
}

impl<R: Positioned> PointRecords<R> {
    pub fn build(register: &Register<R>, world: &World) -> Self {
        let map = world.derived.map.clone();
        let records: Vec<Arc<R>> = register.iter().cloned().collect();
        // Over a million records each half takes a good part of a second, and a restart waits for both.
        let (classes, by_area) = std::thread::scope(|scope| {
            let by_area = scope.spawn(|| by_area(&records, &map));
            let classes = by_class(&records);
            (classes, by_area.join().expect("a half that fails fails the whole"))
        });
        Self { built: Arc::new(Built { map, records, classes, by_area }), waiting: OrdMap::new() }
    }

    /// After a change of the records with these codes, or of everything.
    pub fn next(&self, register: &Register<R>, world: &World, codes: &[&str], everything: bool) -> Self {
        if everything || self.waiting.len() + codes.len() > WAITING {
            return Self::build(register, world);
        }
        let mut next = self.clone();
        for code in codes {
            next.waiting.insert((*code).to_owned(), register.get(*code).cloned());
        }
        next
    }

    fn waits(&self, record: &R) -> bool {
        !self.waiting.is_empty() && self.waiting.contains_key(record.key())
    }

    /// Records within a scope, in order of code.
    pub fn within<'a>(&'a self, world: &'a World, scope: &'a Scope) -> Vec<&'a Arc<R>> {
        let mut records: Vec<&Arc<R>> = match scope.root() {
            None => self.built.records.iter().filter(|record| !self.waits(record)).collect(),
            Some(_) => self.built_within(scope).filter(|record| !self.waits(record)).collect(),
        };
        let built = records.len();
        records.extend(self.waiting_within(world, scope));
        if records.len() > built || scope.root().is_some() {
            records.sort_by(|a, b| a.key().cmp(b.key()));
        }
        records
    }

    fn waiting_within<'a>(&'a self, world: &'a World, scope: &'a Scope) -> impl Iterator<Item = &'a Arc<R>> {
        self.waiting.values().flatten().filter(|record| world.covers_position(scope, record.position()))
    }

    /// Records of the index within the area at the top of a scope.
    fn built_within(&self, scope: &Scope) -> impl Iterator<Item = &Arc<R>> {
        let built = &*self.built;
        let root = scope.root().and_then(|root| built.map.number(root));
        let below: Vec<AreaNumber> = root.into_iter().flat_map(|root| built.map.all_within(root)).collect();
        below.into_iter().flat_map(move |area| {
            let first = built.by_area.partition_point(|(of, _)| *of < area);
            let places = built.by_area[first..].iter().take_while(move |(of, _)| *of == area);
            places.map(|(_, place)| &built.records[*place as usize])
        })
    }

    /// The nearest records within a scope, nearest first, equally near ones in order of code;
    /// `wanted` chooses among the kinds.
    pub fn nearest<'a>(
        &'a self,
        world: &'a World,
        scope: &'a Scope,
        position: Position,
        count: usize,
        radius: Option<Metres>,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<(&'a Arc<R>, Metres)> {
        let mut found: Vec<(&Arc<R>, Metres)> = Vec::new();
        let measured = |record: &'a Arc<R>| (record, distance(position, record.position()));
        if scope.root().is_some() {
            // A scope is a small part of the district: measuring all of it is cheaper than walking
            // outwards through everything else when it has less than `count`.
            let within =
                self.built_within(scope).filter(|record| wanted(record.class()) && !self.waits(record));
            found.extend(within.map(measured));
        } else {
            for index in self.built.classes.iter().filter(|(class, _)| wanted(class)).map(|(_, index)| index)
            {
                let record = |place: &u32| &self.built.records[*place as usize];
                let near = index.nearest_where(position, count, |place| !self.waits(record(place)));
                found.extend(near.into_iter().map(|(place, far)| (record(&place), far)));
            }
        }
        found.extend(self.waiting_within(world, scope).filter(|record| wanted(record.class())).map(measured));
        found.retain(|(_, far)| radius.is_none_or(|radius| far.0 <= radius.0));
        let order = |a: &(&Arc<R>, Metres), b: &(&Arc<R>, Metres)| {
            a.1.0.total_cmp(&b.1.0).then_with(|| a.0.key().cmp(b.0.key()))
        };
        if found.len() > count && count > 0 {
            found.select_nth_unstable_by(count - 1, order);
        }
        found.truncate(count);
        found.sort_by(order);
        found
    }

    /// Records within a scope and a box, in order of code.
    pub fn in_box<'a>(&'a self, world: &'a World, scope: &'a Scope, bounds: Bounds) -> Vec<&'a Arc<R>> {
        let record = |place: u32| &self.built.records[place as usize];
        let boxed = self.built.classes.values().flat_map(|index| index.in_box(bounds)).map(record);
        let mut found: Vec<&Arc<R>> = boxed
            .filter(|record| !self.waits(record) && world.covers_position(scope, record.position()))
            .collect();
        found.extend(self.waiting_within(world, scope).filter(|record| bounds.contains(record.position())));
        found.sort_by(|a, b| a.key().cmp(b.key()));
        found
    }
}
