//! Sensing points (感知源点位), cameras among them, many to one pole (杆体).

use geo_core::Position;
use serde::{Deserialize, Serialize};

/// What a point senses. There is no kind for faces or plates, and there will be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum SensingKind {
    /// 视频监控点位: place, owner and status only; every look-up is logged with its purpose.
    Camera,
    /// One-key alarm button.
    AlarmButton,
    /// Water level.
    WaterLevel,
    /// Smoke or fire.
    Smoke,
    /// Air, noise, weather.
    Environment,
    /// Traffic flow totals.
    Traffic,
    /// Public loudspeaker.
    Loudspeaker,
    /// Anything else.
    Other,
}

/// Whether it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum SensingStatus {
    /// Works.
    InService,
    /// Reported broken.
    Faulty,
    /// Taken down.
    Retired,
}

/// A sensing point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SensingPoint {
    /// Unique among sensing points.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// What it senses.
    pub kind: SensingKind,
    /// The number painted on its pole, when it hangs on one.
    #[serde(default)]
    pub pole: Option<String>,
    /// Where it is.
    pub position: Position,
    /// Who owns and keeps it.
    #[serde(default)]
    pub owner: Option<String>,
    /// Whether it works.
    pub status: SensingStatus,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}
