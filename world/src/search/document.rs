//! The records that can be found, alike.

use super::{Found, FoundKind};
use crate::records::{Area, Depot, Place, SensingPoint, Team};
use crate::view::Cameras;
use crate::{Scope, Touched, World};
use geo_core::Position;
use std::sync::Arc;

#[derive(Clone)]
pub(super) enum Document {
    Area(Arc<Area>),
    Team(Arc<Team>),
    Depot(Arc<Depot>),
    SensingPoint(Arc<SensingPoint>),
    Place(Arc<Place>),
}

impl Document {
    pub const fn kind(&self) -> FoundKind {
        match self {
            Self::Area(_) => FoundKind::Area,
            Self::Team(_) => FoundKind::Team,
            Self::Depot(_) => FoundKind::Depot,
            Self::SensingPoint(_) => FoundKind::SensingPoint,
            Self::Place(_) => FoundKind::Place,
        }
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Area(area) => area.code.as_str(),
            Self::Team(team) => team.code.as_str(),
            Self::Depot(depot) => &depot.code,
            Self::SensingPoint(point) => &point.code,
            Self::Place(place) => &place.code,
        }
    }

    /// A second code: the number on the pole.
    pub fn pole(&self) -> Option<&str> {
        if let Self::SensingPoint(point) = self { point.pole.as_deref() } else { None }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Area(area) => &area.name,
            Self::Team(team) => &team.name,
            Self::Depot(depot) => &depot.name,
            Self::SensingPoint(point) => &point.name,
            Self::Place(place) => &place.name,
        }
    }

    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Depot(depot) => depot.address.as_deref(),
            Self::Place(place) => place.address.as_deref(),
            Self::Area(_) | Self::Team(_) | Self::SensingPoint(_) => None,
        }
    }

    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Area(area) => Some(area.label),
            Self::Team(_) => None,
            Self::Depot(depot) => Some(depot.position),
            Self::SensingPoint(point) => Some(point.position),
            Self::Place(place) => Some(place.position),
        }
    }

    /// Whether it may be shown, now, under a scope.
    pub fn is_shown(&self, world: &World, scope: &Scope, cameras: Cameras) -> bool {
        match self {
            Self::Area(area) => world.covers(scope, &area.code),
            Self::Team(team) => !team.retired && world.covers_team(scope, team),
            Self::Depot(depot) => world.covers_position(scope, depot.position),
            Self::SensingPoint(point) => {
                cameras.allow(point.kind) && world.covers_position(scope, point.position)
            }
            Self::Place(place) => world.covers_position(scope, place.position),
        }
    }

    /// Whether it is the very record that the world holds.
    pub fn is_current(&self, world: &World) -> bool {
        fn same<T>(held: Option<&Arc<T>>, known: &Arc<T>) -> bool {
            held.is_some_and(|held| Arc::ptr_eq(held, known))
        }
        match self {
            Self::Area(area) => same(world.area_register().get(&area.code), area),
            Self::Team(team) => same(world.team_register().get(&team.code), team),
            Self::Depot(depot) => same(world.depot_register().get(&depot.code), depot),
            Self::SensingPoint(point) => same(world.sensing_point_register().get(&point.code), point),
            Self::Place(place) => same(world.place_register().get(&place.code), place),
        }
    }

    pub fn found(&self, world: &World) -> Found {
        let areas = match self {
            Self::Area(area) => world.chain(&area.code),
            Self::Team(team) => team.home.as_ref().map(|home| world.chain(home)).unwrap_or_default(),
            _ => self.position().map(|position| world.areas_at(position)).unwrap_or_default(),
        };
        Found {
            kind: self.kind(),
            code: self.code().to_owned(),
            label: self.name().to_owned(),
            detail: self.detail(),
            position: self.position(),
            areas: areas.into_iter().map(|area| area.code.clone()).collect(),
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            Self::Area(area) => Some(area.level.name().to_owned()),
            Self::Team(team) => Some(crate::incidents::team_kind_name(team.kind).to_owned()),
            Self::Depot(depot) => depot.address.clone().or_else(|| Some(depot.tier.name().to_owned())),
            Self::SensingPoint(point) => point.pole.clone().or_else(|| Some(point.kind.name().to_owned())),
            Self::Place(place) => place.address.clone().or_else(|| Some(place.kind.clone())),
        }
    }
}

/// Every document of a world, a register at a time.
pub(super) fn all(world: &World) -> impl Iterator<Item = Document> + '_ {
    let areas = world.area_register().iter().cloned().map(Document::Area);
    let teams = world.team_register().iter().cloned().map(Document::Team);
    let depots = world.depot_register().iter().cloned().map(Document::Depot);
    let points = world.sensing_point_register().iter().cloned().map(Document::SensingPoint);
    let places = world.place_register().iter().cloned().map(Document::Place);
    areas.chain(teams).chain(depots).chain(points).chain(places)
}

/// The present documents of what was touched.
pub(super) fn of_touched<'a>(world: &'a World, touched: &Touched) -> Box<dyn Iterator<Item = Document> + 'a> {
    match touched {
        Touched::Areas(level) => {
            let codes = world.derived.map.of_level(*level).iter();
            Box::new(codes.filter_map(|code| world.area_register().get(code)).cloned().map(Document::Area))
        }
        Touched::Team(code) => {
            Box::new(world.team_register().get(code).cloned().map(Document::Team).into_iter())
        }
        Touched::Teams => Box::new(world.team_register().iter().cloned().map(Document::Team)),
        Touched::Depot(code) => {
            Box::new(world.depot_register().get(code).cloned().map(Document::Depot).into_iter())
        }
        Touched::Depots => Box::new(world.depot_register().iter().cloned().map(Document::Depot)),
        Touched::SensingPoint(code) => Box::new(
            world.sensing_point_register().get(code).cloned().map(Document::SensingPoint).into_iter(),
        ),
        Touched::SensingPoints => {
            Box::new(world.sensing_point_register().iter().cloned().map(Document::SensingPoint))
        }
        Touched::Place(code) => {
            Box::new(world.place_register().get(code).cloned().map(Document::Place).into_iter())
        }
        Touched::Places => Box::new(world.place_register().iter().cloned().map(Document::Place)),
        Touched::District
        | Touched::Handovers
        | Touched::Modes
        | Touched::Closure(_)
        | Touched::Whistle(_)
        | Touched::Roads
        | Touched::RunCard(_)
        | Touched::RunCards
        | Touched::Plans
        | Touched::Shift(_)
        | Touched::Shifts
        | Touched::Incident(_) => Box::new(std::iter::empty()),
    }
}
