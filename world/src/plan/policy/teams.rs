//! 联区包户: one liaison team for each micro-area, and no team for two.

use super::Review;
use crate::record::Record;
use dispatch::TeamId;
use geo_core::Level;
use std::collections::BTreeMap;

pub(super) fn review(review: &mut Review<'_>) {
    let map = review.map().clone();
    let mut bound = BTreeMap::new();
    for (id, area) in map.areas() {
        match &area.team {
            Some(team) => {
                let there =
                    TeamId::new(team.as_str()).ok().and_then(|team| review.world.team_register().get(&team));
                if there.is_none_or(|there| there.retired) {
                    review.report("team_unknown", Some(id), None, [("team", team.clone())]);
                }
                if let Some(other) = bound.insert(team, id) {
                    let name = map.area(other).map_or_else(String::new, |other| other.name.clone());
                    review.report(
                        "team_bound_twice",
                        Some(id),
                        None,
                        [("team", team.clone()), ("other", name)],
                    );
                }
            }
            None if area.level == Level::MicroArea => review.report("no_team", Some(id), None, []),
            None => {}
        }
    }
    // A team that served before and serves nobody now would sit at home.
    let lost = review
        .world
        .team_register()
        .iter()
        .filter(|team| !team.retired && !bound.contains_key(&team.key().to_string()));
    let lost: Vec<_> = lost
        .filter(|team| {
            review.draft.begun.areas().any(|(_, area)| area.team.as_deref() == Some(&*team.key().to_string()))
        })
        .map(|team| (team.key().to_string(), team.name.clone()))
        .collect();
    for (team, name) in lost {
        review.report("team_left_over", None, None, [("team", team), ("name", name)]);
    }
}
