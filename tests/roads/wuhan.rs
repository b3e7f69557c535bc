//! A city of teams: every time in every proposal is that of the reference, and the checker agrees.

use dispatch::choose::{Away, Call, Duty, Policy, Standing, Unit, Whereabouts, check, propose};
use dispatch::roads::{RoadNetwork, Router, Travel};
use dispatch::{Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Milliseconds, Position};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tests::prove::Seeded;
use tests::reference::{Meeting, Roads};
use tests::{real_data, soak};

const POLICY: Policy =
    Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };

/// Codes that share no digit with a real division: what is asked here is who is at home, not where.
const AREAS: [&str; 4] = ["990101", "990101001", "990101001001", "99010100100100101"];
const NEIGHBOUR: &str = "99010100100100102";

fn area(code: &str) -> AreaCode {
    code.parse().expect("the codes above are codes")
}

fn near_a_road(chance: &mut Seeded, places: &[Position]) -> Position {
    let place = *chance.one_of(places);
    // Some stand on the road, most beside it, up to some 300 m away.
    let reach = *chance.one_of(&[0, 2_000, 30_000]);
    let [lon, lat] = [place.lon_e7() + chance.around_zero(reach), place.lat_e7() + chance.around_zero(reach)];
    Position::from_e7(lon, lat).expect("Wuhan is far from the edges of the earth")
}

fn a_team(number: usize, chance: &mut Seeded, places: &[Position]) -> Unit {
    let position = near_a_road(chance, places);
    Unit {
        team: format!("T{number:03}").parse().expect("a call sign"),
        kind: *chance.one_of(&[TeamKind::Patrol, TeamKind::LiaisonTeam, TeamKind::DutyGroup]),
        profile: *chance.one_of(&Profile::ALL),
        home: chance.one_of(&[None, Some(AREAS[3]), Some(AREAS[1]), Some(NEIGHBOUR)]).map(area),
        duty: if chance.below(8) > 0 {
            Duty::On
        } else {
            Duty::Off { starts_in: Some(Milliseconds(60_000)) }
        },
        above: Vec::new(),
        standing: match chance.below(6) {
            0 => Standing::Bound("20261122-0001".parse().expect("an incident's number")),
            _ => Standing::Free,
        },
        unavailable: (chance.below(12) == 0).then(|| Away::ByHand { reason: "vehicle in repair".to_owned() }),
        retired: chance.below(20) == 0,
        turnout: Milliseconds([0, 0, 60_000][chance.below(3)]),
        whereabouts: match chance.below(10) {
            0 => Whereabouts::Unknown,
            1 | 2 => Whereabouts::Post { position },
            _ => Whereabouts::Fix { position, age: Milliseconds(chance.below(700_000) as u64) },
        },
    }
}

fn a_call(chance: &mut Seeded, places: &[Position]) -> Call {
    let kinds = [TeamKind::Patrol, TeamKind::LiaisonTeam, TeamKind::DutyGroup];
    Call {
        position: near_a_road(chance, places),
        areas: AREAS[..chance.below(AREAS.len() + 1)].iter().map(|code| area(code)).collect(),
        suited: kinds.into_iter().filter(|_| chance.below(3) > 0).collect(),
        around: Default::default(),
    }
}

/// The teams of a profile whose places are known, and where these meet the road.
type Known<'a> = (Profile, Vec<&'a TeamId>, Vec<Option<Meeting>>);

fn known<'a>(reference: &Roads, units: &'a [Unit]) -> Vec<Known<'a>> {
    let of = |profile| {
        let placed = units.iter().filter(move |unit| unit.profile == profile);
        placed.filter_map(|unit| Some((&unit.team, unit.whereabouts.position()?)))
    };
    let meetings = |profile| of(profile).map(|(_, position)| reference.meet(profile, position)).collect();
    Profile::ALL
        .map(|profile| (profile, of(profile).map(|(team, _)| team).collect(), meetings(profile)))
        .into()
}

#[test]
fn every_time_in_every_proposal_is_that_of_the_reference() {
    let Some(path) = real_data("roads-wuhan/wuhan.osm.pbf") else { return };
    let [teams, proposals] = if soak() { [300, 200] } else { [60, 20] };
    let bytes = std::fs::read(&path).expect("the file was found");
    let router = Router::new(RoadNetwork::from_osm_file(&bytes, &mut |_| {}).expect("the roads of Wuhan"));
    let reference = Roads::read(&bytes).expect("the roads of Wuhan");

    let mut chance = Seeded::new(300);
    let units: Vec<Unit> = (0..teams).map(|number| a_team(number, &mut chance, reference.places())).collect();
    let known = known(&reference, &units);
    let (mut compared, mut reached, mut proposing, mut longest) = (0, 0, Duration::ZERO, Milliseconds(0));
    for _ in 0..proposals {
        let call = a_call(&mut chance, reference.places());
        let began = Instant::now();
        let proposal = propose(&call, &units, &router, &POLICY);
        proposing += began.elapsed();
        assert_eq!(check(&call, &units, &POLICY, &proposal), [], "the call is {call:?}");

        let mut right: HashMap<&TeamId, Travel> = HashMap::new();
        for (profile, teams, meetings) in &known {
            let target = reference.meet(*profile, call.position);
            right.extend(teams.iter().copied().zip(reference.travel_between(*profile, target, meetings)));
        }
        for candidate in proposal.ranked.iter().chain(&proposal.ruled_out) {
            let right = right.get(&candidate.team).copied();
            assert_eq!(candidate.travel, right, "{} to {:?}", candidate.team, call.position);
            compared += usize::from(right.is_some());
            if let Some(total) = right.and_then(|travel| travel.total()) {
                (reached, longest) = (reached + 1, longest.max(total));
            }
        }
    }
    println!(
        "{proposals} proposals among {teams} teams: {compared} times equal to the reference, {reached} of them with a way, \
         the longest {longest}; no fault found; {:.2} ms a proposal",
        proposing.as_secs_f64() * 1000.0 / proposals as f64
    );
}
