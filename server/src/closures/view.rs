//! Closures as people see them: on the roads, in brief, and what they cut off.

use super::forms::{ClosureView, ClosuresView, CutOff, NamedClosure, SelectedView};
use crate::app::App;
use crate::http::Problem;
use crate::roads::closed::select;
use crate::roads::in_force::{Loaded, Times};
use dispatch::Profile;
use dispatch::choose::Whereabouts;
use dispatch::roads::{ClosureSet, Effect, Overlay, Parted, RoadNetwork, Selection};
use std::sync::Arc;
use world::incidents::IncidentFilter;
use world::{Closure, Ground, Scope, Timestamp, View, World};

/// Segments of one drawing that are drawn one by one: more are a part of the city, which its outline shows better.
const DRAWN: usize = 4_000;
/// Street names of one drawing that are told.
const STREETS: usize = 50;

/// The roads in force.
///
/// # Errors
/// `roads_not_ready` when there are none, or they are still being loaded.
pub fn roads(app: &App, view: &View) -> Result<Arc<Loaded>, Problem> {
    app.roads.present(view).ok_or_else(|| Problem::new("roads_not_ready"))
}

/// A closure on the roads in force.
pub fn closure_view(app: &App, view: &View, closure: &Closure, now: Timestamp) -> ClosureView {
    let selects = app.roads.present(view).map(|loaded| {
        let selection = app.roads.closing().selection(&loaded, closure);
        selected_view(loaded.router.network(), &selection)
    });
    ClosureView { standing: closure.standing(now), closure: closure.clone(), selects }
}

/// What a drawing means.
pub fn selected_view(network: &RoadNetwork, selection: &Selection) -> SelectedView {
    let selected = network.selected(selection, DRAWN);
    let corner = |position: &geo_core::Position| [position.lon(), position.lat()];
    SelectedView {
        segments: selected.segments,
        ways: selected.ways,
        metres: selected.length.0,
        streets: selected.streets.into_iter().take(STREETS).collect(),
        lines: selected.lines.iter().map(|line| line.iter().map(corner).collect()).collect(),
    }
}

/// A drawing closes something.
///
/// # Errors
/// `roads_not_ready`; `closure_selects_nothing` when no road of the imported network is meant.
pub fn closes_something(app: &App, view: &View, ground: &Ground) -> Result<(), Problem> {
    let loaded = roads(app, view)?;
    if select(loaded.router.network(), ground).is_empty() {
        return Err(Problem::new("closure_selects_nothing"));
    }
    Ok(())
}

/// What an answer was worked out under, in brief.
pub fn closures_view(world: &World, times: &Times) -> ClosuresView {
    let named = |id: &String| {
        let closure = world.closure_register().get(id)?;
        Some(NamedClosure { id: id.clone(), name: closure.name.clone(), effect: closure.effect })
    };
    ClosuresView {
        number: times.closures.number.clone(),
        applied: times.roads().is_some(),
        closures: times.closures.closures.iter().filter_map(named).collect(),
    }
}

/// What closures cut off for cars, within a scope; `None` when nothing.
pub fn cut_off(
    app: &App,
    view: &View,
    scope: &Scope,
    loaded: &Loaded,
    closures: &ClosureSet,
    now: Timestamp,
) -> Option<CutOff> {
    let parted = loaded.router.parted(Profile::Car, closures);
    (parted.cut_off().0 > 0.0).then(|| who(app, view, scope, loaded, &parted, now))
}

/// What a drawing would cut off besides what is cut off already.
pub fn would_cut_off(
    app: &App,
    view: &View,
    scope: &Scope,
    loaded: &Loaded,
    segments: Selection,
    now: Timestamp,
) -> Option<CutOff> {
    let present = app.roads.times(view, now);
    let closed = present.roads().map(|roads| roads.closed.clone())?;
    let before = loaded.router.parted(Profile::Car, &closed.set).cut_off();
    let shut = Overlay { segments, profiles: Profile::ALL.to_vec(), effect: Effect::Shut };
    let after = loaded.router.parted(Profile::Car, &closed.set.and(shut));
    // What lay cut off and is shut now is cut off no more, so it may also be less.
    (after.cut_off().0 > before.0).then(|| who(app, view, scope, loaded, &after, now))
}

fn who(app: &App, view: &View, scope: &Scope, loaded: &Loaded, parted: &Parted, now: Timestamp) -> CutOff {
    let world = view.world();
    let lost = |position| parted.cuts_off(&loaded.router, position);
    let fixes = app.positions.fixes();
    let teams = world.units(scope, now, &fixes).filter(|unit| match unit.whereabouts {
        Whereabouts::Fix { position, .. } | Whereabouts::Post { position } => lost(position),
        Whereabouts::Unknown => false,
    });
    let teams = teams.map(|unit| unit.team).collect();
    let going_on = IncidentFilter::default();
    let incidents = world.incidents(scope, &going_on);
    let depots = view.depots(scope).into_iter().filter(|depot| lost(depot.position));
    CutOff {
        metres: parted.cut_off().0,
        teams,
        depots: depots.map(|depot| depot.code.clone()).collect(),
        incidents: incidents
            .filter(|incident| lost(incident.position))
            .map(|incident| incident.id.clone())
            .collect(),
    }
}
