//! What readers of a patch are told: the borders to draw anew, and what two drafts have in common.

#[path = "territory_common/mod.rs"]
mod common;

use common::{COMMUNITY, at, done, drawn_otherwise, lattice};
use geo_core::Level;
use geo_core::territory::{
    AreaId, Border, BorderId, Change, Edit, FaceId, Ids, NewArea, Node, NodeId, Patch, PatchSum, Territory,
};

const ONE: AreaId = AreaId(2);
const TWO: AreaId = AreaId(3);

/// The borders that end at a corner of squares.
fn ending_at(territory: &Territory, x: i32, y: i32) -> Vec<BorderId> {
    let (node, _) = territory.nodes().find(|(_, node)| node.at == at(x, y)).unwrap();
    let borders = territory.borders().filter(|(_, border)| [border.from, border.to].contains(&node));
    borders.map(|(id, _)| id).collect()
}

#[test]
fn borders_that_move_with_a_node_are_told() {
    let mut territory = lattice(2, 2);
    let edited = done(&mut territory, &Edit::MovePoint { at: at(100, 100), to: at(110, 90) });
    assert!(edited.patch.borders.is_empty(), "records of borders do not change");
    assert_eq!(edited.redrawn, ending_at(&territory, 110, 90));
    assert_eq!(edited.redrawn.len(), 4);
}

#[test]
fn borders_that_change_their_level_are_told() {
    let mut territory = lattice(4, 1);
    done(
        &mut territory,
        &Edit::Gather { areas: vec![COMMUNITY], level: Level::District, new: NewArea::named("district") },
    );
    let before = territory.clone();
    let second = Edit::Many {
        edits: vec![
            Edit::SetParent { area: ONE, parent: Some(AreaId(6)) },
            Edit::SetParent { area: TWO, parent: Some(AreaId(6)) },
        ],
    };
    let edited = done(&mut territory, &second);
    assert!(edited.patch.borders.is_empty() && edited.patch.faces.is_empty());
    assert_eq!(edited.redrawn.len(), 1, "what parts the two from the rest is now a border of communities");
    assert_eq!(edited.redrawn, drawn_otherwise(&territory, &before));
    let back = before.redrawn(&territory, &edited.patch.inverse());
    assert_eq!(back, edited.redrawn);
}

#[test]
fn a_patch_of_many_edits_tells_what_is_left_of_them() {
    let before = lattice(2, 2);
    let mut territory = before.clone();
    let mut net = Patch::default();
    for (from, to) in [((100, 100), (110, 90)), ((100, 0), (90, 0)), ((110, 90), (100, 100))] {
        let edit = Edit::MovePoint { at: at(from.0, from.1), to: at(to.0, to.1) };
        net = net.then(&done(&mut territory, &edit).patch);
    }
    assert_eq!(territory.redrawn(&before, &net), ending_at(&territory, 90, 0));
}

#[test]
fn to_move_a_node_touches_the_borders_that_end_there() {
    let map = lattice(2, 2);
    let node = map.decide(&Edit::MovePoint { at: at(100, 100), to: at(110, 90) }).unwrap().patch;
    let [ends_there, ..] = ending_at(&map, 100, 100)[..] else { panic!("four borders") };
    let elsewhere =
        map.borders().map(|(id, _)| id).find(|id| !ending_at(&map, 100, 100).contains(id)).unwrap();
    let bend = |border| {
        let line = common::line(&map, map.border(border).unwrap());
        let place = at(line[0].lon_e7() + 7, line[0].lat_e7() + 7);
        map.decide(&Edit::InsertPoint { border, after: 0, at: place })
    };
    let there = bend(ends_there).unwrap().patch;
    assert!(map.touched(&node).meets(&map.touched(&there)));
    assert_eq!(map.touched(&node).borders, ending_at(&map, 100, 100).into_iter().collect());
    if let Ok(elsewhere) = bend(elsewhere) {
        assert!(!map.touched(&node).meets(&map.touched(&elsewhere.patch)));
    }
}

