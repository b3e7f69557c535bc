//! How the areas in force fit each other, and the map that a draft begins on.

use super::forms::{FitView, FixView, GroundMove, NewDraft};
use crate::app::App;
use crate::http::Problem;
use geo_core::AreaCode;
use geo_core::planar::Remedy;
use geo_core::territory::Territory;
use world::{Choice, Fit, PlanOrigin, Unfit, World};

/// How many areas a refusal names.
const NAMED: usize = 5;

/// What the planner says to the fixes that are proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mending {
    /// They are accepted, some perhaps with another remedy.
    Accepted {
        /// The fixes with another remedy than the one proposed.
        choices: Vec<Choice>,
        /// The version whose fixes were looked at: what they empty was said then.
        seen: Option<u32>,
        /// Other areas that may come out empty.
        emptied: Vec<AreaCode>,
    },
    /// Nothing was said.
    NotAccepted,
}

impl Mending {
    /// What a planner who saw the fixes of a version says.
    ///
    /// # Errors
    /// `fit_outdated` when that is not the last version, or nobody knows which it was.
    pub fn of(world: &World, form: NewDraft) -> Result<Self, Problem> {
        if !form.accept_fixes {
            return Ok(Self::NotAccepted);
        }
        let last = world.plan_versions().last().map_or(0, |version| version.number);
        let blind = form.fit_version.is_none() && !form.choices.is_empty();
        if blind || form.fit_version.is_some_and(|seen| seen != last) {
            let problem = Problem::new("fit_outdated").with("last", last);
            return Err(match form.fit_version {
                Some(seen) => problem.with("seen", seen),
                None => problem,
            });
        }
        let choices = form.choices.into_iter().map(|choice| Choice { fix: choice.fix, to: choice.to });
        Ok(Self::Accepted { choices: choices.collect(), seen: form.fit_version, emptied: form.emptied })
    }
}

/// The map of the last version: the one that a draft left, or one made of the areas in force.
///
/// # Errors
/// `no_areas`, `areas_do_not_fit` with how many overlaps and gaps, `fixes_empty_areas`, `areas_tangled`, `areas_make_no_map`, `no_remedy`, and
/// what keeps a map from being read.
pub fn base(app: &App, world: &World, mending: &Mending) -> Result<(u32, Territory), Problem> {
    let last = world.plan_versions().last().ok_or_else(|| Problem::new("no_areas"))?;
    if let PlanOrigin::Draft { input, .. } = &last.origin {
        let mut map = app.plans.maps.get(*input)?;
        let since = world.on(last.effective_from).since(&map);
        map.apply(&since).map_err(|stale| Problem::internal(&stale))?;
        return Ok((last.number, map));
    }
    let fit = world.fit().map_err(unfit)?;
    let mut known = fit.emptied();
    let accepted = match mending {
        Mending::Accepted { choices, seen, emptied } => {
            known.retain(|_| seen.is_some());
            known.extend(emptied.iter().cloned());
            fit.chosen(choices).map_err(unfit)?
        }
        Mending::NotAccepted => Vec::new(),
    };
    let map = world.territory(&fit, &accepted, &known).map_err(unfit)?;
    Ok((last.number, map))
}

/// What does not fit.
///
/// # Errors
/// As [`base`].
pub fn view(world: &World) -> Result<FitView, Problem> {
    let fit = world.fit().map_err(unfit)?;
    let code = |key: &u32| fit.leaves[*key as usize].clone();
    let fixes = (0..).zip(&fit.fixes.fixes).map(|(number, fix)| FixView {
        fix: number,
        claimed_by: fix.claimed_by.iter().map(code).collect(),
        square_metres: fix.size.0,
        width_m: fix.width.0,
        is_sliver: fix.is_sliver,
        at: fix.place,
        to: match fix.remedy {
            Remedy::GiveTo(key) => Some(code(&key)),
            Remedy::DeclareHole => None,
        },
        moves: fix
            .moves
            .iter()
            .map(|moved| GroundMove {
                from: moved.from.as_ref().map(code),
                to: code(&moved.to),
                farthest_m: moved.farthest.map(|farthest| farthest.0),
            })
            .collect(),
        empties: fix.empties.iter().map(code).collect(),
        outline: geometry(&fit, fix.face),
    });
    Ok(FitView {
        version: world.plan_versions().last().map_or(0, |version| version.number),
        emptied: fit.emptied().into_iter().collect(),
        fixes: fixes.collect(),
    })
}

fn geometry(fit: &Fit, face: geo_core::planar::FaceId) -> serde_json::Value {
    super::views::geometry(&fit.map.outline(&[face]))
}

fn unfit(unfit: Unfit) -> Problem {
    match unfit {
        Unfit::NoAreas => Problem::new("no_areas"),
        Unfit::Tangled(tangled) => Problem::new("areas_tangled").with("rule", tangled.to_string()),
        Unfit::Faults { overlaps, gaps } => {
            Problem::new("areas_do_not_fit").with("overlaps", overlaps).with("gaps", gaps)
        }
        Unfit::Empties(areas) => {
            let named: Vec<&str> = areas.iter().take(NAMED).map(AreaCode::as_str).collect();
            Problem::new("fixes_empty_areas").with("count", areas.len()).with("areas", named.join(", "))
        }
        Unfit::Choice(no) => Problem::new("no_remedy").with("rule", no.to_string()),
        Unfit::UnknownChoice(choice) => Problem::new("no_remedy").with("rule", format!("fix {}", choice.fix)),
        Unfit::Build(error) => Problem::new("areas_make_no_map").with("rule", error.to_string()),
    }
}
