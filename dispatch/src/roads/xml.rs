//! Reading roads from OpenStreetMap XML, plain or gzipped.
//!
//! The file is read twice, as [`super::pbf`] does, and never held as a whole. Bytes may be hostile: what inflates
//! beyond all measure is refused, so is one element of many megabytes, and entities of the file's own mean nothing.

use super::assemble::Judged;
use super::gathered::Named;
use super::{OsmKind, OsmMember, Phase, Progress, RoadNetwork, RoadsError};
use flate2::bufread::MultiGzDecoder;
use geo_core::Position;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

/// The most text that a file may hold, in bytes for each of its own and beyond; maps inflate by ten to twenty.
const MOST_INFLATION: u64 = 50;
const ANY_TEXT: u64 = 16 << 20;
/// The most text of one tag, in bytes; real ones have some hundreds.
const LONGEST_TAG: u64 = 1 << 20;
/// The most nodes, members and tags of one way or relation; OpenStreetMap allows 2,000 nodes and 32,000 members.
const MOST_PARTS: usize = 1 << 20;
/// Progress is told each time so many elements have been read.
const TOLD_EVERY: u64 = 1 << 14;

/// A node, way or relation.
#[derive(Default)]
struct Thing {
    kind: Option<OsmKind>,
    id: i64,
    place: Option<Position>,
    tags: Vec<(String, String)>,
    nodes: Vec<i64>,
    members: Vec<OsmMember>,
}

impl Thing {
    fn tags(&self) -> Vec<(&str, &str)> {
        self.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
    }
}

impl RoadNetwork {
    /// Reads the roads of OpenStreetMap XML.
    pub(super) fn from_osm_xml(
        bytes: &[u8],
        gzipped: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, RoadsError> {
        let total = 2 * bytes.len() as u64;
        let mut told = |done| progress(Progress { phase: Phase::Reading, done, total });
        let mut roads = Judged::default();
        each_thing(
            bytes,
            gzipped,
            &mut |thing| {
                let (nodes, members) = (std::mem::take(&mut thing.nodes), std::mem::take(&mut thing.members));
                match thing.kind {
                    Some(OsmKind::Way) => roads.take_way(thing.id, &thing.tags(), || nodes),
                    Some(OsmKind::Relation) => roads.take_relation(&thing.tags(), || members),
                    Some(OsmKind::Node) | None => {}
                }
            },
            &mut told,
        )?;
        let mut named = Named::by(&roads)?;
        each_thing(
            bytes,
            gzipped,
            &mut |thing| {
                if let (Some(OsmKind::Node), Some(place)) = (thing.kind, thing.place)
                    && let Some(index) = named.waiting(thing.id)
                {
                    named.take(index, place, &thing.tags(), &mut roads);
                }
            },
            &mut |done| told(bytes.len() as u64 + done),
        )?;
        told(total);
        named.network(roads, progress)
    }
}

/// Goes through all that the file describes. What it marks as deleted is not there.
fn each_thing(
    bytes: &[u8],
    gzipped: bool,
    take: &mut dyn FnMut(&mut Thing),
    told: &mut dyn FnMut(u64),
) -> Result<(), RoadsError> {
    let read = Cell::new(0);
    let file = BufReader::with_capacity(1 << 16, Counted { bytes, read: &read });
    let text: Box<dyn Read + '_> = if gzipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let since_tag = Cell::new(0);
    let left = ANY_TEXT + MOST_INFLATION * bytes.len() as u64;
    let text = Bounded { text: BufReader::with_capacity(1 << 16, text), left, since_tag: &since_tag };
    let mut reader = Reader::from_reader(text);
    let (mut buffer, mut open, mut depth, mut count) = (Vec::new(), Thing::default(), 0u32, 0u64);
    let mut is_osm = false;
    loop {
        buffer.clear();
        since_tag.set(0);
        let at = reader.buffer_position();
        let damaged =
            |rule: &dyn std::fmt::Display| RoadsError::Damaged { offset: at, rule: rule.to_string() };
        let event = reader.read_event_into(&mut buffer).map_err(|error| damaged(&error))?;
        let (start, is_closed) = match event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                depth -= 1;
                if depth == 1 {
                    finish(&mut open, take);
                }
                continue;
            }
            Event::Eof if depth == 0 && is_osm => return Ok(()),
            Event::Eof if depth == 0 => return Err(other_xml()),
            Event::Eof => return Err(damaged(&"it ends before the map does")),
            _ => continue,
        };
        match depth {
            0 if start.name().as_ref() == "osm" => is_osm = true,
            0 => return Err(other_xml()),
            1 => {
                open = begin(&start).map_err(|rule| damaged(&rule))?;
                count += 1;
                if count.is_multiple_of(TOLD_EVERY) {
                    told(read.get());
                }
                if is_closed {
                    finish(&mut open, take);
                }
            }
            2 if open.kind.is_some() => add(&mut open, &start).map_err(|rule| damaged(&rule))?,
            _ => {}
        }
        depth += u32::from(!is_closed);
    }
}

