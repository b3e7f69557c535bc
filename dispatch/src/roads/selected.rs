//! What a selection shows to people: its lines, its length, its streets; and the road that somebody points at.

use super::{RoadNetwork, Router, Selection};
use geo_core::{Metres, Position};
use std::collections::BTreeSet;

/// A selection as people see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// How many segments.
    pub segments: usize,
    /// Their length.
    pub length: Metres,
    /// The names of their streets, in order of the text; those without one are left out.
    pub streets: Vec<String>,
    /// How many ways of OpenStreetMap they belong to.
    pub ways: usize,
    /// Their lines, consecutive segments of a way joined; nothing when there are more segments than were asked for.
    pub lines: Vec<Vec<Position>>,
}

/// The road that somebody points at.
#[derive(Debug, Clone, PartialEq)]
pub struct NearWay<'a> {
    /// Its id in OpenStreetMap.
    pub way: i64,
    /// Its name.
    pub name: Option<&'a str>,
    /// How far the position is from it.
    pub distance: Metres,
}

impl RoadNetwork {
    /// What a selection shows; its lines when it has at most so many segments.
    pub fn selected(&self, selection: &Selection, most_drawn: usize) -> Selected {
        let mut streets: BTreeSet<&str> = BTreeSet::new();
        let mut ways: BTreeSet<i64> = BTreeSet::new();
        let mut lines: Vec<Vec<Position>> = Vec::new();
        let (mut length, mut before) = (0.0, None);
        let draws = selection.len() <= most_drawn;
        for index in selection.segments().filter(|&segment| segment < self.segments.len()) {
            let segment = &self.segments[index];
            let way = self.way_of(segment);
            length += self.length(index).0;
            ways.insert(way.id);
            streets.extend(self.name(way.name));
            if draws {
                let [from, to] = [segment.from, segment.to].map(|node| self.positions[node as usize]);
                match lines.last_mut() {
                    // The next segment of the same part of a way goes on where the last one ended.
                    Some(line) if before == Some((index.wrapping_sub(1), segment.part)) => line.push(to),
                    _ => lines.push(vec![from, to]),
                }
            }
            before = Some((index, segment.part));
        }
        Selected {
            segments: selection.len(),
            length: Metres(length),
            streets: streets.into_iter().map(str::to_owned).collect(),
            ways: ways.len(),
            lines,
        }
    }
}

impl Router {
    /// The road nearest to a position, whoever may use it, at most so far away.
    pub fn way_at(&self, position: Position, within: Metres) -> Option<NearWay<'_>> {
        let millimetres = (within.0 * 1000.0).max(0.0) as u64;
        let nearest = self.index.nearest(position, u8::MAX, millimetres)?;
        let way = self.network.way_of(&self.network.segments[nearest.segment as usize]);
        let distance = Metres(nearest.millimetres as f64 / 1000.0);
        Some(NearWay { way: way.id, name: self.network.name(way.name), distance })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::OsmWay;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    #[test]
    fn a_selection_is_drawn_measured_and_named() {
        let nodes = (0..4i64).map(|id| (id, at(114.0 + 0.001 * id as f64, 0.0))).collect();
        let way = |id, nodes: &[i64], name: &str| OsmWay {
            id,
            nodes: nodes.to_vec(),
            tags: vec![("highway".into(), "tertiary".into()), ("name".into(), name.into())],
        };
        let ways = vec![way(7, &[0, 1, 2], "长江路"), way(8, &[2, 3], "")];
        let router = Router::new(RoadNetwork::build(nodes, ways).unwrap());
        let network = router.network();
        let all = network.segments_of_way(7).and(&network.segments_of_way(8));
        let selected = network.selected(&all, 3);
        assert_eq!(
            (selected.segments, selected.ways, &*selected.streets),
            (3, 2, &["长江路".to_owned()][..])
        );
        assert!((selected.length.0 - 333.96).abs() < 0.01, "{}", selected.length.0);
        assert_eq!(selected.lines.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        assert!(network.selected(&all, 2).lines.is_empty(), "too many to draw");
        let near = router.way_at(at(114.0005, 0.0001), Metres(50.0)).unwrap();
        assert_eq!((near.way, near.name), (7, Some("长江路")));
        assert_eq!(router.way_at(at(114.0005, 0.1), Metres(50.0)), None);
    }
}
