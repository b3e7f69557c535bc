//! Coordinates as people write them: `114.3,30.6`, `30.6 114.3`, `E114°18′30″ N30°36′`,
//! `114度18分30秒 30度36分`.

use geo_core::{Bounds, Position};

/// How far outside the district's box a position may lie and still decide which number is the
/// longitude, in degrees.
const MARGIN: f64 = 1.0;

/// What a number was marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Longitude,
    Latitude,
}

#[derive(Debug, Clone, Copy)]
struct Angle {
    degrees: f64,
    axis: Option<Axis>,
}

/// The position that a text means. Letters (E, W, N, S, 东经, 北纬) decide which number is which;
/// without them the order that lies in the district does, and longitude first when both or neither do.
/// Two bare whole numbers far from the district are no position: `12 34` is a house number.
pub(super) fn parse(text: &str, district: Option<Bounds>) -> Option<Position> {
    let [first, second] = angles(text)?;
    let position = |lon: Angle, lat: Angle| Position::new(lon.degrees, lat.degrees).ok();
    match (first.axis, second.axis) {
        (Some(Axis::Longitude), None | Some(Axis::Latitude)) | (None, Some(Axis::Latitude)) => {
            position(first, second)
        }
        (Some(Axis::Latitude), None | Some(Axis::Longitude)) | (None, Some(Axis::Longitude)) => {
            position(second, first)
        }
        (Some(_), Some(_)) => None,
        (None, None) => {
            let (as_written, swapped) = (position(first, second), position(second, first));
            let inside = |position: &Position| district.is_some_and(|district| near(district, *position));
            let elsewhere =
                if text.contains('.') || district.is_none() { as_written.or(swapped) } else { None };
            as_written.filter(inside).or(swapped.filter(inside)).or(elsewhere)
        }
    }
}

fn near(district: Bounds, position: Position) -> bool {
    let (low, high) = (district.south_west(), district.north_east());
    let within = |low: f64, value: f64, high: f64| (low - MARGIN..=high + MARGIN).contains(&value);
    within(low.lat(), position.lat(), high.lat()) && within(low.lon(), position.lon(), high.lon())
}

/// Exactly two angles and nothing else.
fn angles(text: &str) -> Option<[Angle; 2]> {
    let text = text
        .replace("东经", "E")
        .replace("西经", "W")
        .replace("北纬", "N")
        .replace("南纬", "S")
        .replace("''", "″");
    let mut found: Vec<Angle> = Vec::new();
    let mut open: Option<Open> = None;
    let mut pending = None;
    let mut chars = text.chars().map(super::fold::fold).peekable();
    while let Some(c) = chars.next() {
        match c {
            '0'..='9' | '.' | '-' | '+' => {
                let mut number = String::from(c);
                while let Some(more) = chars.next_if(|c| c.is_ascii_digit() || *c == '.') {
                    number.push(more);
                }
                let value: f64 = number.parse().ok()?;
                match &mut open {
                    Some(angle) if angle.takes_more() => angle.parts.push(value),
                    _ => {
                        found.extend(open.take().map(Open::close).transpose_or()?);
                        open = Some(Open {
                            parts: vec![value],
                            unit: 0,
                            negative: number.starts_with('-'),
                            axis: pending.take(),
                            ended: false,
                        });
                    }
                }
            }
            '°' | '度' | 'º' => {
                if let Some(degrees) = open.as_mut()?.give_up_degrees() {
                    found.extend(open.take().map(Open::close).transpose_or()?);
                    open = Some(Open {
                        parts: vec![degrees],
                        unit: 0,
                        negative: degrees.is_sign_negative(),
                        axis: None,
                        ended: false,
                    });
                }
                open.as_mut()?.reach(1)?;
            }
            '′' | '\'' | '’' | '分' => open.as_mut()?.reach(2)?,
            '″' | '"' | '”' | '秒' => open.as_mut()?.reach(3)?,
            'e' | 'w' | 'n' | 's' => {
                let mark = if matches!(c, 'e' | 'w') { Axis::Longitude } else { Axis::Latitude };
                let negative = matches!(c, 'w' | 's');
                match open
                    .as_mut()
                    .filter(|angle| angle.axis.is_none() && (angle.unit > 0 || !next_is_number(&mut chars)))
                {
                    Some(angle) => {
                        angle.axis = Some((mark, negative));
                        angle.ended = true;
                    }
                    None => {
                        found.extend(open.take().map(Open::close).transpose_or()?);
                        pending = Some((mark, negative));
                    }
                }
            }
            ',' | ';' | '/' | '、' => found.extend(open.take().map(Open::close).transpose_or()?),
            ' ' | '\t' | '(' | ')' | '[' | ']' | ':' => {}
            _ => return None,
        }
    }
    found.extend(open.take().map(Open::close).transpose_or()?);
    if pending.is_some() { None } else { found.try_into().ok() }
}

