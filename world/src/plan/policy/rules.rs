//! Saying how the district wants its plans.

use super::PlanRules;
use crate::{Context, Event, Refusal, World};
use geo_core::Level;

/// The codes of all issues: what may block publishing.
const ISSUES: [&str; 14] = [
    "bad_code",
    "border_through_building",
    "building_elsewhere",
    "code_retired",
    "code_twice",
    "households_over",
    "households_under",
    "missing_code",
    "no_team",
    "not_compact",
    "not_contiguous",
    "team_bound_twice",
    "team_left_over",
    "team_unknown",
];
/// Most digits of a serial: a level below one area has no more areas than a city has households.
const MOST_DIGITS: usize = 9;
/// Longest prefix of codes: CJ/T 349-2010 has six digits of the object class; a code has 32 characters in all.
const LONGEST_PREFIX: usize = 12;

/// # Errors
/// `outside_scope`; `stale_version` when the tables are others than were looked at; `bad_plan_rules` with the field and
/// the value.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    rules: &PlanRules,
    version: u64,
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    let district = world.district().ok_or_else(|| Refusal::new("not_founded"))?;
    if version != district.version {
        return Err(Refusal::new("stale_version")
            .with("register", "plan_rules")
            .with("code", &district.code)
            .with("version", version)
            .with("current", district.version));
    }
    let rules = checked(rules)?;
    Ok(match rules == district.tables.plan {
        true => Vec::new(),
        false => vec![Event::PlanRulesSaved { rules: Box::new(rules) }],
    })
}

fn bad(field: &str, value: impl ToString) -> Refusal {
    Refusal::new("bad_plan_rules").with("field", field).with("value", value)
}

fn checked(rules: &PlanRules) -> Result<PlanRules, Refusal> {
    for (level, [least, most]) in &rules.households {
        if least > most {
            return Err(bad(&format!("households.{level}"), format!("{least}–{most}")));
        }
    }
    if !(0.0..=1.0).contains(&rules.compactness) {
        return Err(bad("compactness", rules.compactness));
    }
    for (level, rule) in &rules.codes {
        let field = |name: &str| format!("codes.{level}.{name}");
        // The code of the district is given, by GB/T 2260.
        if *level == Level::District {
            return Err(bad("codes", level));
        }
        if !(1..=MOST_DIGITS).contains(&rule.digits) {
            return Err(bad(&field("digits"), rule.digits));
        }
        if rule.prefix.len() > LONGEST_PREFIX || !rule.prefix.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(bad(&field("prefix"), &rule.prefix));
        }
    }
    if let Some(unknown) = rules.blocking.iter().find(|code| !ISSUES.contains(&code.as_str())) {
        return Err(bad("blocking", unknown));
    }
    // Whole thousandths read back from JSON as the very same number, so replay ends in the same state.
    Ok(PlanRules { compactness: (rules.compactness * 1000.0).round() / 1000.0, ..rules.clone() })
}
