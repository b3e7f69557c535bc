//! Cutting lines wherever they meet, so that they meet in nothing but their ends.
//!
//! Snap rounding (Hobby 1999; Guibas and Marimont 1998): the unit square around every end and around every crossing,
//! rounded to the grid, is *hot*; each line becomes the chain of the middles of the hot squares that it passes through.
//! Squares are half open, so that each point lies in one, and whether a line passes through one is decided exactly. No
//! point of a line comes to lie further than √½ of a unit from it, and ends stay where they are.
//!
//! Lines that meet in their ends only are left alone, so noding what is noded changes nothing.

use super::budget::{Budget, TooTangled};
use super::edges::{Collector, Edge, ends};
use super::reach::{Reach, box_at, box_of};
use crate::plane::{Point, cross, dot, orient};
use std::cmp::Ordering;

/// The lines, cut wherever they meet.
///
/// # Errors
/// When they meet too often.
pub(super) fn noded(edges: Vec<Edge>, budget: Budget) -> Result<Vec<Edge>, TooTangled> {
    let Meetings { crossings, is_noded } = meetings(&edges, budget)?;
    if is_noded {
        return Ok(edges);
    }
    let mut hot = ends(&edges);
    hot.extend(crossings);
    hot.sort_unstable();
    hot.dedup();
    let boxes: Vec<_> = hot.iter().map(|point| box_at(*point)).collect();
    let reach = Reach::over(&boxes, edges.iter().map(|edge| (edge.from, edge.to)));
    let mut collector = Collector::with_capacity(edges.len() * 2);
    let (mut near, mut chain) = (Vec::new(), Vec::new());
    let (mut looks, mut cuts) = (budget.looks(), budget.cuts());
    for edge in &edges {
        // A line that passes through a square comes within a unit of its middle along each axis.
        reach.along((edge.from, edge.to), 1, &mut looks, &mut near)?;
        chain.clear();
        chain.extend(
            near.iter().map(|id| hot[*id as usize]).filter(|middle| passes(edge.from, edge.to, *middle)),
        );
        cuts.take(chain.len().saturating_sub(2) * edge.sides.len())?;
        let upward = (edge.to.y - edge.from.y).signum();
        chain.sort_unstable_by_key(|point| (point.x, point.y * upward));
        collector.add_chain(chain.iter().copied(), &edge.sides);
    }
    Ok(collector.edges())
}

/// Where lines meet other than in the ends of both.
pub(super) struct Meetings {
    /// The crossings, rounded to the grid; several lines may cross in one point.
    pub crossings: Vec<Point>,
    /// Whether lines meet in nothing but their ends.
    pub is_noded: bool,
}

/// Finds all meetings of lines.
///
/// # Errors
/// When there are too many.
pub(super) fn meetings(edges: &[Edge], budget: Budget) -> Result<Meetings, TooTangled> {
    let lines: Vec<(Point, Point)> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let boxes: Vec<_> = lines.iter().copied().map(box_of).collect();
    let reach = Reach::over(&boxes, lines.iter().copied());
    let mut found = Meetings { crossings: Vec::new(), is_noded: true };
    let mut near = Vec::new();
    let (mut looks, mut crossings) = (budget.looks(), budget.crossings());
    for (first, (a, b)) in lines.iter().copied().enumerate() {
        reach.along((a, b), 0, &mut looks, &mut near)?;
        for second in near.iter().map(|id| *id as usize) {
            if second > first && boxes[first].meets(&boxes[second]) {
                let (c, d) = lines[second];
                match meet(a, b, c, d) {
                    Meeting::InEndsOnly => {}
                    Meeting::Touching => found.is_noded = false,
                    Meeting::Crossing => {
                        crossings.take(1)?;
                        found.is_noded = false;
                        found.crossings.push(rounded_crossing(a, b, c, d));
                    }
                }
            }
        }
    }
    Ok(found)
}

/// How two different lines meet.
enum Meeting {
    /// Not at all, or in ends of both.
    InEndsOnly,
    /// In an end of one and the inside of the other, or along each other.
    Touching,
    /// In the inside of both.
    Crossing,
}

