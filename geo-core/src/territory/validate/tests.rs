//! Faults planted in what is kept beside the records are found.

use crate::planar::Tolerance;
use crate::territory::runs::Runs;
use crate::territory::{Area, AreaId, FaceId, StateHash, Territory};
use crate::{Level, Shape};
use std::sync::Arc;

fn two_squares() -> Territory {
    let square = |west: f64| {
        let ring = vec![[west, 30.0], [west + 0.1, 30.0], [west + 0.1, 30.1], [west, 30.1]];
        Shape::from_degrees(&[vec![ring]]).unwrap()
    };
    let grid = |id, shape| (AreaId(id), Area::named(Level::Grid, "grid"), Some(shape));
    Territory::build([grid(1, &square(114.0)), grid(2, &square(114.1))], Tolerance::default()).unwrap()
}

/// Breaks something.
type Plant = fn(&mut Territory);

#[test]
fn what_is_derived_is_compared_with_the_records() {
    let plants: [(&str, Plant); 8] = [
        ("leave a node", |t| _ = t.nodes.get_mut(1).unwrap().leaving.pop()),
        ("the length", |t| Arc::make_mut(t.borders.get_mut(1).unwrap()).share.micrometres += 1),
        ("levels of borders", |t| t.levels.set(1, Some(Level::MicroArea))),
        ("around a face", |t| _ = t.faces.get_mut(1).unwrap().around.pop()),
        ("sums of areas", |t| {
            Arc::make_mut(t.areas.get_mut(1).unwrap()).totals.share.square_millimetres += 1
        }),
        ("index", |t| t.runs = Runs::default()),
        ("belongs to an area", |t| t.of_level[0] += 1),
        ("hash", |t| t.hash = StateHash::default()),
    ];
    assert_eq!(two_squares().validate(), []);
    for (what, plant) in plants {
        let mut territory = two_squares();
        plant(&mut territory);
        let faults = territory.validate();
        assert!(
            faults.iter().any(|fault| fault.code() == "derived" && fault.to_string().contains(what)),
            "{what}: {faults:?}"
        );
    }
}

#[test]
fn sums_that_are_wrong_in_the_same_way_as_borders_do_not_add_up() {
    let mut territory = two_squares();
    // The area beside a border as it is kept is wrong, and so are all sums that were reckoned from it.
    let outer = territory.borders().find(|(_, border)| border.right == FaceId::OUTSIDE).unwrap().0;
    Arc::make_mut(territory.borders.get_mut(outer.0).unwrap()).share.doubled += 10;
    territory.refresh_all();
    let faults = territory.validate();
    let found = faults.iter().find(|fault| fault.code() == "area_sum").unwrap();
    assert_eq!(
        found.to_string(),
        "areas and holes add up to 4000000000010 doubled square units, the ground inside their outer borders is 4000000000000"
    );
    assert!(!faults.iter().any(|fault| fault.to_string().contains("sums of areas")), "{faults:?}");
}
