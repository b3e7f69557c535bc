//! What happened in a run.

use super::{Nanoseconds, Pace, Unit, Way, Ways};
use crate::{IncidentId, TeamId};

/// What was brought where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered<P> {
    /// Where to.
    pub to: P,
    /// How long the drive was.
    pub drive: Nanoseconds,
}

/// A call answered: who, when, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip<P> {
    /// The call.
    pub incident: IncidentId,
    /// Who went.
    pub team: TeamId,
    /// When the call came in.
    pub called: Nanoseconds,
    /// How many units could have been sent at that instant, before any was.
    pub free_when_called: usize,
    /// When the unit was sent.
    pub sent: Nanoseconds,
    /// Where it was then.
    pub from: P,
    /// Where the call was.
    pub to: P,
    /// How long it drove.
    pub drive: Nanoseconds,
    /// How long it stayed on the scene.
    pub on_scene: Nanoseconds,
    /// What it brought away, if anything, and if any destination could be reached.
    pub delivered: Option<Delivered<P>>,
    /// When it was free again, at the scene or at the destination.
    pub free: Nanoseconds,
}

impl<P: Copy> Trip<P> {
    /// How long the call waited until a unit was sent.
    pub fn waited(&self) -> Nanoseconds {
        self.sent - self.called
    }

    /// From the call to the arrival: waiting and driving.
    pub fn response(&self) -> Nanoseconds {
        self.waited() + self.drive
    }

    /// When it reached the scene.
    pub fn arrived(&self) -> Nanoseconds {
        self.sent + self.drive
    }

    /// Where it became free.
    pub fn ends_at(&self) -> P {
        self.delivered.map_or(self.to, |delivered| delivered.to)
    }
}

/// What a unit does at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing<'a> {
    /// Waits at its base, or where it became free if no way leads home from there.
    Waits,
    /// Drives to a call.
    Underway(&'a IncidentId),
    /// Works at a call.
    OnScene(&'a IncidentId),
    /// Brings something or somebody away.
    ToDestination(&'a IncidentId),
    /// Hands over.
    AtDestination(&'a IncidentId),
    /// Drives home.
    OnTheWayBack,
}

/// A run, from the first call until every unit is free and every call that can be answered is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log<P> {
    /// Every call answered, once, by its time and number.
    pub trips: Vec<Trip<P>>,
    /// The calls that nobody answered, by time and number: no unit, or none with a way to them.
    pub waiting: Vec<IncidentId>,
}

impl<P: Copy + Eq> Log<P> {
    /// What the unit does at an instant, and where it is by the ways of the run.
    pub fn unit_at<W>(&self, unit: &Unit<P>, at: Nanoseconds, ways: &W) -> (Doing<'_>, P)
    where
        W: Ways<Place = P>,
    {
        let own = self.trips.iter().filter(|trip| trip.team == unit.team && trip.sent <= at);
        // A trip may take no time at all: of those begun at one instant the last is the one that ends last.
        let Some(trip) = own.max_by_key(|trip| (trip.sent, trip.free)) else {
            return (Doing::Waits, unit.base);
        };
        let way = |from, to, pace| Way { profile: unit.profile, from, to, pace };
        let on = |way: Way<P>, since| {
            let left = ways.drive(way).is_some_and(|drive| at - since < drive);
            if left { ways.place_after(way, at - since) } else { way.to }
        };
        let left_scene = trip.arrived() + trip.on_scene;
        if at < trip.arrived() {
            return (Doing::Underway(&trip.incident), on(way(trip.from, trip.to, Pace::Urgent), trip.sent));
        }
        if at < left_scene {
            return (Doing::OnScene(&trip.incident), trip.to);
        }
        match trip.delivered {
            Some(Delivered { to, drive }) if at < left_scene + drive => {
                (Doing::ToDestination(&trip.incident), on(way(trip.to, to, Pace::Urgent), left_scene))
            }
            Some(Delivered { to, .. }) if at < trip.free => (Doing::AtDestination(&trip.incident), to),
            _ => match on_the_way_home(ways, unit, trip.ends_at(), at - trip.free) {
                Home::Driving(place) => (Doing::OnTheWayBack, place),
                Home::Still(place) => (Doing::Waits, place),
            },
        }
    }
}

/// Where a unit is that became free somewhere and was left alone.
pub(super) enum Home<P> {
    /// Still on the way.
    Driving(P),
    /// At its base, or where it was if no way leads home.
    Still(P),
}

impl<P> Home<P> {
    pub fn place(self) -> P {
        match self {
            Self::Driving(place) | Self::Still(place) => place,
        }
    }
}

pub(super) fn on_the_way_home<W: Ways>(
    ways: &W,
    unit: &Unit<W::Place>,
    from: W::Place,
    elapsed: Nanoseconds,
) -> Home<W::Place> {
    if from == unit.base {
        return Home::Still(from);
    }
    let way = Way { profile: unit.profile, from, to: unit.base, pace: Pace::Quiet };
    match ways.drive(way) {
        None => Home::Still(from),
        Some(whole) if elapsed >= whole => Home::Still(unit.base),
        Some(_) => Home::Driving(ways.place_after(way, elapsed)),
    }
}
