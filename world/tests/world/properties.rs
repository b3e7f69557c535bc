//! Whatever is asked, in whatever order: no state is unsound, no question panics, replay agrees,
//! and what was asked twice was done once.

use crate::support::*;
use geo_core::{Level, Metres};
use proptest::prelude::*;
use world::incidents::*;
use world::records::*;
use world::view::View;
use world::*;

/// A command in numbers; what they mean depends on what is there when it is asked.
#[derive(Debug, Clone)]
struct Asked {
    who: u8,
    what: u8,
    a: u8,
    b: u8,
    c: u8,
    wait: u16,
}

fn asked() -> impl Strategy<Value = Asked> {
    (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), 0..1200u16)
        .prop_map(|(who, what, a, b, c, wait)| Asked { who, what, a, b, c, wait })
}

const TEAMS: [&str; 8] = ["P1", "P2", "P3", "D1", "L1", "L2", "N1", "ghost"];

fn spot(a: u8, b: u8) -> geo_core::Position {
    // Borders, corners and what lies outside come up as well.
    at(113.99 + 0.0165 * f64::from(a % 26), 29.99 + 0.0175 * f64::from(b % 13))
}

fn incident_number(world: &World, n: u8) -> dispatch::IncidentId {
    let all: Vec<_> = world.incident_register().iter().collect();
    match all.len() {
        0 => "20261122-0001".parse().unwrap(),
        // The latest ones: earlier ones have mostly ended.
        len => all[len - 1 - usize::from(n) % len.min(4)].id.clone(),
    }
}

/// Mostly somebody who may ask this, sometimes just anybody.
fn who(asked: &Asked, command: &Command) -> Actor {
    match (asked.who % 16, command) {
        (0, _) => actor("guest", Role::Viewer, Scope::district()),
        (1, _) => actor("west", Role::DutyOfficer, Scope::area(code(WEST))),
        (2, _) => system(),
        (3, _) => device(TEAMS[usize::from(asked.b) % TEAMS.len()]),
        (_, Command::MoveTask { evidence: Evidence::Device, team, .. }) => device(team.as_str()),
        (_, Command::MoveTask { evidence: Evidence::Fix { .. }, .. }) => system(),
        (4..=8, Command::MoveTask { .. }) => officer(),
        _ => admin(),
    }
}

/// A task to report on: mostly one that is under way.
fn task(world: &World, asked: &Asked) -> (dispatch::IncidentId, dispatch::TeamId) {
    let active = world
        .incident_register()
        .iter()
        .flat_map(|incident| incident.bound_teams().map(|team| (incident.id.clone(), team.clone())));
    let active: Vec<_> = active.collect();
    if active.is_empty() || asked.a.is_multiple_of(8) {
        return (incident_number(world, asked.a), TEAMS[usize::from(asked.b) % TEAMS.len()].parse().unwrap());
    }
    active[usize::from(asked.b) % active.len()].clone()
}

