//! Publishing a draft, and what happens on the day it comes into force.

use super::version::{Coming, Publication};
use crate::command::Records;
use crate::records::{Area, Team};
use crate::{Context, Event, Refusal, Timestamp, World, text};
use dispatch::TeamKind;
use geo_core::{AreaCode, Level, Milliseconds};
use std::collections::{BTreeMap, BTreeSet};

/// How far ahead a plan may be published. Nobody can publish anything for before the last one, so a year mistyped would
/// keep the room closed until then; district plans are made for the coming year, at most for the one after.
const HORIZON: Milliseconds = Milliseconds::from_minutes(2 * 366 * 24 * 60);

/// # Errors
/// `outside_scope`; `draft_outdated` when another version was published since the draft's base; `effective_in_past`,
/// `effective_too_far`, `effective_before_last`; `code_retired`, `code_taken`, `unknown_area`, `unknown_parent`, `parent_not_above`,
/// `children_would_lose_parent`, `outline_missing`, `duplicate_code`, `unknown_team`, `unknown_place`, and the faults of
/// texts.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    publication: &Publication,
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    let last = world.truth.plan.last();
    if last.map_or(0, |version| version.number) != publication.base {
        return Err(Refusal::new("draft_outdated")
            .with("base", publication.base)
            .with("last", last.map_or(0, |version| version.number)));
    }
    if publication.effective_from < context.now {
        return Err(Refusal::new("effective_in_past").with("effective_from", publication.effective_from));
    }
    let horizon = context.now.after(HORIZON);
    if publication.effective_from > horizon {
        return Err(Refusal::new("effective_too_far")
            .with("effective_from", publication.effective_from)
            .with("limit", horizon));
    }
    if let Some(last) = last.filter(|last| last.effective_from > publication.effective_from) {
        return Err(Refusal::new("effective_before_last")
            .with("effective_from", publication.effective_from)
            .with("last", last.effective_from));
    }
    text::name("name", &publication.name)?;
    text::sentence("note", publication.note.as_deref())?;
    check_areas(world, publication)?;
    check_ties(world, publication)?;
    let number = world.truth.plan.next_number();
    let published = Event::PlanPublished { number, publication: Box::new(publication.clone()) };
    Ok(match publication.effective_from <= context.now {
        false => vec![published],
        true => with_handover(world, context.now, vec![published]),
    })
}

