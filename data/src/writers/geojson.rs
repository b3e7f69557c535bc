//! GeoJSON, one feature a line, coordinates with all their seven digits.

use super::columns::{Column, Value, degrees};
use geo_core::{Position, Shape};
use std::fmt::Write;

/// What is drawn for a row.
pub(super) enum Drawn<'a> {
    /// A point.
    Point(Position),
    /// An outline.
    Shape(&'a Shape),
}

pub(super) fn write<'a, T>(
    rows: &'a [T],
    columns: &[Column<T>],
    drawn: impl Fn(&'a T) -> Option<Drawn<'a>>,
) -> Vec<u8> {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (place, row) in rows.iter().enumerate() {
        out.push_str(if place == 0 { "\n" } else { ",\n" });
        out.push_str("{\"type\":\"Feature\",\"properties\":{");
        let mut first = true;
        for (name, value) in columns {
            let text = match value(row) {
                Value::None => continue,
                Value::Number(number) => number,
                Value::Text(text) => serde_json::Value::String(text).to_string(),
            };
            let comma = if first { "" } else { "," };
            first = false;
            write!(out, "{comma}\"{name}\":{text}").expect("writing to a text cannot fail");
        }
        out.push_str("},\"geometry\":");
        match drawn(row) {
            None => out.push_str("null"),
            Some(Drawn::Point(position)) => {
                out.push_str("{\"type\":\"Point\",\"coordinates\":");
                point(&mut out, position);
                out.push('}');
            }
            Some(Drawn::Shape(shape)) => polygons(&mut out, shape),
        }
        out.push('}');
    }
    out.push_str("\n]}\n");
    out.into_bytes()
}

fn polygons(out: &mut String, shape: &Shape) {
    let single = shape.polygons.len() == 1;
    out.push_str(if single {
        "{\"type\":\"Polygon\",\"coordinates\":"
    } else {
        "{\"type\":\"MultiPolygon\",\"coordinates\":["
    });
    for (place, part) in shape.polygons.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push('[');
        for (place, ring) in std::iter::once(&part.outer).chain(&part.holes).enumerate() {
            if place > 0 {
                out.push(',');
            }
            out.push('[');
            for position in ring.iter().chain(ring.first()).enumerate() {
                if position.0 > 0 {
                    out.push(',');
                }
                point(out, *position.1);
            }
            out.push(']');
        }
        out.push(']');
    }
    out.push_str(if single { "}" } else { "]}" });
}

fn point(out: &mut String, position: Position) {
    write!(out, "[{},{}]", degrees(position.lon_e7()), degrees(position.lat_e7()))
        .expect("writing to a text cannot fail");
}
