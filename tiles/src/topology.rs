//! Borders as arcs that neighbours share, so that simplifying never opens a gap between them.
//!
//! A vertex is a node where the rings through it do not all have the same two neighbours: there the
//! set of adjacent rings changes. Between nodes lie arcs; rings that run along the same vertices use
//! the same arc, in either direction. (The idea is that of TopoJSON, Bostock 2012.) Rings that merely
//! run close to each other share nothing and are drawn as they are.

use crate::crossings;
use crate::flat::{FlatShapes, Role, doubled_area};
use crate::mercator::{UNIT_ZOOM, Vertex, scale};
use crate::simplify::{self, KeepInterior};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Rounds of taking a finer tolerance for arcs that came to cross others, a quarter each time.
const REPAIR_ROUNDS: u32 = 3;

/// The layers (levels) that use something, one bit each.
pub(crate) type LevelMask = u8;

/// A ring as given: its role and its vertices in world units, the first not repeated.
pub(crate) type GivenRing = (Role, Vec<Vertex>);

#[derive(Debug, Clone, Copy)]
struct ArcUse {
    arc: u32,
    reversed: bool,
}

#[derive(Debug, Clone)]
struct SharedRing {
    role: Role,
    uses: Range<u32>,
}

/// One border, from node to node.
#[derive(Debug)]
struct Arc {
    vertices: Vec<Vertex>,
    levels: LevelMask,
    keep_interior: KeepInterior,
}

#[derive(Debug)]
struct SharedShape {
    rings: Range<u32>,
    levels: LevelMask,
}

/// All shapes, cut into shared arcs.
#[derive(Debug, Default)]
pub(crate) struct Topology {
    arcs: Vec<Arc>,
    uses: Vec<ArcUse>,
    rings: Vec<SharedRing>,
    shapes: Vec<SharedShape>,
}

impl Topology {
    /// Cuts the shapes into arcs. Rings of no area are left out, and so are the holes of an outer
    /// ring of no area; ring directions are put right.
    pub(crate) fn build(shapes: Vec<(LevelMask, Vec<GivenRing>)>) -> Self {
        let shapes: Vec<_> = shapes.into_iter().map(|(levels, rings)| (levels, tidy(rings))).collect();
        let nodes = nodes(shapes.iter().flat_map(|(_, rings)| rings.iter().map(|(_, ring)| ring.as_slice())));
        let mut builder = Builder { topology: Self::default(), known: HashMap::default() };
        for (levels, rings) in &shapes {
            let first = builder.topology.rings.len() as u32;
            for (role, ring) in rings {
                builder.add_ring(*role, ring, *levels, &nodes);
            }
            let rings = first..builder.topology.rings.len() as u32;
            builder.topology.shapes.push(SharedShape { rings, levels: *levels });
        }
        builder.topology
    }

    /// The shapes of the levels in `wanted` (the others come out empty), borders simplified to within
    /// `tolerance` world units and rounded to tile units of zoom `unit_zoom`.
    pub(crate) fn simplified(&self, wanted: LevelMask, tolerance: f64, unit_zoom: u8) -> FlatShapes {
        let mut arcs: Vec<Vec<Vertex>> = vec![Vec::new(); self.arcs.len()];
        let mut redo: Vec<u32> =
            (0_u32..).zip(&self.arcs).filter(|(_, arc)| arc.levels & wanted != 0).map(|(n, _)| n).collect();
        let mut tolerance = tolerance;
        for round in 0..=REPAIR_ROUNDS {
            for &number in &redo {
                let arc = &self.arcs[number as usize];
                arcs[number as usize] = if tolerance > 0.0 {
                    let kept = simplify::kept(&arc.vertices, tolerance, arc.keep_interior);
                    kept.into_iter().map(|index| arc.vertices[index as usize]).collect()
                } else {
                    arc.vertices.clone()
                };
            }
            if tolerance <= 0.0 || round == REPAIR_ROUNDS {
                break;
            }
            let levels = |arc: u32| self.arcs[arc as usize].levels & wanted;
            redo = crossings::crossing_arcs(&arcs, levels);
            redo.retain(|arc| arcs[*arc as usize].len() < self.arcs[*arc as usize].vertices.len());
            if redo.is_empty() {
                break;
            }
            tolerance /= 4.0;
        }
        self.assemble(wanted, &arcs, unit_zoom)
    }

