//! OpenStreetMap XML: the same network as the map it describes, and every kind of wrong file with its own error.

use crate::real::data;
use crate::reference::Roads;
use dispatch::roads::{OsmMember, OsmNode, OsmRelation, OsmRoads, OsmWay, Phase, RoadNetwork, RoadsError};
use flate2::Compression;
use flate2::write::GzEncoder;
use geo_core::Position;
use std::io::Write;
use std::time::{Duration, Instant};

fn read(bytes: impl AsRef<[u8]>) -> Result<RoadNetwork, RoadsError> {
    RoadNetwork::from_osm_file(bytes.as_ref(), &mut |_| {})
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(text).unwrap();
    gz.finish().unwrap()
}

/// A crossing, a barrier, a turn that nobody may take, ways that are none, and things that were deleted.
const CROSSING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- from nowhere -->
<osm version="0.6" generator="by hand">
  <note>open data</note>
  <bounds minlat="30" minlon="114" maxlat="31" maxlon="115"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="&#24314;设路 &amp; 桥"/></way>
  <node id="1" lat="30.0" lon="114.0000000"/>
  <node id="2" lat="30.00000001" lon="114.0010000"/>
  <node id="3" lat="30.001" lon="114.001"><tag k="barrier" v="bollard"/></node>
  <node id="4" lat="30.0" lon="114.002" visible="true"/>
  <node id="5" lat="30.0" lon="114.003" action="delete"/>
  <node id="9" lat="91.0" lon="114.003"/>
  <way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="service"/></way>
  <way id="12"><nd ref="2"/><nd ref="4"/><nd ref="5"/><nd ref="9"/><tag k="highway" v="primary"/></way>
  <way id="13"><nd ref="1"/><nd ref="4"/><tag k="waterway" v="river"/></way>
  <way id="14" visible="false"><nd ref="1"/><nd ref="4"/><tag k="highway" v="primary"/></way>
  <relation id="7"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
    <member type="way" ref="12" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_straight_on"/></relation>
</osm>
"#;

fn crossing() -> OsmRoads {
    let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let node = |id, lon, lat, tags| OsmNode { id, position: Position::from_e7(lon, lat).unwrap(), tags };
    let way = |id, nodes: &[i64], tags| OsmWay { id, nodes: nodes.to_vec(), tags };
    let member = |role: &str, kind, id| OsmMember { role: role.to_owned(), kind, id };
    use dispatch::roads::OsmKind::{Node, Way};
    OsmRoads {
        nodes: vec![
            node(1, 1_140_000_000, 300_000_000, vec![]),
            node(2, 1_140_010_000, 300_000_000, vec![]),
            node(3, 1_140_010_000, 300_010_000, vec![tag("barrier", "bollard")]),
            node(4, 1_140_020_000, 300_000_000, vec![]),
        ],
        ways: vec![
            way(10, &[1, 2], vec![tag("highway", "residential"), tag("name", "建设路 & 桥")]),
            way(11, &[2, 3], vec![tag("highway", "service")]),
            way(12, &[2, 4, 5, 9], vec![tag("highway", "primary")]),
        ],
        relations: vec![OsmRelation {
            tags: vec![tag("type", "restriction"), tag("restriction", "no_straight_on")],
            members: vec![member("from", Way, 10), member("via", Node, 2), member("to", Way, 12)],
        }],
    }
}

#[test]
fn a_file_gives_the_network_of_the_map_it_describes() {
    let right = RoadNetwork::from_osm(crossing()).unwrap();
    let plain = read(CROSSING).unwrap();
    assert_eq!(plain.version(), right.version());
    assert_eq!(plain.stats(), right.stats());
    assert_eq!((plain.stats().restrictions.obeyed, plain.stats().barriers), (1, 1));
    assert!(plain.lines().any(|road| road.name == Some("建设路 & 桥")));
    let marked = format!("\u{feff}{CROSSING}");
    for same in [gzipped(CROSSING.as_bytes()), marked.into_bytes(), CROSSING.replace('"', "'").into_bytes()] {
        assert_eq!(read(same).unwrap().version(), right.version());
    }
    // Two gzip members one after the other are one file.
    let (first, second) = CROSSING.split_at(CROSSING.find("<node id=\"4\"").unwrap());
    let both = [gzipped(first.as_bytes()), gzipped(second.as_bytes())].concat();
    assert_eq!(read(both).unwrap().version(), right.version());
}

