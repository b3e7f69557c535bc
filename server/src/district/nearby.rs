//! What is near by road: each asked with the profile it travels by, teams to the point, the rest from it by car.

use super::forms::{Nearby, NearbyItem, NearbyKind};
use crate::app::App;
use crate::closures::view::closures_view;
use dispatch::Profile;
use dispatch::roads::Travel;
use geo_core::Position;
use std::collections::BTreeMap;
use world::View;
use world::view::Nearby as WorldNearby;

/// One thing near, by air.
pub fn item(found: WorldNearby, kind: NearbyKind) -> NearbyItem {
    NearbyItem {
        kind,
        code: found.code,
        name: found.label,
        position: found.position,
        metres: found.distance.0,
        travel_ms: None,
        travel_basis: None,
    }
}

/// The nearest by travel time, those without a way last.
pub fn by_road(
    app: &App,
    view: &View,
    target: Position,
    kind: NearbyKind,
    found: Vec<WorldNearby>,
    count: usize,
) -> Nearby {
    let times = app.roads.times(view, app.desk.now());
    let asked = times.asked();
    let mut by_profile: BTreeMap<Profile, Vec<WorldNearby>> = BTreeMap::new();
    for item in found {
        by_profile.entry(profile(view, kind, &item.code)).or_default().push(item);
    }
    let mut basis = "straight_line";
    let mut items = Vec::new();
    for (profile, found) in by_profile {
        let places: Vec<Position> = found.iter().map(|item| item.position).collect();
        let travels = match kind {
            NearbyKind::Team => asked.travel_to(profile, target, &places),
            // What stands still is driven to.
            _ => places.iter().flat_map(|place| asked.travel_to(profile, *place, &[target])).collect(),
        };
        for (found, travel) in found.into_iter().zip(travels) {
            let by = match travel {
                Travel::StraightLine { .. } => "straight_line",
                Travel::Road { .. } | Travel::Unreachable { .. } => "roads",
            };
            basis = by;
            let mut item = item(found, kind);
            item.travel_ms = travel.total().map(|total| total.0);
            item.travel_basis = item.travel_ms.map(|_| by.to_owned());
            items.push(item);
        }
    }
    items.sort_by(|a, b| {
        let key = |item: &NearbyItem| item.travel_ms.unwrap_or(u64::MAX);
        key(a).cmp(&key(b)).then_with(|| a.metres.total_cmp(&b.metres)).then_with(|| a.code.cmp(&b.code))
    });
    items.truncate(count);
    Nearby { items, basis: basis.to_owned(), closures: Some(closures_view(view.world(), &times)) }
}

fn profile(view: &View, kind: NearbyKind, code: &str) -> Profile {
    let team = (kind == NearbyKind::Team).then(|| code.parse().ok()).flatten();
    team.and_then(|team: dispatch::TeamId| view.world().team_register().get(&team).map(|team| team.profile))
        .unwrap_or(Profile::Car)
}
