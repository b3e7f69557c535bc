//! From the tags of a way to who may use it, in which direction, how fast.
//!
//! The rules are those of `dispatch/ROADS.md` §2, one function each.

use super::RoadClass;
use crate::Profile;

/// Values of an access tag that close a way. Anything else, known or not, leaves it open.
const CLOSING_VALUES: [&str; 8] =
    ["no", "private", "agricultural", "forestry", "military", "restricted", "permit", "use_sidepath"];

/// The share of a speed limit that is driven on average.
const LIMIT_SHARE: (u32, u32) = (4, 5);

/// The bounds of a speed that comes from a limit, in metres per hour.
const LIMITED_SPEEDS: (u32, u32) = (5_000, 130_000);

/// The longest name kept, in characters: OpenStreetMap's own bound.
const LONGEST_NAME: usize = 255;

/// The directions in which motor vehicles may use a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Oneway {
    /// Both.
    No = 0,
    /// Only as the nodes are listed.
    Forward = 1,
    /// Only against the order of the nodes.
    Backward = 2,
}

/// What the tags of a way allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WayUse {
    /// The kind of road.
    pub class: RoadClass,
    /// The direction for motor vehicles; walkers go both ways.
    pub oneway: Oneway,
    /// Metres per hour for each profile; zero where it may not go.
    pub speeds: [u32; 3],
}

impl WayUse {
    /// Metres per hour in the order of the nodes and against it; zero where the profile may not go.
    pub fn directed_speeds(&self, profile: Profile) -> (u32, u32) {
        let speed = self.speeds[profile as usize];
        match (profile, self.oneway) {
            (Profile::Foot, _) | (_, Oneway::No) => (speed, speed),
            (_, Oneway::Forward) => (speed, 0),
            (_, Oneway::Backward) => (0, speed),
        }
    }
}

/// The tags of one way; the first of several equal keys counts.
pub(crate) struct Tags<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of a key, without white space around it.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, value)| value.trim())
    }

    /// What this way allows; nothing when it is no road or no profile may use it.
    pub fn way_use(&self) -> Option<WayUse> {
        let class = RoadClass::from_highway(self.get("highway")?)?;
        let limited = self
            .get("maxspeed")
            .and_then(speed_limit)
            .map(|limit| (limit * LIMIT_SHARE.0 / LIMIT_SHARE.1).clamp(LIMITED_SPEEDS.0, LIMITED_SPEEDS.1));
        let mut speeds = class.kilometres_per_hour().map(|speed| speed * 1000);
        for profile in Profile::ALL {
            let speed = &mut speeds[profile as usize];
            if self.is_closed_by_access(profile) == Some(true) {
                *speed = 0;
            } else if let (Some(limited), true) = (limited, *speed > 0 && profile != Profile::Foot) {
                *speed = limited;
            }
        }
        speeds.iter().any(|&speed| speed > 0).then_some(WayUse { class, oneway: self.oneway(class), speeds })
    }

    /// Whether there is a `highway` tag at all.
    pub fn is_highway(&self) -> bool {
        self.get("highway").is_some()
    }

    /// The street's name.
    pub fn name(&self) -> Option<String> {
        let name = self.get("name")?;
        (!name.is_empty()).then(|| name.chars().take(LONGEST_NAME).collect())
    }

    /// Whether the most particular access tag, which decides alone, closes to a profile; nothing without any.
    pub fn is_closed_by_access(&self, profile: Profile) -> Option<bool> {
        let keys: &[&str] = match profile {
            Profile::Car => &["motorcar", "motor_vehicle", "vehicle", "access"],
            Profile::Motorcycle => &["motorcycle", "motor_vehicle", "vehicle", "access"],
            Profile::Foot => &["foot", "access"],
        };
        let decisive = keys.iter().find_map(|key| self.get(key));
        decisive.map(|value| CLOSING_VALUES.contains(&value))
    }

    fn oneway(&self, class: RoadClass) -> Oneway {
        match self.get("oneway") {
            Some("yes" | "true" | "1") => Oneway::Forward,
            Some("-1" | "reverse") => Oneway::Backward,
            Some("no" | "false" | "0") => Oneway::No,
            _ if class == RoadClass::Motorway => Oneway::Forward,
            _ if matches!(self.get("junction"), Some("roundabout" | "circular")) => Oneway::Forward,
            _ => Oneway::No,
        }
    }
}

/// A limit in metres per hour: one to three digits, then nothing, `km/h`, `kmh`, `kph` or `mph`.
fn speed_limit(value: &str) -> Option<u32> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let number: u32 = value[..digits].parse().ok()?;
    match (number, value[digits..].trim_start()) {
        (0, _) => None,
        (_, "" | "km/h" | "kmh" | "kph") => Some(number * 1000),
        (_, "mph") => Some((f64::from(number) * 1609.344).round() as u32),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(tags: &[(&str, &str)]) -> Option<WayUse> {
        Tags(tags).way_use()
    }

    #[test]
    fn limits_replace_the_class_speed_of_motor_vehicles() {
        let speeds = |limit| used(&[("highway", "primary"), ("maxspeed", limit)]).unwrap().speeds;
        for (limit, expected) in [
            ("50", 40_000),
            ("60 km/h", 48_000),
            ("30mph", 38_624),
            ("5", 5_000),
            ("999", 130_000),
            ("none", 55_000),
            ("CN:urban", 55_000),
            ("50;30", 55_000),
            ("0", 55_000),
            ("", 55_000),
            ("12345", 55_000),
        ] {
            assert_eq!(speeds(limit), [expected, expected, 5_000], "{limit}");
        }
        assert_eq!(used(&[("highway", "footway"), ("maxspeed", "30")]).unwrap().speeds, [0, 0, 5_000]);
    }

    #[test]
    fn the_most_particular_access_tag_decides_alone() {
        for (tags, open) in [
            (vec![("access", "private")], [false, false, false]),
            (vec![("access", "no"), ("foot", "yes")], [false, false, true]),
            (vec![("vehicle", "no"), ("motorcycle", "yes")], [false, true, true]),
            (vec![("motor_vehicle", "destination"), ("access", "no")], [true, true, false]),
            (vec![("motorcar", "no")], [false, true, true]),
            (vec![("access", "customers")], [true, true, true]),
        ] {
            let mut all = vec![("highway", "service")];
            all.extend(&tags);
            let found = used(&all).map_or([false; 3], |way| way.speeds.map(|speed| speed > 0));
            assert_eq!(found, open, "{tags:?}");
        }
    }

    #[test]
    fn one_ways_bind_wheels_and_not_feet() {
        for (tags, oneway) in [
            (vec![("highway", "residential"), ("oneway", "yes")], Oneway::Forward),
            (vec![("highway", "residential"), ("oneway", "-1")], Oneway::Backward),
            (vec![("highway", "residential"), ("oneway", "reversible")], Oneway::No),
            (vec![("highway", "residential"), ("junction", "roundabout")], Oneway::Forward),
            (vec![("highway", "motorway")], Oneway::Forward),
            (vec![("highway", "motorway"), ("oneway", "no")], Oneway::No),
            (vec![("highway", "motorway_link")], Oneway::No),
        ] {
            let way = used(&tags).unwrap();
            assert_eq!(way.oneway, oneway, "{tags:?}");
            assert_eq!(way.directed_speeds(Profile::Foot).0, way.directed_speeds(Profile::Foot).1);
        }
        let back = used(&[("highway", "residential"), ("oneway", "-1")]).unwrap();
        assert_eq!(back.directed_speeds(Profile::Car), (0, 30_000));
    }
}