#[test]
fn real_files_say_what_the_reference_reads_in_them() {
    for name in ["taipei", "campo-grande", "north-bayreuth"] {
        let Some(bytes) = data(&format!("roads-small/{name}.osm.gz")) else { continue };
        let network = read(&bytes).unwrap();
        let reference = Roads::read(&bytes).unwrap();
        assert_eq!(network.stats().restrictions, reference.restrictions(), "{name}");
        let skipped = network.stats().skipped;
        let counts = [network.stats().segments, network.stats().nodes];
        let counts = [counts[0], counts[1], skipped.missing_segments, skipped.loop_segments];
        assert_eq!(counts, reference.counts(), "{name}");
        let is_chinese = |name: &str| name.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
        let names_chinese = network.lines().filter_map(|road| road.name).any(is_chinese);
        assert_eq!(names_chinese, name == "taipei");
    }
}

#[test]
fn a_file_cut_anywhere_is_damaged() {
    let gz = gzipped(CROSSING.as_bytes());
    let root = CROSSING.find("<osm").unwrap() + "<osm".len();
    for length in 1..CROSSING.trim_end().len() {
        let error = read(&CROSSING.as_bytes()[..length]).err().unwrap();
        let before_root = length < root && error.code() == "roads_wrong_kind";
        assert!(before_root || error.code() == "roads_damaged", "{length}: {error}");
    }
    for length in 2..gz.len() {
        assert!(read(&gz[..length]).is_err(), "{length}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (right, wrong, said) in [
        ("lat=\"30.001\"", "lat=\"north\"", "lat=\"north\" is no number"),
        ("<node id=\"4\"", "<node", "it has no id"),
        ("ref=\"10\" role", "role", "a member has no type or no ref"),
        ("</way>", "</wey>", "expected `</way>`"),
        ("&amp;", "&secret;", "unrecognized entity"),
    ] {
        let error = read(CROSSING.replacen(right, wrong, 1)).err().unwrap();
        assert_eq!(error.code(), "roads_damaged", "{error}");
        assert!(error.to_string().contains(said), "{said:?} is not in {error}");
    }
    let error = read("<osm version=\"0.6\"/>").err();
    assert_eq!(error, Some(RoadsError::NoRoads { ways: 0, missing_nodes: 0 }));
}

#[test]
fn hostile_files_cost_little() {
    let started = Instant::now();
    let entities = "<!DOCTYPE osm [<!ENTITY a \"&b;&b;&b;\"><!ENTITY b \"&a;&a;\">]>";
    let nested = format!("<osm>{}", "<a>".repeat(1 << 20));
    let tag = format!("<osm><node id=\"1\" {}/></osm>", "a=\"\" ".repeat(200_000));
    let endless = format!("<osm><node id=\"1\" a=\"{}\"/></osm>", "x".repeat(4 << 20));
    let comment = format!("<osm><!--{}--></osm>", "x".repeat(4 << 20));
    for text in [CROSSING.replace("<osm ", &format!("{entities}<osm ")), nested, tag, endless, comment] {
        let _ = read(text);
    }
    let bomb = gzipped(&vec![b' '; 256 << 20]);
    let error = read([b"".as_slice(), &bomb].concat()).err().unwrap();
    assert_eq!(error.code(), "roads_damaged", "{error}");
    let parts = format!("<osm><way id=\"1\">{}</way></osm>", "<nd ref=\"1\"/>".repeat((1 << 20) + 1));
    assert_eq!(read(parts).err().unwrap().code(), "roads_damaged");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn progress_never_goes_back() {
    let mut seen = Vec::new();
    let nodes: String = (100..50_000).map(|id| format!("<node id=\"{id}\" lat=\"1\" lon=\"1\"/>")).collect();
    let text = CROSSING.replace("</osm>", &format!("{nodes}</osm>"));
    RoadNetwork::from_osm_file(&gzipped(text.as_bytes()), &mut |progress| seen.push(progress)).unwrap();
    let reading: Vec<u64> =
        seen.iter().filter(|told| told.phase == Phase::Reading).map(|told| told.done).collect();
    assert!(reading.len() > 4 && reading.is_sorted());
    assert!(seen.iter().all(|told| told.done <= told.total));
}
