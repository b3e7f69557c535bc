//! What publishing a draft would do, and doing it.

use super::door::{Turnstile, Work};
use super::folder::Closing;
use super::forms::{Handed, Handover, PublicationView, PublishForm, VersionView};
use super::room::check_open;
use super::{versions, views};
use crate::app::App;
use crate::http::{Caller, Language, Problem};
use geo_core::AreaCode;
use std::collections::BTreeMap;
use world::{
    Command, Context, Entry, Event, Hash, Intent, Issue, PlanDraft, PlanRules, Publication, Timestamp, World,
};

/// The rules of the district.
pub fn rules(world: &World) -> PlanRules {
    world.tables().map(|tables| tables.plan.clone()).unwrap_or_default()
}

/// What publishing would do, in the words of a language. Nothing is kept: a map is written down when it is published.
///
/// # Errors
/// `draft_published`.
pub fn outlook(
    world: &World,
    draft: &PlanDraft,
    effective_from: Timestamp,
    context: &Context,
    language: Language,
) -> Result<PublicationView, Problem> {
    check_open(world, draft)?;
    let (blocking, warnings): (Vec<Issue>, Vec<Issue>) =
        world::issues(world, &rules(world), draft).into_iter().partition(|issue| issue.blocking);
    let intent = Intent { effective_from, note: None, input: Hash::default() };
    let prepared = world::prepared(world, draft, intent);
    let decided = prepared.clone().and_then(|publication| {
        let command = Command::PublishPlan(Box::new(publication));
        world.decide(&command, context)?;
        // Who follows whom is shown as of the day: from the plans that will be in force just before it.
        let day = effective_from.max(context.now);
        let before = world.on(day);
        let events = before.decide(&command, &Context { now: day, actor: context.actor.clone() })?;
        Ok(handover(&before, &before.foreseen(&events, day)))
    });
    let (handover, refused) = match decided {
        Ok(handover) => (handover, None),
        Err(refusal) => (Handover::default(), Some(Problem::from(refusal).document(language))),
    };
    let (seen, retired, lineage) = prepared.map_or_else(
        |_| Default::default(),
        |publication| {
            let seen = publication.put.len().saturating_sub(publication.alike.len());
            (seen, publication.retired.len(), publication.lineage)
        },
    );
    Ok(PublicationView {
        blocking: views::issues(blocking),
        warnings: views::issues(warnings),
        refused,
        created: lineage.len(),
        retired,
        changed: seen.saturating_sub(lineage.len()),
        lineage,
        handover,
    })
}

/// Who follows whom from a world to the one that comes after.
fn handover(world: &World, then: &World) -> Handover {
    let finest = |world: &World, at| {
        world.locate(&world::Scope::district(), at).areas.last().map(|area| area.code.clone())
    };
    let handed = |code: String, name: String, from: Option<AreaCode>, to: Option<AreaCode>| {
        (from != to).then_some(Handed { code, name, from, to })
    };
    let open = world.incident_register().iter().filter(|incident| !incident.state.is_final());
    let depots = world.depot_register().iter();
    let teams = world.team_register().iter().filter(|team| !team.retired);
    Handover {
        incidents: open
            .filter_map(|incident| {
                let (from, to) = (finest(world, incident.position), finest(then, incident.position));
                let kind = incident.kind.as_str().to_owned();
                handed(incident.id.to_string(), kind, from, to)
            })
            .collect(),
        teams: teams
            .filter_map(|team| {
                let to = then.team_register().get(&team.code).and_then(|team| team.home.clone());
                handed(team.code.to_string(), team.name.clone(), team.home.clone(), to)
            })
            .collect(),
        depots: depots
            .filter_map(|depot| {
                let (from, to) = (finest(world, depot.position), finest(then, depot.position));
                handed(depot.code.clone(), depot.name.clone(), from, to)
            })
            .collect(),
    }
}

/// Publishes a draft as it was looked at. Nobody draws on it meanwhile, and a caller who hangs up does not stop it.
///
/// # Errors
/// `draft_changed` when it is another now, `draft_being_published`, `draft_not_ready` with what blocks, and what the
/// district refuses.
pub async fn publish(
    app: &App,
    caller: Caller,
    id: String,
    form: PublishForm,
) -> Result<VersionView, Problem> {
    let view = app.desk.state();
    let account = &caller.actor().account;
    let before = caller.request.as_deref().and_then(|request| view.world().request_seq(account, request));
    if let Some(seq) = before {
        let entry = app.blocking(move |app| app.reader.read(seq.saturating_sub(1), 1)).await?;
        let entry = entry.map_err(|error| Problem::unavailable(&error))?.pop();
        return published_by(app, &caller, view.world(), entry.as_ref(), &id);
    }
    let app = app.clone();
    let publishing = tokio::spawn(async move {
        let effective_from = form.effective_from;
        let (closing, prepared) = {
            let id = id.clone();
            Turnstile::pass(&app, Work::Survey, move |app| prepare(app, &id, form)).await?
        };
        let prepared = Box::new(prepared);
        let command = match effective_from {
            Some(_) => Command::PublishPlan(prepared),
            None => Command::PublishPlanAtOnce(prepared),
        };
        let done = app.submit(&caller, command).await;
        // Now that the district knows, whoever waited to draw is told that the draft is published.
        drop(closing);
        let done = done?;
        published_by(&app, &caller, done.state.world(), done.entry.as_deref(), &id)
    });
    publishing.await.map_err(|error| Problem::internal(&error))?
}

/// The version that an entry made of a draft.
///
/// # Errors
/// `request_id_reused` when the entry did something else.
fn published_by(
    app: &App,
    caller: &Caller,
    world: &World,
    entry: Option<&Entry>,
    draft: &str,
) -> Result<VersionView, Problem> {
    let events = entry.into_iter().flat_map(|entry| &entry.draft.events);
    let number = events.into_iter().find_map(|event| match event {
        Event::PlanPublished { number, publication } if publication.draft == draft => Some(*number),
        _ => None,
    });
    let version = number.and_then(|number| world.plan_version(number));
    let version = version.ok_or_else(|| Problem::new("request_id_reused"))?;
    Ok(versions::version(world, &app.kin, caller.actor(), version))
}

/// Closes a draft and makes the publication of it.
fn prepare(app: &App, id: &str, form: PublishForm) -> Result<(Closing, Publication), Problem> {
    let closing = app.plans.close(&app.desk, id, form.hash)?;
    let (draft, view) = (&closing.draft, app.desk.state());
    let world = view.world();
    let mut blocking: BTreeMap<&str, usize> = BTreeMap::new();
    for issue in world::issues(world, &rules(world), draft).iter().filter(|issue| issue.blocking) {
        *blocking.entry(issue.code).or_default() += 1;
    }
    if !blocking.is_empty() {
        let what: Vec<String> = blocking.iter().map(|(code, count)| format!("{code} ({count})")).collect();
        return Err(Problem::new("draft_not_ready")
            .with("issues", blocking.values().sum::<usize>())
            .with("what", what.join(", ")));
    }
    // The kernel lets nothing else come about; what is written for ever is looked at once more.
    if let Some(fault) = draft.map.validate().first() {
        return Err(Problem::internal(fault));
    }
    let intent = Intent {
        effective_from: form.effective_from.unwrap_or_else(|| app.desk.now()),
        note: form.note,
        input: Hash::default(),
    };
    let mut publication = world::prepared(world, draft, intent)?;
    publication.input = app.plans.maps.keep(&draft.map)?;
    Ok((closing, publication))
}
