//! What readers of files do alike: roads and restrictions judged as they come, then the places of the nodes they name.

use super::RoadsError;
use super::assemble::{Judged, MOST_SEGMENTS};
use super::barriers::blocked;
use super::network::JudgedWay;
use super::restrictions::judge;
use super::tags::Tags;
use super::{OsmMember, RoadNetwork};
use geo_core::Position;

impl Judged {
    /// Takes a way if it is a road that somebody may use.
    pub fn take_way(&mut self, id: i64, tags: &[(&str, &str)], nodes: impl FnOnce() -> Vec<i64>) {
        let tags = Tags(tags);
        match tags.way_use() {
            Some(allows) => {
                self.ways.push(JudgedWay { id, nodes: nodes(), allows, name: tags.name() });
            }
            None => self.skipped.closed_ways += usize::from(tags.is_highway()),
        }
    }

    /// Takes a relation if it forbids a turn.
    pub fn take_relation(&mut self, tags: &[(&str, &str)], members: impl FnOnce() -> Vec<OsmMember>) {
        if Tags(tags).get("type") == Some("restriction") {
            let found = judge(tags, &members(), &mut self.counts);
            self.restrictions.extend(found);
        }
    }
}

/// The nodes that roads name, and where they are as far as that is known. Memory goes by the roads, not by the file.
pub(super) struct Named {
    ids: Vec<i64>,
    places: Vec<Option<Position>>,
}

impl Named {
    /// Those that some roads name.
    ///
    /// # Errors
    /// [`RoadsError::TooLarge`] when they are more than a network can have.
    pub fn by(roads: &Judged) -> Result<Self, RoadsError> {
        let named: usize = roads.ways.iter().map(|way| way.nodes.len()).sum();
        if named as u64 > MOST_SEGMENTS {
            return Err(RoadsError::TooLarge { what: "segments", limit: MOST_SEGMENTS });
        }
        let mut ids: Vec<i64> = roads.ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Self { places: vec![None; ids.len()], ids })
    }

    /// Which of them this is, if it is one whose place is not known yet: the first node of an id counts.
    pub fn waiting(&self, id: i64) -> Option<usize> {
        self.ids.binary_search(&id).ok().filter(|&index| self.places[index].is_none())
    }

    /// Notes where one of them is, and who may not pass it.
    pub fn take(&mut self, index: usize, position: Position, tags: &[(&str, &str)], roads: &mut Judged) {
        self.places[index] = Some(position);
        let blocked = blocked(&Tags(tags));
        if blocked != 0 {
            roads.barriers.push((self.ids[index], blocked));
        }
    }

    /// The network of these roads and nodes.
    ///
    /// # Errors
    /// As [`RoadNetwork::build`].
    pub fn network(
        self,
        mut roads: Judged,
        progress: &mut dyn FnMut(super::Progress),
    ) -> Result<RoadNetwork, RoadsError> {
        roads.nodes =
            self.ids.into_iter().zip(self.places).filter_map(|(id, place)| Some((id, place?))).collect();
        RoadNetwork::from_judged(roads, progress)
    }
}
