//! Neighbours stay neighbours: on made-up partitions of two levels, at every zoom.

use super::*;
use crate::per_zoom::{FULL_DETAIL_ZOOM, tolerance, unit_zoom};
use proptest::prelude::*;
use std::collections::BTreeMap;

const GRID: LevelMask = 1;
const TOWNSHIP: LevelMask = 2;

/// Cells along the side of the made-up district.
const CELLS: i32 = 6;
/// Steps along the side of a cell, so that borders have vertices to lose.
const STEPS: i32 = 5;

type Edge = (Vertex, Vertex);

/// A lattice of wavy cells and the groups they belong to.
#[derive(Debug, Clone)]
struct District {
    /// The grid of each cell, and the township of each grid.
    grids: Vec<u8>,
    townships: Vec<u8>,
    jitter: Vec<(i8, i8)>,
    /// World units between two steps.
    scale: i32,
}

fn district() -> impl Strategy<Value = District> {
    let cells = (CELLS * CELLS) as usize;
    let side = (CELLS * STEPS + 1) as usize;
    (
        proptest::collection::vec(0_u8..8, cells),
        proptest::collection::vec(0_u8..3, 8),
        proptest::collection::vec((-40_i8..=40, -40_i8..=40), side * side),
        prop_oneof![Just(300), Just(5_000), Just(80_000), Just(2_000_000)],
    )
        .prop_map(|(grids, townships, jitter, scale)| District { grids, townships, jitter, scale })
}

impl District {
    fn vertex(&self, x: i32, y: i32) -> Vertex {
        let (dx, dy) = self.jitter[(y * (CELLS * STEPS + 1) + x) as usize];
        // Jitter below half a step keeps the cells simple.
        let place = |at: i32, shift: i8| at * self.scale + i32::from(shift) * self.scale / 100 + 12_345_678;
        Vertex { x: place(x, dx), y: place(y, dy) }
    }

    /// The border of a set of cells, as rings.
    fn dissolved(&self, member: impl Fn(usize) -> bool) -> Vec<GivenRing> {
        let mut edges: BTreeMap<Edge, i32> = BTreeMap::new();
        for cell in (0..self.grids.len()).filter(|cell| member(*cell)) {
            let (x, y) = (cell as i32 % CELLS * STEPS, cell as i32 / CELLS * STEPS);
            // Clockwise on the screen, as outer rings turn.
            let top = (0..STEPS).map(|i| (x + i, y));
            let right = (0..STEPS).map(|i| (x + STEPS, y + i));
            let bottom = (0..STEPS).map(|i| (x + STEPS - i, y + STEPS));
            let left = (0..STEPS).map(|i| (x, y + STEPS - i));
            let ring: Vec<Vertex> =
                top.chain(right).chain(bottom).chain(left).map(|(x, y)| self.vertex(x, y)).collect();
            for edge in directed(&ring) {
                *edges.entry(edge).or_default() += 1;
            }
        }
        let inner: Vec<Edge> = edges.keys().filter(|(a, b)| edges.contains_key(&(*b, *a))).copied().collect();
        inner.iter().for_each(|edge| {
            edges.remove(edge);
        });
        let mut rings = Vec::new();
        while let Some((&(start, mut here), _)) = edges.iter().next() {
            edges.remove(&(start, here));
            let mut ring = vec![start];
            while here != start {
                ring.push(here);
                let (&(_, next), _) =
                    edges.range((here, Vertex { x: i32::MIN, y: i32::MIN })..).next().expect("borders close");
                edges.remove(&(here, next));
                here = next;
            }
            let role = if doubled_area(&ring) > 0 { Role::Outer } else { Role::Hole };
            rings.push((role, ring));
        }
        rings.sort_by_key(|(role, _)| *role == Role::Hole);
        rings
    }

    fn shapes(&self) -> Vec<(LevelMask, Vec<GivenRing>)> {
        let grids = (0..8).map(|grid| (GRID, self.dissolved(|cell| self.grids[cell] == grid)));
        let townships = (0..3).map(|town| {
            (TOWNSHIP, self.dissolved(|cell| self.townships[usize::from(self.grids[cell])] == town))
        });
        grids.chain(townships).collect()
    }
}

fn directed(ring: &[Vertex]) -> impl Iterator<Item = Edge> {
    (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()]))
}

