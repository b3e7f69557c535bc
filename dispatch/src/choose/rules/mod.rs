//! The eligibility rules: one rule, one file, one reason. To add one, write its file and name it in
//! [`judge`].

mod available;
mod duty;
mod free;
mod home;
mod kind;
mod position;
mod retired;

use super::{Call, Finding, Policy, Unit};

/// What the rules that need neither place nor road find, in the order in which people ask.
/// `world` asks the same rules again when an officer confirms a proposal.
pub fn standing(call: &Call, unit: &Unit) -> Vec<Finding> {
    [
        home::judge(call, unit),
        retired::judge(unit),
        Some(kind::judge(call, unit)),
        Some(duty::judge(unit)),
        available::judge(unit),
        Some(free::judge(unit)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What all rules find of a unit.
pub fn judge(call: &Call, unit: &Unit, policy: &Policy) -> Vec<Finding> {
    let mut findings = standing(call, unit);
    findings.push(position::judge(unit, policy));
    findings
}
