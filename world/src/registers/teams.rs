//! What holds for a team: its home exists, a liaison team has a micro-area of its own, and nobody
//! retires a team that is out on a job.

use crate::records::Team;
use crate::{Context, Refusal, World, text};
use dispatch::{TeamId, TeamKind};
use geo_core::{AreaCode, Level};
use std::collections::{BTreeMap, BTreeSet};

/// Which liaison team has which home once the rows are in: rows may swap homes.
pub(super) struct Claims<'a> {
    rows: BTreeMap<&'a AreaCode, Vec<&'a TeamId>>,
    codes: BTreeSet<&'a TeamId>,
}

impl<'a> Claims<'a> {
    pub fn of(_world: &World, rows: &'a [Team]) -> Self {
        let mut claims = Self { rows: BTreeMap::new(), codes: rows.iter().map(|team| &team.code).collect() };
        for team in rows.iter().filter(|team| team.kind == TeamKind::LiaisonTeam && !team.retired) {
            if let Some(home) = &team.home {
                claims.rows.entry(home).or_default().push(&team.code);
            }
        }
        claims
    }

    /// Another team that will have this home.
    fn other(&self, world: &World, home: &AreaCode, team: &TeamId) -> Option<TeamId> {
        let in_rows = self
            .rows
            .get(home)
            .into_iter()
            .flatten()
            .find(|other| **other != team)
            .map(|other| (*other).clone());
        in_rows.or_else(|| {
            world.liaison_teams_at(home).find(|other| *other != team && !self.codes.contains(other)).cloned()
        })
    }
}

impl World {
    /// The liaison teams in service whose home is this very area.
    pub(crate) fn liaison_teams_at(&self, home: &AreaCode) -> impl Iterator<Item = &TeamId> {
        self.derived.liaison.get(home).into_iter().flat_map(|teams| teams.iter())
    }

    /// `text_missing`, `text_too_long`, `personal_data`, `unknown_home_area`, `home_missing`,
    /// `home_not_finest`, `micro_area_has_team`, `team_busy`, `outside_scope`.
    pub(super) fn check_team(
        &self,
        context: &Context,
        team: &Team,
        claims: &Claims<'_>,
    ) -> Result<(), Refusal> {
        let refusal = |code| Refusal::new(code).with("team", &team.code);
        text::name("name", &team.name)?;
        text::sentence("department", team.department.as_deref())?;
        text::duty_contact("phone", team.phone.as_deref())?;
        if let Some(home) = team.home.as_ref().filter(|home| !self.truth.areas.contains(*home)) {
            return Err(refusal("unknown_home_area").with("home", home));
        }
        if let Some(before) = self.truth.teams.get(&team.code) {
            self.within_team(&context.actor, before)?;
        }
        self.within_team(&context.actor, team)?;
        if let Some(incident) = self.bound_to(&team.code).filter(|_| team.retired) {
            return Err(refusal("team_busy").with("incident", incident));
        }
        if team.kind == TeamKind::LiaisonTeam && !team.retired {
            self.check_liaison_home(team, claims)
        } else {
            Ok(())
        }
    }

    fn check_liaison_home(&self, team: &Team, claims: &Claims<'_>) -> Result<(), Refusal> {
        let refusal = |code| Refusal::new(code).with("team", &team.code);
        let Some(home) = team.home.as_ref().and_then(|home| self.truth.areas.get(home)) else {
            return Err(refusal("home_missing"));
        };
        // Not every grid is divided into micro-areas: where one is not, it is the finest there.
        let below = self.derived.map.children(&home.code);
        if let Some(child) = below.first() {
            return Err(refusal("home_not_finest")
                .with("home", &home.code)
                .with("level", home.level)
                .with("count", below.len())
                .with("child", child));
        }
        match claims.other(self, &home.code, &team.code).filter(|_| home.level == Level::MicroArea) {
            Some(other) => Err(refusal("micro_area_has_team").with("home", &home.code).with("other", other)),
            None => Ok(()),
        }
    }
}
