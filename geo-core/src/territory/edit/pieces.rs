//! Dividing faces along strokes that were drawn in them.
//!
//! Only walks that pass a stroke have changed. The others, around islands that no stroke touches and perhaps around the
//! face itself, are looked for where a piece may hold them: a face may have islands without number.

use super::EditError;
use super::sketch::Sketch;
use crate::Position;
use crate::plane::Point;
use crate::territory::ids::{BorderId, FaceId, Half};
use crate::territory::sight::Through;
use crate::territory::walk::{Loop, least_place};
use crate::territory::window::Window;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// Walks, and the number of the one that each half-border is part of.
#[derive(Default)]
struct Walks {
    walks: Vec<Loop>,
    of: HashMap<Half, usize>,
}

impl Walks {
    fn add(&mut self, walk: Loop) -> usize {
        let number = self.walks.len();
        self.of.extend(walk.halves.iter().map(|half| (*half, number)));
        self.walks.push(walk);
        number
    }

    /// How many sets of walks there are that strokes hold together.
    fn components(&self, strokes: &[BorderId]) -> usize {
        let mut same: Vec<usize> = (0..self.walks.len()).collect();
        let root = |same: &[usize], mut walk: usize| {
            while same[walk] != walk {
                walk = same[walk];
            }
            walk
        };
        for stroke in strokes {
            let sides = [Half::forward(*stroke), Half::backward(*stroke)].map(|half| self.of[&half]);
            let [one, two] = sides.map(|walk| root(&same, walk));
            same[one.max(two)] = one.min(two);
        }
        (0..same.len()).filter(|walk| same[*walk] == *walk).count()
    }
}

