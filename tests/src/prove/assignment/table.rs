//! A table of costs, as the OR-Library writes them.
//!
//! White space between whole numbers, lines mean nothing. A square table is its size and then row after row; a table
//! of `rows` and `columns` begins with both; where only some pairs have a cost, the size is followed by triples of
//! row and column, both from 1, and cost. The first of these that the count of numbers fits is taken.

use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

/// Costs of pairs; a pair that is not listed cannot be made.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub rows: usize,
    pub columns: usize,
    /// Row and column from 0, and the cost.
    pub costs: Vec<(usize, usize, i128)>,
}

impl Table {
    /// Reads a file, inflating it if it is gzipped, whatever its name.
    pub fn read(path: &Path) -> Result<Self, String> {
        Self::of(&text(path)?)
    }

    /// Whether a file holds words rather than a table: a readme, a licence.
    pub fn is_prose(path: &Path) -> bool {
        text(path)
            .is_ok_and(|text| text.split_whitespace().next().is_none_or(|word| word.parse::<i128>().is_err()))
    }

    fn of(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_whitespace()
            .map(|word| word.parse().map_err(|_| format!("{word:?} is no whole number")));
        let numbers: Vec<i128> = numbers.collect::<Result<_, _>>()?;
        let size = |place: usize| numbers.get(place).and_then(|&number| usize::try_from(number).ok());
        let follow = |head: usize, rows: usize, columns: usize| {
            Some(numbers.len() - head) == rows.checked_mul(columns)
        };
        let Some(rows) = size(0) else { return Err("the file does not begin with a size".into()) };
        if follow(1, rows, rows) {
            return Ok(Self::full(rows, rows, &numbers[1..]));
        }
        if let Some(columns) = size(1)
            && follow(2, rows, columns)
        {
            return Ok(Self::full(rows, columns, &numbers[2..]));
        }
        let triples = numbers[1..].chunks_exact(3);
        if !triples.remainder().is_empty() {
            return Err(format!(
                "{} numbers after the size {rows} are neither a table nor triples",
                numbers.len() - 1
            ));
        }
        let from_one = |number: i128| {
            let place = usize::try_from(number).ok().filter(|place| (1..=rows).contains(place));
            place.map(|place| place - 1).ok_or_else(|| format!("{number} is no place from 1 to {rows}"))
        };
        let costs = triples.map(|triple| Ok((from_one(triple[0])?, from_one(triple[1])?, triple[2])));
        Ok(Self { rows, columns: rows, costs: costs.collect::<Result<_, String>>()? })
    }

    fn full(rows: usize, columns: usize, costs: &[i128]) -> Self {
        let costs = costs.iter().enumerate().map(|(place, &cost)| (place / columns, place % columns, cost));
        Self { rows, columns, costs: costs.collect() }
    }

    /// Whether every pair has a cost.
    pub const fn is_full(&self) -> bool {
        self.costs.len() == self.rows * self.columns
    }
}

/// The text of a file, inflated if it is gzipped, whatever its name.
fn text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut text = String::new();
    let read = if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)
    } else {
        (&bytes[..]).read_to_string(&mut text)
    };
    read.map_err(|error| error.to_string())?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn three_forms_are_read() {
        let full = |rows, columns, costs: &[i128]| Table::full(rows, columns, costs);
        assert_eq!(Table::of(" 2\n\n 1 2\n 3\n 4\n"), Ok(full(2, 2, &[1, 2, 3, 4])));
        assert_eq!(
            Table::of("2 3 1 2 3 4 -5 18446744073709551615"),
            Ok(full(2, 3, &[1, 2, 3, 4, -5, u64::MAX.into()]))
        );
        let listed = Table { rows: 3, columns: 3, costs: vec![(0, 2, 7), (2, 0, 9)] };
        assert_eq!(Table::of("3 1 3 7 3 1 9"), Ok(listed));
        assert_eq!(Table::of("0"), Ok(full(0, 0, &[])));
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "-1", "2 1 2 3 4 5 6 7", "2 1 2 3 4.5", "3 0 1 7", "2 3 1 7"] {
            assert!(Table::of(text).is_err(), "{text}");
        }
    }
}
