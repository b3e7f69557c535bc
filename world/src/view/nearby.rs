//! 周边资源: what is nearest.

use super::View;
use crate::fixes::Fixes;
use crate::records::SensingKind;
use crate::view::Cameras;
use crate::{Scope, Timestamp};
use dispatch::TeamId;
use geo_core::{Metres, Position};
use serde::{Deserialize, Serialize};

/// What may be near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum NearbyKind {
    /// Teams, by their latest positions.
    Team,
    /// Depots.
    Depot,
    /// Sensing points; cameras only when they are asked for as well.
    SensingPoint,
    /// Places.
    Place,
}

/// A question for what is near.
#[derive(Debug, Clone)]
pub struct NearbyQuery {
    /// From where.
    pub position: Position,
    /// Of each of these, `count`.
    pub kinds: Vec<NearbyKind>,
    /// How many of each kind at most.
    pub count: usize,
    /// How far at most.
    pub radius: Option<Metres>,
    /// Only places of this kind, a code of the place kind table.
    pub place_kind: Option<String>,
    /// Whether camera points are named.
    pub cameras: Cameras,
}

/// Something near.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Nearby {
    /// What it is.
    pub kind: NearbyKind,
    /// Its code.
    pub code: String,
    /// As people say it.
    pub label: String,
    /// Its kind within its register: `patrol`, `camera`, `school`, …
    pub detail: String,
    /// Where it is.
    pub position: Position,
    /// How far, straight.
    pub distance: Metres,
    /// When a team was there; `None` for what does not move.
    pub at: Option<Timestamp>,
}

impl View {
    /// What is near within a scope, nearest first. Teams are where `fixes` has them.
    pub fn nearby(&self, scope: &Scope, query: &NearbyQuery, fixes: &Fixes) -> Vec<Nearby> {
        let mut found = Vec::new();
        for kind in [NearbyKind::Team, NearbyKind::Depot, NearbyKind::SensingPoint, NearbyKind::Place] {
            if !query.kinds.contains(&kind) {
                continue;
            }
            match kind {
                NearbyKind::Team => self.teams_near(scope, query, fixes, &mut found),
                NearbyKind::Depot => self.depots_near(scope, query, &mut found),
                NearbyKind::SensingPoint => self.sensing_points_near(scope, query, &mut found),
                NearbyKind::Place => self.places_near(scope, query, &mut found),
            }
        }
        found.sort_by(|a, b| {
            a.distance.0.total_cmp(&b.distance.0).then_with(|| (a.kind, &a.code).cmp(&(b.kind, &b.code)))
        });
        found
    }

    fn teams_near(&self, scope: &Scope, query: &NearbyQuery, fixes: &Fixes, found: &mut Vec<Nearby>) {
        let wanted = |team: &TeamId, _| {
            let record = self.world.team_register().get(team);
            record.is_some_and(|team| !team.retired && self.world.covers_team(scope, team))
        };
        for (fix, distance) in fixes.nearest(query.position, query.count, wanted) {
            let Some(team) = self.world.team_register().get(&fix.team) else { continue };
            if query.radius.is_some_and(|radius| distance.0 > radius.0) {
                break;
            }
            found.push(Nearby {
                kind: NearbyKind::Team,
                code: team.code.to_string(),
                label: team.name.clone(),
                detail: crate::incidents::team_kind_name(team.kind).to_owned(),
                position: fix.position,
                distance,
                at: Some(fix.at),
            });
        }
    }

    fn depots_near(&self, scope: &Scope, query: &NearbyQuery, found: &mut Vec<Nearby>) {
        let near =
            self.depots.nearest(&self.world, scope, query.position, query.count, query.radius, |_| true);
        found.extend(near.into_iter().map(|(depot, distance)| Nearby {
            kind: NearbyKind::Depot,
            code: depot.code.clone(),
            label: depot.name.clone(),
            detail: depot.tier.name().to_owned(),
            position: depot.position,
            distance,
            at: None,
        }));
    }

    fn sensing_points_near(&self, scope: &Scope, query: &NearbyQuery, found: &mut Vec<Nearby>) {
        let wanted = |class: &str| query.cameras == Cameras::Include || class != SensingKind::Camera.name();
        let near = self.sensing_points.nearest(
            &self.world,
            scope,
            query.position,
            query.count,
            query.radius,
            wanted,
        );
        found.extend(near.into_iter().map(|(point, distance)| Nearby {
            kind: NearbyKind::SensingPoint,
            code: point.code.clone(),
            label: point.name.clone(),
            detail: point.kind.name().to_owned(),
            position: point.position,
            distance,
            at: None,
        }));
    }

    fn places_near(&self, scope: &Scope, query: &NearbyQuery, found: &mut Vec<Nearby>) {
        let wanted = |class: &str| query.place_kind.as_deref().is_none_or(|kind| kind == class);
        let near = self.places.nearest(&self.world, scope, query.position, query.count, query.radius, wanted);
        found.extend(near.into_iter().map(|(place, distance)| Nearby {
            kind: NearbyKind::Place,
            code: place.code.clone(),
            label: place.name.clone(),
            detail: place.kind.clone(),
            position: place.position,
            distance,
            at: None,
        }));
    }
}
