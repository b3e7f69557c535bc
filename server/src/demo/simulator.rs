//! The exercise, second by second.

use super::calls;
use super::chance::Chance;
use super::driver::{Driver, Moment, Report};
use dispatch::choose::Duty;
use dispatch::roads::Router;
use dispatch::{IncidentId, TeamId, TeamKind};
use geo_core::{Milliseconds, Position};
use std::collections::BTreeMap;
use std::sync::Arc;
use world::records::Team;
use world::{Actor, Command, Evidence, Fix, Role, Scope, Submission, Timestamp, View, World};

/// Seconds between two calls from outside.
const CALLS_EVERY: (u64, u64) = (150, 300);
/// Corners that patrols drive to and calls come from.
const GOALS: usize = 4_000;

/// What the simulator sees and does: no more than devices and hotlines can.
pub trait Ground: Send + Sync {
    /// The district as published.
    fn view(&self) -> Arc<View>;
    /// The roads in force, once they are loaded.
    fn router(&self) -> Option<Arc<Router>>;
    /// The time.
    fn now(&self) -> Timestamp;
    /// Reports positions; the function behind `POST /positions`.
    fn report(&self, fixes: Vec<Fix>);
    /// Hands a submission to the desk and waits for its answer; a refusal is the simulator's own affair.
    fn submit(&self, submission: Submission);
}

/// How many times faster than life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(u32);

impl Pace {
    /// As in life.
    pub const LIFE: Self = Self(1);
    /// Faster would look like false positions.
    pub const FASTEST: u32 = 8;

    /// From 1 to [`Pace::FASTEST`]; others are brought within.
    pub fn new(times: u32) -> Self {
        Self(times.clamp(1, Self::FASTEST))
    }

    pub(super) fn shorten(self, duration: Milliseconds) -> Milliseconds {
        Milliseconds(duration.0 / u64::from(self.0))
    }

    pub(super) fn seconds(self, chance: &mut Chance, (low, high): (u64, u64)) -> Milliseconds {
        self.shorten(Milliseconds(chance.between(low * 1000, high * 1000)))
    }
}

/// The exercise.
pub struct Simulator<G> {
    ground: G,
    pace: Pace,
    chance: Chance,
    drivers: BTreeMap<TeamId, Driver>,
    goals: Vec<Position>,
    goals_of: Option<String>,
    next_call: Option<Timestamp>,
}

impl<G: Ground> Simulator<G> {
    /// An exercise that follows from `seed`.
    pub fn new(ground: G, pace: Pace, seed: u64) -> Self {
        Self {
            ground,
            pace,
            chance: Chance::new(seed),
            drivers: BTreeMap::new(),
            goals: Vec::new(),
            goals_of: None,
            next_call: None,
        }
    }

    /// One second of the exercise; call it about once a second.
    pub fn tick(&mut self) {
        let (view, router, now) = (self.ground.view(), self.ground.router(), self.ground.now());
        let Some(router) = router else { return };
        self.look_for_goals(&router);
        let world = view.world();
        let mut fixes = Vec::new();
        for team in world.team_register().iter() {
            let on_duty = !team.retired && !team.radio_only && world.duty(team, now) == Duty::On;
            if let Some((driver, report)) = on_duty.then(|| self.follow(world, team, &router, now)).flatten()
            {
                fixes.extend(self.drivers.get_mut(&driver).and_then(|driver| driver.fix(team, now)));
                if let Some((incident, report)) = report {
                    self.say(team, incident, report);
                }
            } else {
                self.drivers.remove(&team.code);
            }
        }
        if !fixes.is_empty() {
            self.ground.report(fixes);
        }
        self.maybe_call(&view, now);
    }

    /// Moves one team; `None` for teams that stay silent at their post.
    fn follow(
        &mut self,
        world: &World,
        team: &Team,
        router: &Router,
        now: Timestamp,
    ) -> Option<(TeamId, Option<(IncidentId, Report)>)> {
        let bound = world.bound_to(&team.code).cloned();
        if bound.is_none() && team.kind == TeamKind::LiaisonTeam {
            return None;
        }
        let home = team.home.as_ref().and_then(|home| world.area_register().get(home)).map(|area| area.label);
        let start = match (team.kind, home) {
            (TeamKind::LiaisonTeam, Some(label)) => label,
            _ => *self.chance.pick(&self.goals)?,
        };
        let (moment, chance) = (Moment { now, pace: self.pace }, &mut self.chance);
        let driver = self.drivers.entry(team.code.clone()).or_insert_with(|| Driver::standing_at(start, now));
        let report = match bound.and_then(|id| world.incident(&Scope::district(), &id).cloned()) {
            Some(incident) => incident.active_task(&team.code).and_then(|task| {
                let report = driver.work(task, incident.position, team.profile, router, moment, chance)?;
                Some((incident.id.clone(), report))
            }),
            None => {
                match team.kind {
                    TeamKind::Patrol => driver.patrol(team, &self.goals, router, moment, chance),
                    TeamKind::LiaisonTeam | TeamKind::DutyGroup => driver.stand(),
                }
                None
            }
        };
        Some((team.code.clone(), report))
    }

    fn say(&self, team: &Team, incident: IncidentId, report: Report) {
        let command = Command::MoveTask {
            incident,
            team: team.code.clone(),
            fence: report.fence,
            state: report.state,
            evidence: Evidence::Device,
            reason: None,
            device: world::DeviceNote::default(),
        };
        let actor =
            Actor { account: format!("team:{}", team.code), role: Role::Device, scope: Scope::district() };
        self.ground.submit(Submission { actor, request: None, command });
    }

    fn maybe_call(&mut self, view: &View, now: Timestamp) {
        let due = self.next_call.is_some_and(|due| now >= due);
        if self.next_call.is_none() || due {
            self.next_call = Some(now.after(self.pace.seconds(&mut self.chance, CALLS_EVERY)));
        }
        let command = if due { calls::call(view, &self.goals, &mut self.chance) } else { None };
        if let Some(command) = command {
            let actor = Actor {
                account: "system:exercise".to_owned(),
                role: Role::Administrator,
                scope: Scope::district(),
            };
            self.ground.submit(Submission { actor, request: None, command });
        }
    }

    /// The middles of streets, taken anew when the roads change.
    fn look_for_goals(&mut self, router: &Router) {
        let version = router.network().version();
        if self.goals_of.as_deref() == Some(version) {
            return;
        }
        let middles: Vec<Position> =
            router.network().lines().filter_map(|line| line.line.get(line.line.len() / 2).copied()).collect();
        let step = (middles.len() / GOALS).max(1);
        self.goals = middles.into_iter().step_by(step).collect();
        self.goals_of = Some(version.to_owned());
    }
}
