//! What becomes of whistles once it is in the journal.

use super::{BlownWhistle, Called, CheckIn, Whistle, WhistleEnded, WhistleReleased};
use crate::apply::Stamp;
use crate::{Event, World};
use dispatch::{IncidentId, TeamId};

impl World {
    pub(crate) fn obey_whistle(&mut self, event: &Event, stamp: &Stamp<'_>) {
        match event {
            Event::WhistleBlown { whistle, blown } => self.blow(whistle, blown, stamp),
            Event::WhistleCheckedIn { whistle, team, evidence, punctuality, reason, device_at } => {
                let checked_in = CheckIn {
                    at: stamp.at,
                    by: stamp.by.to_owned(),
                    evidence: evidence.clone(),
                    punctuality: *punctuality,
                    reason: reason.clone(),
                    device_at: *device_at,
                };
                self.change_called(whistle, team, stamp, |called| called.checked_in = Some(checked_in));
            }
            Event::WhistleReleased { whistle, team, reason } => {
                let released =
                    WhistleReleased { at: stamp.at, by: stamp.by.to_owned(), reason: Some(reason.clone()) };
                self.change_called(whistle, team, stamp, |called| called.released = Some(released));
            }
            Event::WhistleOverdue { whistle, .. } => {
                self.change_whistle(whistle, stamp, |whistle| whistle.overdue_at = Some(stamp.at));
            }
            Event::WhistleEnded { whistle, outcome } => {
                self.change_whistle(whistle, stamp, |whistle| {
                    let (at, by) = (stamp.at, stamp.by.to_owned());
                    for called in whistle.called.iter_mut().filter(|called| called.released.is_none()) {
                        called.released = Some(WhistleReleased { at, by: by.clone(), reason: None });
                    }
                    whistle.ended = Some(WhistleEnded { at, by, outcome: outcome.clone() });
                });
            }
            _ => {}
        }
    }

    fn blow(&mut self, id: &str, blown: &BlownWhistle, stamp: &Stamp<'_>) {
        let called = blown.called.iter().map(|called| Called {
            team: called.team.clone(),
            department: called.department.clone(),
            checked_in: None,
            released: None,
        });
        let whistle = Whistle {
            id: id.to_owned(),
            kind: blown.kind,
            incident: blown.incident.clone(),
            position: blown.position,
            address: blown.address.clone(),
            areas: blown.areas.clone(),
            township: blown.township.clone(),
            reason: blown.reason.clone(),
            blown_by: stamp.by.to_owned(),
            blown_at: stamp.at,
            due: blown.due,
            called: called.collect(),
            overdue_at: None,
            ended: None,
            version: 0,
        };
        self.put_whistle(whistle, stamp.seq);
    }

    /// Those who were called to an incident go on to the one it was merged into.
    pub(crate) fn hand_whistles_on(&mut self, from: &IncidentId, into: &IncidentId, stamp: &Stamp<'_>) {
        let about: Vec<String> = self.whistles_about(from).map(|whistle| whistle.id.clone()).collect();
        for id in about {
            self.change_whistle(&id, stamp, |whistle| whistle.incident = Some(into.clone()));
        }
    }

    fn change_called(
        &mut self,
        id: &str,
        team: &TeamId,
        stamp: &Stamp<'_>,
        change: impl FnOnce(&mut Called),
    ) {
        self.change_whistle(id, stamp, |whistle| {
            if let Some(called) = whistle.called.iter_mut().find(|called| called.team == *team) {
                change(called);
            }
        });
    }

    fn change_whistle(&mut self, id: &str, stamp: &Stamp<'_>, change: impl FnOnce(&mut Whistle)) {
        let Some(there) = self.truth.whistles.get(id) else { return };
        let mut whistle = (**there).clone();
        change(&mut whistle);
        self.put_whistle(whistle, stamp.seq);
    }

    fn put_whistle(&mut self, whistle: Whistle, seq: u64) {
        self.truth.whistles.save(whistle.clone(), seq);
        self.derived.whistle(&whistle);
    }
}
