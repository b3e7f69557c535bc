//! 吹哨率 and 报到率: how often it is whistled, and who came in time, with what they are parts of.

use super::{Punctuality, Whistle};
use crate::{Scope, Timestamp, World};
use geo_core::AreaCode;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Counts; every rate is one of them over another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WhistleFigures {
    /// Whistles blown.
    pub whistles: u32,
    /// Of those, about incidents.
    pub about_incidents: u32,
    /// Calls of departments: what the rates of checking in are parts of. One who was released before the deadline
    /// without having come was not needed, and is not counted; one whose deadline has not come is not counted either
    /// unless it is there.
    pub calls: u32,
    /// Checked in before the deadline.
    pub in_time: u32,
    /// Checked in after it.
    pub late: u32,
    /// Did not check in.
    pub missed: u32,
    /// Calls whose deadline has not come, and those who were released before it without having come.
    pub open: u32,
}

impl WhistleFigures {
    fn count(&mut self, whistle: &Whistle, called: &super::Called, now: Timestamp) {
        match &called.checked_in {
            Some(checked_in) if checked_in.punctuality == Punctuality::InTime => self.in_time += 1,
            Some(_) => self.late += 1,
            None if now < whistle.due => self.open += 1,
            None if called.released.as_ref().is_some_and(|released| released.at < whistle.due) => {
                self.open += 1
            }
            None => self.missed += 1,
        }
        self.calls = self.in_time + self.late + self.missed;
    }
}

/// Figures of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhistleRates {
    /// Everybody together.
    pub all: WhistleFigures,
    /// By the township whose place it was; `None` for places in none.
    pub townships: BTreeMap<Option<AreaCode>, WhistleFigures>,
    /// By department.
    pub departments: BTreeMap<String, WhistleFigures>,
    /// Incidents whose call was taken in the period, by township: what whistles about incidents are a part of.
    pub incidents: BTreeMap<Option<AreaCode>, u32>,
}

impl World {
    /// The figures of whistles blown from `from` until before `until`, within a scope, as they stand at `now`.
    pub fn whistle_rates(
        &self,
        scope: &Scope,
        from: Timestamp,
        until: Timestamp,
        now: Timestamp,
    ) -> WhistleRates {
        let mut rates = WhistleRates::default();
        let blown =
            self.truth.whistles.iter().filter(|whistle| from <= whistle.blown_at && whistle.blown_at < until);
        for whistle in blown.filter(|whistle| self.covers_whistle(scope, whistle)) {
            let about = u32::from(whistle.incident.is_some());
            let township = rates.townships.entry(whistle.township.clone()).or_default();
            for figures in [&mut rates.all, township] {
                figures.whistles += 1;
                figures.about_incidents += about;
                whistle.called.iter().for_each(|called| figures.count(whistle, called, now));
            }
            let mut heard = BTreeSet::new();
            for called in &whistle.called {
                let department = rates.departments.entry(called.department.clone()).or_default();
                // A department may have sent two groups.
                if heard.insert(&called.department) {
                    department.whistles += 1;
                    department.about_incidents += about;
                }
                department.count(whistle, called, now);
            }
        }
        let taken = self.derived.taken.iter().rev().take_while(|(at, _)| *at >= from);
        let calls = taken.filter(|(at, _)| *at < until).filter_map(|(_, id)| self.truth.incidents.get(id));
        for incident in calls.filter(|incident| self.covers_incident(scope, incident)) {
            *rates.incidents.entry(self.township_among(&incident.areas)).or_default() += 1;
        }
        rates
    }
}
