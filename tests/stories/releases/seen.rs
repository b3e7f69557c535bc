//! What people see of a district, in words that no release takes back.

use serde_json::{Value, json};
use world::World;
use world::incidents::Incident;

pub fn by_people(world: &World) -> Value {
    let district = world.district().expect("a sample has a district");
    json!({
        "district": [district.code, district.name],
        "entries": world.seq(),
        "last": world.at(),
        "roads": world.roads().map(|roads| &*roads.summary),
        "areas": world.area_register().iter().map(|area| json!([area.code, area.name, area.level.name(), area.leader])).collect::<Value>(),
        "teams": world.team_register().iter().map(|team| json!({
            "code": team.code,
            "home": team.home,
            "unavailable": world.unavailable(&team.code),
            "bound_to": world.bound_to(&team.code),
        })).collect::<Value>(),
        "shifts": world.shift_register().iter().map(|shift| json!([shift.code, shift.team, shift.starts, shift.ends])).collect::<Value>(),
        "depots": world.depot_register().iter().map(|depot| json!([depot.code, depot.tier.name(), depot.position])).collect::<Value>(),
        "sensing_points": world.sensing_point_register().iter().map(|point| json!([point.code, point.kind.name(), point.pole, point.position])).collect::<Value>(),
        "places": world.place_register().iter().map(|place| json!([place.code, place.kind, place.position])).collect::<Value>(),
        "incidents": world.incident_register().iter().map(|incident| case(incident)).collect::<Value>(),
    })
}

fn case(incident: &Incident) -> Value {
    let teams: Vec<_> =
        incident.tasks.iter().map(|task| format!("{} {}", task.team, task.state.name())).collect();
    json!({
        "id": incident.id,
        "kind": incident.kind,
        "state": incident.state.name(),
        "address": incident.address,
        "position": incident.position,
        "areas": incident.areas,
        "external_no": incident.external_no,
        "merged_into": incident.merged_into,
        "remark": incident.remark,
        "teams": teams,
        "ended_at": incident.ended_at,
    })
}
