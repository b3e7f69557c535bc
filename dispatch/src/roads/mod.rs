//! Travel times over real roads.
//!
//! A [`RoadNetwork`] is read from OpenStreetMap ([`RoadNetwork::from_osm_file`]) or from a list of nodes
//! and ways ([`RoadNetwork::build`]), and kept as bytes ([`RoadNetwork::to_bytes`]). A [`Router`] puts a
//! metric for each [`Profile`] on it and answers [`TravelTimes`]: how long each of many sources needs to
//! one target, to the millisecond the same as a Dijkstra search over the segments of the file. Where there
//! are no roads, [`StraightLine`] answers the same questions and says so.
//!
//! Which ways count, what a segment weighs, how a position meets the road: all of it is specified in
//! `dispatch/ROADS.md`, precisely enough to check the answers with a program of one's own.

mod adjacency;
mod answer;
mod assemble;
mod band;
mod barriers;
mod bytes;
mod chains;
mod classes;
mod components;
mod dissection;
mod error;
mod file;
mod flow;
mod gathered;
mod graph;
pub mod hierarchy;
mod isochrone;
mod manoeuvre;
mod met;
mod metric_cache;
mod network;
mod open;
mod orders;
mod osm;
mod overlay;
mod parted;
mod pbf;
mod place;
mod progress;
mod reach;
mod resolve;
mod restrictions;
mod route;
mod router;
mod rules;
mod segment_index;
mod selected;
mod selection;
mod snap;
mod stats;
mod straight_line;
mod survey;
mod table;
mod tags;
mod turns;
mod weight;
mod xml;

pub use crate::Profile;
pub use answer::{Basis, Leg, NoRoute, Route, Travel, TravelTimes};
pub use classes::RoadClass;
pub use error::RoadsError;
pub use isochrone::{Isochrone, isochrones};
pub use manoeuvre::{Manoeuvre, Turn};
pub use metric_cache::{MetricCache, UnderClosures};
pub use network::{RoadLine, RoadNetwork, SegmentWeights};
pub use osm::{OsmNode, OsmRoads, OsmWay};
pub use overlay::{ClosureSet, Effect, Overlay, Slowdown};
pub use parted::Parted;
pub use progress::{Phase, Progress};
pub use reach::{Driven, Reach};
pub use restrictions::{OsmKind, OsmMember, OsmRelation, RestrictionCounts};
pub use router::{GraphSize, RoadMetric, Router};
pub use selected::{NearWay, Selected};
pub use selection::Selection;
pub use stats::{ProfileStats, RoadStats, Skipped, StrandedPiece};
pub use straight_line::{DETOUR_FACTOR, StraightLine};
pub use table::{NearSource, TravelTable};
