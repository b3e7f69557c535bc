//! Runs a question, and tells of it in figures.

use super::forms::{AreaLate, SimulationResult, SpreadView, WorkView, YardstickView};
use super::question::{Question, stays_assumed};
use dispatch::Profile;
use dispatch::simulate::{
    Answered, ByProposal, Figures, Log, Nanoseconds, OverRoads, Progress, Proof, QuietShare, SimulationError,
    Spread, TotalResponse, Yardstick, simulate_watched, spent, yardstick_watched,
};
use geo_core::Position;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use world::Timestamp;

/// Minutes that are told apart.
const MINUTES: usize = 60;
/// More needs than these are not compared with what could have been: that takes a time for each pair of them.
const MOST_MEASURED: usize = 1_500;
/// Nor is what takes longer than this to compare.
const LONGEST_MEASURE: Duration = Duration::from_secs(60);

/// Runs it. `watch` is told how far it is, and may stop it.
///
/// # Errors
/// [`SimulationError`]; [`SimulationError::Stopped`] when `watch` said so.
pub fn run(
    question: &Question,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<SimulationResult, SimulationError> {
    let began = Instant::now();
    let router = &question.loaded.router;
    let metrics = if question.closed.is_empty() {
        Vec::new()
    } else {
        Profile::ALL.map(|profile| router.under(profile, &question.closed)).into_iter().collect()
    };
    // Teams drive home as they drive anywhere.
    let ways = OverRoads::new(router, metrics, QuietShare::AS_URGENT);
    let chooser = ByProposal {
        units: question.units.clone(),
        calls: question.calls.clone(),
        travel_times: &ways,
        policy: question.policy,
        handicaps: question.handicaps.clone(),
    };
    let log = simulate_watched(&question.scenario, &ways, &chooser, watch)?;
    let answers = question.needs.answers(&question.scenario, &log);
    let measure = if question.needs.len() > MOST_MEASURED {
        YardstickView::TooMany
    } else {
        // All is answered; what is left is to see how well.
        let (answered, calls) = (log.trips.len(), question.scenario.calls.len());
        let now = log.trips.iter().map(|trip| trip.free).max().unwrap_or_default();
        let (measuring, mut is_long) = (Instant::now(), false);
        let mut go_on = || {
            is_long = measuring.elapsed() > LONGEST_MEASURE;
            if is_long { ControlFlow::Break(()) } else { watch(Progress { now, answered, calls }) }
        };
        match yardstick_watched(&question.scenario, &ways, &log, &mut go_on) {
            ControlFlow::Continue(found) => yardstick_view(found, &log),
            ControlFlow::Break(()) if is_long => YardstickView::TooMany,
            ControlFlow::Break(()) => return Err(SimulationError::Stopped { answered, calls }),
        }
    };
    Ok(told(question, &answers, &log, measure, began.elapsed()))
}

fn told(
    question: &Question,
    answers: &[Answered],
    log: &Log<Position>,
    yardstick: YardstickView,
    took: Duration,
) -> SimulationResult {
    let of: BTreeMap<_, _> = question.past.calls.iter().map(|call| (&call.incident.id, call)).collect();
    let deadline = Nanoseconds::from(question.deadline);
    let figures = Figures::of(answers, deadline, |incident| {
        of.get(incident).map(|call| call.incident.areas.clone()).unwrap_or_default()
    });
    let mut by_minute = vec![0; MINUTES + 1];
    for first in answers.iter().filter_map(Answered::first) {
        let minute = usize::try_from(first.0 / Nanoseconds::MINUTE.0).unwrap_or(MINUTES);
        by_minute[minute.min(MINUTES)] += 1;
    }
    let late = |answer: &&Answered| answer.first().is_none_or(|first| first > deadline);
    SimulationResult {
        incidents: answers.len(),
        needs: question.needs.len(),
        teams: question.scenario.units.len(),
        stays_assumed: stays_assumed(&question.past),
        left_out: question.left_out.clone(),
        deadline_ms: question.deadline.0,
        first: figures.first.map(spread_view),
        complete: figures.complete.map(spread_view),
        measured: Spread::of(question.past.calls.iter().filter_map(|call| {
            let arrived: Option<Timestamp> =
                call.incident.tasks.iter().filter_map(|task| task.arrived_at).min();
            Some(Nanoseconds::from(arrived?.since(call.incident.accepted_at)))
        }))
        .map(spread_view),
        by_minute,
        unanswered: figures.unanswered,
        incomplete: figures.incomplete,
        late: answers.iter().filter(late).count(),
        areas: areas(question, &figures),
        workload: workload(question, log),
        yardstick,
        took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    }
}

fn areas(question: &Question, figures: &Figures<geo_core::AreaCode>) -> Vec<AreaLate> {
    let register = question.view.world().area_register();
    let mut areas: Vec<AreaLate> = figures
        .late
        .iter()
        .filter_map(|(code, late)| {
            let area = register.get(code)?;
            Some(AreaLate {
                area: code.clone(),
                name: area.name.clone(),
                level: area.level,
                incidents: late.calls,
                late: late.late,
            })
        })
        .collect();
    areas.sort_by(|a, b| (a.level, &a.area).cmp(&(b.level, &b.area)));
    areas
}

fn workload(question: &Question, log: &Log<Position>) -> Vec<WorkView> {
    let mut loads: BTreeMap<_, (usize, u64)> = BTreeMap::new();
    for trip in &log.trips {
        let (trips, busy) = loads.entry(&trip.team).or_default();
        *trips += 1;
        *busy += milliseconds((trip.free - trip.sent).0.into());
    }
    let register = question.view.world().team_register();
    let mut workload: Vec<WorkView> = loads
        .into_iter()
        .map(|(team, (trips, busy_ms))| WorkView {
            team: team.clone(),
            name: register.get(team).map_or_else(|| team.to_string(), |team| team.name.clone()),
            trips,
            busy_ms,
        })
        .collect();
    workload.sort_by(|a, b| (b.busy_ms, &a.team).cmp(&(a.busy_ms, &b.team)));
    workload
}

fn yardstick_view(yardstick: Option<Yardstick>, log: &Log<Position>) -> YardstickView {
    let spent_ms = milliseconds(spent(log).0);
    let of = |total: TotalResponse| milliseconds(total.0);
    match yardstick {
        None => YardstickView::Unanswered,
        Some(found @ Yardstick::Optimum { total, proof }) => YardstickView::Optimum {
            proof: match proof {
                Proof::MeetsBound => "meets_bound",
                Proof::Assignment => "assignment",
                Proof::Exhaustive => "exhaustive",
            }
            .to_owned(),
            ratio: found.ratio(log),
            total_ms: of(total),
            spent_ms,
        },
        Some(found @ Yardstick::AtLeast { total }) => {
            YardstickView::AtLeast { ratio: found.ratio(log), total_ms: of(total), spent_ms }
        }
    }
}

fn spread_view(spread: Spread) -> SpreadView {
    let ms = |time: Nanoseconds| milliseconds(time.0.into());
    SpreadView {
        count: spread.count,
        mean_ms: ms(spread.mean),
        median_ms: ms(spread.median),
        p90_ms: ms(spread.p90),
        p95_ms: ms(spread.p95),
        max_ms: ms(spread.max),
    }
}

fn milliseconds(nanoseconds: u128) -> u64 {
    u64::try_from(nanoseconds / 1_000_000).unwrap_or(u64::MAX)
}
