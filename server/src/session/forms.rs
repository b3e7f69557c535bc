//! What the session and account routes take and answer.

use crate::district::forms::DistrictName;
use dispatch::TeamId;
use geo_core::AreaCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use world::{Role, Timestamp};

/// Name and password.
#[derive(Clone, Deserialize, ToSchema)]
pub struct SignIn {
    /// The account's name.
    pub account: String,
    /// Its password.
    pub password: String,
    /// The password to set, where somebody else set the present one.
    #[serde(default)]
    pub new_password: Option<String>,
}

/// A one-time link.
#[derive(Clone, Deserialize, ToSchema)]
pub struct SignInByLink {
    /// The last part of the link's address.
    pub token: String,
    /// The password to set, for accounts that must have one.
    #[serde(default)]
    pub password: Option<String>,
}

/// A change of password.
#[derive(Clone, Deserialize, ToSchema)]
pub struct ChangePassword {
    /// The present one.
    pub old: String,
    /// The next one.
    pub new: String,
}

/// Who is signed in, and how far they may see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    /// The account's name.
    pub account: String,
    /// As people say it.
    pub display_name: String,
    /// What the account may do.
    pub role: Role,
    /// The area it is limited to; null for the whole district.
    pub scope: Option<AreaCode>,
    /// To be sent as `X-CSRF-Token` with every change.
    pub csrf: String,
    /// The districts it may see.
    pub districts: Vec<DistrictName>,
    /// When the session ends unless used.
    pub expires_at: Timestamp,
}

/// An account, without its secrets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountView {
    /// Its name.
    pub name: String,
    /// As people say it.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// The area it is limited to.
    pub scope: Option<AreaCode>,
    /// The team whose device it is.
    pub team: Option<TeamId>,
    /// Cannot sign in.
    pub disabled: bool,
    /// Whether its owner has set a password.
    pub has_password: bool,
    /// Until when no password is accepted, after too many wrong ones.
    pub locked_until: Option<Timestamp>,
}

/// A new account; a one-time link lets its owner set the password.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// As people say it.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// The area it is limited to.
    #[serde(default)]
    pub scope: Option<AreaCode>,
    /// The team whose device it is; for the role `device` only.
    #[serde(default)]
    pub team: Option<TeamId>,
}

/// A change to an account; absent fields stay.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AccountChange {
    /// As people say it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// What it may do.
    #[serde(default)]
    pub role: Option<Role>,
    /// The area it is limited to; an empty text lifts the limit.
    #[serde(default)]
    pub scope: Option<String>,
    /// Whether it can sign in.
    #[serde(default)]
    pub disabled: Option<bool>,
}

/// A one-time sign-in address.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountLink {
    /// To be opened once.
    pub link: String,
}