    fn assemble(&self, wanted: LevelMask, arcs: &[Vec<Vertex>], unit_zoom: u8) -> FlatShapes {
        let shift = i32::from(UNIT_ZOOM) - i32::from(unit_zoom);
        // Units of a zoom up to UNIT_ZOOM are no finer than world units, so they fit too.
        let rounded =
            |v: Vertex| Vertex { x: scale(v.x.into(), shift) as i32, y: scale(v.y.into(), shift) as i32 };
        let mut flat = FlatShapes::default();
        for shape in &self.shapes {
            let rings = if shape.levels & wanted == 0 { 0..0 } else { shape.rings.clone() };
            let rings = &self.rings[rings.start as usize..rings.end as usize];
            flat.push(rings.iter().map(|ring| {
                let uses = &self.uses[ring.uses.start as usize..ring.uses.end as usize];
                let mut vertices = Vec::new();
                for part in uses {
                    let arc = &arcs[part.arc as usize];
                    // The last vertex of an arc is the first of the next.
                    let count = arc.len() - 1;
                    if part.reversed {
                        vertices.extend(arc.iter().rev().take(count).copied().map(rounded));
                    } else {
                        vertices.extend(arc.iter().take(count).copied().map(rounded));
                    }
                }
                vertices.dedup();
                while vertices.len() > 1 && vertices.first() == vertices.last() {
                    vertices.pop();
                }
                (ring.role, vertices)
            }));
        }
        flat
    }
}

/// Drops repeated vertices and rings without area, and winds outer rings one way and holes the other.
pub(crate) fn tidy(rings: Vec<GivenRing>) -> Vec<GivenRing> {
    let mut outer_kept = false;
    let mut tidied = Vec::with_capacity(rings.len());
    for (role, mut ring) in rings {
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let area = doubled_area(&ring);
        if role == Role::Outer {
            outer_kept = area != 0;
        }
        if area == 0 || !outer_kept {
            continue;
        }
        if (area > 0) != (role == Role::Outer) {
            ring.reverse();
        }
        tidied.push((role, ring));
    }
    tidied
}

/// The vertices at which the set of adjacent rings changes.
fn nodes<'a>(rings: impl Iterator<Item = &'a [Vertex]>) -> HashSet<Vertex, FixedState> {
    let mut neighbours: HashMap<Vertex, (Vertex, Vertex), FixedState> = HashMap::default();
    let mut nodes = HashSet::default();
    for ring in rings {
        for (index, vertex) in ring.iter().enumerate() {
            let before = ring[(index + ring.len() - 1) % ring.len()];
            let after = ring[(index + 1) % ring.len()];
            let pair = (before.min(after), before.max(after));
            if *neighbours.entry(*vertex).or_insert(pair) != pair {
                nodes.insert(*vertex);
            }
        }
    }
    nodes
}

struct Builder {
    topology: Topology,
    /// Arcs by their first two vertices in their own direction: between nodes there is only one way on.
    known: HashMap<(Vertex, Vertex), u32, FixedState>,
}

impl Builder {
    fn add_ring(
        &mut self,
        role: Role,
        ring: &[Vertex],
        levels: LevelMask,
        nodes: &HashSet<Vertex, FixedState>,
    ) {
        let first_use = self.topology.uses.len();
        let cuts: Vec<usize> = (0..ring.len()).filter(|index| nodes.contains(&ring[*index])).collect();
        if cuts.is_empty() {
            // A ring without nodes is one arc; starting at its least vertex, its neighbour's is the same.
            let start = (0..ring.len()).min_by_key(|index| ring[*index]).unwrap_or(0);
            self.add_arc(ring, start, ring.len(), levels);
        }
        for (position, from) in cuts.iter().enumerate() {
            let to = cuts[(position + 1) % cuts.len()];
            let steps = if to > *from { to - from } else { to + ring.len() - from };
            self.add_arc(ring, *from, steps, levels);
        }
        let uses = first_use as u32..self.topology.uses.len() as u32;
        // A ring needs three vertices whatever the tolerance: see that its arcs leave it that many.
        let keep_interior = match uses.len() {
            1 => 2,
            2 => 1,
            _ => 0,
        };
        for part in &self.topology.uses[first_use..] {
            let arc = &mut self.topology.arcs[part.arc as usize];
            arc.keep_interior = arc.keep_interior.max(keep_interior);
        }
        self.topology.rings.push(SharedRing { role, uses });
    }

    fn add_arc(&mut self, ring: &[Vertex], from: usize, steps: usize, levels: LevelMask) {
        let at = |step: usize| ring[(from + step) % ring.len()];
        // One direction counts as the arc's own, whichever ring comes first.
        let reversed = (at(steps), at(steps - 1)) < (at(0), at(1));
        let key = if reversed { (at(steps), at(steps - 1)) } else { (at(0), at(1)) };
        let arcs = &mut self.topology.arcs;
        let arc = *self.known.entry(key).or_insert_with(|| {
            let mut vertices: Vec<Vertex> = (0..=steps).map(at).collect();
            if reversed {
                vertices.reverse();
            }
            arcs.push(Arc { vertices, levels, keep_interior: 0 });
            (arcs.len() - 1) as u32
        });
        arcs[arc as usize].levels |= levels;
        self.topology.uses.push(ArcUse { arc, reversed });
    }
}

#[cfg(test)]
mod tests;
