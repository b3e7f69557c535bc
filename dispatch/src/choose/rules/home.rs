//! 联区包户: the liaison team bound to the finest area of the call goes first, within the handicap.
//! Other units bound to an area around the call are named as local, which moves nothing.

use crate::TeamKind;
use crate::choose::{Call, Finding, Unit};

/// Whether the unit is at home where the call is.
pub fn judge(call: &Call, unit: &Unit) -> Option<Finding> {
    let area = unit.home.as_ref().filter(|home| call.areas.contains(home))?.clone();
    let is_home_team = unit.kind == TeamKind::LiaisonTeam && call.areas.last() == Some(&area);
    Some(if is_home_team { Finding::HomeTeam { area } } else { Finding::HomeArea { area } })
}
