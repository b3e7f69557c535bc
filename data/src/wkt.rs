//! Geometry as text in a column of a table (OGC Simple Features well-known text), as QGIS and PostGIS export it:
//! `POINT (114.3 30.6)`, `POLYGON ((…), (…))`, `MULTIPOLYGON (((…)))`, with `Z` and `SRID=4326;` passed over.

use crate::layer::{Geometry, Parts, Xy};
use crate::{AboutGeometry, Place, RowError};

/// Kinds of geometry that are known but that no register has a use for.
const OTHERS: [&str; 4] = ["LINESTRING", "MULTILINESTRING", "MULTIPOINT", "GEOMETRYCOLLECTION"];

/// Whether a text begins like one.
pub(crate) fn looks_like(text: &str) -> bool {
    let (word, rest) = word(without_srid(text));
    let known =
        ["POINT", "POLYGON", "MULTIPOLYGON"].contains(&word.as_str()) || OTHERS.contains(&word.as_str());
    known && (rest.contains('(') || rest.trim().eq_ignore_ascii_case("EMPTY"))
}

/// Parses a text; `budget` counts vertices down.
///
/// # Errors
/// `bad_geometry`, `bad_coordinates`, `ring_not_closed`, `ring_too_short`; `None` within when the budget is spent.
pub(crate) fn parse(
    number: usize,
    text: &str,
    budget: &mut usize,
) -> Result<Option<Geometry>, Option<RowError>> {
    let (kind, rest) = word(without_srid(text));
    if let Some(other) = OTHERS.iter().find(|other| **other == kind) {
        return Ok(Some(Geometry::Other(other)));
    }
    let (qualifier, rest) = word(rest);
    if qualifier == "EMPTY" || word(rest).0 == "EMPTY" {
        return Ok(None);
    }
    let mut reader = Reader { number, rest: rest.trim_start(), budget };
    let geometry = match kind.as_str() {
        "POINT" => Geometry::Point(
            reader.list(Reader::position)?.first().copied().ok_or_else(|| reader.fault(&kind))?,
        ),
        "POLYGON" => Geometry::Parts(vec![reader.part(0)?]),
        "MULTIPOLYGON" => Geometry::Parts(reader.parts()?),
        _ => return Err(Some(reader.fault(&kind))),
    };
    if reader.rest.trim().is_empty() { Ok(Some(geometry)) } else { Err(Some(reader.fault(&kind))) }
}

fn without_srid(text: &str) -> &str {
    let text = text.trim_start();
    let is_srid = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("SRID="));
    if is_srid { text.split_once(';').map_or(text, |(_, rest)| rest) } else { text }
}

/// The letters that a text begins with, in capitals, and what follows.
fn word(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    (text[..end].to_ascii_uppercase(), &text[end..])
}

struct Reader<'a> {
    number: usize,
    rest: &'a str,
    budget: &'a mut usize,
}

impl<'a> Reader<'a> {
    fn fault(&self, found: &str) -> RowError {
        RowError::new(self.number, "bad_geometry").at("geometry", found).detail("brackets that do not match")
    }

    /// `( item , item … )`.
    fn list<T>(
        &mut self,
        item: impl Fn(&mut Self) -> Result<T, Option<RowError>>,
    ) -> Result<Vec<T>, Option<RowError>> {
        let mut items = Vec::new();
        self.rest = self.after('(')?;
        loop {
            items.push(item(self)?);
            match self.after(',') {
                Ok(rest) => self.rest = rest,
                Err(_) => {
                    self.rest = self.after(')')?;
                    return Ok(items);
                }
            }
        }
    }

