//! Figures and times as people write them.

/// Beijing is eight hours ahead of UTC all year; times without an offset are Beijing's.
const BEIJING: &str = "+08:00";

/// Figures as they are on most keyboards: `１１４．３` is 114.3.
pub(crate) fn half_width(text: &str) -> String {
    let folded = text.chars().map(|c| match c {
        '０'..='９' | '．' | '－' | '＋' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    });
    folded.collect()
}

/// `2026/11/2 8:00[:00]` as RFC 3339.
pub(crate) fn beijing(text: &str) -> Option<String> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let mut date = date.split(['-', '/', '.']);
    let (year, month, day) = (date.next()?, date.next()?, date.next()?);
    let mut time = time.trim().split([':', '：']);
    let (hour, minute, second) = (time.next()?, time.next()?, time.next().unwrap_or("00"));
    Some(format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{BEIJING}"))
}

/// A coordinate in decimal degrees (or metres), or in degrees, minutes and seconds:
/// `114°18'19.8"E`, `114 18 19.8`, `E114°18′`, `114度18分19秒`.
pub(crate) fn degrees(text: &str) -> Option<f64> {
    if let Ok(value) = text.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    let mut sign = 1.0;
    let mut rest = text.trim();
    for (mark, factor) in [
        ("东经", 1.0),
        ("西经", -1.0),
        ("北纬", 1.0),
        ("南纬", -1.0),
        ("E", 1.0),
        ("W", -1.0),
        ("N", 1.0),
        ("S", -1.0),
    ] {
        if let Some(stripped) = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark)) {
            (rest, sign) = (stripped.trim(), factor);
            break;
        }
    }
    let mut figures = [0.0; 3];
    let marks = |c: char| {
        c.is_whitespace()
            || matches!(c, '°' | 'º' | '度' | '\'' | '′' | '’' | '分' | '"' | '″' | '”' | '秒' | ':')
    };
    let words: Vec<&str> = rest.split(marks).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > 3 {
        return None;
    }
    for (figure, word) in figures.iter_mut().zip(&words) {
        *figure = word.parse::<f64>().ok().filter(|value| value.is_finite())?;
    }
    let [whole, minutes, seconds] = figures;
    let in_range = (0.0..60.0).contains(&minutes) && (0.0..60.0).contains(&seconds);
    let negative = words[0].starts_with('-');
    in_range.then(|| {
        sign * if negative {
            whole - minutes / 60.0 - seconds / 3600.0
        } else {
            whole + minutes / 60.0 + seconds / 3600.0
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{beijing, degrees};

    #[test]
    fn degrees_minutes_and_seconds_are_understood() {
        for (text, value) in [
            ("114.305", 114.305),
            ("114°18'18\"E", 114.305),
            ("E114°18′18″", 114.305),
            ("东经114度18分18秒", 114.305),
            ("114 18 18", 114.305),
            ("-0°30'", -0.5),
            ("30°S", -30.0),
        ] {
            assert!((degrees(text).unwrap() - value).abs() < 1e-9, "{text}");
        }
        for text in ["", "abc", "114°75'", "1 2 3 4", "NaN", "inf", "°", "E"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_without_offset_is_beijings() {
        assert_eq!(beijing("2026/11/2 8:05").unwrap(), "2026-11-02T08:05:00+08:00");
        assert_eq!(beijing("tomorrow"), None);
    }
}
