//! The second opinion: rules of `ROADS.md` in their simplest form, slow and without any index.

use dispatch::roads::{OsmWay, Profile, RoadClass};
use geo_core::{Position, distance, local_projection};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

const WHOLE: u64 = 1 << 20;

pub struct Arc {
    pub from: i64,
    pub to: i64,
    pub line: [Position; 2],
    pub along: Option<u64>,
    pub against: Option<u64>,
    pub usable: bool,
}

/// The segments of one profile, by (way id, index in the way).
pub struct Oracle {
    nodes: HashMap<i64, Position>,
    segments: BTreeMap<(i64, usize), Arc>,
    steps: HashMap<i64, Vec<(i64, u64)>>,
}

#[derive(Debug, Clone, Copy)]
pub struct Snap {
    segment: (i64, usize),
    fraction: u64,
    pub walk: u64,
}

fn tag<'a>(way: &'a OsmWay, key: &str) -> Option<&'a str> {
    way.tags.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim())
}

/// Metres per hour along and against the way.
fn speeds(way: &OsmWay, profile: Profile) -> Option<(u64, u64)> {
    let class = RoadClass::from_highway(tag(way, "highway")?)?;
    let mut speed = u64::from(class.kilometres_per_hour()[profile as usize]) * 1000;
    let keys: &[&str] = match profile {
        Profile::Car => &["motorcar", "motor_vehicle", "vehicle", "access"],
        Profile::Motorcycle => &["motorcycle", "motor_vehicle", "vehicle", "access"],
        Profile::Foot => &["foot", "access"],
    };
    let closing =
        ["no", "private", "agricultural", "forestry", "military", "restricted", "permit", "use_sidepath"];
    if keys.iter().find_map(|key| tag(way, key)).is_some_and(|value| closing.contains(&value)) {
        return None;
    }
    if speed == 0 {
        return None;
    }
    if profile == Profile::Foot {
        return Some((speed, speed));
    }
    if let Some(limit) = tag(way, "maxspeed") {
        let digits: String = limit.chars().take_while(char::is_ascii_digit).collect();
        if (1..=3).contains(&digits.len()) && digits.parse::<u64>().unwrap() > 0 {
            let number: f64 = digits.parse().unwrap();
            let metres = match limit[digits.len()..].trim_start() {
                "" | "km/h" | "kmh" | "kph" => Some(number * 1000.0),
                "mph" => Some((number * 1609.344).round()),
                _ => None,
            };
            if let Some(metres) = metres {
                speed = (metres as u64 * 4 / 5).clamp(5_000, 130_000);
            }
        }
    }
    let roundabout = matches!(tag(way, "junction"), Some("roundabout" | "circular"));
    Some(match tag(way, "oneway") {
        Some("yes" | "true" | "1") => (speed, 0),
        Some("-1" | "reverse") => (0, speed),
        Some("no" | "false" | "0") => (speed, speed),
        _ if class == RoadClass::Motorway || roundabout => (speed, 0),
        _ => (speed, speed),
    })
}

fn share(weight: Option<u64>, fraction: u64) -> Option<u64> {
    if fraction == 0 { Some(0) } else { weight.map(|w| (w * fraction + WHOLE / 2) >> 20) }
}

impl Oracle {
    pub fn new(nodes: &[(i64, Position)], ways: &[OsmWay], profile: Profile) -> Self {
        let mut oracle = Self { nodes: HashMap::new(), segments: BTreeMap::new(), steps: HashMap::new() };
        for &(id, position) in nodes {
            oracle.nodes.entry(id).or_insert(position);
        }
        for way in ways {
            let Some((along, against)) = speeds(way, profile) else { continue };
            for (index, pair) in way.nodes.windows(2).enumerate() {
                let (Some(&a), Some(&b)) = (oracle.nodes.get(&pair[0]), oracle.nodes.get(&pair[1])) else {
                    continue;
                };
                if pair[0] == pair[1] || oracle.segments.contains_key(&(way.id, index)) {
                    continue;
                }
                let weight = |speed: u64| {
                    (speed > 0)
                        .then(|| ((distance(a, b).0 * 3_600_000.0 / speed as f64).round() as u64).max(1))
                };
                let arc = Arc {
                    from: pair[0],
                    to: pair[1],
                    line: [a, b],
                    along: weight(along),
                    against: weight(against),
                    usable: false,
                };
                if let Some(w) = arc.along {
                    oracle.steps.entry(arc.from).or_default().push((arc.to, w));
                }
                if let Some(w) = arc.against {
                    oracle.steps.entry(arc.to).or_default().push((arc.from, w));
                }
                oracle.segments.insert((way.id, index), arc);
            }
        }
        oracle.mark_component();
        oracle
    }

