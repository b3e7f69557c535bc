//! The fewest roads that part some junctions from others: maximum flow, one unit for each road.

const NONE: u32 = u32::MAX;

/// A graph on which cuts are sought.
pub(super) struct Flow<'a> {
    ends: &'a [[u32; 2]],
    first: Vec<u32>,
    /// The roads at each junction.
    at: Vec<u32>,
    /// What flows along each road: 1 from its first end to its second, -1 back.
    flow: Vec<i8>,
    /// By which road the search came to a junction.
    came_by: Vec<u32>,
    role: Vec<Role>,
    queue: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Source,
    Sink,
    Between,
}

/// A least cut: which junctions lie on the far side, as near to the sources and as near to the sinks as it goes.
pub(super) struct Cut {
    pub roads: u64,
    pub sides: [Vec<bool>; 2],
}

/// How the search came to where it is; no road has these numbers.
const UNSEEN: u32 = NONE;
const START: u32 = NONE - 1;

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
            came_by: vec![UNSEEN; junctions],
            role: vec![Role::Between; junctions],
            queue: Vec::with_capacity(junctions),
        }
    }

    /// For each junction the number of its connected piece.
    pub fn pieces(&self) -> Vec<u32> {
        let mut piece = vec![NONE; self.role.len()];
        let (mut pieces, mut open) = (0, Vec::new());
        for root in 0..piece.len() {
            if piece[root] != NONE {
                continue;
            }
            piece[root] = pieces;
            open.push(root as u32);
            while let Some(junction) = open.pop() {
                for &road in self.roads(junction) {
                    let other = self.other(road, junction);
                    if piece[other as usize] == NONE {
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
        while let Some(sink) = self.reach(sources, Role::Sink, 1) {
            roads += 1;
            if roads > most {
                return None;
            }
            self.augment(sink);
        }
        let near_sources = self.came_by.iter().map(|&by| by == UNSEEN).collect();
        self.reach(sinks, Role::Source, -1);
        let near_sinks = self.came_by.iter().map(|&by| by != UNSEEN).collect();
        Some(Cut { roads, sides: [near_sources, near_sinks] })
    }

    /// Searches from these junctions, in the direction of flow or against it, for one in a role.
    fn reach(&mut self, starts: &[u32], wanted: Role, direction: i8) -> Option<u32> {
        self.came_by.fill(UNSEEN);
        self.queue.clear();
        for &start in starts {
            self.came_by[start as usize] = START;
            self.queue.push(start);
        }
        let mut next = 0;
        while let Some(&junction) = self.queue.get(next) {
            next += 1;
            for index in self.first[junction as usize]..self.first[junction as usize + 1] {
                let road = self.at[index as usize];
                let other = self.other(road, junction);
                let outward = if self.ends[road as usize][0] == junction { 1 } else { -1 };
                let is_full = self.flow[road as usize] == outward * direction;
                if is_full || self.came_by[other as usize] != UNSEEN {
                    continue;
                }
                self.came_by[other as usize] = road;
                if self.role[other as usize] == wanted {
                    return Some(other);
                }
                self.queue.push(other);
            }
        }
        None
    }

    /// Sends one unit along the way by which the search came.
    fn augment(&mut self, sink: u32) {
        let mut junction = sink;
        while self.came_by[junction as usize] != START {
            let road = self.came_by[junction as usize];
            let before = self.other(road, junction);
            self.flow[road as usize] += if self.ends[road as usize][0] == before { 1 } else { -1 };
            junction = before;
        }
    }

    fn roads(&self, junction: u32) -> &[u32] {
        &self.at[self.first[junction as usize] as usize..self.first[junction as usize + 1] as usize]
    }

    fn other(&self, road: u32, junction: u32) -> u32 {
        let [a, b] = self.ends[road as usize];
        if a == junction { b } else { a }
    }
}
