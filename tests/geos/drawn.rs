//! Outlines drawn by chance, of the kinds that people draw and those that they should not.

use super::judge::{Parts, Units};
use tests::prove::Seeded;

/// Units between two points of a coarse raster: far more than the spikes that the product drops without a word.
const RASTER: i64 = 1_000;

/// A star around the origin with a hole of the same form: mostly valid.
pub fn star(chance: &mut Seeded) -> Parts {
    let points = 3 + chance.below(40);
    // Smaller ones have spikes of a few units, which the product drops without a word.
    let reach = *chance.one_of(&[20_000.0, 300_000.0, 5_000_000.0]);
    let step = std::f64::consts::TAU / points as f64;
    let outline: Vec<[f64; 2]> = (0..points)
        .map(|number| {
            let (sin, cos) = ((number as f64 + share(chance) * 0.9) * step).sin_cos();
            let out = reach * (0.05 + 0.95 * share(chance));
            [out * cos, out * sin]
        })
        .collect();
    let at = |by: f64| outline.iter().map(|point| point.map(|unit| (unit * by).round() as i64)).collect();
    let mut rings = vec![at(1.0)];
    if chance.below(2) == 0 {
        rings.push(at(0.1 + 0.8 * share(chance)));
    }
    vec![rings]
}

/// A scribble through a few points of a raster: bow-ties, spikes, rings that touch and cross themselves.
pub fn scribble(chance: &mut Seeded) -> Parts {
    let side = *chance.one_of(&[3, 5, 9, 100]);
    let points = 3 + chance.below(7);
    vec![vec![(0..points).map(|_| place(chance, side)).collect()]]
}

/// Several parts with holes on a small raster, so that rings touch in points and along lines.
pub fn patchwork(chance: &mut Seeded) -> Parts {
    let part = |chance: &mut Seeded| {
        let rings = 1 + chance.below(3);
        (0..rings).map(|number| block(chance, if number == 0 { 8 } else { 3 })).collect()
    };
    (0..1 + chance.below(3)).map(|_| part(chance)).collect()
}

/// A triangle or a rectangle on the raster.
fn block(chance: &mut Seeded, size: usize) -> Vec<Units> {
    let [x, y] = place(chance, 9);
    let [width, height] = [0, 1].map(|_| RASTER * (1 + chance.below(size) as i64));
    let corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
    let without = chance.below(8);
    (0..4).filter(|corner| *corner != without).map(|corner| corners[corner]).collect()
}

fn place(chance: &mut Seeded, side: usize) -> Units {
    [0, 1].map(|_| RASTER * chance.below(side) as i64)
}

/// From 0 up to 1.
fn share(chance: &mut Seeded) -> f64 {
    chance.below(1 << 30) as f64 / f64::from(1 << 30)
}
