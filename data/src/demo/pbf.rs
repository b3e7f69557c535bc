//! A small writer of OpenStreetMap PBF (https://wiki.openstreetmap.org/wiki/PBF_Format): dense
//! nodes, ways, compressed blocks. No relations and no history: a demo needs none.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use geo_core::Position;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

/// A way: node ids and tags.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub nodes: Vec<i64>,
    pub tags: Vec<(&'static str, String)>,
}

/// Nodes and ways on their way into a file.
#[derive(Debug, Default)]
pub(super) struct OsmFile {
    ids: BTreeMap<(i32, i32), i64>,
    nodes: Vec<Position>,
    ways: Vec<Way>,
}

/// Elements of one block; the format allows 8,000.
const BLOCK: usize = 8000;

impl OsmFile {
    /// The node of a place of the plan: the same place is the same node.
    pub fn node(&mut self, place: (i32, i32), position: Position) -> i64 {
        if let Some(id) = self.ids.get(&place) {
            return *id;
        }
        let id = self.separate_node(position);
        self.ids.insert(place, id);
        id
    }

    /// A node of its own.
    pub fn separate_node(&mut self, position: Position) -> i64 {
        self.nodes.push(position);
        self.nodes.len() as i64
    }

    /// Adds a way.
    pub fn way(&mut self, way: Way) {
        self.ways.push(way);
    }

    /// The file: a header, blocks of nodes, blocks of ways.
    pub fn into_pbf(self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut header = Message::default();
        for feature in ["OsmSchema-V0.6", "DenseNodes"] {
            header.bytes(4, feature.as_bytes());
        }
        header.bytes(16, b"Muster demo");
        blob(&mut out, "OSMHeader", &header.0);
        for (place, nodes) in self.nodes.chunks(BLOCK).enumerate() {
            let first = (place * BLOCK) as i64 + 1;
            blob(
                &mut out,
                "OSMData",
                &primitive_block(&Strings::default(), |group| group.bytes(2, &dense_nodes(first, nodes))),
            );
        }
        for (place, ways) in self.ways.chunks(BLOCK).enumerate() {
            let first = (place * BLOCK) as i64 + 1;
            let mut strings = Strings::default();
            let encoded: Vec<Vec<u8>> =
                ways.iter().zip(first..).map(|(way, id)| encode_way(id, way, &mut strings)).collect();
            blob(
                &mut out,
                "OSMData",
                &primitive_block(&strings, |group| encoded.iter().for_each(|way| group.bytes(3, way))),
            );
        }
        out
    }
}

/// Texts of a block by number; number 0 is the empty one.
#[derive(Debug, Default)]
struct Strings {
    list: Vec<String>,
    numbers: HashMap<String, u64>,
}

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.list.push(text.to_owned());
        self.numbers.insert(text.to_owned(), self.list.len() as u64);
        self.list.len() as u64
    }
}

fn primitive_block(strings: &Strings, fill: impl FnOnce(&mut Message)) -> Vec<u8> {
    let mut table = Message::default();
    table.bytes(1, b"");
    strings.list.iter().for_each(|text| table.bytes(1, text.as_bytes()));
    let mut group = Message::default();
    fill(&mut group);
    let mut block = Message::default();
    block.bytes(1, &table.0);
    block.bytes(2, &group.0);
    block.0
}

/// Ids and coordinates as differences. The unit is the format's default of 100 nanodegrees, which
/// is the 1e-7 degree of [`Position`].
fn dense_nodes(first: i64, nodes: &[Position]) -> Vec<u8> {
    let mut dense = Message::default();
    dense.packed_deltas(1, (first..).take(nodes.len()));
    dense.packed_deltas(8, nodes.iter().map(|node| i64::from(node.lat_e7())));
    dense.packed_deltas(9, nodes.iter().map(|node| i64::from(node.lon_e7())));
    dense.0
}

fn encode_way(id: i64, way: &Way, strings: &mut Strings) -> Vec<u8> {
    let mut message = Message::default();
    message.number(1, id as u64);
    let (mut keys, mut values) = (Vec::new(), Vec::new());
    for (key, value) in &way.tags {
        varint(&mut keys, strings.number(key));
        varint(&mut values, strings.number(value));
    }
    message.bytes(2, &keys);
    message.bytes(3, &values);
    message.packed_deltas(8, way.nodes.iter().copied());
    message.0
}

fn blob(out: &mut Vec<u8>, kind: &str, content: &[u8]) {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("writing to memory cannot fail");
    let compressed = encoder.finish().expect("writing to memory cannot fail");
    let mut blob = Message::default();
    blob.number(2, content.len() as u64);
    blob.bytes(3, &compressed);
    let mut header = Message::default();
    header.bytes(1, kind.as_bytes());
    header.number(3, blob.0.len() as u64);
    out.extend((header.0.len() as u32).to_be_bytes());
    out.extend(&header.0);
    out.extend(&blob.0);
}

/// A protocol buffer message being written.
#[derive(Debug, Default)]
struct Message(Vec<u8>);

impl Message {
    fn number(&mut self, field: u64, value: u64) {
        varint(&mut self.0, field << 3);
        varint(&mut self.0, value);
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        varint(&mut self.0, field << 3 | 2);
        varint(&mut self.0, bytes.len() as u64);
        self.0.extend(bytes);
    }

    /// Differences between neighbours, zigzag-encoded and packed.
    fn packed_deltas(&mut self, field: u64, values: impl Iterator<Item = i64>) {
        let mut packed = Vec::new();
        let mut last = 0;
        for value in values {
            let delta = value - last;
            last = value;
            varint(&mut packed, ((delta << 1) ^ (delta >> 63)) as u64);
        }
        self.bytes(field, &packed);
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
