//! Questions about incidents.

use super::Incident;
use crate::World;
use std::sync::Arc;

impl World {
    /// Incidents that have not ended, oldest number first. For the service's own work; users ask
    /// within their scope.
    pub fn open_incidents(&self) -> impl Iterator<Item = &Arc<Incident>> {
        self.derived.open.iter().filter_map(|id| self.truth.incidents.get(id))
    }
}
