//! What was recorded of each call, beside what the simulation says.

use super::files::Folder;
use super::inputs::{Inputs, Region, time};
use super::rule::{Parameters, RunNote};
use super::sheet::Sheet;
use dispatch::simulate::{Log, Nanoseconds, PlaceAt, Trip};
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

/// By how much a time may differ from that recorded, which is a fraction of a minute: a microsecond.
const HAIR: Nanoseconds = Nanoseconds(1_000);

/// The columns that every record has: who, and how long.
const TEAM: &str = "assigned_to_ambulance_nr";
const ALWAYS: [&str; 3] = ["waiting_time_before_assigned", "driving_time_to_patient", "response_time"];

/// The columns of times that are compared where they are recorded.
const SOMETIMES: [&str; 4] =
    ["arrival_time", "ambulance_arrival_time", "driving_time_to_hospital", "finish_time"];

/// A recorded call.
pub(super) struct Recorded {
    /// Its number.
    call: usize,
    /// Who went; nobody if it was never answered.
    ambulance: Option<usize>,
    times: Vec<(&'static str, Nanoseconds)>,
    hospital: Option<String>,
    /// How many ambulances were free when it came in, itself not counted.
    free: Option<usize>,
}

/// Reads the record of a run: every call once.
pub(super) fn recorded(
    folder: &Folder,
    parameters: &Parameters,
    run: &RunNote,
) -> Result<Vec<Recorded>, String> {
    let sheet = folder.of_run("patient", &run.name)?;
    if sheet.len() != run.calls {
        return Err(sheet.fault(&format!("{} calls are expected, not {}", run.calls, sheet.len())));
    }
    let number = sheet.column("patient_ID")?;
    let mut by_call = BTreeMap::new();
    for row in 0..sheet.len() {
        let cell = sheet.cell(row, number);
        let call = cell.whole()?;
        let record = record(&sheet, row, call, parameters.unit)?;
        if call >= run.calls || by_call.insert(call, record).is_some() {
            return Err(cell.fault("the number of a call that has no record yet"));
        }
    }
    Ok(by_call.into_values().collect())
}

fn record(sheet: &Sheet, row: usize, call: usize, unit: Nanoseconds) -> Result<Recorded, String> {
    let team = sheet.cell(row, sheet.column(TEAM)?);
    let ambulance = if team.is_blank() { None } else { Some(team.whole()?) };
    let mut times = Vec::new();
    for title in ALWAYS {
        let cell = sheet.cell(row, sheet.column(title)?);
        if ambulance.is_some() || !cell.is_blank() {
            times.push((title, time(&cell, unit)?));
        }
    }
    let optional = |title: &str| {
        let column = sheet.head().iter().position(|head| head == title)?;
        Some(sheet.cell(row, column)).filter(|cell| !cell.is_blank())
    };
    for title in SOMETIMES {
        if let Some(cell) = optional(title) {
            times.push((title, time(&cell, unit)?));
        }
    }
    Ok(Recorded {
        call,
        ambulance,
        times,
        hospital: optional("hospital_ID").map(|cell| cell.code()).transpose()?,
        free: optional("nr_ambulances_available").map(|cell| cell.whole()).transpose()?,
    })
}

/// A call that went otherwise than recorded.
pub(super) struct Difference {
    pub call: usize,
    pub expected: String,
    pub got: String,
}

/// Every call that went otherwise.
pub(super) fn differences(
    recorded: &[Recorded],
    log: &Log<PlaceAt>,
    inputs: &Inputs,
    region: &Region,
) -> Vec<Difference> {
    let trips: BTreeMap<_, _> = log.trips.iter().map(|trip| (&trip.incident, trip)).collect();
    let one = |record: &Recorded| {
        let trip = trips.get(&inputs.incidents[record.call]).copied();
        difference(record, trip, inputs, region)
    };
    recorded.iter().filter_map(one).collect()
}

fn difference(
    record: &Recorded,
    trip: Option<&Trip<PlaceAt>>,
    inputs: &Inputs,
    region: &Region,
) -> Option<Difference> {
    let (mut expected, mut got) = (String::new(), String::new());
    let mut unlike = |what: &str, wanted: String, found: String| {
        let comma = if expected.is_empty() { "" } else { ", " };
        // Writing to a text cannot fail.
        let _ = write!(expected, "{comma}{what} {wanted}");
        let _ = write!(got, "{comma}{what} {found}");
    };
    let ambulance = trip.and_then(|trip| inputs.teams.iter().position(|team| *team == trip.team));
    if ambulance != record.ambulance {
        unlike("ambulance", shown(record.ambulance), shown(ambulance));
    }
    for &(title, wanted) in &record.times {
        let found = trip.and_then(|trip| told(trip, title));
        if found.is_none_or(|found| found.0.abs_diff(wanted.0) > HAIR.0) {
            unlike(title, wanted.to_string(), shown(found));
        }
    }
    let delivered = trip.and_then(|trip| trip.delivered);
    let hospital = delivered.map(|delivered| region.code(delivered.to).to_owned());
    if record.hospital.is_some() && hospital != record.hospital {
        unlike("hospital", shown(record.hospital.as_ref()), shown(hospital));
    }
    let free = trip.map(|trip| trip.free_when_called);
    if record.free.is_some() && free != record.free {
        unlike("free ambulances", shown(record.free), shown(free));
    }
    (!expected.is_empty()).then_some(Difference { call: record.call, expected, got })
}

fn shown(what: Option<impl Display>) -> String {
    what.map_or_else(|| "none".into(), |what| what.to_string())
}

/// A time of the trip, by the column in which it is recorded.
fn told(trip: &Trip<PlaceAt>, title: &str) -> Option<Nanoseconds> {
    Some(match title {
        "waiting_time_before_assigned" => trip.waited(),
        "driving_time_to_patient" => trip.drive,
        "response_time" => trip.response(),
        "arrival_time" => trip.called,
        "ambulance_arrival_time" => trip.arrived(),
        "driving_time_to_hospital" => trip.delivered?.drive,
        "finish_time" => trip.free,
        _ => return None,
    })
}
