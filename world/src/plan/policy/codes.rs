//! Codes: every area has one, of the district's form, that nobody had before.

use super::{PlanRules, Review};
use crate::World;
use geo_core::territory::{AreaId, Edit, Territory};
use geo_core::{AreaCode, Level};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const MISSING: &str = "missing_code";
const TWICE: &str = "code_twice";
/// What blocks publishing whatever the district's rules say.
pub(super) const ALWAYS_BLOCKING: [&str; 2] = [MISSING, TWICE];

/// How the code of an area is made: a prefix, the code of the area above, and a serial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CodeRule {
    /// What stands before the code of the area above: the object class of CJ/T 349-2010, for instance.
    #[serde(default)]
    pub prefix: String,
    /// Digits of the serial, at least 1.
    pub digits: usize,
}

impl CodeRule {
    /// Whether a code under `parent` has the form.
    pub fn fits(&self, code: &AreaCode, parent: &AreaCode) -> bool {
        let serial =
            code.as_str().strip_prefix(&*self.prefix).and_then(|rest| rest.strip_prefix(parent.as_str()));
        serial.is_some_and(|serial| {
            serial.len() == self.digits && serial.bytes().all(|byte| byte.is_ascii_digit())
        })
    }

    /// The code with a serial; `None` when the serial has too many digits.
    fn code(&self, parent: &AreaCode, serial: u64) -> Option<AreaCode> {
        let serial = format!("{serial:0width$}", width = self.digits);
        (serial.len() == self.digits)
            .then(|| AreaCode::new(format!("{}{parent}{serial}", self.prefix)).ok())?
    }
}

pub(super) fn review(review: &mut Review<'_>) {
    let map = review.map().clone();
    let mut seen: BTreeMap<&AreaCode, AreaId> = BTreeMap::new();
    for (id, area) in map.areas() {
        let Some(code) = &area.code else {
            review.report(MISSING, Some(id), None, [("name", area.name.clone())]);
            continue;
        };
        if let Some(other) = seen.insert(code, id) {
            let name = map.area(other).map_or_else(String::new, |other| other.name.clone());
            review.report(TWICE, Some(id), None, [("code", code.to_string()), ("other", name)]);
        }
        if review.world.is_code_retired(code) {
            review.report("code_retired", Some(id), None, [("code", code.to_string())]);
        }
        let parent = area.parent.and_then(|parent| map.area(parent)?.code.as_ref());
        // A code that was there before follows the habits of its time.
        let given = review.draft.begun.area(id).and_then(|begun| begun.code.as_ref()) != Some(code);
        if let (Some(rule), Some(parent)) = (review.rules.codes.get(&area.level), parent)
            && given
            && !rule.fits(code, parent)
        {
            let expected = format!("{}{parent}{}", rule.prefix, "#".repeat(rule.digits));
            review.report("bad_code", Some(id), None, [("code", code.to_string()), ("expected", expected)]);
        }
    }
}

/// Codes for the areas of a level under `under` that have none, from west to east and, on one meridian, from north to
/// south (CJ/T 213-2005 numbers grids so), with serials nobody ever had. One edit, to be decided like any other.
///
/// # Errors
/// The area that cannot be numbered: the one above it has no code, the level has no rule, or all serials are used up.
pub fn numbered(
    world: &World,
    rules: &PlanRules,
    map: &Territory,
    under: AreaId,
    level: Level,
) -> Result<Edit, AreaId> {
    let mut taken: BTreeSet<AreaCode> = map.areas().filter_map(|(_, area)| area.code.clone()).collect();
    let mut waiting: Vec<_> = below(map, under)
        .into_iter()
        .filter(|id| map.area(*id).is_some_and(|area| area.level == level && area.code.is_none()))
        .filter_map(|id| map.outline(id)?.label_point().map(|at| (at.lon_e7(), -at.lat_e7(), id)))
        .collect();
    waiting.sort_unstable();
    let mut serials: BTreeMap<AreaId, u64> = BTreeMap::new();
    let mut edits = Vec::new();
    for (_, _, id) in waiting {
        let parent = map.area(id).and_then(|area| area.parent).ok_or(id)?;
        let above = map.area(parent).and_then(|area| area.code.as_ref()).ok_or(id)?;
        let rule = rules.codes.get(&level).ok_or(id)?;
        let serial = serials.entry(parent).or_default();
        let code = loop {
            *serial += 1;
            let code = rule.code(above, *serial).ok_or(id)?;
            if !world.is_code_known(&code) && taken.insert(code.clone()) {
                break code;
            }
        };
        edits.push(Edit::SetCode { area: id, code: Some(code) });
    }
    Ok(Edit::Many { edits })
}

/// An area and all below it.
fn below(map: &Territory, root: AreaId) -> Vec<AreaId> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(area) = found.get(next).copied() {
        found.extend(map.children(area));
        next += 1;
    }
    found
}
