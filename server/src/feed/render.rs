//! What a piece of news says to a scope: present values of what was touched, and what left its sight.

use super::forms::LiveChange;
use super::ring::{Audience, Drafts, News, Was};
use crate::closures::forms::ArrivalView;
use crate::incidents::view::IncidentView;
use crate::registers::team_view::{team_in_scope, team_view};
use world::{Cameras, Fixes, Scope, Timestamp, Touched, View};

/// Areas named one by one in one event; more are the whole register.
const NAMED_AREAS: usize = 50;

/// What rendering looks at.
pub struct Glance<'a> {
    /// The published state.
    pub view: &'a View,
    /// Where teams are.
    pub fixes: &'a Fixes,
    /// Now.
    pub now: Timestamp,
}

/// Everything in the news that an audience may see.
pub fn changes_of(news: &News, audience: &Audience, glance: &Glance<'_>) -> Vec<LiveChange> {
    let scope = &audience.scope;
    let mut changes: Vec<LiveChange> = Vec::new();
    for touched in &news.touched {
        changes_of_one(touched, news, scope, glance, &mut changes);
    }
    changes.extend(news.draft.iter().filter(|_| audience.drafts == Drafts::Told).cloned());
    let reached = |arrival: &&ArrivalView| glance.view.world().incident(scope, &arrival.incident).is_some();
    let arrivals = news.arrivals.iter().filter(reached);
    changes.extend(arrivals.map(|arrival| LiveChange::Arrival { value: Box::new(arrival.clone()) }));
    changes.extend(news.layers.iter().map(|(source, version)| LiveChange::Layer {
        layer: source.name().to_owned(),
        version: version.to_string(),
    }));
    changes
}

fn changes_of_one(
    touched: &Touched,
    news: &News,
    scope: &Scope,
    glance: &Glance<'_>,
    changes: &mut Vec<LiveChange>,
) {
    let (view, world) = (glance.view, glance.view.world());
    // Gone from sight: it was within the scope, and is not any more.
    let left = || saw_before(touched, news, scope, view);
    let gone = |register: &str, code: &dyn std::fmt::Display| LiveChange::Gone {
        register: register.to_owned(),
        code: code.to_string(),
    };
    match touched {
        Touched::Incident(id) => match world.incident(scope, id) {
            Some(incident) => {
                let value = Box::new(IncidentView::of(world, incident, glance.now));
                changes.push(LiveChange::Incident { value });
            }
            None if left() => changes.push(gone("incidents", id)),
            None => {}
        },
        Touched::Team(code) => match team_in_scope(world, glance.fixes, scope, code, glance.now) {
            Some(team) => changes.push(LiveChange::Team { value: Box::new(team) }),
            None if left() => changes.push(gone("teams", code)),
            None => {}
        },
        Touched::Shift(code) => match world.shift(scope, code) {
            Some(shift) => changes.push(LiveChange::Shift { value: Some((**shift).clone()), removed: None }),
            None if left() => changes.push(LiveChange::Shift { value: None, removed: Some(code.clone()) }),
            None => {}
        },
        Touched::Depot(code) => match view.depot(scope, code) {
            Some(depot) => changes.push(LiveChange::Depot { value: Some((**depot).clone()), removed: None }),
            None if left() => changes.push(LiveChange::Depot { value: None, removed: Some(code.clone()) }),
            None => {}
        },
        Touched::SensingPoint(code) => match view.sensing_point(scope, code, Cameras::Exclude) {
            Some(point) => changes.push(LiveChange::SensingPoint { value: Box::new((**point).clone()) }),
            None if scope.root().is_some() && left() => changes.push(gone("sensing_points", code)),
            None => {}
        },
        Touched::Place(code) => match view.place(scope, code) {
            Some(place) => changes.push(LiveChange::Place { value: Box::new((**place).clone()) }),
            None if left() => changes.push(gone("places", code)),
            None => {}
        },
        Touched::Areas(level) => {
            let changed =
                |area: &&std::sync::Arc<world::records::Area>| news.seq.is_none_or(|seq| area.version == seq);
            let areas: Vec<_> =
                world.areas_of_level(scope, *level).filter(changed).take(NAMED_AREAS + 1).collect();
            if (1..=NAMED_AREAS).contains(&areas.len()) {
                changes.extend(
                    areas.into_iter().map(|area| LiveChange::Area { value: Box::new((**area).clone()) }),
                );
            } else {
                changes.push(LiveChange::Register { register: "areas".to_owned() });
            }
        }
        Touched::Closure(id) => {
            if let Some(closure) = world.closure_register().get(id) {
                let value = Box::new((**closure).clone());
                changes.push(LiveChange::Closure { standing: closure.standing(glance.now), value });
            }
        }
        Touched::Whistle(id) => {
            if let Some(whistle) = world.whistle(scope, id) {
                let value = Box::new(crate::whistles::view::whistle_view(world, whistle, glance.now));
                changes.push(LiveChange::Whistle { value });
            }
        }
        Touched::Teams => changes.push(register("teams")),
        Touched::Shifts => changes.push(register("shifts")),
        Touched::Depots => changes.push(register("depots")),
        Touched::SensingPoints => changes.push(register("sensing_points")),
        Touched::Places => changes.push(register("places")),
        Touched::RunCard(_) | Touched::RunCards => changes.push(register("run_cards")),
        Touched::Modes => changes.push(register("modes")),
        Touched::Handovers => changes.push(register("handovers")),
        Touched::Roads => changes.push(register("roads")),
        Touched::Plans => changes.push(register("plans")),
        Touched::District => changes.push(register("district")),
    }
}

