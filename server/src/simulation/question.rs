//! Makes a scenario of what is asked, on the published state.

use super::forms::{AskSimulation, ChangesView};
use crate::app::App;
use crate::closures::forms::NamedClosure;
use crate::closures::view::roads;
use crate::http::Problem;
use crate::roads::closed::{effect, select};
use crate::roads::in_force::Loaded;
use dispatch::choose::{Call as KnownCall, Duty, Policy, Standing, Unit as KnownUnit, Whereabouts};
use dispatch::roads::{ClosureSet, Overlay};
use dispatch::simulate::{Call, Nanoseconds, Needing, Needs, Scenario, Then, Turn, Unit, WayBack};
use dispatch::{IncidentId, TeamId, TeamKind};
use geo_core::{Milliseconds, Position};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use world::incidents::{Past, PastUnit, Stay};
use world::{Actor, ClosureCommand, Command, Context, DrawnClosure, Timestamp, View};

/// The longest time that is replayed: a month.
pub const LONGEST: Milliseconds = Milliseconds::from_minutes(31 * 24 * 60);
/// The most needs and the most teams.
pub const MOST_NEEDS: usize = 5_000;
/// The most teams, those added included.
pub const MOST_TEAMS: usize = 5_000;
/// The most closures that may be added.
const MOST_CLOSED: usize = 50;
/// Late after this, unless something else is asked.
const DEADLINE: Milliseconds = Milliseconds::from_minutes(15);

/// A scenario, and everything that its run and its figures need.
pub struct Question {
    /// From which state.
    pub view: Arc<View>,
    /// The roads.
    pub loaded: Arc<Loaded>,
    /// What is closed all the time.
    pub closed: ClosureSet,
    /// What is run.
    pub scenario: Scenario<Position>,
    /// Which need each call of it is.
    pub needs: Needs,
    /// What choosing knows of each unit.
    pub units: BTreeMap<TeamId, KnownUnit>,
    /// What it knows of each call of the scenario.
    pub calls: BTreeMap<IncidentId, KnownCall>,
    /// Its figures.
    pub policy: Policy,
    /// The handicap of home teams at calls where an emergency held that has one of its own.
    pub handicaps: BTreeMap<IncidentId, Milliseconds>,
    /// What happened then.
    pub past: Past,
    /// Late after this.
    pub deadline: Milliseconds,
    /// Teams that cannot take part.
    pub left_out: Vec<TeamId>,
    /// What is different.
    pub changes: ChangesView,
}

/// Looks at what is asked.
///
/// # Errors
/// `simulation_period`, `simulation_too_large`, `simulation_empty`, what judging run cards refuses; `unknown_team`, `simulate_unit_twice`,
/// `unknown_closure`; what drawing a closure refuses; `roads_not_ready`, `not_founded`.
pub fn question(app: &App, actor: &Actor, asked: &AskSimulation) -> Result<Question, Problem> {
    let view = app.desk.state();
    let world = view.world();
    let loaded = roads(app, &view)?;
    let policy = world.choice_policy().ok_or_else(|| Problem::new("not_founded"))?;
    if asked.until <= asked.from || asked.until.since(asked.from).0 > LONGEST.0 {
        return Err(Problem::new("simulation_period").with("days", LONGEST.0 / 86_400_000));
    }
    let (closed, named) = closed(app, actor, &view, &loaded, asked)?;
    if let Some(cards) = &asked.cards {
        world.judge_run_cards(cards)?;
    }
    let too_large = |count: usize, limit: usize| {
        Problem::new("simulation_too_large").with("count", count).with("limit", limit)
    };
    let needed = world.past_needs(&actor.scope, asked.from, asked.until, asked.cards.as_deref());
    if needed > MOST_NEEDS {
        return Err(too_large(needed, MOST_NEEDS));
    }
    let mut past = world.past(&actor.scope, asked.from, asked.until, asked.cards.as_deref());
    change(&mut past, asked)?;
    if past.units.len() > MOST_TEAMS {
        return Err(too_large(past.units.len(), MOST_TEAMS));
    }
    if needed == 0 {
        let problem = Problem::new("simulation_empty").with("from", asked.from.to_string());
        return Err(problem.with("until", asked.until.to_string()));
    }
    let left_out = past.units.iter().filter(|unit| unit.post.is_none());
    let left_out = left_out.map(|unit| unit.unit.team.clone()).collect();
    past.units.retain(|unit| unit.post.is_some());
    let (needs, scenario) = scenario(&past, asked.from);
    let of_incident: BTreeMap<_, _> = past.calls.iter().map(|call| (&call.incident.id, call)).collect();
    let known = |call: &Call<Position>| {
        let (incident, number) = needs.of(&call.incident)?;
        let of = of_incident.get(incident)?;
        let suited = of.needs.get(number)?.clone();
        let areas = of.incident.areas.clone();
        Some((
            call.incident.clone(),
            KnownCall { position: call.place, areas, suited, around: Default::default() },
        ))
    };
    let handicap = |call: &Call<Position>| {
        let of = of_incident.get(needs.of(&call.incident)?.0)?;
        Some((call.incident.clone(), of.handicap?))
    };
    Ok(Question {
        handicaps: scenario.calls.iter().filter_map(handicap).collect(),
        units: past.units.iter().map(|unit| (unit.unit.team.clone(), unit.unit.clone())).collect(),
        calls: scenario.calls.iter().filter_map(known).collect(),
        changes: ChangesView {
            without: asked.without.clone(),
            posted: asked.posted.clone(),
            added: asked.added.clone(),
            other_cards: asked.cards.is_some(),
            closures: named,
            also_closed: asked.closed.len(),
        },
        deadline: asked.deadline_ms.map_or(DEADLINE, Milliseconds),
        view,
        loaded,
        closed,
        scenario,
        needs,
        policy,
        past,
        left_out,
    })
}

