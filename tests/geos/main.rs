//! Validity, areas and overlay against GEOS, on outlines drawn by chance and on real layers.
//!
//! GEOS reckons in doubles and is asked in whole units, so both see the very same points. Where they differ in validity,
//! it must be in one of two ways: the product takes over rings that touch in points (GEOS: `Ring Self-intersection`,
//! `Interior is disconnected`), and then the ground is what GEOS makes of them by counting rings. Areas are equal but
//! for the last digits of a double; what is laid over each other may be off by two units along the borders, which is what
//! snap rounding and the cutting of lines by GEOS come to.

mod drawn;
mod judge;

use drawn::{patchwork, scribble, star};
use geo_core::Shape;
use geo_core::planar::{Face, FaceId, PlanarMap, Tolerance};
use judge::{Judged, Parts, Questions, area_of, border_of, parts_of, read};
use std::collections::BTreeMap;
use tests::prove::{Seeded, polygon_layers};
use tests::{real_data, soak};

/// By how much lines may be off, in units.
const OFF: f64 = 2.0;
/// How wide what rounding closes is on average, along all borders of a layer, in units.
const THIN: f64 = 0.001;
/// What GEOS calls a ring that touches itself, or ground that hangs together in points only.
const TOUCHING: [&str; 2] = ["Ring Self-intersection", "Interior is disconnected"];

/// Equal but for the last digits of a double; `around` is how large the numbers were on the way.
fn are_equal(one: f64, two: f64, around: f64) -> bool {
    (one - two).abs() <= 1e-12 * around.abs().max(1.0)
}

/// The area of the faces that some areas claim.
fn ground(map: &PlanarMap, keeps: impl Fn(&[u32]) -> bool) -> f64 {
    let kept: Vec<FaceId> = map.faces().filter(|face| keeps(face.covered_by())).map(Face::id).collect();
    area_of(&map.outline(&kept))
}

#[test]
fn outlines_drawn_by_chance_are_judged_as_geos_does() {
    let mut chance = Seeded::new(20_250_701);
    let many = if soak() { 100_000 } else { 4_000 };
    let kinds = [star as fn(&mut Seeded) -> Parts, scribble, patchwork];
    let shapes: Vec<Parts> = (0..many).map(|number| kinds[number % kinds.len()](&mut chance)).collect();
    let questions = Questions { shapes, ..Questions::default() };
    let Some(answers) = questions.asked() else { return };
    let mut counts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for (parts, judged) in questions.shapes.iter().zip(&answers.shapes) {
        let ours = read(parts);
        *counts.entry((ours.is_ok(), judged.why.as_str())).or_default() += 1;
        let told = || format!("{judged:?} of {parts:?}");
        match ours {
            Ok(shape) if judged.is_valid() => {
                assert!(
                    are_equal(area_of(&shape), judged.area, judged.area),
                    "{}: {}",
                    area_of(&shape),
                    told()
                );
            }
            Ok(shape) => {
                assert!(TOUCHING.contains(&judged.why.as_str()), "taken over: {}", told());
                let off = (area_of(&shape) - judged.mended_area).abs();
                assert!(off <= OFF * border_of(&shape), "{}: {}", area_of(&shape), told());
            }
            Err(error) => assert!(!judged.is_valid(), "refused as {error}: {}", told()),
        }
    }
    println!("GEOS {}; taken over or not, what GEOS says, how many:", answers.geos);
    counts.iter().for_each(|((ours, why), count)| println!("  {ours:5} {why}: {count}"));
    let agreed = |valid: bool| counts.get(&(valid, "Valid Geometry")).copied().unwrap_or_default();
    assert!(agreed(true) > many / 10 && agreed(false) == 0);
    assert!(counts.keys().filter(|(ours, _)| !ours).count() > 3, "too few kinds of faults to compare");
}

