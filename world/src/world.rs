//! The state of one district at one journal sequence.

use crate::derived::Derived;
use crate::incidents::Incident;
use crate::records::{Area, Depot, Place, RunCard, SensingPoint, Shift, Team};
use crate::register::Register;
use crate::truth::{District, Roads, Truth};
use crate::{Hash, Policy, Tables, Timestamp};
use dispatch::{IncidentId, TeamId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// Everything true of a district. Cloning is cheap (a pointer for each register); a clone that
/// goes on shares all that has not changed with the state it came from.
///
/// In a snapshot it is the truth alone; reading one builds the indexes again.
#[derive(Clone, Default)]
pub struct World {
    pub(crate) truth: Truth,
    pub(crate) derived: Derived,
}

impl World {
    pub(crate) fn rebuilt(truth: Truth) -> Self {
        let derived = Derived::of(&truth);
        Self { truth, derived }
    }

    /// The sequence of the last entry applied, 0 before the first.
    pub const fn seq(&self) -> u64 {
        self.truth.seq
    }

    /// The hash of the last entry applied, zeros before the first.
    pub const fn head(&self) -> Hash {
        self.truth.head
    }

    /// The time of the last entry applied.
    pub const fn at(&self) -> Timestamp {
        self.truth.at
    }

    /// The district's name and tables; `None` before it was founded.
    pub fn district(&self) -> Option<&Arc<District>> {
        self.truth.district.as_ref()
    }

    /// The code tables; `None` before the district was founded.
    pub fn tables(&self) -> Option<&Tables> {
        self.truth.district.as_deref().map(|district| &district.tables)
    }

    /// The policy; `None` before the district was founded.
    pub fn policy(&self) -> Option<&Policy> {
        self.tables().map(|tables| &tables.policy)
    }

    /// The roads in force.
    pub fn roads(&self) -> Option<&Arc<Roads>> {
        self.truth.roads.as_ref()
    }

    /// Areas of all levels. The registers as a whole are for the service's own work (tiles,
    /// indexes, exports under the whole district's scope); whoever answers a user asks within the
    /// user's scope instead.
    pub const fn area_register(&self) -> &Register<Area> {
        &self.truth.areas
    }

    /// Teams, retired ones included.
    pub const fn team_register(&self) -> &Register<Team> {
        &self.truth.teams
    }

    /// Shifts.
    pub const fn shift_register(&self) -> &Register<Shift> {
        &self.truth.shifts
    }

    /// Depots.
    pub const fn depot_register(&self) -> &Register<Depot> {
        &self.truth.depots
    }

    /// Sensing points, cameras included.
    pub const fn sensing_point_register(&self) -> &Register<SensingPoint> {
        &self.truth.sensing_points
    }

    /// Places.
    pub const fn place_register(&self) -> &Register<Place> {
        &self.truth.places
    }

    /// Run cards; everybody may read them.
    pub const fn run_card_register(&self) -> &Register<RunCard> {
        &self.truth.run_cards
    }

    /// Incidents, ended ones included.
    pub const fn incident_register(&self) -> &Register<Incident> {
        &self.truth.incidents
    }

    /// Whether two states have the same areas in the same places.
    pub(crate) fn same_outlines(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.derived.map, &other.derived.map)
    }

    /// Why a team was taken out of the draw by hand; `None` when it was not.
    pub fn unavailable(&self, team: &TeamId) -> Option<&str> {
        self.truth.unavailable.get(team).map(|reason| &**reason)
    }

    /// The journal sequence that last changed any team's availability by hand.
    pub const fn availability_changed(&self) -> u64 {
        self.truth.availability_changed
    }

    /// The incident that binds a team now.
    pub fn bound_to(&self, team: &TeamId) -> Option<&IncidentId> {
        self.derived.bound.get(team)
    }

    /// The entry that carried out a request of this account, as long as it is remembered: for the
    /// last [`crate::REQUESTS_KEPT`] requests, and no longer than [`crate::REQUESTS_KEPT_FOR`].
    pub fn request_seq(&self, account: &str, request: &str) -> Option<u64> {
        self.derived.requests.get(&(account.to_owned(), request.to_owned())).copied()
    }

    /// The incident that came in through `channel` under the other system's number.
    pub fn incident_by_external(
        &self,
        channel: crate::incidents::SourceChannel,
        external_no: &str,
    ) -> Option<&IncidentId> {
        self.derived.external.get(&(channel, external_no.to_owned()))
    }

    /// SHA-256 over the canonical (postcard) bytes of the truth. Two worlds that were told the same
    /// entries have the same hash, whether they replayed all of them or started from a snapshot.
    pub fn state_hash(&self) -> Hash {
        #[derive(Debug)]
        struct Hasher(Sha256);
        impl std::io::Write for Hasher {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.update(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let buffered = std::io::BufWriter::with_capacity(1 << 16, Hasher(Sha256::new()));
        let buffered = postcard::to_io(&self.truth, buffered).expect("a hasher takes every byte");
        let hasher = buffered.into_inner().expect("a hasher takes every byte");
        Hash(hasher.0.finalize().into())
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("seq", &self.seq()).field("head", &self.head()).finish_non_exhaustive()
    }
}

impl Serialize for World {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.truth.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for World {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Truth::deserialize(deserializer).map(Self::rebuilt)
    }
}
