//! A team without a device.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::{IncidentState, TaskState};

/// See: the officer writes down what is heard, steps may be left out, but none is taken back.
fn a_radio_team_goes_as_far_as_the_officer_hears(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    assert!(centre.sees_team("东二队").record.radio_only);
    let call = centre.takes(Call::about(Spot::School))?;
    assert_eq!(centre.hears("东二队", &call, TaskState::EnRoute).unwrap_err().code, "team_not_assigned");
    centre.sends("东二队", &call)?;

    day.minutes(3);
    centre.hears("东二队", &call, TaskState::EnRoute)?;
    assert_eq!(centre.tasks(&call), ["东二队 en_route"]);
    assert_eq!(centre.hears("东二队", &call, TaskState::Accepted).unwrap_err().code, "task_not_forward");
    // Nobody's device speaks for a team but its own.
    let east_1 = day.device("东一队");
    assert_eq!(east_1.hears("东二队", &call, TaskState::OnScene).unwrap_err().code, "not_allowed");

    day.minutes(4);
    day.officer("centre-2").hears("东二队", &call, TaskState::OnScene)?;
    assert_eq!(centre.state(&call), IncidentState::Handling);
    centre.hears("东二队", &call, TaskState::Done)?;
    assert_eq!((centre.state(&call), centre.where_is("东二队")), (IncidentState::Feedback, None));
    let history = centre.sees(&call).history;
    let by: Vec<_> =
        history.iter().filter(|step| step.what == "task_moved").map(|step| step.by.as_str()).collect();
    assert_eq!(by, ["centre-1", "centre-2", "centre-1"]);
    Ok(())
}

told_three_times!(a_radio_team_goes_as_far_as_the_officer_hears);
