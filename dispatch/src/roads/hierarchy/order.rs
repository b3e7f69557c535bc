//! Orders of contraction for graphs whose nodes lie somewhere, and for graphs of which nothing is known.

use crate::roads::dissection::{Spot, order_junctions, spot};
use geo_core::Position;
use std::collections::VecDeque;

/// An order of contraction over the nodes' places; `arcs` are (tail, head). Always the same for the same input.
pub fn order_by_place(places: &[Position], arcs: &[(u32, u32)]) -> Vec<u32> {
    let spots: Vec<Spot> = places.iter().map(|&place| spot(place)).collect();
    order_junctions(&spots, &each_once(arcs))
}

/// An order of contraction for a graph of so many nodes, of which nothing is known but its arcs (tail, head).
///
/// The nodes are given places by how far they are, in arcs, from some that are far from each other.
pub fn order_by_structure(nodes: u32, arcs: &[(u32, u32)]) -> Vec<u32> {
    if nodes == 0 {
        return Vec::new();
    }
    let edges = each_once(arcs);
    let mut neighbours = vec![Vec::new(); nodes as usize];
    for &(a, b) in &edges {
        neighbours[a as usize].push(b);
        neighbours[b as usize].push(a);
    }
    let busiest = (0..nodes).max_by_key(|&node| neighbours[node as usize].len()).unwrap_or(0);
    let west = farthest(&hops(busiest, &neighbours));
    let from_west = hops(west, &neighbours);
    let from_east = hops(farthest(&from_west), &neighbours);
    // Far from both ends of the longest line, and far from there.
    let aside: Vec<i64> = from_west.iter().zip(&from_east).map(|(a, b)| *a.min(b)).collect();
    let from_south = hops(farthest(&aside), &neighbours);
    let from_north = hops(farthest(&from_south), &neighbours);
    let spot = |node: usize| [from_west[node] - from_east[node], from_south[node] - from_north[node]];
    let spots: Vec<Spot> = (0..nodes as usize).map(spot).collect();
    order_junctions(&spots, &edges)
}

/// The pairs of nodes that any arc joins.
fn each_once(arcs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let pairs = arcs.iter().filter(|(tail, head)| tail != head);
    let mut edges: Vec<(u32, u32)> = pairs.map(|&(tail, head)| (tail.min(head), tail.max(head))).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Not reached.
const BEYOND: i64 = -1;

/// How many arcs each node is away from one, whatever their direction.
fn hops(start: u32, neighbours: &[Vec<u32>]) -> Vec<i64> {
    let mut hops = vec![BEYOND; neighbours.len()];
    let mut waiting = VecDeque::from([start]);
    hops[start as usize] = 0;
    while let Some(node) = waiting.pop_front() {
        for &next in &neighbours[node as usize] {
            if hops[next as usize] == BEYOND {
                hops[next as usize] = hops[node as usize] + 1;
                waiting.push_back(next);
            }
        }
    }
    hops
}

fn farthest(hops: &[i64]) -> u32 {
    (0..hops.len()).max_by_key(|&node| hops[node]).unwrap_or(0) as u32
}
