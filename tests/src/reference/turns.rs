//! Turn restrictions (§4): which sequences of steps they speak of.

use super::law::Tags;
use super::segments::Segments;
use dispatch::Profile;
use dispatch::roads::{OsmKind, OsmRelation, RestrictionCounts};

/// A segment walked in one direction: 2 × its number along its way, the next number against it.
pub type Step = usize;

/// What a restriction says of a sequence of steps.
pub struct Turn {
    pub steps: Vec<Step>,
    pub only: bool,
    /// Who is bound.
    pub binds: [bool; 3],
}

const WHEELS: [Profile; 2] = [Profile::Car, Profile::Motorcycle];
const NO: [&str; 6] = ["no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit"];
const ONLY: [&str; 4] = ["only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn"];

/// All turns that are spoken of, and what became of the relations.
pub fn turns(roads: &Segments, relations: &[OsmRelation]) -> (Vec<Turn>, RestrictionCounts) {
    let (mut all, mut counts) = (Vec::new(), RestrictionCounts::default());
    for relation in relations {
        let tags = Tags(relation.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect());
        if tags.get("type") != Some("restriction") {
            continue;
        }
        let suffixes = ["", ":motorcar", ":motorcycle", ":motor_vehicle", ":vehicle"];
        let at_times = suffixes.iter().any(|s| tags.get(&format!("restriction{s}:conditional")).is_some());
        let at_hours = ["day_on", "day_off", "hour_on", "hour_off"].iter().any(|key| tags.get(key).is_some());
        if at_times || at_hours {
            counts.conditional += 1;
        }
        if at_hours {
            continue;
        }
        let said = WHEELS.map(|profile| said_to(&tags, profile));
        if said.iter().flatten().any(|kind| !NO.contains(kind) && !ONLY.contains(kind)) {
            counts.unclear += 1;
            continue;
        }
        let mut kinds: Vec<&str> = said.iter().flatten().copied().collect();
        kinds.dedup();
        if kinds.is_empty() {
            counts.other_vehicles += usize::from(!at_times);
            continue;
        }
        let members = |kind, role| -> Vec<i64> {
            let fitting = relation.members.iter().filter(|m| m.kind == kind && m.role == role);
            fitting.map(|member| member.id).collect()
        };
        let [from, to] = ["from", "to"].map(|role| members(OsmKind::Way, role));
        let (nodes, ways) = (members(OsmKind::Node, "via"), members(OsmKind::Way, "via"));
        let is_via = (nodes.len() == 1 && ways.is_empty()) || (nodes.is_empty() && !ways.is_empty());
        let one_each = from.len() == 1 && to.len() == 1;
        let fits =
            |kind: &&str| is_via && (one_each || (NO.contains(kind) && !from.is_empty() && !to.is_empty()));
        if !kinds.iter().all(fits) {
            counts.unclear += 1;
            continue;
        }
        for kind in kinds {
            let bound = |profile: Profile| WHEELS.contains(&profile) && said[profile as usize] == Some(kind);
            let finder = Finder { roads, binds: Profile::ALL.map(bound) };
            match finder.find(&from, &nodes, &ways, &to) {
                Ok(found) => {
                    counts.obeyed += 1;
                    let turn = |steps| Turn { steps, only: ONLY.contains(&kind), binds: finder.binds };
                    all.extend(found.into_iter().map(turn));
                }
                Err(Vague::Nowhere) => counts.without_effect += 1,
                Err(Vague::Several) => counts.unclear += 1,
            }
        }
    }
    (all, counts)
}

/// The kind of restriction that a profile reads on the sign.
fn said_to<'a>(tags: &'a Tags, profile: Profile) -> Option<&'a str> {
    let own = ["motorcar", "motorcycle"][profile as usize];
    let except = tags.get("except").unwrap_or_default();
    let all = [own, "motor_vehicle", "vehicle"];
    if except.split([';', ',']).any(|name| all.contains(&name.trim())) {
        return None;
    }
    let keys = [
        format!("restriction:{own}"),
        "restriction:motor_vehicle".into(),
        "restriction:vehicle".into(),
        "restriction".into(),
    ];
    let said = keys.iter().find_map(|key| tags.get(key))?;
    (!["none", "no_right_turn_on_red", "no_left_turn_on_red"].contains(&said)).then_some(said)
}

enum Vague {
    Nowhere,
    Several,
}

struct Finder<'a> {
    roads: &'a Segments<'a>,
    binds: [bool; 3],
}

