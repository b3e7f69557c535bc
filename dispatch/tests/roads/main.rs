//! Roads against a Dijkstra search written straight from `ROADS.md`, on uncompressed segments.

mod bytes;
mod oracle;
mod pbf;
mod real;
mod small;
