//! Reading well-known text and well-known binary in hexadecimal digits (OGC 06-103r4, §7 and §8).

use super::geometry::Geometry;
use geo_core::DegreeRings;

/// The geometry of a text in either form; `None` when it is none.
pub fn read(text: &str) -> Option<Geometry> {
    let text = text.trim();
    let digits = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    if text.len() > 8 && digits.clone().all(|byte| byte.is_ascii_hexdigit()) {
        let digits: Vec<u8> = digits.collect();
        let bytes: Option<Vec<u8>> = digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        return Binary { bytes: &bytes? }.geometry();
    }
    let mut words = Words { rest: text };
    let geometry = words.geometry()?;
    words.rest.trim().is_empty().then_some(geometry)
}

/// The rest of a text.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    /// The next word, number or sign.
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let is_sign = |c: char| matches!(c, '(' | ')' | ',');
        let end = match rest.find(|c: char| is_sign(c) || c.is_whitespace())? {
            0 => 1,
            end => end,
        };
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        Some(word)
    }

    fn peek(&self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| matches!(c, '(' | ')' | ',') || c.is_whitespace());
        Some(match end {
            Some(0) => rest.get(..1)?,
            Some(end) => &rest[..end],
            None => rest,
        })
    }

    fn is_empty_next(&mut self) -> bool {
        let is_empty = self.peek().is_some_and(|word| word.eq_ignore_ascii_case("EMPTY"));
        if is_empty {
            self.rest = &self.rest.trim_start()[5..];
        }
        is_empty
    }

    /// Items in brackets; none for `EMPTY`.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        if self.is_empty_next() {
            return Some(items);
        }
        let mut sign = self.next()?;
        while sign != ")" {
            if !matches!(sign, "(" | ",") {
                return None;
            }
            items.push(item(self)?);
            sign = self.next()?;
        }
        Some(items)
    }

    fn point(&mut self) -> Option<[f64; 2]> {
        let x = self.next()?.parse().ok()?;
        let y = self.next()?.parse().ok()?;
        // Heights are not looked at.
        while self.peek()?.parse::<f64>().is_ok() {
            self.next()?;
        }
        Some([x, y])
    }

    fn polygon(&mut self) -> Option<DegreeRings> {
        let rings = self.list(|words| words.list(Self::point))?;
        Some(rings.into_iter().filter(|ring| !ring.is_empty()).collect())
    }

    fn geometry(&mut self) -> Option<Geometry> {
        let name = self.peek()?.to_ascii_uppercase();
        self.rest = &self.rest.trim_start()[name.len()..];
        while self.peek().is_some_and(|word| ["Z", "M", "ZM"].iter().any(|z| word.eq_ignore_ascii_case(z))) {
            self.next()?;
        }
        let polygons = |parts: Vec<DegreeRings>| {
            Geometry::of(parts.into_iter().filter(|part| !part.is_empty()).collect())
        };
        match &*name {
            "POLYGON" => Some(polygons(vec![self.polygon()?])),
            "MULTIPOLYGON" => Some(polygons(self.list(Self::polygon)?)),
            "GEOMETRYCOLLECTION" => {
                let mut all = Geometry { is_collection: true, ..Geometry::default() };
                self.list(Self::geometry)?.into_iter().for_each(|one| all.add(one));
                Some(all)
            }
            "POINT" | "LINESTRING" | "LINEARRING" | "MULTIPOINT" | "MULTILINESTRING" => {
                let others = usize::from(!self.skipped()?);
                Some(Geometry { others, ..Geometry::default() })
            }
            _ => None,
        }
    }

    /// Passes over brackets and what is in them; whether there was nothing.
    fn skipped(&mut self) -> Option<bool> {
        if self.is_empty_next() {
            return Some(true);
        }
        let (mut depth, mut is_empty) = (0, true);
        loop {
            match self.next()? {
                "(" => depth += 1,
                ")" => depth -= 1,
                "," => {}
                word => is_empty &= word.eq_ignore_ascii_case("EMPTY"),
            }
            if depth == 0 {
                return Some(is_empty);
            }
        }
    }
}

/// The rest of a binary geometry.
struct Binary<'a> {
    bytes: &'a [u8],
}

impl Binary<'_> {
    fn take<const N: usize>(&mut self, is_little: bool) -> Option<[u8; N]> {
        let (head, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        let mut head = *head;
        if !is_little {
            head.reverse();
        }
        Some(head)
    }

    fn geometry(&mut self) -> Option<Geometry> {
        let [order] = self.take::<1>(true)?;
        let is_little = order == 1;
        let kind = u32::from_le_bytes(self.take(is_little)?);
        // Flags of PostGIS (height, measure, reference system) and thousands of ISO.
        if kind & 0x2000_0000 != 0 {
            self.take::<4>(is_little)?;
        }
        let has = |flag: u32, thousands: [u32; 2]| {
            kind & flag != 0 || thousands.contains(&((kind & 0x0fff_ffff) / 1000))
        };
        let more = usize::from(has(0x8000_0000, [1, 3])) + usize::from(has(0x4000_0000, [2, 3]));
        let count = |binary: &mut Self| Some(u32::from_le_bytes(binary.take(is_little)?));
        let point = |binary: &mut Self| {
            let x = f64::from_le_bytes(binary.take(is_little)?);
            let y = f64::from_le_bytes(binary.take(is_little)?);
            (0..more).try_for_each(|_| binary.take::<8>(is_little).map(|_| ()))?;
            Some([x, y])
        };
        match (kind & 0x0fff_ffff) % 1000 {
            1 => {
                point(self)?;
                Some(Geometry { others: 1, ..Geometry::default() })
            }
            2 => {
                for _ in 0..count(self)? {
                    point(self)?;
                }
                Some(Geometry { others: 1, ..Geometry::default() })
            }
            3 => {
                let mut part: DegreeRings = Vec::new();
                for _ in 0..count(self)? {
                    let mut ring = Vec::new();
                    for _ in 0..count(self)? {
                        ring.push(point(self)?);
                    }
                    part.push(ring);
                }
                Some(Geometry::of(if part.is_empty() { vec![] } else { vec![part] }))
            }
            kind @ 4..=7 => {
                let mut all = Geometry { is_collection: kind == 7, ..Geometry::default() };
                for _ in 0..count(self)? {
                    all.add(self.geometry()?);
                }
                Some(all)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn texts_and_digits_say_the_same() {
        let part = vec![vec![[0.0, 0.0], [1.0, 0.0], [0.0, 2.0], [0.0, 0.0]]];
        let read_part = |text: &str| read(text).map(|geometry| (geometry.polygons, geometry.others));
        assert_eq!(read_part("POLYGON((0 0, 1 0,0 2 ,0 0))"), Some((vec![part.clone()], 0)));
        assert_eq!(
            read_part("GeometryCollection Z(POINT Z(1 2 3), POLYGON Z((0 0 9, 1 0 9, 0 2 9, 0 0 9)))"),
            Some((vec![part.clone()], 1))
        );
        assert_eq!(
            read_part("MULTIPOLYGON(EMPTY, ((0 0, 1 0, 0 2, 0 0), EMPTY))"),
            Some((vec![part.clone()], 0))
        );
        assert_eq!(read_part("LINESTRING EMPTY"), Some((vec![], 0)));
        assert_eq!(read_part("POLYGON((0 0, 1 0"), None);
        let digits = "01030000000100000004000000\
            00000000000000000000000000000000000000000000F03F0000000000000000\
            0000000000000000000000000000004000000000000000000000000000000000";
        assert_eq!(read_part(digits), Some((vec![part], 0)));
    }
}
