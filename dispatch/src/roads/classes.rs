//! The class table: which `highway` values are roads, for whom, and how fast.
//!
//! Speeds are mean speeds in town, stops and junctions included, not limits. A zero closes the class to
//! the profile. `dispatch/ROADS.md` explains how limits and access tags change what stands here.

use serde::{Deserialize, Serialize};

/// Declares the road classes: name, `highway` value, km/h by car, by motorcycle, on foot.
macro_rules! road_classes {
    ($($(#[$doc:meta])* $name:ident $value:literal $car:literal $motorcycle:literal $foot:literal;)*) => {
        /// A kind of road, after the `highway` tag of OpenStreetMap.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum RoadClass {
            $($(#[$doc])* $name,)*
        }

        impl RoadClass {
            /// Every class, the fastest first; the order of the kept bytes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The value of the `highway` tag.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $value,)* }
            }

            /// The class of a `highway` value; nothing for values that no profile may use.
            pub fn from_highway(value: &str) -> Option<Self> {
                match value { $($value => Some(Self::$name),)* _ => None }
            }

            /// Kilometres per hour by car, by motorcycle and on foot (the order of `Profile::ALL`).
            pub const fn kilometres_per_hour(self) -> [u32; 3] {
                match self { $(Self::$name => [$car, $motorcycle, $foot],)* }
            }
        }
    };
}

road_classes! {
    //                                            car motorcycle foot
    /// A road with separated carriageways and no crossings.
    Motorway      "motorway"                      100 90 0;
    /// A ramp of a motorway.
    MotorwayLink  "motorway_link"                 50 50 0;
    /// The most important roads that are not motorways.
    Trunk         "trunk"                         70 70 5;
    /// A ramp of a trunk road.
    TrunkLink     "trunk_link"                    45 45 5;
    /// A road between large towns or quarters.
    Primary       "primary"                       55 55 5;
    /// A ramp of a primary road.
    PrimaryLink   "primary_link"                  40 40 5;
    /// A road between towns or quarters.
    Secondary     "secondary"                     45 45 5;
    /// A ramp of a secondary road.
    SecondaryLink "secondary_link"                35 35 5;
    /// A road between villages or through a quarter.
    Tertiary      "tertiary"                      40 40 5;
    /// A ramp of a tertiary road.
    TertiaryLink  "tertiary_link"                 30 30 5;
    /// A small road without houses.
    Unclassified  "unclassified"                  30 30 5;
    /// A street with houses.
    Residential   "residential"                   30 30 5;
    /// A road whose class nobody has noted.
    Road          "road"                          30 30 5;
    /// A street where walkers come first.
    LivingStreet  "living_street"                 15 15 5;
    /// An access road, a lane in a compound or car park.
    Service       "service"                       15 20 5;
    /// A track through fields or woods.
    Track         "track"                         10 15 5;
    /// A square or street for walkers.
    Pedestrian    "pedestrian"                    0 0 5;
    /// A path for walkers.
    Footway       "footway"                       0 0 5;
    /// A path without a particular purpose.
    Path          "path"                          0 0 5;
    /// A path for cycles, open to walkers unless tagged otherwise.
    Cycleway      "cycleway"                      0 0 5;
    /// A path for riders, open to walkers unless tagged otherwise.
    Bridleway     "bridleway"                     0 0 5;
    /// Stairs.
    Steps         "steps"                         0 0 3;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_found_by_its_tag_and_open_to_somebody() {
        for &class in RoadClass::ALL {
            assert_eq!(RoadClass::from_highway(class.as_str()), Some(class));
            assert!(class.kilometres_per_hour().iter().any(|&speed| speed > 0), "{class:?}");
        }
        for closed in ["construction", "proposed", "raceway", "bus_guideway", ""] {
            assert_eq!(RoadClass::from_highway(closed), None, "{closed}");
        }
    }
}
