//! Drawing a border anew between its ends.

use super::EditError;
use super::drawn::limited;
use super::sketch::Sketch;
use crate::Position;
use crate::territory::ids::BorderId;

pub(super) fn draw(sketch: &mut Sketch<'_>, id: BorderId, path: &[Position]) -> Result<(), EditError> {
    let border = sketch.now.border(id).ok_or(EditError::UnknownBorder { border: id })?;
    let (from, to) = (sketch.now.place_of(border.from), sketch.now.place_of(border.to));
    let path = limited(path)?;
    let path = path.strip_prefix(&[from]).unwrap_or(path);
    let path = path.strip_suffix(&[to]).unwrap_or(path);
    sketch.change_border(id, |border| border.points = path.to_vec());
    Ok(())
}
