//! Many sources to many targets, all at once (Delling, Goldberg, Nowatzyk, Werneck, "PHAST", and its restriction to
//! targets, "RPHAST", 2011).
//!
//! What lies above the targets is laid out once, from the top down, without the arcs that lead nowhere. Then some
//! sources at a time climb, and sweep down over it together, one lane for each: a processor does several lanes in one
//! go.

use super::{Customized, Hierarchy, NO_WAY, NONE};

/// How many sources sweep together.
const LANES: usize = 16;

/// How many threads work at once.
const THREADS: usize = 2;

/// Fewer sources than this are not worth a second thread.
const WORTH_THREADS: usize = 4 * LANES;

/// What lies above the targets, from the top down.
struct Slope {
    /// For each node of the graph its place here, or [`NONE`].
    place: Vec<u32>,
    first: Vec<u32>,
    /// From which place above, with which weight.
    from: Vec<(u32, u32)>,
}

impl Hierarchy {
    /// The least weight from each source to each target, row by row; [`NO_WAY`] where there is none.
    ///
    /// Each source and each target is a set of nodes with weights of their own, as in [`Hierarchy::path`].
    pub fn table(
        &self,
        customized: &Customized,
        sources: &[Vec<(u32, u32)>],
        targets: &[Vec<(u32, u32)>],
    ) -> Vec<u32> {
        let mut table = vec![NO_WAY; sources.len() * targets.len()];
        if table.is_empty() {
            return table;
        }
        let slope = self.slope(customized, targets);
        let threads = if sources.len() < WORTH_THREADS { 1 } else { THREADS };
        let rows = sources.len().div_ceil(threads).next_multiple_of(LANES);
        std::thread::scope(|scope| {
            for (sources, table) in sources.chunks(rows).zip(table.chunks_mut(rows * targets.len())) {
                let slope = &slope;
                scope.spawn(move || {
                    let mut climb = Climb::new(self);
                    let mut lanes = vec![[NO_WAY; LANES]; slope.first.len() - 1];
                    let batches = sources.chunks(LANES).zip(table.chunks_mut(LANES * targets.len()));
                    for (sources, table) in batches {
                        lanes.fill([NO_WAY; LANES]);
                        for (lane, seeds) in sources.iter().enumerate() {
                            climb.run(customized, seeds, |node, weight| {
                                let place = slope.place[node as usize];
                                if place != NONE {
                                    lanes[place as usize][lane] = weight;
                                }
                            });
                        }
                        slope.sweep(&mut lanes);
                        for (lane, row) in table.chunks_mut(targets.len()).enumerate() {
                            for (cell, seeds) in row.iter_mut().zip(targets) {
                                for &(node, weight) in seeds {
                                    let place = slope.place[self.rank[node as usize] as usize];
                                    *cell = (*cell).min(lanes[place as usize][lane] + weight);
                                }
                            }
                        }
                    }
                });
            }
        });
        table
    }

    fn slope(&self, customized: &Customized, targets: &[Vec<(u32, u32)>]) -> Slope {
        let mut place = vec![NONE; self.nodes()];
        let mut nodes = Vec::new();
        for &(node, _) in targets.iter().flatten() {
            let mut rank = self.rank[node as usize];
            while rank != NONE && place[rank as usize] == NONE {
                place[rank as usize] = 0;
                nodes.push(rank);
                rank = self.parent[rank as usize];
            }
        }
        nodes.sort_unstable_by_key(|&rank| std::cmp::Reverse(rank));
        let mut slope = Slope { place, first: vec![0], from: Vec::new() };
        for (index, &rank) in nodes.iter().enumerate() {
            slope.place[rank as usize] = index as u32;
            for arc in self.up(rank).filter(|&arc| customized.down[arc] < NO_WAY) {
                slope.from.push((slope.place[self.head[arc] as usize], customized.down[arc]));
            }
            slope.first.push(slope.from.len() as u32);
        }
        slope
    }
}

impl Slope {
    /// Lets what has reached the places above reach those below.
    fn sweep(&self, lanes: &mut [[u32; LANES]]) {
        for place in 0..lanes.len() {
            let (above, here) = lanes.split_at_mut(place);
            let own = &mut here[0];
            for &(from, weight) in &self.from[self.first[place] as usize..self.first[place + 1] as usize] {
                for (own, reached) in own.iter_mut().zip(&above[from as usize]) {
                    *own = (*own).min(reached + weight);
                }
            }
        }
    }
}

/// The way up from some nodes, over and over.
struct Climb<'a> {
    hierarchy: &'a Hierarchy,
    weight: Vec<u32>,
    is_passed: Vec<bool>,
    passed: Vec<u32>,
}

impl<'a> Climb<'a> {
    fn new(hierarchy: &'a Hierarchy) -> Self {
        let nodes = hierarchy.nodes();
        Self { hierarchy, weight: vec![NO_WAY; nodes], is_passed: vec![false; nodes], passed: Vec::new() }
    }

    /// Tells the weight of every node that is reached going up.
    fn run(&mut self, customized: &Customized, seeds: &[(u32, u32)], mut tell: impl FnMut(u32, u32)) {
        let hierarchy = self.hierarchy;
        for &(node, weight) in seeds {
            let mut rank = hierarchy.rank[node as usize];
            self.weight[rank as usize] = self.weight[rank as usize].min(weight);
            while rank != NONE && !self.is_passed[rank as usize] {
                self.is_passed[rank as usize] = true;
                self.passed.push(rank);
                rank = hierarchy.parent[rank as usize];
            }
        }
        self.passed.sort_unstable();
        for &rank in &self.passed {
            let reached = std::mem::replace(&mut self.weight[rank as usize], NO_WAY);
            self.is_passed[rank as usize] = false;
            if reached < NO_WAY {
                tell(rank, reached);
                let arcs = hierarchy.up(rank);
                for (&head, &weight) in hierarchy.head[arcs.clone()].iter().zip(&customized.up[arcs]) {
                    let slot = &mut self.weight[head as usize];
                    *slot = (*slot).min(reached + weight);
                }
            }
        }
        self.passed.clear();
    }
}
