//! From a geometry's `type` and `coordinates` to points and parts.

use super::coordinates::Node;
use crate::Place;
use crate::layer::{Geometry, Parts, Xy};

/// What a geometry object held.
#[derive(Debug, Default)]
pub(super) struct RawGeometry {
    pub kind: Option<String>,
    pub coordinates: Option<Node>,
}

/// Why a geometry is none.
#[derive(Debug)]
pub(super) struct Fault {
    pub code: &'static str,
    pub found: String,
    /// The rule it breaks, where the code does not say it.
    pub detail: &'static str,
    pub place: Option<Place>,
    /// How many different points a short ring has.
    pub points: Option<usize>,
}

fn fault(code: &'static str, found: impl Into<String>) -> Fault {
    Fault { code, found: found.into(), detail: "", place: None, points: None }
}

impl Fault {
    fn rule(self, detail: &'static str) -> Self {
        Self { detail, ..self }
    }

    fn at(self, part: usize, ring: usize, point: Option<usize>) -> Self {
        Self { place: Some(Place { part, ring, point }), ..self }
    }
}

impl RawGeometry {
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn into_geometry(self) -> Result<Geometry, Fault> {
        let kind = self.kind.ok_or_else(|| fault("bad_geometry", "").rule("geometry without type"))?;
        let coordinates = match self.coordinates {
            Some(node) => node,
            None if kind == "GeometryCollection" => return Ok(Geometry::Other("GeometryCollection")),
            None => return Err(fault("bad_geometry", kind).rule("geometry without coordinates")),
        };
        match kind.as_str() {
            "Point" => position(&coordinates).map(Geometry::Point),
            "Polygon" => Ok(Geometry::Parts(vec![part(0, coordinates)?])),
            "MultiPolygon" => Ok(Geometry::Parts(parts(coordinates)?)),
            "MultiPoint" => Ok(Geometry::Other("MultiPoint")),
            "LineString" => Ok(Geometry::Other("LineString")),
            "MultiLineString" => Ok(Geometry::Other("MultiLineString")),
            _ => Err(fault("bad_geometry", kind).rule("unknown geometry type")),
        }
    }
}

fn parts(node: Node) -> Result<Parts, Fault> {
    list(node)?.into_iter().enumerate().map(|(number, child)| part(number, child)).collect()
}

fn part(part: usize, node: Node) -> Result<Vec<Vec<Xy>>, Fault> {
    let rings = list(node).map_err(|fault| fault.at(part, 0, None))?;
    rings.into_iter().enumerate().map(|(number, child)| ring(part, number, child)).collect()
}

/// A ring must say where it ends by repeating its first point (RFC 7946, 3.1.6).
fn ring(part: usize, number: usize, node: Node) -> Result<Vec<Xy>, Fault> {
    let nodes = list(node).map_err(|fault| fault.at(part, number, None))?;
    let mut ring = Vec::with_capacity(nodes.len());
    for (point, node) in nodes.iter().enumerate() {
        ring.push(position(node).map_err(|fault| fault.at(part, number, Some(point)))?);
    }
    match (ring.first(), ring.last()) {
        (Some(first), Some(last)) if first != last => {
            return Err(fault("ring_not_closed", format!("{first:?} … {last:?}")).at(part, number, None));
        }
        _ => {}
    }
    ring.pop();
    if ring.len() < 3 {
        let short = Fault { points: Some(ring.len()), ..fault("ring_too_short", "") };
        return Err(short.at(part, number, None));
    }
    Ok(ring)
}

fn position(node: &Node) -> Result<Xy, Fault> {
    match node {
        Node::Position(xy, 2..) => Ok(*xy),
        Node::Position(..) => Err(fault("bad_coordinates", "one number")),
        Node::List(_) => Err(fault("bad_coordinates", "an array of another depth")),
        Node::Number(value) => Err(fault("bad_coordinates", value.to_string())),
        Node::Wrong(what) | Node::Broken(what) => Err(fault("bad_coordinates", *what)),
    }
}

fn list(node: Node) -> Result<Vec<Node>, Fault> {
    match node {
        Node::List(nodes) => Ok(nodes),
        Node::Position(..) => Err(fault("bad_coordinates", "an array of another depth")),
        Node::Number(value) => Err(fault("bad_coordinates", value.to_string())),
        Node::Wrong(what) | Node::Broken(what) => Err(fault("bad_coordinates", what)),
    }
}