#[test]
fn shapes_laid_over_each_other_have_the_ground_that_geos_gives_them() {
    let mut chance = Seeded::new(3);
    let wanted = if soak() { 40_000 } else { 2_000 };
    let mut shapes = Vec::new();
    while shapes.len() < wanted {
        let kind = *chance.one_of(&[star as fn(&mut Seeded) -> Parts, scribble, patchwork]);
        shapes.extend(read(&kind(&mut chance)));
    }
    let pairs: Vec<[usize; 2]> = (0..wanted).map(|_| [chance.below(wanted), chance.below(wanted)]).collect();
    let questions =
        Questions { shapes: shapes.iter().map(parts_of).collect(), pairs, ..Questions::default() };
    let Some(answers) = questions.asked() else { return };
    let mut compared = 0;
    for ([one, two], geos) in questions.pairs.iter().zip(&answers.pairs) {
        let Some(geos) = geos else { continue };
        let (a, b) = (&shapes[*one], &shapes[*two]);
        let map = PlanarMap::build([(0, a), (1, b)], Tolerance::NONE).unwrap();
        let off = OFF * (border_of(a) + border_of(b));
        let found = [
            (ground(&map, |claims| claims.len() == 2), geos.intersection),
            (ground(&map, |claims| !claims.is_empty()), geos.union),
            (ground(&map, |claims| claims == [0]), geos.difference),
            (ground(&map, |claims| claims.len() == 1), geos.symdifference),
        ];
        for (ours, theirs) in found {
            assert!((ours - theirs).abs() <= off, "{ours} and {theirs} of {a:?} and {b:?}");
        }
        compared += 1;
    }
    println!("GEOS {}: {compared} pairs compared", answers.geos);
    assert!(compared > wanted / 2);
}

#[test]
fn real_layers_have_the_ground_overlaps_and_gaps_that_geos_finds() {
    let quick = ["shenzhen-taz", "planar-providence", "redist-florida-iowa", "coverage-sirens"];
    let more = ["hongkong-cameras", "planar-denver", "china-admin", "planar-faults", "planar-pysal"];
    let folders = quick.iter().chain(if soak() { &more[..] } else { &[] });
    let mut layers: Vec<(String, Vec<Shape>)> = Vec::new();
    for name in folders {
        let Some(folder) = real_data(name) else { return };
        let read = polygon_layers(&folder).unwrap().into_iter().filter(|(_, shapes)| !shapes.is_empty());
        layers.extend(read.map(|(file, shapes)| (format!("{name}/{file}"), shapes)));
    }
    let mut questions = Questions::default();
    for (_, shapes) in &layers {
        let first = questions.shapes.len();
        questions.shapes.extend(shapes.iter().map(parts_of));
        questions.layers.push((first..questions.shapes.len()).collect());
    }
    let Some(answers) = questions.asked() else { return };
    for (((name, shapes), numbers), geos) in layers.iter().zip(&questions.layers).zip(&answers.layers) {
        let mut touching = 0;
        for (shape, number) in shapes.iter().zip(numbers) {
            let judged: &Judged = &answers.shapes[*number];
            touching += usize::from(!judged.is_valid());
            assert!(judged.is_valid() || TOUCHING.contains(&judged.why.as_str()), "{name}: {judged:?}");
            let ours = area_of(shape);
            // GEOS reckons from the first point of a ring, far from the origin of degrees.
            assert!((ours - judged.mended_area).abs() <= 1e-9 * ours, "{name}: {ours} and {judged:?}");
        }
        let map = PlanarMap::build((0..).zip(shapes), Tolerance::NONE).unwrap();
        let shared = |claims: &[u32]| claims.len() * claims.len().saturating_sub(1) / 2;
        let overlaps: f64 = map
            .faces()
            .map(|face| shared(face.covered_by()) as f64 * area_of(&map.outline(&[face.id()])))
            .sum();
        // Faults thinner than a unit may be gone, so along each border a little may be off.
        let around = |is_such: fn(usize) -> bool| {
            let faces: Vec<FaceId> =
                map.faces().filter(|face| is_such(face.covered_by().len())).map(Face::id).collect();
            OFF * border_of(&map.outline(&faces)) + THIN * shapes.iter().map(border_of).sum::<f64>()
        };
        let found = [
            ("covered", ground(&map, |claims| !claims.is_empty()), geos.union, around(|claims| claims != 1)),
            ("overlaps", overlaps, geos.overlaps, around(|claims| claims > 1)),
            ("gaps", ground(&map, <[u32]>::is_empty), geos.gaps, around(|claims| claims == 0)),
        ];
        let words: Vec<String> = found
            .iter()
            .map(|(what, ours, theirs, off)| {
                format!("{what} {ours:.5e} and {theirs:.5e}, may be {off:.0e} off")
            })
            .collect();
        println!(
            "{name}: {} areas, {touching} that touch themselves; ours and GEOS's, in square units: {}",
            shapes.len(),
            words.join("; ")
        );
        for (what, ours, theirs, off) in found {
            assert!((ours - theirs).abs() <= off, "{name}: {what}: {ours} and {theirs}");
        }
    }
}
