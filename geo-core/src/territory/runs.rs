//! Where borders run: a tree of boxes that can be changed, and copied at no cost.
//!
//! Borders are cut into **runs** of up to sixteen segments. Their boxes lie in the order of a Hilbert curve in a
//! B-tree whose inner nodes know the boxes below (the Hilbert R-tree of Kamel and Faloutsos, 1994). Copies share all
//! nodes that neither has changed.

use super::ids::BorderId;
use super::window::Window;
use crate::Position;
use std::sync::Arc;

/// Most entries of a node.
const MOST: usize = 16;
/// Entries of a node when all are packed at once: room is left for a few more.
const PACKED: usize = 12;
/// A node with fewer is joined with its neighbour if there is room.
const FEW: usize = 5;
/// Segments of a run.
pub(super) const RUN: usize = 16;

/// Some consecutive segments of a border, from number `RUN * number` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    key: u64,
    pub border: BorderId,
    pub number: u32,
    pub window: Window,
}

type Order = (u64, BorderId, u32);

impl Run {
    fn order(&self) -> Order {
        (self.key, self.border, self.number)
    }

    /// The runs of a border along all its points.
    pub fn along(border: BorderId, line: &[Position]) -> impl Iterator<Item = Self> + '_ {
        (0..line.len().saturating_sub(1).div_ceil(RUN)).filter_map(move |number| {
            let end = ((number + 1) * RUN).min(line.len() - 1);
            let window = Window::of(line[number * RUN..=end].iter().copied())?;
            Some(Self { key: window.hilbert(), border, number: number as u32, window })
        })
    }
}

#[derive(Debug, Clone)]
enum Node {
    Leaf(Vec<Run>),
    Inner(Vec<Child>),
}

#[derive(Debug, Clone)]
struct Child {
    /// Nothing below comes before this.
    least: Order,
    window: Window,
    node: Arc<Node>,
}

impl Child {
    fn of(node: Node) -> Option<Self> {
        let least = match &node {
            Node::Leaf(runs) => runs.first()?.order(),
            Node::Inner(children) => children.first()?.least,
        };
        Some(Self { least, window: node.window()?, node: Arc::new(node) })
    }
}

impl Node {
    fn len(&self) -> usize {
        match self {
            Self::Leaf(runs) => runs.len(),
            Self::Inner(children) => children.len(),
        }
    }

    fn window(&self) -> Option<Window> {
        match self {
            Self::Leaf(runs) => runs.iter().map(|run| run.window).reduce(Window::joined),
            Self::Inner(children) => children.iter().map(|child| child.window).reduce(Window::joined),
        }
    }

    /// Puts a run in; what no longer fits comes back.
    fn insert(&mut self, run: Run) -> Option<Child> {
        match self {
            Self::Leaf(runs) => {
                let place = runs.partition_point(|other| other.order() < run.order());
                runs.insert(place, run);
                (runs.len() > MOST).then(|| Child::of(Self::Leaf(runs.split_off(MOST / 2))))?
            }
            Self::Inner(children) => {
                let place = place_of(children, run.order());
                let child = &mut children[place];
                child.least = child.least.min(run.order());
                child.window = child.window.joined(run.window);
                if let Some(rest) = Arc::make_mut(&mut child.node).insert(run) {
                    child.window = child.node.window().unwrap_or(child.window);
                    children.insert(place + 1, rest);
                }
                (children.len() > MOST).then(|| Child::of(Self::Inner(children.split_off(MOST / 2))))?
            }
        }
    }

    /// Takes a run out; whether it was there.
    fn remove(&mut self, run: &Run) -> bool {
        match self {
            Self::Leaf(runs) => {
                let found = runs.iter().position(|other| other == run);
                found.map(|place| runs.remove(place)).is_some()
            }
            Self::Inner(children) => {
                let place = place_of(children, run.order());
                let child = &mut children[place];
                if !Arc::make_mut(&mut child.node).remove(run) {
                    return false;
                }
                match child.node.window() {
                    Some(window) => child.window = window,
                    None => _ = children.remove(place),
                }
                join_if_few(children, place);
                true
            }
        }
    }
}

/// The child that a run belongs to.
fn place_of(children: &[Child], order: Order) -> usize {
    children.partition_point(|child| child.least <= order).saturating_sub(1)
}