fn register(name: &str) -> LiveChange {
    LiveChange::Register { register: name.to_owned() }
}

/// The whole district saw everything.
fn saw_before(touched: &Touched, news: &News, scope: &Scope, view: &View) -> bool {
    if scope.root().is_none() {
        return true;
    }
    let was = news.left.iter().filter(|(what, _)| what == touched).map(|(_, was)| was);
    was.into_iter().any(|was| match was {
        Was::At(position) => view.world().covers_position(scope, *position),
        Was::Home(area) => view.world().covers(scope, area),
    })
}

/// Where things were before an entry, for those that moved or were taken out by it.
pub fn left(touched: &[Touched], before: &View, after: &View) -> Vec<(Touched, Was)> {
    touched.iter().filter_map(|touched| Some((touched.clone(), was(touched, before, after)?))).collect()
}

fn was(touched: &Touched, before: &View, after: &View) -> Option<Was> {
    let (then, now) = (before.world(), after.world());
    let moved = |then: geo_core::Position, now: Option<geo_core::Position>| {
        (now != Some(then)).then_some(Was::At(then))
    };
    match touched {
        Touched::Incident(id) => moved(
            then.incident_register().get(id)?.position,
            now.incident_register().get(id).map(|incident| incident.position),
        ),
        Touched::Depot(code) => moved(
            then.depot_register().get(code)?.position,
            now.depot_register().get(code).map(|depot| depot.position),
        ),
        Touched::SensingPoint(code) => {
            let point = then.sensing_point_register().get(code)?;
            let present = now.sensing_point_register().get(code);
            // A camera's code is told to nobody, gone or not.
            let secret =
                |point: &world::records::SensingPoint| point.kind == world::records::SensingKind::Camera;
            if secret(point) || present.is_some_and(|point| secret(point)) {
                None
            } else {
                moved(point.position, present.map(|point| point.position))
            }
        }
        Touched::Place(code) => moved(
            then.place_register().get(code)?.position,
            now.place_register().get(code).map(|place| place.position),
        ),
        Touched::Team(code) => {
            let home = then.team_register().get(code)?.home.clone()?;
            (now.team_register().get(code)?.home.as_ref() != Some(&home)).then_some(Was::Home(home))
        }
        Touched::Shift(code) => {
            let team = then.team_register().get(&then.shift_register().get(code)?.team)?;
            team.home.clone().map(Was::Home)
        }
        _ => None,
    }
}

/// All teams within a scope as they stand now.
pub fn teams(scope: &Scope, glance: &Glance<'_>) -> Vec<crate::registers::forms::TeamView> {
    glance.view.world().teams(scope, glance.now).map(|team| team_view(team, glance.fixes)).collect()
}
