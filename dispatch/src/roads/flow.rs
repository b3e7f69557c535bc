//! The fewest roads that part some junctions from others: maximum flow, one unit for each road.
//!
//! Many units at a time (Dinic 1970): a search finds how far each junction is from the sources, then units go along
//! shortest ways while there are any, and so on until the sinks are out of reach. On a grid a cut has as many roads as
//! one side, and a search for each of them would take longer than everything else.

/// In no piece yet; not reached by the last search, or found to lead nowhere.
const UNSEEN: u32 = u32::MAX;

/// A graph on which cuts are sought.
pub(super) struct Flow<'a> {
    ends: &'a [[u32; 2]],
    first: Vec<u32>,
    /// The roads at each junction.
    at: Vec<u32>,
    /// What flows along each road: 1 from its first end to its second, -1 back.
    flow: Vec<i8>,
    /// How many roads the last search needed to come to a junction.
    far: Vec<u32>,
    /// The place in `at` of the road that is tried next at a junction.
    next: Vec<u32>,
    role: Vec<Role>,
    queue: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Source,
    Sink,
    Between,
}

/// Along what may flow, or back from where it may come.
#[derive(Clone, Copy)]
enum Direction {
    With = 1,
    Against = -1,
}

/// A least cut: which junctions lie on the far side, as near to the sources and as near to the sinks as it goes.
pub(super) struct Cut {
    pub roads: u64,
    pub sides: [Vec<bool>; 2],
}

impl<'a> Flow<'a> {
    /// A graph of so many junctions; roads from a junction to itself are left out.
    pub fn new(junctions: usize, ends: &'a [[u32; 2]]) -> Self {
        let mut first = vec![0u32; junctions + 1];
        let joins = || ends.iter().enumerate().filter(|(_, ends)| ends[0] != ends[1]);
        joins().flat_map(|(_, ends)| ends).for_each(|&end| first[end as usize + 1] += 1);
        for junction in 0..junctions {
            first[junction + 1] += first[junction];
        }
        let mut next = first.clone();
        let mut at = vec![0; first[junctions] as usize];
        for (road, ends) in joins() {
            for &end in ends {
                at[next[end as usize] as usize] = road as u32;
                next[end as usize] += 1;
            }
        }
        Self {
            ends,
            first,
            at,
            flow: vec![0; ends.len()],
            far: vec![UNSEEN; junctions],
            next,
            role: vec![Role::Between; junctions],
            queue: Vec::with_capacity(junctions),
        }
    }

    /// For each junction the number of its connected piece.
    pub fn pieces(&self) -> Vec<u32> {
        let mut piece = vec![UNSEEN; self.role.len()];
        let (mut pieces, mut open) = (0, Vec::new());
        for root in 0..piece.len() {
            if piece[root] != UNSEEN {
                continue;
            }
            piece[root] = pieces;
            open.push(root as u32);
            while let Some(junction) = open.pop() {
                for &road in self.roads(junction) {
                    let other = self.other(road, junction);
                    if piece[other as usize] == UNSEEN {
                        piece[other as usize] = pieces;
                        open.push(other);
                    }
                }
            }
            pieces += 1;
        }
        piece
    }

    /// The least cut between two sets of junctions; nothing when it has more than so many roads.
    pub fn cut(&mut self, sources: &[u32], sinks: &[u32], most: u64) -> Option<Cut> {
        self.flow.fill(0);
        self.role.fill(Role::Between);
        sources.iter().for_each(|&source| self.role[source as usize] = Role::Source);
        sinks.iter().for_each(|&sink| self.role[sink as usize] = Role::Sink);
        let mut roads = 0;
        loop {
            let nearest = self.reach(sources, Role::Sink, Direction::With);
            if nearest.is_empty() {
                break;
            }
            for sink in nearest {
                while self.send(sink) {
                    roads += 1;
                    if roads > most {
                        return None;
                    }
                }
            }
        }
        // Which side a junction is on does not depend on which of the greatest flows was found.
        let near_sources = self.far.iter().map(|&far| far == UNSEEN).collect();
        self.reach(sinks, Role::Source, Direction::Against);
        let near_sinks = self.far.iter().map(|&far| far != UNSEEN).collect();
        Some(Cut { roads, sides: [near_sources, near_sinks] })
    }

