//! Turn restrictions as OpenStreetMap has them: which relations count, for whom, and which turn they mean.
//!
//! The rules are those of `dispatch/ROADS.md` §4. What cannot be judged (a condition on the time, members that
//! do not fit) is counted in [`RestrictionCounts`], never guessed.

use super::open::WHEELS;
use super::tags::Tags;
use crate::Profile;
use serde::{Deserialize, Serialize};

/// What kind of thing a member of a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OsmKind {
    /// A node.
    Node,
    /// A way.
    Way,
    /// Another relation.
    Relation,
}

/// A member of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsmMember {
    /// What it is there for, such as `from`, `via` and `to`.
    pub role: String,
    /// What it is.
    pub kind: OsmKind,
    /// Its id.
    pub id: i64,
}

/// A relation with its tags, as OpenStreetMap has it; turn restrictions are such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsmRelation {
    /// Its tags: key and value.
    pub tags: Vec<(String, String)>,
    /// Its members, in order.
    pub members: Vec<OsmMember>,
}

/// What has become of the turn restrictions of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RestrictionCounts {
    /// Obeyed by at least one profile.
    pub obeyed: usize,
    /// Under a condition, such as hours of the day, that a travel time cannot know; not obeyed. A restriction
    /// that has an unconditional part too is obeyed in that, and counted here as well.
    pub conditional: usize,
    /// For other vehicles only (lorries, buses, bicycles).
    pub other_vehicles: usize,
    /// On roads that are not in the network, or that nobody may drive in that direction.
    pub without_effect: usize,
    /// Of unknown kind, or with members that do not say one turn; not obeyed.
    pub unclear: usize,
}

/// What is passed between the first road and the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Via {
    Node(i64),
    Ways(Vec<i64>),
}

/// A restriction whose tags have been judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JudgedRestriction {
    /// The profiles bound.
    pub profiles: u8,
    /// Whether this is the only way to go, or the one that may not be gone.
    pub only: bool,
    pub from: Vec<i64>,
    pub via: Via,
    pub to: Vec<i64>,
}

const FORBIDDING: [&str; 6] =
    ["no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit"];
const COMMANDING: [&str; 4] = ["only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn"];

/// The old way to say that a restriction holds at some hours only.
const HOURS: [&str; 4] = ["day_on", "day_off", "hour_on", "hour_off"];

/// Judges a relation and counts it; one judgement for each kind that binds some profile.
pub(crate) fn judge(
    tags: &[(&str, &str)],
    members: &[OsmMember],
    counts: &mut RestrictionCounts,
) -> Vec<JudgedRestriction> {
    let tags = Tags(tags);
    if tags.get("type") != Some("restriction") {
        return Vec::new();
    }
    let motor = ["restriction", "restriction:motorcar", "restriction:motorcycle"];
    let motor = motor.into_iter().chain(["restriction:motor_vehicle", "restriction:vehicle"]);
    let is_conditional = motor.map(|key| format!("{key}:conditional")).any(|key| tags.get(&key).is_some());
    let at_hours = HOURS.iter().any(|key| tags.get(key).is_some());
    counts.conditional += usize::from(is_conditional || at_hours);
    if at_hours {
        return Vec::new();
    }
    let mut kinds: Vec<(&str, u8)> = Vec::new();
    let mut is_unknown = false;
    for profile in [Profile::Car, Profile::Motorcycle] {
        match kind_for(&tags, profile) {
            Some(kind) if FORBIDDING.contains(&kind) || COMMANDING.contains(&kind) => {
                let bit = 1 << profile as u8;
                match kinds.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, profiles)) => *profiles |= bit,
                    None => kinds.push((kind, bit)),
                }
            }
            Some("none" | "no_right_turn_on_red" | "no_left_turn_on_red") | None => {}
            Some(_) => is_unknown = true,
        }
    }
    if is_unknown {
        counts.unclear += 1;
        return Vec::new();
    }
    if kinds.is_empty() {
        counts.other_vehicles += usize::from(!is_conditional);
        return Vec::new();
    }
    let judged = kinds.into_iter().map(|(kind, profiles)| fit(kind, profiles & WHEELS, members));
    match judged.collect::<Option<Vec<_>>>() {
        Some(judged) => judged,
        None => {
            counts.unclear += 1;
            Vec::new()
        }
    }
}

