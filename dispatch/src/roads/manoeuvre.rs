//! What somebody who drives a route is told: at each junction where it matters, how to turn, into which street, how
//! far.

use geo_core::{Metres, Milliseconds, Position, bearing, distance};
use serde::{Deserialize, Serialize};

/// How one goes on at a junction.
///
/// The limits between the kinds are those of the Open Source Routing Machine (`getTurnDirection` in its guidance):
/// 20 degrees from straight on are still straight, 40 slight, 120 a turn, and up to 179 a sharp one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Turn {
    /// The first street.
    Depart,
    /// Straight on.
    Straight,
    /// Bear left.
    SlightLeft,
    /// Left.
    Left,
    /// Sharp left.
    SharpLeft,
    /// Bear right.
    SlightRight,
    /// Right.
    Right,
    /// Sharp right.
    SharpRight,
    /// Back.
    UTurn,
    /// There.
    Arrive,
}

impl Turn {
    /// The stable code, by which texts are found.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Depart => "depart",
            Self::Straight => "straight",
            Self::SlightLeft => "slight_left",
            Self::Left => "left",
            Self::SharpLeft => "sharp_left",
            Self::SlightRight => "slight_right",
            Self::Right => "right",
            Self::SharpRight => "sharp_right",
            Self::UTurn => "u_turn",
            Self::Arrive => "arrive",
        }
    }

    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Depart,
        Self::Straight,
        Self::SlightLeft,
        Self::Left,
        Self::SharpLeft,
        Self::SlightRight,
        Self::Right,
        Self::SharpRight,
        Self::UTurn,
        Self::Arrive,
    ];

    /// From one direction to another, in degrees clockwise from north.
    fn between(before: f64, after: f64) -> Self {
        let right = (after - before).rem_euclid(360.0);
        let (away, to_right) = if right > 180.0 { (360.0 - right, false) } else { (right, true) };
        let pick = |left, right| if to_right { right } else { left };
        match away {
            a if a <= 20.0 => Self::Straight,
            a if a <= 40.0 => pick(Self::SlightLeft, Self::SlightRight),
            a if a <= 120.0 => pick(Self::Left, Self::Right),
            a if a < 179.0 => pick(Self::SharpLeft, Self::SharpRight),
            _ => Self::UTurn,
        }
    }

    /// Whether it must be told even when the street keeps its name.
    fn is_marked(self) -> bool {
        !matches!(self, Self::Straight | Self::SlightLeft | Self::SlightRight)
    }
}

/// One thing that somebody who drives is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Manoeuvre {
    /// How to turn.
    pub turn: Turn,
    /// Into which street; nothing where the map has no name.
    pub street: Option<String>,
    /// Where.
    pub at: Position,
    /// How far to the next one.
    pub length: Metres,
    /// How long to the next one.
    pub time: Milliseconds,
}

/// A stretch of a route as a driver sees it.
pub(crate) struct Seen<'a> {
    pub street: Option<&'a str>,
    /// Whether it begins where ways part.
    pub after_junction: bool,
    pub length: Metres,
    pub time: Milliseconds,
}

/// A direction is taken over so many metres: junctions are drawn with kinks that nobody sees from a car.
const LOOK: f64 = 15.0;

/// What is told on a route. `line` has one position more than there are stretches.
pub(crate) fn manoeuvres(stretches: &[Seen], line: &[Position]) -> Vec<Manoeuvre> {
    let mut told: Vec<Manoeuvre> = Vec::new();
    let mut street = None;
    for (index, seen) in stretches.iter().enumerate() {
        let turn = if index == 0 { Turn::Depart } else { turn_at(line, index) };
        let is_news = index == 0 || seen.street != street || (seen.after_junction && turn.is_marked());
        if is_news {
            told.push(Manoeuvre {
                turn,
                street: seen.street.map(str::to_owned),
                at: line[index],
                length: Metres(0.0),
                time: Milliseconds(0),
            });
        }
        street = seen.street;
        if let Some(last) = told.last_mut() {
            last.length.0 += seen.length.0;
            last.time = last.time + seen.time;
        }
    }
    let end = line[line.len() - 1];
    told.push(Manoeuvre {
        turn: Turn::Arrive,
        street: street.map(str::to_owned),
        at: end,
        length: Metres(0.0),
        time: Milliseconds(0),
    });
    told
}

fn turn_at(line: &[Position], index: usize) -> Turn {
    let here = line[index];
    let far = |position: &&Position| distance(here, **position).0 >= LOOK;
    let before = line[..index].iter().rev().find(far).unwrap_or(&line[0]);
    let after = line[index + 1..].iter().find(far).unwrap_or(&line[line.len() - 1]);
    Turn::between(bearing(*before, here).0, bearing(here, *after).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_have_the_limits_of_the_source() {
        for (after, turn) in [
            (0.0, Turn::Straight),
            (20.0, Turn::Straight),
            (21.0, Turn::SlightRight),
            (340.0, Turn::Straight),
            (325.0, Turn::SlightLeft),
            (90.0, Turn::Right),
            (270.0, Turn::Left),
            (150.0, Turn::SharpRight),
            (200.0, Turn::SharpLeft),
            (180.0, Turn::UTurn),
        ] {
            assert_eq!(Turn::between(0.0, after), turn, "{after}");
            assert_eq!(Turn::between(300.0, (after + 300.0) % 360.0), turn, "{after}");
        }
        let codes: std::collections::BTreeSet<&str> = Turn::ALL.iter().map(|turn| turn.code()).collect();
        assert_eq!(codes.len(), Turn::ALL.len());
    }

    #[test]
    fn names_and_marked_turns_are_told_and_bends_are_not() {
        let at = |east: f64, north: f64| Position::new(114.0 + east * 1e-5, north * 1e-5).unwrap();
        // East, a bend to the north without a junction, a junction to the east, another street straight on.
        let line = [at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0), at(200.0, 100.0), at(300.0, 100.0)];
        let seen = |street, after_junction| Seen {
            street,
            after_junction,
            length: Metres(10.0),
            time: Milliseconds(1),
        };
        let stretches = [
            seen(Some("甲路"), false),
            seen(Some("甲路"), false),
            seen(Some("甲路"), true),
            seen(Some("乙路"), true),
        ];
        let told = manoeuvres(&stretches, &line);
        let words: Vec<_> =
            told.iter().map(|told| (told.turn, told.street.as_deref(), told.length.0)).collect();
        assert_eq!(
            words,
            [
                (Turn::Depart, Some("甲路"), 20.0),
                (Turn::Right, Some("甲路"), 10.0),
                (Turn::Straight, Some("乙路"), 10.0),
                (Turn::Arrive, Some("乙路"), 0.0),
            ]
        );
    }
}