/// Joins a child with the next one if both fit into one node.
fn join_if_few(children: &mut Vec<Child>, place: usize) {
    let fits = |first: usize| {
        let sizes =
            [children.get(first), children.get(first + 1)].map(|child| child.map(|child| child.node.len()));
        matches!(sizes, [Some(one), Some(two)] if one.min(two) < FEW && one + two <= MOST)
    };
    let Some(first) = [Some(place), place.checked_sub(1)].into_iter().flatten().find(|first| fits(*first))
    else {
        return;
    };
    let next = children.remove(first + 1);
    let child = &mut children[first];
    child.window = child.window.joined(next.window);
    match (Arc::make_mut(&mut child.node), Arc::unwrap_or_clone(next.node)) {
        (Node::Leaf(runs), Node::Leaf(more)) => runs.extend(more),
        (Node::Inner(inner), Node::Inner(more)) => inner.extend(more),
        _ => unreachable!("all leaves lie equally deep"),
    }
}

/// The tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs {
    root: Option<Arc<Node>>,
}

impl Runs {
    /// All runs at once.
    pub fn packed(mut runs: Vec<Run>) -> Self {
        runs.sort_unstable_by_key(Run::order);
        let mut level: Vec<Child> =
            runs.chunks(PACKED).filter_map(|some| Child::of(Node::Leaf(some.to_vec()))).collect();
        while level.len() > 1 {
            let mut rest = level.into_iter().peekable();
            let mut above = Vec::new();
            while rest.peek().is_some() {
                above.extend(Child::of(Node::Inner(rest.by_ref().take(PACKED).collect())));
            }
            level = above;
        }
        Self { root: level.pop().map(|child| child.node) }
    }

    pub fn insert(&mut self, run: Run) {
        let Some(root) = &mut self.root else {
            self.root = Some(Arc::new(Node::Leaf(vec![run])));
            return;
        };
        if let Some(rest) = Arc::make_mut(root).insert(run) {
            let first =
                Child::of(Arc::unwrap_or_clone(std::mem::replace(root, Arc::new(Node::Leaf(Vec::new())))));
            *root = Arc::new(Node::Inner(first.into_iter().chain([rest]).collect()));
        }
    }

    /// Takes a run out that is there.
    pub fn remove(&mut self, run: &Run) {
        let Some(root) = &mut self.root else { return };
        let found = Arc::make_mut(root).remove(run);
        debug_assert!(found, "{run:?} is not in the tree");
        if root.len() == 0 {
            self.root = None;
        } else if let Node::Inner(children) = &**root
            && let [only] = &children[..]
        {
            *root = Arc::clone(&only.node);
        }
    }

    /// Visits every run whose box meets the window.
    pub fn meeting(&self, window: &Window, visit: &mut impl FnMut(&Run)) {
        fn look(node: &Node, window: &Window, visit: &mut impl FnMut(&Run)) {
            match node {
                Node::Leaf(runs) => runs.iter().filter(|run| run.window.meets(window)).for_each(visit),
                Node::Inner(children) => {
                    for child in children.iter().filter(|child| child.window.meets(window)) {
                        look(&child.node, window, visit);
                    }
                }
            }
        }
        if let Some(root) = &self.root {
            look(root, window, visit);
        }
    }

    /// Visits runs, near ones first. `far` says how far a box is at least, `None` if it does not matter at all; `visit`
    /// says beyond which distance nothing matters any more.
    pub fn nearest(&self, far: &impl Fn(&Window) -> Option<f64>, visit: &mut impl FnMut(&Run) -> f64) {
        fn look(
            node: &Node,
            limit: &mut f64,
            far: &impl Fn(&Window) -> Option<f64>,
            visit: &mut impl FnMut(&Run) -> f64,
        ) {
            let mut near: smallvec::SmallVec<[(f64, usize); MOST]> = match node {
                Node::Leaf(runs) => {
                    (0..).zip(runs).filter_map(|(n, run)| Some((far(&run.window)?, n))).collect()
                }
                Node::Inner(children) => {
                    (0..).zip(children).filter_map(|(n, child)| Some((far(&child.window)?, n))).collect()
                }
            };
            near.sort_unstable_by(|one, two| one.0.total_cmp(&two.0));
            for (distance, place) in near {
                if distance > *limit {
                    return;
                }
                match node {
                    Node::Leaf(runs) => *limit = visit(&runs[place]),
                    Node::Inner(children) => look(&children[place].node, limit, far, visit),
                }
            }
        }
        if let Some(root) = &self.root {
            let mut limit = f64::INFINITY;
            look(root, &mut limit, far, visit);
        }
    }

    /// All runs in order.
    pub fn all(&self) -> Vec<Run> {
        let whole = Window { west: i32::MIN, south: i32::MIN, east: i32::MAX, north: i32::MAX };
        let mut runs = Vec::new();
        self.meeting(&whole, &mut |run| runs.push(*run));
        runs
    }
}

#[cfg(test)]
#[path = "runs_tests.rs"]
mod tests;
