//! Households within range, in one piece, compact.

use super::{PlanRules, Review};
use geo_core::territory::{AreaId, Territory};
use std::f64::consts::PI;

/// Something about an area by itself.
pub(super) struct Finding {
    pub code: &'static str,
    params: Vec<(&'static str, String)>,
}

pub(super) fn review(review: &mut Review<'_>) {
    let map = review.map().clone();
    for (id, _) in map.areas() {
        for Finding { code, params } in of_area(review.rules, &map, id) {
            review.report(code, Some(id), None, params);
        }
    }
}

/// What is wrong with an area by itself.
pub(super) fn of_area(rules: &PlanRules, map: &Territory, id: AreaId) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (Some(area), Some(metrics)) = (map.area(id), map.metrics(id)) else { return findings };
    if let Some([least, most]) = rules.households.get(&area.level).copied() {
        let code = match metrics.households {
            households if households < least => Some("households_under"),
            households if households > most => Some("households_over"),
            _ => None,
        };
        let params = [("households", metrics.households), ("least", least), ("most", most)];
        let params = params.map(|(name, number)| (name, number.to_string())).to_vec();
        findings.extend(code.map(|code| Finding { code, params }));
    }
    if !map.children(id).is_empty() {
        return findings;
    }
    if metrics.parts > 1 {
        findings.push(Finding { code: "not_contiguous", params: vec![("parts", metrics.parts.to_string())] });
    }
    let compactness = 4.0 * PI * metrics.area.0 / metrics.perimeter.0.powi(2);
    if compactness < rules.compactness {
        let params = [("compactness", compactness), ("least", rules.compactness)];
        let params = params.map(|(name, value)| (name, format!("{value:.2}"))).to_vec();
        findings.push(Finding { code: "not_compact", params });
    }
    findings
}