    fn after(&self, mark: char) -> Result<&'a str, Option<RowError>> {
        let rest = self.rest.trim_start();
        let excerpt = || rest.chars().take(20).collect::<String>();
        rest.strip_prefix(mark).ok_or_else(|| Some(self.fault(&excerpt())))
    }

    /// `x y`, and whatever more numbers.
    fn position(&mut self) -> Result<Xy, Option<RowError>> {
        *self.budget = self.budget.checked_sub(1).ok_or(None)?;
        let end = self.rest.find([',', ')', '(']).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        let mut numbers = text.split_ascii_whitespace().map(str::parse::<f64>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(x)), Some(Ok(y))) => {
                self.rest = rest;
                Ok([x, y])
            }
            _ => Err(Some(RowError::new(self.number, "bad_coordinates").at("geometry", text.trim()))),
        }
    }

    fn parts(&mut self) -> Result<Parts, Option<RowError>> {
        let part = std::cell::Cell::new(0);
        self.list(|reader| reader.part(part.replace(part.get() + 1)))
    }

    fn part(&mut self, part: usize) -> Result<Vec<Vec<Xy>>, Option<RowError>> {
        let ring = std::cell::Cell::new(0);
        self.list(|reader| reader.ring(part, ring.replace(ring.get() + 1)))
    }

    fn ring(&mut self, part: usize, ring: usize) -> Result<Vec<Xy>, Option<RowError>> {
        let mut points = self.list(Self::position)?;
        let about =
            |values| AboutGeometry { place: Some(Place { part, ring, point: None }), values, others: 0 };
        let error = |code| RowError::new(self.number, code);
        if let (Some(first), Some(last)) = (points.first(), points.last())
            && first != last
        {
            let found = format!("{first:?} … {last:?}");
            return Err(Some(error("ring_not_closed").at("geometry", &found).about(about([].into()))));
        }
        points.pop();
        if points.len() < 3 {
            let values = [("points", points.len().to_string())].into();
            return Err(Some(error("ring_too_short").at("geometry", "").about(about(values))));
        }
        Ok(points)
    }
}

#[cfg(test)]
mod tests {
    use super::{looks_like, parse};
    use crate::layer::Geometry;

    fn read(text: &str) -> Result<Option<Geometry>, &'static str> {
        parse(1, text, &mut 100).map_err(|error| error.map_or("spent", |error| error.code))
    }

    #[test]
    fn points_and_polygons_are_read() {
        assert_eq!(read("POINT (114.3 30.6)"), Ok(Some(Geometry::Point([114.3, 30.6]))));
        assert_eq!(read("srid=4326;Point Z(1 2 3)"), Ok(Some(Geometry::Point([1.0, 2.0]))));
        let square = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]];
        let parts = Geometry::Parts(vec![vec![square.clone()]]);
        assert_eq!(read("POLYGON((0 0,4 0, 4 4 ,0 0))"), Ok(Some(parts.clone())));
        assert_eq!(read("MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))"), Ok(Some(parts)));
        let holed = Geometry::Parts(vec![vec![square.clone(), square.clone()], vec![square]]);
        let text = "MULTIPOLYGON (((0 0,4 0,4 4,0 0),(0 0,4 0,4 4,0 0)),((0 0,4 0,4 4,0 0)))";
        assert_eq!(read(text), Ok(Some(holed)));
        assert_eq!(read("POLYGON EMPTY"), Ok(None));
        assert_eq!(read("LINESTRING (0 0, 1 1)"), Ok(Some(Geometry::Other("LINESTRING"))));
    }

    #[test]
    fn what_is_broken_is_named() {
        for (text, code) in [
            ("POLYGON ((0 0, 1 1, 2 0, 0 1))", "ring_not_closed"),
            ("POLYGON ((0 0, 1 1, 0 0))", "ring_too_short"),
            ("POLYGON ((0 0, 1 x, 0 0))", "bad_coordinates"),
            ("POLYGON ((0 0, 1 1, 2 0, 0 0)", "bad_geometry"),
            ("POLYGON (0 0, 1 1, 2 0, 0 0)", "bad_geometry"),
            ("POLYGON ((0 0, 1 1, 2 0, 0 0)) POINT (1 1)", "bad_geometry"),
            ("POINT ()", "bad_coordinates"),
            ("CIRCLE (1 2 3)", "bad_geometry"),
        ] {
            assert_eq!(read(text), Err(code), "{text}");
        }
        let long = format!("POLYGON (({}0 0))", "0 0,".repeat(200));
        assert_eq!(read(&long), Err("spent"));
        assert!(
            looks_like("Polygon ((")
                && !looks_like("点军区")
                && !looks_like("POINT")
                && !looks_like("POLYGONS (")
        );
    }
}
