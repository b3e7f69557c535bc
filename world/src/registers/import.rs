//! What becomes of rows once they are accepted.

use crate::World;
use crate::command::Records;

impl Records {
    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Teams(rows) => rows.len(),
            Self::Shifts(rows) => rows.len(),
            Self::Depots(rows) => rows.len(),
            Self::SensingPoints(rows) => rows.len(),
            Self::Places(rows) => rows.len(),
            Self::Areas(rows) => rows.len(),
            Self::RunCards(rows) => rows.len(),
        }
    }
}

impl World {
    /// Rows about areas change who answers for them; geometry, level and parent stay as they are.
    pub(super) fn merged_with_present(&self, records: Records) -> Records {
        let Records::Areas(mut rows) = records else { return records };
        for row in &mut rows {
            if let Some(there) = self.truth.areas.get(&row.code) {
                row.level = there.level;
                row.parent = there.parent.clone();
                row.square_metres = there.square_metres;
                row.label = there.label;
            }
        }
        Records::Areas(rows)
    }
}