/// The kind of restriction that binds a profile: the most particular tag decides, unless it is excepted.
fn kind_for<'a>(tags: &Tags<'a>, profile: Profile) -> Option<&'a str> {
    let own = if profile == Profile::Car { "motorcar" } else { "motorcycle" };
    let names = [own, "motor_vehicle", "vehicle"];
    let excepted = tags.get("except").unwrap_or_default();
    if excepted.split([';', ',']).any(|except| names.contains(&except.trim())) {
        return None;
    }
    let particular = names.iter().find_map(|name| tags.get(&format!("restriction:{name}")));
    particular.or_else(|| tags.get("restriction"))
}

/// The members by their roles; nothing when they do not make a turn.
fn fit(kind: &str, profiles: u8, members: &[OsmMember]) -> Option<JudgedRestriction> {
    let ways = |role: &str| -> Vec<i64> {
        let ways = members.iter().filter(|member| member.role == role && member.kind == OsmKind::Way);
        ways.map(|member| member.id).collect()
    };
    let nodes: Vec<i64> = members
        .iter()
        .filter(|member| member.role == "via" && member.kind == OsmKind::Node)
        .map(|member| member.id)
        .collect();
    let (from, between, to) = (ways("from"), ways("via"), ways("to"));
    let via = match (nodes.as_slice(), between.is_empty()) {
        (&[node], true) => Via::Node(node),
        ([], false) => Via::Ways(between),
        _ => return None,
    };
    let only = COMMANDING.contains(&kind);
    let fits = if only { from.len() == 1 && to.len() == 1 } else { !from.is_empty() && !to.is_empty() };
    fits.then_some(JudgedRestriction { profiles, only, from, via, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(role: &str, kind: OsmKind, id: i64) -> OsmMember {
        OsmMember { role: role.into(), kind, id }
    }

    fn judged(tags: &[(&str, &str)]) -> (Vec<(u8, bool)>, RestrictionCounts) {
        let members = [
            member("from", OsmKind::Way, 1),
            member("via", OsmKind::Node, 2),
            member("to", OsmKind::Way, 3),
            member("location_hint", OsmKind::Node, 4),
        ];
        let mut all = vec![("type", "restriction")];
        all.extend(tags);
        let mut counts = RestrictionCounts::default();
        let judged = judge(&all, &members, &mut counts);
        (judged.iter().map(|one| (one.profiles, one.only)).collect(), counts)
    }

    #[test]
    fn the_most_particular_tag_binds_whom_it_names() {
        for (tags, expected) in [
            (vec![("restriction", "no_left_turn")], vec![(0b11, false)]),
            (vec![("restriction", "only_straight_on")], vec![(0b11, true)]),
            (vec![("restriction", "no_left_turn"), ("except", "psv; motorcar")], vec![(0b10, false)]),
            (vec![("restriction", "no_left_turn"), ("except", "motor_vehicle")], vec![]),
            (vec![("restriction:motorcycle", "no_u_turn")], vec![(0b10, false)]),
            (vec![("restriction:vehicle", "no_u_turn")], vec![(0b11, false)]),
            (vec![("restriction", "no_u_turn"), ("restriction:motorcar", "none")], vec![(0b10, false)]),
            (
                vec![("restriction", "no_exit"), ("restriction:motorcar", "only_u_turn")],
                vec![(0b01, true), (0b10, false)],
            ),
            (vec![("restriction", "no_right_turn_on_red")], vec![]),
            (vec![("restriction:hgv", "no_left_turn")], vec![]),
        ] {
            assert_eq!(judged(&tags).0, expected, "{tags:?}");
        }
        assert_eq!(judged(&[("restriction:hgv", "no_left_turn")]).1.other_vehicles, 1);
    }

    #[test]
    fn what_cannot_be_judged_is_counted_and_not_obeyed() {
        let counted = |tags: &[(&str, &str)]| {
            let (judged, counts) = judged(tags);
            (judged.len(), counts.conditional, counts.unclear, counts.other_vehicles)
        };
        assert_eq!(counted(&[("restriction:conditional", "no_left_turn @ (07:00-09:00)")]), (0, 1, 0, 0));
        assert_eq!(counted(&[("restriction", "no_left_turn"), ("hour_on", "07:00")]), (0, 1, 0, 0));
        let both = [("restriction", "no_left_turn"), ("restriction:motorcar:conditional", "none @ (Su)")];
        assert_eq!(counted(&both), (1, 1, 0, 0));
        assert_eq!(counted(&[("restriction", "no_parking")]), (0, 0, 1, 0));
        let mut counts = RestrictionCounts::default();
        let members = [member("from", OsmKind::Way, 1), member("to", OsmKind::Way, 3)];
        let tags = [("type", "restriction"), ("restriction", "no_left_turn")];
        assert!(judge(&tags, &members, &mut counts).is_empty());
        assert_eq!(counts.unclear, 1);
    }
}
