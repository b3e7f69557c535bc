//! A day replayed, or a day as it might have been: units, calls and a rule, driven by a list of events instead of the
//! clock.
//!
//! [`simulate`] takes a [`Scenario`], a model of travel ([`Ways`]: a [`TimeTable`], or [`OverRoads`] with closures) and
//! a [`Chooser`], and gives a [`Log`]: who went to each call, from where, and when. Units wait at their base, drive to
//! a call, stay on the scene, bring something to the nearest destination if the call says so, and drive home, on the
//! way being sent again if [`WayBack`] allows it. Calls wait, the longest first, while no unit is free. [`Limits`] say who
//! is on duty when and who suits a call; [`Needs`] makes calls of incidents that need several units.
//!
//! [`Outcome`] tells of a log what people ask: how long calls had to wait for help, how many of each area too long,
//! how busy every unit was. [`yardstick`] says how good any rule could have been.
//!
//! Nothing here knows a clock, chance or a disk. The same scenario gives the same log in whatever order its units and
//! calls are given.
//!
//! ```
//! use dispatch::Profile;
//! use dispatch::simulate::*;
//! use geo_core::Metres;
//!
//! // Three places on a line, ten minutes from each to the next.
//! let place = |x| OnPlane { x: Metres(x), y: Metres(0.0) };
//! let minutes = |count| Nanoseconds::MINUTE.times(count).unwrap();
//! let urgent = [0.0, 10.0, 20.0, 10.0, 0.0, 10.0, 20.0, 10.0, 0.0].map(minutes).to_vec();
//! let ways = TimeTable::new([0.0, 10.0, 20.0].map(place).to_vec(), urgent, QuietShare::AS_URGENT).unwrap();
//!
//! let call = |incident: &str, at, place| Call {
//!     incident: incident.parse().unwrap(),
//!     at: minutes(at),
//!     place: PlaceAt(place),
//!     on_scene: minutes(5.0),
//!     then: Then::Free,
//! };
//! let scenario = Scenario {
//!     units: vec![Unit { team: "一队".parse().unwrap(), profile: Profile::Car, base: PlaceAt(0) }],
//!     calls: vec![call("1", 0.0, 2), call("2", 10.0, 0), call("3", 60.0, 1)],
//!     destinations: vec![],
//!     way_back: WayBack::MayBeSent,
//!     limits: Limits::default(),
//! };
//! let log = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
//! let responses: Vec<f64> = log.trips.iter().map(|trip| trip.response().minutes()).collect();
//! // The second call waits until the unit is free at the first: 15 minutes, and 20 for the way back.
//! assert_eq!(responses, [20.0, 35.0, 10.0]);
//!
//! // What if there were a second unit at the far end?
//! let unit = Unit { team: "二队".parse().unwrap(), profile: Profile::Car, base: PlaceAt(2) };
//! let log = simulate(&scenario.with(&[Change::Add(unit)]).unwrap(), &ways, &NearestFirst(&ways)).unwrap();
//! let responses: Vec<f64> = log.trips.iter().map(|trip| trip.response().minutes()).collect();
//! assert_eq!(responses, [0.0, 0.0, 10.0]);
//! ```

mod bound;
mod by_proposal;
mod chooser;
mod engine;
mod error;
mod limits;
mod log;
mod needs;
mod outcome;
mod scenario;
mod streets;
mod table;
mod time;
mod ways;
mod yardstick;

pub use bound::{TotalResponse, lower_bound};
pub use by_proposal::ByProposal;
pub use chooser::{Chooser, Free, NearestFirst, NearestSuited, Sending};
pub use engine::{Progress, simulate, simulate_watched};
pub use error::SimulationError;
pub use limits::{Limits, Turn};
pub use log::{Delivered, Doing, Log, Trip};
pub use needs::{Answered, Figures, Needing, Needs};
pub use outcome::{Late, Outcome, Spread, Workload};
pub use scenario::{Call, Change, Scenario, Then, Unit, WayBack};
pub use streets::OverRoads;
pub use table::{OnPlane, PlaceAt, QuietShare, TableError, TimeTable};
pub use time::Nanoseconds;
pub use ways::{Pace, Way, Ways};
pub use yardstick::{Proof, Yardstick, spent, yardstick, yardstick_watched};