/// Teams taken away, moved and added.
fn change(past: &mut Past, asked: &AskSimulation) -> Result<(), Problem> {
    let unknown = |team: &TeamId| Problem::new("unknown_team").with("team", team.as_str());
    for team in &asked.without {
        let place = past.units.iter().position(|unit| unit.unit.team == *team);
        past.units.remove(place.ok_or_else(|| unknown(team))?);
    }
    for posted in &asked.posted {
        let unit = past.units.iter_mut().find(|unit| unit.unit.team == posted.team);
        unit.ok_or_else(|| unknown(&posted.team))?.post = Some(posted.at);
    }
    for added in &asked.added {
        if past.units.iter().any(|unit| unit.unit.team == added.team) || asked.without.contains(&added.team) {
            return Err(Problem::new("simulate_unit_twice").with("team", added.team.as_str()));
        }
        let unit = KnownUnit {
            team: added.team.clone(),
            kind: added.kind,
            profile: added.profile,
            home: None,
            above: Vec::new(),
            duty: Duty::On,
            standing: Standing::Free,
            unavailable: None,
            retired: false,
            turnout: Milliseconds(0),
            whereabouts: Whereabouts::Unknown,
        };
        past.units.push(PastUnit { unit, post: Some(added.at), turns: None });
    }
    Ok(())
}

/// Calls by the time since the beginning.
fn scenario(past: &Past, from: Timestamp) -> (Needs, Scenario<Position>) {
    let since = |at: Timestamp| Nanoseconds::from(at.since(from));
    let mut of_kinds: BTreeMap<&[TeamKind], Arc<BTreeSet<TeamId>>> = BTreeMap::new();
    let mut suited = |kinds| -> Arc<BTreeSet<TeamId>> {
        let of = |kinds: &[TeamKind]| {
            let fits = past.units.iter().filter(|unit| kinds.contains(&unit.unit.kind));
            Arc::new(fits.map(|unit| unit.unit.team.clone()).collect())
        };
        of_kinds.entry(kinds).or_insert_with(|| of(kinds)).clone()
    };
    let calls = past.calls.iter().map(|call| Needing {
        needs: call.needs.iter().map(|kinds| suited(kinds.as_slice())).collect(),
        call: Call {
            incident: call.incident.id.clone(),
            at: since(call.incident.accepted_at),
            place: call.incident.position,
            on_scene: call.stay.time().into(),
            then: Then::Free,
        },
    });
    let calls = calls.collect();
    let turn = |&(starts, ends): &(Timestamp, Timestamp)| Turn { from: since(starts), until: since(ends) };
    let duty = past
        .units
        .iter()
        .filter_map(|unit| Some((unit.unit.team.clone(), unit.turns.as_ref()?.iter().map(turn).collect())));
    let units = past.units.iter().filter_map(|unit| {
        Some(Unit { team: unit.unit.team.clone(), profile: unit.unit.profile, base: unit.post? })
    });
    Needs::scenario(units.collect(), calls, duty.collect(), WayBack::MayBeSent)
}

/// What is closed all the time, and which closures of the district are among it.
fn closed(
    app: &App,
    actor: &Actor,
    view: &View,
    loaded: &Loaded,
    asked: &AskSimulation,
) -> Result<(ClosureSet, Vec<NamedClosure>), Problem> {
    let world = view.world();
    let held: Vec<_> = match &asked.closures {
        None => world.closures_held(asked.from).cloned().collect(),
        Some(ids) => {
            let find = |id: &String| {
                let unknown = || Problem::new("unknown_closure").with("closure", id.as_str());
                world.closure_register().get(id.as_str()).cloned().ok_or_else(unknown)
            };
            ids.iter().collect::<BTreeSet<_>>().into_iter().map(find).collect::<Result<_, _>>()?
        }
    };
    if asked.closed.len() > MOST_CLOSED {
        let problem = Problem::new("simulation_too_large").with("what", "closed");
        return Err(problem.with("count", asked.closed.len()).with("limit", MOST_CLOSED));
    }
    let mut overlays: Vec<Overlay> = held
        .iter()
        .map(|closure| Overlay {
            segments: (*app.roads.closing().selection(loaded, closure)).clone(),
            profiles: closure.profiles.clone(),
            effect: effect(closure.effect),
        })
        .collect();
    for also in &asked.closed {
        // Judged as it would be when drawn, whatever it is called and whoever says why.
        let drawn = DrawnClosure {
            name: "-".to_owned(),
            ground: also.ground.clone(),
            profiles: also.profiles.clone(),
            effect: also.effect,
            reason: "-".to_owned(),
            from: None,
            until: None,
        };
        let command = Command::Closure(Box::new(ClosureCommand::Draw(drawn)));
        world.decide(&command, &Context { now: app.desk.now(), actor: actor.clone() })?;
        let segments = select(loaded.router.network(), &also.ground);
        if segments.is_empty() {
            return Err(Problem::new("closure_selects_nothing"));
        }
        let profiles =
            if also.profiles.is_empty() { dispatch::Profile::ALL.to_vec() } else { also.profiles.clone() };
        overlays.push(Overlay { segments, profiles, effect: effect(also.effect) });
    }
    let named = held.iter().map(|closure| NamedClosure {
        id: closure.id.clone(),
        name: closure.name.clone(),
        effect: closure.effect,
    });
    Ok((ClosureSet::new(overlays), named.collect()))
}

/// Of how many incidents nobody had measured how long a team stays.
pub fn stays_assumed(past: &Past) -> usize {
    past.calls.iter().filter(|call| matches!(call.stay, Stay::Assumed(_))).count()
}
