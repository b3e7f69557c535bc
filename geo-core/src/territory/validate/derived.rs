//! Whether what is kept beside the records is what they make.

use crate::territory::ids::{BorderId, FaceId, Half, NodeId};
use crate::territory::records::Border;
use crate::territory::runs::{Run, Runs};
use crate::territory::share::Share;
use crate::territory::{Fault, StateHash, Territory};

pub(super) fn faults(kept: &Territory) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut expect = |what: &str, is_so: bool| {
        if !is_so {
            faults.push(Fault::Derived { what: what.to_owned() });
        }
    };
    let mut runs = Vec::new();
    let mut shares_fit = true;
    for (id, entry) in kept.borders.iter() {
        let line = kept.line(&entry.border);
        shares_fit &= entry.share == Share::of(&line);
        runs.extend(Run::along(BorderId(id), &line));
    }
    expect("the length or area of a border", shares_fit);
    expect("the index of where borders run", kept.runs.all() == Runs::packed(runs).all());
    expect("the list of borders that leave a node", nodes_fit(kept));
    expect("the list of borders around a face", faces_fit(kept));
    expect("the list of what belongs to an area", areas_fit(kept));
    let anew = kept.reckon();
    expect("the levels of borders", kept.levels.iter().eq(anew.levels.iter()));
    let sums = kept.areas.iter().map(|(id, entry)| (id, entry.totals, &entry.around));
    expect(
        "the sums of areas",
        sums.eq(anew.areas.iter().map(|(id, (totals, around))| (id, *totals, around))),
    );
    faults
}

/// The hash, apart from the rest so that work is shared out evenly.
pub(super) fn fault_of_hash(kept: &Territory) -> Option<Fault> {
    let anew: StateHash = kept.reckon_hash();
    (kept.hash != anew).then(|| Fault::Derived { what: "the hash".to_owned() })
}

/// Lists that are sorted, hold each item that they should, and no more items altogether, hold just those.
fn lists_fit<'l, T: Ord + 'l>(
    lists: impl Iterator<Item = &'l [T]>,
    is_there: impl Iterator<Item = bool>,
) -> bool {
    let (mut items, mut sorted) = (0, true);
    for list in lists {
        items += list.len();
        sorted &= list.is_sorted_by(|one, two| one < two);
    }
    let (mut expected, mut all) = (0, true);
    for is_there in is_there {
        expected += 1;
        all &= is_there;
    }
    sorted && all && items == expected
}

fn nodes_fit(kept: &Territory) -> bool {
    let leaves = |node: NodeId, half: Half| {
        kept.nodes.get(node.0).is_some_and(|entry| entry.leaving.binary_search(&half).is_ok())
    };
    let fits = |(id, border): (BorderId, &Border)| {
        [leaves(border.from, Half::forward(id)), leaves(border.to, Half::backward(id))]
    };
    lists_fit(kept.nodes.iter().map(|(_, entry)| &entry.leaving[..]), kept.borders().flat_map(fits))
}

fn faces_fit(kept: &Territory) -> bool {
    let surrounds = |face: FaceId, half: Half| {
        kept.faces.get(face.0).is_some_and(|entry| entry.around.binary_search(&half).is_ok())
    };
    let fits = |(id, border): (BorderId, &Border)| {
        [surrounds(border.left, Half::forward(id)), surrounds(border.right, Half::backward(id))]
    };
    lists_fit(kept.faces.iter().map(|(_, entry)| &entry.around[..]), kept.borders().flat_map(fits))
}

fn areas_fit(kept: &Territory) -> bool {
    let entries = || kept.areas.iter().map(|(_, entry)| &**entry);
    let mut of_level = [0; crate::Level::ALL.len()];
    entries().for_each(|entry| of_level[entry.area.level as usize] += 1);
    let owned = kept.faces().filter_map(|(id, face)| Some((id, face.area?)));
    let owns = |(id, area)| kept.faces_of(area).binary_search(&id).is_ok();
    let below = kept.areas().filter_map(|(id, area)| Some((id, area.parent?)));
    let has_child = |(id, parent)| kept.children(parent).binary_search(&id).is_ok();
    let houses = kept.buildings().map(|(id, building)| (id, building.area));
    let has_house = |(id, area)| kept.buildings_of(area).binary_search(&id).is_ok();
    let households = |entry: &crate::territory::entries::AreaEntry| -> u64 {
        let buildings = entry.buildings.iter().filter_map(|id| kept.building(*id));
        buildings.map(|building| u64::from(building.households)).sum()
    };
    of_level == kept.of_level
        && lists_fit(entries().map(|entry| &entry.faces[..]), owned.map(owns))
        && lists_fit(entries().map(|entry| &entry.children[..]), below.map(has_child))
        && lists_fit(entries().map(|entry| &entry.buildings[..]), houses.map(has_house))
        && entries().all(|entry| entry.own_households == households(entry))
}
