//! Roads: read, ordered and prepared once, so that a start only loads them.

use super::import::{Manner, keep};
use super::progress::Bar;
use super::{Failure, Target, founding};
use crate::http::Language;
use crate::roads::prepared;
use dispatch::roads::{Phase, Profile, ProfileStats, Progress, RoadNetwork, RoadStats, RoadsError};
use world::Command;

/// Stranded pieces that are named one by one.
const NAMED: usize = 5;

/// Imports a road network; returns a summary in words.
///
/// # Errors
/// [`Failure`]; the roads in force stay.
pub fn import(target: &Target, bytes: &[u8], manner: &Manner) -> Result<String, Failure> {
    let language = manner.language;
    let mut bar = Bar::new(language, "读取并整理道路", "reading and ordering roads");
    let network = RoadNetwork::from_osm_file(bytes, &mut |progress| bar.at(permille(progress), 1000));
    let network = match network {
        Ok(network) => network,
        Err(error) => {
            bar.stopped();
            return Err(error.into());
        }
    };
    bar.done();
    let stats = network.stats();
    report_stranded(stats, manner);
    let summary = language.pick(&summary_zh(stats), &summary_en(stats)).to_owned();
    if !manner.dry_run {
        let opened = target.opened()?;
        let input = keep(opened, bytes)?;
        prepared::keep(&opened.cache, input, &network)
            .map_err(|error| Failure::unwritten(&opened.cache, &error))?;
        founding::found(opened, &manner.named, &[])?;
        opened.submit(Command::ImportRoads { input, summary: summary.clone() })?;
    }
    Ok(summary)
}

/// One scale for all phases: reading is a third, ordering half of the work.
fn permille(progress: Progress) -> u64 {
    let (from, to) = match progress.phase {
        Phase::Reading => (0, 350),
        Phase::Connecting => (350, 500),
        Phase::Ordering => (500, 1000),
    };
    from + (to - from) * progress.done.min(progress.total) / progress.total.max(1)
}

const fn profile_name(profile: Profile, language: Language) -> &'static str {
    match profile {
        Profile::Car => language.pick("汽车", "car"),
        Profile::Motorcycle => language.pick("摩托车", "motorcycle"),
        Profile::Foot => language.pick("步行", "foot"),
    }
}

fn kilometres(metres: geo_core::Metres) -> f64 {
    metres.0 / 1000.0
}

/// How much road each profile has.
fn lengths(stats: &RoadStats, language: Language, unit: &str) -> Vec<String> {
    let length = |p: &ProfileStats| {
        format!("{} {:.0} {unit}", profile_name(p.profile, language), kilometres(p.length))
    };
    stats.profiles.iter().map(length).collect()
}

fn summary_zh(stats: &RoadStats) -> String {
    let profiles = lengths(stats, Language::Chinese, "公里");
    format!(
        "{} 条道路, {} 个路段, {} 个路口; {}",
        stats.ways,
        stats.segments,
        stats.junctions,
        profiles.join(", ")
    )
}

fn summary_en(stats: &RoadStats) -> String {
    let profiles = lengths(stats, Language::English, "km");
    format!(
        "{} ways, {} segments, {} junctions; {}",
        stats.ways,
        stats.segments,
        stats.junctions,
        profiles.join(", ")
    )
}

/// Says what cannot be reached, so that the map's owner can mend it.
fn report_stranded(stats: &RoadStats, manner: &Manner) {
    for profile in stats.profiles.iter().filter(|profile| profile.stranded_count > 0) {
        let (count, length) = (profile.stranded_count, kilometres(profile.stranded));
        let zh = format!(
            "提示: {}有 {count} 段道路与路网不连通, 共 {length:.1} 公里, 不用于定位:",
            profile_name(profile.profile, Language::Chinese)
        );
        let en = format!(
            "note: {}: {count} stranded pieces, {length:.1} km, are not used for snapping:",
            profile_name(profile.profile, Language::English)
        );
        eprintln!("{}", manner.language.pick(&zh, &en));
        for piece in profile.longest_stranded.iter().take(NAMED) {
            let unit = manner.language.pick("公里", "km");
            eprintln!("  way {} · {} · {:.2} {unit}", piece.way, piece.place, kilometres(piece.length));
        }
    }
}

impl From<RoadsError> for Failure {
    fn from(error: RoadsError) -> Self {
        let failure = Self::new(error.code()).with("reason", &error);
        match error {
            RoadsError::WrongKind { found, .. } => failure.with("seems", found),
            RoadsError::Truncated { offset, missing } => {
                failure.with("offset", offset).with("missing", missing)
            }
            RoadsError::Damaged { offset, rule } => failure.with("offset", offset).with("rule", rule),
            RoadsError::UnknownFeature { feature } => failure.with("feature", feature),
            RoadsError::NoRoads { ways, missing_nodes } => {
                failure.with("ways", ways).with("nodes", missing_nodes)
            }
            RoadsError::TooLarge { what, limit } => failure.with("what", what).with("limit", limit),
            RoadsError::NotANetwork { expected, rule } => {
                failure.with("expected", expected).with("rule", rule)
            }
        }
    }
}
