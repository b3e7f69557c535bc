//! Why an edit is refused.

use crate::Position;
use crate::territory::ids::{AreaId, BorderId, BuildingId, FaceId};
use crate::territory::{Fault, Stale};

/// Why an edit is refused. Nothing has changed then.
///
/// ```
/// use geo_core::Position;
/// use geo_core::territory::{Edit, Territory};
/// let at = Position::new(114.3, 30.6).unwrap();
/// let error = Territory::default().decide(&Edit::RemovePoint { at }).unwrap_err();
/// assert_eq!((error.code(), error.place()), ("no_point_there", Some(at)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the values that the messages name")]
pub enum EditError {
    /// No point of the map is at the position.
    #[error("no point of the map is at {at}; name a point by its exact position")]
    NoPointThere { at: Position },
    /// A point that cannot be taken away.
    #[error("{borders} borders meet at {at}, so the point must stay; merge or reshape the areas around it")]
    NodeJoinsBorders { at: Position, borders: usize },
    /// An island would be left without ground.
    #[error("an island needs three points; {at} is one of its last three")]
    TooFewPoints { at: Position },
    /// No such border.
    #[error("there is no {border}; it may have been changed by another edit")]
    UnknownBorder { border: BorderId },
    /// No such face.
    #[error("there is no {face}; it may have been changed by another edit")]
    UnknownFace { face: FaceId },
    /// No such area.
    #[error("there is no {area}; it may have been merged into another")]
    UnknownArea { area: AreaId },
    /// No such building.
    #[error("there is no {building}")]
    UnknownBuilding { building: BuildingId },
    /// No such segment.
    #[error("{border} has {segments} segments, so there is no segment {segment}; count from 0")]
    UnknownSegment { border: BorderId, segment: usize, segments: usize },
    /// Ground or buildings for an area that has areas below it.
    #[error("{area} has areas below it, so no ground or building can be its own; choose one of those below")]
    NotFinest { area: AreaId },
    /// A path or ring with too few points.
    #[error("a path needs two different points and a ring three, {points} were given")]
    PathTooShort { points: usize },
    /// A path or ring with too many points.
    #[error(
        "the path has {points} points, and {most} are the most that can be drawn at once; draw it with fewer, or in pieces"
    )]
    PathTooLong { points: usize, most: usize },
    /// A path that runs back and forth beside itself or along borders without end.
    #[error("near {at} lines run beside each other or cross far too often; draw the path with fewer turns")]
    PathTooTangled { at: Position },
    /// A path that crosses or touches itself.
    #[error("the path crosses itself at {at}; draw it without loops")]
    PathCrossesItself { at: Position },
    /// A path that ends within the area.
    #[error("the path ends inside the area at {at}; draw it on to the border")]
    PathEndsInside { at: Position },
    /// A path that cuts nothing off.
    #[error("the path does not divide {area}; draw it from border to border, or close it inside")]
    PathDoesNotDivide { area: AreaId, at: Position },
    /// Nothing to carve.
    #[error("no ground lies in the ring at {at}; draw it on the map")]
    NothingInside { at: Position },
    /// An area would lose all its ground.
    #[error("nothing would be left of {area}; merge it into another area instead")]
    WouldEmptyArea { area: AreaId },
    /// Carving would leave nothing of some areas.
    #[error("the ring holds all of {}; draw it smaller, or let them retire", list(.areas))]
    WouldSwallowAreas { areas: Vec<AreaId>, at: Position },
    /// Fewer than two areas to merge.
    #[error("merging needs two different areas")]
    NothingToMerge,
    /// Nothing chosen.
    #[error("nothing was chosen; choose at least one")]
    NothingChosen,
    /// Areas of different parents.
    #[error("{} have different parents; move them under one parent first", list(.areas))]
    ParentsDiffer { areas: Vec<AreaId> },
    /// Areas of different levels, or with and without areas below.
    #[error("{} are of different levels; merge areas of one level", list(.areas))]
    LevelsDiffer { areas: Vec<AreaId> },
    /// A building where no area is.
    #[error("no area is at {at}; say which area the building belongs to")]
    NoAreaThere { at: Position },
    /// An area below itself.
    #[error("{area} would lie below itself; choose a parent that is not below it")]
    ParentCycle { area: AreaId, parent: AreaId },
    /// A parent of no wider level.
    #[error("{area} needs a parent of a wider level than its own, and {parent} is not")]
    ParentLevel { area: AreaId, parent: AreaId },
    /// No parent though there are wider levels.
    #[error("{area} needs a parent, as the map has wider levels; choose one")]
    NoParent { area: AreaId },
    /// Borders would cross or touch.
    #[error("{} and {} would meet at {at}; keep them apart, or make the point part of both", .borders[0], .borders[1])]
    WouldCross { borders: [BorderId; 2], at: Position },
    /// Borders would change places around a point.
    #[error(
        "borders would change places around {at}; keep further away from that point, or go exactly through it"
    )]
    WouldFold { at: Position },
    /// A face would be turned inside out.
    #[error("{face} would be turned inside out, near {at}; move less far")]
    WouldTurnInsideOut { face: FaceId, at: Position },
    /// A border would sweep over an island.
    #[error("the border would pass over the island at {at}; give that island to the other area first")]
    WouldSwallowIsland { at: Position },
    /// A border would have two equal points in a row.
    #[error("two neighbouring points of {border} would fall together at {at}; remove one instead")]
    WouldFallTogether { border: BorderId, at: Position },
    /// The patch was made for another state.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// Something else that must not be.
    #[error("{0}; the edit would break the map")]
    Unsound(Fault),
    /// One of several edits is refused.
    #[error("edit {number}: {error}")]
    InMany { number: usize, error: Box<EditError> },
}

