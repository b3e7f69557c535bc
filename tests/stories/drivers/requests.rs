//! How a deed is asked for over HTTP: method, address below the district's, body.

use axum::http::Method;
use serde_json::{Value, json};
use world::incidents::WhistleCommand;
use world::{Command, Evidence};

/// A request that changes something.
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub body: Value,
}

fn post(path: String, body: Value) -> Asked {
    Asked { method: Method::POST, path, body }
}

/// The request for a command.
///
/// # Panics
/// When a command has no address: only the house itself gives it.
pub fn request_for(command: Command) -> Asked {
    use Command as C;
    match command {
        C::OpenIncident { kind, severity, position, address, channel, external_no, narrative: None } => post(
            "incidents".to_owned(),
            json!({ "kind": kind, "severity": severity, "position": position, "address": address,
                "channel": channel, "external_no": external_no }),
        ),
        C::OpenCase { incident } => post(format!("incidents/{incident}/open"), json!({})),
        C::AmendIncident { incident, version, kind, severity, position, address } => Asked {
            method: Method::PATCH,
            path: format!("incidents/{incident}"),
            body: json!({ "version": version, "kind": kind, "severity": severity, "position": position,
                "address": address }),
        },
        C::Assign { incident, team, dispatched } => post(
            format!("incidents/{incident}/assignments"),
            json!({ "team": team, "override_reason": dispatched.override_reason }),
        ),
        C::Reassign { team, from, to, reason, dispatched } => post(
            format!("incidents/{from}/assignments/{team}/reassign"),
            json!({ "to": to, "reason": reason, "override_reason": dispatched.override_reason }),
        ),
        C::HoldTeam { incident, team, length } => post(
            format!("incidents/{incident}/holds"),
            json!({ "team": team, "seconds": length.map(|length| length.0 / 1000) }),
        ),
        C::ReleaseHold { incident, team } => Asked {
            method: Method::DELETE,
            path: format!("incidents/{incident}/holds/{team}"),
            body: Value::Null,
        },
        C::SwitchMode(new) => post("modes".to_owned(), json!(new)),
        C::EndMode { emergency, reason: None } => {
            Asked { method: Method::DELETE, path: format!("modes/{emergency}"), body: Value::Null }
        }
        C::HandOverShift { note: None, items } => {
            let items: Vec<_> = items.iter().map(|item| json!({ "incident": item.incident })).collect();
            post("handovers".to_owned(), json!({ "incidents": items }))
        }
        C::TakeHandover { handover, incidents } => {
            post(format!("handovers/{handover}/take"), json!({ "incidents": incidents }))
        }
        C::Recall { incident, team, reason } => {
            post(format!("incidents/{incident}/assignments/{team}/recall"), json!({ "reason": reason }))
        }
        // The service knows by the account whether a device speaks or an officer who heard it by radio.
        C::MoveTask { incident, team, fence, state, evidence: _, reason, device: _ } => post(
            format!("incidents/{incident}/assignments/{team}/state"),
            json!({ "fence": fence, "state": state, "reason": reason }),
        ),
        C::SetAvailability { team, unavailable } => {
            post(format!("teams/{team}/availability"), json!({ "unavailable": unavailable }))
        }
        C::MergeIncidents { from, into } => post(format!("incidents/{from}/merge"), json!({ "into": into })),
        C::ParkIncident { incident, reason: Some(reason) } => {
            post(format!("incidents/{incident}/park"), json!({ "reason": reason }))
        }
        C::ParkIncident { incident, reason: None } => post(format!("incidents/{incident}/resume"), json!({})),
        C::CloseIncident { incident, outcome } => {
            post(format!("incidents/{incident}/close"), json!({ "outcome": outcome }))
        }
        C::Whistle(command) => whistle(*command),
        C::SaveTeams(teams) if teams.len() == 1 => {
            Asked { method: Method::PUT, path: format!("teams/{}", teams[0].code), body: json!(teams[0]) }
        }
        other => panic!("no address takes {other:?}"),
    }
}

fn whistle(command: WhistleCommand) -> Asked {
    match command {
        WhistleCommand::Blow(new) => post("whistles".to_owned(), json!(new)),
        WhistleCommand::CheckIn { whistle, team, evidence: Evidence::ByHand, reason, device_at: _ } => {
            post(format!("whistles/{whistle}/check-ins"), json!({ "team": team, "reason": reason }))
        }
        WhistleCommand::Release { whistle, team, reason } => {
            post(format!("whistles/{whistle}/release"), json!({ "team": team, "reason": reason }))
        }
        WhistleCommand::End { whistle, outcome } => {
            post(format!("whistles/{whistle}/end"), json!({ "outcome": outcome }))
        }
        other => panic!("no address takes {other:?}"),
    }
}
