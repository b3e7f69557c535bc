//! The region, and what comes in during a run, as the simulation takes them.

use super::files::Folder;
use super::rule::{Nodes, Parameters, RunNote, Ties};
use super::sheet::{Cell, Sheet};
use dispatch::simulate::{
    Call, Limits, Nanoseconds, OnPlane, PlaceAt, Scenario, Then, TimeTable, Unit, WayBack,
};
use dispatch::{IncidentId, Profile, TeamId};
use geo_core::Metres;
use std::collections::BTreeMap;

/// What all runs of a folder share.
pub(super) struct Region {
    pub ways: TimeTable,
    codes: Vec<String>,
    by_code: BTreeMap<String, PlaceAt>,
    hospitals: Vec<PlaceAt>,
}

impl Region {
    /// Reads places, times and hospitals.
    pub fn read(folder: &Folder, parameters: &Parameters) -> Result<Self, String> {
        let (codes, places) = read_places(&folder.called(&parameters.nodes.file)?, &parameters.nodes)?;
        let mut by_code = BTreeMap::new();
        for (row, code) in (0..).zip(&codes) {
            if by_code.insert(code.clone(), PlaceAt(row)).is_some() {
                return Err(format!("{}: the place {code} stands there twice", parameters.nodes.file));
            }
        }
        let times = read_times(&folder.with_word("matrix", "distance")?, &codes, parameters.unit)?;
        let ways = TimeTable::new(places, times, parameters.quiet).map_err(|error| error.to_string())?;
        let mut region = Self { ways, codes, by_code, hospitals: Vec::new() };
        let hospitals = folder.with_column("Hospital")?;
        let column = hospitals.column("Hospital")?;
        region.hospitals = (0..hospitals.len())
            .map(|row| region.place(&hospitals.cell(row, column)))
            .collect::<Result<_, _>>()?;
        Ok(region)
    }

    fn place(&self, cell: &Cell<'_>) -> Result<PlaceAt, String> {
        self.by_code.get(&cell.code()?).copied().ok_or_else(|| cell.fault("a place of the region"))
    }

    /// The code of a place.
    pub fn code(&self, place: PlaceAt) -> &str {
        self.codes.get(place.0 as usize).map_or("", String::as_str)
    }
}

fn read_places(sheet: &Sheet, nodes: &Nodes) -> Result<(Vec<String>, Vec<OnPlane>), String> {
    let (x, y) = (sheet.column(&nodes.x)?, sheet.column(&nodes.y)?);
    let place = |row| {
        let at = OnPlane { x: Metres(sheet.cell(row, x).number()?), y: Metres(sheet.cell(row, y).number()?) };
        Ok((sheet.cell(row, 0).code()?, at))
    };
    let places: Result<Vec<_>, String> = (0..sheet.len()).map(place).collect();
    Ok(places?.into_iter().unzip())
}

/// The times between the places in their order, whatever the order of the table.
fn read_times(sheet: &Sheet, codes: &[String], unit: Nanoseconds) -> Result<Vec<Nanoseconds>, String> {
    let mut rows = BTreeMap::new();
    for row in 0..sheet.len() {
        let cell = sheet.cell(row, 0);
        if rows.insert(cell.code()?, row).is_some() {
            return Err(cell.fault("a place that has no row yet"));
        }
    }
    let no = |what: &str, code: &str| sheet.fault(&format!("there is no {what} for the place {code}"));
    let column_of = |code: &String| {
        let is_code = |title: &String| title.strip_suffix(".0").unwrap_or(title) == code;
        sheet.head().iter().skip(1).position(is_code).map(|at| at + 1).ok_or_else(|| no("column", code))
    };
    let columns: Vec<usize> = codes.iter().map(column_of).collect::<Result<_, _>>()?;
    let mut times = Vec::with_capacity(codes.len() * codes.len());
    for code in codes {
        let row = *rows.get(code).ok_or_else(|| no("row", code))?;
        for &column in &columns {
            times.push(time(&sheet.cell(row, column), unit)?);
        }
    }
    Ok(times)
}