fn command(world: &World, asked: &Asked, now: Timestamp) -> Command {
    let &Asked { what, a, b, c, .. } = asked;
    let team: dispatch::TeamId = TEAMS[usize::from(b) % TEAMS.len()].parse().unwrap();
    let incident = incident_number(world, a);
    let given = Some("有原因".to_owned());
    let reason = [given.clone(), given.clone(), given, None, Some(String::new())][usize::from(c) % 5].clone();
    let text = reason.clone().unwrap_or_default();
    let dispatched = Dispatched { override_reason: reason.clone(), ..dispatched() };
    let states = [
        TaskState::Accepted,
        TaskState::EnRoute,
        TaskState::OnScene,
        TaskState::Done,
        TaskState::Returned,
        TaskState::Recalled,
        TaskState::Assigned,
    ];
    match what % 26 {
        0..=2 => {
            use SourceChannel::*;
            let channel = [Phone, Hotline12345, Alarm, WalkIn][usize::from(c) % 4];
            let mut command = call(channel, spot(a, b));
            if let Command::OpenIncident { external_no, .. } = &mut command {
                *external_no = (c % 3 == 0).then(|| format!("N-{}", a % 5));
            }
            command
        }
        3 => Command::OpenCase { incident },
        4 => {
            let version = world.incident_register().get(&incident).map_or(1, |incident| incident.version)
                - u64::from(c % 5 == 0);
            Command::AmendIncident {
                incident,
                version,
                kind: None,
                severity: None,
                position: Some(spot(b, c)),
                address: reason,
            }
        }
        5..=8 => Command::Assign { incident, team, dispatched },
        9 => {
            let (from, team) = task(world, asked);
            Command::Reassign { team, from, to: incident_number(world, c), reason: text, dispatched }
        }
        10 => {
            let (incident, team) = task(world, asked);
            Command::Recall { incident, team, reason: text }
        }
        11..=17 => {
            let (incident, team) = task(world, asked);
            let fence = world
                .incident_register()
                .get(&incident)
                .and_then(|incident| incident.last_task(&team))
                .map_or(1, |task| task.fence);
            let evidence = match c % 4 {
                0 => Evidence::ByHand,
                1 => Evidence::Fix {
                    at: Timestamp(now.0 - i64::from(a) * 100),
                    distance: Metres(f64::from(a) / 2.0),
                },
                _ => Evidence::Device,
            };
            let state = states[usize::from(c / 4) % states.len()];
            Command::MoveTask {
                incident,
                team,
                fence: fence + u64::from(c % 11 == 0),
                state,
                evidence,
                reason,
                device: DeviceNote::default(),
            }
        }
        18 => Command::SetAvailability { team, unavailable: reason },
        19 => Command::MergeIncidents { from: incident, into: incident_number(world, c) },
        20 => Command::ParkIncident { incident, reason },
        21 => Command::CloseIncident { incident, outcome: text },
        22 => {
            let mut record = self::team(
                team.as_str(),
                dispatch::TeamKind::Patrol,
                [None, Some(WEST), Some(EAST)][usize::from(a) % 3],
            );
            record.version = world.team_register().get(&team).map_or(0, |team| team.version);
            record.duty = if c % 2 == 0 { DutyRule::Always } else { DutyRule::ByShift };
            record.retired = c % 7 == 0;
            Command::SaveTeams(vec![record])
        }
        23 => {
            let starts = Timestamp(now.0 + (i64::from(a) - 128) * 600_000);
            let record = Shift {
                starts,
                ends: Timestamp(starts.0 + i64::from(c) * 600_000),
                ..shift("S-0", team.as_str(), "2026-11-22T00:00Z", "2026-11-22T01:00Z")
            };
            let records = Records::Shifts(vec![Shift { code: format!("S-{}", b % 2), ..record }]);
            if c % 3 == 0 {
                Command::RemoveShifts(vec![format!("S-{}", b % 2)])
            } else {
                Command::ImportRecords { input: Hash::default(), records }
            }
        }
        24 => {
            let code = format!("D-{}", b % 2);
            if c % 3 == 0 {
                Command::RemoveDepots(vec![code])
            } else {
                Command::ImportRecords {
                    input: Hash::default(),
                    records: Records::Depots(vec![depot(&code, spot(a, c))]),
                }
            }
        }
        _ => {
            let level = Level::ALL[usize::from(a) % Level::ALL.len()];
            let mut areas = areas(level);
            if c % 2 == 0 {
                areas.truncate(usize::from(b) % (areas.len() + 1));
            }
            Command::ImportAreas { level, input: Hash::default(), areas }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_the_world_stays_sound(asked in prop::collection::vec(asked(), 1..120)) {
        let mut desk = Desk::with_teams();
        let first = desk.entries.len();
        let mut view = View::of(desk.world.clone());
        for (n, asked) in asked.iter().enumerate() {
            desk.later(u64::from(asked.wait));
            let command = command(&desk.world, asked, desk.now);
            let before = desk.world.clone();
            let request = format!("r-{n}");
            match desk.submit_as(who(asked, &command), Some(&request), command.clone()) {
                Err(_) => prop_assert_eq!(desk.world.seq(), before.seq()),
                Ok(events) if events.is_empty() => prop_assert_eq!(desk.world.seq(), before.seq()),
                Ok(_) => {
                    prop_assert_eq!(desk.world.request_seq(&who(asked, &command).account, &request), Some(desk.world.seq()));
                    prop_assert_eq!(desk.world.invariants(), Vec::<String>::new(), "after {:?}", command);
                    // Readers see the same through indexes kept up and built anew.
                    view = view.next(desk.world.clone(), &changes(desk.entries.last().unwrap(), &before));
                    let fresh = View::of(desk.world.clone());
                    for scope in [Scope::district(), Scope::area(code(WEST))] {
                        prop_assert_eq!(view.depots(&scope), fresh.depots(&scope));
                    }
                }
            }
        }
        // Replay from the JSON that a journal keeps, and from a snapshot in the middle.
        let mut replayed = World::default();
        for (entry, hash) in desk.entries.iter().zip(&desk.hashes) {
            let read: Entry = serde_json::from_slice(&serde_json::to_vec(entry).unwrap()).unwrap();
            replayed.apply(&read);
            if replayed.seq() as usize == first + (desk.entries.len() - first) / 2 {
                prop_assert_eq!(&replayed.state_hash(), hash);
                replayed = postcard::from_bytes(&postcard::to_stdvec(&replayed).unwrap()).unwrap();
            }
        }
        prop_assert_eq!(replayed.state_hash(), desk.world.state_hash());
        prop_assert_eq!(replayed.invariants(), Vec::<String>::new());
    }

    #[test]
    fn no_text_breaks_the_search(text in "\\PC{0,24}", letters in "[a-z ]{0,20}", numbers in "[-0-9.,°′ ENen]{0,16}") {
        let desk = Desk::with_teams();
        let mut view = View::of(desk.world.clone());
        for indexed in [false, true] {
            if indexed {
                view.set_search(world::search::SearchIndex::build(&desk.world).into(), []);
            }
            for text in [&text, &letters, &numbers] {
                let query = world::search::SearchQuery { text: text.clone(), cameras: Cameras::Include, limit: 10 };
                prop_assert!(view.search(&Scope::district(), &query).len() <= 10);
                let _ = personal_data(text);
            }
        }
    }
}

/// The commands above would prove little if most of them were refused: together they make every
/// kind of thing happen.
#[test]
fn the_random_commands_reach_everything() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut names = std::collections::BTreeMap::<String, usize>::new();
    let mut states = std::collections::BTreeSet::new();
    for _ in 0..10 {
        let mut desk = Desk::with_teams();
        for _ in 0..150 {
            let asked = asked().new_tree(&mut runner).unwrap().current();
            desk.later(u64::from(asked.wait));
            let command = command(&desk.world, &asked, desk.now);
            for event in desk.submit(who(&asked, &command), command).unwrap_or_default() {
                let json = serde_json::to_value(&event).unwrap();
                *names.entry(json["event"].as_str().unwrap().to_owned()).or_default() += 1;
            }
            states.extend(desk.world.incident_register().iter().map(|incident| incident.state));
        }
    }
    for name in [
        "areas_imported/1",
        "availability_set/1",
        "depots_removed/1",
        "incident_accepted/1",
        "incident_amended/1",
        "incident_moved/1",
        "incidents_merged/1",
        "records_saved/1",
        "shifts_removed/1",
        "task_moved/1",
        "team_assigned/1",
    ] {
        assert!(names.get(name).is_some_and(|count| *count >= 3), "{name}: {names:?}");
    }
    assert_eq!(states.len(), 8, "an incident in every state: {states:?}");
}
