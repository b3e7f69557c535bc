//! A day on which everything happens that the journal knows.

use crate::district::{self, Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use geo_core::Milliseconds;
use world::incidents::{IncidentState, TaskState};
use world::records::{Depot, DepotTier, Place, SensingKind, SensingPoint, SensingStatus, Shift};
use world::{Command, Event, Hash, Records};

/// The names of all events, without their versions.
pub const EVENTS: [&str; 13] = [
    "district_founded",
    "areas_imported",
    "roads_imported",
    "records_saved",
    "shifts_removed",
    "depots_removed",
    "incident_accepted",
    "incident_amended",
    "incident_moved",
    "team_assigned",
    "task_moved",
    "availability_set",
    "incidents_merged",
];

/// Does not compile until an event that is new is in [`EVENTS`].
const fn _listed(event: &Event) -> &'static str {
    match event {
        Event::DistrictFounded { .. } => EVENTS[0],
        Event::AreasImported { .. } => EVENTS[1],
        Event::RoadsImported { .. } => EVENTS[2],
        Event::RecordsSaved { .. } => EVENTS[3],
        Event::ShiftsRemoved { .. } => EVENTS[4],
        Event::DepotsRemoved { .. } => EVENTS[5],
        Event::IncidentAccepted { .. } => EVENTS[6],
        Event::IncidentAmended { .. } => EVENTS[7],
        Event::IncidentMoved { .. } => EVENTS[8],
        Event::TeamAssigned { .. } => EVENTS[9],
        Event::TaskMoved { .. } => EVENTS[10],
        Event::AvailabilitySet { .. } => EVENTS[11],
        Event::IncidentsMerged { .. } => EVENTS[12],
    }
}

/// See: registers of every kind come and go, and calls end in every way there is.
pub fn all_that_can_happen(day: &Day) -> Told {
    registers(day);
    let centre = day.officer("centre-1");
    let (west_1, west_2) = (day.device("西一队"), day.device("西二队"));

    let settled = centre.takes(Call::about(Spot::Market).through_110().numbered("110-7"))?;
    centre.opens(&settled)?;
    centre.writes_address(&centre.sees(&settled), "市场门口")?;
    centre.sends("西一队", &settled)?;
    for step in [TaskState::Accepted, TaskState::EnRoute, TaskState::OnScene, TaskState::Done] {
        day.minutes(2);
        west_1.reports(&settled, step)?;
    }
    centre.closes(&settled, "已调解")?;

    let joined = centre.takes(Call::about(Spot::StreetByTheMarket))?;
    let waiting = centre.takes(Call::about(Spot::Market).flooding())?;
    centre.sends("西二队", &joined)?;
    west_2.gives_back(&joined, Some("车坏了"))?;
    centre.takes_out("西二队", Some("修车"))?;
    centre.sends("西一队", &joined)?;
    centre.merges(&joined, &waiting)?;
    centre.recalls("西一队", &waiting, "另有任务")?;
    centre.parks(&waiting, "等排水公司")?;

    let under_way = centre.takes(Call::about(Spot::School))?;
    centre.sends_all_the_same("西二队", &under_way, "就在旁边")?;
    centre.takes_out("西二队", None)?;
    let nearer = centre.takes(Call::about(Spot::School))?;
    centre.reassigns("西二队", &under_way, &nearer, "更急")?;
    centre.hears("西二队", &nearer, TaskState::OnScene)?;
    centre.moves(&under_way, Spot::Market)?;
    assert_eq!(centre.state(&waiting), IncidentState::Parked);
    Ok(())
}

told_three_times!(all_that_can_happen);

fn registers(day: &Day) {
    let shift = |code: &str, hours: u64| Shift {
        code: code.to_owned(),
        team: "东二队".parse().unwrap(),
        starts: district::noon(),
        ends: district::noon().after(Milliseconds::from_minutes(hours * 60)),
        leader: None,
        version: 0,
    };
    let depot = |code: &str, tier| Depot {
        code: code.to_owned(),
        name: format!("{code}储备库"),
        tier,
        position: Spot::School.position(),
        address: Some("学校路 1 号".to_owned()),
        keeper: None,
        phone: None,
        version: 0,
    };
    let file = Hash([7; 32]);
    for command in [
        Command::ImportRoads { input: file, summary: "3 条道路".to_owned() },
        Command::SaveShifts(vec![shift("白班", 8), shift("夜班", 12)]),
        Command::RemoveShifts(vec!["夜班".to_owned()]),
        Command::ImportRecords {
            input: file,
            records: Records::Depots(vec![
                depot("区库", DepotTier::District),
                depot("村库", DepotTier::Village),
            ]),
        },
        Command::RemoveDepots(vec!["村库".to_owned()]),
        Command::SaveSensingPoints(vec![SensingPoint {
            code: "水位-1".to_owned(),
            name: "河边水位".to_owned(),
            kind: SensingKind::WaterLevel,
            pole: Some("G-001".to_owned()),
            position: Spot::Market.position(),
            owner: None,
            status: SensingStatus::InService,
            version: 0,
        }]),
        Command::SavePlaces(vec![Place {
            code: "小学".to_owned(),
            name: "故事小学".to_owned(),
            kind: "school".to_owned(),
            address: None,
            position: Spot::School.position(),
            outline: None,
            households: None,
            version: 0,
        }]),
    ] {
        day.the_house_brings(command);
    }
    day.the_house_brings(district::answers_for(WEST, "演石云"));
}
