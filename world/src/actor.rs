//! Who acts, and how far they may see and reach.

use geo_core::AreaCode;
use serde::{Deserialize, Serialize};

/// What an account may do. Rights grow by role; reach is limited by [`Scope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Role {
    /// Looks only.
    Viewer,
    /// A team's device: reports positions and the progress of its own tasks.
    Device,
    /// 网格规划员: draws and publishes plans, looks at the rest.
    Planner,
    /// 值班员: opens, dispatches and closes incidents.
    DutyOfficer,
    /// Duty officer who also edits registers, imports, and manages accounts.
    Administrator,
}

impl Role {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Device => "device",
            Self::Planner => "planner",
            Self::DutyOfficer => "duty_officer",
            Self::Administrator => "administrator",
        }
    }
}

/// How far a read or a command reaches. Every read takes one.
///
/// ```
/// use world::Scope;
/// let township = Scope::area("420102001".parse().unwrap());
/// assert!(township.root().is_some() && Scope::district().root().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scope {
    root: Option<AreaCode>,
}

impl Scope {
    /// The whole district.
    pub const fn district() -> Self {
        Self { root: None }
    }

    /// One area and everything below it.
    pub const fn area(root: AreaCode) -> Self {
        Self { root: Some(root) }
    }

    /// The area at the top, `None` for the whole district.
    pub const fn root(&self) -> Option<&AreaCode> {
        self.root.as_ref()
    }

    /// A short text that differs between scopes, for cache keys.
    pub fn class(&self) -> &str {
        self.root.as_ref().map_or("*", AreaCode::as_str)
    }
}

/// Who submits a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account's name, as written into the journal; `system:…` for the service itself.
    pub account: String,
    /// What the account may do.
    pub role: Role,
    /// How far it may reach.
    pub scope: Scope,
}