    /// Kosaraju: finishing order on the graph, then sweeps on its reverse.
    fn mark_component(&mut self) {
        let mut ids: Vec<i64> = self.segments.values().flat_map(|arc| [arc.from, arc.to]).collect();
        ids.sort_unstable();
        ids.dedup();
        let (mut seen, mut finished) = (HashMap::new(), Vec::new());
        let mut reverse: HashMap<i64, Vec<i64>> = HashMap::new();
        for (&from, steps) in &self.steps {
            steps.iter().for_each(|&(to, _)| reverse.entry(to).or_default().push(from));
        }
        for &root in &ids {
            let mut path = vec![(root, 0)];
            if seen.insert(root, ()).is_some() {
                continue;
            }
            while let Some((node, tried)) = path.last_mut() {
                let next = self.steps.get(node).and_then(|steps| steps.get(*tried));
                *tried += 1;
                match next {
                    Some(&(to, _)) => {
                        if seen.insert(to, ()).is_none() {
                            path.push((to, 0));
                        }
                    }
                    None => finished.push(path.pop().unwrap().0),
                }
            }
        }
        let mut component: HashMap<i64, i64> = HashMap::new();
        let mut sizes: HashMap<i64, (usize, Reverse<i64>)> = HashMap::new();
        for &root in finished.iter().rev() {
            let mut open = vec![root];
            while let Some(node) = open.pop() {
                if component.contains_key(&node) {
                    continue;
                }
                component.insert(node, root);
                let size = sizes.entry(root).or_insert((0, Reverse(node)));
                *size = (size.0 + 1, size.1.max(Reverse(node)));
                open.extend(reverse.get(&node).into_iter().flatten());
            }
        }
        let best = sizes.iter().max_by_key(|(_, size)| **size).map(|(root, _)| *root);
        for arc in self.segments.values_mut() {
            arc.usable = component.get(&arc.from).copied() == best && component.get(&arc.to).copied() == best;
        }
    }

    pub fn snap(&self, position: Position) -> Option<Snap> {
        let map = local_projection(position);
        let place = |p: Position| (map.offset(p).east.0, map.offset(p).north.0);
        let candidates = self.segments.iter().filter(|(_, arc)| arc.usable).map(|(&key, arc)| {
            let ((ax, ay), (bx, by)) = (place(arc.line[0]), place(arc.line[1]));
            let (dx, dy) = (bx - ax, by - ay);
            let squared = dx * dx + dy * dy;
            let u = if squared > 0.0 { -(ax * dx + ay * dy) / squared } else { 0.0 };
            let (x, y, fraction) = if u <= 0.0 {
                (ax, ay, 0)
            } else if u >= 1.0 {
                (bx, by, WHOLE)
            } else {
                (ax + u * dx, ay + u * dy, (u * WHOLE as f64).round() as u64)
            };
            (((x * x + y * y).sqrt() * 1000.0).round() as u64, key, fraction)
        });
        let (millimetres, segment, fraction) = candidates.min()?;
        (millimetres <= 2_000_000).then_some(Snap { segment, fraction, walk: (millimetres * 72 + 50) / 100 })
    }

    /// The drive between two snapped positions.
    pub fn drive(&self, from: Snap, to: Snap) -> Option<u64> {
        let (start, end) = (&self.segments[&from.segment], &self.segments[&to.segment]);
        let mut best = None;
        let mut offer = |time: Option<u64>| best = [best, time].into_iter().flatten().min();
        if from.segment == to.segment {
            if from.fraction <= to.fraction {
                offer(share(start.along, to.fraction - from.fraction));
            }
            if from.fraction >= to.fraction {
                offer(share(start.against, from.fraction - to.fraction));
            }
        }
        let exits = [
            (start.to, share(start.along, WHOLE - from.fraction)),
            (start.from, share(start.against, from.fraction)),
        ];
        let entries =
            [(end.from, share(end.along, to.fraction)), (end.to, share(end.against, WHOLE - to.fraction))];
        let reached = self.search(exits.iter().filter_map(|&(node, time)| Some((node, time?))));
        for (node, time) in entries {
            offer(time.zip(reached.get(&node)).map(|(a, b)| a + b));
        }
        best
    }

    fn search(&self, starts: impl Iterator<Item = (i64, u64)>) -> HashMap<i64, u64> {
        let mut reached = HashMap::new();
        let mut open: BinaryHeap<_> = starts.map(|(node, time)| Reverse((time, node))).collect();
        while let Some(Reverse((time, node))) = open.pop() {
            if reached.contains_key(&node) {
                continue;
            }
            reached.insert(node, time);
            for &(to, weight) in self.steps.get(&node).into_iter().flatten() {
                if !reached.contains_key(&to) {
                    open.push(Reverse((time + weight, to)));
                }
            }
        }
        reached
    }
}
