//! Whistles as people see them.

use super::forms::{CalledView, DepartmentView, Rate, RatesRow, RatesView, WhistleView};
use crate::http::Caller;
use dispatch::choose::Duty;
use geo_core::AreaCode;
use world::incidents::{Whistle, WhistleFigures};
use world::{Scope, Timestamp, World};

/// A whistle with where one checks in now. Those called are named whosever teams they are.
pub fn whistle_view(world: &World, whistle: &Whistle, now: Timestamp) -> WhistleView {
    let standing = whistle.called.iter().map(|called| {
        let team = world.team_register().get(&called.team);
        CalledView {
            team: called.team.clone(),
            name: team.map_or_else(|| called.team.to_string(), |team| team.name.clone()),
            phone: team.and_then(|team| team.phone.clone()),
            standing: called.standing(whistle.due, now),
        }
    });
    WhistleView { standing: standing.collect(), place: world.place_of(whistle), whistle: whistle.clone() }
}

/// Whether a caller sees a whistle: a device those that call its team, everybody else by scope.
pub fn sees(world: &World, caller: &Caller, whistle: &Whistle) -> bool {
    match caller.actor().device_of() {
        Some(own) => whistle.called.iter().any(|called| called.team.as_str() == own),
        None => world.covers_whistle(caller.scope(), whistle),
    }
}

/// The duty groups that may be called.
pub fn departments(world: &World, now: Timestamp) -> Vec<DepartmentView> {
    let view = |team: &std::sync::Arc<world::records::Team>| DepartmentView {
        team: team.code.clone(),
        name: team.name.clone(),
        department: team.department.clone(),
        phone: team.phone.clone(),
        on_duty: world.duty(team, now) == Duty::On,
        engaged: world.bound_to(&team.code).is_some() || world.called_by(&team.code).is_some(),
    };
    world.departments().map(view).collect()
}

/// The figures of a period within a scope.
pub fn rates_view(
    world: &World,
    scope: &Scope,
    from: Timestamp,
    until: Timestamp,
    now: Timestamp,
) -> RatesView {
    let rates = world.whistle_rates(scope, from, until, now);
    let incidents = |township: &Option<AreaCode>| rates.incidents.get(township).copied().unwrap_or(0);
    let name = |township: &Option<AreaCode>| {
        let area = township.as_ref().and_then(|code| world.area_register().get(code));
        area.map(|area| area.name.clone()).or_else(|| township.as_ref().map(ToString::to_string))
    };
    // A township without a whistle has a rate too: none.
    let mut codes: std::collections::BTreeSet<&Option<AreaCode>> = rates.townships.keys().collect();
    codes.extend(rates.incidents.keys());
    let townships = codes.into_iter().map(|township| {
        let figures = rates.townships.get(township).copied().unwrap_or_default();
        let calls = Some(incidents(township));
        row(township.clone(), name(township).unwrap_or_default(), figures, calls)
    });
    let taken = rates.incidents.values().sum();
    RatesView {
        from,
        until,
        all: row(None, String::new(), rates.all, Some(taken)),
        townships: townships.collect(),
        departments: rates
            .departments
            .iter()
            .map(|(department, figures)| row(None, department.clone(), *figures, None))
            .collect(),
    }
}

fn row(
    township: Option<AreaCode>,
    name: String,
    figures: WhistleFigures,
    incidents: Option<u32>,
) -> RatesRow {
    RatesRow {
        township,
        name,
        check_in_rate: rate(figures.in_time + figures.late, figures.calls),
        in_time_rate: rate(figures.in_time, figures.calls),
        whistle_rate: incidents.map(|incidents| rate(figures.about_incidents, incidents)),
        figures,
    }
}

fn rate(part: u32, of: u32) -> Rate {
    Rate { part, of, rate: (of > 0).then(|| f64::from(part) / f64::from(of)) }
}
