//! Sessions and how long they last.

use super::{Account, Token};
use geo_core::Milliseconds;
use world::{Role, Timestamp};

/// A session's last use is written down at most this often: a page that polls must not cost a
/// disk flush for each request.
pub const TOUCH_EVERY: Milliseconds = Milliseconds::from_minutes(1);

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLife {
    /// It ends when it was not used for this long.
    pub idle: Milliseconds,
    /// It ends this long after it began, used or not.
    pub absolute: Milliseconds,
}

impl SessionLife {
    /// The default of a role.
    ///
    /// People: 12 hours, one shift, so that whoever relieves signs in under their own name; idle
    /// 2 hours (an open page stays in use by its live feed, a sleeping or closed one ends). Devices:
    /// 7 days, idle 12 hours: a patrol's telephone stays signed in through its week of shifts, one
    /// that lies in a drawer does not.
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Viewer | Role::Planner | Role::DutyOfficer | Role::Administrator => {
                Self { idle: hours(2), absolute: hours(12) }
            }
            Role::Device => Self { idle: hours(12), absolute: hours(7 * 24) },
        }
    }
}

/// A session in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose, as the account is now.
    pub account: Account,
    /// What every changing request must bring besides the cookie.
    pub csrf: Token,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used, to the precision of [`TOUCH_EVERY`].
    pub last_seen: Timestamp,
    /// When it ends if it is not used again: the earlier of both ends.
    pub expires: Timestamp,
}

/// A session just opened, with the token that nobody can have a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedSession {
    /// For the cookie.
    pub token: Token,
    /// The session.
    pub session: Session,
}

/// Whole hours as milliseconds.
const fn hours(hours: u64) -> Milliseconds {
    Milliseconds::from_minutes(hours * 60)
}
