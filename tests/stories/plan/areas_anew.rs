//! The border between the townships is redrawn while incidents are open.

use crate::district::{Border, DISTRICT, EAST, Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::{IncidentState, TaskState};

/// The code of the township that takes the east's place.
const NEW_EAST: &str = "420102003";

/// See: the open case changes hands with the ground it lies on; the team on its way notices nothing.
fn areas_imported_anew_lose_no_open_incident(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let (west, east) = (day.officer_of(WEST, "west-1"), day.officer_of(EAST, "east-1"));
    let west_1 = day.device("西一队");
    let call = west.takes(Call::about(Spot::Market))?;
    west.sends("西一队", &call)?;
    let before = centre.sees(&call);

    day.minutes(1);
    day.townships_anew(Border::WestOfTheMarket, EAST);
    assert_eq!(centre.locates(Spot::Market), [DISTRICT, EAST]);
    assert_eq!(centre.sees(&call), before, "what was found when the call came in is kept as it was");
    assert_eq!((west.open_incidents(), east.open_incidents()), (vec![], vec![call.clone()]));
    west_1.reports(&call, TaskState::OnScene)?;
    assert_eq!(east.tasks(&call), ["西一队 on_scene"]);
    west_1.reports(&call, TaskState::Done)?;
    assert_eq!(west.closes(&call, "完").unwrap_err().code, "outside_scope");
    east.closes(&call, "已调解")?;
    assert_eq!(centre.state(&call), IncidentState::Closed);
    Ok(())
}

told_three_times!(areas_imported_anew_lose_no_open_incident);

/// See: a township goes, its officer sees nothing any more, and the centre goes on with its cases and teams.
fn a_township_that_is_gone_leaves_its_cases_to_the_centre(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let east = day.officer_of(EAST, "east-1");
    let call = east.takes(Call::about(Spot::School))?;
    east.sends("东一队", &call)?;

    day.townships_anew(Border::EastOfTheMarket, NEW_EAST);
    assert_eq!((east.open_incidents(), east.finds(&call), east.teams()), (vec![], None, vec![]));
    assert_eq!(east.closes(&call, "完").unwrap_err().code, "outside_scope");
    assert_eq!(day.officer_of(NEW_EAST, "new-east-1").open_incidents(), vec![call.clone()]);
    assert_eq!(centre.open_incidents(), vec![call.clone()]);
    assert_eq!(centre.where_is("东一队"), Some(call.clone()));
    day.device("东一队").reports(&call, TaskState::Done)?;
    // A team whose home is gone still goes where the centre sends it.
    let next = centre.takes(Call::about(Spot::School))?;
    assert_eq!(centre.locates(Spot::School), [DISTRICT, NEW_EAST]);
    centre.sends("东一队", &next)?;
    centre.closes(&call, "已调解")?;
    assert_eq!((centre.open_incidents(), centre.ended_incidents()), (vec![next], vec![call]));
    Ok(())
}

told_three_times!(a_township_that_is_gone_leaves_its_cases_to_the_centre);
