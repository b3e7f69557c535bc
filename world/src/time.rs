//! Instants. Time enters in the command; nothing in this crate reads a clock.

use geo_core::Milliseconds;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// Milliseconds of one day.
const DAY: i64 = 86_400_000;
/// Beijing is eight hours ahead of UTC all year.
const BEIJING: i64 = 8 * 3_600_000;

/// An instant, in milliseconds since 1970-01-01T00:00Z.
///
/// In JSON it is an RFC 3339 text in UTC with milliseconds, `2026-11-22T05:47:00.123Z`, so that a
/// journal can be read by people and always has the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant `duration` later.
    pub fn after(self, duration: Milliseconds) -> Self {
        Self(self.0 + i64::try_from(duration.0).unwrap_or(i64::MAX / 2))
    }

    /// The time since `earlier`; zero when `earlier` is not earlier.
    pub fn since(self, earlier: Self) -> Milliseconds {
        Milliseconds(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// The Beijing calendar date as `YYYYMMDD`, by which incidents are numbered.
    pub fn beijing_date(self) -> String {
        let (year, month, day) = civil_from_days((self.0 + BEIJING).div_euclid(DAY));
        format!("{year:04}{month:02}{day:02}")
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY));
        let ms = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1000)
    }
}

/// Why a text is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("time {given:?} must be RFC 3339, for example 2026-11-22T13:47:00+08:00")]
pub struct TimeError {
    /// The text given.
    pub given: String,
}

impl std::str::FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        parse(text).ok_or_else(|| TimeError { given: text.to_owned() })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

/// Parses `YYYY-MM-DD(T| )HH:MM[:SS[.fff…]](Z|±HH:MM)`.
fn parse(text: &str) -> Option<Timestamp> {
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let mark = |at: usize, allowed: &[u8]| text.as_bytes().get(at).is_some_and(|b| allowed.contains(b));
    if !(mark(4, b"-") && mark(7, b"-") && mark(10, b"T ") && mark(13, b":")) {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute) = (number(11..13)?, number(14..16)?);
    let mut at = 16;
    let mut ms = 0;
    if mark(at, b":") {
        ms = number(17..19)? * 1000;
        at = 19;
        if mark(at, b".") {
            let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            let fraction = text.get(at + 1..at + 1 + digits)?;
            ms += format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
            at += 1 + digits;
        }
    }
    let offset = match text.get(at..)? {
        "Z" | "z" => 0,
        zone if zone.len() == 6 && mark(at + 3, b":") => {
            let minutes = number(at + 1..at + 3)? * 60 + number(at + 4..at + 6)?;
            match zone.as_bytes()[0] {
                b'+' => minutes,
                b'-' => -minutes,
                _ => return None,
            }
        }
        _ => return None,
    };
    let days = days_from_civil(year, month, day);
    let exists = (1..=12).contains(&month) && civil_from_days(days) == (year, month, day);
    let in_day = hour < 24 && minute < 60 && ms < 61_000;
    (exists && in_day).then(|| Timestamp(days * DAY + (hour * 60 + minute - offset) * 60_000 + ms))
}

/// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-compatible low-level
/// date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn an_instant_reads_back_as_it_was_written() {
        for text in [
            "1970-01-01T00:00:00.000Z",
            "2000-02-29T23:59:59.999Z",
            "2026-11-22T05:47:00.123Z",
            "1969-12-31T23:59:59.001Z",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn offsets_and_short_forms_are_understood() {
        let utc: Timestamp = "2026-11-22T05:47:00Z".parse().unwrap();
        assert_eq!("2026-11-22 13:47+08:00".parse::<Timestamp>().unwrap(), utc);
        assert_eq!(utc.beijing_date(), "20261122");
        assert_eq!("2026-11-22T18:00:00Z".parse::<Timestamp>().unwrap().beijing_date(), "20261123");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-13-01T00:00Z",
            "2026-02-30T00:00Z",
            "2026-11-22T25:00Z",
            "2026-11-22T05:47:00",
            "二〇二六-11-22T05:47Z",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
