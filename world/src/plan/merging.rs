//! Merging two drafts that were begun on the same map.
//!
//! What only one of them touched is simply joined: records of the map (borders, faces, areas, buildings) are the unit,
//! not sheets, so two planners at work in one street seldom meet. What both touched since they parted ([`common`]) is a
//! conflict, shown with its place; and because two borders can come to cross though nobody touched both, the kernel looks
//! at the joined map as it looks at every edit. Which draft is merged into which decides over numbers only: the one that
//! takes the other in keeps its own.

use super::draft::PlanDraft;
use super::drawn::{Joined, JoinedHow};
use super::drawn_again::{drawn_again, drawn_either_way};
use super::following::with_followers;
use super::joined::{Common, Met, common, holds};
use crate::Refusal;
use geo_core::Position;
use geo_core::territory::{AreaId, Edit, Patch, Renumbering, Territory};
use serde::Serialize;

/// What a merge does.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// To the map of the draft that takes the other in.
    pub patch: Patch,
    /// What is remembered of it.
    pub joined: Joined,
}

/// Something that both drafts changed, each in its own way.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// `node`, `border`, `face`, `area`, `building`, or the code of what the kernel refuses in the joined map.
    pub what: String,
    /// Its number, where it has one.
    pub id: Option<u32>,
    /// Where.
    pub at: Option<Position>,
}

/// Why two drafts were not merged.
#[derive(Debug, Clone, PartialEq)]
pub enum NotMerged {
    /// They cannot be: `drafts_differ_in_base`, `draft_discarded`, `merged_into_itself`, `merges_crossed`,
    /// `merge_drawn_again`.
    Refused(Refusal),
    /// They could be, but for these.
    Conflicts(Vec<Conflict>),
}

/// What has to be done to `mine` so that it holds what both drafts did.
///
/// # Errors
/// [`NotMerged`]; the same conflicts whichever draft takes the other in.
pub fn merged(mine: &PlanDraft, other: &PlanDraft) -> Result<Merged, NotMerged> {
    let told = joined_into(mine, other);
    // Of several crossings the kernel names the first by number, and numbers are those of the draft that takes the other
    // in: the one begun earlier speaks for both.
    let is_earlier = number(&mine.id) < number(&other.id);
    if matches!(told, Err(NotMerged::Conflicts(_))) && !is_earlier {
        return match joined_into(other, mine) {
            Err(NotMerged::Conflicts(found)) => Err(NotMerged::Conflicts(found)),
            Err(NotMerged::Refused(_)) | Ok(_) => told,
        };
    }
    told
}

fn joined_into(mine: &PlanDraft, other: &PlanDraft) -> Result<Merged, NotMerged> {
    check_can_be(mine, other).map_err(NotMerged::Refused)?;
    let common = common(mine, other).map_err(NotMerged::Refused)?;
    let mut held = holds(&other.steps()[..other.in_effect()]);
    held.insert(other.id.clone(), other.seq);
    let joined = |how, patch, common: Common| Merged {
        patch,
        joined: Joined { seq: other.seq, how, numbers: common.numbers, next: common.next, holds: held },
    };
    let (here, since) = (mine.net(), common.net.inverse());
    let (first, second) = (since.then(&here), since.then(&other.net().renumbered(&common.numbers)));
    let crossed = || Refusal::new("merges_crossed").with("draft", &mine.id).with("other", &other.id);
    let mut base = mine.begun.clone();
    base.apply(&common.net).map_err(|_| NotMerged::Refused(crossed()))?;
    let whole = |patch: &Patch| here.inverse().then(patch);
    let found = conflicts(&base, &first, &second);
    if found.is_empty() {
        let both = with_followers(&base, [&first, &second]).unwrap_or_else(|| first.then(&second));
        // Looked at from where both went on, and so in the same way whichever takes the other in.
        match base.decide_patch(&both) {
            Ok(_) => {
                let patch = whole(&common.net.then(&both));
                return Ok(joined(JoinedHow::AsDrawn, patch, common));
            }
            // A new area lies in one that the other merged away, say: in no record do they meet.
            Err(error) if common.met == Met::Before => return Err(refused(&error)),
            Err(_) => {}
        }
    } else if common.met == Met::Before
        || !found.iter().all(|conflict| matches!(&*conflict.what, "border" | "node"))
    {
        return Err(NotMerged::Conflicts(found));
    }
    // Both cut one border, say, each for a line of its own: drawing again decides whether they are in each other's way.
    // The one begun earlier goes first, whichever takes the other in.
    let mut pair = [mine, other];
    pair.sort_by_key(|draft| number(&draft.id));
    let may_merge = found.is_empty();
    // Only what was there when both began has the same number in both.
    let known = |area: &AreaId| mine.begun.area(*area).is_some();
    let in_order = drawn_again(pair[1], &pair[0].map, |edit| match edit {
        Edit::MovePoint { .. } => true,
        Edit::Split { area, .. } => known(area),
        Edit::Merge { areas, into } => may_merge && areas.iter().chain([into]).all(known),
        _ => false,
    });
    let again = in_order.or_else(|| if may_merge { drawn_either_way(pair) } else { None });
    let Some(both) = again.map(|again| pair[0].net().then(&again)) else {
        let unsound = || base.decide_patch(&first.then(&second)).err().map(|error| refused(&error));
        return Err(if may_merge { unsound() } else { None }.unwrap_or(NotMerged::Conflicts(found)));
    };
    base.decide_patch(&both).map_err(|error| refused(&error))?;
    let mut map = base.clone();
    map.apply(&both).map_err(|_| NotMerged::Refused(crossed()))?;
    let (fresh, next) = match pair[0].id == mine.id {
        true => (Renumbering::default(), map.next_ids()),
        // What is drawn again gets numbers that nothing had here.
        false => (Renumbering::same_below(base.next_ids())).completed(map.next_ids(), mine.map.next_ids()),
    };
    let patch = whole(&both.renumbered(&fresh));
    Ok(joined(JoinedHow::DrawnAgain, patch, Common { next, ..common }))
}

