//! Reading roads from OpenStreetMap PBF.
//!
//! The file is read twice: first the ways, then the places of the nodes they name, so that memory goes by
//! the roads and not by the file. Bytes may be hostile: the frame is walked before anything is decoded, a
//! block is at most 32 MiB once inflated, and a decoder that panics on absurd numbers yields an error.

use super::assemble::{Judged, MOST_SEGMENTS};
use super::gathered::Named;
use super::{OsmKind, OsmMember, Phase, Progress, RoadNetwork, RoadsError};
use geo_core::Position;
use osmpbf::{
    Blob, BlobDecode, BlobReader, BlobType, ByteOffset, Element, PrimitiveBlock, RelMember, RelMemberType,
};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The features a file may require of its reader.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

type Blobs<'a> = BlobReader<Cursor<&'a [u8]>>;

impl RoadNetwork {
    /// Reads the roads of an OpenStreetMap PBF file (`.osm.pbf`). What counts as a road, and what is
    /// skipped, is in `dispatch/ROADS.md` §1 and §2.
    ///
    /// # Errors
    /// [`RoadsError`] when the bytes are of another kind, truncated, damaged, too large, or hold no road.
    pub(super) fn from_osm_pbf(bytes: &[u8], progress: &mut dyn FnMut(Progress)) -> Result<Self, RoadsError> {
        let mut reader = BlobReader::new_seekable(Cursor::new(bytes)).map_err(|error| damaged(0, &error))?;
        let offsets = walk_frame(&mut reader, bytes)?;
        let total = 2 * bytes.len() as u64;

        let mut roads = Judged::default();
        let mut named_nodes = 0;
        for &offset in &offsets {
            progress(Progress { phase: Phase::Reading, done: offset, total });
            decode(&mut reader, offset, |block| named_nodes += take_roads(block, &mut roads))?;
            if named_nodes > MOST_SEGMENTS {
                return Err(RoadsError::TooLarge { what: "segments", limit: MOST_SEGMENTS });
            }
        }
        let mut named = Named::by(&roads)?;
        for &offset in &offsets {
            progress(Progress { phase: Phase::Reading, done: bytes.len() as u64 + offset, total });
            decode(&mut reader, offset, |block| take_nodes(block, &mut named, &mut roads))?;
        }
        progress(Progress { phase: Phase::Reading, done: total, total });
        named.network(roads, progress)
    }
}

/// Walks over all blocks without decoding them. Returns where the data blocks begin.
fn walk_frame(reader: &mut Blobs, bytes: &[u8]) -> Result<Vec<u64>, RoadsError> {
    let length = bytes.len() as u64;
    let mut offsets = Vec::new();
    let mut offset = 0;
    while offset < length {
        let ends_by = |end: u64| match end.checked_sub(length) {
            None | Some(0) => Ok(end),
            Some(missing) => Err(RoadsError::Truncated { offset, missing }),
        };
        let header_start = ends_by(offset + 4)?;
        let size = &bytes[offset as usize..header_start as usize];
        let header_size = u32::from_be_bytes(size.try_into().expect("four bytes"));
        let header_end = ends_by(header_start + u64::from(header_size))?;
        reader.seek(ByteOffset(offset)).map_err(|error| damaged(offset, &error))?;
        let header = guarded(offset, || reader.next_header_skip_blob())?;
        let Some(header) = header else { return Err(RoadsError::Truncated { offset, missing: 1 }) };
        let (header, _) = header.map_err(|error| damaged(offset, &error))?;
        let Ok(size) = u64::try_from(header.get_blob_size()) else {
            return Err(RoadsError::Damaged { offset, rule: "the size of a block is negative".to_owned() });
        };
        let end = ends_by(header_end + size)?;
        match header.blob_type() {
            BlobType::OsmHeader => require_known_features(reader, offset)?,
            BlobType::OsmData => offsets.push(offset),
            BlobType::Unknown(_) => {}
        }
        offset = end;
    }
    Ok(offsets)
}

fn require_known_features(reader: &mut Blobs, offset: u64) -> Result<(), RoadsError> {
    let decoded = guarded(offset, || match read(reader, offset)?.decode() {
        Ok(BlobDecode::OsmHeader(header)) => Ok(header.required_features().to_vec()),
        Ok(_) => Ok(Vec::new()),
        Err(error) => Err(damaged(offset, &error)),
    })??;
    match decoded.into_iter().find(|feature| !KNOWN_FEATURES.contains(&feature.as_str())) {
        Some(feature) => Err(RoadsError::UnknownFeature { feature }),
        None => Ok(()),
    }
}

