//! Cutting rectangles into smaller ones by streets.

use super::chance::Chance;
use super::ground::Plan;
use super::lattice::Rect;

/// A piece of the plan: what belongs to it, and the part of that which is dry land. They differ
/// only along the river, whose middle is the border while the land ends at the embankment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub area: Rect,
    pub land: Rect,
}

/// A straight cut through the land of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub from: Plan,
    pub to: Plan,
}

impl Piece {
    /// Cut into two, `share` of the land on the western or southern side.
    fn cut(self, share: f64) -> (Self, Self, Cut) {
        let Self { area, land } = self;
        let at = |from: i32, length: i32| from + (f64::from(length) * share).round() as i32;
        if land.width() >= land.height() {
            let u = at(land.u0, land.width());
            let west = Self { area: Rect { u1: u, ..area }, land: Rect { u1: u, ..land } };
            let east = Self { area: Rect { u0: u, ..area }, land: Rect { u0: u, ..land } };
            (west, east, Cut { from: Plan { u, v: land.v0 }, to: Plan { u, v: land.v1 } })
        } else {
            let v = at(land.v0, land.height());
            let south = Self { area: Rect { v1: v, ..area }, land: Rect { v1: v, ..land } };
            let north = Self { area: Rect { v0: v, ..area }, land: Rect { v0: v, ..land } };
            (south, north, Cut { from: Plan { u: land.u0, v }, to: Plan { u: land.u1, v } })
        }
    }

    /// Cut into `count` pieces of like size, from the west or south on; the cuts in the order they
    /// were made, so that each ends on the sides of the piece or on earlier cuts.
    pub fn divide(self, count: usize, chance: &mut Chance, cuts: &mut Vec<Cut>) -> Vec<Self> {
        if count <= 1 {
            return vec![self];
        }
        let first = if count % 2 == 1 && chance.once_in(2) { count / 2 + 1 } else { count / 2 };
        let share = first as f64 / count as f64 + (chance.unit() - 0.5) * 0.12;
        let (one, two, cut) = self.cut(share);
        cuts.push(cut);
        let mut pieces = one.divide(first, chance, cuts);
        pieces.extend(two.divide(count - first, chance, cuts));
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::{Chance, Piece, Rect};

    #[test]
    fn pieces_fill_what_was_divided() {
        let rect = Rect::new(0, 0, 700, 640);
        let piece = Piece { area: Rect { v0: -70, ..rect }, land: rect };
        for count in 1..9 {
            let (mut cuts, mut chance) = (Vec::new(), Chance::new(count as u64, "pieces"));
            let pieces = piece.divide(count, &mut chance, &mut cuts);
            let size = |rect: Rect| i64::from(rect.width()) * i64::from(rect.height());
            assert_eq!((pieces.len(), cuts.len()), (count, count - 1));
            assert_eq!(pieces.iter().map(|piece| size(piece.area)).sum::<i64>(), size(piece.area));
            assert_eq!(pieces.iter().map(|piece| size(piece.land)).sum::<i64>(), size(piece.land));
        }
    }
}