impl EditError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPointThere { .. } => "no_point_there",
            Self::NodeJoinsBorders { .. } => "node_joins_borders",
            Self::TooFewPoints { .. } => "too_few_points",
            Self::UnknownBorder { .. } => "unknown_border",
            Self::UnknownFace { .. } => "unknown_face",
            Self::UnknownArea { .. } => "unknown_area",
            Self::UnknownBuilding { .. } => "unknown_building",
            Self::UnknownSegment { .. } => "unknown_segment",
            Self::NotFinest { .. } => "not_finest",
            Self::PathTooShort { .. } => "path_too_short",
            Self::PathTooLong { .. } => "path_too_long",
            Self::PathTooTangled { .. } => "path_too_tangled",
            Self::PathCrossesItself { .. } => "path_crosses_itself",
            Self::PathEndsInside { .. } => "path_ends_inside",
            Self::PathDoesNotDivide { .. } => "path_does_not_divide",
            Self::NothingInside { .. } => "nothing_inside",
            Self::WouldEmptyArea { .. } => "would_empty_area",
            Self::WouldSwallowAreas { .. } => "would_swallow_areas",
            Self::NothingToMerge => "nothing_to_merge",
            Self::NothingChosen => "nothing_chosen",
            Self::ParentsDiffer { .. } => "parents_differ",
            Self::LevelsDiffer { .. } => "levels_differ",
            Self::NoAreaThere { .. } => "no_area_there",
            Self::ParentCycle { .. } => "parent_cycle",
            Self::ParentLevel { .. } => "parent_level",
            Self::NoParent { .. } => "no_parent",
            Self::WouldCross { .. } => "would_cross",
            Self::WouldFold { .. } => "would_fold",
            Self::WouldTurnInsideOut { .. } => "would_turn_inside_out",
            Self::WouldSwallowIsland { .. } => "would_swallow_island",
            Self::WouldFallTogether { .. } => "would_fall_together",
            Self::Stale(stale) => stale.code(),
            Self::Unsound(fault) => fault.code(),
            Self::InMany { error, .. } => error.code(),
        }
    }

    /// Where it is, if it is somewhere.
    pub fn place(&self) -> Option<Position> {
        match self {
            Self::NoPointThere { at }
            | Self::NodeJoinsBorders { at, .. }
            | Self::TooFewPoints { at }
            | Self::PathTooTangled { at }
            | Self::PathCrossesItself { at }
            | Self::PathEndsInside { at }
            | Self::PathDoesNotDivide { at, .. }
            | Self::NothingInside { at }
            | Self::WouldSwallowAreas { at, .. }
            | Self::NoAreaThere { at }
            | Self::WouldCross { at, .. }
            | Self::WouldFold { at }
            | Self::WouldTurnInsideOut { at, .. }
            | Self::WouldSwallowIsland { at }
            | Self::WouldFallTogether { at, .. } => Some(*at),
            Self::Unsound(fault) => fault.place(),
            Self::InMany { error, .. } => error.place(),
            _ => None,
        }
    }
}

impl From<Fault> for EditError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NoLength { border, at } => Self::WouldFallTogether { border, at },
            Fault::Meeting { borders, at } => Self::WouldCross { borders, at },
            Fault::Fold { at } => Self::WouldFold { at },
            Fault::InsideOut { face, at } => Self::WouldTurnInsideOut { face, at },
            Fault::Island { at, .. } => Self::WouldSwallowIsland { at },
            Fault::NoGround { area } => Self::WouldEmptyArea { area },
            Fault::GroundOfParent { area } | Fault::BuildingOfParent { area, .. } => Self::NotFinest { area },
            Fault::ParentLevel { area, parent } => Self::ParentLevel { area, parent },
            Fault::NoParent { area } => Self::NoParent { area },
            other => Self::Unsound(other),
        }
    }
}

fn list(areas: &[AreaId]) -> String {
    areas.iter().map(AreaId::to_string).collect::<Vec<_>>().join(", ")
}