/// A span of the unit that the parameters name.
pub(super) fn time(cell: &Cell<'_>, unit: Nanoseconds) -> Result<Nanoseconds, String> {
    unit.times(cell.number()?).ok_or_else(|| cell.fault("a time from 0 to a hundred years"))
}

/// A run before it is simulated.
pub(super) struct Inputs {
    pub scenario: Scenario<PlaceAt>,
    /// The calls by their numbers, and the ambulances by theirs.
    pub incidents: Vec<IncidentId>,
    pub teams: Vec<TeamId>,
}

impl Inputs {
    /// Reads the run's tables.
    pub fn read(
        folder: &Folder,
        region: &Region,
        parameters: &Parameters,
        run: &RunNote,
    ) -> Result<Self, String> {
        let unit = parameters.unit;
        let sheet = |word: &str| folder.of_run(word, &run.name);
        let gaps = sheet("interarrival_times")?;
        let (places, scenes) = (sheet("location_IDs")?, sheet("on_site_aid_times")?);
        let (stays, brought) = (sheet("drop_off_times")?, sheet("to_hospital_bool")?);
        let rows = gaps.single(run.calls)?.zip(places.single(run.calls)?).zip(scenes.single(run.calls)?);
        let rows = rows.zip(stays.single(run.calls)?).zip(brought.single(run.calls)?).enumerate();
        let (mut calls, mut sum) = (Vec::with_capacity(run.calls), 0.0);
        for (number, ((((gap, place), scene), stay), brought)) in rows {
            // Summed as it was recorded, in fractions of the unit.
            sum += gap.number().ok().filter(|gap| *gap >= 0.0).ok_or_else(|| gap.fault("a time"))?;
            let then = if brought.yes()? { Then::Deliver { stay: time(&stay, unit)? } } else { Then::Free };
            calls.push(Call {
                incident: numbered(number, run.calls).parse().map_err(|_| gap.fault("a call"))?,
                at: unit.times(sum).ok_or_else(|| gap.fault("a time within a hundred years"))?,
                place: region.place(&place)?,
                on_scene: time(&scene, unit)?,
                then,
            });
        }
        let (units, teams) = read_units(&folder.called(&run.bases)?, region, parameters, run)?;
        let incidents = calls.iter().map(|call| call.incident.clone()).collect();
        let destinations = region.hospitals.clone();
        let way_back = WayBack::MayBeSent;
        let limits = Limits::default();
        Ok(Self { scenario: Scenario { units, calls, destinations, way_back, limits }, incidents, teams })
    }
}

/// Numbers with as many digits as the greatest, so that they sort as numbers do.
fn numbered(number: usize, count: usize) -> String {
    format!("{number:0width$}", width = count.to_string().len())
}

/// The ambulances by number. Of equals the first by call sign is sent; where it shall be the one of the highest number,
/// call signs count down.
fn read_units(
    sheet: &Sheet,
    region: &Region,
    parameters: &Parameters,
    run: &RunNote,
) -> Result<(Vec<Unit<PlaceAt>>, Vec<TeamId>), String> {
    let (numbers, bases) = (sheet.column("Ambulance")?, sheet.column("Base")?);
    let mut by_number = BTreeMap::new();
    for row in 0..sheet.len() {
        let cell = sheet.cell(row, numbers);
        if by_number.insert(cell.whole()?, region.place(&sheet.cell(row, bases))?).is_some() {
            return Err(cell.fault("an ambulance that has no base yet"));
        }
    }
    let mut units = Vec::new();
    for number in 0..run.ambulances {
        let no_base = || sheet.fault(&format!("there is no base for the ambulance {number}"));
        let base = *by_number.get(&number).ok_or_else(no_base)?;
        let sign = match parameters.ties {
            Ties::LowestNumber => number,
            Ties::HighestNumber => run.ambulances - number,
        };
        let team = numbered(sign, run.ambulances).parse().map_err(|_| no_base())?;
        units.push(Unit { team, profile: Profile::Car, base });
    }
    let teams = units.iter().map(|unit: &Unit<PlaceAt>| unit.team.clone()).collect();
    Ok((units, teams))
}
