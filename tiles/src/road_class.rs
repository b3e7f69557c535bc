//! The importance of a road on the map.

/// How important a road is, widest first. It decides from which zoom the road shows, and how wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    /// Motorways and their links.
    Motorway,
    /// Trunk roads and urban expressways.
    Trunk,
    /// Main roads.
    Primary,
    /// Secondary roads.
    Secondary,
    /// Tertiary roads.
    Tertiary,
    /// Ordinary streets.
    Street,
    /// Access roads, alleys, yards.
    Service,
    /// Where no car goes: footways, paths, steps, cycleways.
    Path,
}

impl RoadClass {
    /// All classes, widest first.
    pub const ALL: [Self; 8] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Street,
        Self::Service,
        Self::Path,
    ];

    /// The class of an OpenStreetMap `highway` value; `None` for what is no road in use (proposed,
    /// under construction, a bus stop).
    ///
    /// ```
    /// use tiles::RoadClass;
    /// assert_eq!(RoadClass::from_highway("motorway_link"), Some(RoadClass::Motorway));
    /// assert_eq!(RoadClass::from_highway("construction"), None);
    /// ```
    pub fn from_highway(highway: &str) -> Option<Self> {
        Some(match highway.strip_suffix("_link").unwrap_or(highway) {
            "motorway" => Self::Motorway,
            "trunk" => Self::Trunk,
            "primary" => Self::Primary,
            "secondary" => Self::Secondary,
            "tertiary" => Self::Tertiary,
            "residential" | "unclassified" | "living_street" | "road" | "busway" => Self::Street,
            "service" | "track" => Self::Service,
            "footway" | "path" | "pedestrian" | "steps" | "cycleway" | "bridleway" => Self::Path,
            _ => return None,
        })
    }

    /// The word in tiles and in the style: `"primary"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::Trunk => "trunk",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
            Self::Street => "street",
            Self::Service => "service",
            Self::Path => "path",
        }
    }

    /// The lowest zoom that shows roads of this class.
    pub const fn minimum_zoom(self) -> u8 {
        match self {
            Self::Motorway => 5,
            Self::Trunk => 7,
            Self::Primary => 8,
            Self::Secondary => 10,
            Self::Tertiary => 11,
            Self::Street => 13,
            Self::Service | Self::Path => 14,
        }
    }
}
