//! Who may go where, and how fast (§2).

use dispatch::Profile;
use dispatch::roads::RoadClass;

/// What a way grants to a profile.
#[derive(Clone, Copy)]
pub struct Grant {
    /// In metres an hour.
    pub speed: u64,
    /// Open along the way, and against it.
    pub open: [bool; 2],
}

/// The tags of a way; of equal keys the first counts, and white space around a value does not.
pub struct Tags<'a>(pub Vec<(&'a str, &'a str)>);

impl Tags<'_> {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| *given == key).map(|(_, value)| value.trim())
    }

    /// What each profile may do; nothing when the way is no road.
    pub fn grants(&self) -> Option<[Option<Grant>; 3]> {
        let class = RoadClass::from_highway(self.get("highway")?)?;
        let grants = Profile::ALL.map(|profile| self.grant(class, profile));
        grants.iter().any(Option::is_some).then_some(grants)
    }

    fn grant(&self, class: RoadClass, profile: Profile) -> Option<Grant> {
        let table = u64::from(class.kilometres_per_hour()[profile as usize]) * 1000;
        if table == 0 || self.is_closed(profile) {
            return None;
        }
        if profile == Profile::Foot {
            return Some(Grant { speed: table, open: [true, true] });
        }
        let limited = self.get("maxspeed").and_then(limit).map(|limit| (limit * 4 / 5).clamp(5_000, 130_000));
        Some(Grant { speed: limited.unwrap_or(table), open: self.directions(class) })
    }

    fn is_closed(&self, profile: Profile) -> bool {
        self.access_closes(profile) == Some(true)
    }

    /// Whom a barrier on a node with these tags keeps from passing.
    pub fn blocks(&self) -> [bool; 3] {
        let Some(kind) = self.get("barrier") else { return [false; 3] };
        // Who is stopped: everybody, whoever is on wheels, or cars.
        let by_kind = match kind {
            "city_wall" | "ditch" | "fence" | "hedge" | "retaining_wall" | "wall" => [true; 3],
            "chain"
            | "cycle_barrier"
            | "debris"
            | "full-height_turnstile"
            | "guard_rail"
            | "handrail"
            | "horse_stile"
            | "jersey_barrier"
            | "kissing_gate"
            | "log"
            | "motorcycle_barrier"
            | "rope"
            | "spikes"
            | "stile"
            | "turnstile"
            | "wicket_gate"
            | "yes" => [true, true, false],
            "block" | "bollard" | "bus_trap" | "planter" | "sump_buster" => [true, false, false],
            _ => [false; 3],
        };
        Profile::ALL.map(|profile| self.access_closes(profile).unwrap_or(by_kind[profile as usize]))
    }

    /// What the most particular access tag says, if there is one.
    fn access_closes(&self, profile: Profile) -> Option<bool> {
        let keys: &[&str] = match profile {
            Profile::Car => &["motorcar", "motor_vehicle", "vehicle", "access"],
            Profile::Motorcycle => &["motorcycle", "motor_vehicle", "vehicle", "access"],
            Profile::Foot => &["foot", "access"],
        };
        const CLOSING: [&str; 8] =
            ["no", "private", "agricultural", "forestry", "military", "restricted", "permit", "use_sidepath"];
        keys.iter().find_map(|key| self.get(key)).map(|value| CLOSING.contains(&value))
    }

    fn directions(&self, class: RoadClass) -> [bool; 2] {
        match self.get("oneway") {
            Some("yes" | "true" | "1") => [true, false],
            Some("-1" | "reverse") => [false, true],
            Some("no" | "false" | "0") => [true, true],
            _ => {
                let around = matches!(self.get("junction"), Some("roundabout" | "circular"));
                [true, !(around || class == RoadClass::Motorway)]
            }
        }
    }
}

/// A readable speed limit, in metres an hour.
fn limit(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    if !(1..=3).contains(&digits.len()) {
        return None;
    }
    let number: u64 = digits.parse().ok().filter(|&number| number > 0)?;
    match unit.trim_start() {
        "" | "km/h" | "kmh" | "kph" => Some(number * 1000),
        "mph" => Some((number as f64 * 1609.344).round() as u64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_or_count_as_none() {
        for (text, expected) in [
            ("50", Some(50_000)),
            ("50 km/h", Some(50_000)),
            ("30mph", Some(48_280)),
            ("005", Some(5_000)),
            ("000", None),
            ("1000", None),
            ("-5", None),
            ("50;30", None),
            ("", None),
            ("walk", None),
        ] {
            assert_eq!(limit(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_grant_and_close() {
        let grants = |tags: &[(&'static str, &'static str)]| Tags(tags.to_vec()).grants();
        assert!(grants(&[("highway", "raceway")]).is_none());
        assert!(grants(&[("highway", "motorway"), ("access", "no")]).is_none());
        let [car, motorcycle, foot] =
            grants(&[("highway", "residential "), ("oneway", "-1"), ("motorcar", "no")]).unwrap();
        assert!(car.is_none());
        assert_eq!(motorcycle.unwrap().open, [false, true]);
        assert_eq!(foot.unwrap().open, [true, true]);
        let [car, ..] =
            grants(&[("highway", "primary"), ("maxspeed", "3"), ("vehicle", "yes"), ("access", "no")])
                .unwrap();
        assert_eq!(car.unwrap().speed, 5_000);
    }
}
