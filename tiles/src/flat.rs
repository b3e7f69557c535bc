//! Many shapes in three flat arrays: vertices, paths over them, shapes over the paths.
//!
//! A tile walks hundreds of shapes; in one array they lie next to each other in memory.

use crate::mercator::{Extent, Vertex};
use std::ops::Range;

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The outer ring of a polygon; the holes that follow belong to it.
    Outer,
    /// A ring cut out of the polygon before it.
    Hole,
    /// An open line.
    Line,
}

#[derive(Debug, Clone)]
struct Path {
    vertices: Range<u32>,
    role: Role,
}

#[derive(Debug, Clone)]
struct Item {
    paths: Range<u32>,
    extent: Option<Extent>,
}

/// Shapes made of paths. Rings are closed without repeating the first vertex.
#[derive(Debug, Clone, Default)]
pub(crate) struct FlatShapes {
    vertices: Vec<Vertex>,
    paths: Vec<Path>,
    items: Vec<Item>,
}

impl FlatShapes {
    /// Appends one shape; it may be empty, so that numbers stay those of the features.
    pub(crate) fn push<P>(&mut self, paths: impl IntoIterator<Item = (Role, P)>)
    where
        P: IntoIterator<Item = Vertex>,
    {
        let first_path = self.paths.len() as u32;
        let first_vertex = self.vertices.len();
        for (role, vertices) in paths {
            let start = self.vertices.len() as u32;
            self.vertices.extend(vertices);
            self.paths.push(Path { vertices: start..self.vertices.len() as u32, role });
        }
        self.items.push(Item {
            paths: first_path..self.paths.len() as u32,
            extent: Extent::around(self.vertices[first_vertex..].iter().copied()),
        });
    }

    /// The paths of shape number `item`.
    pub(crate) fn paths(&self, item: u32) -> impl Iterator<Item = (Role, &[Vertex])> {
        let Item { paths, .. } = &self.items[item as usize];
        self.paths[paths.start as usize..paths.end as usize]
            .iter()
            .map(|path| (path.role, &self.vertices[path.vertices.start as usize..path.vertices.end as usize]))
    }

    /// The box around shape number `item`, `None` when it is empty.
    pub(crate) fn extent(&self, item: u32) -> Option<Extent> {
        self.items[item as usize].extent
    }

    pub(crate) fn len(&self) -> u32 {
        self.items.len() as u32
    }
}

/// Twice the area of a ring, positive when it turns clockwise on the screen (y counted downwards),
/// which is how Mapbox Vector Tiles wind outer rings. Exact.
pub(crate) fn doubled_area(ring: &[Vertex]) -> i128 {
    let Some(last) = ring.last() else { return 0 };
    let mut previous = last;
    let mut sum = 0_i128;
    for vertex in ring {
        // Each product is below 2^64; a thousand million of them fit.
        sum += i128::from(i64::from(previous.x) * i64::from(vertex.y))
            - i128::from(i64::from(vertex.x) * i64::from(previous.y));
        previous = vertex;
    }
    sum
}
