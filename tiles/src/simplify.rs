//! Fewer vertices for a line, never further than a tolerance from it (Douglas and Peucker, "Algorithms
//! for the reduction of the number of points required to represent a digitized line", 1973).

use crate::mercator::Vertex;

/// How many vertices between the ends must stay, however flat the line is.
///
/// A ring made of few arcs would otherwise collapse into a line.
pub(crate) type KeepInterior = u8;

/// The indices of `line` to keep, ascending, first and last always among them.
///
/// A line whose ends are the same point (a whole ring) is split at its farthest vertex.
pub(crate) fn kept(line: &[Vertex], tolerance: f64, keep_interior: KeepInterior) -> Vec<u32> {
    let Some(last) = line.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[last] = true;
    let limit = tolerance * tolerance;
    let mut forced = keep_interior;
    let mut pending = vec![(0, last)];
    while let Some((from, to)) = pending.pop() {
        let Some((farthest, squared)) = farthest(line, from, to) else { continue };
        if squared > limit || forced > 0 {
            forced = forced.saturating_sub(1);
            keep[farthest] = true;
            // The longer half is taken first, so that a forced vertex falls where it shows most.
            let (left, right) = ((from, farthest), (farthest, to));
            if farthest - from > to - farthest {
                pending.extend([right, left])
            } else {
                pending.extend([left, right])
            }
        }
    }
    (0_u32..).zip(&keep).filter(|(_, kept)| **kept).map(|(index, _)| index).collect()
}

/// The vertex strictly between two others that lies farthest from the segment they span, with the
/// squared distance; `None` when there is none between.
fn farthest(line: &[Vertex], from: usize, to: usize) -> Option<(usize, f64)> {
    let (a, b) = (line[from], line[to]);
    let delta = |v: Vertex| (f64::from(v.x) - f64::from(a.x), f64::from(v.y) - f64::from(a.y));
    let (dx, dy) = delta(b);
    let length = dx * dx + dy * dy;
    let mut best: Option<(usize, f64)> = None;
    for (index, vertex) in line.iter().enumerate().take(to).skip(from + 1) {
        let (x, y) = delta(*vertex);
        let along = if length > 0.0 { ((x * dx + y * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        let (off_x, off_y) = (x - along * dx, y - along * dy);
        let squared = off_x * off_x + off_y * off_y;
        if best.is_none_or(|(_, most)| squared > most) {
            best = Some((index, squared));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(i32, i32)]) -> Vec<Vertex> {
        points.iter().map(|&(x, y)| Vertex { x, y }).collect()
    }

    #[test]
    fn flat_vertices_go_and_corners_stay() {
        let zigzag = line(&[(0, 0), (10, 1), (20, 0), (30, 40), (40, 0)]);
        assert_eq!(kept(&zigzag, 2.0, 0), [0, 2, 3, 4]);
        assert_eq!(kept(&zigzag, 0.5, 0), [0, 1, 2, 3, 4]);
        assert_eq!(kept(&zigzag, 100.0, 0), [0, 4]);
        assert_eq!(kept(&zigzag, 100.0, 1), [0, 3, 4], "a forced vertex is the farthest one");
    }

    #[test]
    fn a_ring_keeps_three_corners() {
        let ring = line(&[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]);
        assert_eq!(kept(&ring, 1000.0, 2).len(), 4, "start, two more, and the start again");
    }

    #[test]
    fn short_lines_are_left_alone() {
        assert!(kept(&[], 1.0, 2).is_empty());
        assert_eq!(kept(&line(&[(1, 1)]), 1.0, 2), [0]);
        assert_eq!(kept(&line(&[(1, 1), (2, 2)]), 1.0, 2), [0, 1]);
    }
}