/// How often each edge is drawn in its direction, less how often in the other.
fn net(flat: &FlatShapes, items: std::ops::Range<u32>) -> BTreeMap<Edge, i32> {
    let mut net = BTreeMap::new();
    for (_, ring) in items.flat_map(|item| flat.paths(item)) {
        // A ring may have shrunk to a point, which is no edge.
        for (a, b) in directed(ring).filter(|(a, b)| a != b) {
            *net.entry((a.min(b), a.max(b))).or_default() += if a < b { 1 } else { -1 };
        }
    }
    net.retain(|_, count| *count != 0);
    net
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every edge inside the district is drawn once in each direction, so nothing parts; what is left
    /// is the outline, and the townships have the very same.
    #[test]
    fn neighbours_never_part(district in district()) {
        let shapes = district.shapes();
        let topology = Topology::build(shapes);
        for zoom in 0..=FULL_DETAIL_ZOOM {
            let flat = topology.simplified(GRID | TOWNSHIP, tolerance(zoom), unit_zoom(zoom));
            let outline = net(&flat, 0..8);
            prop_assert_eq!(&outline, &net(&flat, 8..11), "zoom {}", zoom);
            // The outline is closed: as many edges arrive at a vertex as leave it.
            let mut balance: BTreeMap<Vertex, i32> = BTreeMap::new();
            for ((a, b), count) in &outline {
                *balance.entry(*a).or_default() -= count;
                *balance.entry(*b).or_default() += count;
            }
            prop_assert!(balance.values().all(|balance| *balance == 0), "zoom {}", zoom);
        }
    }

    /// However coarse the zoom, simplifying leaves each ring three corners.
    #[test]
    fn rings_stay_rings(district in district()) {
        let topology = Topology::build(district.shapes());
        for zoom in 0..=FULL_DETAIL_ZOOM {
            // In world units, before rounding: rounding may let a speck vanish, simplifying may not.
            let flat = topology.simplified(GRID, tolerance(zoom), UNIT_ZOOM);
            for (_, ring) in (0..8).flat_map(|item| flat.paths(item)) {
                prop_assert!(ring.len() >= 3, "zoom {}: {:?}", zoom, ring);
            }
        }
    }
}

#[test]
fn a_border_shared_in_part_is_one_arc() {
    let v = |x, y| Vertex { x, y };
    let west = vec![v(0, 0), v(10, 0), v(11, 5), v(10, 10), v(0, 10)];
    let east = vec![v(10, 0), v(20, 0), v(20, 10), v(10, 10), v(11, 5)];
    let topology = Topology::build(vec![(1, vec![(Role::Outer, west)]), (1, vec![(Role::Outer, east)])]);
    assert_eq!(topology.arcs.len(), 3);
    let shared: Vec<_> =
        topology.uses.iter().filter(|part| topology.arcs[part.arc as usize].vertices.len() == 3).collect();
    assert_eq!(shared.len(), 2);
    assert_ne!(shared[0].reversed, shared[1].reversed);
}

#[test]
fn an_island_and_the_hole_around_it_share_one_arc() {
    let v = |x, y| Vertex { x, y };
    let sea = vec![v(0, 0), v(100, 0), v(100, 100), v(0, 100)];
    // Given from different corners and in different directions.
    let hole = vec![v(40, 40), v(40, 60), v(60, 60), v(60, 40)];
    let island = vec![v(60, 60), v(40, 60), v(40, 40), v(60, 40)];
    let topology = Topology::build(vec![
        (1, vec![(Role::Outer, sea), (Role::Hole, hole)]),
        (1, vec![(Role::Outer, island)]),
    ]);
    assert_eq!(topology.arcs.len(), 2);
    let flat = topology.simplified(1, 1e9, UNIT_ZOOM);
    let (hole, island) = (flat.paths(0).nth(1).unwrap().1, flat.paths(1).next().unwrap().1);
    let island_edges: Vec<Edge> = directed(island).collect();
    assert!(directed(hole).all(|(a, b)| island_edges.contains(&(b, a))), "{hole:?} {island:?}");
    assert_eq!(island.len(), 3, "however coarse, three corners stay");
}

#[test]
fn neighbours_that_do_not_share_vertices_share_nothing_and_harm_nothing() {
    let v = |x, y| Vertex { x, y };
    let west = vec![v(0, 0), v(10, 0), v(10, 10), v(0, 10)];
    let east = vec![v(10, 3), v(20, 0), v(20, 10), v(11, 9)];
    let topology =
        Topology::build(vec![(1, vec![(Role::Outer, west.clone())]), (1, vec![(Role::Outer, east)])]);
    let flat = topology.simplified(1, 0.0, UNIT_ZOOM);
    assert_eq!(flat.paths(0).next().unwrap().1.len(), west.len());
    assert_eq!(flat.len(), 2);
}

#[test]
fn rings_without_area_are_left_out_with_their_holes() {
    let v = |x, y| Vertex { x, y };
    let flat_ring = vec![v(0, 0), v(10, 0), v(20, 0)];
    let hole = vec![v(1, 1), v(2, 1), v(2, 2)];
    let topology =
        Topology::build(vec![(1, vec![(Role::Outer, flat_ring), (Role::Hole, hole)]), (1, vec![])]);
    let flat = topology.simplified(1, 0.0, UNIT_ZOOM);
    assert_eq!(flat.paths(0).count(), 0);
    assert_eq!(flat.len(), 2);
}
