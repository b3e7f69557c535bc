//! Orders of contraction: nested dissection by few roads.
//!
//! The junctions are parted into two halves by as few roads as possible (inertial flow: Schild and Sommer, "On
//! Balanced Separators in Road Networks", SEA 2015); what parts them is contracted last, and both halves are
//! parted in turn. For a graph of junctions the ends of those roads part it. For a graph of turns the roads
//! themselves do, since a turn joins two roads at one junction; found on the junctions, the cut costs a third of
//! what it would on the turns (Buchhold, Wagner, Zeitz, Zündorf, "Customizable Contraction Hierarchies with Turn
//! Costs", ATMOS 2020).

use super::flow::Flow;
use geo_core::Position;

const NONE: u32 = u32::MAX;

/// The directions, as factors of the two coordinates, in which a part is cut.
const DIRECTIONS: [(i64, i64); 4] = [(1, 0), (0, 1), (1, 1), (1, -1)];

/// The share of a part, in percent, that lies surely on either side of a cut.
const SURE_SHARES: [usize; 2] = [25, 40];

/// Where a junction lies: any two numbers that grow with the distance in two directions.
pub(crate) type Spot = [i64; 2];

/// The spot of a position.
pub(crate) fn spot(position: Position) -> Spot {
    [i64::from(position.lon_e7()), i64::from(position.lat_e7())]
}

/// What is contracted, and so what is kept for last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contracted {
    Roads,
    Junctions,
}

/// The roads (pairs of junctions) in the order in which they are contracted.
pub(crate) fn order_roads(spots: &[Spot], roads: &[(u32, u32)]) -> Vec<u32> {
    Dissection::order(spots, roads, Contracted::Roads)
}

/// The junctions in the order in which they are contracted.
pub(crate) fn order_junctions(spots: &[Spot], roads: &[(u32, u32)]) -> Vec<u32> {
    Dissection::order(spots, roads, Contracted::Junctions)
}

/// Junctions and the roads among them.
struct Part {
    junctions: Vec<u32>,
    roads: Vec<u32>,
}

struct Dissection<'a> {
    spots: &'a [Spot],
    roads: &'a [(u32, u32)],
    contracted: Contracted,
    /// The place of each junction within the part being cut.
    local: Vec<u32>,
    last_first: Vec<u32>,
}

impl<'a> Dissection<'a> {
    fn order(spots: &'a [Spot], roads: &'a [(u32, u32)], contracted: Contracted) -> Vec<u32> {
        let mut dissection =
            Self { spots, roads, contracted, local: vec![NONE; spots.len()], last_first: Vec::new() };
        let mut waiting = vec![Part {
            junctions: (0..spots.len() as u32).collect(),
            roads: (0..roads.len() as u32).collect(),
        }];
        while let Some(part) = waiting.pop() {
            dissection.part(part, &mut waiting);
        }
        dissection.last_first.reverse();
        dissection.last_first
    }

