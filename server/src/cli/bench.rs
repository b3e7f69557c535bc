//! `muster bench`: what this machine does with this very district, in figures.
//!
//! The calls it takes are decided and applied in memory only; what the store says stays as it is.

use super::{Data, Failure};
use crate::app::SHOWN_FOR;
use crate::demo::Chance;
use crate::desk::{self, Clock, SystemClock};
use crate::http::Language;
use crate::positions::keeper;
use crate::roads::prepared;
use clap::Args;
use dispatch::IncidentId;
use dispatch::choose::{check, propose};
use dispatch::roads::{Router, StraightLine, TravelTimes};
use geo_core::{Bounds, Position};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use store::{Access, Store};
use world::incidents::{Severity, SourceChannel};
use world::search::{SearchIndex, SearchQuery};
use world::{
    Actor, Cameras, Command, Context, Draft, Entry, Event, Fixes, Hash, Role, Scope, Timestamp, View, World,
};

/// Positions that are located.
const LOCATED: usize = 200_000;
/// Calls that get a proposal, and searches.
const ASKED: usize = 200;
/// Draws the same calls each time, so that two machines can be compared.
const SEED: u64 = 1;

/// Arguments of `muster bench`.
#[derive(Debug, Args)]
pub struct Bench {
    #[command(flatten)]
    data: Data,
}

impl Bench {
    /// Measures and prints.
    ///
    /// # Errors
    /// [`Failure`] when the store does not open, or holds no district with areas (`not_founded`).
    pub fn run(self, language: Language) -> Result<ExitCode, Failure> {
        let row = |zh: &str, en: &str, figure: String| println!("{}: {figure}", language.pick(zh, en));
        let started = Instant::now();
        let store = Store::open(&self.data.data, Access::Existing)?;
        let (world, _) = desk::open_state(&*store.reader, &*store.snapshots)?;
        let mut view = View::of(world);
        row("打开区", "opening the district", seconds(started.elapsed()));
        let bounds = view.world().bounds().ok_or_else(|| Failure::new("not_founded"))?;
        let mut places = Places { bounds, chance: Chance::new(SEED) };

        let positions: Vec<Position> = (0..LOCATED).map(|_| places.next()).collect();
        let started = Instant::now();
        let located = |at: &&Position| !view.world().locate(&Scope::district(), **at).areas.is_empty();
        let inside = positions.iter().filter(located).count();
        let rate = LOCATED as f64 / started.elapsed().as_secs_f64();
        let share = 100 * inside / LOCATED;
        row(
            "坐标定位到各级区域",
            "position to areas of all levels",
            format!("{rate:.0} / s ({share} % {})", language.pick("在区内", "inside")),
        );

        let started = Instant::now();
        let index = SearchIndex::build(view.world());
        row("建立检索索引", "building the search index", seconds(started.elapsed()));
        view.set_search(index.into(), []);
        let names: Vec<String> = view.world().area_register().iter().map(|area| area.name.clone()).collect();
        let searched = (0..ASKED).map(|_| {
            let text = places.chance.pick(&names).cloned().unwrap_or_default();
            let query = SearchQuery { text, cameras: Cameras::Exclude, limit: 20 };
            timed(|| view.search(&Scope::district(), &query)).1
        });
        row("检索", "search", spread(searched.collect()));

        let now = SystemClock.now();
        let fixes = keeper::latest(&*store.tracks, Timestamp(now.0 - SHOWN_FOR.0 as i64), now);
        let times = travel_times(&store, view.world(), language)?;
        let (taken, faults) = proposals(view.world(), now, &fixes, &*times, &mut places)?;
        let teams = view.world().team_register().len();
        row(
            &format!("推荐队伍 ({teams} 支, 含复核)"),
            &format!("proposal ({teams} teams, checked)"),
            spread(taken),
        );
        if faults > 0 {
            row("复核不符", "rejected by the checker", faults.to_string());
        }
        Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Positions anywhere in a box.
struct Places {
    bounds: Bounds,
    chance: Chance,
}

impl Places {
    fn next(&mut self) -> Position {
        let (south_west, north_east) = (self.bounds.south_west(), self.bounds.north_east());
        let mut share = || self.chance.between(0, 1_000_000) as f64 / 1e6;
        let lon = south_west.lon() + (north_east.lon() - south_west.lon()) * share();
        let lat = south_west.lat() + (north_east.lat() - south_west.lat()) * share();
        Position::new(lon, lat).unwrap_or(south_west)
    }
}

/// The roads in force, or straight lines where there are none.
fn travel_times(store: &Store, world: &World, language: Language) -> Result<Box<dyn TravelTimes>, Failure> {
    let Some(roads) = world.roads() else {
        println!("{}", language.pick("没有道路, 按直线估算", "no roads: times by straight line"));
        return Ok(Box::new(StraightLine));
    };
    let network = prepared::load(&store.cache, &*store.attachments, roads.input, &mut |_| {})?;
    Ok(Box::new(Router::new(network)))
}

/// How long proposals take, and how many the checker rejected.
fn proposals(
    world: &World,
    now: Timestamp,
    fixes: &Fixes,
    times: &dyn TravelTimes,
    places: &mut Places,
) -> Result<(Vec<Duration>, usize), Failure> {
    let (mut taken, mut faults) = (Vec::new(), 0);
    // A position may lie in no area; there nobody takes a call.
    for _ in 0..ASKED * 10 {
        if taken.len() == ASKED {
            break;
        }
        let Some((with_call, id)) = call_at(world, now, places.next()) else { continue };
        let policy = with_call.choice_policy().ok_or_else(|| Failure::new("not_founded"))?;
        let (rejected, took) = timed(|| {
            let call = with_call.call(&id)?;
            let units: Vec<_> = with_call.units(&Scope::district(), now, fixes).collect();
            let proposal = propose(&call, &units, times, &policy);
            Some(!check(&call, &units, &policy, &proposal).is_empty())
        });
        taken.push(took);
        faults += usize::from(rejected != Some(false));
    }
    Ok((taken, faults))
}

/// The world with one more call, which nobody else ever hears of.
fn call_at(world: &World, now: Timestamp, position: Position) -> Option<(World, IncidentId)> {
    let officer =
        Actor { account: "system:bench".to_owned(), role: Role::DutyOfficer, scope: Scope::district() };
    let command = Command::OpenIncident {
        kind: world.tables()?.incident_kinds.first()?.code.clone(),
        severity: Severity::Minor,
        position,
        address: None,
        channel: SourceChannel::Phone,
        external_no: None,
        narrative: None,
    };
    let actor = officer.account.clone();
    let at = now.max(world.at());
    let events = world.decide(&command, &Context { now: at, actor: officer }).ok()?;
    let id = events.iter().find_map(|event| match event {
        Event::IncidentAccepted { incident, .. } => Some(incident.clone()),
        _ => None,
    })?;
    let draft = Draft { at, actor, request: None, events };
    let entry = Entry { seq: world.seq() + 1, previous: world.head(), hash: Hash::default(), draft };
    let mut with_call = world.clone();
    with_call.apply(&entry);
    Some((with_call, id))
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let value = work();
    (value, started.elapsed())
}

fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// The middle one and the slowest but two in a hundred.
fn spread(mut taken: Vec<Duration>) -> String {
    taken.sort();
    let at =
        |percent: usize| taken.get(taken.len() * percent / 100).map_or(0.0, |took| took.as_secs_f64() * 1e3);
    format!("p50 {:.2} ms, p98 {:.2} ms, n = {}", at(50), at(98), taken.len())
}
