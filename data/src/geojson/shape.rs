//! From a geometry's `type` and `coordinates` to points and parts.

use super::coordinates::Node;
use crate::layer::{Geometry, Parts, Xy};

/// What a geometry object held.
#[derive(Debug, Default)]
pub(super) struct RawGeometry {
    pub kind: Option<String>,
    pub coordinates: Option<Node>,
}

/// Why a geometry is none: code, what was found, where in it.
pub(super) type Fault = (&'static str, String, String);

fn fault(code: &'static str, found: impl Into<String>, place: impl Into<String>) -> Fault {
    (code, found.into(), place.into())
}

impl RawGeometry {
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn into_geometry(self) -> Result<Geometry, Fault> {
        let kind = self.kind.ok_or_else(|| fault("bad_geometry", "", "geometry without type"))?;
        let coordinates = match self.coordinates {
            Some(node) => node,
            None if kind == "GeometryCollection" => return Ok(Geometry::Other("GeometryCollection")),
            None => return Err(fault("bad_geometry", kind, "geometry without coordinates")),
        };
        match kind.as_str() {
            "Point" => position(&coordinates, "").map(Geometry::Point),
            "Polygon" => Ok(Geometry::Parts(vec![part(coordinates, "")?])),
            "MultiPolygon" => Ok(Geometry::Parts(parts(coordinates)?)),
            "MultiPoint" => Ok(Geometry::Other("MultiPoint")),
            "LineString" => Ok(Geometry::Other("LineString")),
            "MultiLineString" => Ok(Geometry::Other("MultiLineString")),
            _ => Err(fault("bad_geometry", kind, "unknown geometry type")),
        }
    }
}

fn parts(node: Node) -> Result<Parts, Fault> {
    let list = list(node, "")?;
    list.into_iter().enumerate().map(|(i, child)| part(child, &format!("part {}, ", i + 1))).collect()
}

fn part(node: Node, place: &str) -> Result<Vec<Vec<Xy>>, Fault> {
    let list = list(node, place)?;
    list.into_iter().enumerate().map(|(i, child)| ring(child, &format!("{place}ring {}", i + 1))).collect()
}

/// A ring must say where it ends by repeating its first point (RFC 7946, 3.1.6).
fn ring(node: Node, place: &str) -> Result<Vec<Xy>, Fault> {
    let list = list(node, place)?;
    let mut ring = Vec::with_capacity(list.len());
    for (i, child) in list.iter().enumerate() {
        // The place is put into words only when something is wrong: rings are long.
        ring.push(
            position(child, "")
                .map_err(|(code, found, _)| (code, found, format!("{place}, point {}", i + 1)))?,
        );
    }
    if ring.len() < 4 {
        return Err(fault("ring_too_short", format!("{} points", ring.len()), place));
    }
    if ring.first() != ring.last() {
        return Err(fault("ring_not_closed", format!("{:?} … {:?}", ring[0], ring[ring.len() - 1]), place));
    }
    ring.pop();
    Ok(ring)
}

fn position(node: &Node, place: &str) -> Result<Xy, Fault> {
    match node {
        Node::Position(xy, 2..) => Ok(*xy),
        Node::Position(..) => Err(fault("bad_coordinates", "one number", place)),
        Node::List(_) => Err(fault("bad_coordinates", "an array of another depth", place)),
        Node::Number(value) => Err(fault("bad_coordinates", value.to_string(), place)),
        Node::Wrong(what) => Err(fault("bad_coordinates", *what, place)),
    }
}

fn list(node: Node, place: &str) -> Result<Vec<Node>, Fault> {
    match node {
        Node::List(nodes) => Ok(nodes),
        Node::Position(..) => Err(fault("bad_coordinates", "an array of another depth", place)),
        Node::Number(value) => Err(fault("bad_coordinates", value.to_string(), place)),
        Node::Wrong(what) => Err(fault("bad_coordinates", what, place)),
    }
}