impl Sketch<'_> {
    /// Takes out those strokes in a face that do not divide it: the same walk passes both their sides.
    pub fn drop_bridges(&mut self, face: FaceId, strokes: &mut Vec<BorderId>) -> Result<(), EditError> {
        let walks = self.walks_along(&self.strokes_in(face))?;
        strokes.retain(|stroke| {
            let [one, two] =
                [Half::forward(*stroke), Half::backward(*stroke)].map(|half| walks.of.get(&half));
            let divides = one.is_none() || one != two;
            if !divides {
                self.remove_border(*stroke);
            }
            divides
        });
        Ok(())
    }

    /// Makes a face of each piece of ground that strokes have divided a face into. The one with the largest outer border
    /// keeps the number.
    pub fn divide(&mut self, face: FaceId) -> Result<(), EditError> {
        let strokes = self.strokes_in(face);
        let mut walks = self.walks_along(&strokes)?;
        let outer: Vec<usize> =
            (0..walks.walks.len()).filter(|walk| walks.walks[*walk].doubled > 0).collect();
        // What hangs together by strokes has a walk around it from outside, unless it hangs together with the outer
        // border of the face. If nothing does, that border is around all pieces. The ground around everything has none.
        let islands = walks.walks.len() - outer.len();
        let around_all = face == FaceId::OUTSIDE || walks.components(&strokes) == islands;
        let largest = match around_all {
            true => None,
            false => outer.iter().copied().max_by_key(|walk| (walks.walks[*walk].doubled, Reverse(*walk))),
        };
        let new: Vec<usize> = outer.into_iter().filter(|piece| Some(*piece) != largest).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut islands: Vec<usize> =
            (0..walks.walks.len()).filter(|walk| walks.walks[*walk].doubled <= 0).collect();
        for piece in &new {
            let window = self.window_around(&walks.walks[*piece]);
            islands.extend(self.add_islands(face, window, &mut walks)?);
        }
        let pieces = self.pieces_of(&walks, &new, islands);
        let area = self.now.area_of(face);
        for piece in new {
            let id = self.new_face(area);
            for walk in (0..walks.walks.len()).filter(|walk| pieces[*walk] == Some(piece)) {
                for half in &walks.walks[walk].halves {
                    self.relabel(*half, id);
                }
            }
        }
        Ok(())
    }

    /// Gives the number of each divided face to the largest of its pieces again, when some of them have become one since:
    /// what is put together later keeps the number of the largest.
    pub fn number_by_size(&mut self, strokes: &[BorderId]) {
        let sizes = self.sizes(strokes);
        let mut groups: Vec<BTreeSet<FaceId>> = Vec::new();
        for border in strokes.iter().filter_map(|stroke| self.now.border(*stroke)) {
            let sides = BTreeSet::from([border.left, border.right]);
            let (mut joined, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| !group.is_disjoint(&sides));
            groups = apart;
            joined.push(sides);
            groups.push(joined.into_iter().flatten().collect());
        }
        for pieces in groups {
            // The least number is that of the face which was divided: the others are new.
            let size = |face: &FaceId| (sizes.get(face).copied(), Reverse(*face));
            let largest = pieces.iter().copied().max_by_key(size);
            let (Some(old), Some(largest)) = (pieces.first().copied(), largest) else { continue };
            if old != largest {
                let around = |face: FaceId| -> Vec<Half> {
                    self.now.faces.get(face.0).map_or(Vec::new(), |entry| entry.around.to_vec())
                };
                let (of_old, of_largest) = (around(old), around(largest));
                of_old.into_iter().for_each(|half| self.relabel(half, largest));
                of_largest.into_iter().for_each(|half| self.relabel(half, old));
            }
        }
    }

    /// The strokes in a face: it is on both their sides still.
    fn strokes_in(&self, face: FaceId) -> Vec<BorderId> {
        let is_stroke = |id: &BorderId| {
            self.now.border(*id).is_some_and(|border| border.left == face && border.right == face)
        };
        self.touched.borders.iter().copied().filter(is_stroke).collect()
    }

    fn walks_along(&self, strokes: &[BorderId]) -> Result<Walks, EditError> {
        let mut walks = Walks::default();
        for half in strokes.iter().flat_map(|stroke| [Half::forward(*stroke), Half::backward(*stroke)]) {
            if !walks.of.contains_key(&half) {
                walks.add(self.walk(half)?);
            }
        }
        Ok(walks)
    }

    fn walk(&self, start: Half) -> Result<Loop, EditError> {
        self.now.walk_from(start).map_err(|broken| EditError::WouldFold { at: self.now.place_of(broken.at) })
    }

    fn window_around(&self, walk: &Loop) -> Option<Window> {
        let lines = walk.halves.iter().flat_map(|half| self.now.line_of(half.border()));
        Window::of(lines)
    }

    /// Adds the walks around what lies in a face and comes into a window; the numbers of those that go around islands.
    fn add_islands(
        &self,
        face: FaceId,
        window: Option<Window>,
        walks: &mut Walks,
    ) -> Result<Vec<usize>, EditError> {
        let mut borders: Vec<BorderId> = Vec::new();
        if let Some(window) = window {
            self.now.runs.meeting(&window, &mut |run| borders.push(run.border));
        }
        borders.sort_unstable();
        borders.dedup();
        let mut islands = Vec::new();
        for half in borders.into_iter().flat_map(|id| [Half::forward(id), Half::backward(id)]) {
            if self.now.left_of(half) == Some(face) && !walks.of.contains_key(&half) {
                let number = walks.add(self.walk(half)?);
                if walks.walks[number].doubled <= 0 {
                    islands.push(number);
                }
            }
        }
        Ok(islands)
    }

    /// The new piece that each walk bounds or lies in: from west to east, the first line to the west of an island bounds
    /// the piece, or goes around another island of which that is known.
    fn pieces_of(&self, walks: &Walks, new: &[usize], islands: Vec<usize>) -> Vec<Option<usize>> {
        let mut pieces: Vec<Option<usize>> = vec![None; walks.walks.len()];
        new.iter().for_each(|piece| pieces[*piece] = Some(*piece));
        let least = |walk: usize| Some((least_place(&self.now, &walks.walks[walk])?, walk));
        let mut islands: Vec<(Position, usize)> = islands.into_iter().filter_map(least).collect();
        islands.sort_unstable();
        for (least, island) in islands {
            let seen = self.now.first_to_the_west(Point::from(least), Through::Unseen);
            let walk = seen.and_then(|half| walks.of.get(&half));
            pieces[island] = walk.and_then(|walk| pieces[*walk]);
        }
        pieces
    }
}