    /// Cuts a part, or takes it as a whole when nothing is left to cut.
    fn part(&mut self, part: Part, waiting: &mut Vec<Part>) {
        if part.junctions.len() <= 2 || part.roads.len() <= 1 {
            self.last_first.extend(match self.contracted {
                Contracted::Roads => part.roads,
                Contracted::Junctions => part.junctions,
            });
            return;
        }
        for (index, &junction) in part.junctions.iter().enumerate() {
            self.local[junction as usize] = index as u32;
        }
        let ends: Vec<[u32; 2]> = part
            .roads
            .iter()
            .map(|&road| {
                let (start, end) = self.roads[road as usize];
                [self.local[start as usize], self.local[end as usize]]
            })
            .collect();
        let mut flow = Flow::new(part.junctions.len(), &ends);
        let piece = flow.pieces();
        let pieces = piece.iter().max().map_or(0, |last| last + 1);
        if pieces > 1 {
            let mut parts: Vec<Part> =
                (0..pieces).map(|_| Part { junctions: Vec::new(), roads: Vec::new() }).collect();
            for (&junction, &piece) in part.junctions.iter().zip(&piece) {
                parts[piece as usize].junctions.push(junction);
            }
            for (&road, &[start, _]) in part.roads.iter().zip(&ends) {
                parts[piece[start as usize] as usize].roads.push(road);
            }
            waiting.extend(parts);
            return;
        }
        let side = self.best_cut(&part, &mut flow);
        let is_cut = |&[start, end]: &[u32; 2]| side[start as usize] != side[end as usize];
        let mut is_last = vec![false; part.junctions.len()];
        match self.contracted {
            Contracted::Roads => {
                let cut = part.roads.iter().zip(&ends).filter(|(_, ends)| is_cut(ends));
                self.last_first.extend(cut.map(|(&road, _)| road));
            }
            Contracted::Junctions => {
                // The ends of the cut roads on the side where there are fewer.
                let mut edges: [Vec<u32>; 2] = [Vec::new(), Vec::new()];
                for end in ends.iter().filter(|ends| is_cut(ends)).flatten() {
                    edges[usize::from(side[*end as usize])].push(*end);
                }
                for edge in &mut edges {
                    edge.sort_unstable();
                    edge.dedup();
                }
                let [near, far] = edges;
                for end in if far.len() < near.len() { far } else { near } {
                    is_last[end as usize] = true;
                    self.last_first.push(part.junctions[end as usize]);
                }
            }
        }
        let mut halves = [(); 2].map(|()| Part { junctions: Vec::new(), roads: Vec::new() });
        for (index, &junction) in part.junctions.iter().enumerate() {
            if !is_last[index] {
                halves[usize::from(side[index])].junctions.push(junction);
            }
        }
        for (&road, ends) in part.roads.iter().zip(&ends) {
            if !is_cut(ends) && !ends.iter().any(|&end| is_last[end as usize]) {
                halves[usize::from(side[ends[0] as usize])].roads.push(road);
            }
        }
        waiting.extend(halves);
    }

    /// The side of each junction in the cut with the fewest roads for the size of its smaller side.
    fn best_cut(&self, part: &Part, flow: &mut Flow) -> Vec<bool> {
        let count = part.junctions.len();
        let mut best: Option<(u64, Vec<bool>)> = None;
        for (east, north) in DIRECTIONS {
            let mut sorted: Vec<(i64, u32)> = (0..count as u32)
                .map(|index| {
                    let [lon, lat] = self.spots[part.junctions[index as usize] as usize];
                    (east * lon + north * lat, index)
                })
                .collect();
            sorted.sort_unstable();
            let sorted: Vec<u32> = sorted.into_iter().map(|(_, index)| index).collect();
            for share in SURE_SHARES {
                let sure = (count * share / 100).max(1);
                let bound = best.as_ref().map_or(u64::MAX, |(score, _)| *score);
                // A cut of so many roads through the very middle would be no better.
                let most = bound.saturating_mul(count as u64 / 2 + 1) / SCALE;
                let Some(cut) = flow.cut(&sorted[..sure], &sorted[count - sure..], most) else { continue };
                for side in cut.sides {
                    let there = side.iter().filter(|side| **side).count();
                    let score = cut.roads * SCALE / there.min(count - there) as u64;
                    if best.as_ref().is_none_or(|(least, _)| score < *least) {
                        best = Some((score, side));
                    }
                }
            }
        }
        best.expect("the first cut has no bound").1
    }
}

/// Scores are roads for each junction of the smaller side, in these parts.
const SCALE: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_towns_are_parted_by_the_road_between_them() {
        let spots = [[0, 0], [0, 9], [9, 0], [9, 9], [100, 0], [100, 9], [109, 0], [109, 9]];
        let square = |first: u32| [(0, 1), (1, 3), (3, 2), (2, 0)].map(|(a, b)| (first + a, first + b));
        let roads = [&square(0)[..], &[(3, 4)], &square(4)].concat();
        let order = order_roads(&spots, &roads);
        assert_eq!(order[8], 4, "{order:?}");
        let mut sorted = order;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..9).collect::<Vec<u32>>());
        let order = order_junctions(&spots, &roads);
        assert!([3, 4].contains(&order[7]), "{order:?}");
    }

    #[test]
    fn circles_doubles_and_lone_junctions_are_ordered_too() {
        let spots: Vec<Spot> = (0..6).map(|lon| [lon, 0]).collect();
        let roads = [(0, 0), (0, 1), (0, 1), (1, 2), (4, 4), (2, 0)];
        for mut order in [order_roads(&spots, &roads), order_junctions(&spots, &roads)] {
            order.sort_unstable();
            assert_eq!(order, [0, 1, 2, 3, 4, 5]);
        }
        assert_eq!(order_roads(&spots, &[]), [] as [u32; 0]);
    }
}