/// Whether a number follows at once: `E114` marks what comes, `114E` and `114°E` what was.
fn next_is_number(chars: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> bool {
    chars.peek().is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))
}

/// An angle that is being read.
struct Open {
    parts: Vec<f64>,
    /// The last unit seen: 1 degrees, 2 minutes, 3 seconds.
    unit: usize,
    negative: bool,
    axis: Option<(Axis, bool)>,
    /// Whether a letter behind it has closed it.
    ended: bool,
}

impl Open {
    /// After a unit sign the next number is the next unit.
    fn takes_more(&self) -> bool {
        !self.ended && self.unit > 0 && self.unit < 3 && self.parts.len() == self.unit
    }

    /// The last number, when a degree sign shows that it begins the next angle: `114°18′ 30°36′`.
    fn give_up_degrees(&mut self) -> Option<f64> {
        let begins_next = self.unit > 0 && self.parts.len() > self.unit;
        if begins_next { self.parts.pop() } else { None }
    }

    fn reach(&mut self, unit: usize) -> Option<()> {
        (unit == self.parts.len() && unit == self.unit + 1).then(|| self.unit = unit)
    }

    fn close(self) -> Option<Angle> {
        let sizes = self.parts.iter().zip([1.0, 60.0, 3600.0]);
        let minutes_fit = self.parts[1..].iter().all(|part| (0.0..60.0).contains(part));
        let size: f64 = sizes.map(|(part, unit)| part.abs() / unit).sum();
        let negative = self.negative != self.axis.is_some_and(|(_, negative)| negative);
        let degrees = if negative { -size } else { size };
        minutes_fit.then_some(Angle { degrees, axis: self.axis.map(|(axis, _)| axis) })
    }
}

/// `None` stays nothing to add, a failed reading ends the whole.
trait TransposeOr<T> {
    fn transpose_or(self) -> Option<Option<T>>;
}

impl<T> TransposeOr<T> for Option<Option<T>> {
    fn transpose_or(self) -> Option<Option<T>> {
        match self {
            None => Some(None),
            Some(None) => None,
            Some(some) => Some(some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use geo_core::{Bounds, Position};

    #[test]
    fn coordinates_are_read_as_people_write_them() {
        let at = |lon, lat| Position::new(lon, lat).unwrap();
        let wuhan = Some(Bounds::new(at(114.0, 30.0), at(115.0, 31.0)).unwrap());
        let fiji = Some(Bounds::new(at(177.0, -19.0), at(179.0, -16.0)).unwrap());
        for (text, district, expected) in [
            ("114.3,30.6", wuhan, Some((114.3, 30.6))),
            ("30.6 114.3", wuhan, Some((114.3, 30.6))),
            ("30.6，114.3", wuhan, Some((114.3, 30.6))),
            ("１１４．３　３０．６", wuhan, Some((114.3, 30.6))),
            ("114.3,30.6", None, Some((114.3, 30.6))),
            ("30.6,114.3", None, Some((114.3, 30.6))),
            ("E114.3 N30.6", wuhan, Some((114.3, 30.6))),
            ("N30.6 E114.3", None, Some((114.3, 30.6))),
            ("30.6N, 114.3E", None, Some((114.3, 30.6))),
            ("114°18′E 30°36′N", wuhan, Some((114.3, 30.6))),
            ("114°18′ 30°36′", wuhan, Some((114.3, 30.6))),
            ("114°18'0.0\" 30°36'0\"", wuhan, Some((114.3, 30.6))),
            ("东经114度18分0秒，北纬30度36分0秒", None, Some((114.3, 30.6))),
            ("(114.3, 30.6)", wuhan, Some((114.3, 30.6))),
            ("-17.5 178.5", fiji, Some((178.5, -17.5))),
            ("17°30'S 178°30'E", fiji, Some((178.5, -17.5))),
            ("114.3", wuhan, None),
            ("114.3 30.6 5", wuhan, None),
            ("12 34", wuhan, None),
            ("121.47,31.23", wuhan, Some((121.47, 31.23))),
            ("114°18'E30°36'N", wuhan, Some((114.3, 30.6))),
            ("E114°18'N30°36'", wuhan, Some((114.3, 30.6))),
            ("解放路114号", wuhan, None),
            ("114°70′E 30°36′N", wuhan, None),
            ("E114.3 E30.6", wuhan, None),
            ("534000 3386000", wuhan, None),
            ("", wuhan, None),
            ("1.2.3 4", wuhan, None),
            ("--5 4", wuhan, None),
        ] {
            assert_eq!(parse(text, district), expected.map(|(lon, lat)| at(lon, lat)), "{text}");
        }
    }
}
