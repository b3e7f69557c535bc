//! A district whose areas are those of a random map, and what is published in it.

use crate::common::random::Scattered;
use crate::desk::{Drawing, context, now};
use geo_core::territory::{AreaId, Edit, Territory};
use geo_core::{AreaCode, Level, Metres, Milliseconds};
use std::sync::Arc;
use world::{
    Actor, Command, Context, Draft, DrawCommand, Entry, Hash, Intent, NewArea, PlanRules, Policy, Refusal,
    Role, Scope, Tables, Timestamp, World, prepared, records,
};

/// A district without a disk.
pub struct District {
    pub world: World,
    pub now: Timestamp,
}

impl District {
    /// The district of a map, whose areas have codes already.
    pub fn of(map: &Territory) -> Self {
        let mut district = Self { world: World::default(), now: now() };
        let minutes = Milliseconds::from_minutes;
        let policy = Policy {
            home_handicap: minutes(3),
            stale_after: minutes(10),
            arrival_radius: Metres(100.0),
            duplicate_radius: Metres(300.0),
            duplicate_window: minutes(30),
            switching: geo_core::Milliseconds::from_minutes(3),
            preemption: Default::default(),
            whistle: Default::default(),
            pace: Default::default(),
        };
        let tables =
            Tables { incident_kinds: vec![], place_kinds: vec![], policy, plan: PlanRules::default() };
        let code = "420102".parse().unwrap();
        district
            .submit(Command::Found { code, name: "江岸区".to_owned(), tables: Box::new(tables) })
            .unwrap();
        for level in Level::ALL {
            let areas: Vec<NewArea> = world::drawn_areas(&district.world, map)
                .into_iter()
                .filter(|new| new.area.level == level)
                .collect();
            if !areas.is_empty() {
                district.submit(Command::ImportAreas { level, input: Hash([7; 32]), areas }).unwrap();
            }
        }
        district
    }

    /// Carries out a command as the administrator.
    pub fn submit(&mut self, command: Command) -> Result<(), Refusal> {
        let actor =
            Actor { account: "admin".to_owned(), role: Role::Administrator, scope: Scope::district() };
        let events = self.world.decide(&command, &Context { now: self.now, actor })?;
        if !events.is_empty() {
            let draft = Draft { at: self.now, actor: "admin".to_owned(), request: None, events };
            let (seq, previous) = (self.world.seq() + 1, self.world.head());
            self.world.apply(&Entry { seq, previous, hash: Hash([seq as u8; 32]), draft });
            assert_eq!(self.world.invariants(), [""; 0]);
        }
        Ok(())
    }

    /// The number of the version published last.
    pub fn last(&self) -> u32 {
        self.world.plan_versions().last().map_or(0, |version| version.number)
    }

    /// Publishes a draft.
    pub fn publish(&mut self, draft: &Drawing, effective_from: Timestamp) -> Result<(), Refusal> {
        let intent = Intent { effective_from, note: None, input: Hash([8; 32]) };
        let publication = prepared(&self.world, &draft.draft, intent)?;
        self.submit(Command::PublishPlan(Box::new(publication)))
    }

    /// The day comes.
    pub fn on(&mut self, day: Timestamp) {
        self.now = day;
        self.submit(Command::KeepPlansInForce).unwrap();
    }

    /// What a version's registers say other than a map, in words.
    pub fn differences(&self, version: u32, map: &Territory) -> Vec<String> {
        let there = self.world.plan_map(version);
        let mut found = Vec::new();
        let codes: std::collections::BTreeSet<_> =
            map.areas().filter_map(|(_, area)| area.code.clone()).collect();
        found.extend(
            there
                .areas()
                .filter(|(area, _)| !codes.contains(&area.code))
                .map(|(area, _)| format!("{} is left over", area.code)),
        );
        for (id, drawn) in map.areas() {
            let code = drawn.code.as_ref().unwrap();
            let Some(area) = there.area(code) else {
                found.push(format!("{code} is missing"));
                continue;
            };
            let parent = drawn.parent.and_then(|parent| map.area(parent)?.code.clone());
            if (&area.name, area.level, &area.parent) != (&drawn.name, drawn.level, &parent) {
                found.push(format!("{code}: {area:?} is not {drawn:?}"));
            }
            let outline = map.outline(id).map(Arc::new);
            if there.outline(code) != outline.as_ref() {
                found.push(format!("{code}: {:?} is not {outline:?}", there.outline(code)));
            }
        }
        found
    }
}

/// A map whose areas all have codes and outlines of their own.
pub fn coded(map: &Scattered) -> Territory {
    let mut territory = map.territory();
    for edit in codes(&territory, &mut 0) {
        territory = territory.decide_next(&edit).unwrap().1;
    }
    territory
}

/// Codes for the areas that have none, with numbers nobody had.
pub fn codes(map: &Territory, last: &mut u32) -> Vec<Edit> {
    let waiting: Vec<AreaId> =
        map.areas().filter(|(_, area)| area.code.is_none()).map(|(id, _)| id).collect();
    let mut next = || {
        *last += 1;
        AreaCode::new(format!("A{last}")).ok()
    };
    waiting.into_iter().map(|area| Edit::SetCode { area, code: next() }).collect()
}

impl Drawing {
    /// Gives codes to the areas that have none.
    pub fn number(mut self, last: &mut u32) -> Self {
        for edit in codes(&self.draft.map, last) {
            self.submit(&DrawCommand::Edit(Box::new(edit))).unwrap();
        }
        self
    }
}

/// So many days after the beginning.
pub fn day(number: u64) -> Timestamp {
    context().now.after(Milliseconds::from_minutes(number * 24 * 60))
}

/// An area of the register.
pub fn area<'a>(world: &'a World, code: &AreaCode) -> &'a records::Area {
    world.area_register().get(code).unwrap()
}
