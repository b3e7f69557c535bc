//! What becomes of closures once it is in the journal.

use super::{Closure, ClosureEnded, DrawnClosure};
use crate::World;
use crate::apply::Stamp;

impl World {
    pub(crate) fn obey_closure_saved(&mut self, id: &str, drawn: &DrawnClosure, stamp: &Stamp<'_>) {
        let there = self.truth.closures.get(id).cloned();
        let same_traffic = |there: &Closure| {
            there.ground == drawn.ground && there.profiles == drawn.profiles && there.effect == drawn.effect
        };
        let closure = Closure {
            id: id.to_owned(),
            name: drawn.name.clone(),
            ground: drawn.ground.clone(),
            profiles: drawn.profiles.clone(),
            effect: drawn.effect,
            reason: drawn.reason.clone(),
            from: drawn.from.unwrap_or(stamp.at),
            until: drawn.until,
            drawn_by: there.as_ref().map_or_else(|| stamp.by.to_owned(), |there| there.drawn_by.clone()),
            drawn_at: there.as_ref().map_or(stamp.at, |there| there.drawn_at),
            traffic: match there.as_deref() {
                Some(there) if same_traffic(there) => there.traffic,
                _ => stamp.seq,
            },
            ended: None,
            version: 0,
        };
        self.truth.closures.save(closure, stamp.seq);
    }

    pub(crate) fn obey_closure_ended(&mut self, id: &str, reason: Option<&str>, stamp: &Stamp<'_>) {
        let Some(there) = self.truth.closures.get(id) else { return };
        let ended = ClosureEnded { at: stamp.at, by: stamp.by.to_owned(), reason: reason.map(str::to_owned) };
        let closure = Closure { ended: Some(ended), ..(**there).clone() };
        self.truth.closures.save(closure, stamp.seq);
    }
}
