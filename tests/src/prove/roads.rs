//! Kind `roads`: every OpenStreetMap file, `.osm.pbf`, `.osm` or `.osm.gz`, its import and its travel times against the reference.

use super::memory::Peak;
use super::{Case, Effort, Kind, Outcome, Report, Seeded, folder};
use crate::reference::Roads;
use dispatch::Profile;
use dispatch::roads::{RoadNetwork, RoadStats, RoadsError, Router, Travel, TravelTimes};
use geo_core::Position;
use std::path::Path;
use std::time::{Duration, Instant};

/// What road files end in.
const ENDINGS: [&str; 4] = [".osm.pbf", ".osm", ".osm.xml", ".osm.gz"];
/// How many differences are printed for a case.
const SHOWN: usize = 5;
/// The same file is always asked the same questions.
const SEED: u64 = 20_261_122;

/// Road files: imported, asked for the travel between random pairs, and asked again after having been kept as bytes.
pub struct RoadFiles;

impl Kind for RoadFiles {
    fn name(&self) -> &'static str {
        "roads"
    }

    fn about(&self) -> &'static str {
        "every .osm.pbf, .osm and .osm.gz below the folder: imported, 500 random pairs against Dijkstra on its segments"
    }

    fn prove(&self, folder: &Path, effort: Effort, report: &mut Report) {
        let pairs = match effort {
            Effort::Quick => 40,
            Effort::Full => 500,
        };
        let unheard = |name: String, got: String, outcome| Case {
            name,
            expected: "road files".into(),
            got,
            took: Duration::ZERO,
            peak: None,
            outcome,
        };
        // Left out aloud: a folder of these alone would seem proved.
        for file in folder::files_ending(folder, ".osm.bz2").into_iter().flatten() {
            let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
            report.add(&unheard(name, "the product reads no bzip2".to_owned(), Outcome::Skipped));
        }
        let files: Result<Vec<Vec<_>>, _> =
            ENDINGS.iter().map(|ending| folder::files_ending(folder, ending)).collect();
        match files.map(|files| files.concat()) {
            Ok(files) if files.is_empty() => {
                let got = format!("no file that ends in {}", ENDINGS.join(", "));
                report.add(&unheard(folder.display().to_string(), got, Outcome::Skipped));
            }
            Ok(mut files) => {
                files.sort();
                for file in files {
                    let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
                    report.add(&try_file(name, &file, pairs));
                }
            }
            Err(error) => {
                report.add(&unheard(
                    folder.display().to_string(),
                    error.to_string(),
                    Outcome::Failed(vec![]),
                ));
            }
        }
    }
}

/// The product's side of a case: the network fresh from the file, and once more from its bytes.
struct Imported {
    routers: [Router; 2],
    took: Duration,
    peak: Option<Peak>,
}

fn import(bytes: &[u8]) -> Result<Imported, RoadsError> {
    let began = Instant::now();
    let network = RoadNetwork::from_osm_file(bytes, &mut |_| {})?;
    let kept = network.to_bytes();
    let fresh = Router::new(network);
    let (took, peak) = (began.elapsed(), Peak::so_far());
    let again = Router::new(RoadNetwork::from_bytes(&kept)?);
    Ok(Imported { routers: [fresh, again], took, peak })
}

fn try_file(name: String, path: &Path, pairs: usize) -> Case {
    let mut expected = format!("{pairs} pairs");
    let case = |expected: &str, got: String, took, peak, outcome| Case {
        name: name.clone(),
        expected: expected.into(),
        got,
        took,
        peak,
        outcome,
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return case(&expected, error.to_string(), Duration::ZERO, None, Outcome::Failed(vec![]));
        }
    };
    Peak::forget();
    let began = Instant::now();
    let Imported { routers, took, peak } = match import(&bytes) {
        Ok(imported) => imported,
        Err(error) => {
            let why = vec![error.to_string()];
            return case(
                &expected,
                error.code().into(),
                began.elapsed(),
                Peak::so_far(),
                Outcome::Failed(why),
            );
        }
    };
    let reference = match Roads::read(&bytes) {
        Ok(reference) => reference,
        Err(error) => {
            let why = vec!["the product read the file, the reference did not".into()];
            return case(&expected, error.to_string(), took, peak, Outcome::Failed(why));
        }
    };
    if reference.places().is_empty() {
        let why = vec!["the product found roads, the reference found none".into()];
        return case(&expected, "roads".into(), took, peak, Outcome::Failed(why));
    }

    let mut wrong = surveys_differ(routers[0].network().stats(), &reference);
    let (mut equal, mut reached, mut sum) = (0, 0, 0);
    let mut answering = Duration::ZERO;
    for (profile, from, to) in questions(&reference, pairs) {
        let right = reference.travel_to(profile, to, &[from]);
        let began = Instant::now();
        let got = routers.each_ref().map(|router| router.travel_to(profile, to, &[from]));
        answering += began.elapsed();
        if let Some(total) = right[0].total() {
            (reached, sum) = (reached + 1, sum + total.0);
        }
        if got.iter().all(|got| *got == right) {
            equal += 1;
        } else {
            wrong.push(format!(
                "{profile:?} {} -> {}: expected {}, got {}, from bytes {}",
                words(from),
                words(to),
                travel_words(&right),
                travel_words(&got[0]),
                travel_words(&got[1])
            ));
        }
    }
    let restrictions = reference.restrictions();
    let [obeyed, effectless] = [restrictions.obeyed, restrictions.without_effect];
    let left_out = restrictions.conditional + restrictions.other_vehicles + restrictions.unclear;
    expected = format!(
        "{pairs} pairs, {reached} with a way, {sum} ms in all; restrictions: {obeyed} obeyed, {effectless} without \
         effect, {left_out} not for these vehicles, conditional or unclear"
    );
    let got = format!(
        "{equal} equal, import {:.2} s, answers {:.3} s",
        took.as_secs_f64(),
        answering.as_secs_f64()
    );
    let count = wrong.len();
    wrong.truncate(SHOWN);
    if count > SHOWN {
        wrong.push(format!("and {} more", count - SHOWN));
    }
    let outcome = if wrong.is_empty() { Outcome::Passed } else { Outcome::Failed(wrong) };
    case(&expected, got, took + answering, peak, outcome)
}

