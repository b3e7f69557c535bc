//! How much a client may ask for in one step: each is judged while its draft waits, and kept for ever.

use crate::http::Problem;
use geo_core::territory::Edit;

/// Edits in one step: twice as many as a large district has micro-areas.
const MOST_EDITS: usize = 5_000;
/// Points drawn in one step: a border of a hundred kilometres with a point every five metres.
const MOST_POINTS: usize = 20_000;

/// # Errors
/// `edit_too_large` with what there is too much of.
pub fn check(edit: &Edit) -> Result<(), Problem> {
    let size = size(edit);
    let within = |what: &str, there: usize, most: usize| match there <= most {
        true => Ok(()),
        false => Err(Problem::new("edit_too_large").with(what, there).with("most", most)),
    };
    within("edits", size.edits, MOST_EDITS)?;
    within("points", size.points, MOST_POINTS)
}

#[derive(Default)]
struct Size {
    edits: usize,
    points: usize,
}

fn size(edit: &Edit) -> Size {
    let drawn = |points: usize| Size { edits: 1, points };
    match edit {
        Edit::Reshape { path, .. } | Edit::Split { path, .. } => drawn(path.len()),
        Edit::Carve { ring, .. } => drawn(ring.len()),
        Edit::Many { edits } => edits.iter().map(size).fold(Size::default(), |sum, one| Size {
            edits: sum.edits + one.edits,
            points: sum.points + one.points,
        }),
        _ => drawn(1),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_EDITS, MOST_POINTS, check};
    use geo_core::Position;
    use geo_core::territory::{BorderId, Edit};

    fn refused(edit: &Edit) -> Option<String> {
        let problem = check(edit).err()?;
        assert_eq!(problem.code(), "edit_too_large");
        problem.params().keys().find(|name| *name != "most").cloned()
    }

    #[test]
    fn what_is_nested_counts_too() {
        let at = Position::new(114.0, 30.0).unwrap();
        let many = |edits| Edit::Many { edits };
        let points = |count| many(vec![Edit::RemovePoint { at }; count]);
        assert_eq!(refused(&points(MOST_EDITS)), None);
        assert_eq!(refused(&many(vec![points(MOST_EDITS), points(1)])), Some("edits".to_owned()));
        let path = |count| Edit::Reshape { border: BorderId(1), path: vec![at; count] };
        assert_eq!(refused(&path(MOST_POINTS)), None);
        assert_eq!(refused(&many(vec![path(MOST_POINTS), path(1)])), Some("points".to_owned()));
    }
}
