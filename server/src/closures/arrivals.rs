//! When teams that are on their way will arrive, under the closures in force, and what a change of closures does to
//! that.

use super::forms::ArrivalView;
use crate::app::App;
use crate::roads::in_force::Times;
use dispatch::roads::{NoRoute, Travel, TravelTimes};
use dispatch::{Profile, TeamId};
use geo_core::{Milliseconds, Position};
use world::incidents::{Incident, IncidentFilter, TaskState};
use world::{Scope, Timestamp, View, World};

/// A change of less is no news: positions are no better.
const NEWS: Milliseconds = Milliseconds(1_000);

/// The teams sent to an incident that are not there yet.
pub fn of_incident(
    app: &App,
    world: &World,
    incident: &Incident,
    times: &Times,
    now: Timestamp,
) -> Vec<ArrivalView> {
    let under_way = incident.tasks.iter().filter(|task| task.state < TaskState::OnScene);
    let arrival = |task: &world::incidents::Task| {
        let start = start(app, world, &task.team, now);
        let travel =
            start.map(|Start { profile, place, .. }| ask(times.asked(), profile, place, incident.position));
        let open = times.roads().zip(start).map(|(roads, Start { profile, place, .. })| {
            ask(&*roads.loaded.router, profile, place, incident.position)
        });
        let turnout = start.map_or(0, |start| start.turnout.0);
        ArrivalView {
            incident: incident.id.clone(),
            team: task.team.clone(),
            state: task.state,
            total_ms: travel.and_then(|travel| travel.total()).map(|way| turnout.saturating_add(way.0)),
            delay_ms: delay(travel, open),
            before_ms: None,
            cut_off: is_cut_off(travel),
        }
    };
    under_way.map(arrival).collect()
}

/// What closures add to a travel time; nothing where there is no time to add to.
fn delay(travel: Option<Travel>, open: Option<Travel>) -> Option<u64> {
    let (travel, open) = (travel?.total()?, open?.total()?);
    Some(travel.0.saturating_sub(open.0))
}

/// Teams on their way whose arrival is another now that other closures are in force, over the whole district.
pub fn changed(app: &App, view: &View, before: &Times, after: &Times, now: Timestamp) -> Vec<ArrivalView> {
    let (world, everywhere, going_on) = (view.world(), Scope::district(), IncidentFilter::default());
    let open = world.incidents(&everywhere, &going_on);
    let reckoned = open.flat_map(|incident| {
        let then = of_incident(app, world, incident, before, now);
        let new = of_incident(app, world, incident, after, now);
        then.into_iter().zip(new)
    });
    let differs = |then: &ArrivalView, new: &ArrivalView| match (then.total_ms, new.total_ms) {
        (Some(then), Some(new)) => then.abs_diff(new) >= NEWS.0,
        (then, new) => then != new,
    };
    reckoned
        .filter(|(then, new)| differs(then, new))
        .map(|(then, new)| ArrivalView { before_ms: then.total_ms, ..new })
        .collect()
}

fn is_cut_off(travel: Option<Travel>) -> bool {
    matches!(travel, Some(Travel::Unreachable { reason: NoRoute::CutOff }))
}

/// Where a team sets off, and when.
#[derive(Clone, Copy)]
struct Start {
    profile: Profile,
    place: Position,
    turnout: Milliseconds,
}

fn start(app: &App, world: &World, team: &TeamId, now: Timestamp) -> Option<Start> {
    let team = world.team_register().get(team)?;
    let whereabouts = world.whereabouts(team, now, &app.positions.fixes());
    let turnout = world.turnout_left(team, whereabouts, now);
    Some(Start { profile: team.profile, place: whereabouts.position()?, turnout })
}

fn ask(times: &dyn TravelTimes, profile: Profile, from: Position, to: Position) -> Travel {
    let answer = times.travel_to(profile, to, &[from]).pop();
    answer.unwrap_or(Travel::Unreachable { reason: NoRoute::NoWay })
}