impl Finder<'_> {
    fn find(&self, from: &[i64], nodes: &[i64], ways: &[i64], to: &[i64]) -> Result<Vec<Vec<Step>>, Vague> {
        if from.len() * to.len() > 64 {
            return Err(Vague::Several);
        }
        let (mut found, mut several) = (Vec::new(), false);
        for &from in from {
            for &to in to {
                // Each way to pass what lies between: where it begins, its steps, where it ends.
                let passages: Vec<(usize, Vec<Step>, usize)> = if ways.is_empty() {
                    let node = self.roads.ids.binary_search(&nodes[0]).ok();
                    node.map(|node| (node, Vec::new(), node)).into_iter().collect()
                } else {
                    self.passages(ways)
                };
                let mut turns = Vec::new();
                for (begin, between, end) in passages {
                    let arriving = self.steps_of(from).filter(|&step| self.ends(step)[1] == begin);
                    let leaving = self.steps_of(to).filter(|&step| self.ends(step)[0] == end);
                    let (arriving, leaving): (Vec<_>, Vec<_>) = (arriving.collect(), leaving.collect());
                    match (arriving.as_slice(), leaving.as_slice()) {
                        (&[first], &[last]) => turns.push([&[first], &between[..], &[last]].concat()),
                        ([], _) => {}
                        ([_], []) => {}
                        _ => several = true,
                    }
                }
                if turns.len() > 1 {
                    return Err(Vague::Several);
                }
                found.extend(turns);
            }
        }
        match found.is_empty() {
            false => Ok(found),
            true if several => Err(Vague::Several),
            true => Err(Vague::Nowhere),
        }
    }

    /// The nodes where a step begins and ends.
    fn ends(&self, step: Step) -> [usize; 2] {
        let [a, b] = self.roads.segments[step / 2].ends;
        if step.is_multiple_of(2) { [a, b] } else { [b, a] }
    }

    /// The steps of a way that somebody bound may go.
    fn steps_of(&self, way: i64) -> impl Iterator<Item = Step> {
        let first = self.roads.segments.partition_point(|segment| segment.way < way);
        let end = self.roads.segments.partition_point(|segment| segment.way <= way);
        (2 * first..2 * end).filter(move |&step| self.may_go(way, step % 2))
    }

    /// How many segments a way has.
    fn count_of(&self, way: i64) -> usize {
        let before = |end: i64| self.roads.segments.partition_point(|segment| segment.way < end);
        self.roads.segments.partition_point(|segment| segment.way <= way) - before(way)
    }

    fn may_go(&self, way: i64, against: usize) -> bool {
        let Some(way) = self.roads.ways.get(&way) else { return false };
        let grants = way.grants.iter().zip(self.binds);
        grants.filter(|(_, bound)| *bound).any(|(grant, _)| grant.is_some_and(|grant| grant.open[against]))
    }

    /// Every way to go over the ways one after the other, each as a whole.
    fn passages(&self, ways: &[i64]) -> Vec<(usize, Vec<Step>, usize)> {
        if ways.iter().map(|&way| self.count_of(way)).sum::<usize>() > 250 {
            return Vec::new();
        }
        let mut passages: Vec<(usize, Vec<Step>, usize)> = Vec::new();
        for (number, &way) in ways.iter().enumerate() {
            let first = self.roads.segments.partition_point(|segment| segment.way < way);
            let end = self.roads.segments.partition_point(|segment| segment.way <= way);
            let is_whole =
                first < end && (first + 1..end).all(|s| self.ends(2 * s - 2)[1] == self.ends(2 * s)[0]);
            let mut longer = Vec::new();
            for against in [0, 1] {
                if !is_whole || !self.may_go(way, against) {
                    continue;
                }
                let mut steps: Vec<Step> = (first..end).map(|segment| 2 * segment + against).collect();
                if against == 1 {
                    steps.reverse();
                }
                let [begin, end] = [self.ends(steps[0])[0], self.ends(steps[steps.len() - 1])[1]];
                if number == 0 {
                    longer.push((begin, steps, end));
                } else {
                    let joined = passages.iter().filter(|(_, _, there)| *there == begin);
                    longer.extend(
                        joined.map(|(start, so_far, _)| (*start, [&so_far[..], &steps].concat(), end)),
                    );
                }
            }
            if longer.len() > 8 {
                return Vec::new();
            }
            passages = longer;
        }
        passages
    }
}