/// The areas as they will be hang together.
fn check_areas(world: &World, publication: &Publication) -> Result<(), Refusal> {
    // What is to come counts as there: a publication is drawn on the last version.
    let mut areas: BTreeMap<&AreaCode, &Area> = BTreeMap::new();
    for area in world.truth.areas.iter() {
        areas.insert(&area.code, area);
    }
    for coming in world.truth.plan.coming.values() {
        coming.publication.retired.iter().for_each(|code| _ = areas.remove(code));
        areas.extend(coming.publication.put.iter().map(|new| (&new.area.code, &new.area)));
    }
    for code in &publication.retired {
        if areas.remove(code).is_none() {
            return Err(Refusal::new("unknown_area").with("code", code));
        }
    }
    let retired = |code: &AreaCode| {
        world.truth.plan.retired.contains_key(code)
            || publication.retired.contains(code)
            || world.truth.plan.coming.values().any(|coming| coming.publication.retired.contains(code))
    };
    let mut put = BTreeSet::new();
    for new in &publication.put {
        let area = &new.area;
        let refusal = |code| Refusal::new(code).with("code", &area.code);
        if !put.insert(&area.code) {
            return Err(refusal("duplicate_code"));
        }
        if retired(&area.code) {
            return Err(refusal("code_retired"));
        }
        if areas.get(&area.code).is_some_and(|there| there.level != area.level) {
            return Err(refusal("code_taken").with("level", areas[&area.code].level));
        }
        if new.outline.polygons.is_empty() {
            return Err(refusal("outline_missing"));
        }
        text::name("name", &area.name)?;
        areas.insert(&area.code, area);
    }
    for area in areas.values() {
        let Some(parent) = &area.parent else { continue };
        let refusal = |code| Refusal::new(code).with("code", &area.code).with("parent", parent);
        match areas.get(parent) {
            None if publication.retired.contains(parent) => {
                return Err(Refusal::new("children_would_lose_parent")
                    .with("level", area.level)
                    .with("count", 1)
                    .with("children", &area.code));
            }
            None => return Err(refusal("unknown_parent")),
            Some(above) if above.level >= area.level => {
                return Err(refusal("parent_not_above").with("level", above.level));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Teams and buildings that the publication names exist.
fn check_ties(world: &World, publication: &Publication) -> Result<(), Refusal> {
    for (team, _) in &publication.homes {
        world.truth.teams.get(team).ok_or_else(|| Refusal::new("unknown_team").with("team", team))?;
    }
    for (place, _) in &publication.members {
        world.truth.places.get(place).ok_or_else(|| Refusal::new("unknown_place").with("code", place))?;
    }
    Ok(())
}

/// What the coming of a day makes true: every plan whose time has come takes force, one after the other.
pub(crate) fn due(world: &World, now: Timestamp) -> Vec<Event> {
    let is_due = |coming: &&Coming| coming.version.effective_from <= now;
    match world.truth.plan.coming.values().any(|coming| is_due(&&**coming)) {
        true => with_handover(world, now, Vec::new()),
        false => Vec::new(),
    }
}

impl World {
    /// The world as it will be at an instant if nobody does anything until then: with all plans in force whose day has
    /// come. Costs nothing while none is to come.
    #[must_use]
    pub fn on(&self, at: Timestamp) -> Self {
        self.foreseen(&due(self, at), at)
    }

    /// The world as it would be after some events, were they to come true now.
    #[must_use]
    pub fn foreseen(&self, events: &[Event], now: Timestamp) -> Self {
        let mut then = self.clone();
        let stamp = crate::apply::Stamp { seq: self.seq() + 1, at: now, by: "" };
        events.iter().for_each(|event| then.obey(event, &stamp));
        then
    }
}

/// The events so far, then for each plan whose time has come that it takes force, who follows whom, and where open
/// incidents lie now.
fn with_handover(world: &World, now: Timestamp, mut events: Vec<Event>) -> Vec<Event> {
    let mut next = world.clone();
    let stamp = crate::apply::Stamp { seq: world.seq() + 1, at: now, by: "" };
    events.iter().for_each(|event| next.obey(event, &stamp));
    while let Some(coming) = next.truth.plan.coming.get_min().map(|(_, coming)| coming.clone()) {
        if coming.version.effective_from > now {
            break;
        }
        let publication = &coming.publication;
        let followers =
            [Records::Areas(staffed(&next, publication)), Records::Teams(rehomed(&next, publication))];
        let mut step = vec![Event::PlanInForce { number: coming.version.number }];
        step.extend(
            followers
                .into_iter()
                .filter(|records| !records.is_empty())
                .map(|records| Event::RecordsSaved { input: None, records }),
        );
        step.iter().for_each(|event| next.obey(event, &stamp));
        let followed = incidents_followed(&next);
        followed.iter().for_each(|event| next.obey(event, &stamp));
        events.extend(step);
        events.extend(followed);
    }
    events
}

/// Areas whose leader, telephone or body is another now than when the plan was published: who answers for an area is
/// entered in the register, also while a plan waits for its day.
fn staffed(world: &World, publication: &Publication) -> Vec<Area> {
    let recoded: BTreeMap<_, _> = publication.recoded.iter().map(|(old, new)| (new, old)).collect();
    let changed = publication.put.iter().filter_map(|new| {
        let area = &new.area;
        let areas = &world.truth.areas;
        let now = areas.get(&area.code).or_else(|| areas.get(*recoded.get(&area.code)?))?;
        let staffed = Area {
            leader: now.leader.clone(),
            phone: now.phone.clone(),
            body: now.body.clone(),
            ..area.clone()
        };
        (staffed != *area).then_some(staffed)
    });
    changed.collect()
}

/// Teams whose home ends or changes, with the home they have from now on.
///
/// A micro-area has one liaison team: the one that the plan names, or else the one that is there. A team whose own ends
/// takes over its heir only if that is free, and has no home otherwise; it stands in the handover list.
fn rehomed(world: &World, publication: &Publication) -> Vec<Team> {
    let bound: BTreeMap<_, _> = publication.homes.iter().map(|(team, home)| (team, home)).collect();
    let heirs: BTreeMap<_, _> = publication.heirs.iter().map(|(old, new)| (old, new)).collect();
    let ends: BTreeSet<_> = publication.retired.iter().collect();
    let put: BTreeMap<_, _> = publication.put.iter().map(|new| (&new.area.code, new.area.level)).collect();
    let level = |code: &AreaCode| {
        put.get(code).copied().or_else(|| world.truth.areas.get(code).map(|area| area.level))
    };
    let is_alone = |team: &Team, home: &AreaCode| {
        team.kind == TeamKind::LiaisonTeam && !team.retired && level(home) == Some(Level::MicroArea)
    };
    // Who is named comes first, then who stays, then who inherits; among equals by call sign.
    let mut teams: Vec<_> = world.truth.teams.iter().collect();
    let turn = |team: &Team| match (&team.home, bound.contains_key(&team.code)) {
        (_, true) => 0,
        (Some(home), _) if ends.contains(home) => 2,
        _ => 1,
    };
    teams.sort_by_key(|team| turn(team));
    let mut taken = BTreeSet::new();
    let mut changed = Vec::new();
    for team in teams {
        let inherited = || {
            let home = team.home.as_ref()?;
            Some(heirs.get(home).copied().unwrap_or(home))
        };
        let home = match bound.get(&team.code) {
            Some(home) => home.as_ref(),
            None => inherited(),
        };
        let home = home.cloned();
        let home = home.filter(|home| !is_alone(team, home) || taken.insert(home.clone()));
        if home != team.home {
            changed.push(Team { home, ..(**team).clone() });
        }
    }
    changed.sort_by(|a, b| a.code.cmp(&b.code));
    changed
}

/// Open incidents that lie in other areas than they did: the finding of the day is kept with each.
fn incidents_followed(world: &World) -> Vec<Event> {
    let open = world.derived.open.iter().filter_map(|id| world.truth.incidents.get(id));
    let followed = open.filter_map(|incident| {
        let areas: Vec<AreaCode> =
            world.areas_at(incident.position).into_iter().map(|area| area.code.clone()).collect();
        (areas != incident.areas && !areas.is_empty()).then(|| Event::IncidentAmended {
            incident: incident.id.clone(),
            kind: incident.kind.clone(),
            severity: incident.severity,
            position: incident.position,
            address: incident.address.clone(),
            areas,
        })
    });
    followed.collect()
}