    /// Searches from these junctions for the nearest in a role; notes how far those are that are no farther.
    fn reach(&mut self, starts: &[u32], wanted: Role, direction: Direction) -> Vec<u32> {
        self.far.fill(UNSEEN);
        self.queue.clear();
        for &start in starts {
            self.far[start as usize] = 0;
            self.queue.push(start);
        }
        let mut nearest = Vec::new();
        let mut enough = UNSEEN;
        let mut head = 0;
        while let Some(&junction) = self.queue.get(head) {
            head += 1;
            let far = self.far[junction as usize] + 1;
            if far > enough {
                break;
            }
            for index in self.first[junction as usize]..self.first[junction as usize + 1] {
                let road = self.at[index as usize];
                let other = self.other(road, junction);
                if self.far[other as usize] != UNSEEN || self.is_full(road, junction, direction) {
                    continue;
                }
                self.far[other as usize] = far;
                self.next[other as usize] = self.first[other as usize];
                if self.role[other as usize] == wanted {
                    enough = far;
                    nearest.push(other);
                } else {
                    self.queue.push(other);
                }
            }
        }
        nearest
    }

    /// Sends one unit to a sink along a shortest way, found backwards, if there is one left.
    fn send(&mut self, sink: u32) -> bool {
        let mut junction = sink;
        // The roads walked so far.
        self.queue.clear();
        while self.far[junction as usize] != 0 {
            let nearer = self.far[junction as usize] - 1;
            let leads_back = |&index: &u32| {
                let road = self.at[index as usize];
                let before = self.other(road, junction);
                self.far[before as usize] == nearer && !self.is_full(road, before, Direction::With)
            };
            let end = self.first[junction as usize + 1];
            let found = (self.next[junction as usize]..end).find(leads_back);
            self.next[junction as usize] = found.unwrap_or(end);
            if let Some(index) = found {
                let road = self.at[index as usize];
                self.queue.push(road);
                junction = self.other(road, junction);
            } else if let Some(road) = self.queue.pop() {
                self.far[junction as usize] = UNSEEN;
                junction = self.other(road, junction);
            } else {
                return false;
            }
        }
        for &road in self.queue.iter().rev() {
            let [start, end] = self.ends[road as usize];
            let along = start == junction;
            self.flow[road as usize] += if along { 1 } else { -1 };
            junction = if along { end } else { start };
        }
        true
    }

    /// Whether no more may flow along a road from one of its ends, or come from there.
    fn is_full(&self, road: u32, from: u32, direction: Direction) -> bool {
        let outward = if self.ends[road as usize][0] == from { 1 } else { -1 };
        self.flow[road as usize] == outward * direction as i8
    }

    fn roads(&self, junction: u32) -> &[u32] {
        &self.at[self.first[junction as usize] as usize..self.first[junction as usize + 1] as usize]
    }

    fn other(&self, road: u32, junction: u32) -> u32 {
        let [a, b] = self.ends[road as usize];
        if a == junction { b } else { a }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_the_least_of_all_and_nearest_to_both_ends() {
        const JUNCTIONS: u32 = 8;
        let (sources, sinks) = ([0, 1], [6, 7]);
        let mut seed = 3u64;
        let mut dice = |sides: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % sides
        };
        for round in 0..300 {
            let mut junction = || dice(u64::from(JUNCTIONS)) as u32;
            let ends: Vec<[u32; 2]> = (0..4 + round % 16).map(|_| [junction(), junction()]).collect();
            // Every set of junctions with the sources and without the sinks, and the roads that leave it.
            let sets = (0..1u32 << JUNCTIONS).filter(|set| set & 0b1100_0011 == 0b0000_0011);
            let inside = |set: u32, junction: u32| set >> junction & 1 == 1;
            let roads = |set: u32| ends.iter().filter(|[a, b]| inside(set, *a) != inside(set, *b)).count();
            let least = sets.clone().map(roads).min().unwrap();
            let best = sets.filter(|&set| roads(set) == least);
            let (smallest, greatest) = best.fold((!0, 0), |(all, any), set| (all & set, any | set));
            let mut flow = Flow::new(JUNCTIONS as usize, &ends);
            assert!(least == 0 || flow.cut(&sources, &sinks, least as u64 - 1).is_none());
            let cut = flow.cut(&sources, &sinks, least as u64).unwrap();
            assert_eq!(cut.roads, least as u64);
            let beyond = |set: u32| (0..JUNCTIONS).map(|junction| !inside(set, junction)).collect::<Vec<_>>();
            assert_eq!(cut.sides, [beyond(smallest), beyond(greatest)], "{ends:?}");
        }
    }
}
