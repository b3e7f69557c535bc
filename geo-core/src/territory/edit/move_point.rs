//! Moving a point of the map.

use super::EditError;
use super::sketch::Sketch;
use crate::Position;
use crate::territory::sight::Vertex;

pub(super) fn draw(sketch: &mut Sketch<'_>, at: Position, to: Position) -> Result<(), EditError> {
    match sketch.now.vertex_at(at).ok_or(EditError::NoPointThere { at })? {
        Vertex::Node(node) => sketch.put_node(node, to),
        Vertex::Bend(border, number) => sketch.change_border(border, |border| border.points[number] = to),
    }
    Ok(())
}