/// Random pairs, the profiles in turn: most near roads, some on nodes, some anywhere, some close together.
fn questions(reference: &Roads, pairs: usize) -> impl Iterator<Item = (Profile, Position, Position)> + '_ {
    let mut chance = Seeded::new(SEED);
    let places = reference.places();
    let lons = || places.iter().map(|place| place.lon_e7());
    let lats = || places.iter().map(|place| place.lat_e7());
    let west_south = [lons().min().unwrap_or(0), lats().min().unwrap_or(0)];
    let size = [lons().max().unwrap_or(0), lats().max().unwrap_or(0)].map(i64::from);
    let size = [0, 1].map(|axis| (size[axis] - i64::from(west_south[axis])) as usize + 1);
    let anywhere = move |chance: &mut Seeded| {
        let near = |chance: &mut Seeded, place: Position, reach| {
            moved(place, chance.around_zero(reach), chance.around_zero(reach))
        };
        match chance.below(10) {
            0..5 => {
                let place = *chance.one_of(places);
                near(chance, place, 20_000)
            }
            5..8 => *chance.one_of(places),
            8 => {
                let place = *chance.one_of(places);
                near(chance, place, 400_000)
            }
            _ => {
                let [east, north] = size.map(|size| chance.below(size) as i64);
                let lon = (i64::from(west_south[0]) + east) as i32;
                let lat = (i64::from(west_south[1]) + north) as i32;
                Position::from_e7(lon, lat).unwrap_or(places[0])
            }
        }
    };
    (0..pairs).map(move |number| {
        let from = anywhere(&mut chance);
        let to = match chance.below(10) {
            0 => moved(from, chance.around_zero(3_000), chance.around_zero(3_000)),
            _ => anywhere(&mut chance),
        };
        (Profile::ALL[number % 3], from, to)
    })
}

/// A position some units of 1e-7 degree away, or the same one where that would leave the earth.
fn moved(place: Position, east: i32, north: i32) -> Position {
    let [lon, lat] = [place.lon_e7().saturating_add(east), place.lat_e7().saturating_add(north)];
    Position::from_e7(lon, lat).unwrap_or(place)
}

/// Where the product has counted other roads than the reference.
fn surveys_differ(stats: &RoadStats, reference: &Roads) -> Vec<String> {
    let mut wrong = Vec::new();
    let skipped = stats.skipped;
    let counts = [stats.segments, stats.nodes, skipped.missing_segments, skipped.loop_segments];
    if counts != reference.counts() {
        wrong.push(format!(
            "segments, nodes, missing, loops: expected {:?}, got {counts:?}",
            reference.counts()
        ));
    }
    if (stats.barriers, stats.restrictions) != (reference.barriers(), reference.restrictions()) {
        wrong.push(format!(
            "barriers, restrictions: expected {}, {:?}, got {}, {:?}",
            reference.barriers(),
            reference.restrictions(),
            stats.barriers,
            stats.restrictions
        ));
    }
    for got in &stats.profiles {
        let right = reference.survey(got.profile);
        // The sums are the same lengths added in another order.
        let alike = |right: f64, got: f64| (right - got).abs() <= 1e-9 * right.abs() + 1e-6;
        let lengths = alike(right.length, got.length.0) && alike(right.connected, got.connected.0);
        if !(lengths && right.stranded == got.stranded_count) {
            wrong.push(format!(
                "{:?}: expected {right:?}, got length {}, connected {}, stranded {}",
                got.profile, got.length.0, got.connected.0, got.stranded_count
            ));
        }
    }
    wrong
}

fn words(position: Position) -> String {
    format!("{:.7},{:.7}", position.lon(), position.lat())
}

fn travel_words(travel: &[Travel]) -> String {
    match travel {
        [Travel::Road { total, drive, walk }] => format!("{} = {} + {} ms", total.0, drive.0, walk.0),
        [Travel::Unreachable { reason }] => reason.code().into(),
        other => format!("{other:?}"),
    }
}
