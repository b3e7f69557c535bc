//! Roads against a Dijkstra search written straight from `ROADS.md`, on uncompressed segments.

mod bytes;
mod closures;
mod hostile;
mod isochrones;
mod pbf;
mod real;
// The second implementation of the specification, which the proving program uses too, and of which these tests
// need a part.
#[allow(dead_code, unused_imports)]
#[path = "../../../tests/src/reference/mod.rs"]
mod reference;
mod small;
mod tables;
mod turns;
mod xml;