/// # Errors
/// `merged_into_itself`, `draft_discarded`, `drafts_differ_in_base`.
fn check_can_be(mine: &PlanDraft, other: &PlanDraft) -> Result<(), Refusal> {
    if mine.id == other.id {
        return Err(Refusal::new("merged_into_itself").with("draft", &mine.id));
    }
    if let Some(gone) = [mine, other].into_iter().find(|draft| draft.discarded) {
        return Err(Refusal::new("draft_discarded").with("draft", &gone.id));
    }
    if (mine.base, mine.begun.hash()) != (other.base, other.begun.hash()) {
        let refusal = Refusal::new("drafts_differ_in_base");
        return Err(refusal.with("base", mine.base).with("other", other.base));
    }
    Ok(())
}

/// What the kernel says of the joined map.
fn refused(error: &geo_core::territory::EditError) -> NotMerged {
    NotMerged::Conflicts(vec![Conflict { what: error.code().to_owned(), id: None, at: error.place() }])
}

/// Drafts are numbered as they are begun.
fn number(id: &str) -> (usize, &str) {
    (id.len(), id)
}

/// Records that both patches change, other than to the same.
fn conflicts(begun: &Territory, one: &Patch, two: &Patch) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut conflict = |what: &str, id: u32, at: Option<Position>| {
        found.push(Conflict { what: what.to_owned(), id: Some(id), at });
    };
    for (a, b) in in_both(&one.nodes, &two.nodes, |change| change.id) {
        if a.after != b.after {
            conflict("node", a.id.0, a.before.or(a.after).map(|node| node.at));
        }
    }
    for (a, b) in in_both(&one.borders, &two.borders, |change| change.id) {
        if a.after != b.after {
            let middle = a.before.as_ref().and_then(|border| {
                border
                    .points
                    .get(border.points.len() / 2)
                    .copied()
                    .or_else(|| Some(begun.node(border.from)?.at))
            });
            conflict("border", a.id.0, middle);
        }
    }
    let label = |area| begun.outline(area)?.label_point();
    for (a, b) in in_both(&one.faces, &two.faces, |change| change.id) {
        if a.after != b.after {
            conflict("face", a.id.0, a.before.and_then(|face| label(face.area?)));
        }
    }
    for (a, b) in in_both(&one.areas, &two.areas, |change| change.id) {
        if a.after != b.after {
            conflict("area", a.id.0, label(a.id));
        }
    }
    for (a, b) in in_both(&one.buildings, &two.buildings, |change| change.id) {
        if a.after != b.after {
            conflict("building", a.id.0, begun.building(a.id).map(|building| building.at));
        }
    }
    found
}

/// Pairs of changes with the same id; both lists are sorted by it.
fn in_both<'a, C, I: Ord>(
    one: &'a [C],
    two: &'a [C],
    id: impl Fn(&C) -> I + Copy,
) -> impl Iterator<Item = (&'a C, &'a C)> {
    one.iter().filter_map(move |change| {
        let place = two.binary_search_by_key(&id(change), id).ok()?;
        Some((change, &two[place]))
    })
}
