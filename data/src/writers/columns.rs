//! Which columns a file of each register has, and what stands in them. The names are those of
//! `tables/fields.json`, the values those of the records' own serialisation.

use super::PlannedArea;
use geo_core::Position;
use serde::Serialize;
use world::records::{Area, Depot, Place, SensingPoint, Shift, Team};

/// What stands in a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    None,
    /// A text.
    Text(String),
    /// A number, as it is written.
    Number(String),
}

/// A column: its name, and its value in a row.
pub(super) type Column<T> = (&'static str, fn(&T) -> Value);

fn text(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

fn maybe<T: ToString>(text: &Option<T>) -> Value {
    text.as_ref().map_or(Value::None, |text| Value::Text(text.to_string()))
}

/// The identifier of a value of an enumeration.
fn word(value: impl Serialize) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Value::Text(word),
        _ => Value::None,
    }
}

fn yes(value: bool) -> Value {
    if value { text("yes") } else { Value::None }
}

fn number(count: Option<u32>) -> Value {
    count.map_or(Value::None, |count| Value::Number(count.to_string()))
}

fn lon(position: Position) -> Value {
    Value::Number(degrees(position.lon_e7()))
}

fn lat(position: Position) -> Value {
    Value::Number(degrees(position.lat_e7()))
}

/// Units of 1e-7 degree as decimal degrees, exactly.
pub(super) fn degrees(units: i32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let units = units.unsigned_abs();
    format!("{sign}{}.{:07}", units / 10_000_000, units % 10_000_000)
}

pub(super) const AREA: &[Column<PlannedArea>] = &[
    ("code", |planned| text(&planned.new.area.code)),
    ("name", |planned| text(&planned.new.area.name)),
    ("level", |planned| text(planned.new.area.level)),
    ("parent", |planned| maybe(&planned.new.area.parent)),
    ("grid_kind", |planned| planned.new.area.grid_kind.map_or(Value::None, word)),
    ("leader", |planned| maybe(&planned.new.area.leader)),
    ("phone", |planned| maybe(&planned.new.area.phone)),
    ("body", |planned| maybe(&planned.new.area.body)),
    ("households", |planned| number(planned.figures.as_ref().map(|figures| figures.households))),
    ("buildings", |planned| number(planned.figures.as_ref().map(|figures| figures.buildings))),
    ("team", |planned| maybe(&planned.figures.as_ref().and_then(|figures| figures.team.as_ref()))),
];

pub(super) const STAFF: &[Column<Area>] = &[
    ("code", |area| text(&area.code)),
    ("name", |area| text(&area.name)),
    ("leader", |area| maybe(&area.leader)),
    ("phone", |area| maybe(&area.phone)),
    ("body", |area| maybe(&area.body)),
    ("grid_kind", |area| area.grid_kind.map_or(Value::None, word)),
];

pub(super) const TEAM: &[Column<Team>] = &[
    ("code", |team| text(&team.code)),
    ("name", |team| text(&team.name)),
    ("kind", |team| word(team.kind)),
    ("profile", |team| word(team.profile)),
    ("home", |team| maybe(&team.home)),
    ("duty", |team| word(team.duty)),
    ("department", |team| maybe(&team.department)),
    ("phone", |team| maybe(&team.phone)),
    ("radio_only", |team| yes(team.radio_only)),
    ("retired", |team| yes(team.retired)),
];

pub(super) const SHIFT: &[Column<Shift>] = &[
    ("code", |shift| text(&shift.code)),
    ("team", |shift| text(&shift.team)),
    ("starts", |shift| text(shift.starts)),
    ("ends", |shift| text(shift.ends)),
    ("leader", |shift| maybe(&shift.leader)),
];

pub(super) const DEPOT: &[Column<Depot>] = &[
    ("code", |depot| text(&depot.code)),
    ("name", |depot| text(&depot.name)),
    ("tier", |depot| word(depot.tier)),
    ("lon", |depot| lon(depot.position)),
    ("lat", |depot| lat(depot.position)),
    ("address", |depot| maybe(&depot.address)),
    ("keeper", |depot| maybe(&depot.keeper)),
    ("phone", |depot| maybe(&depot.phone)),
];

pub(super) const SENSING_POINT: &[Column<SensingPoint>] = &[
    ("code", |point| text(&point.code)),
    ("name", |point| text(&point.name)),
    ("kind", |point| word(point.kind)),
    ("pole", |point| maybe(&point.pole)),
    ("lon", |point| lon(point.position)),
    ("lat", |point| lat(point.position)),
    ("owner", |point| maybe(&point.owner)),
    ("status", |point| word(point.status)),
];

pub(super) const PLACE: &[Column<Place>] = &[
    ("code", |place| text(&place.code)),
    ("name", |place| text(&place.name)),
    ("kind", |place| text(&place.kind)),
    ("address", |place| maybe(&place.address)),
    ("lon", |place| lon(place.position)),
    ("lat", |place| lat(place.position)),
    ("households", |place| number(place.households)),
];

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn degrees_are_written_exactly() {
        assert_eq!(
            [degrees(1_143_050_000), degrees(-1), degrees(0)],
            ["114.3050000", "-0.0000001", "0.0000000"]
        );
    }
}
