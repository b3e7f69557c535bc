//! A team gives its task back.

use crate::district::Spot;
use crate::drivers::Told;
use crate::vocabulary::{Call, Day};
use world::incidents::{IncidentState, TaskState};

/// See: without a reason it keeps the task; with one the case waits for another team.
fn a_task_is_given_back_with_a_reason(day: &Day) -> Told {
    let centre = day.officer("centre-1");
    let west_1 = day.device("西一队");
    let call = centre.takes(Call::about(Spot::Market))?;
    centre.sends("西一队", &call)?;
    west_1.reports(&call, TaskState::Accepted)?;
    assert_eq!(west_1.gives_back(&call, None).unwrap_err().code, "reason_missing");
    assert_eq!(centre.where_is("西一队"), Some(call.clone()));

    west_1.gives_back(&call, Some("车辆故障"))?;
    assert_eq!((centre.state(&call), centre.where_is("西一队")), (IncidentState::Opened, None));
    assert_eq!(centre.sees(&call).tasks[0].reason.as_deref(), Some("车辆故障"));
    assert_eq!(west_1.reports(&call, TaskState::OnScene).unwrap_err().code, "task_ended");

    centre.sends("西二队", &call)?;
    assert_eq!(centre.tasks(&call), ["西一队 returned", "西二队 assigned"]);
    // A device sends nobody.
    assert_eq!(west_1.sends("西一队", &call).unwrap_err().code, "not_allowed");
    Ok(())
}

told_three_times!(a_task_is_given_back_with_a_reason);
