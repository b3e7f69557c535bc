//! Dividing faces along strokes that were drawn in them.

use super::EditError;
use super::sketch::Sketch;
use crate::plane::Point;
use crate::territory::Territory;
use crate::territory::ids::{BorderId, FaceId, Half};
use crate::territory::sight::Through;
use crate::territory::walk::{Loop, least_place};
use std::collections::HashMap;

impl Sketch<'_> {
    /// Takes out those strokes in a face that do not divide it: the same walk passes both their sides.
    pub fn drop_bridges(&mut self, face: FaceId, strokes: &mut Vec<BorderId>) -> Result<(), EditError> {
        let walk_of = walk_of(&self.walks(face)?);
        strokes.retain(|stroke| {
            let [one, two] = [Half::forward(*stroke), Half::backward(*stroke)].map(|half| walk_of.get(&half));
            let divides = one.is_none() || one != two;
            if !divides {
                self.remove_border(*stroke);
            }
            divides
        });
        Ok(())
    }

    /// Makes a face of each piece of ground that strokes have divided a face into. The largest keeps the number.
    pub fn divide(&mut self, face: FaceId) -> Result<(), EditError> {
        let walks = self.walks(face)?;
        let outer: Vec<usize> = (0..walks.len()).filter(|walk| walks[*walk].doubled > 0).collect();
        // The ground around everything has no outer walk of its own.
        let largest = match face {
            FaceId::OUTSIDE => None,
            _ => outer.iter().copied().max_by_key(|walk| (walks[*walk].doubled, std::cmp::Reverse(*walk))),
        };
        let mut pieces: Vec<Option<usize>> =
            (0..walks.len()).map(|walk| if walks[walk].doubled > 0 { Some(walk) } else { largest }).collect();
        if outer.len() > usize::from(face != FaceId::OUTSIDE) {
            find_islands(&self.now, &walks, &mut pieces);
        }
        let area = self.now.area_of(face);
        for piece in outer.into_iter().filter(|piece| Some(*piece) != largest) {
            let new = self.new_face(area);
            for walk in (0..walks.len()).filter(|walk| pieces[*walk] == Some(piece)) {
                for half in &walks[walk].halves {
                    self.relabel(*half, new);
                }
            }
        }
        Ok(())
    }

    fn walks(&self, face: FaceId) -> Result<Vec<Loop>, EditError> {
        self.now.loops(face).map_err(|broken| EditError::WouldFold { at: self.now.place_of(broken.at) })
    }
}

fn walk_of(walks: &[Loop]) -> HashMap<Half, usize> {
    let halves = walks
        .iter()
        .enumerate()
        .flat_map(|(number, walk)| walk.halves.iter().map(move |half| (*half, number)));
    halves.collect()
}

/// Finds the piece that each walk around an island lies in: from west to east, the first line to the west of an island
/// bounds it, or goes around another island whose piece is known.
fn find_islands(now: &Territory, walks: &[Loop], pieces: &mut [Option<usize>]) {
    let walk_of = walk_of(walks);
    let mut islands: Vec<_> = (0..walks.len())
        .filter(|walk| walks[*walk].doubled <= 0)
        .filter_map(|walk| Some((least_place(now, &walks[walk])?, walk)))
        .collect();
    islands.sort_unstable();
    for (least, island) in islands {
        match now.first_to_the_west(Point::from(least), Through::Unseen) {
            Some(half) => {
                if let Some(walk) = walk_of.get(&half) {
                    pieces[island] = pieces[*walk];
                }
            }
            None => pieces[island] = None,
        }
    }
}
