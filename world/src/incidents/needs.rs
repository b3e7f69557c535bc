//! What an incident needs by the run cards (预案), and who serves which need.

use super::{Incident, TaskState};
use crate::World;
use crate::modes::Mode;
use crate::records::{Coming, RunCard};
use dispatch::joint::allot;
use dispatch::{TeamId, TeamKind};
use serde::Serialize;

/// One unit's place at an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Needed {
    /// Kinds of team that will do.
    pub suited: Vec<TeamKind>,
    /// The run card that asks for it; `None` where no card holds and one unit of a kind that suits the incident
    /// will do.
    pub card: Option<String>,
    /// Who serves it, or has; `None` while somebody is wanted.
    pub team: Option<TeamId>,
    /// Whether all needs of the card that say so are met or none.
    #[serde(skip_serializing_if = "Coming::is_apart")]
    pub coming: Coming,
    /// Up to how many needs of the card one unit may meet that meets this one.
    #[serde(skip_serializing_if = "is_one")]
    pub serves: u8,
}

const fn is_one(serves: &u8) -> bool {
    *serves == 1
}

impl World {
    /// What an incident needs, and who serves it: whoever has done, then whoever is there, then whoever is on the
    /// way. Teams sent beyond all needs serve none.
    pub fn needs(&self, incident: &Incident) -> Vec<Needed> {
        let mut needs = self.needs_by(self.truth.run_cards.iter().map(|card| &**card), incident);
        self.serve(incident, &mut needs);
        needs
    }

    /// The run cards that hold for an incident.
    pub(super) fn cards_for<'a>(&'a self, incident: &'a Incident) -> impl Iterator<Item = &'a RunCard> {
        let mode = self.mode_in(incident.areas.iter());
        let cards = self.truth.run_cards.iter().map(|card| &**card);
        cards.filter(move |card| card.holds(&incident.kind, incident.severity, &incident.areas, mode))
    }

    /// Writes into the needs who of an incident's teams serves them, and tells of each team the place of its need.
    pub fn serve<'a>(
        &self,
        incident: &'a Incident,
        needs: &mut [Needed],
    ) -> Vec<(&'a TeamId, Option<usize>)> {
        let teams = serving(incident);
        let kind = |team: &&TeamId| self.truth.teams.get(*team).map(|team| team.kind);
        let kinds: Vec<_> = teams.iter().map(kind).collect();
        let suited: Vec<_> = needs.iter().map(|need| need.suited.clone()).collect();
        let served: Vec<_> = teams.into_iter().zip(allot(&suited, &kinds)).collect();
        for (team, need) in &served {
            if let Some(need) = need {
                needs[*need].team = Some((*team).clone());
            }
        }
        for (team, need) in &served {
            if let Some(need) = need {
                serve_more(team, kind(team), *need, needs);
            }
        }
        served
    }

    /// How many units an incident would need in a mode, as [`needs_in`](Self::needs_in) lists them.
    pub(super) fn count_needs_in<'a>(
        mode: Mode,
        cards: impl Iterator<Item = &'a RunCard>,
        incident: &Incident,
    ) -> usize {
        let units = holding(mode, cards, incident).flat_map(|card| &card.needs);
        units.map(|need| usize::from(need.count)).sum::<usize>().max(1)
    }

    /// What an incident would need if these were the run cards: those of the mildest severity first, then by code.
    /// Nobody serves it yet.
    pub fn needs_by<'a>(&self, cards: impl Iterator<Item = &'a RunCard>, incident: &Incident) -> Vec<Needed> {
        self.needs_in(self.mode_in(incident.areas.iter()), cards, incident)
    }

    /// What an incident would need in a mode, as [`needs_by`](Self::needs_by) lists it.
    pub(super) fn needs_in<'a>(
        &self,
        mode: Mode,
        cards: impl Iterator<Item = &'a RunCard>,
        incident: &Incident,
    ) -> Vec<Needed> {
        let mut cards: Vec<&RunCard> = holding(mode, cards, incident).collect();
        cards.sort_by(|a, b| (b.from, &a.code).cmp(&(a.from, &b.code)));
        if cards.is_empty() {
            let suited = self.suited(&incident.kind);
            return vec![Needed { suited, card: None, team: None, coming: Coming::Apart, serves: 1 }];
        }
        let of_card = |card: &&RunCard| {
            let of_need = |need: &crate::records::Need| {
                let needed = Needed {
                    suited: need.suited.clone(),
                    card: Some(card.code.clone()),
                    team: None,
                    coming: need.coming,
                    serves: need.serves,
                };
                vec![needed; usize::from(need.count)]
            };
            card.needs.iter().flat_map(of_need).collect::<Vec<_>>()
        };
        cards.iter().flat_map(of_card).collect()
    }
}

/// The cards that hold for an incident in a mode.
fn holding<'a>(
    mode: Mode,
    cards: impl Iterator<Item = &'a RunCard>,
    incident: &Incident,
) -> impl Iterator<Item = &'a RunCard> {
    cards.filter(move |card| card.holds(&incident.kind, incident.severity, &incident.areas, mode))
}

/// A team that meets a need meets more of the same card, as far as these let it.
fn serve_more(team: &TeamId, kind: Option<TeamKind>, first: usize, needs: &mut [Needed]) {
    let card = needs[first].card.clone();
    let mut served = 1;
    for need in needs.iter_mut().filter(|need| need.team.is_none() && need.card == card) {
        if need.serves > served && kind.is_some_and(|kind| need.suited.contains(&kind)) {
            need.team = Some(team.clone());
            served += 1;
        }
    }
}

/// The teams that serve an incident or have served it to the end, in the order of their claims.
fn serving(incident: &Incident) -> Vec<&TeamId> {
    let claim = |state: TaskState| match state {
        TaskState::Done => Some(0),
        TaskState::OnScene => Some(1),
        TaskState::EnRoute | TaskState::Accepted | TaskState::Assigned => Some(2),
        TaskState::Returned | TaskState::Recalled => None,
    };
    let mut serving: Vec<_> = incident
        .tasks
        .iter()
        .filter_map(|task| Some(((claim(task.state)?, task.fence), &task.team)))
        .collect();
    serving.sort();
    serving.dedup_by(|(_, later), (_, sooner)| later == sooner);
    serving.into_iter().map(|(_, team)| team).collect()
}
