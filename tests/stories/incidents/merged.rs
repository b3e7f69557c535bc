//! Two people call about one thing.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::{IncidentState, TaskState};

/// See: the officer is told of the other call, and the team that was on its way goes on to it.
fn two_calls_about_one_thing_become_one_case(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let west_1 = day.device("西一队");
    let first = centre.takes(Call::about(Spot::Market))?;
    day.minutes(5);
    let second = centre.takes(Call::about(Spot::StreetByTheMarket).through_110())?;
    assert_eq!(centre.possible_duplicates(&second), vec![first.clone()]);
    centre.sends("西一队", &second)?;
    west_1.reports(&second, TaskState::EnRoute)?;

    assert_eq!(centre.merges(&second, &second).unwrap_err().code, "same_incident");
    centre.merges(&second, &first)?;
    let ended = centre.sees(&second);
    assert_eq!((ended.state, ended.merged_into), (IncidentState::Merged, Some(first.clone())));
    assert_eq!(centre.tasks(&second), ["西一队 recalled"]);
    assert_eq!(centre.tasks(&first), ["西一队 en_route"]);
    assert_eq!(centre.where_is("西一队"), Some(first.clone()));
    assert_eq!(centre.open_incidents(), vec![first.clone()]);
    assert_eq!(centre.possible_duplicates(&first), []);

    let refused = centre.sends("西二队", &second).unwrap_err();
    assert_eq!(
        (refused.code.as_str(), &refused.params["merged_into"]),
        ("incident_ended", &first.to_string())
    );
    assert_eq!(west_1.reports(&second, TaskState::OnScene).unwrap_err().code, "task_ended");
    west_1.reports(&first, TaskState::OnScene)?;
    assert_eq!(centre.state(&first), IncidentState::Handling);
    Ok(())
}

told_three_times!(two_calls_about_one_thing_become_one_case);
