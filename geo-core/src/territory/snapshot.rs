//! From records to a territory and back.

use super::ids::{BorderId, FaceId};
use super::records::Records;
use super::runs::{Run, Runs};
use super::share::Share;
use super::{Fault, Territory};

/// How much to doubt records.
///
/// ```
/// use geo_core::territory::{Check, Records, Territory};
/// assert!(Territory::from_records(Records::default(), Check::Links).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// That each record is there once and finds what it refers to. For what this program has stored itself.
    Links,
    /// All that must hold of a territory, as [`Territory::validate`].
    Everything,
}

impl Territory {
    /// All its records.
    pub fn records(&self) -> Records {
        Records {
            nodes: self.nodes().collect(),
            borders: self.borders().map(|(id, border)| (id, border.clone())).collect(),
            faces: self.faces().collect(),
            areas: self.areas().map(|(id, area)| (id, area.clone())).collect(),
            buildings: self.buildings().map(|(id, building)| (id, building.clone())).collect(),
            next: self.next,
        }
    }

    /// The territory of some records.
    ///
    /// # Errors
    /// Every [`Fault`] that the check finds.
    ///
    /// ```
    /// use geo_core::territory::{Check, Face, FaceId, AreaId, Records, Territory};
    /// let records = Records { faces: vec![(FaceId(1), Face { area: Some(AreaId(9)) })], ..Records::default() };
    /// let faults = Territory::from_records(records, Check::Links).unwrap_err();
    /// assert_eq!(faults[0].code(), "missing_record");
    /// ```
    pub fn from_records(records: Records, check: Check) -> Result<Self, Vec<Fault>> {
        let faults = missing(&records);
        if !faults.is_empty() {
            return Err(faults);
        }
        let territory = Self::assembled(records);
        let faults = if check == Check::Everything { territory.validate() } else { Vec::new() };
        if faults.is_empty() { Ok(territory) } else { Err(faults) }
    }

    /// Puts records together that refer to nothing that is not there.
    pub(super) fn assembled(records: Records) -> Self {
        let mut territory = Self::default();
        territory.reserve(records.next);
        let parents: Vec<_> = records.areas.iter().map(|(id, area)| (*id, area.parent)).collect();
        for (id, area) in records.areas {
            territory.set_area(id, area);
        }
        parents.into_iter().for_each(|(id, parent)| territory.link_area(id, None, parent));
        records.faces.into_iter().for_each(|(id, face)| territory.put_face(id, face));
        records.nodes.into_iter().for_each(|(id, node)| territory.put_node(id, node));
        let mut runs = Vec::new();
        for (id, border) in records.borders {
            let line = territory.line(&border);
            runs.extend(Run::along(id, &line));
            territory.attach(id, border, Share::of(&line));
        }
        territory.runs = Runs::packed(runs);
        for (id, building) in records.buildings {
            territory.put_building(id, Some(building));
        }
        territory.refresh_all();
        territory
    }
}

/// What records refer to and is not there, and ids that are there twice or cannot be.
fn missing(records: &Records) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut absent = |what: String| faults.push(Fault::MissingRecord { record: what });
    fn known<I: Copy + Ord + Into<u32> + std::fmt::Display, R>(
        list: &[(I, R)],
        end: u32,
        absent: &mut impl FnMut(String),
    ) -> Vec<I> {
        let mut ids: Vec<I> = list.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.windows(2)
            .filter(|pair| pair[0] == pair[1])
            .for_each(|pair| absent(format!("{} twice", pair[0])));
        if let Some(last) = ids.last().filter(|last| (**last).into() >= end) {
            absent(format!("a number below {end} for {last}"));
        }
        ids
    }
    let nodes = known(&records.nodes, u32::MAX, &mut absent);
    known(&records.borders, BorderId::END, &mut absent);
    let faces = known(&records.faces, u32::MAX, &mut absent);
    let areas = known(&records.areas, u32::MAX, &mut absent);
    known(&records.buildings, u32::MAX, &mut absent);
    if faces.first() == Some(&FaceId::OUTSIDE) {
        absent(format!("a number of its own for {}", FaceId::OUTSIDE));
    }
    for (_, border) in &records.borders {
        for node in [border.from, border.to].iter().filter(|node| nodes.binary_search(node).is_err()) {
            absent(node.to_string());
        }
        let sides = [border.left, border.right];
        for face in
            sides.iter().filter(|face| **face != FaceId::OUTSIDE && faces.binary_search(face).is_err())
        {
            absent(face.to_string());
        }
    }
    let owners = records.faces.iter().filter_map(|(_, face)| face.area);
    let parents = records.areas.iter().filter_map(|(_, area)| area.parent);
    let homes = records.buildings.iter().map(|(_, building)| building.area);
    for area in owners.chain(parents).chain(homes).filter(|area| areas.binary_search(area).is_err()) {
        absent(area.to_string());
    }
    faults
}
