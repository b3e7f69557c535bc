//! A network as bytes: kept beside the journal, loaded at every start.
//!
//! Magic, format version, SHA-256 of the body, body; all numbers little-endian. The body holds what cannot
//! be derived quickly: node positions, ways, the segments of their parts, names, what was skipped, and the
//! order of junctions, whose computation takes longest. Everything else is derived on loading, so it cannot
//! contradict what is kept.

use super::adjacency::Step;
use super::assemble::{Assembly, MOST_SEGMENTS};
use super::network::{NO_NAME, Part, Segment, Way};
use super::open::{FOOT, WHEELS};
use super::orders::Orders;
use super::resolve::MOST_BETWEEN;
use super::rules::Rule;
use super::stats::Skipped;
use super::tags::{Oneway, WayUse};
use super::{RestrictionCounts, RoadClass, RoadNetwork, RoadsError};
use geo_core::Position;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const MAGIC: &[u8; 8] = b"MUSTERRD";
/// 2: turn restrictions, barriers, and an order for each of two graphs.
const FORMAT: u32 = 2;
const HASH_LENGTH: usize = 32;

pub(crate) fn broken(rule: &'static str) -> RoadsError {
    RoadsError::NotANetwork { expected: FORMAT, rule }
}

/// The first 16 hexadecimal digits of the hash of the body.
pub(crate) fn version_of(network: &RoadNetwork) -> String {
    short(&Sha256::digest(body(network)))
}

fn short(hash: &[u8]) -> String {
    hash.iter().take(8).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string succeeds");
        text
    })
}

fn body(network: &RoadNetwork) -> Vec<u8> {
    let mut out = Vec::with_capacity(network.positions.len() * 8 + network.segments.len() * 8);
    let mut put = |value: u32| out.extend_from_slice(&value.to_le_bytes());
    put(network.positions.len() as u32);
    for position in &network.positions {
        put(position.lon_e7() as u32);
        put(position.lat_e7() as u32);
    }
    put(network.ways.len() as u32);
    for way in &network.ways {
        put(way.id as u64 as u32);
        put((way.id as u64 >> 32) as u32);
        put(way.allows.class as u32 | (way.allows.oneway as u32) << 8);
        way.allows.speeds.into_iter().for_each(&mut put);
        put(way.name);
    }
    put(network.parts.len() as u32);
    for (index, part) in network.parts.iter().enumerate() {
        let end =
            network.parts.get(index + 1).map_or(network.segments.len(), |next| next.first_segment as usize);
        let segments = &network.segments[part.first_segment as usize..end];
        put(part.way);
        put(part.first_index);
        put(segments.len() as u32);
        put(segments[0].from);
        segments.iter().for_each(|segment| put(segment.to));
    }
    let Skipped { closed_ways, repeated_ways, missing_segments, loop_segments } = network.skipped;
    let counts = [closed_ways, repeated_ways, missing_segments, loop_segments];
    counts.into_iter().for_each(|count| put(count as u32));
    put(network.barriers.len() as u32);
    for &(node, profiles) in &network.barriers {
        put(node);
        put(u32::from(profiles));
    }
    put(network.rules.len() as u32);
    for rule in &network.rules {
        put(u32::from(rule.profiles) | u32::from(rule.only) << 8);
        put(rule.path.len() as u32);
        rule.path.iter().for_each(|step| put(step.number()));
    }
    let RestrictionCounts { obeyed, conditional, other_vehicles, without_effect, unclear } = network.counts;
    let counts = [obeyed, conditional, other_vehicles, without_effect, unclear];
    counts.into_iter().for_each(|count| put(count as u32));
    for order in [&network.orders.chains, &network.orders.junctions] {
        put(order.len() as u32);
        order.iter().for_each(|&number| put(number));
    }
    put(network.names.len() as u32);
    for name in &network.names {
        out.extend_from_slice(&(name.len() as u32).to_le_bytes());
        out.extend_from_slice(name.as_bytes());
    }
    out
}

