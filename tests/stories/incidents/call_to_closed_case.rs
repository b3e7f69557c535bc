//! From the call to the closed case.

use crate::district::{DISTRICT, Spot, WEST};
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::IncidentState::*;
use world::incidents::TaskState;

/// See: the team goes one step at a time, the case follows it, and nobody can close it too early.
fn a_call_becomes_a_team_on_the_way_and_a_closed_case(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let west_1 = day.device("西一队");

    assert_eq!(centre.locates(Spot::Market), [DISTRICT, WEST]);
    let call = centre.takes(Call::about(Spot::Market).through_110())?;
    assert_eq!((call.as_str(), centre.state(&call)), ("20261122-0001", Accepted));
    assert_eq!(centre.closes(&call, "误报").unwrap_err().code, "case_not_opened");
    centre.opens(&call)?;
    assert_eq!(centre.state(&call), Opened);

    day.minutes(1);
    centre.sends("西一队", &call)?;
    assert_eq!((centre.state(&call), centre.tasks(&call)), (Dispatched, vec!["西一队 assigned".to_owned()]));
    for (step, case) in
        [(TaskState::Accepted, Dispatched), (TaskState::EnRoute, Dispatched), (TaskState::OnScene, Handling)]
    {
        day.minutes(2);
        west_1.reports(&call, step)?;
        assert_eq!(centre.state(&call), case);
        assert_eq!(centre.where_is("西一队"), Some(call.clone()));
        assert_eq!(centre.closes(&call, "已调解").unwrap_err().code, "teams_still_bound");
    }
    day.minutes(10);
    west_1.reports(&call, TaskState::Done)?;
    assert_eq!((centre.state(&call), centre.where_is("西一队")), (Feedback, None));

    assert_eq!(centre.open_incidents(), vec![call.clone()]);
    centre.closes(&call, "双方和解")?;
    assert_eq!(centre.open_incidents(), []);
    assert_eq!(centre.ended_incidents(), vec![call.clone()]);
    let closed = centre.sees(&call);
    let task = &closed.tasks[0];
    assert_eq!((closed.state, closed.remark.as_deref()), (Closed, Some("双方和解")));
    assert!(task.accepted_at < task.en_route_at && task.en_route_at < task.arrived_at);
    assert!(task.arrived_at < task.ended_at && task.ended_at == closed.ended_at);
    Ok(())
}

told_three_times!(a_call_becomes_a_team_on_the_way_and_a_closed_case);
