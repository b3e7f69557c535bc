//! PBF files: both encodings of nodes, and every kind of wrong file with its own error.

use crate::real::data;
use dispatch::roads::{Phase, RoadNetwork, RoadsError};

/// Just enough of the protocol buffer encoding to write small PBF files.
mod write {
    pub fn varint(mut value: u64) -> Vec<u8> {
        let mut out = Vec::new();
        while value >= 0x80 {
            out.push(value as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
        out
    }

    pub fn zigzag(value: i64) -> u64 {
        ((value << 1) ^ (value >> 63)) as u64
    }

    pub fn number(field: u64, value: u64) -> Vec<u8> {
        [varint(field << 3), varint(value)].concat()
    }

    pub fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
        [varint(field << 3 | 2), varint(value.len() as u64), value.to_vec()].concat()
    }

    pub fn deltas(field: u64, values: &[i64]) -> Vec<u8> {
        bytes(field, &values.iter().flat_map(|&value| varint(zigzag(value))).collect::<Vec<_>>())
    }

    pub fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
        let blob = bytes(1, content);
        let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
        [(header.len() as u32).to_be_bytes().to_vec(), header, blob].concat()
    }

    pub fn header(feature: &str) -> Vec<u8> {
        blob("OSMHeader", &bytes(4, feature.as_bytes()))
    }

    pub fn block(texts: &[&str], groups: &[Vec<u8>]) -> Vec<u8> {
        let table: Vec<u8> = texts.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
        let groups: Vec<u8> = groups.iter().flat_map(|group| bytes(2, group)).collect();
        blob("OSMData", &[bytes(1, &table), groups].concat())
    }

    /// A node of its own, as opposed to dense nodes. Coordinates in units of 1e-7 degree.
    pub fn node(id: i64, lat: i64, lon: i64) -> Vec<u8> {
        bytes(1, &[number(1, zigzag(id)), number(8, zigzag(lat)), number(9, zigzag(lon))].concat())
    }

    pub fn dense(ids: &[i64], lats: &[i64], lons: &[i64]) -> Vec<u8> {
        bytes(2, &[deltas(1, ids), deltas(8, lats), deltas(9, lons)].concat())
    }

    /// A way with one tag, texts 1 and 2 of the table.
    pub fn way(id: u64, refs: &[i64]) -> Vec<u8> {
        bytes(3, &[number(1, id), bytes(2, &[1]), bytes(3, &[2]), deltas(8, refs)].concat())
    }
}

const TEXTS: [&str; 3] = ["", "highway", "residential"];

fn read(bytes: &[u8]) -> Result<RoadNetwork, RoadsError> {
    RoadNetwork::from_osm_file(bytes, &mut |_| {})
}

fn small(nodes: &[Vec<u8>]) -> Vec<u8> {
    let way = write::way(5, &[1, 1]);
    [write::header("OsmSchema-V0.6"), write::block(&TEXTS, &[nodes.concat(), way])].concat()
}

#[test]
fn plain_and_dense_nodes_give_the_same_network() {
    let plain = read(&small(&[write::node(1, 0, 0), write::node(2, 0, 50_000)])).unwrap();
    let dense = read(&small(&[write::dense(&[1, 1], &[0, 0], &[0, 50_000])])).unwrap();
    assert_eq!(plain.version(), dense.version());
    assert_eq!(plain.stats().segments, 1);
    assert!((plain.stats().profiles[0].connected.0 - 556.597).abs() < 0.001);
}

#[test]
fn other_kinds_of_file_are_named() {
    let read = |bytes: &[u8]| RoadNetwork::from_osm_file(bytes, &mut |_| {});
    for (bytes, found) in [
        (b"".as_slice(), "an empty file"),
        (b"BZh91AY", "a bzip2 file"),
        (b"<?xml version='1.0'?><kml/>", "an XML file without <osm>"),
        (b"{\"type\": \"FeatureCollection\"}", "a JSON file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"PAR1....", "a Parquet file"),
        (b"\0\0\0\x0dno such thing", "a file without the OSMHeader block"),
    ] {
        match read(bytes) {
            Err(RoadsError::WrongKind { found: said, .. }) => assert_eq!(said, found),
            other => panic!("{found}: {:?}", other.map(|_| "a network")),
        }
    }
    let deep = b"[".repeat(1 << 20);
    assert!(matches!(read(&deep), Err(RoadsError::WrongKind { found: "a JSON file", .. })));
}

#[test]
fn a_file_cut_anywhere_is_truncated_or_too_short_to_tell() {
    let whole = small(&[write::node(1, 0, 0), write::node(2, 0, 50_000)]);
    let header = write::header("OsmSchema-V0.6").len();
    for length in 0..whole.len() {
        match read(&whole[..length]) {
            Err(RoadsError::Truncated { offset, missing }) => {
                assert!(missing > 0 && (offset == 0 || offset as usize == header), "{length}");
            }
            Err(RoadsError::WrongKind { .. }) => assert!(length < header, "{length}"),
            // Between two blocks nothing tells that one is missing, except that there are no roads.
            Err(RoadsError::NoRoads { .. }) => assert_eq!(length, header),
            other => panic!("{length}: {:?}", other.map(|_| "a network")),
        }
    }
}

#[test]
fn a_real_file_cut_in_the_middle_is_truncated() {
    let Some(bytes) = data("roads-small/andorra.osm.pbf") else { return };
    for share in 1..8 {
        let error = read(&bytes[..bytes.len() * share / 8]).err().unwrap();
        assert_eq!(error.code(), "roads_truncated", "{error}");
    }
}

#[test]
fn damage_is_found_or_harmless_and_never_a_panic() {
    let whole = small(&[write::dense(&[1, 1], &[0, 0], &[0, 50_000])]);
    for position in 0..whole.len() {
        for value in [0, 0x7f, 0xff, whole[position] ^ 1] {
            let mut changed = whole.clone();
            changed[position] = value;
            let _ = read(&changed);
        }
    }
    let far = small(&[write::dense(&[1, 1], &[9_000_000_000, 1], &[0, -9_000_000_000])]);
    assert!(read(&far).is_err(), "nodes off the earth are missing nodes");
    let _ = read(&small(&[write::dense(&[1, 1], &[i64::MAX, 1], &[0, i64::MIN])]));
}

#[test]
fn an_unknown_required_feature_is_named() {
    let file = [write::header("HistoricalInformation"), write::block(&TEXTS, &[])].concat();
    let feature = "HistoricalInformation".to_owned();
    assert_eq!(read(&file).err(), Some(RoadsError::UnknownFeature { feature }));
}

#[test]
fn ways_without_nodes_are_counted_in_the_error() {
    assert_eq!(read(&small(&[])).err(), Some(RoadsError::NoRoads { ways: 1, missing_nodes: 2 }));
}

#[test]
fn progress_goes_through_the_phases_and_never_back() {
    let mut seen = Vec::new();
    let bytes = small(&[write::node(1, 0, 0), write::node(2, 0, 50_000)]);
    RoadNetwork::from_osm_file(&bytes, &mut |progress| seen.push(progress)).unwrap();
    assert!(seen.iter().all(|progress| progress.done <= progress.total && progress.total > 0));
    for pair in seen.windows(2) {
        assert!(pair[0].phase != pair[1].phase || pair[0].done <= pair[1].done);
    }
    let mut phases: Vec<Phase> = seen.iter().map(|progress| progress.phase).collect();
    phases.dedup();
    assert_eq!(phases, [Phase::Reading, Phase::Connecting, Phase::Ordering]);
}
