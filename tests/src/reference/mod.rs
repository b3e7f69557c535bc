//! Travel times by road once more, written from `dispatch/ROADS.md` and not from the code that it specifies.
//!
//! Everything here is as plain as it can be: every segment of the file is kept, a position is held against
//! every segment near it, and a way is sought by Dijkstra's algorithm over segments walked in a direction, from the
//! target backwards. Of the
//! product it uses only what the specification names: the class table, and the distance and the local map
//! of `geo_core`. What it answers is what the product has to answer, to the millisecond.

mod component;
mod drive;
mod law;
mod meet;
mod read;
mod segments;
mod survey;
mod turns;
mod walks;
mod xml;

pub use meet::Meeting;
pub use survey::Survey;

use dispatch::Profile;
use dispatch::roads::{Effect, NoRoute, OsmRoads, Overlay, RestrictionCounts, Travel};
use geo_core::{Milliseconds, Position};
use std::collections::HashMap;
use walks::Walks;

/// A weight or a sum of weights from which there is no way.
const NO_WAY: u64 = (1 << 31) - 1;

/// A pair of consecutive nodes of a road way.
struct Segment {
    way: i64,
    /// Its place in the way's list of nodes.
    index: usize,
    /// Its ends, as places in the list of nodes.
    ends: [usize; 2],
    /// Its length in metres.
    length: f64,
    /// Its weight along and against the way, for each profile; nothing where it is closed.
    weights: [[Option<u64>; 2]; 3],
}

impl Segment {
    fn weight(&self, profile: Profile) -> [Option<u64>; 2] {
        self.weights[profile as usize]
    }

    fn is_open(&self, profile: Profile) -> bool {
        self.weight(profile).iter().any(Option::is_some)
    }
}

/// What one profile may use.
struct Share {
    /// Of each segment, whether positions may meet it.
    usable: Vec<bool>,
    /// What may be walked.
    walks: Walks,
}

/// The roads of a file, by segments.
pub struct Roads {
    /// In the order of their ids.
    positions: Vec<Position>,
    segments: Vec<Segment>,
    /// What the segments weigh without closures.
    weights: Vec<[[Option<u64>; 2]; 3]>,
    shares: [Share; 3],
    missing_segments: usize,
    loop_segments: usize,
    barriers: usize,
    restrictions: RestrictionCounts,
}

impl Roads {
    /// Reads an OpenStreetMap file, PBF or XML.
    ///
    /// # Errors
    /// What the reader of the file says.
    pub fn read(bytes: &[u8]) -> Result<Self, Box<dyn std::error::Error>> {
        let is_xml = bytes.starts_with(&[0x1f, 0x8b]) || bytes.trim_ascii_start().starts_with(b"<");
        Ok(Self::of(&if is_xml { xml::read(bytes)? } else { read::read(bytes)? }))
    }

    /// The roads of a map.
    pub fn of(roads: &OsmRoads) -> Self {
        let found = segments::segments(roads);
        let (turns, restrictions) = turns::turns(&found, &roads.relations);
        let mut barriers: HashMap<i64, [bool; 3]> = HashMap::new();
        for node in &roads.nodes {
            let tags = law::Tags(node.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect());
            barriers.entry(node.id).or_insert_with(|| tags.blocks());
        }
        let nodes = found.ids.len();
        let shares = Profile::ALL.map(|profile| {
            let is_blocked = |id| barriers.get(id).is_some_and(|blocked| blocked[profile as usize]);
            let blocked: Vec<bool> = found.ids.iter().map(is_blocked).collect();
            let walks = Walks::of(profile, nodes, &found.segments, &blocked, &turns);
            Share { usable: component::usable(profile, &found.segments, &walks), walks }
        });
        let barriers = found.ids.iter().filter(|id| barriers[id].contains(&true)).count();
        let segments::Segments { positions, segments, missing, loops, .. } = found;
        Self {
            positions,
            weights: segments.iter().map(|segment| segment.weights).collect(),
            segments,
            shares,
            missing_segments: missing,
            loop_segments: loops,
            barriers,
            restrictions,
        }
    }

    /// Puts these closures in force, and no others (§10).
    pub fn close(&mut self, closures: &[Overlay]) {
        for (segment, weights) in self.segments.iter_mut().zip(&self.weights) {
            segment.weights = *weights;
        }
        for profile in Profile::ALL {
            let of_profile = || closures.iter().filter(|closure| closure.profiles.contains(&profile));
            let mut slowest: HashMap<usize, u64> = HashMap::new();
            for closure in of_profile() {
                for segment in closure.segments.segments() {
                    let percent = match closure.effect {
                        Effect::Slow(slowdown) => u64::from(slowdown.in_percent()),
                        Effect::Shut => u64::MAX,
                    };
                    let slot = slowest.entry(segment).or_default();
                    *slot = percent.max(*slot);
                }
            }
            for (segment, percent) in slowest {
                for weight in &mut self.segments[segment].weights[profile as usize] {
                    let slower = weight.filter(|_| percent < u64::MAX).map(|w| (w * percent + 50) / 100);
                    *weight = slower.filter(|&weight| weight < NO_WAY);
                }
            }
        }
    }

    /// The places of all road nodes, from which tests draw.
    pub fn places(&self) -> &[Position] {
        &self.positions
    }

    /// The travel from each source to the target.
    pub fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        let sources: Vec<_> = sources.iter().map(|&source| self.meet(profile, source)).collect();
        self.travel_between(profile, self.meet(profile, target), &sources)
    }

    /// The same, from where the positions meet the road.
    pub fn travel_between(
        &self,
        profile: Profile,
        target: Option<Meeting>,
        sources: &[Option<Meeting>],
    ) -> Vec<Travel> {
        let met: Vec<Meeting> = sources.iter().copied().flatten().collect();
        let drives = target.map(|target| self.drives_to(profile, target, &met));
        let mut drives = drives.into_iter().flatten();
        let mut travel = |source: Option<Meeting>| {
            // Of two ends off the road that of the call is named.
            let target = target.ok_or(NoRoute::EndOffRoad)?;
            let source = source.ok_or(NoRoute::StartOffRoad)?;
            let drive = drives.next().flatten().ok_or(NoRoute::NoWay)?;
            Ok((Milliseconds(drive), Milliseconds(source.walk() + target.walk())))
        };
        let answer = |travel| match travel {
            Ok((drive, walk)) => Travel::Road { total: drive + walk, drive, walk },
            Err(reason) => Travel::Unreachable { reason },
        };
        sources.iter().map(|&source| answer(travel(source))).collect()
    }
}
