//! Taking a point out of a border.

use super::EditError;
use super::sketch::Sketch;
use crate::Position;
use crate::territory::sight::Vertex;

pub(super) fn draw(sketch: &mut Sketch<'_>, at: Position) -> Result<(), EditError> {
    match sketch.now.vertex_at(at).ok_or(EditError::NoPointThere { at })? {
        Vertex::Bend(border, number) => {
            sketch.change_border(border, |border| _ = border.points.remove(number))
        }
        Vertex::Node(node) => {
            let leaving = sketch.now.nodes.get(node.0).map_or(&[][..], |entry| &entry.leaving);
            let [one, two] = leaving[..] else {
                return Err(EditError::NodeJoinsBorders { at, borders: leaving.len() });
            };
            if one.border() == two.border() {
                // The border closes on itself here: from now on it does at its next point.
                let next = sketch.now.border(one.border()).and_then(|border| border.points.first().copied());
                let next = next.ok_or(EditError::TooFewPoints { at })?;
                sketch.change_border(one.border(), |border| _ = border.points.remove(0));
                sketch.put_node(node, next);
            } else {
                sketch.forget(node);
                return draw(sketch, at);
            }
        }
    }
    let ring = sketch.touched.borders.iter().filter_map(|id| sketch.now.border(*id));
    match ring.filter(|border| border.from == border.to).any(|border| border.points.len() < 2) {
        true => Err(EditError::TooFewPoints { at }),
        false => Ok(()),
    }
}