#[test]
fn many_edits_at_once_cost_no_more_than_one_by_one() {
    let mut territory = lattice(30, 30);
    let code = |number: usize| Some(format!("{number:015}").parse().unwrap());
    let area = |number: usize| AreaId(2 + (number % 900) as u32);
    let edits = (0..20_000).map(|number| Edit::SetCode { area: area(number), code: code(number) }).collect();
    let start = std::time::Instant::now();
    let edited = territory.decide(&Edit::Many { edits }).unwrap();
    let took = start.elapsed();
    println!("20,000 codes in one edit: {took:?}");
    assert!(took.as_secs() < 3, "{took:?}");
    assert_eq!(edited.patch.areas.len(), 900);
    territory.apply(&edited.patch).unwrap();
    assert_eq!(territory.area(area(0)).unwrap().code, code(19_800));
}

#[test]
fn patches_add_up_to_what_they_do_one_after_the_other() {
    let before = lattice(3, 3);
    let (mut territory, mut sum, mut joined) = (before.clone(), PatchSum::default(), Patch::default());
    let edits = [
        Edit::MovePoint { at: at(100, 100), to: at(110, 90) },
        Edit::Merge { areas: vec![TWO], into: ONE },
        Edit::MovePoint { at: at(110, 90), to: at(100, 100) },
        Edit::SetName { area: ONE, name: "one".into() },
        Edit::RemovePoint { at: at(300, 300) },
    ];
    for edit in edits {
        let patch = done(&mut territory, &edit).patch;
        sum.push(&patch);
        joined = joined.then(&patch);
    }
    let sum = sum.into_patch();
    assert_eq!(sum, joined);
    assert!(sum.nodes.iter().all(|change| change.before != change.after));
    let mut at_once = before;
    at_once.apply(&sum).unwrap();
    assert_eq!((at_once.hash(), at_once.validate()), (territory.hash(), vec![]));
}

#[test]
fn numbers_after_which_there_is_none_are_refused() {
    let mut territory = lattice(2, 1);
    let hash = territory.hash();
    let (_, border) = territory.borders().next().map(|(id, border)| (id, border.clone())).unwrap();
    let face = territory.face(border.left.max(border.right)).unwrap();
    let area = territory.area(ONE).unwrap().clone();
    let node = territory.node(border.from).unwrap();
    let new = |after| Change { id: BorderId(1 << 31), before: None, after: Some(after) };
    let none = Patch::default();
    let patches = [
        Patch { borders: vec![new(border)], ..none.clone() },
        Patch {
            nodes: vec![Change { id: NodeId(u32::MAX), before: None, after: Some(node) }],
            ..none.clone()
        },
        Patch {
            faces: vec![Change { id: FaceId(u32::MAX), before: None, after: Some(face) }],
            ..none.clone()
        },
        Patch { areas: vec![Change { id: AreaId(u32::MAX), before: None, after: Some(area) }], ..none },
    ];
    for patch in patches {
        let stale = territory.apply(&patch).unwrap_err();
        assert_eq!((stale.code(), stale.rule.contains("too great a number")), ("stale", true), "{stale}");
        assert_eq!(territory.decide_patch(&patch).unwrap_err().code(), "stale");
        assert_eq!(territory.hash(), hash);
    }
}

#[test]
fn a_point_that_becomes_a_node_where_it_is_counts_as_changed() {
    // A border ends a point earlier than before, at a node of its own; the border that goes on from there sets out from
    // another node at the very same place.
    let mut territory = lattice(2, 1);
    let border = territory.borders().find(|(_, border)| !border.points.is_empty()).unwrap().0;
    let whole = territory.border(border).unwrap().clone();
    let Ids { node, border: free, .. } = territory.next_ids();
    let at = whole.points[0];
    let new = |id| Change { id, before: None, after: Some(Node { at }) };
    let head = Border { to: NodeId(node), points: Vec::new(), ..whole.clone() };
    let tail = Border { from: NodeId(node + 1), points: whole.points[1..].to_vec(), ..whole.clone() };
    let patch = Patch {
        nodes: vec![new(NodeId(node)), new(NodeId(node + 1))],
        borders: vec![
            Change { id: border, before: Some(whole), after: Some(head) },
            Change { id: BorderId(free), before: None, after: Some(tail) },
        ],
        ..Patch::default()
    };
    assert!(territory.decide_patch(&patch).is_err());
    territory.apply(&patch).unwrap();
    assert!(territory.validate().iter().any(|fault| fault.code() == "borders_meet"));
}
