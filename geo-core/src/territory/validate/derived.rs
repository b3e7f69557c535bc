//! Whether what is kept beside the records is what they make.

use crate::territory::ids::FaceId;
use crate::territory::{Fault, Territory};
use std::fmt::Display;

pub(super) fn faults(kept: &Territory) -> Vec<Fault> {
    let anew = Territory::assembled(kept.records());
    let mut faults = Vec::new();
    let mut differs = |what: &dyn Display| faults.push(Fault::Derived { what: what.to_string() });
    let mut compare = |what: &str, is_same: bool| {
        if !is_same {
            differs(&what);
        }
    };
    compare("the borders that leave nodes", kept.nodes.iter().eq(anew.nodes.iter()));
    compare("the lengths and areas of borders", kept.borders.iter().eq(anew.borders.iter()));
    compare("the levels of borders", kept.levels.iter().eq(anew.levels.iter()));
    compare("the borders around faces", kept.faces.iter().eq(anew.faces.iter()));
    compare("the sums of areas", kept.areas.iter().eq(anew.areas.iter()));
    compare("the index of where borders run", kept.runs.all() == anew.runs.all());
    compare("the number of areas of each level", kept.of_level == anew.of_level);
    compare("the hash", kept.hash == anew.hash);
    compare("the next numbers", kept.next == anew.next);
    faults.extend(sums(kept));
    faults
}

/// The areas of the widest level, the holes and what lies outside make up the whole.
fn sums(kept: &Territory) -> Option<Fault> {
    let of_face = |face: FaceId| -> i128 {
        let around = kept.faces.get(face.0).map_or(&[][..], |entry| &entry.around);
        around.iter().map(|half| kept.share_of(*half).doubled).sum()
    };
    let tops = kept.areas.iter().filter(|(_, entry)| entry.area.parent.is_none());
    let areas: i128 = tops.map(|(_, entry)| entry.totals.share.doubled).sum();
    let holes: i128 = kept.faces().filter(|(_, face)| face.area.is_none()).map(|(id, _)| of_face(id)).sum();
    let (sum, outer) = (areas + holes, -of_face(FaceId::OUTSIDE));
    (sum != outer).then_some(Fault::AreaSum { sum, outer })
}