impl RoadNetwork {
    /// The network as bytes, for [`RoadNetwork::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = body(self);
        [MAGIC.as_slice(), &FORMAT.to_le_bytes(), &Sha256::digest(&body), &body].concat()
    }

    /// Reads what [`RoadNetwork::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`RoadsError::NotANetwork`] for bytes of another kind, another format version, or damaged ones;
    /// [`RoadsError::TooLarge`] for an order under which contraction would explode.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RoadsError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(broken("they do not begin with MUSTERRD"))?;
        let (format, rest) = rest.split_first_chunk::<4>().ok_or(broken("they end in the header"))?;
        if u32::from_le_bytes(*format) != FORMAT {
            return Err(broken("they are of another format version"));
        }
        let (hash, body) = rest.split_at_checked(HASH_LENGTH).ok_or(broken("they end in the header"))?;
        if Sha256::digest(body).as_slice() != hash {
            return Err(broken("the checksum does not match"));
        }
        let mut reader = Reader { rest: body };
        let (assembly, orders) = reader.network()?;
        let mut network = Self::from_assembly(assembly)?;
        orders.check(&network.graphs)?;
        network.orders = orders;
        network.version = short(hash);
        Ok(network)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], RoadsError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(broken("they end too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, RoadsError> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes were taken")))
    }

    /// A count of elements of at least so many bytes; never more than could follow.
    fn count(&mut self, bytes_each: usize) -> Result<usize, RoadsError> {
        let count = self.number()? as usize;
        if count > self.rest.len() / bytes_each {
            Err(broken("a count exceeds what follows"))
        } else {
            Ok(count)
        }
    }

    fn network(&mut self) -> Result<(Assembly, Orders), RoadsError> {
        let positions = self.positions()?;
        let ways = self.ways()?;
        let (parts, segments) = self.parts(positions.len(), ways.len())?;
        let mut skipped = [0; 4];
        for count in &mut skipped {
            *count = self.number()? as usize;
        }
        let [closed_ways, repeated_ways, missing_segments, loop_segments] = skipped;
        let barriers = self.barriers(positions.len())?;
        let rules = self.rules(&segments)?;
        let mut counts = [0; 5];
        for count in &mut counts {
            *count = self.number()? as usize;
        }
        let [obeyed, conditional, other_vehicles, without_effect, unclear] = counts;
        let counts = RestrictionCounts { obeyed, conditional, other_vehicles, without_effect, unclear };
        let orders = Orders { chains: self.numbers()?, junctions: self.numbers()? };
        let names = self.names()?;
        if ways.iter().any(|way| way.name != NO_NAME && way.name as usize >= names.len()) {
            return Err(broken("a way has a name that is not there"));
        }
        if !self.rest.is_empty() {
            return Err(broken("something follows the end"));
        }
        let skipped = Skipped { closed_ways, repeated_ways, missing_segments, loop_segments };
        let assembly = Assembly {
            positions,
            ways,
            parts,
            segments,
            names,
            barriers,
            rules,
            counts,
            skipped,
            missing_nodes: 0,
        };
        Ok((assembly, orders))
    }

    fn numbers(&mut self) -> Result<Vec<u32>, RoadsError> {
        let count = self.count(4)?;
        (0..count).map(|_| self.number()).collect()
    }

    fn barriers(&mut self, nodes: usize) -> Result<Vec<(u32, u8)>, RoadsError> {
        let count = self.count(8)?;
        let mut barriers: Vec<(u32, u8)> = Vec::with_capacity(count);
        for _ in 0..count {
            let (node, profiles) = (self.number()?, self.number()?);
            let follows = barriers.last().is_none_or(|&(last, _)| last < node);
            if !follows || node as usize >= nodes || profiles == 0 || profiles > u32::from(WHEELS | FOOT) {
                return Err(broken("the barriers are not in the order of their nodes, or stop nobody"));
            }
            barriers.push((node, profiles as u8));
        }
        Ok(barriers)
    }

    fn rules(&mut self, segments: &[Segment]) -> Result<Vec<Rule>, RoadsError> {
        let count = self.count(16)?;
        let mut rules: Vec<Rule> = Vec::with_capacity(count);
        for _ in 0..count {
            let (kind, length) = (self.number()?, self.count(4)?);
            let (profiles, only) = ((kind & 0xff) as u8, kind >> 8);
            if profiles == 0
                || profiles & !WHEELS != 0
                || only > 1
                || !(2..=MOST_BETWEEN + 2).contains(&length)
            {
                return Err(broken("a turn restriction is of no known kind"));
            }
            let path = (0..length).map(|_| self.number().map(Step::from_number));
            let path = path.collect::<Result<Vec<_>, _>>()?;
            let is_there = path.iter().all(|step| step.segment() < segments.len());
            let joins = |pair: &[Step]| pair[0].head(segments) == pair[1].tail(segments);
            if !is_there || !path.windows(2).all(joins) {
                return Err(broken("a turn restriction goes over roads that do not meet"));
            }
            rules.push(Rule { path, only: only == 1, profiles });
        }
        Ok(rules)
    }

    fn positions(&mut self) -> Result<Vec<Position>, RoadsError> {
        let count = self.count(8)?;
        let position = |_| {
            let (lon, lat) = (self.number()? as i32, self.number()? as i32);
            Position::from_e7(lon, lat).map_err(|_| broken("a node is off the earth"))
        };
        (0..count).map(position).collect()
    }

    fn ways(&mut self) -> Result<Vec<Way>, RoadsError> {
        let count = self.count(28)?;
        let mut ways: Vec<Way> = Vec::with_capacity(count);
        for _ in 0..count {
            let id = (u64::from(self.number()?) | u64::from(self.number()?) << 32) as i64;
            let kind = self.number()?;
            let class =
                RoadClass::ALL.get((kind & 0xff) as usize).ok_or(broken("a way is of no known class"))?;
            let oneway = match kind >> 8 {
                0 => Oneway::No,
                1 => Oneway::Forward,
                2 => Oneway::Backward,
                _ => return Err(broken("a way has no known direction")),
            };
            let speeds = [self.number()?, self.number()?, self.number()?];
            if ways.last().is_some_and(|last| last.id >= id) {
                return Err(broken("the ways are not in the order of their ids"));
            }
            ways.push(Way { id, allows: WayUse { class: *class, oneway, speeds }, name: self.number()? });
        }
        Ok(ways)
    }

    fn parts(&mut self, nodes: usize, ways: usize) -> Result<(Vec<Part>, Vec<Segment>), RoadsError> {
        let count = self.count(20)?;
        let mut parts: Vec<Part> = Vec::with_capacity(count);
        let mut segments = Vec::new();
        for index in 0..count {
            let (way, first_index, length) = (self.number()?, self.number()?, self.number()?);
            if way as usize >= ways || parts.last().is_some_and(|last| last.way > way) {
                return Err(broken("the parts are not in the order of the ways"));
            }
            if length == 0 || length as usize > self.rest.len() / 4 {
                return Err(broken("a part is empty or longer than what follows"));
            }
            if segments.len() as u64 + u64::from(length) > MOST_SEGMENTS {
                return Err(RoadsError::TooLarge { what: "segments", limit: MOST_SEGMENTS });
            }
            parts.push(Part { way, first_index, first_segment: segments.len() as u32 });
            let mut from = self.number()?;
            for _ in 0..length {
                let to = self.number()?;
                if from == to || from.max(to) as usize >= nodes {
                    return Err(broken("a segment joins a node to itself or to none"));
                }
                segments.push(Segment { from, to, part: index as u32 });
                from = to;
            }
        }
        if segments.is_empty() { Err(broken("there is no segment")) } else { Ok((parts, segments)) }
    }

    fn names(&mut self) -> Result<Vec<Box<str>>, RoadsError> {
        let count = self.count(4)?;
        let name = |_| {
            let length = self.number()? as usize;
            let bytes = self.take(length)?;
            std::str::from_utf8(bytes).map(Box::from).map_err(|_| broken("a name is not UTF-8"))
        };
        (0..count).map(name).collect()
    }
}
