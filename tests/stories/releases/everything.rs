//! A day on which everything happens that the journal knows.

use crate::district::{self, Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use dispatch::IncidentId;
use geo_core::Milliseconds;
use world::incidents::{IncidentState, Severity, TaskState, WhistleCommand};
use world::records::{
    Coming, Depot, DepotTier, Need, Place, RunCard, SensingKind, SensingPoint, SensingStatus, Shift,
};
use world::{ClosureCommand, Command, Event, Hash, PlanRules, Records};

/// The names of all events of the district's stream, without their versions.
pub const EVENTS: [&str; 32] = [
    "plan_published",
    "plan_in_force",
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
    "run_cards_removed",
    "closure_saved",
    "closure_ended",
    "plan_withdrawn",
    "plan_rules_saved",
    "whistle_blown",
    "whistle_checked_in",
    "whistle_released",
    "whistle_overdue",
    "whistle_ended",
    "team_held",
    "hold_released",
    "shift_handed_over",
    "handover_taken",
    "ladder_climbed",
    "mode_switched",
    "mode_ended",
];

/// Does not compile until an event that is new is in [`EVENTS`].
const fn _listed(event: &Event) -> &'static str {
    match event {
        Event::PlanPublished { .. } => EVENTS[0],
        Event::PlanInForce { .. } => EVENTS[1],
        Event::DistrictFounded { .. } => EVENTS[2],
        Event::AreasImported { .. } => EVENTS[3],
        Event::RoadsImported { .. } => EVENTS[4],
        Event::RecordsSaved { .. } => EVENTS[5],
        Event::ShiftsRemoved { .. } => EVENTS[6],
        Event::DepotsRemoved { .. } => EVENTS[7],
        Event::IncidentAccepted { .. } => EVENTS[8],
        Event::IncidentAmended { .. } => EVENTS[9],
        Event::IncidentMoved { .. } => EVENTS[10],
        Event::TeamAssigned { .. } => EVENTS[11],
        Event::TaskMoved { .. } => EVENTS[12],
        Event::AvailabilitySet { .. } => EVENTS[13],
        Event::IncidentsMerged { .. } => EVENTS[14],
        Event::RunCardsRemoved { .. } => EVENTS[15],
        Event::ClosureSaved { .. } => EVENTS[16],
        Event::ClosureEnded { .. } => EVENTS[17],
        Event::PlanWithdrawn { .. } => EVENTS[18],
        Event::PlanRulesSaved { .. } => EVENTS[19],
        Event::WhistleBlown { .. } => EVENTS[20],
        Event::WhistleCheckedIn { .. } => EVENTS[21],
        Event::WhistleReleased { .. } => EVENTS[22],
        Event::WhistleOverdue { .. } => EVENTS[23],
        Event::WhistleEnded { .. } => EVENTS[24],
        // Photos lie in the vault under ids of chance, which no two tellings share; the service's own tests replay them.
        Event::PhotoAdded { .. } | Event::PhotoErased { .. } => "",
        // A device that was without a line; the world's own tests replay it.
        Event::AnsweredLate { .. } => "",
        Event::TeamHeld { .. } => EVENTS[25],
        Event::HoldReleased { .. } => EVENTS[26],
        Event::ShiftHandedOver { .. } => EVENTS[27],
        Event::HandoverTaken { .. } => EVENTS[28],
        Event::LadderClimbed { .. } => EVENTS[29],
        Event::ModeSwitched { .. } => EVENTS[30],
        Event::ModeEnded { .. } => EVENTS[31],
        // Those of the streams of drafts.
        Event::PlanDraftOpened { .. }
        | Event::PlanDrawn { .. }
        | Event::PlanUndone
        | Event::PlanRedone
        | Event::PlanDraftRenamed { .. }
        | Event::PlanDraftDiscarded => "",
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
    let held = centre.takes(Call::about(Spot::Market))?;
    centre.holds("西一队", &held)?;
    centre.lets_go("西一队", &held)?;
    centre.switches(WEST, "暴雨演练", district::noon().after(Milliseconds::from_minutes(8 * 60)))?;
    centre.sends("西一队", &held)?;
    day.minutes(10);
    day.the_house_brings(Command::KeepTime);
    centre.switches_back("M-0001")?;
    centre.hands_over(&[&held])?;
    day.officer("centre-2").takes_over("H-0001")?;

    let joined = centre.takes(Call::about(Spot::StreetByTheMarket))?;
    let waiting = centre.takes(Call::about(Spot::Market).flooding())?;
    centre.sends("西二队", &joined)?;
    west_2.gives_back(&joined, Some("车坏了"))?;
    centre.takes_out("西二队", Some("修车"))?;
    centre.sends("西一队", &joined)?;
    centre.merges(&joined, &waiting)?;
    centre.recalls("西一队", &waiting, "另有任务")?;
    centre.parks(&waiting, "等排水公司")?;

    day.the_house_brings(Command::Closure(Box::new(ClosureCommand::Draw(district::flooded_street()))));
    let under_way = centre.takes(Call::about(Spot::School))?;
    centre.sends_all_the_same("西二队", &under_way, "就在旁边")?;
    centre.takes_out("西二队", None)?;
    let nearer = centre.takes(Call::about(Spot::School))?;
    centre.reassigns("西二队", &under_way, &nearer, "更急")?;
    let end = ClosureCommand::End { closure: "C-0001".to_owned(), reason: Some("水退了".to_owned()) };
    day.the_house_brings(Command::Closure(Box::new(end)));
    centre.hears("西二队", &nearer, TaskState::OnScene)?;
    centre.moves(&under_way, Spot::Market)?;
    assert_eq!(centre.state(&waiting), IncidentState::Parked);

    whistles(day, &under_way)?;

    day.the_house_brings(district::market_to_the_east());
    day.the_house_brings(Command::WithdrawPlan { number: 3, reason: "图纸有误".to_owned() });
    day.the_house_brings(district::market_to_the_east());
    assert_eq!(centre.locates(Spot::Market), [district::DISTRICT, WEST]);
    day.minutes(70);
    day.the_house_brings(Command::KeepPlansInForce);
    centre.moves(&under_way, Spot::School)?;
    assert_eq!(centre.locates(Spot::Market), [district::DISTRICT, district::EAST]);
    Ok(())
}

told_three_times!(all_that_can_happen);

/// See: departments come in time, late, or not at all, and are let go one by one or all together.
fn whistles(day: &Day, incident: &IncidentId) -> Told {
    let centre = day.officer("centre-1");
    centre.whistles(incident, &["西一队", "东一队", "东二队"])?;
    day.minutes(31);
    day.the_house_brings(Command::Whistle(Box::new(WhistleCommand::TellOverdue)));
    centre.lets_in("W-0001", "东一队", "电台报到")?;
    centre.dismisses("W-0001", "东二队", "不需要了")?;
    centre.ends_whistle("W-0001", "水已退")
}

fn registers(day: &Day) {
    let shift = |code: &str, hours: u64| Shift {
        code: code.to_owned(),
        team: "东二队".parse().unwrap(),
        starts: district::noon(),
        ends: district::noon().after(Milliseconds::from_minutes(hours * 60)),
        leader: None,
        only_in: None,
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
    let run_card = |code: &str| RunCard {
        code: code.to_owned(),
        name: format!("{code}预案"),
        kinds: Vec::new(),
        from: Severity::Extreme,
        areas: vec![WEST.parse().unwrap()],
        needs: vec![Need {
            suited: vec![dispatch::TeamKind::Patrol],
            count: 2,
            coming: Coming::Together,
            serves: 2,
        }],
        mode: None,
        auto: false,
        version: 0,
    };
    let file = Hash([7; 32]);
    for command in [
        Command::SavePlanRules {
            rules: Box::new(PlanRules { compactness: 0.2, ..PlanRules::default() }),
            version: 1,
        },
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
        Command::SaveRunCards(vec![run_card("暴雨"), run_card("旧卡")]),
        Command::RemoveRunCards(vec!["旧卡".to_owned()]),
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
