//! Roads as OpenStreetMap has them, given as values instead of a file.

use super::assemble::Judged;
use super::barriers::blocked;
use super::tags::Tags;
use super::{OsmRelation, RoadNetwork, RoadsError};
use geo_core::Position;

/// A node with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsmNode {
    /// Its id.
    pub id: i64,
    /// Where it is.
    pub position: Position,
    /// Its tags: key and value.
    pub tags: Vec<(String, String)>,
}

/// A way with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsmWay {
    /// The id of the way.
    pub id: i64,
    /// The ids of its nodes, in order.
    pub nodes: Vec<i64>,
    /// Its tags: key and value.
    pub tags: Vec<(String, String)>,
}

/// What a map says of roads; the input of [`RoadNetwork::from_osm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OsmRoads {
    /// Nodes; those with a `barrier` tag may stop some profiles.
    pub nodes: Vec<OsmNode>,
    /// Ways; those with a `highway` tag are roads.
    pub ways: Vec<OsmWay>,
    /// Relations; those of type `restriction` forbid turns.
    pub relations: Vec<OsmRelation>,
}

fn pairs(tags: &[(String, String)]) -> Vec<(&str, &str)> {
    tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

impl RoadNetwork {
    /// Builds a network from nodes without tags and ways. Of nodes with one id, or ways with one id, the first
    /// counts.
    ///
    /// ```
    /// use dispatch::roads::{OsmWay, RoadNetwork};
    /// use geo_core::Position;
    /// let node = |id, lon| (id, Position::new(lon, 30.0).unwrap());
    /// let street = OsmWay { id: 7, nodes: vec![1, 2], tags: vec![("highway".into(), "residential".into())] };
    /// let network = RoadNetwork::build(vec![node(1, 114.0), node(2, 114.1)], vec![street]).unwrap();
    /// assert_eq!(network.stats().segments, 1);
    /// ```
    ///
    /// # Errors
    /// [`RoadsError::NoRoads`] when no segment remains, [`RoadsError::TooLarge`] beyond the documented bounds.
    pub fn build(nodes: Vec<(i64, Position)>, ways: Vec<OsmWay>) -> Result<Self, RoadsError> {
        let nodes = nodes.into_iter().map(|(id, position)| OsmNode { id, position, tags: Vec::new() });
        Self::from_osm(OsmRoads { nodes: nodes.collect(), ways, relations: Vec::new() })
    }

    /// Builds a network from all that a map says of roads: barriers and turn restrictions too.
    ///
    /// # Errors
    /// As [`RoadNetwork::build`].
    pub fn from_osm(roads: OsmRoads) -> Result<Self, RoadsError> {
        let mut judged = Judged::default();
        for node in roads.nodes {
            judged.barriers.push((node.id, blocked(&Tags(&pairs(&node.tags)))));
            judged.nodes.push((node.id, node.position));
        }
        for way in roads.ways {
            judged.take_way(way.id, &pairs(&way.tags), || way.nodes);
        }
        for relation in roads.relations {
            judged.take_relation(&pairs(&relation.tags), || relation.members);
        }
        Self::from_judged(judged, &mut |_| {})
    }
}
