//! No unit serves two incidents at once, and none that an officer holds is taken by another.

use crate::choose::{Finding, Standing, Unit, Whose};

/// Free, held by whom, or bound by which incident.
pub fn judge(unit: &Unit) -> Finding {
    match &unit.standing {
        Standing::Free => Finding::Free,
        Standing::Bound(incident) => Finding::Busy { incident: incident.clone() },
        Standing::Held(hold) => {
            let (incident, left) = (hold.incident.clone(), hold.left);
            match hold.whose {
                Whose::Asker => Finding::HeldByAsker { incident, left },
                Whose::Other => Finding::Held { by: hold.by.clone(), incident, left },
            }
        }
    }
}
