//! GeoJSON (RFC 7946, and the older `crs` member): features one by one, so that a bad one is named
//! and the others are read. Only broken JSON refuses the whole file.

mod coordinates;
mod depth;
mod features;
mod head;
mod members;
mod shape;

use crate::input::decode;
use crate::layer::Layer;
use crate::{Crs, FileError, Limits, RowError};
use features::{Document, Reading};
use serde::de::DeserializeSeed;

/// Reads a FeatureCollection, a single Feature, or a bare geometry.
///
/// # Errors
/// `not_text`, `nested_too_deeply`, `bad_json`, `truncated_json`, `not_geojson`, `too_large`,
/// `unsupported_crs`.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Layer, FileError> {
    let text = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}');
    depth::check(text.as_bytes(), limits.nesting)?;
    let mut reading = Reading::new(limits);
    let mut json = serde_json::Deserializer::from_str(text);
    let parsed =
        Document(&mut reading).deserialize(&mut json).and_then(|document| json.end().map(|()| document));
    if let Some(error) = reading.refused {
        return Err(error);
    }
    let document = parsed.map_err(json_error)?;
    document.check()?;
    let mut layer = Layer {
        columns: reading.columns.names,
        rows: reading.rows,
        errors: reading.errors,
        ..Layer::default()
    };
    if let Some(name) = document.crs {
        let crs = Crs::of_geojson_name(&name);
        layer.crs = Some(crs.map_err(|_| FileError::new("unsupported_crs").with("crs", name)));
    }
    Ok(layer)
}

fn json_error(error: serde_json::Error) -> FileError {
    let code = match error.classify() {
        serde_json::error::Category::Eof => "truncated_json",
        serde_json::error::Category::Data => "not_geojson",
        _ => "bad_json",
    };
    FileError::new(code).with("line", error.line()).with("column", error.column()).with("detail", error)
}

/// The error of a feature that is none.
fn feature_error(number: usize, code: &'static str, field: &str, found: &str) -> RowError {
    RowError::new(number, code).at(field, found)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::Limits;
    use crate::layer::{Cell, Geometry};

    #[test]
    fn members_come_in_any_order() {
        let text = r#"{"features":[{"geometry":{"coordinates":[1,2,3],"type":"Point"},"properties":{"a":" x ","b":7,"c":{"d":[1]}},"type":"Feature"}],"crs":{"type":"name","properties":{"name":"EPSG:3857"}},"type":"FeatureCollection"}"#;
        let layer = read(text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(layer.rows[0].geometry, Some(Geometry::Point([1.0, 2.0])));
        assert_eq!(layer.rows[0].cells, [Cell::Text("x".into()), Cell::Number("7".into()), Cell::Empty]);
        assert_eq!(layer.crs, Some(Ok(crate::Crs::Epsg(3857))));
    }

    #[test]
    fn a_bad_feature_is_named_and_the_others_are_read() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["a",2]}},
            {"type":"Feature","properties":[],"geometry":null},
            17,
            {"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}},
            {"type":"Feature","properties":{"x":1,"x":2},"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[3,4]}}]}"#;
        let layer = read(text.as_bytes(), &Limits::default()).unwrap();
        let errors: Vec<_> = layer.errors.iter().map(|error| (error.row, error.code)).collect();
        let expected = [
            (1, "bad_coordinates"),
            (2, "bad_properties"),
            (3, "not_a_feature"),
            (4, "ring_not_closed"),
            (5, "duplicate_member"),
        ];
        assert_eq!(errors, expected);
        assert_eq!(layer.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [6]);
    }

    #[test]
    fn what_is_no_geojson_is_refused() {
        for (text, code) in [
            ("{\"type\":\"FeatureCollection\",\"features\":[", "truncated_json"),
            ("{\"type\":\"FeatureCollection\",\"features\":[}", "bad_json"),
            ("[1,2]", "not_geojson"),
            ("{\"type\":\"Topology\",\"objects\":{}}", "not_geojson"),
            ("{\"type\":\"FeatureCollection\",\"features\":{}}", "not_geojson"),
            ("{\"features\":[]}", "not_geojson"),
            ("{}", "not_geojson"),
            ("{\"type\":\"FeatureCollection\",\"features\":[]} x", "bad_json"),
        ] {
            assert_eq!(read(text.as_bytes(), &Limits::default()).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn brackets_without_end_are_refused_at_once() {
        let deep = format!("{{\"type\":\"FeatureCollection\",\"x\":{}", "[".repeat(4 << 20));
        assert_eq!(read(deep.as_bytes(), &Limits::default()).unwrap_err().code, "nested_too_deeply");
    }
}
