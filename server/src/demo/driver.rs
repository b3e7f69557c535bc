//! One simulated team: where it is, where it goes, what it does about its task.

use super::chance::Chance;
use super::simulator::Pace;
use super::trip::Trip;
use dispatch::Profile;
use dispatch::roads::Router;
use geo_core::{Milliseconds, Position, distance};
use world::incidents::{Task, TaskState};
use world::records::Team;
use world::{Fix, FixSource, Timestamp};

/// Seconds until a team answers a call.
const ANSWERS_WITHIN: (u64, u64) = (4, 12);
/// Seconds from the answer until it sets off.
const SETS_OFF_WITHIN: (u64, u64) = (5, 20);
/// Seconds of work on the scene.
const WORKS_FOR: (u64, u64) = (90, 240);
/// Seconds a patrol stands between two rounds.
const STANDS_FOR: (u64, u64) = (10, 60);
/// Seconds between the reports of a team that stands still.
const STANDING_REPORT: u64 = 30;
/// A patrol's rounds stay within this distance, in metres.
const ROUND: f64 = 2_500.0;

/// When something happens, and how much faster than life.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: Timestamp,
    pub pace: Pace,
}

/// A simulated team.
#[derive(Debug)]
pub struct Driver {
    pub position: Position,
    trip: Option<Trip>,
    /// The task that the trip or the waiting is about.
    fence: Option<u64>,
    /// When the next thing is done.
    acts_at: Timestamp,
    reports_at: Timestamp,
}

/// What a driver wants to say about its task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    pub fence: u64,
    pub state: TaskState,
}

impl Driver {
    pub const fn standing_at(position: Position, now: Timestamp) -> Self {
        Self { position, trip: None, fence: None, acts_at: now, reports_at: now }
    }

    /// Follows its task: answers, sets off, arrives, finishes.
    pub fn work(
        &mut self,
        task: &Task,
        place: Position,
        profile: Profile,
        roads: &Router,
        moment: Moment,
        chance: &mut Chance,
    ) -> Option<Report> {
        let Moment { now, pace } = moment;
        if self.fence != Some(task.fence) {
            self.fence = Some(task.fence);
            self.trip = None;
            self.acts_at = now.after(pace.seconds(chance, ANSWERS_WITHIN));
        }
        self.drive(now);
        if now < self.acts_at || self.trip.as_ref().is_some_and(|trip| !trip.is_over(now)) {
            return None;
        }
        let state = match task.state {
            TaskState::Assigned => {
                self.acts_at = now.after(pace.seconds(chance, SETS_OFF_WITHIN));
                TaskState::Accepted
            }
            TaskState::Accepted => {
                self.trip = way(roads, profile, self.position, place, moment);
                TaskState::EnRoute
            }
            TaskState::EnRoute if self.trip.is_none() && distance(self.position, place).0 > 5.0 => {
                // Set going by hand, or the program was restarted under way.
                self.trip = way(roads, profile, self.position, place, moment);
                return None;
            }
            TaskState::EnRoute => {
                self.trip = None;
                self.position = place;
                self.acts_at = now.after(pace.seconds(chance, WORKS_FOR));
                TaskState::OnScene
            }
            TaskState::OnScene if self.trip.take().is_some() => {
                // Its position had already been taken as arrival.
                self.acts_at = now.after(pace.seconds(chance, WORKS_FOR));
                return None;
            }
            TaskState::OnScene => TaskState::Done,
            TaskState::Done | TaskState::Returned | TaskState::Recalled => return None,
        };
        Some(Report { fence: task.fence, state })
    }

    /// Goes its rounds among `goals`.
    pub fn patrol(
        &mut self,
        team: &Team,
        goals: &[Position],
        roads: &Router,
        moment: Moment,
        chance: &mut Chance,
    ) {
        let Moment { now, pace } = moment;
        if self.fence.take().is_some() {
            self.trip = None;
        }
        self.drive(now);
        if self.trip.as_ref().is_some_and(|trip| trip.is_over(now)) {
            self.trip = None;
            self.acts_at = now.after(pace.seconds(chance, STANDS_FOR));
        }
        if self.trip.is_none() && now >= self.acts_at {
            let near = (0..8)
                .filter_map(|_| chance.pick(goals))
                .find(|goal| distance(self.position, **goal).0 < ROUND);
            self.trip = near.and_then(|goal| way(roads, team.profile, self.position, *goal, moment));
            self.acts_at = now.after(Milliseconds::from_seconds(2));
        }
    }

    /// Stands where it is.
    pub fn stand(&mut self) {
        self.fence = None;
        self.trip = None;
    }

    fn drive(&mut self, now: Timestamp) {
        if let Some(trip) = &self.trip {
            self.position = trip.at(now).position;
        }
    }

    /// The fix its device sends now: each time while moving, seldom while standing.
    pub fn fix(&mut self, team: &Team, now: Timestamp) -> Option<Fix> {
        let moving = self.trip.as_ref().filter(|trip| !trip.is_over(now)).map(|trip| trip.at(now));
        if moving.is_none() && now < self.reports_at {
            return None;
        }
        self.reports_at = now.after(Milliseconds::from_seconds(STANDING_REPORT));
        Some(Fix {
            team: team.code.clone(),
            position: self.position,
            at: now,
            heading: moving.and_then(|where_it_is| where_it_is.heading),
            speed: moving.map(|where_it_is| where_it_is.speed),
            source: FixSource::Device,
        })
    }
}

/// The drive over the roads with the walks at both ends; a straight one where there is no way.
fn way(roads: &Router, profile: Profile, from: Position, to: Position, moment: Moment) -> Option<Trip> {
    let route = roads.route(profile, from, to).ok();
    let (line, takes) = match route {
        Some(route) => ([vec![from], route.line, vec![to]].concat(), route.total),
        None => (vec![from, to], Milliseconds((distance(from, to).0 * 150.0) as u64)),
    };
    Trip::new(line, moment.now, moment.pace.shorten(takes))
}