fn meet(a: Point, b: Point, c: Point, d: Point) -> Meeting {
    use Ordering::Equal;
    if a == c || b == d || a == d || b == c {
        // A common end: they are apart otherwise unless they set out in one direction.
        let (at, one, two) = match () {
            () if a == c => (a, b, d),
            () if b == d => (b, a, c),
            () if a == d => (a, b, c),
            () => (b, a, d),
        };
        return match cross(at, one, two) == 0 && dot(at, one, two) > 0 {
            true => Meeting::Touching,
            false => Meeting::InEndsOnly,
        };
    }
    let (ab_c, ab_d) = (orient(a, b, c), orient(a, b, d));
    if ab_c == ab_d && ab_c != Equal {
        return Meeting::InEndsOnly;
    }
    let (cd_a, cd_b) = (orient(c, d, a), orient(c, d, b));
    match (cd_a == cd_b && cd_a != Equal, ab_c == Equal && ab_d == Equal) {
        (true, _) => Meeting::InEndsOnly,
        (_, true) if a.max(c) < b.min(d) => Meeting::Touching,
        (_, true) => Meeting::InEndsOnly,
        _ if [ab_c, ab_d, cd_a, cd_b].contains(&Equal) => Meeting::Touching,
        _ => Meeting::Crossing,
    }
}

/// The point of the grid in whose half-open unit square two lines cross.
fn rounded_crossing(a: Point, b: Point, c: Point, d: Point) -> Point {
    let (from_a, from_b) = (cross(c, d, a), cross(c, d, b));
    let (share, whole) = match from_a > from_b {
        true => (from_a, from_a - from_b),
        false => (-from_a, from_b - from_a),
    };
    let along = |from: i64, to: i64| {
        // The least integer less than half a unit above: floor(x + 1/2).
        let doubled = 2 * i128::from(to - from) * share + whole;
        from + doubled.div_euclid(2 * whole) as i64
    };
    Point::new(along(a.x, b.x), along(a.y, b.y))
}

/// Whether the closed line from `a` to `b` has a point in the half-open unit square around `middle`.
///
/// In doubled coordinates the sides of the square are odd integers. Along the line each axis allows an interval of
/// shares of the way; the line passes if the two and the whole way have a share in common.
fn passes(a: Point, b: Point, middle: Point) -> bool {
    let mut way = Way { low: (0, 1), low_open: false, high: (1, 1), high_open: false };
    way.narrow(2 * a.x, 2 * b.x, 2 * middle.x) && way.narrow(2 * a.y, 2 * b.y, 2 * middle.y)
}

/// An interval of shares, as fractions with a positive denominator.
struct Way {
    low: (i128, i128),
    low_open: bool,
    high: (i128, i128),
    high_open: bool,
}

impl Way {
    /// Leaves the shares at which an axis is within [middle - 1, middle + 1); whether any is left.
    fn narrow(&mut self, from: i64, to: i64, middle: i64) -> bool {
        let (enter, leave) = (middle - 1 - from, middle + 1 - from);
        let length = i128::from(to) - i128::from(from);
        let (low, low_open, high, high_open) = match length.signum() {
            0 => return enter <= 0 && 0 < leave,
            1 => ((i128::from(enter), length), false, (i128::from(leave), length), true),
            _ => ((-i128::from(leave), -length), true, (-i128::from(enter), -length), false),
        };
        match compare(low, self.low) {
            Ordering::Greater => (self.low, self.low_open) = (low, low_open),
            Ordering::Equal => self.low_open |= low_open,
            Ordering::Less => {}
        }
        match compare(high, self.high) {
            Ordering::Less => (self.high, self.high_open) = (high, high_open),
            Ordering::Equal => self.high_open |= high_open,
            Ordering::Greater => {}
        }
        match compare(self.low, self.high) {
            Ordering::Less => true,
            Ordering::Equal => !self.low_open && !self.high_open,
            Ordering::Greater => false,
        }
    }
}

fn compare(one: (i128, i128), two: (i128, i128)) -> Ordering {
    (one.0 * two.1).cmp(&(two.0 * one.1))
}