fn read(reader: &mut Blobs, offset: u64) -> Result<Blob, RoadsError> {
    reader.blob_from_offset(ByteOffset(offset)).map_err(|error| damaged(offset, &error))
}

fn decode(reader: &mut Blobs, offset: u64, mut take: impl FnMut(&PrimitiveBlock)) -> Result<(), RoadsError> {
    guarded(offset, || {
        let block = read(reader, offset)?.to_primitiveblock().map_err(|error| damaged(offset, &error))?;
        take(&block);
        Ok(())
    })?
}

/// Runs the decoder; its arithmetic panics on absurd numbers in builds that check for overflow.
fn guarded<T>(offset: u64, decode: impl FnOnce() -> T) -> Result<T, RoadsError> {
    catch_unwind(AssertUnwindSafe(decode))
        .map_err(|_| RoadsError::Damaged { offset, rule: "a number in it is out of range".to_owned() })
}

fn damaged(offset: u64, error: &osmpbf::Error) -> RoadsError {
    RoadsError::Damaged { offset, rule: error.to_string() }
}

/// Takes the roads and turn restrictions of a block; returns how many nodes the roads name.
fn take_roads(block: &PrimitiveBlock, roads: &mut Judged) -> u64 {
    let texts = block.raw_stringtable();
    let text = |index: u32| std::str::from_utf8(texts.get(index as usize)?).ok();
    let mut tags: Vec<(&str, &str)> = Vec::new();
    let mut named_nodes = 0;
    for element in block.elements() {
        match element {
            Element::Way(way) => {
                tags.clear();
                tags.extend(way.raw_tags().filter_map(|(key, value)| Some((text(key)?, text(value)?))));
                named_nodes += way.refs().len() as u64;
                roads.take_way(way.id(), &tags, || way.refs().collect());
            }
            Element::Relation(relation) => {
                tags.clear();
                tags.extend(relation.raw_tags().filter_map(|(key, value)| Some((text(key)?, text(value)?))));
                let member = |member: RelMember| OsmMember {
                    role: member.role().unwrap_or_default().to_owned(),
                    kind: match member.member_type {
                        RelMemberType::Node => OsmKind::Node,
                        RelMemberType::Way => OsmKind::Way,
                        RelMemberType::Relation => OsmKind::Relation,
                    },
                    id: member.member_id,
                };
                roads.take_relation(&tags, || relation.members().map(member).collect());
            }
            Element::Node(_) | Element::DenseNode(_) => {}
        }
    }
    named_nodes
}

/// Notes the places of the nodes that roads name.
fn take_nodes(block: &PrimitiveBlock, named: &mut Named, roads: &mut Judged) {
    let texts = block.raw_stringtable();
    let text = |index: usize| std::str::from_utf8(texts.get(index)?).ok();
    let mut tags: Vec<(&str, &str)> = Vec::new();
    for element in block.elements() {
        let (id, nano_lon, nano_lat) = match &element {
            Element::DenseNode(node) => (node.id(), node.nano_lon(), node.nano_lat()),
            Element::Node(node) => (node.id(), node.nano_lon(), node.nano_lat()),
            Element::Way(_) | Element::Relation(_) => continue,
        };
        let Some(index) = named.waiting(id) else { continue };
        let place = || {
            let (lon, lat) = (i32::try_from(nano_lon / 100).ok()?, i32::try_from(nano_lat / 100).ok()?);
            Position::from_e7(lon, lat).ok()
        };
        let Some(place) = place() else { continue };
        tags.clear();
        match &element {
            Element::DenseNode(node) => tags.extend(node.raw_tags().filter_map(|(key, value)| {
                Some((text(usize::try_from(key).ok()?)?, text(usize::try_from(value).ok()?)?))
            })),
            Element::Node(node) => tags.extend(
                node.raw_tags().filter_map(|(key, value)| Some((text(key as usize)?, text(value as usize)?))),
            ),
            Element::Way(_) | Element::Relation(_) => {}
        }
        named.take(index, place, &tags, roads);
    }
}