fn other_xml() -> RoadsError {
    RoadsError::WrongKind {
        found: "an XML file without <osm>",
        remedy: "give OpenStreetMap XML (.osm) or a .osm.pbf file",
    }
}

fn finish(open: &mut Thing, take: &mut dyn FnMut(&mut Thing)) {
    if open.kind.is_some() {
        take(open);
    }
    *open = Thing::default();
}

/// The attributes of a tag by name; what is wrong with it, in words.
fn attributes(
    tag: &BytesStart,
    mut take: impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<(), String> {
    // Whether a name comes twice is not asked: that takes the square of their number.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        take(attribute.key.as_ref(), &value)?;
    }
    Ok(())
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{name}={value:?} is no number"))
}

/// A node, way or relation begins, or something else that says nothing of roads.
fn begin(tag: &BytesStart) -> Result<Thing, String> {
    let kind = match tag.name().as_ref() {
        "node" => OsmKind::Node,
        "way" => OsmKind::Way,
        "relation" => OsmKind::Relation,
        _ => return Ok(Thing::default()),
    };
    let (mut id, mut lon, mut lat, mut is_there) = (None, None, None, true);
    attributes(tag, |name, value| {
        match name {
            "id" => id = Some(number(name, value)?),
            "lon" => lon = Some(number::<f64>(name, value)?),
            "lat" => lat = Some(number::<f64>(name, value)?),
            "visible" => is_there &= value != "false",
            "action" => is_there &= value != "delete",
            _ => {}
        }
        Ok(())
    })?;
    let Some(id) = id else { return Err("it has no id".to_owned()) };
    let place = lon.zip(lat).and_then(|(lon, lat)| Position::new(lon, lat).ok());
    Ok(Thing { kind: is_there.then_some(kind), id, place, ..Thing::default() })
}

/// A part of a node, way or relation.
fn add(open: &mut Thing, tag: &BytesStart) -> Result<(), String> {
    if open.tags.len() + open.nodes.len() + open.members.len() >= MOST_PARTS {
        return Err(format!("{} has more than {MOST_PARTS} parts", open.id));
    }
    match tag.name().as_ref() {
        "tag" => {
            let (mut key, mut is) = (String::new(), String::new());
            attributes(tag, |name, value| {
                match name {
                    "k" => value.clone_into(&mut key),
                    "v" => value.clone_into(&mut is),
                    _ => {}
                }
                Ok(())
            })?;
            open.tags.push((key, is));
        }
        "nd" => attributes(tag, |name, value| {
            if name == "ref" {
                open.nodes.push(number(name, value)?);
            }
            Ok(())
        })?,
        "member" => {
            let (mut kind, mut role, mut id) = (None, String::new(), None);
            attributes(tag, |name, value| {
                match (name, value) {
                    ("type", "node") => kind = Some(OsmKind::Node),
                    ("type", "way") => kind = Some(OsmKind::Way),
                    ("type", "relation") => kind = Some(OsmKind::Relation),
                    ("ref", _) => id = Some(number(name, value)?),
                    ("role", _) => value.clone_into(&mut role),
                    _ => {}
                }
                Ok(())
            })?;
            let member = kind.zip(id).map(|(kind, id)| OsmMember { role, kind, id });
            open.members.push(member.ok_or("a member has no type or no ref")?);
        }
        _ => {}
    }
    Ok(())
}

/// The file, and how much of it has been read.
struct Counted<'a> {
    bytes: &'a [u8],
    read: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

/// Text with an end, of tags with an end.
struct Bounded<'a, T> {
    text: T,
    left: u64,
    since_tag: &'a Cell<u64>,
}

impl<T: BufRead> Read for Bounded<'_, T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<T: BufRead> BufRead for Bounded<'_, T> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let refused = |rule| Err(io::Error::new(io::ErrorKind::InvalidData, rule));
        if self.since_tag.get() > LONGEST_TAG {
            return refused("a tag of more than 1 MiB");
        }
        if self.left == 0 {
            return refused("it inflates beyond all measure");
        }
        self.text.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes as u64);
        self.since_tag.set(self.since_tag.get() + bytes as u64);
        self.text.consume(bytes);
    }
}
